"""Quantities in a text: a number with the unit that makes it one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_UNITS = {
    "percent": r"%|per ?cent|percent",
    "percentage_points": r"percentage points?",
    "sq_km": r"(?:square kilomet(?:re|er)s?|sq\.? ?km|km²|km2)",
    "km": r"(?:kilomet(?:re|er)s?|km)",
    "miles": r"miles?",
    "people": r"(?:people|civilians|refugees|residents|inhabitants|displaced)",
    "soldiers": r"(?:soldiers|troops|personnel|servicemen|fighters|men under arms)",
    "prisoners": r"(?:prisoners(?: of war)?|pows|captives|detainees|hostages)",
    "killed": r"(?:killed|dead|deaths|fatalities)",
    "wounded": r"(?:wounded|injured)",
    "children": r"children",
    "years": r"-?years?",
    "months": r"-?months?",
    "days": r"-?days?",
    "points": r"-?points?",
    "provinces": r"(?:provinces|regions|oblasts)",
    "drones": r"drones",
    "missiles": r"missiles",
    "seats": r"seats",
    "votes": r"votes",
}
_MONEY = {
    "$": "usd",
    "us$": "usd",
    "€": "eur",
    "£": "gbp",
    "dollars": "usd",
    "dollar": "usd",
    "euros": "eur",
    "euro": "eur",
    "usd": "usd",
    "eur": "eur",
    "pounds": "gbp",
}
_SCALE = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "k": 1_000,
    "m": 10**6,
    "bn": 10**9,
    "tn": 10**12,
}
_COUNTED = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
)
_WORDS = {word: number for number, word in enumerate(_COUNTED.split(" "))}
_WORDS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100}
_APPROXIMATE = (
    r"nearly|almost|about|around|roughly|approximately|some|over|more than|less than|"
    r"fewer than|at least|at most|up to|as many as|an estimated|close to|under"
)

_NUMBER = r"\d{1,15}(?:[.,]\d{1,15}){0,5}"
_FIGURE = rf"(?P<low>{_NUMBER})(?:\s?(?:-|–|to)\s?(?P<high>{_NUMBER}))?"
_WORDED = "|".join(sorted(_WORDS, key=len, reverse=True))
_UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS.items())
_QUANTITY = re.compile(
    rf"(?:\b(?P<about>{_APPROXIMATE})\s+)?(?:(?P<sign>us\$|\$|€|£)\s?)?"
    rf"(?<![\w.,-])(?:{_FIGURE}|(?P<word>{_WORDED})\b)"
    rf"(?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|bn|tn|k|m)\b)?"
    rf"(?:[\s-]?(?:(?P<money>dollars?|euros?|usd|eur|pounds)\b|(?:{_UNIT})(?!\w)))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, at its place; a range has two ends. `about` is the word before it."""

    start: int
    end: int
    unit: str
    low: float | int
    high: float | int | None = None
    about: str | None = None


def quantities(text: str) -> Iterator[Quantity]:
    """Numbers with a unit, in order. A bare number is not a quantity."""
    for match in _QUANTITY.finditer(text):
        groups = match.groupdict()
        sign = (groups["sign"] or groups["money"] or "").lower()
        unit = _MONEY.get(sign) or next((name for name in _UNITS if groups[name]), None)
        if unit is None:
            continue
        scale = _SCALE.get((groups["scale"] or "").lower(), 1)
        low = _value(groups["low"] or groups["word"])
        high = _value(groups["high"]) if groups["high"] else None
        if low is None or (groups["high"] and high is None):
            continue
        yield Quantity(
            start=match.start(),
            end=match.end(),
            unit=unit,
            low=_times(low, scale),
            high=None if high is None else _times(high, scale),
            about=groups["about"].lower() if groups["about"] else None,
        )


def _times(number: Decimal, scale: int) -> float | int:
    product = number * scale
    return int(product) if product == product.to_integral_value() else float(product)


def _value(written: str) -> Decimal | None:
    """The number written, with "," between thousands; None where it could be read in two ways."""
    if written.lower() in _WORDS:
        return Decimal(_WORDS[written.lower()])
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", written):
        written = written.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", written) and written.isascii():
        return Decimal(written)
    return None


def numbers_of(text: str) -> dict[str, float | int | str | tuple[float | int, ...]]:
    """Quantities by unit: a number, or a tuple of all in order where there are several or a range.

    `approximate` keeps the word that makes the first of them a rough one.
    """
    by_unit: dict[str, list[float | int]] = {}
    about: str | None = None
    for quantity in quantities(text):
        by_unit.setdefault(quantity.unit, []).append(quantity.low)
        if quantity.high is not None:
            by_unit[quantity.unit].append(quantity.high)
        about = about or quantity.about
    numbers: dict[str, float | int | str | tuple[float | int, ...]] = {
        unit: values[0] if len(values) == 1 else tuple(values) for unit, values in by_unit.items()
    }
    return {**numbers, "approximate": about} if about else numbers
