"""Labels of words, the sequences that are allowed, and attributions put together from them.

A word is the beginning (B) or a later word (I) of a source, a cue or a content, or none (O). Source
and content carry the side on which their cue stands, so that linking needs no second model.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["source", "cue", "content"]

# Role and the side of its cue ("" for the cue itself).
_KINDS: tuple[tuple[Role, str], ...] = (
    ("source", "right"),
    ("source", "left"),
    ("cue", ""),
    ("content", "right"),
    ("content", "left"),
)
# 0 is none; of kind k, 2k + 1 begins and 2k + 2 goes on.
TAGS: tuple[str, ...] = (
    "O",
    *(f"{mark}-{role}{'-' + side if side else ''}" for role, side in _KINDS for mark in "BI"),
)


@dataclass(frozen=True, slots=True)
class Span:
    """Words `first` to before `end` in one role; `side` is where the cue is, "" for a cue."""

    role: Role
    side: str
    first: int
    end: int


@dataclass(slots=True)
class Attribution:
    """A cue with the sources and contents that belong to it, in order of the text."""

    cue: Span
    sources: list[Span] = field(default_factory=list)
    contents: list[Span] = field(default_factory=list)


def tag_of(role: Role, side: str, *, begins: bool) -> int:
    """The number of a label."""
    return 2 * _KINDS.index((role, side)) + (1 if begins else 2)


def may_follow(before: int, after: int) -> bool:
    """Whether a label can come right after another: a role goes on only from itself."""
    return after == 0 or after % 2 == 1 or before in (after, after - 1)


def spans_of(tags: Sequence[int]) -> list[Span]:
    """The spans of a sequence of labels; one that goes on from nothing begins there."""
    found: list[Span] = []
    first, kind = 0, -1
    for at, tag in enumerate([*tags, 0]):
        here = (tag - 1) // 2 if tag else -1
        if kind >= 0 and (here != kind or tag % 2 == 1):
            role, side = _KINDS[kind]
            found.append(Span(role, side, first, at))
            kind = -1
        if here >= 0 and kind < 0:
            first, kind = at, here
    return found


def linked(
    spans: Sequence[Span], sentence: Sequence[int], paragraph: Sequence[int]
) -> list[Attribution]:
    """Attributions put together from spans in order: one for each cue, and what belongs to it.

    Sources and contents go to the nearest cue on their side in the same sentence, else to the
    nearest one on that side in the same or a neighbouring paragraph, else on the other side. What
    finds no cue belongs to nothing and is left out. `sentence` and `paragraph` number words.
    """
    cues = [span for span in spans if span.role == "cue"]
    found = [Attribution(cue) for cue in cues]
    begins = [cue.first for cue in cues]
    for span in spans:
        if span.role == "cue":
            continue
        after = bisect_left(begins, span.first)
        right = after if after < len(cues) else None
        left = after - 1 if after else None
        wanted, other = (right, left) if span.side == "right" else (left, right)
        chosen = next(
            (
                at
                for near in (_same(sentence), _close(paragraph))
                for at in (wanted, other)
                if at is not None and near(span, cues[at])
            ),
            None,
        )
        if chosen is not None:
            held = found[chosen].sources if span.role == "source" else found[chosen].contents
            held.append(span)
    return found


def _same(numbers: Sequence[int]) -> Callable[[Span, Span], bool]:
    return lambda a, b: (
        numbers[a.first] <= numbers[b.first] <= numbers[a.end - 1]
        or (numbers[b.first] <= numbers[a.first] <= numbers[b.end - 1])
    )


def _close(numbers: Sequence[int]) -> Callable[[Span, Span], bool]:
    return lambda a, b: (
        abs(numbers[a.first] - numbers[b.first]) <= 1
        or abs(numbers[a.end - 1] - numbers[b.first]) <= 1
    )
