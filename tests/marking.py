"""Comparing extracted statements with claims marked by hand: places only, no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goodoffices.model.evidence import Report, Statement


@dataclass(frozen=True)
class Marked:
    """A claim as a reader marked it. `source` None: the report tells it in its own voice."""

    source: tuple[int, int] | None
    content: tuple[int, int]
    stance: str


@dataclass(frozen=True)
class Score:
    """Counts of claims: marked, found, found rightly, and of these with the right stance."""

    marked: int
    found: int
    matched: int
    stance: int
    missed: tuple[Marked, ...]
    extra: tuple[Statement, ...]

    @property
    def precision(self) -> float:
        return self.matched / self.found

    @property
    def recall(self) -> float:
        return self.matched / self.marked


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Twice the shared characters over all characters of both (Dice)."""
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return 2 * shared / ((a[1] - a[0]) + (b[1] - b[0]))


def same_claim(statement: Statement, marked: Marked, report: Report) -> bool:
    """The same source and at least half of the same words."""
    assert statement.span is not None
    if overlap((statement.span.start, statement.span.end), marked.content) < 0.5:
        return False
    chain = statement.attribution.chain
    spoken = bool(chain) and chain[-1].kind != "outlet"
    if marked.source is None:
        return not spoken
    name = " ".join(report.text[slice(*marked.source)].split()).casefold()
    return bool(chain) and name in (chain[-1].name.casefold(), statement.speaker.casefold())


def score(report: Report, statements: Sequence[Statement], claims: Sequence[Marked]) -> Score:
    """Each marked claim is matched with one statement at most, the nearest in words."""
    left = list(statements)
    missed: list[Marked] = []
    matched = right_stance = 0
    for claim in claims:
        fitting = [s for s in left if same_claim(s, claim, report)]
        if not fitting:
            missed.append(claim)
            continue
        best = max(fitting, key=lambda s: overlap((s.span.start, s.span.end), claim.content))  # type: ignore[union-attr]
        left.remove(best)
        matched += 1
        right_stance += best.stance == claim.stance
    return Score(len(claims), len(statements), matched, right_stance, tuple(missed), tuple(left))
