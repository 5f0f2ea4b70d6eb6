"""Where a store is, and connections to it that end with their unit of work."""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from goodoffices.errors import InputError, MissingExtra, StoreError, UnknownName
from goodoffices.store.guards import NEVER

WAIT = 30
"""Seconds that a writer waits for another."""

_ADDRESS = re.compile(r"[a-z0-9]+(\+[a-z0-9]+)?://")
MARK = 0x476F4F66
"""`PRAGMA application_id` of our files: "GoOf"."""


@dataclass(frozen=True, slots=True)
class Place:
    """A store: a file of SQLite, or the address of a PostgreSQL database."""

    path: Path | None
    url: str

    def __str__(self) -> str:
        if self.path is not None:
            return str(self.path)
        return make_url(self.url).render_as_string(hide_password=True)


def place_of(where: Path | str) -> Place:
    """The store that is meant. Raises UnknownName for a kind of database that is not supported."""
    text = str(where)
    if not _ADDRESS.match(text):
        return Place(Path(text), "")
    try:
        url = make_url(text)
    except ArgumentError as fault:
        raise InputError(f"{text!r} is not the address of a database") from fault
    kind = url.get_backend_name()
    if kind == "sqlite":
        if not url.database or url.database == ":memory:":
            raise InputError("a store in SQLite is a file: sqlite:///FILE")
        return Place(Path(url.database), "")
    if kind not in ("postgresql", "postgres"):
        raise UnknownName("kind of database", kind, ("sqlite", "postgresql"))
    if "+" not in url.drivername:
        url = url.set(drivername="postgresql+psycopg")
    return Place(None, url.render_as_string(hide_password=False))


def shown(where: Path | str) -> str:
    """A place as it may be shown: without password."""
    return str(place_of(where))


def engine_of(place: Place) -> Engine:
    """An engine whose connections are opened for one unit of work and closed after it."""
    if place.path is not None:
        return _sqlite(place.path)
    try:
        return create_engine(place.url, poolclass=NullPool, connect_args={"connect_timeout": WAIT})
    except ImportError as fault:
        raise MissingExtra("psycopg", "postgresql", "a store in PostgreSQL") from fault


def _sqlite(path: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        # mode=rw: a name that is not there is a slip, not a new store.
        address = f"{path.absolute().as_uri()}?mode=rw"
        return sqlite3.connect(
            address, uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Straight to the driver: a server does this at every request.
        execute = connection.connection.dbapi_connection.execute  # type: ignore[union-attr]
        if connection.get_execution_options().get("writing", False):
            execute("PRAGMA foreign_keys = ON")
            execute("PRAGMA synchronous = FULL")
            execute("BEGIN IMMEDIATE")
        else:
            execute("PRAGMA query_only = ON")
            execute("BEGIN")

    return engine


@contextmanager
def connected(engine: Engine, place: Place, *, writing: bool) -> Iterator[Connection]:
    """A connection in one transaction: committed at the end, undone where anything is raised."""
    options: dict[str, Any] = {"writing": writing}
    if engine.dialect.name == "postgresql" and not writing:
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with (
        translated(place),
        engine.connect() as connection,
        connection.execution_options(**options).begin(),
    ):
        yield connection


@contextmanager
def translated(place: Place) -> Iterator[None]:
    """Faults of the database in words of ours."""
    try:
        yield
    except DBAPIError as fault:
        raise _words(str(fault.orig), place) from fault
    except sqlite3.Error as fault:
        raise _words(str(fault), place) from fault
    except SQLAlchemyError as fault:
        raise StoreError(f"{place}: {fault}") from fault


def _words(said: str, place: Place) -> StoreError | InputError:
    first = said.strip().split("\n")[0]
    if "is full" in first or "No space left" in first:
        return StoreError(f"{place}: the disk is full; nothing was written")
    if "disk I/O error" in first:
        return StoreError(f"{place}: the disk is full or fails; nothing was written")
    if "database is locked" in first:
        return StoreError(f"{place}: somebody else has been writing for {WAIT} seconds; try again")
    if "not a database" in first or "malformed" in first:
        return InputError(f"{place} is not a whole database: {first}")
    if "unable to open" in first:
        return InputError(f"{place}: cannot be opened; is it there, and may this account write it?")
    if NEVER in first:
        return StoreError(f"refused by the database: {first}")
    if "connection" in first and ("failed" in first or "refused" in first):
        return StoreError(f"{place}: the database cannot be reached: {first}")
    return StoreError(f"{place}: the database refused: {first}")


def make_file(path: Path, build: Callable[[Place], object]) -> None:
    """A new SQLite file, complete under its name or not there. Raises InputError where one is.

    `build` fills it under a hidden name.
    """
    if path.exists() or path.is_symlink():
        raise InputError(f"{path} is there already; a new store needs a name that is free")
    if not path.parent.is_dir():
        raise InputError(f"the folder {path.parent} is not there")
    try:
        handle, made = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.name[:60]}.", suffix=".new"
        )
    except OSError as fault:
        raise InputError(f"{path}: cannot be written: {fault.strerror or fault}") from fault
    os.close(handle)
    hidden = Path(made)
    try:
        with translated(Place(path, "")):
            raw = sqlite3.connect(hidden, isolation_level=None)
            try:
                raw.execute(f"PRAGMA application_id = {MARK}")
                raw.execute("PRAGMA journal_mode = WAL")
            finally:
                raw.close()
        build(Place(hidden, ""))
        sync(hidden)
        _name(hidden, path)
        sync(path.parent)
    except FileExistsError:
        raise InputError(f"{path} was made by somebody else meanwhile") from None
    except OSError as fault:
        raise StoreError(f"{path}: cannot be written: {fault.strerror or fault}") from fault
    finally:
        for name in (hidden, Path(f"{hidden}-wal"), Path(f"{hidden}-shm")):
            name.unlink(missing_ok=True)


def _name(hidden: Path, path: Path) -> None:
    """Give a file its name, which nobody else may have taken. Raises FileExistsError."""
    try:
        os.link(hidden, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(path) from None
        hidden.rename(path)


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
