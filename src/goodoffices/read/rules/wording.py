"""A content as the layers of stance see it: tokens, clauses' words by class, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goodoffices.read.content import words
from goodoffices.read.rules.clauses import Clause, Subject, Voice, subject_of
from goodoffices.read.rules.vocabulary import Match, matches, tokens

# Behind these in a clause nothing is meant as it stands.
DOUBTING = words(
    "not no never nobody nothing none neither nor without hardly barely scarcely unlikely whether"
    " if little few unclear doubt doubts doubted doubtful less fail fails failed stop stops stopped"
    " refuse refused"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a content, which of them have a capital, what is found in them, and whose."""

    run: Sequence[str]
    named: frozenset[int]
    found: Sequence[Match]
    voice: Voice

    def of(self, kind: str, clause: Clause) -> Iterator[Match]:
        """What of that kind begins in a clause."""
        return (m for m in self.found if m.kind == kind and clause.start <= m.start < clause.end)

    def verbs_at(self, k: int) -> dict[str, Match]:
        """Classes of the verb at a token: of "help no one", not of "help"."""
        here = [m for m in self.found if m.kind == "verbs" and m.start == k]
        last = max((m.end for m in here), default=0)
        return {m.name: m for m in here if m.end == last}

    def subject(self, clause: Clause, verb: int, before: Subject) -> Subject:
        """Whose doing a verb tells; a joined clause has the subject of the one before."""
        own = subject_of(self.run, clause, verb, self.voice, self.named)
        return before if own == "none" and clause.joined else own


def read_words(text: str, voice: Voice) -> Words:
    """The words of a content and what the vocabulary knows of them."""
    run = tokens(text)
    return Words(run, _named(text, run), matches(run), voice)


def _named(text: str, run: Sequence[str]) -> frozenset[int]:
    """The tokens written with a capital, those behind a full stop or at the beginning included."""
    capitals = {w.lower() for w in re.findall(r"\b[A-Z][\w-]*", text.replace("’", "'"))}
    return frozenset(k for k, token in enumerate(run) if token.split("'")[0] in capitals)


def doubted(run: Sequence[str], clause: Clause, k: int) -> bool:
    """Whether a word of denial or doubt stands before a token of the clause."""
    return any(
        run[i] in DOUBTING and not (run[i] == "not" and run[i + 1] in _AND_MORE)
        for i in range(clause.start, k)
    )


_AND_MORE = words("only just merely simply")  # "not only failed to act": it did fail
