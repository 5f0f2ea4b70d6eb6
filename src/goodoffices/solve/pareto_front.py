"""The exact frontier issue by issue: a beginning of a package that another one beats is dropped.

Two beginnings that leave the same combinations forbidden can be continued in the same ways, so what
one has over the other it keeps (dynamic programming over partial sums; Klamroth and Wiecek 2000).
No package is ever listed that is not on the frontier of its beginning.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from goodoffices.model.exact import TOLERANCE
from goodoffices.solve.counting import issue_order
from goodoffices.solve.cpsat import Chosen, Clock
from goodoffices.solve.jit import load
from goodoffices.solve.objectives import Gain
from goodoffices.solve.solutions import Table

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

FITS = 1 << 56


@dataclass(slots=True)
class _Level:
    """What is left after an issue: where each class came from, by which option."""

    issue: int
    points: Array
    link_at: Array
    link_from: Array
    link_option: Array


@dataclass(slots=True)
class Front:
    """Classes of packages with equal utilities; `points` hold the row sums of each."""

    gains: Sequence[Gain]
    points: Array
    levels: list[_Level]
    order: list[int]

    def packages(self, place: int) -> Iterator[Chosen]:
        """Every package of a class."""
        issues = len(self.order)

        def back(depth: int, at: int, taken: dict[int, int]) -> Iterator[Chosen]:
            if depth < 0:
                yield tuple(taken[issue] for issue in range(issues))
                return
            level = self.levels[depth]
            for link in range(int(level.link_at[at]), int(level.link_at[at + 1])):
                taken[level.issue] = int(level.link_option[link])
                yield from back(depth - 1, int(level.link_from[link]), taken)

        return back(len(self.levels) - 1, place, {})


class TooMany(Exception):
    """More classes than allowed."""


def front(held: Table, *, clock: Clock, most: int) -> Front:
    """The frontier of the zone in `held`. Raises TooMany beyond `most` classes, OutOfTime.

    The parties' sums must fit: see `fits`. Where numbers are finer than the tolerance the classes
    still hold some that are dominated within it; nothing that is not dominated is missing.
    """
    import numpy as np

    problem, gains = held.problem, held.gains
    bans = [ban for ban, _ in problem.bans]
    order = issue_order(len(problem.widths), bans, [])
    sweep = _Sweep(order, bans, len(problem.widths))
    size = len(gains)
    ahead = np.array([row.total for row in problem.rows[:size]], dtype=np.int64)
    need = np.array([row.least for row in problem.rows[:size]], dtype=np.int64)
    scales = [gain.scale for gain in gains]
    tops = np.maximum(1, ahead)
    margin = np.array([math.floor(TOLERANCE * scale) for scale in scales], dtype=np.int64)
    fine = bool(margin.any())
    weights = np.maximum(1, (1 << 40) // tops)
    if size <= 3 and not fine:
        weights = np.eye(1, size, dtype=np.int64)[0]
    groups: dict[int, tuple[int, int]] = {} if sweep.hopeless else {0: (0, 1)}
    points, keys = np.zeros((1, size), dtype=np.int64), np.zeros(1, dtype=np.int64)
    levels = list[_Level]()
    for issue in order:
        clock.check()
        numbers = np.array(
            [[gain.numbers[issue][k] for gain in gains] for k in range(problem.widths[issue])],
            dtype=np.int64,
        ).reshape(problem.widths[issue], size)
        ahead = ahead - numbers.max(axis=0)
        found = _stage(sweep, issue, numbers, numbers @ weights, groups, points, keys,
                       need - ahead, margin, clock, most)  # fmt: skip
        groups, points, keys, level = found
        levels.append(level)
    return Front(gains, points, levels, order)


def _stage(
    sweep: _Sweep, issue: int, numbers: Array, key_shift: Array, groups: dict[int, tuple[int, int]],
    points: Array, keys: Array, need: Array, margin: Array, clock: Clock, most: int,
) -> tuple[dict[int, tuple[int, int]], Array, Array, _Level]:  # fmt: skip
    """All classes after one issue, grouped by what the open bans still need."""
    import numpy as np

    skyline_kernel = load("skyline_kernel")
    blocks: dict[int, list[tuple[int, int, int]]] = {}
    for state, (first, last) in groups.items():
        for option in range(len(numbers)):
            following = sweep.step(state, issue, option)
            if following is not None:
                blocks.setdefault(following, []).append((first, last, option))
    size = points.shape[1]
    parts: list[tuple[Array, ...]] = []
    after: dict[int, tuple[int, int]] = {}
    start = links = 0
    for state in sorted(blocks):
        block = blocks[state]
        room = sum(last - first for first, last, _ in block)
        out, out_keys = np.empty((room, size), dtype=np.int64), np.empty(room, dtype=np.int64)
        link_at, source = np.zeros(room + 1, dtype=np.int64), np.empty(room, dtype=np.int64)
        chosen = np.empty(room, dtype=np.int16)
        options = np.array([option for _, _, option in block], dtype=np.int64)
        stairs = np.empty((room + 2 if size in (2, 3) else 1, 2), dtype=np.int64)
        count, used = skyline_kernel.stage(
            points, keys, np.array([first for first, _, _ in block], dtype=np.int64),
            np.array([last for _, last, _ in block], dtype=np.int64), numbers[options],
            key_shift[options], options, need, margin, bool(margin.any()), out, out_keys, link_at,
            source, chosen, stairs,
        )  # fmt: skip
        clock.spend(1e-9 * room * max(1, count if size > 3 else 20))
        if count == 0:
            continue
        after[state] = (start, start + count)
        parts.append((out[:count].copy(), out_keys[:count].copy(), link_at[:count] + links,
                      source[:used].copy(), chosen[:used].copy()))  # fmt: skip
        start, links = start + count, links + used
        if start > most:
            raise TooMany
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        nothing = np.zeros((0, size), dtype=np.int64)
        return {}, nothing, empty, _Level(issue, nothing, np.zeros(1, dtype=np.int64), empty, empty)
    joined = [np.concatenate([part[k] for part in parts]) for k in range(5)]
    at = np.append(joined[2], links)
    return after, joined[0], joined[1], _Level(issue, joined[0], at, joined[3], joined[4])


class _Sweep:
    """Which bans are still open while the issues are gone through, as bits of a state."""

    def __init__(self, order: Sequence[int], bans: Sequence[Any], issues: int) -> None:
        self.hopeless = any(not ban.parts for ban in bans)
        rank = {issue: at for at, issue in enumerate(order)}
        self._touch: list[list[tuple[int, frozenset[int], bool, bool]]] = [
            [] for _ in range(issues)
        ]
        for bit, ban in enumerate(bans):
            places = sorted(ban.parts, key=lambda part: rank[part[0]])
            for at, (issue, inside) in enumerate(places):
                self._touch[issue].append((bit, inside, at == 0, at == len(places) - 1))

    def step(self, state: int, issue: int, option: int) -> int | None:
        """The bans still open after the option; None where it completes one."""
        for bit, inside, first, last in self._touch[issue]:
            open_ = first or state >> bit & 1
            if open_ and option in inside:
                if last:
                    return None
                state |= 1 << bit
            else:
                state &= ~(1 << bit)
        return state


def fits(gains: Sequence[Gain]) -> bool:
    """Whether the sums of every party stay small enough to be compared and added in 64 bits."""
    return all(sum(max(row) for row in gain.numbers) < FITS for gain in gains)
