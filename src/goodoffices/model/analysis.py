"""What marks a function as an analysis: the version that its findings carry."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def analysis(version: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Give a function its `version`. Raise it when the same input may get another answer."""

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        function.version = version  # type: ignore[attr-defined]
        return function

    return mark
