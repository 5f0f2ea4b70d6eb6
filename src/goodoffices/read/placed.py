"""What a statement has from the report that it was read in, whoever read it."""

from __future__ import annotations

from typing import TypedDict

from goodoffices.model.evidence import DateBasis, Report, Span, span_of


class Placed(TypedDict):
    """Fields of a statement: its place, and the address, dates and language of its report."""

    span: Span
    url: str | None
    said_on: str | None
    said_on_basis: DateBasis
    published: str | None
    published_basis: DateBasis
    language: str | None


def placed(report: Report, start: int, end: int) -> Placed:
    """The fields of a statement at this place of a report; said when it was published, for want of
    a better day. Raises SpanMismatch outside the text."""
    return Placed(
        span=span_of(report, start, end),
        url=report.url,
        said_on=report.published,
        said_on_basis="published" if report.published else "unknown",
        published=report.published,
        published_basis=report.published_basis,
        language=report.language,
    )
