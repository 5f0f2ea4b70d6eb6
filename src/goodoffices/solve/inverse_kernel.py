"""The inverse of a small square matrix, kept up to date as the matrix changes a little.

A row of the inverse belongs to a column of the matrix and the other way round. Each change costs
one pass over the inverse; errors add up with them, so it is worked out anew from time to time.
Imported only where it is run.
"""

from __future__ import annotations

from typing import Any

from goodoffices.solve.jit import compiled, compiled_loosely

TINY = 1e-9  # a number to divide by that is below this in size is taken for 0


@compiled
def invert(square: Any, size: int, inverse: Any) -> bool:
    """The inverse of a matrix, which is used up; False when it is (nearly) singular."""
    for i in range(size):
        for j in range(size):
            inverse[i, j] = 0.0
        inverse[i, i] = 1.0
    for k in range(size):
        at = k
        for i in range(k + 1, size):
            if abs(square[i, k]) > abs(square[at, k]):
                at = i
        if abs(square[at, k]) < 1e-11:
            return False
        for j in range(size):
            square[k, j], square[at, j] = square[at, j], square[k, j]
            inverse[k, j], inverse[at, j] = inverse[at, j], inverse[k, j]
        ratio = 1.0 / square[k, k]
        for j in range(size):
            square[k, j] *= ratio
            inverse[k, j] *= ratio
        for i in range(size):
            ratio = square[i, k]
            if i != k and ratio != 0.0:
                for j in range(size):
                    square[i, j] -= ratio * square[k, j]
                    inverse[i, j] -= ratio * inverse[k, j]
    return True


@compiled_loosely
def times(inverse: Any, size: int, x: Any, into: Any) -> None:
    """The inverse times a column."""
    for i in range(size):
        total = 0.0
        for j in range(size):
            total += inverse[i, j] * x[j]
        into[i] = total


@compiled_loosely
def times_row(x: Any, inverse: Any, size: int, into: Any) -> None:
    """A row times the inverse."""
    for j in range(size):
        into[j] = 0.0
    for i in range(size):
        if x[i] != 0.0:
            for j in range(size):
                into[j] += x[i] * inverse[i, j]


@compiled
def replace_column(inverse: Any, size: int, at: int, alpha: Any) -> bool:
    """Another column of the matrix in place `at`; `alpha` is the inverse times it."""
    if abs(alpha[at]) < TINY:
        return False
    for j in range(size):
        inverse[at, j] /= alpha[at]
    for i in range(size):
        if i != at and alpha[i] != 0.0:
            for j in range(size):
                inverse[i, j] -= alpha[i] * inverse[at, j]
    return True


@compiled
def replace_row(inverse: Any, size: int, at: int, beta: Any) -> bool:
    """Another row of the matrix in place `at`; `beta` is it times the inverse."""
    if abs(beta[at]) < TINY:
        return False
    for i in range(size):
        pivot = inverse[i, at] / beta[at]
        if pivot != 0.0:
            for j in range(size):
                inverse[i, j] -= beta[j] * pivot
        inverse[i, at] = pivot
    return True


@compiled
def grow(inverse: Any, size: int, alpha: Any, beta: Any, corner: float) -> bool:
    """A last row and column more, which meet in `corner`; `alpha` is the inverse times the column
    and `beta` the row times the inverse, without the corner less beta times the column."""
    if abs(corner) < TINY:
        return False
    for i in range(size):
        ratio = alpha[i] / corner
        if ratio != 0.0:
            for j in range(size):
                inverse[i, j] += ratio * beta[j]
        inverse[i, size] = -ratio
    for j in range(size):
        inverse[size, j] = -beta[j] / corner
    inverse[size, size] = 1.0 / corner
    return True


@compiled
def shrink(inverse: Any, size: int, row: int, column: int) -> bool:
    """The matrix without a row and a column, the last of each in their places."""
    pivot = inverse[column, row]
    if abs(pivot) < TINY:
        return False
    for i in range(size):
        if i != column and inverse[i, row] != 0.0:
            ratio = inverse[i, row] / pivot
            for j in range(size):
                inverse[i, j] -= ratio * inverse[column, j]
    last = size - 1
    for j in range(size):
        inverse[column, j] = inverse[last, j]
    for i in range(last):
        inverse[i, row] = inverse[i, last]
    return True
