"""Issues by parties: where each stands, on what ground, and what a draft says to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from goodoffices.brief.view import View
from goodoffices.brief.words import plain_text
from goodoffices.model.agenda import Issue
from goodoffices.model.allowed import draft_terms
from goodoffices.model.answers import Ask, PartyVerdict, Verdicts
from goodoffices.model.dates import Date
from goodoffices.model.stakes import Judgement, Position, Preferences, Proviso, RedLine, Standing
from goodoffices.workspace.snapshot import Snapshot

Met = Literal["met", "partly", "unmet", "silent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who judged, when and why: beside everything that an analyst set."""

    by: str
    at: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A red line or proviso that touches the cell. `judged` where an analyst set it."""

    claim: str
    kind: Literal["red line", "proviso"]
    words: str
    judged: Signed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """Where one party stands on one issue.

    `word` is the strongest standing, in the order asked, refused, resisted, acceptable; `unknown`
    where it spoke of the issue without naming an option, `none` where no position was found.
    `words` says it in full. The statements behind it are those of `evidence` for party and issue.
    """

    party: str
    word: Standing | Literal["none"]
    words: str
    standings: Mapping[str, Standing]
    firmness: float | None
    origins: int
    statements: int
    contested: bool
    single_anonymous: bool
    judged: Signed | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One issue; a cell for each party of `Matrix.parties`, in that order."""

    issue: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayRow:
    """What a draft says on one issue, and to whom.

    `met`: for each party with an ask, whether the term meets it. `crossed`: for each party the
    claims about this issue that every package of the draft crosses.
    """

    issue: str
    options: tuple[str, ...]
    terms: tuple[str, ...]
    met: Mapping[str, Met]
    crossed: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A draft laid over the matrix, with each party's verdict on it."""

    draft: str
    rows: tuple[OverlayRow, ...]
    verdicts: Mapping[str, PartyVerdict]
    leaning: Mapping[str, float | None]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The matrix on a date: a row for every issue, a column for every party that has a place.

    `parties` are the principals, and any other of whom a position is known.
    """

    as_of: Date | None
    parties: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    overlay: Overlay | None


_STRONGEST: tuple[Standing, ...] = ("asked", "refused", "resisted", "acceptable")


def matrix(snapshot: Snapshot, *, as_of: Date | None = None, draft: str | None = None) -> Matrix:
    """The matrix on a date. Raises UnknownName for a draft that the case does not have."""
    view = snapshot.view(as_of)
    held = {party for party, _ in view.positions}
    parties = tuple(
        party.id for party in snapshot.case.parties if party.role == "principal" or party.id in held
    )
    said = Counter((s.party, s.issue) for s in view.statements)
    marks = _marks(view)
    rows = tuple(
        MatrixRow(
            issue=issue.id,
            cells=tuple(
                _cell(view, party, issue, said[party, issue.id], marks.get((party, issue.id), ()))
                for party in parties
            ),
        )
        for issue in snapshot.case.issues
    )
    overlay = _overlay(snapshot, as_of, draft) if draft else None
    return Matrix(as_of=as_of, parties=parties, rows=rows, overlay=overlay)


def signed(judgement: Judgement | None) -> Signed | None:
    """The signature under a judgement."""
    if judgement is None:
        return None
    return Signed(by=judgement.by, at=judgement.at, why=judgement.why)


def _cell(
    view: View, party: str, issue: Issue, statements: int, marks: tuple[Mark, ...]
) -> MatrixCell:
    position = view.positions.get((party, issue.id))
    if position is None:
        return MatrixCell(
            party=party,
            word="none",
            words="",
            standings={},
            firmness=None,
            origins=0,
            statements=statements,
            contested=False,
            single_anonymous=False,
            judged=None,
            marks=marks,
        )
    return MatrixCell(
        party=party,
        word=strongest(position),
        words=plain_text(view.stands(position)),
        standings=position.standings,
        firmness=position.firmness,
        origins=position.origins,
        statements=statements,
        contested=position.contested,
        single_anonymous=position.single_anonymous,
        judged=signed(view.judged_positions.get((party, issue.id))),
        marks=marks,
    )


def strongest(position: Position) -> Standing:
    """The one word that stands for a position."""
    found = set(position.standings.values())
    return next((word for word in _STRONGEST if word in found), "unknown")


def _marks(view: View) -> dict[tuple[str, str], tuple[Mark, ...]]:
    """Red lines and provisos by party and issue."""
    found: dict[tuple[str, str], tuple[Mark, ...]] = {}
    for name, claim in view.claims.items():
        if isinstance(claim, Preferences) or claim.party is None:
            continue
        red_line = isinstance(claim, RedLine)
        mark = Mark(
            claim=name,
            kind="red line" if red_line else "proviso",
            words=plain_text(view.claim_clause(name)),
            judged=signed(view.judged_claims.get(name)),
        )
        for issue in issues_of(claim):
            found[claim.party, issue] = (*found.get((claim.party, issue), ()), mark)
    return found


def issues_of(claim: RedLine | Proviso | Preferences) -> tuple[str, ...]:
    """Issues that a claim is about; all with a weight, for a reservation value."""
    if isinstance(claim, RedLine):
        return tuple(claim.rejects)
    if isinstance(claim, Preferences):
        return tuple(claim.weights)
    return tuple(dict.fromkeys((*claim.if_, *claim.then)))


def _overlay(snapshot: Snapshot, as_of: Date | None, name: str) -> Overlay:
    draft = snapshot.draft(name)
    if snapshot.held(as_of) is None:
        return Overlay(draft=name, rows=(), verdicts={}, leaning={}, rules=())
    found: Verdicts = snapshot.finding("verdicts", as_of, draft=name).value
    claims = snapshot.view(as_of).claims
    terms = draft_terms(draft)
    rows = []
    for issue in snapshot.case.issues:
        clauses = [clause for clause in draft.clauses if clause.issue == issue.id]
        if not clauses:
            continue
        crossed = {
            party: tuple(
                name
                for name in verdict.crossed
                if name in claims and issue.id in issues_of(claims[name])
            )
            for party, verdict in found.parties.items()
        }
        rows.append(
            OverlayRow(
                issue=issue.id,
                options=terms.get(issue.id, ()),
                terms=tuple(clause.term for clause in clauses),
                met=_met(found.asks, issue.id),
                crossed={party: names for party, names in crossed.items() if names},
            )
        )
    return Overlay(
        draft=name,
        rows=tuple(rows),
        verdicts=found.parties,
        leaning=found.leaning,
        rules=found.rules,
    )


def _met(asks: Iterable[Ask], issue: str) -> dict[str, Met]:
    return {ask.party: ask.met for ask in asks if ask.issue == issue}
