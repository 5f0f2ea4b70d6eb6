"""Frozen values: mappings, dates, spans, grades, numbers."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import statement
from goodoffices.errors import BadGrade, SpanMismatch
from goodoffices.model.dates import bounds, happened_by
from goodoffices.model.evidence import Report, SourceGrade, Span, check_span, span_of
from goodoffices.model.exact import Interval, exact, exceeds, interval, reaches
from goodoffices.model.table import Table, freeze


def test_a_table_cannot_change_and_still_pickles_copies_and_hashes() -> None:
    table: Any = freeze({"a": {"b": [1, 2]}, "c": {3, 1}})
    assert table == {"a": {"b": (1, 2)}, "c": (1, 3)}
    changes: tuple[Callable[[], object], ...] = (
        lambda: table.update(x=1),
        lambda: table.pop("a"),
        lambda: table.__setitem__("a", 1),
        lambda: table.__delitem__("a"),
        lambda: table.setdefault("z", 1),
        lambda: table.clear(),
        lambda: table.__ior__({"x": 1}),
    )
    for change in changes:
        with pytest.raises(TypeError, match="frozen"):
            change()
    assert pickle.loads(pickle.dumps(table)) == table == copy.deepcopy(table)
    assert hash(Table({"a": 1, "b": 2})) == hash(Table({"b": 2, "a": 1}))


@pytest.mark.parametrize(
    "text, first, last",
    [
        ("2025-11-20", date(2025, 11, 20), date(2025, 11, 20)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2025-11-10/2025-11-15", date(2025, 11, 10), date(2025, 11, 15)),
        ("2025-11/2026", date(2025, 11, 1), date(2026, 12, 31)),
    ],
)
def test_a_date_means_a_first_and_a_last_day(text: str, first: date, last: date) -> None:
    assert bounds(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "2025-13", "2025-02-31", "20 Nov", "2025-1/", "2025-12/2025-11", "٢٠٢٥", "0000"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        bounds(text)


def test_by_a_date_counts_only_what_surely_lay_before_it() -> None:
    assert happened_by("2025-11-20", "2025-11-20")
    assert not happened_by("2025-11", "2025-11-20")
    assert happened_by("2025-11", "2025-11")
    assert not happened_by(None, "2025-11-20")
    assert happened_by(None, None)


@given(st.dates(date(1, 1, 1), date(9998, 1, 1)), st.integers(0, 400))
def test_happened_by_is_the_order_of_days(day: date, later: int) -> None:
    after = day + timedelta(days=later)
    assert happened_by(day.isoformat(), after.isoformat())
    assert happened_by(after.isoformat(), day.isoformat()) == (later == 0)


REPORT = Report(id="r-1", text="He said: \N{GRINNING FACE} “no”.", sha256="0")


def test_a_span_counts_code_points_and_refuses_what_does_not_fit() -> None:
    span = span_of(REPORT, 12, 14)
    assert span.quote == REPORT.text[12:14]
    check_span(span, REPORT)
    with pytest.raises(SpanMismatch):
        span_of(REPORT, 5, 99)
    with pytest.raises(SpanMismatch):
        Span(report="r-1", start=0, end=3, quote="four")
    with pytest.raises(SpanMismatch):
        check_span(Span(report="r-1", start=0, end=2, quote="XX"), REPORT)
    with pytest.raises(SpanMismatch):
        check_span(Span(report="r-2", start=0, end=2, quote="He"), REPORT)


@pytest.mark.parametrize("letter, number", [("G", 1), ("A", 0), ("A", 7), ("a", 1), ("", 1)])
def test_a_grade_outside_the_code_is_refused(letter: str, number: int) -> None:
    with pytest.raises(BadGrade):
        SourceGrade(reliability=letter, credibility=number)


def test_the_default_grade_is_f6() -> None:
    assert str(statement("north", "flag", "asks", "red").grade) == "F6"


def test_a_number_means_the_decimal_that_is_written() -> None:
    assert exact(0.1) + exact(0.2) == exact(0.3)
    assert interval((0.2, 1)) == Interval(Fraction(1, 5), Fraction(1))


@given(*[st.tuples(st.integers(-5, 5), st.integers(-5, 5)).map(sorted) for _ in range(2)])
def test_a_product_of_intervals_holds_every_product(a: list[int], b: list[int]) -> None:
    made = interval((a[0], a[1])) * interval((b[0], b[1]))
    products = [x * y for x in range(a[0], a[1] + 1) for y in range(b[0], b[1] + 1)]
    assert made == Interval(Fraction(min(products)), Fraction(max(products)))


def test_one_tolerance_decides_both_ways() -> None:
    near = Fraction(1) - Fraction(1, 10**10)
    far = Fraction(1) - Fraction(1, 10**8)
    assert reaches(near, Fraction(1))
    assert not exceeds(Fraction(1), near)
    assert not reaches(far, Fraction(1))
    assert exceeds(Fraction(1), far)
