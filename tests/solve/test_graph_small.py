"""The explicit and batched solvers, the inverse search and the profiles, against brute force."""

from __future__ import annotations

import dataclasses
import itertools
import random

import numpy as np
import pytest

from conflicts import Moves, literal, literal_ranks, literal_stable, random_conflict
from goodoffices.analyse.inverse import inverse
from goodoffices.analyse.profiles import profiles
from goodoffices.analyse.reasons import reasons
from goodoffices.analyse.stability import stability
from goodoffices.errors import TooLarge, UnknownName
from goodoffices.model.graph import ConflictGraph, DecisionMaker, Move
from goodoffices.model.stability import CONCEPTS
from goodoffices.solve.graph.batch import stable_profiles
from goodoffices.solve.graph.explicit import explicit, members, stable
from goodoffices.solve.graph.profiles import components
from goodoffices.solve.graph.states import enumerate_states


def sample(seed: int, count: int, makers: int = 3, moves: int = 4) -> list[ConflictGraph]:
    rng = random.Random(seed)
    found: list[ConflictGraph] = []
    while len(found) < count:
        conflict = random_conflict(
            rng, makers=rng.randint(2, makers), moves=rng.randint(makers, moves)
        )
        if conflict is not None:
            found.append(conflict)
    return found


def test_explicit_and_batched_solvers_agree_with_the_definitions() -> None:
    for conflict in sample(21, 60, makers=4, moves=5):
        wanted = literal(conflict)
        graph = explicit(conflict)
        found = stable(graph)
        for transitive in (True, False):
            sets = stable_profiles(
                graph.reach, [np.array([own]) for own in graph.rank], transitive=transitive
            )
            for m, name in enumerate(graph.makers):
                for k, concept in enumerate(CONCEPTS):
                    assert int(sets[0, m, k]) == found[name][concept]
        for name in graph.makers:
            for concept in CONCEPTS:
                states = {graph.labels[s] for s in members(found[name][concept])}
                assert states == wanted[name][concept]


def test_coalesced_states_agree_with_the_definitions_on_the_merged_graph() -> None:
    merged = 0
    for conflict in sample(22, 150, makers=3, moves=5):
        found = stability(conflict, coalesce=True)
        graph = explicit(conflict, coalesce=True)
        merged += bool(found.coalesced)
        labels = list(graph.labels)
        moves: dict[str, Moves] = {
            name: {
                labels[s]: frozenset(labels[t] for t in members(step))
                for s, step in enumerate(graph.reach[m])
            }
            for m, name in enumerate(graph.makers)
        }
        rank = {
            name: dict(zip(labels, graph.rank[m], strict=True))
            for m, name in enumerate(graph.makers)
        }
        wanted = literal_stable(labels, moves, rank)
        for name in graph.makers:
            for concept in CONCEPTS:
                assert set(found.stable[name][concept]) == wanted[name][concept]
        sets = stable_profiles(
            graph.reach, [np.array([own]) for own in graph.rank], transitive=False
        )
        for m, name in enumerate(graph.makers):
            for k, concept in enumerate(CONCEPTS):
                assert {labels[s] for s in members(int(sets[0, m, k]))} == wanted[name][concept]
    assert merged > 30


def test_reasons_say_the_same_as_stability_and_each_way_is_legal() -> None:
    for conflict in sample(23, 60, makers=3, moves=5):
        wanted = literal(conflict)
        ranks = literal_ranks(conflict, list(conflict.states()))
        graph = explicit(conflict)
        found = reasons(conflict)
        for row in found.rows:
            me = row.decision_maker
            assert set(row.stable) == {c for c in CONCEPTS if row.state in wanted[me][c]}
            for one in row.improvements:
                assert ranks[me][one.to] > ranks[me][row.state]
                for concept, deterrent in one.deterrents.items():
                    here, last = one.to, None
                    for step in deterrent.path:
                        assert step.by not in (me, last)
                        m = graph.makers.index(step.by)
                        assert graph.reach[m][graph.index[here]] >> graph.index[step.to] & 1
                        if concept in ("seq", "sseq"):
                            assert ranks[step.by][step.to] > ranks[step.by][here]
                        here, last = step.to, step.by
                    assert ranks[me][here] <= ranks[me][row.state]
                    if concept in ("smr", "sseq"):
                        assert deterrent.escape is None


def test_the_nearest_order_of_priorities_is_the_nearest_there_is() -> None:
    changed = 0
    for conflict in sample(24, 60, makers=2, moves=4):
        for state in list(conflict.states())[:3]:
            for concept in CONCEPTS:
                found = inverse(conflict, state=state, concept=concept)
                for k, target in enumerate(found.targets):
                    maker = conflict.decision_makers[k]
                    if maker.ranking is not None or len(maker.priorities) > 4:
                        continue
                    best = _nearest(conflict, k, state, concept)
                    if target.stable:
                        assert best == 0
                        continue
                    assert target.proven
                    assert bool(target.reorderings) == (best is not None) == target.possible
                    for order in target.reorderings:
                        changed += 1
                        assert len(order.reversed) == best
                        again = _with(conflict, k, order.priorities)
                        assert state in literal(again)[maker.id][concept]
    assert changed > 10


def _with(conflict: ConflictGraph, k: int, priorities: tuple[str, ...]) -> ConflictGraph:
    makers = list(conflict.decision_makers)
    makers[k] = dataclasses.replace(makers[k], priorities=priorities)
    return dataclasses.replace(conflict, decision_makers=tuple(makers))


def _nearest(conflict: ConflictGraph, k: int, state: str, concept: str) -> int | None:
    maker = conflict.decision_makers[k]
    best = None
    for order in itertools.permutations(range(len(maker.priorities))):
        reversed_ = sum(a > b for a, b in itertools.combinations(order, 2))
        if best is not None and reversed_ >= best:
            continue
        again = _with(conflict, k, tuple(maker.priorities[p] for p in order))
        if state in literal(again)[maker.id][concept]:
            best = reversed_
    return best


def test_the_count_of_rankings_and_the_lowering_are_those_of_brute_force() -> None:
    tried = 0
    for conflict in sample(25, 200, makers=2, moves=3):
        states = list(conflict.states())
        maker = conflict.decision_makers[0]
        if len(states) > 5 or maker.ranking is None:
            continue
        tried += 1
        state = states[tried % len(states)]
        for concept in CONCEPTS:
            target = inverse(conflict, state=state, concept=concept, count=True).targets[0]
            stable_under = 0
            for order in itertools.permutations(states):
                ranked = dataclasses.replace(maker, ranking=order)
                again = dataclasses.replace(
                    conflict, decision_makers=(ranked, *conflict.decision_makers[1:])
                )
                stable_under += state in literal(again)[maker.id][concept]
            assert target.rankings == stable_under
            for lowered in target.lowered:
                assert state in _lowered(conflict, maker, state, set(lowered), concept)
                for less in itertools.combinations(lowered, len(lowered) - 1):
                    assert state not in _lowered(conflict, maker, state, set(less), concept)
        if tried == 12:
            return
    pytest.fail("too few conflicts of the right size")


def _lowered(
    conflict: ConflictGraph, maker: DecisionMaker, state: str, lower: set[str], concept: str
) -> set[str]:
    states = list(conflict.states())
    moves = {m.id: explicit_moves(conflict, m) for m in conflict.decision_makers}
    rank = literal_ranks(conflict, states)
    rank[maker.id] = {
        s: rank[maker.id][state] if s in lower else level for s, level in rank[maker.id].items()
    }
    return literal_stable(states, moves, rank)[maker.id][concept]


def explicit_moves(conflict: ConflictGraph, maker: DecisionMaker) -> Moves:
    from conflicts import moves_of

    return moves_of(conflict, maker, list(conflict.states()))


def two(ranking: tuple[str, ...], unknown: tuple[str, ...] = ()) -> ConflictGraph:
    return ConflictGraph(
        title="Two",
        moves=(Move(id="a", name="A"), Move(id="b", name="B")),
        decision_makers=(
            DecisionMaker(id="one", name="One", moves=("a",), ranking=ranking, unknown=unknown),
            DecisionMaker(id="two", name="Two", moves=("b",), priorities=("a ? not b", "b")),
        ),
    )


def weak_orders(items: list[str]) -> list[dict[str, int]]:
    """All weak orders, as levels with no gap."""
    return [
        dict(zip(items, levels, strict=True))
        for levels in itertools.product(range(len(items)), repeat=len(items))
        if set(levels) == set(range(max(levels) + 1))
    ]


@pytest.mark.parametrize(
    ("ranking", "unknown"),
    [
        (("NN ? YN ? NY ? YY",), ()),
        (("NN", "YN ? NY", "YY"), ()),
        (("NN = YN ? NY", "YY"), ()),
        (("NN", "YN", "NY", "YY"), ("NN ? YN", "YN ? NY")),
        (("NN", "YN = NY", "YY"), ("YN ? YY",)),
        (("NN", "YN", "NY", "YY"), ()),
    ],
)
@pytest.mark.parametrize("ties", [True, False])
def test_profiles_are_all_orders_that_agree_with_what_is_known(
    ranking: tuple[str, ...], unknown: tuple[str, ...], ties: bool
) -> None:
    conflict = two(ranking, unknown=unknown)
    maker = conflict.decision_makers[0]
    space = enumerate_states(conflict)
    states = list(conflict.states())
    place = {s: k for k, entry in enumerate(maker.ranks) for group in entry for s in group}
    group_of = {
        s: (k, j) for k, entry in enumerate(maker.ranks) for j, g in enumerate(entry) for s in g
    }
    unsure = {frozenset(pair) for pair in maker.unknown_pairs}

    def agrees(level: dict[str, int]) -> bool:
        for a, b in itertools.combinations(states, 2):
            known = frozenset((a, b)) not in unsure
            if place[a] == place[b] and group_of[a] != group_of[b]:
                known = False
            if known:
                sign = (place[a] < place[b]) - (place[a] > place[b])
                if sign != (level[a] > level[b]) - (level[a] < level[b]):
                    return False
            elif not ties and level[a] == level[b]:
                return False
        return True

    wanted = {tuple(order[s] for s in states) for order in weak_orders(states) if agrees(order)}
    own = components(conflict, space, maker, ties=ties)
    assert np.prod([part.count for part in own]) == len(wanted)
    found = profiles(conflict, ties=ties)
    assert found.exact
    assert found.profiles == len(wanted) * 2
    held = dict.fromkeys(states, 0)
    for levels in wanted:
        for order in (("a", "not b", "b"), ("not b", "a", "b")):
            settled = _with(conflict, 1, order)
            ranked = [
                " = ".join(s for s, level in zip(states, levels, strict=True) if level == height)
                for height in sorted(set(levels), reverse=True)
            ]
            makers = (
                dataclasses.replace(maker, ranking=tuple(ranked), unknown=()),
                settled.decision_makers[1],
            )
            result = literal(dataclasses.replace(settled, decision_makers=makers))
            for s in states:
                held[s] += all(s in result[name]["seq"] for name in result)
    for s in states:
        assert found.shares[s]["seq"] == pytest.approx(held[s] / found.profiles)


def test_drawn_profiles_come_near_the_exact_share_and_repeat_under_a_seed() -> None:
    conflict = two(("NN ? YN ? NY ? YY",))
    exact, drawn = profiles(conflict), profiles(conflict, draws=100, seed=4)
    assert exact.exact
    assert not drawn.exact
    assert drawn == profiles(conflict, draws=100, seed=4)
    assert drawn != profiles(conflict, draws=100, seed=5)
    for state, row in exact.shares.items():
        for concept, share in row.items():
            assert abs(drawn.shares[state][concept] - share) < 5 * 0.05


def test_profiles_beyond_sixty_four_states_agree_with_the_batch() -> None:
    moves = tuple(Move(id=f"m{k}", name="M") for k in range(7))
    conflict = ConflictGraph(
        title="Wide",
        moves=moves,
        decision_makers=(
            DecisionMaker(
                id="a", name="A", moves=("m0", "m1", "m2"), priorities=("m0 ? m3", "m1 -> m4")
            ),
            DecisionMaker(
                id="b", name="B", moves=("m3", "m4", "m5", "m6"), priorities=("m5 iff m6", "m3")
            ),
        ),
    )
    assert enumerate_states(conflict).count == 128
    found = profiles(conflict)
    settled = [_with(conflict, 0, (*o, "m1 -> m4")) for o in (("m0", "m3"), ("m3", "m0"))]
    for concept in CONCEPTS:
        states = [set(stability(one).equilibria[concept]) for one in settled]
        for state, row in found.shares.items():
            assert row[concept] == sum(state in held for held in states) / 2


def test_what_is_too_large_or_unknown_says_so() -> None:
    moves = tuple(Move(id=f"m{k}", name="M") for k in range(30))
    alone = (DecisionMaker(id="x", name="X", moves=tuple(m.id for m in moves)),)
    wide = ConflictGraph(title="Wide", moves=moves, decision_makers=alone)
    with pytest.raises(TooLarge, match="1,073,741,824 is more than the limit of") as caught:
        stability(wide)
    assert "exclude one another" in str(caught.value)
    with pytest.raises(TooLarge, match="explained"):
        reasons(
            dataclasses.replace(
                wide,
                moves=moves[:13],
                decision_makers=(
                    dataclasses.replace(alone[0], moves=tuple(m.id for m in moves[:13])),
                ),
            )
        )
    with pytest.raises(UnknownName, match="unknown state 'NNNN'"):
        inverse(two(("NN", "YN", "NY", "YY")), state="NNNN")
