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
    alphas = [opening + scores[starts]]
    for at in range(1, int(lengths[0])):
        going = int(np.searchsorted(-lengths, -at, "left"))
        before = alphas[-1][:going]
        paths = before.T[:, :, None] + follow[:, None, :]  # label before, row, label
        alphas.append(paths.max(axis=0) + scores[starts[:going] + at])
    tags = np.zeros(len(rows), np.int64)
    held = 0  # rows that are as long as this or longer, their labels so far in `tags`
    for at in range(int(lengths[0]) - 1, -1, -1):
        alpha = alphas[at]
        tags[held : len(alpha)] = alpha[held:].argmax(1)
        if held:
            tags[:held] = (alpha[:held] + follow.T[tags[:held]]).argmax(1)
        held = len(alpha)
        found[starts[:held] + at] = tags[:held]


def normalised(
    x: NDArray[np.float32], weight: NDArray[np.float32], bias: NDArray[np.float32], tiny: float
) -> NDArray[np.float32]:
    """Layer normalisation of every row (Ba et al. 2016), in place."""
    import numpy as np

    width = x.shape[1]
    x -= (x @ np.full(width, 1 / width, x.dtype))[:, None]
    spread = np.einsum("ij,ij->i", x, x) / width
    x *= (1 / np.sqrt(spread + tiny))[:, None]
    x *= weight
    x += bias
    return x
