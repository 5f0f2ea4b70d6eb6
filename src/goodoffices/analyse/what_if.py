"""What if a claim were given up, or a reservation value moved?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import Lock

from goodoffices.errors import SolverFailed
from goodoffices.model.agenda import Draft
from goodoffices.model.allowed import allowed_terms
from goodoffices.model.analysis import analysis
from goodoffices.model.answers import Exists, Supposition
from goodoffices.model.negotiation import RESERVATION, Negotiation
from goodoffices.model.stakes import Quantity, Terms
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.numbers import End, whole_gains
from goodoffices.solve.objectives import total
from goodoffices.solve.space import space
from goodoffices.solve.what_if import Verdict, WhatIf, supposed
from goodoffices.solve.zone import broken_rules


@analysis(version="1")
def what_if(
    negotiation: Negotiation,
    *,
    lift: tuple[str, ...] = (),
    reservations: Mapping[str, Quantity] | None = None,
    parties: tuple[str, ...] | None = None,
    draft: Draft | None = None,
    allowed: Terms | None = None,
    effort: float | None = 60,
    time_limit: float | None = None,
) -> Supposition:
    """The zone of possible agreement as it stands, and with some claims lifted or moved.

    `lift` are ids of red lines, provisos and `reservation:PARTY`; rules of the world cannot be
    lifted. `reservations` are other reservation values, numbers or intervals, by party. The verdict
    is that of `zopa` on the negotiation so changed, which itself stays as it is. With a package of
    the new zone come its utilities and the claims of the record that it crosses, by party; without
    one, a minimal conflict set that is left.

    Raises UnknownName for a claim or party that is not there, InvalidCase for values that are no
    reservation values and for a bad restriction, SolverFailed where `effort` (about seconds, alike
    on every machine) or `time_limit` (seconds) is spent before there is an answer.
    """
    supposed(negotiation, lifted=lift, reservations=reservations)  # refuses what makes no sense
    terms = allowed_terms(negotiation, draft, allowed)
    session = WhatIfSession(negotiation, parties, allowed=terms, effort=effort)
    return session.ask(lift, reservations, time_limit=time_limit)


class WhatIfSession:
    """A negotiation asked many times what would follow from giving up or moving claims.

    What was found for one question is kept for the next, so that most answers take milliseconds.
    Asking changes nothing: a supposition is a new value and no part of the record. One session may
    be asked from several threads; they wait for one another.
    """

    def __init__(
        self,
        negotiation: Negotiation,
        parties: Iterable[str] | None = None,
        *,
        allowed: Terms | None = None,
        effort: float | None = None,
    ) -> None:
        self.negotiation, self._effort, self._lock = negotiation, effort, Lock()
        self.parties = negotiation.consenting(parties)
        self._context = WhatIf(negotiation, self.parties, allowed=allowed)
        self._space = space(negotiation, self.parties, allowed=allowed)
        self._holders = {line.id: line.party for line in negotiation.red_lines}
        self._holders |= {item.id: item.party for item in negotiation.provisos if item.party}
        self._holders |= {RESERVATION + party: party for party in negotiation.preferences_of}
        self._gains = {
            party: tuple(
                whole_gains(
                    negotiation.preferences_of[party], self._space.issues, self._space.options, end
                )
                for end in _ENDS
            )
            for party in self.parties
            if party in negotiation.preferences_of
        }
        self._rules: tuple[str, ...] | None = None
        self._before: Verdict | None = None

    def ask(
        self,
        lift: Iterable[str] = (),
        reservations: Mapping[str, Quantity] | None = None,
        *,
        why: bool = True,
        time_limit: float | None = None,
    ) -> Supposition:
        """As the analysis `what-if`; not asked `why`, no conflict set comes with the answer."""
        lifted, moved = tuple(dict.fromkeys(lift)), dict(reservations or {})
        with self._lock:
            clock = Clock(time_limit, self._effort)
            try:
                if self._rules is None:
                    self._rules = broken_rules(self._space, clock=clock)
                if self._before is None:
                    self._before = self._context.zone(why=False, clock=clock)
                after = self._context.zone(lifted=lifted, reservations=moved, why=why, clock=clock)
            except OutOfTime:
                raise SolverFailed(*clock.spent()) from None
        return self._told(lifted, moved, self._before.exists, after)

    def _told(
        self, lifted: tuple[str, ...], moved: Mapping[str, Quantity], before: Exists, after: Verdict
    ) -> Supposition:
        package = after.package
        utilities: dict[str, Quantity] = {}
        crossed: dict[str, tuple[str, ...]] = {}
        if package is not None:
            for claim in after.crossed:
                party = self._holders[claim]
                crossed[party] = (*crossed.get(party, ()), claim)
            for party, ends in self._gains.items():
                low, high = (total(rows, after.chosen) / scale for rows, scale in ends)
                utilities[party] = low if low == high else (low, high)
        return Supposition(
            before=before,
            exists=after.exists,
            lifted=lifted,
            reservations=moved,
            package=package,
            utilities=utilities,
            crossed=crossed,
            conflict=after.conflict,
            parties=self.parties,
            rules=self._rules or (),
            words=tuple(self._words(lifted, moved, before, after, crossed)),
        )

    def _words(
        self,
        lifted: tuple[str, ...],
        moved: Mapping[str, Quantity],
        before: Exists,
        after: Verdict,
        crossed: Mapping[str, tuple[str, ...]],
    ) -> Iterable[str]:
        """What was supposed and what follows from it, in sentences with ids."""
        held = self.negotiation
        for claim in lifted:
            yield f"Supposed: {claim} ({self._holder(claim)}) is given up."
        for party, value in moved.items():
            was = _number(held.preferences_of[party].reservation)
            name = held.party_by_id[party].name
            yield f"Supposed: the reservation value of {name} is {_number(value)}, not {was}."
        if self._rules:
            yield "The rules of the world exclude every package, whatever is given up."
            return
        yield f"As the record stands, {_ZONE[before]}."
        same = "still " if before == after.exists else ""
        yield f"With this supposed, {same}{_ZONE[after.exists]}."
        for party, claims in crossed.items():
            name = held.party_by_id[party].name
            yield f"The package shown crosses {', '.join(claims)} of {name} as on record."
        if after.conflict:
            named = [f"{claim} ({self._holder(claim)})" for claim in after.conflict]
            if len(named) == 1:
                yield f"What is left: no package satisfies {named[0]}."
            else:
                yield f"What is left: {'; '.join(named)} cannot all hold together."

    def _holder(self, claim: str) -> str:
        """The name of the party whose claim it is."""
        return self.negotiation.party_by_id[self._holders[claim]].name


_ENDS: tuple[End, End] = ("low", "high")
_ZONE: dict[Exists, str] = {
    True: "some package is acceptable to all",
    False: "no package is acceptable to all",
    "depends": "whether a package is acceptable to all depends on what is not known",
}


def _number(quantity: Quantity) -> str:
    if isinstance(quantity, (tuple, list)):
        return f"{quantity[0]:g} to {quantity[1]:g}"
    return f"{quantity:g}"
