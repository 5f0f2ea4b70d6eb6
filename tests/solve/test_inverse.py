"""The inverse that is kept up to date, against one worked out anew."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from goodoffices.solve.jit import load

MOST = 12


class Kept:
    """A square matrix, and the inverse that follows its changes."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.kernel: Any = load("inverse_kernel")
        self.inverse = np.zeros((MOST, MOST))
        self.matrix = self.random.normal(size=(3, 3)) + 3 * np.eye(3)
        used = np.zeros((MOST, MOST))
        used[:3, :3] = self.matrix
        assert self.kernel.invert(used, 3, self.inverse)

    @property
    def size(self) -> int:
        return len(self.matrix)

    def drawn(self) -> Any:
        column = np.zeros(MOST)
        column[: self.size] = self.random.normal(size=self.size)
        return column

    def after(self, multiply: Any, column: Any) -> Any:
        into = np.zeros(MOST)
        if multiply is self.kernel.times:
            multiply(self.inverse, self.size, column, into)
        else:
            multiply(column, self.inverse, self.size, into)
        return into

    def replace_column(self) -> bool:
        at, column = int(self.random.integers(self.size)), self.drawn()
        alpha = self.after(self.kernel.times, column)
        if abs(alpha[at]) < 0.05:
            return False
        self.matrix[:, at] = column[: self.size]
        return bool(self.kernel.replace_column(self.inverse, self.size, at, alpha))

    def replace_row(self) -> bool:
        at, row = int(self.random.integers(self.size)), self.drawn()
        beta = self.after(self.kernel.times_row, row)
        if abs(beta[at]) < 0.05:
            return False
        self.matrix[at] = row[: self.size]
        return bool(self.kernel.replace_row(self.inverse, self.size, at, beta))

    def grow(self) -> bool:
        if self.size == MOST - 1:
            return False
        column, row, corner = self.drawn(), self.drawn(), float(self.random.normal())
        alpha = self.after(self.kernel.times, column)
        beta = self.after(self.kernel.times_row, row)
        rest = corner - float(beta @ column)
        if abs(rest) < 0.05:
            return False
        assert self.kernel.grow(self.inverse, self.size, alpha, beta, rest)
        n = self.size
        self.matrix = np.block(
            [[self.matrix, column[:n, None]], [row[None, :n], np.array([[corner]])]]
        )
        return True

    def shrink(self) -> bool:
        row, column = (int(self.random.integers(self.size)) for _ in range(2))
        if self.size == 2 or abs(self.inverse[column, row]) < 0.05:
            return False
        assert self.kernel.shrink(self.inverse, self.size, row, column)
        order = []
        for gone in (row, column):
            places = list(range(self.size))
            places[gone] = self.size - 1
            order.append(places[:-1])
        self.matrix = self.matrix[np.ix_(*order)]
        return True


@pytest.mark.parametrize("seed", range(30))
def test_changes_leave_the_inverse_of_the_changed_matrix(seed: int) -> None:
    kept = Kept(seed)
    ways = [kept.replace_column, kept.replace_row, kept.grow, kept.shrink]
    done = set()
    for _ in range(60):
        way = ways[kept.random.integers(len(ways))]
        if way():
            done.add(way)
        product = kept.inverse[: kept.size, : kept.size] @ kept.matrix
        assert product == pytest.approx(np.eye(kept.size), abs=1e-6)
    assert len(done) == len(ways)


def test_what_cannot_be_inverted_is_refused() -> None:
    kernel: Any = load("inverse_kernel")
    inverse = np.eye(3)
    assert not kernel.invert(
        np.array([[1.0, 2.0, 0.0], [2.0, 4.0, 0.0], [0.0, 0.0, 1.0]]), 3, inverse
    )
    alpha = np.array([1.0, 0.0, 0.0])
    assert not kernel.replace_column(np.eye(3), 3, 1, alpha)
    assert not kernel.replace_row(np.eye(3), 3, 1, alpha)
    assert not kernel.grow(np.eye(3), 2, alpha, alpha, 0.0)
    assert not kernel.shrink(np.eye(3), 3, 0, 1)
