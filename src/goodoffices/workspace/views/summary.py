"""A case at a glance: who, what, how much, and on which days something changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from goodoffices.model.agenda import Draft, Issue, Party
from goodoffices.model.allowed import draft_terms
from goodoffices.model.case import Case, accepted_statements, how_many_wait
from goodoffices.model.dates import Date, bounds, earliest, latest
from goodoffices.track.consultation import public_on
from goodoffices.workspace.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much a case holds. `waiting` are candidate statements that nobody has decided on."""

    reports: int
    statements: int
    accepted: int
    rejected: int
    waiting: int
    parties: int
    issues: int
    drafts: int
    meetings: int
    conditions: int
    judgements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftHead:
    """A draft without its clauses. `settled` counts issues that it settles."""

    id: str
    title: str
    date: Date
    drafters: tuple[str, ...]
    drafted_by: str | None
    published_by: str | None
    public_on: Date | None
    status: str | None
    completeness: str | None
    follows: str | None
    clauses: int
    brackets: int
    settled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What every view of a case needs to know first.

    `dates` are the days on which something was said, judged or drafted, oldest first; `days` says
    how many statements each of them has.
    """

    title: str
    note: str | None
    revision: str
    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    drafts: tuple[DraftHead, ...]
    conflicts: tuple[str, ...]
    dates: tuple[str, ...]
    days: tuple[int, ...]
    counts: Counts


def summary(snapshot: Snapshot) -> Summary:
    """The case at a glance."""
    snapshot.sort_out()
    case = snapshot.case
    days = _days(case)
    drafts = sorted(case.drafts, key=lambda draft: (*bounds(draft.date), draft.id))
    return Summary(
        title=case.title,
        note=case.note,
        revision=snapshot.revision,
        parties=case.parties,
        issues=case.issues,
        drafts=tuple(draft_head(draft) for draft in drafts),
        conflicts=tuple(sorted(snapshot.plans)),
        dates=tuple(days),
        days=tuple(days.values()),
        counts=counts(case),
    )


def _days(case: Case) -> dict[str, int]:
    dates = Counter([s.said_on or s.published for s in accepted_statements(case)])
    said: Counter[str] = Counter()
    for date, number in dates.items():
        if date is not None:
            said[latest(date).isoformat()] += number
    turns = [day for item in case.judgements for day in (item.since, item.until) if day]
    other = {earliest(day).isoformat() for day in turns}
    other |= {latest(draft.date).isoformat() for draft in case.drafts}
    return {day: said.get(day, 0) for day in sorted(said.keys() | other)}


def draft_head(draft: Draft) -> DraftHead:
    """The record of a draft."""
    return DraftHead(
        id=draft.id,
        title=draft.title,
        date=draft.date,
        drafters=draft.drafters,
        drafted_by=draft.drafted_by,
        published_by=draft.published_by,
        public_on=public_on(draft),
        status=draft.status,
        completeness=draft.completeness,
        follows=draft.follows,
        clauses=len(draft.clauses),
        brackets=sum(1 for clause in draft.clauses if clause.bracket is not None),
        settled=len(draft_terms(draft)),
    )


def counts(case: Case) -> Counts:
    """How much the case holds."""
    verdicts = Counter([review.verdict for review in case.standing_review.values()])
    return Counts(
        reports=len(case.reports),
        statements=len(case.statements),
        accepted=len(accepted_statements(case)),
        rejected=verdicts["rejected"],
        waiting=how_many_wait(case),
        parties=len(case.parties),
        issues=len(case.issues),
        drafts=len(case.drafts),
        meetings=len(case.meetings),
        conditions=len(case.conditions),
        judgements=len(case.judgements),
    )
