"""The reports of a case under the events that they tell of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from goodoffices.model.dates import Date, happened_by
from goodoffices.model.evidence import Report
from goodoffices.track.events import countable, events
from goodoffices.workspace.snapshot import Snapshot
from goodoffices.workspace.views.paging import LIMIT
from goodoffices.workspace.views.reports import ReportHead, head, newest_first

MOST = 1000
"""Reports among which events are found while somebody waits. `goodoffices reports` finds them among
any number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event and the reports that tell of it, the newest first.

    `texts` counts those that are no copy of another, `outlets` the different outlets.
    """

    reports: tuple[ReportHead, ...]
    texts: int
    outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Events, the one told of last first, from the one at a place on; `next` is the next place.

    `looked_for` is False where the case has too many reports: then there are no items. `few` says
    that there are so few that reports of different events are often put together.
    """

    as_of: Date | None
    looked_for: bool
    few: bool
    items: tuple[Told, ...]
    total: int
    next: int | None


def told_in(snapshot: Snapshot) -> Mapping[str, str] | None:
    """For each report the event that it tells of; None where the case has too many reports."""
    held = snapshot.case.reports
    if len(held) > MOST:
        return None
    ids = tuple(report.id for report in held)
    return snapshot.known.kept("events", ids, lambda: events(held))


def by_event(
    snapshot: Snapshot, *, as_of: Date | None = None, start: int = 0, limit: int = LIMIT
) -> Events:
    """The events that reports published by the date tell of."""
    found = told_in(snapshot)
    groups: dict[str, list[Report]] = defaultdict(list)
    if found is not None:
        for report in newest_first(snapshot):
            if happened_by(report.published, as_of):
                groups[found[report.id]].append(report)
    every, end = tuple(groups.values()), start + limit
    return Events(
        as_of=as_of,
        looked_for=found is not None,
        few=not countable(snapshot.case.reports),
        items=tuple(_told(snapshot, group) for group in every[start:end]),
        total=len(every),
        next=end if end < len(every) else None,
    )


def _told(snapshot: Snapshot, group: list[Report]) -> Told:
    return Told(
        reports=tuple(head(snapshot, report) for report in group),
        texts=sum(report.copy_of is None for report in group),
        outlets=len({report.outlet for report in group if report.outlet}),
    )
