"""A conflict with its edges written out, for conflicts small enough to be explained.

Sets of states are Python integers, one bit a state. Here states may be coalesced, so that moves
need not be transitive and legal sequences are walked with the last mover in hand.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from goodoffices.errors import TooLarge, UnknownName
from goodoffices.model.graph import ConflictGraph
from goodoffices.solve.graph.states import enumerate_states, ranks, state_text

MAX_EXPLAINED = 4096
Step = tuple[int, int]
"""Who moves, and the state moved to, as indices."""


@dataclass(frozen=True)
class Explicit:
    """States, ranks and moves. `reach[m][s]` is the set of states that m can move s to."""

    labels: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    makers: tuple[str, ...]
    rank: tuple[tuple[int, ...], ...]
    reach: tuple[tuple[int, ...], ...]

    @cached_property
    def better(self) -> tuple[tuple[int, ...], ...]:
        """`better[m][s]`: the improvements of m from s."""
        return tuple(
            tuple(
                mask(t for t in members(step) if self.rank[m][t] > self.rank[m][s])
                for s, step in enumerate(self.reach[m])
            )
            for m in range(len(self.makers))
        )

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Place of each state, by its label and by the states it stands for."""
        found = {state: k for k, group in enumerate(self.members) for state in group}
        return found | {label: k for k, label in enumerate(self.labels)}

    def place(self, state: str) -> int:
        """Place of a state. Raises UnknownName."""
        if state not in self.index:
            raise UnknownName("state", state, self.index)
        return self.index[state]

    def no_better(self, m: int, s: int) -> int:
        """States that are no better than s for m."""
        own = self.rank[m]
        return mask(t for t in range(len(own)) if own[t] <= own[s])


def mask(places: Iterable[int]) -> int:
    """A set of states as one number."""
    found = 0
    for place in places:
        found |= 1 << place
    return found


def members(states: int) -> Iterator[int]:
    """The states of a set, lowest first."""
    while states:
        low = states & -states
        yield low.bit_length() - 1
        states ^= low


def explicit(
    conflict: ConflictGraph, *, coalesce: bool = False, limit: int = MAX_EXPLAINED
) -> Explicit:
    """Write out a conflict. With `coalesce`, states tied for every decision maker become one.

    A coalesced state is written with `-` for the moves in which its members differ; somebody can
    move between two coalesced states where it can move between some of their members. Raises
    TooLarge beyond `limit` states.
    """
    space = enumerate_states(conflict)
    if space.count > limit:
        raise TooLarge(
            "states to be explained one by one",
            space.count,
            limit,
            "ask for the analysis 'stability', which lists the states without the reasons",
        )
    codes = [int(code) for code in space.piece(0, space.count)]
    states = [state_text(code, space.moves) for code in codes]
    order = [ranks(conflict, space, maker).tolist() for maker in conflict.decision_makers]
    reach = _reach(conflict, codes)
    groups: dict[object, list[int]] = {}
    for k in range(space.count):
        key = tuple(own[k] for own in order) if coalesce else k
        groups.setdefault(key, []).append(k)
    # As in the literature, the states that stay themselves come first.
    held = sorted(groups.values(), key=lambda group: (len(group) > 1, group[0]))
    where = {k: place for place, group in enumerate(held) for k in group}
    merged = [
        [
            mask(where[t] for k in group for t in members(step[k]) if where[t] != place)
            for place, group in enumerate(held)
        ]
        for step in reach
    ]
    return Explicit(
        labels=tuple(_label([states[k] for k in group]) for group in held),
        members=tuple(tuple(states[k] for k in group) for group in held),
        makers=tuple(maker.id for maker in conflict.decision_makers),
        rank=tuple(tuple(own[group[0]] for group in held) for own in order),
        reach=tuple(tuple(step) for step in merged),
    )


def _label(states: list[str]) -> str:
    letters = [set(column) for column in zip(*states, strict=True)]
    pattern = "".join(column.pop() if len(column) == 1 else "-" for column in letters)
    return pattern if len(states) == 1 or "-" in pattern else states[0]


def _reach(conflict: ConflictGraph, codes: list[int]) -> list[list[int]]:
    bit = {move.id: 1 << k for k, move in enumerate(conflict.moves)}
    found = []
    for maker in conflict.decision_makers:
        own = sum(bit[name] for name in maker.moves)
        up = sum(bit[n] for n in maker.moves if conflict.move_by_id[n].direction == "forward")
        down = sum(bit[n] for n in maker.moves if conflict.move_by_id[n].direction == "back")
        blocks: dict[int, list[int]] = {}
        for k, code in enumerate(codes):
            blocks.setdefault(code & ~own, []).append(k)
        step = []
        for k, code in enumerate(codes):
            step.append(
                mask(
                    t
                    for t in blocks[code & ~own]
                    if t != k and not code & up & ~codes[t] and not ~code & down & codes[t]
                )
            )
        found.append(step)
    return found


def joint(steps: Mapping[int, tuple[int, ...]], start: int) -> int:
    """States that legal sequences lead to: any mover may move again, but not twice in a row.

    `steps[m][s]` are the moves of m from s. Fang, Hipel and Kilgour (1993), definition 3.4.
    """
    arrived = dict.fromkeys(steps, 0)
    fresh = {m: step[start] for m, step in steps.items()}
    while any(fresh.values()):
        following = dict.fromkeys(steps, 0)
        for last, states in fresh.items():
            new = states & ~arrived[last]
            arrived[last] |= new
            for s in members(new):
                for m, step in steps.items():
                    if m != last:
                        following[m] |= step[s]
        fresh = {m: states & ~arrived[m] for m, states in following.items()}
    found = 0
    for states in arrived.values():
        found |= states
    return found


def ways(steps: Mapping[int, tuple[int, ...]], start: int) -> dict[int, tuple[Step, ...]]:
    """A shortest legal sequence to every state that one leads to; who moves first comes first."""
    found: dict[int, tuple[Step, ...]] = {}
    seen: set[Step] = set()
    todo: deque[tuple[int, int, tuple[Step, ...]]] = deque([(start, -1, ())])
    while todo:
        s, last, path = todo.popleft()
        for m, step in steps.items():
            if m == last:
                continue
            for t in members(step[s]):
                if (m, t) in seen:
                    continue
                seen.add((m, t))
                onward = (*path, (m, t))
                found.setdefault(t, onward)
                todo.append((t, m, onward))
    return found


def deterring(graph: Explicit, m: int, s: int) -> tuple[int, int]:
    """States no better than s for m, and of these the ones m cannot leave for a better one."""
    bad = graph.no_better(m, s)
    held = mask(x for x in members(bad) if not graph.reach[m][x] & ~bad)
    return bad, held


def stable(graph: Explicit) -> dict[str, dict[str, int]]:
    """Decision maker -> concept -> set of stable states."""
    n, count = len(graph.makers), len(graph.labels)
    found: dict[str, dict[str, int]] = {}
    for m, name in enumerate(graph.makers):
        others = [j for j in range(n) if j != m]
        wanted = mask(t for s in range(count) for t in members(graph.better[m][s]))
        moved, improved = (
            {t: joint({j: table[j] for j in others}, t) for t in members(wanted)}
            for table in (graph.reach, graph.better)
        )
        own = dict.fromkeys(("nash", "gmr", "smr", "seq", "sseq"), 0)
        for s in range(count):
            improvements = list(members(graph.better[m][s]))
            bad, held = deterring(graph, m, s)
            holds = {
                "nash": not improvements,
                "gmr": all(moved[t] & bad for t in improvements),
                "smr": all(moved[t] & held for t in improvements),
                "seq": all(improved[t] & bad for t in improvements),
                "sseq": all(improved[t] & held for t in improvements),
            }
            for concept, yes in holds.items():
                own[concept] |= yes << s
        found[name] = own
    return found
