"""What the server itself says and is told, beside the views of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from goodoffices.workspace.views.summary import Counts, Summary

RoleName = Literal["reader", "analyst", "lead", "administrator"]
Mode = Literal["single", "shared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemAnswer:
    """One fault in what was sent."""

    file: str
    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorDetail:
    """What went wrong: `kind` for programs, `message` for people, every fault in `problems`.

    `known` are the names that would have been understood, where there are few.
    """

    kind: str
    message: str
    problems: tuple[ProblemAnswer, ...]
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorAnswer:
    """Every refusal has this shape."""

    error: ErrorDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHead:
    """A case in the list of cases, with the role of whoever asks."""

    id: str
    title: str
    role: RoleName
    revision: str
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """The cases that whoever asks may see."""

    items: tuple[CaseHead, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAnswer:
    """A case at a glance, and what whoever asks may do with it."""

    id: str
    mode: Mode
    role: RoleName
    summary: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """Who asks. In single-user mode nobody signs in."""

    name: str
    user: str | None
    mode: Mode
    administrator: bool
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingAnswer:
    """The answer of an analysis in the plain form that `goodoffices analyse --json` prints."""

    analysis: str
    version: str
    negotiation: str
    parameters: dict[str, Any]
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisNames:
    """Analyses that can be asked for: of a negotiation, of the evidence, of a conflict."""

    negotiation: tuple[str, ...]
    evidence: tuple[str, ...]
    conflict: tuple[str, ...]
