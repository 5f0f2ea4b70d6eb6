"""Lexical features of words as places in a hashed table. No word is kept anywhere.

Features of a word by itself are computed once a word; those of its neighbours by arithmetic on
whole texts. `TEMPLATES` places a word, each below `SIZE`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules.outlets import is_outlet
from goodoffices.read.tagging.passages import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIZE = 1 << 15
_OWN = 8  # templates of a word by itself
TEMPLATES = _OWN + 8
_MOST_KNOWN = 100_000  # words whose features are kept at a time


class Hasher:
    """Features of passages; keeps what it computed of single words."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, ...]] = {}

    def places(self, passage: Passage) -> NDArray[np.int64]:
        """The places of every word: words by templates."""
        import numpy as np

        own = self.own(passage.words)
        return np.concatenate([own, np.stack(self.around(passage, own), 1)], 1)

    def own(self, words: Iterable[str]) -> NDArray[np.int64]:
        """The places of words by themselves: words by `_OWN` templates."""
        import numpy as np

        return np.array([self._own(word) for word in words], np.int64).reshape(-1, _OWN)

    def around(self, passage: Passage, own: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        """The places of every word among its neighbours, a template after the other.

        `own` are the places of the words by themselves.
        """
        import numpy as np

        low = own[:, 0]
        quoted = np.array(passage.quoted, np.int64)
        ruled = np.array(passage.ruled, np.int64)
        sentence = np.array(passage.sentence, np.int64)
        paragraph = np.array(passage.paragraph, np.int64)
        at = np.arange(len(low))
        opens = np.flatnonzero(np.diff(sentence, prepend=-1))
        first = opens[sentence_index(sentence, opens)] if len(opens) else at
        lengths = np.diff(np.append(opens, len(low)))
        last = first + lengths[sentence_index(sentence, opens)] - 1 if len(opens) else at
        begins = np.minimum(at - first, 7)
        ends = np.minimum(last - at, 7)
        starts_paragraph = (np.diff(paragraph, prepend=-1) != 0).astype(np.int64)
        any_quote = _per_sentence(quoted, opens, lengths)
        any_cue = _per_sentence((ruled == 3).astype(np.int64), opens, lengths)
        early = np.minimum(paragraph, 3)
        change = np.flatnonzero(np.diff(quoted, prepend=0))
        since = at - (np.append(change, 0)[np.searchsorted(change, at, "right") - 1])
        since = np.minimum(np.where(at < (change[0] if len(change) else 0), 12, since), 12)
        return [
            _mixed(1, _shift(low, 1), low),
            _mixed(2, low, _shift(low, -1)),
            _mixed(3, _shift(quoted, 1), quoted, _shift(quoted, -1), since),
            _mixed(4, _shift(ruled, 1), ruled, _shift(ruled, -1)),
            _mixed(5, begins, ends),
            _mixed(6, starts_paragraph, any_quote, any_cue, quoted),
            _mixed(7, early, np.minimum(begins, 2), any_quote),
            _mixed(8, ruled, own[:, 6]),
        ]

    def _own(self, word: str) -> tuple[int, ...]:
        found = self._known.get(word)
        if found is None:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            low = word.lower().replace("’", "'")
            parts = (
                low, low[-3:], low[-2:], low[:4],
                _outline(word), readings_of(low), lists_of(low), "",
            )  # fmt: skip
            known_outlet = "o" if word[0].isupper() and is_outlet(word, frozenset()) else ""
            parts = (*parts[:7], known_outlet + _outline(word)[:2] + low[-1:])
            found = tuple(crc32(f"{k}:{part}".encode()) % SIZE for k, part in enumerate(parts))
            self._known[word] = found
        return found


def sentence_index(sentence: NDArray[np.int64], opens: NDArray[np.int64]) -> NDArray[np.int64]:
    """For every word the number of its sentence, counted from 0 without gaps."""
    import numpy as np

    index: NDArray[np.int64] = np.searchsorted(opens, np.arange(len(sentence)), "right") - 1
    return index


def _per_sentence(
    flags: NDArray[np.int64], opens: NDArray[np.int64], lengths: NDArray[np.int64]
) -> NDArray[np.int64]:
    import numpy as np

    if not len(opens):
        return flags
    return np.repeat(np.maximum.reduceat(flags, opens), lengths)


def _shift(values: NDArray[np.int64], by: int) -> NDArray[np.int64]:
    """The value of the word before (1) or after (-1), -1 past the ends."""
    import numpy as np

    moved = np.full_like(values, -1)
    if by > 0:
        moved[by:] = values[:-by]
    else:
        moved[:by] = values[-by:]
    return moved


def _mixed(salt: int, *values: NDArray[np.int64]) -> NDArray[np.int64]:
    """One place for each combination of values (multiply and xor, 64 bits)."""
    import numpy as np

    mixed = np.full(len(values[0]), salt * 0x9E3779B1, np.uint64)
    for value in values:
        mixed = (mixed ^ (value + 2).astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return (mixed % np.uint64(SIZE)).astype(np.int64)


def _outline(word: str) -> str:
    """Kinds of its characters, runs shortened: "Xx", "d", "X-x", and marks as they are."""
    found = ""
    for c in word[:20]:
        kind = "X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c
        if found[-1:] != kind:
            found += kind
    return found


def readings_of(low: str) -> str:
    """Which verb a word in small letters is, and in which form; "" of no verb the rules know."""
    readings = lex.verbs().get(low, ())
    return "|".join(f"{v.lemma}:{v.form}" for v in readings[:2])


@cache
def _listed() -> tuple[tuple[str, Callable[[str], bool]], ...]:
    sets: Sequence[tuple[str, frozenset[str]]] = (
        ("p", lex.PEOPLE), ("i", lex.INSTITUTIONS), ("o", lex.OFFICES), ("d", lex.DOCUMENTS),
        ("t", lex.TITLES), ("n", frozenset(lex.NOUN_CUES)), ("c", lex.CARRIERS),
        ("h", lex.HEDGES), ("e", lex.NEGATIONS), ("b", lex.BE), ("v", lex.HAVE),
        ("m", lex.MODALS), ("D", lex.DO), ("a", lex.ADVERBS), ("T", lex.DETERMINERS),
        ("s", lex.POSSESSIVES), ("P", lex.PREPOSITIONS), ("r", lex.PRONOUNS),
        ("S", lex.SUBORDINATORS), ("w", lex.TIMES), ("O", lex.OCCASIONS),
        ("V", frozenset(lex.verbs())),
    )  # fmt: skip
    return tuple((name, members.__contains__) for name, members in sets)


def lists_of(low: str) -> str:
    """The lists of the rules' lexicon that hold a word in small letters, a letter for each."""
    return "".join(name for name, holds in _listed() if holds(low))
