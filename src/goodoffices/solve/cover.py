"""Few packages that stand for all: every package is within epsilon of one of them, for each party.

What the packages shown do not cover is a union of corners {each party gets at least l}. A corner is
searched: either it holds no package, or one is shown and the corner is split into those that the
new package leaves uncovered (Klamroth, Lacour and Vanderpooten 2015, with the shift by epsilon).
When no corner is left the guarantee is proven, under all constraints and without listing anything.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from goodoffices.solve.arrays import Problem, Row, Search
from goodoffices.solve.cpsat import Chosen, Clock
from goodoffices.solve.solutions import Table

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

_POLISH = 60  # nodes spent on making a package found better


def cover(
    held: Table, epsilon: Fraction, *, clock: Clock, start: Sequence[Chosen] = ()
) -> tuple[Chosen, ...]:
    """Packages of the zone such that each of its packages gives no party more than one of these and
    `epsilon`. `start` are packages to begin with. Raises OutOfTime.
    """
    import numpy as np

    gains = held.gains
    room = np.array([math.floor(epsilon * gain.scale) for gain in gains], dtype=np.int64)
    finder = _Finder(held, clock)
    corners = np.array([[max(0, held.problem.rows[k].least) for k in range(len(gains))]])
    shown: list[Chosen] = []
    for chosen in start:
        shown.append(chosen)
        corners = _split(corners, finder.sums(chosen) + room + 1)
    while len(corners):
        corner = corners[-1]
        found = finder.within(corner)
        if found is None:
            # Nothing here, so nothing in any corner inside this one either.
            corners = corners[~np.all(corners >= corner, axis=1)]
        else:
            shown.append(found)
            corners = _split(corners, finder.sums(found) + room + 1)
    return tuple(shown)


def _split(corners: Array, reached: Array) -> Array:
    """The corners when everything below `reached` is covered; none inside another."""
    import numpy as np

    hit = np.all(corners < reached, axis=1)
    if not hit.any():
        return corners
    kept, old = corners[~hit], corners[hit]
    fresh = []
    for party in range(corners.shape[1]):
        part = old.copy()
        part[:, party] = reached[party]
        # One that lies inside another new corner along the same party, or inside a kept one, is
        # covered by it.
        part = _outermost(np.unique(part, axis=0))
        inside = (
            np.any(np.all(part[:, None, :] >= kept[None, :, :], axis=2), axis=1)
            if len(kept)
            else np.zeros(len(part), dtype=bool)
        )
        fresh.append(part[~inside])
    return np.concatenate([kept, *fresh])


def _outermost(corners: Array) -> Array:
    """Corners that lie in no other; all are different."""
    import numpy as np

    within = np.all(corners[:, None, :] >= corners[None, :, :], axis=2)
    np.fill_diagonal(within, False)
    outermost: Array = corners[~within.any(axis=1)]
    return outermost


class _Finder:
    """Looks for a package in a corner; of those it finds it takes one that is good for all."""

    def __init__(self, held: Table, clock: Clock) -> None:
        self._held, self._clock = held, clock
        problem = held.problem
        size = len(held.gains)
        tops = [max(1, row.total) for row in problem.rows[:size]]
        unit = 1 << 30
        worth = tuple(
            tuple(
                sum(problem.rows[k].numbers[issue][option] * unit // tops[k] for k in range(size))
                for option in range(width)
            )
            for issue, width in enumerate(problem.widths)
        )
        self._worth = len(problem.rows)
        rows = (*problem.rows, Row(worth))
        self._problem = Problem(problem.widths, rows, problem.bans, 0)
        self._search = Search(self._problem, root_steps=40, steps=4)

    def sums(self, chosen: Chosen) -> Array:
        """The row sums of each party."""
        import numpy as np

        held = self._held
        sums: Array = np.array(
            [held.problem.sum_of(k, chosen) for k in range(len(held.gains))], dtype=np.int64
        )
        return sums

    def within(self, corner: Array) -> Chosen | None:
        """A package in the corner; None: there is none."""
        search = self._search
        for row, least in enumerate(corner):
            search.reach(row, int(least))
        search.reach(self._worth, 0)
        search.guess = True
        search.start()
        found: Chosen | None = None
        stop = None
        while stop is None or search.nodes < stop:
            self._clock.check()
            status = search.go(1000 if stop is None else stop - search.nodes)
            if search.over:
                break
            if status in (1, 2):
                chosen = search.chosen()
                exact = self._held.allowed(chosen) and bool((self.sums(chosen) >= corner).all())
                if not exact:
                    search.guess = False
                    continue
                found = chosen
                worth = self._problem.sum_of(self._worth, chosen) + 1
                search.reach(self._worth, worth, worth)
                stop = stop or search.nodes + _POLISH
        self._clock.spend(search.nodes * (2e-6 + self._problem.num.size * 1e-8))
        return found
