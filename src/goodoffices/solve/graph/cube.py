"""Compiled kernels on the cube of all combinations of moves, infeasible ones masked out.

A state is an index of n fields of bits, one field a decision maker; in each field the moves that go
both ways come first, then those that can only be taken (moves that can only be taken back are
stored inverted). Within a field any feasible combination can be reached in one step unless that
takes back a one-way move; so a decision maker's moves, and its improvements, are transitive.

Edges are never stored. `order` lists each block (states that differ only in one decision maker's
two-way moves) by rank, and a pointer per block tells how far it has been labelled: the states from
which t can be reached by an improvement are a prefix of the block, and each is labelled once.
"""

from __future__ import annotations

# mypy: disable-error-code="untyped-decorator,no-untyped-def"
import numba as nb
import numpy as np

from goodoffices.solve.graph.sorting import sorted_by

NASH, GMR, SMR, SEQ, SSEQ = 1, 2, 4, 8, 16
_jit = nb.njit(cache=True, nogil=True, boundscheck=False)


@_jit
def _field(x, shift, width):
    return (x >> shift) & ((1 << width) - 1)


@_jit
def _without(x, shift, width):
    """The index with a field of bits cut out."""
    return (x >> (shift + width)) << shift | x & ((1 << shift) - 1)


@_jit
def _with(y, shift, width, inside):
    """The index with a field of bits put in."""
    return (y >> shift) << (shift + width) | inside << shift | y & ((1 << shift) - 1)


@_jit
def order_blocks(rank, feasible, masked, shift, free, oneway, top, below, order):
    """Order one decision maker's blocks by rank.

    below[x]: states of x's whole field that are feasible and worse; `top` for infeasible x. order:
    free part of the k-th worst state of a block, at the block's place.
    """
    width = free + oneway
    size = 1 << width
    keys = np.empty(size, np.int64)
    rows = np.empty(size, np.int64)
    filled = np.zeros(1 << oneway, np.int64)
    for outer in range(rank.size >> width):
        base = _with(outer, shift, width, 0)
        for k in range(size):
            x = base | k << shift
            keys[k] = rank[x] if not masked or feasible[x] else np.int64(1) << 40
        if size <= 48:
            for k in range(size):
                key = keys[k]
                p = k
                while p > 0 and keys[rows[p - 1]] > key:
                    rows[p] = rows[p - 1]
                    p -= 1
                rows[p] = k
        else:
            rows[:] = np.argsort(keys, kind="mergesort")
        filled[:] = 0
        worse = 0
        for p in range(size):
            k = rows[p]
            x = base | k << shift
            if p == 0 or keys[k] != keys[rows[p - 1]]:
                worse = p
            below[x] = worse if not masked or feasible[x] else top
            sub = k >> free
            order[base | (sub << free | filled[sub]) << shift] = k & ((1 << free) - 1)
            filled[sub] += 1


@_jit
def _best(value, shift, free, oneway):
    """In place: the highest value over the state and where its field can be moved to."""
    for bit in range(free + oneway):
        step = 1 << (shift + bit)
        both = bit < free
        for high in range(0, value.size, 2 * step):
            for x in range(high, high + step):
                one, other = value[x], value[x + step]
                if other > one:
                    value[x] = other
                elif both:
                    value[x + step] = one


@_jit
def _worst(value, shift, free, oneway):
    """In place: the lowest value over the state and where its field can be moved to."""
    for bit in range(free + oneway):
        step = 1 << (shift + bit)
        both = bit < free
        for high in range(0, value.size, 2 * step):
            for x in range(high, high + step):
                one, other = value[x], value[x + step]
                if other < one:
                    value[x] = other
                elif both:
                    value[x + step] = one


@_jit
def _label(value, lowest, rows, pointer, stack, below, order, shifts, frees, oneways, improving):
    """lowest[y] = lowest value that the opponents can lead to from y, by legal sequences.

    States are taken in order of value; all that can reach one and have no label yet get its value.
    Labels start at -1; infeasible states carry -2 and stay as they are.
    """
    opponents = shifts.size
    for j in range(opponents):
        pointer[j, :] = 0
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
            t = np.int64(stack[depth])
            for j in range(opponents):
                shift, free, oneway = shifts[j], frees[j], oneways[j]
                size = 1 << free
                limit = below[t, j]
                if oneway == 0 and improving:
                    if limit == 0:
                        continue
                    block = _without(t, shift, free)
                    p = np.int64(pointer[j, block])
                    if p >= limit:
                        continue
                    base = t & ~((size - 1) << shift)
                    while p < limit:
                        q = base | np.int64(order[base | p << shift, j]) << shift
                        p += 1
                        if lowest[q] == -1:
                            lowest[q] = low
                            stack[depth] = q
                            depth += 1
                    pointer[j, block] = p
                    continue
                outside = t & ~((1 << (free + oneway)) - 1 << shift)
                held = _field(t, shift + free, oneway)
                sub = held
                while True:
                    base = outside | sub << (shift + free)
                    block = _without(base, shift, free)
                    p = np.int64(pointer[j, block])
                    while p < size:
                        q = base | np.int64(order[base | p << shift, j]) << shift
                        if lowest[q] == -2 or (improving and below[q, j] >= limit):
                            break
                        p += 1
                        if lowest[q] == -1:
                            lowest[q] = low
                            stack[depth] = q
                            depth += 1
                    pointer[j, block] = p
                    if sub == 0:
                        break
                    sub = (sub - 1) & held


@_jit
def _mark(flags, best, rank, feasible, masked, sign):
    for x in range(rank.size):
        if best[x] <= rank[x] and (not masked or feasible[x]):
            flags[x] |= sign


@_jit
def _deterred(flags, rank, led, feasible, masked, shift, free, oneway, sign):
    """Mark states no improvement of which survives: led[x] = worst that x can be led to."""
    for x in range(rank.size):
        if masked and not feasible[x]:
            led[x] = -1
        elif rank[x] < led[x]:
            led[x] = rank[x]
    _best(led, shift, free, oneway)
    _mark(flags, led, rank, feasible, masked, sign)


@_jit
def solve_one(i, rank, feasible, masked, below, order, shifts, frees, oneways, flags):
    """Set the flags of the states that are stable for decision maker i, for all five concepts.

    s is stable iff the best over s and its improvements of min(own rank, worst that the opponents
    can lead to) does not exceed the rank of s.
    """
    n, total = shifts.size, rank.size
    shift, free, oneway = shifts[i], frees[i], oneways[i]
    width = free + oneway
    far = np.int32(2147483647)
    best = rank.copy()
    if masked:
        for x in range(total):
            if not feasible[x]:
                best[x] = -1
    _best(best, shift, free, oneway)
    _mark(flags, best, rank, feasible, masked, NASH)
    others = np.array([j for j in range(n) if j != i])
    led = np.empty(total, np.int32)
    if not masked:
        # Every combination is feasible, so joint moves reach what the single moves reach together.
        for concept in range(2):
            led[:] = rank if concept == 0 else best
            for j in others:
                _worst(led, shifts[j], frees[j], oneways[j])
            sign = GMR if concept == 0 else SMR
            _deterred(flags, rank, led, feasible, masked, shift, free, oneway, sign)
    size = total >> width
    count = others.size
    sub_below = np.empty((size, count), below.dtype)
    sub_order = np.empty((size, count), order.dtype)
    value = np.empty(size, np.int32)
    lowest = np.empty(size, np.int32)
    rows = np.empty(size, np.int32)
    spare = np.empty(size, np.int32)
    stack = np.empty(size, np.int32)
    sub_shifts = np.empty(count, np.int64)
    least = 64
    for k in range(count):
        j = others[k]
        sub_shifts[k] = shifts[j] - width if shifts[j] > shift else shifts[j]
        least = min(least, frees[j])
    pointer = np.empty((count, (size >> least) if count else 0), below.dtype)
    led_smr = np.empty(total if masked else 0, np.int32)
    led_gmr = np.empty(total if masked else 0, np.int32)
    led_sseq = np.empty(total, np.int32)
    for inside in range(1 << width):
        for y in range(size):
            x = _with(y, shift, width, inside)
            for k in range(count):
                sub_below[y, k] = below[others[k], x]
                sub_order[y, k] = order[others[k], x]
        for concept in range(4):
            improving = concept >= 2
            if not improving and not masked:
                continue
            for y in range(size):
                x = _with(y, shift, width, inside)
                dead = masked and not feasible[x]
                lowest[y] = -2 if dead else -1
                value[y] = far if dead else (best[x] if concept % 2 else rank[x])
                if dead:
                    value[y] = 0
            sorted_by(value, rows, spare)
            _label(
                value,
                lowest,
                rows,
                pointer,
                stack,
                sub_below,
                sub_order,
                sub_shifts,
                frees[others],
                oneways[others],
                improving,
            )
            for y in range(size):
                x = _with(y, shift, width, inside)
                if concept == 0:
                    led_gmr[x] = lowest[y]
                elif concept == 1:
                    led_smr[x] = lowest[y]
                elif concept == 2:
                    led[x] = lowest[y]
                else:
                    led_sseq[x] = lowest[y]
    if masked:
        _deterred(flags, rank, led_gmr, feasible, masked, shift, free, oneway, GMR)
        _deterred(flags, rank, led_smr, feasible, masked, shift, free, oneway, SMR)
    _deterred(flags, rank, led, feasible, masked, shift, free, oneway, SEQ)
    _deterred(flags, rank, led_sseq, feasible, masked, shift, free, oneway, SSEQ)
