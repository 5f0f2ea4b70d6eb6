"""A conflict as a graph: who decides, which moves they have, which states they prefer.

After Kilgour, Hipel and Fang (1987) and Fang, Hipel and Kilgour (1993), in option form; what that
literature calls an option is a *move* here. A state says of each move whether it is taken and is
written as Y and N in declared order. States are numbered from 1 by decimal value, the first move
being the lowest bit, among those that are feasible.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Literal

from goodoffices.errors import InvalidCase, did_you_mean
from goodoffices.model.conditions import BadCondition, Condition, holds, mentioned, parse_condition
from goodoffices.model.table import freeze_fields

Direction = Literal["both", "forward", "back"]
"""Whether a move can be taken and taken back, only taken (N to Y), or only taken back (Y to N)."""

MAX_MOVES = 62  # a state is one machine word in the solvers


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Something that one decision maker can do or leave undone."""

    id: str
    name: str
    direction: Direction = "both"
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMaker:
    """Who decides on which moves, and what it prefers.

    `priorities` are conditions, most important first: of two states the better one satisfies the
    first condition on which they differ (Peng, Hipel, Kilgour and Fang 1997, option prioritising).
    `ranking` lists the feasible states best first instead, one rank an entry: `NYN`, or with ties
    `NYN = YYN`. Where the order is not known, an entry joins states or conditions by ` ? `; and
    `unknown` names further pairs of states, `NYN ? YNN`, on whose order the ranking is not relied.
    """

    id: str
    name: str
    moves: tuple[str, ...]
    priorities: tuple[str, ...] = ()
    ranking: tuple[str, ...] | None = None
    unknown: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "moves", "priorities", "ranking", "unknown", "evidence")

    @property
    def priority_groups(self) -> tuple[tuple[str, ...], ...]:
        """Priorities in order; those whose order among themselves is not known share a group."""
        return tuple(_split(entry, "?") for entry in self.priorities)

    @property
    def ranks(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """Ranks best first; each holds groups of tied states, several where order is not known."""
        return tuple(
            tuple(_split(group, "=") for group in _split(entry, "?"))
            for entry in self.ranking or ()
        )

    @property
    def unknown_pairs(self) -> tuple[tuple[str, ...], ...]:
        """Pairs of states whose order is not known, as written in `unknown`."""
        return tuple(_split(entry, "?") for entry in self.unknown)

    @property
    def settled(self) -> bool:
        """Whether the order of all states is known."""
        entries = (*self.priorities, *(self.ranking or ()))
        return not self.unknown and not any("?" in entry for entry in entries)


def _split(entry: str, mark: str) -> tuple[str, ...]:
    """Parts of an entry between marks; a mark inside double quotes is text."""
    parts, quoted = [""], False
    for letter in entry:
        quoted ^= letter == '"'
        if letter == mark and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return tuple(part.strip() for part in parts)


@dataclass(frozen=True, kw_only=True)
class ConflictGraph:
    """Decision makers, moves, what cannot happen, and what each prefers; checked on construction.

    `infeasible` are conditions that no state may satisfy, `exclusive` sets of moves of which at
    most one can be taken. Raises InvalidCase naming every fault: unknown or repeated ids, moves
    that nobody or several own, conditions that cannot be read, a ranking that misses or repeats a
    state, feasibility that leaves no state.
    """

    title: str
    moves: tuple[Move, ...]
    decision_makers: tuple[DecisionMaker, ...]
    infeasible: tuple[str, ...] = ()
    exclusive: tuple[tuple[str, ...], ...] = ()
    status_quo: str | None = None
    source: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "moves", "decision_makers", "infeasible", "exclusive")
        if faults := [message for _, message in conflict_faults(self)]:
            raise InvalidCase(faults)

    def __getstate__(self) -> dict[str, object]:
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    @cached_property
    def move_by_id(self) -> Mapping[str, Move]:
        """Moves by id."""
        return {move.id: move for move in self.moves}

    @cached_property
    def maker_by_id(self) -> Mapping[str, DecisionMaker]:
        """Decision makers by id."""
        return {maker.id: maker for maker in self.decision_makers}

    @cached_property
    def forbidden(self) -> tuple[Condition, ...]:
        """Conditions that no state satisfies: the infeasible ones, and two of an exclusive set."""
        pairs = (
            ("and", ("is", one), ("is", other))
            for group in self.exclusive
            for place, one in enumerate(group)
            for other in group[place + 1 :]
        )
        return (*(parse_condition(text) for text in self.infeasible), *pairs)

    @property
    def settled(self) -> bool:
        """Whether every decision maker's order of states is known."""
        return all(maker.settled for maker in self.decision_makers)

    def feasible(self, state: str) -> bool:
        """Whether the state, written as Y and N, can occur."""
        if len(state) != len(self.moves) or set(state) - {"Y", "N"}:
            return False
        taken = {m.id: letter == "Y" for m, letter in zip(self.moves, state, strict=True)}
        return not any(holds(condition, taken) for condition in self.forbidden)

    def states(self) -> Iterator[str]:
        """Feasible states in the order of their numbers. For small conflicts; see `solve`."""
        for taken in _assignments(self, {}, len(self.moves) - 1):
            yield "".join("Y" if taken[move.id] else "N" for move in self.moves)


def _assignments(
    conflict: ConflictGraph, taken: dict[str, bool], place: int
) -> Iterator[dict[str, bool]]:
    """Ways to settle the moves up to `place`; the last move varies slowest, as numbers do."""
    if any(holds(condition, taken) for condition in conflict.forbidden):
        return
    if place < 0:
        yield taken
        return
    for take in (False, True):
        yield from _assignments(conflict, {**taken, conflict.moves[place].id: take}, place - 1)


Place = tuple[str, int]
Faults = Iterator[tuple[Place, str]]
_WHOLE: Place = ("", 0)


def conflict_faults(conflict: ConflictGraph) -> list[tuple[Place, str]]:
    """Every fault with its place (list and position), so that a reader of files can name the line.

    Whether states are left, and whether rankings fit them, is asked only where all else is well.
    """
    faults = [*_name_faults(conflict), *_owner_faults(conflict), *_condition_faults(conflict)]
    return faults or list(_state_faults(conflict))


def _name_faults(conflict: ConflictGraph) -> Faults:
    if not conflict.moves:
        yield _WHOLE, "a conflict needs at least one move"
    if not conflict.decision_makers:
        yield _WHOLE, "a conflict needs at least one decision maker"
    if len(conflict.moves) > MAX_MOVES:
        yield _WHOLE, f"{len(conflict.moves)} moves; at most {MAX_MOVES} are possible"
    lists = (
        ("moves", "move", [move.id for move in conflict.moves]),
        ("decision_makers", "decision maker", [maker.id for maker in conflict.decision_makers]),
    )
    for name, kind, ids in lists:
        for index, one in enumerate(ids):
            if not one:
                yield (name, index), f"a {kind} with an empty id"
            elif one in ids[:index]:
                yield (name, index), f"{kind} {one!r} is given {ids.count(one)} times"
    for index, move in enumerate(conflict.moves):
        if move.direction not in ("both", "forward", "back"):
            hint = did_you_mean(str(move.direction), ("both", "forward", "back"))
            yield ("moves", index), f"move {move.id!r}: unknown direction {move.direction!r}{hint}"


def _owner_faults(conflict: ConflictGraph) -> Faults:
    known = {move.id for move in conflict.moves}
    owners: dict[str, list[str]] = {}
    for index, maker in enumerate(conflict.decision_makers):
        place = ("decision_makers", index)
        for move, count in Counter(maker.moves).items():
            owners.setdefault(move, []).append(maker.id)
            if move not in known:
                hint = did_you_mean(move, known)
                yield place, f"decision maker {maker.id!r}: unknown move {move!r}{hint}"
            if count > 1:
                yield place, f"decision maker {maker.id!r} has move {move!r} {count} times"
    for index, move_ in enumerate(conflict.moves):
        held = owners.get(move_.id, [])
        if not held:
            yield ("moves", index), f"move {move_.id!r} belongs to no decision maker"
        elif len(held) > 1:
            names = " and ".join(repr(name) for name in held)
            yield ("moves", index), f"move {move_.id!r} belongs to {names}; a move has one owner"
    for index, group in enumerate(conflict.exclusive):
        place = ("exclusive", index)
        for move in group:
            if move not in known:
                yield place, f"exclusive: unknown move {move!r}{did_you_mean(move, known)}"
        if len(set(group)) < max(2, len(group)):
            yield place, "exclusive: a set needs two or more different moves"


def _condition_faults(conflict: ConflictGraph) -> Faults:
    known = {move.id for move in conflict.moves}
    written = [
        (("infeasible", i), "infeasible", text) for i, text in enumerate(conflict.infeasible)
    ]
    for index, maker in enumerate(conflict.decision_makers):
        place, what = ("decision_makers", index), f"priorities of {maker.id!r}"
        if maker.priorities and maker.ranking is not None:
            yield place, f"decision maker {maker.id!r} has both priorities and a ranking; keep one"
        if maker.unknown and maker.ranking is None:
            yield place, f"decision maker {maker.id!r}: unknown pairs need a ranking"
        written += [(place, what, text) for group in maker.priority_groups for text in group]
    for place, what, text in written:
        try:
            names = set(mentioned(parse_condition(text)))
        except BadCondition as fault:
            yield place, f"{what}: {fault}"
            continue
        for name in sorted(names - known):
            yield place, f"{what}: unknown move {name!r} in {text!r}{did_you_mean(name, known)}"


_LISTED = 12  # states named in one message


def _named(states: list[str]) -> str:
    more = f" and {len(states) - _LISTED} more" if len(states) > _LISTED else ""
    return ", ".join(states[:_LISTED]) + more


def _state_faults(conflict: ConflictGraph) -> Faults:
    if _no_state(conflict):
        yield _WHOLE, "the infeasible conditions leave no state"
        return
    if conflict.status_quo is not None and not conflict.feasible(conflict.status_quo):
        yield _WHOLE, _state_fault(conflict, "status_quo", conflict.status_quo)
    if not any(maker.ranking is not None for maker in conflict.decision_makers):
        return
    ranked_most = max(
        sum(len(group) for rank in maker.ranks for group in rank)
        for maker in conflict.decision_makers
    )
    # A ranking of few states cannot fit a conflict of very many, which need not all be listed.
    feasible = list(islice(conflict.states(), 2 * ranked_most + 1000))
    known = set(feasible)
    for index, maker in enumerate(conflict.decision_makers):
        if maker.ranking is None:
            continue
        place, what = ("decision_makers", index), f"ranking of {maker.id!r}"
        ranked = Counter(state for rank in maker.ranks for group in rank for state in group)
        for state in ranked:
            if state not in known:
                yield place, _state_fault(conflict, what, state)
        if repeated := [state for state, count in ranked.items() if count > 1]:
            yield place, f"{what} repeats {_named(repeated)}"
        if missed := [state for state in feasible if state not in ranked]:
            yield place, f"{what} misses {_named(missed)}"
        for pair in maker.unknown_pairs:
            if len(set(pair)) != 2 or not set(pair) <= known:
                yield (
                    place,
                    f"unknown pairs of {maker.id!r}: {' ? '.join(pair)!r} is no pair of states",
                )


_TRIED = 200_000


def _no_state(conflict: ConflictGraph) -> bool:
    """Whether no state is feasible; False where that was not settled after many trials, in which
    case the solver finds out."""
    tried = 0
    places = [(len(conflict.moves) - 1, dict[str, bool]())]
    while places and tried < _TRIED:
        place, taken = places.pop()
        tried += 1
        if any(holds(condition, taken) for condition in conflict.forbidden):
            continue
        if place < 0:
            return False
        name = conflict.moves[place].id
        places += [(place - 1, {**taken, name: take}) for take in (True, False)]
    return tried < _TRIED


def _state_fault(conflict: ConflictGraph, what: str, state: str) -> str:
    if len(state) != len(conflict.moves) or set(state) - {"Y", "N"}:
        return f"{what}: {state!r} is not a state; write {len(conflict.moves)} letters Y or N"
    return f"{what}: state {state!r} is infeasible"
