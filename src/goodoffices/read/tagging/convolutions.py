"""The fast tagger: hashed lexical features, convolutions over words, a CRF, in NumPy.

Iterated dilated convolutions (Strubell et al. 2017) over the words of the whole text; the labels of
a paragraph are decoded together.
"""

from __future__ import annotations

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
_TOGETHER = 20_000  # words whose numbers are held at a time


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
        self._table, self._w, self._dilations = table, weights, dilations
        self.follow, self.opening = weights["follow"], weights["opening"]
        self._hasher = Hasher()
        self._project = weights["project"].T.copy()

    def tags(self, passage: Passage) -> list[int]:
        """The label of every word (`labels.TAGS`)."""
        if not len(passage):
            return []
        return best_tags(self.scores(passage), rows_of(passage), self.follow, self.opening)

    def scores(self, passage: Passage) -> Array:
        """What speaks for each label of each word: words by labels."""
        import numpy as np

        places = self._hasher.places(passage)
        x = self._w["hashed"][places].sum(axis=1) + self._lexical(passage)
        x = normalised(x, self._w["norm.0.weight"], self._w["norm.0.bias"], 1e-5)
        for number, dilation in enumerate(self._dilations):
            y = self._convolved(x, number, dilation)
            np.maximum(y, 0, out=y)
            y += x
            x = normalised(
                y, self._w[f"norm.{number + 1}.weight"], self._w[f"norm.{number + 1}.bias"], 1e-5
            )
        scores: Array = x @ self._w["tag"].T + self._w["tag.bias"]
        return scores

    def _lexical(self, passage: Passage) -> Array:
        """What the pieces of each word mean, on average."""
        import numpy as np

        index: dict[str, int] = {}
        words = [index.setdefault(word, len(index)) for word in passage.words]
        cut = [self._table.pieces.of(word) for word in index]
        sizes = np.array([len(pieces) for pieces in cut])
        numbers = np.array([number for pieces in cut for number in pieces])
        opens = np.cumsum(sizes) - sizes
        vectors = np.add.reduceat(self._table.vectors(numbers), opens, axis=0)
        vectors /= sizes[:, None].astype(np.float32)
        found: Array = (vectors @ self._project)[words]
        return found

    def _convolved(self, x: Array, number: int, dilation: int) -> Array:
        """Each word with those `dilation` before and after it; nothing beyond the ends."""
        w = self._w
        y: Array = x @ w[f"{number}.here"] + w[f"{number}.bias"]
        if dilation < len(x):
            y[dilation:] += x[:-dilation] @ w[f"{number}.before"]
            y[:-dilation] += x[dilation:] @ w[f"{number}.after"]
        return y


@cache
def convolutions() -> Convolutions:
    """The shipped model, read once."""
    weights = matrices("fast")
    dilations = tuple(int(d) for d in weights.pop("dilations"))
    return Convolutions(piece_table(), weights, dilations)
