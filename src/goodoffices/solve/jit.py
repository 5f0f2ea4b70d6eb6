"""Compiled code where numba is installed, the same code interpreted where it is not."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

try:
    if os.environ.get("GOODOFFICES_INTERPRETED"):
        raise ImportError
    from numba import njit
except ImportError:
    njit = None

COMPILED = njit is not None
"""Whether the functions marked `compiled` are machine code."""


def compiled(function: F) -> F:
    """Compile on the first call and keep the result on disk for the next program."""
    if njit is None:
        return function
    return cast(F, njit(cache=True, nogil=True, error_model="numpy")(function))


def compiled_loosely(function: F) -> F:
    """As `compiled`, with sums in whatever order is fastest: for what only guides a search."""
    if njit is None:
        return function
    loose = {"reassoc", "contract", "nsz"}
    return cast(F, njit(cache=True, nogil=True, error_model="numpy", fastmath=loose)(function))
