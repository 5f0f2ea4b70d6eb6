"""Who a pronoun or a short name stands for in a text; only where it is sure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from goodoffices.model.evidence import LinkKind
from goodoffices.read.rules import lexicon as lex

_WORD = r"(?:[^\W\d_]\.|[^\W\d_][\w-]*(?:['’](?!s\b)\w+)?)"
_RUN = re.compile(rf"{_WORD}(?: {_WORD}){{1,5}}(?!['’]s)")
_SAMPLE = 200_000  # characters in which full names are looked for


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source by name. `written` is how the text has it, `name` what it stands for."""

    written: str
    name: str
    kind: LinkKind


def full_names(text: str) -> dict[str, str]:
    """Surname -> full name, where the text has just one name of two or more words with it."""
    found: dict[str, set[str]] = {}
    for run in _RUN.finditer(text[:_SAMPLE]):
        words = run[0].split()
        for i, word in enumerate(words):
            if i and word[:1].isupper() and _is_name(words[i - 1]):
                first = i - 1
                while first and _is_name(words[first - 1]):
                    first -= 1
                after = words[i + 1] if i + 1 < len(words) else ""
                if not after[:1].isupper():
                    found.setdefault(word, set()).add(" ".join(words[first : i + 1]))
    return {surname: next(iter(names)) for surname, names in found.items() if len(names) == 1}


def _is_name(word: str) -> bool:
    return word[:1].isupper() and word.lower() not in lex.TITLES and (
        word.lower() not in lex.DETERMINERS | lex.PREPOSITIONS | lex.SUBORDINATORS
        | lex.INSTITUTIONS | lex.DOCUMENTS | lex.WEEKDAYS | lex.ADVERBS
    )  # fmt: skip


class Resolver:
    """Follows the sources of one text in order and says who "he" and "Rubio" are."""

    def __init__(self, text: str) -> None:
        self._full = full_names(text)
        self._last: Speaker | None = None
        self._paragraph = -1

    def speaker(self, written: str, kind: LinkKind, paragraph: int) -> Speaker:
        """The source as it is meant; a pronoun with nobody sure before it stays a pronoun."""
        low = written.lower()
        if low in lex.PRONOUNS:
            return self._pronoun(written, low, kind, paragraph)
        name = written
        if " " not in written and kind == "official":
            name = self._full.get(written, written)
        speaker = Speaker(written=written, name=name, kind=kind)
        self._last, self._paragraph = speaker, paragraph
        return speaker

    def _pronoun(self, written: str, low: str, kind: LinkKind, paragraph: int) -> Speaker:
        last = self._last
        near = last is not None and paragraph - self._paragraph <= 1
        if last is None or not near or not _agrees(low, last):
            return Speaker(written=written, name=written, kind=kind)
        self._paragraph = paragraph
        return Speaker(written=written, name=last.name, kind=last.kind)


def _agrees(pronoun: str, speaker: Speaker) -> bool:
    """Whether a pronoun can stand for the speaker: one person, several, or a body."""
    tokens = speaker.written.split()
    words = {word.lower() for word in tokens}
    several = any(word in lex.PEOPLE and word.endswith("s") for word in words) or "people" in words
    body = speaker.kind in ("document", "outlet") or not words.isdisjoint(lex.INSTITUTIONS)
    if pronoun == "they":
        return several
    if pronoun in ("it", "which"):
        return body
    return pronoun in ("he", "she", "who") and not several and not body
