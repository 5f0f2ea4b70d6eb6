"""A conflict is checked when it is made, and every fault is named at once."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from goodoffices.codec import digest
from goodoffices.errors import InvalidCase
from goodoffices.model.graph import ConflictGraph, DecisionMaker, Move


def conflict(**more: Any) -> ConflictGraph:
    given: dict[str, Any] = {
        "title": "Two",
        "moves": (Move(id="attack", name="Attack"), Move(id="release", name="Release")),
        "decision_makers": (
            DecisionMaker(id="iraq", name="Iraq", moves=("attack",)),
            DecisionMaker(id="syria", name="Syria", moves=("release",)),
        ),
    }
    return ConflictGraph(**(given | more))


def makers(**more: Any) -> tuple[DecisionMaker, ...]:
    return (
        DecisionMaker(id="iraq", name="Iraq", moves=("attack",), **more),
        DecisionMaker(id="syria", name="Syria", moves=("release",)),
    )


def faults(**more: Any) -> list[str]:
    with pytest.raises(InvalidCase) as caught:
        conflict(**more)
    return [problem.message for problem in caught.value.problems]


def test_states_are_numbered_by_value_with_the_first_move_lowest() -> None:
    assert list(conflict().states()) == ["NN", "YN", "NY", "YY"]
    assert list(conflict(infeasible=("attack and release",)).states()) == ["NN", "YN", "NY"]
    assert list(conflict(exclusive=(("attack", "release"),)).states()) == ["NN", "YN", "NY"]


def test_a_conflict_is_a_value() -> None:
    one = conflict(decision_makers=makers(ranking=("NN", "YN = NY", "YY")))
    assert pickle.loads(pickle.dumps(one)) == one == copy.deepcopy(one)
    assert digest(one) == digest(conflict(decision_makers=one.decision_makers))
    assert hash(one) == hash(copy.deepcopy(one))


def test_unknown_moves_in_conditions_suggest_the_nearest() -> None:
    found = faults(
        infeasible=("atack and release",), decision_makers=makers(priorities=("not relese",))
    )
    assert found == [
        "infeasible: unknown move 'atack' in 'atack and release'; did you mean 'attack'?",
        "priorities of 'iraq': unknown move 'relese' in 'not relese'; did you mean 'release'?",
    ]


def test_a_ranking_that_misses_and_repeats_states_names_them() -> None:
    found = faults(decision_makers=makers(ranking=("NN", "YN = NN", "YYY")))
    assert found == [
        "ranking of 'iraq': 'YYY' is not a state; write 2 letters Y or N",
        "ranking of 'iraq' repeats NN",
        "ranking of 'iraq' misses NY, YY",
    ]
    found = faults(
        decision_makers=makers(ranking=("NN", "YN", "NY", "YY")), exclusive=(("attack", "release"),)
    )
    assert found == ["ranking of 'iraq': state 'YY' is infeasible"]


def test_feasibility_that_leaves_no_state_is_a_fault() -> None:
    assert faults(infeasible=("attack", "not attack")) == [
        "the infeasible conditions leave no state"
    ]


def test_every_fault_is_named_at_once() -> None:
    found = faults(
        moves=(
            Move(id="attack", name="A", direction="up"),  # type: ignore[arg-type]
            Move(id="attack", name="B"),
            Move(id="spare", name="C"),
        ),
        decision_makers=(
            DecisionMaker(id="x", name="X", moves=("attack",), priorities=("a a",)),
            DecisionMaker(
                id="x", name="X", moves=("attack", "relea"), ranking=(), priorities=("b",)
            ),
        ),
        exclusive=(("spare",),),
    )
    text = "\n".join(found)
    for words in (
        "move 'attack' is given 2 times",
        "decision maker 'x' is given 2 times",
        "unknown direction 'up'",
        "move 'spare' belongs to no decision maker",
        "move 'attack' belongs to 'x' and 'x'",
        "unknown move 'relea'",
        "has both priorities and a ranking",
        "'a' was not expected",
        "a set needs two or more different moves",
    ):
        assert words in text


def test_more_moves_than_a_word_holds_are_refused() -> None:
    moves = tuple(Move(id=f"m{k}", name="M") for k in range(63))
    alone = (DecisionMaker(id="x", name="X", moves=tuple(m.id for m in moves)),)
    assert faults(moves=moves, decision_makers=alone) == ["63 moves; at most 62 are possible"]


def test_the_status_quo_must_be_a_state() -> None:
    assert "is not a state" in faults(status_quo="Y")[0]
    assert "is infeasible" in faults(status_quo="YY", exclusive=(("attack", "release"),))[0]


def test_unknown_order_is_told_apart_from_ties() -> None:
    maker = DecisionMaker(
        id="a", name="A", moves=(), ranking=("NN = YN ? NY", "YY"), unknown=("NN ? YY",)
    )
    assert maker.ranks == ((("NN", "YN"), ("NY",)), (("YY",),))
    assert maker.unknown_pairs == (("NN", "YY"),)
    assert not maker.settled
    quoted = DecisionMaker(id="a", name="A", moves=(), priorities=('"why?" and b', "c ? d"))
    assert quoted.priority_groups == (('"why?" and b',), ("c", "d"))
    assert not quoted.settled


def test_unknown_pairs_must_be_pairs_of_states() -> None:
    ranking = ("NN", "YN", "NY", "YY")
    assert (
        "is no pair of states"
        in faults(decision_makers=makers(ranking=ranking, unknown=("NN ? QQ",)))[0]
    )
    assert "need a ranking" in faults(decision_makers=makers(unknown=("NN ? YN",)))[0]
