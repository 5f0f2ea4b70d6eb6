"""Whole stores copied: backup while others work, restore, and the move to another database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, inspect, select

from goodoffices.errors import InputError, StoreError
from goodoffices.store.engine import Place, connected, engine_of, make_file, place_of, translated
from goodoffices.store.migrations import build, check_version, missing, version_of
from goodoffices.store.schema import head, metadata, versions
from goodoffices.store.store import Store
from goodoffices.store.unit import stamp, wall_clock
from goodoffices.store.verify import Verified, verify


def backup(where: Path | str, target: Path) -> Verified | None:
    """Write all of a store, as it is at one moment, to a new file; others go on working.

    The file is a store in SQLite, whatever the source is, and is checked before it gets its name.
    None: a file of an older version was copied and found undamaged, but its log was not read.
    Raises InputError where the target is there, StoreError where the copy is not whole, and
    SchemaMismatch for PostgreSQL of another version.
    """
    store = Store(place_of(where))
    path, version = store.place.path, store.version()
    if path is None or not missing(version):
        check_version(version, str(store))
    found: list[Verified | None] = []

    def fill(hidden: Place) -> None:
        engine = engine_of(hidden)
        if path is None:
            _copy_into(store, engine)
        else:
            with (
                translated(store.place),
                closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as old,
                closing(sqlite3.connect(str(hidden.path))) as new,
            ):
                old.backup(new)
        found.append(_checked(engine, hidden))

    make_file(target, fill)
    return found[0]


def restore(source: Path, where: Path | str) -> Verified | None:
    """Put all of a backup into a new store: a file that is not there yet, or an empty database.

    Raises InputError where the target holds anything, StoreError where the backup is not whole.
    """
    place = place_of(where)
    if place.path is not None:
        return backup(source, place.path)
    store, engine = Store.open(source), engine_of(place)
    _checked(engine_of(store.place), store.place)
    _copy_into(store, engine)
    return _checked(engine, place)


def _checked(engine: Engine, place: Place) -> Verified | None:
    with connected(engine, place, writing=False) as connection:
        if connection.dialect.name == "sqlite":
            said = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
            if said != "ok":
                raise StoreError(f"{place}: the copy is damaged: {said}")
        if missing(version_of(connection)):
            return None
        found = verify(connection)
    if found.faults:
        raise StoreError(
            f"{place}: the copy is not whole: {found.faults[0]}. Nothing was kept; look at the"
            " source with  goodoffices store verify"
        )
    return found


def _copy_into(store: Store, engine: Engine) -> None:
    """All rows of a store into an empty database, in one transaction on either side."""
    with (
        connected(store.engine, store.place, writing=False) as old,
        connected(engine, store.place, writing=True) as new,
    ):
        check_version(version_of(old) or 0, str(store))
        if inspect(new).get_table_names():
            raise InputError("the database is not empty; a store is restored into an empty one")
        build(new, stamp(wall_clock()))
        for table in (head, versions):
            new.execute(delete(table))
        for table in metadata.sorted_tables:
            _copy_rows(old, new, table.name)


def _copy_rows(old: Connection, new: Connection, name: str) -> None:
    table = metadata.tables[name]
    with old.execute(select(table).execution_options(yield_per=500)) as rows:
        for piece in rows.partitions():
            new.execute(insert(table), [dict(row._mapping) for row in piece])
