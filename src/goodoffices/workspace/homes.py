"""Where a case lives: in a folder of text, or in a database. A workspace knows only this much."""

from __future__ import annotations

import contextlib
import dataclasses
import getpass
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from goodoffices.errors import InputError, StoreError, UnknownName
from goodoffices.formats.case_folder import (
    append_reviews,
    append_statements,
    read_case,
    write_case,
)
from goodoffices.formats.case_stream import FolderFilling
from goodoffices.formats.disk import write_files
from goodoffices.formats.plan_file import FOLDER, plan_from, plans, read_plan
from goodoffices.model.case import Case
from goodoffices.model.evidence import Report, Review, Statement
from goodoffices.model.plan import ConflictPlan

if TYPE_CHECKING:
    from goodoffices.store import Store, Transaction
    from goodoffices.workspace.filling import Filling

ORIGINALS = "reports/originals"
_READ = 50  # reports read from a store at a time
COPIES = "copies"  # the journal of reports among which copies were looked for

SUFFIXES = (".sqlite", ".sqlite3", ".db")
"""Suffixes by which the name of a file that is not there yet is known to be a store."""

_ADDRESS = re.compile(r"(sqlite|postgres(ql)?)(\+\w+)?://")
_HEAD = b"SQLite format 3\0"


def account() -> str:
    """Who works here: GOODOFFICES_BY, or else the name of this account."""
    return os.environ.get("GOODOFFICES_BY") or getpass.getuser()


class CaseHome(Protocol):
    """What a workspace needs of the place where its case is. Whatever is written is on disk, and
    whole, when the call returns."""

    @property
    def name(self) -> str:
        """A short name, fit for a folder."""

    @property
    def where(self) -> str:
        """The place as a user would write it, without any password."""

    def read(self) -> Case:
        """The case as it is now."""

    def refresh(self, case: Case) -> Case:
        """The case as it is now, given as it was when last read or written here."""

    def write(self, before: Case, after: Case, originals: Mapping[str, bytes]) -> Case:
        """Write what changed, and documents that reports were taken from, by file name."""

    def append(
        self, case: Case, statements: Sequence[Statement] = (), reviews: Sequence[Review] = ()
    ) -> Case:
        """Add to the ledgers, both or neither."""

    def take(
        self, case: Case, statements: Sequence[Statement], key: str, seen: Sequence[str]
    ) -> Case:
        """Add statements, and note which reports were gone through to find them."""

    def filling(self) -> Filling:
        """The case, to be filled in batches."""

    def conflicts(self) -> tuple[str, ...]:
        """Names of the conflicts (graph model) kept with the case."""

    def plan(self, name: str) -> ConflictPlan:
        """One of them. Raises UnknownName, and InvalidCase with lines."""


class FolderHome:
    """A case in a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """Name of the folder."""
        return self.path.resolve().name

    @property
    def where(self) -> str:
        """Path of the folder."""
        return str(self.path)

    def read(self) -> Case:
        """Read the folder. Raises InvalidCase naming every fault."""
        return read_case(self.path)

    def refresh(self, case: Case) -> Case:
        """Read the folder again."""
        return self.read()

    def write(self, before: Case, after: Case, originals: Mapping[str, bytes]) -> Case:
        """Write what changed. Raises StaleWrite where a file was changed meanwhile."""
        write_files(self.path / ORIGINALS, dict(originals))
        write_case(after, self.path)
        return after

    def append(
        self, case: Case, statements: Sequence[Statement] = (), reviews: Sequence[Review] = ()
    ) -> Case:
        """Add to the ledgers; statements first, so that no review names what is not there."""
        if statements:
            append_statements(self.path, statements)
        if reviews:
            append_reviews(self.path, reviews)
        return dataclasses.replace(
            case,
            statements=(*case.statements, *statements),
            reviews=(*case.reviews, *reviews),
        )

    def take(
        self, case: Case, statements: Sequence[Statement], key: str, seen: Sequence[str]
    ) -> Case:
        """Add to the ledger, then to the journal; not to the journal while another process fills
        the folder, so that these reports are read once more, which changes nothing."""
        after = self.append(case, statements)
        filling = FolderFilling(self.path)
        with contextlib.suppress(InputError), filling.begun():
            filling.take(key, (), seen)
        return after

    def filling(self) -> Filling:
        """The folder, filled file by file."""
        return FolderFilling(self.path)

    def conflicts(self) -> tuple[str, ...]:
        """Files in the folder `conflicts`."""
        return plans(self.path)

    def plan(self, name: str) -> ConflictPlan:
        """Read one of them."""
        return read_plan(self.path, name)


class StoreHome:
    """A case in a store; what is written is signed `by` somebody. Reports that are new go into the
    compartments named, in the same unit of work."""

    def __init__(
        self, store: Store, case: str, by: str, *, compartments: tuple[str, ...] = ()
    ) -> None:
        self.store, self.case, self.by = store, case, by
        self.compartments = compartments
        self.revision = -1

    @property
    def name(self) -> str:
        """Id of the case."""
        return self.case

    @property
    def where(self) -> str:
        """The store and the case in it."""
        return f"{self.store}#{self.case}"

    def read(self) -> Case:
        """Read all of the case."""
        with self.store.reading() as t:
            self.revision = t.revision(self.case)
            return t.read_case(self.case)

    def refresh(self, case: Case) -> Case:
        """Read only what was written since."""
        with self.store.reading() as t:
            return self._news(t, case)

    def _news(self, t: Transaction, case: Case) -> Case:
        changes = t.changes_since(self.case, self.revision)
        self.revision = changes.revision
        return changes.applied(case)

    def write(self, before: Case, after: Case, originals: Mapping[str, bytes]) -> Case:
        """Write what changed. Raises StaleWrite where the agenda was changed meanwhile, and
        InvalidCase for every reference that leads nowhere."""
        from goodoffices.formats.case_pack import check_case

        check_case(after, before)
        known = before.report_by_id
        fresh = [report for report in after.reports if known.get(report.id) != report]
        with self.store.begin(by=self.by) as t:
            t.save_agenda(self.case, after, self.revision)
            t.append_reports(self.case, fresh)
            new = [report.id for report in fresh if report.id not in known]
            t.note_extracted(self.case, COPIES, new)  # whoever keeps reports marks them as well
            for name in new if self.compartments else ():
                t.set_compartments(self.case, name, self.compartments)
            t.append_statements(self.case, after.statements[len(before.statements) :])
            t.append_reviews(self.case, after.reviews[len(before.reviews) :])
            t.put_files(self.case, {f"{ORIGINALS}/{n}": raw for n, raw in originals.items()})
            changes = t.changes_since(self.case, self.revision)
        self.revision = changes.revision
        return changes.applied(before)

    def append(
        self, case: Case, statements: Sequence[Statement] = (), reviews: Sequence[Review] = ()
    ) -> Case:
        """Add to the ledgers. Raises StaleWrite where somebody else decided on the same statement
        since this home was last read."""
        with self.store.begin(by=self.by) as t:
            t.append_statements(self.case, statements)
            t.append_reviews(self.case, reviews, seen=self.revision)
            changes = t.changes_since(self.case, self.revision)
        self.revision = changes.revision
        return changes.applied(case)

    def take(
        self, case: Case, statements: Sequence[Statement], key: str, seen: Sequence[str]
    ) -> Case:
        """Add to the ledger and to the journal, in one unit of work."""
        with self.store.begin(by=self.by) as t:
            t.append_statements(self.case, statements)
            t.note_extracted(self.case, key, seen)
            changes = t.changes_since(self.case, self.revision)
        self.revision = changes.revision
        return changes.applied(case)

    def filling(self) -> Filling:
        """The case in the store, filled by units of work."""
        return StoreFilling(self.store, self.case, self.by)

    def conflicts(self) -> tuple[str, ...]:
        """Files named conflicts/NAME.yaml."""
        with self.store.reading() as t:
            names = t.files(self.case, f"{FOLDER}/")
        stems = (name.removeprefix(f"{FOLDER}/") for name in names if name.endswith(".yaml"))
        return tuple(stem.removesuffix(".yaml") for stem in stems if "/" not in stem)

    def plan(self, name: str) -> ConflictPlan:
        """Read one of them."""
        known = self.conflicts()
        if name not in known:
            raise UnknownName("conflict of the case", name, known)
        file = f"{FOLDER}/{name}.yaml"
        with self.store.reading() as t:
            return plan_from(t.file(self.case, file), file)


class ReadHome:
    """A case that was read elsewhere, with its conflicts; nothing can be written to it."""

    def __init__(self, case: Case, plans: Mapping[str, ConflictPlan]) -> None:
        self.case, self.plans = case, plans

    @property
    def name(self) -> str:
        """Title of the case."""
        return self.case.title

    @property
    def where(self) -> str:
        """Title of the case."""
        return self.case.title

    def read(self) -> Case:
        """The case."""
        return self.case

    def refresh(self, case: Case) -> Case:
        """The case, which does not change."""
        return case

    def write(self, before: Case, after: Case, originals: Mapping[str, bytes]) -> Case:
        """Raises StoreError."""
        raise StoreError("this view of a case cannot be written to")

    def append(
        self, case: Case, statements: Sequence[Statement] = (), reviews: Sequence[Review] = ()
    ) -> Case:
        """Raises StoreError."""
        raise StoreError("this view of a case cannot be written to")

    def take(
        self, case: Case, statements: Sequence[Statement], key: str, seen: Sequence[str]
    ) -> Case:
        """Raises StoreError."""
        raise StoreError("this view of a case cannot be written to")

    def filling(self) -> Filling:
        """Raises StoreError."""
        raise StoreError("this view of a case cannot be written to")

    def conflicts(self) -> tuple[str, ...]:
        """Names of the conflicts."""
        return tuple(sorted(self.plans))

    def plan(self, name: str) -> ConflictPlan:
        """One of them. Raises UnknownName."""
        if name not in self.plans:
            raise UnknownName("conflict of the case", name, self.plans)
        return self.plans[name]


class StoreFilling:
    """A case in a store, being filled: each batch is a unit of work of its own."""

    def __init__(self, store: Store, case: str, by: str) -> None:
        self.store, self.case, self.by = store, case, by

    @contextlib.contextmanager
    def begun(self) -> Iterator[bool]:
        """Nothing is held: units of work queue. True where copies were not looked for among all
        reports, because an earlier filling was cut short."""
        with self.store.reading() as t:
            owing = set(t.report_ids(self.case)) - t.extracted(self.case, COPIES)
        yield bool(owing)

    def agenda(self) -> Case:
        """The case without reports and ledgers."""
        with self.store.reading() as t:
            return t.agenda(self.case)

    def report_ids(self) -> list[str]:
        """Ids of the reports, sorted."""
        with self.store.reading() as t:
            return t.report_ids(self.case)

    def reports(self, names: Iterable[str]) -> Iterator[Report]:
        """Reports, some at a time."""
        waiting = iter(names)
        while piece := tuple(islice(waiting, _READ)):
            with self.store.reading() as t:
                found = {report.id: report for report in t.reports(self.case, piece)}
            yield from (found[name] for name in piece)

    def put(self, reports: Sequence[Report], originals: Mapping[str, bytes]) -> None:
        """Write new reports and the documents they were taken from."""
        with self.store.begin(by=self.by) as t:
            t.append_reports(self.case, reports)
            t.put_files(self.case, {f"{ORIGINALS}/{n}": raw for n, raw in originals.items()})

    def mark(self, copy_of: Mapping[str, str | None]) -> None:
        """Set of which report each is a copy."""
        with self.store.begin(by=self.by) as t:
            found = t.reports(self.case, tuple(copy_of))
            changed = [dataclasses.replace(r, copy_of=copy_of[r.id]) for r in found]
            t.append_reports(self.case, changed)

    def marked(self, names: Sequence[str]) -> None:
        """Note among which reports copies are marked: others may have come meanwhile."""
        with self.store.begin(by=self.by) as t:
            t.note_extracted(self.case, COPIES, names)

    def statement_ids(self, reports: set[str]) -> set[str]:
        """Ids of the statements read out of these reports."""
        with self.store.reading() as t:
            return t.statement_ids(self.case, reports)

    def said_in(self, names: Sequence[str]) -> list[Statement]:
        """The statements read out of these reports."""
        with self.store.reading() as t:
            return t.statements_in(self.case, names)

    def extracted(self, key: str) -> set[str]:
        """Reports that an extractor has been through, as `fingerprints` tells them."""
        with self.store.reading() as t:
            return t.extracted(self.case, key)

    def fingerprints(self, names: Iterable[str]) -> dict[str, str]:
        """Reports as an extractor knows them: id, and a digest of the record but for copies."""
        with self.store.reading() as t:
            return t.prints(self.case, names)

    def take(self, key: str, statements: Sequence[Statement], seen: Sequence[str]) -> None:
        """Add statements, and note that their reports were gone through, at the same moment."""
        with self.store.begin(by=self.by) as t:
            if statements:
                t.append_statements(self.case, statements)
            t.note_extracted(self.case, key, seen)

    def ledger_size(self) -> int:
        """Revision of the case."""
        with self.store.reading() as t:
            return t.revision(self.case)

    def statements_from(self, start: int) -> Iterator[Statement]:
        """The statements added since a revision."""
        with self.store.reading() as t:
            found = t.changes_since(self.case, start).statements
        return iter(found)


def split_case(where: Path | str) -> tuple[str, str | None]:
    """A store and the case after `#`, where one is named."""
    text, sign, case = str(where).partition("#")
    return text, (case or None) if sign else None


def names_store(where: Path | str) -> bool:
    """Whether this names a store, there already or not, with or without `#CASE`."""
    if Path(where).is_dir():
        return False
    text = split_case(where)[0]
    if _ADDRESS.match(text):
        return True
    path = Path(text)
    if path.is_file():
        with path.open("rb") as stream:
            return stream.read(len(_HEAD)) == _HEAD
    return path.suffix.lower() in SUFFIXES


def home_of(where: Path | str, case: str | None = None, by: str | None = None) -> CaseHome:
    """The home of a case: a folder, or `STORE#CASE`; the case may be left out where there is one.

    Raises InputError where there is none, UnknownName for a case that is not in the store.
    """
    if names_store(where):
        from goodoffices.store import Store

        place, named = split_case(where)
        return StoreHome(*_chosen(Store.open(place), case or named), by or account())
    if case is not None:
        raise InputError(f"{where} is a case folder and holds one case; name no other")
    return FolderHome(Path(where))


def _chosen(store: Store, case: str | None) -> tuple[Store, str]:
    with store.reading() as t:
        known = t.cases()
    if case is None:
        if len(known) != 1:
            held = ", ".join(known) or "none yet"
            raise InputError(f"say which case: {store}#CASE (there: {held})")
        (case,) = known
    if case not in known:
        raise UnknownName("case", case, known)
    return store, case
