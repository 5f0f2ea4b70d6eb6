"""Minimal conflict sets and minimal concession sets, each in one fixed order.

How they are found is in `duals`; here claims are grouped and the answers put together. Both are
minimal and in order by construction, and complete when no candidate is left.

Claims that share no issue cannot collide, so each group of connected claims is taken alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

from goodoffices.errors import InputError
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.duals import concession_masks, conflict_masks
from goodoffices.solve.oracle import Mask, Oracle, bits
from goodoffices.solve.space import Claim, Space, common_denominator, components, part

Ids = tuple[str, ...]
_WEIGHT_LIMIT = 1 << 58


@dataclass(frozen=True, slots=True)
class Found:
    """Sets in order, and whether there are no others."""

    sets: tuple[Ids, ...]
    complete: bool


def conflict_sets(
    space: Space, *, limit: int | None = None, seed: int = 0, clock: Clock | None = None
) -> Found:
    """Minimal sets of claims that no package satisfies together, smallest first, then by id.

    The rules of the world must leave some package. A minimal conflict lies within one group.
    """
    ordered = limit is not None or not (clock is None or clock.endless)
    groups = components(space)
    streams = [_Stream(_conflicts(part(space, g), clock, ordered=ordered)) for g in groups]
    merged = heapq.merge(*(stream.items() for stream in streams), key=lambda ids: (len(ids), ids))
    found = tuple(islice(merged, limit))
    if limit is not None and len(found) == limit:
        return Found(found, _exhausted(merged) and not any(stream.cut for stream in streams))
    # A group cut short may lack sets smaller than those found in others; the order still stands.
    return Found(found, not any(stream.cut for stream in streams))


def concession_sets(
    space: Space, *, limit: int | None = None, seed: int = 0, clock: Clock | None = None
) -> Found:
    """Minimal sets of claims whose giving up leaves a package, by cost, size, then id.

    The rules of the world must leave some package. When the claims collide nowhere the one set is
    empty. A concession set is one from each group of claims that collides.
    """
    groups = components(space)
    ordered = limit is not None or not (clock is None or clock.endless)
    streams = [_Stream(_concessions(part(space, g), clock, ordered=ordered)) for g in groups]
    costs = {claim.id: claim.cost for claim in space.claims}
    product = _cheapest_unions(streams, costs)
    found: list[Ids] = []
    for ids in product:
        if limit is not None and len(found) == limit:
            return Found(tuple(found), complete=False)
        found.append(ids)
    return Found(tuple(found), not any(stream.cut for stream in streams))


# --- one group -----------------------------------------------------------------------------------


def _conflicts(space: Space, clock: Clock | None, *, ordered: bool) -> Iterator[Ids]:
    """Minimal conflict sets of one group; all of them at once where the order can wait."""
    oracle = Oracle(space, clock=clock)
    found = (_ids(space, mask) for mask in conflict_masks(oracle, ordered=ordered))
    return found if ordered else _sorted(found, lambda ids: (len(ids), ids))


def _concessions(space: Space, clock: Clock | None, *, ordered: bool) -> Iterator[Ids]:
    """Minimal concession sets of one group; all of them at once where the order can wait."""
    oracle, weights = Oracle(space, clock=clock), _weights(space.claims)
    found = (_ids(space, mask) for mask in concession_masks(oracle, weights, ordered=ordered))
    if ordered:
        return found
    cost = {claim.id: claim.cost for claim in space.claims}
    return _sorted(found, lambda ids: (sum(cost[name] for name in ids), len(ids), ids))


def _ids(space: Space, mask: Mask) -> Ids:
    return tuple(space.claims[place].id for place in bits(mask))


def _sorted(found: Iterator[Ids], key: Callable[[Ids], Any]) -> Iterator[Ids]:
    yield from sorted(found, key=key)


def _weights(claims: Sequence[Claim]) -> list[int]:
    """Costs in whole numbers, and 1 more for each claim: of equal cost the fewest claims.

    Every weight is positive, so the cheapest set never holds a claim to spare, at no cost either.
    """
    scale = common_denominator(claim.cost for claim in claims)
    weights = [int(claim.cost * scale) * (len(claims) + 1) + 1 for claim in claims]
    if sum(weights) > _WEIGHT_LIMIT:
        raise InputError(
            "the costs of the claims are too far apart, or have too many digits, to be added "
            f"exactly: from {float(min(claim.cost for claim in claims)):g} to "
            f"{float(max(claim.cost for claim in claims)):g}; round them"
        )
    return weights


# --- several groups ------------------------------------------------------------------------------


class _Stream:
    """A lazy sequence that remembers what it gave and whether the time limit cut it short."""

    def __init__(self, source: Iterator[Ids]) -> None:
        self._source, self._given, self._ended = source, list[Ids](), False
        self.cut = False

    def get(self, index: int) -> Ids | None:
        """The item at that place; None when there are fewer."""
        while len(self._given) <= index and not self._ended:
            try:
                self._given.append(next(self._source))
            except StopIteration:
                self._ended = True
            except (OutOfTime, KeyboardInterrupt):
                self._ended = self.cut = True
        return self._given[index] if index < len(self._given) else None

    def items(self) -> Iterator[Ids]:
        """All items from the first."""
        index = 0
        while (item := self.get(index)) is not None:
            yield item
            index += 1


def _exhausted(items: Iterator[Ids]) -> bool:
    return next(items, None) is None


def _cheapest_unions(streams: Sequence[_Stream], costs: dict[str, Fraction]) -> Iterator[Ids]:
    """One item of each stream, united; by cost, size and ids. Each stream is in that order.

    Taking a later item of one stream never makes the union earlier, so the best of the unions not
    yet given is always among the neighbours of those given.
    """

    def entry(places: tuple[int, ...]) -> tuple[Fraction, int, Ids, tuple[int, ...]] | None:
        parts = [stream.get(place) for stream, place in zip(streams, places, strict=True)]
        ids: list[str] = []
        for item in parts:
            if item is None:
                return None
            ids += item
        return sum((costs[name] for name in ids), Fraction(0)), len(ids), tuple(sorted(ids)), places

    start = entry((0,) * len(streams))
    heap = [] if start is None else [start]
    seen = {(0,) * len(streams)}
    while heap:
        _, _, ids, places = heapq.heappop(heap)
        yield ids
        for index in range(len(places)):
            following = (*places[:index], places[index] + 1, *places[index + 1 :])
            if following not in seen:
                seen.add(following)
                if (later := entry(following)) is not None:
                    heapq.heappush(heap, later)
