"""Sets that meet every given set, least weight first and then in the order of their elements.

A depth-first search over the elements in order (taken before left out) at a weight that grows from
one pass to the next (iterative deepening; Korf 1985). Sets to meet and sets to avoid may be added
between two answers: they only take away from what is still to come, so the search never starts
again. Imported only where it is run.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from goodoffices.solve.jit import compiled, compiled_with_room

EXHAUSTED, FOUND, PAUSED = 0, 1, 2
AT, BACK, BOUND, BEYOND, NODES, GROWN = 0, 1, 2, 3, 4, 5  # places in `ctl`
WORD = 62
NEVER = 1 << 62
ANY = NEVER - 1  # a bound that takes sets of every weight


@compiled
def least_more(at: int, chosen: Any, sets: Any, count: int, weights: Any, left: Any,
               alone: Any) -> Any:  # fmt: skip
    """A least weight to be added from elements >= `at`; NEVER where a set can no longer be met.

    Dual ascent: each set not met takes as much as the weights of all its elements still allow.
    NEVER also where a chosen element meets no set alone: without it the same sets are met for less,
    and all that weighs less was dealt with before.
    """
    words = sets.shape[1]
    more = np.int64(0)
    for w in range(words):
        alone[w] = 0
    first_word, first_bit = at // WORD, at % WORD
    for element in range(at, weights.shape[0]):
        left[element] = weights[element]
    for k in range(count):
        met, open_, several, where = False, False, False, 0
        for w in range(words):
            common = sets[k, w] & chosen[w]
            if common:
                several = met or common & (common - 1) != 0
                met, where = True, w
                if several:
                    break
            if w > first_word or (w == first_word and sets[k, w] >> first_bit):
                open_ = open_ or sets[k, w] != 0
        if met:
            if not several:
                alone[where] |= sets[k, where] & chosen[where]
            continue
        if not open_:
            return NEVER
        share = np.int64(NEVER)
        for w in range(first_word, words):
            skip = first_bit if w == first_word else 0
            mask, element = sets[k, w] >> skip, w * WORD + skip
            while mask:
                if mask & 1 and left[element] < share:
                    share = left[element]
                mask >>= 1
                element += 1
        if share > 0:
            more += share
            for w in range(first_word, words):
                skip = first_bit if w == first_word else 0
                mask, element = sets[k, w] >> skip, w * WORD + skip
                while mask:
                    if mask & 1:
                        left[element] -= share
                    mask >>= 1
                    element += 1
    for w in range(words):
        if alone[w] != chosen[w]:
            return NEVER
    return more


@compiled
def barred(chosen: Any, bars: Any, count: int) -> bool:
    """Whether the chosen elements contain a set to avoid."""
    for k in range(count):
        inside = True
        for w in range(bars.shape[1]):
            if bars[k, w] & ~chosen[w]:
                inside = False
                break
        if inside:
            return True
    return False


@compiled
def useful(at: int, chosen: Any, sets: Any, count: int) -> bool:
    """Whether the element meets a set that is not met yet."""
    word, bit = at // WORD, np.int64(1) << (at % WORD)
    for k in range(count):
        if sets[k, word] & bit:
            met = False
            for w in range(sets.shape[1]):
                if sets[k, w] & chosen[w]:
                    met = True
                    break
            if not met:
                return True
    return False


@compiled_with_room
def next_set(sets: Any, count: int, bars: Any, bar_count: int, weights: Any, chosen: Any,
             weight: Any, taken: Any, left: Any, ctl: Any, budget: int) -> int:  # fmt: skip
    """Go on to the next set, in `chosen[ctl[AT]]`; EXHAUSTED when there is none of any weight.

    `chosen[e]`, `weight[e]` describe the elements before e; `taken[e]` is 1 while e is in, 0 while
    it is out.
    """
    stop = ctl[NODES] + budget
    alone = np.zeros_like(chosen[0])
    while True:
        at = ctl[AT]
        if not ctl[BACK]:
            if ctl[NODES] >= stop:
                return PAUSED
            ctl[NODES] += 1
            more = least_more(at, chosen[at], sets, count, weights, left, alone)
            total = more if more == NEVER else weight[at] + more
            if total > ctl[BOUND]:
                ctl[BEYOND] = min(ctl[BEYOND], total)
                ctl[BACK] = 1
            elif more == 0:
                ctl[BACK] = 1
                if (weight[at] == ctl[BOUND] or ctl[BOUND] == ANY) and not barred(
                    chosen[at], bars, bar_count
                ):
                    return FOUND
            else:
                take = useful(at, chosen[at], sets, count)
                chosen[at + 1] = chosen[at]
                weight[at + 1] = weight[at]
                taken[at] = 0
                if take:
                    chosen[at + 1, at // WORD] |= np.int64(1) << (at % WORD)
                    if weight[at] + weights[at] <= ctl[BOUND] and not barred(
                        chosen[at + 1], bars, bar_count
                    ):
                        weight[at + 1] += weights[at]
                        taken[at] = 1
                    else:
                        if weight[at] + weights[at] > ctl[BOUND]:
                            ctl[BEYOND] = min(ctl[BEYOND], weight[at] + weights[at])
                        chosen[at + 1, at // WORD] &= ~(np.int64(1) << (at % WORD))
                ctl[AT] = at + 1
            continue
        if at == 0:
            if ctl[GROWN]:  # what lies beyond was judged by fewer sets: look again
                ctl[GROWN], ctl[BEYOND], ctl[BACK] = 0, NEVER, 0
                continue
            if ctl[BEYOND] >= NEVER:
                return EXHAUSTED
            ctl[BOUND], ctl[BEYOND], ctl[BACK] = ctl[BEYOND], NEVER, 0
            continue
        at -= 1
        ctl[AT] = at
        if taken[at] == 1:
            taken[at] = 0
            chosen[at + 1] = chosen[at]
            weight[at + 1] = weight[at]
            ctl[AT] = at + 1
            ctl[BACK] = 0
