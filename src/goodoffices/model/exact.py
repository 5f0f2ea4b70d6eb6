"""Numbers that decide a verdict: exact, with one tolerance.

A number in a file means the decimal that is written there. Utilities are summed as fractions of
those decimals, so rounding never decides; the one tolerance says how near to its reservation value
a utility may fall and still count as reaching it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from goodoffices.model.stakes import Quantity

TOLERANCE = Fraction(1, 10**9)
"""Two utilities nearer than this are the same. The only tolerance in the product."""

Number: TypeAlias = "float | int | Fraction"


def exact(number: Number) -> Fraction:
    """The decimal that was written: exact(0.1) is 1/10, not the nearest binary fraction."""
    if isinstance(number, float):
        return Fraction(repr(number))
    return Fraction(number)


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of exact numbers; a known number is an interval of no width."""

    low: Fraction
    high: Fraction

    @property
    def sure(self) -> bool:
        """Whether it is a single number."""
        return self.low == self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __mul__(self, other: Interval) -> Interval:
        corners = (
            self.low * other.low,
            self.low * other.high,
            self.high * other.low,
            self.high * other.high,
        )
        return Interval(min(corners), max(corners))

    def plain(self) -> float | tuple[float, float]:
        """As it is printed: a number, or (low, high)."""
        return float(self.low) if self.sure else (float(self.low), float(self.high))


def interval(quantity: Quantity) -> Interval:
    """The exact interval of a weight, score or reservation value."""
    if isinstance(quantity, (tuple, list)):
        low, high = quantity
        return Interval(exact(low), exact(high))
    number = exact(quantity)
    return Interval(number, number)


ZERO = Interval(Fraction(0), Fraction(0))


def reaches(utility: Fraction, threshold: Fraction) -> bool:
    """utility >= threshold, within the tolerance."""
    return utility >= threshold - TOLERANCE


def exceeds(utility: Fraction, other: Fraction) -> bool:
    """utility > other by more than the tolerance."""
    return utility > other + TOLERANCE
