"""Listed packages: exact where floating point is not, and frontiers as the definition says."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

import oracle
from builders import issue
from goodoffices.analyse.pareto import pareto
from goodoffices.errors import InputError
from goodoffices.model.agenda import Party
from goodoffices.model.exact import exact
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences, Quantity


def points(rows: list[tuple[Quantity, ...]]) -> Negotiation:
    """One package for each row of utilities."""
    names = [f"o{k}" for k in range(len(rows))]
    return Negotiation(
        title="Points",
        parties=tuple(Party(id=f"p{k}", name=f"P{k}") for k in range(len(rows[0]))),
        issues=(issue("i", *names),),
        preferences=tuple(
            Preferences(
                party=f"p{k}",
                weights={"i": 1},
                scores={"i": {name: row[k] for name, row in zip(names, rows, strict=True)}},
                reservation=-1000,
            )
            for k in range(len(rows[0]))
        ),
    )


def check(negotiation: Negotiation) -> int:
    found = pareto(negotiation)
    expected = oracle.frontier(negotiation, negotiation.principals, zone=True)
    assert [dict(package) for package in found.packages] == expected
    return len(expected)


@pytest.mark.parametrize("parties", [1, 2, 3, 5])
def test_many_points(parties: int) -> None:
    rng = random.Random(parties)
    for grain in (3, 10, 1000):
        rows: list[tuple[Quantity, ...]] = [
            tuple(rng.randrange(grain) for _ in range(parties)) for _ in range(120)
        ]
        assert check(points(rows)) >= 1


def test_points_nearer_than_the_tolerance() -> None:
    """Around the tolerance dominance is not transitive; the definition is kept to the letter."""
    rng = random.Random(7)
    for _ in range(40):
        rows: list[tuple[Quantity, ...]] = [
            tuple(round(rng.randrange(6) * 5e-10, 12) for _ in range(3)) for _ in range(25)
        ]
        check(points(rows))


def test_points_known_within_intervals() -> None:
    rng = random.Random(8)
    for _ in range(40):
        rows: list[tuple[Quantity, ...]] = []
        for _ in range(25):
            lows = [rng.randrange(8) for _ in range(3)]
            rows.append(tuple((low, low + rng.choice((0, 0, 1, 3))) for low in lows))
        check(points(rows))


def test_utilities_too_fine_for_64_bits() -> None:
    rng = random.Random(9)
    tiny = 1e-40
    rows: list[tuple[Quantity, ...]] = [
        (rng.random(), rng.choice((tiny, rng.random(), 1e9))) for _ in range(60)
    ]
    check(points(rows))


def test_epsilon_leaves_out_only_what_is_covered() -> None:
    rng = random.Random(10)
    thinned = 0
    for epsilon in (0.5, 1, 3):
        rows: list[tuple[Quantity, ...]] = [
            tuple(rng.randrange(20) for _ in range(3)) for _ in range(80)
        ]
        negotiation = points(rows)
        every, some = pareto(negotiation), pareto(negotiation, epsilon=epsilon)
        kept = [tuple(map(Fraction, u.values())) for u in some.utilities]  # type: ignore[arg-type]
        assert set(map(str, some.packages)) <= set(map(str, every.packages))
        assert some.complete == (len(some.packages) == len(every.packages))
        for utilities in every.utilities:
            theirs = tuple(map(Fraction, utilities.values()))  # type: ignore[arg-type]
            assert any(
                all(a >= b - exact(epsilon) for a, b in zip(mine, theirs, strict=True))
                for mine in kept
            )
        thinned += len(some.packages) < len(every.packages)
    assert thinned == 2  # on a grid of whole numbers a half leaves only equals out


def test_a_limit_cuts_the_list_and_says_so() -> None:
    negotiation = points([(k, 9 - k) for k in range(10)])
    cut = pareto(negotiation, limit=4)
    assert [package["i"] for package in cut.packages] == ["o0", "o1", "o2", "o3"]
    assert cut.complete is False
    assert pareto(negotiation, limit=10).complete is True
    for wrong in ({"limit": -1}, {"epsilon": -0.1}, {"epsilon": float("nan")}):
        with pytest.raises(InputError):
            pareto(negotiation, **wrong)


def test_without_preferences_nothing_dominates() -> None:
    bare = Negotiation(
        title="Bare", parties=(Party(id="p", name="P"),), issues=(issue("i", "x", "y"),)
    )
    assert len(pareto(bare).packages) == 2
