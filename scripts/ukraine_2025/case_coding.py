"""Read the hand-made coding files, strictly: no key twice, no field that nothing reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from goodoffices.errors import InvalidCase, did_you_mean

FOLDER = Path(__file__).resolve().parent / "coding"
FILES = (
    "issues",
    "parties",
    "sources",
    "statements",
    "drafts",
    "process",
    "judgements",
    "vocabulary",
)


class _Loader(yaml.SafeLoader):
    """Dates stay text, whole numbers and true / false are read, a key given twice is refused."""


_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if not pair[0].endswith((":timestamp", ":bool"))]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _word in "tf":
    _Loader.yaml_implicit_resolvers[_word] = [
        ("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"))
    ]


def _mapping(loader: _Loader, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in found:
            raise InvalidCase([f"{key_node.start_mark}: the key {key!r} is given twice"])
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_coding(folder: Path = FOLDER) -> dict[str, Any]:
    """The coding files by name."""
    return {
        name: yaml.load((folder / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_Loader)
        for name in FILES
    }


class Problems:
    """Collects every fault, so that all are shown at once."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, message: str) -> None:
        """Keep one more fault."""
        self.found.append(message)

    def fields(self, where: str, entry: Mapping[str, Any], need: str = "", may: str = "") -> bool:
        """Complain of fields that are missing or that nothing reads. True where there are none."""
        known = {*need.split(), *may.split()}
        before = len(self.found)
        for name in need.split():
            if name not in entry:
                self.add(f"{where}: the field {name!r} is missing")
        for name in entry:
            if name not in known:
                self.add(f"{where}: unknown field {name!r}{did_you_mean(str(name), known)}")
        return len(self.found) == before

    def same(self, where: str, given: Iterable[str], coded: Iterable[str]) -> None:
        """Complain of rows without coding and of coding without a row."""
        rows, entries = list(given), list(coded)
        for name in rows:
            if name not in entries:
                self.add(f"{where}: {name!r} is not coded")
        for name in entries:
            if name not in rows:
                self.add(f"{where}: the coding of {name!r} belongs to no row")

    def known(self, where: str, kind: str, name: str | None, known: Iterable[str]) -> None:
        """Complain of a name that nothing answers to."""
        names = list(known)
        if name is not None and name not in names:
            self.add(f"{where}: unknown {kind} {name!r}{did_you_mean(name, names)}")

    def stop(self) -> None:
        """Raise InvalidCase if anything was found."""
        if self.found:
            raise InvalidCase(self.found)
