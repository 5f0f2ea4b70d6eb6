"""Blocks of states among which one decision maker moves, as arrays; nothing is compiled here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodoffices.model.graph import ConflictGraph
from goodoffices.solve.graph.states import Ints, Space, bits

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Field:
    """The bits of one decision maker: its moves, which of them go one way, and which are inverted.

    A move that can only be taken back is inverted, so that every one-way move goes from 0 to 1.
    """

    mask: int
    oneway: int
    inverted: int


def fields(conflict: ConflictGraph) -> tuple[Field, ...]:
    """The field of each decision maker."""
    bit = bits(conflict)
    found = []
    for maker in conflict.decision_makers:
        mask = oneway = inverted = 0
        for name in maker.moves:
            move, one = conflict.move_by_id[name], 1 << bit[name]
            mask |= one
            if move.direction != "both":
                oneway |= one
            if move.direction == "back":
                inverted |= one
        found.append(Field(mask, oneway, inverted))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Grouped:
    """States sorted by block, one-way part and rank. `start[k]` begins the k-th part in `order`.

    A part is a set of states that differ only in two-way moves of the decision maker; parts of one
    block differ in its one-way moves as well. `first[b]` is the first part of block b.
    """

    order: Ints
    part: Ints
    start: Ints
    block: Ints
    first: Ints
    held: NDArray[np.int64]


def grouped(space: Space, field: Field, rank: Ints) -> Grouped:
    """Sort the states of one decision maker into blocks and parts."""
    codes = space.piece(0, space.count)
    outside = codes & ~np.uint64(field.mask)
    oneway = (codes ^ np.uint64(field.inverted)) & np.uint64(field.oneway)
    order = np.lexsort((rank, oneway, outside))
    outside, oneway = outside[order], oneway[order]
    new_block = np.ones(space.count, dtype=np.bool_)
    new_block[1:] = outside[1:] != outside[:-1]
    new_part = new_block.copy()
    new_part[1:] |= oneway[1:] != oneway[:-1]
    start = np.flatnonzero(new_part)
    block = (np.cumsum(new_block) - 1)[start]
    part = np.empty(space.count, dtype=np.int32)
    part[order] = np.cumsum(new_part) - 1
    first = np.flatnonzero(np.diff(block, prepend=-1))
    return Grouped(
        order=order.astype(np.int32),
        part=part,
        start=np.append(start, space.count).astype(np.int32),
        block=block.astype(np.int32),
        first=np.append(first, start.size).astype(np.int32),
        held=oneway[start].astype(np.int64),
    )


@dataclass(frozen=True, slots=True)
class Sweep:
    """Edges of one decision maker into the states whose one-way moves are `held`, ready to sweep.

    Row r of `places` lists, for every block that has so many, the state with the r-th best rank
    (blocks with many states first, so that each row is shorter than the one before). `tied` says
    whether that state ties with the one in the row above; None where no tie is in the row.
    `giving` marks the states that are targets of the moves; None where all are.
    """

    places: tuple[Places, ...]
    tied: tuple[NDArray[np.bool_] | None, ...]
    giving: tuple[NDArray[np.bool_], ...] | None


def sweeps(space: Space, field: Field, rank: Ints) -> tuple[Sweep, ...]:
    """One sweep for each combination of one-way moves that some state holds."""
    codes = space.piece(0, space.count)
    outside = codes & ~np.uint64(field.mask)
    held = (codes ^ np.uint64(field.inverted)) & np.uint64(field.oneway)
    if not field.oneway:
        return (_sweep(outside, rank, np.arange(space.count), None),)
    found = []
    for target in np.unique(held):
        members = np.flatnonzero((held & ~target) == 0)
        found.append(_sweep(outside[members], rank[members], members, held[members] == target))
    return tuple(found)


def _sweep(outside: Any, rank: Any, members: Places, giving: Any) -> Sweep:
    if int(outside.max()) >> 31:
        order = np.lexsort((-rank.astype(np.int64), outside))
    else:  # both fit one word, which sorts quicker; ranks are below 2^31
        order = np.argsort((outside << np.uint64(31)).astype(np.int64) + (2**31 - 1 - rank))
    outside, rank = outside[order], rank[order]
    starts = np.flatnonzero(np.append(True, outside[1:] != outside[:-1]))
    sizes = np.diff(np.append(starts, outside.size))
    starts = starts[np.argsort(-sizes, kind="stable")]
    sizes = np.sort(sizes)[::-1]
    tie = np.zeros(outside.size, dtype=np.bool_)
    tie[1:] = rank[1:] == rank[:-1]
    places, tied, gives = [], [], []
    for row in range(int(sizes[0])):
        at = starts[: np.searchsorted(-sizes, -row, side="left")] + row
        places.append(members[order[at]])
        mark = tie[at] if row else tie[:0]
        tied.append(mark if mark.any() else None)
        if giving is not None:
            gives.append(giving[order[at]])
    return Sweep(tuple(places), tuple(tied), tuple(gives) if giving is not None else None)
