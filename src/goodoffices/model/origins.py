"""Independent origins: where a claim was first had from, however many outlets passed it on.

Forty outlets repeating one leak have one origin. The rule, from the end of each chain of links:

1. A chain that passes through an unnamed source goes no further than that source: nothing beyond
   it is on record. Unnamed sources of one outlet are one origin, whoever repeats that outlet.
2. A named official at the end: a speech. Its origin is the speaker and the day, so every outlet
   that carries it shares one origin. Where only the day of printing is known, it was said on that
   day or the day before; days are chosen so that as few speeches as possible explain the reports.
   A party named without a person ("the ministry") joins a speech of that party's persons.
3. A document at the end: one origin a document. A draft of the case is the same document on every
   day; any other is told by its name and day, as a speech is.
4. An outlet at the end: its own word. It joins the unnamed sources of that outlet, or else a
   speech that it carries, for a repetition may have lost its source on the way.
5. A statement read in a copy belongs to the outlet of the report copied; the same words in two
   copies of one text are one origin.

Where the rule is in doubt it counts fewer origins, never more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from operator import itemgetter

from goodoffices.model.dates import bounds
from goodoffices.model.evidence import DateBasis, Statement
from goodoffices.model.sources import Sources, Voice, fold
from goodoffices.model.tracks import Origin

PRINTED_AFTER = timedelta(days=1)
"""How long after a speech a report that does not date it may be printed."""

_PRINTED = ("published", "metadata")

Days = tuple[date, date]
Heard = tuple[Voice, Statement]
_ANY_DAY: Days = (date.min, date.max)


def spoken_days(statement: Statement) -> Days:
    """The first and last day on which the claim can have been made."""
    return _spoken(statement.said_on, statement.said_on_basis, statement.published)


@lru_cache(maxsize=65536)
def _spoken(said_on: str | None, basis: DateBasis, published: str | None) -> Days:
    printed = published
    if said_on is not None:
        if basis not in _PRINTED:
            return bounds(said_on)
        printed = said_on  # put at the day of printing for want of a better one
    if printed is None:
        return _ANY_DAY
    first, last = bounds(printed)
    return first - PRINTED_AFTER, last


def origins(statements: Iterable[Statement], sources: Sources) -> tuple[Origin, ...]:
    """The independent origins of statements that make one claim, by the rule of this module.

    The order of the statements does not matter. Sorted by kind and name.
    """
    groups = _groups(statements, sources)
    return tuple(sorted((_origin(group, sources) for group in groups), key=_sort_key))


def how_many(statements: Iterable[Statement], sources: Sources) -> tuple[int, bool]:
    """The number of independent origins, and whether one unnamed source is all there is."""
    groups = _groups(statements, sources)
    return len(groups), len(groups) == 1 and _first_voice(groups[0]).kind == "anonymous"


def _groups(statements: Iterable[Statement], sources: Sources) -> list[list[Heard]]:
    heard = [(sources.voice(statement), statement) for statement in _by_id(statements)]
    groups: list[list[Heard]] = []
    groups += _speeches([item for item in heard if item[0].on_record])
    _add_outlets(groups, [item for item in heard if not item[0].on_record], sources)
    return groups


def _by_id(statements: Iterable[Statement]) -> list[Statement]:
    return list({s.id: s for s in sorted(statements, key=lambda s: s.id)}.values())


def _speeches(heard: list[Heard]) -> list[list[Heard]]:
    """Rules 2 and 3: speeches and documents, parties named without a person last."""
    by_name: dict[tuple[str, str, str], list[Heard]] = defaultdict(list)
    nameless: dict[str, list[Heard]] = defaultdict(list)
    for voice, statement in heard:
        if voice.party is not None and not voice.person:
            nameless[voice.party].append((voice, statement))
        else:
            by_name[voice.kind, voice.party or "", voice.name].append((voice, statement))
    groups: list[list[Heard]] = []
    for _, items in sorted(by_name.items()):
        groups += [items] if items[0][0].lasting else [group for _, group in _fewest_days(items)]
    for party, items in sorted(nameless.items()):
        known = [group for group in groups if group[0][0].party == party]
        left = []
        for item in sorted(items, key=_end):
            days = spoken_days(item[1])
            home = next((g for g in known if _meet(_common(g), days)), None)
            if home is None:
                left.append(item)
            else:
                home.append(item)
        groups += [group for _, group in _fewest_days(left)]
    return groups


def _fewest_days(items: list[Heard]) -> list[tuple[date, list[Heard]]]:
    """The fewest days that explain every report (a day inside each interval), with the reports.

    Greedy by the end of the intervals, which is least in number.
    """
    chosen: list[tuple[date, list[Heard]]] = []
    for ((last, first), _), item in sorted(((_end(item), item) for item in items), key=_first):
        if not chosen or first > chosen[-1][0]:
            chosen.append((last, []))
        chosen[-1][1].append(item)
    return chosen


_first = itemgetter(0)


def _end(item: Heard) -> tuple[Days, str]:
    first, last = spoken_days(item[1])
    return (last, first), item[1].id


def _common(group: list[Heard]) -> Days:
    """The days on which all that is on record in a group can have been said."""
    days = [spoken_days(statement) for voice, statement in group if voice.on_record]
    return max(first for first, _ in days), min(last for _, last in days)


def _meet(left: Days, right: Days) -> bool:
    return left[0] <= right[1] and right[0] <= left[1]


def _add_outlets(groups: list[list[Heard]], heard: list[Heard], sources: Sources) -> None:
    """Rules 1, 4 and 5: one origin an outlet, joined with copies and with what it carries."""
    sure = {voice.name for voice, _ in heard if len(voice.candidates) == 1}
    parent: dict[str, str] = {}

    def find(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    def unite(left: str, right: str) -> None:
        one, other = sorted((find(left), find(right)))
        parent[other] = one

    names = [
        next((c for c in voice.candidates if c in sure), voice.name) if voice.candidates else ""
        for voice, _ in heard
    ]
    names = [name or f"\0{voice.name}" for name, (voice, _) in zip(names, heard, strict=True)]
    words: dict[tuple[str, str], str] = {}
    for name, (_, statement) in zip(names, heard, strict=True):
        find(name)
        report = sources.report_of(statement)
        if report is not None:
            same = (sources.root(report).id, fold(statement.text))
            unite(words.setdefault(same, name), name)
    through: dict[str, list[Heard]] = defaultdict(list)
    for name, item in zip(names, heard, strict=True):
        through[find(name)].append(item)
    spoken = sorted(groups, key=lambda group: min(s.id for _, s in group))
    for _, items in sorted(through.items()):
        if any(voice.kind == "anonymous" for voice, _ in items):
            groups.append(items)
            continue
        own = {candidate for voice, _ in items for candidate in voice.candidates}
        home = next((g for g in spoken if own & _carriers(g, sources)), None)
        if home is None:
            groups.append(items)
        else:
            home.extend(items)


def _carriers(group: list[Heard], sources: Sources) -> set[str]:
    on_record = (statement for voice, statement in group if voice.on_record)
    return {fold(name) for statement in on_record for name in sources.outlets_of(statement)}


_RANK = {"official": 0, "document": 1, "anonymous": 2, "outlet": 3, "unknown": 4}


def _origin(group: list[Heard], sources: Sources) -> Origin:
    voice = _first_voice(group)
    name = voice.shown
    if voice.on_record and not voice.lasting:
        last = _common(group)[1]
        if last < date.max:
            name = f"{name}, {last.isoformat()}"
    outlets = {name for _, statement in group for name in sources.outlets_of(statement)}
    return Origin(
        name=name,
        kind=voice.kind,
        statements=tuple(sorted(statement.id for _, statement in group)),
        outlets=tuple(sorted(outlets)),
    )


def _first_voice(group: list[Heard]) -> Voice:
    """The voice that names a group: on record before unnamed, a person before an office."""
    return min((v for v, _ in group), key=lambda v: (_RANK[v.kind], not v.person, v.shown))


def _sort_key(origin: Origin) -> tuple[int, str, tuple[str, ...]]:
    return (_RANK[origin.kind], origin.name, origin.statements)


def single_anonymous(found: tuple[Origin, ...]) -> bool:
    """Whether one unnamed source is all there is."""
    return len(found) == 1 and found[0].kind == "anonymous"
