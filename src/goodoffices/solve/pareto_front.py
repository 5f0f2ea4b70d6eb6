"""The exact frontier issue by issue: a beginning of a package that another one beats is dropped.

Two beginnings that leave the same combinations forbidden can be continued in the same ways, so what
one has over the other it keeps (dynamic programming over partial sums; Klamroth and Wiecek 2000).
No package is ever listed that is not on the frontier of its beginning.

Whether a point is beaten by one of those kept is told by a staircase for up to three parties; for
more, by sets of points in masks, one for each number and each of some hundred steps of it: only a
point in all the sets that it would have to be in is compared.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from goodoffices.errors import TooLarge
from goodoffices.model.exact import TOLERANCE
from goodoffices.solve import skyline_plain
from goodoffices.solve.counting import issue_order
from goodoffices.solve.cpsat import Clock
from goodoffices.solve.jit import load
from goodoffices.solve.listing import tolerance
from goodoffices.solve.objectives import Gain
from goodoffices.solve.points import Parts, Points, parts
from goodoffices.solve.solutions import Table

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

PACKAGES = 1_000_000
"""Packages that are shown at most."""

_GROUPS = 128  # steps of a number that points are sorted into
_SAMPLE = 4096  # candidates that the steps are taken from
_WORD = 62  # as in the kernel
_TELLING = 2000  # classes from which on their growth is looked at
_MARGIN = 10  # times as many as allowed, before it is given up early


@dataclass(slots=True)
class _Level:
    """What is left after an issue: where each class came from, by which option."""

    issue: int
    link_at: Array
    link_from: Array
    link_option: Array


@dataclass(slots=True)
class Front:
    """Classes of packages with equal utilities; `points` hold the row sums of each."""

    gains: Sequence[Gain]
    parts: Parts
    points: Points
    levels: list[_Level]

    def __len__(self) -> int:
        return len(self.points)

    def packages(self, places: Array, *, first: bool = False) -> tuple[Array, Array]:
        """(packages, class of each): a row of options for every package of these classes, in
        declared order; of each class one only where `first`. Raises TooLarge beyond a million.
        """
        import numpy as np

        at, owner = np.asarray(places), np.asarray(places)
        columns: list[Array] = []  # of the issues settled last, last first
        for level in reversed(self.levels):
            begin = level.link_at[at]
            many = np.ones_like(begin) if first else level.link_at[at + 1] - begin
            total = int(many.sum())
            if total > PACKAGES:
                raise TooLarge(
                    "packages on the frontier, at least", total, PACKAGES,
                    "set epsilon, restrict the packages, or leave out issues that matter to nobody",
                )  # fmt: skip
            repeated = np.repeat(np.arange(len(at)), many)
            ends = np.cumsum(many)
            links = np.arange(total) - np.repeat(ends - many, many) + np.repeat(begin, many)
            columns = [column[repeated] for column in columns]
            columns.append(level.link_option[links].astype(np.int16))
            at, owner = level.link_from[links], owner[repeated]
        rows = np.zeros((len(at), len(self.levels)), dtype=np.int16)
        for level, column in zip(reversed(self.levels), columns, strict=True):
            rows[:, level.issue] = column
        order = np.lexsort(_keys(rows)) if rows.shape[1] else np.arange(len(rows))
        return rows[order], owner[order]

    def utilities(self, owner: Array) -> list[tuple[float, ...]]:
        """The utilities of classes, as exact as they can be printed."""
        some = self.points.at(owner)
        columns = [
            [(n + gain.offset) / gain.scale for n in self.parts.column(some, k)]
            for k, gain in enumerate(self.gains)
        ]
        return list(zip(*columns, strict=True))

    def outdone(self) -> Array:
        """For each class whether another dominates it within the tolerance."""
        import numpy as np

        found = np.zeros(len(self), dtype=bool)
        slack = self.parts.split([[tolerance(gain.scale, TOLERANCE) for gain in self.gains]])
        if not len(self) or (not slack.firsts.any() and not slack.rests.any()):
            return found
        kernel = load("skyline_kernel")
        if not hasattr(kernel.outdone, "py_func"):
            room = [tolerance(gain.scale, TOLERANCE) for gain in self.gains]
            return np.array(skyline_plain.outdone(self.parts.rows(self.points), room))
        cuts, bits = _sets(self.points.firsts, len(self))
        kernel.outdone(
            self.points.firsts, self.points.rests, self.parts.array(), slack.firsts, slack.rests,
            cuts, bits, found,
        )  # fmt: skip
        return found


def _keys(rows: Array) -> list[Array]:
    """Numbers that sort rows of options as they are declared, the last to look at first."""
    import numpy as np

    keys, room = [np.zeros(len(rows), dtype=np.int64)], 1
    for column in rows.T:
        width = int(column.max(initial=0)) + 1
        room *= width
        if room >= 1 << 62:
            keys.append(np.zeros(len(rows), dtype=np.int64))
            room = width
        keys[-1] = keys[-1] * width + column
    return keys[::-1]


class TooMany(Exception):
    """More classes than allowed."""


def front(held: Table, *, clock: Clock, most: int) -> Front | None:
    """The frontier of the zone in `held`; None where numbers are too long for it.

    Raises TooMany beyond `most` classes, OutOfTime. Where numbers are finer than the tolerance the
    classes still hold some that are dominated within it (see `outdone`); nothing that is not
    dominated is missing.
    """
    import numpy as np

    problem, gains = held.problem, held.gains
    size = len(gains)
    wanted = problem.rows[:size]
    ahead = [row.total for row in wanted]
    if any(row.least > row.total for row in wanted):
        wanted = tuple(replace(row, least=row.total + 1) for row in wanted)  # nothing reaches it
    slack = [tolerance(gain.scale, TOLERANCE) for gain in gains]
    parted = parts([2 * (top + room) for top, room in zip(ahead, slack, strict=True)])
    if parted is None or not size:
        return None
    bans = [ban for ban, _ in problem.bans]
    order = issue_order(len(problem.widths), bans, [])
    sweep = _Sweep(order, bans, len(problem.widths))
    stage = _Stage(sweep, parted, slack, clock, most)
    groups: dict[int, tuple[int, int]] = {} if sweep.hopeless else {0: (0, 1)}
    points, levels = parted.split([[0] * size]), list[_Level]()
    for issue in order:
        clock.check()
        numbers = [[gain.numbers[issue][k] for gain in gains] for k in range(problem.widths[issue])]
        tops = [max(column) for column in zip(*numbers, strict=True)]
        ahead = [left - top for left, top in zip(ahead, tops, strict=True)]
        need = [max(0, row.least - left) for row, left in zip(wanted, ahead, strict=True)]
        groups, points, level = stage.after(issue, numbers, groups, points, need)
        levels.append(level)
        if _hopeless([len(found.link_at) - 1 for found in levels], len(order), most):
            raise TooMany
        if not groups:
            nothing = np.zeros(0, dtype=np.int64)
            levels = [_Level(at, np.zeros(1, np.int64), nothing, nothing) for at in order]
            break
    return Front(gains, parted, points, levels)


def _hopeless(counts: Sequence[int], issues: int, most: int) -> bool:
    """Whether classes grow as if there were to be far too many: by a power of the issues gone
    through, taken from the last half of them. Growth slows down, so a wide margin is left."""
    done = len(counts)
    if counts[-1] < _TELLING or 3 * done > 2 * issues:
        return False
    power = math.log(counts[-1] / counts[done // 2 - 1]) / math.log(done / (done // 2))
    return math.log(counts[-1]) + power * math.log(issues / done) > math.log(_MARGIN * most)


class _Stage:
    """Goes from the beginnings of packages before an issue to those after it."""

    def __init__(
        self, sweep: _Sweep, parted: Parts, slack: Sequence[int], clock: Clock, most: int
    ) -> None:

        self._sweep, self._parts, self._clock, self._most = sweep, parted, clock, most
        self._slack = slack
        self._bases = parted.array()
        self._fine = any(slack)
        self._none = _sets(parted.split([slack]).firsts, 0)

    def after(
        self, issue: int, numbers: Sequence[Sequence[int]], groups: dict[int, tuple[int, int]],
        points: Points, need: Sequence[int],
    ) -> tuple[dict[int, tuple[int, int]], Points, _Level]:  # fmt: skip
        """All classes after one issue, grouped by what the open bans still need."""
        import numpy as np

        blocks: dict[int, list[tuple[int, int, int]]] = {}
        for state, (first, last) in groups.items():
            for option in range(len(numbers)):
                following = self._sweep.step(state, issue, option)
                if following is not None:
                    blocks.setdefault(following, []).append((first, last, option))
        split = self._parts.split
        shift = reach = split(numbers)
        if self._fine:
            reach = split(
                [[n + s for n, s in zip(row, self._slack, strict=True)] for row in numbers]
            )
        shifts = (shift, reach)
        least = split([need])
        found: list[tuple[Array, ...]] = []
        after: dict[int, tuple[int, int]] = {}
        start = links = 0
        for state in sorted(blocks):
            part = self._block(points, blocks[state], shifts, least, self._most - start)
            count = len(part[0])
            if count:
                after[state] = (start, start + count)
                found.append((*part[:2], part[2] + links, *part[3:]))
                start, links = start + count, links + len(part[3])
        if not found:
            empty = np.zeros(0, dtype=np.int64)
            return {}, points.at(empty), _Level(issue, np.zeros(1, dtype=np.int64), empty, empty)
        joined = [np.concatenate([part[k] for part in found]) for k in range(5)]
        level = _Level(issue, np.append(joined[2], links), joined[3], joined[4])
        return after, Points(joined[0], joined[1]), level

    def _block(
        self, points: Points, block: list[tuple[int, int, int]], shifts: tuple[Points, Points],
        least: Points, most: int,
    ) -> tuple[Array, ...]:  # fmt: skip
        """The undominated of some blocks, each shifted by an option: points, rests, links."""
        import numpy as np

        kernel = load("skyline_kernel")
        if not hasattr(kernel.stage, "py_func"):  # not compiled (yet)
            return self._plainly(points, block, shifts[0], least, most)
        candidates = sum(last - first for first, last, _ in block)
        room = min(candidates, most)
        size, few = points.firsts.shape[1], points.firsts.shape[1] <= 3
        first, last, options = np.array(block, dtype=np.int64).T
        shift, reach = (some.at(options) for some in shifts)
        cuts, bits = self._none
        if not few:
            step = max(1, candidates // _SAMPLE)
            seen = [points.firsts[a:b:step] + shifts[0].firsts[option] for a, b, option in block]
            cuts, bits = _sets(np.concatenate(seen), room)
        out = np.empty((room, size), dtype=np.int64)
        rests = np.empty((room, *points.rests.shape[1:]), dtype=np.int64)
        link_at, source = np.zeros(room + 1, dtype=np.int64), np.empty(candidates, dtype=np.int32)
        chosen = np.empty(candidates, dtype=np.int16)
        stairs = np.empty((room + 2 if few else 1, 3), dtype=np.int64)
        count, used = kernel.stage(
            points.firsts, points.rests, self._bases, first.copy(), last.copy(),
            shift.firsts, shift.rests, options.copy(), least.firsts[0], least.rests[0],
            reach.firsts, reach.rests, self._fine, out, rests, link_at, source, chosen, stairs,
            cuts, bits,
        )  # fmt: skip
        self._clock.spend(candidates * (2e-7 + (0 if few else count * 4e-11)))
        if count > room:
            raise TooMany
        return (out[:count].copy(), rests[:count].copy(), link_at[:count], source[:used].copy(),
                chosen[:used].copy())  # fmt: skip

    def _plainly(
        self, points: Points, block: list[tuple[int, int, int]], shifts: Points, least: Points,
        most: int,
    ) -> tuple[Array, ...]:  # fmt: skip
        """As `_block`, without compiled code."""
        import numpy as np

        rows, (need,) = self._parts.rows, self._parts.rows(least)
        found, links = skyline_plain.stage(
            rows(points), block, rows(shifts), need, self._slack, most
        )
        self._clock.spend(1e-5 * sum(last - first for first, last, _ in block))
        if len(links) > most:
            raise TooMany
        split = self._parts.split(found)
        flat = np.array([link for some in links for link in some], np.int64).reshape(-1, 2)
        starts = np.cumsum([0, *map(len, links)])[:-1]
        sources, options = flat[:, 0].astype(np.int32), flat[:, 1].astype(np.int16)
        return split.firsts, split.rests, starts, sources, options


def _sets(sample: Array, room: int) -> tuple[Array, Array]:
    """Steps of each number, taken evenly from a sample, and empty sets of `room` points."""
    import numpy as np

    steps = max(1, min(_GROUPS, room // 8))
    places = (np.arange(1, steps + 1) * len(sample)) // (steps + 1)
    cuts = np.sort(sample, axis=0)[places].T.copy()
    return cuts, np.zeros((sample.shape[1], steps + 1, room // _WORD + 1), dtype=np.int64)


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
