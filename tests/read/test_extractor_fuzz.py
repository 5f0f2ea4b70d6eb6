"""The extractor on any text at all: spans that fit, the same answer twice, work in proportion."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import building
from goodoffices import codec
from goodoffices.model.agenda import Issue, Option, Party
from goodoffices.model.case import IssueCues, Vocabulary
from goodoffices.model.evidence import STANCES, check_span
from goodoffices.read.attribution import extract
from goodoffices.read.rules.find import MOST_CLAIMS, find_claims
from goodoffices.read.rules.segment import LONGEST_SENTENCE, quotations, sentences

PARTIES = (Party(id="arv", name="Arvenia"), Party(id="bel", name="Belmark", aliases=("Bel",)))
ISSUES = tuple(
    Issue(id=name, question="?", options=(Option(id="o", label=label),))
    for name, label in (("line", "median"), ("fleet", "small fleet"))
)
VOCABULARY = Vocabulary(issues={"line": IssueCues(cues=("line*", "strait"))})

PIECES = st.sampled_from(
    ["Arvenia", "Belmark's", "said", "that", "“", "”", '"', "''", "«", "»", "‘", "’", ",", ".", "?",
     "the minister", "officials", "according to", "told", "Reuters", "citing", "insisting", "and",
     "but", "who", "was described by", "as", "not", "demands", "the line", "only if", "19%", "by",
     "declined to comment", "had no role in", "reportedly", "\n", ";", "—", "(", ")", "said.", "He",
     "is ready to", "is unacceptable to", "the", "a", "quoted", "as saying", "has", "been", "to"]
)  # fmt: skip
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=8_000, deadline=None, suppress_health_check=list(HealthCheck))


def check(text: str) -> None:
    report = building.report(text)
    keywords = {"parties": PARTIES, "issues": ISSUES, "vocabulary": VOCABULARY}
    statements = extract(report, **keywords)  # type: ignore[arg-type]
    assert statements == extract(report, **keywords)  # type: ignore[arg-type]
    assert len({s.id for s in statements}) == len(statements)
    for statement in statements:
        assert statement.span is not None
        check_span(statement.span, report)
        assert statement.text.strip()
        assert statement.speaker.strip()
        assert statement.stance in STANCES
        assert statement.party in (None, "arv", "bel")
        assert statement.issue in (None, "line", "fleet")
        assert statement.id == codec.statement_id(statement)


@QUICK
@given(st.text(max_size=300))
def test_any_unicode(text: str) -> None:
    if not any("\ud800" <= character <= "\udfff" for character in text):
        check(text)


@QUICK
@given(st.lists(PIECES, max_size=40))
def test_any_order_of_words_that_the_rules_know(pieces: list[str]) -> None:
    check(" ".join(pieces))


@QUICK
@given(st.lists(PIECES | st.text(max_size=5), max_size=40))
def test_words_run_together(pieces: list[str]) -> None:
    text = "".join(pieces)
    if not any("\ud800" <= character <= "\udfff" for character in text):
        check(text)


@QUICK
@given(st.lists(PIECES, max_size=60))
def test_sentences_cover_the_words_in_order(pieces: list[str]) -> None:
    text = " ".join(pieces)
    quotes = quotations(text)
    assert all(a < b for a, b in quotes)
    assert all(first[1] <= second[0] for first, second in pairwise(quotes))
    at = 0
    for sentence in sentences(text, quotes):
        assert sentence.start >= at
        assert len(sentence) <= LONGEST_SENTENCE
        for word, start, end in zip(sentence.words, sentence.starts, sentence.ends, strict=True):
            assert text[start:end] == word
            assert start >= at
            assert not text[at:start].strip()
            at = end
    assert not text[at:].strip()


def test_a_sentence_without_end_has_a_limit_of_claims() -> None:
    [(_, claims)] = find_claims("Officials said that the line holds, " * 30)
    assert len(claims) == MOST_CLAIMS


def calls(work: Callable[[], object]) -> int:
    """Calls made, Python's and C's: the work done, the same on every machine."""
    count = 0

    def profile(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


ENDLESS = [
    "Officials said that the line holds. ",
    "Officials said that the line holds, ",
    "“Officials said ",
    '"a" said ',
    "word ",
    "said ",
    "according to ",
    "Belmark, Arvenia, ",
    "a.",
    "19% ",
    "‘",
    "the demand that and insisting only if ",
    "\n",
    "Arvenia said. “It is so. ",
]


@pytest.mark.parametrize("unit", ENDLESS)
def test_work_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    small, large = (building.report(unit * (size // len(unit))) for size in (3_000, 12_000))
    keywords = {"parties": PARTIES, "issues": ISSUES, "vocabulary": VOCABULARY}
    extract(small, **keywords)  # type: ignore[arg-type]
    before = calls(lambda: extract(small, **keywords))  # type: ignore[arg-type]
    after = calls(lambda: extract(large, **keywords))  # type: ignore[arg-type]
    assert after <= 5 * before + 2_000


@pytest.mark.soak
@LONG
@given(st.lists(PIECES | st.text(max_size=4), max_size=120))
def test_words_for_long(pieces: list[str]) -> None:
    text = " ".join(pieces)
    if not any("\ud800" <= character <= "\udfff" for character in text):
        check(text)


@pytest.mark.soak
@pytest.mark.parametrize("unit", ENDLESS)
def test_a_megabyte_of_anything_ends(unit: str) -> None:
    report = building.report(unit * (1_000_000 // len(unit)))
    assert extract(report, parties=PARTIES, issues=ISSUES, vocabulary=VOCABULARY) is not None
