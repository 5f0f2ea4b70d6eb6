"""Least sets that meet every given set: what conflict and concession sets are to one another."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from goodoffices.solve.cpsat import Clock
from goodoffices.solve.jit import load

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


class HittingSets:
    """Sets of elements that meet all sets given so far, by weight, then by their elements.

    Between two answers sets may be added, to meet (`hit`) or not to contain (`bar`). Weights must
    be positive whole numbers; their sum must stay below 2**60. Not `ordered`, sets
    come in any order.
    """

    def __init__(
        self, weights: Sequence[int], *, ordered: bool = True, clock: Clock | None = None
    ) -> None:
        import numpy as np

        hitting_kernel = load("hitting_kernel")
        self._kernel, self._clock = hitting_kernel, clock or Clock()
        size, words = len(weights), max(1, -(-len(weights) // hitting_kernel.WORD))
        self._weights = np.array(weights, dtype=np.int64)
        self._sets = np.zeros((16, words), dtype=np.int64)
        self._bars = np.zeros((16, words), dtype=np.int64)
        self._sizes: list[int] = []
        self._count = self._bar_count = 0
        self._chosen = np.zeros((size + 1, words), dtype=np.int64)
        self._weight = np.zeros(size + 1, dtype=np.int64)
        self._taken = np.zeros(size + 1, dtype=np.int64)
        self._left = np.zeros(size, dtype=np.int64)
        self._ctl = np.zeros(6, dtype=np.int64)
        self._ctl[hitting_kernel.BEYOND] = hitting_kernel.NEVER
        if not ordered:
            self._ctl[hitting_kernel.BOUND] = hitting_kernel.ANY

    def hit(self, elements: Iterable[int]) -> None:
        """From now on every answer holds one of `elements`."""
        wanted = list(elements)
        self._sets = self._added(self._sets, self._count, wanted)
        place = bisect.bisect_right(self._sizes, len(wanted))
        self._sizes.insert(place, len(wanted))
        new = self._sets[self._count].copy()
        self._sets[place + 1 : self._count + 1] = self._sets[place : self._count].copy()
        self._sets[place] = new  # small sets first: they say most about the weight needed
        self._count += 1
        self._ctl[self._kernel.GROWN] = 1
        self._ctl[self._kernel.BACK] = 0  # the last answer need not be one any more

    def bar(self, elements: Iterable[int]) -> None:
        """From now on no answer holds all of `elements`."""
        self._bars = self._added(self._bars, self._bar_count, elements)
        self._bar_count += 1

    def _added(self, table: Array, count: int, elements: Iterable[int]) -> Array:
        import numpy as np

        if count == len(table):
            table = np.concatenate([table, np.zeros_like(table)])
        for element in elements:
            table[count, element // self._kernel.WORD] |= 1 << (element % self._kernel.WORD)
        return table

    @property
    def least(self) -> int:
        """What every answer still to come weighs at least; 0 where they come in any order."""
        bound = int(self._ctl[self._kernel.BOUND])
        return 0 if bound == self._kernel.ANY else bound

    def next(self) -> frozenset[int] | None:
        """The next set; None when there is no other. Raises OutOfTime."""
        kernel = self._kernel
        while True:
            status = kernel.next_set(
                self._sets, self._count, self._bars, self._bar_count, self._weights, self._chosen,
                self._weight, self._taken, self._left, self._ctl, 20_000,
            )  # fmt: skip
            nodes = int(self._ctl[kernel.NODES])
            self._ctl[kernel.NODES] = 0
            self._clock.spend(nodes * (1e-6 + 1e-8 * self._count))
            if status == kernel.EXHAUSTED:
                return None
            if status == kernel.FOUND:
                masks = [int(mask) for mask in self._chosen[self._ctl[kernel.AT]]]
                return frozenset(
                    element
                    for element in range(len(self._weights))
                    if masks[element // kernel.WORD] >> (element % kernel.WORD) & 1
                )
