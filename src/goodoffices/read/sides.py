"""Whose a source is that names nobody: "the plan", "its delegation", "the official", "others".

Told from the words around it: who is named with the same document or office, who stands before
"its", whose side a sentence is about. Where the text does not tell, nobody's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from goodoffices.model.evidence import LinkKind
from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex

# What puts forward terms: of several words for it in a text, all mean the one of one party.
_WRITTEN = re.compile(
    r"\b(?:plans?|proposals?|framework|initiative|blueprint|draft|text|(?:non-)?paper|document|"
    r"memorandum)\b",
    re.IGNORECASE,
)
_HEAD_ENDS = lex.PREPOSITIONS | frozenset({"who", "which", "that", "there", "here"})
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
# Between a name and what is its own: "Dolsany's chief ...", "U.S.-drafted ...", "the Russian ...".
_BETWEEN = re.compile(r"(?:['’]s?)?(?:-[a-z]+)?(?: (?!(?:the|an?|this|that)\b)[a-z][\w-]*){0,2} ")
_BY = re.compile(r" (?:[a-z-]+ )?(?:by|of|from) (?:the )?$")
_FRAME = re.compile(r"(?:On|From|For|In) (?:the )?$")
_NEAR = 600  # characters in which "its" and "his" find somebody
_BESIDE = 60  # characters between a name and the noun that is its own
_MOST = 200  # names that are looked at for one source
_ANOTHER = words("others another some")
_SPEAKING_FOR = words("spokesman spokeswoman spokesperson aide adviser advisor")


@dataclass(frozen=True, slots=True)
class Named:
    """A party or a person of one, named in a text from `start` to `end`."""

    start: int
    end: int
    name: str
    party: str
    person: bool


class Sides:
    """The places of a text at which parties and their persons are named, to look around."""

    def __init__(self, text: str, named: Callable[[str], Sequence[Named]]) -> None:
        """`named` gives them in order of the text, none overlapping; asked for when needed."""
        self._text = text
        self._find = named

    @cached_property
    def _named(self) -> Sequence[Named]:
        return self._find(self._text)

    @cached_property
    def _starts(self) -> list[int]:
        return [entry.start for entry in self._named]

    def owner(self, written: str, kind: LinkKind, at: int) -> str | None:
        """The name of the party or person whose the source `written` at a place is, or None."""
        lows = [word.lower() for word in _WORD.findall(written)]
        if not lows or kind == "outlet":
            return None
        for low in lows[:4]:
            if low in ("its", "their"):
                return self._before(at, persons=False)
            if low in ("his", "her"):
                return self._before(at, persons=True)
        head = _head(lows)
        if kind == "document":
            return self._with(head, at) or (self._of_all if _WRITTEN.fullmatch(head) else None)
        if lows[-1] == "there":
            return self._before(at, persons=False)
        if lows[0] == "the" and len(lows) <= 3:
            return self._with(head, at)
        return self._framed(at) if lows[0] not in lex.POSSESSIVES else None

    def _before(self, at: int, *, persons: bool) -> str | None:
        """Who was named last before a place, not far from it."""
        for number in range(bisect_left(self._starts, at) - 1, -1, -1):
            entry = self._named[number]
            if at - entry.end > _NEAR or self._text.count("\n", entry.end, at) > 2:
                return None
            if entry.person == persons:
                return entry.name
        return None

    def _with(self, noun: str, at: int) -> str | None:
        """Who was named last with the same noun: "a Dolsany official", "a paper by Ilmere"."""
        pattern = re.compile(rf"\b{re.escape(noun)}\b", re.IGNORECASE)
        last = bisect_left(self._starts, at)
        for entry in reversed(self._named[max(0, last - _MOST) : last]):
            if self._owns(entry, pattern):
                return entry.name
        return None

    @cached_property
    def _of_all(self) -> str | None:
        """The one party whose plans, proposals and the like the text speaks of."""
        found = [entry for entry in self._named[:_MOST] if self._owns(entry, _WRITTEN)]
        return found[0].name if len({entry.party for entry in found}) == 1 else None

    def _owns(self, entry: Named, noun: re.Pattern[str]) -> bool:
        """Whether the noun stands right behind the name, or before "by" and the name."""
        match = noun.search(self._text, entry.end, entry.end + _BESIDE)
        if match and _BETWEEN.fullmatch(self._text, entry.end, match.start()):
            return True
        start = max(0, entry.start - _BESIDE)
        by = _BY.search(self._text, start, entry.start)
        return by is not None and any(
            match.end() == by.start() for match in noun.finditer(self._text, start, entry.start)
        )

    def _framed(self, at: int) -> str | None:
        """ "On the Russian side, officials": whom the beginning of the sentence names."""
        from_ = max(0, at - _NEAR)
        start = max(self._text.rfind(mark, from_, at) for mark in (". ", "\n"))
        if start < 0:
            return None
        first = bisect_left(self._starts, start)
        if first == len(self._named) or self._named[first].start > at:
            return None
        entry = self._named[first]
        before = self._text[start + 1 : entry.start].lstrip()
        behind = self._text[entry.end : at]
        if _FRAME.fullmatch(before) and re.fullmatch(r"(?: side)?, ", behind):
            return entry.name
        return None


def continues(low: str) -> bool:
    """Whether a source in small letters is of the side of the one before it in the sentence.

    "Some lawmakers argue ..., while others warn"; "the delegation accepts; a spokeswoman ...".
    """
    parts = low.split()
    return parts[0] in _ANOTHER or (parts[0] in ("a", "an") and parts[-1] in _SPEAKING_FOR)


def _head(lows: Sequence[str]) -> str:
    """The noun of a phrase in small letters: what stands before a preposition."""
    end = next((n for n, low in enumerate(lows) if n and low in _HEAD_ENDS), len(lows))
    return lows[end - 1]
