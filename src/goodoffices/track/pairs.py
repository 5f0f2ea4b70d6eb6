"""Pairs of statements that could clash, found without looking at every pair.

Of a hundred thousand statements millions of pairs are near in time. Two of them can only clash
(`goodoffices.track.clashes`) where they meet in a place: one party for and against one option, a
denial and an option, or a quantity that both give.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from goodoffices.model.dates import earliest, latest
from goodoffices.model.evidence import Statement
from goodoffices.track.clashes import FIRM
from goodoffices.track.quantities import ROUGH, family_of

OTHER = {"for": "against", "against": "for"}


def near(statements: Sequence[Statement], days: int) -> Iterator[tuple[Statement, Statement]]:
    """Pairs on one issue that may be within `days` of each other and could clash.

    No pair that clashes is left out. By issue, then in order of time.
    """
    by_issue: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.issue and statement.date:
            by_issue[statement.issue].append(statement)
    for items in by_issue.values():
        items.sort(key=lambda s: (earliest(s.date or ""), s.id))
        yield from _meeting(items, days)


def _meeting(items: Sequence[Statement], days: int) -> Iterator[tuple[Statement, Statement]]:
    """Of statements in order of time, each with the later ones that it meets somewhere."""
    begins: list[date] = [earliest(s.date or "") for s in items]
    kinds = [_kind(statement) for statement in items]
    stands, looks = _places(dict(zip(kinds, items, strict=True)))
    there: dict[Hashable, list[int]] = defaultdict(list)
    for place, kind in enumerate(kinds):
        for name in stands[kind]:
            there[name].append(place)
    for place, kind in enumerate(kinds):
        if not looks[kind]:
            continue
        left = items[place]
        end = bisect_right(begins, latest(left.date or "") + timedelta(days=days))
        found: set[int] = set()
        for name in looks[kind]:
            held = there[name]
            if held[-1] > place:
                found.update(held[bisect_right(held, place) : bisect_right(held, end - 1)])
        for other in sorted(found):
            yield left, items[other]


Places = dict[Hashable, tuple[Hashable, ...]]


def _kind(statement: Statement) -> Hashable:
    """All that the places of a statement depend on; few are unlike in it."""
    s = statement
    return (s.party, s.stance, s.negated, s.options, tuple(s.numbers))


def _places(kinds: Mapping[Hashable, Statement]) -> tuple[Places, Places]:
    """For each kind of statement where it stands, and where it looks; without empty places."""
    stands = {kind: tuple(_stands_in(one)) for kind, one in kinds.items()}
    looks = {kind: tuple(_looks_in(one)) for kind, one in kinds.items()}
    stood = {name for names in stands.values() for name in names}
    looked = {name for names in looks.values() for name in names}
    return (
        {kind: tuple(n for n in names if n in looked) for kind, names in stands.items()},
        {kind: tuple(n for n in names if n in stood) for kind, names in looks.items()},
    )


def _denier(statement: Statement) -> bool:
    """Whether it can deny something: it says so, or says that what it tells is not so."""
    return statement.stance == "denies" or statement.negated


def _quantities(statement: Statement) -> Iterator[Hashable]:
    for key in statement.numbers:
        if key != ROUGH:
            yield "number", family_of(key)


def _stands_in(statement: Statement) -> Iterator[Hashable]:
    """The places in which others find a statement."""
    yield from _quantities(statement)
    firm = FIRM.get(statement.stance) if not statement.negated else None
    for option in set(statement.options):
        yield "told", option
        if _denier(statement):
            yield "denied", option
        if firm and statement.party is not None:
            yield firm, statement.party, option


def _looks_in(statement: Statement) -> Iterator[Hashable]:
    """The places in which those stand that a statement could clash with."""
    yield from _quantities(statement)
    firm = FIRM.get(statement.stance) if not statement.negated else None
    for option in set(statement.options):
        yield ("told" if _denier(statement) else "denied"), option
        if firm and statement.party is not None:
            yield OTHER[firm], statement.party, option
