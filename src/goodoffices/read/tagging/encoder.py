"""The accurate tagger: a small encoder (BERT with six layers), the fast tagger and a CRF, in NumPy.

Fine-tuned from MiniLM-L6-H384 (Wang et al. 2020, Apache-2.0). A text is read in windows of whole
sentences; all words of some windows go through a layer together, each window looks at itself only.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from goodoffices.read.tagging.convolutions import Convolutions, convolutions
from goodoffices.read.tagging.decoding import best_tags, normalised
from goodoffices.read.tagging.passages import Passage
from goodoffices.read.tagging.pieces import FEATURES, Window, features_of, windows
from goodoffices.read.tagging.weights import PieceTable, matrices, piece_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

ROOM = 160  # pieces of a window
SHARE = 0.25  # of the fast tagger in the scores, chosen on the development part
_HEADS = 12
_TOGETHER = 1_000  # pieces that go through a layer at once, so that they stay in the cache


class Encoder:
    """A tagger: labels for the words of a passage."""

    def __init__(
        self, table: PieceTable, weights: dict[str, Array], beside: Convolutions | None = None
    ) -> None:
        """`weights` as `scripts/attribution/export.py` writes them.

        `beside` is the fast tagger, whose scores count `SHARE` of the whole; they err elsewhere.
        """
        self._table, self._beside = table, beside
        self._follow, self._opening = weights["follow"], weights["opening"]
        if beside:
            self._follow = (1 - SHARE) * self._follow + SHARE * beside.follow
            self._opening = (1 - SHARE) * self._opening + SHARE * beside.opening
        self._w = {
            name: values.T.copy() if name.endswith((".qkv", ".out", ".up", ".down")) else values
            for name, values in weights.items()
        }
        self._mix, self._tag = weights["mix"].T.copy(), weights["tag"].T.copy()
        self._layers = sum(name.endswith(".qkv") for name in weights)

    def tags(self, passage: Passage) -> list[int]:
        """The label of every word (`labels.TAGS`)."""
        import numpy as np

        if not len(passage):
            return []
        cut = [self._table.pieces.of(word) for word in passage.words]
        parts = windows(passage, [len(pieces) for pieces in cut], ROOM)
        features = np.array(features_of(passage), np.int64)
        scores = np.concatenate(
            [self._scores(some, cut, features) for some in _together(parts, cut)]
        )
        if self._beside:
            scores = (1 - SHARE) * scores + SHARE * self._beside.scores(passage)
        rows = [(window.first, window.end) for window in parts]
        return best_tags(scores, rows, self._follow, self._opening)

    def _scores(
        self, some: list[Window], cut: list[tuple[int, ...]], features: NDArray[np.int64]
    ) -> Array:
        """Scores of the labels of all words of the windows, in order."""
        import numpy as np

        pieces = self._table.pieces
        numbers: list[int] = []
        places: list[int] = []
        owner: list[int] = []  # the word of a piece, -1 of none
        heads: list[int] = []
        tails: list[int] = []
        bounds: list[tuple[int, int]] = []
        for window in some:
            begin = len(numbers)
            numbers.append(pieces.first)
            owner.append(-1)
            for at in range(window.first, window.end):
                heads.append(len(numbers))
                numbers += cut[at]
                owner += [at] * len(cut[at])
                tails.append(len(numbers) - 1)
            numbers.append(pieces.last)
            owner.append(-1)
            places += range(len(numbers) - begin)
            bounds.append((begin, len(numbers)))
        x = self._table.vectors(np.array(numbers))
        x += self._w["places"][places]
        real = np.array(owner) >= 0
        mine = features[np.array(owner)[real]]
        for number in range(len(FEATURES)):
            x[real] += self._w[f"features.{number}"][mine[:, number]]
        x = normalised(x, self._w["norm.weight"], self._w["norm.bias"], 1e-12)
        for number in range(self._layers):
            x = self._layer(x, number, bounds)
        both = np.concatenate([x[heads], x[tails]], 1)
        mixed = _gelu(both @ self._mix + self._w["mix.bias"])
        scores: Array = mixed @ self._tag + self._w["tag.bias"]
        return scores

    def _layer(self, x: Array, number: int, bounds: list[tuple[int, int]]) -> Array:
        w, name = self._w, f"{number}"
        mixed = _attention(x @ w[f"{name}.qkv"] + w[f"{name}.qkv.bias"], bounds)
        mixed = mixed @ w[f"{name}.out"]
        mixed += w[f"{name}.out.bias"]
        mixed += x
        x = normalised(mixed, w[f"{name}.norm1.weight"], w[f"{name}.norm1.bias"], 1e-12)
        inner = x @ w[f"{name}.up"]
        inner += w[f"{name}.up.bias"]
        inner = _gelu(inner) @ w[f"{name}.down"]
        inner += w[f"{name}.down.bias"]
        inner += x
        return normalised(inner, w[f"{name}.norm2.weight"], w[f"{name}.norm2.bias"], 1e-12)


@cache
def encoder() -> Encoder:
    """The shipped model, read once."""
    return Encoder(piece_table(), matrices("encoder"), convolutions())


def _together(parts: list[Window], cut: list[tuple[int, ...]]) -> Iterator[list[Window]]:
    """Windows in order, as many at once as fit."""
    held: list[Window] = []
    room = _TOGETHER
    for window in parts:
        size = sum(map(len, cut[window.first : window.end])) + 2
        if held and size > room:
            yield held
            held, room = [], _TOGETHER
        held.append(window)
        room -= size
    if held:
        yield held


def _attention(qkv: Array, bounds: list[tuple[int, int]]) -> Array:
    import numpy as np

    width = qkv.shape[1] // 3
    each = width // _HEADS
    mixed = np.empty((len(qkv), width), np.float32)
    for begin, end in bounds:
        split = qkv[begin:end].reshape(end - begin, 3, _HEADS, each).transpose(1, 2, 0, 3)
        q, k, v = np.ascontiguousarray(split)
        q *= np.float32(each**-0.5)
        weight = q @ k.transpose(0, 2, 1)
        weight -= weight.max(axis=-1, keepdims=True)
        np.exp(weight, out=weight)
        total = weight.sum(axis=-1, keepdims=True)
        mixed[begin:end] = (weight @ v / total).transpose(1, 0, 2).reshape(end - begin, width)
    return mixed


def _gelu(x: Array) -> Array:
    """GELU by its tanh form (Hendrycks and Gimpel 2016)."""
    import numpy as np

    inner = x * x
    inner *= 0.044715 * 0.7978845608
    inner += 0.7978845608
    inner *= x
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= 0.5
    return inner
