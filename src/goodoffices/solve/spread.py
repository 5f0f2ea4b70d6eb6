"""Packages far from those shown: a look at all of them in a small space, moves uphill in a large.

Both work on the sums of a `Problem` in NumPy, so that a first question is not slower for want of
compiled code. Neither proves anything; what they return was judged by the caller's `allowed`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from goodoffices.solve.arrays import Problem
from goodoffices.solve.cpsat import Chosen, Clock

LISTED = 4_096
"""Packages of a space that are all looked at."""

_MOVES = 400  # uphill at most
_JUDGED = 200  # of the moves that the sums allow, the best first


class Spread:
    """Distances to the packages shown: the weighted number of issues that differ."""

    def __init__(
        self,
        problem: Problem,
        shown: Sequence[Chosen],
        weights: Sequence[int],
        allowed: Callable[[Chosen], bool],
    ) -> None:
        import numpy as np

        self._widths, self._allowed = problem.widths, allowed
        self._issue = np.repeat(np.arange(len(problem.widths)), problem.widths)
        self._option = np.concatenate([np.arange(width) for width in problem.widths])
        self._first = np.concatenate([[0], np.cumsum(problem.widths)[:-1]])
        # a line per option of an issue: what it adds to each row, and to each distance
        self._adds = problem.num[self._issue, self._option]
        self._least = problem.least
        differs = self._option != np.array(shown)[:, self._issue]
        self._far = (differs * np.array(weights)[self._issue]).T
        self._soft = 2.0 * max(weights)

    def distance(self, chosen: Chosen) -> int:
        """The distance to the nearest of the packages shown."""
        import numpy as np

        return int(self._far[self._first + np.array(chosen)].sum(axis=0).min())

    def listed(self) -> Chosen | None:
        """The farthest package of a small space, the first in declared order; None: all shown."""
        import numpy as np

        count = math.prod(self._widths)
        chosen = np.stack(np.unravel_index(np.arange(count), self._widths), axis=1)
        lines = self._first + chosen
        reaches = (sum(self._adds[line] for line in lines.T) >= self._least).all(axis=1)
        least = sum(self._far[line] for line in lines.T).min(axis=1)
        inside = np.flatnonzero(reaches & (least > 0))
        for at in inside[np.argsort(-least[inside], kind="stable")]:
            found = tuple(map(int, chosen[at]))
            if self._allowed(found):
                return found
        return None

    def climbed(self, start: Chosen, clock: Clock) -> Chosen:
        """From a package of the zone by steps of one or two issues to one that is farther off.

        The packages shown push away the more the nearer they are, so that leaving one of two
        equally near is a step too. Raises OutOfTime.
        """
        import numpy as np

        at = np.array(start)
        for _ in range(_MOVES):
            clock.check()
            following = self._step(at, self._single)
            if following is None:
                following = self._step(at, self._double)
            if following is None:
                break
            at = following
        return tuple(map(int, at))

    def _step(self, at: Any, moves: tuple[Any, Any]) -> Any:
        """The best of the moves that the sums and `allowed` permit; None: none leads farther."""
        import numpy as np

        here = self._first + at
        adds = self._adds - self._adds[here[self._issue]]
        moved = self._far - self._far[here[self._issue]]
        slack = self._adds[here].sum(axis=0) - self._least
        far = self._far[here].sum(axis=0)
        one, two = moves
        both = one != two
        push = np.exp(-(far + moved[one] + moved[two] * both[:, None] - far.min()) / self._soft)
        gain = np.exp(-(far - far.min()) / self._soft).sum() - push.sum(axis=1)
        keep = gain > 1e-9
        one, two, both, gain = one[keep], two[keep], both[keep], gain[keep]
        fits = np.ones(len(one), dtype=bool)
        for row, room in enumerate(slack):
            fits &= adds[one, row] + adds[two, row] * both >= -room
        one, two, gain = one[fits], two[fits], gain[fits]
        for best in np.argsort(-gain, kind="stable")[:_JUDGED]:
            following = at.copy()
            for line in (one[best], two[best]):
                following[self._issue[line]] = self._option[line]
            if self._allowed(tuple(map(int, following))):
                return following
        return None

    @property
    def _single(self) -> tuple[Any, Any]:
        """Every option alone, named twice."""
        import numpy as np

        lines = np.arange(len(self._issue))
        return lines, lines

    @cached_property
    def _double(self) -> tuple[Any, Any]:
        """Every two options of different issues."""
        import numpy as np

        one, two = np.triu_indices(len(self._issue), k=1)
        keep = self._issue[one] != self._issue[two]
        return one[keep], two[keep]
