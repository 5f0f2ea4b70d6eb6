"""Utilities in whole numbers: every decimal as it is written, nothing rounded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from goodoffices.model.stakes import Preferences, Quantity

End = Literal["low", "high"]


@lru_cache(maxsize=1 << 16)
def _decimal(number: float | int) -> tuple[int, int]:
    """(m, e) with the number = m / 10**e, e >= 0: the decimal that is written."""
    if isinstance(number, int):
        return int(number), 0
    sign, digits, exponent = Decimal(repr(number)).as_tuple()
    mantissa = int("".join(map(str, digits))) * (-1 if sign else 1)
    if not isinstance(exponent, int):
        raise ValueError(f"{number} is not finite")
    return (mantissa * 10**exponent, 0) if exponent > 0 else (mantissa, -exponent)


@lru_cache(maxsize=1 << 16)
def _product(weight: Quantity, score: Quantity, end: End) -> tuple[int, int]:
    """One end of weight x score, as `_decimal` gives numbers."""
    if not isinstance(weight, tuple) and not isinstance(score, tuple):
        (m, e), (n, f) = _decimal(weight), _decimal(score)
        return m * n, e + f
    weights = weight if isinstance(weight, tuple) else (weight, weight)
    scores = score if isinstance(score, tuple) else (score, score)
    corners = []
    for w in weights:
        for s in scores:
            (m, e), (n, f) = _decimal(w), _decimal(s)
            corners.append((m * n, e + f))
    most = max(e for _, e in corners)
    ends = [m * 10 ** (most - e) for m, e in corners]
    return (min(ends) if end == "low" else max(ends)), most


def whole_gains(
    entry: Preferences, issues: Sequence[str], options: Sequence[Sequence[str]], end: End
) -> tuple[list[list[int]], int]:
    """(rows, scale): weight x score of option k of issue i is rows[i][k] / scale, exactly.

    With intervals the low or the high end. The scale is the least that does.
    """
    table = []
    for issue, names in zip(issues, options, strict=True):
        weight, scores = entry.weights[issue], entry.scores[issue]
        table.append([_product(weight, scores[name], end) for name in names])
    most = max((e for row in table for _, e in row), default=0)
    rows = [[m * 10 ** (most - e) for m, e in row] for row in table]
    common = math.gcd(10**most, *(number for row in rows for number in row))
    return [[number // common for number in row] for row in rows], 10**most // common
