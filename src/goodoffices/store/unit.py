"""One unit of work: who, when, which cases it wrote to, and its entries in the audit log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from goodoffices.codec import canonical
from goodoffices.errors import StoreError, UnknownName
from goodoffices.store.digests import ACCOUNTED, link, rows_digest
from goodoffices.store.schema import audit, cases, head

WRITE = "write"
"""Action of the entries that account for rows."""

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """The time."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A time in UTC to the second, as reviews record it."""
    text = moment.astimezone(UTC).replace(microsecond=0).isoformat()
    return text.replace("+00:00", "Z")


class Unit:
    """What every part of a transaction rests on. With `by` None it can only read."""

    def __init__(self, connection: Connection, *, by: str | None, clock: Clock) -> None:
        self.connection = connection
        self.by = by
        self._clock = clock
        self._numbers: dict[str, int] = {}
        self._revisions: dict[int, list[int]] = {}
        self._entered: set[tuple[int, tuple[str, str]]] = set()
        self._notes: list[tuple[int | None, str, Mapping[str, Any]]] = []
        if by is not None:  # held to the end, so that writers queue and the log has one order
            held = select(head.c.seq, head.c.hash).where(head.c.one == 1).with_for_update()
            self._last = connection.execute(held).one()

    @property
    def now(self) -> str:
        """The time of the clock, in UTC to the second."""
        return stamp(self._clock())

    def case_number(self, case: str) -> int:
        """Number of a case in this database. Raises UnknownName."""
        if case not in self._numbers:
            row = self.connection.execute(select(cases.c.number).where(cases.c.id == case)).first()
            if row is None:
                known = self.connection.execute(select(cases.c.id)).scalars()
                raise UnknownName("case", case, list(known))
            self._numbers[case] = row.number
        return self._numbers[case]

    def revision(self, case: str) -> int:
        """Grows by one with every unit of work that writes to the case."""
        number = self.case_number(case)
        query = select(cases.c.revision).where(cases.c.number == number)
        return int(self.connection.execute(query).scalar_one())

    def _writer(self) -> str:
        if self.by is None:
            raise StoreError("this unit of work can only read; begin one with a name")
        return self.by

    def _touch(self, number: int, *, fresh: bool = False) -> int:
        """The revision that this unit of work makes of a case; another one where `fresh`."""
        self._writer()
        made = self._revisions.setdefault(number, [])
        if fresh or not made:
            row = cases.c.number == number
            self.connection.execute(update(cases).where(row).values(revision=cases.c.revision + 1))
            made.append(self.connection.execute(select(cases.c.revision).where(row)).scalar_one())
        return made[-1]

    def _add(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        for start in range(0, len(rows), 1000):
            self.connection.execute(insert(table), list(rows[start : start + 1000]))

    def _note(self, number: int | None, action: str, detail: Mapping[str, Any]) -> None:
        self._writer()
        self._notes.append((number, action, detail))

    def audit(self, action: str, detail: Mapping[str, Any], *, case: str | None = None) -> None:
        """Put an entry of the caller's own into the audit log, with what was done in words."""
        if action == WRITE:
            raise ValueError(f"{action!r} is how the store itself notes what was written")
        self._note(None if case is None else self.case_number(case), action, detail)

    def seal(self) -> None:
        """Write what was done into the audit log; the last thing before the commit."""
        if self.by is None:
            return
        lines = list(self._notes)
        for number, revision in ((n, r) for n, made in self._revisions.items() for r in made):
            found = {
                table.name: digest
                for table in ACCOUNTED
                if (digest := rows_digest(self.connection, table, number, revision))[0]
            }
            lines.append((number, WRITE, {"revision": revision, "rows": found}))
        self._chain(lines)
        self._notes, self._revisions = [], {}

    def _chain(self, lines: Iterable[tuple[int | None, str, Mapping[str, Any]]]) -> None:
        seq, previous, rows, at = self._last.seq, self._last.hash, [], self.now
        ids = {number: name for name, number in self._numbers.items()}
        for number, action, detail in lines:
            seq += 1
            raw = canonical(detail)
            case = None if number is None else ids[number]
            made = link(seq, at, self._writer(), case, action, raw, previous)
            rows.append(
                {
                    "seq": seq,
                    "at": at,
                    "by": self.by,
                    "case_no": number,
                    "action": action,
                    "detail": raw,
                    "previous": previous,
                    "hash": made,
                }
            )
            previous = made
        if rows:
            self._add(audit, rows)
            end = update(head).where(head.c.one == 1).values(seq=seq, hash=previous)
            self.connection.execute(end)


def chunks(items: Iterable[str], size: int = 500) -> Iterable[list[str]]:
    """The names in pieces that fit into one question to a database."""
    held = list(items)
    for start in range(0, len(held), size):
        yield held[start : start + size]
