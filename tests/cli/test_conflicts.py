"""Conflicts on the terminal: shapes that scripts rely on, words that people read."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from conflicts import literal
from goodoffices.cli.main import _run
from goodoffices.formats.gmcr import loads
from goodoffices.formats.registry import read_conflict
from support import EXAMPLES, ROOT

CONFLICTS = EXAMPLES / "conflicts"
REFERENCE = json.loads((ROOT / "tests" / "data" / "graph" / "random120.json").read_bytes())


def run(capsys: pytest.CaptureFixture[str], *given: str, status: int = 0) -> str:
    assert _run(list(given)) == status
    caught = capsys.readouterr()
    return caught.out if status == 0 else caught.err


def test_stability_prints_the_shape_that_others_rely_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for entry in REFERENCE[::12]:
        path = tmp_path / "conflict.gmcr"
        path.write_text(json.dumps(entry["conflict"]), encoding="utf-8")
        printed: dict[str, Any] = json.loads(
            run(capsys, "analyse", str(path), "stability", "--json")
        )
        assert set(printed) == {"analysis", "version", "negotiation", "parameters", "value"}
        value = printed["value"]
        conflict = loads(path.read_bytes())
        states = list(conflict.states())
        assert value["states"] == states
        for concept, places in entry["equilibria"].items():
            assert value["equilibria"][concept] == sorted(states[k] for k in places)
        wanted = literal(conflict)
        for maker in conflict.decision_makers:
            for concept in entry["equilibria"]:
                assert value["stable"][maker.id][concept] == sorted(wanted[maker.id][concept])


@pytest.mark.parametrize(
    "given",
    [
        ("stability",),
        ("stability", "--set", "coalesce=true"),
        ("reasons",),
        ("evolution",),
        ("evolution", "--set", "by=moves"),
        ("coalitions",),
        ("inverse", "--set", "state=NYNNY", "--set", "concept=nash"),
        ("profiles", "--seed", "3"),
    ],
)
def test_every_analysis_of_a_conflict_speaks_and_prints(
    capsys: pytest.CaptureFixture[str], given: tuple[str, ...]
) -> None:
    source = str(CONFLICTS / "elmira.yaml")
    words = run(capsys, "analyse", source, *given)
    assert "Uniroyal" in words or "NYNNY" in words
    assert "{" not in words
    printed = json.loads(run(capsys, "analyse", source, *given, "--json"))
    assert printed["analysis"] == given[0]
    assert printed["value"]


def test_a_conflict_of_a_case_is_asked_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    case = str(EXAMPLES / "strait-accord")
    words = run(
        capsys, "analyse", case, "inverse", "--set", "conflict=second-text", "--set", "state=YYYY"
    )
    assert "would hold under SEQ only if" in words
    assert "'dolsany-keeps-s6' before" in words
    error = run(capsys, "analyse", case, "stability", "--set", "conflict=first", status=2)
    assert "unknown conflict of the case 'first'" in error
    error = run(capsys, "analyse", case, "stability", "--draft", "first-text", status=2)
    assert "names its draft itself" in error


def test_what_is_wrong_is_said_without_a_traceback(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    source = str(CONFLICTS / "elmira.yaml")
    assert "unknown analysis of a conflict 'stabilty'" in run(
        capsys, "analyse", source, "stabilty", status=2
    )
    assert "unknown parameter 'coalese'" in run(
        capsys, "analyse", source, "stability", "--set", "coalese=true", status=2
    )
    assert "unknown state 'YYYYY'" in run(
        capsys, "analyse", source, "inverse", "--set", "state=YYYYY", status=2
    )
    old = tmp_path / "old.gmcr"
    old.write_bytes(pickle.dumps({"a": 1}))
    assert "pickle" in run(capsys, "analyse", str(old), "stability", status=2)
    huge = {
        "options": [{"name": f"o{k}", "permittedDirection": "both"} for k in range(40)],
        "decisionMakers": [{"name": "D", "options": list(range(40)), "preferences": []}],
        "infeasibles": [],
    }
    old.write_text(json.dumps(huge), encoding="utf-8")
    error = run(capsys, "analyse", str(old), "stability", status=2)
    assert "1,099,511,627,776 is more than the limit" in error
    assert "exclude one another" in error


def test_conflicts_are_converted_and_drawn(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    source = CONFLICTS / "cuban-missile-crisis.yaml"
    for name in ("c.gmcr", "c.json", "c.yaml"):
        run(capsys, "convert", str(source), str(tmp_path / name))
        again = read_conflict(tmp_path / name)
        assert list(literal(again).values()) == list(literal(read_conflict(source)).values())
    run(capsys, "convert", str(source), str(tmp_path / "c.svg"))
    assert (tmp_path / "c.svg").read_text(encoding="utf-8").startswith("<svg")
    case = str(EXAMPLES / "strait-accord")
    run(capsys, "convert", case, str(tmp_path / "strait.svg"), "--conflict", "second-text")
    run(capsys, "convert", case, str(tmp_path / "strait.gmcr"))
    assert len(read_conflict(tmp_path / "strait.gmcr").moves) == 4
