"""A long list, one page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from goodoffices.errors import InputError

T = TypeVar("T")
LIMIT = 100
MOST = 1000


def page(
    items: Sequence[T], name: Callable[[T], str], after: str | None, limit: int
) -> tuple[tuple[T, ...], str | None]:
    """The items behind the one called `after`, at most `limit`; and what to ask `after` next.

    Raises InputError where no item has that name: the list has changed under the reader.
    """
    start = 0
    if after:
        start = next((at for at, item in enumerate(items, 1) if name(item) == after), -1)
        if start < 0:
            raise InputError(f"after: nothing called {after!r} is in the list; begin again")
    chosen = tuple(items[start : start + limit])
    more = start + limit < len(items)
    return chosen, name(chosen[-1]) if more and chosen else None
