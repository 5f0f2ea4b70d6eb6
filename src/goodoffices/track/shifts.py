"""Which positions became other ones, when, and by which statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from goodoffices.model.case import Case
from goodoffices.model.dates import Date, earliest, latest
from goodoffices.model.evidence import Statement
from goodoffices.model.stakes import Position
from goodoffices.model.tracks import Shift
from goodoffices.track.counted import counted, in_time


def known_standings(position: Position | None) -> Mapping[str, str]:
    """The standings that are not `unknown`; none without a position."""
    if position is None:
        return {}
    return {option: held for option, held in position.standings.items() if held != "unknown"}


def shifts(
    before: Iterable[Position], after: Iterable[Position], statements: Iterable[Statement]
) -> tuple[Shift, ...]:
    """Positions whose standings differ; a change of firmness alone is none.

    The evidence of a shift is what stands behind the new position and did not stand behind the old
    one, in order of time; `on` is the date of the newest of it: by that day the position had
    changed. A position that is no longer held is one of which everything is unknown. Sorted by
    issue and party.
    """
    known = {statement.id: statement for statement in statements}
    old = {(item.issue, item.party): item for item in before}
    new = {(item.issue, item.party): item for item in after}
    found = []
    for cell in sorted(old.keys() | new.keys()):
        was, now = old.get(cell), new.get(cell)
        if known_standings(was) == known_standings(now):
            continue
        if now is None and was is not None:
            now = _nothing_held(was)
        assert now is not None
        behind = set(was.evidence) if was else set()
        fresh = [known[name] for name in now.evidence if name not in behind and name in known]
        missing = [name for name in now.evidence if name not in behind and name not in known]
        dated = in_time(statement for statement in fresh if statement.date)
        found.append(
            Shift(
                party=now.party,
                issue=now.issue,
                before=was,
                after=now,
                on=known[dated[-1]].date if dated else None,
                evidence=(*in_time(fresh), *sorted(missing)),
            )
        )
    return tuple(found)


def _nothing_held(position: Position) -> Position:
    return Position(
        party=position.party,
        issue=position.issue,
        standings=dict.fromkeys(position.standings, "unknown"),
    )


def history(
    case: Case,
    positions_at: Callable[[Date], Iterable[Position]],
    *,
    since: Date | None = None,
    until: Date | None = None,
) -> tuple[Shift, ...]:
    """Every shift in order of time, each on the day it happened.

    `positions_at` gives the positions on a date; it is asked once for each day on which something
    was said or a judgement began or ended, and for `since`. Without `since` the first positions
    are shifts from nothing; with it, only what changed after the last day of `since`.
    """
    statements = counted(case, until)
    days = {latest(s.date).isoformat() for s in statements if s.date}
    turns = [day for item in case.judgements for day in (item.since, item.until) if day]
    days |= {earliest(day).isoformat() for day in turns}
    start = latest(since).isoformat() if since else ""
    end = latest(until).isoformat() if until else "9999"
    held = tuple(positions_at(start)) if since else ()
    found: list[Shift] = []
    for day in sorted(day for day in days if start < day <= end):
        now = tuple(positions_at(day))
        found += [replace(shift, on=day) for shift in shifts(held, now, case.statements)]
        held = now
    return tuple(found)
