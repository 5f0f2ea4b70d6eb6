"""Few packages that stand for all: every package is within epsilon of one of them, for each party.

What the packages shown do not cover is a union of corners {each party gets at least l}. A corner is
searched: either it holds no package, or one is shown and the corner is split into those that the
new package leaves uncovered (Klamroth, Lacour and Vanderpooten 2015, with the shift by epsilon).
When no corner is left the guarantee is proven, under all constraints and without listing anything.

Corners are in steps of each party's sums, one where numbers are short, so that they fit arrays; a
corner begins at a step and a package covers up to a step, both rounded so that nothing is lost.
There are few enough steps for floating point to be exact.
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
_STEPS = 1 << 40  # of a party's sums at most
_WEIGHT = 1 << 16  # of a party in a weighted sum
_MARGIN = 1e-14  # relative; more than a weighted sum of some dozen numbers can be rounded by
_BATCH = 16  # corners found empty before all the others are looked at
_NEAR = 64  # corners looked at each time


class Cover:
    """Covers the zone of a table within an epsilon, and again within a smaller one."""

    def __init__(self, held: Table, clock: Clock) -> None:
        import numpy as np

        self._held, self._clock = held, clock
        rows = held.problem.rows[: len(held.gains)]
        self._step = [1 + row.total // _STEPS for row in rows]
        self._finder = _Finder(held, clock, self._step)
        pairs = list(zip(rows, self._step, strict=True))
        self._low = np.array([max(0, min(r.least, r.total + 1) // s) for r, s in pairs], float)
        self._top = np.array([row.total // step for row, step in pairs], float)
        self._possible = all(row.least <= row.total for row in rows)
        self._sums: list[list[int]] = []
        self.shown: list[Chosen] = []

    def within(self, epsilon: Fraction) -> tuple[Chosen, ...]:
        """Packages of the zone such that each of its packages gives no party more than one of these
        and `epsilon`. Raises OutOfTime.
        """
        room = [math.floor(epsilon * gain.scale) + 1 for gain in self._held.gains]
        corners = Corners(self._low, self._top)
        for sums in self._sums:
            corners.split(self._reached(sums, room))
            self._clock.spend(len(corners) * 2e-8)
        while self._possible and len(corners):
            corner = corners.last()
            least = [int(at) * step for at, step in zip(corner, self._step, strict=True)]
            found = self._finder.within(least)
            if found is None:
                corners.drop(*self._finder.bound())
            else:
                self.shown.append(found)
                self._sums.append(self._finder.sums(found))
                corners.split(self._reached(self._sums[-1], room))
            self._clock.spend(len(corners) * 2e-8)
        return self._best()

    def _reached(self, sums: Sequence[int], room: Sequence[int]) -> Array:
        """The first step of each party that a package leaves uncovered."""
        import numpy as np

        parts = zip(sums, room, self._step, self._top, strict=True)
        return np.array([min((n + r) // s, int(top) + 1) for n, r, s, top in parts], float)

    def _best(self) -> tuple[Chosen, ...]:
        """The packages shown that no other of them beats."""
        import numpy as np

        if not self._sums:
            return ()
        sums = np.array(self._sums, dtype=object if max(self._step) > 1 else np.int64)
        kept = []
        for place, own in enumerate(sums):
            ahead = np.all((sums >= own).astype(bool), axis=1)
            more = np.any((sums > own).astype(bool), axis=1)
            more[:place] = True  # of packages that give the same the first is kept
            more[place] = False
            if not np.any(ahead & more):
                kept.append(self.shown[place])
        return tuple(kept)


class Corners:
    """The part of a space that is not covered: what reaches `corners[k]`, for some k.

    No corner lies in another. Which coordinates of a corner come from which point tells without a
    comparison of corners whether one that a point splits off lies in another (theorem 3 there).
    """

    def __init__(self, low: Array, top: Array) -> None:
        import numpy as np

        size = len(low)
        self._top = top
        self._points = np.full((size + 64, size), np.inf)
        self._points[np.arange(size), np.arange(size)] = low
        self._known = size
        self._corners = low[None, :].copy()
        self._makers = np.arange(size)[None, :].copy()
        self._weights: list[Array] = []
        self._most: list[float] = []

    def __len__(self) -> int:
        return len(self._corners)

    def last(self) -> Array:
        """The corner to look at next."""
        corner: Array = self._corners[-1]
        return corner

    def split(self, reached: Array) -> None:
        """Everything below `reached` is covered."""
        import numpy as np

        hit = np.all(self._corners < reached, axis=1)
        if not hit.any():
            return
        if self._known == len(self._points):
            self._points = np.concatenate([self._points, np.zeros_like(self._points)])
        self._points[self._known] = reached
        old, makers = self._corners[hit], self._makers[hit]
        corners, origins = [self._corners[~hit]], [self._makers[~hit]]
        for party in range(len(reached)):
            if reached[party] > self._top[party]:
                continue  # nobody gets so much
            others = np.delete(makers, party, axis=1)
            kept = np.all(self._points[others, party] >= reached[party], axis=1)
            part, origin = old[kept], makers[kept]
            part[:, party] = reached[party]
            origin[:, party] = self._known
            corners.append(part)
            origins.append(origin)
        self._corners, self._makers = np.concatenate(corners), np.concatenate(origins)
        self._known += 1

    def drop(self, weights: Array, most: float) -> None:
        """No package reaches the last corner, nor a weighted sum above `most`."""
        import numpy as np

        corner = self._corners[-1]
        self._weights.append(weights)
        self._most.append(most * (1 + _MARGIN) + 1)
        near = self._corners[-_NEAR:]
        self._keep(len(self) - len(near), ~np.all(near >= corner, axis=1))
        if len(self._most) == _BATCH:
            self._look(0)
            self._weights, self._most = [], []
        else:
            self._look(max(0, len(self) - _NEAR))

    def _look(self, start: int) -> None:
        """Drop from corner `start` on what is above one of the last weighted sums."""
        import numpy as np

        sums = np.einsum("ij,kj->ik", self._corners[start:], np.array(self._weights))
        self._keep(start, ~np.any(sums > np.array(self._most), axis=1))

    def _keep(self, start: int, some: Array) -> None:
        """Keep some of the corners from `start` on."""
        if not some.all():
            end = start + int(some.sum())
            self._corners[start:end] = self._corners[start:][some]
            self._makers[start:end] = self._makers[start:][some]
            self._corners, self._makers = self._corners[:end], self._makers[:end]


class _Finder:
    """Looks for a package in a corner; of those it finds it takes one that is good for all."""

    def __init__(self, held: Table, clock: Clock, step: Sequence[int]) -> None:
        import numpy as np

        self._held, self._clock, self._step = held, clock, step
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
        self._whole = np.zeros((*self._problem.num.shape[:2], size), dtype=np.int64)
        for k, row in enumerate(problem.rows[:size]):
            for issue, numbers in enumerate(row.numbers):
                self._whole[issue, : len(numbers), k] = [-(-n // step[k]) for n in numbers]

    def sums(self, chosen: Chosen) -> list[int]:
        """The row sums of each party."""
        return [self._held.problem.sum_of(k, chosen) for k in range(len(self._step))]

    def bound(self) -> tuple[Array, float]:
        """Weights of the parties that made the last corner look empty, and what no package exceeds
        with them, in steps; true for whatever weights."""
        import numpy as np

        size = len(self._step)
        shares = self._search.mu[0][:size] / self._search.totals[:size]
        weights = np.floor(shares / max(shares.max(), 1e-300) * _WEIGHT).astype(np.int64)
        most = (self._whole @ weights).max(axis=1).sum()
        return weights.astype(float), float(most)

    def within(self, corner: Sequence[int]) -> Chosen | None:
        """A package that gives the parties these sums; None: there is none."""
        search = self._search
        for row, least in enumerate(corner):
            search.reach(row, least)
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
                sums = zip(self.sums(chosen), corner, strict=True)
                if not self._held.allowed(chosen) or any(own < least for own, least in sums):
                    search.guess = False
                    continue
                found = chosen
                worth = self._problem.sum_of(self._worth, chosen) + 1
                search.reach(self._worth, worth, worth)
                stop = stop or search.nodes + _POLISH
        self._clock.spend(4e-5 + search.nodes * (2e-6 + self._problem.num.size * 1e-8))
        return found
