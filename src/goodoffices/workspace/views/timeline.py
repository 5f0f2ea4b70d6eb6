"""What happened when: positions that changed, meetings, the ground, drafts."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from goodoffices.brief.material import Material
from goodoffices.brief.register import Register
from goodoffices.brief.view import View
from goodoffices.brief.words import plain_text
from goodoffices.elicit.claims import judgements_in_force
from goodoffices.elicit.turns import CellTurns, turns
from goodoffices.model.case import Case
from goodoffices.model.dates import Date, bounds, latest
from goodoffices.model.process import Condition, Meeting
from goodoffices.model.stakes import Judgement, Standing
from goodoffices.model.tracks import Shift
from goodoffices.track.counted import urls_of
from goodoffices.track.shifts import shifts
from goodoffices.workspace.snapshot import Snapshot
from goodoffices.workspace.views.matrix import strongest

SHOWN = 12
"""Statements behind a shift that are named; of more, the evidence of the cell has the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One mark on the line of time.

    `date` as recorded, `first` and `last` the days it can mean. A shift has `before` and `after`,
    each a word and in full (`none`: no position was known). `evidence` are ids of statements, of a
    shift the newest `SHOWN`; `more` is how many others there are. `urls` are addresses behind it,
    `basis` what it rests on where there is neither.
    """

    kind: Literal["shift", "meeting", "condition", "draft"]
    id: str
    date: Date
    first: str
    last: str
    title: str
    parties: tuple[str, ...]
    issue: str | None = None
    before: Standing | Literal["none"] | None = None
    after: Standing | Literal["none"] | None = None
    before_words: str = ""
    after_words: str = ""
    place: str | None = None
    channel: str | None = None
    drafts: tuple[str, ...] = ()
    quantity: float | int | None = None
    unit: str | None = None
    topic: str | None = None
    confidential: bool = False
    evidence: tuple[str, ...] = ()
    more: int = 0
    urls: tuple[str, ...] = ()
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Events from `since` to `as_of`, in order of time."""

    since: Date | None
    as_of: Date | None
    events: tuple[Event, ...]


def timeline(
    snapshot: Snapshot, *, since: Date | None = None, as_of: Date | None = None
) -> Timeline:
    """Shifts of position, meetings, conditions and drafts between two dates."""
    view = snapshot.memory.once(("told", as_of), lambda: _told(snapshot, as_of))
    events = [_meeting(item) for item in view.meetings]
    events += [_condition(item) for item in view.conditions]
    events += [
        _event(
            "draft",
            draft.id,
            draft.date,
            draft.title,
            parties=draft.drafters,
            drafts=(draft.id,),
            urls=tuple(dict.fromkeys(c.url for c in draft.clauses if c.url)),
            basis=draft.published_by,
        )
        for draft in view.drafts
    ]
    if since:
        start = latest(since).isoformat()
        events = [event for event in events if event.last > start]
    for followed in _followed(snapshot, since, as_of):
        events += _told_of(snapshot, view, followed, ("events", followed.cell, since, as_of))
    events.sort(key=lambda event: (event.first, event.last, event.kind, event.id))
    return Timeline(since=since, as_of=as_of, events=tuple(events))


class _Told(View):
    """What finds words for positions of any day: nothing needs to be elicited for it."""

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """Judgements in force on the date."""
        return judgements_in_force(self.case, self.as_of)


def _told(snapshot: Snapshot, as_of: Date | None) -> View:
    material = Material(case=snapshot.case, as_of=as_of)
    return _Told(material=material, register=Register(snapshot.case))


def shifts_between(snapshot: Snapshot, since: Date | None, as_of: Date | None) -> tuple[Shift, ...]:
    """Every shift of position after one day and up to another, each on the day it happened.

    The answer of `goodoffices.track.shifts.history`, had without eliciting the case for each day;
    the positions in it have no firmness and no origins (`goodoffices.elicit.turns`).
    """
    found = [
        shift
        for followed in _followed(snapshot, since, as_of)
        for shift in _shifts_of(snapshot.case, followed)
    ]
    return tuple(sorted(found, key=lambda shift: (shift.on or "", shift.issue, shift.party)))


def _followed(snapshot: Snapshot, since: Date | None, as_of: Date | None) -> Iterator[CellTurns]:
    if snapshot.has_agenda:
        begin = latest(since).isoformat() if since else ""
        end = latest(as_of).isoformat() if as_of else "9999"
        yield from turns(snapshot.case, snapshot.known, since=begin, until=end)


def _told_of(
    snapshot: Snapshot, view: View, followed: CellTurns, key: tuple[Hashable, ...]
) -> tuple[Event, ...]:
    """The shifts of a cell as they are told; kept where they follow from statements alone."""

    def make() -> tuple[Event, ...]:
        return tuple(_shift(view, shift) for shift in _shifts_of(snapshot.case, followed))

    if followed.ids is None:
        return make()
    return snapshot.known.kept(key, followed.ids, make)


def _shifts_of(case: Case, followed: CellTurns) -> list[Shift]:
    known = case.statement_by_id
    found: list[Shift] = []
    for turn in followed.turns:
        before = (turn.before,) if turn.before else ()
        after = (turn.after,) if turn.after else ()
        behind = [known[name] for one in after for name in one.evidence if name in known]
        found += [replace(one, on=turn.day) for one in shifts(before, after, behind)]
    return found


def _event(
    kind: Literal["shift", "meeting", "condition", "draft"],
    name: str,
    date: Date,
    title: str,
    **fields: object,
) -> Event:
    first, last = bounds(date)
    return Event(
        kind=kind,
        id=name,
        date=date,
        first=first.isoformat(),
        last=last.isoformat(),
        title=title,
        **fields,  # type: ignore[arg-type]
    )


def _meeting(item: Meeting) -> Event:
    return _event(
        "meeting",
        item.id,
        item.date,
        item.title,
        parties=item.parties,
        place=item.place,
        channel=item.channel,
        drafts=item.drafts,
        confidential=bool(item.confidential),
        evidence=item.sourcing.evidence,
        urls=item.sourcing.urls,
        basis=item.sourcing.basis,
    )


def _condition(item: Condition) -> Event:
    return _event(
        "condition",
        item.id,
        item.date,
        item.title,
        parties=(item.party,) if item.party else (),
        quantity=item.quantity,
        unit=item.unit,
        topic=item.topic,
        evidence=item.sourcing.evidence,
        urls=item.sourcing.urls,
        basis=item.sourcing.basis,
    )


def _shift(view: View, shift: Shift) -> Event:
    case = view.case
    evidence = shift.evidence[-SHOWN:]
    fresh = [case.statement_by_id[name] for name in evidence if name in case.statement_by_id]
    issue = case.issue_by_id[shift.issue]
    return _event(
        "shift",
        f"{shift.on}/{shift.party}/{shift.issue}",
        shift.on or "",
        issue.question,
        parties=(shift.party,),
        issue=shift.issue,
        before=strongest(shift.before) if shift.before else "none",
        after=strongest(shift.after),
        before_words=plain_text(view.stands(shift.before)) if shift.before else "",
        after_words=plain_text(view.stands(shift.after)),
        evidence=evidence,
        more=len(shift.evidence) - len(evidence),
        urls=urls_of(case, fresh),
    )
