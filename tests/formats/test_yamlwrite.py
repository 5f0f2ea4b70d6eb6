from __future__ import annotations

from goodoffices.formats.yamlwrite import WIDTH, dump

DATA = {
    "title": "Täler: 'one'",
    "date": "2025-11-20",
    "year": "2025",
    "answer": "no",
    "value": 0.1,
    "whole": 1.0,
    "aliases": ["a b", "no", "2025-11-20"],
    "scores": {"6nm": 0.2, "12nm": [0.5, 1]},
    "empty": [],
    "items": [{"id": "x", "note": "word " * 25 + "end"}, {"id": "y", "note": "two\nlines\n"}],
}
TEXT = """\
title: 'Täler: ''one'''
date: 2025-11-20
year: '2025'
answer: 'no'
value: 0.1
whole: 1.0
aliases: [a b, 'no', 2025-11-20]
scores: {6nm: 0.2, 12nm: [0.5, 1]}
empty: []
items:
  - id: x
    note: >-
      word word word word word word word word word word word word word word word word word
      word word word word word word word word end
  - id: y
    note: |
      two
      lines
"""


def test_the_style_is_for_people() -> None:
    """Declared order, block style, short lists on a line, dates bare, long text folded."""
    assert dump(DATA) == TEXT


def test_the_same_value_twice_is_written_twice() -> None:
    shared = ["x" * 60, "y" * 60]
    assert "&" not in dump({"a": shared, "b": shared})


def test_indented_text_keeps_to_the_width() -> None:
    text = dump(DATA, indent=6)
    assert all(line.startswith(" " * 6) for line in text.splitlines() if line)
    assert max(len(line) for line in text.splitlines()) <= WIDTH
