"""The days on which positions became others, without eliciting the whole case for each day."""

from __future__ import annotations

from bisect import bisect_right
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
from goodoffices.elicit.standings import (
    NOT_DATED,
    OptionStanding,
    Said,
    Sayings,
    Weighed,
    agrees,
    hear,
    in_order,
    speakers,
    with_implied,
)
from goodoffices.model.case import Case, accepted_statements, placed
from goodoffices.model.dates import Date, earliest, latest
from goodoffices.model.stakes import Judgement, Position, Standing

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A day on which what is known of a party on an issue may have become something else.

    `before` is the position on the day before, `after` that at the end of the day, None where there
    is none. A derived one has its standings and evidence, and neither firmness nor origins: those
    change on other days as well, and nobody is told of it.
    """

    day: str
    before: Position | None
    after: Position | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellTurns:
    """The turns of one cell in order of time. `ids` are the statements that they follow from, None
    where they also follow from judgements."""

    cell: Cell
    ids: tuple[str, ...] | None
    turns: tuple[Turn, ...]


def turns(case: Case, known: Known, *, since: str = "", until: str = "9999") -> Iterator[CellTurns]:
    """Every turn after `since` and up to `until`, cell by cell.

    Standings are followed statement by statement; a position is worked out only where they changed.
    """
    judged: dict[Cell, list[Judgement]] = defaultdict(list)
    for judgement in case.judgements:
        if isinstance(judgement.value, Position):
            judged[judgement.value.party, judgement.value.issue].append(judgement)
    cells = _cells(case, known, until)
    every_day = _every_day(case) if judged else []
    for cell in {**cells, **judged}:
        items = cells.get(cell, [])
        if cell in judged:
            at = _At(case, cell, items)
            found = tuple(_judged_turns(case, at, judged[cell], every_day, since, until))
            yield CellTurns(cell=cell, ids=None, turns=found)
            continue
        ids = tuple(item.statement.id for item in items)
        key = ("turns", cell, since, until)
        found = known.kept(key, ids, partial(_all_turns, case, cell, items, since), rests_on=cell)
        yield CellTurns(cell=cell, ids=ids, turns=found)


def _all_turns(case: Case, cell: Cell, items: Iterable[Weighed], since: str) -> tuple[Turn, ...]:
    return tuple(turn for turn in _At(case, cell, items).turns() if turn.day > since)


def _judged_turns(
    case: Case, at: _At, judged: list[Judgement], days: Iterable[str], since: str, until: str
) -> Iterator[Turn]:
    """Every day for a cell in which an analyst set a position for a time."""

    def held(day: str) -> Position | None:
        for judgement in reversed(judged):
            if day and in_force(judgement, case, day):
                value = as_known(judgement.value, case, day)
                assert isinstance(value, Position)
                return as_judged(judgement, value, day)
        return at.position(day)

    before = held(since)
    for day in days:
        if since < day <= until:
            now = held(day)
            yield Turn(day=day, before=before, after=now)
            before = now


def _cells(case: Case, known: Known, until: str) -> Mapping[Cell, list[Weighed]]:
    cells: dict[Cell, list[Weighed]] = {}
    for party, issue, said in placed(case, case.accepted_by_cell):
        dated = [item for item in known.weighed(said, party) if NOT_DATED < item.day <= until]
        if dated:
            cells[party.id, issue.id] = dated
    return cells


def _every_day(case: Case) -> list[str]:
    """Days on which anything was said, or a judgement begins or ends."""
    found = {latest(s.date).isoformat() for s in accepted_statements(case) if s.date}
    named: list[Date | None] = [day for j in case.judgements for day in (j.since, j.until)]
    return sorted(found | {earliest(day).isoformat() for day in named if day})


def _eve(day: str) -> str:
    """The day before."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


Standings = Mapping[str, OptionStanding]


class _At:
    """One cell of the matrix through time: its standings at the end of each day that has any."""

    def __init__(self, case: Case, cell: Cell, items: Iterable[Weighed]) -> None:
        self.party, issue = cell
        self.issue = case.issue_by_id[issue]
        self.sayings = Sayings(self.issue, Assumptions())
        self.items = sorted(items, key=lambda item: (item.day, item.statement.id))
        self._ids = [item.statement.id for item in self.items]
        kinds: dict[Said, int] = {}
        said_by = (self.sayings.of(item.statement) for item in self.items)
        self._kind = [kinds.setdefault(said, len(kinds)) for said in said_by]
        self._kinds = tuple(kinds)
        self.days: list[str] = []
        self._said: list[int] = []
        self._heard: list[Standings] = []
        now: dict[str, OptionStanding] = {}
        said = 0
        for day, group in groupby(in_order(self.items), key=lambda item: item.day):
            for item in group:
                hear(now, item, self.sayings)
                said += 1
            self.days.append(day)
            self._said.append(said)
            self._heard.append(dict(now))

    def turns(self) -> Iterator[Turn]:
        """The days on which the standings change."""
        shown: Mapping[str, Standing] = {}
        for place, day in enumerate(self.days):
            whole = self._standings(place)
            now = {option: found.standing for option, found in whole.items()}
            if now != shown:
                yield Turn(day=day, before=self.position(_eve(day)), after=self.position(day))
                shown = now

    def position(self, day: str) -> Position | None:
        """What is known at the end of a day; nothing before the first."""
        place = bisect_right(self.days, day) - 1
        standings = self._standings(place) if place >= 0 else {}
        if not standings:
            return None
        count = self._said[place]
        behind, against = speakers(standings)
        named = behind | against
        heard = set(self._kind[:count])
        agreed = [
            number in heard and agrees(said, standings) for number, said in enumerate(self._kinds)
        ]
        return Position(
            party=self.party,
            issue=self.issue.id,
            standings={
                option: standings[option].standing if option in standings else "unknown"
                for option in self.issue.option_ids
            },
            as_of=day,
            evidence=tuple(
                name
                for name, kind in zip(self._ids[:count], self._kind[:count], strict=True)
                if agreed[kind] or name in named
            ),
        )

    def _standings(self, place: int) -> Standings:
        return with_implied(self._heard[place], self.issue, self.sayings.assumptions)
