"""The tracks over the shipped case of 2025: what a reader of its evidence would say."""

from __future__ import annotations

from functools import cache

import pytest

from goodoffices.formats.case_folder import read_case
from goodoffices.model.case import Case
from goodoffices.track.consultation import consultation
from goodoffices.track.contradictions import contradictions
from goodoffices.track.corroboration import corroboration
from goodoffices.track.genealogy import genealogy
from support import EXAMPLES

CASE = EXAMPLES / "ukraine-2025"


@cache
def real() -> Case:
    if not (CASE / "statements.jsonl").exists():
        pytest.skip("the case examples/ukraine-2025 is not here")
    return read_case(CASE)


def test_recorded_contradictions_come_first_and_more_are_found() -> None:
    disputes = contradictions(real())
    assert [d.kind for d in disputes[:7]] == ["recorded"] * 7
    found = {d.topic.split(":")[0]: [v.claim[-2:] for v in d.versions] for d in disputes[7:]}
    assert found["donetsk pct"] == ["70", "75", "80"]
    assert found["ukraine territory pct"] == ["19", "20"]


def test_one_leak_is_marked_as_one_unnamed_source() -> None:
    rows = corroboration(real(), as_of="2025-11-20")
    leaks = [row for row in rows if row.single_anonymous and row.options]
    assert any("us28-as-is" in row.options and row.party == "ua" for row in leaks)
    assert all(row.independent == 1 for row in leaks)


def test_ukraine_is_recorded_as_having_had_no_part_in_the_november_draft() -> None:
    rows = consultation(real(), as_of="2025-11-20")
    sights = {(r.draft, r.party, r.sight) for r in rows}
    assert ("US28", "ua", "excluded") in sights
    assert ("US28", "us", "drafted") in sights
    assert not any(r.draft == "UAUS20" for r in rows)


def test_the_ceiling_on_the_army_through_the_drafts() -> None:
    rows = {row.draft: row for row in genealogy(real(), issue="force_cap")}
    assert rows["US28"].change == "changed"
    assert rows["E3_27"].since == "US28"
    assert rows["E3_27"].change == "changed"
