"""`extract --with llm`: says what it would send, sends nothing unasked, never pays twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import models
from goodoffices import Workspace
from goodoffices.errors import InputError
from goodoffices.model.case import Vocabulary
from goodoffices.workspace.working import find_candidates
from support import Run

CASE = """\
format: goodoffices/case/1
title: Talks
parties:
  - {id: arv, name: Arvenia}
  - {id: bel, name: Belmark}
"""
REPORTS = 6


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[models.Model]:
    with models.model(models.reader(Vocabulary())) as server:
        for variable, text in server.environment(str(tmp_path / "own")).items():
            monkeypatch.setenv(variable, text)
        yield server


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "talks"
    workspace = Workspace.create(path, "Talks")
    (path / "case.yaml").write_text(CASE)
    for number in range(REPORTS):
        (tmp_path / f"{number}.txt").write_text(
            f"Arvenia demands {number + 2} more harbours in the bay. Belmark opposes the demand.\n"
        )
    workspace = Workspace(path)
    assert len(workspace.add(sorted(tmp_path.glob("*.txt"))).new) == REPORTS
    return path


def test_nothing_is_sent_without_consent(server: models.Model, case: Path, run: Run) -> None:
    status, out, err = run("extract", case, "--with", "llm")
    assert (status, out) == (2, "")
    assert server.asked == []
    assert f"To be sent to {server.url}/chat/completions, model test-model:" in err
    assert "6 reports in 6 requests" in err
    assert "cost not known" in err
    assert "nothing was sent" in err
    assert models.KEY not in err
    with pytest.raises(InputError, match="nothing was sent"):
        Workspace(case).extract("llm")
    agenda = Workspace(case).case
    for name in ("llm", "rules+llm"):
        with pytest.raises(InputError, match="only be agreed"):
            find_candidates(agenda.reports, agenda, name)
    assert server.asked == []
    assert not (case / "statements.jsonl").read_bytes()


def test_cost_first_then_statements(
    server: models.Model, case: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOODOFFICES_LLM_PRICE_IN", "1000")
    monkeypatch.setenv("GOODOFFICES_LLM_PRICE_OUT", "2000")
    asked_when_told: list[int] = []

    def consent(sending: object) -> bool:
        asked_when_told.append(len(server.asked))
        return False

    with pytest.raises(InputError):
        Workspace(case).extract("llm", consent=consent)
    assert asked_when_told == [0]
    status, out, err = run("extract", case, "--with", "llm", "--yes")
    assert status == 0
    assert len(server.asked) == REPORTS
    assert out.count("Arvenia") == REPORTS
    tokens_in, tokens_out = (
        int(err.split(start)[1].split()[0].replace(",", "")) for start in ("about ", "out and ")
    )
    assert f"about {(tokens_in * 1000 + tokens_out * 2000) / 1e6:,.2f} USD" in err
    assert {s.extractor for s in Workspace(case).case.statements} == {"llm:test-model"}
    status, _, err = run("extract", case, "--with", "llm")  # nothing to send: nobody is asked
    assert (status, "Nothing new to read" in err) == (0, True)
    status, _, err = run("extract", case, "--with", "llm", "--again")
    assert (status, len(server.asked)) == (0, REPORTS)


def test_what_is_refused_is_told(server: models.Model, case: Path, run: Run) -> None:
    invented = {"quote": "we surrender", "speaker": "Arvenia", "stance": "accepts"}
    server.reply = models.says(invented)
    status, out, err = run("extract", case, "--with", "llm", "--yes")
    assert (status, out) == (0, "")
    assert f"{REPORTS} statements of the language model refused:" in err
    assert f"  {REPORTS}: the quotation is not in the report" in err


def test_two_vote(server: models.Model, case: Path, run: Run) -> None:
    status, _, err = run("extract", case, "--with", "rules+llm", "--yes")
    assert (status, "To be sent to" in err) == (0, True)
    statements = Workspace(case).case.statements
    assert {s.extractor for s in statements} == {"rules+llm:test-model"}
    assert len(server.asked) == REPORTS


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_between_two_reports_nothing_is_asked_twice(
    server: models.Model, case: Path, run: Run
) -> None:
    whole = server.reply

    def slow(handler: models.Handler, body: dict[str, object]) -> None:
        if len(server.asked) > 3:  # three are answered; the fourth is on its way when it is killed
            time.sleep(30)
        whole(handler, body)

    server.reply = slow
    program = "from goodoffices.cli import main; main()"
    command = [sys.executable, "-c", program, "extract", str(case), "--with", "llm", "--yes"]
    process = subprocess.Popen(command, env={**os.environ}, stderr=subprocess.DEVNULL)
    try:
        while process.poll() is None and len(server.asked) < 4:
            time.sleep(0.01)
        assert process.poll() is None
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    server.reply = whole
    status, _, err = run("extract", case, "--with", "llm", "--yes")
    assert status == 0
    assert "3 reports in 3 requests; 3 are answered already" in err
    sent = [str(body["messages"]) for body in server.asked]
    assert len(sent) == REPORTS + 1  # the one that was on its way was not answered
    assert len(set(sent)) == REPORTS
    assert len({s.span.report for s in Workspace(case).case.statements if s.span}) == REPORTS
