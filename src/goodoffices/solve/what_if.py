"""A zone that keeps what was found about it, so that a small change is answered at once.

Giving up a claim or moving a reservation value leaves most packages and collisions valid: those are
kept, the others are judged again, and only what none of them settles is searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from goodoffices.errors import UnknownName
from goodoffices.model.agenda import Package
from goodoffices.model.answers import Exists
from goodoffices.model.negotiation import RESERVATION, Negotiation
from goodoffices.model.stakes import Quantity, Terms
from goodoffices.solve.cpsat import Clock
from goodoffices.solve.oracle import Mask, Oracle, bits
from goodoffices.solve.space import Reading, space


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a zone exists; a package in it, or one minimal conflict set where it was asked for.

    "depends" where a package is acceptable only under the favourable reading of intervals, or
    where nothing is known of one of the parties.
    """

    exists: Exists
    package: Package | None
    conflict: tuple[str, ...]


class WhatIf:
    """A negotiation that can be asked again and again with claims lifted and reservations moved.

    Asking changes nothing in the negotiation; answers are those of `zopa` on the changed value.
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
        self._known = all(negotiation.known(party) for party in self.parties)
        hopeful = space(negotiation, self.parties, allowed=allowed, reading="favourable")
        certain = space(negotiation, self.parties, allowed=allowed, reading="unfavourable")
        self._hopeful = Oracle(hopeful)
        self._certain = self._hopeful if certain == hopeful else Oracle(certain)
        self._ids = {claim.id: at for at, claim in enumerate(hopeful.claims)}

    def zone(
        self,
        *,
        lifted: Iterable[str] = (),
        reservations: Mapping[str, Quantity] | None = None,
        why: bool = True,
        time_limit: float | None = None,
    ) -> Verdict:
        """The verdict without the claims `lifted` and with other reservation values.

        Not asked `why`, a zone that does not exist comes without a conflict set, and sooner.

        Raises UnknownName for a claim or party that is not there, OutOfTime.
        """
        away = self._mask(lifted)
        moved = dict(reservations or {})
        certain = self._moved(self._certain, moved, "unfavourable")
        certain.clock = Clock(time_limit)
        wanted = certain.all & ~away
        found = certain.ask(wanted)
        if not isinstance(found, int):
            package = certain.space.package(found)
            return Verdict(True if self._known else "depends", package, ())
        oracle = certain
        if self._certain is not self._hopeful or moved:
            oracle = self._moved(self._hopeful, moved, "favourable")
            oracle.clock = Clock(time_limit)
            found = oracle.ask(wanted)
            if not isinstance(found, int):
                return Verdict("depends", oracle.space.package(found), ())
        core = oracle.shrunk(found) if why else 0
        return Verdict(False, None, tuple(oracle.space.claims[k].id for k in bits(core)))

    def _mask(self, lifted: Iterable[str]) -> Mask:
        mask = 0
        for claim in lifted:
            if claim not in self._ids:
                raise UnknownName("claim", claim, self._ids)
            mask |= 1 << self._ids[claim]
        return mask

    def _moved(self, oracle: Oracle, moved: Mapping[str, Quantity], reading: Reading) -> Oracle:
        """The oracle itself, or one with other reservation values that knows what still holds."""
        if not moved:
            return oracle
        for party in moved:
            if party not in self.negotiation.preferences_of or party not in self.parties:
                raise UnknownName("party with preferences", party, self.negotiation.preferences_of)
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
        return oracle.with_claims(
            {self._ids[RESERVATION + party]: claims[RESERVATION + party] for party in moved}
        )
