"""Proofs that claims collide, small enough to be read and checked by anybody.

A proof is a tree. At a leaf one reason holds for every package with the options settled so far:

* a ban of a claim or rule whose combination is complete, or
* a weighted sum of reservation values that no way of settling the rest can reach: whole weights per
  claim, to be added up from the numbers of the claims.

Everywhere else one issue is split into all its options. Nothing in it refers to the search.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from goodoffices.solve.arrays import Problem, Search, rows_and_bans
from goodoffices.solve.cpsat import Clock
from goodoffices.solve.space import Claim, Space

_UNIT = 1 << 40


@dataclass(frozen=True, slots=True)
class Completed:
    """The combination of this ban of a claim or rule is complete."""

    claim: str
    ban: int


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """No continuation reaches the weighted sum of these claims' least values."""

    weights: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Split:
    """One proof for each option of an issue (its place in the space)."""

    issue: int
    branches: tuple[Proof, ...]


Proof = Completed | OutOfReach | Split


class _TooLong(Exception):
    """More nodes than allowed."""


def collision(
    space: Space, claims: Iterable[str], *, nodes: int = 20_000, clock: Clock | None = None
) -> Proof | None:
    """A proof that no package satisfies these claims under the rules; None: none that short.

    None also where the claims do not collide. Raises OutOfTime.
    """
    wanted = frozenset(claims)
    held = (*space.rules, *(claim for claim in space.claims if claim.id in wanted))
    try:
        return _Prover(space, held, nodes, clock or Clock()).prove({})
    except _TooLong:
        return None


class _Prover:
    def __init__(self, space: Space, held: tuple[Claim, ...], nodes: int, clock: Clock) -> None:
        self._held, self._nodes, self._clock = held, nodes, clock
        self._widths = tuple(len(options) for options in space.options)
        rows, bans = rows_and_bans(self._widths, (), held)
        self._problem = Problem(self._widths, tuple(rows), tuple(bans), len(held))
        self._multipliers = None

    def prove(self, settled: dict[int, int]) -> Proof:
        """A proof for the packages with these options."""
        self._clock.check()
        self._nodes -= 1
        if self._nodes < 0:
            raise _TooLong
        if (ban := self._completed(settled)) is not None:
            return ban
        search = self._looked_at(settled)
        if (sums := self._out_of_reach(settled, search)) is not None:
            return sums
        issue = self._next(settled)
        if issue is None:
            raise _TooLong  # a package: the claims do not collide
        branches = tuple(
            self.prove({**settled, issue: option}) for option in range(self._widths[issue])
        )
        return Split(issue, branches)

    def _completed(self, settled: dict[int, int]) -> Completed | None:
        for claim in self._held:
            for place, ban in enumerate(claim.bans):
                if all(settled.get(issue) in inside for issue, inside in ban.parts):
                    return Completed(claim.id, place)
        return None

    def _looked_at(self, settled: dict[int, int]) -> Search:
        masks = [
            1 << settled[issue] if issue in settled else (1 << width) - 1
            for issue, width in enumerate(self._widths)
        ]
        search = Search(
            self._problem,
            domains=masks,
            guess=False,
            root_steps=80,
            multipliers=self._multipliers,
            relaxed=False,
        )
        search.go(1)
        self._multipliers = search.mu[0].copy()
        return search

    def _out_of_reach(self, settled: dict[int, int], search: Search) -> OutOfReach | None:
        """The multipliers of the search as whole weights, if they prove it in whole numbers."""
        rows = self._problem.rows
        shares = [
            round(float(search.mu[0, at]) * _UNIT / max(1.0, float(row.total)))
            for at, row in enumerate(rows)
        ]
        alone = ([int(k == at) for k in range(len(rows))] for at in range(len(rows)))
        for weights in (shares, *alone):
            most = -sum(w * row.least for w, row in zip(weights, rows, strict=True))
            for issue, width in enumerate(self._widths):
                options = [settled[issue]] if issue in settled else range(width)
                most += max(
                    sum(w * row.numbers[issue][k] for w, row in zip(weights, rows, strict=True))
                    for k in options
                )
            if most < 0:
                named = (
                    (self._held[row.claim].id, w) for row, w in zip(rows, weights, strict=True)
                )
                return OutOfReach(tuple((name, weight) for name, weight in named if weight))
        return None

    def _next(self, settled: dict[int, int]) -> int | None:
        """The open issue that most of the bans still possible and the widest numbers wait for."""
        worth: dict[int, float] = {}
        for claim in self._held:
            for ban in claim.bans:
                waiting = [issue for issue, _ in ban.parts if issue not in settled]
                if all(settled.get(i, -1) in inside for i, inside in ban.parts if i in settled):
                    for issue in waiting:
                        worth[issue] = worth.get(issue, 0.0) + 4.0 ** -len(waiting)
        for row in self._problem.rows:
            for issue, entries in enumerate(row.numbers):
                if issue not in settled:
                    spread = (max(entries) - min(entries)) / max(1, row.total)
                    worth[issue] = worth.get(issue, 0.0) + spread
        return max(worth, key=lambda issue: (worth[issue], -issue)) if worth else None
