"""How a ledger is made up: of how many statements there are words, a date, an unnamed source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from goodoffices.model.evidence import SourceGrade, Statement

_UNGRADED = (SourceGrade().reliability, SourceGrade().credibility)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Numbers of statements. Tallies of different statements add up.

    `quoted` have words of a report, the others are paraphrases; `anonymous` passed through somebody
    unnamed; the date of `inferred` was concluded, not read; `graded` carry a grade other than F6;
    `unplaced` lack a party or an issue. `outlets` are the names nearest to us.
    """

    statements: int = 0
    outlets: frozenset[str] = frozenset()
    quoted: int = 0
    anonymous: int = 0
    hedged: int = 0
    inferred: int = 0
    graded: int = 0
    undated: int = 0
    unplaced: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            statements=self.statements + other.statements,
            outlets=self.outlets | other.outlets,
            quoted=self.quoted + other.quoted,
            anonymous=self.anonymous + other.anonymous,
            hedged=self.hedged + other.hedged,
            inferred=self.inferred + other.inferred,
            graded=self.graded + other.graded,
            undated=self.undated + other.undated,
            unplaced=self.unplaced + other.unplaced,
        )


def tally(statements: Iterable[Statement]) -> Tally:
    """The tally of statements."""
    said = tuple(statements)
    grades = [(s.grade.reliability, s.grade.credibility) for s in said]
    return Tally(
        statements=len(said),
        outlets=frozenset(_outlet(s) for s in said),
        quoted=sum(s.span is not None for s in said),
        anonymous=sum(s.attribution.anonymous for s in said),
        hedged=sum(s.hedged for s in said),
        inferred=sum(s.date is not None and _basis(s) == "inferred" for s in said),
        graded=sum(grade != _UNGRADED for grade in grades),
        undated=sum(s.date is None for s in said),
        unplaced=sum(s.party is None or s.issue is None for s in said),
    )


def _outlet(statement: Statement) -> str:
    chain = statement.attribution.chain
    return chain[0].name if chain else "unknown"


def _basis(statement: Statement) -> str:
    return statement.said_on_basis if statement.said_on else statement.published_basis
