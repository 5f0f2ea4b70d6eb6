"""Minimal conflict sets and minimal concession sets, each in one fixed order.

How they are found is in `duals`; here claims are grouped and the answers put together. Both are
minimal and in order by construction, and complete when no candidate is left. Where time ends before
that, minimal sets found out of order follow, and `in_order` tells how far the order is proven.

Claims that share no issue cannot collide, so each group of connected claims is taken alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, takewhile

from goodoffices.errors import InputError
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.duals import Minimal
from goodoffices.solve.finding import Kind
from goodoffices.solve.oracle import Mask, Oracle, bits
from goodoffices.solve.space import Claim, Space, common_denominator, components, part

Ids = tuple[str, ...]
Rank = tuple[Fraction, int]
"""Cost and number of claims: what decides which of two sets comes first, before their ids."""
Costs = Mapping[str, Fraction]
_WEIGHT_LIMIT = 1 << 58


@dataclass(frozen=True, slots=True)
class Found:
    """Minimal sets in order, and whether there are no others.

    Of the first `in_order` it is proven that no set that is not among `sets` is smaller (of
    concession sets: cheaper, or as cheap and smaller) than any of them.
    """

    sets: tuple[Ids, ...]
    complete: bool
    in_order: int


def conflict_sets(
    space: Space, *, limit: int | None = None, seed: int = 0, clock: Clock | None = None
) -> Found:
    """Minimal sets of claims that no package satisfies together, smallest first, then by id.

    The rules of the world must leave some package. A minimal conflict lies within one group.
    """
    free = {claim.id: Fraction(0) for claim in space.claims}
    streams = _streams(space, free, clock, limit, seed, conflicts=True)
    merged = heapq.merge(*(stream.items() for stream in streams), key=lambda ids: (len(ids), ids))
    found = tuple(islice(merged, limit))
    complete = limit is None or len(found) < limit or next(merged, None) is None
    cut = [stream for stream in streams if stream.cut]
    if not cut:
        return Found(found, complete, len(found))
    every = (ids for stream in streams for ids in stream.known())
    known = sorted(every, key=lambda ids: (len(ids), ids))
    return _as_far(known[:limit], free, min(stream.floor for stream in cut))


def concession_sets(
    space: Space, *, limit: int | None = None, seed: int = 0, clock: Clock | None = None
) -> Found:
    """Minimal sets of claims whose giving up leaves a package, by cost, size, then id.

    The rules of the world must leave some package. When the claims collide nowhere the one set is
    empty. A concession set is one from each group of claims that collides.
    """
    costs = {claim.id: claim.cost for claim in space.claims}
    streams = _streams(space, costs, clock, limit, seed, conflicts=False)
    product = _cheapest_unions([stream.get for stream in streams], costs)
    found = tuple(islice(product, limit))
    complete = limit is None or len(found) < limit or next(product, None) is None
    if not any(stream.cut for stream in streams):
        return Found(found, complete, len(found))
    known = [stream.known() for stream in streams]
    firsts = [
        min([stream.floor, *(_rank(ids, costs) for ids in own[:1])])
        for stream, own in zip(streams, known, strict=True)
    ]
    sure = min(
        _plus(stream.floor, *firsts[:place], *firsts[place + 1 :])
        for place, stream in enumerate(streams)
        if stream.cut
    )
    unions = _cheapest_unions([_places(own) for own in known], costs)
    return _as_far(tuple(islice(unions, limit)), costs, sure)


def _as_far(sets: Sequence[Ids], costs: Costs, sure: Rank) -> Found:
    """An answer cut short: no set that is missing ranks before `sure`."""
    in_order = takewhile(lambda ids: _rank(ids, costs) <= sure, sets)
    return Found(tuple(sets), complete=False, in_order=sum(1 for _ in in_order))


def _rank(ids: Ids, costs: Costs) -> Rank:
    return sum((costs[name] for name in ids), Fraction(0)), len(ids)


def _plus(*ranks: Rank) -> Rank:
    return sum((cost for cost, _ in ranks), Fraction(0)), sum(size for _, size in ranks)


# --- one group -----------------------------------------------------------------------------------


class _Stream:
    """The minimal sets of one group, found as they are asked for.

    `cut`: time ended before it was known which comes next.
    """

    def __init__(self, space: Space, costs: Costs, minimal: Minimal, scale: int, *, ordered: bool):
        self._claims, self._costs, self._minimal, self._scale = space.claims, costs, minimal, scale
        self._source = iter(minimal) if ordered else self._all_at_once()
        self._given, self._ended = list[Ids](), False
        self.cut = False

    def _all_at_once(self) -> Iterator[Mask]:
        yield from sorted(self._minimal, key=lambda mask: self._key(self._ids(mask)))

    def _ids(self, mask: Mask) -> Ids:
        return tuple(self._claims[place].id for place in bits(mask))

    def _key(self, ids: Ids) -> tuple[Rank, Ids]:
        return _rank(ids, self._costs), ids

    def get(self, index: int) -> Ids | None:
        """The set in that place; None when there are fewer."""
        while len(self._given) <= index and not self._ended:
            try:
                self._given.append(self._ids(next(self._source)))
            except StopIteration:
                self._ended = True
            except (OutOfTime, KeyboardInterrupt):
                self._ended = self.cut = True
        return self._given[index] if index < len(self._given) else None

    def items(self) -> Iterator[Ids]:
        """All of them from the first."""
        index = 0
        while (ids := self.get(index)) is not None:
            yield ids
            index += 1

    def known(self) -> list[Ids]:
        """All sets found so far, in order; of those of a stream that was cut some may be missing
        in between."""
        masks = (*self._minimal.given, *self._minimal.also)
        return sorted((self._ids(mask) for mask in masks), key=self._key)

    @property
    def floor(self) -> Rank:
        """No set that is not known ranks before this."""
        cost, size = divmod(self._minimal.floor, len(self._claims) + 1)
        return Fraction(cost, self._scale), size


def _streams(
    space: Space,
    costs: Costs,
    clock: Clock | None,
    wanted: int | None,
    seed: int,
    *,
    conflicts: bool,
) -> list[_Stream]:
    """One for each group of claims, small groups first.

    Where nothing limits the sets and the time, the order within a group can wait.
    """
    ordered = wanted is not None or not (clock is None or clock.endless)
    scale = common_denominator(costs.values())
    found = []
    for group in sorted(components(space), key=len):
        own = part(space, group)
        kind = Kind(_weights(own.claims, costs, scale), conflicts=conflicts)
        oracle = Oracle(own, clock=clock)
        minimal = Minimal(oracle, kind, ordered=ordered, wanted=wanted, seed=seed)
        found.append(_Stream(own, costs, minimal, scale, ordered=ordered))
    return found


def _weights(claims: Sequence[Claim], costs: Costs, scale: int) -> list[int]:
    """Costs in whole numbers, and 1 more for each claim: of equal cost the fewest claims.

    Every weight is positive, so the cheapest set never holds a claim to spare, at no cost either.
    """
    weights = [int(costs[claim.id] * scale) * (len(claims) + 1) + 1 for claim in claims]
    if sum(weights) > _WEIGHT_LIMIT:
        raise InputError(
            "the costs of the claims are too far apart, or have too many digits, to be added "
            f"exactly: from {float(min(claim.cost for claim in claims)):g} to "
            f"{float(max(claim.cost for claim in claims)):g}; round them"
        )
    return weights


# --- several groups ------------------------------------------------------------------------------


def _cheapest_unions(sources: Sequence[Callable[[int], Ids | None]], costs: Costs) -> Iterator[Ids]:
    """One item of each source, united; by cost, size and ids. Each source is in that order.

    Taking a later item of one source never makes the union earlier, so the best of the unions not
    yet given is always among the neighbours of those given.
    """

    def entry(places: tuple[int, ...]) -> tuple[Rank, Ids, tuple[int, ...]] | None:
        parts = [get(place) for get, place in zip(sources, places, strict=True)]
        ids: list[str] = []
        for item in parts:
            if item is None:
                return None
            ids += item
        whole = tuple(sorted(ids))
        return _rank(whole, costs), whole, places

    start = entry((0,) * len(sources))
    heap = [] if start is None else [start]
    seen = {(0,) * len(sources)}
    while heap:
        _, ids, places = heapq.heappop(heap)
        yield ids
        for index in range(len(places)):
            following = (*places[:index], places[index] + 1, *places[index + 1 :])
            if following not in seen:
                seen.add(following)
                if (later := entry(following)) is not None:
                    heapq.heappush(heap, later)


def _places(items: Sequence[Ids]) -> Callable[[int], Ids | None]:
    """What is in a place; None when there is nothing."""
    return lambda place: items[place] if place < len(items) else None
