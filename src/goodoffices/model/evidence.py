"""Reports, statements and the reviews of statements: the left side of the waist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from goodoffices.errors import BadGrade, SpanMismatch
from goodoffices.model.dates import Date
from goodoffices.model.table import freeze_fields

Stance = Literal[
    "asks",  # wants it
    "offers",  # puts it forward, or would give it
    "accepts",  # agrees to it
    "conditional",  # agrees only if something else holds
    "resists",  # is against it, short of refusing it
    "rejects",  # refuses it
    "red_line",  # refuses it as a matter of principle, and says so
    "denies",  # says that a reported fact is not so
    "no_comment",  # was asked and did not answer
    "reports",  # tells a fact; takes no side
]
STANCES: tuple[str, ...] = get_args(Stance)

LinkKind = Literal["outlet", "official", "document", "anonymous", "unknown"]
Mode = Literal["direct", "indirect"]
DateBasis = Literal["stated", "inferred", "published", "metadata", "unknown"]
Verdict = Literal["accepted", "amended", "rejected"]
Bound = Literal["at_most", "at_least"]

CONTEXT = 32  # characters of prefix and suffix kept around a quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One document as text. The text is never edited; offsets are Unicode code points of it.

    `sha256` is the digest of the bytes read, so the same bytes twice are one report. A field that
    could not be had is None: nothing is invented. `published_basis` says how the date is known.
    `updated` is the day on which the document says that it was last changed.
    """

    id: str
    text: str
    sha256: str
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: Date | None = None
    published_basis: DateBasis = "unknown"
    updated: Date | None = None
    updated_basis: DateBasis = "unknown"
    retrieved: str | None = None
    language: str | None = None
    media_type: str = "text/plain"
    copy_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters `start` to `end` of a report, with their wording.

    Position and quotation together, after the W3C Web Annotation Data Model (2017), sections
    4.2.4 TextQuoteSelector and 4.2.5 TextPositionSelector.
    """

    report: str
    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.quote) != self.end - self.start:
            raise SpanMismatch(
                f"span {self.start}-{self.end} of report {self.report} does not have the length"
                f" of its quotation ({len(self.quote)})"
            )


def span_of(report: Report, start: int, end: int) -> Span:
    """The span of `report` from `start` to `end`. Raises SpanMismatch outside the text."""
    if not 0 <= start < end <= len(report.text):
        raise SpanMismatch(f"report {report.id} has no characters {start} to {end}")
    return Span(
        report=report.id,
        start=start,
        end=end,
        quote=report.text[start:end],
        prefix=report.text[max(0, start - CONTEXT) : start],
        suffix=report.text[end : end + CONTEXT],
    )


def check_span(span: Span, report: Report) -> None:
    """Raise SpanMismatch unless the report holds the quotation at its place."""
    if report.id != span.report or report.text[span.start : span.end] != span.quote:
        raise SpanMismatch(f"the quotation at {span.start}-{span.end} is not in report {report.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceGrade:
    """NATO Admiralty code (AJP-2.1): two separate judgements, and who made them.

    `reliability` of the source, A (completely reliable) to F (cannot be judged); `credibility` of
    the information, 1 (confirmed) to 6 (cannot be judged). F6 until somebody judges.
    """

    reliability: str = "F"
    credibility: int = 6
    by: str | None = None
    at: str | None = None

    def __post_init__(self) -> None:
        if self.reliability not in tuple("ABCDEF"):
            raise BadGrade(f"reliability {self.reliability!r} is not one of A to F")
        if self.credibility not in range(1, 7):
            raise BadGrade(f"credibility {self.credibility!r} is not one of 1 to 6")

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link in a chain of sources: the name as written, what it is, and how it is given."""

    name: str
    kind: LinkKind = "unknown"
    mode: Mode = "indirect"
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who passed a claim on, nearest first: the outlet read, the outlet it cites, the origin."""

    chain: tuple[Link, ...] = ()

    @property
    def anonymous(self) -> bool:
        """Whether the claim passed through somebody unnamed: what lies beyond is not on record."""
        for link in self.chain:  # noqa: SIM110 - asked of every statement of a ledger
            if link.kind == "anonymous":
                return True
        return False

    def __str__(self) -> str:
        return " \N{LEFTWARDS ARROW} ".join(link.name for link in self.chain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One claim, as somebody made it and as it reached us.

    With a `span` it is words of a report; without one it is a `paraphrase` from a dossier, which
    has a `url` instead and is always shown as a paraphrase. `id` is a digest of the content
    (`goodoffices.codec.statement_id`), so reading twice changes nothing. `options` are the options
    of `issue` that the stance is about; `bound` says that they are a limit in the issue's declared
    order ("at most fifteen years"). `said_on` is when it was said, `published` when it was printed.
    `numbers` are quantities named in the claim; `coding` keeps an earlier coder's codes untouched.
    """

    id: str
    speaker: str
    stance: Stance
    attribution: Attribution
    extractor: str
    party: str | None = None
    issue: str | None = None
    options: tuple[str, ...] = ()
    bound: Bound | None = None
    proviso: str | None = None
    hedged: bool = False
    negated: bool = False
    span: Span | None = None
    url: str | None = None
    paraphrase: str | None = None
    said_on: Date | None = None
    said_on_basis: DateBasis = "unknown"
    published: Date | None = None
    published_basis: DateBasis = "unknown"
    language: str | None = None
    grade: SourceGrade = field(default_factory=SourceGrade)
    numbers: Mapping[str, float | int | str | tuple[float | int, ...]] = field(default_factory=dict)
    coding: Mapping[str, str | int] = field(default_factory=dict)
    ref: str | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "options", "numbers", "coding")

    @property
    def text(self) -> str:
        """What is shown: the words of the report, or else the paraphrase."""
        return self.span.quote if self.span else self.paraphrase or ""

    @property
    def date(self) -> str | None:
        """When it was said, or else when it was printed."""
        return self.said_on or self.published


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a person decided on one statement: signed, dated, withdrawn rather than erased.

    An amendment names its `replacement`, a statement of its own; the first one stays in the ledger.
    `follows` is the review that was applied to the copies of a report, on the reviewer's word, of
    which this is one.
    """

    id: str
    subject: str
    verdict: Verdict
    by: str
    at: str
    note: str | None = None
    replacement: str | None = None
    follows: str | None = None
    withdrawn_at: str | None = None
