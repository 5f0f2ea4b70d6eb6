"""If there is no zone of agreement, why not: which claims cannot be satisfied together?"""

from __future__ import annotations

from goodoffices.model.agenda import Draft
from goodoffices.model.allowed import allowed_terms
from goodoffices.model.analysis import analysis, refuse_below
from goodoffices.model.answers import Conflicts
from goodoffices.model.certificate import Certificate
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Terms
from goodoffices.solve.certificates import certificate as certified
from goodoffices.solve.certificates import of_rules
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.minimal import conflict_sets
from goodoffices.solve.space import Reading, Space, space
from goodoffices.solve.zone import broken_rules


@analysis(version="3")
def conflicts(
    negotiation: Negotiation,
    *,
    parties: tuple[str, ...] | None = None,
    limit: int | None = 100,
    draft: Draft | None = None,
    allowed: Terms | None = None,
    reading: Reading = "favourable",
    certificate: bool = False,
    seed: int = 0,
    effort: float | None = 60,
    time_limit: float | None = None,
) -> Conflicts:
    """Minimal conflict sets among the claims of `parties`, smallest first, then by claim id.

    A conflict set is a set of red lines, provisos and reservation values that no package satisfies
    together, of which none can be left out. `limit` bounds how many are listed (None: all);
    `complete` says whether there are others. `draft` or `allowed` restrict the packages. With the
    favourable reading of intervals the sets collide for certain; with the unfavourable one they
    cannot for certain be satisfied.

    The order and the sets do not depend on `seed`. Where `effort` (the solver's own measure, about
    seconds, alike on every machine) or `time_limit` (seconds) is spent, or at Ctrl-C, what was
    found so far is returned, not complete: every set is minimal, and `in_order` says of how many it
    is proven that no smaller one is missing before them. Which others were found may depend on
    `seed`.

    With `certificate` each set comes with a proof that it collides, which can be checked by hand,
    and for each of its claims with a package that satisfies the others; None where the proof is
    long or time ran out.

    Raises UnknownName, InvalidCase for a bad restriction or a negative bound. Minimal unsatisfiable
    sets: Liffiton and Sakallah 2008; smallest first: Ignatiev and others 2015.
    """
    refuse_below(limit=(limit, 1), effort=(effort, 0), time_limit=(time_limit, 0))
    asked = negotiation.consenting(parties)
    terms = allowed_terms(negotiation, draft, allowed)
    claims = space(negotiation, asked, allowed=terms, reading=reading)
    clock = Clock(time_limit, effort)
    try:
        if rules := broken_rules(claims, seed=seed, clock=clock):
            proven = (_proof(negotiation, claims, rules, None, clock),) if certificate else ()
            return Conflicts(
                sets=(),
                complete=True,
                in_order=0,
                parties=asked,
                rules=rules,
                certificates=proven,
            )
    except (OutOfTime, KeyboardInterrupt):
        return Conflicts(sets=(), complete=False, in_order=0, parties=asked)
    found = conflict_sets(claims, limit=limit, seed=seed, clock=clock)
    proofs = tuple(
        _proof(negotiation, claims, one, reading, clock) for one in found.sets if certificate
    )
    return Conflicts(
        sets=found.sets,
        complete=found.complete,
        in_order=found.in_order,
        parties=asked,
        certificates=proofs,
    )


def _proof(
    negotiation: Negotiation,
    claims: Space,
    collide: tuple[str, ...],
    reading: Reading | None,
    clock: Clock,
) -> Certificate | None:
    """A certificate of a minimal conflict set, or (no reading) of rules of the world."""
    try:
        if reading is None:
            return of_rules(negotiation, claims, collide, clock=clock)
        return certified(negotiation, claims, collide, reading, minimal=True, clock=clock)
    except (OutOfTime, KeyboardInterrupt):
        return None
