"""What the files of a case folder must become: only what changed, and nothing that may not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from goodoffices.codec import plain, structure
from goodoffices.errors import InvalidCase, Problem
from goodoffices.formats.case_read import PROCESS, ledger_lines
from goodoffices.formats.shapes import (
    CASE_FORMAT,
    DRAFT_FORMAT,
    STAKES,
    case_shape,
    draft_shape,
    file_id_fault,
    from_judgement,
    judgement_list,
    judgements_shape,
    located,
    process_shape,
    report_shape,
    structured,
)
from goodoffices.formats.yamlsplice import same, splice
from goodoffices.formats.yamltext import Document, parse
from goodoffices.formats.yamlwrite import dump
from goodoffices.model.case import Case
from goodoffices.model.evidence import Report, Review, Statement

_BOM = "\N{BYTE ORDER MARK}".encode()


def same_case(one: Case, other: Case) -> bool:
    """Whether two cases record the same, the order of drafts, reports and kinds aside."""
    try:
        return same(plain(_in_order(one)), plain(_in_order(other)))
    except (msgspec.MsgspecError, UnicodeError):
        return False


def _in_order(case: Case) -> Case:
    kinds = list(STAKES)
    return replace(
        case,
        drafts=tuple(sorted(case.drafts, key=lambda draft: draft.id)),
        reports=tuple(sorted(case.reports, key=lambda report: report.id)),
        judgements=tuple(sorted(case.judgements, key=lambda j: kinds.index(judgement_list(j)))),
    )


def planned(case: Case, before: Mapping[str, bytes]) -> dict[str, bytes | None]:
    """New contents of the files that must change, by name; None where a file goes.

    Raises InvalidCase where the change is not allowed: a ledger is only added to, and the text of
    a report is never edited.
    """
    _check_texts(case)
    changes: dict[str, bytes | None] = {}
    _plan_yaml(changes, before, "case.yaml", case_shape(), _case_data(case))
    _plan_drafts(changes, before, case)
    _plan_reports(changes, before, case)
    _plan_ledger(changes, before, "statements.jsonl", Statement, case.statements)
    _plan_ledger(changes, before, "reviews.jsonl", Review, case.reviews)
    _plan_yaml(changes, before, "process.yaml", process_shape(), _process_data(case))
    _plan_yaml(changes, before, "judgements.yaml", judgements_shape(), _judgement_data(case))
    return changes


def _check_texts(case: Case) -> None:
    """Refuse text that UTF-8 cannot hold, and ids that cannot name a file."""
    problems = []
    try:
        msgspec.json.encode(plain(case))
    except (UnicodeError, msgspec.MsgspecError, OverflowError) as fault:
        problems.append(Problem("", 0, f"the case holds something that no file can: {fault}"))
    named = [("drafts", draft.id) for draft in case.drafts]
    named += [("reports", report.id) for report in case.reports]
    for folder, name in named:
        if message := file_id_fault(name):
            problems.append(Problem(folder, 0, message))
    if problems:
        raise InvalidCase(problems)


def _case_data(case: Case) -> dict[str, Any]:
    fields = {"format": CASE_FORMAT, "title": case.title}
    if case.note is not None:
        fields["note"] = case.note
    lists = {"parties": plain(case.parties), "issues": plain(case.issues)}
    vocabulary = plain(case.vocabulary)
    return {
        **fields,
        **{name: items for name, items in lists.items() if items},
        **({"vocabulary": vocabulary} if vocabulary else {}),
    }


def _process_data(case: Case) -> dict[str, Any]:
    lists = {name: plain(getattr(case, name)) for name in PROCESS}
    return {name: items for name, items in lists.items() if items}


def _judgement_data(case: Case) -> dict[str, Any]:
    lists: dict[str, list[Any]] = {name: [] for name in STAKES}
    for judgement in case.judgements:
        lists[judgement_list(judgement)].append(from_judgement(judgement))
    lists["contradictions"] = plain(case.contradictions)
    return {name: items for name, items in lists.items() if items}


def _plan_yaml(
    changes: dict[str, bytes | None],
    before: Mapping[str, bytes],
    name: str,
    shape: type,
    data: dict[str, Any],
) -> None:
    raw = before.get(name)
    if raw is None:
        if data:
            changes[name] = dump(data).encode("utf-8")
        return
    document = parse(raw, name)
    old = _meaning(document, shape)
    if not same(old, data):
        changes[name] = _spliced(raw, document, shape, old, data)


def _meaning(document: Document, shape: type, **given: Any) -> Any:
    """What a document says, defaults left out. Raises InvalidCase where it has faults."""
    data = {**(document.data or {}), **given}
    value, faults = structured(shape, document, data=data)
    if faults:
        raise InvalidCase([located(document, fault) for fault in faults])
    return plain(value)


def _spliced(raw: bytes, document: Document, shape: type, old: Any, data: Any) -> bytes:
    """The file changed where it must be; written anew where that cannot be done faithfully."""
    mark = _BOM if raw.startswith(_BOM) else b""
    text = splice(document, old, data)
    try:
        if same(_meaning(parse(text.encode("utf-8"), document.file), shape), data):
            return mark + text.encode("utf-8")
    except InvalidCase:
        pass
    return mark + dump(data).encode("utf-8")


def _plan_drafts(changes: dict[str, bytes | None], before: Mapping[str, bytes], case: Case) -> None:
    wanted = {f"drafts/{draft.id}.yaml": draft for draft in case.drafts}
    for name in before:
        if name.startswith("drafts/") and name not in wanted:
            changes[name] = None
    for name, draft in sorted(wanted.items()):
        raw = before.get(name)
        data = plain(draft)
        if raw is None:
            changes[name] = dump({"format": DRAFT_FORMAT, **data}).encode("utf-8")
            continue
        document = parse(raw, name)
        written = document.data or {}
        old = _meaning(document, draft_shape(), id=draft.id)
        if "format" in written:
            data = {"format": DRAFT_FORMAT, **data}
        if "id" not in written:  # the name of the file says it
            del data["id"], old["id"]
        if not same(old, data):
            changes[name] = _spliced_named(raw, document, draft_shape(), old, data, draft.id)


def _spliced_named(
    raw: bytes, document: Document, shape: type, old: Any, data: Any, name: str
) -> bytes:
    """As `_spliced`, for a file whose name may stand for its id."""
    if "id" in data:
        return _spliced(raw, document, shape, old, data)
    mark = _BOM if raw.startswith(_BOM) else b""
    text = splice(document, old, data)
    try:
        again = _meaning(parse(text.encode("utf-8"), document.file), shape, id=name)
        if same(again, {**data, "id": name}):
            return mark + text.encode("utf-8")
    except InvalidCase:
        pass
    return mark + dump(data).encode("utf-8")


def _record_data(report: Report) -> dict[str, Any]:
    data = plain(report)
    del data["id"], data["text"]
    order = [name for name in data if name != "sha256"]
    return {name: data[name] for name in (*order, "sha256")}


def planned_reports(
    reports: Sequence[Report], before: Mapping[str, bytes]
) -> dict[str, bytes | None]:
    """New contents of the files of some reports, given those that they have. Raises InvalidCase."""
    problems = [
        Problem("reports", 0, message)
        for report in reports
        if (message := file_id_fault(report.id))
    ]
    if problems:
        raise InvalidCase(problems)
    changes: dict[str, bytes | None] = {}
    _plan_reports(changes, before, Case(title="", reports=tuple(reports)))
    return changes


def _plan_reports(
    changes: dict[str, bytes | None], before: Mapping[str, bytes], case: Case
) -> None:
    problems = []
    wanted = {report.id: report for report in case.reports}
    for name in before:
        stem = name.removeprefix("reports/").rpartition(".")[0]
        if name.startswith("reports/") and name.endswith(".txt") and stem not in wanted:
            message = "a report is evidence and is not taken out of a case"
            problems.append(Problem(name, 0, message))
    for report in case.reports:
        name = f"reports/{report.id}.txt"
        raw = report.text.encode("utf-8")
        if name in before and before[name] != raw:
            message = "the text of a report is never edited; add the other text as a new report"
            problems.append(Problem(name, 0, message))
        elif name not in before:
            changes[name] = raw
        _plan_record(changes, before, report, hashlib.sha256(raw).hexdigest())
    if problems:
        raise InvalidCase(problems)


def _plan_record(
    changes: dict[str, bytes | None], before: Mapping[str, bytes], report: Report, sha256: str
) -> None:
    name = f"reports/{report.id}.yaml"
    data = _record_data(report)
    raw = before.get(name)
    if raw is None:
        if data != {"sha256": sha256} or f"reports/{report.id}.txt" not in before:
            changes[name] = dump(data).encode("utf-8")
        return
    document = parse(raw, name)
    written = document.data or {}
    old = _meaning(document, report_shape())
    if "id" in written:
        data = {"id": report.id, **data}
    if "sha256" not in written and report.sha256 == sha256:
        del data["sha256"]
    if not same(old, data):
        changes[name] = _spliced(raw, document, report_shape(), old, data)


def _plan_ledger(
    changes: dict[str, bytes | None],
    before: Mapping[str, bytes],
    name: str,
    cls: type,
    entries: Iterable[Any],
) -> None:
    raw = before.get(name, b"")
    rows, problems = ledger_lines(raw, name)
    if problems:
        raise InvalidCase(problems)
    wanted = [plain(entry) for entry in entries]
    for (number, _, data), entry in zip(rows, [*wanted, *[None] * len(rows)], strict=False):
        value, faults = structure(cls, data)
        if faults or entry is None or not same(plain(value), entry):
            message = (
                "this ledger is only added to: the lines that are there must be the first entries"
                " of the case, unchanged and in their order; correct an entry through a review"
            )
            raise InvalidCase([Problem(name, number, message)])
    added = wanted[len(rows) :]
    if added:
        start = raw if not raw or raw.endswith(b"\n") else raw + b"\n"
        changes[name] = start + b"".join(msgspec.json.encode(entry) + b"\n" for entry in added)
