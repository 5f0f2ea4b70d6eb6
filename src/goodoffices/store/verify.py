"""Is everything still as it was written? The audit log read from its beginning, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from msgspec.json import decode
from sqlalchemy import Connection, func, select

from goodoffices.store.digests import ACCOUNTED, FIRST, link, rows_digest
from goodoffices.store.evidence import verdicts
from goodoffices.store.schema import (
    audit,
    cases,
    entries,
    head,
    reports,
    reviews,
    standing,
    statements,
)
from goodoffices.store.unit import WRITE
from goodoffices.store.values import (
    NO_DATE,
    REPORT,
    review_from,
    statement_from,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What checking came to. `faults` in words, the first broken link of the log first.

    `head` is the hash of the last entry: written down elsewhere, it shows later whether the end of
    the log was cut off. `backward` counts entries whose time lies before that of the entry before.
    """

    length: int
    head: str
    faults: tuple[str, ...]
    backward: int


def verify(connection: Connection, expected: str | None = None) -> Verified:
    """Check the chain, the rows that it accounts for, and what is worked out of them.

    `expected` is a hash noted earlier: it must still be that of some entry.
    """
    faults: list[str] = []
    names = {row.number: row.id for row in connection.execute(select(cases))}
    told: dict[tuple[int, int], dict[str, Any]] = {}
    seq, previous, time, backward, seen = 0, FIRST, "", 0, expected in (None, FIRST)
    query = select(audit).order_by(audit.c.seq).execution_options(yield_per=1000)
    with connection.execute(query) as rows:
        for row in rows:
            seq += 1
            case = None if row.case_no is None else names.get(row.case_no, "?")
            if fault := _broken(row, case, seq, previous):
                faults.append(fault)
                break
            if row.action == WRITE:
                detail = decode(row.detail)
                told[row.case_no, detail["revision"]] = detail["rows"]
            backward += row.at < time
            time, previous, seen = row.at, row.hash, seen or row.hash == expected
    end = connection.execute(select(head)).one()
    if not faults:
        if (end.seq, end.hash) != (seq, previous):
            faults.append(f"the audit log ends at entry {seq}, and entry {end.seq} was its last")
        if not seen:
            faults.append("no entry of the audit log has the hash that was expected")
        faults += _rows(connection, told, names)
        for number, name in names.items():
            faults += [f"case {name}: {fault}" for fault in _derived(connection, number)]
    return Verified(length=seq, head=previous, faults=tuple(faults), backward=backward)


def _broken(row: Any, case: str | None, seq: int, previous: str) -> str | None:
    """Why an entry of the log is not the one that was written here, or None."""
    made = link(row.seq, row.at, row.by, case, row.action, row.detail, row.previous)
    if row.seq != seq:
        why = f"entry {seq} is missing"
    elif row.previous != previous:
        why = "it does not follow the entry before it"
    elif row.hash != made:
        why = "it does not say what it said when it was written"
    else:
        return None
    return f"the audit log is broken at entry {row.seq} ({row.action} by {row.by}, {row.at}): {why}"


def _rows(
    connection: Connection, told: dict[tuple[int, int], dict[str, Any]], names: dict[int, str]
) -> Iterator[str]:
    """Revisions whose rows are not those that were written."""
    for (number, revision), rows in told.items():
        for table in ACCOUNTED:
            count, digest = rows_digest(connection, table, number, revision)
            wrote = rows.get(table.name, [0, None])
            if count != wrote[0] or (count and digest != wrote[1]):
                what = (
                    f"{wrote[0]} were written, {count} are there"
                    if count != wrote[0]
                    else "not as they were written"
                )
                yield f"case {names[number]}: {table.name} of revision {revision}: {what}"
    for table in ACCOUNTED:
        found = select(table.c.case_no, table.c.revision).distinct()
        for row in connection.execute(found):
            if (row.case_no, row.revision) not in told:
                name = names.get(row.case_no, "?")
                yield f"case {name}: {table.name} of revision {row.revision} are not in the log"
    for row in connection.execute(select(cases.c.number, cases.c.revision)):
        last = max((revision for number, revision in told if number == row.number), default=0)
        if last != row.revision:
            yield f"case {names[row.number]}: its revision is {row.revision}, the log says {last}"


def _derived(connection: Connection, number: int) -> Iterator[str]:
    """What is worked out of the rows and does not agree with them."""
    query = select(reviews.c.place, reviews.c.data).where(reviews.c.case_no == number)
    rows = [
        (row.place, review_from(row.data))
        for row in connection.execute(query.order_by(reviews.c.place))
    ]
    held = select(
        standing.c.statement, standing.c.verdict, standing.c.review, standing.c.replacement
    ).where(standing.c.case_no == number)
    found = {row.statement: dict(row._mapping) for row in connection.execute(held)}
    if found != verdicts(rows):
        yield "the verdicts that hold are not those that the reviews come to"
    columns = (statements.c.id, statements.c.report, statements.c.start)
    ledger = select(*columns, statements.c.issue, statements.c.party, statements.c.data).where(
        statements.c.case_no == number
    )
    with connection.execute(ledger.execution_options(yield_per=1000)) as listed:
        wrong = [row.id for row in listed if _names(row.data) != tuple(row)[:5]]
    for name in wrong:
        yield f"statement {name} is listed under names that are not its own"
    yield from _versions(connection, number)


def _names(data: bytes) -> tuple[Any, ...]:
    said = statement_from(data)
    place = (said.span.report, said.span.start) if said.span else (None, None)
    return (said.id, *place, said.issue, said.party)


def _versions(connection: Connection, number: int) -> Iterator[str]:
    order = (entries.c.kind, entries.c.key, entries.c.revision)
    query = select(*order, entries.c.superseded).where(entries.c.case_no == number)
    last: Any = None
    for row in connection.execute(query.order_by(*order)):
        if last is not None:
            follows = (row.kind, row.key) == (last.kind, last.key)
            if last.superseded != (row.revision if follows else None):
                yield f"{last.kind} {last.key}: another version stands than the last one written"
        last = row
    if last is not None and last.superseded is not None:
        yield f"{last.kind} {last.key}: another version stands than the last one written"
    record = (
        entries.c.case_no == reports.c.case_no,
        entries.c.kind == REPORT,
        entries.c.key == reports.c.id,
        entries.c.superseded.is_(None),
    )
    dated = select(reports.c.id, reports.c.published, entries.c.data).where(
        reports.c.case_no == number, *record
    )
    listed = 0
    for name, published, data in connection.execute(dated):
        listed += 1
        if decode(data).get("published", NO_DATE) != published:
            yield f"report {name} is listed under another date than its own"
    whole = select(func.count()).select_from(reports).where(reports.c.case_no == number)
    if connection.execute(whole).scalar_one() != listed:
        yield "a report has no record"
