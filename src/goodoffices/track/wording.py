"""How firm some words are, which numbers they name, and which other words they use.

Numbers and other words are read as English; they decide what is shown side by side, never what a
party wants.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goodoffices.track.tones import CODES, tones

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER_WORDS: Mapping[str, float] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100,
}  # fmt: skip
_QUANTITY = re.compile(
    r"(?<![\w.,-])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|"
    + "|".join(_NUMBER_WORDS)
    + r")(?:[  -]?(%)|[  -]+(thousand|million|billion))?(?:[  -]+([^\W\d_][\w-]*))?",
    re.IGNORECASE,
)
_TIMES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_PER_CENT = {"percent", "per", "pc", "%"}
_MONTHS = frozenset(
    {"january", "february", "march", "april", "may", "june", "july", "august", "september",
     "october", "november", "december"}
)  # fmt: skip
_SMALL = frozenset(
    {"about", "above", "after", "again", "against", "also", "although", "among", "and", "any",
     "are", "because", "been", "before", "being", "between", "both", "but", "did", "does",
     "doing", "down", "during", "each", "from", "further", "had", "has", "have", "having", "her",
     "here", "hers", "herself", "him", "himself", "his", "how", "into", "its", "itself", "just",
     "more", "most", "much", "must", "nor", "not", "off", "once", "other", "our", "ours", "out",
     "over", "own", "said", "same", "says", "she", "should", "some", "such", "than", "that",
     "the", "their", "theirs", "them", "then", "there", "these", "they", "this", "those",
     "through", "told", "too", "under", "until", "very", "was", "were", "what", "when", "where",
     "which", "while", "who", "whom", "why", "will", "with", "would", "you", "your"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """What some words come to: firm and soft words, quantities by unit, names, other words.

    `heard`: whether there are lists of firm and soft words for the language.
    """

    heard: bool
    firm: frozenset[str]
    soft: frozenset[str]
    numbers: Mapping[str, frozenset[float]]
    names: frozenset[str]
    words: frozenset[str]


def wording(texts: Iterable[str], language: str | None = None) -> Wording:
    """The wording of one or several texts that belong together; without a language, as English.

    `language` is an ISO 639-1 code, with or without a region.
    """
    code = (language or "en").replace("_", "-").partition("-")[0].lower()
    firm: set[str] = set()
    soft: set[str] = set()
    names: set[str] = set()
    words: set[str] = set()
    numbers: dict[str, set[float]] = {}
    for text in texts:
        if code in CODES:
            firmer, softer = tones(text, code)
            firm |= firmer
            soft |= softer
        for unit, number in _quantities(text):
            numbers.setdefault(unit, set()).add(number)
        for place, match in enumerate(_WORD.finditer(text)):
            word = match[0]
            plain = _stem(word)
            if len(plain) > 2 and plain not in _SMALL and plain not in _NUMBER_WORDS:
                words.add(plain)
                if place and word[0].isupper():
                    names.add(plain)
    return Wording(
        code in CODES,
        frozenset(firm),
        frozenset(soft),
        {unit: frozenset(found) for unit, found in numbers.items()},
        frozenset(names),
        frozenset(words),
    )


def _quantities(text: str) -> Iterable[tuple[str, float]]:
    for match in _QUANTITY.finditer(text):
        digits, sign, times, noun = match.groups()
        number = _NUMBER_WORDS.get(digits.lower())
        value = float(digits.replace(",", "")) if number is None else number
        value *= _TIMES.get((times or "").lower(), 1)
        unit = sign or (noun or "").lower()
        if unit in _MONTHS or (unit in _SMALL and unit != "per"):
            continue  # a day of a date, or a bare number
        if unit:
            yield ("per cent" if unit in _PER_CENT else _stem(unit)), value


def _stem(word: str) -> str:
    """A word without case and without the s of a plural or the 's of an owner."""
    plain = word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")
    return (
        plain[:-1] if plain.endswith("s") and not plain.endswith("ss") and len(plain) > 3 else plain
    )
