"""What may be edited of a case: each entry in versions, and who made which."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select, update

from goodoffices.errors import InputError, InvalidCase, Problem, StaleWrite, UnknownName
from goodoffices.model.case import Case
from goodoffices.store.schema import audit, cases, entries
from goodoffices.store.unit import WRITE, Unit, chunks
from goodoffices.store.values import (
    AGENDA_KINDS,
    CASE,
    FILE,
    MAX_FILE,
    MAX_KEY,
    ORDER,
    Entry,
    agenda_entries,
    agenda_fields,
    check_kept,
)

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_SLUG = 80


def slug(text: str) -> str:
    """A case id made of a title or of the name of a folder: small letters, digits and dashes."""
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", flat).strip("-")[:MAX_SLUG].strip("-") or "case"


class AgendaPart(Unit):
    """Cases, their agenda and their files."""

    def cases(self) -> dict[str, str]:
        """Titles of the cases by their ids."""
        query = select(cases.c.id, cases.c.title).order_by(cases.c.id)
        return {row.id: row.title for row in self.connection.execute(query)}

    def create_case(self, title: str, case: str | None = None) -> str:
        """An empty case; returns its id, made of the title where none is given.

        Raises InputError where a case has that id, or the id is not small letters, digits and
        single dashes.
        """
        name = slug(title) if case is None else case
        if not SLUG.fullmatch(name) or len(name) > MAX_SLUG:
            raise InputError(
                f"the case id {name!r} must be small letters, digits and single dashes between"
                f" them, at most {MAX_SLUG} characters"
            )
        taken = self.cases()
        if case is None:
            number, stem = 1, name
            while name in taken:
                number += 1
                name = f"{stem}-{number}"
        if name in taken:
            raise InputError(f"the store holds a case {name!r} already")
        by, at = self._writer(), self.now
        last = self.connection.execute(select(func.max(cases.c.number))).scalar()
        row = {"number": (last or 0) + 1, "id": name, "title": title, "revision": 0}
        self._add(cases, [{**row, "created_at": at, "created_by": by}])
        self._note(self.case_number(name), "case made", {"title": title})
        self._write(name, agenda_entries(Case(title=title)))
        return name

    # --- agenda ---

    def agenda(self, case: str) -> Case:
        """The case without reports, statements and reviews."""
        return Case(**agenda_fields(self._entries(self.case_number(case), AGENDA_KINDS)))

    def save_agenda(self, case: str, new: Case, expected: int) -> int:
        """Write what changed of everything that may be edited; returns the revision.

        `expected` is the revision of the case that `new` was made of. Reports, statements and
        reviews of `new` are not looked at. Raises StaleWrite where somebody wrote to the agenda
        after `expected`, InvalidCase where something cannot be kept.
        """
        number = self.case_number(case)
        self._refuse_stale(number, case, expected)
        wanted = agenda_entries(new)
        check_kept(wanted, new)
        self._write(case, wanted, kinds=AGENDA_KINDS)
        if (title := new.title) != self.cases()[case]:
            self.connection.execute(
                update(cases).where(cases.c.number == number).values(title=title)
            )
        return self.revision(case)

    def _refuse_stale(self, number: int, case: str, expected: int) -> None:
        late = select(entries.c.kind, entries.c.key, entries.c.revision).where(
            entries.c.case_no == number,
            entries.c.revision > expected,
            entries.c.kind.in_(AGENDA_KINDS),
        )
        rows = self.connection.execute(late.order_by(entries.c.revision, entries.c.key)).all()
        if not rows:
            return
        what = [name for row in rows if (name := entry_name(row.kind, row.key))]
        named = list(dict.fromkeys(what)) or ["the order of a list"]
        writers = self._writers(number, {row.revision for row in rows})
        by = list(dict.fromkeys(name for name, _ in writers))
        at = writers[-1][1] if writers else None
        shown = ", ".join(named[:5]) + (f" and {len(named) - 5} more" if len(named) > 5 else "")
        raise StaleWrite(
            f"{' and '.join(by) or 'somebody'} changed the case {case!r} meanwhile"
            f" ({shown}{f'; last at {at}' if at else ''}); read it again",
            changed_by=by,
            at=at,
            what=named,
        )

    def _writers(self, number: int, revisions: set[int]) -> list[tuple[str, str]]:
        """Who made these revisions of a case, and when, oldest first."""
        from msgspec.json import decode

        query = (
            select(audit.c.by, audit.c.at, audit.c.detail)
            .where(audit.c.case_no == number, audit.c.action == WRITE)
            .order_by(audit.c.seq.desc())
        )
        found = []
        for row in self.connection.execute(query):
            revision = decode(row.detail)["revision"]
            if revision in revisions:
                found.append((row.by, row.at))
            if revision <= min(revisions):
                break
        return found[::-1]

    # --- files ---

    def files(self, case: str, folder: str = "") -> tuple[str, ...]:
        """Names of the files kept with a case, those below a folder such as `conflicts/`."""
        query = (
            select(entries.c.key)
            .where(*self._now(self.case_number(case), FILE), entries.c.data.is_not(None))
            .order_by(entries.c.key)
        )
        found = self.connection.execute(query).scalars()
        return tuple(name for name in found if name.startswith(folder))

    def file(self, case: str, name: str) -> bytes:
        """A file kept with a case. Raises UnknownName."""
        number = self.case_number(case)
        query = select(entries.c.data).where(*self._now(number, FILE), entries.c.key == name)
        found = self.connection.execute(query).scalar()
        if found is None:
            raise UnknownName("file of the case", name, self.files(case))
        return bytes(found)

    def put_files(self, case: str, files: Mapping[str, bytes | None]) -> None:
        """Keep files with a case, in the place of those of the same names; None takes one out.

        Raises InvalidCase for a file or a name that is too long to be kept.
        """
        problems = [
            Problem(name[:MAX_KEY], 0, f"has {len(content):,} bytes; at most {MAX_FILE:,} are kept")
            for name, content in files.items()
            if content is not None and len(content) > MAX_FILE
        ]
        problems += [
            Problem(name[:40] + "...", 0, f"this name is longer than {MAX_KEY} characters")
            for name in files
            if len(name) > MAX_KEY
        ]
        if problems:
            raise InvalidCase(problems)
        self._write(case, {(FILE, name): content for name, content in files.items()})

    # --- entries ---

    def _now(self, number: int, kind: str) -> list[Any]:
        """Conditions of the entries of a kind as they stand."""
        return [
            entries.c.case_no == number,
            entries.c.kind == kind,
            entries.c.superseded.is_(None),
        ]

    def _entries(
        self, number: int, kinds: Iterable[str], keys: Iterable[str] | None = None
    ) -> dict[Entry, bytes]:
        found: dict[Entry, bytes] = {}
        for kind in kinds:  # one question a kind: with several, SQLite would read all entries
            query = select(entries.c.key, entries.c.data).where(
                *self._now(number, kind), entries.c.data.is_not(None)
            )
            wanted = keys if keys is None else chunks(keys)
            pieces = (
                [query] if wanted is None else [query.where(entries.c.key.in_(p)) for p in wanted]
            )
            for piece in pieces:
                found |= {(kind, key): data for key, data in self.connection.execute(piece)}
        return found

    def _write(
        self, case: str, wanted: Mapping[Entry, bytes | None], kinds: Iterable[str] | None = None
    ) -> None:
        """Make these the entries that stand; with `kinds`, the only ones of these kinds."""
        number = self.case_number(case)
        named = tuple(kinds or {kind for kind, _ in wanted})
        keys = None if kinds else [key for _, key in wanted]
        before = self._entries(number, named, keys)
        changes: dict[Entry, bytes | None] = {
            entry: data for entry, data in wanted.items() if before.get(entry) != data
        }
        if kinds:
            changes |= {entry: None for entry in before if entry not in wanted}
        if not changes:
            return
        again = any((number, entry) in self._entered for entry in changes)
        revision = self._touch(number, fresh=again)  # a version is never written over
        self._entered |= {(number, entry) for entry in changes}
        by_kind: dict[str, list[str]] = {}
        for kind, key in changes:
            by_kind.setdefault(kind, []).append(key)
        for kind, changed in by_kind.items():
            for piece in chunks(changed):
                self.connection.execute(
                    update(entries)
                    .where(*self._now(number, kind), entries.c.key.in_(piece))
                    .values(superseded=revision)
                )
        self._add(
            entries,
            [
                {"case_no": number, "kind": kind, "key": key, "revision": revision, "data": data}
                for (kind, key), data in changes.items()
            ],
        )


def entry_name(kind: str, key: str) -> str | None:
    """An entry in words; None for the order of a list, which follows from the rest."""
    if kind == ORDER:
        return None
    return key if kind in (CASE, FILE, "judgement") else f"{kind} {key}"
