"""How a ledger is made up, against counting one by one."""

from __future__ import annotations

import pytest

from goodoffices.formats.case_folder import read_case
from goodoffices.model.case import Case, how_many_wait, is_waiting
from goodoffices.model.evidence import Statement
from goodoffices.model.tally import Tally, tally
from support import EXAMPLES


@pytest.fixture(scope="module", params=["ukraine-2025", "strait-accord"])
def case(request: pytest.FixtureRequest) -> Case:
    return read_case(EXAMPLES / request.param)


def by_hand(statements: tuple[Statement, ...]) -> Tally:
    found = dict.fromkeys(("quoted", "anonymous", "hedged", "inferred", "graded"), 0)
    undated = unplaced = 0
    outlets = set()
    for s in statements:
        kinds = [link.kind for link in s.attribution.chain]
        outlets.add(s.attribution.chain[0].name if kinds else "unknown")
        found["quoted"] += 1 if s.span else 0
        found["anonymous"] += 1 if "anonymous" in kinds else 0
        found["hedged"] += 1 if s.hedged else 0
        found["graded"] += 1 if str(s.grade) != "F6" else 0
        if s.said_on:
            found["inferred"] += 1 if s.said_on_basis == "inferred" else 0
        elif s.published:
            found["inferred"] += 1 if s.published_basis == "inferred" else 0
        else:
            undated += 1
        unplaced += 1 if s.party is None or s.issue is None else 0
    return Tally(
        statements=len(statements),
        outlets=frozenset(outlets),
        undated=undated,
        unplaced=unplaced,
        **found,
    )


def test_a_tally_is_what_counting_gives(case: Case) -> None:
    assert tally(case.statements) == by_hand(case.statements)
    assert tally(()) == Tally()


def test_tallies_add_up(case: Case) -> None:
    parts = [tally(case.statements[start::7]) for start in range(7)]
    assert sum(parts, Tally()) == tally(case.statements)


def test_those_that_wait_are_counted(case: Case) -> None:
    assert how_many_wait(case) == sum(is_waiting(case, s) for s in case.statements)


def test_cells_hold_all_that_counts(case: Case) -> None:
    cells = case.accepted_by_cell
    assert sorted(s.id for of in cells.values() for s in of) == sorted(s.id for s in case.accepted)
    for cell, of in cells.items():
        assert list(of) == [s for s in case.accepted if (s.party, s.issue) == cell]
