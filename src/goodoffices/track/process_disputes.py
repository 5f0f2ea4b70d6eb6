"""Disputes found by rule in the process around the text: measurements, and parts in a draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from goodoffices.model.case import Case
from goodoffices.model.dates import Date, happened_by
from goodoffices.model.process import Condition, Consultation
from goodoffices.model.tracks import Dispute, Version
from goodoffices.track.clashes import WHY, gap
from goodoffices.track.consultation import known_by
from goodoffices.track.counted import in_time, party_name, urls_of
from goodoffices.track.quantities import differ
from goodoffices.track.statement_disputes import components


def among_conditions(case: Case, as_of: Date | None, days: int) -> list[Dispute]:
    """Two quantities of one topic, unit and party within `days`, unless one source told both."""
    same: dict[tuple[str, str, str], list[Condition]] = defaultdict(list)
    for item in case.conditions:
        if item.quantity is not None and item.topic and happened_by(item.date, as_of):
            same[item.topic, item.unit or "", item.party or ""].append(item)
    disputes = []
    for (topic, _, _), items in sorted(same.items()):
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
                    versions=tuple(_version(case, _claim(item), [item]) for item in members),
                    why=WHY["number"],
                )
            )
    return disputes


def _measured_anew(left: Condition, right: Condition) -> bool:
    sources = [(item.sourcing.urls, item.sourcing.evidence) for item in (left, right)]
    return sources[0] == sources[1] != ((), ()) and left.date != right.date


def _claim(item: Condition) -> str:
    return f"{item.title}: {item.quantity} {item.unit or ''}".rstrip() + f" ({item.date})"


def among_consultations(case: Case, as_of: Date | None) -> list[Dispute]:
    """A party that had a part in a draft by one account and none by another."""
    same: dict[tuple[str, str], list[Consultation]] = defaultdict(list)
    for item in case.consultations:
        draft = case.draft_by_id.get(item.draft)
        if draft is None or item.sight not in ("drafted", "consulted", "excluded"):
            continue
        if happened_by(draft.date, as_of) and known_by(case, draft, item, as_of):
            same[item.draft, item.party].append(item)
    disputes = []
    for (name, party), items in sorted(same.items()):
        if len({item.sight == "excluded" for item in items}) < 2:
            continue
        who = party_name(case, party)
        part = [item for item in items if item.sight != "excluded"]
        none = [item for item in items if item.sight == "excluded"]
        disputes.append(
            Dispute(
                topic=f"the part of {who} in {case.draft_by_id[name].title}",
                kind="authorship",
                versions=(
                    _version(case, f"{who} had a part in it", part),
                    _version(case, f"{who} had no part in it", none),
                ),
                why=WHY["authorship"],
            )
        )
    return disputes


def _version(case: Case, claim: str, items: Sequence[Consultation | Condition]) -> Version:
    """One side, with the statements and addresses of its entries."""
    names = {name for item in items for name in item.sourcing.evidence}
    known = [case.statement_by_id[name] for name in names if name in case.statement_by_id]
    urls = {url for item in items for url in item.sourcing.urls}
    return Version(
        claim=claim,
        evidence=(*in_time(known), *sorted(names - {s.id for s in known})),
        urls=tuple(sorted(urls)) or urls_of(case, known),
    )
