"""A whole working day on the terminal: new, add, extract, review, analyse, brief."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from goodoffices import Workspace
from goodoffices.cli import reviewing
from goodoffices.cli.amending import amend
from goodoffices.cli.terminal import safe
from support import Run

AGENDA = """\
format: goodoffices/case/1
title: Strait
parties:
  - {id: north, name: Northland, aliases: [the Northern government]}
  - {id: south, name: Southland}
issues:
  - id: width
    question: How wide is the transit lane?
    ordered: true
    options:
      - {id: narrow, label: three miles}
      - {id: wide, label: six miles}
vocabulary:
  issues:
    width:
      cues: [transit lane, lane]
      options: {narrow: [three miles], wide: [six miles]}
"""
REPORT = """\
Harbour Gazette

Northland will never accept a transit lane of six miles, its foreign minister said on Monday.
Southland demanded a transit lane of six miles, according to the Harbour Gazette.
"""


@pytest.fixture
def case(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "strait"
    assert run("new", path, "--title", "Strait")[0] == 0
    (path / "case.yaml").write_text(AGENDA, encoding="utf-8")
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    assert run("add", path, report)[0] == 0
    assert run("extract", path)[0] == 0
    return path


def keys(monkeypatch: pytest.MonkeyPatch, *pressed: str) -> None:
    waiting = list(pressed)

    def press() -> str:
        key = waiting.pop(0)
        if key == "INTERRUPT":
            raise KeyboardInterrupt
        return key

    monkeypatch.setattr(reviewing, "_read_key", press)


def test_an_empty_case_says_what_to_do_next(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty"
    assert "Next:" in run("new", path)[2]
    assert run("new", path)[0] == 2
    assert "goodoffices add" in run("review", path)[2]
    assert "no reports yet" in run("extract", path)[2]
    status, _, err = run("analyse", path, "zopa")
    assert (status, "no parties" in err) == (2, True)
    assert run("brief", path, "--out", tmp_path / "out")[0] == 2


def test_the_same_document_twice_is_one_report(run: Run, case: Path, tmp_path: Path) -> None:
    before = (case / "statements.jsonl").read_bytes()
    _, out, err = run("add", case, tmp_path / "report.txt")
    assert out == ""
    assert "0 added" in err
    assert "1 there already" in err
    assert "Nothing new to read" in run("extract", case)[2]
    assert "0 of them new" in run("extract", "--again", case)[2]
    assert (case / "statements.jsonl").read_bytes() == before


def test_what_cannot_be_read_is_listed_and_the_rest_goes_on(
    run: Run,
    case: Path,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"%PDF-1.7 cut off")
    (folder / "b.txt").write_text("Southland said it would accept three miles.", encoding="utf-8")
    status, out, err = run("add", case, folder, tmp_path / "nowhere.txt")
    assert status == 0
    assert out.count("\n") == 1
    assert "a.pdf" in err
    assert "nowhere.txt" in err
    assert run("add", case, tmp_path / "nowhere.txt")[0] == 2


def test_every_key_of_a_review(
    run: Run,
    case: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waiting = len(Workspace(case).candidates())
    assert waiting >= 2
    keys(monkeypatch, "?", "s", "b", "a", "u", "a", "r", "q")
    status, out, err = run("review", case, "--by", "A. Officer")
    assert status == 0
    assert ">>" in out
    assert "1 accepted, 0 amended, 1 rejected" in err
    workspace = Workspace(case)
    assert len(workspace.candidates()) == waiting - 2
    assert {review.by for review in workspace.case.reviews} == {"A. Officer"}
    lines = (case / "reviews.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4  # accepted, withdrawn, accepted again, rejected: nothing is erased


def test_a_review_can_be_interrupted_at_any_key(
    run: Run,
    case: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys(monkeypatch, "a", "INTERRUPT")
    status, _, err = run("review", case, "--by", "x")
    assert status == 130
    assert "saved" in err
    assert len(Workspace(case).case.reviews) == 1


def test_an_amendment_keeps_the_first_reading(
    run: Run,
    case: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys(monkeypatch, "e", "q")
    answers = iter(["sotuh", "south", "width", "wide", "asks", "no", "-"])
    monkeypatch.setattr("goodoffices.cli.amending._prompt", lambda *_: next(answers))
    monkeypatch.setattr(reviewing, "amend", lambda s, c: amend(s, c, lambda *_: next(answers)))
    before = Workspace(case).case
    assert run("review", case, "--by", "x", "--order", "text")[0] == 0
    after = Workspace(case).case
    assert len(after.statements) == len(before.statements) + 1
    replaced = after.statement_by_id[after.reviews[-1].replacement or ""]
    assert (replaced.party, replaced.stance, replaced.options) == ("south", "asks", ("wide",))
    assert after.reviews[-1].subject in before.statement_by_id


def test_from_accepted_statements_to_a_briefing(
    run: Run,
    case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys(monkeypatch, *["a"] * len(Workspace(case).candidates()))
    assert run("review", case, "--by", "x")[0] == 0
    status, out, _ = run("analyse", case, "corroboration", "--json")
    assert status == 0
    assert json.loads(out)["value"]
    out_folder = tmp_path / "out"
    status, out, err = run("brief", case, "--format", "html,docx,pdf,md,json", "--out", out_folder)
    assert status == 0, err
    assert "Strait" in out
    names = {path.name for path in out_folder.iterdir()}
    assert names == {f"briefing.{suffix}" for suffix in ("html", "docx", "pdf", "md", "json")}
    page = (out_folder / "briefing.html").read_text(encoding="utf-8")
    assert "Northland will never accept" in page


def test_an_unknown_format_writes_nothing(run: Run, case: Path, tmp_path: Path) -> None:
    status, _, err = run("brief", case, "--format", "html,odt", "--out", tmp_path / "out")
    assert status == 2
    assert "odt" in err
    assert not (tmp_path / "out").exists()


def test_text_of_a_report_cannot_command_the_terminal() -> None:
    hostile = "\x1b]0;title\x07 \x1b[31mred\u202eeman\x9b2J\ttab\nline"
    shown = safe(hostile)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c == "\u202e" for c in shown)
    assert "red" in shown
