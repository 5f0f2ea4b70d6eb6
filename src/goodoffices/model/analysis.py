"""What marks a function as an analysis: the version that its findings carry."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

VERSION_MARK = "analysis_version"
"""Name of the attribute that holds an analysis's version."""


def analysis(version: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function as an analysis. Raise the version when the same input may answer otherwise."""

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        setattr(function, VERSION_MARK, version)
        return function

    return mark


def version_of(function: Callable[..., object]) -> str:
    """The version of an analysis; "0" for a plug-in that does not say."""
    return str(getattr(function, VERSION_MARK, "0"))
