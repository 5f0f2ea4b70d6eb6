"""Preference profiles that agree with what is known: counted, listed, or drawn evenly.

What is not known of a decision maker falls into independent components: the order within a group of
priorities, or the order within a cluster of states. A cluster is a stretch of the ranking in which
some pair is not known; its orders are the weak orders that agree with every known pair.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from goodoffices.errors import TooLarge
from goodoffices.model.conditions import parse_condition
from goodoffices.model.graph import ConflictGraph, DecisionMaker
from goodoffices.solve.graph.states import Space, bits, evaluate, positions, state_code

MAX_CLUSTER = 12  # states; the number of their weak orders is counted over all subsets
_WORD = 62

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Group:
    """Priorities of which the order is not known. `truth[p]` holds at which states p is true."""

    truth: NDArray[np.bool_]

    @property
    def count(self) -> int:
        """Orders of the group."""
        return math.factorial(len(self.truth))

    def all(self) -> Rows:
        """The score of every state under every order."""
        return self._scores(np.array(list(permutations(range(len(self.truth)))), dtype=np.int64))

    def draw(self, rng: np.random.Generator, draws: int) -> Rows:
        """The score of every state under orders drawn evenly."""
        places = np.tile(np.arange(len(self.truth)), (draws, 1))
        return self._scores(rng.permuted(places, axis=1))

    def _scores(self, places: Rows) -> Rows:
        weights = np.int64(1) << (len(self.truth) - 1 - places)
        return weights @ self.truth.astype(np.int64)

    @property
    def bits(self) -> int:
        """Bits that a score takes."""
        return len(self.truth)


@dataclass(frozen=True)
class Cluster:
    """States at `places`; `above[a]` are those known to be better than a, `with_` known ties."""

    states: int
    places: NDArray[np.int64]
    above: tuple[int, ...]
    tied: tuple[int, ...]
    open: tuple[int, ...]
    ties: bool
    counts: dict[int, int] = field(default_factory=dict)

    @cached_property
    def count(self) -> int:
        """Weak orders that agree with what is known."""
        return self._count((1 << len(self.places)) - 1)

    def _tops(self, rest: int) -> Iterator[int]:
        """Sets that can share the highest rank among `rest`."""
        free = [a for a in range(len(self.places)) if rest >> a & 1 and not self.above[a] & rest]
        whole = sum(1 << a for a in free)
        top = whole
        while top:
            if all(
                self.tied[a] & rest & ~top == 0
                and top & ~(self.tied[a] | (self.open[a] if self.ties else 0) | 1 << a) == 0
                for a in free
                if top >> a & 1
            ):
                yield top
            top = (top - 1) & whole

    def _count(self, rest: int) -> int:
        if not rest:
            return 1
        if rest not in self.counts:
            self.counts[rest] = sum(self._count(rest & ~top) for top in self._tops(rest))
        return self.counts[rest]

    def _orders(self, rest: int) -> Iterator[tuple[int, ...]]:
        if not rest:
            yield ()
            return
        for top in self._tops(rest):
            for below in self._orders(rest & ~top):
                yield (top, *below)

    def _levels(self, order: tuple[int, ...]) -> list[int]:
        level = [0] * len(self.places)
        for height, tops in enumerate(order):
            for a in range(len(self.places)):
                if tops >> a & 1:
                    level[a] = len(self.places) - height
        return level

    def _spread(self, levels: Rows) -> Rows:
        rows = np.zeros((len(levels), self.states), dtype=np.int64)
        rows[:, self.places] = levels
        return rows

    def all(self) -> Rows:
        """The level of every state under every order; 0 outside the cluster."""
        whole = (1 << len(self.places)) - 1
        levels = [self._levels(order) for order in self._orders(whole)]
        return self._spread(np.array(levels, dtype=np.int64))

    def draw(self, rng: np.random.Generator, draws: int) -> Rows:
        """Levels under orders drawn evenly: each step in proportion to the ways to go on."""
        size = len(self.places)
        rest = np.full(draws, (1 << size) - 1, dtype=np.int64)
        level = np.zeros((draws, size), dtype=np.int64)
        for height in range(size, 0, -1):
            for left in np.unique(rest[rest > 0]).tolist():
                tops = list(self._tops(left))
                ways = np.array([float(self._count(left & ~top)) for top in tops])
                rows = np.flatnonzero(rest == left)
                share = np.cumsum(ways) / ways.sum()
                chosen = np.searchsorted(share[:-1], rng.random(rows.size), side="right")
                top = np.array(tops, dtype=np.int64)[chosen]
                taken = top[:, None] >> np.arange(size) & 1
                level[rows] += taken * height
                rest[rows] = (left & ~top) | (1 << size)  # marked as done for this height
            rest &= (1 << size) - 1
        return self._spread(level)

    @property
    def bits(self) -> int:
        """Bits that a level takes."""
        return len(self.places).bit_length()


Component = Group | Cluster


def components(
    conflict: ConflictGraph, space: Space, maker: DecisionMaker, *, ties: bool
) -> list[Component]:
    """The independent parts of a decision maker's preferences, most important first.

    Raises TooLarge for a stretch of more than 12 states whose order is not known.
    """
    if maker.ranking is None:
        bit = bits(conflict)
        codes = space.piece(0, space.count)
        return [
            Group(np.array([evaluate(parse_condition(text), codes, bit) for text in group]))
            for group in maker.priority_groups
        ]
    return list(_clusters(space, maker, ties))


def _clusters(space: Space, maker: DecisionMaker, ties: bool) -> Iterator[Cluster]:
    ranks = maker.ranks
    rank = {state: k for k, entry in enumerate(ranks) for group in entry for state in group}
    unsure = {frozenset(pair) for pair in maker.unknown_pairs}
    for entry in ranks:
        for k, group in enumerate(entry):
            for other in entry[k + 1 :]:
                unsure |= {frozenset((a, b)) for a in group for b in other}
    reach = list(range(len(ranks)))  # last rank of the stretch that begins here
    for pair in unsure:
        low, high = sorted(rank[state] for state in pair)
        reach[low] = max(reach[low], high)
    start = 0
    while start < len(ranks):
        stop = reach[start]
        here = start
        while here <= stop:
            stop = max(stop, reach[here])
            here += 1
        names = [s for entry in ranks[start : stop + 1] for group in entry for s in group]
        yield _cluster(space, names, rank, unsure, maker, ties)
        start = stop + 1


def _cluster(
    space: Space,
    names: list[str],
    rank: dict[str, int],
    unsure: set[frozenset[str]],
    maker: DecisionMaker,
    ties: bool,
) -> Cluster:
    lone = not any(frozenset((a, b)) in unsure for a in names for b in names if a != b)
    if len(names) > MAX_CLUSTER and not lone:
        raise TooLarge(
            f"states of {maker.name} in one stretch of unknown order",
            len(names),
            MAX_CLUSTER,
            "say more about their order, or give priorities instead of a ranking",
        )
    above, tied, unknown = [], [], []
    for a in names:
        up = level = maybe = 0
        for k, b in enumerate(names):
            if a == b:
                continue
            if frozenset((a, b)) in unsure:
                maybe |= 1 << k
            elif rank[b] < rank[a]:
                up |= 1 << k
            elif rank[b] == rank[a]:
                level |= 1 << k
        above.append(up)
        tied.append(level)
        unknown.append(maybe)
    places = positions(space, [state_code(name) for name in names])
    return Cluster(space.count, places, tuple(above), tuple(tied), tuple(unknown), ties)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Ranks per decision maker, a row for each profile; how many there are in all; all listed?"""

    ranks: tuple[Rows, ...]
    profiles: int
    exact: bool


def drawn(conflict: ConflictGraph, space: Space, *, draws: int, seed: int, ties: bool) -> Drawn:
    """All profiles where there are at most `draws`, else `draws` of them drawn evenly."""
    parts = [components(conflict, space, maker, ties=ties) for maker in conflict.decision_makers]
    total = math.prod(part.count for own in parts for part in own)
    exact = total <= draws
    rng = np.random.default_rng(seed)
    period = total
    ranks = []
    for own in parts:
        rank = np.zeros((total if exact else draws, space.count), dtype=np.int64)
        used = 0
        for part in own:
            if exact:
                period //= part.count
                rows = _listed(part.all, part.count, period, total)
            else:
                rows = part.all() if part.count == 1 else part.draw(rng, draws)
            if used + part.bits > _WORD:
                rank, used = dense(rank), space.count.bit_length()
            rank = (rank << part.bits) + rows
            used += part.bits
        ranks.append(rank)
    return Drawn(tuple(ranks), total, exact)


def _listed(rows: Callable[[], Rows], count: int, period: int, total: int) -> Rows:
    """Each variant `period` times in a row, over and over: every combination comes once."""
    return rows()[(np.arange(total) // period) % count]


def dense(rows: Rows) -> Rows:
    """Each row's numbers replaced by how many in the row are smaller."""
    found = np.empty_like(rows)
    for start in range(0, len(rows), 256):
        piece = rows[start : start + 256]
        found[start : start + 256] = (piece[:, :, None] > piece[:, None, :]).sum(axis=2)
    return found
