"""Long comparison of the solver with exact counting on spaces too large for the other tests."""

from __future__ import annotations

import random

import pytest

from goodoffices.solve.counting import count
from goodoffices.solve.cpsat import Solver
from goodoffices.solve.space import space
from strategies import a_negotiation


@pytest.mark.soak
@pytest.mark.parametrize("part", range(10))
def test_the_solver_and_counting_agree_on_whether_there_is_a_package(part: int) -> None:
    found = [0, 0]
    for seed in range(part * 300, (part + 1) * 300):
        rng = random.Random(seed)
        negotiation = a_negotiation(
            rng,
            fine=seed % 3 > 0,
            preferences=1.0,
            most_issues=9,
            most_claims=14,
            intervals=seed % 2 == 0,
        )
        for parties in (negotiation.principals, tuple(negotiation.party_by_id)):
            held = space(negotiation, parties)
            exact = count(held, steps=3_000_000)
            assert exact is not None
            chosen = Solver(held, seed=seed).satisfy(claim.id for claim in held.claims)
            assert (chosen is not None) == (exact > 0)
            found[exact > 0] += 1
    assert min(found) > 30
