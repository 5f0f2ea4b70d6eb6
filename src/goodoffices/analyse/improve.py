"""From this text, what is the smallest change that is better?"""

from __future__ import annotations

from functools import partial

from goodoffices.errors import InputError, UnknownName
from goodoffices.model.agenda import Draft, Package
from goodoffices.model.allowed import allowed_terms
from goodoffices.model.analysis import analysis, refuse_below
from goodoffices.model.answers import Amendment, Amendments, Change, Goal
from goodoffices.model.negotiation import Negotiation, check_package
from goodoffices.model.stakes import Terms
from goodoffices.solve.cpsat import Chosen, Clock, OutOfTime
from goodoffices.solve.improving import Start, amendments
from goodoffices.solve.space import Reading, Space, space
from goodoffices.solve.zone import broken_rules


@analysis(version="1")
def improve(
    negotiation: Negotiation,
    *,
    package: Package | None = None,
    draft: Draft | None = None,
    goal: Goal | None = None,
    party: str | None = None,
    parties: tuple[str, ...] | None = None,
    limit: int = 10,
    diverse: bool = False,
    reading: Reading = "unfavourable",
    effort: float | None = 60,
    time_limit: float | None = None,
) -> Amendments:
    """The packages nearest to a package or draft that reach a goal: fewest changed terms first, of
    those the least shift (steps on ordered issues), then declared order.

    Goals: `zone`, every one of `parties` accepts it under the rules of the world (with intervals,
    for certain unless `reading` is favourable); `all`, every party with preferences gets more;
    `one`, one party (`party`, or any) gets more and no other less. For the last two no claim may be
    crossed that was not crossed before. Not set: `zone` where the text is outside it, else `one`;
    no amendment then means that the text is on the frontier.

    A draft allows every option of its clauses and any where it settles nothing; only `zone` can be
    asked of a draft that leaves something open. `diverse` leaves out amendments that hold all the
    changes of a nearer one. `complete` says that no nearer amendment was left out; when `effort`
    (about seconds, alike on every machine) or `time_limit` (seconds) is spent, or at Ctrl-C, what
    was found is returned.

    Raises InputError without a package or draft or with both, for goals that compare intervals, and
    InvalidCase, UnknownName, also for bounds below their least.
    """
    if (draft is None) == (package is None):
        raise InputError("give a draft or a package: --draft ID or --set package={...}")
    refuse_below(limit=(limit, 1), effort=(effort, 0), time_limit=(time_limit, 0))
    asked = negotiation.consenting(parties)
    if package is not None:
        check_package(negotiation, package)
        terms: Terms = {issue: (option,) for issue, option in package.items()}
    else:
        terms = allowed_terms(negotiation, draft, None)
    zone = space(negotiation, asked, reading=reading)
    clock = Clock(time_limit, effort)
    try:
        rules = broken_rules(zone, clock=clock)
        settled = True
    except (OutOfTime, KeyboardInterrupt):
        rules, settled = (), False
    start = Start(negotiation, zone, asked, terms, reading)
    taken = goal or ("one" if start.chosen is not None and not start.failed else "zone")
    _refuse(start, taken, party)
    before = _before(start)
    if not settled:
        return Amendments(amendments=(), goal=taken, complete=False, before=before)
    if rules:
        return Amendments(amendments=(), goal=taken, complete=True, before=before, rules=rules)
    found = amendments(start, taken, party, limit=limit, diverse=diverse, clock=clock)
    show = partial(_amendment, zone, start)
    return Amendments(
        amendments=tuple(show(chosen) for chosen in found.packages),
        goal=taken,
        complete=found.proven,
        before=before,
        crossed=tuple(sorted(start.failed)),
    )


def _refuse(start: Start, goal: Goal, party: str | None) -> None:
    """Raise for goals that make no sense here."""
    if party is not None and party not in start.valued:
        raise UnknownName("party with preferences", party, start.valued)
    if goal == "zone":
        return
    if start.chosen is None:
        raise InputError(f"the draft leaves issues open; {goal!r} needs a package to compare with")
    if not start.valued:
        raise InputError("no party whose consent is asked has preferences; nothing is better")
    vague = [name for name in start.valued if not start.sure(name)]
    if vague:
        raise InputError(
            f"{goal!r} needs known numbers; the utilities of {', '.join(vague)} are intervals"
        )


def _before(start: Start) -> dict[str, float | tuple[float, float]]:
    """Utilities of the text: those of its package, or their range over what it leaves open."""
    return {party: start.range_of(party).plain() for party in start.valued}


def _amendment(zone: Space, start: Start, chosen: Chosen) -> Amendment:
    package = zone.package(chosen)
    changes = []
    for place, (issue, option) in enumerate(package.items()):
        if chosen[place] in start.base[place]:
            continue
        was = tuple(zone.options[place][k] for k in sorted(start.base[place]))
        effects = {
            party: start.effect(party, place, chosen[place]).plain() for party in start.valued
        }
        changes.append(Change(issue=issue, before=was, after=option, effects=effects))
    _, shift = start.far.of(chosen)
    return Amendment(
        changes=tuple(changes),
        package=package,
        utilities={party: start.utility(party, chosen).plain() for party in start.valued},
        settles=tuple(sorted(start.failed - start.fails(chosen))),
        shift=shift,
    )
