"""A case folder as values and as little else as gives back every byte of it.

A value says what a file means, not how it was written: comments, the order of fields, blank lines.
What the writers would not write again by themselves is kept beside the values, file by file, and
line by line in the ledgers.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from goodoffices.codec import plain
from goodoffices.errors import InvalidCase, Problem
from goodoffices.formats.case_check import check
from goodoffices.formats.case_folder import case_files, case_of
from goodoffices.formats.case_read import Entry, Parts
from goodoffices.formats.case_write import planned, same_case
from goodoffices.formats.disk import contained, read_bytes, refuse
from goodoffices.model.case import Case
from goodoffices.model.evidence import Statement

LEDGERS = {"statements.jsonl": "statements", "reviews.jsonl": "reviews"}
"""Files of a case that are ledgers, and the field of the case that each is."""

Lines = tuple[bytes | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A case and what else its folder holds.

    `files` are kept as they are. `lines` are those of each ledger, None where the line is as it
    would be written. `notes` say what was left out.
    """

    case: Case
    files: Mapping[str, bytes]
    lines: Mapping[str, Lines] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def packed(path: Path) -> Pack:
    """A case folder, whole. Raises InvalidCase naming every fault, as `read_case` does."""
    root = Path(path)
    files, problems = case_files(root)
    case = case_of(files, problems)
    others, notes = _others(root, files)
    lines, kept = {}, dict(others)
    for name, attribute in LEDGERS.items():
        if name in files:
            lines[name], rest = _split(files[name], getattr(case, attribute))
            if rest is not None:
                kept[name] = rest
    texts = {name: raw for name, raw in files.items() if name.endswith(".txt")}
    ledgers = {name: files[name] for name in LEDGERS if name in files}
    again = planned(case, {**texts, **ledgers})
    kept |= {
        name: raw
        for name, raw in files.items()
        if name not in texts and name not in ledgers and again.get(name) != raw
    }
    return Pack(case=case, files=kept, lines=lines, notes=tuple(notes))


def unpacked(pack: Pack) -> dict[str, bytes]:
    """Every file of the folder. What did not change since it was packed keeps every byte."""
    case = pack.case
    before = dict(pack.files)
    for report in case.reports:
        before[f"reports/{report.id}.txt"] = report.text.encode("utf-8")
    for name, attribute in LEDGERS.items():
        entries = getattr(case, attribute)
        raw = _joined(pack.files.get(name, b""), entries, pack.lines.get(name, ()))
        if raw or name in pack.files:
            before[name] = raw
    changes = planned(case, {name: raw for name, raw in before.items() if _is_read(name)})
    after = {name: raw for name, raw in {**before, **changes}.items() if raw is not None}
    if not same_case(case_of({name: raw for name, raw in after.items() if _is_read(name)}), case):
        raise refuse("", "the case cannot be written without loss; nothing was written")
    return after


def _is_read(name: str) -> bool:
    """Whether a case is read from a file of this name."""
    folder, _, rest = name.rpartition("/")
    if not folder:
        return name in ("case.yaml", "process.yaml", "judgements.yaml", *LEDGERS)
    readme = rest.upper().startswith("README")
    return not readme and (
        (folder == "drafts" and rest.endswith(".yaml"))
        or (folder == "reports" and rest.endswith((".txt", ".yaml")))
    )


def _others(root: Path, read: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """Files in the folder that no case is read from, and what of them cannot be kept."""
    found: dict[str, bytes] = {}
    notes: list[str] = []
    for folder, folders, names in os.walk(root):
        hidden = sorted(name for name in (*folders, *names) if name.startswith("."))
        notes += [f"left out: {_name(root, folder, name)} (hidden)" for name in hidden]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            inside, path = _name(root, folder, name), Path(folder) / name
            if name.startswith(".") or inside in read:
                continue
            if not inside.isprintable() or not contained(root, path):
                notes.append(f"left out: {inside!r} (a name or a link that cannot be kept)")
                continue
            found[inside] = read_bytes(path, inside)
    return found, notes


def _name(root: Path, folder: str, name: str) -> str:
    return (Path(folder) / name).relative_to(root).as_posix()


def _own(entry: Any) -> bytes:
    return msgspec.json.encode(plain(entry)) + b"\n"


def _split(raw: bytes, entries: Sequence[Any]) -> tuple[Lines, bytes | None]:
    """The lines of a ledger, blank ones with the one behind; the whole where it has no entry."""
    pieces: list[bytes] = []
    waiting = b""
    for line in _by_newline(raw):
        waiting += line
        if line.strip():
            pieces.append(waiting)
            waiting = b""
    if not pieces:
        return (), raw
    pieces[-1] += waiting
    pairs = zip(pieces, entries, strict=True)
    return tuple(None if piece == _own(entry) else piece for piece, entry in pairs), None


def _by_newline(raw: bytes) -> Iterable[bytes]:
    parts = raw.split(b"\n")
    return [*(part + b"\n" for part in parts[:-1]), *([parts[-1]] if parts[-1] else [])]


def _joined(start: bytes, entries: Sequence[Any], lines: Lines) -> bytes:
    parts = [start] if start else []
    for place, entry in enumerate(entries):
        line = lines[place] if place < len(lines) else None
        if parts and not parts[-1].endswith(b"\n"):
            parts.append(b"\n")
        parts.append(_own(entry) if line is None else line)
    return b"".join(parts)


def check_case(case: Case, before: Case | None = None) -> None:
    """Raise InvalidCase for every reference in a case that leads nowhere.

    `before` is the case as it was, all of it checked: of its ledgers, which are only added to, no
    more is looked at again than what an edit of the agenda can leave without a name.
    """
    if before is not None:
        case = replace(
            case,
            statements=_named_anew(before.statements, case.statements),
            reviews=_added(before.reviews, case.reviews),
        )
    parts = Parts()
    parts.title, parts.note = case.title, case.note
    parts.vocabulary = Entry(case.vocabulary, "vocabulary")
    named = ("parties", "issues", "drafts", "reports", "statements", "reviews", "meetings")
    for name in (*named, "consultations", "conditions", "judgements", "contradictions"):
        setattr(parts, name, [Entry(item, name) for item in getattr(case, name)])
    parts.ids = {
        "party": set(case.party_by_id),
        "issue": set(case.issue_by_id),
        "draft": set(case.draft_by_id),
        "report": set(case.report_by_id),
        "statement": set(case.statement_by_id),
    }
    if before is not None:
        parts.ids["statement"] = set(before.statement_by_id) | set(case.statement_by_id)
    parts.options = {issue.id: set(issue.option_ids) for issue in case.issues}
    problems: list[Problem] = check(parts)
    if problems:
        raise InvalidCase(sorted(problems))


Row = TypeVar("Row")


def _added(before: tuple[Row, ...], after: tuple[Row, ...]) -> tuple[Row, ...]:
    """What was added to a ledger; all of it where it was not only added to."""
    held = len(before)
    return after[held:] if after[:held] == before else after


def _named_anew(
    before: tuple[Statement, ...], after: tuple[Statement, ...]
) -> tuple[Statement, ...]:
    """What was added to the statements, and one of the older ones for each party, issue and
    options that they name."""
    added = _added(before, after)
    if len(added) == len(after):
        return after
    named = {(s.party, s.issue, s.options): s for s in reversed(before)}
    return (*reversed(named.values()), *added)
