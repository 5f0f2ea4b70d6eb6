"""Exact-span F1 and detection of attributions, on characters of the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter

from scripts.attribution.corpus import Document, Marked

from goodoffices.read.rules.claims import Claim
from goodoffices.read.tagging.labels import Attribution, Role, Span, linked, spans_of, tag_of
from goodoffices.read.tagging.passages import Passage

ROLES: tuple[Role, ...] = ("source", "cue", "content")


_SIDES: tuple[tuple[Role, str], ...] = (("source", "left"), ("cue", ""), ("content", "left"))
# The number of a label for each of `passages.RULE_ROLES`; the side of the cue does not matter here.
_TAG_OF_RULE = (0, *(tag_of(*kind, begins=begins) for kind in _SIDES for begins in (True, False)))


def ruled_tags(passage: Passage) -> list[int]:
    """The labels that the rules give to every word."""
    return [_TAG_OF_RULE[role] for role in passage.ruled]


def f1(right: int, found: int, marked: int) -> float:
    """F1 in percent."""
    return 200 * right / (found + marked) if found + marked else 0.0


def score_tags(
    documents: list[Document], passages: list[Passage], tags: list[list[int]]
) -> dict[str, float]:
    """F1 of exact spans of each role and of detection.

    A span is a piece of a role without a gap; it is right when both ends are, to the character. An
    attribution is detected when a cue that shares a character with its cue is found; each cue
    found detects one attribution.
    """
    count: Counter[tuple[str, str]] = Counter()
    for document, passage, labels in zip(documents, passages, tags, strict=True):
        spans = [
            (s.role, passage.starts[s.first], passage.ends[s.end - 1]) for s in spans_of(labels)
        ]
        for role in ROLES:
            found = {(a, b) for kind, a, b in spans if kind == role}
            marked = {place for m in document.marked for place in getattr(m, role)}
            count[role, "right"] += len(found & marked)
            count[role, "found"] += len(found)
            count[role, "marked"] += len(marked)
        cues = [(a, b) for kind, a, b in spans if kind == "cue"]
        for m in document.marked:
            hit = next((c for c in cues if any(c[0] < y and x < c[1] for x, y in m.cue)), None)
            count["detection", "marked"] += 1
            if hit:
                count["detection", "right"] += 1
                cues.remove(hit)
        count["detection", "found"] += sum(1 for kind, _, _ in spans if kind == "cue")
    return {
        role: f1(count[role, "right"], count[role, "found"], count[role, "marked"])
        for role in (*ROLES, "detection")
    }


def score_detection(
    documents: list[Document], passages: list[Passage], tags: list[list[int]]
) -> dict[str, float]:
    """Two looser measures of detection, F1 in percent.

    "any part": one found attribution, put together from its labels, shares a character with the
    marked one in the same role, source, cue or content, one to one. "sentences": the sentences
    that hold a word of any attribution.
    """
    count: Counter[tuple[str, str]] = Counter()
    for document, passage, labels in zip(documents, passages, tags, strict=True):
        left = [_parts(a, passage) for a in linked(spans_of(labels), passage.sentence,
                                                   passage.paragraph)]  # fmt: skip
        count["any part", "found"] += len(left)
        for m in document.marked:
            count["any part", "marked"] += 1
            hit = max(left, key=lambda parts: _common(parts, m), default=None)
            if hit is not None and _common(hit, m):
                count["any part", "right"] += 1
                left.remove(hit)
        found = {n for n, tag in zip(passage.sentence, labels, strict=True) if tag}
        marked = {
            passage.sentence[k]
            for m in document.marked
            for a, b in (*m.source, *m.cue, *m.content)
            for k in range(bisect_right(passage.ends, a), bisect_left(passage.starts, b))
        }
        count["sentences", "right"] += len(found & marked)
        count["sentences", "found"] += len(found)
        count["sentences", "marked"] += len(marked)
    return {
        name: f1(count[name, "right"], count[name, "found"], count[name, "marked"])
        for name in ("any part", "sentences")
    }


def _parts(found: Attribution, passage: Passage) -> dict[Role, list[tuple[int, int]]]:
    held: dict[Role, list[Span]] = {
        "source": found.sources, "cue": [found.cue], "content": found.contents
    }  # fmt: skip
    return {
        role: [(passage.starts[s.first], passage.ends[s.end - 1]) for s in spans]
        for role, spans in held.items()
    }


def _common(parts: dict[Role, list[tuple[int, int]]], marked: Marked) -> int:
    """In how many roles two attributions share a character."""
    return sum(
        any(a < y and x < b for a, b in parts[role] for x, y in getattr(marked, role))
        for role in ROLES
    )


def score_claims(documents: list[Document], found: list[list[Claim]]) -> tuple[float, float, float]:
    """Precision, recall and F1 in percent of whole claims, each matched with one marked one.

    A marked attribution with source and content is found by a claim whose content shares at least
    half of its characters with it (Dice, gaps included) and whose source shares at least half of
    the shorter one's: "Kalder" is the same source as "Kalder, who led the talks".
    """
    marked = right = claimed = 0
    for document, claims in zip(documents, found, strict=True):
        left = [c for c in claims if c.source is not None]
        claimed += len(left)
        for m in document.marked:
            if not m.source or not m.content:
                continue
            marked += 1
            content = (m.content[0][0], m.content[-1][1])
            fitting = [
                c
                for c in left
                if c.source
                and dice(c.content, content) >= 0.5
                and max(_same(c.source.place, s) for s in m.source) >= 0.5
            ]
            if fitting:
                right += 1
                left.remove(max(fitting, key=lambda c: dice(c.content, content)))
    return 100 * right / claimed, 100 * right / marked, f1(right, claimed, marked)


def dice(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Twice the shared characters over all characters of both."""
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return 2 * shared / ((a[1] - a[0]) + (b[1] - b[0]))


def _same(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Shared characters over those of the shorter one."""
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / min(a[1] - a[0], b[1] - b[0])
