"""Compiled kernels on a list of feasible states, for conflicts where most combinations are not.

The same method as in `cube`, on the parts and blocks of `blocks.Grouped`, one row of each array
for a decision maker.
"""

from __future__ import annotations

# mypy: disable-error-code="untyped-decorator,no-untyped-def"
import numba as nb
import numpy as np

from goodoffices.solve.graph.sorting import sorted_by

NASH, GMR, SMR, SEQ, SSEQ = 1, 2, 4, 8, 16
_jit = nb.njit(cache=True, nogil=True, boundscheck=False)


@_jit
def _best(parts, value, order, part, start, block, first, held, top):
    """In place: the highest value over the state and where the decision maker can move it."""
    for k in range(parts):
        high = np.int32(-1)
        for p in range(start[k], start[k + 1]):
            high = max(high, value[order[p]])
        top[k] = high
    for k in range(parts):
        b = block[k]
        high = np.int32(-1)
        for other in range(first[b], first[b + 1]):
            if held[k] & ~held[other] == 0:
                high = max(high, top[other])
        for p in range(start[k], start[k + 1]):
            value[order[p]] = high


@_jit
def _label(
    me,
    parts,
    value,
    lowest,
    rows,
    pointer,
    stack,
    rank,
    order,
    part,
    start,
    block,
    first,
    held,
    improving,
):
    """lowest[s] = lowest value that the opponents of `me` can lead to from s."""
    makers = rank.shape[0]
    for j in range(makers):
        if j != me:
            pointer[j, : parts[j]] = start[j, : parts[j]]
    lowest[:] = -1
    for k in range(rows.size):
        seed = rows[k]
        if lowest[seed] != -1:
            continue
        low = value[seed]
        lowest[seed] = low
        stack[0] = seed
        depth = 1
        while depth:
            depth -= 1
            t = stack[depth]
            for j in range(makers):
                if j == me:
                    continue
                mine = part[j, t]
                b = block[j, mine]
                for k2 in range(first[j, b], first[j, b + 1]):
                    if held[j, k2] & ~held[j, mine]:
                        continue
                    p = pointer[j, k2]
                    end = start[j, k2 + 1]
                    while p < end:
                        q = order[j, p]
                        if improving and rank[j, q] >= rank[j, t]:
                            break
                        p += 1
                        if lowest[q] == -1:
                            lowest[q] = low
                            stack[depth] = q
                            depth += 1
                    pointer[j, k2] = p


@_jit
def solve_one(me, parts, rank, order, part, start, block, first, held, flags):
    """Set the flags of the states that are stable for decision maker `me`, all five concepts."""
    total = rank.shape[1]
    top = np.empty(total, np.int32)
    best = rank[me].copy()
    _best(parts[me], best, order[me], part[me], start[me], block[me], first[me], held[me], top)
    lowest = np.empty(total, np.int32)
    pointer = np.empty((rank.shape[0], total), np.int32)
    stack = np.empty(total, np.int32)
    rows = np.empty(total, np.int32)
    own = rank[me]
    for s in range(total):
        if best[s] <= own[s]:
            flags[s] |= NASH
    for concept in range(4):
        value = best if concept % 2 else own
        sorted_by(value, rows, stack)
        _label(
            me,
            parts,
            value,
            lowest,
            rows,
            pointer,
            stack,
            rank,
            order,
            part,
            start,
            block,
            first,
            held,
            concept >= 2,
        )
        for s in range(total):
            lowest[s] = min(lowest[s], own[s])
        _best(
            parts[me], lowest, order[me], part[me], start[me], block[me], first[me], held[me], top
        )
        sign = GMR << concept
        for s in range(total):
            if lowest[s] <= own[s]:
                flags[s] |= sign
