"""Copies: the same text again, and agency copy that was cut, given a head or lightly rewritten.

Shingles of `SHINGLE` words; a pair is compared by containment, the share of the shorter text's
shingles that are in the longer one (Broder 1997, "On the resemblance and containment of
documents", definition 2), because a cut copy has a low resemblance with its original and a high
containment. Which pairs are compared at all is decided by sketches (`goodoffices.read.sketches`).
Each text is compared with originals and the first `FOLLOWERS` copies of each, since two copies cut
and rewritten in different places may be more like the text between them than like one another; and
sketch entries that very many texts share are boilerplate and lead to no pair. So the work grows
with the number of texts, not of pairs. Of each text a sketch of a few hundred bytes is kept; the
texts themselves are asked for when two of them are compared.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal

from goodoffices.model.evidence import Report
from goodoffices.read.sketches import SHORTEST, Index, Sketch, shingles_of, sketch

SHARED = 3  # sketch entries that a pair must share to be compared
BOILERPLATE = 40  # an entry in more texts than this says nothing
CANDIDATES = 12  # texts that a text is compared with, the likeliest first
FOLLOWERS = 3  # copies of one original that others are compared with as well
CONTAINMENT = 0.5

_BLOCK = 1024  # texts looked up together
_LOOKED = 128  # of them asked for at a time
_KEPT = 4096  # texts whose shingles are kept while they may be needed again
_SURE = 3.0  # standard deviations by which a sketch must fall short to spare the comparison


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
    texts = {report.id: report for report in reports}
    return copies_among(map(_sketched, texts.values()), lambda name: texts[name].text)


_kept: OrderedDict[tuple[object, ...], Sketch] = OrderedDict()
_keeping = Lock()
MOST_KEPT = 20_000
"""Sketches that are kept, some 20 MB: where documents come in one by one, each is looked for among
all that were there before."""


def _sketched(report: Report) -> Sketch:
    """The sketch of a report, from the last time if it was asked for before."""
    about = (report.id, hash(report.text), report.published, report.retrieved)
    with _keeping:
        found = _kept.get(about)
        if found is not None:
            _kept.move_to_end(about)
            return found
    made = sketch(report)
    with _keeping:
        _kept[about] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def copies_among(sketches: Iterable[Sketch], text_of: Callable[[str], str]) -> tuple[Copy, ...]:
    """As `find_copies`, for reports of which only the sketches are held.

    `text_of` gives the text of a report by its id, for pairs whose sketches are alike.
    """
    ordered = sorted(sketches, key=lambda one: one.order)
    search = _Search(ordered, text_of)
    for start in range(0, len(ordered), _BLOCK):
        search.block(range(start, min(start + _BLOCK, len(ordered))))
    return tuple(_to_the_root(copy, search.found) for copy in search.found.values())


def mark_copies(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The same reports in the same order with `copy_of` set to the original, or None."""
    of = {copy.report: copy.of for copy in find_copies(reports)}
    return tuple(
        report
        if report.copy_of == of.get(report.id)
        else dataclasses.replace(report, copy_of=of.get(report.id))
        for report in reports
    )


class _Search:
    """The search in its course: the index of the texts so far, and the copies found."""

    def __init__(self, ordered: Sequence[Sketch], text_of: Callable[[str], str]) -> None:
        self.ordered, self.text_of = ordered, text_of
        self.same: dict[bytes, str] = {}
        self.found: dict[str, Copy] = {}
        self.followers: Counter[str] = Counter()
        self.index = Index(BOILERPLATE)
        self.shingles: OrderedDict[str, Any] = OrderedDict()

    def block(self, numbers: range) -> None:
        """Look at some texts, all later than those before them."""
        known = self._known(numbers)
        local: dict[int, list[int]] = {}
        fresh: list[int] = []
        for number, shared in zip(numbers, known, strict=True):
            text = self.ordered[number]
            if (first := self.same.setdefault(text.digest, text.id)) != text.id:
                self.found[text.id] = Copy(report=text.id, of=first, kind="exact", similarity=1.0)
                continue
            if text.shingles < SHORTEST:
                continue
            entries = text.entries.tolist()
            counted = Counter(shared)
            for entry in entries:
                holders = local.get(entry, ())
                if len(holders) <= BOILERPLATE:
                    counted.update(holders)
            copy = self._compare(text, counted)
            if copy is not None and copy.report not in self.found:
                self.found[copy.report] = copy
            if copy is None or copy.report != text.id or self._follows(copy.of):
                fresh.append(number)
                for entry in entries:
                    local.setdefault(entry, []).append(number)
        self.index.add(fresh, [self.ordered[number].entries for number in fresh])

    def _known(self, numbers: range) -> Iterator[Counter[int]]:
        """Which earlier texts share entries with each; some at a time, for many take much room."""
        for at in range(0, len(numbers), _LOOKED):
            some = numbers[at : at + _LOOKED]
            yield from self.index.look([self.ordered[number].entries for number in some])

    def _follows(self, of: str) -> bool:
        """Whether a copy of this text is among the first of its original."""
        while of in self.found:
            of = self.found[of].of
        self.followers[of] += 1
        return self.followers[of] <= FOLLOWERS

    def _compare(self, text: Sketch, shared: Counter[int]) -> Copy | None:
        """The copy that a text makes of a pair: itself of an original, or an original of it."""
        best: Copy | None = None
        likeliest = sorted(shared.items(), key=lambda item: (-item[1], self.ordered[item[0]].id))
        for number, count in likeliest[:CANDIDATES]:
            other = self.ordered[number]
            if count < SHARED:
                break
            if _hopeless(text, other, count):
                continue
            one, two = self._shingles(text), self._shingles(other)
            common = _common(one, two)
            contained = common / min(len(one), len(two))
            if contained < CONTAINMENT or (best is not None and contained <= best.similarity):
                continue
            # The longer text keeps its standing as a report of its own when most of it is its own.
            longer_is_new = len(one) > len(two) and common / len(one) < CONTAINMENT
            if longer_is_new and other.id in self.found:
                continue  # it is a copy of something already
            best = Copy(
                report=other.id if longer_is_new else text.id,
                of=text.id if longer_is_new else other.id,
                kind="near",
                similarity=round(contained, 4),
            )
        return best

    def _shingles(self, text: Sketch) -> Any:
        held = self.shingles.pop(text.id, None)
        if held is None:
            held = shingles_of(self.text_of(text.id))
            if len(self.shingles) >= _KEPT:
                self.shingles.popitem(last=False)
        self.shingles[text.id] = held  # the last used stay longest
        return held


def _hopeless(one: Sketch, other: Sketch, shared: int) -> bool:
    """Whether the sketches share so few entries that the containment cannot well reach the limit.

    Of the n entries that the shorter text has in the coarser of the two sketches, a share p of the
    texts' common shingles is expected, with a standard deviation of at most 1 / (2 sqrt(n)).
    """
    coarser = max(one.modulus, other.modulus)
    expected = min(one.shingles, other.shingles) / coarser
    return bool(shared < CONTAINMENT * expected - _SURE * expected**0.5 / 2)


def _common(one: Any, other: Any) -> int:
    import numpy as np

    return len(np.intersect1d(one, other, assume_unique=True))


def _to_the_root(copy: Copy, found: dict[str, Copy]) -> Copy:
    """The copy with `of` an original: a copy of a copy is a copy of the first one."""
    root, seen = copy.of, {copy.report}
    while root in found and root not in seen:
        seen.add(root)
        root = found[root].of
    return copy if root == copy.of else dataclasses.replace(copy, of=root)
