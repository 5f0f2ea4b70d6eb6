"""The schemas say what the readers read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from case_strategies import cases
from format_samples import NEGOTIATION as TEXT
from goodoffices.codec import plain, to_json
from goodoffices.errors import UnknownName
from goodoffices.formats.case_folder import new_case
from goodoffices.formats.case_write import planned
from goodoffices.formats.schema import TITLES, schema, write_schemas
from goodoffices.formats.yamltext import parse
from goodoffices.model.case import Case
from support import EXAMPLES, ROOT

FILES = {
    "case.yaml": "case",
    "process.yaml": "process",
    "judgements.yaml": "judgements",
    "drafts": "draft",
    "reports": "report",
    "statements.jsonl": "statement",
    "reviews.jsonl": "review",
}


def check(name: str, data: Any) -> None:
    Draft202012Validator(schema(name)).validate(data)


def check_file(name: str, raw: bytes) -> int:
    kind = FILES[name.split("/")[0]]
    if name.endswith(".jsonl"):
        lines = [json.loads(line) for line in raw.splitlines() if line]
        for line in lines:
            check(kind, line)
        return len(lines)
    if name.endswith(".yaml"):
        check(kind, parse(raw, name).data)
        return 1
    return 0


@pytest.mark.parametrize("name", sorted(TITLES))
def test_the_schema_kept_in_the_reference_is_the_one_in_force(name: str) -> None:
    kept = ROOT / "docs" / "reference" / "schemas" / f"{name}.json"
    assert kept.read_bytes() == to_json(schema(name)), (
        f"docs/reference/schemas/{name}.json is out of date: write it anew with"
        f"  goodoffices --schema {name}"
    )


@pytest.mark.parametrize("name", sorted(TITLES))
def test_every_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


def test_an_unknown_schema_suggests_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'judgements'"):
        schema("judgments")


def test_schemas_are_written(tmp_path: Path) -> None:
    assert {file.stem for file in write_schemas(tmp_path)} == set(TITLES)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_every_file_of_any_case_fits_its_schema(case: Case) -> None:
    for name, raw in planned(case, {}).items():
        if raw is not None and not name.endswith(".txt"):
            check_file(name, raw)


def test_a_new_case_fits(tmp_path: Path) -> None:
    new_case(tmp_path, "Talks")
    assert sum(check_file(f.name, f.read_bytes()) for f in tmp_path.glob("*.yaml")) == 3


def test_every_shipped_example_fits() -> None:
    folders = [file.parent for file in EXAMPLES.rglob("case.yaml")]
    for folder in folders:
        files = [folder / name for name in FILES if (folder / name).is_file()]
        files += [*folder.glob("drafts/*.yaml"), *folder.glob("reports/*.yaml")]
        for file in files:
            check_file(file.relative_to(folder).as_posix(), file.read_bytes())
    for file in [*EXAMPLES.rglob("*.json"), *EXAMPLES.rglob("*.yaml")]:
        data = parse(file.read_bytes(), file.name).data
        if isinstance(data, dict) and data.get("format") == "goodoffices/negotiation/1":
            check("negotiation", data)
    if not folders:
        pytest.skip("there are no examples yet")


def test_the_negotiation_of_the_interface_fits() -> None:
    check("negotiation", json.loads(TEXT))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("negotiation", {}),
        ("negotiation", {"format": "x", "title": "", "parties": [], "issues": []}),
        ("negotiation", {**json.loads(TEXT), "more": 1}),
        ("case", {"format": "goodoffices/case/1"}),
        ("judgements", {"red_lines": [{"id": "r", "party": "p", "rejects": {}}]}),
        ("draft", {"title": "x", "date": "May"}),
        ("report", {"published": "yesterday"}),
        ("review", {"id": "r", "subject": "s", "verdict": "fine", "by": "b", "at": "2025"}),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(name: str, data: object) -> None:
    assert list(Draft202012Validator(schema(name)).iter_errors(data))


def test_a_judgement_is_one_mapping_in_the_schema() -> None:
    entry = schema("judgements")["$defs"]["JudgedProviso"]
    assert {"if", "then", "by", "at", "why"} <= set(entry["required"])
    assert "if_" not in entry["properties"]
    assert plain(entry)
