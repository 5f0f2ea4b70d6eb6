"""Where a conflict can go from where it stands, by moves or by improvements, and by which way."""

from __future__ import annotations

from goodoffices.errors import InputError
from goodoffices.model.analysis import analysis
from goodoffices.model.graph import ConflictGraph
from goodoffices.model.stability import CONCEPTS, Arrival, By, Concept, Evolution, Step


@analysis(version="1")
def evolution(
    conflict: ConflictGraph,
    *,
    start: str | None = None,
    by: By = "improvements",
    coalesce: bool = False,
) -> Evolution:
    """States that legal sequences lead to from the status quo (or `start`), nearest first.

    Status quo analysis, after Li, Kilgour and Hipel (2005); nobody moves twice in a row. An arrival
    is an `end` where nobody has a further move of the kind asked for. Raises InputError where the
    conflict names no status quo and none is given, UnknownName for a state that is not feasible,
    TooLarge beyond 4,096 states.
    """
    from goodoffices.solve.graph.explicit import explicit, stable, ways

    graph = explicit(conflict, coalesce=coalesce)
    start = start or conflict.status_quo
    if start is None:
        raise InputError("the conflict names no status quo; say where to start: --set start=...")
    s = graph.place(start)
    found = stable(graph)
    everyone = dict.fromkeys(CONCEPTS, -1)
    for own in found.values():
        for concept in CONCEPTS:
            everyone[concept] &= own[concept]

    def kinds(t: int) -> tuple[Concept, ...]:
        return tuple(concept for concept in CONCEPTS if everyone[concept] >> t & 1)

    table = graph.better if by == "improvements" else graph.reach
    steps = dict(enumerate(table))
    arrivals = [
        Arrival(
            state=graph.labels[t],
            path=tuple(Step(by=graph.makers[m], to=graph.labels[x]) for m, x in path),
            equilibrium=kinds(t),
            end=not any(step[t] for step in table),
        )
        for t, path in ways(steps, s).items()
        if t != s
    ]
    arrivals.sort(key=lambda arrival: (len(arrival.path), graph.index[arrival.state]))
    return Evolution(
        start=graph.labels[s], by=by, arrivals=tuple(arrivals), start_equilibrium=kinds(s)
    )
