"""States and ranks: many moves, many priorities, few states."""

from __future__ import annotations

import random

import numpy as np
import pytest

from conflicts import literal_ranks, random_condition
from goodoffices.analyse.stability import stability
from goodoffices.errors import TooLarge
from goodoffices.model.graph import ConflictGraph, DecisionMaker, Move
from goodoffices.solve.graph import engine
from goodoffices.solve.graph.engine import solve
from goodoffices.solve.graph.states import enumerate_states, ranks, state_code, state_text
from support import EXAMPLES


def wide(moves: int, *, priorities: tuple[str, ...] = (), makers: int = 2, **more) -> ConflictGraph:  # type: ignore[no-untyped-def]
    names = [f"m{k}" for k in range(moves)]
    return ConflictGraph(
        title="Wide",
        moves=tuple(Move(id=name, name=name) for name in names),
        decision_makers=tuple(
            DecisionMaker(
                id=f"d{k}", name=f"D{k}", moves=tuple(names[k::makers]), priorities=priorities
            )
            for k in range(makers)
        ),
        **more,
    )


@pytest.mark.parametrize("count", [31, 32, 62, 63, 64, 65, 130])
def test_any_number_of_priorities_ranks_as_tuples_do(count: int) -> None:
    rng = random.Random(count)
    names = [f"m{k}" for k in range(5)]
    # All but the first and last few hold everywhere, so that the last ones decide.
    filler = ["m0 or not m0"] * (count - 6)
    texts = [random_condition(rng, names) for _ in range(6)]
    conflict = wide(5, priorities=tuple(texts[:2] + filler + texts[2:]))
    states = list(conflict.states())
    space = enumerate_states(conflict)
    for maker in conflict.decision_makers:
        wanted = literal_ranks(conflict, states)[maker.id]
        found = dict(zip(states, ranks(conflict, space, maker).tolist(), strict=True))
        order = sorted(set(wanted.values()))
        dense = sorted(set(found.values()))
        assert [order.index(wanted[s]) for s in states] == [dense.index(found[s]) for s in states]


def test_the_last_of_many_priorities_counts() -> None:
    conflict = wide(2, priorities=(*["m0 or not m0"] * 70, "m1"))
    space = enumerate_states(conflict)
    first = ranks(conflict, space, conflict.decision_makers[0]).tolist()
    assert first[0] == first[1] < first[2] == first[3]


def test_many_moves_that_exclude_one_another_are_few_states() -> None:
    groups = tuple(tuple(f"m{k}" for k in range(start, start + 10)) for start in range(0, 40, 10))
    conflict = wide(40, exclusive=groups, priorities=("m0", "m11 -> m22"))
    space = enumerate_states(conflict)
    assert space.count == 11**4
    plain = solve(conflict, engine="numpy").flags
    assert np.array_equal(solve(conflict, engine="sparse").flags, plain)


def test_a_state_is_written_and_read() -> None:
    for code in (0, 1, 5, 2**40 + 3):
        assert state_code(state_text(code, 41)) == code


def test_one_decision_maker_alone_is_never_deterred() -> None:
    conflict = wide(3, makers=1, priorities=("m0", "m1 and m2"))
    found = stability(conflict)
    assert len(set(found.equilibria.values())) == 1
    assert found.equilibria["nash"] == ("YYY",)


def test_lists_are_cut_and_counts_are_not() -> None:
    found = stability(wide(6), limit=10)
    assert found.states == ()
    assert found.count == 64
    assert found.counts["nash"] == 64
    assert len(found.equilibria["nash"]) == 10
    assert not found.complete
    assert stability(wide(6), limit=64).complete


def test_states_beyond_memory_are_refused_with_what_to_do() -> None:
    with pytest.raises(TooLarge) as caught:
        enumerate_states(wide(40))
    assert caught.value.size == 2**40
    with pytest.raises(TooLarge):
        enumerate_states(wide(40, infeasible=("m0 and m39",)), limit=1 << 12)
    with pytest.raises(TooLarge):
        enumerate_states(wide(10), limit=1000)
    assert enumerate_states(wide(10, infeasible=("m0",)), limit=512).count == 512


def test_a_conflict_that_memory_does_not_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "memory", lambda: 50 << 20)
    with pytest.raises(TooLarge, match="megabytes of memory") as caught:
        solve(wide(20))
    assert caught.value.size > caught.value.limit
    assert solve(wide(12)).space.count == 4096


def test_a_maze_that_tires_the_sweeps_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    # Steps of a long staircase: each decision maker opens the way for the other.
    conflict = wide(8)
    rng = np.random.default_rng(1)
    rank = [rng.permutation(256).astype(np.int32) for _ in range(2)]
    plain = solve(conflict, engine="numpy", rank=rank).flags
    monkeypatch.setattr(engine, "PATIENCE", 0)
    assert np.array_equal(solve(conflict, rank=rank).flags, plain)


def test_without_numba_numpy_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "compiled_here", lambda: False)
    monkeypatch.setattr(engine, "COMPILED_FROM", 1)
    assert solve(wide(4)).flags.shape == (2, 16)
    from goodoffices.errors import SolverFailed

    with pytest.raises(SolverFailed, match="numba"):
        solve(wide(4), engine="cube")


def test_engines_agree_on_larger_spaces() -> None:
    rng = np.random.default_rng(9)
    for makers, moves, infeasible in (
        (3, 13, ()),
        (2, 16, ()),
        (5, 12, ("m0 and m5", "m3 and m7 and m2")),
    ):
        conflict = wide(moves, makers=makers, infeasible=infeasible)
        count = enumerate_states(conflict).count
        for top in (5, count):
            rank = [rng.integers(0, top, count).astype(np.int32) for _ in range(makers)]
            flags = [
                solve(conflict, engine=name, rank=rank).flags
                for name in ("cube", "numpy", "sparse")
            ]
            assert np.array_equal(flags[0], flags[1])
            assert np.array_equal(flags[0], flags[2])


def test_the_matrix_method_of_the_literature_agrees() -> None:
    from conflicts import random_conflict
    from dense import dense_stable
    from goodoffices.solve.graph.engine import CONCEPTS

    rng = random.Random(31)
    done = 0
    while done < 60:
        conflict = random_conflict(rng, makers=rng.randint(2, 4), moves=rng.randint(4, 6))
        if conflict is None:
            continue
        done += 1
        wanted, solved = dense_stable(conflict), solve(conflict)
        for k, maker in enumerate(conflict.decision_makers):
            for concept, bit in CONCEPTS.items():
                assert np.array_equal(wanted[maker.id][concept], (solved.flags[k] & bit) != 0)


def test_a_small_conflict_loads_no_compiler() -> None:
    import subprocess
    import sys

    code = (
        "from goodoffices import read_conflict, analyse_conflict; import sys;"
        "from pathlib import Path;"
        f"c = read_conflict(Path({str(EXAMPLES / 'conflicts' / 'elmira.yaml')!r}));"
        "analyse_conflict('stability', c); print('numba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
