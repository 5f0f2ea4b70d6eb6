"""Which listed packages no other dominates, exactly as `model.acceptable.dominates` says."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from goodoffices.model.exact import TOLERANCE
from goodoffices.solve.listing import FITS, Listed, distinct, tolerance

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

_BLOCK = 4_000_000  # comparisons at a time, so that memory stays small


def undominated(packages: Listed) -> Array:
    """Columns of the packages that no other dominates; those of equal utility stay together.

    First everything is dropped that another beats without leaning on the tolerance. That relation
    is transitive, so one pass in the order of sums finds what is left; and whatever is dominated
    within the tolerance is so by something that is left. Only where utilities are finer than the
    tolerance does the second, pairwise pass find more.
    """
    import numpy as np

    first, kind = distinct(packages.low, packages.high)
    if not packages.parties:
        return np.arange(len(packages.numbers))
    low, high = packages.low[:, first], packages.high[:, first]
    slack = [tolerance(scale, TOLERANCE) for scale in packages.scales]
    left = _beaten_by_none(low, high, slack)
    if any(slack):
        left = left[~dominated_within(low[:, left], high[:, left], slack)]
    return np.flatnonzero(np.isin(kind, left))


def covering(packages: Listed, places: Array, epsilon: Fraction) -> Array:
    """Some of the columns `places` such that every other is covered by one of them.

    Covered: for certain, the one that is kept gives each party at least the other's utility less
    `epsilon`. The first column not yet covered is kept, again and again.
    """
    import numpy as np

    if not packages.parties:
        return places[:1]
    room = [tolerance(scale, epsilon + TOLERANCE) for scale in packages.scales]
    margin = np.array(room, dtype=_holding(packages.low, room))[:, None]
    waiting, kept = places, list[int]()
    while len(waiting):
        best, waiting = int(waiting[0]), waiting[1:]
        kept.append(best)
        covered = np.all(packages.high[:, waiting] - packages.low[:, [best]] <= margin, axis=0)
        waiting = waiting[~covered.astype(bool)]
    return np.array(kept, dtype=np.int64)


def _holding(table: Array, numbers: list[int]) -> Any:
    """A type of number for arithmetic of `table` with `numbers`, exact."""
    return table.dtype if all(number < FITS for number in numbers) else object


def _beaten_by_none(low: Array, high: Array, slack: list[int]) -> Array:
    """Columns c such that no column d has low_d >= high_c throughout and somewhere by > slack."""
    import numpy as np

    margin = np.array(slack, dtype=_holding(low, slack))[:, None]
    # What beats a column has a greater sum of ranks; ranks are comparable and never overflow.
    ranks = sum(np.unique(row, return_inverse=True)[1] for row in low)
    waiting = np.argsort(-np.asarray(ranks), kind="stable")
    left: list[int] = []
    while len(waiting):
        best, waiting = int(waiting[0]), waiting[1:]
        left.append(best)
        point, others = low[:, best : best + 1], high[:, waiting]
        beaten = np.all(point >= others, axis=0) & np.any(point > others + margin, axis=0)
        waiting = waiting[~beaten.astype(bool)]
    return np.array(left, dtype=np.int64)


def dominated_within(low: Array, high: Array, slack: list[int]) -> Array:
    """For every column whether another dominates it within the tolerance."""
    import numpy as np

    columns = low.shape[1]
    margin = np.array(slack, dtype=_holding(low, slack))[:, None, None]
    step = max(1, _BLOCK // max(1, columns * low.shape[0]))
    found = np.zeros(columns, dtype=bool)
    for start in range(0, columns, step):
        right = high[:, None, start : start + step]
        left = low[:, :, None]
        as_good = np.all(left >= right - margin, axis=0)
        better = np.any(left > right + margin, axis=0)
        found[start : start + step] = np.any((as_good & better).astype(bool), axis=0)
    return found
