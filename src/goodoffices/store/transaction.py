"""A unit of work on a store: what can be read and written in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from msgspec.json import decode
from sqlalchemy import select

from goodoffices.store.schema import audit, cases
from goodoffices.store.verify import Verified, verify
from goodoffices.store.work import WorkPart


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One entry of the audit log. `detail` is plain data."""

    seq: int
    at: str
    by: str
    case: str | None
    action: str
    detail: dict[str, Any]
    hash: str


class Transaction(WorkPart):
    """A unit of work: everything in it happens at once when it ends, or nothing does."""

    def log(
        self, case: str | None = None, *, before: int | None = None, limit: int = 100
    ) -> tuple[AuditEntry, ...]:
        """The newest entries of the audit log, of one case or of all, those before an entry."""
        query = (
            select(audit, cases.c.id.label("case"))
            .join_from(audit, cases, audit.c.case_no == cases.c.number, isouter=True)
            .order_by(audit.c.seq.desc())
            .limit(limit)
        )
        if case is not None:
            query = query.where(audit.c.case_no == self.case_number(case))
        if before is not None:
            query = query.where(audit.c.seq < before)
        return tuple(
            AuditEntry(
                seq=row.seq,
                at=row.at,
                by=row.by,
                case=row.case,
                action=row.action,
                detail=decode(row.detail),
                hash=row.hash,
            )
            for row in self.connection.execute(query)
        )

    def verify(self, expected: str | None = None) -> Verified:
        """Check that everything is as it was written; see `Verified`."""
        return verify(self.connection, expected)
