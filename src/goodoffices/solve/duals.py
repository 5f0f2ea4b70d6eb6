"""Minimal conflict sets and minimal concession sets of one space, in order, from one oracle.

A concession set meets every conflict set and a conflict set meets every concession set (Reiter
1987, theorem 4.4, as corrected by Greiner, Smith and Wilkerson 1989). So: take the least set that
meets all sets of the other kind found so far and holds none of those already given out. Either it
is one of the sets wanted, and then none comes before it; or the oracle shows sets of the other
kind that it does not meet (implicit hitting sets: Ignatiev, Previti, Liffiton and Marques-Silva
2015; the duality as in MARCO: Liffiton, Previti, Malik and Marques-Silva 2016).

Sets of the other kind guide and are not given out. They need not be minimal for that: a set that
meets all of them and is none too large is minimal all the same, since each set of its own kind that
it could contain meets them too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from goodoffices.solve.hitting import HittingSets
from goodoffices.solve.oracle import Mask, Oracle, bits, mask_of

TRIED, MORE = 5, 8
"""Nodes spent on making one claim fit, or one claim spare, in a set that only guides the search:
so many, and so many more for each such set since one was given out.

Such a set need not be minimal: what is given out is, whatever guided it. Claims that fit by a hair
are what takes long, and most of them are never asked about in earnest. But sets with many claims to
spare guide badly, and where every question is easy there is no end of them; so the more of them
come in a row, the more is spent on the next.
"""


def conflict_masks(oracle: Oracle, *, ordered: bool = True) -> Iterator[Mask]:
    """Minimal sets of claims that no package satisfies together, fewest first, then in order.

    Not `ordered` they come in any order, and all of them sooner."""

    def unmet(candidate: Mask, nodes: int) -> Iterator[Mask]:
        """Concession sets apart from the candidate and from one another."""
        while not isinstance(found := oracle.ask(candidate), int):
            given_up = oracle.grown(found, nodes)
            yield given_up
            if not given_up:
                return
            candidate |= given_up

    return _least(oracle, [1] * len(oracle.space.claims), unmet, ordered)


def concession_masks(
    oracle: Oracle, weights: Sequence[int], *, ordered: bool = True
) -> Iterator[Mask]:
    """Minimal sets of claims whose giving up leaves a package, least weight first, then in order.

    Without any collision the one set is empty. `ordered` as in `conflict_masks`.
    """

    def unmet(candidate: Mask, nodes: int) -> Iterator[Mask]:
        """Conflict sets apart from the candidate and from one another."""
        while isinstance(found := oracle.ask(oracle.all & ~candidate), int):
            core = oracle.shrunk(found, nodes)
            yield core
            if not core:
                return
            candidate |= core

    return _least(oracle, weights, unmet, ordered)


def _least(
    oracle: Oracle,
    weights: Sequence[int],
    unmet: Callable[[Mask, int], Iterator[Mask]],
    ordered: bool,
) -> Iterator[Mask]:
    candidates = HittingSets(weights, ordered=ordered, clock=oracle.clock)
    nodes = TRIED
    while (candidate := candidates.next()) is not None:
        missed = list(unmet(mask_of(candidate), nodes))
        nodes += MORE * len(missed)
        for mask in missed:
            if not mask:
                return  # nothing collides, or the rules alone do: no set of the kind wanted
            candidates.hit(bits(mask))
        if missed:
            continue
        nodes = TRIED
        yield mask_of(candidate)
        if not candidate:
            return
        candidates.bar(candidate)
