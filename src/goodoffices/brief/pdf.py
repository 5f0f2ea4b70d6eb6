"""The briefing as PDF, with its own fonts.

The fonts (DejaVu Sans Condensed) cover Latin, Cyrillic, Greek, Armenian and Georgian letters.
Right-to-left scripts are printed letter by letter without joining or reordering, and ideographs
are not covered: for those take the HTML page or DOCX. Bytes depend on the briefing alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from goodoffices.brief.briefing import (
    Block,
    Briefing,
    Bullets,
    Cell,
    Citation,
    Drawing,
    Figure,
    Heading,
    Note,
    Paragraph,
    Run,
    Section,
    Sentence,
    Table,
)
from goodoffices.brief.chart import FILL, drawn, longest_bar
from goodoffices.brief.describe import describe
from goodoffices.brief.paging import wide_blocks
from goodoffices.brief.pdf_parts import REGULAR, SOFT, Sheet, drawing, new_sheet
from goodoffices.brief.text import kept_spaces, printable
from goodoffices.brief.words import day

LINK = "#1f4e8c"

BARS = 24
"""Bars in one drawing; a longer figure goes on in another."""


def render(briefing: Briefing) -> bytes:
    """A PDF file."""
    buffer = io.BytesIO()
    sheet = new_sheet(buffer, printable(briefing.title), briefing.language)
    writer = _Writer(sheet)
    story = writer.opening(briefing)
    for place, section in enumerate(briefing.sections):
        story += writer.section(section, briefing.notices if place == 0 else ())
    story += writer.sources(briefing.citations)
    sheet.document.build(story)
    return buffer.getvalue()


def _text(text: str) -> str:
    return escape(kept_spaces(text))


def _words(runs: Iterable[Run]) -> str:
    parts = []
    for run in runs:
        text = _text(run.text)
        parts.append(f"<b>{text}</b>" if run.style == "strong" else text)
    return "".join(parts)


def _numbers(numbers: Iterable[int]) -> str:
    links = (f'<a href="#source{n}" color="{LINK}">{n}</a>' for n in numbers)
    listed = " ".join(links)
    return f" <super>{listed}</super>" if listed else ""


def _said(sentence: Sentence) -> str:
    words = _words(sentence.runs)
    if sentence.tone == "muted":
        words = f'<font color="{SOFT}">{words}</font>'
    lead = ""
    if sentence.lead:
        fill = FILL.get(sentence.tone)
        ground = f' backColor="{fill}"' if fill else ""
        mark = ":" if sentence.runs and not fill else ""
        lead = f"<font{ground}><b>{_text(sentence.lead)}{mark}</b></font> "
    return lead + words + _numbers(sentence.citations)


def _joined(sentences: Iterable[Sentence]) -> str:
    return " ".join(_said(sentence) for sentence in sentences)


def _place(name: str) -> str:
    return f"<a name={quoteattr(name)}/>"


class _Writer:
    """Turns blocks into the flowing parts of a PDF."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._wide = False

    def opening(self, briefing: Briefing) -> list[Any]:
        """Title, date and contents."""
        when = f"Briefing, as of {day(briefing.as_of)}" if briefing.as_of else "Briefing"
        if briefing.since:
            when += f", compared with {day(briefing.since)}"
        parts = [
            self.sheet.paragraph(_text(when), "muted"),
            self.sheet.paragraph(_text(printable(briefing.title)), "title"),
        ]
        titles = [(section.id, section.title) for section in briefing.sections]
        links = [
            f'<a href="#{escape(name)}" color="{LINK}">{_text(title)}</a>'
            for name, title in (*titles, ("sources", "Sources"))
        ]
        parts.append(self.sheet.paragraph(" \N{MIDDLE DOT} ".join(links), "muted"))
        return parts

    def section(self, section: Section, notices: tuple[str, ...]) -> list[Any]:
        """A section with its title; the pages turn where its tables ask for it."""
        shapes = wide_blocks(section)
        parts = self._turn(bool(shapes) and shapes[0])
        parts += self.sheet.heading(_place(section.id) + _text(section.title), section.title, 1)
        for block, wide in zip(section.blocks, shapes, strict=True):
            parts += self._turn(wide)
            parts += self.block(block)
        if notices:
            parts.append(self.sheet.paragraph(_text(" ".join(notices)), "note"))
            parts.append(self.sheet.page_break())
        return parts

    def _turn(self, wide: bool) -> list[Any]:
        if wide == self._wide:
            return []
        self._wide = wide
        return self.sheet.turn(wide)

    def block(self, block: Block) -> list[Any]:
        """One block."""
        if isinstance(block, Heading):
            return self.sheet.heading(_place(block.id) + _text(block.text), block.text, 2)
        if isinstance(block, Paragraph):
            return [self.sheet.paragraph(_joined(block.sentences), "body")]
        if isinstance(block, Note):
            return [self.sheet.paragraph(_joined(block.sentences), "note")]
        if isinstance(block, Bullets):
            return self._bullets(block)
        if isinstance(block, Figure):
            return self._figure(block)
        if isinstance(block, Drawing):
            return [self.sheet.paragraph(_text(f"{block.caption}. {block.instead}"), "body")]
        return self._table(block)

    def _bullets(self, block: Bullets) -> list[Any]:
        marks = (
            f"{place}." if block.numbered else "\N{BULLET}"
            for place in range(1, len(block.items) + 1)
        )
        return [
            self.sheet.paragraph(_joined(item), "item", bullet=mark)
            for mark, item in zip(marks, block.items, strict=False)
        ]

    def _figure(self, figure: Figure) -> list[Any]:
        legend = " ".join(
            f'<font backColor="{FILL.get(s.tone, "#ffffff")}"> {_text(s.text)} </font>'
            for s in figure.series
        )
        cited = dict.fromkeys((bar.group, bar.citations) for bar in figure.bars)
        sources = "; ".join(_text(group) + _numbers(numbers) for group, numbers in cited)
        first = min(len(figure.bars), BARS)
        parts = [
            self.sheet.room(60 + 20 * first),
            self.sheet.paragraph(_text(figure.caption), "caption"),
            self.sheet.paragraph(legend, "small"),
        ]
        for start in range(0, len(figure.bars), BARS):
            part = replace(figure, bars=figure.bars[start : start + BARS])
            scale = longest_bar(figure)
            chart = drawn(part, width=500, left=90, right=120, bar=11, longest=scale)
            parts.append(drawing(chart, REGULAR))
        return [*parts, self.sheet.paragraph(sources, "small")]

    def _table(self, table: Table) -> list[Any]:
        head = [self.sheet.paragraph(f"<b>{_text(c.text)}</b>", "cell") for c in table.columns]
        rows: list[list[Any]] = [head]
        groups: list[int] = []
        for row in table.rows:
            cells: list[Any] = [self._cell(cell, bold=row.heading) for cell in row.cells]
            if row.heading:
                groups.append(len(rows))
                cells += [""] * (len(table.columns) - 1)
            rows.append(cells)
        none = [
            (column, line)
            for line, row in enumerate(table.rows, start=1)
            for column, cell in enumerate(row.cells)
            if cell.tone == "none"
        ]
        lined = [
            (column, line)
            for line, row in enumerate(table.rows, start=1)
            for column, cell in enumerate(row.cells)
            if any(tag.kind == "red line" for tag in cell.tags)
        ]
        made = self.sheet.table(
            rows, [column.width for column in table.columns], groups, none, lined, wide=self._wide
        )
        caption = self.sheet.paragraph(_text(table.caption), "caption")
        return [self.sheet.room(90), caption, made, self.sheet.gap()]

    def _cell(self, cell: Cell, *, bold: bool = False) -> list[Any]:
        lines = [_said(line) for line in cell.lines]
        lines += [
            ("<b>[{}]</b>" if tag.kind == "red line" else "[{}]").format(_text(tag.text))
            + _numbers(tag.citations)
            for tag in cell.tags
        ]
        if bold:
            lines = [f"<b>{line}</b>" for line in lines]
        return [self.sheet.paragraph(line, "cell") for line in lines]

    def sources(self, citations: tuple[Citation, ...]) -> list[Any]:
        """The numbered list of sources."""
        parts = self._turn(False)
        parts += self.sheet.heading(_place("sources") + "Sources", "Sources", 1)
        if not citations:
            none = "This briefing cites no source: the record holds none that counts."
            parts.append(self.sheet.paragraph(none, "body"))
        for citation in citations:
            parts.append(self._source(citation))
        return parts

    def _source(self, citation: Citation) -> Any:
        told = describe(citation)
        parts = [_words(part) for part in told.parts]
        if told.evidence:
            parts.append("evidence" + _numbers(told.evidence))
        if told.link:
            parts.append(f"<a href={quoteattr(told.link)} color='{LINK}'>{_text(told.link)}</a>")
        soft = f'<font color="{SOFT}">' + " \N{MIDDLE DOT} ".join(parts) + "</font>"
        text = f"{_place(f'source{citation.number}')}{_words(told.head)} {soft}"
        return self.sheet.paragraph(text, "source", bullet=f"{citation.number}.")
