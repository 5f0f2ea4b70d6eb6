"""Rules 2 to 5: what the statements of one party on one issue say of each option."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from goodoffices.elicit.assumptions import AGAINST, FOR, STANDING_OF_STANCE, Assumptions
from goodoffices.model.agenda import Issue, Party
from goodoffices.model.dates import bounds, latest
from goodoffices.model.evidence import Statement
from goodoffices.model.stakes import Standing

NOT_DATED = "0000-00-00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A statement with what the rules need to compare it: day, authority of its speaker."""

    statement: Statement
    day: str
    authority: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionStanding:
    """Where a party stands on one option, by which statement; `implied` by the order of options."""

    option: str
    standing: Standing
    by: Weighed
    implied: bool = False
    contested_by: tuple[Weighed, ...] = ()


Authorities = dict[tuple[object, ...], tuple[str, int]]
"""Day and authority of statements that are alike in whatever these depend on."""


def weigh(
    statement: Statement, party: Party, assumptions: Assumptions, known: Authorities
) -> Weighed:
    """Rule 3: how far the speaker can bind the party; `known` is of one set of parties."""
    chain = statement.attribution.chain
    kinds = tuple([link.kind for link in chain])
    key = (party.id, statement.speaker, statement.said_on or statement.published, kinds)
    found = known.get(key)
    if found is None:
        day = latest(statement.date).isoformat() if statement.date else NOT_DATED
        found = known[key] = (day, _authority(statement, party, assumptions))
    return Weighed(statement=statement, day=found[0], authority=found[1])


def _authority(statement: Statement, party: Party, assumptions: Assumptions) -> int:
    chain = statement.attribution.chain
    if statement.attribution.anonymous:
        return assumptions.authority_unnamed
    speakers = {name.strip().casefold() for name in statement.speaker.split(";")}
    found = [
        person.authority
        for person in party.persons
        if speakers & {name.casefold() for name in (person.name, *person.aliases)}
        and _in_office(statement, person.since, person.until)
    ]
    if found:
        return min(found)
    if chain and chain[-1].kind == "document":
        return assumptions.authority_document
    return assumptions.authority_unlisted


def _in_office(statement: Statement, since: str | None, until: str | None) -> bool:
    if statement.date is None:
        return True
    first, last = bounds(statement.date)
    return not (since and last < bounds(since)[0]) and not (until and first > bounds(until)[1])


def reach(statement: Statement, issue: Issue) -> tuple[str, ...]:
    """Rule 5a: the options a statement is about, with a bound extended along the order."""
    named = [option for option in issue.option_ids if option in statement.options]
    if not statement.bound or not issue.ordered or not named:
        return tuple(named)
    places = [issue.option_ids.index(option) for option in named]
    if statement.bound == "at_most":
        return issue.option_ids[: max(places) + 1]
    return issue.option_ids[min(places) :]


Said = tuple[tuple[str, Standing], ...]
"""Options, and what is said of each."""


class Sayings:
    """What statements say of the options of one issue, which is the same for those that are alike.

    A party that speaks a thousand times of an issue says few things of it.
    """

    def __init__(self, issue: Issue, assumptions: Assumptions) -> None:
        self.issue, self.assumptions = issue, assumptions
        self._kept: dict[tuple[object, ...], Said] = {}

    def of(self, statement: Statement) -> Said:
        """Rules 2 and 5a: what one statement by itself says of each option."""
        key = (statement.stance, statement.negated, statement.bound, statement.options)
        said = self._kept.get(key)
        if said is None:
            said = self._kept[key] = tuple(dict(self._spoken(statement)).items())
        return said

    def _spoken(self, statement: Statement) -> Iterable[tuple[str, Standing]]:
        issue = self.issue
        standing = STANDING_OF_STANCE.get(statement.stance)
        if standing is None or statement.negated:
            return
        about = reach(statement, issue)
        for option in about:
            yield option, standing
        limited = statement.bound and issue.ordered and self.assumptions.bounds_imply_rest
        if limited and standing in FOR:
            for option in issue.option_ids:
                if option not in about:
                    yield option, "refused"


def opposed(left: Standing, right: Standing) -> bool:
    """Whether one is for the option and the other against it."""
    return (left in FOR and right in AGAINST) or (left in AGAINST and right in FOR)


def agrees(said: Said, standings: Mapping[str, OptionStanding]) -> bool:
    """Whether what is said is on the side that was found, for some option that it is about."""
    return any(
        {standing, standings[option].standing} <= FOR
        or {standing, standings[option].standing} <= AGAINST
        for option, standing in said
    )


def option_standings(items: Iterable[Weighed], sayings: Sayings) -> dict[str, OptionStanding]:
    """Rules 2, 4 and 5 for the statements of one party on one issue, in any order."""
    standings: dict[str, OptionStanding] = {}
    for item in in_order(items):
        hear(standings, item, sayings)
    return with_implied(standings, sayings.issue, sayings.assumptions)


def backing(
    items: Iterable[Weighed], standings: Mapping[str, OptionStanding], sayings: Sayings
) -> set[str]:
    """Ids of the statements that are on the side that was found."""
    found: set[str] = set()
    alike: dict[Said, bool] = {}
    for item in items:
        said = sayings.of(item.statement)
        agreed = alike.get(said)
        if agreed is None:
            agreed = alike[said] = agrees(said, standings)
        if agreed:
            found.add(item.statement.id)
    return found


def speakers(standings: Mapping[str, OptionStanding]) -> tuple[set[str], set[str]]:
    """Ids of the statements that decide, and of those that speak against them."""
    behind = {standing.by.statement.id for standing in standings.values()}
    against = {voice.statement.id for s in standings.values() for voice in s.contested_by}
    return behind, against


def in_order(items: Iterable[Weighed]) -> list[Weighed]:
    """The order in which statements are heard: by day, the lesser voices of a day first."""
    return sorted(items, key=heard_at)


def heard_at(item: Weighed) -> tuple[str, int, str]:
    """The place of a statement in that order."""
    return item.day, -item.authority, item.statement.id


def hear(standings: dict[str, OptionStanding], item: Weighed, sayings: Sayings) -> None:
    """Rules 2 and 4: what one more statement makes of the standings."""
    said = sayings.of(item.statement)
    if item.statement.stance == "asks" and sayings.assumptions.older_asks_stay_acceptable:
        _retire_older_asks(standings, item, said)
    for option, standing in said:
        fresh = OptionStanding(option=option, standing=standing, by=item)
        current = standings.get(option)
        standings[option] = fresh if current is None else _newest(current, fresh)


def with_implied(
    standings: Mapping[str, OptionStanding], issue: Issue, assumptions: Assumptions
) -> dict[str, OptionStanding]:
    """Rule 5: the standings with those that follow from the order of the options."""
    found = dict(standings)
    if issue.ordered and assumptions.order_implies:
        found.update(_implied(found, issue))
    return found


def _retire_older_asks(standings: dict[str, OptionStanding], item: Weighed, said: Said) -> None:
    """Rule 4b: a party that now asks for something else would still take what it asked before."""
    asked = {option for option, standing in said if standing == "asked"}
    named = {option for option, _ in said} if asked else standings.keys()
    for option, current in standings.items():
        older = current.by.day < item.day and item.authority <= current.by.authority
        if older and current.standing == "asked" and option not in named:
            standings[option] = replace(current, standing="acceptable")


def _newest(current: OptionStanding, fresh: OptionStanding) -> OptionStanding:
    """Rule 4: the newer statement wins unless its speaker can bind the party less.

    Two that oppose each other on one day, or a lesser voice against a greater one, contest.
    """
    clash = opposed(current.standing, fresh.standing)
    if fresh.by.authority > current.by.authority:
        voices = (*current.contested_by, fresh.by) if clash else current.contested_by
        return replace(current, contested_by=voices)
    if fresh.by.day == current.by.day and clash:
        return replace(fresh, contested_by=(*current.contested_by, current.by))
    if fresh.by.day == current.by.day:
        return replace(_firmer(current, fresh), contested_by=current.contested_by)
    return fresh


_ORDER_OF_FIRMNESS: tuple[Standing, ...] = ("unknown", "acceptable", "resisted", "asked", "refused")


def _firmer(left: OptionStanding, right: OptionStanding) -> OptionStanding:
    firmness = _ORDER_OF_FIRMNESS.index
    return left if firmness(left.standing) > firmness(right.standing) else right


def _implied(standings: dict[str, OptionStanding], issue: Issue) -> dict[str, OptionStanding]:
    """Rule 5b: beyond a refused option, seen from what the party wants, all is refused."""
    refused = [s for s in standings.values() if s.standing == "refused"]
    if not refused or len(standings) == len(issue.options):
        return {}
    options = issue.option_ids
    place = options.index
    wanted = [place(o) for o, s in standings.items() if s.standing in FOR]
    if not wanted:
        return {}
    implied: dict[str, OptionStanding] = {}
    for option in options:
        if option in standings:
            continue
        here = place(option)
        nearer = [
            s
            for s in refused
            if here < place(s.option) < min(wanted) or max(wanted) < place(s.option) < here
        ]
        if nearer:
            source = min(nearer, key=lambda s: abs(place(s.option) - here))
            implied[option] = replace(source, option=option, implied=True, contested_by=())
    return implied
