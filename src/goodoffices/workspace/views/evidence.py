"""Statements as they are shown: words, chain, grade, place in the report, and the review."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.errors import UnknownName
from goodoffices.model.case import HAND_ENTERED, Case, accepted_statements
from goodoffices.model.dates import Date, happened_by
from goodoffices.model.evidence import (
    Bound,
    DateBasis,
    Link,
    Report,
    Review,
    SourceGrade,
    Stance,
    Statement,
)
from goodoffices.workspace.snapshot import Snapshot
from goodoffices.workspace.views.paging import LIMIT, page


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRef:
    """The report that a statement was read in."""

    id: str
    title: str | None
    outlet: str | None
    url: str | None
    published: Date | None
    published_basis: DateBasis
    language: str | None
    copy_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Whether a statement counts for its party's position, and by which paragraph of the rule."""

    used: bool
    rule: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """One statement.

    `quoted`: `text` is words of the report at characters `start` to `end`, `prefix` and `suffix`
    the words around it; otherwise it is a paraphrase. `counts`: accepted, or entered by hand.
    `weight` is what the elicitation made of it, where that was asked.
    """

    id: str
    text: str
    quoted: bool
    speaker: str
    party: str | None
    issue: str | None
    options: tuple[str, ...]
    stance: Stance
    bound: Bound | None
    proviso: str | None
    hedged: bool
    negated: bool
    said_on: Date | None
    said_on_basis: DateBasis
    published: Date | None
    published_basis: DateBasis
    chain: tuple[Link, ...]
    anonymous: bool
    grade: SourceGrade
    report: ReportRef | None
    start: int | None
    end: int | None
    prefix: str
    suffix: str
    url: str | None
    language: str | None
    extractor: str
    ref: str | None
    counts: bool
    review: Review | None
    weight: Weight | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Statements, the newest first. `next` is what to ask `after` for the next page."""

    as_of: Date | None
    items: tuple[StatementView, ...]
    total: int
    next: str | None


def report_ref(report: Report) -> ReportRef:
    """What a statement shows of its report."""
    return ReportRef(
        id=report.id,
        title=report.title,
        outlet=report.outlet,
        url=report.url,
        published=report.published,
        published_basis=report.published_basis,
        language=report.language,
        copy_of=report.copy_of,
    )


def shown(case: Case, statement: Statement, weight: Weight | None = None) -> StatementView:
    """A statement as it is shown."""
    span = statement.span
    report = case.report_by_id.get(span.report) if span else None
    review = case.standing_review.get(statement.id)
    by_hand = statement.id in case.replacements or statement.extractor == HAND_ENTERED
    return StatementView(
        id=statement.id,
        text=statement.text,
        quoted=span is not None,
        speaker=statement.speaker,
        party=statement.party,
        issue=statement.issue,
        options=statement.options,
        stance=statement.stance,
        bound=statement.bound,
        proviso=statement.proviso,
        hedged=statement.hedged,
        negated=statement.negated,
        said_on=statement.said_on,
        said_on_basis=statement.said_on_basis,
        published=statement.published,
        published_basis=statement.published_basis,
        chain=statement.attribution.chain,
        anonymous=statement.attribution.anonymous,
        grade=statement.grade,
        report=report_ref(report) if report else None,
        start=span.start if span else None,
        end=span.end if span else None,
        prefix=span.prefix if span else "",
        suffix=span.suffix if span else "",
        url=statement.url,
        language=statement.language,
        extractor=statement.extractor,
        ref=statement.ref,
        counts=review.verdict == "accepted" if review else by_hand,
        review=review,
        weight=weight,
    )


def evidence(
    snapshot: Snapshot,
    *,
    issue: str | None = None,
    party: str | None = None,
    as_of: Date | None = None,
    after: str | None = None,
    limit: int = LIMIT,
) -> Evidence:
    """Accepted statements by a date, of one issue, of one party, or of all.

    Raises UnknownName for an issue or party that the case does not have.
    """
    case = snapshot.case
    if issue and issue not in case.issue_by_id:
        raise UnknownName("issue", issue, case.issue_by_id)
    if party and party not in case.party_by_id:
        raise UnknownName("party", party, case.party_by_id)
    found = [
        s
        for s in snapshot.memory.once("accepted", lambda: accepted_statements(case))
        if (not issue or s.issue == issue)
        and (not party or s.party == party)
        and happened_by(s.date, as_of)
    ]
    found.sort(key=lambda s: s.id)
    found.sort(key=lambda s: s.date or "", reverse=True)
    chosen, more = page(found, lambda s: s.id, after, limit)
    weights = _weights(snapshot, as_of) if issue or party else {}
    return Evidence(
        as_of=as_of,
        items=tuple(shown(case, s, weights.get(s.id)) for s in chosen),
        total=len(found),
        next=more,
    )


def _weights(snapshot: Snapshot, as_of: Date | None) -> dict[str, Weight]:
    held = snapshot.held(as_of)
    steps = held.steps if held else ()
    return {
        step.subject: Weight(used=step.used, rule=step.rule, note=step.note)
        for step in steps
        if step.issue is not None
    }


def visible(snapshot: Snapshot, name: str) -> Statement:
    """The statement of that id. Raises UnknownName where the snapshot does not hold it."""
    if name not in snapshot.case.statement_by_id:
        raise UnknownName("statement", name)
    return snapshot.case.statement_by_id[name]


def statement(snapshot: Snapshot, name: str) -> StatementView:
    """One statement. Raises UnknownName."""
    return shown(snapshot.case, visible(snapshot, name))
