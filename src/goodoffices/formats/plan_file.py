"""conflicts/ID.yaml of a case folder: would a draft hold? (`goodoffices/case-conflict/1`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from goodoffices.errors import InvalidCase, Problem, UnknownName
from goodoffices.formats.disk import contained, read_bytes, refuse
from goodoffices.formats.shapes import PLAN_FORMAT, build, check_format, plan_shape
from goodoffices.formats.yamltext import parse
from goodoffices.model.plan import ConflictPlan

FOLDER = "conflicts"


def plans(case: Path) -> tuple[str, ...]:
    """Names of the conflicts that a case folder holds."""
    folder = Path(case) / FOLDER
    if not folder.is_dir():
        return ()
    return tuple(
        sorted(entry.stem for entry in folder.glob("*.yaml") if not entry.name.startswith("."))
    )


def read_plan(case: Path, name: str) -> ConflictPlan:
    """The plan of that name in a case folder. Raises UnknownName, and InvalidCase with lines."""
    known = plans(case)
    if name not in known:
        raise UnknownName("conflict of the case", name, known)
    file = f"{FOLDER}/{name}.yaml"
    if not contained(Path(case), Path(case) / file):
        raise refuse(file, "this link leads out of the case folder")
    return plan_from(read_bytes(Path(case) / file, file), file)


def plan_from(raw: bytes, file: str) -> ConflictPlan:
    """The plan that a file holds. Raises InvalidCase with lines."""
    document = parse(raw, file)
    problems: list[Problem] = []
    check_format(document, PLAN_FORMAT, problems)
    data = document.data
    if isinstance(data, dict):
        data = {**data, "format": PLAN_FORMAT}  # its fault, if any, is recorded above
    entry: Any = build(plan_shape(), document, problems, data=data)
    if entry is None or problems:
        raise InvalidCase(problems)
    return ConflictPlan(**{name: getattr(entry, name) for name in ConflictPlan.__slots__})
