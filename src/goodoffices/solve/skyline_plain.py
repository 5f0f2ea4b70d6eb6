"""What `skyline_kernel` does, in plain Python: until that is compiled, and without numba.

Numbers are whole numbers of any size, sets of points are whole numbers too, one bit for each point.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import add

Point = tuple[int, ...]
Block = tuple[int, int, int]
"""Points from one place to before another, and the option that they are shifted by."""

_GROUPS = 64


def beats(left: Point, right: Point, slack: Sequence[int]) -> bool:
    """Whether `left` is at least `right` everywhere and better by more than the slack somewhere."""
    beyond = False
    for a, b, room in zip(left, right, slack, strict=True):
        if a < b:
            return False
        beyond = beyond or a > b + room
    return beyond


class _Kept:
    """Points of any number of parties, in sets by how much they give each."""

    def __init__(self, sample: Sequence[Point], slack: Sequence[int]) -> None:
        self._slack, self.points = slack, list[Point]()
        steps = max(1, min(_GROUPS, len(sample) // 8))
        places = [k * len(sample) // (steps + 1) for k in range(1, steps + 1)]
        columns = [sorted(column) for column in zip(*sample, strict=True)]
        self._cuts = [[column[place] for place in places] for column in columns]
        self._sets = [[0] * (steps + 1) for _ in columns]

    def beaten(self, point: Point, far: Point) -> bool:
        """Whether a kept point is at least `point` everywhere and more than `far` somewhere."""
        some = (1 << len(self.points)) - 1
        for number, cuts, sets in zip(point, self._cuts, self._sets, strict=True):
            some &= sets[bisect_right(cuts, number)]
            if not some:
                return False
        room = tuple(f - p for f, p in zip(far, point, strict=True))
        while some:
            low = some & -some
            if beats(self.points[low.bit_length() - 1], point, room):
                return True
            some ^= low
        return False

    def keep(self, point: Point) -> None:
        """Put it in its sets."""
        bit = 1 << len(self.points)
        self.points.append(point)
        for number, cuts, sets in zip(point, self._cuts, self._sets, strict=True):
            for group in range(bisect_right(cuts, number) + 1):
                sets[group] |= bit


class _Stairs:
    """Points of up to three parties, which come in descending order: a staircase of two numbers."""

    def __init__(self, slack: Sequence[int]) -> None:
        self._slack, self.points = slack, list[Point]()
        self._second, self._third, self._of = list[int](), list[int](), list[int]()

    def beaten(self, point: Point, _: Point) -> bool:
        """Whether a kept point beats it."""
        at = self._step(point)
        if at == len(self._third) or self._third[at] < point[-1]:
            return False
        if beats(self.points[self._of[at]], point, self._slack):
            return True
        return any(self._slack) and any(beats(p, point, self._slack) for p in self.points)

    def keep(self, point: Point) -> None:
        """Put it on the staircase, unless it lies below within the slack."""
        self.points.append(point)
        at = self._step(point)
        if at < len(self._third) and self._third[at] >= point[-1]:
            return
        end = at + (at < len(self._second) and self._second[at] == point[min(1, len(point) - 1)])
        start = at
        while start > 0 and self._third[start - 1] <= point[-1]:
            start -= 1
        self._second[start:end] = [point[min(1, len(point) - 1)]]
        self._third[start:end] = [point[-1]]
        self._of[start:end] = [len(self.points) - 1]

    def _step(self, point: Point) -> int:
        return bisect_left(self._second, point[min(1, len(point) - 1)])


def stage(
    points: Sequence[Point], blocks: Iterable[Block], shifts: Sequence[Point],
    need: Sequence[int], slack: Sequence[int], room: int,
) -> tuple[list[Point], list[list[tuple[int, int]]]]:  # fmt: skip
    """Undominated classes of the shifted blocks, in the order of the kernel, and for each the
    points and options it comes from. Stops at one class more than there is `room` for."""
    candidates = [
        (tuple(map(add, points[place], shifts[option])), place, option)
        for first, last, option in blocks
        for place in range(first, last)
    ]
    candidates = [c for c in candidates if all(a >= b for a, b in zip(c[0], need, strict=True))]
    candidates.sort(key=lambda candidate: candidate[0], reverse=True)
    few = len(slack) <= 3
    kept = _Stairs(slack) if few else _Kept([point for point, _, _ in candidates], slack)
    links: list[list[tuple[int, int]]] = []
    past: Point | None = None
    fresh = False
    for point, place, option in candidates:
        if point == past:
            if fresh:
                links[-1].append((place, option))
            continue
        past = point
        fresh = not kept.beaten(point, tuple(map(add, point, slack)))
        if fresh:
            kept.keep(point)
            links.append([(place, option)])
            if len(links) > room:
                break
    return kept.points, links


def outdone(points: Sequence[Point], slack: Sequence[int]) -> list[bool]:
    """Whether another point is worse by at most the slack anywhere and better by more somewhere."""
    kept = _Kept(points, slack)
    for point in points:
        kept.keep(point)
    found = []
    for point in points:
        near = tuple(a - room for a, room in zip(point, slack, strict=True))
        found.append(kept.beaten(near, tuple(map(add, point, slack))))
    return found
