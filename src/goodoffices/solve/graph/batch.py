"""Many preference profiles of one small conflict at once: sets of states are 64-bit words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from goodoffices.errors import TooLarge
from goodoffices.solve.graph.states import Words

MAX_BATCHED = 64
CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
_CHUNK = 8192
_ONE = np.uint64(1)


def stable_profiles(
    reach: Sequence[Sequence[int]], rank: Sequence[NDArray[np.integer]], *, transitive: bool
) -> Words:
    """Stable states for every profile, decision maker and concept, as sets.

    `reach[m][s]` is the set of states m can move s to; `rank[m]` holds a row for each profile and
    a column for each state, higher being better. The answer has the shape (profiles, decision
    makers, concepts). `transitive` says that the moves of each decision maker are (they are in
    option form), so that joint moves are plain paths. Raises TooLarge beyond 64 states.
    """
    states = len(reach[0])
    if states > MAX_BATCHED:
        raise TooLarge("states in a batch of profiles", states, MAX_BATCHED, "solve one by one")
    moves = [np.array(step, dtype=np.uint64) for step in reach]
    profiles = rank[0].shape[0]
    found = np.zeros((profiles, len(rank), len(CONCEPTS)), dtype=np.uint64)
    for start in range(0, profiles, _CHUNK):
        piece = [np.ascontiguousarray(own[start : start + _CHUNK].T) for own in rank]
        _solve(moves, piece, transitive, found[start : start + _CHUNK])
    return found


def _solve(
    moves: list[Words], rank: list[NDArray[np.integer]], transitive: bool, out: Words
) -> None:
    states, profiles = rank[0].shape
    no_better = [_no_better(own) for own in rank]
    better = [moves[m][:, None] & ~no_better[m] for m in range(len(rank))]
    single = [np.repeat(step[:, None], 1, axis=1) for step in moves]
    for m in range(len(rank)):
        others = [j for j in range(len(rank)) if j != m]
        joined = _joint([single[j] for j in others], states, transitive)
        moved = np.broadcast_to(joined, (states, profiles))
        improved = _joint([better[j] for j in others], states, transitive)
        if not others:
            moved = improved = np.zeros((states, profiles), dtype=np.uint64)
        for s in range(states):
            bad, sign = no_better[m][s], _ONE << np.uint64(s)
            held = np.zeros(profiles, dtype=np.uint64)
            for x in range(states):
                stuck = (moves[m][x] & ~bad) == 0
                held |= np.where(stuck, bad & (_ONE << np.uint64(x)), np.uint64(0))
            kept = [better[m][s] == 0, *(np.ones(profiles, dtype=np.bool_) for _ in range(4))]
            for t in range(states):
                if not int(moves[m][s]) >> t & 1:
                    continue
                idle = (better[m][s] >> np.uint64(t) & _ONE) == 0
                for concept, (led, deters) in enumerate(
                    ((moved, bad), (moved, held), (improved, bad), (improved, held)), 1
                ):
                    kept[concept] &= idle | ((led[t] & deters) != 0)
            for concept, yes in enumerate(kept):
                out[:, m, concept] |= np.where(yes, sign, np.uint64(0))


def _no_better(own: NDArray[np.integer]) -> Words:
    """For each state the set of states that are no better."""
    states, profiles = own.shape
    found = np.zeros((states, profiles), dtype=np.uint64)
    for t in range(states):
        found |= (own[t] <= own).astype(np.uint64) << np.uint64(t)
    return found


def _joint(steps: list[Words], states: int, transitive: bool) -> Words:
    """States that legal sequences lead to, from each state."""
    if not steps:
        return np.zeros((states, 1), dtype=np.uint64)
    if transitive:
        return _closure(np.bitwise_or.reduce(steps), states)
    arrived = [step.copy() for step in steps]
    while True:
        grown = []
        for k, step in enumerate(steps):
            by_others = np.zeros_like(step)
            for j, reached in enumerate(arrived):
                if j != k:
                    by_others |= reached
            after = arrived[k].copy()
            for x in range(states):
                there = (by_others >> np.uint64(x) & _ONE) != 0
                after |= np.where(there, step[x], np.uint64(0))
            grown.append(after)
        if all(np.array_equal(a, b) for a, b in zip(arrived, grown, strict=True)):
            return np.bitwise_or.reduce(arrived)  # type: ignore[no-any-return]
        arrived = grown


def _closure(edges: Words, states: int) -> Words:
    """Transitive closure (Warshall 1962), a word a row."""
    found = edges.copy()
    for x in range(states):
        there = (found >> np.uint64(x) & _ONE) != 0
        found |= np.where(there, found[x], np.uint64(0))
    return found
