"""The JSON Schemas of everything that the program reads or writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from goodoffices.codec import json_schema, to_json
from goodoffices.errors import UnknownName
from goodoffices.formats.disk import write_files
from goodoffices.formats.schema import TITLES
from goodoffices.formats.schema import schema as file_schema

BRIEFING = "briefing"
NAMES = tuple(sorted((*TITLES, BRIEFING)))
"""Names under which the schemas can be had."""


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a format. Raises UnknownName."""
    if name == BRIEFING:
        from goodoffices.brief.briefing import Briefing

        return json_schema(Briefing, title="briefing.json, as `goodoffices brief` writes it")
    if name not in TITLES:
        raise UnknownName("schema", name, NAMES)
    return file_schema(name)


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write NAME.json for every schema into a folder; returns the files."""
    return write_files(folder, {f"{name}.json": to_json(schema(name)) for name in NAMES})
