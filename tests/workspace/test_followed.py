"""What a snapshot takes over from the one before it changes no briefing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agenda_edits import EDITS, Edit
from goodoffices.brief.briefing import Briefing
from goodoffices.formats.case_folder import read_case
from goodoffices.model.case import Case
from goodoffices.model.evidence import Review, Verdict
from goodoffices.track import statement_disputes
from goodoffices.track.contradictions import contradictions
from goodoffices.track.corroboration import corroboration, unnamed_alone
from goodoffices.workspace.snapshot import Snapshot
from goodoffices.workspace.views.briefing import briefing
from support import EXAMPLES


@pytest.fixture(scope="module", params=["ukraine-2025", "strait-accord"])
def case(request: pytest.FixtureRequest) -> Case:
    return read_case(EXAMPLES / request.param)


def judged(case: Case, number: int, subject: str, verdict: Verdict) -> Case:
    review = Review(
        id=f"rv-{number:020x}", subject=subject, verdict=verdict, by="x", at="2026-01-01T00:00:00Z"
    )
    return replace(case, reviews=(*case.reviews, review))


def all_of(snapshot: Snapshot) -> tuple[Briefing, ...]:
    days = sorted({s.date for s in snapshot.case.statements if s.date})
    return tuple(briefing(snapshot, as_of=day) for day in (None, days[len(days) // 2]))


def test_after_verdicts_the_briefing_is_that_of_the_case_as_it_is(case: Case) -> None:
    snapshot = Snapshot(case, "0")
    all_of(snapshot)
    for number, statement in enumerate(case.statements[3::29][:8]):
        accepted = statement in case.accepted
        case = judged(case, number, statement.id, "rejected" if accepted else "accepted")
        snapshot = Snapshot(case, str(number + 1), before=snapshot)
        assert all_of(snapshot) == all_of(Snapshot(case, str(number + 1)))


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_after_an_edit_the_briefing_is_that_of_the_case_as_it_is(case: Case, edit: Edit) -> None:
    first = Snapshot(case, "0")
    all_of(first)
    changed = edit(case)
    assert all_of(Snapshot(changed, "1", before=first)) == all_of(Snapshot(changed, "1"))


def test_what_rests_on_one_unnamed_source_is_that_of_all_claims(case: Case) -> None:
    snapshot = Snapshot(case, "0")
    days = sorted({s.date for s in case.statements if s.date})
    for day in (None, days[len(days) // 2], days[-1]):
        alone = tuple(c for c in corroboration(case, as_of=day) if c.single_anonymous)
        assert unnamed_alone(case, as_of=day, kept=snapshot.kept_on(day)) == alone


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The issues whose statements are compared."""
    issues: list[str | None] = []
    plain = statement_disputes._on_an_issue

    def told(of: Case, statements: tuple[object, ...], *more: int) -> object:
        issues.append(statements[0].issue)  # type: ignore[attr-defined]
        return plain(of, statements, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(statement_disputes, "_on_an_issue", told)
    return issues


def test_a_verdict_has_only_its_own_issue_looked_at_again(
    case: Case, looked_at: list[str | None]
) -> None:
    first = Snapshot(case, "0")
    found = contradictions(case, kept=first.kept_on(None))
    assert len(set(looked_at)) == len(looked_at) > 1
    looked_at.clear()
    assert contradictions(case, kept=first.kept_on(None)) == found
    assert looked_at == []
    subject = next(s for s in case.accepted if s.issue in case.issue_by_id)
    after = judged(case, 1, subject.id, "rejected")
    contradictions(after, kept=Snapshot(after, "1", before=first).kept_on(None))
    assert looked_at == [subject.issue]
    contradictions(after, as_of="2026-01-01", kept=first.kept_on("2026-01-01"))
    assert len(looked_at) > 1  # what is kept of one date says nothing of another
