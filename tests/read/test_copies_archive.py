"""Copies in the generated archive, where independent articles share facts, phrases, quotations."""

from __future__ import annotations

import random

from benchmarks.archive import articles
from benchmarks.copies import ours, reports_of, score

from goodoffices.read import copies
from goodoffices.read.copies import copies_among
from goodoffices.read.sketches import sketch


def test_precision_and_recall() -> None:
    given = list(articles(1_500, seed=7))
    assert sum(article.copy_of is not None for article in given) > 400
    reports = reports_of(given)
    precision, recall = score(given, ours(reports))
    assert precision >= 0.99
    assert recall >= 0.99
    random.Random(7).shuffle(reports)  # a copy may come before what it copies on the same day
    precision, recall = score(given, ours(reports))
    assert precision >= 0.99
    assert recall >= 0.98


def test_blocks_and_order_change_nothing(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    reports = reports_of(list(articles(400, seed=3)))
    texts = {report.id: report.text for report in reports}
    whole = set(copies_among(map(sketch, reports), texts.__getitem__))
    assert len(whole) > 100
    for block in (1, 7, 100):
        monkeypatch.setattr(copies, "_BLOCK", block)
        assert set(copies_among(map(sketch, reports), texts.__getitem__)) == whole
    monkeypatch.setattr(copies, "_KEPT", 2)
    assert set(copies_among(map(sketch, reports), texts.__getitem__)) == whole


def test_only_texts_that_are_alike_are_asked_for() -> None:
    reports = reports_of([a for a in articles(1_500, seed=5) if a.copy_of is None])
    asked = set()

    def text_of(name: str) -> str:
        asked.add(name)
        return reports[int(name[2:])].text

    found = copies_among(map(sketch, reports), text_of)
    assert len(found) <= 2
    assert len(asked) < len(reports) / 2
