"""How many packages satisfy the claims: exact, by going through the issues one after another.

Two beginnings of a package that leave the same constraints alive and the same sums still wanting
can be continued in the same ways; they are counted together (dynamic programming over the states
of the constraints). Whole numbers of any size; nothing is sampled or rounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from goodoffices.solve.space import Ban, Floor, Space

STEPS = 200_000
"""Continuations looked at before counting is given up; about a second of work."""

_State = tuple[int, ...]


def count(space: Space, *, steps: int = STEPS) -> int | None:
    """Number of packages that satisfy every claim and rule of `space`; None: too entangled."""
    constraints = (*space.rules, *space.claims)
    bans = [ban for claim in constraints for ban in claim.bans]
    if any(not ban.parts for ban in bans):
        return 0
    floors = [claim.floor for claim in constraints if claim.floor is not None]
    sweep = _Sweep(space, bans, floors)
    alive: dict[_State, int] = {sweep.start: 1}
    for issue in issue_order(len(space.issues), bans, floors):
        kinds = sweep.kinds(issue)
        steps -= len(kinds) * len(alive)
        if steps < 0:
            return None
        ahead: Counter[_State] = Counter()
        for position, alike in kinds:
            for state, ways in alive.items():
                following = sweep.step(state, issue, position)
                if following is not None:
                    ahead[following] += ways * alike
        sweep.leave(issue)
        alive = ahead
    return sum(alive.values())


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
