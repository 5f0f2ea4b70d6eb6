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


def _checked(where: str, found: Verified | None) -> Checked | None:
    if found is None:
        return None
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
        found = t.verify(expect)
    made = _checked(str(store), found)
    assert made is not None
    return made


def backup(where: str, target: Path) -> Checked | None:
    """Copy a store to a file; None where it is of an older version and was only copied. Raises
    InputError where there is a file."""
    from goodoffices import store

    return _checked(str(target), store.backup(where, target))


def restore(source: Path, where: str) -> Checked | None:
    """Put a backup into a new store; None as for `backup`. Raises InputError where there is
    something."""
    from goodoffices import store

    return _checked(store.shown(where), store.restore(source, where))


def migrate(where: str) -> tuple[str, ...]:
    """Run the migrations that a store lacks; returns their names."""
    from goodoffices.store import Store

    return Store.migrate(where)
