from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_strategies import _Refs, agendas, quantities, stakes
from format_samples import NEGOTIATION as TEXT
from goodoffices.codec import digest
from goodoffices.errors import InvalidCase, Problem
from goodoffices.formats.negotiation_file import dumps, load, loads, save
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences, Proviso, RedLine


def faults(text: str, file: str = "n.json") -> tuple[Problem, ...]:
    with pytest.raises(InvalidCase) as caught:
        loads(text.encode(), file)
    assert all(problem.file == file for problem in caught.value.problems)
    return caught.value.problems


def test_every_field_is_read_as_written() -> None:
    read = loads(TEXT.encode(), "n.json")
    isl, main = read.preferences
    assert isl.weights == {"limit": 0.7, "term": 0.3}
    assert main.weights == {"limit": (0.4, 0.6), "term": (0.4, 0.6)}
    assert type(isl.scores["limit"]["12nm"]) is int
    assert main.reservation_cost == 2
    (proviso,) = read.provisos
    assert proviso.party is None
    assert proviso.if_ == {"limit": ("12nm",)}
    assert proviso.cost == 3
    assert read.issues[0].ordered


def test_json_and_yaml_hold_the_same() -> None:
    read = loads(TEXT.encode(), "n.json")
    for as_json, name in ((True, "n.json"), (False, "n.yaml")):
        assert digest(loads(dumps(read, json=as_json), name)) == digest(read)
    assert json.loads(dumps(read, json=True))["format"] == "goodoffices/negotiation/1"
    assert loads(TEXT.encode(), "n.yaml") == read  # JSON is YAML


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("goodoffices/negotiation/1", "goodoffices/negotation/1", 2, "did you mean"),
        ('  "format": "goodoffices/negotiation/1",\n', "", 1, "begin with  format:"),
        ('"title"', '"titel"', 3, "unknown field 'titel'; did you mean 'title'?"),
        ('"name": "Mainland"', '"nam": "Mainland"', 4, "did you mean 'name'?"),
        ('"12nm": 1}', '"12m": 1}', 12, "no score for option '12nm'"),
        ('"12nm": 0.3', '"12nm": "0.3"', 15, "a number is needed here, not text"),
        ('[0.4, 0.6], "term"', '[0.6, 0.4], "term"', 14, "reversed"),
        ('"rejects": {"limit"', '"rejects": {"limt"', 19, "did you mean 'limit'?"),
        ('"then": {"term": ["5y"', '"then": {"term": ["5"', 22, "no option '5'"),
        ('"party": "isl", "rej', '"party": "ils", "rej', 19, "did you mean 'isl'?"),
        ('"id": "pv"', '"id": "rl"', 1, "given 2 times"),
        ('"id": "rl"', '"id": "reservation:isl"', 1, "reserved"),
        ('"if"', '"if_"', 22, "unknown field 'if_'; did you mean 'if'?"),
        ('"cost": 3', '"cost": -3', 22, "must not be below 0"),
        ('"id": "20y"', '"id": "5y"', 8, "has option '5y' 2 times"),
    ],
)
def test_each_fault_has_its_line(old: str, new: str, line: int, said: str) -> None:
    assert old in TEXT
    found = faults(TEXT.replace(old, new, 1))
    assert any(problem.line == line and said in problem.message for problem in found), found


def test_all_faults_are_told_at_once() -> None:
    text = TEXT.replace("negotiation/1", "negotiation/2").replace('"limt"', "")
    text = text.replace('"12nm": 1}', '"12m": 1}').replace('"cost": 3', '"cost": -3')
    assert len({problem.line for problem in faults(text)}) == 3


@pytest.mark.parametrize("text", ["", "[]", "1", "null", "{}", '{"format": 1}', '"x"'])
def test_a_file_that_is_no_negotiation(text: str) -> None:
    assert faults(text)
    assert faults(text, "n.yaml")


def test_saved_and_loaded(tmp_path: Path) -> None:
    read = loads(TEXT.encode(), "n.json")
    for name in ("n.json", "n.yaml", "n.yml"):
        save(read, tmp_path / name)
        assert load(tmp_path / name) == read
    assert (tmp_path / "n.json").read_bytes().startswith(b"{")
    assert (tmp_path / "n.yaml").read_bytes().startswith(b"format: ")
    with pytest.raises(InvalidCase, match="no such file"):
        load(tmp_path / "missing.json")


@st.composite
def negotiations(draw: st.DrawFn) -> Negotiation:
    agenda = draw(agendas())
    refs = _Refs(agenda)
    found = [draw(stakes(refs, f"claim{n}")) for n in range(draw(st.integers(0, 4)))]
    preferences = {entry.party: entry for entry in found if isinstance(entry, Preferences)}
    return Negotiation(
        title=agenda["title"],
        parties=agenda["parties"],
        issues=agenda["issues"],
        preferences=tuple(
            dataclasses.replace(entry, reservation=draw(quantities()))
            for entry in preferences.values()
        ),
        red_lines=tuple(entry for entry in found if isinstance(entry, RedLine)),
        provisos=tuple(entry for entry in found if isinstance(entry, Proviso)),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(negotiations(), st.booleans())
def test_a_round_trip_is_exact(negotiation: Negotiation, as_json: bool) -> None:
    name = "n.json" if as_json else "n.yaml"
    raw = dumps(negotiation, json=as_json)
    assert digest(loads(raw, name)) == digest(negotiation)
    assert dumps(loads(raw, name), json=as_json) == raw
