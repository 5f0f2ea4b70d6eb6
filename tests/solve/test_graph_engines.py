"""Every engine against the literal definitions."""

from __future__ import annotations

import random

import pytest

from conflicts import literal, random_conflict
from goodoffices.model.graph import ConflictGraph
from goodoffices.solve.graph.engine import CONCEPTS, Engine, compiled_here, solve
from goodoffices.solve.graph.states import enumerate_states, state_text

ENGINES: list[Engine] = ["cube", "sparse", "numpy"]


def stable_by(conflict: ConflictGraph, engine: Engine) -> dict[str, dict[str, set[str]]]:
    solved = solve(conflict, engine=engine)
    codes = solved.space.piece(0, solved.space.count)
    states = [state_text(int(code), len(conflict.moves)) for code in codes]
    return {
        maker.id: {
            concept: {s for s, flag in zip(states, solved.flags[k], strict=True) if flag & bit}
            for concept, bit in CONCEPTS.items()
        }
        for k, maker in enumerate(conflict.decision_makers)
    }


def compare(seed: int, count: int) -> None:
    rng = random.Random(seed)
    seen = 0
    while seen < count:
        makers = rng.choice([2, 2, 3, 3, 4, 5, 6])
        moves = max(makers, rng.choice([2, 3, 4, 4, 5, 5, 6]))
        conflict = random_conflict(rng, makers=makers, moves=moves)
        if conflict is None:
            continue
        seen += 1
        wanted = literal(conflict)
        for engine in ENGINES:
            assert stable_by(conflict, engine) == wanted, (engine, conflict)


@pytest.mark.parametrize("seed", range(8))
def test_every_engine_agrees_with_the_definitions(seed: int) -> None:
    compare(seed, 260)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 120))
def test_every_engine_agrees_with_the_definitions_at_length(seed: int) -> None:
    compare(seed, 2000)


def test_numba_is_there_when_the_tests_run() -> None:
    assert compiled_here()


def test_states_are_listed_in_the_order_of_their_numbers() -> None:
    rng = random.Random(5)
    for _ in range(200):
        conflict = random_conflict(rng, makers=2, moves=rng.randint(2, 7))
        if conflict is None:
            continue
        space = enumerate_states(conflict)
        codes = space.piece(0, space.count)
        listed = [state_text(int(code), len(conflict.moves)) for code in codes]
        assert listed == list(conflict.states())
