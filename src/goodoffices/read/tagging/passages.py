"""The words of a text as the taggers see them, with what the rules make of each.

Words are those of the rules' sentences, a possessive or contracted ending cut off: "Kalder's claim"
is three of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from goodoffices.read.rules.claims import Claim, Place
from goodoffices.read.rules.find import claims_in
from goodoffices.read.rules.segment import Sentence, quotations, sentences

_ENDING = re.compile(r"(?<=\w)(?:['’](?:s|re|ve|d|ll|m)|n['’]t)$", re.IGNORECASE)

# What the rules see in a word: nothing, or the beginning or a later word of a role.
RULE_ROLES = ("", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a text with their places. All tuples have one entry for each word.

    `sentence` numbers sentences from 0, `paragraph` paragraphs; `quoted` is inside quotation marks;
    `ruled` is an index into `RULE_ROLES`.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    quoted: tuple[bool, ...]
    sentence: tuple[int, ...]
    paragraph: tuple[int, ...]
    ruled: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)


def passage_of(text: str, outlets: frozenset[str] = frozenset()) -> Passage:
    """The words of a text in order, with the rules' reading. `outlets` as for `find_claims`."""
    read = list(sentences(text, quotations(text)))
    return passage_with(read, claims_in(read, text, outlets))


def passage_with(
    read: Sequence[Sentence], found: Sequence[tuple[Sentence, Sequence[Claim]]]
) -> Passage:
    """As `passage_of`, where the sentences and the rules' claims are there already."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    quoted: list[bool] = []
    numbers: list[int] = []
    paragraphs: list[int] = []
    for number, sentence in enumerate(read):
        before = len(words)
        for word, start, end, inside in zip(
            sentence.words, sentence.starts, sentence.ends, sentence.quoted, strict=True
        ):
            cut = _ENDING.search(word) if "'" in word or "’" in word else None
            if cut:
                middle = start + cut.start()
                words += [word[: cut.start()], cut[0]]
                starts += [start, middle]
                ends += [middle, end]
                quoted += [inside, inside]
            else:
                words.append(word)
                starts.append(start)
                ends.append(end)
                quoted.append(inside)
        numbers += [number] * (len(words) - before)
        paragraphs += [sentence.paragraph] * (len(words) - before)
    ruled = [0] * len(words)
    _paint(ruled, [claim for _, claims in found for claim in claims], starts, ends)
    return Passage(
        tuple(words),
        tuple(starts),
        tuple(ends),
        tuple(quoted),
        tuple(numbers),
        tuple(paragraphs),
        tuple(ruled),
    )


def outermost(claims: list[Claim]) -> list[Claim]:
    """Attributed claims with a source, without those told inside another's content."""
    said = [c for c in claims if c.kind == "attributed"]
    return [
        c
        for c in said
        if not any(
            o is not c
            and o.content[0] <= c.cue[0]
            and c.cue[1] <= o.content[1]
            and o.content[1] - o.content[0] > c.content[1] - c.content[0]
            and not c.content[0] <= o.cue[0] < c.content[1]
            for o in said
        )
    ]


def _paint(seen: list[int], claims: list[Claim], starts: list[int], ends: list[int]) -> None:
    """Roles of the rules' claims; a source or cue inside a content shows through it."""
    chosen = outermost(claims)
    for claim in chosen:
        _brush(seen, claim.content, 5, starts, ends)
    for claim in chosen:
        if claim.source:
            _brush(seen, claim.source.place, 1, starts, ends)
        _brush(seen, claim.cue, 3, starts, ends)


def _brush(seen: list[int], place: Place, first: int, starts: list[int], ends: list[int]) -> None:
    at = bisect_left(starts, place[0])
    role = first
    while at < len(starts) and ends[at] <= place[1]:
        seen[at] = role
        role = first + 1
        at += 1
