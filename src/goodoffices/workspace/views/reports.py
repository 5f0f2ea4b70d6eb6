"""Reports as they are shown, and the candidates found in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from goodoffices.elicit.consequence import ranked
from goodoffices.errors import UnknownName
from goodoffices.model.case import Case, is_waiting, waiting_statements
from goodoffices.model.dates import Date
from goodoffices.model.elicited import Consequence, ConsequenceKind
from goodoffices.model.evidence import DateBasis, Report, Statement
from goodoffices.track.repeats import repeats
from goodoffices.workspace.snapshot import Snapshot
from goodoffices.workspace.views.evidence import StatementView, shown
from goodoffices.workspace.views.paging import LIMIT, page

Order = Literal["changes", "text"]
State = Literal["waiting", "accepted", "amended", "rejected", "replacement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHead:
    """A report without its text. `statements` and `waiting` count what was found in it."""

    id: str
    title: str | None
    author: str | None
    outlet: str | None
    url: str | None
    published: Date | None
    published_basis: DateBasis
    retrieved: str | None
    language: str | None
    copy_of: str | None
    characters: int
    statements: int
    waiting: int
    compartments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Reports, the newest first. `next` is what to ask `after` for the next page."""

    items: tuple[ReportHead, ...]
    total: int
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Where a statement is in the text, in code points, and what was decided on it."""

    statement: str
    start: int
    end: int
    party: str | None
    issue: str | None
    stance: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report whole. The text is what was read: to be shown as text, whatever it holds."""

    head: ReportHead
    text: str
    mentions: tuple[Mention, ...]
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What accepting a candidate would change, in words; and the candidates that say the same in
    copies of its report, to which the decision can be applied."""

    statement: str
    kind: ConsequenceKind
    reason: str
    options: tuple[str, ...]
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Statements that nobody has decided on, in `order`; `why` has one entry for each of `items`.

    `changes`: by what accepting would change, the greatest change first. `text`: report by report,
    in order of the text.
    """

    order: Order
    items: tuple[StatementView, ...]
    why: tuple[Why, ...]
    total: int
    next: str | None


def reports(
    snapshot: Snapshot, *, q: str | None = None, after: str | None = None, limit: int = LIMIT
) -> Reports:
    """The reports, or those whose title, outlet, author or text holds the words `q`."""
    found = [report for report in newest_first(snapshot) if not q or _holds(report, q.casefold())]
    chosen, more = page(found, lambda report: report.id, after, limit)
    return Reports(
        items=tuple(head(snapshot, report) for report in chosen), total=len(found), next=more
    )


def newest_first(snapshot: Snapshot) -> tuple[Report, ...]:
    """The reports of the case, those without a date last."""

    def make() -> tuple[Report, ...]:
        by_name = sorted(snapshot.case.reports, key=lambda report: report.id)
        return tuple(sorted(by_name, key=lambda report: report.published or "", reverse=True))

    return snapshot.memory.once("reports", make)


def _holds(report: Report, words: str) -> bool:
    fields = (report.title, report.outlet, report.author, report.text)
    return any(words in field.casefold() for field in fields if field)


def _found_in(snapshot: Snapshot) -> Mapping[str, tuple[Statement, ...]]:
    def make() -> dict[str, tuple[Statement, ...]]:
        found: dict[str, list[Statement]] = defaultdict(list)
        for statement in snapshot.case.statements:
            if statement.span is not None:
                found[statement.span.report].append(statement)
        return {name: tuple(items) for name, items in found.items()}

    return snapshot.memory.once("found in", make)


def head(snapshot: Snapshot, report: Report) -> ReportHead:
    """A report without its text."""
    found = _found_in(snapshot).get(report.id, ())
    return ReportHead(
        id=report.id,
        title=report.title,
        author=report.author,
        outlet=report.outlet,
        url=report.url,
        published=report.published,
        published_basis=report.published_basis,
        retrieved=report.retrieved,
        language=report.language,
        copy_of=report.copy_of,
        characters=len(report.text),
        statements=len(found),
        waiting=sum(1 for statement in found if is_waiting(snapshot.case, statement)),
        compartments=tuple(sorted(snapshot.compartments.get(report.id, ()))),
    )


def report(snapshot: Snapshot, name: str) -> ReportView:
    """One report with its text and what was found in it. Raises UnknownName."""
    case = snapshot.case
    if name not in case.report_by_id:
        raise UnknownName("report", name)
    held = case.report_by_id[name]
    found = sorted(
        _found_in(snapshot).get(name, ()),
        key=lambda s: (s.span.start, s.span.end, s.id) if s.span else (0, 0, s.id),
    )
    return ReportView(
        head=head(snapshot, held),
        text=held.text,
        mentions=tuple(
            Mention(
                statement=statement.id,
                start=statement.span.start,
                end=statement.span.end,
                party=statement.party,
                issue=statement.issue,
                stance=statement.stance,
                state=state_of(case, statement.id),
            )
            for statement in found
            if statement.span is not None
        ),
        copies=tuple(other.id for other in case.reports if other.copy_of == name),
    )


def state_of(case: Case, statement: str) -> State:
    """What was decided on a statement that was read in a report."""
    review = case.standing_review.get(statement)
    if review is not None:
        return review.verdict
    return "replacement" if statement in case.replacements else "waiting"


def waiting(snapshot: Snapshot) -> tuple[Statement, ...]:
    """Statements with words of a report that nobody has decided on, in order of work."""
    return snapshot.memory.once("waiting", lambda: waiting_statements(snapshot.case))


def candidates(
    snapshot: Snapshot,
    *,
    report: str | None = None,
    order: Order | None = None,
    after: str | None = None,
    limit: int = LIMIT,
) -> Candidates:
    """The candidates, of all reports or of one; without an `order` all by `changes`, those of one
    report by `text`. Raises UnknownName."""
    case = snapshot.case
    if report and report not in case.report_by_id:
        raise UnknownName("report", report)
    order = order or ("text" if report else "changes")
    found = tuple(reasons(snapshot))
    if order == "text":
        found = tuple(statement.id for statement in waiting(snapshot))
    if report:
        found = tuple(name for name in found if _report_of(case, name) == report)
    chosen, more = page(found, str, after, limit)
    return Candidates(
        order=order,
        items=tuple(shown(case, case.statement_by_id[name]) for name in chosen),
        why=tuple(_why(snapshot, name) for name in chosen),
        total=len(found),
        next=more,
    )


def reasons(snapshot: Snapshot) -> Mapping[str, Consequence]:
    """What accepting each candidate would change, in order of review."""

    def make() -> dict[str, Consequence]:
        held = snapshot.held(None)
        found = ranked(snapshot.case, waiting(snapshot), held, snapshot.known)
        return {one.statement: one for one in found}

    return snapshot.memory.once("reasons", make)


def _why(snapshot: Snapshot, name: str) -> Why:
    found = reasons(snapshot)[name]
    same = snapshot.memory.once("repeats", lambda: repeats(snapshot.case, waiting(snapshot)))
    return Why(
        statement=name,
        kind=found.kind,
        reason=found.reason,
        options=found.options,
        copies=same.get(name, ()),
    )


def _report_of(case: Case, statement: str) -> str | None:
    span = case.statement_by_id[statement].span
    return span.report if span else None
