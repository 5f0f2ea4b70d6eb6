"""The feasible states of a conflict as machine words, and each decision maker's order of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodoffices.errors import InvalidCase, TooLarge
from goodoffices.model.conditions import Condition, mentioned, parse_condition
from goodoffices.model.graph import ConflictGraph, DecisionMaker

Words = NDArray[np.uint64]
Ints = NDArray[np.int32]

MAX_STATES = 1 << 26
_CHUNK = 1 << 20  # conditions are evaluated piece by piece, so that their memory stays small
_BITS = 31  # priorities folded into one number before ranks are made dense


@dataclass(frozen=True, slots=True)
class Space:
    """Feasible states: `codes` ascending (bit k = k-th move), or None where all 2^moves are."""

    moves: int
    count: int
    codes: Words | None

    def piece(self, start: int, stop: int) -> Words:
        """Codes of the states numbered start to stop - 1, from 0."""
        if self.codes is None:
            return np.arange(start, stop, dtype=np.uint64)
        return self.codes[start:stop]


def evaluate(condition: Condition, codes: Words, bit: dict[str, int]) -> NDArray[np.bool_]:
    """Whether each state satisfies the condition."""
    kind = condition[0]
    found: NDArray[np.bool_]
    if kind == "is":
        place = np.uint64(bit[str(condition[1])])
        found = (codes >> place & np.uint64(1)).astype(np.bool_)
        return found
    parts: list[Any] = [evaluate(part, codes, bit) for part in condition[1:]]  # type: ignore[arg-type]
    if kind == "not":
        found = ~parts[0]
    elif kind == "if":
        found = ~parts[0] | parts[1]
    elif kind == "iff":
        found = parts[0] == parts[1]
    else:
        join = np.logical_and if kind == "and" else np.logical_or
        found = join.reduce(parts)
    return found


def bits(conflict: ConflictGraph) -> dict[str, int]:
    """Bit of each move: its place in declared order."""
    return {move.id: place for place, move in enumerate(conflict.moves)}


def enumerate_states(conflict: ConflictGraph, *, limit: int = MAX_STATES) -> Space:
    """All feasible states. Raises TooLarge where there are more than `limit`, or on the way there.

    Moves are settled one by one, and a condition is applied as soon as the moves that it names are
    settled, so that what conditions exclude is never listed.
    """
    moves = len(conflict.moves)
    if not conflict.forbidden:
        if 1 << moves > limit:
            raise _too_large(1 << moves, limit)
        return Space(moves, 1 << moves, None)
    bit = bits(conflict)
    due: dict[int, list[Condition]] = {}
    for condition in conflict.forbidden:
        due.setdefault(max(bit[name] for name in mentioned(condition)), []).append(condition)
    codes = np.zeros(1, dtype=np.uint64)
    for place in range(moves):
        if 2 * codes.size > 2 * limit:
            raise _too_large(codes.size, limit)
        codes = np.concatenate([codes, codes | np.uint64(1 << place)])
        for condition in due.get(place, ()):
            codes = codes[~evaluate(condition, codes, bit)]
    if codes.size > limit:
        raise _too_large(codes.size, limit)
    if codes.size == 0:
        raise InvalidCase(["the infeasible conditions leave no state"])
    return Space(moves, int(codes.size), None if codes.size == 1 << moves else codes)


def _too_large(size: int, limit: int) -> TooLarge:
    return TooLarge(
        "states of this conflict",
        size,
        limit,
        "declare moves that exclude one another, leave out moves that change nothing for anybody,"
        " or split the conflict by decision makers",
    )


def state_text(code: int, moves: int) -> str:
    """A state as Y and N in declared order."""
    return "".join("Y" if code >> place & 1 else "N" for place in range(moves))


def state_code(state: str) -> int:
    """The machine word of a state written as Y and N."""
    return sum(1 << place for place, letter in enumerate(state) if letter == "Y")


def ranks(conflict: ConflictGraph, space: Space, maker: DecisionMaker) -> Ints:
    """Rank of every state for a decision maker, higher is better, equal where it is indifferent.

    Where the order of some entries is not known they are taken in the order written.
    """
    if maker.ranking is not None:
        return _listed(space, maker)
    groups = [parse_condition(text) for group in maker.priority_groups for text in group]
    return ranks_of_conditions(conflict, space, groups)


def ranks_of_conditions(conflict: ConflictGraph, space: Space, conditions: list[Condition]) -> Ints:
    """Ranks by prioritised conditions, most important first, any number of them."""
    if not conditions:
        return np.zeros(space.count, dtype=np.int32)
    bit = bits(conflict)
    order: Any = None
    for start in range(0, len(conditions), _BITS):
        part = _score(space, conditions[start : start + _BITS], bit)
        if order is None:
            order = part
        else:
            wide = order.astype(np.int64) << _BITS | part
            order = np.unique(wide, return_inverse=True)[1].reshape(-1).astype(np.int32)
    return order  # type: ignore[no-any-return]


def _score(space: Space, conditions: list[Condition], bit: dict[str, int]) -> Ints:
    """The truths of up to 31 conditions as one number, the first being the highest digit."""
    score = np.zeros(space.count, dtype=np.int32)
    for start in range(0, space.count, _CHUNK):
        stop = min(start + _CHUNK, space.count)
        codes = space.piece(start, stop)
        piece = score[start:stop]
        for condition in conditions:
            np.left_shift(piece, 1, out=piece)
            piece |= evaluate(condition, codes, bit)
    return score


def _listed(space: Space, maker: DecisionMaker) -> Ints:
    """Ranks from a ranking, best first."""
    rank = np.zeros(space.count, dtype=np.int32)
    groups = [group for entry in maker.ranks for group in entry]
    for place, group in enumerate(groups):
        rank[positions(space, [state_code(state) for state in group])] = len(groups) - place
    return rank


def positions(space: Space, codes: list[int]) -> NDArray[np.int64]:
    """Numbers (from 0) of the states with these codes, which must be feasible."""
    wanted = np.array(codes, dtype=np.uint64)
    if space.codes is None:
        return wanted.astype(np.int64)
    return np.searchsorted(space.codes, wanted).astype(np.int64)


def codes_of(space: Space, places: NDArray[np.int64]) -> Words:
    """Codes of the states with these numbers (from 0)."""
    return places.astype(np.uint64) if space.codes is None else space.codes[places]


def texts(codes: Words, moves: int, limit: int, *, ordered: bool = True) -> tuple[str, ...]:
    """States as Y and N, sorted as text unless told otherwise; at most `limit` of them."""
    if not codes.size:
        return ()
    if ordered:
        # As text the first move counts most: sort by the bits in reverse, and keep what is wanted.
        codes = _reversed(np.sort(_reversed(codes, moves))[:limit], moves)
    columns = [
        np.where(codes[:limit] >> np.uint64(place) & np.uint64(1), ord("Y"), ord("N"))
        for place in range(moves)
    ]
    rows = np.ascontiguousarray(np.stack(columns, axis=1).astype(np.uint8)).view(f"S{moves}")
    return tuple(row.decode("ascii") for row in rows.ravel().tolist())


def _reversed(codes: Words, moves: int) -> Words:
    """Codes with their bits in reverse order."""
    found = np.zeros_like(codes)
    for place in range(moves):
        bit = codes >> np.uint64(place) & np.uint64(1)
        found |= bit << np.uint64(moves - 1 - place)
    return found
