"""A negotiation in one file, `goodoffices/negotiation/1`, as JSON or YAML."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from goodoffices.codec import plain
from goodoffices.errors import InvalidCase, Problem
from goodoffices.formats.disk import read_bytes, write_files
from goodoffices.formats.shapes import NEGOTIATION_FORMAT, build, check_format, negotiation_shape
from goodoffices.formats.yamltext import Document, parse
from goodoffices.formats.yamlwrite import dump
from goodoffices.model.negotiation import (
    MOST_CLAIMS,
    Negotiation,
    negotiation_faults,
    too_many_claims,
)


def load(path: Path) -> Negotiation:
    """Read a negotiation file. Raises InvalidCase naming every fault with its line."""
    return from_document(parse(read_bytes(path, path.name), path.name))


def loads(raw: bytes, file: str = "negotiation.yaml", *, json: bool | None = None) -> Negotiation:
    """A negotiation from the bytes of a file; its name says whether it is JSON, unless told."""
    return from_document(parse(raw, file, json=json))


def from_document(document: Document) -> Negotiation:
    """A negotiation from a document that was parsed. Raises InvalidCase."""
    problems: list[Problem] = []
    check_format(document, NEGOTIATION_FORMAT, problems)
    data = document.data
    if isinstance(data, dict):
        _refuse_many(data, document.file)
        data = {**data, "format": NEGOTIATION_FORMAT}  # its fault, if any, is recorded above
    entry: Any = build(negotiation_shape(), document, problems, data=data)
    if entry is None:
        raise InvalidCase(problems)
    parts = {f.name: getattr(entry, f.name) for f in dataclasses.fields(Negotiation)}
    for (name, index), message in negotiation_faults(_unchecked(parts)):
        problems.append(document.problem((name, index) if name else (), message))
    if problems:
        raise InvalidCase(problems)
    return Negotiation(**parts)


def _refuse_many(data: dict[str, Any], file: str) -> None:
    """Raise InvalidCase for more claims than can be weighed, before each of them is looked at."""
    lists = (data.get("red_lines"), data.get("provisos"))
    number = sum(len(entries) for entries in lists if isinstance(entries, list))
    if number > MOST_CLAIMS:
        raise InvalidCase([Problem(file, 0, too_many_claims(number))])


def _unchecked(parts: dict[str, Any]) -> Negotiation:
    """A negotiation whose construction was not checked, so that each fault can be given a line."""
    bare = object.__new__(Negotiation)
    for name, value in parts.items():
        object.__setattr__(bare, name, value)
    return bare


def dumps(negotiation: Negotiation, *, json: bool) -> bytes:
    """The bytes of a negotiation file in JSON or YAML."""
    data = {"format": NEGOTIATION_FORMAT, **plain(negotiation)}
    if not json:
        return dump(data).encode("utf-8")
    import msgspec

    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"


def save(negotiation: Negotiation, path: Path) -> None:
    """Write a negotiation file: JSON where the name ends in `.json`, else YAML."""
    raw = dumps(negotiation, json=path.suffix.lower() == ".json")
    write_files(path.parent, {path.name: raw})
