"""The matrix method of the literature with dense numpy matrices: an oracle, and a yardstick.

After Xu, Hipel and Kilgour (2009), Matrix representation of solution concepts in multiple-decision-
maker graph models (IEEE Transactions on Systems, Man, and Cybernetics A 39). Every set of edges is
an N x N matrix, joint moves are products of such matrices, with the last mover kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from goodoffices.model.graph import ConflictGraph
from goodoffices.solve.graph.blocks import fields
from goodoffices.solve.graph.states import enumerate_states, ranks

Matrix = Any


def move_matrices(conflict: ConflictGraph) -> tuple[list[Matrix], list[Matrix]]:
    """For each decision maker the matrix of its moves, and the one of its improvements."""
    space = enumerate_states(conflict)
    codes = space.piece(0, space.count)
    moves, better = [], []
    for maker, field in zip(conflict.decision_makers, fields(conflict), strict=True):
        outside = codes & ~np.uint64(field.mask)
        oneway = (codes ^ np.uint64(field.inverted)) & np.uint64(field.oneway)
        step = outside[:, None] == outside[None, :]
        step &= (oneway[:, None] & ~oneway[None, :]) == 0
        np.fill_diagonal(step, False)
        own = ranks(conflict, space, maker)
        moves.append(step.astype(np.float32))
        better.append((step & (own[None, :] > own[:, None])).astype(np.float32))
    return moves, better


def joint(steps: Sequence[Matrix]) -> Matrix:
    """Reachability by legal sequences: the last mover does not move again at once."""
    last = [step.copy() for step in steps]
    while True:
        grown = []
        for k, step in enumerate(steps):
            others = np.zeros_like(step)
            for j, reached in enumerate(last):
                if j != k:
                    np.maximum(others, reached, out=others)
            grown.append(np.maximum(last[k], (others @ step > 0).astype(np.float32)))
        if all(np.array_equal(a, b) for a, b in zip(last, grown, strict=True)):
            return np.maximum.reduce(last)
        last = grown


def dense_stable(conflict: ConflictGraph) -> dict[str, dict[str, Any]]:
    """Decision maker -> concept -> a truth value for each state."""
    space = enumerate_states(conflict)
    moves, better = move_matrices(conflict)
    found: dict[str, dict[str, Any]] = {}
    for m, maker in enumerate(conflict.decision_makers):
        own = ranks(conflict, space, maker)
        worse = (own[None, :] <= own[:, None]).astype(np.float32)  # [s, x]: x no better than s
        others = [k for k in range(len(moves)) if k != m]
        none = np.zeros_like(worse)
        led = joint([moves[k] for k in others]) if others else none
        led_better = joint([better[k] for k in others]) if others else none
        escapes = moves[m] @ (1 - worse).T > 0  # [x, s]: from x something better than s
        held = worse * ~escapes.T
        found[maker.id] = {"nash": ~better[m].any(axis=1)}
        for concept, reach, deters in (
            ("gmr", led, worse),
            ("smr", led, held),
            ("seq", led_better, worse),
            ("sseq", led_better, held),
        ):
            free = (reach @ deters.T == 0).astype(np.float32)  # [t, s]: nothing deters t at s
            found[maker.id][concept] = (better[m] * free.T).sum(axis=1) == 0
    return found
