"""What few packages leave uncovered, on grids small enough to look at every point."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from goodoffices.analyse.pareto import pareto
from goodoffices.model.acceptable import utility
from goodoffices.model.agenda import Issue, Option, Party
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences
from goodoffices.solve import frontiers
from goodoffices.solve.cover import Corners


def test_corners_are_what_no_point_covers() -> None:
    rng = np.random.default_rng(0)
    for _ in range(150):
        parties = int(rng.integers(1, 5))
        side = 6 if parties < 4 else 5
        corners = Corners(np.zeros(parties), np.full(parties, float(side)))
        covered = np.zeros((side + 1,) * parties, dtype=bool)
        for _ in range(int(rng.integers(1, 10))):
            reached = rng.integers(0, side + 2, size=parties)
            corners.split(reached.astype(float))
            covered[tuple(slice(0, int(end)) for end in reached)] = True
        left = np.zeros_like(covered)
        for corner in corners._corners:
            left[tuple(slice(int(start), None) for start in corner)] = True
        assert (left == ~covered).all()


def test_a_corner_is_dropped_only_with_a_reason() -> None:
    rng = np.random.default_rng(1)
    for _ in range(100):
        corners = Corners(np.zeros(3), np.full(3, 9.0))
        for reached in rng.integers(1, 9, size=(8, 3)).astype(float):
            corners.split(reached)
        while len(corners):
            before, last = corners._corners.copy(), corners.last().copy()
            weights = rng.integers(0, 4, size=3).astype(float)
            most = float(rng.integers(int(last @ weights / 2), int(last @ weights) + 1))
            corners.drop(weights, most)
            assert len(corners) < len(before)
            gone = [c for c in before.tolist() if c not in corners._corners.tolist()]
            given = np.array([*corners._weights, weights])
            limits = np.array([*corners._most, most])
            for corner in np.array(gone):
                assert (corner >= last).all() or (given @ corner > limits).any()


@pytest.mark.parametrize("digits", [2, 17])
def test_the_least_epsilon_that_time_allows_is_kept_for_every_package(
    digits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(digits)
    agenda = tuple(
        Issue(
            id=f"i{k}",
            question="?",
            options=tuple(Option(id=f"o{j}", label=f"{j}") for j in range(4)),
        )
        for k in range(5)
    )
    names = ("a", "b", "c", "d")
    held = Negotiation(
        title="Covered",
        parties=tuple(Party(id=name, name=name) for name in names),
        issues=agenda,
        preferences=tuple(
            Preferences(
                party=name,
                weights={issue.id: round(rng.random(), digits) for issue in agenda},
                scores={
                    i.id: {o: round(rng.random(), digits) for o in i.option_ids} for i in agenda
                },
                reservation=0.2,
            )
            for name in names
        ),
    )
    every = pareto(held)
    assert every.complete
    monkeypatch.setattr(frontiers, "CLASSES", 20)
    monkeypatch.setattr(frontiers, "PURSE", 0.05)
    some = pareto(held)
    assert not some.complete
    assert some.epsilon > 0
    assert len(some.packages) > 3
    kept = [[utility(held, name, package) for name in names] for package in some.packages]
    worst = Fraction(0)
    for package in every.packages:
        got = [utility(held, name, package) for name in names]
        worst = max(
            worst,
            min(
                max(b.low - a.low for a, b in zip(mine, got, strict=True) if a and b)
                for mine in kept
            ),
        )
    assert 0 < worst <= Fraction(repr(some.epsilon))
