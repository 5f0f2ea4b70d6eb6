"""The figures of the gold set, and whether its marks are sound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scripts.attribution.evaluate_gold import CASES, Measured, measure, measure_real, real

from goldset import FIELDS, FOLDER, REAL, UNSEEN, Mark, agreement, load, paired
from goodoffices.formats.case_folder import read_case
from goodoffices.model.evidence import STANCES
from goodoffices.read.attribution import extract
from goodoffices.read.documents import read_document
from support import shared_path

# Precision, recall, then the shares of FIELDS, all texts together; a little below the measured.
FLOORS = {
    ("rules", FOLDER): (0.92, 0.72, 0.86, 0.82, 0.88, 0.86, 0.75),
    ("fast", FOLDER): (0.91, 0.84, 0.86, 0.82, 0.88, 0.85, 0.75),
    ("accurate", FOLDER): (0.91, 0.84, 0.86, 0.83, 0.89, 0.84, 0.75),
    ("rules", UNSEEN): (0.88, 0.72, 0.69, 0.78, 0.83, 0.84, 0.78),
    ("fast", UNSEEN): (0.85, 0.80, 0.66, 0.75, 0.82, 0.79, 0.80),
    ("accurate", UNSEEN): (0.84, 0.80, 0.66, 0.77, 0.87, 0.82, 0.80),
}
REAL_FLOORS = {
    "rules": (0.83, 0.89, 0.95, 0.91, 0.95, 0.76, 0.49),
    "fast": (0.78, 0.89, 0.95, 0.82, 0.95, 0.76, 0.49),
    "accurate": (0.81, 0.89, 0.95, 0.86, 0.95, 0.76, 0.49),
}


@pytest.mark.parametrize(("name", "folder"), FLOORS)
def test_what_is_found_does_not_fall(name: str, folder: Path) -> None:
    not_below(sum(measure(name, folder=folder).values(), Measured()), FLOORS[name, folder])


@pytest.mark.parametrize("name", REAL_FLOORS)
def test_what_is_found_in_two_real_reports_does_not_fall(name: str) -> None:
    measured = measure_real(name, shared_path("reports"))
    not_below(sum(measured.values(), Measured()), REAL_FLOORS[name])


def not_below(total: Measured, floors: tuple[float, ...]) -> None:
    figures = (total.precision, total.recall, *map(total.share, FIELDS))
    names = ("precision", "recall", *FIELDS)
    for what, found, floor in zip(names, figures, floors, strict=True):
        assert found >= floor, (what, found)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        (FOLDER, "pass_1.json"),
        (FOLDER, "pass_2.json"),
        (FOLDER, "marks.json"),
        (UNSEEN, "marks.json"),
    ],
)
def test_marks_are_places_with_known_codes(folder: Path, name: str) -> None:
    for text, marks in load(name, folder).items():
        are_sound(folder, marks, (folder / f"{text}.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["pass_1.json", "pass_2.json", "marks.json"])
def test_marks_of_the_real_reports_are_places_with_known_codes(name: str) -> None:
    reports, marked = real(shared_path("reports"), name)
    assert set(reports) == set(marked)
    for text, marks in marked.items():
        are_sound(REAL, marks, reports[text].text)


def are_sound(folder: Path, marks: tuple[Mark, ...], words: str) -> None:
    case = read_case(CASES[folder])
    parties = {None, *(party.id for party in case.parties)}
    issues = {None, *(issue.id for issue in case.issues)}
    assert len(set(marks)) == len(marks)
    for mark in marks:
        start, end = mark.content
        assert 0 <= start < end <= len(words)
        content = words[start:end]
        assert content == content.strip()
        assert "\n\n" not in content
        assert mark.stance in STANCES
        assert mark.party in parties
        assert mark.issue in issues
        assert mark.chain[-1][1] == mark.speaker
        assert all(link == link.strip() and link for _, link in mark.chain)


@pytest.mark.parametrize("name", ["pass_1.json", "pass_2.json", "marks.json"])
def test_of_the_real_reports_only_places_and_codes_are_kept(name: str) -> None:
    for entries in json.loads((REAL / name).read_text(encoding="utf-8")).values():
        for entry in entries:
            places = [entry["content"], *(place for _, place in entry["chain"])]
            assert all([type(n) for n in place] == [int, int] for place in places)
            assert set(entry) == {"content", "party", "chain", "stance", "issue"}


def test_the_two_passes_agree_as_stated() -> None:
    figures = agreement(load("pass_1.json"), load("pass_2.json"))
    stated = (0.95, 0.89, 0.85, 0.99, 0.97, 1.0, 0.95, 0.98)
    assert [round(value, 2) for value in figures.values()] == list(stated)


def test_the_two_passes_over_the_real_reports_agree_as_stated() -> None:
    folder = shared_path("reports")
    figures = agreement(real(folder, "pass_1.json")[1], real(folder, "pass_2.json")[1])
    stated = (0.97, 0.89, 0.81, 1.0, 0.85, 1.0, 1.0, 1.0)
    assert [round(value, 2) for value in figures.values()] == list(stated)


def test_marks_agree_wholly_with_themselves_and_not_with_moved_ones() -> None:
    marks = load()
    assert set(agreement(marks, marks).values()) == {1.0}
    first, second = marks["news-1"], marks["official-2"]
    assert len(paired(first, first)) == len(first)
    assert len(paired(first, second)) < len(first) / 2


def test_a_paper_that_cites_somebody_is_not_in_the_chain_of_those_who_answer_it() -> None:
    report = read_document(FOLDER / "news-4.txt")
    [answer] = [s for s in extract(report) if s.text.startswith('"There is no deal')]
    assert "Beacon" not in str(answer.attribution)
    assert not answer.attribution.anonymous


@pytest.mark.parametrize("verb", ["refused", "declined"])
def test_who_would_not_be_drawn_is_silent(verb: str) -> None:
    text = f"The minister {verb} to be drawn on the fee, which is due in spring."
    [silent] = extract(read_document(text.encode(), name="text"))
    assert silent.stance == "no_comment"
    assert silent.text.startswith(f"{verb} to be drawn")


def test_what_could_be_considered_if_something_else_holds_is_conditional() -> None:
    text = (
        "A shorter period could be considered, the envoy said, but only if the sailors came home."
    )
    [statement] = extract(read_document(text.encode(), name="text"))
    assert statement.stance in ("offers", "conditional")
