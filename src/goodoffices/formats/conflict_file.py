"""A conflict (graph model) in one file, `goodoffices/conflict/1`, as YAML or JSON."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from goodoffices.codec import plain
from goodoffices.errors import InvalidCase, Problem
from goodoffices.formats.disk import read_bytes, write_files
from goodoffices.formats.shapes import CONFLICT_FORMAT, build, check_format, conflict_shape
from goodoffices.formats.yamltext import Document, parse
from goodoffices.formats.yamlwrite import dump
from goodoffices.model.graph import ConflictGraph, conflict_faults


def load(path: Path) -> ConflictGraph:
    """Read a conflict file. Raises InvalidCase naming every fault with its line."""
    return from_document(parse(read_bytes(path, path.name), path.name))


def loads(raw: bytes, file: str = "conflict.yaml", *, json: bool | None = None) -> ConflictGraph:
    """A conflict from the bytes of a file; its name says whether it is JSON, unless told."""
    return from_document(parse(raw, file, json=json))


def from_document(document: Document) -> ConflictGraph:
    """A conflict from a document that was parsed. Raises InvalidCase."""
    problems: list[Problem] = []
    check_format(document, CONFLICT_FORMAT, problems)
    data = document.data
    if isinstance(data, dict):
        data = {**data, "format": CONFLICT_FORMAT}  # its fault, if any, is recorded above
    entry: Any = build(conflict_shape(), document, problems, data=data)
    if entry is None:
        raise InvalidCase(problems)
    parts = {f.name: getattr(entry, f.name) for f in dataclasses.fields(ConflictGraph)}
    for (name, index), message in conflict_faults(unchecked(parts)):
        problems.append(document.problem((name, index) if name else (), message))
    if problems:
        raise InvalidCase(problems)
    return ConflictGraph(**parts)


def unchecked(parts: dict[str, Any]) -> ConflictGraph:
    """A conflict whose construction was not checked, so that each fault can be given a line."""
    bare = object.__new__(ConflictGraph)
    for name, value in parts.items():
        object.__setattr__(bare, name, value)
    return bare


def dumps(conflict: ConflictGraph, *, json: bool) -> bytes:
    """The bytes of a conflict file in JSON or YAML."""
    data = {"format": CONFLICT_FORMAT, **plain(conflict)}
    if not json:
        return dump(data).encode("utf-8")
    import msgspec

    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"


def save(conflict: ConflictGraph, path: Path) -> None:
    """Write a conflict file: JSON where the name ends in `.json`, else YAML."""
    raw = dumps(conflict, json=path.suffix.lower() == ".json")
    write_files(path.parent, {path.name: raw})
