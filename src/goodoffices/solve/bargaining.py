"""Bargaining solutions on listed packages, decided in whole numbers of any size.

Gains are measured from a disagreement point. Whatever comes within the tolerance of the best is a
tie, and ties are all kept.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from goodoffices.model.answers import Rule
from goodoffices.model.exact import TOLERANCE
from goodoffices.solve.listing import Listed, distinct
from goodoffices.solve.space import Reading, common_denominator

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


def picked(
    packages: Listed, disagreement: Sequence[Fraction], rule: Rule, reading: Reading
) -> Array:
    """Columns that `rule` picks among those where no party gets less than at disagreement.

    One party at least must have preferences. Intervals of utility count at their high end in the
    favourable reading, at their low end in the unfavourable one.
    """
    import numpy as np

    table = packages.high if reading == "favourable" else packages.low
    first, kind = distinct(table)
    unit = common_denominator(
        [*disagreement, TOLERANCE, *(Fraction(1, scale) for scale in packages.scales)]
    )
    slack = int(TOLERANCE * unit)
    gains = np.stack(
        [
            row[first].astype(object) * (unit // scale) - int(point * unit)
            for row, scale, point in zip(table, packages.scales, disagreement, strict=True)
        ]
    )
    rational = np.flatnonzero(np.all((gains >= -slack).astype(bool), axis=0))
    if not len(rational):
        return rational
    best = rational[_RULES[rule](gains[:, rational], slack)]
    return np.flatnonzero(np.isin(kind, best))


def _near_best(numbers: Array, slack: int) -> Array:
    import numpy as np

    return np.flatnonzero((numbers >= numbers.max() - slack).astype(bool))


def _utilitarian(gains: Array, slack: int) -> Array:
    """Greatest sum of gains."""
    return _near_best(gains.sum(axis=0), slack)


def _egalitarian(gains: Array, slack: int) -> Array:
    """Greatest least gain; among those, greatest second least; and so on."""
    import numpy as np

    ascending = np.sort(gains, axis=0)
    left = np.arange(gains.shape[1])
    for row in ascending:
        left = left[_near_best(row[left], slack)]
    return left


def _nash(gains: Array, slack: int) -> Array:
    """Greatest product of gains, where a gain within the tolerance of nothing is nothing.

    Products tie when they differ by no more than the tolerance's part of the best: the solution
    does not depend on the units of utility, so neither may its ties.
    """
    import numpy as np

    products = _product(np.where((gains > slack).astype(bool), gains, 0))
    whole = TOLERANCE.denominator
    least = products.max() * (whole - TOLERANCE.numerator)
    return np.flatnonzero((products * whole >= least).astype(bool))


def _product(rows: Array) -> Array:
    total: Array = rows[0]
    for row in rows[1:]:
        total = total * row
    return total


def _kalai_smorodinsky(gains: Array, slack: int) -> Array:
    """Greatest least share of the greatest gain each party could have; then the second least.

    A party that can gain nothing anywhere has no share to compare and is left out.
    """
    import numpy as np

    ideal = [int(row.max()) for row in gains]
    common = math.lcm(1, *(best for best in ideal if best > slack))
    shares = [
        row * (common // best) for row, best in zip(gains, ideal, strict=True) if best > slack
    ]
    if not shares:
        return np.arange(gains.shape[1])
    # In these units the share 1 is `common`; a tolerance of 1e-9 in shares, rounded down.
    return _egalitarian(np.stack(shares), math.floor(TOLERANCE * common))


_RULES: dict[Rule, Callable[[Array, int], Array]] = {
    "nash": _nash,
    "kalai-smorodinsky": _kalai_smorodinsky,
    "egalitarian": _egalitarian,
    "utilitarian": _utilitarian,
}
