"""Which preferences make a state stable for a decision maker, and the nearest ones that do.

Stability of s for m asks only which states are no better than s for m: call that set T. Under each
concept it is a conjunction over the states t that m can move to: t is in T, or all of one of some
sets of states are (the answers of the others). More states in T never make s less stable.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from goodoffices.errors import TooLarge
from goodoffices.solve.graph.explicit import Explicit, joint, mask, members

MAX_RANKED = 9  # states whose rankings are counted one by one: 362,880 of them
_MOST_TRIED = 200_000


@dataclass(frozen=True, slots=True)
class Requirement:
    """A state t that m can move to must be in T, or one of `answers` must lie in T altogether."""

    t: int
    answers: tuple[int, ...]

    def met(self, no_better: int) -> bool:
        """Whether the set of states that are no better suffices."""
        if no_better >> self.t & 1:
            return True
        return any(not answer & ~no_better for answer in self.answers)


def requirements(graph: Explicit, m: int, s: int, concept: str) -> tuple[Requirement, ...]:
    """What stability of s for m asks of m's own preferences, those of the others as they are."""
    others = [j for j in range(len(graph.makers)) if j != m]
    table = graph.better if concept in ("seq", "sseq") else graph.reach
    steps = {j: table[j] for j in others}
    found = []
    for t in members(graph.reach[m][s]):
        led = 0 if concept == "nash" else joint(steps, t) & ~(1 << t)
        answers = []
        for x in members(led):
            answer = 1 << x
            if concept in ("smr", "sseq"):
                answer |= graph.reach[m][x]
            answers.append(answer & ~(1 << s))  # s is no better than itself
        least = [a for a in answers if not any(b != a and not b & ~a for b in answers)]
        found.append(Requirement(t, tuple(dict.fromkeys(least))))
    return tuple(found)


def count_rankings(needs: Sequence[Requirement], s: int, states: int) -> int:
    """Strict rankings of all states that meet the requirements. Raises TooLarge."""
    if states > MAX_RANKED:
        raise TooLarge("states to be ranked in every way", states, MAX_RANKED, "do not count")
    count = 0
    for order in permutations(range(states)):
        no_better = 0
        for state in order:  # worst first
            no_better |= 1 << state
            if state == s:
                break
        count += all(need.met(no_better) for need in needs)
    return count


def smallest_lowering(
    needs: Sequence[Requirement], no_better: int, *, most: int = 5
) -> tuple[tuple[tuple[int, ...], ...], bool]:
    """Smallest sets of states to be added to T, at most `most` of them; False: search cut short."""
    useful = 0
    for need in needs:
        useful |= 1 << need.t
        for answer in need.answers:
            useful |= answer
    useful &= ~no_better
    places = list(members(useful))
    tried = 0
    for size in range(len(places) + 1):
        found: list[tuple[int, ...]] = []
        for group in combinations(places, size):
            tried += 1
            if tried > _MOST_TRIED:
                return tuple(found), False
            if all(need.met(no_better | mask(group)) for need in needs):
                found.append(group)
                if len(found) == most:
                    break
        if found:
            return tuple(found), True
    return (), True


@dataclass(frozen=True, slots=True)
class Orders:
    """Orders of priorities (as places in the order given) at the least number of reversed pairs."""

    orders: tuple[tuple[int, ...], ...]
    proven: bool


def nearest_orders(
    needs: Sequence[Requirement],
    truths: Sequence[int],
    s: int,
    states: int,
    *,
    most: int = 3,
) -> Orders:
    """Orders of the priorities nearest to the given one that meet the requirements.

    `truths[p]` is the set of states at which priority p holds. Near means few reversed pairs
    (Kendall 1938). Priorities are placed from the top; a state t is decided by the first priority
    on which it differs from s. Uniform-cost search over (priorities placed, states found better
    than s); a branch ends once no order of the rest can help.
    """
    relevant = 0
    for need in needs:
        relevant |= 1 << need.t
        for answer in need.answers:
            relevant |= answer
    relevant &= ~(1 << s)
    everything = (1 << states) - 1
    for_s, against = [], []
    for truth in truths:
        here = bool(truth >> s & 1)
        differs = (everything & ~truth if here else truth) & relevant
        for_s.append(differs if here else 0)
        against.append(0 if here else differs)
    count = len(truths)
    decidable = 0
    for p in range(count):
        decidable |= for_s[p] | against[p]
    tied = everything & ~decidable
    # Entries: cost, order of entry, priorities placed, their set, known worse, known better.
    todo: list[tuple[int, int, tuple[int, ...], int, int, int]] = [(0, 0, (), 0, 0, 0)]
    best: dict[tuple[int, int, int], int] = {}
    found: list[tuple[int, ...]] = []
    entered = 0
    cost_found: int | None = None
    while todo:
        cost, _, order, placed, worse, better = heapq.heappop(todo)
        if cost_found is not None and cost > cost_found:
            break
        if not all(need.met(everything & ~better) for need in needs):
            continue
        if all(need.met(tied | worse) for need in needs):
            whole = (*order, *(p for p in range(count) if not placed >> p & 1))
            if whole not in found:
                found.append(whole)
            cost_found = cost
            if len(found) >= most:
                break
            continue
        key = (placed, worse, better)
        if best.get(key, cost + 1) <= cost:
            continue
        best[key] = cost
        skipped = 0
        for p in range(count):
            if placed >> p & 1:
                continue
            open_states = ~(worse | better)
            entered += 1
            if entered > _MOST_TRIED:
                return Orders(tuple(found), False)
            heapq.heappush(
                todo,
                (
                    cost + skipped,
                    entered,
                    (*order, p),
                    placed | 1 << p,
                    worse | for_s[p] & open_states,
                    better | against[p] & open_states,
                ),
            )
            skipped += 1
    return Orders(tuple(found), True)
