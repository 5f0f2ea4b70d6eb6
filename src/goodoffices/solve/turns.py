"""Two kinds of work by turns on one clock."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from goodoffices.solve.cpsat import Clock


class Counted(Clock):
    """A clock that takes from another one and counts what it took."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock, self.counted = clock, 0.0

    def check(self) -> None:
        """As the other clock."""
        self._clock.check()

    def spend(self, work: float) -> None:
        """Take note of work; the other clock decides when there is none left."""
        self.counted += work
        self._clock.spend(work)

    def run(self, cp: Any, solver: Any, model: Any, work: float | None = None) -> Any:
        """As the other clock."""
        return self._clock.run(cp, solver, model, work)


_OVER = object()
_MOST = 4  # turns that others get for one of the first


class Turns(Counted):
    """A clock for work that may take long: after a while other work gets as much time, and more the
    longer there is no success.

    `patience` is how much work comes before that, `turn` the length of a turn. What is in `others`
    does a little at each step, and spends on `theirs`; what it raises ends the work of all. What is
    in `spare` waits for its turn until there was no success, which `succeeded` reports, for as long
    as patience lasts.
    """

    def __init__(self, clock: Clock, *, patience: float, turn: float) -> None:
        super().__init__(clock)
        self.theirs = Counted(clock)
        self.others, self.spare = list[Iterator[None]](), list[Iterator[None]]()
        self._patience, self._turn = patience, turn
        self._next, self._last = patience, 0.0

    def succeeded(self) -> None:
        """Be patient again."""
        self._last = self.counted

    def spend(self, work: float) -> None:
        """Take note of work, and let each of the others have its turn when that is due."""
        super().spend(work)
        if self.counted < self._next:
            return
        waited = (self.counted - self._last) / self._patience
        often = max(1.0, min(_MOST, waited / 5))
        longest = self._turn
        for waiting in (self.others, self.spare if waited >= 1 else []):
            for other in tuple(waiting):
                begun = self.theirs.counted
                while self.theirs.counted < begun + self._turn * often:
                    if next(other, _OVER) is _OVER:
                        waiting.remove(other)
                        break
                longest = max(longest, (self.theirs.counted - begun) / often)
        self._next = self.counted + longest
