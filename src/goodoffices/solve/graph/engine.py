"""Stable states of a conflict by the fastest kernel that is at hand; all give the same answer."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from goodoffices.errors import SolverFailed, TooLarge
from goodoffices.model.graph import ConflictGraph
from goodoffices.solve.graph import plain
from goodoffices.solve.graph.blocks import Field, fields, grouped
from goodoffices.solve.graph.states import (
    MAX_STATES,
    Ints,
    Space,
    bits,
    enumerate_states,
    ranks,
)

Engine = Literal["auto", "cube", "sparse", "numpy"]
COMPILED_FROM = 1 << 21
"""States from which the compiled kernel is worth its load time; below, numpy is as quick."""
PATIENCE = 500  # sweeps of one search before the compiled kernel takes over
CONCEPTS = {"nash": 1, "gmr": 2, "smr": 4, "seq": 8, "sseq": 16}
"""Bit of each concept in the flags."""


@dataclass(frozen=True, slots=True)
class Solved:
    """Feasible states, ranks and, for each decision maker and state, the concepts that hold."""

    space: Space
    ranks: tuple[Ints, ...]
    flags: NDArray[np.uint8]

    @property
    def equilibria(self) -> NDArray[np.uint8]:
        """Concepts under which each state is stable for every decision maker."""
        return np.bitwise_and.reduce(self.flags, axis=0)  # type: ignore[no-any-return]


@cache
def compiled_here() -> bool:
    """Whether numba is installed and its kernels load; asked only where they would be used."""
    try:
        import goodoffices.solve.graph.cube
        import goodoffices.solve.graph.sparse  # noqa: F401
    except (ImportError, RuntimeError, OSError):  # no numba, no place to keep what is compiled
        return False
    return True


def solve(
    conflict: ConflictGraph,
    *,
    engine: Engine = "auto",
    limit: int = MAX_STATES,
    rank: Sequence[Ints] | None = None,
) -> Solved:
    """Stable states under Nash, GMR, SMR, SEQ and SSEQ for every decision maker.

    Definitions of Fang, Hipel and Kilgour (1993), chapter 3, and Zeng, Fang, Hipel and Kilgour
    (2007) for SSEQ; joint sanctions are legal sequences, in which nobody moves twice in a row.
    `rank` replaces the ranks that the preferences give. Raises TooLarge, and SolverFailed where a
    compiled engine is asked for and numba is not there.
    """
    space = enumerate_states(conflict, limit=limit)
    if rank is None:
        rank = [ranks(conflict, space, maker) for maker in conflict.decision_makers]
    return Solved(space, tuple(rank), _flags(conflict, space, rank, engine))


def memory() -> int:
    """Bytes of memory that this machine has; a terabyte where it does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 1 << 40


def _check_memory(space: Space, makers: int, *, compiled: bool) -> None:
    """Raise TooLarge rather than exhaust the machine; bytes a state are as measured, rounded up."""
    need = space.count * (10 * makers + 40 if compiled else 20 * makers + 60)
    if need > 0.8 * memory():
        raise TooLarge(
            "megabytes of memory that this conflict would take",
            need >> 20,
            memory() * 8 // 10 >> 20,
            "use a machine with more memory, or declare moves that exclude one another",
        )


def _flags(
    conflict: ConflictGraph, space: Space, rank: Sequence[Ints], engine: Engine
) -> NDArray[np.uint8]:
    if engine in ("cube", "sparse") and not compiled_here():
        raise SolverFailed("numba", "an import error; the engine 'numpy' needs nothing compiled")
    dense = 1 << space.moves <= max(4 * space.count, 1 << 12)
    large = engine == "auto" and dense and space.count >= COMPILED_FROM and compiled_here()
    _check_memory(space, len(rank), compiled=large or engine in ("cube", "sparse"))
    if engine == "cube" or large:
        return _by_cube(conflict, space, rank)
    if engine == "sparse":
        return _by_parts(conflict, space, rank)
    try:
        patience = PATIENCE if engine == "auto" else None
        return plain.stable_flags(conflict, space, rank, patience=patience)
    except plain.Impatient:
        if not compiled_here():
            return plain.stable_flags(conflict, space, rank)
        return (_by_cube if dense else _by_parts)(conflict, space, rank)


@dataclass(frozen=True, slots=True)
class _Cube:
    """Where the fields of the decision makers lie in an index of the cube."""

    shifts: NDArray[np.int64]
    frees: NDArray[np.int64]
    oneways: NDArray[np.int64]
    places: NDArray[np.int64] | None  # index of each feasible state; None where it is its number


def _cube(conflict: ConflictGraph, space: Space) -> _Cube:
    bit = bits(conflict)
    sources: list[int] = []
    shifts, frees, oneways = [], [], []
    inverted = 0
    for maker in conflict.decision_makers:
        moves = [conflict.move_by_id[name] for name in maker.moves]
        free = sorted(bit[move.id] for move in moves if move.direction == "both")
        oneway = sorted(bit[move.id] for move in moves if move.direction != "both")
        shifts.append(len(sources))
        frees.append(len(free))
        oneways.append(len(oneway))
        sources += free + oneway
        inverted |= sum(1 << bit[move.id] for move in moves if move.direction == "back")
    places = None
    if sources != list(range(space.moves)) or inverted or space.codes is not None:
        codes = space.piece(0, space.count) ^ np.uint64(inverted)
        found = np.zeros(space.count, dtype=np.uint64)
        for target, source in enumerate(sources):
            found |= (codes >> np.uint64(source) & np.uint64(1)) << np.uint64(target)
        places = found.astype(np.int64)
    return _Cube(
        np.array(shifts, dtype=np.int64),
        np.array(frees, dtype=np.int64),
        np.array(oneways, dtype=np.int64),
        places,
    )


def _by_cube(conflict: ConflictGraph, space: Space, rank: Sequence[Ints]) -> NDArray[np.uint8]:
    from goodoffices.solve.graph import cube as kernel

    layout = _cube(conflict, space)
    makers, total = len(rank), 1 << space.moves
    masked = space.codes is not None
    feasible = np.zeros(total if masked else 0, dtype=np.bool_)
    if masked:
        feasible[layout.places] = True
    widest = int((layout.frees + layout.oneways).max())
    kind: Any = np.uint8 if widest <= 7 else np.uint16 if widest <= 15 else np.int32
    top = int(np.iinfo(kind).max)
    below = np.empty((makers, total), dtype=kind)
    order = np.empty((makers, total), dtype=kind)

    def laid_out(me: int) -> Ints:
        if layout.places is None:
            return rank[me]
        out = np.zeros(total, dtype=np.int32)
        out[layout.places] = rank[me]
        return out

    for me in range(makers):
        field = (layout.shifts[me], layout.frees[me], layout.oneways[me])
        kernel.order_blocks(laid_out(me), feasible, masked, *field, top, below[me], order[me])
    flags = np.zeros((makers, space.count), dtype=np.uint8)
    shape = (layout.shifts, layout.frees, layout.oneways)
    for me in range(makers):
        inside = np.zeros(total, dtype=np.uint8)
        kernel.solve_one(me, laid_out(me), feasible, masked, below, order, *shape, inside)
        flags[me] = inside if layout.places is None else inside[layout.places]
    return flags


def _by_parts(conflict: ConflictGraph, space: Space, rank: Sequence[Ints]) -> NDArray[np.uint8]:
    from goodoffices.solve.graph import sparse as kernel

    makers, total = len(rank), space.count
    shape = (makers, total)
    stacked = {name: np.zeros(shape, np.int32) for name in ("order", "part", "block")}
    stacked["start"] = np.full((makers, total + 1), total, np.int32)
    stacked["first"] = np.zeros((makers, total + 1), np.int32)
    held = np.zeros(shape, np.int64)
    parts = np.zeros(makers, np.int64)
    own_fields: list[Field] = list(fields(conflict))
    for me in range(makers):
        found = grouped(space, own_fields[me], rank[me])
        parts[me] = found.held.size
        for name, array in stacked.items():
            own = getattr(found, name)
            array[me, : own.size] = own
        held[me, : found.held.size] = found.held
    flags = np.zeros(shape, dtype=np.uint8)
    order = np.ascontiguousarray(np.stack(rank))
    names = ("order", "part", "start", "block", "first")
    for me in range(makers):
        kernel.solve_one(me, parts, order, *(stacked[name] for name in names), held, flags[me])
    return flags
