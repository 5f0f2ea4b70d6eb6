"""Disputes found by rule in the process around the text: measurements, and parts in a draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from goodoffices.model.case import Case
from goodoffices.model.dates import Date, happened_by
from goodoffices.model.process import Condition, Consultation
from goodoffices.model.tracks import Dispute, Version
from goodoffices.track.clashes import WHY, differ, gap
from goodoffices.track.counted import party_name
from goodoffices.track.statement_disputes import components


def among_conditions(case: Case, as_of: Date | None, days: int) -> list[Dispute]:
    """Two quantities of one topic, unit and party within `days`, unless one source told both."""
    same: dict[tuple[str, str, str], list[Condition]] = defaultdict(list)
    for item in case.conditions:
        if item.quantity is not None and item.topic and happened_by(item.date, as_of):
            same[item.topic, item.unit or "", item.party or ""].append(item)
    disputes = []
    for (topic, unit, _), items in sorted(same.items()):
        pairs = [
            (left.id, right.id)
            for left, right in combinations(sorted(items, key=lambda item: item.id), 2)
            if differ(left.quantity or 0, right.quantity or 0)
            and (gap(left.date, right.date) or 0) <= days
            and not _measured_anew(left, right)
        ]
        for names in components(pairs):
            members = sorted((i for i in items if i.id in names), key=lambda i: (i.date, i.id))
            disputes.append(
                Dispute(
                    topic=topic.replace("_", " "),
                    kind="number",
                    versions=tuple(_condition_version(item, unit) for item in members),
                    why=WHY["number"],
                )
            )
    return disputes


def _measured_anew(left: Condition, right: Condition) -> bool:
    sources = [(item.sourcing.urls, item.sourcing.evidence) for item in (left, right)]
    return sources[0] == sources[1] != ((), ()) and left.date != right.date


def _condition_version(item: Condition, unit: str) -> Version:
    return Version(
        claim=f"{item.title}: {item.quantity} {unit}".rstrip() + f" ({item.date})",
        evidence=item.sourcing.evidence,
        urls=item.sourcing.urls,
    )


def among_consultations(case: Case, as_of: Date | None) -> list[Dispute]:
    """A party that had a part in a draft by one account and none by another."""
    same: dict[tuple[str, str], list[Consultation]] = defaultdict(list)
    for item in case.consultations:
        if item.sight in ("drafted", "consulted", "excluded") and (
            as_of is None or item.date is None or happened_by(item.date, as_of)
        ):
            same[item.draft, item.party].append(item)
    disputes = []
    for (draft, party), items in sorted(same.items()):
        if len({item.sight == "excluded" for item in items}) < 2:
            continue
        known = case.draft_by_id.get(draft)
        if known is not None and not happened_by(known.date, as_of):
            continue
        name = party_name(case, party)
        sides: Mapping[str, Callable[[Consultation], bool]] = {
            "had a part in it": lambda item: item.sight != "excluded",
            "had no part in it": lambda item: item.sight == "excluded",
        }
        disputes.append(
            Dispute(
                topic=f"the part of {name} in {known.title if known else draft}",
                kind="authorship",
                versions=tuple(
                    _consultation_version(name, words, [i for i in items if on_side(i)])
                    for words, on_side in sides.items()
                ),
                why=WHY["authorship"],
            )
        )
    return disputes


def _consultation_version(name: str, words: str, items: Sequence[Consultation]) -> Version:
    return Version(
        claim=f"{name} {words}",
        evidence=tuple(sorted({n for item in items for n in item.sourcing.evidence})),
        urls=tuple(sorted({url for item in items for url in item.sourcing.urls})),
    )
