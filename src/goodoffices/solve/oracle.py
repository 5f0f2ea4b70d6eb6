"""Can these claims be satisfied together? Asked many times of one space, remembering the answers.

Giving up a claim never takes a package away. So a package found once answers for every set of
claims within those it satisfies, and claims once shown to collide answer for every set that holds
them all. Only what neither settles goes to the search, and of claims that collide a package with
all but one must fail that one, which tells the search where to look.
"""

from __future__ import annotations

import copy
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from goodoffices.errors import SolverFailed
from goodoffices.solve.arrays import Problem, Search, packages, rows_and_bans
from goodoffices.solve.cpsat import Chosen, Clock, Solver, satisfied
from goodoffices.solve.exchange import Exchange
from goodoffices.solve.jit import load
from goodoffices.solve.space import Claim, Space

T = TypeVar("T")
Mask = int
"""A set of claims: bit k is the k-th claim of the space."""


def bits(mask: Mask) -> Iterator[int]:
    """Places of the claims in a set, in order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(places: Iterable[int]) -> Mask:
    """The set of the claims in these places."""
    mask = 0
    for place in places:
        mask |= 1 << place
    return mask


def drained(steps: Generator[None, None, T]) -> T:
    """What work done step by step comes to, without a break."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast(T, end.value)


class _Masks:
    """Sets of claims, asked which of them holds none of a given set's claims."""

    def __init__(self, words: int) -> None:
        self._words, self.masks = words, list[Mask]()
        self._rows: Any = None

    def add(self, mask: Mask) -> None:
        """Add a set."""
        if self.masks and self._rows is not None:
            self._write(len(self.masks), mask)
        self.masks.append(mask)

    def _write(self, place: int, mask: Mask) -> None:
        import numpy as np

        if place >= len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._rows[place] = self._split(mask)

    def _split(self, mask: Mask) -> list[int]:
        return [mask >> (62 * word) & _WORD for word in range(self._words)]

    def apart(self, mask: Mask) -> int | None:
        """The place of a set that shares nothing with `mask`."""
        if len(self.masks) < 100:
            return next((k for k, other in enumerate(self.masks) if not other & mask), None)
        import numpy as np

        if self._rows is None:
            self._rows = np.zeros((256, self._words), dtype=np.int64)
            for place, other in enumerate(self.masks):
                self._write(place, other)
        wanted = np.array(self._split(mask), dtype=np.int64)
        free = ~np.any(self._rows[: len(self.masks)] & wanted, axis=1)
        at = int(free.argmax())
        return at if free[at] else None


_WORD = (1 << 62) - 1
_FIRST = 1 << 64  # more than any room: what was not asked yet comes first
FREE = 30  # nodes of a search before known collisions tell where a package can be
_RECENT = 200  # known collisions that are looked at for that
EASY = (30, 600)  # nodes for each question before one that may take long is asked to the end
_ALONE = 100  # nodes of a search before a package is also looked for by exchanges
_REMEMBERED = 200  # packages handed on to the oracle of a changed space


class Oracle:
    """A space that answers which sets of its claims hold together under its rules.

    `chosen` are packages and `failed` the claims that each fails; `cores` are sets of claims that
    collide.
    """

    def __init__(self, space: Space, *, clock: Clock | None = None) -> None:
        self.space, self.clock = space, clock or Clock()
        self.widths = tuple(len(options) for options in space.options)
        rows, bans = rows_and_bans(self.widths, space.rules, space.claims)
        self.problem = Problem(self.widths, tuple(rows), tuple(bans), len(space.claims))
        self.exact = self.problem.narrow and all(shift == 1 for shift in self.problem.shift)
        self.all: Mask = (1 << len(space.claims)) - 1
        words = max(1, -(-len(space.claims) // 62))
        self.chosen: list[Chosen] = []
        self.failed = _Masks(words)
        self.cores: list[Mask] = []
        self._outside = _Masks(words)
        self._words = words
        self._search: Search | None = None
        self._multipliers: Any = None
        self._took: dict[Mask, int] = {}
        self._burdens = [0.0] * len(space.claims)
        self._failing = [
            {issue: mask_of(options) for issue, options in claim.failed_within.items()}
            for claim in space.claims
        ]
        self.calls = 0

    def fails(self, chosen: Chosen) -> Mask | None:
        """The claims that a package fails, in the numbers as written; None: it breaks a rule."""
        if not self.exact:
            if not all(satisfied(rule, chosen) for rule in self.space.rules):
                return None
            held = enumerate(self.space.claims)
            return mask_of(at for at, claim in held if not satisfied(claim, chosen))
        import numpy as np

        kernel = load("kernel")
        masks = np.zeros(self._words, dtype=np.int64)
        p, a = self.problem, self.problem.arrays
        lawful = kernel.failing(
            np.array(chosen, dtype=np.int64), p.num, p.least, a["rclaim"], a["bfirst"], a["bissue"],
            a["bmask"], a["bclaim"], masks,
        )  # fmt: skip
        if not lawful:
            return None
        return sum(int(word) << (62 * place) for place, word in enumerate(masks))

    def learn(self, chosen: Chosen) -> Mask:
        """Remember a package that the rules of the world allow; the claims it fails."""
        failed = self.fails(chosen)
        if failed is None:
            raise SolverFailed("search", "a package that breaks a rule of the world")
        self.chosen.append(chosen)
        self.failed.add(failed)
        return failed

    def blame(self, core: Mask) -> None:
        """Remember claims that collide."""
        self.cores.append(core)
        self._outside.add(core)

    def known(self, mask: Mask) -> Chosen | None:
        """A remembered package that satisfies the claims."""
        at = self.failed.apart(mask)
        return None if at is None else self.chosen[at]

    def collide(self, mask: Mask) -> Mask | None:
        """A remembered collision among the claims."""
        at = self._outside.apart(self.all & ~mask)
        return None if at is None else self.cores[at]

    def ask(self, mask: Mask) -> Chosen | Mask:
        """A package that satisfies the claims, or some of them that collide (not always fewest).

        Raises OutOfTime.
        """
        found = self.tried(mask, None)
        if found is None:
            raise SolverFailed("search", "no answer although nothing limited it")
        return found

    def tried(self, mask: Mask, nodes: int | None) -> Chosen | Mask | None:
        """As `ask`, but None where that many nodes of the search did not settle it."""
        if (chosen := self.known(mask)) is not None:
            return chosen
        if (core := self.collide(mask)) is not None:
            return core
        return self._searched(mask, nodes)

    def _searched(self, mask: Mask, nodes: int | None) -> Chosen | Mask | None:
        self.calls += 1
        if not self.problem.narrow:
            return self._asked_elsewhere(mask)
        if self._search is None:
            self._search = Search(self.problem, track=True, root_steps=40)
        search = self._search
        search.start(on=bits(mask), multipliers=self._multipliers)
        chosen, whole = self._looked(mask, FREE if nodes is None else min(nodes, FREE))
        if chosen is None and not search.over and (nodes is None or nodes > FREE):
            if (elsewhere := self._must_fail(mask)) is not None:
                search.start(on=bits(mask), multipliers=self._multipliers, **elsewhere)
            chosen, again = self._looked(mask, nodes)
            whole = whole or again
        if chosen is not None or not search.over:
            return chosen
        core = mask if whole else mask_of(search.blamed())
        self._multipliers = search.mu[0].copy()
        self._took[core] = search.nodes
        self._burdens = search.burdens()
        self.blame(core)
        return core

    def _looked(self, mask: Mask, nodes: int | None) -> tuple[Chosen | None, bool]:
        """A package that the search comes upon; whether it refused one for how it was rounded."""
        search, refused = cast(Search, self._search), False
        search.guess = True
        for chosen in self._packages(search, nodes):
            if self.exact or self._holds(mask, chosen):
                self._multipliers = search.mu[0].copy()
                if self.learn(chosen) & mask:
                    raise SolverFailed("search", "a package that fails what was asked of it")
                return chosen, refused
            # Numbers were rounded and this package falls short as written: look for another.
            refused, search.guess = True, False
        return None, refused

    def _must_fail(self, mask: Mask) -> dict[str, list[int]] | None:
        """Where packages with these claims can be at all, for `Search.start`; None: anywhere.

        Of claims that collide, a package with all but one of them fails that one, so only where it
        is failed need be looked (van Maaren and Wieringa 2008; Marques-Silva and Lynce 2011).
        """
        least = dict[int, Mask]()
        for core in self.cores[-_RECENT:]:
            missing = core & ~mask
            if missing and not missing & missing - 1:
                at = missing.bit_length() - 1
                if at not in least or core.bit_count() < least[at].bit_count():
                    least[at] = core
        kept = [(1 << width) - 1 for width in self.widths]
        because = [0] * len(kept)
        for at, core in least.items():
            for issue, inside in self._failing[at].items():
                if kept[issue] & inside not in (0, kept[issue]):
                    kept[issue] &= inside
                    because[issue] |= core & mask
        return {"domains": kept, "because": because} if any(because) else None

    def _packages(self, search: Search, nodes: int | None) -> Iterator[Chosen]:
        """Packages of a search; after a while half of the work goes to finding one otherwise."""
        exchange, until = None, _ALONE
        while not search.over and (nodes is None or search.nodes < nodes):
            before = search.nodes
            yield from packages(
                search, self.clock, nodes=until if nodes is None else min(until, nodes)
            )
            if not search.over and search.nodes >= _ALONE:
                exchange = exchange or Exchange(search)
                work = (search.nodes - before) * search.each
                if (chosen := exchange.within(work, self.clock)) is not None:
                    yield chosen
            until *= 2

    def _asked_elsewhere(self, mask: Mask) -> Chosen | Mask:
        """Issues with more options than the search can hold are a case for CP-SAT."""
        solver = Solver(self.space, clock=self.clock)
        chosen = solver.satisfy(self.space.claims[place].id for place in bits(mask))
        if chosen is None:
            self.blame(mask)
            return mask
        self.learn(chosen)
        return chosen

    def _holds(self, mask: Mask, chosen: Chosen) -> bool:
        failed = self.fails(chosen)
        return failed is not None and not failed & mask

    def with_claims(self, changed: Mapping[int, Claim]) -> Oracle:
        """The oracle of the space with other claims in some places, told all that still holds.

        Packages are judged again. A collision still stands when none of the changed claims has a
        part in it.
        """
        claims = list(self.space.claims)
        for place, claim in changed.items():
            claims[place] = claim
        other = Oracle(replace(self.space, claims=tuple(claims)), clock=self.clock)
        for chosen in self.chosen[-_REMEMBERED:]:
            other.learn(chosen)
        touched = mask_of(changed)
        for core in self.cores:
            if not core & touched:
                other.blame(core)
        return other

    def beside(self, clock: Clock) -> Oracle:
        """Another that can be asked while this one is at work, with one memory between them."""
        other = copy.copy(self)
        other.clock, other._search = clock, None
        return other

    def satisfy(self, mask: Mask) -> Chosen | None:
        """A package that satisfies the claims; None: there is none."""
        found = self.ask(mask)
        return None if isinstance(found, int) else found

    def grown(self, chosen: Chosen, nodes: int | None = None) -> Mask:
        """A concession set: what a package fails, of which nothing can be added to it.

        It is minimal unless the search was limited to some `nodes` for each claim.
        """
        return self.grown_far(chosen, nodes, range(len(self.space.claims)))[0]

    def grown_far(
        self, chosen: Chosen, nodes: int | None, order: Iterable[int]
    ) -> tuple[Mask, bool]:
        """As `grown`, claims tried in an order; and whether it was shown to be minimal."""
        return drained(self.growing(chosen, nodes, order))

    def growing(
        self, chosen: Chosen, nodes: int | None, order: Iterable[int]
    ) -> Generator[None, None, tuple[Mask, bool]]:
        """As `grown_far`, a question at each step."""
        failed, settled = self.fails(chosen) or 0, True
        for place in order:
            claim = 1 << place
            if failed & claim:
                yield
                found = self.tried(self.all & ~failed | claim, nodes)
                if found is None:
                    settled = False
                elif not isinstance(found, int):
                    failed = self.fails(found) or 0
        return failed, settled

    def shrunk(self, core: Mask) -> Mask:
        """A minimal conflict set within claims that collide, by deletion, easy questions first."""
        return self.shrunk_far(core, (*EASY, None))[0]

    def trimmed(self, core: Mask, nodes: int) -> Mask:
        """Fewer claims that collide, of claims that do, for some `nodes` of work for each of them.

        Several are left out at a time, those first that had least to do with the last collision:
        what takes long to refute takes as long without a claim that has little part in it, so that
        each question may take twice as long as that took. None of them need be needed afterwards.
        """
        each = max(nodes, 2 * self._took.get(core, 0))
        left = nodes * core.bit_count()
        order = self._least_first(core)
        size = len(order) // 2
        while size:
            for start in range(0, len(order), size):
                chunk = mask_of(order[start : start + size]) & core
                if not chunk:
                    continue
                if left < each:
                    return core
                calls = self.calls
                found = self.tried(core & ~chunk, each)
                if self.calls > calls and self._search is not None:
                    left -= self._search.nodes
                if isinstance(found, int):
                    core = found
            order = [place for place in order if core >> place & 1]
            size = min(size, len(order)) // 2
        return core

    def _least_first(self, core: Mask) -> list[int]:
        """Claims, first those that had least to do with the last collision."""
        return sorted(bits(core), key=self._burdens.__getitem__)

    def shrunk_far(
        self, core: Mask, limits: Sequence[int | None], order: Sequence[int] = ()
    ) -> tuple[Mask, bool]:
        """As `shrunk`, with nodes for each question in turn; whether it was shown to be minimal.

        Claims are left out in an order; where none is given, those first that had least to do with
        the last collision. Of questions that were put off the one with the least room goes first:
        it is the likeliest to end in a collision still, and what leaves little room makes the
        questions after it no harder.
        """
        return drained(self.shrinking(core, limits, order))

    def shrinking(
        self, core: Mask, limits: Sequence[int | None], order: Sequence[int] = ()
    ) -> Generator[None, None, tuple[Mask, bool]]:
        """As `shrunk_far`, a question at each step."""
        needed, waiting = 0, 0
        room = {place: rank - _FIRST for rank, place in enumerate(order or self._least_first(core))}
        for limit in limits:
            waiting = 0
            while rest := core & ~needed & ~waiting:
                place = min(bits(rest), key=lambda at: room.get(at, 0))
                claim = 1 << place
                yield
                found = self.tried(core & ~claim, limit)
                if isinstance(found, int):
                    core = found
                elif found is None:
                    waiting |= claim
                    room[place] = self._search.room() if self._search else 0
                else:
                    needed |= claim
            if not waiting & core:
                break
        self.blame(core)
        return core, not waiting & core
