"""Sketches of texts, and an index that tells which texts share entries of theirs.

A shingle is a run of `SHINGLE` words; its digest is kept in the sketch when it is 0 modulo a power
of two (Broder 1997, "On the resemblance and containment of documents", section 4: the mod-m sketch,
which unlike the fixed number of smallest digests keeps containment). Long texts have a coarser
modulus, so that no sketch is much larger than `LARGEST`; two texts share what the coarser holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from sys import intern
from typing import Any, NamedTuple

from goodoffices.model.dates import earliest
from goodoffices.model.evidence import Report

SHINGLE = 4  # words
SHINGLE_CHARACTERS = 9  # for scripts that do not put spaces between words
SHORTEST = 30  # shingles; shorter texts are copies only when they are the same text
MODULUS = 4  # one shingle in so many is kept of an ordinary text
LARGEST = 64  # entries of a sketch from which the modulus is doubled

_WORD = re.compile(r"\w+")
_UNSPACED = 15  # mean letters in a "word" beyond which a script is taken to have no spaces
_ODD = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio, for mixing (Knuth, volume 3, section 6.4)


class Sketch(NamedTuple):
    """What is kept of a text: `order` sorts by date, `digest` tells the same words again.

    `shingles` is how many different ones there are, `entries` the digests kept (uint32, sorted).
    """

    id: str
    order: tuple[bool, str, bool, str]
    digest: bytes
    shingles: int
    modulus: int
    entries: Any


def sketch(report: Report) -> Sketch:
    """The sketch of a report."""
    import numpy as np

    units, size = _units(report.text)
    words = " ".join(units) or report.text
    digests = _digests(units, size)
    modulus = MODULUS
    kept = digests[digests % modulus == 0]
    while len(kept) > LARGEST:
        modulus *= 2
        kept = kept[kept % modulus == 0]
    published = earliest(report.published).isoformat() if report.published else ""
    return Sketch(
        id=report.id,
        order=(
            not published,
            intern(published),
            not report.retrieved,
            intern(report.retrieved or ""),
        ),
        digest=blake2b(words.encode("utf-8", "replace"), digest_size=16).digest(),
        shingles=len(digests),
        modulus=modulus,
        entries=np.unique((kept >> np.uint64(32)).astype(np.uint32)),
    )


def shingles_of(text: str) -> Any:
    """The digests of all shingles of a text: uint64, sorted, each once."""
    return _digests(*_units(text))


def _units(text: str) -> tuple[list[str], int]:
    """Words without case, or single characters where words are not spaced; shingle size."""
    words = _WORD.findall(text.casefold())
    if words and sum(map(len, words)) > _UNSPACED * len(words):
        return list("".join(words)), SHINGLE_CHARACTERS
    return words, SHINGLE


def _digests(units: list[str], size: int) -> Any:
    import numpy as np

    count = len(units) - size + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    words = np.fromiter(map(_of_word, units), dtype=np.uint64, count=len(units))
    rows = np.zeros(count, dtype=np.uint64)
    for place in range(size):  # a polynomial of the words, modulo 2^64
        rows = rows * np.uint64(_ODD) + words[place : place + count]
    rows ^= rows >> np.uint64(31)
    rows *= np.uint64(0xD6E8FEB86659FD93)
    rows ^= rows >> np.uint64(32)
    return np.unique(rows)


@lru_cache(maxsize=1 << 17)
def _of_word(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest())


class Index:
    """Which texts hold an entry: sorted arrays, each twice as long as the next, merged as it grows.

    An entry and its text are one number, entry first: eight bytes, and sorted in place. Entries
    that more than `common` texts hold are passed over.
    """

    def __init__(self, common: int) -> None:
        self.common = common
        self.runs: list[Any] = []

    def add(self, texts: Sequence[int], entries: Sequence[Any]) -> None:
        """Put in the entries of texts."""
        import numpy as np

        if not texts:
            return
        owners = np.repeat(np.array(texts, dtype=np.uint64), [len(each) for each in entries])
        run = np.concatenate(entries).astype(np.uint64) << _OWNER | owners
        run.sort()
        while self.runs and len(self.runs[-1]) < 2 * len(run):
            run = np.concatenate((self.runs.pop(), run))
            run.sort()
        self.runs.append(run)

    def look(self, texts: Sequence[Any]) -> list[Counter[int]]:
        """For the entries of each text, the texts that hold some of them and how many."""
        import numpy as np

        found: list[Counter[int]] = [Counter() for _ in texts]
        sizes = [len(each) for each in texts]
        if not self.runs or not sum(sizes):
            return found
        wanted = np.concatenate(texts).astype(np.uint64) << _OWNER
        asking = np.repeat(np.arange(len(texts), dtype=np.uint64), sizes)
        places = [
            (np.searchsorted(run, wanted, "left"), np.searchsorted(run, wanted | _LAST, "right"))
            for run in self.runs
        ]
        total = sum((right - left for left, right in places), np.zeros(len(wanted), dtype=np.int64))
        usual = (total > 0) & (total <= self.common)
        pairs = []
        for (left, right), run in zip(places, self.runs, strict=True):
            counts = np.where(usual, right - left, 0)
            starts = np.repeat(left - (np.cumsum(counts) - counts), counts)
            held = run[starts + np.arange(int(counts.sum()))] & _LAST
            pairs.append(np.repeat(asking, counts) << _OWNER | held)
        codes, counts = np.unique(np.concatenate(pairs), return_counts=True)
        for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
            found[code >> 32][code & 0xFFFFFFFF] = count
        return found


_OWNER, _LAST = 32, 0xFFFFFFFF  # bits of a text's number, and the greatest
