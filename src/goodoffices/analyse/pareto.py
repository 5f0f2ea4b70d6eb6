"""Which packages does no other one dominate?"""

from __future__ import annotations

import math

from goodoffices.errors import InputError
from goodoffices.model.agenda import Draft
from goodoffices.model.allowed import allowed_terms
from goodoffices.model.analysis import analysis
from goodoffices.model.answers import Frontier
from goodoffices.model.exact import exact
from goodoffices.model.negotiation import RESERVATION, Negotiation
from goodoffices.model.stakes import Terms
from goodoffices.solve.frontier import covering, undominated
from goodoffices.solve.listing import listed
from goodoffices.solve.space import space


@analysis(version="1")
def pareto(
    negotiation: Negotiation,
    *,
    parties: tuple[str, ...] | None = None,
    zone: bool = True,
    epsilon: float = 0.0,
    limit: int | None = None,
    draft: Draft | None = None,
    allowed: Terms | None = None,
) -> Frontier:
    """Packages that break no rule of the world and no claim of `parties`, and that none dominates.

    One package dominates another when it is at least as good for every party with preferences and
    better for one, within the one tolerance; with intervals, when that is so for certain. Packages
    of equal utility are all kept. With `zone` False the reservation values are left out of it, red
    lines and provisos are not.

    With `epsilon` above 0 a package is left out when one that is kept gives every party at least
    its utility less `epsilon`. `limit` cuts the list, which is in declared order. `complete` says
    that nothing undominated was left out.

    Raises TooLarge beyond a million packages, InputError for a negative `epsilon` or `limit`,
    UnknownName, InvalidCase for a bad restriction.
    """
    if not 0 <= epsilon < math.inf:
        raise InputError(f"epsilon is {epsilon}; it must be a number, not below 0")
    if limit is not None and limit < 0:
        raise InputError(f"limit is {limit}; it must not be below 0")
    asked = negotiation.consenting(parties)
    valued = tuple(party for party in asked if party in negotiation.preferences_of)
    claims = space(negotiation, asked, allowed=allowed_terms(negotiation, draft, allowed))
    if not zone:
        claims = claims.limited_to(
            claim.id for claim in claims.claims if not claim.id.startswith(RESERVATION)
        )
    packages = listed(negotiation, claims, valued, "pareto")
    places = undominated(packages)
    kept = places if epsilon == 0 else covering(packages, places, exact(epsilon))
    shown = [int(place) for place in kept[:limit]]
    return Frontier(
        packages=tuple(packages.package(place) for place in shown),
        utilities=tuple(
            {
                party: utility.plain()
                for party, utility in zip(valued, packages.utilities(place), strict=True)
            }
            for place in shown
        ),
        complete=len(shown) == len(places),
        epsilon=epsilon,
        parties=asked,
    )
