"""Columns on a terminal."""

from __future__ import annotations

import pytest

from goodoffices.cli.terminal import fitted


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("short", 8, "short   "),
        ("just fits", 9, "just fits"),
        ("a title that goes on", 10, "a title t…"),
        ("cut at a space", 8, "cut at… "),
        ("", 3, "   "),
    ],
)
def test_what_does_not_fit_shows_that_it_was_cut(text: str, width: int, shown: str) -> None:
    assert fitted(text, width) == shown
