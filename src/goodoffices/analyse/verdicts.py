"""How does each party answer a draft or a package, and how far does the text lean?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from goodoffices.errors import InputError, SolverFailed
from goodoffices.model.acceptable import Answer
from goodoffices.model.agenda import Draft, Package
from goodoffices.model.allowed import allowed_terms
from goodoffices.model.analysis import analysis
from goodoffices.model.answers import Ask, PartyVerdict, Verdicts
from goodoffices.model.negotiation import Negotiation, check_package
from goodoffices.model.stakes import Position, Terms
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.space import Reading, Space, space
from goodoffices.solve.zone import any_crossed, broken_rules, reach, utility_range


@analysis(version="1")
def verdicts(
    negotiation: Negotiation,
    *,
    draft: Draft | None = None,
    package: Package | None = None,
    positions: tuple[Position, ...] = (),
    parties: tuple[str, ...] | None = None,
    seed: int = 0,
    effort: float | None = 60,
    time_limit: float | None = None,
) -> Verdicts:
    """The answer of every party, or of `parties`, to a draft or to a package; one must be given.

    A draft allows a set of packages: the options of its clauses, any option where it settles
    nothing. A party rejects where it accepts none of those that the rules of the world leave,
    accepts where it accepts all of them, otherwise it depends. Where the draft and the rules
    exclude one another, `rules` names a smallest set of rules to blame and the parties are judged
    as if there were none.

    `leaning`: the share of a party's asks that the text meets. An ask is a position (of
    `positions`) on an issue up for agreement with at least one option asked for. It counts as met
    when every option that the text allows on the issue is one asked for; partly met, unmet and
    silent count nothing.

    Raises InputError without a draft or package or with both, InvalidCase for options or issues
    that do not exist, UnknownName, SolverFailed where `effort` (the solver's own measure, about
    seconds, alike on every machine) or `time_limit` (seconds) is spent.
    """
    if (draft is None) == (package is None):
        raise InputError("give a draft or a package to judge: --draft ID or --set package={...}")
    if package is not None:
        check_package(negotiation, package)
    terms = _terms(negotiation, draft, package)
    everybody = tuple(party.id for party in negotiation.parties)
    asked = everybody if parties is None else negotiation.consenting(parties)
    clock = Clock(time_limit, effort)
    try:
        bare = space(negotiation, (), allowed=terms)
        rules = broken_rules(bare, seed=seed, clock=clock)
        judged = {
            party: _verdict(negotiation, party, terms, bool(rules), seed, clock) for party in asked
        }
    except OutOfTime:
        raise SolverFailed(*clock.spent()) from None
    asks = tuple(
        _ask(negotiation, position, terms.get(position.issue, ()))
        for position in positions
        if position.party in asked
        and position.issue in negotiation.issue_by_id
        and "asked" in position.standings.values()
    )
    return Verdicts(
        parties=judged,
        leaning={party: _share(ask for ask in asks if ask.party == party) for party in asked},
        asks=asks,
        rules=rules,
    )


def _terms(negotiation: Negotiation, draft: Draft | None, package: Package | None) -> Terms:
    if package is None:
        return allowed_terms(negotiation, draft, None)
    return {issue: (option,) for issue, option in package.items()}


def _verdict(
    negotiation: Negotiation,
    party: str,
    terms: Mapping[str, tuple[str, ...]],
    lawless: bool,
    seed: int,
    clock: Clock,
) -> PartyVerdict:
    if not negotiation.known(party):
        return PartyVerdict(answer="unknown")

    def read(reading: Reading) -> Space:
        found = space(negotiation, (party,), allowed=terms, reading=reading)
        return found.without_rules() if lawless else found

    hopeful, certain = read("favourable"), read("unfavourable")
    found = reach(hopeful, seed=seed, clock=clock)
    entry = negotiation.preferences_of.get(party)
    utility = None
    if entry is not None:
        utility = utility_range(negotiation, party, hopeful, seed=seed, clock=clock).plain()
    answer: Answer = "depends"
    if found.always or found.together:
        answer = "rejects"
    elif not found.sometimes and not any_crossed(certain, seed=seed, clock=clock):
        answer = "accepts"
    return PartyVerdict(
        answer=answer,
        crossed=found.always or found.together,
        avoidable=found.sometimes,
        together=bool(found.together),
        utility=utility,
        reservation=None if entry is None else entry.reservation,
    )


def _ask(negotiation: Negotiation, position: Position, terms: tuple[str, ...]) -> Ask:
    asked = tuple(name for name, standing in position.standings.items() if standing == "asked")
    met = [option in asked for option in terms]
    return Ask(
        party=position.party,
        issue=position.issue,
        asked=asked,
        terms=terms,
        met="silent" if not met else "met" if all(met) else "partly" if any(met) else "unmet",
        group=negotiation.issue_by_id[position.issue].group,
    )


def _share(asks: Iterable[Ask]) -> float | None:
    found = [ask.met == "met" for ask in asks]
    return sum(found) / len(found) if found else None
