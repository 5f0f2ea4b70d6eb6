"""Marked contents and the stances that were read of them: what the measurements share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goodoffices.model.evidence import Statement
from marking import overlap


@dataclass(frozen=True, kw_only=True)
class Read:
    """A marked content, its stance and the one that was read; None where it was not found."""

    words: str
    marked: str
    found: str | None


def nearest(found: Iterable[Statement], place: tuple[int, int]) -> str | None:
    """The stance of the statement whose content is nearly what stands in a place."""
    near = [(overlap(place, (s.span.start, s.span.end)), s.stance) for s in found if s.span]
    best = max(near, default=(0.0, ""), key=lambda pair: pair[0])
    return best[1] if best[0] >= 0.5 else None


def right(read: Sequence[Read]) -> float:
    """Of the contents found, the share with the stance marked."""
    held = [r for r in read if r.found]
    return sum(r.found == r.marked for r in held) / len(held)
