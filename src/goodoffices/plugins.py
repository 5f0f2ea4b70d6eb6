"""Plug-ins: plain functions behind entry points, loaded when asked for.

    goodoffices.extractors  (Report, *, parties, issues, vocabulary) -> Iterable[Statement]
    goodoffices.analyses    (Negotiation, **parameters) -> frozen value
    goodoffices.conflict_analyses  (ConflictGraph, **parameters) -> frozen value
    goodoffices.renderers   (Briefing) -> bytes

Ours come through the same door as anybody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal

from goodoffices.errors import PluginError, UnknownName

Group = Literal["extractors", "analyses", "conflict_analyses", "renderers"]


_NOUN: dict[Group, str] = {
    "extractors": "extractor",
    "analyses": "analysis",
    "conflict_analyses": "analysis of a conflict",
    "renderers": "renderer",
}


@cache
def _found(group: Group) -> Mapping[str, EntryPoint]:
    """What is installed as the program starts: looking through all packages takes a while."""
    return {entry.name: entry for entry in entry_points(group=f"goodoffices.{group}")}


def names(group: Group) -> tuple[str, ...]:
    """Names of the registered plug-ins of a group, sorted; none of them is imported."""
    return tuple(sorted(_found(group)))


def load(group: Group, name: str) -> Callable[..., Any]:
    """The plug-in function of that name.

    Raises UnknownName with the nearest name, and PluginError, cause chained, where it fails.
    """
    found = _found(group)
    if name not in found:
        raise UnknownName(_NOUN[group], name, found)
    try:
        function = found[name].load()
    except Exception as cause:
        raise PluginError(f"{group}/{name}", f"does not load ({cause})") from cause
    if not callable(function):
        raise PluginError(f"{group}/{name}", "is not a function")
    return function  # type: ignore[no-any-return]
