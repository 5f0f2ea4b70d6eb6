"""Is there a zone of possible agreement, and what lies in it?"""

from __future__ import annotations

from goodoffices.errors import SolverFailed
from goodoffices.model.agenda import Draft
from goodoffices.model.allowed import allowed_terms
from goodoffices.model.analysis import analysis
from goodoffices.model.answers import Zone
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Terms
from goodoffices.solve.counting import count
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.space import space
from goodoffices.solve.zone import broken_rules, zone_packages


@analysis(version="1")
def zopa(
    negotiation: Negotiation,
    *,
    parties: tuple[str, ...] | None = None,
    limit: int = 5,
    draft: Draft | None = None,
    allowed: Terms | None = None,
    seed: int = 0,
    effort: float | None = 60,
    time_limit: float | None = None,
) -> Zone:
    """Whether some package is acceptable to all of `parties` under the rules of the world.

    `parties` are the principals unless named. `draft` or `allowed` (issue -> options) restrict the
    packages. `exists` is True with a package that all accept whatever the true numbers inside their
    intervals; "depends" where one is acceptable only under the most favourable reading, or where
    nothing is known of a party; False where even that reading leaves none. Up to `limit` packages
    are shown, the later ones chosen far from the earlier. `count` is the number of packages that
    all accept for certain, where it can be had exactly; None where the answer depends.

    The zone of possible agreement: Raiffa, The Art and Science of Negotiation, 1982, chapter 4.
    Raises UnknownName, InvalidCase for a bad restriction, SolverFailed where `effort` (the
    solver's own measure, about seconds, alike on every machine) or `time_limit` (seconds) is spent
    without an answer.
    """
    asked = negotiation.consenting(parties)
    terms = allowed_terms(negotiation, draft, allowed)
    unknown = tuple(party for party in asked if not negotiation.known(party))
    clock = Clock(time_limit, effort)
    hopeful = space(negotiation, asked, allowed=terms, reading="favourable")
    certain = space(negotiation, asked, allowed=terms, reading="unfavourable")
    try:
        if rules := broken_rules(hopeful, seed=seed, clock=clock):
            return Zone(
                exists=False, packages=(), count=0, parties=asked, unknown=unknown, rules=rules
            )
        packages = zone_packages(certain, max(1, limit), seed=seed, clock=clock)
        sure = bool(packages)
        if not sure and hopeful != certain:
            packages = zone_packages(hopeful, max(1, limit), seed=seed, clock=clock)
    except OutOfTime:
        raise SolverFailed(*clock.spent()) from None
    if not packages:
        # That there is no agreement is checked a second time, without the solver, where it can be.
        if count(hopeful):
            raise SolverFailed("CP-SAT", "no package although counting finds some")
        return Zone(exists=False, packages=(), count=0, parties=asked, unknown=unknown)
    exists = sure and not unknown
    return Zone(
        exists=True if exists else "depends",
        packages=packages[: max(0, limit)],
        count=count(certain) if exists else None,
        parties=asked,
        unknown=unknown,
    )
