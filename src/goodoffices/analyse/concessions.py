"""What would have to be given up for a zone of agreement to open, at the least cost?"""

from __future__ import annotations

from fractions import Fraction

from goodoffices.errors import SolverFailed
from goodoffices.model.acceptable import acceptance
from goodoffices.model.agenda import Draft, Package
from goodoffices.model.allowed import allowed_terms
from goodoffices.model.analysis import analysis, refuse_below
from goodoffices.model.answers import Concession, Concessions, PartyVerdict
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Terms
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.engine import Engine
from goodoffices.solve.minimal import concession_sets
from goodoffices.solve.space import Reading, Space, space
from goodoffices.solve.zone import broken_rules


@analysis(version="3")
def concessions(
    negotiation: Negotiation,
    *,
    parties: tuple[str, ...] | None = None,
    limit: int | None = 20,
    draft: Draft | None = None,
    allowed: Terms | None = None,
    reading: Reading = "favourable",
    seed: int = 0,
    effort: float | None = 60,
    time_limit: float | None = None,
) -> Concessions:
    """Minimal concession sets among the claims of `parties`: by cost, then size, then claim ids.

    A concession set is a set of claims whose giving up leaves a package that satisfies all the
    others, of which none can be kept. Where there is a zone already the one set is empty, at no
    cost. Each set comes with one package it opens and with what every party then gets: its utility
    and the claims on record that the package crosses. `limit` bounds how many are listed (None:
    all); `complete` says whether there are others. Rules of the world are never given up.

    The order and the sets do not depend on `seed`; which package is shown may. Where `effort` (the
    solver's own measure, about seconds, alike on every machine) or `time_limit` (seconds) is spent,
    or at Ctrl-C, what was found so far is returned, not complete: every set is minimal, and
    `in_order` says of how many it is proven that no cheaper one is missing before them. Which
    others were found may depend on `seed`. Raises
    UnknownName, InvalidCase for a bad restriction or a negative bound, InputError for costs that
    cannot be added exactly.
    Minimal correction sets: Liffiton and Sakallah 2008.
    """
    refuse_below(limit=(limit, 1), effort=(effort, 0), time_limit=(time_limit, 0))
    asked = negotiation.consenting(parties)
    terms = allowed_terms(negotiation, draft, allowed)
    claims = space(negotiation, asked, allowed=terms, reading=reading)
    clock = Clock(time_limit, effort)
    try:
        if rules := broken_rules(claims, seed=seed, clock=clock):
            return Concessions(sets=(), complete=True, in_order=0, parties=asked, rules=rules)
    except (OutOfTime, KeyboardInterrupt):
        return Concessions(sets=(), complete=False, in_order=0, parties=asked)
    found = concession_sets(claims, limit=limit, seed=seed, clock=clock)
    # What was found is shown whole, whatever time is left: a package each is quick to find.
    engine = Engine(claims, clock=Clock(heedful=False))
    sets = tuple(_concession(negotiation, claims, engine, one) for one in found.sets)
    return Concessions(sets=sets, complete=found.complete, in_order=found.in_order, parties=asked)


def _concession(
    negotiation: Negotiation, claims: Space, engine: Engine, given_up: tuple[str, ...]
) -> Concession:
    chosen = engine.satisfy(claim.id for claim in claims.claims if claim.id not in given_up)
    if chosen is None:
        raise SolverFailed("search", f"no package without {', '.join(given_up)}")
    package = claims.package(chosen)
    costs = (claim.cost for claim in claims.claims if claim.id in given_up)
    total = sum(costs, Fraction(0))
    return Concession(
        claims=given_up,
        cost=int(total) if total.denominator == 1 else float(total),
        opens=package,
        gets={party.id: _gets(negotiation, party.id, package) for party in negotiation.parties},
    )


def _gets(negotiation: Negotiation, party: str, package: Package) -> PartyVerdict:
    """What a party gets from a package, and which of its claims it crosses."""
    found = acceptance(negotiation, party, package)
    entry = negotiation.preferences_of.get(party)
    return PartyVerdict(
        answer=found.answer,
        crossed=found.crossed,
        utility=None if found.utility is None else found.utility.plain(),
        reservation=None if entry is None else entry.reservation,
    )
