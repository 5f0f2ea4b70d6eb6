"""The program as a user meets it: answers on stdout, messages on stderr, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from goodoffices.cli.main import program
from support import Run

ACCORD: dict[str, Any] = {
    "format": "goodoffices/negotiation/1",
    "title": "Fishing accord",
    "parties": [{"id": "isl", "name": "Islanders"}, {"id": "main", "name": "Mainland"}],
    "issues": [
        {
            "id": "limit",
            "question": "How wide is the zone?",
            "ordered": True,
            "options": [{"id": "6nm", "label": "6 miles"}, {"id": "12nm", "label": "12 miles"}],
        },
        {
            "id": "term",
            "question": "How long?",
            "options": [{"id": "5y", "label": "5 years"}, {"id": "20y", "label": "20 years"}],
        },
    ],
    "preferences": [
        {
            "party": "isl",
            "weights": {"limit": 0.7, "term": 0.3},
            "scores": {"limit": {"6nm": 0.2, "12nm": 1}, "term": {"5y": 0, "20y": 1}},
            "reservation": 0.5,
        },
        {
            "party": "main",
            "weights": {"limit": 0.5, "term": 0.5},
            "scores": {"limit": {"6nm": 1, "12nm": 0.3}, "term": {"5y": 1, "20y": 0.2}},
            "reservation": 0.3,
        },
    ],
    "red_lines": [
        {"id": "rl-isl-1", "party": "isl", "rejects": {"limit": ["6nm"], "term": ["5y"]}}
    ],
}


@pytest.fixture
def accord(tmp_path: Path) -> Path:
    path = tmp_path / "accord.json"
    path.write_text(json.dumps(ACCORD), encoding="utf-8")
    return path


@pytest.mark.parametrize("verb", sorted(program.commands))
def test_every_verb_has_help_with_an_example_that_fits_80_columns(run: Run, verb: str) -> None:
    status, out, _ = run(verb, "--help")
    assert status == 0
    assert f"goodoffices {verb}" in out
    assert max(len(line) for line in out.splitlines()) <= 80


def test_json_is_one_object_and_nothing_else(run: Run, accord: Path) -> None:
    status, out, err = run("analyse", accord, "zopa", "--json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert set(found) == {"analysis", "version", "negotiation", "parameters", "value"}
    assert found["value"]["exists"] is True
    assert found["value"]["count"] == 1
    assert found["value"]["packages"] == [{"limit": "12nm", "term": "5y"}]
    assert found["value"]["parties"] == ["isl", "main"]


def test_no_agreement_is_an_answer_and_the_exit_status_is_0(run: Run, accord: Path) -> None:
    hard = ACCORD | {
        "red_lines": [
            {"id": "a", "party": "isl", "rejects": {"limit": ["6nm"]}},
            {"id": "b", "party": "main", "rejects": {"limit": ["12nm"]}},
        ]
    }
    accord.write_text(json.dumps(hard), encoding="utf-8")
    status, out, _ = run("analyse", accord, "zopa")
    assert status == 0
    assert out.startswith("No agreement is possible")
    status, out, _ = run("analyse", accord, "conflicts")
    assert "No package satisfies both Islanders\u2019 red line" in " ".join(out.split())


@pytest.mark.parametrize("analysis", ["zopa", "conflicts", "concessions", "bargain", "pareto"])
def test_each_analysis_has_words_for_a_terminal(run: Run, accord: Path, analysis: str) -> None:
    status, out, _ = run("analyse", accord, analysis)
    assert status == 0
    assert out.strip()
    assert "{" not in out
    assert max(len(line) for line in out.splitlines()) <= 100


def test_the_nearest_amendment_is_told_in_words(run: Run, accord: Path) -> None:
    package = 'package={"limit": "6nm", "term": "5y"}'
    status, out, _ = run("analyse", accord, "improve", "--set", package)
    assert status == 0
    assert "1. How wide is the zone? From 6 miles to 12 miles." in out
    assert "Then: Islanders 0.7, Mainland 0.65" in out


def test_verdicts_on_a_package_given_on_the_command_line(run: Run, accord: Path) -> None:
    package = 'package={"limit": "6nm", "term": "5y"}'
    status, out, _ = run("analyse", accord, "verdicts", "--set", package, "--json")
    assert status == 0
    said = json.loads(out)["value"]
    assert said["isl"]["answer"] == "rejects"
    assert said["isl"]["crossed"] == ["reservation:isl", "rl-isl-1"]
    assert said["main"]["answer"] == "accepts"
    assert set(said["leaning"]) == {"isl", "main"}


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["analyse", "ACCORD", "zoap"], "did you mean 'zopa'"),
        (["analyse", "ACCORD", "zopa", "--parties", "isl,mian"], "did you mean 'main'"),
        (["analyse", "ACCORD", "bargain", "--set", "rule=nsah"], "did you mean 'nash'"),
        (["analyse", "ACCORD", "zopa", "--set", "limt=3"], "did you mean 'limit'"),
        (["analyse", "ACCORD", "zopa", "--set", "limit=many"], "a whole number is needed"),
        (["analyse", "ACCORD", "zopa", "--set", "limit"], "write it as KEY=VALUE"),
        (["analyse", "ACCORD", "zopa", "--draft", "v1"], "--draft need a case folder"),
        (["analyse", "ACCORD", "shifts"], "needs a case folder"),
        (["analyse", "nowhere", "zopa"], "case.yaml"),
        (["brief", "ACCORD"], "folder"),
        (["analyse"], "Missing argument"),
        (["anlayse", "x", "y"], "No such command"),
        (["brief", "nowhere", "--format", ","], "names no format"),
    ],
)
def test_the_users_fault_is_exit_2_in_words_without_traceback(
    run: Run, accord: Path, arguments: list[str], message: str
) -> None:
    status, out, err = run(*[str(accord) if item == "ACCORD" else item for item in arguments])
    assert (status, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_all_faults_of_a_file_come_at_once_with_their_lines(run: Run, accord: Path) -> None:
    text = accord.read_text(encoding="utf-8").replace('"reservation": 0.5', '"reservation": "x"')
    accord.write_text(text.replace('"Fishing accord"', "3"), encoding="utf-8")
    status, _, err = run("analyse", accord, "zopa")
    assert status == 2
    assert err.count("accord.json:1:") == 2


def test_a_fault_of_ours_says_so_and_shows_a_traceback_only_when_asked(
    run: Run, accord: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("goodoffices.workspace.running.plugins.load", broken)
    status, _, err = run("analyse", accord, "zopa")
    assert status == 1
    assert "fault of the program" in err
    assert "Traceback" not in err
    assert "Traceback" in run("--debug", "analyse", accord, "zopa")[2]


def test_a_seed_that_nothing_uses_is_said_to_have_no_effect(run: Run, accord: Path) -> None:
    status, out, err = run("analyse", accord, "conflicts", "--seed", "3", "--json")
    assert status == 0
    assert json.loads(out)["analysis"] == "conflicts"
    assert err == "" or "no effect" in err


def test_the_schema_of_each_format_can_be_printed(run: Run) -> None:
    status, out, _ = run("--schema", "negotiation")
    assert status == 0
    assert json.loads(out)["$schema"].startswith("https://json-schema.org")
    status, _, err = run("--schema", "negotation")
    assert status == 2
    assert "did you mean 'negotiation'" in err


def test_convert_writes_the_other_format_and_loses_nothing(
    run: Run, accord: Path, tmp_path: Path
) -> None:
    other = tmp_path / "accord.yaml"
    assert run("convert", accord, other)[0] == 0
    back = tmp_path / "back.json"
    assert run("convert", other, back)[0] == 0
    first = run("analyse", accord, "zopa", "--json")[1]
    assert run("analyse", back, "zopa", "--json")[1] == first


def test_the_version_is_printed(run: Run) -> None:
    from goodoffices import __version__

    assert __version__ in run("--version")[1]
