"""Every schema can be had by name and is kept in the documentation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from goodoffices import Workspace
from goodoffices.errors import UnknownName
from goodoffices.workspace.briefing import material, rendered
from goodoffices.workspace.schemas import NAMES, schema, write_schemas
from support import EXAMPLES, ROOT

KEPT = ROOT / "docs" / "reference" / "schemas"


def test_the_kept_schemas_are_up_to_date(tmp_path: Path) -> None:
    """If not, call write_schemas(Path('docs/reference/schemas'))."""
    written = write_schemas(tmp_path)
    assert {file.name for file in written} == {file.name for file in KEPT.glob("*.json")}
    for file in written:
        assert file.read_bytes() == (KEPT / file.name).read_bytes(), file.name


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_sound(name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(schema(name))


def test_an_unknown_schema_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'briefing'"):
        schema("breifing")


def test_a_briefing_holds_to_its_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    files = rendered(material(Workspace(EXAMPLES / "strait-accord")), ("json",))
    jsonschema.validate(json.loads(files["json"]), schema("briefing"))
