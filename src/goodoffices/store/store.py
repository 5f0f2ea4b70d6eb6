"""A store of cases: opened, made, brought to the present version, and worked on in units."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from goodoffices.errors import InputError
from goodoffices.store.engine import Place, connected, engine_of, make_file, place_of
from goodoffices.store.migrations import build, check_version, step_up, version_of
from goodoffices.store.transaction import Transaction
from goodoffices.store.unit import Clock, stamp, wall_clock

_LOCK = 0x476F4F66
"""Advisory lock of PostgreSQL under which migrations run."""


class Store:
    """Cases in a database. Holds no connection: each unit of work opens its own and closes it."""

    def __init__(self, place: Place, *, clock: Clock = wall_clock) -> None:
        self.place = place
        self._clock = clock
        self.engine = engine_of(place)

    def __str__(self) -> str:
        return str(self.place)

    # --- opened and made ---

    @classmethod
    def open(cls, where: Path | str, *, clock: Clock = wall_clock) -> Store:
        """The store in a file of SQLite or at the address of a PostgreSQL database.

        Raises InputError where there is none, SchemaMismatch where it is of another version
        (naming the migrations it lacks), MissingExtra without the driver of PostgreSQL.
        """
        store = cls(place_of(where), clock=clock)
        check_version(store.version(), str(store))
        return store

    @classmethod
    def create(cls, where: Path | str, *, clock: Clock = wall_clock) -> Store:
        """A new, empty store: a file that is not there yet, or an empty PostgreSQL database.

        Raises InputError where one is already.
        """
        place = place_of(where)
        if place.path is not None:
            make_file(place.path, lambda hidden: _upgrade(engine_of(hidden), place, clock))
            return cls(place, clock=clock)
        store = cls(place, clock=clock)
        with connected(store.engine, place, writing=True) as connection:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            if names := inspect(connection).get_table_names():
                what = "a store" if version_of(connection) is not None else f"tables: {names[0]}"
                raise InputError(f"{place} holds {what} already; a new store needs an empty one")
            if (held := connection.execute(text("SHOW server_encoding")).scalar()) != "UTF8":
                raise InputError(f"{place} keeps text as {held}; make one with --encoding UTF8")
            build(connection, stamp(clock()))
        return store

    @classmethod
    def open_or_create(cls, where: Path | str, *, clock: Clock = wall_clock) -> Store:
        """The store there, made where the file is not there yet or the database is empty."""
        place = place_of(where)
        if place.path is not None:
            exists = place.path.exists()
        else:
            engine = engine_of(place)
            with connected(engine, place, writing=False) as connection:
                exists = bool(inspect(connection).get_table_names())
        return (cls.open if exists else cls.create)(where, clock=clock)

    def version(self) -> int:
        """Number of the last migration that was run. Raises InputError where this is no store."""
        path = self.place.path
        if path is not None and not path.is_file():
            raise InputError(f"there is no store at {path}; make one with  goodoffices new {path}")
        with connected(self.engine, self.place, writing=False) as connection:
            found = version_of(connection)
        if found is None:
            raise InputError(f"{self.place} is a database, but not a store of this program")
        return found

    @classmethod
    def migrate(cls, where: Path | str, *, clock: Clock = wall_clock) -> tuple[str, ...]:
        """Run the migrations that a store lacks, each whole or not at all; returns their names.

        Raises SchemaMismatch where the store is newer than this program.
        """
        store = cls(place_of(where), clock=clock)
        store.version()  # is it a store at all?
        done = _upgrade(store.engine, store.place, clock)
        check_version(store.version(), str(store))
        return done

    # --- units of work ---

    @contextmanager
    def begin(self, *, by: str) -> Iterator[Transaction]:
        """A unit of work that writes, signed `by` somebody: all of it is kept, or nothing.

        What it did is on the disk when the block ends. Writers queue; raises StoreError where one
        waits too long, where the disk is full, or where the database refuses.
        """
        if not by.strip():
            raise InputError("a unit of work that writes needs the name of who does it")
        with connected(self.engine, self.place, writing=True) as connection:
            unit = Transaction(connection, by=by, clock=self._clock)
            yield unit
            unit.seal()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A unit of work that only reads, and sees one moment throughout."""
        with connected(self.engine, self.place, writing=False) as connection:
            yield Transaction(connection, by=None, clock=self._clock)


def _upgrade(engine: Engine, place: Place, clock: Clock) -> tuple[str, ...]:
    done: list[str] = []
    while True:
        with connected(engine, place, writing=True) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            step = step_up(connection, stamp(clock()))
        if step is None:
            return tuple(done)
        done.append(str(step))
