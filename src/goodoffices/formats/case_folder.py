"""A case as a folder of text: read, written, begun.

case.yaml, drafts/ID.yaml, reports/ID.txt with ID.yaml beside it, statements.jsonl, reviews.jsonl,
process.yaml, judgements.yaml. Only case.yaml must be there. What each holds is told in
docs/reference/formats.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from goodoffices.errors import InvalidCase, Problem
from goodoffices.formats.case_append import append_reviews, append_statements
from goodoffices.formats.case_check import check
from goodoffices.formats.case_new import new_case
from goodoffices.formats.case_read import read_parts
from goodoffices.formats.case_write import planned, same_case
from goodoffices.formats.disk import contained, read_bytes, refuse, write_files
from goodoffices.model.case import Case

__all__ = [
    "append_reviews",
    "append_statements",
    "case_files",
    "case_of",
    "new_case",
    "read_case",
    "write_case",
]

TOP = ("case.yaml", "process.yaml", "judgements.yaml", "statements.jsonl", "reviews.jsonl")
LEDGERS = TOP[3:]
FOLDERS = {"drafts": (".yaml",), "reports": (".txt", ".yaml")}
_DATA = (".yaml", ".yml", ".json", ".jsonl", ".txt")


def read_case(path: Path) -> Case:
    """Read a case folder. Raises InvalidCase naming every fault with its file and line."""
    return case_of(*case_files(path))


def case_files(path: Path, *, small: bool = False) -> tuple[dict[str, bytes], list[Problem]]:
    """The files that a case is read from, by their names in its folder, and faults of the folder.

    `small`: without reports and ledgers, which may be many and large. Raises InvalidCase where the
    folder is none of a case.
    """
    problems: list[Problem] = []
    return _files(Path(path), problems, small=small), problems


def case_of(files: Mapping[str, bytes], problems: Iterable[Problem] = ()) -> Case:
    """The case that these files hold. Raises InvalidCase naming every fault, the given ones too."""
    parts = read_parts(files)
    found: list[Problem] = [*problems, *parts.problems, *check(parts)]
    if found:
        raise InvalidCase(sorted(found))
    return parts.case_value()


def write_case(case: Case, path: Path) -> tuple[Path, ...]:
    """Write a case to its folder; returns the files that changed.

    A file whose values stay the same keeps every byte; in a changed file the entries that stay the
    same keep theirs, comments too. Statements, reviews and report texts are only ever added.
    Everything is read back and compared before the first file is replaced. Raises InvalidCase, and
    StaleWrite where somebody else changed a file meanwhile.
    """
    root = Path(path)
    problems: list[Problem] = []
    before = _files(root, problems) if _holds_case_files(root) else {}
    if problems:
        raise InvalidCase(problems)
    changes = planned(case, before)
    after = {name: raw for name, raw in {**before, **changes}.items() if raw is not None}
    if not same_case(case_of(after), case):
        raise refuse("", "the case cannot be written without loss; nothing was written")
    changed = {name: raw for name, raw in changes.items() if raw != before.get(name)}
    return write_files(root, changed, before=before)


def _holds_case_files(root: Path) -> bool:
    """Whether anything of a case is in the folder. Raises InvalidCase where it is no folder."""
    if root.exists() and not root.is_dir():
        raise refuse(str(root), "a case is a folder, and this is a file")
    return any((root / name).exists() for name in (*TOP, *FOLDERS))


def _files(root: Path, problems: list[Problem], *, small: bool = False) -> dict[str, bytes]:
    """The files of a case by their names in the folder; faults are added to `problems`."""
    if not (root / "case.yaml").is_file():
        raise refuse(
            "case.yaml",
            f"{root} is not a case folder: it has no file case.yaml. A case folder holds case.yaml"
            f" with the parties and issues of one negotiation, and its reports, drafts and"
            f" statements beside it; begin one with  goodoffices new {root}",
        )
    names = [name for name in TOP if (root / name).exists() or (root / name).is_symlink()]
    try:
        problems.extend(_strange_names(root))
        for folder in FOLDERS:
            if not (root / folder).exists():
                continue
            if not (root / folder).is_dir():
                problems.append(Problem(folder, 0, "this must be a folder"))
            elif not contained(root, root / folder):
                problems.append(Problem(folder, 0, "this link leads out of the case folder"))
            else:
                names += _folder_names(root, folder, problems)
    except OSError as fault:
        raise refuse(str(root), f"cannot be read: {fault.strerror or fault}") from fault
    if small:
        names = [name for name in names if not name.startswith("reports/") and name not in LEDGERS]
    files: dict[str, bytes] = {}
    for name in names:
        if not contained(root, root / name):
            problems.append(Problem(name, 0, "this link leads out of the case folder"))
            continue
        try:
            files[name] = read_bytes(root / name, name)
        except InvalidCase as fault:
            problems.extend(fault.problems)
    return files


def _strange_names(root: Path) -> list[Problem]:
    """Files at the top whose names are nearly those of a case: a slip would lose them silently."""
    problems = []
    for entry in sorted(root.iterdir()):
        name = entry.name
        if name in TOP or name.startswith(".") or entry.suffix.lower() not in _DATA:
            continue
        stem_match = next((top for top in TOP if Path(top).stem == entry.stem.lower()), None)
        close = stem_match or next(iter(get_close_matches(name, TOP, n=1, cutoff=0.8)), None)
        if close:
            problems.append(
                Problem(name, 0, f"not the name of a case file; did you mean {close!r}?")
            )
    return problems


def _folder_names(root: Path, folder: str, problems: list[Problem]) -> list[str]:
    """Names of the files in `folder` that belong to the case; others are faults."""
    names = []
    for entry in sorted((root / folder).iterdir()):
        name = f"{folder}/{entry.name}"
        if entry.name.startswith(".") or entry.name.upper().startswith("README"):
            continue
        if not entry.name.isprintable():
            problems.append(Problem(folder, 0, f"the file name {entry.name!r} is not printable"))
            continue
        if entry.is_dir():
            if entry.name != "originals":
                problems.append(Problem(name, 0, "there are no folders in this folder of a case"))
        elif entry.suffix in FOLDERS[folder]:
            names.append(name)
        elif folder == "reports":
            message = (
                "not the text of a report; add a document with  goodoffices add CASE FILE,  or keep"
                " it in reports/originals"
            )
            problems.append(Problem(name, 0, message))
        else:
            problems.append(Problem(name, 0, f"a draft is a file such as drafts/{entry.stem}.yaml"))
    return names
