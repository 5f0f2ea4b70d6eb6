"""The fast tagger: hashed lexical features, convolutions over words, a CRF, in NumPy.

Iterated dilated convolutions (Strubell et al. 2017) over the words of the whole text; the labels of
a paragraph are decoded together.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from goodoffices.read.tagging.decoding import best_tags, normalised
from goodoffices.read.tagging.hashing import Hasher
from goodoffices.read.tagging.passages import Passage
from goodoffices.read.tagging.weights import PieceTable, matrices, piece_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

LONGEST_ROW = 160  # words decoded together
_AT_ONCE = 4_000  # pieces projected at a time


def rows_of(passage: Passage) -> list[tuple[int, int]]:
    """Paragraphs as runs of words, long ones cut."""
    found = []
    at = 0
    for _, group in groupby(passage.paragraph):
        end = at + sum(1 for _ in group)
        while end - at > LONGEST_ROW:
            found.append((at, at + LONGEST_ROW))
            at += LONGEST_ROW
        found.append((at, end))
        at = end
    return found


class Convolutions:
    """A tagger: labels for the words of a passage."""

    def __init__(self, table: PieceTable, weights: dict[str, Array], dilations: tuple[int, ...]
                 ) -> None:  # fmt: skip
        import numpy as np

        self._pieces, self._w, self._dilations = table.pieces, weights, dilations
        self.follow, self.opening = weights["follow"], weights["opening"]
        self._hasher = Hasher()
        self._projected = _projected(table, weights["project"])
        self._around = [  # before, here and after side by side: one product instead of three
            np.concatenate([weights[f"{number}.{side}"] for side in ("before", "here", "after")], 1)
            for number in range(len(dilations))
        ]

    def tags(self, passage: Passage) -> list[int]:
        """The label of every word (`labels.TAGS`)."""
        if not len(passage):
            return []
        return best_tags(self.scores(passage), rows_of(passage), self.follow, self.opening)

    def scores(self, passage: Passage) -> Array:
        """What speaks for each label of each word: words by labels."""
        import numpy as np

        x = self._read(passage)
        normalised(x, self._w["norm.0.weight"], self._w["norm.0.bias"], 1e-5)
        for number, dilation in enumerate(self._dilations):
            y = self._convolved(x, number, dilation)
            np.maximum(y, 0, out=y)
            y += x
            x = normalised(
                y, self._w[f"norm.{number + 1}.weight"], self._w[f"norm.{number + 1}.bias"], 1e-5
            )
        scores: Array = x @ self._w["tag"].T + self._w["tag.bias"]
        return scores

    def _read(self, passage: Passage) -> Array:
        """A vector for every word: its pieces on average, and all its features."""
        import numpy as np

        index: dict[str, int] = {}
        ids = np.array([index.setdefault(word, len(index)) for word in passage.words])
        own = self._hasher.own(index)
        hashed = self._w["hashed"]
        x: Array = (hashed[own].sum(axis=1) + self._lexical(index))[ids]
        for places in self._hasher.around(passage, own[ids]):
            x += hashed[places]
        return x

    def _lexical(self, words: Iterable[str]) -> Array:
        """What the pieces of each word mean, on average."""
        import numpy as np

        cut = [self._pieces.of(word) for word in words]
        sizes = np.array([len(pieces) for pieces in cut])
        numbers = np.array([number for pieces in cut for number in pieces])
        found: Array = np.add.reduceat(self._projected[numbers], np.cumsum(sizes) - sizes, axis=0)
        found /= sizes[:, None].astype(np.float32)
        return found

    def _convolved(self, x: Array, number: int, dilation: int) -> Array:
        """Each word with those `dilation` before and after it; nothing beyond the ends."""
        width = x.shape[1]
        made = x @ self._around[number]
        y: Array = made[:, width : 2 * width] + self._w[f"{number}.bias"]
        if dilation < len(x):
            y[dilation:] += made[:-dilation, :width]
            y[:-dilation] += made[dilation:, 2 * width :]
        return y


def _projected(table: PieceTable, project: Array) -> Array:
    """The vectors of all pieces, projected once; some at a time, for the table is large."""
    import numpy as np

    found = np.empty((len(table.rows), len(project)), np.float32)
    for first in range(0, len(found), _AT_ONCE):
        numbers = np.arange(first, min(first + _AT_ONCE, len(found)))
        np.matmul(table.vectors(numbers), project.T, out=found[numbers[0] : numbers[-1] + 1])
    return found


@cache
def convolutions() -> Convolutions:
    """The shipped model, read once."""
    weights = matrices("fast")
    dilations = tuple(int(d) for d in weights.pop("dilations"))
    return Convolutions(piece_table(), weights, dilations)
