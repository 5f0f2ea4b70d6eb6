"""A briefing without format: what is said, in what order, on which sources.

Renderers turn it into bytes; none of them adds or leaves out a statement. A sentence carries the
numbers of its citations, or says with `see` where in the briefing it is borne out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from goodoffices.model.table import freeze_fields

FORMAT: Literal["goodoffices/briefing/1"] = "goodoffices/briefing/1"

Style = Literal["plain", "strong", "case", "quote", "paraphrase"]
"""plain and strong: our words; case: names, questions and labels as the case has them; quote:
words of a report; paraphrase: a dossier's rendering of what was said."""

Tone = Literal[
    "plain",
    "muted",
    "asked",
    "acceptable",
    "resisted",
    "refused",
    "none",
    "met",
    "partly",
    "unmet",
    "silent",
    "accepts",
    "rejects",
    "depends",
    "unknown",
]
TagKind = Literal["red line", "caution", "judgement", "change", "consent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text of one style."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Runs of text and the numbers of the citations behind them.

    `lead` is a word set off before the text in the colours of `tone`. `see` is the id of a section
    or heading of this briefing that bears the sentence out.
    """

    runs: tuple[Run, ...]
    citations: tuple[int, ...] = ()
    see: str | None = None
    lead: str | None = None
    tone: Tone = "plain"

    @property
    def text(self) -> str:
        """The words alone."""
        words = "".join(run.text for run in self.runs)
        return f"{self.lead}: {words}" if self.lead and words else self.lead or words


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading inside a section."""

    id: str
    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Sentences set as running text."""

    sentences: tuple[Sentence, ...]
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """Items of a list, each of one sentence or more."""

    items: tuple[tuple[Sentence, ...], ...]
    numbered: bool = False
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark set off from the text: what is missing, or what to be careful about."""

    sentences: tuple[Sentence, ...]
    weight: Literal["remark", "caution", "missing"] = "remark"
    kind: Literal["note"] = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A short mark in a cell: a red line, a caution, a judgement, a change, a consent needed."""

    text: str
    kind: TagKind
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table: lines, then marks. `tone` none means that nothing was found."""

    lines: tuple[Sentence, ...] = ()
    tags: tuple[Tag, ...] = ()
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of cells. A row with `heading` has one cell, which spans all columns."""

    cells: tuple[Cell, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading and its share of the width."""

    text: str
    width: float | int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. The first column names the rows; `wide` asks for a page on its side."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    wide: bool = False
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: `counts[i]` belongs to the figure's `series[i]`; `note` stands at its end."""

    group: str
    label: str
    counts: tuple[int, ...]
    note: str = ""
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One kind of segment in the bars of a figure."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Stacked bars of counts, all on one scale. A renderer that cannot draw sets a table."""

    id: str
    caption: str
    series: tuple[Series, ...]
    bars: tuple[Bar, ...]
    kind: Literal["figure"] = "figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture as SVG. A renderer that cannot show it sets `instead`."""

    id: str
    caption: str
    svg: str
    instead: str
    kind: Literal["drawing"] = "drawing"


Block = Heading | Paragraph | Bullets | Note | Table | Figure | Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled part of the briefing."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementCitation:
    """A statement: its words, who said it, how it reached us, and where it can be read.

    `words` is the quotation at characters `start` to `end` of `report` where `quoted`, and a
    paraphrase otherwise. `chain` runs from the outlet read to the origin.
    """

    number: int
    statement: str
    words: str
    quoted: bool
    speaker: str
    party: str | None = None
    chain: tuple[str, ...] = ()
    anonymous: bool = False
    hedged: bool = False
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    published_basis: str = "unknown"
    said_on: str | None = None
    said_on_basis: str = "unknown"
    grade: str = "F6"
    report: str | None = None
    report_title: str | None = None
    start: int | None = None
    end: int | None = None
    ref: str | None = None
    kind: Literal["statement"] = "statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementCitation:
    """What an analyst judged: who, when and why, and the citations of its evidence."""

    number: int
    subject: str
    words: str
    by: str
    at: str
    why: str
    since: str | None = None
    until: str | None = None
    evidence: tuple[int, ...] = ()
    kind: Literal["judgement"] = "judgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCitation:
    """An entry of the record that is no statement: a term of a draft, a meeting, a condition.

    It leads to `url`, or to `basis`, which says in words what the entry rests on.
    """

    number: int
    entry: str
    what: str
    date: str | None = None
    url: str | None = None
    basis: str | None = None
    kind: Literal["entry"] = "entry"


Citation = StatementCitation | JudgementCitation | EntryCitation


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisRun:
    """One analysis behind the briefing."""

    analysis: str
    version: str
    negotiation: str
    parameters: Mapping[str, Any]

    def __post_init__(self) -> None:
        freeze_fields(self, "parameters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """What produced the briefing: the program, the input by digest, parameters, analyses."""

    version: str
    negotiation: str
    assumptions: Mapping[str, Any]
    analyses: tuple[AnalysisRun, ...]

    def __post_init__(self) -> None:
        freeze_fields(self, "assumptions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """The whole briefing. `citations` are numbered from 1 in the order of their first use."""

    format: Literal["goodoffices/briefing/1"] = FORMAT
    title: str
    as_of: str | None
    since: str | None
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    method: Method
    notices: tuple[str, ...] = ()
    language: str = "en"
