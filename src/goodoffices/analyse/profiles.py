"""How far stability rests on preferences that are not known: shares over preference profiles."""

from __future__ import annotations

import math
from typing import Any

from goodoffices.model.analysis import analysis
from goodoffices.model.graph import ConflictGraph
from goodoffices.model.stability import CONCEPTS, Profiles


@analysis(version="1")
def profiles(
    conflict: ConflictGraph,
    *,
    state: str | None = None,
    draws: int = 100_000,
    seed: int = 0,
    ties: bool = True,
) -> Profiles:
    """Share of the preference profiles under which each state (or the one named) is stable.

    A profile settles everything marked as not known: the order of priorities within a group, the
    order of states within a stretch of a ranking, ties among them included unless `ties` is false.
    All profiles count the same; where there are more than `draws`, that many are drawn evenly with
    `seed`. Raises UnknownName for a state that is not feasible.
    """
    from goodoffices.errors import UnknownName
    from goodoffices.solve.graph.batch import MAX_BATCHED
    from goodoffices.solve.graph.profiles import drawn
    from goodoffices.solve.graph.states import enumerate_states, texts

    space = enumerate_states(conflict)
    names = texts(space.piece(0, space.count), space.moves, space.count, ordered=False)
    if state is not None and state not in names:
        raise UnknownName("state", state, names if len(names) <= 4096 else ())
    asked = list(range(len(names))) if state is None else [names.index(state)]
    found = drawn(conflict, space, draws=draws, seed=seed, ties=ties)
    size = found.ranks[0].shape[0]
    per_maker = (
        _batched(conflict, found.ranks) if space.count <= MAX_BATCHED else _single(conflict, found)
    )

    def shares(held: Any) -> dict[str, dict[str, float]]:
        return {
            names[s]: {c: float(held[k, s]) / size for k, c in enumerate(CONCEPTS)} for s in asked
        }

    joint, single = per_maker
    common = shares(joint)
    spread = max((p * (1 - p) for row in common.values() for p in row.values()), default=0.0)
    return Profiles(
        shares=common,
        per_decision_maker={
            maker.id: shares(single[m]) for m, maker in enumerate(conflict.decision_makers)
        },
        profiles=found.profiles,
        draws=size,
        exact=found.exact,
        standard_error=0.0 if found.exact else math.sqrt(spread / size),
        seed=None if found.exact else seed,
    )


def _batched(conflict: ConflictGraph, ranks: Any) -> tuple[Any, Any]:
    """How many profiles hold, per concept and state: for all, and per decision maker."""
    import numpy as np

    from goodoffices.solve.graph.batch import stable_profiles
    from goodoffices.solve.graph.explicit import explicit

    graph = explicit(conflict)
    sets = stable_profiles(graph.reach, list(ranks), transitive=True)
    together = np.bitwise_and.reduce(sets, axis=1)
    states = range(len(graph.labels))

    def counted(held: Any) -> Any:
        return np.array(
            [
                [int((held[:, k] >> np.uint64(s) & np.uint64(1)).sum()) for s in states]
                for k in range(len(CONCEPTS))
            ]
        )

    return counted(together), [counted(sets[:, m]) for m in range(len(graph.makers))]


def _single(conflict: ConflictGraph, found: Any) -> tuple[Any, Any]:
    """As `_batched`, profile by profile, for more than 64 states."""
    import numpy as np

    from goodoffices.solve.graph.engine import CONCEPTS as BITS
    from goodoffices.solve.graph.engine import solve
    from goodoffices.solve.graph.profiles import dense

    joint: Any = 0
    single: Any = 0
    for k in range(found.ranks[0].shape[0]):
        rank = [dense(own[k : k + 1])[0].astype(np.int32) for own in found.ranks]
        solved = solve(conflict, rank=rank)
        held = np.array([(solved.flags & bit) != 0 for bit in BITS.values()])
        joint = joint + held.all(axis=1).astype(np.int64)
        single = single + held.swapaxes(0, 1).astype(np.int64)
    return joint, single
