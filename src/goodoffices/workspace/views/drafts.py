"""Drafts: their clauses, what each party answers, and two of them side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from goodoffices.brief.view import IN_THE_ROOM
from goodoffices.model.agenda import Bracket, Clause, Draft
from goodoffices.model.allowed import clause_options, draft_terms
from goodoffices.model.answers import Verdicts
from goodoffices.model.dates import Date
from goodoffices.model.tracks import Sighting, TermVersion
from goodoffices.track.consultation import consultation
from goodoffices.track.genealogy import genealogy
from goodoffices.workspace.snapshot import Snapshot
from goodoffices.workspace.views.claims import ClaimView, claim_views
from goodoffices.workspace.views.matrix import Met
from goodoffices.workspace.views.summary import DraftHead, draft_head


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """One term. `allowed` are the options it allows, brackets counted; `absent` are parties whose
    consent it needs and who are not in the room."""

    id: str
    issue: str
    number: int | None
    term: str
    options: tuple[str, ...]
    allowed: tuple[str, ...]
    consent: tuple[str, ...]
    absent: tuple[str, ...]
    bracket: Bracket | None
    url: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A draft with its clauses, the verdicts on it, the claims they name, and who had seen it."""

    head: DraftHead
    clauses: tuple[ClauseView, ...]
    terms: Mapping[str, tuple[str, ...]]
    verdicts: Verdicts | None
    claims: tuple[ClaimView, ...]
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A draft with the verdict of each party, and the share of its asks that the text meets."""

    head: DraftHead
    verdicts: Verdicts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """Every draft by a date, oldest first, and the claims that their verdicts name."""

    as_of: Date | None
    items: tuple[DraftRow, ...]
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One draft's word on an issue; without `terms` it has none."""

    terms: tuple[str, ...]
    options: tuple[str, ...]
    met: Mapping[str, Met]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One issue in two drafts. Options decide what changed, not wording.

    `reworded`: the same options in other words.
    """

    issue: str
    left: Side
    right: Side
    change: Literal["same", "reworded", "changed", "added", "dropped", "neither"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two drafts issue by issue, with the verdicts on each and the claims that they name."""

    as_of: Date | None
    left: DraftHead
    right: DraftHead
    rows: tuple[ComparisonRow, ...]
    left_verdicts: Verdicts | None
    right_verdicts: Verdicts | None
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Genealogy:
    """What became of each term from draft to draft."""

    as_of: Date | None
    items: tuple[TermVersion, ...]


def drafts(snapshot: Snapshot, *, as_of: Date | None = None) -> Drafts:
    """The drafts that existed on the date, with the verdicts on each."""
    rows = tuple(
        DraftRow(head=draft_head(draft), verdicts=_verdicts(snapshot, draft.id, as_of))
        for draft in snapshot.view(as_of).drafts
    )
    found = tuple(row.verdicts for row in rows if row.verdicts)
    return Drafts(as_of=as_of, items=rows, claims=_claims(snapshot, as_of, *found))


def draft(snapshot: Snapshot, name: str, *, as_of: Date | None = None) -> DraftView:
    """One draft. Raises UnknownName."""
    found = snapshot.draft(name)
    verdicts = _verdicts(snapshot, name, as_of)
    seen = snapshot.memory.once(
        ("consultation", as_of), lambda: consultation(snapshot.case, as_of=as_of)
    )
    return DraftView(
        head=draft_head(found),
        clauses=tuple(_clause(snapshot, clause) for clause in found.clauses),
        terms=draft_terms(found),
        verdicts=verdicts,
        claims=_claims(snapshot, as_of, *([verdicts] if verdicts else [])),
        sightings=tuple(row for row in seen if row.draft == name),
    )


def _clause(snapshot: Snapshot, clause: Clause) -> ClauseView:
    room = {party.id for party in snapshot.case.parties if party.role in IN_THE_ROOM}
    return ClauseView(
        id=clause.id,
        issue=clause.issue,
        number=clause.number,
        term=clause.term,
        options=clause.options,
        allowed=clause_options(clause),
        consent=clause.consent,
        absent=tuple(party for party in clause.consent if party not in room),
        bracket=clause.bracket,
        url=clause.url,
        note=clause.note,
    )


def _verdicts(snapshot: Snapshot, name: str, as_of: Date | None) -> Verdicts | None:
    if snapshot.held(as_of) is None:
        return None
    found: Verdicts = snapshot.finding("verdicts", as_of, draft=name).value
    return found


def _claims(snapshot: Snapshot, as_of: Date | None, *found: Verdicts) -> tuple[ClaimView, ...]:
    named = {
        name
        for verdicts in found
        for verdict in verdicts.parties.values()
        for name in (*verdict.crossed, *verdict.avoidable)
    }
    named |= {name for verdicts in found for name in verdicts.rules}
    return claim_views(snapshot.view(as_of), named)


def comparison(
    snapshot: Snapshot, left: str, right: str, *, as_of: Date | None = None
) -> Comparison:
    """Two drafts issue by issue. Raises UnknownName."""
    one, other = snapshot.draft(left), snapshot.draft(right)
    verdicts = _verdicts(snapshot, left, as_of), _verdicts(snapshot, right, as_of)
    rows = []
    for issue in snapshot.case.issues:
        sides = [
            _side(text, issue.id, found) for text, found in zip((one, other), verdicts, strict=True)
        ]
        rows.append(
            ComparisonRow(issue=issue.id, left=sides[0], right=sides[1], change=_change(*sides))
        )
    return Comparison(
        as_of=as_of,
        left=draft_head(one),
        right=draft_head(other),
        rows=tuple(rows),
        left_verdicts=verdicts[0],
        right_verdicts=verdicts[1],
        claims=_claims(snapshot, as_of, *(v for v in verdicts if v)),
    )


def _side(text: Draft, issue: str, verdicts: Verdicts | None) -> Side:
    asks = verdicts.asks if verdicts else ()
    return Side(
        terms=tuple(clause.term for clause in text.clauses if clause.issue == issue),
        options=draft_terms(text).get(issue, ()),
        met={ask.party: ask.met for ask in asks if ask.issue == issue},
    )


def _change(
    left: Side, right: Side
) -> Literal["same", "reworded", "changed", "added", "dropped", "neither"]:
    if not left.terms and not right.terms:
        return "neither"
    if not left.terms:
        return "added"
    if not right.terms:
        return "dropped"
    if set(left.options) != set(right.options):
        return "changed"
    if left.terms == right.terms:
        return "same"
    return "reworded" if left.options else "changed"


def term_genealogy(
    snapshot: Snapshot, *, issue: str | None = None, as_of: Date | None = None
) -> Genealogy:
    """The terms of one issue, or of all, through the drafts. Raises UnknownName."""
    rows = genealogy(snapshot.case, issue=issue or None, as_of=as_of)
    return Genealogy(as_of=as_of, items=rows)
