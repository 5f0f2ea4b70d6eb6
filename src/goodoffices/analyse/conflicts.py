"""If there is no zone of agreement, why not: which claims cannot be satisfied together?"""

from __future__ import annotations

from goodoffices.errors import SolverFailed
from goodoffices.model.agenda import Draft
from goodoffices.model.allowed import allowed_terms
from goodoffices.model.analysis import analysis
from goodoffices.model.answers import Conflicts
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Terms
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.minimal import conflict_sets
from goodoffices.solve.space import Reading, space
from goodoffices.solve.zone import broken_rules


@analysis(version="1")
def conflicts(
    negotiation: Negotiation,
    *,
    parties: tuple[str, ...] | None = None,
    limit: int | None = 100,
    draft: Draft | None = None,
    allowed: Terms | None = None,
    reading: Reading = "favourable",
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
    seconds, alike on every machine) or `time_limit` (seconds) is spent, what was found so far is
    returned, not complete; SolverFailed where not even the rules of the world could be checked.
    Minimal unsatisfiable sets: Liffiton and Sakallah 2008; smallest first: Ignatiev and others
    2015.
    """
    asked = negotiation.consenting(parties)
    terms = allowed_terms(negotiation, draft, allowed)
    claims = space(negotiation, asked, allowed=terms, reading=reading)
    clock = Clock(time_limit, effort)
    try:
        if rules := broken_rules(claims, seed=seed, clock=clock):
            return Conflicts(sets=(), complete=True, parties=asked, rules=rules)
    except OutOfTime:
        raise SolverFailed(*clock.spent()) from None
    found = conflict_sets(claims, limit=limit, seed=seed, clock=clock)
    return Conflicts(sets=found.sets, complete=found.complete, parties=asked)
