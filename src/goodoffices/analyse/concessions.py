"""What would have to be given up for a zone of agreement to open, at the least cost?"""

from __future__ import annotations

from fractions import Fraction

from goodoffices.errors import SolverFailed
from goodoffices.model.agenda import Draft
from goodoffices.model.allowed import allowed_terms
from goodoffices.model.analysis import analysis
from goodoffices.model.answers import Concession, Concessions
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Terms
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.minimal import concession_sets
from goodoffices.solve.space import Reading, space
from goodoffices.solve.zone import broken_rules, some_package


@analysis(version="1")
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
    cost. Each set comes with one package it opens. `limit` bounds how many are listed (None: all);
    `complete` says whether there are others. Rules of the world are never given up.

    The order and the sets do not depend on `seed`; which package is shown may. Where `effort` (the
    solver's own measure, about seconds, alike on every machine) or `time_limit` (seconds) is spent,
    what was found so far is returned, not complete; SolverFailed where not even the rules of the
    world could be checked. Minimal correction sets: Liffiton and Sakallah 2008.
    """
    asked = negotiation.consenting(parties)
    terms = allowed_terms(negotiation, draft, allowed)
    claims = space(negotiation, asked, allowed=terms, reading=reading)
    clock = Clock(time_limit, effort)
    try:
        if rules := broken_rules(claims, seed=seed, clock=clock):
            return Concessions(sets=(), complete=True, parties=asked, rules=rules)
    except OutOfTime:
        raise SolverFailed(*clock.spent()) from None
    found = concession_sets(claims, limit=limit, seed=seed, clock=clock)
    cost = {claim.id: claim.cost for claim in claims.claims}
    entries: list[Concession] = []
    for given_up in found.sets:
        kept = [claim.id for claim in claims.claims if claim.id not in given_up]
        package = some_package(claims, kept, seed=seed)
        if package is None:
            raise SolverFailed("CP-SAT", f"no package without {', '.join(given_up)}")
        total = sum((cost[claim] for claim in given_up), Fraction(0))
        shown = int(total) if total.denominator == 1 else float(total)
        entries.append(Concession(claims=given_up, cost=shown, opens=package))
    return Concessions(sets=tuple(entries), complete=found.complete, parties=asked)
