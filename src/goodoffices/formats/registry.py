"""Formats by name and by suffix: what a path holds, how it is read, and what it can become."""

from __future__ import annotations

from pathlib import Path

from goodoffices.errors import InputError, UnknownName
from goodoffices.formats import conflict_file, gmcr, negotiation_file
from goodoffices.formats.disk import read_bytes, refuse, write_files
from goodoffices.formats.genius import read_genius, write_genius
from goodoffices.formats.geniusweb import is_geniusweb, read_geniusweb
from goodoffices.formats.shapes import CASE_FORMAT, CONFLICT_FORMAT
from goodoffices.formats.yamltext import parse
from goodoffices.model.graph import ConflictGraph
from goodoffices.model.negotiation import Negotiation

READABLE = ("case", "conflict", "genius", "geniusweb", "gmcr", "negotiation")
"""Formats that `detect` tells apart."""

WRITABLE = ("genius", "json", "negotiation", "yaml")
"""Formats that a negotiation can be written in; `negotiation` goes by the suffix."""

CONFLICTS = ("conflict", "gmcr")
"""Formats that hold a conflict (graph model) rather than a negotiation."""

_ALIASES = {"json": "negotiation", "yaml": "negotiation"}
_YAML = (".yaml", ".yml")


def detect(path: Path) -> str:
    """The name of the format at `path`, one of READABLE.

    Raises InvalidCase where there is nothing and UnknownName where no reader fits.
    """
    path = Path(path)
    if path.is_dir():
        return _detect_folder(path)
    suffix = path.suffix.lower()
    if suffix == ".xml":
        return "genius"
    if suffix == ".gmcr":
        return "gmcr"
    if suffix not in (".json", *_YAML):
        if not path.exists():
            raise refuse(path.name, "there is no such file or folder")
        raise UnknownName("format of the file", path.name, READABLE)
    data = parse(read_bytes(path, path.name), path.name).data
    if is_geniusweb(data):
        return "geniusweb"
    if isinstance(data, dict) and data.get("format") == CONFLICT_FORMAT:
        return "conflict"
    if isinstance(data, dict) and data.get("format") == CASE_FORMAT:
        raise refuse(path.name, f"this is one file of a case; name its folder, {path.parent}")
    return "negotiation"


def _detect_folder(path: Path) -> str:
    if (path / "case.yaml").exists():
        return "case"
    suffixes = {file.suffix.lower() for file in path.iterdir()}
    if ".xml" in suffixes:
        return "genius"
    if ".json" in suffixes:
        return "geniusweb"
    raise UnknownName("format of the folder", path.name, READABLE)


def read_negotiation(path: Path, from_: str | None = None) -> Negotiation:
    """A negotiation from a file or folder, by its suffix and content or by a format's name.

    Raises InvalidCase for faults in it, UnknownName for a format there is no reader for, and
    InputError for a case folder: its negotiation is elicited, not read.
    """
    path = Path(path)
    if from_ is not None and from_ not in (*READABLE, *_ALIASES):
        raise UnknownName("format", from_, READABLE)
    name = _ALIASES.get(from_, from_) if from_ is not None else detect(path)
    if name == "genius":
        return read_genius(path).negotiation
    if name == "geniusweb":
        return read_geniusweb(path).negotiation
    if name == "case":
        raise InputError(f"{path} is a case folder; its negotiation has to be elicited from it")
    if name in CONFLICTS:
        raise InputError(f"{path.name} holds a conflict (graph model), not a negotiation")
    if from_ in _ALIASES:  # the name given by the user decides, not the suffix
        return negotiation_file.loads(
            read_bytes(path, path.name), f"{path.name}", json=from_ == "json"
        )
    return negotiation_file.load(path)


def read_conflict(path: Path, from_: str | None = None) -> ConflictGraph:
    """A conflict (graph model) from a file, by its suffix and content or by a format's name.

    Raises InvalidCase for faults in it, and UnknownName for a format that holds no conflict.
    """
    path = Path(path)
    name = from_ or detect(path)
    if name not in CONFLICTS:
        raise UnknownName("format of a conflict", name, CONFLICTS)
    return gmcr.load(path) if name == "gmcr" else conflict_file.load(path)


def write_conflict(conflict: ConflictGraph, target: Path, to: str | None = None) -> None:
    """Write a conflict by the suffix of `target` or a format's name: gmcr, json, yaml.

    Raises UnknownName for a format that cannot be written, InvalidCase for what it cannot hold.
    """
    target = Path(target)
    suffixes = {".gmcr": "gmcr", ".json": "json", ".yaml": "yaml", ".yml": "yaml"}
    name = to if to not in (None, "conflict") else suffixes.get(target.suffix.lower())
    if name not in ("gmcr", "json", "yaml"):
        raise UnknownName("format to write", str(name or target.name), ("gmcr", "json", "yaml"))
    if name == "gmcr":
        raw = gmcr.dumps(conflict)
    else:
        raw = conflict_file.dumps(conflict, json=name == "json")
    write_files(target.parent, {target.name: raw})


def write_negotiation(
    negotiation: Negotiation, target: Path, to: str | None = None
) -> tuple[Path, ...]:
    """Write a negotiation by the suffix of `target` or the name of a format; returns the files.

    Raises UnknownName for a format that cannot be written, InvalidCase for what it cannot hold.
    """
    target = Path(target)
    suffix = target.suffix.lower()
    if to is not None and to not in WRITABLE:
        raise UnknownName("format to write", to, WRITABLE)
    if to == "genius":
        return write_genius(negotiation, target)
    if to in (None, "negotiation") and suffix not in (".json", *_YAML):
        raise UnknownName("format to write", suffix or target.name, (".json", *_YAML, *WRITABLE))
    as_json = to == "json" or (to != "yaml" and suffix == ".json")
    raw = negotiation_file.dumps(negotiation, json=as_json)
    return write_files(target.parent, {target.name: raw})


def convert(
    source: Path, target: Path, from_: str | None = None, to: str | None = None
) -> tuple[str, ...]:
    """Write what `source` holds to `target` in another format; returns notes on what to know.

    The notes name what the target cannot say, such as discount factors, which are never applied.
    """
    if (from_ or detect(source)) in CONFLICTS:
        write_conflict(read_conflict(source, from_), target, to)
        return ()
    negotiation = read_negotiation(source, from_)
    write_negotiation(negotiation, target, to)
    return tuple(f"{entry.party}: {entry.note}" for entry in negotiation.preferences if entry.note)
