"""Cases between folders and stores, without loss in either direction."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from goodoffices.errors import InputError
from goodoffices.formats.case_folder import new_case
from goodoffices.formats.case_pack import LEDGERS, Pack, packed, unpacked
from goodoffices.formats.case_stream import FILLING
from goodoffices.formats.disk import write_files
from goodoffices.store import Store, slug
from goodoffices.workspace.homes import (
    COPIES,
    CaseHome,
    FolderHome,
    StoreHome,
    account,
    home_of,
    names_store,
    split_case,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Where a case was put, and what to know about it."""

    where: str
    notes: tuple[str, ...] = ()


def pack_of(home: CaseHome) -> Pack:
    """All of a case, wherever it lives. Raises InvalidCase naming every fault of a folder."""
    if isinstance(home, FolderHome):
        return packed(home.path)
    assert isinstance(home, StoreHome)
    with home.store.reading() as t:
        closed = len(t.compartments(home.case))
        note = f"{closed} reports lie in compartments, which only their own store keeps closed"
        return Pack(
            case=t.read_case(home.case),
            files={name: t.file(home.case, name) for name in t.files(home.case)},
            lines={
                file: t.ledger_lines(home.case, attribute) for file, attribute in LEDGERS.items()
            },
            notes=(note,) if closed else (),
        )


def put_in_store(
    pack: Pack, store: Store, case: str, *, by: str | None = None, marked: bool = True
) -> Moved:
    """Put a case into a store, all of it in one unit of work. `marked` is False where copies were
    not looked for among all its reports yet.

    Raises InputError where the id is taken, InvalidCase for what cannot be kept.
    """
    with store.begin(by=by or account()) as t:
        t.create_case(pack.case.title, case)
        t.save_agenda(case, pack.case, t.revision(case))
        t.append_reports(case, pack.case.reports)
        if marked:
            t.note_extracted(case, COPIES, [report.id for report in pack.case.reports])
        for file, attribute in LEDGERS.items():
            entries = getattr(pack.case, attribute)
            append = t.append_statements if attribute == "statements" else t.append_reviews
            append(case, entries, pack.lines.get(file, (None,) * len(entries)))
        t.put_files(case, dict(pack.files))
    return Moved(where=f"{store}#{case}", notes=pack.notes)


def put_in_folder(pack: Pack, folder: Path) -> Moved:
    """Write a case as a folder, which must be empty or not there yet: every byte as it came, but
    where something was changed since. Raises InputError, and InvalidCase where it cannot be."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is not empty; a case is written to a new folder")
    files = unpacked(pack)
    folder.mkdir(parents=True, exist_ok=True)
    write_files(folder, dict(files))
    return Moved(where=str(folder), notes=pack.notes)


def move(source: Path | str, target: Path | str) -> Moved:
    """Copy a case from a folder or store to a new folder, or to a store that lacks it.

    In a store it is named after `#`, or else as its folder or its former store names it.
    """
    home = home_of(source)
    if not names_store(target):
        return put_in_folder(pack_of(home), Path(target))
    place, named = split_case(target)
    pack = pack_of(home)
    marked = not _cut_short(home)
    store = Store.open_or_create(place)
    return put_in_store(pack, store, named or slug(home.name), marked=marked)


def _cut_short(home: CaseHome) -> bool:
    """Whether a filling was cut short, so that copies may not be marked among all reports."""
    if isinstance(home, FolderHome):
        return (home.path / FILLING).exists()
    with home.filling().begun() as owing:
        return owing


def name_for(where: Path | str) -> str:
    """A title for a case that was given none: the name of its folder, its case or its file."""
    if not names_store(where):
        return Path(where).resolve().name
    place, named = split_case(where)
    return named or Path(place.partition("?")[0]).stem


def new_in_store(where: Path | str, title: str) -> Moved:
    """A new case in a store, which is made where it is a file that is not there yet."""
    place, named = split_case(where)
    with tempfile.TemporaryDirectory() as folder:
        begun = Path(folder) / slug(title)
        new_case(begun, title)
        pack = packed(begun)
    return put_in_store(pack, Store.open_or_create(place), named or slug(title))
