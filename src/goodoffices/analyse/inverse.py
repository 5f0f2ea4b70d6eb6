"""What preferences would make a state of a conflict hold: targets for a mediator."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

from goodoffices.errors import InputError
from goodoffices.model.analysis import analysis
from goodoffices.model.conditions import holds, parse_condition
from goodoffices.model.graph import ConflictGraph, DecisionMaker
from goodoffices.model.stability import Concept, Inverse, Need, Reordering, Target

if TYPE_CHECKING:
    from goodoffices.solve.graph.explicit import Explicit
    from goodoffices.solve.graph.inverse import Requirement


@analysis(version="1")
def inverse(
    conflict: ConflictGraph, *, state: str, concept: Concept = "seq", count: bool = False
) -> Inverse:
    """For each decision maker, what has to be true of its preferences for `state` to be stable.

    The conditions themselves rather than a list of rankings; the orders of its priorities with the
    fewest reversed pairs that satisfy them, or for a ranking the fewest states that would have to
    be no better; and, with `count`, how many strict rankings of all states satisfy them (after
    Kinsara, Kilgour and Hipel 2015; at most 9 states). Others' preferences stay as they are.
    Raises UnknownName for a state that is not feasible and TooLarge beyond 4,096 states.
    """
    from goodoffices.solve.graph.explicit import explicit, stable

    graph = explicit(conflict)
    s = graph.place(state)
    targets = tuple(
        _target(conflict, graph, m, s, concept, count) for m in range(len(graph.makers))
    )
    after: dict[str, tuple[str, ...]] = {}
    for target in targets:
        if not target.stable and target.reorderings:
            after[target.decision_maker] = target.reorderings[0].priorities
    equilibrium = all(target.stable for target in targets)
    unsettled = [t for t in targets if not t.stable and not t.reorderings]
    together = None
    if not equilibrium and not unsettled:
        changed = dataclasses.replace(
            conflict,
            decision_makers=tuple(
                dataclasses.replace(maker, priorities=after.get(maker.id, maker.priorities))
                for maker in conflict.decision_makers
            ),
        )
        again = explicit(changed)
        together = all(own[concept] >> s & 1 for own in stable(again).values())
    return Inverse(
        state=graph.labels[s],
        concept=concept,
        equilibrium=equilibrium,
        targets=targets,
        together=together,
    )


def _target(
    conflict: ConflictGraph, graph: Explicit, m: int, s: int, concept: Concept, count: bool
) -> Target:
    from goodoffices.solve.graph.explicit import members
    from goodoffices.solve.graph.inverse import count_rankings, requirements, smallest_lowering

    maker = conflict.decision_makers[m]
    needs = requirements(graph, m, s, concept)
    now = graph.no_better(m, s)
    target = Target(
        decision_maker=maker.id,
        stable=all(need.met(now) for need in needs),
        needs=tuple(
            Need(
                improvement=graph.labels[need.t],
                answers=tuple(
                    tuple(graph.labels[x] for x in members(answer)) for answer in need.answers
                ),
                met=need.met(now),
            )
            for need in needs
        ),
    )
    if count:
        total = len(graph.labels)
        ways = count_rankings(needs, s, total)
        target = dataclasses.replace(target, rankings=ways, of=math.factorial(total))
    if target.stable:
        return target
    if maker.ranking is None:
        return _reordered(conflict, graph, maker, needs, s, target)
    sets, proven = smallest_lowering(needs, now)
    lowered = tuple(tuple(graph.labels[x] for x in group) for group in sets)
    return dataclasses.replace(target, lowered=lowered, proven=proven)


def _reordered(
    conflict: ConflictGraph,
    graph: Explicit,
    maker: DecisionMaker,
    needs: tuple[Requirement, ...],
    s: int,
    target: Target,
) -> Target:
    from goodoffices.solve.graph.explicit import mask
    from goodoffices.solve.graph.inverse import nearest_orders

    if not maker.settled:
        raise InputError(
            f"the order of {maker.name}'s priorities is not known, so there is none to change; ask"
            " for 'profiles', or settle the order"
        )
    conditions = [parse_condition(text) for text in maker.priorities]
    taken = [
        {move.id: letter == "Y" for move, letter in zip(conflict.moves, label, strict=True)}
        for label in graph.labels
    ]
    truths = [mask(k for k, t in enumerate(taken) if holds(c, t)) for c in conditions]
    found = nearest_orders(needs, truths, s, len(graph.labels))
    reorderings = tuple(
        Reordering(
            priorities=tuple(maker.priorities[p] for p in order),
            reversed=tuple(
                (maker.priorities[order[high]], maker.priorities[order[low]])
                for high in range(len(order))
                for low in range(high + 1, len(order))
                if order[low] < order[high]
            ),
        )
        for order in found.orders
    )
    possible = bool(reorderings) or not found.proven
    return dataclasses.replace(
        target, reorderings=reorderings, possible=possible, proven=found.proven
    )
