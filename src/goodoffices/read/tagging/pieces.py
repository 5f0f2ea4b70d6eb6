"""Word pieces and small features: what the encoder reads of a passage. Pure Python.

WordPiece as in BERT (uncased): lower case, accents off, greedy longest match from the left.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goodoffices.read.tagging.passages import Passage

PAD, UNKNOWN, FIRST, LAST = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
LONGEST_WORD = 60  # characters; a longer one is unknown
MOST_PIECES = 12  # of one word; the rest says nothing more about its role

# Sizes of the tables of features: shape of the word, quotation, the rules' reading, position.
FEATURES = (7, 2, 7, 4)


class Pieces:
    """A vocabulary of word pieces."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._number = {piece: number for number, piece in enumerate(vocabulary)}
        self.pad, self.unknown, self.first, self.last = (
            self._number[mark] for mark in (PAD, UNKNOWN, FIRST, LAST)
        )
        self._known: dict[str, tuple[int, ...]] = {}

    def of(self, word: str) -> tuple[int, ...]:
        """The pieces of a word, at least one."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) > 200_000:
                self._known.clear()
            found = self._known[word] = self._split(word)
        return found

    def _split(self, word: str) -> tuple[int, ...]:
        if len(word) > LONGEST_WORD:
            return (self.unknown,)
        plain = "".join(
            c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn"
        )
        found: list[int] = []
        for run in _runs(plain):
            found += self._greedy(run)
        return tuple(found[:MOST_PIECES]) or (self.unknown,)

    def _greedy(self, run: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(run):
            for end in range(len(run), start, -1):
                piece = run[start:end] if start == 0 else "##" + run[start:end]
                if piece in self._number:
                    found.append(self._number[piece])
                    start = end
                    break
            else:
                return [self.unknown]
        return found


def _runs(word: str) -> Iterator[str]:
    """Letters and digits together, every mark by itself."""
    start = 0
    for at, c in enumerate(word):
        if not c.isalnum():
            if start < at:
                yield word[start:at]
            yield c
            start = at + 1
    if start < len(word):
        yield word[start:]


@dataclass(frozen=True, slots=True)
class Window:
    """Words `first` to before `end` of a passage, read at once."""

    first: int
    end: int


def features_of(passage: Passage) -> list[tuple[int, int, int, int]]:
    """Small features of every word, each an index below its entry of `FEATURES`."""
    found = []
    for at, word in enumerate(passage.words):
        if at == 0 or passage.paragraph[at] != passage.paragraph[at - 1]:
            position = 2
        elif passage.sentence[at] != passage.sentence[at - 1]:
            position = 1
        else:
            position = 0
        found.append((_shape(word), int(passage.quoted[at]), passage.ruled[at], position))
    return found


def _shape(word: str) -> int:
    if not word[0].isalnum():
        return 1
    if word[0].isdigit():
        return 2
    if word.islower():
        return 3
    if word.isupper():
        return 4 if len(word) > 1 else 5
    return 5 if word[0].isupper() else 6


def windows(passage: Passage, sizes: Sequence[int], room: int, opening: int = 0) -> list[Window]:
    """Sentences in order packed into windows of at most `room` pieces.

    `sizes` are pieces of every word. A longer sentence is cut. `opening`, when given, is the room
    of the first window, so that training sees other neighbours in each round.
    """
    ends = [
        at + 1
        for at in range(len(passage))
        if at + 1 == len(passage) or passage.sentence[at + 1] != passage.sentence[at]
    ]
    found: list[Window] = []
    first, held, start = 0, 0, 0
    limit = min(opening, room) or room
    for end in ends:
        size = sum(sizes[start:end])
        if held and held + size > limit:
            found.append(Window(first, start))
            first, held, limit = start, 0, room
        while size > room:
            cut, part = start, 0
            while part + sizes[cut] <= room:
                part += sizes[cut]
                cut += 1
            found.append(Window(first, cut))
            first = start = cut
            size -= part
            limit = room
        held += size
        start = end
    if first < len(passage):
        found.append(Window(first, len(passage)))
    return found
