"""Quantities as they are told: rough, limited, rounded, in one unit or another.

"Nearly 19 per cent" and "19.2 per cent" can both hold, as can "at least 500" and "600", or twelve
miles and nineteen kilometres. Only what no reading reconciles is a contradiction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import inf

from goodoffices.model.dates import bounds
from goodoffices.model.sources import fold

Number = float | int | str | tuple[float | int, ...]
Numbers = Mapping[str, Number]
Span = tuple[float, float]

ROUGH = "approximate"
"""The key under which the word before a number is kept."""

ROUGHNESS = 0.05
"""How far "about" reaches, as a share of the number."""

_AT_LEAST = frozenset({"over", "more than", "at least"})
_AT_MOST = frozenset({"less than", "fewer than", "at most", "up to", "as many as", "under"})
_BELOW = frozenset({"nearly", "almost", "close to"})

_FAMILIES: Mapping[str, tuple[str, float, float]] = {
    "km": ("length", 1, 1),
    "miles": ("length", 1.609344, 1.852),  # at sea a mile is a nautical one
    "nautical miles": ("length", 1.852, 1.852),
    "days": ("time", 1, 1),
    "weeks": ("time", 7, 7),
    "months": ("time", 28, 31),
    "years": ("time", 365, 366),
}
"""Units that measure one thing: which, and how much of its base they are, at least and at most."""


def family_of(key: str) -> str:
    """What a quantity of this name is compared with: its own name, or all units of one thing."""
    return f"/{_FAMILIES[key][0]}" if key in _FAMILIES else key


def keys_in_common(left: Numbers, right: Numbers) -> tuple[str, ...]:
    """Names of quantities that both give: the same key, or else units of one thing.

    The latter are named by both keys with a slash between them.
    """
    same = (left.keys() & right.keys()) - {ROUGH}
    other = {
        "/".join(sorted((one, two)))
        for one in left.keys() - same
        for two in right.keys() - same
        if one in _FAMILIES and two in _FAMILIES and _FAMILIES[one][0] == _FAMILIES[two][0]
    }
    return (*sorted(same), *sorted(other))


def given(numbers: Numbers, name: str) -> tuple[str, Number]:
    """The key and the number that a statement gives for a quantity named by `keys_in_common`."""
    key = next(key for key in (name, *name.split("/")) if key in numbers)
    return key, numbers[key]


def told(numbers: Numbers, name: str) -> str:
    """The same in words: with what makes it rough, and with its unit where units differ."""
    key, number = given(numbers, name)
    parts = number if isinstance(number, tuple) else (number,)
    rough = numbers.get(ROUGH)
    words = " / ".join(str(part) for part in parts)
    before = f"{rough} " if isinstance(rough, str) and not isinstance(number, str) else ""
    return f"{before}{words}" + ("" if key == name else f" {key.replace('_', ' ')}")


def clash(left: Numbers, right: Numbers, name: str) -> bool:
    """Whether what two statements give for one quantity cannot both hold."""
    (one, number), (two, other) = given(left, name), given(right, name)
    spans = _reach(number, left.get(ROUGH)), _reach(other, right.get(ROUGH))
    if spans[0] is None or spans[1] is None:
        return differ(number, other)
    if one != two:
        return _apart(_converted(spans[0], one), _converted(spans[1], two))
    return _apart(spans[0], spans[1])


def differ(left: Number, right: Number) -> bool:
    """Whether two values of one quantity cannot both hold.

    A list stands for the range that it spans, a date for its days, a word for itself. A number and
    a word are not compared.
    """
    one, other = _span(left), _span(right)
    if one is not None and other is not None:
        return _apart(one, other)
    if not isinstance(left, str) or not isinstance(right, str):
        return False
    days, others = _days(left), _days(right)
    if days and others:
        return days[0] > others[1] or others[0] > days[1]
    return not days and not others and fold(left) != fold(right)


def _apart(one: Span, other: Span) -> bool:
    return one[0] > other[1] or other[0] > one[1]


def _span(number: Number) -> Span | None:
    if isinstance(number, str):
        return None
    parts = number if isinstance(number, tuple) else (number,)
    return (min(parts), max(parts)) if parts else None


def _reach(number: Number, rough: object) -> Span | None:
    """The values that a number can stand for, given the word before it."""
    span = _span(number)
    if span is None or not isinstance(rough, str):
        return span
    low, high = span
    if rough in _AT_LEAST:
        return low, inf
    if rough in _AT_MOST:
        return -inf, high
    margin = ROUGHNESS * max(abs(low), abs(high))
    return low - margin, high if rough in _BELOW else high + margin


def _converted(span: Span, unit: str) -> Span:
    """The span in the base unit, with half a unit on each side, since a number is rounded."""
    _, least, most = _FAMILIES[unit]
    low, high = span[0] - 0.5, span[1] + 0.5
    return low * (least if low > 0 else most), high * (most if high > 0 else least)


def _days(text: str) -> tuple[date, date] | None:
    try:
        return bounds(text)
    except ValueError:
        return None
