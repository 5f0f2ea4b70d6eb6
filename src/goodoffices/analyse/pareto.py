"""Which packages does no other one dominate?"""

from __future__ import annotations

import math
from fractions import Fraction

from goodoffices.errors import InputError
from goodoffices.model.agenda import Draft
from goodoffices.model.allowed import allowed_terms
from goodoffices.model.analysis import analysis, refuse_below
from goodoffices.model.answers import Frontier
from goodoffices.model.exact import exact
from goodoffices.model.negotiation import RESERVATION, Negotiation
from goodoffices.model.stakes import Terms
from goodoffices.model.table import Table
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.frontiers import Shown, by_issue, by_listing, few, known_numbers
from goodoffices.solve.space import space


@analysis(version="2")
def pareto(
    negotiation: Negotiation,
    *,
    parties: tuple[str, ...] | None = None,
    zone: bool = True,
    epsilon: float = 0.0,
    limit: int | None = None,
    draft: Draft | None = None,
    allowed: Terms | None = None,
    effort: float | None = 60,
    time_limit: float | None = None,
) -> Frontier:
    """Packages that break no rule of the world and no claim of `parties`, and that none dominates.

    One package dominates another when it is at least as good for every party with preferences and
    better for one, within the one tolerance; with intervals, when that is so for certain. Packages
    of equal utility are all kept. With `zone` False the reservation values are left out of it, red
    lines and provisos are not.

    With `epsilon` above 0 few packages stand for all: each package of the zone gives no party more
    than one of those shown and `epsilon`. The same is done, with the least epsilon that can be
    proven in a few seconds, where the frontier has more than 100,000 points; `epsilon` of the
    answer says what was proven. `limit` cuts the list, which is in declared order. `complete` says
    that nothing undominated was left out.

    The frontier is built issue by issue (Klamroth and Wiecek 2000), the few by search regions
    (Klamroth, Lacour and Vanderpooten 2015). Intervals are compared by listing. Raises TooLarge for
    intervals beyond a million packages and for more than a million packages to show, InputError for
    a negative `epsilon`, UnknownName, InvalidCase for a bad restriction or a negative bound. Where
    `effort` (about seconds, alike on every machine) or `time_limit` (seconds) is spent, or at
    Ctrl-C, before anything is proven, no packages are returned, not `complete`.
    """
    if not 0 <= epsilon < math.inf:
        raise InputError(f"epsilon is {epsilon}; it must be a number, not below 0")
    refuse_below(limit=(limit, 0), effort=(effort, 0), time_limit=(time_limit, 0))
    asked = negotiation.consenting(parties)
    valued = tuple(party for party in asked if party in negotiation.preferences_of)
    claims = space(negotiation, asked, allowed=allowed_terms(negotiation, draft, allowed))
    if not zone:
        claims = claims.limited_to(
            claim.id for claim in claims.claims if not claim.id.startswith(RESERVATION)
        )
    clock = Clock(time_limit, effort)
    wanted: Fraction = exact(epsilon)
    found: Shown | None = None
    try:
        if not known_numbers(negotiation, valued):
            found = by_listing(negotiation, claims, valued, wanted)
        else:
            found = by_issue(negotiation, claims, valued, wanted, clock)
        if found is None:
            found = few(negotiation, claims, valued, wanted, clock)
    except (OutOfTime, KeyboardInterrupt):
        return Frontier(packages=(), utilities=(), complete=False, epsilon=epsilon, parties=asked)
    shown = found.packages[:limit]
    return Frontier(
        packages=tuple(claims.package(chosen) for chosen in shown),
        utilities=tuple(Table(zip(valued, row, strict=True)) for row in found.utilities[:limit]),
        complete=found.complete and len(shown) == len(found.packages),
        epsilon=float(found.epsilon),
        parties=asked,
    )
