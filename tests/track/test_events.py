"""Reports about one event: by days, names and rare words, the same whatever the order."""

from __future__ import annotations

import dataclasses
import json
import random
from pathlib import Path

from benchmarks.archive import articles
from benchmarks.copies import reports_of
from benchmarks.events import b_cubed

import building
from goodoffices.cli.main import _run
from goodoffices.formats.case_folder import read_case
from goodoffices.model.evidence import Report
from goodoffices.track.events import DAYS, FEW, events
from goodoffices.workspace.questions import ask_corroboration
from support import EXAMPLES


def told(day: str | None, text: str) -> Report:
    basis = "metadata" if day else "unknown"
    return building.report(text, published=day, published_basis=basis)


FERRY = "A ferry from Torvay struck the pier at Grennock on Monday and eleven sailors were hurt."
FERRY_TOO = "Eleven sailors were hurt when the Torvay ferry struck a pier at Grennock, police said."
TALKS = "Delegates in Ilmere talked for nine hours about joint patrols without any result."
OTHERS = [
    told("2031-03-03", "The mayor of Pellam opened a market for salt in the old harbour."),
    told("2031-03-03", "Rain ended three dry months in the hills, and farmers sowed late barley."),
    told("2031-03-04", "A choir from Lissen won first prize with songs about lighthouse keepers."),
]


def test_two_tellings_of_one_happening_and_a_third_of_another() -> None:
    one, two, other = told("2031-03-03", FERRY), told("2031-03-04", FERRY_TOO), told(
        "2031-03-03", TALKS
    )  # fmt: skip
    found = events([one, two, other, *OTHERS])
    assert found[one.id] == found[two.id] == one.id
    assert found[other.id] == other.id
    assert len(set(found.values())) == 5


def test_the_same_words_weeks_later_are_another_event() -> None:
    one, two = told("2031-03-03", FERRY), told("2031-03-24", FERRY_TOO)
    assert events([one, two, *OTHERS])[two.id] == two.id
    near = told(f"2031-03-0{3 + DAYS}", FERRY_TOO)
    assert events([one, near, *OTHERS])[near.id] == one.id


def test_a_report_without_a_day_stands_alone_and_a_copy_goes_with_its_original() -> None:
    one, undated = told("2031-03-03", FERRY), told(None, FERRY_TOO)
    copy = dataclasses.replace(told("2031-09-09", FERRY + " It ends."), copy_of=one.id)
    found = events([copy, undated, one, *OTHERS])
    assert (found[undated.id], found[copy.id]) == (undated.id, one.id)
    orphan = dataclasses.replace(copy, copy_of="r-gone")
    assert events([orphan])[orphan.id] == orphan.id
    assert events([]) == {}


def test_the_order_of_the_reports_does_not_matter() -> None:
    given = reports_of(list(articles(150, seed=3)))
    found = events(given)
    random.Random(1).shuffle(given)
    assert events(given) == found


def test_most_events_of_an_archive_are_found() -> None:
    archive = list(articles(500, seed=7))
    truth = {r.id: a.event for r, a in zip(reports_of(archive), archive, strict=True)}
    reports = [
        dataclasses.replace(r, copy_of=None if a.copy_of is None else f"r-{a.copy_of:08}")
        for r, a in zip(reports_of(archive), archive, strict=True)
    ]
    assert b_cubed(events(reports), truth)[2] >= 0.88


def test_b_cubed_is_that_of_the_definition() -> None:
    found = {"a": "x", "b": "x", "c": "y", "d": "y"}
    truth = {"a": 1, "b": 1, "c": 1, "d": 2}
    precision = (1 + 1 + 0.5 + 0.5) / 4
    recall = (2 / 3 + 2 / 3 + 1 / 3 + 1) / 4
    mean = 2 * precision * recall / (precision + recall)
    assert b_cubed(found, truth) == (precision, recall, mean)


def test_reports_are_listed_by_event(capsys: object) -> None:
    case = EXAMPLES / "strait-accord"
    assert _run(["reports", str(case)]) == 0
    out = capsys.readouterr().out  # type: ignore[attr-defined]
    assert "One event:" in out
    assert "(copy of r-" in out
    assert _run(["reports", str(case), "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)  # type: ignore[attr-defined]
    assert len(listed["reports"]) == len(list(Path(case / "reports").glob("*.txt")))
    assert listed["events"] == len({row["event"] for row in listed["reports"]})


def test_corroboration_tells_of_how_many_events_its_reports_are() -> None:
    few = read_case(EXAMPLES / "strait-accord")
    more = reports_of(list(articles(FEW - len(few.reports), seed=3)))
    case = dataclasses.replace(few, reports=(*few.reports, *more))
    rows = ask_corroboration(case, None, {}, {})
    assert all(1 <= row.events <= len(row.evidence) for row in rows if row.events)
    assert any(row.events for row in rows)
    assert not any(row.events for row in ask_corroboration(few, None, {}, {}))
