"""How many packages satisfy the claims: exact, by going through the issues one after another.

Two beginnings of a package that leave the same constraints alive and the same sums still wanting
can be continued in the same ways; they are counted together (dynamic programming over the states
of the constraints). Whole numbers of any size; nothing is sampled or rounded.

Where such states grow too many, the beginnings that are likely to lead nowhere are let go. What is
counted then is a part of the zone, each package of it once: a proven least number, not an estimate.
The same is tried with sums in coarser units, every number rounded down and what they must reach
rounded up: what reaches that reaches the true value, and more beginnings are counted together.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.space import Ban, Floor, Space

STEPS = 200_000
"""Continuations looked at before some are let go; about a second of work in all."""

COARSE = (2_000, 300, 100)
"""Units that the greatest sum is divided into."""

_State = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Packages counted, each once; `exact` when there are no others."""

    number: int
    exact: bool


def count(space: Space, *, steps: int = STEPS) -> int | None:
    """Number of packages that satisfy every claim and rule of `space`; None: too entangled."""
    found = tally(space, steps=steps)
    return found.number if found.exact else None


def tally(space: Space, *, steps: int = STEPS, clock: Clock | None = None) -> Tally:
    """Packages that satisfy every claim and rule of `space`: all, or as many as were counted.

    `steps` bounds the continuations looked at. Where `clock` strikes or at Ctrl-C it ends.
    """
    constraints = (*space.rules, *space.claims)
    bans = [ban for claim in constraints for ban in claim.bans]
    if any(not ban.parts for ban in bans):
        return Tally(0, exact=True)
    floors = [claim.floor for claim in constraints if claim.floor is not None]
    best = Tally(0, exact=False)
    try:
        best = _swept(space, bans, floors, steps, clock or Clock())
        for units in () if best.exact else COARSE:
            coarse = [_coarser(floor, units) for floor in floors]
            found = _swept(space, bans, coarse, steps // 6, clock or Clock())
            best = Tally(max(best.number, found.number), exact=False)
    except (OutOfTime, KeyboardInterrupt):
        pass
    return best


def _coarser(floor: Floor, units: int) -> Floor:
    """A floor that is harder to reach, in about so many units."""
    unit = max(1, sum(max(row) for row in floor.numbers) // units)
    numbers = tuple(tuple(number // unit for number in row) for row in floor.numbers)
    return Floor(floor.issues, numbers, -(-floor.least // unit))


def _swept(
    space: Space, bans: Sequence[Ban], floors: Sequence[Floor], steps: int, clock: Clock
) -> Tally:
    sweep = _Sweep(space, bans, floors)
    alive: dict[_State, int] = {sweep.start: 1}
    exact = True
    steps //= 1 + len(sweep.start) // 32  # a state is as long as there are constraints
    order = issue_order(len(space.issues), bans, floors)
    left = sum(len(sweep.kinds(issue)) for issue in order)
    for issue in order:
        kinds = sweep.kinds(issue)
        if exact and len(alive) * len(kinds) > steps:
            exact, steps = False, steps // 4  # too many to go through all: less work will do
        room = max(1, steps // left)
        if not exact and len(alive) > room:
            alive = sweep.likely(alive, room)
        steps -= len(kinds) * len(alive)
        left -= len(kinds)
        ahead: Counter[_State] = Counter()
        for position, alike in kinds:
            clock.check()
            for state, ways in alive.items():
                following = sweep.step(state, issue, position)
                if following is not None:
                    ahead[following] += ways * alike
        sweep.leave(issue)
        alive = ahead
    return Tally(sum(alive.values()), exact)


class _Sweep:
    """States while the issues are gone through.

    A state holds, per ban, how many of its parts are still to be met before it strikes (0 when one
    was missed and it no longer can), and per floor what is still wanting (0 when it is reached).
    """

    def __init__(self, space: Space, bans: Sequence[Ban], floors: Sequence[Floor]) -> None:
        self._space = space
        self.start = (*(len(ban.parts) for ban in bans), *(floor.least for floor in floors))
        self._bans: list[list[tuple[int, frozenset[int]]]] = [[] for _ in space.issues]
        for index, ban in enumerate(bans):
            for issue, inside in ban.parts:
                self._bans[issue].append((index, inside))
        self._rows: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in space.issues]
        self._ahead: dict[int, int] = {}
        for index, floor in enumerate(floors, len(bans)):
            self._ahead[index] = sum(max(row) for row in floor.numbers)
            for issue, row in zip(floor.issues, floor.numbers, strict=True):
                self._rows[issue].append((index, row))

    def kinds(self, issue: int) -> list[tuple[int, int]]:
        """Options that no constraint tells apart: (one of them, how many)."""
        alike: dict[_State, list[int]] = {}
        for position in range(len(self._space.options[issue])):
            marks = (
                *(int(position in inside) for _, inside in self._bans[issue]),
                *(row[position] for _, row in self._rows[issue]),
            )
            alike.setdefault(marks, []).append(position)
        return [(positions[0], len(positions)) for positions in alike.values()]

    def step(self, state: _State, issue: int, position: int) -> _State | None:
        """The state after settling `issue`; None when a constraint is broken for good."""
        following = list(state)
        for index, inside in self._bans[issue]:
            if following[index]:
                following[index] = following[index] - 1 if position in inside else 0
                if position in inside and not following[index]:
                    return None
        for index, row in self._rows[issue]:
            wanting = following[index] - row[position]
            if wanting > self._ahead[index] - max(row):
                return None
            following[index] = max(0, wanting)
        return tuple(following)

    def leave(self, issue: int) -> None:
        """No state reaches back behind this issue."""
        for index, row in self._rows[issue]:
            self._ahead[index] -= max(row)

    def likely(self, alive: dict[_State, int], room: int) -> dict[_State, int]:
        """As many states as there is room for: those whose sums are wanting least of what is to
        come, and of these those that most beginnings lead to."""

        def doubt(state: _State) -> tuple[float, float]:
            needs = [state[at] / max(1, most) for at, most in self._ahead.items()]
            return max(needs, default=0.0) + sum(needs) / 1000, -math.log(alive[state])

        return {state: alive[state] for state in heapq.nsmallest(room, alive, key=doubt)}


def issue_order(issues: int, bans: Sequence[Ban], floors: Sequence[Floor]) -> list[int]:
    """An order in which constraints close soon after they open, so that states stay few.

    Next is the issue that most of the open bans wait for; of those the one that opens fewest, then
    the one with the widest numbers, so that sums settle early.
    """
    width = dict.fromkeys(range(issues), 0)
    for floor in floors:
        for issue, row in zip(floor.issues, floor.numbers, strict=True):
            width[issue] = max(width[issue], max(row))
    touching: dict[int, set[int]] = {issue: set() for issue in width}
    for index, ban in enumerate(bans):
        for issue, _ in ban.parts:
            touching[issue].add(index)
    opened: set[int] = set()
    left, order = set(width), list[int]()
    while left:
        best = min(
            left,
            key=lambda issue: (
                -len(touching[issue] & opened),
                len(touching[issue] - opened) or len(bans),
                -width[issue],
                issue,
            ),
        )
        left.discard(best)
        order.append(best)
        opened |= touching[best]
        opened = {k for k in opened if any(issue in left for issue, _ in bans[k].parts)}
    return order
