"""Cases between folders and stores, without loss in either direction."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from goodoffices.errors import InputError
from goodoffices.formats.case_folder import new_case
from goodoffices.formats.case_pack import LEDGERS, Pack, packed, unpacked
from goodoffices.formats.disk import write_files
from goodoffices.store import Store, file_of, is_store, slug
from goodoffices.workspace.homes import StoreHome, account, split_case


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Where a case was put, and what to know about it."""

    where: str
    notes: tuple[str, ...] = ()


def names_store(where: Path | str) -> bool:
    """Whether this names a store, there already or not, with or without `#CASE`."""
    return not Path(where).is_dir() and is_store(where)


def opened_or_made(where: Path | str) -> Store:
    """The store there; a file that is not there yet becomes a new one."""
    path = file_of(where)
    return Store.create(path) if path is not None and not path.exists() else Store.open(where)


def import_folder(
    folder: Path, store: Store, case: str | None = None, *, by: str | None = None
) -> Moved:
    """Put a case folder into a store, all of it in one unit of work; returns what became of it.

    Raises InvalidCase naming every fault of the folder, InputError where the id is taken.
    """
    pack = packed(folder)
    name = case or slug(folder.resolve().name)
    with store.begin(by=by or account()) as t:
        t.create_case(pack.case.title, name)
        t.save_agenda(name, pack.case, t.revision(name))
        t.append_reports(name, pack.case.reports)
        for file, attribute in LEDGERS.items():
            entries = getattr(pack.case, attribute)
            append = t.append_statements if attribute == "statements" else t.append_reviews
            append(name, entries, pack.lines.get(file, (None,) * len(entries)))
        t.put_files(name, dict(pack.files))
    return Moved(where=f"{store}#{name}", notes=pack.notes)


def export_folder(home: StoreHome, folder: Path) -> Moved:
    """Write a case of a store as a folder, which must be empty or not there yet."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is not empty; a case is written to a new folder")
    with home.store.reading() as t:
        pack = Pack(
            case=t.read_case(home.case),
            files={name: t.file(home.case, name) for name in t.files(home.case)},
            lines={
                file: t.ledger_lines(home.case, attribute) for file, attribute in LEDGERS.items()
            },
        )
        closed = len(t.compartments(home.case))
    files = unpacked(pack)
    folder.mkdir(parents=True, exist_ok=True)
    write_files(folder, dict(files))
    notes = [f"{closed} reports lie in compartments, which a folder cannot keep closed"]
    return Moved(where=str(folder), notes=tuple(notes) if closed else ())


def new_in_store(where: Path | str, title: str, case: str | None = None) -> Moved:
    """A new case in a store, which is made where it is a file that is not there yet."""
    place, named = split_case(where)
    with tempfile.TemporaryDirectory() as folder:
        begun = Path(folder) / slug(title)
        new_case(begun, title)
        return import_folder(begun, opened_or_made(place), case or named)
