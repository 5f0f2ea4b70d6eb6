"""Minimal sets in any order, a little at each step, hard questions later.

A candidate meets all sets of the other kind found so far. It grows by sets of the other kind until
it holds one of the kind wanted, and that is made minimal as far as a few nodes for each claim will
do. What took more is put off; once much was, everything is tried again with more nodes.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from random import Random

from goodoffices.solve.cpsat import Chosen
from goodoffices.solve.hitting import HittingSets
from goodoffices.solve.oracle import EASY, Mask, Oracle, bits, mask_of
from goodoffices.solve.turns import Counted

FIRST, FURTHER, PUT_OFF = 30, 5, 20
"""Nodes for each question; how many times as many when so many candidates were put off."""

TRIAL = 0.3
"""Work, about seconds, for which a way to find sets is taken to have found one."""

GUIDED = 50
"""Nodes for each claim of a set of the other kind, which need not be minimal."""


class Kind:
    """What is enumerated: conflict sets, or concession sets. The other kind guides.

    `weights` per claim decide which sets come first.
    """

    def __init__(self, weights: Sequence[int], *, conflicts: bool) -> None:
        self.weights, self.conflicts = weights, conflicts
        self._dearest_first = sorted(range(len(weights)), key=lambda place: -weights[place])

    @property
    def other(self) -> Kind:
        """The kind whose sets meet all sets of this one."""
        return Kind([1] * len(self.weights), conflicts=not self.conflicts)

    def tried(self, oracle: Oracle, candidate: Mask, nodes: int | None) -> Chosen | Mask | None:
        """What is so about a candidate: `Oracle.tried` on it, or on all the other claims."""
        return oracle.tried(candidate if self.conflicts else oracle.all & ~candidate, nodes)

    def holds_one(self, found: Chosen | Mask) -> bool:
        """Whether what was found says that the candidate holds a set of this kind."""
        return isinstance(found, int) == self.conflicts

    def unmet(self, oracle: Oracle, found: Chosen | Mask, nodes: int) -> Mask:
        """A set of the other kind that the candidate does not meet, out of what was found."""
        if isinstance(found, int):
            return oracle.trimmed(found, nodes)
        return oracle.grown(found, nodes)

    def held(
        self,
        oracle: Oracle,
        found: Chosen | Mask,
        limits: Sequence[int | None],
        order: Sequence[int] = (),
    ) -> Generator[None, None, tuple[Mask, bool]]:
        """A set of this kind out of what was found, and whether it was shown to be minimal.

        A question at each step, which may take so many nodes, and if that was not enough so many
        more in turn. Claims are tried in an order; where none is given, so that the set becomes a
        light one.
        """
        if isinstance(found, int):
            return oracle.shrinking(found, limits, order)
        return oracle.growing(found, limits[-1], order or self._dearest_first)

    def weight(self, mask: Mask) -> int:
        """The weight of a set."""
        return sum(self.weights[place] for place in bits(mask))


class Finder:
    """Finds minimal sets of one kind: so many are `wanted`, those of small weight rather than
    others, or (None) all there are. `found` are those; `complete`: there are no others.

    Which are found first depends on `seed`.
    """

    def __init__(self, oracle: Oracle, kind: Kind, wanted: int | None, *, seed: int = 0) -> None:
        self._clock = Counted(oracle.clock)
        self._oracle, self._kind, self._wanted = oracle.beside(self._clock), kind, wanted
        self._guides: list[Mask] = []
        self._avoided = HittingSets([1] * len(kind.weights), ordered=False, clock=self._clock)
        self._ways = {True: [TRIAL, 1.0], False: [TRIAL, 1.0]}
        self._since, self._known, self._random = (0.0, 0), False, Random(seed)
        self.found: list[Mask] = []
        self.complete = False

    def steps(self) -> Iterator[None]:
        """Go on, a question or so at each step. Raises OutOfTime."""
        nodes = FIRST
        while True:
            by_weight = self._wanted is not None
            candidates = HittingSets(self._kind.weights, ordered=by_weight, clock=self._clock)
            for mask in self._guides:
                candidates.hit(bits(mask))
            for mask in self.found:
                candidates.bar(bits(mask))
            put_off = 0
            while put_off < PUT_OFF:
                if self._wanted is not None and len(self.found) >= self._wanted:
                    return
                candidate = candidates.next()
                if candidate is None:
                    break
                put_off += not (yield from self._looked_into(candidate, candidates, nodes))
                self._note(grown=True)
                if self._rather_from_above():
                    if (yield from self._from_above(candidates)):
                        return
                    self._note(grown=False)
            if not put_off:
                self.complete = True
                return
            nodes *= FURTHER

    def _note(self, *, grown: bool) -> None:
        """What work was done, and what it found, in which of the two ways."""
        way, now = self._ways[grown], (self._clock.counted, len(self.found))
        way[0] += now[0] - self._since[0]
        way[1] += now[1] - self._since[1]
        self._since = now

    def _rather_from_above(self) -> bool:
        """Whether that found more for the work spent on it, with the benefit of the doubt."""
        (work, found), (other_work, other_found) = self._ways[True], self._ways[False]
        return other_found * work > found * other_work

    def _from_above(self, candidates: HittingSets) -> Generator[None, None, bool]:
        """Make a wide set minimal, at whatever cost; whether no set is left to be found.

        All claims, in an order drawn at random; where that came upon a known set, claims that hold
        none of them (Liffiton, Previti, Malik and Marques-Silva 2016).
        """
        kind, oracle = self._kind, self._oracle
        order = list(range(len(kind.weights)))
        self._random.shuffle(order)
        while True:
            yield
            avoided = self._avoided.next() if self._known else frozenset[int]()
            if avoided is None:
                self.complete = True
                return True
            wide = oracle.all & ~mask_of(avoided)
            found = kind.tried(oracle, wide, None)
            if found is not None and kind.holds_one(found):
                whole = wide if kind.conflicts else found  # not what is known to collide in it
                one, _ = yield from kind.held(oracle, whole, (*EASY, None), order)
                self._known = one in self.found
                self._add(one, candidates)
                return False
            self._known = True
            self._avoided.bar(avoided)

    def _add(self, one: Mask, candidates: HittingSets) -> None:
        candidates.bar(bits(one))
        if one not in self.found:
            self.found.append(one)
            self._avoided.hit(bits(one))

    def _looked_into(
        self, candidate: Iterable[int], candidates: HittingSets, nodes: int
    ) -> Generator[None, None, bool]:
        """Let a candidate grow until it holds a set; whether that was shown to be minimal."""
        kind, oracle = self._kind, self._oracle
        least = wide = mask_of(candidate)
        while True:
            yield
            found = kind.tried(oracle, wide, nodes)
            if found is None or kind.holds_one(found):
                break
            guide = kind.unmet(oracle, found, GUIDED)
            self._guides.append(guide)
            candidates.hit(bits(guide))
            if not guide:
                return True  # nothing collides, or the rules alone do: no set of the kind wanted
            wide |= guide
        one, settled = 0, False
        if found is not None:
            one, settled = yield from kind.held(oracle, found, (nodes,))
        if settled:
            self._add(one, candidates)
        elif wide == least:  # else it does not meet what has been found since
            candidates.bar(bits(least))
        return settled
