"""The process around the text: who met whom, who saw which draft, what the ground is like."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

from goodoffices.model.dates import Date
from goodoffices.model.process import Condition, Meeting
from goodoffices.model.tracks import Sighting
from goodoffices.track.consultation import consultation
from goodoffices.workspace.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Two parties and the meetings in which both took part."""

    one: str
    other: str
    meetings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """Meetings, contacts, parts in drafts and conditions by a date, in order of time."""

    as_of: Date | None
    meetings: tuple[Meeting, ...]
    contacts: tuple[Contact, ...]
    sightings: tuple[Sighting, ...]
    conditions: tuple[Condition, ...]


def process(snapshot: Snapshot, *, as_of: Date | None = None) -> Process:
    """The process by a date."""
    view = snapshot.view(as_of)
    order = {party.id: place for place, party in enumerate(snapshot.case.parties)}
    together: dict[tuple[str, str], list[str]] = {}
    for meeting in view.meetings:
        present = sorted(set(meeting.parties), key=lambda name: order.get(name, len(order)))
        for pair in combinations(present, 2):
            together.setdefault(pair, []).append(meeting.id)
    counts = Counter({pair: len(found) for pair, found in together.items()})
    seen = snapshot.memory.once(
        ("consultation", as_of), lambda: consultation(snapshot.case, as_of=as_of)
    )
    return Process(
        as_of=as_of,
        meetings=view.meetings,
        contacts=tuple(
            Contact(one=one, other=other, meetings=tuple(together[one, other]))
            for (one, other), _ in counts.most_common()
        ),
        sightings=seen,
        conditions=view.conditions,
    )
