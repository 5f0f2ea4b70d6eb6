"""What the keeper of a database does, for the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goodoffices.store import Verified


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What checking a store came to; `where` without any password."""

    where: str
    length: int
    head: str
    faults: tuple[str, ...]
    backward: int


def _checked(where: str, found: Verified) -> Checked:
    return Checked(
        where=where,
        length=found.length,
        head=found.head,
        faults=found.faults,
        backward=found.backward,
    )


def verified(where: str, expect: str | None = None) -> Checked:
    """Check a store against its audit log; `expect` is a hash noted earlier."""
    from goodoffices.store import Store

    store = Store.open(where)
    with store.reading() as t:
        return _checked(str(store), t.verify(expect))


def backup(where: str, target: Path) -> Checked:
    """Copy a store to a file. Raises InputError where there is one."""
    from goodoffices import store

    return _checked(str(target), store.backup(where, target))


def restore(source: Path, where: str) -> Checked:
    """Put a backup into a new store. Raises InputError where there is something."""
    from goodoffices import store

    return _checked(store.shown(where), store.restore(source, where))


def migrate(where: str) -> tuple[str, ...]:
    """Run the migrations that a store lacks; returns their names."""
    from goodoffices.store import Store

    return Store.migrate(where)
