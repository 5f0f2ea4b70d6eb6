"""Deciding on words that amendments propose for the vocabulary, and taking such a decision back."""

from __future__ import annotations

import dataclasses

from goodoffices.errors import InputError, UnknownName
from goodoffices.model.case import Case, LearnedTerm, Vocabulary
from goodoffices.read.issues import cue_tokens
from goodoffices.read.learning import ProposedTerm


def decided_on(case: Case, term: ProposedTerm, accept: bool, *, by: str, at: str) -> Case:
    """The case with a proposed term accepted or rejected. Statements stay as they are: only what
    is extracted from now on is read with the term."""
    entry = LearnedTerm(
        words=term.words,
        issue=term.issue,
        option=term.option,
        verdict="accepted" if accept else "rejected",
        by=by,
        at=at,
        evidence=term.evidence,
    )
    return _with(case, (*case.vocabulary.learned, entry))


def withdrawn(case: Case, words: str, *, at: str) -> tuple[Case, tuple[LearnedTerm, ...]]:
    """The case with what was decided on these words taken back, and what that was.

    The entries stay in the vocabulary, marked as withdrawn. Raises UnknownName for words that were
    not decided on, or not any more.
    """
    standing = [term for term in case.vocabulary.learned if term.withdrawn_at is None]
    if not words.strip():
        raise InputError("say which words")
    wanted = cue_tokens(words)
    gone = tuple(term for term in standing if cue_tokens(term.words) == wanted)
    if not gone:
        raise UnknownName("learned term", words, [term.words for term in standing])
    kept = tuple(
        dataclasses.replace(term, withdrawn_at=at) if term in gone else term
        for term in case.vocabulary.learned
    )
    return _with(case, kept), gone


def _with(case: Case, learned: tuple[LearnedTerm, ...]) -> Case:
    vocabulary: Vocabulary = dataclasses.replace(case.vocabulary, learned=learned)
    return dataclasses.replace(case, vocabulary=vocabulary)
