"""A case: the agenda, the evidence, the process and the judgements on one negotiation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from goodoffices.model.agenda import Draft, Issue, Party
from goodoffices.model.evidence import Report, Review, Statement
from goodoffices.model.process import Condition, Consultation, Meeting
from goodoffices.model.stakes import Contradiction, Judgement
from goodoffices.model.table import freeze_fields

Cell = tuple[str | None, str | None]
"""A party and an issue, None where a statement has none."""

HAND_ENTERED = "dossier"
"""Extractor name of statements that a person entered; they need no further review to count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCues:
    """Words by which a text is known to speak of an issue, and of each of its options."""

    cues: tuple[str, ...] = ()
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze_fields(self, "cues", "options")


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedTerm:
    """Words that reviewers' amendments showed to speak of an issue, or of one option of it.

    `evidence` are the reviews that showed it, `by` and `at` who decided on the words, and when.
    Rejected words are not proposed again; withdrawn ones, accepted or rejected, are as if nobody
    had decided on them.
    """

    words: str
    issue: str
    verdict: Literal["accepted", "rejected"]
    by: str
    at: str
    option: str | None = None
    evidence: tuple[str, ...] = ()
    withdrawn_at: str | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Cue words of issues and options, the names under which an outlet is cited, and the words
    that were learned from amendments."""

    issues: Mapping[str, IssueCues] = field(default_factory=dict)
    outlets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    learned: tuple[LearnedTerm, ...] = ()

    def __post_init__(self) -> None:
        freeze_fields(self, "issues", "outlets", "learned")


@dataclass(frozen=True, kw_only=True)
class Case:
    """All that is recorded about one negotiation. Values only: nothing here reads or writes."""

    title: str
    parties: tuple[Party, ...] = ()
    issues: tuple[Issue, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    drafts: tuple[Draft, ...] = ()
    reports: tuple[Report, ...] = ()
    statements: tuple[Statement, ...] = ()
    reviews: tuple[Review, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    conditions: tuple[Condition, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    note: str | None = None

    def __getstate__(self) -> dict[str, object]:
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    @cached_property
    def party_by_id(self) -> Mapping[str, Party]:
        """Parties by id."""
        return {party.id: party for party in self.parties}

    @cached_property
    def issue_by_id(self) -> Mapping[str, Issue]:
        """Issues by id."""
        return {issue.id: issue for issue in self.issues}

    @cached_property
    def draft_by_id(self) -> Mapping[str, Draft]:
        """Drafts by id."""
        return {draft.id: draft for draft in self.drafts}

    @cached_property
    def report_by_id(self) -> Mapping[str, Report]:
        """Reports by id."""
        return {report.id: report for report in self.reports}

    @cached_property
    def statement_by_id(self) -> Mapping[str, Statement]:
        """Statements by id, those that a review replaced among them."""
        return {statement.id: statement for statement in self.statements}

    @cached_property
    def standing_review(self) -> Mapping[str, Review]:
        """For each statement its newest review that was not withdrawn.

        The ledger is append-only: a later line with the id of an earlier review is that review
        as it stands now, for instance withdrawn.
        """
        latest = {review.id: review for review in self.reviews}
        standing: dict[str, Review] = {}
        for review in latest.values():
            if review.withdrawn_at is None:
                standing[review.subject] = review
        return standing

    @cached_property
    def replacements(self) -> frozenset[str]:
        """Ids of statements that stand in for an amended one."""
        return frozenset(
            review.replacement for review in self.standing_review.values() if review.replacement
        )

    @cached_property
    def accepted(self) -> tuple[Statement, ...]:
        """As `accepted_statements` gives them."""
        counted = []
        held, replacing = self.standing_review, self.replacements
        for statement in self.statements:
            review = held.get(statement.id)
            if review is not None:
                if review.verdict == "accepted":
                    counted.append(statement)
            elif statement.id in replacing or statement.extractor == HAND_ENTERED:
                counted.append(statement)
        return tuple(counted)

    @cached_property
    def accepted_by_cell(self) -> Mapping[Cell, tuple[Statement, ...]]:
        """`accepted` by party and issue, None where there is none, in the order of the ledger."""
        return by_cell(self.accepted)


def by_cell(statements: Iterable[Statement]) -> Mapping[Cell, tuple[Statement, ...]]:
    """Statements by party and issue, in their order."""
    cells: dict[Cell, list[Statement]] = defaultdict(list)
    for statement in statements:
        cells[statement.party, statement.issue].append(statement)
    return {cell: tuple(items) for cell, items in cells.items()}


def placed(
    case: Case, cells: Mapping[Cell, tuple[Statement, ...]]
) -> Iterator[tuple[Party, Issue, tuple[Statement, ...]]]:
    """Those of the cells whose party and issue the case knows, in their order."""
    for (party, issue), items in cells.items():
        who, what = case.party_by_id.get(party or ""), case.issue_by_id.get(issue or "")
        if who is not None and what is not None:
            yield who, what, items


def accepted_statements(case: Case) -> tuple[Statement, ...]:
    """The statements that count as evidence: accepted in review, replacing an amended one, or
    entered by hand and not rejected. In the order of the ledger."""
    return case.accepted


def is_waiting(case: Case, statement: Statement) -> bool:
    """Whether a statement has words of a report and nobody has decided on it."""
    return (
        statement.span is not None
        and statement.id not in case.standing_review
        and statement.id not in case.replacements
    )


def how_many_wait(case: Case) -> int:
    """The number of statements that `is_waiting` says it of."""
    decided, replacing = case.standing_review, case.replacements
    return len(
        [
            s
            for s in case.statements
            if s.span is not None and s.id not in decided and s.id not in replacing
        ]
    )


def waiting_statements(case: Case) -> tuple[Statement, ...]:
    """The statements that wait for review, in order of work.

    Report by report, the oldest first and those without a date last, in order of the text.
    """
    by_date = sorted(case.reports, key=lambda report: (report.published or "9999", report.id))
    order = {report.id: place for place, report in enumerate(by_date)}
    found = [
        (order[statement.span.report], statement.span.start, statement.id, statement)
        for statement in case.statements
        if statement.span is not None and is_waiting(case, statement)
    ]
    return tuple(item[-1] for item in sorted(found, key=lambda item: item[:3]))
