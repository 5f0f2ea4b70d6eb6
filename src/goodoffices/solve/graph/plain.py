"""The five concepts with numpy alone, on any set of feasible states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodoffices.model.graph import ConflictGraph
from goodoffices.solve.graph.blocks import Sweep, fields, sweeps
from goodoffices.solve.graph.states import Ints, Space

NASH, GMR, SMR, SEQ, SSEQ = 1, 2, 4, 8, 16
_FAR = np.int32(2**31 - 1)


class Impatient(Exception):
    """More sweeps would be needed than were allowed; a compiled kernel is sure to be quicker."""


def stable_flags(
    conflict: ConflictGraph, space: Space, rank: Sequence[Ints], *, patience: int | None = None
) -> NDArray[np.uint8]:
    """Bits NASH to SSEQ for every decision maker (rows) and state (columns).

    The number of sweeps grows with the longest way that opponents need, which is short in practice
    but can be long in a maze of infeasible states; `patience` bounds it by raising Impatient.
    """
    edges = [
        sweeps(space, field, order) for field, order in zip(fields(conflict), rank, strict=True)
    ]
    flags = np.zeros((len(rank), space.count), dtype=np.uint8)
    for me, own in enumerate(rank):
        others = [edges[j] for j in range(len(rank)) if j != me]
        best = _best(edges[me], own)
        flags[me] |= np.where(best <= own, NASH, 0).astype(np.uint8)
        for sign, value, improving in (
            (GMR, own, False),
            (SMR, best, False),
            (SEQ, own, True),
            (SSEQ, best, True),
        ):
            led = np.minimum(own, _lowest(others, value, improving, patience))
            flags[me] |= np.where(_best(edges[me], led) <= own, sign, 0).astype(np.uint8)
    return flags


def _best(edges: tuple[Sweep, ...], value: Ints) -> Ints:
    """The highest value over each state and where the decision maker can move it."""
    best = value.copy()
    for sweep in edges:
        top = np.full(sweep.places[0].size, -1, dtype=np.int32)
        for row, places in enumerate(sweep.places):
            given = value[places]
            if sweep.giving is not None:
                given = np.where(sweep.giving[row], given, np.int32(-1))
            np.maximum(top[: places.size], given, out=top[: places.size])
        for places in sweep.places:
            best[places] = np.maximum(best[places], top[: places.size])
    return best


def _lowest(
    others: list[tuple[Sweep, ...]], value: Ints, improving: bool, patience: int | None
) -> Ints:
    """The lowest value that joint legal sequences of moves lead to, the state itself included.

    Relaxed decision maker by decision maker until nothing changes.
    """
    lowest = value.copy()
    quiet = swept = 0
    while quiet < len(others):
        for edges in others:
            changed = [
                _relax_improvements(sweep, lowest) if improving else _relax_moves(sweep, lowest)
                for sweep in edges
            ]
            swept += 1
            quiet = 0 if any(changed) else quiet + 1
            if quiet >= len(others):
                break
        if patience is not None and swept > patience:
            raise Impatient
    return lowest


def _given(sweep: Sweep, row: int, value: Any) -> Any:
    return value if sweep.giving is None else np.where(sweep.giving[row], value, _FAR)


def _relax_moves(sweep: Sweep, lowest: Ints) -> bool:
    low = np.full(sweep.places[0].size, _FAR, dtype=np.int32)
    before = [lowest[places] for places in sweep.places]
    for row, value in enumerate(before):
        np.minimum(low[: value.size], _given(sweep, row, value), out=low[: value.size])
    changed = False
    for places, value in zip(sweep.places, before, strict=True):
        less = low[: places.size] < value
        if less.any():
            changed = True
            lowest[places] = np.minimum(value, low[: places.size])
    return changed


def _relax_improvements(sweep: Sweep, lowest: Ints) -> bool:
    """Every state takes the lowest value of strictly better states in its block."""
    above = np.full(sweep.places[0].size, _FAR, dtype=np.int32)  # over the rows so far
    better = above  # over the rows that are strictly better than this one
    changed = False
    for row, places in enumerate(sweep.places):
        size, tied = places.size, sweep.tied[row]
        value = lowest[places]
        better = above[:size] if tied is None else np.where(tied, better[:size], above[:size])
        if (better < value).any():
            changed = True
            value = np.minimum(value, better)
            lowest[places] = value
        above = np.minimum(above[:size], _given(sweep, row, value))
    return changed
