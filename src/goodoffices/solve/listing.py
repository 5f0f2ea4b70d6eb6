"""Spaces small enough to list: every package at once, in arrays of whole numbers.

Utilities are brought to a common denominator per party and stay whole numbers, of any size where
they do not fit 64 bits, so that comparisons are those of the numbers as written. Packages are
numbered in declared order, the last issue turning fastest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from goodoffices.errors import TooLarge
from goodoffices.model.agenda import Package
from goodoffices.model.exact import Interval
from goodoffices.model.negotiation import Negotiation
from goodoffices.solve.space import Space, common_denominator, gains

if TYPE_CHECKING:
    import numpy as np

LISTED = 10**6
"""Packages that are listed at most."""

FITS = 1 << 60
"""Sums below this stay exact in 64 bits, with room to add two of them."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Packages of a space that satisfy its claims and rules, with utilities in whole numbers.

    `numbers` are the places of the packages in declared order. `low` and `high` hold a row for
    each party, a column for each package; utility = entry / `scales` of the party.
    """

    space: Space
    parties: tuple[str, ...]
    numbers: np.ndarray[Any, Any]
    low: np.ndarray[Any, Any]
    high: np.ndarray[Any, Any]
    scales: tuple[int, ...]

    def package(self, place: int) -> Package:
        """The package in column `place`."""
        return self.space.package(self.chosen(place))

    def chosen(self, place: int) -> tuple[int, ...]:
        """The option positions of the package in column `place`."""
        number, chosen = int(self.numbers[place]), list[int]()
        for options in reversed(self.space.options):
            number, position = divmod(number, len(options))
            chosen.append(position)
        return tuple(reversed(chosen))

    def utilities(self, place: int) -> tuple[Interval, ...]:
        """The exact utility of each party in column `place`."""
        return tuple(
            Interval(
                Fraction(int(self.low[row, place]), scale),
                Fraction(int(self.high[row, place]), scale),
            )
            for row, scale in enumerate(self.scales)
        )


def listed(negotiation: Negotiation, space: Space, parties: Iterable[str], what: str) -> Listed:
    """List the packages of `space` that satisfy its claims and rules.

    `parties` are those whose utilities are wanted; they must have preferences. Raises TooLarge,
    naming `what` was asked, beyond a million packages before the claims are applied.
    """
    import numpy as np

    if space.size > LISTED:
        raise TooLarge(
            f"packages to list for {what}",
            space.size,
            LISTED,
            "restrict the packages with a draft or allowed=, or ask zopa, conflicts or concessions",
        )
    widths = [len(options) for options in space.options]
    kept = np.ones(space.size, dtype=bool)
    for claim in (*space.rules, *space.claims):
        for ban in claim.bans:
            inside = dict(ban.parts)
            struck = np.ones(1, dtype=bool)
            for issue, width in enumerate(widths):
                positions = inside.get(issue, frozenset(range(width)))
                row = np.array([position in positions for position in range(width)])
                struck = (struck[:, None] & row[None, :]).ravel()
            kept &= ~struck
        if claim.floor is not None:
            given = dict(zip(claim.floor.issues, claim.floor.numbers, strict=True))
            rows = [given.get(issue, (0,) * width) for issue, width in enumerate(widths)]
            kept &= np.asarray(_sums(rows) >= claim.floor.least, dtype=bool)
    numbers = np.flatnonzero(kept)
    asked = tuple(parties)
    lows, highs, scales = [], [], []
    for party in asked:
        table = gains(negotiation, space, party)
        scale = common_denominator(
            n for row in table for gain in row for n in (gain.low, gain.high)
        )
        scales.append(scale)
        lows.append(_sums([[int(gain.low * scale) for gain in row] for row in table])[numbers])
        highs.append(_sums([[int(gain.high * scale) for gain in row] for row in table])[numbers])
    empty = np.zeros((0, len(numbers)), dtype=np.int64)
    return Listed(
        space,
        asked,
        numbers,
        np.stack(lows) if lows else empty,
        np.stack(highs) if highs else empty,
        tuple(scales),
    )


def _sums(rows: Sequence[Sequence[int]]) -> np.ndarray[Any, Any]:
    """For every package the sum of its entries, one of each row; exact."""
    import numpy as np

    kind: Any = np.int64 if sum(max(map(abs, row)) for row in rows) < FITS else object
    total = np.zeros(1, dtype=kind)
    for row in rows:
        total = (total[:, None] + np.array(row, dtype=kind)[None, :]).ravel()
    return total


def distinct(*tables: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Columns in which the tables differ: (a column of each kind, the kind of every column)."""
    import numpy as np

    columns = tables[0].shape[1]
    if columns == 0 or not any(len(table) for table in tables):
        return np.arange(min(1, columns)), np.zeros(columns, dtype=np.int64)
    ranks = [np.unique(row, return_inverse=True)[1] for table in tables for row in table]
    kind = ranks[0]
    for rank in ranks[1:]:  # number the pairs seen so far, so that the numbers stay small
        kind = np.unique(kind * (int(rank.max()) + 1) + rank, return_inverse=True)[1]
    _, first = np.unique(kind, return_index=True)
    return first, kind


def tolerance(scale: int, tolerance: Fraction) -> int:
    """The tolerance in units of 1/scale, rounded down: exact for differences of whole numbers."""
    return math.floor(tolerance * scale)
