"""A case out of the files of its folder: structure first, references after, all faults at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar

import msgspec

from goodoffices.codec import plain, structure
from goodoffices.errors import InvalidCase, Problem, did_you_mean
from goodoffices.formats.shapes import (
    CASE_FORMAT,
    DRAFT_FORMAT,
    STAKES,
    build,
    case_shape,
    check_format,
    draft_shape,
    file_id_fault,
    judged,
    judgements_shape,
    number_as_text,
    process_shape,
    report_shape,
    to_judgement,
)
from goodoffices.formats.yamltext import Document, parse, read_text
from goodoffices.formats.yamltext import Path as Place
from goodoffices.model.agenda import Draft, Issue, Party
from goodoffices.model.case import Case, Vocabulary
from goodoffices.model.dates import earliest
from goodoffices.model.evidence import Report, Review, Statement
from goodoffices.model.process import Condition, Consultation, Meeting
from goodoffices.model.stakes import Contradiction, Judgement

T = TypeVar("T")

MAX_TEXT = 50_000_000
"""Most bytes that the text of one report may have."""

PROCESS: Mapping[str, type] = {
    "meetings": Meeting,
    "consultations": Consultation,
    "conditions": Condition,
}


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A value that was read, and where: in a document at a path, or on a line of a ledger."""

    value: T
    file: str
    document: Document | None = None
    path: Place = ()
    row: int = 0

    def problem(self, message: str, *steps: str | int) -> Problem:
        """A fault of this value, at `steps` inside it where they lead somewhere."""
        if self.document is None:
            return Problem(self.file, self.row, message)
        return self.document.problem((*self.path, *steps), message)


class Parts:
    """What was read so far, with places; faults gather in `problems`."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.case: Document | None = None
        self.title = ""
        self.note: str | None = None
        self.vocabulary: Entry[Vocabulary] | None = None
        self.parties: list[Entry[Party]] = []
        self.issues: list[Entry[Issue]] = []
        self.drafts: list[Entry[Draft]] = []
        self.reports: list[Entry[Report]] = []
        self.statements: list[Entry[Statement]] = []
        self.reviews: list[Entry[Review]] = []
        self.meetings: list[Entry[Meeting]] = []
        self.consultations: list[Entry[Consultation]] = []
        self.conditions: list[Entry[Condition]] = []
        self.judgements: list[Entry[Judgement]] = []
        self.contradictions: list[Entry[Contradiction]] = []
        # Ids as the files give them, also of entries with faults, so that one fault is told once.
        # None: they could not be read, so nothing can be said about references to them.
        self.ids: dict[str, set[str] | None] = {
            kind: set() for kind in ("party", "issue", "draft", "report", "statement")
        }
        self.options: dict[str, set[str]] = {}

    def case_value(self) -> Case:
        """The case, once there are no problems."""
        return Case(
            title=self.title,
            note=self.note,
            vocabulary=self.vocabulary.value if self.vocabulary else Vocabulary(),
            drafts=tuple(
                sorted((d.value for d in self.drafts), key=lambda d: (earliest(d.date), d.id))
            ),
            reports=tuple(sorted((r.value for r in self.reports), key=lambda r: r.id)),
            **{
                name: tuple(entry.value for entry in getattr(self, name))
                for name in (
                    *("parties", "issues", "statements", "reviews"),
                    *("meetings", "consultations", "conditions", "judgements", "contradictions"),
                )
            },
        )


def read_parts(files: Mapping[str, bytes]) -> Parts:
    """Every value of the files by their names in the folder; references are not checked yet."""
    parts = Parts()
    _read_case(parts, files)
    for name in sorted(files):
        folder, _, rest = name.partition("/")
        if folder == "drafts":
            _read_draft(parts, name, rest.removesuffix(".yaml"), files[name])
    _read_reports(parts, files)
    _read_statements(parts, files.get("statements.jsonl", b""))
    _read_reviews(parts, files.get("reviews.jsonl", b""))
    if "process.yaml" in files:
        _read_process(parts, files["process.yaml"])
    if "judgements.yaml" in files:
        _read_judgements(parts, files["judgements.yaml"])
    return parts


def _document(parts: Parts, name: str, raw: bytes) -> Document | None:
    try:
        return parse(raw, name)
    except InvalidCase as fault:
        parts.problems.extend(fault.problems)
        return None


def _keys(parts: Parts, document: Document, shape: type) -> dict[str, Any]:
    """The top mapping of a document; unknown and missing fields become problems."""
    data = document.data
    if data is None:
        return {}
    if not isinstance(data, dict):
        parts.problems.append(document.problem((), "the file must hold a mapping of fields"))
        return {}
    known = [f.metadata.get("name", f.name) for f in fields(shape)]
    for key in data:
        if key not in known:
            message = f"unknown field {key!r}{did_you_mean(key, known)}"
            parts.problems.append(document.problem((key,), message))
    return data


def _list(parts: Parts, document: Document, name: str, cls: type[T]) -> list[Entry[T]]:
    """The entries of a list, each read for itself, so that a fault in one hides no other."""
    data = document.data.get(name, []) if isinstance(document.data, dict) else []
    if not isinstance(data, list):
        parts.problems.append(document.problem((name,), "a list is needed here"))
        return []
    entries = []
    for index in range(len(data)):
        value = build(cls, document, parts.problems, (name, index))
        if value is not None:
            entries.append(Entry(value, document.file, document, (name, index)))
    return entries


def _raw_ids(document: Document, *path: str | int) -> dict[str, int]:
    """Ids in the list at `path` and where in it, whatever else is wrong with the entries."""
    data: Any = document.data
    for step in path:
        inside = isinstance(data, dict) if isinstance(step, str) else isinstance(data, list)
        data = data[step] if inside and (isinstance(step, int) or step in data) else None
    ids: dict[str, int] = {}
    for index, item in enumerate(data if isinstance(data, list) else []):
        name = item.get("id") if isinstance(item, dict) else None
        if name is not None and not isinstance(name, str):
            name = number_as_text(document, (*path, index, "id"))
        if name is not None:
            ids.setdefault(name, index)
    return ids


def _read_case(parts: Parts, files: Mapping[str, bytes]) -> None:
    name = "case.yaml"
    document = _document(parts, name, files[name]) if name in files else None
    parts.case = document
    if document is None:
        parts.ids.update(party=None, issue=None)
        return
    if document.data is None:
        parts.problems.append(
            Problem(name, 1, f"the file is empty; begin with format: {CASE_FORMAT}")
        )
    data = _keys(parts, document, case_shape())
    check_format(document, CASE_FORMAT, parts.problems)
    parts.title = _text(parts, document, "title", required=True) or ""
    parts.note = _text(parts, document, "note")
    parts.parties = _list(parts, document, "parties", Party)
    parts.issues = _list(parts, document, "issues", Issue)
    if "vocabulary" in data:
        value = build(Vocabulary, document, parts.problems, ("vocabulary",))
        if value is not None:
            parts.vocabulary = Entry(value, name, document, ("vocabulary",))
    parts.ids["party"] = set(_raw_ids(document, "parties"))
    issues = _raw_ids(document, "issues")
    parts.ids["issue"] = set(issues)
    for issue, index in issues.items():
        parts.options[issue] = set(_raw_ids(document, "issues", index, "options"))


def _text(parts: Parts, document: Document, name: str, *, required: bool = False) -> str | None:
    data = document.data if isinstance(document.data, dict) else {}
    if name not in data:
        if required and document.data is not None:
            parts.problems.append(document.problem((), f"the field {name!r} is missing"))
        return None
    hint = str if required else str | None
    return build(hint, document, parts.problems, (name,))  # type: ignore[arg-type]


def _own_id(parts: Parts, document: Document, stem: str) -> dict[str, Any] | None:
    """The mapping of a file that is named after its id, or None; a differing id is a fault."""
    data = document.data
    if data is None:
        data = {}
    if not isinstance(data, dict):
        parts.problems.append(document.problem((), "the file must hold a mapping of fields"))
        return None
    if stem not in (data.get("id", stem), number_as_text(document, ("id",))):
        message = f"the id {data['id']!r} must be the name of the file, {stem!r}"
        parts.problems.append(document.problem(("id",), message))
    return {**data, "id": stem}


def _read_draft(parts: Parts, name: str, stem: str, raw: bytes) -> None:
    known = parts.ids["draft"]
    if known is not None:
        known.add(stem)
    if fault := file_id_fault(stem):
        parts.problems.append(Problem(name, 0, fault))
    document = _document(parts, name, raw)
    data = None if document is None else _own_id(parts, document, stem)
    if document is None or data is None:
        return
    if "format" in data:
        check_format(document, DRAFT_FORMAT, parts.problems)
        data["format"] = DRAFT_FORMAT
    shaped: Any = build(draft_shape(), document, parts.problems, data=data)
    if shaped is not None:
        value = Draft(**{f.name: getattr(shaped, f.name) for f in fields(Draft)})
        parts.drafts.append(Entry(value, name, document))


def _read_reports(parts: Parts, files: Mapping[str, bytes]) -> None:
    names = [name.removeprefix("reports/") for name in files if name.startswith("reports/")]
    stems = sorted({name.rpartition(".")[0] for name in names})
    parts.ids["report"] = set(stems)
    for stem in stems:
        text_name, record_name = f"reports/{stem}.txt", f"reports/{stem}.yaml"
        if fault := file_id_fault(stem):
            parts.problems.append(Problem(f"reports/{stem}.txt", 0, fault))
        record = _record(parts, record_name, stem, files.get(record_name))
        raw = files.get(text_name)
        if raw is None:
            message = (
                f"the text of this report is missing; it belongs in {text_name} (where adding was"
                " interrupted, add the same documents again)"
            )
            parts.problems.append(Problem(record_name, 0, message))
            continue
        try:
            text = read_text(raw, text_name, limit=MAX_TEXT)
        except InvalidCase as fault:
            parts.problems.extend(fault.problems)
            continue
        if record is None:
            continue
        document, values = record
        values["sha256"] = values["sha256"] or hashlib.sha256(raw).hexdigest()
        values["id"] = stem
        value = Report(text=text, **values)
        parts.reports.append(Entry(value, record_name if document else text_name, document))


def read_report(name: str, files: Mapping[str, bytes]) -> Report:
    """One report out of its text and its record. Raises InvalidCase."""
    parts = Parts()
    _read_reports(parts, files)
    if parts.problems or not parts.reports:
        raise InvalidCase(parts.problems or [f"there is no report {name!r}"])
    return parts.reports[0].value


def _record(
    parts: Parts, name: str, stem: str, raw: bytes | None
) -> tuple[Document | None, dict[str, Any]] | None:
    """The fields of a report beside its text; None where they have faults."""
    shape = report_shape()
    if raw is None:
        shaped: Any = shape(id=stem)
        return None, {f.name: getattr(shaped, f.name) for f in fields(shape)}
    document = _document(parts, name, raw)
    data = None if document is None else _own_id(parts, document, stem)
    if document is None or data is None:
        return None
    shaped = build(shape, document, parts.problems, data=data)
    if shaped is None:
        return None
    return document, {f.name: getattr(shaped, f.name) for f in fields(shape)}


# --- ledgers -------------------------------------------------------------------------------------


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} is given twice")
    return found


def ledger_lines(raw: bytes, file: str) -> tuple[list[tuple[int, bytes, Any]], list[Problem]]:
    """The lines of a ledger with their numbers and plain data, and the faults in them."""
    rows: list[tuple[int, bytes, Any]] = []
    problems: list[Problem] = []
    lines = raw.split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = msgspec.json.decode(line)
            if not isinstance(data, dict):
                raise ValueError("a line must hold one JSON object")
        except (ValueError, RecursionError) as fault:
            reason = "it is nested too deep" if isinstance(fault, RecursionError) else str(fault)
            message = f"the line is not readable as JSON: {reason}"
            if number == len(lines):
                message = (
                    f"the last line is cut off ({reason}); writing was interrupted: delete these"
                    f" {len(line)} characters, or restore the rest of the line"
                )
            problems.append(Problem(file, number, message))
            continue
        rows.append((number, line, data))
    return rows, problems


def _ledger(
    parts: Parts, raw: bytes, file: str, cls: type[T]
) -> tuple[list[Entry[T]], set[str], bool]:
    """The entries of a ledger, the ids on its lines, and whether every line could be read."""
    rows, problems = ledger_lines(raw, file)
    parts.problems.extend(problems)
    entries: list[Entry[T]] = []
    ids = set()
    for number, line, data in rows:
        if isinstance(data.get("id"), str):
            ids.add(data["id"])
        value, faults = structure(cls, data)
        for fault in faults:
            where = "".join(f"{step}: " for step in fault.path)
            parts.problems.append(Problem(file, number, f"{where}{fault.message}"))
        if value is None:
            continue
        entries.append(Entry(value, file, row=number))
        # A line in our own hand cannot repeat a key; others are read once more to find out.
        if line != msgspec.json.encode(plain(value)):
            try:
                json.loads(line, object_pairs_hook=_no_repeats)
            except ValueError as fault:
                parts.problems.append(Problem(file, number, str(fault)))
    return entries, ids, not problems


def _read_statements(parts: Parts, raw: bytes) -> None:
    parts.statements, ids, whole = _ledger(parts, raw, "statements.jsonl", Statement)
    parts.ids["statement"] = ids if whole else None


def _read_reviews(parts: Parts, raw: bytes) -> None:
    parts.reviews, _, _ = _ledger(parts, raw, "reviews.jsonl", Review)


# --- process and judgements ----------------------------------------------------------------------


def _read_process(parts: Parts, raw: bytes) -> None:
    document = _document(parts, "process.yaml", raw)
    if document is None:
        return
    _keys(parts, document, process_shape())
    for name, cls in PROCESS.items():
        setattr(parts, name, _list(parts, document, name, cls))


def _read_judgements(parts: Parts, raw: bytes) -> None:
    document = _document(parts, "judgements.yaml", raw)
    if document is None:
        return
    _keys(parts, document, judgements_shape())
    for name, stake in STAKES.items():
        entries: list[Entry[Any]] = _list(parts, document, name, judged(stake))
        for entry in entries:
            value = to_judgement(stake, entry.value)
            parts.judgements.append(Entry(value, entry.file, document, entry.path))
    parts.contradictions = _list(parts, document, "contradictions", Contradiction)
