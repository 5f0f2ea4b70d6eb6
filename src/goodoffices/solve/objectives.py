"""Objectives of the search: a sum, the least of several shares, a product of gains.

Each is exact: scores are fractions, thresholds are rounded so that no tie is lost.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from goodoffices.model.exact import TOLERANCE
from goodoffices.solve.arrays import Search
from goodoffices.solve.cpsat import Chosen

Numbers = tuple[tuple[int, ...], ...]


def total(numbers: Sequence[Sequence[int]], chosen: Chosen) -> int:
    """The sum of a row over the options taken."""
    return sum(row[option] for row, option in zip(numbers, chosen, strict=True))


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a row, in its own units; scores within `slack` units of the best tie."""

    numbers: Numbers
    slack: int = 0
    row: int = 0
    nash: int = 0

    def score(self, chosen: Chosen) -> Fraction:
        """The sum."""
        return Fraction(total(self.numbers, chosen))

    def demand(self, search: Search, best: Fraction, *, ties: bool) -> None:
        """At least the best less the slack, or more than it."""
        above = math.floor(best) + 1
        least = math.ceil(best) - self.slack if ties else above
        search.reach(self.row, max(least, search.problem.rows[self.row].least), above)

    def ties(self, score: Fraction, best: Fraction) -> bool:
        """Within the slack."""
        return score >= best - self.slack


@dataclass(frozen=True, slots=True)
class Gain:
    """A party's share of what there is to gain: ((sum + `offset`) / `scale` - origin) / `ideal`.

    `row` is its place in the problem.
    """

    row: int
    numbers: Numbers
    scale: int
    offset: int
    origin: Fraction
    ideal: Fraction = Fraction(1)

    def share(self, chosen: Chosen) -> Fraction:
        """The share in a package."""
        utility = Fraction(total(self.numbers, chosen) + self.offset, self.scale)
        return (utility - self.origin) / self.ideal

    def least(self, share: Fraction) -> int:
        """The least sum that reaches the share."""
        return math.ceil((share * self.ideal + self.origin) * self.scale) - self.offset

    def above(self, share: Fraction) -> int:
        """The least sum that exceeds the share."""
        return math.floor((share * self.ideal + self.origin) * self.scale) - self.offset + 1


@dataclass(frozen=True, slots=True)
class Least:
    """The least share of some parties; the others have floors of their own."""

    gains: Sequence[Gain]
    nash: int = 0

    def score(self, chosen: Chosen) -> Fraction:
        """The least share."""
        return min(gain.share(chosen) for gain in self.gains)

    def demand(self, search: Search, best: Fraction, *, ties: bool) -> None:
        """Every share at least the best less the tolerance, or above it."""
        for gain in self.gains:
            above = gain.above(best)
            least = gain.least(best - TOLERANCE) if ties else above
            search.reach(gain.row, max(least, search.problem.rows[gain.row].least), above)

    def ties(self, score: Fraction, best: Fraction) -> bool:
        """Within the tolerance."""
        return score >= best - TOLERANCE


class Product:
    """The product of gains, the first rows of the problem; a gain within the tolerance is nothing.

    Scores within the tolerance's part of the best tie.
    """

    def __init__(self, gains: Sequence[Gain]) -> None:
        self.gains, self.nash = gains, len(gains)

    def score(self, chosen: Chosen) -> Fraction:
        """The product."""
        product = Fraction(1)
        for gain in self.gains:
            share = gain.share(chosen)
            product *= share if share > TOLERANCE else 0
        return product

    def demand(self, search: Search, best: Fraction, *, ties: bool) -> None:
        """A product at least the best less a little; how much less does not matter, scores do.

        The logarithm is taken in the units of the rows, which may have been divided.
        """
        if best <= 0:
            if not ties:
                for gain in self.gains:
                    search.reach(gain.row, gain.above(TOLERANCE))
            return
        wanted = _log(best)
        for gain in self.gains:
            wanted += math.log(gain.scale / search.problem.shift[gain.row])
        search.product(wanted + (-2e-9 if ties else 2e-9))

    def ties(self, score: Fraction, best: Fraction) -> bool:
        """Within the tolerance's part of the best."""
        return score >= best * (1 - TOLERANCE)


def _log(number: Fraction) -> float:
    """The natural logarithm of a fraction of any size."""
    return math.log(number.numerator) - math.log(number.denominator)
