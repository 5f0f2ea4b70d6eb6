"""Which states of a conflict are stable, for whom, and under which concepts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from goodoffices.model.analysis import analysis
from goodoffices.model.graph import ConflictGraph
from goodoffices.model.stability import CONCEPTS, Stability

LISTED = 1 << 16


@analysis(version="1")
def stability(conflict: ConflictGraph, *, coalesce: bool = False, limit: int = LISTED) -> Stability:
    """Stable states under Nash, GMR, SMR, SEQ and SSEQ, and the equilibria.

    Definitions 1 to 9 of the reference, "Stability"; Fang, Hipel and Kilgour (1993), chapter 3, and
    Zeng, Fang, Hipel and Kilgour (2007). With `coalesce`, states that are tied for every decision
    maker become one. Lists of states end at `limit`; counts do not. Where the order of some states
    is not known it is taken as written and named in `assumed`. Raises TooLarge for a conflict
    beyond memory.
    """
    assumed = tuple(_assumed(conflict))
    return _coalesced(conflict, limit, assumed) if coalesce else _whole(conflict, limit, assumed)


def _assumed(conflict: ConflictGraph) -> Iterable[str]:
    for maker in conflict.decision_makers:
        entries = (*maker.priorities, *(maker.ranking or ()), *maker.unknown)
        yield from (f"{maker.id}: {entry}" for entry in entries if "?" in entry)


def _coalesced(conflict: ConflictGraph, limit: int, assumed: tuple[str, ...]) -> Stability:
    from goodoffices.solve.graph.explicit import explicit, members, stable

    graph = explicit(conflict, coalesce=True)
    found = stable(graph)

    def listed(states: int) -> tuple[str, ...]:
        return tuple(sorted(graph.labels[k] for k in members(states)))

    everyone = {
        concept: listed(_all(own[concept] for own in found.values())) for concept in CONCEPTS
    }
    return Stability(
        states=graph.labels[:limit],
        count=len(graph.labels),
        equilibria={concept: states[:limit] for concept, states in everyone.items()},
        counts={concept: len(states) for concept, states in everyone.items()},
        stable={
            maker: {concept: listed(own[concept])[:limit] for concept in CONCEPTS}
            for maker, own in found.items()
        },
        complete=len(graph.labels) <= limit,
        assumed=assumed,
        coalesced={
            label: group
            for label, group in zip(graph.labels, graph.members, strict=True)
            if len(group) > 1
        },
    )


def _all(sets: Iterable[int]) -> int:
    common = -1
    for states in sets:
        common &= states
    return common


def _whole(conflict: ConflictGraph, limit: int, assumed: tuple[str, ...]) -> Stability:
    import numpy as np

    from goodoffices.solve.graph.engine import CONCEPTS as BITS
    from goodoffices.solve.graph.engine import solve
    from goodoffices.solve.graph.states import codes_of, texts

    solved = solve(conflict)
    space, everyone = solved.space, solved.equilibria

    def listed(flags: Any, bit: int) -> tuple[str, ...]:
        return texts(codes_of(space, np.flatnonzero(flags & bit)), space.moves, limit)

    small = space.count <= limit
    counts = {concept: int(np.count_nonzero(everyone & bit)) for concept, bit in BITS.items()}
    return Stability(
        states=texts(space.piece(0, space.count), space.moves, limit, ordered=False)
        if small
        else (),
        count=space.count,
        equilibria={concept: listed(everyone, bit) for concept, bit in BITS.items()},
        counts=counts,
        stable={
            maker.id: {concept: listed(solved.flags[k], bit) for concept, bit in BITS.items()}
            for k, maker in enumerate(conflict.decision_makers)
        }
        if small
        else {},
        complete=small and max(counts.values()) <= limit,
        assumed=assumed,
    )
