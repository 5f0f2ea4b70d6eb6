"""Paragraphs, quotations, sentences and tokens of a text, by position. Linear in its length.

Quotation marks are those of many languages; a sentence is never split inside a quotation, so that
"First. Second," she said stays one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_QUOTE = 4_000  # characters; a longer one is a lost closing mark
WIDEST_WRAP = 140  # characters; longer lines are paragraphs, not wrapped ones
LONGEST_SENTENCE = 300  # tokens; a longer one is read in pieces

_MARK = re.compile('["“”„‟«»‘’‚「」『』]')
_CLOSES = {
    '"': '"',
    "“": '”"',
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«",
    "‘": "’",
    "‚": "‘’",
    "「": "」",
    "『": "』",
}
_DOUBLE = frozenset('"“„‟«»「『')
_END = re.compile(r"[.!?…]+(?:''|[\"”’»)\]])*(?=\s)|[。！？]+[”」』）]*|[؟।]+(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Maj|Sgt|St|Jr|Sr|Prof|Rev|Hon|Amb|Capt|Adm|Brig"
    r"|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Inc|Ltd|Co|Corp|approx|ca|cf)"
    r"|\b(?:[A-Za-z]\.)*[A-Za-z])\.$"
)
_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Maj|Sgt|St|Jr|Sr|Prof|Rev|Hon|Amb|Capt|Adm)\."
    r"|(?:[^\W\d_]\.){2,}(?:['’]s\b)?"
    r"|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?(?!\w)"
    r"|[^\W_]+(?:[.\-‑'’&/][^\W_]+)*"
    r"|''|``|\S"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens of one sentence with their places in the report; `quoted` is per token."""

    start: int
    end: int
    words: tuple[str, ...]
    lows: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    quoted: tuple[bool, ...]
    paragraph: int

    def __len__(self) -> int:
        return len(self.words)


def quotations(text: str) -> list[tuple[int, int]]:
    """Outermost quotations, marks included, in order. A mark without its fellow is no quotation.

    A curly mark that opens a paragraph and is not closed in it quotes the whole paragraph, as
    newspapers do in a quotation of several paragraphs.
    """
    found: list[tuple[int, int]] = []
    offset = 0
    for line in paragraphs(text):
        found.extend(_in_paragraph(line, offset))
        offset += len(line)
    return found


def paragraphs(text: str) -> Iterator[str]:
    """The text cut into paragraphs, which together are the text.

    A line end ends a paragraph, unless the text was wrapped: the next line goes on with a small
    letter, or the line is nearly as long as the longest in a text whose lines are all short.
    """
    lines = text.splitlines(keepends=True)
    widest = max(map(len, lines), default=0)
    wrapped = 50 <= widest <= WIDEST_WRAP and len(lines) > 3
    held: list[str] = []
    for number, line in enumerate(lines):
        held.append(line)
        following = lines[number + 1].strip() if number + 1 < len(lines) else ""
        words = line.strip()
        goes_on = (
            bool(words)
            and bool(following)
            and (
                (following[0].islower() and not words.endswith((".", "!", "?", ":")))
                or (wrapped and len(line) >= 0.8 * widest)
            )
        )
        if not goes_on:
            yield "".join(held)
            held = []


def _in_paragraph(line: str, offset: int) -> Iterator[tuple[int, int]]:
    stack: list[tuple[str, int]] = []
    for match in _MARK.finditer(line):
        mark, at = match[0], match.start()
        before = line[at - 1] if at else " "
        after = line[match.end()] if match.end() < len(line) else " "
        if mark in ("‘", "’") and before.isalnum() and after.isalnum():
            continue  # an apostrophe
        if stack and at - stack[0][1] > LONGEST_QUOTE:
            stack.clear()
        place = next(
            (i for i in range(len(stack) - 1, -1, -1) if mark in _CLOSES[stack[i][0]]), None
        )
        if place is not None and not (
            mark in ('"', "''") and before.isspace() and not after.isspace()
        ):
            _, start = stack[place]
            del stack[place:]
            if not stack:
                yield offset + start, offset + match.end()
        elif mark in _DOUBLE or (mark in ("‘", "‚") and not before.isalnum()):
            if len(stack) >= 4:
                stack.clear()
            stack.append((mark, at))
    if stack and stack[0] == ("“", len(line) - len(line.lstrip())):
        end = len(line.rstrip())
        if end - stack[0][1] <= LONGEST_QUOTE and end > stack[0][1] + 1:
            yield offset + stack[0][1], offset + end


def sentences(text: str, quotes: list[tuple[int, int]]) -> Iterator[Sentence]:
    """Sentences in order, empty ones left out."""
    opens = [start for start, _ in quotes]

    def inside(at: int) -> bool:
        i = bisect_right(opens, at) - 1
        return i >= 0 and at < quotes[i][1] - 1

    offset = 0
    for number, line in enumerate(paragraphs(text)):
        start = 0
        for match in _END.finditer(line):
            at = match.end()
            if inside(offset + at - 1) or not _breaks(line, start, match):
                continue
            yield from _pieces(text, offset + start, offset + at, quotes, opens, number)
            start = at
        yield from _pieces(text, offset + start, offset + len(line), quotes, opens, number)
        offset += len(line)


def _breaks(line: str, start: int, match: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence: not after an abbreviation, not before a small letter."""
    after = line[match.end() : match.end() + 40].lstrip()
    if after[:1].islower():
        return False
    if match[0] == "." and _ABBREVIATION.search(line[max(start, match.end() - 12) : match.end()]):
        # "of the U.S. The plan" ends a sentence, "U.S. Army" does not: only a word that never
        # goes on from an abbreviation tells.
        return after.startswith(("The ", "It ", "He ", "She ", "They ", "But ", "In ", "A "))
    return True


def _pieces(
    text: str,
    start: int,
    end: int,
    quotes: list[tuple[int, int]],
    opens: list[int],
    number: int,
) -> Iterator[Sentence]:
    tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]
    for first in range(0, len(tokens), LONGEST_SENTENCE):
        piece = tokens[first : first + LONGEST_SENTENCE]
        quoted = []
        i = bisect_right(opens, piece[0][1]) - 1
        for _, at, _ in piece:
            while i + 1 < len(opens) and opens[i + 1] <= at:
                i += 1
            quoted.append(i >= 0 and at < quotes[i][1])
        yield Sentence(
            start=piece[0][1],
            end=piece[-1][2],
            words=tuple(word for word, _, _ in piece),
            lows=tuple(word.lower().replace("’", "'") for word, _, _ in piece),
            starts=tuple(at for _, at, _ in piece),
            ends=tuple(at for _, _, at in piece),
            quoted=tuple(quoted),
            paragraph=number,
        )
