"""A package by changing one or two issues at a time: near the edge some hundred steps come upon one
that the search finds after thousands of nodes.

Only options that weigh little less than the best of their issue are considered: of the weighted sum
that the first node of a search leaves to spare, at most the part `NEAR`.
"""

from __future__ import annotations

from goodoffices.solve.arrays import Search
from goodoffices.solve.cpsat import Chosen, Clock
from goodoffices.solve.jit import load

NEAR = 0.15
AGAIN, MOST = 3_000, 12_000  # steps until weights begin anew, and until it gives up
BREATH = 0.005  # work between two looks at the clock


class Exchange:
    """Looks for a package that satisfies all that a search was asked for. `each` is the work of a
    step, about seconds. A search that looked at its first node is begun with."""

    def __init__(self, search: Search) -> None:
        import numpy as np

        self._search, self._kernel = search, load("exchange_kernel")
        room, options = search.room() * NEAR, search.problem.num.shape[1]
        lost = search.top[:, None] - search.value
        inside = (search.dom[0][:, None] >> np.arange(options)) & 1
        self._issue, self._option = np.nonzero((inside == 1) & (lost <= room))
        self._scale = search.totals
        self._best = np.where(inside == 1, search.value, -1).argmax(axis=1)
        self._pick = self._best.copy()
        self._ctl = np.zeros(2, dtype=np.int64)
        self._rest = np.zeros(len(self._issue), dtype=np.int64)
        self._anew()
        rows = int(search.row_on.sum())
        self.each = 2e-6 + 2.5e-10 * len(self._issue) ** 2 * rows

    def _anew(self) -> None:
        import numpy as np

        self._weight = self._search.row_on.astype(np.float64)
        self._heavy = np.ones(len(self._search.ban_on))

    def within(self, work: float, clock: Clock) -> Chosen | None:
        """A package that takes about so much more work to find. Raises OutOfTime."""
        steps = int(work / self.each) + 1
        while steps > 0 and (left := MOST - int(self._ctl[self._kernel.STEP])) > 0:
            now = min(steps, left, int(BREATH / self.each) + 1)
            found = self._go(now)
            clock.spend(now * self.each)
            if found is not None:
                return found
            steps -= now
        return None

    def _go(self, steps: int) -> Chosen | None:
        s, a = self._search, self._search.problem.arrays
        taken = int(self._ctl[self._kernel.STEP])
        if taken // AGAIN != (taken + steps) // AGAIN:
            self._anew()
        found = self._kernel.exchange(
            s.problem.num, s.least, s.row_on, a["bfirst"], a["bissue"], a["bmask"], s.ban_on,
            self._scale, self._issue, self._option, self._pick, self._weight, self._heavy,
            self._rest, self._ctl, steps,
        )  # fmt: skip
        return tuple(int(option) for option in self._pick) if found else None
