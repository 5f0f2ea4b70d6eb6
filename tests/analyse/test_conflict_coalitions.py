"""Coalition stability and evolution, against the definitions taken word by word."""

from __future__ import annotations

import itertools
import random

import pytest

from conflicts import joint, literal, literal_ranks, moves_of, random_conflict
from goodoffices.analyse.coalitions import coalitions
from goodoffices.analyse.evolution import evolution
from goodoffices.errors import InputError, TooLarge, UnknownName
from goodoffices.model.graph import ConflictGraph, DecisionMaker, Move


def sample(seed: int, count: int) -> list[ConflictGraph]:
    rng = random.Random(seed)
    found: list[ConflictGraph] = []
    while len(found) < count:
        conflict = random_conflict(rng, makers=rng.randint(2, 4), moves=rng.randint(4, 5))
        if conflict is not None:
            found.append(conflict)
    return found


def test_coalitions_agree_with_the_definitions() -> None:
    unsettled = 0
    for conflict in sample(41, 40):
        states = list(conflict.states())
        rank = literal_ranks(conflict, states)
        moves = {m.id: moves_of(conflict, m, states) for m in conflict.decision_makers}
        better = {
            name: {
                s: frozenset(t for t in step[s] if rank[name][t] > rank[name][s]) for s in states
            }
            for name, step in moves.items()
        }
        names = list(moves)
        groups = [
            g for size in range(1, len(names) + 1) for g in itertools.combinations(names, size)
        ]
        wanted: dict[str, set[str]] = {c: set(states) for c in ("nash", "gmr", "smr", "seq")}
        for group in groups:
            others = [name for name in names if name not in group]
            own = {s: joint(s, {m: moves[m] for m in group}) for s in states}
            led = {s: joint(s, {m: moves[m] for m in others}) for s in states}
            led_better = {s: joint(s, {m: better[m] for m in others}) for s in states}

            def preferred(
                t: str, s: str, ranks: tuple[dict[str, int], ...] = tuple(rank[m] for m in group)
            ) -> bool:
                return all(own_rank[t] > own_rank[s] for own_rank in ranks)

            stable: dict[str, set[str]] = {c: set() for c in wanted}
            for s in states:
                gains = [t for t in own[s] if preferred(t, s)]
                if not gains:
                    stable["nash"].add(s)
                if all(any(not preferred(x, s) for x in led[t]) for t in gains):
                    stable["gmr"].add(s)
                if all(any(not preferred(x, s) for x in led_better[t]) for t in gains):
                    stable["seq"].add(s)
                if all(
                    any(
                        not preferred(x, s) and all(not preferred(y, s) for y in own[x])
                        for x in led[t]
                    )
                    for t in gains
                ):
                    stable["smr"].add(s)
            one = coalitions(conflict, members=group)
            for concept, held in stable.items():
                wanted[concept] &= held
                assert set(one.equilibria[concept]) == held
            if len(group) == 1:
                alone = literal(conflict)[group[0]]
                assert all(stable[c] == alone[c] for c in stable)
        found = coalitions(conflict)
        assert {c: set(held) for c, held in found.equilibria.items()} == wanted
        unsettled += bool(found.moves)
    assert unsettled > 10


@pytest.mark.parametrize("by", ["moves", "improvements"])
def test_evolution_reaches_what_legal_sequences_reach(by: str) -> None:
    for conflict in sample(42, 60):
        states = list(conflict.states())
        rank = literal_ranks(conflict, states)
        moves = {m.id: moves_of(conflict, m, states) for m in conflict.decision_makers}
        steps = {
            name: {
                s: frozenset(t for t in step[s] if by == "moves" or rank[name][t] > rank[name][s])
                for s in states
            }
            for name, step in moves.items()
        }
        start = states[len(states) // 2]
        found = evolution(conflict, start=start, by=by)  # type: ignore[arg-type]
        assert {a.state for a in found.arrivals} == joint(start, steps) - {start}
        for arrival in found.arrivals:
            here, last = start, None
            for step in arrival.path:
                assert step.by != last
                assert step.to in steps[step.by][here]
                here, last = step.to, step.by
            assert here == arrival.state
            assert arrival.end == (not any(one[here] for one in steps.values()))
        lengths = [len(arrival.path) for arrival in found.arrivals]
        assert lengths == sorted(lengths)


def test_what_cannot_be_asked_says_why() -> None:
    moves = tuple(Move(id=f"m{k}", name="M") for k in range(9))
    conflict = ConflictGraph(
        title="Nine",
        moves=moves,
        decision_makers=tuple(
            DecisionMaker(id=f"d{k}", name="D", moves=(f"m{k}",)) for k in range(9)
        ),
    )
    with pytest.raises(TooLarge, match="decision makers: 9"):
        coalitions(conflict)
    assert coalitions(conflict, members=("d0", "d1")).coalitions == (("d0", "d1"),)
    with pytest.raises(UnknownName, match="unknown decision maker 'dd'"):
        coalitions(conflict, members=("dd",))
    with pytest.raises(InputError, match="names no status quo"):
        evolution(conflict)
