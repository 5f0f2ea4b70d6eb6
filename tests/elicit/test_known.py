"""What is kept between elicitations changes no answer, whatever changed in between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agenda_edits import EDITS, Edit, another_report, issue_edit, party_edit
from goodoffices.codec import identified
from goodoffices.elicit.assumptions import Assumptions
from goodoffices.elicit.consequence import ranked
from goodoffices.elicit.elicit import elicit
from goodoffices.elicit.known import Known
from goodoffices.elicit.turns import turns
from goodoffices.formats.case_folder import read_case
from goodoffices.model.agenda import Draft, Issue, Option, Party, Person
from goodoffices.model.case import HAND_ENTERED, Case, Vocabulary, waiting_statements
from goodoffices.model.evidence import Attribution, Link, LinkKind, Review, Statement
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


def _all_of(case: Case, known: Known) -> tuple[object, ...]:
    held = elicit(case, known=known)
    followed = tuple(turns(case, known))
    return held, followed, tuple(ranked(case, waiting_statements(case), held, known))


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_after_an_edit_of_the_agenda_the_answer_is_that_of_the_case(case: Case, edit: Edit) -> None:
    known = Known(case, Assumptions())
    _all_of(case, known)
    changed = edit(case)
    after = known.followed_by(changed)
    assert after is not known or changed is case
    assert _all_of(changed, after) == _all_of(changed, Known(changed, Assumptions()))
    back = after.followed_by(case)
    assert _all_of(case, back) == _all_of(case, Known(case, Assumptions()))


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The cells for which a position is worked out."""
    cells: list[tuple[str, str]] = []
    plain = Known.position

    def position(self: Known, cell: tuple[str, str], items: object, make: object) -> object:
        def told() -> object:
            cells.append(cell)
            return make()  # type: ignore[operator]

        return plain(self, cell, items, told)  # type: ignore[arg-type]

    monkeypatch.setattr(Known, "position", position)
    return cells


def test_an_edit_costs_only_the_cells_that_it_touches(
    case: Case, worked_out: list[tuple[str, str]]
) -> None:
    known = Known(case, Assumptions())
    elicit(case, known=known)
    every = set(worked_out)
    worked_out.clear()
    changed = issue_edit(question="Another question")(case)
    elicit(changed, known=known.followed_by(changed))
    assert set(worked_out) == {cell for cell in every if cell[1] == case.issues[0].id}
    worked_out.clear()
    came = another_report(case)
    elicit(came, known=known.followed_by(came))
    assert worked_out == []


def _said(speaker: str, kind: LinkKind, name: str, day: str) -> Statement:
    return identified(
        Statement(
            id="",
            speaker=speaker,
            party="one",
            issue="fees",
            options=("none",),
            stance="rejects",
            attribution=Attribution(chain=(Link(name=name, kind=kind),)),
            extractor=HAND_ENTERED,
            paraphrase=f"{name}, {day}",
            said_on=day,
            said_on_basis="stated",
        )
    )


NAMES: dict[str, tuple[tuple[Statement, Statement], Edit]] = {
    "a ministry that is the party": (
        (
            _said("Ada Veld", "official", "Ada Veld", "2030-05-01"),
            _said("the ministry", "official", "the ministry", "2030-05-01"),
        ),
        party_edit(aliases=("the ministry",)),
    ),
    "a paper that is a draft": (
        (
            _said("Ada Veld", "document", "The plan", "2030-05-01"),
            _said("Ada Veld", "document", "The plan", "2030-05-09"),
        ),
        lambda case: replace(
            case, drafts=(Draft(id="plan", title="The plan", date="2030-04-01", clauses=()),)
        ),
    ),
    "a name that is an outlet": (
        (
            _said("Ada Veld", "unknown", "Harbour Radio", "2030-05-01"),
            _said("Bo Lind", "unknown", "Radio of the Harbour", "2030-05-09"),
        ),
        lambda case: replace(
            case, vocabulary=Vocabulary(outlets={"Harbour Radio": ("Radio of the Harbour",)})
        ),
    ),
}


@pytest.mark.parametrize(("said", "edit"), NAMES.values(), ids=NAMES.keys())
def test_who_a_name_means_is_looked_up_again(said: tuple[Statement, Statement], edit: Edit) -> None:
    """The edit makes one origin of two, and touches neither the issue nor the party's persons."""
    options = (Option(id="none", label="no fees"), Option(id="some", label="fees"))
    case = Case(
        title="Fees",
        parties=(Party(id="one", name="One", persons=(Person(name="Ada Veld"),)),),
        issues=(Issue(id="fees", question="Are there fees?", options=options),),
        statements=said,
    )
    known = Known(case, Assumptions())
    (before,) = elicit(case, known=known).positions
    changed = edit(case)
    (after,) = elicit(changed, known=known.followed_by(changed)).positions
    assert (before.origins, after.origins) == (2, 1)
