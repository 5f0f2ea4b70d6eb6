"""What each file of ours holds: the shapes on disk, made from the values of the model.

A shape differs from its value only where the file does: a judgement is written in one mapping with
what it judges, a negotiation or a draft begins with its `format`.
"""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from goodoffices.codec import Fault, Path, plain, structure
from goodoffices.errors import Problem, did_you_mean
from goodoffices.formats.yamltext import Document, hints
from goodoffices.model.agenda import Draft, Issue, Party
from goodoffices.model.case import Vocabulary
from goodoffices.model.evidence import Report
from goodoffices.model.graph import ConflictGraph
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.plan import ConflictPlan
from goodoffices.model.process import Condition, Consultation, Meeting
from goodoffices.model.stakes import (
    Contradiction,
    Judgement,
    Position,
    Preferences,
    Proviso,
    RedLine,
    Stake,
)

T = TypeVar("T")

CASE_FORMAT = "goodoffices/case/1"
DRAFT_FORMAT = "goodoffices/draft/1"
CONFLICT_FORMAT = "goodoffices/conflict/1"
PLAN_FORMAT = "goodoffices/case-conflict/1"
NEGOTIATION_FORMAT = "goodoffices/negotiation/1"

SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
"""Ids that name a file: no path, no hidden file, nothing a file system would change."""


def file_id_fault(name: str) -> str | None:
    """Why `name` cannot name a file, or None."""
    device = re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name, re.IGNORECASE)
    if SAFE_ID.fullmatch(name) and not name.endswith(".") and not device:
        return None
    return (
        f"the id {name!r} cannot name a file; use up to 120 letters, digits, '.', '_' and '-',"
        " beginning with a letter or digit"
    )


def _shape(name: str, base: type, *, extra: Iterable[Any] = (), drop: tuple[str, ...] = ()) -> type:
    """A dataclass with the fields of `base`, without its checks, so that faults get their line."""
    hinted = typing.get_type_hints(base, include_extras=True)
    own = [
        (
            f.name,
            hinted[f.name],
            dataclasses.field(default_factory=f.default_factory, metadata=f.metadata)
            if f.default_factory is not dataclasses.MISSING
            else dataclasses.field(default=f.default, metadata=f.metadata),
        )
        for f in dataclasses.fields(base)
        if f.name not in drop
    ]
    namespace = {"__doc__": base.__doc__}
    return dataclasses.make_dataclass(
        name, [*own, *extra], frozen=True, kw_only=True, namespace=namespace
    )


def _text_field(name: str, **default: Any) -> tuple[str, Any, Any]:
    return (name, str | None if default else str, dataclasses.field(kw_only=True, **default))


STAKES: Mapping[str, type] = {
    "positions": Position,
    "preferences": Preferences,
    "red_lines": RedLine,
    "provisos": Proviso,
}
"""Lists of judgements.yaml and what their entries judge, in the order of the file."""

SIGNATURE = ("by", "at", "why", "since", "until")


@cache
def judged(stake: type) -> type:
    """The shape of a judgement on a `stake`: its fields, and who, when and why."""
    signed = typing.get_type_hints(Judgement, include_extras=True)
    signature = [
        (name, signed[name], dataclasses.field(kw_only=True))
        if name in ("by", "at", "why")
        else (name, signed[name], dataclasses.field(default=None, kw_only=True))
        for name in SIGNATURE
    ]
    return _shape(f"Judged{stake.__name__}", stake, extra=signature)


@cache
def report_shape() -> type:
    """The shape of reports/ID.yaml: a report without its text; id and digest may be left out."""
    optional = [_text_field("id", default=None), _text_field("sha256", default=None)]
    return _shape("ReportRecord", Report, extra=optional, drop=("id", "text", "sha256"))


@cache
def draft_shape() -> type:
    """The shape of drafts/ID.yaml."""
    return _shape("DraftFile", Draft, extra=[_text_field("format", default=None)])


@cache
def negotiation_shape() -> type:
    """The shape of a negotiation file."""
    return _shape("NegotiationFile", Negotiation, extra=[_text_field("format")])


@cache
def conflict_shape() -> type:
    """The shape of a conflict file."""
    return _shape("ConflictFile", ConflictGraph, extra=[_text_field("format")])


@cache
def plan_shape() -> type:
    """The shape of conflicts/ID.yaml."""
    return _shape("CaseConflictFile", ConflictPlan, extra=[_text_field("format")])


def _lists(**kinds: type) -> list[tuple[str, Any, Any]]:
    return [
        (name, tuple[kind, ...], dataclasses.field(default=(), kw_only=True))  # type: ignore[valid-type]
        for name, kind in kinds.items()
    ]


@cache
def case_shape() -> type:
    """The shape of case.yaml."""
    parts: list[Any] = [
        _text_field("format"),
        _text_field("title"),
        _text_field("note", default=None),
        *_lists(parties=Party, issues=Issue),
        ("vocabulary", Vocabulary, dataclasses.field(default_factory=Vocabulary, kw_only=True)),
    ]
    doc = "What is negotiated: title, parties, issues with options, and the words for them."
    return dataclasses.make_dataclass("CaseFile", parts, frozen=True, namespace={"__doc__": doc})


@cache
def process_shape() -> type:
    """The shape of process.yaml."""
    parts = _lists(meetings=Meeting, consultations=Consultation, conditions=Condition)
    doc = "The process around the text: meetings, consultations, conditions."
    return dataclasses.make_dataclass("ProcessFile", parts, frozen=True, namespace={"__doc__": doc})


@cache
def judgements_shape() -> type:
    """The shape of judgements.yaml."""
    kinds = {name: judged(stake) for name, stake in STAKES.items()}
    parts = _lists(**kinds, contradictions=Contradiction)
    doc = "What an analyst sets, each entry with by, at and why."
    return dataclasses.make_dataclass(
        "JudgementsFile", parts, frozen=True, namespace={"__doc__": doc}
    )


def to_judgement(stake: type, entry: Any) -> Judgement:
    """The judgement that an entry of judgements.yaml records. Raises what the stake refuses."""
    value: Stake = stake(**{f.name: getattr(entry, f.name) for f in dataclasses.fields(stake)})
    return Judgement(value=value, **{name: getattr(entry, name) for name in SIGNATURE})


def judgement_list(judgement: Judgement) -> str:
    """The list of judgements.yaml that a judgement belongs to."""
    return next(name for name, kind in STAKES.items() if type(judgement.value) is kind)


def from_judgement(judgement: Judgement) -> dict[str, Any]:
    """A judgement as one mapping: what is judged, then who, when and why."""
    whole = plain(judgement)
    return {**whole.pop("value"), **whole}


def structured(
    cls: type[T], document: Document, path: Path = (), data: Any = ...
) -> tuple[T | None, list[Fault]]:
    """A `cls` from the data at `path` of a document, or None and its faults.

    Where text is wanted and YAML has a number without quotes, such as the year in  date: 2025,
    the text is what is written.
    """
    found = document.node(path).data if data is ... else data
    value, faults = structure(cls, found, path=path)
    written = {
        fault.path: text
        for fault in faults
        if fault.message.startswith("text is needed here, not a number")
        and (text := number_as_text(document, fault.path)) is not None
    }
    if written:
        for place, text in written.items():
            found = _with(found, place[len(path) :], text)
        value, faults = structure(cls, found, path=path)
    return value, faults


def number_as_text(document: Document, path: Path) -> str | None:
    """The characters of a number in YAML, or None for anything else."""
    node = document.node(path)
    number = isinstance(node.data, (int, float)) and not isinstance(node.data, bool)
    return document.text[node.start : node.end] if number and not document.json else None


def _with(data: Any, path: Path, text: str) -> Any:
    if not path:
        return text
    step: Any = path[0]
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[step] = _with(data[step], path[1:], text)
    return copy


def build(
    cls: type[T], document: Document, problems: list[Problem], path: Path = (), data: Any = ...
) -> T | None:
    """As `structured`; faults are added to `problems` with their lines."""
    value, faults = structured(cls, document, path, data)
    problems.extend(located(document, fault) for fault in faults)
    return value


def located(document: Document, fault: Fault) -> Problem:
    """A fault of the codec with its file and line."""
    return document.problem(fault.path, hints(document, fault.path, fault.message))


def check_format(document: Document, wanted: str, problems: list[Problem]) -> None:
    """Add a problem unless the document says that it is in the format wanted."""
    data = document.data
    if not isinstance(data, dict):
        return
    given = data.get("format")
    if given is None:
        message = f"the field 'format' is missing; this file should begin with  format: {wanted}"
        problems.append(document.problem((), message))
    elif given != wanted:
        hint = did_you_mean(str(given), [wanted])
        problems.append(document.problem(("format",), f"unknown format {str(given)!r}{hint}"))
