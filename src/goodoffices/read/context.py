"""What a statement is about where its own words do not say: the words around it."""

from __future__ import annotations

import re

from goodoffices.read.issues import IssueLink, IssueWords
from goodoffices.read.rules.segment import Sentence

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s)[^.!?\n]*)*[.!?]*[\"”’»)]*")
# What speaks of the negotiation as a whole speaks of no one issue of it.
_PROCESS = re.compile(
    r"\b(?:text|drafts?|paper|document|treaty|accord|agreement|talks|negotiations?|rounds?|sessions?|"
    r"meetings?|delegations?|agenda|settlement|package|process|terms|demands|concessions|conditions|"
    r"plans?|framework|war|peace|diplomacy)\b",
    re.IGNORECASE,
)
_BEHIND = 1_500  # characters before a statement that are looked at


class Context:
    """The issue that the text around a place speaks of, nearest words first.

    First the whole sentence, then the sentences before it, back to the beginning of the paragraph
    before (in an interview that is the question), then the headline.
    """

    def __init__(self, text: str, words: IssueWords) -> None:
        self._text = text
        self._words = words

    def issue_at(self, place: tuple[int, int], sentence: Sentence) -> str | None:
        """The id of the issue, or None where nothing near names one, or the nearest two."""
        own = self._link(*place)
        if own.issue is None and own.score:
            return None  # it names several: what stands before does not decide between them
        if _PROCESS.search(self._text, *place):
            return None
        whole = self._link(sentence.start, sentence.end)
        if whole.issue or whole.score:
            return whole.issue
        for start, end in self._before(sentence.start):
            link = self._link(start, end)
            if link.score:
                return link.issue
        end = self._text.find("\n")
        return self._link(0, end).issue if 0 < end <= place[0] else None

    def _before(self, at: int) -> list[tuple[int, int]]:
        """The sentences before a place, the nearest first, to the paragraph before its own."""
        start = self._paragraph(self._paragraph(at))
        start = max(start, at - _BEHIND)
        return [m.span() for m in _SENTENCE.finditer(self._text, start, at)][::-1]

    def _paragraph(self, at: int) -> int:
        """Where the paragraph begins that ends before or holds the place."""
        end = len(self._text[:at].rstrip())
        return self._text.rfind("\n", 0, end) + 1

    def _link(self, start: int, end: int) -> IssueLink:
        """What words are about; what they hang on does not tell it."""
        link = self._words.link(self._text[start:end])
        return _NOTHING if link.hanging else link


_NOTHING = IssueLink(issue=None, options=(), score=0, reason="no cue word was found")
