"""Why a state of a conflict is stable or not: improvements, what deters them, the way out."""

from __future__ import annotations

from goodoffices.model.analysis import analysis
from goodoffices.model.graph import ConflictGraph
from goodoffices.model.stability import CONCEPTS, Concept, Deterrent, Improvement, Reason, Reasons
from goodoffices.model.stability import Step as Moved


@analysis(version="1")
def reasons(
    conflict: ConflictGraph, *, state: str | None = None, coalesce: bool = False
) -> Reasons:
    """For every decision maker and state (or the one named): stable or not, and why.

    For each improvement the shortest legal sequence by which the others would deter it, per
    concept, and the counter-move that undoes a deterrent. Raises UnknownName for a state that is
    not feasible and TooLarge beyond 4,096 states.
    """
    from goodoffices.solve.graph.explicit import deterring, explicit, members, ways

    graph = explicit(conflict, coalesce=coalesce)
    asked = range(len(graph.labels)) if state is None else [graph.place(state)]
    n = len(graph.makers)
    rows: list[Reason] = []
    paths: dict[tuple[int, int, bool], dict[int, tuple[tuple[int, int], ...]]] = {}

    def led(m: int, t: int, better: bool) -> dict[int, tuple[tuple[int, int], ...]]:
        if (m, t, better) not in paths:
            table = graph.better if better else graph.reach
            paths[m, t, better] = ways({j: table[j] for j in range(n) if j != m}, t)
        return paths[m, t, better]

    def deterrent(m: int, s: int, t: int, better: bool, among: int) -> Deterrent | None:
        found = [(len(path), x, path) for x, path in led(m, t, better).items() if among >> x & 1]
        if not found:
            return None
        _, x, path = min(found)
        out = list(members(graph.reach[m][x] & ~graph.no_better(m, s)))
        escape = max(out, key=lambda y: (graph.rank[m][y], -y)) if out else None
        return Deterrent(
            path=tuple(Moved(by=graph.makers[j], to=graph.labels[y]) for j, y in path),
            escape=None if escape is None else graph.labels[escape],
        )

    for s in asked:
        for m, name in enumerate(graph.makers):
            bad, held = deterring(graph, m, s)
            improvements = []
            for t in members(graph.better[m][s]):
                tried: dict[Concept, Deterrent | None] = {
                    "gmr": deterrent(m, s, t, False, bad),
                    "smr": deterrent(m, s, t, False, held),
                    "seq": deterrent(m, s, t, True, bad),
                    "sseq": deterrent(m, s, t, True, held),
                }
                met: dict[str, Deterrent] = {
                    concept: found for concept, found in tried.items() if found is not None
                }
                improvements.append(Improvement(to=graph.labels[t], deterrents=met))
            stable = tuple(
                concept
                for concept in CONCEPTS
                if all(concept in one.deterrents for one in improvements)
            )
            rows.append(
                Reason(
                    state=graph.labels[s],
                    decision_maker=name,
                    stable=stable,
                    improvements=tuple(improvements),
                )
            )
    by_state: dict[str, set[Concept]] = {}
    for row in rows:
        by_state.setdefault(row.state, set(CONCEPTS)).intersection_update(row.stable)
    equilibria: dict[str, tuple[str, ...]] = {
        concept: tuple(sorted(label for label, held in by_state.items() if concept in held))
        for concept in CONCEPTS
    }
    return Reasons(rows=tuple(rows), equilibria=equilibria)
