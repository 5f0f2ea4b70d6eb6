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

The least set may take long to prove, the more so near the edge, while others are soon found: a
candidate that has grown until it holds a set of the kind wanted is made minimal, as far as a few
nodes for each claim will do. Those are looked for by turns, and are what is left when time ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from goodoffices.errors import SolverFailed
from goodoffices.solve.cpsat import Chosen
from goodoffices.solve.finding import Finder, Kind
from goodoffices.solve.hitting import HittingSets
from goodoffices.solve.oracle import Mask, Oracle, bits, mask_of
from goodoffices.solve.turns import Turns

TRIED = 20
"""Nodes spent on making one claim fit, or one claim spare, in a set that only guides the search.

Such a set need not be minimal: what is given out is, whatever guided it. Claims that fit by a hair
are what takes long, and most of them are never asked about in earnest. But sets with many claims to
spare guide badly, and where every question is easy there is next to no end of them.
"""


PATIENCE, TURN = 0.2, 0.05
"""Work, about seconds, without a set given out before sets are looked for out of order, and how
long each goes on at a time."""


class _Done(Exception):
    """Other work made this work unnecessary."""


class Minimal:
    """The minimal sets of one kind, to be taken one by one, least weight first, then in order.

    Not `ordered` they come in any order, and all of them sooner. `given` are those taken so far.
    While it takes long to prove which is next, others are looked for, until `wanted` are known in
    all (None: as many as there are).
    """

    def __init__(
        self,
        oracle: Oracle,
        kind: Kind,
        *,
        ordered: bool = True,
        wanted: int | None = None,
        seed: int = 0,
    ) -> None:
        self._turns = Turns(oracle.clock, patience=PATIENCE, turn=TURN)
        self._kind, self._oracle, self._wanted = kind, oracle.beside(self._turns), wanted
        self._candidates = HittingSets(kind.weights, ordered=ordered, clock=self._turns)
        self.given: list[Mask] = []
        self._floor = 0
        beside = oracle.beside(self._turns.theirs)
        self._finder = Finder(beside, kind, wanted, seed=seed)
        self._others = Finder(beside, kind.other, None, seed=seed)
        if ordered:
            turns = self._turns.others if wanted is None else self._turns.spare
            turns.append(_until_complete(self._finder))
            if not kind.conflicts:
                self._turns.others.append(_until_complete(self._others))

    @property
    def also(self) -> list[Mask]:
        """Minimal sets of which it is not proven that none comes before them."""
        return [mask for mask in self._finder.found if mask not in self.given]

    @property
    def floor(self) -> int:
        """What every set that was not given out weighs at least."""
        return max(self._floor, self._candidates.least)

    def __iter__(self) -> Iterator[Mask]:
        """The sets, from the first. Raises OutOfTime."""
        try:
            for mask in self._proven():
                self._turns.succeeded()
                self.given.append(mask)
                yield mask
        except _Done:
            self._turns.others, self._turns.spare = [], []
            for mask in self._rest():
                self.given.append(mask)
                yield mask

    def _rest(self) -> Iterator[Mask]:
        """All sets not given out yet, in order, once all sets of one kind are known."""
        if not self._finder.complete:
            self._floor, in_order = self.floor, self._wanted is not None
            self._candidates = self._meeting(self._others.found, in_order)
            while (candidate := self._candidates.next()) is not None:
                self._candidates.bar(candidate)
                mask = mask_of(candidate)
                if in_order:
                    yield mask
                elif mask not in self._finder.found:
                    self._finder.found.append(mask)
        yield from sorted(self.also, key=lambda mask: (self._kind.weight(mask), list(bits(mask))))

    def _meeting(self, found: Iterable[Mask], ordered: bool) -> HittingSets:
        """What meets all sets of the other kind, but for what was given out."""
        candidates = HittingSets(self._kind.weights, ordered=ordered, clock=self._turns)
        for mask in found:
            candidates.hit(bits(mask))
        for mask in self.given:
            candidates.bar(bits(mask))
        return candidates

    def _proven(self) -> Iterator[Mask]:
        """The sets as it is proven, of each, that none comes before it."""
        while (candidate := self._candidates.next()) is not None:
            missed = list(self._unmet(mask_of(candidate), TRIED))
            for mask in missed:
                if not mask:
                    return  # nothing collides, or the rules alone do: no set of the kind wanted
                self._candidates.hit(bits(mask))
            if missed:
                continue
            yield mask_of(candidate)
            if not candidate:
                return
            self._candidates.bar(candidate)

    def _unmet(self, candidate: Mask, nodes: int) -> Iterator[Mask]:
        """Sets of the other kind apart from the candidate and from one another."""
        while not self._kind.holds_one(found := self._asked(candidate)):
            mask = self._kind.unmet(self._oracle, found, nodes)
            yield mask
            if not mask:
                return
            candidate |= mask

    def _asked(self, candidate: Mask) -> Chosen | Mask:
        found = self._kind.tried(self._oracle, candidate, None)
        if found is None:
            raise SolverFailed("search", "no answer although nothing limited it")
        return found


def _until_complete(finder: Finder) -> Iterator[None]:
    yield from finder.steps()
    if finder.complete:
        raise _Done
