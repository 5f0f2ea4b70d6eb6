"""Words that leave little room, and words that leave some, by language.

The words are data (`languages/*.toml`), short and open lists. No text is marked for them: they
decide what is shown side by side, never what a party wants.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

CODES = ("ar", "en", "es", "fr", "ru", "tr", "uk")
_MARKS = re.compile("[\N{ARABIC TATWEEL}\u064b-\u0652\u0670\u0307]")  # signs that may be left out
_ALIKE = str.maketrans({"’": "'", "ʼ": "'", "أ": "ا", "إ": "ا", "آ": "ا", "ё": "е"})


@dataclass(frozen=True, slots=True)
class _Words:
    pattern: re.Pattern[str]  # a group for each phrase
    firm: tuple[bool, ...]  # whether the phrase of that group is a firm one


def tones(text: str, code: str) -> tuple[frozenset[str], frozenset[str]]:
    """The firm and the soft words of a text in the language with this ISO 639-1 code of `CODES`.

    In lower case, once each. Where phrases overlap the longer counts alone: "no puede" is firm, and
    the "puede" in it is not soft.
    """
    words = _words(code)
    found: tuple[set[str], set[str]] = (set(), set())
    for match in words.pattern.finditer(_plain(text, code)):
        group = match.lastindex or 0
        found[not words.firm[group - 1]].add(" ".join(match[group].split()))
    return frozenset(found[0]), frozenset(found[1])


@cache
def _words(code: str) -> _Words:
    path = files("goodoffices.track").joinpath("languages", f"{code}.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    phrases = sorted(
        {
            (_plain(phrase, code), kind == "firm")
            for kind in ("firm", "soft")
            for phrase in data[kind]
        },
        key=lambda entry: (-len(entry[0]), entry),
    )
    front = "|".join(sorted(data.get("joined", ()), key=len, reverse=True))
    branches = "|".join(f"({_expression(phrase)})" for phrase, _ in phrases)
    return _Words(
        re.compile(rf"\b(?:{front})??(?:{branches})\b"), tuple(firm for _, firm in phrases)
    )


def _expression(phrase: str) -> str:
    """Any space between words; `*` is any end of a word."""
    return r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in phrase.split())


def _plain(text: str, code: str) -> str:
    """Lower case, without the signs that writers of a language may leave out."""
    text = unicodedata.normalize("NFC", text)
    if code == "tr":  # its capitals of ı and i are others than elsewhere
        text = text.replace("I", "ı").replace("İ", "i")
    return _MARKS.sub("", text.lower().translate(_ALIKE))
