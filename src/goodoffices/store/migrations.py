"""Forward steps from one version of the tables to the next, in order, each in one transaction.

A step that was released is never changed: where a table changes afterwards, the step keeps its own
copy of how the table was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, inspect, select

from goodoffices.errors import SchemaMismatch, StoreError
from goodoffices.store.digests import FIRST
from goodoffices.store.guards import guard
from goodoffices.store.schema import ACCOUNTS, EVIDENCE, WORK, head, metadata, versions


@dataclass(frozen=True, slots=True)
class Migration:
    """One step, and what it brings."""

    number: int
    name: str
    apply: Callable[[Connection], None]

    def __str__(self) -> str:
        return f"{self.number} ({self.name})"


def _cases(connection: Connection) -> None:
    metadata.create_all(connection, tables=list(EVIDENCE), checkfirst=False)
    guard(connection)
    connection.execute(insert(head).values(one=1, seq=0, hash=FIRST))


def _accounts(connection: Connection) -> None:
    metadata.create_all(connection, tables=list(ACCOUNTS), checkfirst=False)


def _work(connection: Connection) -> None:
    metadata.create_all(connection, tables=list(WORK), checkfirst=False)


MIGRATIONS = (
    Migration(1, "cases", _cases),
    Migration(2, "accounts", _accounts),
    Migration(3, "work", _work),
)


def version_of(connection: Connection) -> int | None:
    """Number of the last step that was run, or None where this is no store.

    Raises StoreError where a step before it is not on record: who knows what the tables hold then?
    """
    if not inspect(connection).has_table(versions.name):
        return None
    noted = set(connection.execute(select(versions.c.number)).scalars())
    last = max(noted, default=0)
    if gap := sorted(set(range(1, last + 1)) - noted):
        absent = ", ".join(map(str, gap))
        raise StoreError(
            f"{versions.name} names migration {last} and not {absent}, which comes before it:"
            " the store was changed by other means than this program; restore a backup"
        )
    return last


def missing(version: int | None) -> tuple[Migration, ...]:
    """Steps that a store of this version lacks."""
    return tuple(step for step in MIGRATIONS if step.number > (version or 0))


def check_version(version: int, where: str) -> None:
    """Raise SchemaMismatch unless the store is of the version that this program reads."""
    lacking = [str(step) for step in missing(version)]
    if lacking:
        many = "migration" if len(lacking) == 1 else "migrations"
        raise SchemaMismatch(
            f"{where} is of an older version; it lacks the {many} {', '.join(lacking)}."
            f" Run  goodoffices store migrate {where}",
            missing=lacking,
        )
    if version > MIGRATIONS[-1].number:
        raise SchemaMismatch(
            f"{where} was written by a newer version of this program (its migration is {version},"
            f" and {MIGRATIONS[-1].number} is the last one known here); use that version"
        )


def step_up(connection: Connection, at: str) -> Migration | None:
    """Run the first step that the store lacks, and note it; None where it lacks none."""
    version = version_of(connection)
    if version is None:
        versions.create(connection)
    for step in missing(version):
        step.apply(connection)
        connection.execute(insert(versions).values(number=step.number, name=step.name, at=at))
        return step
    return None


def build(connection: Connection, at: str) -> None:
    """All steps on an empty database, in the transaction of the connection."""
    while step_up(connection, at):
        pass
