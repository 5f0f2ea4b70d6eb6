"""The accurate tagger: a small encoder (BERT with six layers), the fast tagger and a CRF, in NumPy.

Fine-tuned from MiniLM-L6-H384 (Wang et al. 2020, Apache-2.0). A text is read in windows of whole
sentences; all words of some windows go through a layer together, each window looks at itself only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
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
_TOGETHER = 1_000  # pieces that go through a layer at once
_BLOCK = 128  # rows that stay in the cache while several things are done to them
# GELU by its tanh form (Hendrycks and Gimpel 2016) is x (1 + tanh(a x + b x^3)) / 2. Of y = _UNIT x
# it is y (1 + tanh(y (_SLOPE + y^2))) / (2 _UNIT): the factors are part of the weights around it.
_UNIT = (0.7978845608 * 0.044715) ** (1 / 3)
_SLOPE = 0.7978845608 / _UNIT
_STEEPEST = 80.0  # e to that and to its negative are numbers of 32 bits, and so is a sum of them


@dataclass(frozen=True, slots=True)
class _Layer:
    """Matrices of one layer, what is constant before and behind them multiplied in.

    `qkv` holds the scale of the products and `up` and `down` the factors of GELU. A constant added
    to a key adds the same to all weights of a word, which changes none, and one added to the values
    is added to what is made of them: of the three biases only that of the queries is left.
    """

    qkv: Array
    query: Array
    out: Array
    out_bias: Array
    norm1: tuple[Array, Array]
    up: Array
    up_bias: Array
    down: Array
    down_bias: Array
    norm2: tuple[Array, Array]

    @classmethod
    def of(cls, w: dict[str, Array], number: int) -> _Layer:
        """From weights as trained."""
        name, width = f"{number}", len(w[f"{number}.out"])
        scale = (width // _HEADS) ** -0.5
        qkv = w[f"{name}.qkv"].T.copy()
        qkv[:, :width] *= scale
        bias = w[f"{name}.qkv.bias"]
        return cls(
            qkv=qkv,
            query=bias[:width] * scale,
            out=w[f"{name}.out"].T.copy(),
            out_bias=w[f"{name}.out.bias"] + w[f"{name}.out"] @ bias[2 * width :],
            norm1=(w[f"{name}.norm1.weight"], w[f"{name}.norm1.bias"]),
            up=w[f"{name}.up"].T * _UNIT,
            up_bias=w[f"{name}.up.bias"] * _UNIT,
            down=w[f"{name}.down"].T * (0.5 / _UNIT),
            down_bias=w[f"{name}.down.bias"],
            norm2=(w[f"{name}.norm2.weight"], w[f"{name}.norm2.bias"]),
        )

    def __call__(self, x: Array, bounds: list[tuple[int, int]], room: _Room) -> Array:
        """What comes out of the layer; `x` and what is in the room are overwritten."""
        import numpy as np

        size, width = x.shape
        qkv = np.matmul(x, self.qkv, out=room.qkv[:size])
        qkv[:, :width] += self.query
        mixed = _attention(qkv, bounds, room.mixed[:size], room.weight)
        y = np.matmul(mixed, self.out, out=room.other[:size])
        _closed(y, self.out_bias, x, self.norm1)
        inner = np.matmul(y, self.up, out=room.inner[:size])
        for first in range(0, size, _BLOCK):
            part = inner[first : first + _BLOCK]
            part += self.up_bias
            _gelu(part, room.spare[: len(part)])
        x = np.matmul(inner, self.down, out=x)
        _closed(x, self.down_bias, y, self.norm2)
        return x


class _Room:
    """Memory for what the layers make of at most `rows` pieces, used again for each."""

    def __init__(self, rows: int, width: int, inner: int) -> None:
        import numpy as np

        self.qkv = np.empty((rows, 3 * width), np.float32)
        self.mixed = np.empty((rows, width), np.float32)
        self.other = np.empty((rows, width), np.float32)
        self.inner = np.empty((rows, inner), np.float32)
        self.spare = np.empty((_BLOCK, inner), np.float32)
        self.weight = np.empty(_HEADS * (ROOM + 2) ** 2, np.float32)


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
        self._places = weights["places"]
        self._norm = (weights["norm.weight"], weights["norm.bias"])
        self._features, self._steps = _all_features(weights)
        count = sum(name.endswith(".qkv") for name in weights)
        self._layers = [_Layer.of(weights, number) for number in range(count)]
        self._mix, self._mix_bias = weights["mix"].T * _UNIT, weights["mix.bias"] * _UNIT
        self._tag, self._tag_bias = weights["tag"].T * (0.5 / _UNIT), weights["tag.bias"]
        self._inner = max((layer.up.shape[1] for layer in self._layers), default=0)

    def tags(self, passage: Passage) -> list[int]:
        """The label of every word (`labels.TAGS`)."""
        import numpy as np

        if not len(passage):
            return []
        cut = [self._table.pieces.of(word) for word in passage.words]
        parts = windows(passage, [len(pieces) for pieces in cut], ROOM)
        features = np.array(features_of(passage), np.int64) @ self._steps
        groups = list(_together(parts, cut))
        room = _Room(max(size for _, size in groups), len(self._mix_bias), self._inner)
        scores = np.concatenate([self._scores(some, cut, features, room) for some, _ in groups])
        if self._beside:
            scores = (1 - SHARE) * scores + SHARE * self._beside.scores(passage)
        rows = [(window.first, window.end) for window in parts]
        return best_tags(scores, rows, self._follow, self._opening)

    def _scores(
        self,
        some: list[Window],
        cut: list[tuple[int, ...]],
        features: NDArray[np.int64],
        room: _Room,
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
        x += self._places[places]
        x += self._features[np.append(features, -1)[owner]]  # -1, the last row, of no word
        normalised(x, *self._norm, 1e-12)
        for layer in self._layers:
            x = layer(x, bounds, room)
        mixed = np.concatenate([x[heads], x[tails]], 1) @ self._mix
        mixed += self._mix_bias
        scores: Array = _gelu(mixed, np.empty_like(mixed)) @ self._tag + self._tag_bias
        return scores


def _all_features(weights: dict[str, Array]) -> tuple[Array, NDArray[np.int64]]:
    """A row for every combination of features and one for none, and how to number combinations."""
    import numpy as np

    steps = np.array([math.prod(FEATURES[number + 1 :]) for number in range(len(FEATURES))])
    index = np.indices(FEATURES).reshape(len(FEATURES), -1)
    rows = sum(weights[f"features.{n}"][index[n]] for n in range(len(FEATURES)))
    return np.concatenate([rows, np.zeros_like(rows[:1])]), steps


@cache
def encoder() -> Encoder:
    """The shipped model, read once."""
    return Encoder(piece_table(), matrices("encoder"), convolutions())


def _together(
    parts: list[Window], cut: list[tuple[int, ...]]
) -> Iterator[tuple[list[Window], int]]:
    """Windows in order, as many at once as fit, and how many pieces they have."""
    held: list[Window] = []
    filled = 0
    for window in parts:
        size = sum(map(len, cut[window.first : window.end])) + 2
        if held and filled + size > _TOGETHER:
            yield held, filled
            held, filled = [], 0
        held.append(window)
        filled += size
    if held:
        yield held, filled


def _attention(qkv: Array, bounds: list[tuple[int, int]], mixed: Array, weight: Array) -> Array:
    """What every piece takes from those of its window, into `mixed`; `weight` is memory to use.

    `qkv` are queries, scaled, keys and values, pieces by heads.
    """
    import numpy as np

    each = qkv.shape[1] // (3 * _HEADS)
    for begin, end in bounds:
        size = end - begin
        split = qkv[begin:end].reshape(size, 3, _HEADS, each).transpose(1, 2, 0, 3)
        share = weight[: _HEADS * size * size].reshape(_HEADS, size, size)
        np.matmul(split[0], split[1].transpose(0, 2, 1), out=share)
        if share.max() > _STEEPEST or share.min() < -_STEEPEST:
            share -= share.max(axis=-1, keepdims=True)
        np.exp(share, out=share)
        total = share @ np.ones((size, 1), np.float32)
        taken = mixed[begin:end].reshape(size, _HEADS, each).transpose(1, 0, 2)
        np.matmul(share, split[2], out=taken)
        taken /= total
    return mixed


def _closed(y: Array, bias: Array, x: Array, norm: tuple[Array, Array]) -> None:
    """`y` with its bias added to what went in, normalised, in place."""
    for first in range(0, len(y), _BLOCK):
        part = y[first : first + _BLOCK]
        part += bias
        part += x[first : first + _BLOCK]
        normalised(part, *norm, 1e-12)


def _gelu(y: Array, spare: Array) -> Array:
    """GELU of y / `_UNIT`, times 2 `_UNIT`, in place; `spare` is memory of the same shape."""
    import numpy as np

    np.multiply(y, y, out=spare)
    spare += _SLOPE
    spare *= y
    np.tanh(spare, out=spare)
    spare += 1
    y *= spare
    return y
