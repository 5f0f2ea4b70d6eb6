"""A GENIUS domain of 10 issues and 10 ** 10 packages, written, read and answered.

Checked against all the sums that can be reached, which are few where numbers are short.
"""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from builders import issue
from goodoffices.analyse.bargain import bargain
from goodoffices.analyse.pareto import pareto
from goodoffices.analyse.zopa import zopa
from goodoffices.formats.genius import read_genius, write_genius
from goodoffices.model.agenda import Party
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences
from support import sure

TOP = 1000  # the best that a party can get, in thousandths
Sums = dict[str, list[list[int]]]


def drawn(seed: int) -> tuple[Negotiation, Sums]:
    """Scores in hundredths with a best of 1 on every issue, ten weights of a tenth."""
    rng = random.Random(seed)
    agenda = tuple(issue(f"i{k}", *(f"o{j}" for j in range(10))) for k in range(10))
    numbers: Sums = {}
    for party, up in (("a", True), ("b", False)):
        numbers[party] = []
        for _ in agenda:
            row = [
                max(1, min(99, 10 * (j if up else 9 - j) + rng.randint(-9, 9))) for j in range(9)
            ]
            row.insert(9 if up else 0, 100)
            numbers[party].append(row)
    preferences = tuple(
        Preferences(
            party=party,
            weights=dict.fromkeys((i.id for i in agenda), 0.1),
            scores={
                i.id: {o: n / 100 for o, n in zip(i.option_ids, row, strict=True)}
                for i, row in zip(agenda, rows, strict=True)
            },
            reservation=reservation,
        )
        for (party, rows), reservation in zip(numbers.items(), (0.45, 0.48), strict=True)
    )
    parties = (Party(id="a", name="A"), Party(id="b", name="B"))
    return Negotiation(
        title="Large", parties=parties, issues=agenda, preferences=preferences
    ), numbers


def ways(numbers: Sums) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """How many packages give A and B each pair of sums."""
    found = np.zeros((TOP + 1, TOP + 1), dtype=np.int64)
    found[0, 0] = 1
    for mine, theirs in zip(numbers["a"], numbers["b"], strict=True):
        ahead = np.zeros_like(found)
        for up, right in zip(mine, theirs, strict=True):
            ahead[up:, right:] += found[: TOP + 1 - up, : TOP + 1 - right]
        found = ahead
    return found


@pytest.mark.parametrize("seed", range(2))
def test_ten_thousand_million_packages(seed: int, tmp_path: Path) -> None:
    made, numbers = drawn(seed)
    write_genius(made, tmp_path / "large")
    held = read_genius(tmp_path / "large").negotiation
    assert held.package_count == 10**10
    grid = ways(numbers)
    assert grid.sum() == 10**10
    pairs = [(int(x), int(y)) for x, y in np.argwhere(grid)]
    best: dict[int, int] = {}
    for x, y in pairs:
        best[x] = max(y, best.get(x, -1))
    frontier = {(x, y) for x, y in best.items() if all(best[z] < y for z in best if z > x)}
    found = pareto(held, zone=False)
    assert found.complete
    mine = [tuple(round(sure(u[p]) * TOP) for p in ("a", "b")) for u in found.utilities]
    assert set(mine) == frontier
    assert len(mine) == sum(int(grid[x, y]) for x, y in frontier)  # equals are all kept
    inside = [(x, y) for x, y in pairs if x >= 450 and y >= 480]
    number = sum(int(grid[x, y]) for x, y in inside)
    zone = zopa(held)
    assert zone.exists is bool(number)
    assert zone.count in (None, number)
    assert zone.count_at_least is not None
    assert number // 1000 < zone.count_at_least <= number
    nash = bargain(held)
    top = max((x - 450) * (y - 480) for x, y in inside)
    assert nash.proven
    assert nash.score == pytest.approx(float(Fraction(top, TOP**2)))
    ties = sum(int(grid[x, y]) for x, y in inside if (x - 450) * (y - 480) == top)
    assert len(nash.packages) == ties
    most = bargain(held, rule="utilitarian")
    assert most.score == pytest.approx(max(x - 450 + y - 480 for x, y in inside) / TOP)
    least = bargain(held, rule="egalitarian")
    assert least.score == pytest.approx(max(min(x - 450, y - 480) for x, y in inside) / TOP)
