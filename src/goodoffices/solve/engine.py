"""Questions about a `Space`, put to the compiled search: the counterpart of `cpsat.Solver`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from goodoffices.errors import SolverFailed
from goodoffices.solve.arrays import Problem, Row, Search, packages, rows_and_bans
from goodoffices.solve.cpsat import Chosen, Clock, satisfied
from goodoffices.solve.oracle import Oracle, mask_of
from goodoffices.solve.space import Ban, Claim, Space

_TRIES = 100  # nodes spent on each distance before a nearer package will do
_STEPS = (15, 13, 11, 9, 7, 5, 3, 1)  # sixteenths of the greatest distance, tried in turn


class Engine:
    """A `Space` that can be asked questions. Answers do not depend on the order of asking, but for
    which of several packages is shown."""

    def __init__(self, space: Space, *, clock: Clock | None = None) -> None:
        self.space = space
        self.oracle = Oracle(space, clock=clock)
        self._clock = self.oracle.clock
        self._place = {claim.id: at for at, claim in enumerate(space.claims)}

    def satisfy(self, claims: Iterable[str]) -> Chosen | None:
        """A package that satisfies these claims and the rules of the world; None: there is none."""
        return self.oracle.satisfy(mask_of(self._place[claim] for claim in claims))

    def crossing(self, claim: str) -> Chosen | None:
        """A package under the rules of the world that does not satisfy `claim`; None as above."""
        entry = self.space.claims[self._place[claim]]
        ways: list[Claim] = []
        for ban in entry.bans:  # all parts inside: none of the other options of those issues
            others = [
                Ban(((issue, frozenset(range(self.oracle.widths[issue])) - inside),))
                for issue, inside in ban.parts
            ]
            ways.append(
                Claim("crossed", None, entry.cost, tuple(b for b in others if b.parts[0][1]))
            )
        if entry.floor is not None:
            tops = [max(row) for row in entry.floor.numbers]
            numbers = tuple(
                tuple(top - number for number in row)
                for top, row in zip(tops, entry.floor.numbers, strict=True)
            )
            short = replace(entry.floor, numbers=numbers, least=sum(tops) - entry.floor.least + 1)
            ways.append(Claim("crossed", None, entry.cost, (), short))
        for way in ways:
            found = some(replace(self.space, claims=(way,)), self._clock)
            if found is not None:
                if satisfied(entry, found):
                    raise SolverFailed(
                        "search", "a package that does not cross the claim after all"
                    )
                return found
        return None

    def apart(self, shown: Sequence[Chosen], weights: Sequence[int]) -> Chosen | None:
        """A package in the zone of all claims, far from the nearest of those shown.

        Distance is the weighted number of issues that differ. In a space small enough to list none
        is farther; in a larger one it is the farthest that a fixed amount of work found. None:
        every package of the zone is shown. Raises OutOfTime.
        """
        from goodoffices.solve.spread import LISTED, Spread

        widths = self.oracle.widths
        rows, bans = rows_and_bans(widths, self.space.rules, self.space.claims)
        problem = Problem(widths, tuple(rows), tuple(bans), len(self.space.claims))
        spread = Spread(problem, shown, weights, self._in_zone)
        if math.prod(widths) <= LISTED:
            return spread.listed()
        start = self._far(rows, bans, shown, weights)
        if start is None:
            return None
        ends = [spread.climbed(each, self._clock) for each in (start, shown[-1])]
        return max(ends, key=spread.distance)

    def _in_zone(self, chosen: Chosen) -> bool:
        return self.oracle.fails(chosen) == 0

    def _far(
        self,
        rows: Sequence[Row],
        bans: Sequence[tuple[Ban, int]],
        shown: Sequence[Chosen],
        weights: Sequence[int],
    ) -> Chosen | None:
        """A package of the zone that is not shown, far from those: great distances first."""
        widths, whole = self.oracle.widths, sum(weights)
        distances = [
            tuple(
                tuple(0 if option == taken else weight for option in range(width))
                for width, taken, weight in zip(widths, chosen, weights, strict=True)
            )
            for chosen in shown
        ]
        problem = Problem(
            widths,
            (*rows, *(Row(numbers, 1) for numbers in distances)),
            tuple(bans),
            len(self.space.claims),
        )
        for distance in (*(whole * k // 16 for k in _STEPS), 1):
            search = Search(problem)
            for row in range(len(rows), len(problem.rows)):
                search.reach(row, max(1, distance))
            effort = None if distance <= 1 else _TRIES
            for found in packages(search, self._clock, nodes=effort):
                if found not in shown and self._in_zone(found):
                    return found
                search.guess = False
        return None

    def extreme(self, rows: Sequence[Sequence[int]], *, highest: bool) -> Chosen | None:
        """A package under the rules of the world whose sum of `rows` is highest, or lowest."""
        from goodoffices.solve.objectives import Sum
        from goodoffices.solve.optimum import optimise

        signed = rows if highest else [[-number for number in row] for row in rows]
        raised = tuple(tuple(number - min(row) for number in row) for row in signed)
        _, bans = rows_and_bans(self.oracle.widths, self.space.rules, ())
        problem = Problem(self.oracle.widths, (Row(raised),), tuple(bans), 0)
        found = optimise(problem, Sum(raised), clock=self._clock, allowed=lambda _: True, limit=1)
        if not found.proven:
            self._clock.spend(float("inf"))
        return found.packages[0] if found.packages else None


def some(space: Space, clock: Clock) -> Chosen | None:
    """A package that satisfies all claims and rules; None: there is none. Raises OutOfTime."""
    return Oracle(space, clock=clock).satisfy((1 << len(space.claims)) - 1)
