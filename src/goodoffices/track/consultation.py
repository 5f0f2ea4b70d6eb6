"""Who had a part in which draft, and whether that was before the draft was public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from goodoffices.model.agenda import Draft
from goodoffices.model.case import Case
from goodoffices.model.dates import Date, bounds, earliest, happened_by, latest
from goodoffices.model.process import Consultation
from goodoffices.model.tracks import Sighting

_DAY = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")
_NOT_PUBLIC = re.compile(r"\s*(none|nobody|no one|not published|unpublished|not public)\b", re.I)
_ORDER = ("drafted", "consulted", "shown", "handed", "excluded")


def public_on(draft: Draft) -> Date | None:
    """When a draft became public, as far as its record says.

    The earliest date written in `published_by` (`2031-05-14` or `2031-05`); where it names a
    publisher without a date, the date of the draft; None where it names nobody, or says that
    nobody published the text.
    """
    record = draft.published_by
    if record is None or not record.strip() or _NOT_PUBLIC.match(record):
        return None
    written = [day for day in _DAY.findall(record) if _is_date(day)]
    return min(written, key=lambda day: (earliest(day), latest(day))) if written else draft.date


def _is_date(text: str) -> bool:
    try:
        bounds(text)
    except ValueError:
        return False
    return True


def before_public(seen: Date | None, public: Date | None) -> bool | None:
    """True before that day, False after it; None on the same day, or where a date is not known."""
    if seen is None or public is None:
        return None
    if latest(seen) < earliest(public):
        return True
    return False if earliest(seen) > latest(public) else None


def consultation(case: Case, *, as_of: Date | None = None) -> tuple[Sighting, ...]:
    """Each party's part in each draft: drafted, consulted, shown, handed or excluded.

    Drafters named in a draft's record have a row of their own unless a consultation says it. Who
    drafted a text that became public saw it before. An undated part is as old as its oldest dated
    statement, or else as the draft. By date of the draft, then of the part.
    """
    rows = []
    for draft in case.drafts:
        if not happened_by(draft.date, as_of):
            continue
        entries = [item for item in case.consultations if item.draft == draft.id]
        recorded = {item.party for item in entries if item.sight == "drafted"}
        rows += [
            _sighting(case, draft, e, as_of) for e in entries if known_by(case, draft, e, as_of)
        ]
        rows += [_by_record(draft, party) for party in draft.drafters if party not in recorded]
    return tuple(sorted(rows, key=lambda row: _sort_key(case, row)))


def _dates(case: Case, entry: Consultation) -> Iterator[Date]:
    for name in entry.sourcing.evidence:
        statement = case.statement_by_id.get(name)
        if statement is not None and statement.date:
            yield statement.date


def known_by(case: Case, draft: Draft, entry: Consultation, as_of: Date | None) -> bool:
    """Whether a part in a draft was known on a date: by its own, its evidence's or the draft's."""
    told = min(_dates(case, entry), key=latest, default=draft.date)
    return happened_by(entry.date or told, as_of)


def _sighting(case: Case, draft: Draft, entry: Consultation, as_of: Date | None) -> Sighting:
    public = public_on(draft)
    before = before_public(entry.date, public)
    if entry.sight == "drafted" and public is not None:
        before = True
    evidence = tuple(
        name
        for name in entry.sourcing.evidence
        if name not in case.statement_by_id or happened_by(case.statement_by_id[name].date, as_of)
    )
    return Sighting(
        draft=draft.id,
        party=entry.party,
        sight=entry.sight,
        date=entry.date,
        public_on=public,
        before_public=before,
        note=entry.note,
        evidence=evidence,
        basis=entry.sourcing.basis,
    )


def _by_record(draft: Draft, party: str) -> Sighting:
    public = public_on(draft)
    return Sighting(
        draft=draft.id,
        party=party,
        sight="drafted",
        date=None,
        public_on=public,
        before_public=True if public else None,
        note=draft.drafted_by,
        evidence=(),
        basis="the record of the draft",
    )


def _sort_key(case: Case, row: Sighting) -> tuple[date, str, date, int, str, str]:
    draft = case.draft_by_id[row.draft]
    seen = earliest(row.date) if row.date else date.min
    return (earliest(draft.date), draft.id, seen, _ORDER.index(row.sight), row.party, repr(row))
