"""What is worked out about the statements on one issue, kept for the next time by whoever can."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Keeps(Protocol):
    """Gives what `make` gave last under this key for the statements with these ids.

    Only where the agenda, the reports and the names of sources have stayed the same since.
    """

    def __call__(self, key: Hashable, ids: tuple[str, ...], make: Callable[[], T]) -> T:
        """What was kept, or what `make` gives now."""


def anew(key: Hashable, ids: tuple[str, ...], make: Callable[[], T]) -> T:
    """Nothing is kept."""
    return make()
