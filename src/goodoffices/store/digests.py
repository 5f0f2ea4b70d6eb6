"""Digests of what was written, and the chain of them that the audit log is."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, select

from goodoffices.codec import canonical
from goodoffices.store.schema import entries, reports, reviews, statements

FIRST = "0" * 64
"""What the first entry of the audit log follows."""

_PARTS: dict[Table, tuple[tuple[str, ...], tuple[str, ...]]] = {
    entries: (("kind", "key"), ("data",)),
    reports: (("id",), ("sha256", "text")),
    statements: (("place",), ("id", "data", "line")),
    reviews: (("place",), ("id", "data", "line")),
}
"""Tables whose rows are accounted for: in which order, and what of a row besides its place."""

ACCOUNTED = tuple(_PARTS)


def rows_digest(
    connection: Connection, table: Table, case_no: int, revision: int
) -> tuple[int, str]:
    """How many rows of a case came with a revision, and the SHA-256 of what they hold."""
    order, parts = _PARTS[table]
    query = (
        select(*(table.c[name] for name in (*order, *parts)))
        .where(table.c.case_no == case_no, table.c.revision == revision)
        .order_by(*(table.c[name] for name in order))
    )
    count, total = 0, sha256()
    with connection.execute(query.execution_options(yield_per=500)) as rows:
        for row in rows:
            count += 1
            for part in row:
                raw = _raw(part)
                total.update(b"-" if raw is None else b"%d:" % len(raw))
                total.update(raw or b"")
    return count, total.hexdigest()


def _raw(part: Any) -> bytes | None:
    if part is None or isinstance(part, bytes):
        return part
    return str(part).encode()


def link(
    seq: int, at: str, by: str, case: str | None, action: str, detail: bytes, previous: str
) -> str:
    """The hash of an entry of the audit log: of what it says and of the entry before it."""
    return sha256(canonical([seq, at, by, case, action, detail.decode(), previous])).hexdigest()
