"""The shipped case that the tests put into stores, read once."""

from __future__ import annotations

from functools import cache

from goodoffices.formats.case_pack import Pack, packed
from goodoffices.model.case import Case
from goodoffices.store import Store
from goodoffices.workspace.moving import put_in_store
from support import EXAMPLES

STRAIT = EXAMPLES / "strait-accord"


@cache
def strait_pack() -> Pack:
    """The folder, as values and what else it takes to write it again."""
    return packed(STRAIT)


def strait_case() -> Case:
    """The case."""
    return strait_pack().case


def strait_in(store: Store, name: str = "strait") -> Store:
    """The store, with the case in it."""
    put_in_store(strait_pack(), store, name, by="A")
    return store
