"""Is there a zone of possible agreement, and what lies in it?"""

from __future__ import annotations

from goodoffices.errors import SolverFailed
from goodoffices.model.agenda import Draft
from goodoffices.model.allowed import allowed_terms
from goodoffices.model.analysis import analysis, refuse_below
from goodoffices.model.answers import Zone
from goodoffices.model.certificate import Certificate
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Terms
from goodoffices.solve.certificates import certificate as certified
from goodoffices.solve.certificates import of_rules
from goodoffices.solve.counting import Tally, tally
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.space import Space, space
from goodoffices.solve.zone import broken_rules, zone_packages


@analysis(version="2")
def zopa(
    negotiation: Negotiation,
    *,
    parties: tuple[str, ...] | None = None,
    limit: int = 5,
    draft: Draft | None = None,
    allowed: Terms | None = None,
    count: bool = True,
    certificate: bool = False,
    seed: int = 0,
    effort: float | None = 60,
    time_limit: float | None = None,
) -> Zone:
    """Whether some package is acceptable to all of `parties` under the rules of the world.

    `parties` are the principals unless named. `draft` or `allowed` (issue -> options) restrict the
    packages. `exists` is True with a package that all accept whatever the true numbers inside their
    intervals; "depends" where one is acceptable only under the most favourable reading, or where
    nothing is known of a party; False where even that reading leaves none. Up to `limit` packages
    are shown, each as far as can be found from the nearest of those before it, in issues that
    differ. The number of packages that all accept for certain is `count` where it can be had
    exactly, and no less than `count_at_least`; both None where the answer depends, or without
    `count`.

    With `certificate` an answer of False comes with a proof that can be checked by hand, where one
    of moderate length was found.

    Where `effort` (the solver's own measure, about seconds, alike on every machine) or `time_limit`
    (seconds) is spent before the question is settled, or at Ctrl-C, the answer is "depends" and not
    `proven`.

    The zone of possible agreement: Raiffa, The Art and Science of Negotiation, 1982, chapter 4.
    Raises UnknownName, InvalidCase for a bad restriction or a negative bound.
    """
    refuse_below(limit=(limit, 0), effort=(effort, 0), time_limit=(time_limit, 0))
    asked = negotiation.consenting(parties)
    terms = allowed_terms(negotiation, draft, allowed)
    unknown = tuple(party for party in asked if not negotiation.known(party))
    clock = Clock(time_limit, effort)
    hopeful = space(negotiation, asked, allowed=terms, reading="favourable")
    certain = space(negotiation, asked, allowed=terms, reading="unfavourable")

    def nowhere(rules: tuple[str, ...] = ()) -> Zone:
        proof = _proof(negotiation, hopeful, rules, clock) if certificate else None
        return Zone(
            exists=False,
            packages=(),
            count=0,
            parties=asked,
            unknown=unknown,
            rules=rules,
            count_at_least=0,
            certificate=proof,
        )

    try:
        if rules := broken_rules(hopeful, seed=seed, clock=clock):
            return nowhere(rules)
        packages = zone_packages(certain, max(1, limit), seed=seed, clock=clock)
        sure = bool(packages)
        if not sure and hopeful != certain:
            packages = zone_packages(hopeful, max(1, limit), seed=seed, clock=clock)
    except (OutOfTime, KeyboardInterrupt):
        return Zone(
            exists="depends", packages=(), count=None, parties=asked, unknown=unknown, proven=False
        )
    if not packages:
        # That there is no agreement is checked a second time, without the solver, where it can be.
        if tally(hopeful, clock=clock).number:
            raise SolverFailed("search", "no package although counting finds some")
        return nowhere()
    exists = sure and not unknown
    counted = tally(certain, clock=clock) if exists and count else Tally(0, exact=False)
    return Zone(
        exists=True if exists else "depends",
        packages=packages[:limit],
        count=counted.number if counted.exact else None,
        count_at_least=max(counted.number, len(packages)) if exists and count else None,
        parties=asked,
        unknown=unknown,
    )


def _proof(
    negotiation: Negotiation, claims: Space, rules: tuple[str, ...], clock: Clock
) -> Certificate | None:
    try:
        if rules:
            return of_rules(negotiation, claims, rules, clock=clock)
        every = [claim.id for claim in claims.claims]
        return certified(negotiation, claims, every, "favourable", clock=clock)
    except (OutOfTime, KeyboardInterrupt):
        return None
