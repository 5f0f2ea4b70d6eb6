"""Sentences are grammatical and say what the claims say, for one, two and more items."""

from __future__ import annotations

import pytest

from brief_material import ISSUES, PARTIES
from goodoffices.brief.words import (
    claim_clause,
    claim_noun,
    concession_words,
    conflict_words,
    counted,
    day,
    listed,
    magnitude,
    phrase,
    plain_text,
    possessive,
    quantity,
    share,
    terms_of,
)
from goodoffices.model.stakes import Preferences, Proviso, RedLine

ISSUE = {issue.id: issue for issue in ISSUES}
PARTY = {party.id: party for party in PARTIES}


@pytest.mark.parametrize(
    "items, words",
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c and d"),
    ],
)
def test_lists(items: list[str], words: str) -> None:
    assert plain_text(listed(items)) == words


def test_long_items_keep_a_mark_before_the_last() -> None:
    assert plain_text(listed(["a", "b", "c"], "and", ";")) == "a; b; and c"


@pytest.mark.parametrize(
    "date, words",
    [
        ("2025-11-20", "20 November 2025"),
        ("2025-11", "November 2025"),
        ("2025", "2025"),
        ("2025-11-10/2025-11-15", "10 to 15 November 2025"),
        ("2025-11-30/2025-12-02", "30 November to 2 December 2025"),
        ("2025-12-30/2026-01-02", "30 December 2025 to 2 January 2026"),
        ("2025-11/2026-02", "November 2025 to February 2026"),
        ("2025-11-20/2025-11-20", "20 November 2025"),
        ("2026-01-20T10:00:00Z", "20 January 2026"),
        ("some day", "some day"),
        (None, "no date"),
    ],
)
def test_dates(date: str | None, words: str) -> None:
    assert day(date) == words


def test_numbers() -> None:
    assert counted(1, "draft") == "1 draft"
    assert counted(2, "draft") == "2 drafts"
    assert counted(0, "draft") == "0 drafts"
    assert share(12, 30) == "12 of 30 (40 %)"
    assert share(0, 0) == "0 of 0"
    assert magnitude(1_000_000) == "1,000,000"
    assert magnitude(1_460_813_897_442_263_040_000_000) == "about 1.5 \u00d7 10\u00b2\u2074"
    assert quantity((0.4, 0.6)) == "between 0.4 and 0.6"


def test_possessives() -> None:
    assert plain_text(possessive("Norland")) == "Norland\u2019s"
    assert plain_text(possessive("United States")) == "United States\u2019"


def test_options_are_named_by_what_is_left_where_that_is_shorter() -> None:
    width = ISSUE["width"]
    assert plain_text(terms_of(width, ("width-1",))) == "\u201c6 miles\u201d"
    assert plain_text(terms_of(width, ("width-1", "width-3"))) == (
        "\u201c6 miles\u201d or \u201c24 miles\u201d"
    )
    assert plain_text(terms_of(width, width.option_ids)) == "every option"
    five = ISSUE["troops"]
    assert "anything other than" not in plain_text(terms_of(five, five.option_ids[:2]))


LINE = RedLine(id="a", party="nor", rejects={"flag": ("flag-1",)})
PAIR = RedLine(id="b", party="sud", rejects={"flag": ("flag-1",), "aid": ("aid-1", "aid-2")})
PROVISO = Proviso(id="c", party="nor", if_={"flag": ("flag-2",)}, then={"aid": ("aid-1",)})
RULE = Proviso(id="d", party=None, if_={"flag": ("flag-2",)}, then={"aid": ("aid-1",)})
VALUE = Preferences(party="sud", weights={}, scores={}, reservation=0.5)


def test_claims_as_clauses() -> None:
    def said(claim: RedLine | Proviso | Preferences) -> str:
        return (
            plain_text(claim_clause(claim, PARTY, ISSUE))
            .replace("\u201c", '"')
            .replace("\u201d", '"')
        )

    assert said(LINE) == 'Norland rejects "both" on "Whose flag flies on the isle?"'
    assert said(PAIR) == (
        'Suderland rejects combining "both" on "Whose flag flies on the isle?"'
        ' together with every option on "Who pays for the harbour?"'
    )
    assert said(PROVISO) == (
        'Norland accepts "neither" on "Whose flag flies on the isle?"'
        ' only with "Ostmark" on "Who pays for the harbour?"'
    )
    assert said(RULE).startswith('whoever agrees, "neither"')
    assert said(VALUE) == "Suderland needs a utility of at least 0.5"


def test_claims_as_things() -> None:
    assert plain_text(claim_noun(LINE, PARTY, ISSUE)).startswith("Norland\u2019s red line against")
    assert "red line against combining" in plain_text(claim_noun(PAIR, PARTY, ISSUE))
    assert "condition that" in plain_text(claim_noun(PROVISO, PARTY, ISSUE))
    assert plain_text(claim_noun(RULE, PARTY, ISSUE)).startswith("the rule that")
    assert plain_text(claim_noun(VALUE, PARTY, ISSUE)) == "Suderland\u2019s reservation value (0.5)"


A, B, C = phrase("A"), phrase("B"), phrase("C")


def test_conflict_sets_of_every_size() -> None:
    assert plain_text(conflict_words([A])) == "No package at all satisfies A."
    assert plain_text(conflict_words([A, B])) == (
        "No package satisfies both A and B; each alone can be satisfied."
    )
    assert plain_text(conflict_words([A, B, C])) == (
        "No package satisfies all three of these together: A; B; and C."
        " Leave out any one of them, and the rest can be satisfied together."
    )
    assert plain_text(conflict_words([A, B], rules=True)).endswith(
        "each alone can be satisfied. The rules of the world hold throughout."
    )
    assert plain_text(conflict_words([A, B], about=phrase("Q"))).startswith("On Q, no package sat")


def test_concession_sets_of_every_size() -> None:
    assert plain_text(concession_words([A])) == "Giving up A alone opens a zone."
    assert plain_text(concession_words([A, B])) == (
        "Giving up both A and B opens a zone; neither alone is enough."
    )
    assert plain_text(concession_words([A, B, C])) == (
        "Giving up A; B; and C opens a zone; none of them can be kept in this set."
    )
    assert "No concession is needed" in plain_text(concession_words([]))


def test_no_space_is_doubled_or_lost() -> None:
    assert plain_text(phrase("a ", phrase(" b"), " c")) in ("a  b c", "a b c")
    assert plain_text(phrase("a", phrase(" b "), "c")) == "a b c"
