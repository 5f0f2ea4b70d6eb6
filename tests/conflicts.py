"""Random conflicts, and a slow literal implementation of the definitions to test against.

`literal_stable` knows nothing of bits, blocks or ranks beyond comparing them: it lists moves state
by state and walks legal sequences with the last mover in hand. Fang, Hipel and Kilgour (1993),
definitions 3.1 to 3.4 and 3.10; Zeng, Fang, Hipel and Kilgour (2007) for SSEQ.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from goodoffices.model.conditions import holds
from goodoffices.model.graph import ConflictGraph, DecisionMaker, Move

Moves = Mapping[str, frozenset[str]]
"""State -> states that one decision maker can move it to."""
Better = Callable[[str, str], bool]


def moves_of(conflict: ConflictGraph, maker: DecisionMaker, states: list[str]) -> Moves:
    """Single moves of a decision maker, compared letter by letter."""
    own = {place for place, move in enumerate(conflict.moves) if move.id in maker.moves}
    steps = {"both": {"NY", "YN"}, "forward": {"NY"}, "back": {"YN"}}

    def allowed(here: str, there: str) -> bool:
        changed = [place for place in range(len(here)) if here[place] != there[place]]
        return bool(changed) and all(
            place in own and here[place] + there[place] in steps[conflict.moves[place].direction]
            for place in changed
        )

    return {s: frozenset(t for t in states if allowed(s, t)) for s in states}


def joint(start: str, movers: Mapping[str, Moves], *, once: bool = False) -> set[str]:
    """States that legal sequences of the movers lead to: nobody moves twice in a row.

    With `once` nobody moves twice at all (the mistaken reading, kept to show that it differs).
    """
    reached: set[str] = set()
    seen: set[tuple[str, object]] = set()
    todo: list[tuple[str, tuple[str, ...]]] = [(start, ())]
    while todo:
        state, gone = todo.pop()
        for name, moves in movers.items():
            if (name in gone) if once else gone[-1:] == (name,):
                continue
            for there in moves[state]:
                reached.add(there)
                after = (*gone, name) if once else (name,)
                key = (there, frozenset(after) if once else after)
                if key not in seen:
                    seen.add(key)
                    todo.append((there, after))
    return reached


def literal_stable(
    states: list[str],
    moves: Mapping[str, Moves],
    rank: Mapping[str, Mapping[str, int]],
    *,
    once: bool = False,
) -> dict[str, dict[str, set[str]]]:
    """Decision maker -> concept -> stable states, as the definitions say."""
    better = {
        name: {s: frozenset(t for t in step[s] if rank[name][t] > rank[name][s]) for s in states}
        for name, step in moves.items()
    }
    found: dict[str, dict[str, set[str]]] = {}
    for me in moves:
        others = [name for name in moves if name != me]
        legal = {s: joint(s, {j: moves[j] for j in others}, once=once) for s in states}
        legal_better = {s: joint(s, {j: better[j] for j in others}, once=once) for s in states}

        def worse(x: str, s: str, me: str = me) -> bool:
            return rank[me][x] <= rank[me][s]

        def held(x: str, s: str, me: str = me) -> bool:
            return rank[me][x] <= rank[me][s] and all(
                rank[me][y] <= rank[me][s] for y in moves[me][x]
            )

        tests = {"gmr": (legal, worse), "smr": (legal, held)}
        tests |= {"seq": (legal_better, worse), "sseq": (legal_better, held)}
        found[me] = {"nash": {s for s in states if not better[me][s]}}
        for concept, (reach, deters) in tests.items():
            found[me][concept] = {
                s for s in states if all(any(deters(x, s) for x in reach[t]) for t in better[me][s])
            }
    return found


def literal_ranks(conflict: ConflictGraph, states: list[str]) -> dict[str, dict[str, int]]:
    """Ranks by comparing the truths of priorities as Python tuples, or by place in a ranking."""
    from goodoffices.model.conditions import parse_condition

    found = {}
    for maker in conflict.decision_makers:
        if maker.ranking is not None:
            entries = [group for entry in maker.ranks for group in entry]
            found[maker.id] = {s: -k for k, group in enumerate(entries) for s in group}
            continue
        conditions = [parse_condition(t) for group in maker.priority_groups for t in group]
        truths = {}
        for state in states:
            taken = {m.id: x == "Y" for m, x in zip(conflict.moves, state, strict=True)}
            truths[state] = tuple(bool(holds(c, taken)) for c in conditions)
        order = {truth: k for k, truth in enumerate(sorted(set(truths.values())))}
        found[maker.id] = {state: order[truths[state]] for state in states}
    return found


def literal(conflict: ConflictGraph, *, once: bool = False) -> dict[str, dict[str, set[str]]]:
    """Stable states of a conflict by the definitions."""
    states = list(conflict.states())
    moves = {maker.id: moves_of(conflict, maker, states) for maker in conflict.decision_makers}
    return literal_stable(states, moves, literal_ranks(conflict, states), once=once)


def random_condition(rng: random.Random, names: list[str], depth: int = 2) -> str:
    """A condition with any of the joining words."""
    if depth == 0 or rng.random() < 0.35:
        return ("not " if rng.random() < 0.4 else "") + rng.choice(names)
    one, other = (random_condition(rng, names, depth - 1) for _ in range(2))
    word = rng.choice(["and", "or", "if", "iff", "->"])
    return f"({one}) {word} ({other})"


def random_conflict(rng: random.Random, *, makers: int, moves: int) -> ConflictGraph | None:
    """A conflict with ties, one-way moves, infeasible parts; None where no state is left."""
    names = [f"m{k}" for k in range(moves)]
    owners = [*range(makers), *(rng.randrange(makers) for _ in range(moves - makers))][:moves]
    rng.shuffle(owners)
    oneway = rng.choice([0.0, 0.3, 0.6])
    infeasible = [
        " and ".join(
            ("" if rng.random() < 0.5 else "not ") + name
            for name in rng.sample(names, min(moves, rng.choice([2, 2, 3])))
        )
        for _ in range(rng.choice([0, 0, 1, 2, 3, 5]))
    ]
    exclusive = [tuple(rng.sample(names, 2))] if moves > 1 and rng.random() < 0.2 else []
    directions = [
        rng.choice(["forward", "back"]) if rng.random() < oneway else "both" for _ in names
    ]
    priorities = [
        tuple(random_condition(rng, names) for _ in range(rng.choice([0, 1, 2, 4, 7])))
        for _ in range(makers)
    ]

    def build(rankings: list[tuple[str, ...] | None]) -> ConflictGraph:
        return ConflictGraph(
            title="Random",
            moves=tuple(
                Move(id=name, name=name.upper(), direction=direction)  # type: ignore[arg-type]
                for name, direction in zip(names, directions, strict=True)
            ),
            decision_makers=tuple(
                DecisionMaker(
                    id=f"d{k}",
                    name=f"D{k}",
                    moves=tuple(n for n, owner in zip(names, owners, strict=True) if owner == k),
                    priorities=() if rankings[k] is not None else priorities[k],
                    ranking=rankings[k],
                )
                for k in range(makers)
            ),
            infeasible=tuple(infeasible),
            exclusive=tuple(exclusive),
        )

    from goodoffices.errors import InvalidCase

    try:
        conflict = build([None] * makers)
    except InvalidCase:
        return None
    if rng.random() < 0.5:
        return conflict
    states = list(conflict.states())
    return build(
        [random_ranking(rng, states) if rng.random() < 0.7 else None for _ in range(makers)]
    )


def random_ranking(rng: random.Random, states: list[str]) -> tuple[str, ...]:
    """All states in random order, some of them tied."""
    shuffled = rng.sample(states, len(states))
    ranking = [shuffled[0]]
    tie = rng.choice([0.0, 0.3, 0.8])
    for state in shuffled[1:]:
        if rng.random() < tie:
            ranking[-1] += f" = {state}"
        else:
            ranking.append(state)
    return tuple(ranking)
