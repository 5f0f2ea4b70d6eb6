"""Copies: the same text again, and agency copy that was cut, given a head or lightly rewritten.

Shingles of `SHINGLE` words; a pair is compared by containment, the share of the shorter text's
shingles that are in the longer one (Broder 1997, "On the resemblance and containment of
documents", definition 2), because a cut copy has a low resemblance with its original and a high
containment. Which pairs are compared at all is decided by the shingles whose digest is 0 modulo
`SKETCH` (the same paper's mod-m sketch): pairs that share several of them. Each text is compared
with originals only, never with copies, and sketch entries that very many originals share are
boilerplate and lead to no pair; so the work grows with the number of texts, not of pairs.
"""

from __future__ import annotations

import dataclasses
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from goodoffices.model.dates import earliest
from goodoffices.model.evidence import Report

SHINGLE = 4  # words
SHINGLE_CHARACTERS = 9  # for scripts that do not put spaces between words
SKETCH = 4  # one shingle in so many is kept for finding pairs
SHARED = 3  # sketch entries that a pair must share to be compared
BOILERPLATE = 40  # an entry in more originals than this says nothing
CANDIDATES = 12  # originals that a text is compared with, the likeliest first
SHORTEST = 30  # shingles; shorter texts are copies only when they are the same text
CONTAINMENT = 0.5

_WORD = re.compile(r"\w+")
_UNSPACED = 15  # mean letters in a "word" beyond which a script is taken to have no spaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """`report` repeats `of`.

    `exact`: word for word the same text, though the files may differ (the same bytes are one report
    already). `near`: at least half of the shorter text is in the longer one. `similarity` is the
    containment, from `CONTAINMENT` to 1.
    """

    report: str
    of: str
    kind: Literal["exact", "near"]
    similarity: float


def find_copies(reports: Iterable[Report]) -> tuple[Copy, ...]:
    """Every report that repeats another one, in the order of the originals' dates.

    The original is the earliest report (by `published`, then `retrieved`, then the order given;
    undated ones last). A text that is wholly inside a much longer one is taken as cut from it,
    whichever came first: the longer one has words of its own and is no copy.
    """
    ordered = _by_date(reports)
    same: dict[str, Report] = {}
    originals: dict[str, array[int]] = {}
    index: dict[int, list[str]] = {}
    found: dict[str, Copy] = {}
    for report in ordered:
        units, size = _units(report.text)
        key = " ".join(units) or report.text
        if (first := same.setdefault(key, report)) is not report:
            found[report.id] = Copy(report=report.id, of=first.id, kind="exact", similarity=1.0)
            continue
        shingles = _shingles(units, size)
        if len(shingles) < SHORTEST:
            continue
        copy = _compare(report, shingles, originals, index)
        if copy is not None and copy.report not in found:
            found[copy.report] = copy
        if copy is None or copy.report != report.id:
            _remember(report, shingles, originals, index)
    return tuple(_to_the_root(copy, found) for copy in found.values())


def mark_copies(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The same reports in the same order with `copy_of` set to the original, or None."""
    of = {copy.report: copy.of for copy in find_copies(reports)}
    return tuple(
        report
        if report.copy_of == of.get(report.id)
        else dataclasses.replace(report, copy_of=of.get(report.id))
        for report in reports
    )


def _by_date(reports: Iterable[Report]) -> list[Report]:
    def key(report: Report) -> tuple[bool, str, bool, str]:
        published = earliest(report.published).isoformat() if report.published else ""
        return (not published, published, not report.retrieved, report.retrieved or "")

    return sorted({report.id: report for report in reports}.values(), key=key)


def _units(text: str) -> tuple[list[str], int]:
    """Words without case, or single characters where words are not spaced; shingle size."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if words and sum(map(len, words)) > _UNSPACED * len(words):
        return list("".join(words)), SHINGLE_CHARACTERS
    return words, SHINGLE


def _shingles(units: list[str], size: int) -> frozenset[int]:
    rows = (" ".join(units[i : i + size]) for i in range(len(units) - size + 1))
    return frozenset(
        int.from_bytes(blake2b(row.encode("utf-8", "replace"), digest_size=8).digest())
        for row in rows
    )


def _remember(
    report: Report,
    shingles: frozenset[int],
    originals: dict[str, array[int]],
    index: dict[int, list[str]],
) -> None:
    originals[report.id] = array("Q", sorted(shingles))  # a set would need ten times the room
    for entry in shingles:
        if entry % SKETCH == 0:
            index.setdefault(entry, []).append(report.id)


def _compare(
    report: Report,
    shingles: frozenset[int],
    originals: dict[str, array[int]],
    index: dict[int, list[str]],
) -> Copy | None:
    """The copy that this report makes of a pair: itself of an original, or an original of it."""
    shared: Counter[str] = Counter()
    for entry in shingles:
        if entry % SKETCH == 0 and len(holders := index.get(entry, ())) <= BOILERPLATE:
            shared.update(holders)
    likeliest = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:CANDIDATES]
    best: Copy | None = None
    for name, count in likeliest:
        if count < SHARED:
            break
        other = originals[name]
        common = _common(shingles, other)
        contained = common / min(len(shingles), len(other))
        if contained < CONTAINMENT or (best is not None and contained <= best.similarity):
            continue
        # The longer text keeps its standing as a report of its own when most of it is its own.
        longer_is_new = len(shingles) > len(other) and common / len(shingles) < CONTAINMENT
        best = Copy(
            report=name if longer_is_new else report.id,
            of=report.id if longer_is_new else name,
            kind="near",
            similarity=round(contained, 4),
        )
    return best


def _common(shingles: frozenset[int], other: array[int]) -> int:
    return sum(1 for entry in other if entry in shingles)


def _to_the_root(copy: Copy, found: dict[str, Copy]) -> Copy:
    """The copy with `of` an original: a copy of a copy is a copy of the first one."""
    root, seen = copy.of, {copy.report}
    while root in found and root not in seen:
        seen.add(root)
        root = found[root].of
    return copy if root == copy.of else dataclasses.replace(copy, of=root)
