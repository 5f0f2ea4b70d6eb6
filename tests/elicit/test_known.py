"""What is kept between elicitations changes no answer, whatever changed in between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goodoffices.elicit.assumptions import Assumptions
from goodoffices.elicit.elicit import elicit
from goodoffices.elicit.known import Known
from goodoffices.formats.case_folder import read_case
from goodoffices.model.case import Case
from goodoffices.model.evidence import Review
from support import EXAMPLES


@pytest.fixture(scope="module", params=["ukraine-2025", "strait-accord"])
def case(request: pytest.FixtureRequest) -> Case:
    return read_case(EXAMPLES / request.param)


def _days(case: Case) -> list[str | None]:
    days = sorted({s.date for s in case.statements if s.date})
    return [None, *days[:: max(1, len(days) // 12)], None, days[-1], days[0]]


def test_positions_that_are_kept_are_those_that_would_be_found(case: Case) -> None:
    known = Known(case, Assumptions())
    for day in _days(case):
        assert elicit(case, as_of=day, known=known) == elicit(case, as_of=day)


def test_after_a_verdict_the_answer_is_that_of_the_case_as_it_is(case: Case) -> None:
    known = Known(case, Assumptions())
    elicit(case, known=known)
    counted = [item for item in case.statements if item.party and item.issue][::9]
    for number, statement in enumerate(counted):
        review = Review(
            id=f"rv-{number}", subject=statement.id, verdict="rejected", by="x", at="2026-01-01"
        )
        case = replace(case, reviews=(*case.reviews, review))
        assert known.fits(case)
        assert elicit(case, known=known) == elicit(case)


def test_another_agenda_or_other_assumptions_are_told_apart(case: Case) -> None:
    known = Known(case, Assumptions())
    elicit(case, known=known)
    parties = tuple(replace(party, persons=()) for party in case.parties)
    changed = replace(case, parties=parties)
    assert not known.fits(changed)
    assert elicit(changed, known=known) == elicit(changed)
    assert elicit(case, known=known, order_implies=False) == elicit(case, order_implies=False)
    assert elicit(case, known=known) == elicit(case)
