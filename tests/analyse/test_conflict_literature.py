"""Published conflicts, as shipped, with the results that their papers print."""

from __future__ import annotations

from pathlib import Path

import pytest

from conflicts import literal, literal_ranks, literal_stable, moves_of
from goodoffices.analyse.coalitions import coalitions
from goodoffices.analyse.inverse import inverse
from goodoffices.analyse.stability import stability
from goodoffices.formats.conflict_file import load
from goodoffices.model.graph import ConflictGraph, DecisionMaker, Move
from goodoffices.model.stability import CONCEPTS, Concept
from support import EXAMPLES

CONFLICTS = EXAMPLES / "conflicts"


def shipped(name: str) -> ConflictGraph:
    return load(CONFLICTS / f"{name}.yaml")


def numbers(conflict: ConflictGraph, concept: str, *, coalesce: bool = False) -> list[int]:
    """Equilibria by the numbers that the papers give the states."""
    found = stability(conflict, coalesce=coalesce)
    return [k for k, s in enumerate(found.states, 1) if s in found.equilibria[concept]]


def test_prisoners_dilemma() -> None:
    """Fang, Hipel and Kilgour (1993): Nash 1; GMR, SMR and SEQ 1 and 4."""
    conflict = shipped("prisoners-dilemma")
    assert numbers(conflict, "nash") == [1]
    for concept in ("gmr", "smr", "seq"):
        assert numbers(conflict, concept) == [1, 4]


def test_chicken() -> None:
    """Nash and SEQ: exactly one side gives way; GMR and SMR: also the state in which both do."""
    conflict = shipped("chicken")
    assert numbers(conflict, "nash") == numbers(conflict, "seq") == [2, 3]
    assert numbers(conflict, "gmr") == numbers(conflict, "smr") == [2, 3, 4]


def test_cuban_missile_crisis() -> None:
    """Fraser and Hipel (1984), 12 states: Nash 6; SEQ 5, 6 and 7."""
    conflict = shipped("cuban-missile-crisis")
    assert stability(conflict).count == 12
    assert numbers(conflict, "nash") == [6]
    assert numbers(conflict, "seq") == [5, 6, 7]


def test_elmira_coalesced() -> None:
    """Hipel, Fang, Kilgour and Haight (1993): 9 states, equilibria 5, 8 and 9."""
    conflict = shipped("elmira")
    found = stability(conflict, coalesce=True)
    assert found.count == 9
    assert found.coalesced == {"-NNY-": ("NNNYN", "YNNYN", "NNNYY", "YNNYY")}
    assert found.states[8] == "-NNY-"
    for concept in ("nash", "seq"):
        assert numbers(conflict, concept, coalesce=True) == [5, 8, 9]


def test_elmira_with_a_coalition() -> None:
    """Kilgour, Hipel, Fang and Peng (2001): ministry and Uniroyal jump from 5 to 8."""
    conflict = shipped("elmira")
    states = stability(conflict, coalesce=True).states
    found = coalitions(conflict, coalesce=True)
    five, eight, nine = states[4], states[7], states[8]
    assert found.equilibria["nash"] == tuple(sorted((eight, nine)))
    (jump,) = [row for row in found.moves if row.state == five]
    assert jump.members == ("ministry", "uniroyal")
    assert [state for state, _ in jump.improvements] == [eight]
    assert not jump.stable


@pytest.mark.parametrize(
    ("concept", "count"), [("nash", 240), ("gmr", 384), ("smr", 300), ("seq", 384)]
)
def test_syria_iraq_water_inverse(concept: Concept, count: int) -> None:
    """Rankings of Syria, of 720, that make state 2 (release, no attack) stable for it."""
    conflict = shipped("syria-iraq-water")
    assert stability(conflict).states[1] == "YNN"
    found = inverse(conflict, state="YNN", concept=concept, count=True).targets[0]
    assert (found.decision_maker, found.rankings, found.of) == ("syria", count, 720)


@pytest.mark.parametrize("path", sorted(CONFLICTS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_conflict_agrees_with_the_literal_definitions(path: Path) -> None:
    conflict = load(path)
    found, wanted = stability(conflict), literal(conflict)
    assert conflict.source
    for maker in conflict.decision_makers:
        for concept in CONCEPTS:
            assert set(found.stable[maker.id][concept]) == wanted[maker.id][concept]


def test_an_opponent_may_move_again_after_another_has() -> None:
    """Named after the mistake: who forbids it loses sanctions, and with them equilibria."""
    # From NYNNN only first-second-first (a, then c, then b) leads to what the mover regrets.
    conflict = ConflictGraph(
        title="Back and forth",
        moves=tuple(Move(id=name, name=name.upper()) for name in ("x", "a", "b", "c")),
        decision_makers=(
            DecisionMaker(id="mover", name="Mover", moves=("x",), priorities=("not b", "x")),
            DecisionMaker(id="first", name="First", moves=("a", "b"), priorities=("b", "a")),
            DecisionMaker(id="second", name="Second", moves=("c",), priorities=("c",)),
        ),
        infeasible=("b and not c", "c and not a", "x and a and b and not c", "not x and a"),
    )
    states = list(conflict.states())
    full = literal(conflict)["mover"]["seq"]
    ranks = literal_ranks(conflict, states)
    moves = {maker.id: moves_of(conflict, maker, states) for maker in conflict.decision_makers}
    once = literal_stable(states, moves, ranks, once=True)["mover"]["seq"]
    assert "NNNN" in full
    assert "NNNN" not in once
    assert "NNNN" in stability(conflict).stable["mover"]["seq"]
