"""Points of long whole numbers in arrays of 64 bits, so that they are compared as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

_PART = 61  # bits of a part, so that two can be added
_WHOLE = 56  # bits up to which one part does
_FIRST = 50  # bits of the first part otherwise; points are sorted into groups by it
_MOST = 6  # further parts


@dataclass(frozen=True, slots=True)
class Points:
    """`firsts[point, party]` and `rests[point, party, part]`, the part that counts most first."""

    firsts: Array
    rests: Array

    def __len__(self) -> int:
        return len(self.firsts)

    def at(self, places: Array) -> Points:
        """Some of the points."""
        return Points(self.firsts[places], self.rests[places])


@dataclass(frozen=True, slots=True)
class Parts:
    """A number of party k is its first part and `count` further ones to the base `bases[k]`."""

    bases: tuple[int, ...]
    count: int

    def split(self, rows: Sequence[Sequence[int]]) -> Points:
        """Rows of numbers >= 0, one number for each party."""
        import numpy as np

        shape = (len(rows), len(self.bases))
        firsts = np.array(rows, dtype=object if self.count else np.int64).reshape(shape)
        rests = np.zeros((*shape, self.count), dtype=np.int64)
        for part in reversed(range(self.count)):
            bases = np.array(self.bases, dtype=object)
            rests[:, :, part] = firsts % bases
            firsts = firsts // bases
        return Points(firsts.astype(np.int64), rests)

    def column(self, points: Points, party: int) -> list[int]:
        """The numbers of one party."""
        numbers: list[int] = points.firsts[:, party].tolist()
        for part in range(self.count):
            rests = points.rests[:, party, part].tolist()
            base = self.bases[party]
            numbers = [number * base + rest for number, rest in zip(numbers, rests, strict=True)]
        return numbers

    def rows(self, points: Points) -> list[tuple[int, ...]]:
        """The numbers of every point."""
        columns = [self.column(points, party) for party in range(len(self.bases))]
        return list(zip(*columns, strict=True))

    def array(self) -> Array:
        """The bases."""
        import numpy as np

        return np.array(self.bases, dtype=np.int64)


def parts(tops: Sequence[int]) -> Parts | None:
    """For numbers of each party up to these; None where they are too long."""
    bits = [top.bit_length() for top in tops]
    if all(length <= _WHOLE for length in bits):
        return Parts((1,) * len(bits), 0)
    count = -(-(max(bits) - _FIRST) // _PART)
    if count > _MOST:
        return None
    return Parts(tuple(1 << max(1, -(-(length - _FIRST) // count)) for length in bits), count)
