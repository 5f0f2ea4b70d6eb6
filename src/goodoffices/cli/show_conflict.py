"""Findings on a conflict (graph model) on the terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from goodoffices.brief.conflict_words import (
    Teller,
    coalitions_words,
    evolution_words,
    inverse_words,
    profiles_words,
    reasons_words,
    stability_words,
)
from goodoffices.cli.terminal import wrapped
from goodoffices.codec import plain, to_json
from goodoffices.model.finding import Finding
from goodoffices.model.graph import ConflictGraph
from goodoffices.model.stability import (
    Coalitions,
    Evolution,
    Inverse,
    Profiles,
    Reasons,
    Stability,
)

_WORDS: dict[type, Callable[[Any, Teller], list[str]]] = {
    Stability: stability_words,
    Reasons: reasons_words,
    Evolution: evolution_words,
    Coalitions: coalitions_words,
    Inverse: inverse_words,
    Profiles: profiles_words,
}


def shown_conflict(finding: Finding[Any], conflict: ConflictGraph) -> str:
    """The finding in words; a finding of a kind not known here as JSON."""
    words = _WORDS.get(type(finding.value))
    if words is None:
        return to_json(plain(finding.value)).decode().rstrip()
    lines = []
    for line in words(finding.value, Teller(conflict)):
        margin = " " * (len(line) - len(line.lstrip()))
        lines.append(wrapped(line.lstrip(), indent=margin + "  ", first=margin))
    return "\n".join(lines)
