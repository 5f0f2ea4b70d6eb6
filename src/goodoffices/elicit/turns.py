"""The days on which positions became others, without eliciting the whole case for each day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import groupby

from goodoffices.elicit.assumptions import Assumptions
from goodoffices.elicit.claims import as_known, in_force
from goodoffices.elicit.elicit import as_judged
from goodoffices.elicit.known import Known
from goodoffices.elicit.positions import position_on
from goodoffices.elicit.standings import (
    NOT_DATED,
    OptionStanding,
    Weighed,
    hear,
    in_order,
    weigh,
    with_implied,
)
from goodoffices.model.agenda import Issue
from goodoffices.model.case import Case, accepted_statements
from goodoffices.model.dates import Date, earliest, latest
from goodoffices.model.evidence import Statement
from goodoffices.model.stakes import Judgement, Position

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A day on which what is known of a party on an issue may have become something else.

    `before` is the position on the day before, `after` that at the end of the day, None where there
    is none; `statements` are those of the cell up to the day.
    """

    day: str
    before: Position | None
    after: Position | None
    statements: tuple[Statement, ...]


def turns(case: Case, known: Known, *, since: str = "", until: str = "9999") -> Iterator[Turn]:
    """Every turn after `since` and up to `until`, cell by cell, each in order of time.

    Standings are followed statement by statement; a position is worked out only where they changed.
    """
    assumptions = Assumptions()
    judged: dict[Cell, list[Judgement]] = defaultdict(list)
    for judgement in case.judgements:
        if isinstance(judgement.value, Position):
            judged[judgement.value.party, judgement.value.issue].append(judgement)
    cells = _cells(case, known, assumptions, until)
    every_day = _every_day(case) if judged else []
    for cell in {**cells, **judged}:
        items = cells.get(cell, [])
        at = _At(case, known, cell, items, judged.get(cell, []), every_day)
        if cell in judged:
            yield from at.turns(since, until)
            continue
        ids = tuple(item.statement.id for item in items)
        key = ("turns", cell, since, until)
        yield from known.kept(key, ids, partial(_all_turns, at, since, until))


def _all_turns(at: _At, since: str, until: str) -> tuple[Turn, ...]:
    return tuple(at.turns(since, until))


def _cells(
    case: Case, known: Known, assumptions: Assumptions, until: str
) -> Mapping[Cell, list[Weighed]]:
    cells: dict[Cell, list[Weighed]] = defaultdict(list)
    for statement in accepted_statements(case):
        party = case.party_by_id.get(statement.party or "")
        issue = case.issue_by_id.get(statement.issue or "")
        if party is None or issue is None:
            continue
        weighed = known.weighed.get(statement.id)
        if weighed is None:
            weighed = known.weighed[statement.id] = weigh(statement, party, assumptions)
        if NOT_DATED < weighed.day <= until:
            cells[party.id, issue.id].append(weighed)
    return cells


def _every_day(case: Case) -> list[str]:
    """Days on which anything was said, or a judgement begins or ends."""
    found = {latest(s.date).isoformat() for s in accepted_statements(case) if s.date}
    named: list[Date | None] = [day for j in case.judgements for day in (j.since, j.until)]
    return sorted(found | {earliest(day).isoformat() for day in named if day})


def _eve(day: str) -> str:
    """The day before."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


class _At:
    """One cell of the matrix through time."""

    def __init__(
        self,
        case: Case,
        known: Known,
        cell: Cell,
        items: Iterable[Weighed],
        judged: list[Judgement],
        every_day: list[str],
    ) -> None:
        self.case, self.known, self.cell, self.judged = case, known, cell, judged
        self.items, self.assumptions = in_order(items), Assumptions()
        self.every_day = every_day
        self.issue: Issue = case.issue_by_id[cell[1]]

    def turns(self, since: str, until: str) -> Iterator[Turn]:
        """The turns of this cell."""
        days = self.every_day if self.judged else self._days()
        before = since
        for day in days:
            if since < day <= until:
                held = self._position(before if self.judged else _eve(day))
                there = tuple(item.statement for item in self.items if item.day <= day)
                now = self._position(day)
                yield Turn(day=day, before=held, after=now, statements=there)
                before = day

    def _days(self) -> list[str]:
        """Days on which the standings change."""
        standings: dict[str, OptionStanding] = {}
        shown: dict[str, str] = {}
        days = []
        for day, items in groupby(self.items, key=lambda item: item.day):
            for item in items:
                hear(standings, item, self.issue, self.assumptions)
            whole = with_implied(standings, self.issue, self.assumptions)
            now = {option: found.standing for option, found in whole.items()}
            if now != shown:
                days.append(day)
                shown = dict(now)
        return days

    def _position(self, day: str) -> Position | None:
        """What is known at the end of a day; nothing before the first."""
        if not day:
            return None
        for judgement in reversed(self.judged):
            if in_force(judgement, self.case, day):
                value = as_known(judgement.value, self.case, day)
                assert isinstance(value, Position)
                return as_judged(judgement, value, day)
        items = [item for item in self.items if item.day <= day]
        found = position_on(
            self.cell[0], self.issue, items, self.assumptions, self.known.sources, day
        )
        return found[0]
