"""A zone that keeps what was found about it, so that a small change is answered at once.

Giving up a claim or moving a reservation value leaves most packages and collisions valid: those are
kept, the others are judged again, and only what none of them settles is searched. What was found
after one move is kept for the next: a package is judged again, and claims that collided still do
where no reservation value among them is lower than it was.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from goodoffices.errors import UnknownName
from goodoffices.model.agenda import Package
from goodoffices.model.answers import Exists
from goodoffices.model.exact import interval
from goodoffices.model.negotiation import RESERVATION, Negotiation
from goodoffices.model.stakes import Preferences, Quantity, Terms
from goodoffices.solve.cpsat import Chosen, Clock
from goodoffices.solve.oracle import Mask, Oracle, bits
from goodoffices.solve.space import Reading, gains, space

_REMEMBERED = 500  # collisions found after moves
_FAVOURABLE: Reading = "favourable"
_UNFAVOURABLE: Reading = "unfavourable"


def supposed(
    negotiation: Negotiation,
    *,
    lifted: Iterable[str] = (),
    reservations: Mapping[str, Quantity] | None = None,
) -> Negotiation:
    """A negotiation without these claims and with other reservation values: a new value.

    A reservation value that is lifted becomes one that every package reaches. Raises UnknownName
    for a claim or party that is not there, InvalidCase for values that are no reservation values.
    """
    gone, moved = set(lifted), dict(reservations or {})
    _check(negotiation, gone, moved)
    bare = space(negotiation, ())

    def least(entry: Preferences) -> int:
        rows = gains(negotiation, bare, entry.party)
        return math.floor(sum(min(number.low for number in row) for row in rows))

    held = []
    for entry in negotiation.preferences:
        value = moved.get(entry.party, entry.reservation)
        if RESERVATION + entry.party in gone:
            value = least(entry)
        held.append(replace(entry, reservation=value))
    return replace(
        negotiation,
        preferences=tuple(held),
        red_lines=tuple(line for line in negotiation.red_lines if line.id not in gone),
        provisos=tuple(item for item in negotiation.provisos if item.id not in gone),
    )


def _check(negotiation: Negotiation, lifted: Iterable[str], moved: Iterable[str]) -> None:
    """Raise UnknownName for what is not there; rules of the world cannot be lifted."""
    claims = [line.id for line in negotiation.red_lines]
    claims += [item.id for item in negotiation.provisos if item.party is not None]
    claims += [RESERVATION + party for party in negotiation.preferences_of]
    for claim in lifted:
        if claim not in claims:
            raise UnknownName("claim", claim, claims)
    for party in moved:
        if party not in negotiation.preferences_of:
            raise UnknownName("party with preferences", party, negotiation.preferences_of)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a zone exists; a package in it, or one minimal conflict set where it was asked for.

    "depends" where a package is acceptable only under the favourable reading of intervals, or
    where nothing is known of one of the parties. `chosen` are the option positions of the package,
    `crossed` the claims of the record that it does not keep for certain.
    """

    exists: Exists
    package: Package | None
    conflict: tuple[str, ...]
    chosen: Chosen = ()
    crossed: tuple[str, ...] = ()


class WhatIf:
    """A negotiation that can be asked again and again with claims lifted and reservations moved.

    Asking changes nothing in the negotiation; answers are those of `zopa` on the value that
    `supposed` makes.
    """

    def __init__(
        self,
        negotiation: Negotiation,
        parties: Iterable[str] | None = None,
        *,
        allowed: Terms | None = None,
    ) -> None:
        self.negotiation, self.parties = negotiation, negotiation.consenting(parties)
        self._allowed = allowed
        hopeful = space(negotiation, self.parties, allowed=allowed, reading="favourable")
        certain = space(negotiation, self.parties, allowed=allowed, reading="unfavourable")
        self._hopeful = Oracle(hopeful)
        self._certain = self._hopeful if certain == hopeful else Oracle(certain)
        self._ids = {claim.id: at for at, claim in enumerate(hopeful.claims)}
        self._lessons: dict[Reading, list[tuple[Mask, dict[int, Fraction]]]] = {
            "favourable": [],
            "unfavourable": [],
        }

    def zone(
        self,
        *,
        lifted: Iterable[str] = (),
        reservations: Mapping[str, Quantity] | None = None,
        why: bool = True,
        clock: Clock | None = None,
    ) -> Verdict:
        """The verdict without the claims `lifted` and with other reservation values.

        Not asked `why`, a zone that does not exist comes without a conflict set, and sooner.

        Raises UnknownName for a claim or party that is not there, OutOfTime.
        """
        gone, moved = set(lifted), dict(reservations or {})
        _check(self.negotiation, gone, moved)
        moved = {party: value for party, value in moved.items() if party in self.parties}
        certain = self._moved(self._certain, moved, "unfavourable")
        certain.clock = clock or Clock()
        wanted = certain.all & ~self._mask(gone)
        found = certain.ask(wanted)
        if not isinstance(found, int):
            self._keep(certain, self._certain, moved, "unfavourable")
            return self._found(True if self._known(gone) else "depends", found)
        oracle, reading = certain, _UNFAVOURABLE
        if self._certain is not self._hopeful or self._vague(moved):
            self._keep(certain, self._certain, moved, "unfavourable")
            reading = _FAVOURABLE
            oracle = self._moved(self._hopeful, moved, reading)
            oracle.clock = certain.clock
            found = oracle.ask(wanted)
            if not isinstance(found, int):
                self._keep(oracle, self._hopeful, moved, reading)
                return self._found("depends", found)
        core = oracle.shrunk(found) if why else 0
        base = self._certain if reading == _UNFAVOURABLE else self._hopeful
        self._keep(oracle, base, moved, reading)
        return Verdict(False, None, tuple(oracle.space.claims[k].id for k in bits(core)))

    def _vague(self, moved: Mapping[str, Quantity]) -> bool:
        """Whether readings of intervals can differ about the moved reservation values.

        Where they agree on the negotiation as it is, a reservation value that every package reaches
        may hide scores that are intervals; it does no longer once it is moved.
        """
        numbers: list[Quantity] = list(moved.values())
        for party in moved:
            entry = self.negotiation.preferences_of[party]
            numbers += entry.weights.values()
            numbers += (score for scores in entry.scores.values() for score in scores.values())
        return any(not interval(number).sure for number in numbers)

    def _found(self, exists: Exists, chosen: Chosen) -> Verdict:
        failed = bits(self._certain.fails(chosen) or 0)
        crossed = tuple(self._certain.space.claims[k].id for k in failed)
        return Verdict(exists, self._certain.space.package(chosen), (), chosen, crossed)

    def _known(self, lifted: set[str]) -> bool:
        """Whether something that binds it is left of every party."""
        held = self.negotiation
        binding = {item.party for item in held.provisos if item.id not in lifted}
        binding |= {line.party for line in held.red_lines if line.id not in lifted}
        return all(party in held.preferences_of or party in binding for party in self.parties)

    def _mask(self, lifted: Iterable[str]) -> Mask:
        mask = 0
        for claim in lifted:
            if claim in self._ids:  # not one of a party whose consent is not asked
                mask |= 1 << self._ids[claim]
        return mask

    def _moved(self, oracle: Oracle, moved: Mapping[str, Quantity], reading: Reading) -> Oracle:
        """The oracle itself, or one with other reservation values that knows what still holds."""
        if not moved:
            return oracle
        held = [
            replace(entry, reservation=moved[entry.party])
            for entry in self.negotiation.preferences
            if entry.party in moved
        ]
        changed = replace(
            self.negotiation,
            preferences=tuple(held),
            red_lines=(),
            provisos=(),
        )
        fresh = space(changed, tuple(moved), allowed=self._allowed, reading=reading)
        claims = {claim.id: claim for claim in fresh.claims}
        other = oracle.with_claims(
            {self._ids[RESERVATION + party]: claims[RESERVATION + party] for party in moved}
        )
        now, before = self._thresholds(moved, reading), self._thresholds({}, reading)
        lessons = [(core, before) for core in oracle.cores if core & self._mask(
            RESERVATION + party for party in moved)]  # fmt: skip
        for core, floors in (*lessons, *self._lessons[reading]):
            if all(now[k] >= floors[k] for k in bits(core) if k in now):
                other.blame(core)
        return other

    def _thresholds(self, moved: Mapping[str, Quantity], reading: Reading) -> dict[int, Fraction]:
        """The reservation value that counts, for each claim that is one."""
        found = {}
        for party in self.parties:
            if party in self.negotiation.preferences_of:
                given = moved.get(party, self.negotiation.preferences_of[party].reservation)
                value = interval(given)
                place = self._ids[RESERVATION + party]
                found[place] = value.low if reading == _FAVOURABLE else value.high
        return found

    def _keep(
        self, asked: Oracle, base: Oracle, moved: Mapping[str, Quantity], reading: Reading
    ) -> None:
        """Keep what was found after a move: the last package, and the collisions."""
        if asked is base:
            return
        if asked.chosen and asked.chosen[-1] not in base.chosen[-1:]:
            base.learn(asked.chosen[-1])
        floors = self._thresholds(moved, reading)
        lessons = self._lessons[reading]
        known = {core for core, _ in lessons}.union(base.cores)
        lessons += [(core, floors) for core in dict.fromkeys(asked.cores) if core not in known]
        del lessons[:-_REMEMBERED]
