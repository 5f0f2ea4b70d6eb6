"""JSON Schema of every file format, made from the values themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from goodoffices.codec import json_schema, to_json
from goodoffices.errors import UnknownName
from goodoffices.formats.disk import write_files
from goodoffices.formats.shapes import (
    CASE_FORMAT,
    CONFLICT_FORMAT,
    DRAFT_FORMAT,
    NEGOTIATION_FORMAT,
    PLAN_FORMAT,
    case_shape,
    conflict_shape,
    draft_shape,
    judgements_shape,
    negotiation_shape,
    plan_shape,
    process_shape,
    report_shape,
)
from goodoffices.model.evidence import Review, Statement

TITLES: Mapping[str, str] = {
    "case": "case.yaml of a case folder",
    "case-conflict": "conflicts/ID.yaml of a case folder",
    "conflict": "a conflict file (graph model)",
    "draft": "drafts/ID.yaml of a case folder",
    "judgements": "judgements.yaml of a case folder",
    "negotiation": "a negotiation file",
    "process": "process.yaml of a case folder",
    "report": "reports/ID.yaml of a case folder",
    "review": "a line of reviews.jsonl of a case folder",
    "statement": "a line of statements.jsonl of a case folder",
}
"""Names of the schemas, and what each describes."""

_FORMATS = {
    "case": CASE_FORMAT,
    "case-conflict": PLAN_FORMAT,
    "conflict": CONFLICT_FORMAT,
    "draft": DRAFT_FORMAT,
    "negotiation": NEGOTIATION_FORMAT,
}


def _shape(name: str) -> type:
    shapes: dict[str, Callable[[], type]] = {
        "case": case_shape,
        "case-conflict": plan_shape,
        "conflict": conflict_shape,
        "draft": draft_shape,
        "judgements": judgements_shape,
        "negotiation": negotiation_shape,
        "process": process_shape,
        "report": report_shape,
        "review": lambda: Review,
        "statement": lambda: Statement,
    }
    return shapes[name]()


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a file format. Raises UnknownName."""
    if name not in TITLES:
        raise UnknownName("schema", name, TITLES)
    shape = _shape(name)
    found = json_schema(shape, title=TITLES[name])
    root = found["$defs"][shape.__name__]
    if name in _FORMATS:
        root["properties"]["format"] = {"const": _FORMATS[name]}
    if name == "draft":
        root["required"].remove("id")  # the name of the file says it
    return found


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write NAME.json for every schema into a folder; returns the files."""
    return write_files(folder, {f"{name}.json": to_json(schema(name)) for name in TITLES})
