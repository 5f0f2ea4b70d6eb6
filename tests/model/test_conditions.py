"""Conditions: read as written, written so that they are read the same."""

from __future__ import annotations

import itertools
import random

import pytest

from conflicts import random_condition
from goodoffices.model.conditions import (
    BadCondition,
    condition_text,
    holds,
    mentioned,
    parse_condition,
    quoted,
)

NAMES = ["a", "b", "c"]


def table(text: str) -> list[bool | None]:
    condition = parse_condition(text)
    rows = itertools.product([False, True], repeat=len(NAMES))
    return [holds(condition, dict(zip(NAMES, row, strict=True))) for row in rows]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a and b or c", "(a and b) or c"),
        ("not a and b", "(not a) and b"),
        ("a if b", "b -> a"),
        ("if b then a", "b -> a"),
        ("a -> b or c", "a -> (b or c)"),
        ("a iff b", "(a -> b) and (b -> a)"),
        ("a & !b | c", "(a and not b) or c"),
        ("a <-> b", "(a and b) or (not a and not b)"),
        ("a -> b iff c", "(a -> b) iff c"),
        ("not (a or b)", "not a and not b"),
    ],
)
def test_the_words_mean_what_they_say(one: str, other: str) -> None:
    assert table(one) == table(other)
    assert None not in table(one)


def test_implication_is_false_in_one_row_only() -> None:
    condition = parse_condition("a -> b")
    assert [
        holds(condition, {"a": a, "b": b}) for a, b in itertools.product([False, True], repeat=2)
    ] == [True, True, False, True]


def test_written_conditions_are_read_back_with_the_same_meaning() -> None:
    rng = random.Random(1)
    for _ in range(300):
        text = random_condition(rng, NAMES, depth=4)
        assert table(condition_text(parse_condition(text))) == table(text)


def test_a_condition_is_decided_as_soon_as_it_can_be() -> None:
    assert holds(parse_condition("a and b"), {"a": False}) is False
    assert holds(parse_condition("a or b"), {"a": True}) is True
    assert holds(parse_condition("a -> b"), {"a": False}) is True
    assert holds(parse_condition("a iff b"), {"a": False}) is None
    assert holds(parse_condition("not a"), {}) is None


def test_ids_of_any_kind_can_be_named() -> None:
    odd = 'Full "Monty" (or)'
    assert list(mentioned(parse_condition(f"not {quoted(odd)}"))) == [odd]
    assert quoted("not") == '"not"'
    assert list(mentioned(parse_condition("ua-keeps-c1 and ru.x_2"))) == ["ua-keeps-c1", "ru.x_2"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "an empty condition"),
        ("a and", "a move is missing"),
        ("(a", "a bracket is not closed"),
        ("a b", "'b' was not expected"),
        ("a % b", "'%' has no meaning"),
        ("if a b", "'then' is missing"),
        ("not " * 200 + "a", "nested too deeply"),
        ("(" * 200 + "a" + ")" * 200, "nested too deeply"),
        ("a and " * 10_001 + "a", "more than"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, words: str) -> None:
    with pytest.raises(BadCondition, match=words):
        parse_condition(text)
