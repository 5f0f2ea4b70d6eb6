"""Work that goes on: jobs as they were ordered and stand, and what extractors have been through.

None of it is evidence. It may be changed and taken out, and the audit log does not account for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from msgspec.json import decode, encode
from sqlalchemy import and_, delete, func, select, update

from goodoffices.store.accounts import AccountsPart
from goodoffices.store.schema import cases, entries, extracted, jobs, uploads
from goodoffices.store.unit import chunks, stamp
from goodoffices.store.values import REPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptJob:
    """A job as it is kept. `what` was ordered and how it is `shown` are JSON of the caller's own;
    `place` is that of the first piece that is not done."""

    id: str
    case: str
    owner: str
    what: bytes
    shown: bytes
    place: int = 0


class WorkPart(AccountsPart):
    """Jobs and journals."""

    # --- jobs ---

    def put_job(
        self, job: KeptJob, documents: Iterable[bytes], *, server: str, seconds: int
    ) -> None:
        """Keep a job that was ordered of a server, with the documents that wait to be read."""
        self._writer()
        last = self.connection.execute(select(func.max(jobs.c.number))).scalar()
        row = {
            "id": job.id,
            "number": (last or 0) + 1,
            "case_no": self.case_number(job.case),
            "owner": job.owner,
            "server": server,
            "until": self._in(seconds),
            "place": job.place,
            "what": job.what,
            "shown": job.shown,
        }
        self._add(jobs, [row])
        for place, data in enumerate(documents):
            self._add(uploads, [{"job": job.id, "place": place, "data": data}])

    def set_job(self, name: str, *, shown: bytes, place: int) -> None:
        """How a job stands; documents that were read are taken out."""
        self._writer()
        self.connection.execute(
            update(jobs).where(jobs.c.id == name).values(shown=shown, place=place)
        )
        done = (uploads.c.job == name, uploads.c.place < place)
        self.connection.execute(delete(uploads).where(*done))

    def document(self, job: str, place: int) -> bytes | None:
        """A document that waits to be read."""
        query = select(uploads.c.data).where(uploads.c.job == job, uploads.c.place == place)
        found = self.connection.execute(query).scalar()
        return None if found is None else bytes(found)

    def renew_jobs(self, server: str, *, seconds: int) -> None:
        """The server goes on for so long with the jobs that are its own."""
        self._writer()
        mine = jobs.c.server == server
        self.connection.execute(update(jobs).where(mine).values(until=self._in(seconds)))

    def take_jobs(
        self, server: str, gone: Callable[[str], bool], *, seconds: int
    ) -> tuple[KeptJob, ...]:
        """The jobs of servers that are gone, or have not been heard of in time, oldest first.

        From now on they are those of `server`.
        """
        self._writer()
        query = select(jobs.c.server, func.max(jobs.c.until).label("until")).group_by(jobs.c.server)
        left = [
            row.server
            for row in self.connection.execute(query)
            if row.server != server and (row.until < self.now or gone(row.server))
        ]
        if not left:
            return ()
        query = (
            select(jobs, cases.c.id.label("case"))
            .join_from(jobs, cases, jobs.c.case_no == cases.c.number)
            .where(jobs.c.server.in_(left))
            .order_by(jobs.c.number)
        )
        found = tuple(
            KeptJob(
                id=row.id,
                case=row.case,
                owner=row.owner,
                what=bytes(row.what),
                shown=bytes(row.shown),
                place=row.place,
            )
            for row in self.connection.execute(query)
        )
        fields = {"server": server, "until": self._in(seconds)}
        self.connection.execute(update(jobs).where(jobs.c.server.in_(left)).values(**fields))
        return found

    def forget_jobs(self, names: Iterable[str]) -> None:
        """Take jobs out, and documents of theirs that nobody read."""
        self._writer()
        for piece in chunks(names):
            self.connection.execute(delete(uploads).where(uploads.c.job.in_(piece)))
            self.connection.execute(delete(jobs).where(jobs.c.id.in_(piece)))

    def _in(self, seconds: int) -> str:
        return stamp(self._clock() + timedelta(seconds=seconds))

    # --- what extractors have been through ---

    def prints(self, case: str, names: Iterable[str]) -> dict[str, str]:
        """Reports as an extractor knows them: its id, and a digest of its record but for copies;
        by id. Those that are not there are left out."""
        query = select(entries.c.key, entries.c.data).where(
            *self._now(self.case_number(case), REPORT), entries.c.data.is_not(None)
        )
        return {
            key: _print(key, data)
            for piece in chunks(names)
            for key, data in self.connection.execute(query.where(entries.c.key.in_(piece)))
        }

    def extracted(self, case: str, key: str) -> set[str]:
        """What an extractor has been through, as `prints` tells reports."""
        query = select(extracted.c.report).where(
            extracted.c.case_no == self.case_number(case), extracted.c.key == key
        )
        return set(self.connection.execute(query).scalars())

    def note_extracted(self, case: str, key: str, seen: Sequence[str]) -> None:
        """Note that an extractor has been through reports.

        A key begins with a word for the extractor; what was noted for the same one under another
        key, by another agenda or version, is taken out.
        """
        self._writer()
        number = self.case_number(case)
        family = key.partition(" ")[0]
        mine = extracted.c.case_no == number
        for stale in (  # every other key of the family, without going through this one
            and_(mine, extracted.c.key > f"{family} ", extracted.c.key < key),
            and_(mine, extracted.c.key > key, extracted.c.key < f"{family}!"),
        ):
            self.connection.execute(delete(extracted).where(stale))
        known: set[str] = set()
        for piece in chunks(seen):
            there = select(extracted.c.report).where(
                mine, extracted.c.key == key, extracted.c.report.in_(piece)
            )
            known |= set(self.connection.execute(there).scalars())
        fresh = [name for name in dict.fromkeys(seen) if name not in known]
        self._add(extracted, [{"case_no": number, "key": key, "report": name} for name in fresh])


def _print(name: str, record: bytes) -> str:
    fields = decode(record)
    fields.pop("copy_of", None)
    return f"{name} {blake2b(encode(fields, order='sorted'), digest_size=8).hexdigest()}"
