"""What analyses have in common: the version that their findings carry, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from goodoffices.errors import InvalidCase

P = ParamSpec("P")
R = TypeVar("R")


def analysis(version: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Give a function its `version`. Raise it when the same input may get another answer."""

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        function.version = version  # type: ignore[attr-defined]
        return function

    return mark


def refuse_below(**given: tuple[float | None, float]) -> None:
    """Raise InvalidCase naming every parameter that is below its least; None is no bound."""
    faults = [
        f"{name} is {number}; it must be {least:g} or more"
        for name, (number, least) in given.items()
        if number is not None and not number >= least  # so that it holds for "not a number", too
    ]
    if faults:
        raise InvalidCase(faults)
