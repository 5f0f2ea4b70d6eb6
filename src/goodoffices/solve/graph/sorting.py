"""A compiled radix sort, because comparing costs more than the rest of the search."""

from __future__ import annotations

# mypy: disable-error-code="untyped-decorator,no-untyped-def"
import numba as nb
import numpy as np

_jit = nb.njit(cache=True, nogil=True, boundscheck=False)


@_jit
def sorted_by(value, rows, spare):
    """Rows ordered by their values (whole numbers from 0): radix sort, stable."""
    highest = 0
    for k in range(value.size):
        rows[k] = k
        highest = max(highest, value[k])
    counts = np.empty(2049, np.int64)
    shift = 0
    while highest >> shift:
        counts[:] = 0
        for k in range(value.size):
            counts[((value[k] >> shift) & 2047) + 1] += 1
        for digit in range(2048):
            counts[digit + 1] += counts[digit]
        for k in range(value.size):
            row = rows[k]
            digit = (value[row] >> shift) & 2047
            spare[counts[digit]] = row
            counts[digit] += 1
        rows[:] = spare
        shift += 11
