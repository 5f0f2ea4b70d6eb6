"""What both taggers compute alike: layer normalisation, the best labels of a sequence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TOGETHER = 64  # sequences decoded at once


def best_tags(
    scores: NDArray[np.float32],
    rows: Sequence[tuple[int, int]],
    follow: NDArray[np.float32],
    opening: NDArray[np.float32],
) -> list[int]:
    """The labels of highest total score (Viterbi), for every word.

    `scores` are words by labels; `rows` the runs of words decoded each by itself, which together
    are all words in order; `follow` the scores of a label after a label, `opening` of the first
    one. Of equal sequences the one with the lower labels, from the end, is taken.
    """
    import numpy as np

    found = np.zeros(len(scores), np.int64)
    by_length = sorted((row for row in rows if row[0] < row[1]), key=lambda r: r[0] - r[1])
    for start in range(0, len(by_length), _TOGETHER):
        _decode(scores, by_length[start : start + _TOGETHER], follow, opening, found)
    tags: list[int] = found.tolist()
    return tags


def _decode(
    scores: NDArray[np.float32],
    rows: Sequence[tuple[int, int]],
    follow: NDArray[np.float32],
    opening: NDArray[np.float32],
    found: NDArray[np.int64],
) -> None:
    """Rows in order of falling length, so that those that have ended are the last ones."""
    import numpy as np

    starts = np.array([first for first, _ in rows])
    lengths = np.array([end - first for first, end in rows])
    alpha = opening + scores[starts]
    turned = np.ascontiguousarray(follow.T)
    back: list[NDArray[np.int64]] = []
    for at in range(1, int(lengths[0])):
        going = int(np.searchsorted(-lengths, -at, "left"))
        paths = alpha[:going, None, :] + turned
        arg = paths.argmax(2)
        back.append(arg)
        best = np.take_along_axis(paths, arg[:, :, None], 2)[:, :, 0]
        alpha[:going] = best + scores[starts[:going] + at]
    tags = alpha.argmax(1)
    for at in range(int(lengths[0]) - 1, -1, -1):
        going = int(np.searchsorted(-lengths, -at, "left"))
        found[starts[:going] + at] = tags[:going]
        if at:
            ahead = len(back[at - 1])
            tags[:ahead] = back[at - 1][np.arange(ahead), tags[:ahead]]


def normalised(
    x: NDArray[np.float32], weight: NDArray[np.float32], bias: NDArray[np.float32], tiny: float
) -> NDArray[np.float32]:
    """Layer normalisation of every row (Ba et al. 2016), in place."""
    import numpy as np

    x -= x.mean(axis=1, keepdims=True)
    spread = np.einsum("ij,ij->i", x, x) / x.shape[1]
    x *= (1 / np.sqrt(spread + tiny))[:, None]
    x *= weight
    x += bias
    return x
