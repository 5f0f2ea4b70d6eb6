"""Which packages of the zone does a bargaining solution pick?"""

from __future__ import annotations

from collections.abc import Mapping

from goodoffices.errors import InputError, UnknownName
from goodoffices.model.agenda import Draft
from goodoffices.model.allowed import allowed_terms
from goodoffices.model.analysis import analysis, refuse_below
from goodoffices.model.answers import Bargain, Rule, Shares
from goodoffices.model.exact import exact, interval
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences, Terms
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.equal_shares import equal_shares
from goodoffices.solve.solutions import Solution, binding, solve, table
from goodoffices.solve.space import Reading, Space, space
from goodoffices.solve.zone import broken_rules


@analysis(version="2")
def bargain(
    negotiation: Negotiation,
    *,
    rule: Rule = "nash",
    shares: Shares = "least",
    parties: tuple[str, ...] | None = None,
    disagreement: Mapping[str, float] | None = None,
    draft: Draft | None = None,
    allowed: Terms | None = None,
    reading: Reading | None = None,
    limit: int = 1000,
    why: bool = False,
    effort: float | None = 60,
    time_limit: float | None = None,
) -> Bargain:
    """The packages in the zone of `parties` that `rule` picks, all ties kept.

    `disagreement` (party -> utility) is the point that gains are measured from, the reservation
    values where it names none; packages that give a party less than that are left out. Parties
    without preferences are bound by their claims and have no gain to compare. `proven` is False
    where nothing is known of a party whose consent is asked.

    nash: greatest product of gains (Nash 1950). egalitarian: greatest least gain, ties broken by
    the next least (Kalai 1977; lexicographic as in Moulin 1988). kalai-smorodinsky: the same for
    the share of the greatest gain that each party could have (Kalai and Smorodinsky 1975;
    lexicographic as in Imai 1983). utilitarian: greatest sum of gains (Moulin 1988).

    On a convex set all shares are equal; among discrete packages that can be read in two ways:
    `shares=least` as above, or `shares=equal`, the undominated packages whose greatest and least
    share differ least (the score is that difference, with a minus).

    Intervals need a `reading`: unfavourable counts what each party gets and gains for certain,
    favourable what it may get at best; zone, utilities and disagreement follow it.

    Raises InputError where preferences are intervals and no `reading` is given, or where no party
    has any, UnknownName, InvalidCase for a bad restriction, for `limit` below 1 and for other
    bounds below 0. No package is ever listed that is not among the best; where there are more than
    `limit` of these, so many are shown and `complete` is False. Where there is none because the
    rules of the world exclude every package, `rules` names a smallest set of them that does.

    `proven` says that nothing scores higher. Where `effort` (about seconds, alike on every machine)
    or `time_limit` (seconds) is spent, or at Ctrl-C, the best found is returned, not proven, and
    `bound` says what no package exceeds. `score` and `bound` are in the rule's own measure: product
    of gains, least gain, least share, sum of gains. With `why`, `binding` names the claims without
    any one of which the rule would score higher; `binding_complete` says that none is missing.
    Branch and bound with Lagrangian duality: Fisher 1981.
    """
    if shares == "equal" and (rule != "kalai-smorodinsky" or reading is not None or why):
        raise InputError("shares=equal is for kalai-smorodinsky, without reading= and why=")
    refuse_below(limit=(limit, 1), effort=(effort, 0), time_limit=(time_limit, 0))
    asked = negotiation.consenting(parties)
    held = [
        negotiation.preferences_of[party] for party in asked if party in negotiation.preferences_of
    ]
    _refuse(held, reading)
    terms = allowed_terms(negotiation, draft, allowed)
    hopeful = reading == "favourable"
    reservations = {entry.party: interval(entry.reservation) for entry in held}
    origin = {party: r.low if hopeful else r.high for party, r in reservations.items()}
    for party, point in (disagreement or {}).items():
        if party not in origin:
            raise UnknownName("party with preferences", party, origin)
        origin[party] = exact(point)
    taken: Reading = "favourable" if hopeful else "unfavourable"
    zone = space(negotiation, asked, allowed=terms, reading=taken)
    clock = Clock(time_limit, effort)
    rows = table(negotiation, zone, origin, taken)
    if shares == "equal":
        try:
            found = equal_shares(negotiation, zone, rows, origin, clock)
        except (OutOfTime, KeyboardInterrupt):
            found = Solution((), (), None, None, proven=False, complete=False)
    else:
        found = solve(rows, rule, clock=clock, limit=limit + 1)
    blocking: tuple[str, ...] = ()
    every = True
    if why and found.score is not None:
        blocking = binding(negotiation, zone, origin, taken, rule, found.score, clock=clock)
        every = found.proven and not clock.over
    rules = () if found.packages or not found.proven else _rules(zone, clock)
    shown = found.packages[:limit]
    return Bargain(
        rule=rule,
        packages=tuple(zone.package(chosen) for chosen in shown),
        utilities=tuple(
            {party: float(utility) for party, utility in zip(origin, row, strict=True)}
            for row in found.utilities[:limit]
        ),
        disagreement={party: float(point) for party, point in origin.items()},
        proven=found.proven and all(negotiation.known(party) for party in asked),
        binding=blocking,
        binding_complete=every,
        rules=rules,
        complete=found.complete and len(shown) == len(found.packages),
        score=None if found.score is None else float(found.score),
        bound=None if found.bound is None else float(found.bound),
    )


def _rules(zone: Space, clock: Clock) -> tuple[str, ...]:
    """Rules of the world that leave no package; none where they are not to blame."""
    try:
        return broken_rules(zone, clock=clock)
    except (OutOfTime, KeyboardInterrupt):
        return ()


def _refuse(held: list[Preferences], reading: Reading | None) -> None:
    """Raise InputError for preferences that cannot be compared."""
    if not held:
        raise InputError("no party whose consent is asked has preferences; nothing to bargain over")
    vague = [entry.party for entry in held if not _sure(entry)]
    if vague and reading is None:
        raise InputError(
            f"a bargaining solution needs known numbers; the preferences of {', '.join(vague)} are "
            "intervals: set reading=unfavourable (least utility, greatest reservation value) or "
            "reading=favourable (the reverse), or ask zopa or pareto, which keep intervals"
        )


def _sure(entry: Preferences) -> bool:
    numbers = [
        entry.reservation,
        *entry.weights.values(),
        *(score for scores in entry.scores.values() for score in scores.values()),
    ]
    return all(interval(number).sure for number in numbers)
