"""Pairs of statements that cannot both hold. Every rule is symmetric and looks at one pair.

Two statements are at the same time when their dates are at most a number of days apart. A later
statement of the same voice is a shift, not a contradiction; on one day it is one voice told two
ways, if two reports tell it: within one report the sentences qualify one another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goodoffices.model.dates import bounds
from goodoffices.model.evidence import Statement
from goodoffices.model.origins import spoken_days
from goodoffices.model.sources import Sources, Voice
from goodoffices.model.tracks import ContradictionKind
from goodoffices.track.counted import FAMILY
from goodoffices.track.quantities import ROUGH, Number, clash, differ, given, keys_in_common

FIRM = {
    "asks": "for",
    "offers": "for",
    "accepts": "for",
    "rejects": "against",
    "red_line": "against",
}
"""Stances that leave no room for the other side. Resisting or setting conditions does leave it."""

WHY: Mapping[ContradictionKind, str] = {
    "standing": "one party is told to be for and against the same option at one time",
    "number": "two values are given for one quantity at one time",
    "authorship": "two accounts are given of who did it",
    "denial": "what is reported is denied",
}
"""Why the two sides cannot both hold, by kind."""

Voices = Mapping[str, Voice]
"""Who is at the end of the chain of each statement, by its id."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two statements that cannot both hold, why, and what they are both about."""

    kind: ContradictionKind
    left: str
    right: str
    about: str
    options: tuple[str, ...] = ()


def gap(left: str | None, right: str | None) -> int | None:
    """Days between two dates, 0 where they may be one day; None where one is not known."""
    if left is None or right is None:
        return None
    (a, b), (c, d) = bounds(left), bounds(right)
    return max(0, (c - b).days, (a - d).days)


def at_one_time(left: Statement, right: Statement, voices: Voices, days: int) -> bool:
    """Whether both were made within `days`; for one voice, on one day in two reports."""
    apart = gap(left.date, right.date)
    if apart is None or apart > days:
        return False
    one, other = voices[left.id], voices[right.id]
    spoke, told = (one.kind == "official", other.kind == "official")
    if (spoke, one.party, one.name) != (told, other.party, other.name):
        return True
    text = _text_of(left)
    return apart == 0 and (text is None or text != _text_of(right))


def _text_of(statement: Statement) -> str | None:
    """The report or page that a statement was read in."""
    return statement.span.report if statement.span else statement.url


def clashes(
    left: Statement,
    right: Statement,
    sources: Sources,
    voices: Voices,
    *,
    standing_days: int,
    fact_days: int,
) -> tuple[Clash, ...]:
    """Every way in which the two statements cannot both hold."""
    if left.issue is None or left.issue != right.issue or not (left.date and right.date):
        return ()
    found = []
    shared = tuple(sorted(set(left.options) & set(right.options)))
    if (shared and _denied(left, right)) or _number_denied(left, right):
        found.append(Clash("denial", left.id, right.id, "", shared))
    found += [
        Clash(_kind_of_number(left, right, key, sources), left.id, right.id, key)
        for key in keys_in_common(left.numbers, right.numbers)
        if _same_measure(left, right) and clash(left.numbers, right.numbers, key)
    ]
    if shared and _opposed(left, right):
        found.append(Clash("standing", left.id, right.id, "", shared))
    days = {"standing": standing_days}
    return tuple(
        clash
        for clash in found
        if at_one_time(left, right, voices, days.get(clash.kind, fact_days))
    )


def _opposed(left: Statement, right: Statement) -> bool:
    """Whether one party firmly stands on both sides."""
    if left.party is None or left.party != right.party or left.negated or right.negated:
        return False
    return {FIRM.get(left.stance), FIRM.get(right.stance)} == {"for", "against"}


def _denied(left: Statement, right: Statement) -> bool:
    """Whether one says that what the other tells of the same party, or as a fact, is not so."""
    return _denies(left, right) or _denies(right, left)


def _denies(denial: Statement, told: Statement) -> bool:
    """What is denied was told before, and is that something holds: a refusal is not denied by it.

    What a party does after it denied it is a change of mind.
    """
    if told.negated or told.stance in ("denies", "no_comment") or not _told_by(told, denial):
        return False
    if denial.negated and denial.stance not in ("denies", "no_comment"):
        return denial.party == told.party and _family(denial) == _family(told)
    if denial.stance != "denies" or denial.negated:
        return False
    if told.stance == "reports":
        return True
    same_party = denial.party is not None and denial.party == told.party
    return same_party and _family(told) in ("supports", "conditional")


def _told_by(told: Statement, denial: Statement) -> bool:
    """Whether it can have been told when it was denied; a printed word may be a day older."""
    return spoken_days(told)[0] <= spoken_days(denial)[1]


def _family(statement: Statement) -> str | None:
    return FAMILY.get(statement.stance)


def _number_denied(left: Statement, right: Statement) -> bool:
    """Whether one denies a number that the other gives."""
    for denial, told in ((left, right), (right, left)):
        if denial.stance != "denies" or denial.negated or told.stance in ("denies", "no_comment"):
            continue
        same = (denial.numbers.keys() & told.numbers.keys()) - {ROUGH}
        if _told_by(told, denial) and any(
            not differ(denial.numbers[key], told.numbers[key]) for key in same
        ):
            return True
    return False


def _same_measure(left: Statement, right: Statement) -> bool:
    """Whether a number means the same in both: a fact, or what one party stands for alike."""
    if left.negated or right.negated:
        return False
    if left.stance == right.stance == "reports":
        return True
    family = _family(left)
    same_side = family == _family(right) and family in ("supports", "opposes", "conditional")
    return same_side and left.party is not None and left.party == right.party


def _kind_of_number(
    left: Statement, right: Statement, key: str, sources: Sources
) -> ContradictionKind:
    """`authorship` where the values name parties or persons: two accounts of who did a thing."""
    named = (_named(s.numbers, key, sources) for s in (left, right))
    return "authorship" if all(named) else "number"


def _named(numbers: Mapping[str, Number], key: str, sources: Sources) -> bool:
    _, written = given(numbers, key)
    return isinstance(written, str) and sources.speaker(written) is not None
