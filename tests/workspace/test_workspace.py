"""Where the parts meet: what is written, what is refused, what a finding carries."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builders import case, statement
from goodoffices import Workspace, analyse_negotiation, plugins
from goodoffices.codec import digest, identified
from goodoffices.errors import InputError, InvalidCase, PluginError, UnknownName
from goodoffices.formats.case_folder import read_case, write_case
from goodoffices.model.evidence import Report, Statement, span_of
from goodoffices.workspace import analyses
from goodoffices.workspace.questions import QUESTIONS

TEXT = "The head of North said it wants w1. Nothing else was said."


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    report = Report(id="r-1", text=TEXT, sha256="0" * 64)
    said = identified(
        dataclasses.replace(
            statement("north", "width", "asks", "w1", extractor="rules"),
            span=span_of(report, 0, 34),
            url=None,
            paraphrase=None,
        )
    )
    hand = statement("south", "width", "red_line", "w1")
    path = tmp_path / "case"
    write_case(case(said, hand, reports=(report,)), path)
    return Workspace(path)


def test_only_statements_of_reports_wait_for_review(space: Workspace) -> None:
    assert [s.party for s in space.candidates()] == ["north"]


def test_a_verdict_is_on_disk_when_the_call_returns(space: Workspace) -> None:
    (candidate,) = space.candidates()
    review = space.decide(candidate, "accepted", by="A", note="clear")
    assert read_case(space.path).reviews == (review,)
    assert space.candidates() == ()
    withdrawn = space.withdraw(review, at="2030-01-01T00:00:00Z")
    assert read_case(space.path).reviews == (review, withdrawn)
    assert len(space.candidates()) == 1


def test_an_amendment_needs_a_replacement_that_says_something_else(space: Workspace) -> None:
    (candidate,) = space.candidates()
    with pytest.raises(InputError, match="needs a replacement"):
        space.decide(candidate, "amended", by="A")
    with pytest.raises(InputError, match="needs a replacement"):
        space.decide(candidate, "accepted", by="A", replacement=candidate)
    with pytest.raises(InputError, match="says the same"):
        space.decide(candidate, "amended", by="A", replacement=candidate)
    better = dataclasses.replace(candidate, options=("w2",))
    review = space.decide(candidate, "amended", by="A", replacement=better)
    stored = read_case(space.path)
    assert stored.statement_by_id[review.replacement or ""].options == ("w2",)
    assert stored.statement_by_id[candidate.id].options == ("w1",)
    assert space.candidates() == ()


def test_a_statement_that_is_not_in_the_ledger_cannot_be_reviewed(space: Workspace) -> None:
    with pytest.raises(UnknownName, match="unknown statement"):
        space.decide(statement("north", "flag", "asks", "red"), "accepted", by="A")


def test_a_finding_carries_what_produced_it(space: Workspace) -> None:
    held = space.elicited()
    finding = space.analyse("zopa", held, limit=2)
    assert finding.negotiation == digest(held.negotiation)
    assert finding.parameters["limit"] == 2
    assert set(finding.parameters) > {"limit", "seed"}
    assert finding.version
    assert space.analyse("zopa", held, limit=2) == finding


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_every_question_is_answered_on_every_case(space: Workspace, name: str) -> None:
    assert space.ask(name, as_of="2030-06-01").analysis == name
    with pytest.raises(UnknownName, match="unknown parameter"):
        space.ask(name, nonsense=1)


@pytest.mark.parametrize("name", sorted(set(analyses()) - {"improve", "verdicts"}))
def test_parameters_are_checked_before_anything_runs(space: Workspace, name: str) -> None:
    negotiation = space.elicited().negotiation
    with pytest.raises(UnknownName, match="did you mean 'part"):
        analyse_negotiation(name, negotiation, partys=("north",))
    with pytest.raises(InvalidCase, match="parameter 'parties'"):
        analyse_negotiation(name, negotiation, parties=3)
    with pytest.raises(UnknownName, match="did you mean 'north'"):
        analyse_negotiation(name, negotiation, parties=("nroth",))


def test_unknown_names_are_answered_with_the_nearest(space: Workspace) -> None:
    with pytest.raises(UnknownName, match="did you mean 'conflicts'"):
        space.analyse("conflict")
    with pytest.raises(UnknownName, match="did you mean 'shifts'"):
        space.ask("shift")
    with pytest.raises(UnknownName, match="unknown draft"):
        space.analyse("verdicts", draft="v1")


SPOILS: dict[str, Any] = {
    "no span": {"span": None, "url": "https://example.org"},
    "unknown party": {"party": "nroth"},
    "unknown issue": {"issue": "widht", "options": ()},
    "options that are not": {"options": ("w9",)},
}


@pytest.mark.parametrize("fault, change", SPOILS.items(), ids=list(SPOILS))
def test_an_extractor_cannot_spoil_the_ledger(
    space: Workspace, monkeypatch: pytest.MonkeyPatch, fault: str, change: dict[str, Any]
) -> None:
    (candidate,) = space.candidates()
    bad = identified(dataclasses.replace(candidate, **change))

    def extract(report: Report, **_: object) -> Iterator[Statement]:
        yield candidate
        yield bad

    monkeypatch.setattr(plugins, "load", lambda *_: extract)
    before = (space.path / "statements.jsonl").read_bytes()
    with pytest.raises(PluginError, match=fault):
        space.extract("rules")
    assert (space.path / "statements.jsonl").read_bytes() == before


def test_an_extractor_cannot_forge_an_id_or_a_quotation(
    space: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (candidate,) = space.candidates()
    assert candidate.span is not None
    forged = dataclasses.replace(candidate, id="st-0")
    quote = dataclasses.replace(candidate.span, quote="x" * len(candidate.span.quote))
    for bad in (forged, identified(dataclasses.replace(candidate, span=quote))):
        monkeypatch.setattr(plugins, "load", lambda *_, bad=bad: lambda *_, **__: [bad])
        with pytest.raises(PluginError, match="extractors/rules"):
            space.extract("rules")


def test_copies_and_originals_are_kept(space: Workspace, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body><article><p>"
        + "North asked for w1 today. " * 30
        + "</p></article></body></html>",
        encoding="utf-8",
    )
    added = space.add([page])
    (report,) = added.new
    assert (space.path / "reports" / "originals" / f"{report.id}.html").read_bytes() == (
        page.read_bytes()
    )
    again = space.add([page, tmp_path / "none.txt"])
    assert (again.new, again.known, len(again.failures)) == ((), (report,), 1)
    assert read_case(space.path) == space.case
