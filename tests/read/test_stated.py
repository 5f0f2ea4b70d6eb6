"""Dates and outlets that a text states of itself, and those that it only mentions."""

from __future__ import annotations

import pytest

from goodoffices.read.stated import stated_date, stated_outlet

BODY = "\nThe delegations met again. They will meet on 5 June 2026.\n"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("date 2025-11-20 + - 16 px", "2025-11-20"),
        ("Published: 4 March 2025", "2025-03-04"),
        ("Published on Tue, March 4, 2025 at 10:15", "2025-03-04"),
        ("4 March 2025", "2025-03-04"),
        ("Tuesday 4 March 2025", "2025-03-04"),
        ("SORREL, March 4, 2025 (Delta) - The delegations met.", "2025-03-04"),
        ("PORT SORREL, 4 Mar 2025 — The delegations met.", "2025-03-04"),
        ("The delegations met on 4 March 2025 in Sorrel and will meet again.", None),
        ("Thursday (20 November)", None),
        ("4/3/2025", None),
        ("2025-02-30", None),
        ("From 2025-01-01 to 2025-02-01", None),
        ("2025-01-01 / 2025-02-01", None),
        ("", None),
    ],
)
def test_stated_date(head: str, day: str | None) -> None:
    assert stated_date(head + BODY) == day


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("Story here.\nMore of it.\nHarbour.Example", "Harbour.Example"),
        ("Source: Harbour Post\nStory here.", "Harbour Post"),
        ("SORREL, March 4 (Reuters) - The delegations met.\nMore.", "Reuters"),
        ("SORREL, March 4 (Harbour Wire) - The delegations met.\nMore.", "Harbour Wire"),
        ("SORREL, March 4 (local time) - The delegations met.\nMore.", None),
        ("The islands\n\nHarbour Review, 4 March 2025\n\nThey met.\nMore.", "Harbour Review"),
        ("The islands\n\nPort Sorrel, 4 March 2025\n\nThey met.\nMore.", None),
        ("The minister (Reuters) said so.\nMore.", None),
        ("Story here.\nMore of it.\nRead more at harbour.example", None),
        ("Story here.\nThe end.", None),
        ("harbour.example", None),
        ("Story.\nnotes.txt", None),
        ("", None),
    ],
)
def test_stated_outlet(text: str, outlet: str | None) -> None:
    assert stated_outlet(text) == outlet
