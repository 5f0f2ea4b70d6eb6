"""A case as rows, and rows as a case: what is an entry, under which key, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import msgspec

from goodoffices.codec import canonical, plain, structure
from goodoffices.errors import InvalidCase, Problem, StoreError
from goodoffices.model.agenda import Draft, Issue, Party
from goodoffices.model.case import Case, Vocabulary
from goodoffices.model.evidence import Report, Review, Statement
from goodoffices.model.process import Condition, Consultation, Meeting
from goodoffices.model.stakes import (
    Contradiction,
    Judgement,
    Position,
    Preferences,
    Proviso,
    RedLine,
)

LISTS: Mapping[str, tuple[str, type]] = {
    "parties": ("party", Party),
    "issues": ("issue", Issue),
    "drafts": ("draft", Draft),
    "meetings": ("meeting", Meeting),
    "consultations": ("consultation", Consultation),
    "conditions": ("condition", Condition),
    "judgements": ("judgement", Judgement),
    "contradictions": ("contradiction", Contradiction),
}
"""Fields of a case that hold entries: the kind of the entries, and their type."""

SINGLE = {"title": str, "note": str | None, "vocabulary": Vocabulary}
"""Fields of a case that are one entry each."""

AGENDA = (*SINGLE, *LISTS)
"""Fields of a case that may be edited."""

CASE, ORDER, REPORT, FILE = "case", "order", "report", "file"
"""Kinds of entries: a single field, the order of a list, the record of a report, a file."""

AGENDA_KINDS = (CASE, ORDER, *(kind for kind, _ in LISTS.values()))

MAX_KEY = 300
"""Most characters of an id, so that every database can index it."""

MAX_FILE = 250_000_000
"""Most bytes of a file, so that every database can hold it."""

Entry = tuple[str, str]
"""Kind and key."""


def agenda_entries(case: Case) -> dict[Entry, bytes]:
    """Everything of a case that may be edited, except the records of reports."""
    found: dict[Entry, bytes] = {(CASE, name): encoded(getattr(case, name)) for name in SINGLE}
    for name, (kind, _) in LISTS.items():
        items = getattr(case, name)
        keys = entry_keys(items)
        found[ORDER, name] = encoded(keys)
        found |= {(kind, key): encoded(item) for key, item in zip(keys, items, strict=True)}
    return found


def agenda_fields(rows: Mapping[Entry, bytes]) -> dict[str, Any]:
    """The fields of a case out of its entries."""
    made: dict[str, Any] = {
        name: decoded(hint, rows[CASE, name], f"{CASE} {name}") for name, hint in SINGLE.items()
    }
    for name, (kind, cls) in LISTS.items():
        keys = msgspec.json.decode(rows[ORDER, name])
        made[name] = tuple(decoded(cls, rows[kind, key], f"{kind} {key}") for key in keys)
    return made


def entry_keys(items: Iterable[Any]) -> list[str]:
    """A key for each item of a list: its id, or what it is about and a number among its like."""
    keys: dict[str, None] = {}
    for item in items:
        name = key = _name(item)
        number = 1
        while key in keys:
            number += 1
            key = f"{name} #{number}"
        keys[key] = None
    return list(keys)


def _name(item: Any) -> str:
    if not isinstance(item, Judgement):
        return str(item.id)
    about = item.value
    if isinstance(about, (RedLine, Proviso)):
        return f"{'red line' if isinstance(about, RedLine) else 'proviso'} {about.id}"
    if isinstance(about, Position):
        return f"position of {about.party} on {about.issue}"
    assert isinstance(about, Preferences)
    return f"preferences of {about.party}"


def encoded(value: Any) -> bytes:
    """Plain JSON of a value, in the declared order. Raises InvalidCase for what JSON cannot say."""
    try:
        raw = msgspec.json.encode(plain(value))
    except (UnicodeError, msgspec.MsgspecError, OverflowError) as fault:
        raise InvalidCase([f"the case holds something that no file can: {fault}"]) from fault
    return raw


def decoded(cls: Any, raw: bytes, name: str) -> Any:
    """The value that `encoded` was given. Raises StoreError where a row holds something else."""
    value, faults = structure(cls, msgspec.json.decode(raw))
    if faults:
        raise StoreError(f"the store holds a damaged {name}: {faults[0].message}")
    return value


def check_kept(entries: Mapping[Entry, bytes], case: Case) -> None:
    """Raise InvalidCase unless the entries say all that the case does, and can be indexed."""
    problems = [
        Problem("", 0, f"the {kind} {key[:40]!r}... has an id of {len(key)} characters; at most"
                f" {MAX_KEY} can be kept")
        for kind, key in entries
        if len(key) > MAX_KEY
    ]  # fmt: skip
    if not problems:
        try:
            again = agenda_fields(entries)
        except StoreError as fault:
            raise InvalidCase([str(fault)]) from fault
        problems = [
            Problem("", 0, f"the {name} of the case cannot be kept without loss")
            for name in AGENDA
            if canonical(again[name]) != canonical(getattr(case, name))
        ]
    if problems:
        raise InvalidCase(problems)


# --- reports -------------------------------------------------------------------------------------


def record_of(report: Report) -> bytes:
    """A report without its text, as JSON."""
    data = plain(report)
    del data["text"]
    return encoded(data)


def report_from(record: bytes, text: bytes) -> Report:
    """The report of a record and a text."""
    return Report(text=text.decode(), **msgspec.json.decode(record))


NO_DATE = "9999"
"""Where a report without date stands in order of date."""


# --- ledgers -------------------------------------------------------------------------------------


@cache
def _decoder(cls: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(cls)


def statement_from(raw: bytes) -> Statement:
    """The statement of a row."""
    made: Statement = _decoder(Statement).decode(raw)
    return made


def review_from(raw: bytes) -> Review:
    """The review of a row."""
    made: Review = _decoder(Review).decode(raw)
    return made


def ledger_row(value: Statement | Review) -> bytes:
    """A statement or review as JSON. Raises InvalidCase where it would not come back the same."""
    raw = encoded(value)
    kind: Any = type(value)
    try:
        again = _decoder(kind).decode(raw)
    except (ValueError, InvalidCase) as fault:
        raise InvalidCase([f"{value.id}: cannot be kept: {fault}"]) from fault
    if again != value or encoded(again) != raw:
        raise InvalidCase([f"{value.id}: cannot be kept without loss"])
    named = [value.id] if isinstance(value, Review) else [value.id, value.issue, value.party]
    if any(name is not None and len(name) > MAX_KEY for name in named):
        raise InvalidCase([f"{value.id[:40]}: names longer than {MAX_KEY} characters are not kept"])
    return raw
