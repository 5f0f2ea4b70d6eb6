"""Who a pronoun or a short name stands for in a text; only where it is sure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from goodoffices.model.evidence import LinkKind
from goodoffices.read.content import words
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


_HER = words("spokeswoman woman mrs mrs. ms ms. queen lady chairwoman congresswoman actress")
_HIM = words("spokesman man mr mr. king lord sir chairman congressman prince pope")


def _other_sex(pronoun: str, speaker: Speaker) -> bool:
    """Whether the words for the speaker rule the pronoun out; a name alone rules nothing out."""
    said = {word.lower() for word in speaker.written.split()}
    return not said.isdisjoint({"he": _HER, "she": _HIM}.get(pronoun, frozenset()))


class Resolver:
    """Follows the sources of one text in order and says who "he" and "Rubio" are."""

    def __init__(self, text: str, is_body: Callable[[str], bool] = lambda name: False) -> None:
        """`is_body` tells of a name that it is a party's and no person's."""
        self._full = full_names(text)
        self._is_body = is_body
        self._last: dict[str, tuple[Speaker, int]] = {}

    def speaker(
        self, written: str, kind: LinkKind, paragraph: int, *, inside: bool = False
    ) -> Speaker:
        """The source as it is meant; a pronoun with nobody sure before it stays a pronoun.

        `inside`: the source is named in somebody else's words, and a later pronoun passes it by.
        """
        low = written.lower()
        if low in lex.PRONOUNS:
            return self._pronoun(written, low, kind, paragraph)
        name = written
        if " " not in written and kind == "official":
            name = self._full.get(written, written)
        speaker = Speaker(written=written, name=name, kind=kind)
        if not inside and low.split()[0] not in lex.POSSESSIVES:
            for pronoun in ("he", "they", "it"):
                if self._agrees(pronoun, speaker):
                    self._last[pronoun] = (speaker, paragraph)
        return speaker

    def _pronoun(self, written: str, low: str, kind: LinkKind, paragraph: int) -> Speaker:
        sort = {"she": "he", "who": "he", "which": "it"}.get(low, low)
        last, where = self._last.get(sort, (None, 0))
        if last is None or paragraph - where > 1 or _other_sex(low, last):
            return Speaker(written=written, name=written, kind=kind)
        self._last[sort] = (last, paragraph)
        return Speaker(written=written, name=last.name, kind=last.kind)

    def _agrees(self, pronoun: str, speaker: Speaker) -> bool:
        """Whether a pronoun can stand for the speaker: one person, several, or a body."""
        tokens = speaker.written.split()
        words = {word.lower() for word in tokens}
        several = (
            any(word in lex.PEOPLE and word.endswith("s") for word in words) or "people" in words
        )
        person = not words.isdisjoint(lex.PEOPLE | lex.OFFICES)
        body = (
            speaker.kind in ("document", "outlet")
            or not words.isdisjoint(lex.INSTITUTIONS)
            or (not person and self._is_body(speaker.name))
        )
        if pronoun == "they":
            return several
        if pronoun == "it":
            return body
        return pronoun == "he" and not several and not body
