"""Which states hold against decision makers who act together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from goodoffices.errors import TooLarge, UnknownName
from goodoffices.model.analysis import analysis
from goodoffices.model.graph import ConflictGraph
from goodoffices.model.stability import CoalitionConcept, CoalitionMove, Coalitions, Step

CONCEPTS: tuple[CoalitionConcept, ...] = ("nash", "gmr", "smr", "seq")
MOST = 8  # decision makers: 255 coalitions


@analysis(version="1")
def coalitions(
    conflict: ConflictGraph,
    *,
    members: tuple[str, ...] = (),
    state: str | None = None,
    coalesce: bool = False,
) -> Coalitions:
    """Coalition stability: states that no coalition would leave, and who would leave the others.

    A coalition improves on s by a legal sequence of its members to a state that all of them prefer
    to s (Kilgour, Hipel, Fang and Peng 2001). It is deterred if the others can answer with a state
    that is no better than s for some member (GMR), that stays so for every joint move onward (SMR),
    or that the others reach by improvements of their own (SEQ); definitions 10 to 14 of the
    reference, after Inohara and Hipel (2008). `members` asks for one coalition only.

    Raises UnknownName for members that are not there and TooLarge beyond 8 decision makers.
    """
    from goodoffices.solve.graph.explicit import Explicit, explicit, joint, ways
    from goodoffices.solve.graph.explicit import members as places

    graph: Explicit = explicit(conflict, coalesce=coalesce)
    n, count = len(graph.makers), len(graph.labels)
    if n > MOST and not members:
        raise TooLarge("decision makers", n, MOST, "name one coalition: --set members=[...]")
    for name in members:
        if name not in graph.makers:
            raise UnknownName("decision maker", name, graph.makers)

    def groups() -> Iterator[tuple[int, ...]]:
        if members:
            yield tuple(graph.makers.index(name) for name in dict.fromkeys(members))
            return
        for size in range(1, n + 1):
            yield from combinations(range(n), size)

    asked = range(count) if state is None else [graph.place(state)]
    held: dict[CoalitionConcept, list[bool]] = {concept: [True] * count for concept in CONCEPTS}
    rows: list[CoalitionMove] = []
    tried = list(groups())
    for group in tried:
        others = [j for j in range(n) if j not in group]
        together = [joint({m: graph.reach[m] for m in group}, s) for s in range(count)]
        answers = {
            better: [
                joint({j: (graph.better if better else graph.reach)[j] for j in others}, s)
                for s in range(count)
            ]
            for better in (False, True)
        }
        for s in range(count):
            bad = 0  # states that some member does not prefer to s
            for m in group:
                bad |= graph.no_better(m, s)
            stuck = 0
            for x in places(bad):
                if not together[x] & ~bad:
                    stuck |= 1 << x
            improvements = list(places(together[s] & ~bad))
            stable = {
                "nash": not improvements,
                "gmr": all(answers[False][t] & bad for t in improvements),
                "smr": all(answers[False][t] & stuck for t in improvements),
                "seq": all(answers[True][t] & bad for t in improvements),
            }
            for concept in CONCEPTS:
                held[concept][s] &= stable[concept]
            if improvements and s in asked and (len(group) > 1 or members):
                way = ways({m: graph.reach[m] for m in group}, s)
                reached = [
                    (
                        graph.labels[t],
                        tuple(Step(by=graph.makers[m], to=graph.labels[x]) for m, x in way[t]),
                    )
                    for t in improvements
                ]
                rows.append(
                    CoalitionMove(
                        state=graph.labels[s],
                        members=tuple(graph.makers[m] for m in group),
                        improvements=tuple(reached),
                        stable=tuple(concept for concept in CONCEPTS if stable[concept]),
                    )
                )
    rows.sort(key=lambda row: (graph.index[row.state], len(row.members), row.members))
    return Coalitions(
        equilibria={
            concept: tuple(sorted(graph.labels[s] for s in range(count) if held[concept][s]))
            for concept in CONCEPTS
        },
        moves=tuple(rows),
        coalitions=tuple(tuple(graph.makers[m] for m in group) for group in tried),
    )
