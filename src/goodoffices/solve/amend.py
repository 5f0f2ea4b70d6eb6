"""The packages nearest to a given one that meet some rows: fewest changes, then least shift."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from goodoffices.solve.arrays import Problem, Row, Search, packages
from goodoffices.solve.cpsat import Chosen, Clock, OutOfTime
from goodoffices.solve.space import Ban

Base = Sequence[frozenset[int]]
"""Per issue the options that count as unchanged."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """Packages, nearest first, and whether none nearer or as near was left out for lack of time."""

    packages: tuple[Chosen, ...]
    proven: bool


@dataclass(frozen=True, slots=True)
class Distance:
    """How far options are from the base: (terms changed, shift).

    The shift of an ordered issue is the number of steps to the nearest option of the base, of any
    other issue 1.
    """

    steps: tuple[tuple[int, ...], ...]

    def of(self, chosen: Chosen) -> tuple[int, int]:
        """The distance of a package."""
        taken = [row[option] for row, option in zip(self.steps, chosen, strict=True)]
        return sum(step > 0 for step in taken), sum(taken)


def distance(base: Base, widths: Sequence[int], ordered: Sequence[bool]) -> Distance:
    """Distances from a base."""
    return Distance(
        tuple(
            tuple(
                min(abs(option - kept) for kept in inside)
                if in_order
                else int(option not in inside)
                for option in range(width)
            )
            for inside, width, in_order in zip(base, widths, ordered, strict=True)
        )
    )


def nearest(
    widths: Sequence[int],
    rows: Sequence[Row],
    bans: Sequence[tuple[Ban, int]],
    far: Distance,
    *,
    limit: int,
    clock: Clock,
    allowed: Callable[[Chosen], bool],
    diverse: bool = False,
) -> Nearest:
    """Up to `limit` packages that reach the rows and keep the bans, nearest to the base first.

    Equally near ones come in declared order. `diverse` leaves out packages whose changes hold all
    the changes of one already shown.
    """
    if not diverse:
        found = _Nearest(widths, rows, bans, far, limit, allowed)
        return found.run(clock)
    shown: list[Chosen] = []
    barred, changes = list(bans), 0  # the next is no nearer than the last
    while len(shown) < limit:
        one = _Nearest(widths, rows, barred, far, 1, allowed).run(clock, changes)
        shown += one.packages
        if not one.packages or not one.proven:
            return Nearest(tuple(shown), one.proven)
        changes = far.of(one.packages[0])[0]
        changed = [
            (issue, frozenset((option,)))
            for issue, option in enumerate(one.packages[0])
            if far.steps[issue][option] > 0
        ]
        barred.append((Ban(tuple(changed)), -1))
    return Nearest(tuple(shown), True)


class _Nearest:
    """A search with ever more changes allowed, until enough packages are found."""

    def __init__(
        self,
        widths: Sequence[int],
        rows: Sequence[Row],
        bans: Sequence[tuple[Ban, int]],
        far: Distance,
        limit: int,
        allowed: Callable[[Chosen], bool],
    ) -> None:
        self._far, self._limit, self._allowed = far, limit, allowed
        unit = 1 + sum(max(row) for row in far.steps)
        cost = [[step and step + unit for step in row] for row in far.steps]
        most = max((max(row) for row in cost), default=0)
        # Rows must reach a least value: count what is kept instead of what is changed.
        kept = tuple(tuple(int(step == 0) for step in row) for row in far.steps)
        near = tuple(tuple(most - step for step in row) for row in cost)
        self._kept, self._near, self._unit, self._most = len(rows), len(rows) + 1, unit, most
        given = (*rows, Row(kept), Row(near))
        self._problem = Problem(tuple(widths), given, tuple(bans), 0)
        self._found: dict[Chosen, tuple[tuple[int, int], Chosen]] = {}

    def run(self, clock: Clock, changes: int = 0) -> Nearest:
        """The nearest packages; none is known with fewer changes than these."""
        issues = len(self._far.steps)
        proven = True
        try:
            while changes <= issues and len(self._found) < self._limit:
                self._within(changes, clock)
                # Small steps first; where nothing is near, larger ones.
                changes += 1
        except (OutOfTime, KeyboardInterrupt):
            proven = False
        ordered = sorted(self._found, key=lambda chosen: self._found[chosen])
        return Nearest(tuple(ordered[: self._limit]), proven)

    def _within(self, changes: int, clock: Clock) -> None:
        search = Search(self._problem, guess=False, root_steps=40)
        issues = len(self._far.steps)
        search.reach(self._kept, issues - changes)
        self._tighten(search)
        for chosen in packages(search, clock):
            if self._allowed(chosen):
                self._found[chosen] = (self._far.of(chosen), chosen)
                if len(self._found) >= self._limit:
                    self._tighten(search)

    def _tighten(self, search: Search) -> None:
        """No package farther than the last that would be shown."""
        if len(self._found) < self._limit:
            return
        ranks = sorted(self._found.values())[: self._limit]
        for rank, chosen in list(self._found.items()):
            if chosen not in ranks:
                del self._found[rank]
        changed, shift = ranks[-1][0]
        issues = len(self._far.steps)
        worst = changed * self._unit + shift
        search.reach(self._near, issues * self._most - worst)
        search.reach(self._kept, issues - changed)
