"""The briefing as DOCX: headings, tables with repeated heading rows, linked sources.

Bytes depend on the briefing alone: times come from its date, and no name is written anywhere.
"""

from __future__ import annotations

import io
import itertools
import zipfile
from datetime import datetime
from typing import Any

from goodoffices.brief.briefing import (
    Block,
    Briefing,
    Bullets,
    Cell,
    Drawing,
    Figure,
    Heading,
    Note,
    Paragraph,
    Run,
    Sentence,
    Table,
)
from goodoffices.brief.chart import FILL
from goodoffices.brief.describe import describe
from goodoffices.brief.docx_parts import (
    Page,
    add_bookmark,
    add_link,
    add_web_link,
    keep_whole,
    lay_out,
    page_number,
    repeat_heading,
    shade,
    width_of,
)
from goodoffices.brief.paging import wide_blocks
from goodoffices.brief.text import kept_spaces, printable
from goodoffices.brief.words import day
from goodoffices.model.dates import latest

EPOCH = datetime(2000, 1, 1)
"""Time written into the file where the briefing has no date."""

SOFT = "55595F"


def render(briefing: Briefing) -> bytes:
    """A DOCX file."""
    document = _document(briefing)
    buffer = io.BytesIO()
    document.save(buffer)
    return _settled(buffer.getvalue())


def _document(briefing: Briefing) -> Any:
    from docx import Document

    document = Document()
    _properties(document, briefing)
    lay_out(document)
    writer = _Writer(document)
    document.add_heading(printable(briefing.title), level=0)
    when = f"Briefing, as of {day(briefing.as_of)}" if briefing.as_of else "Briefing"
    if briefing.since:
        when += f", compared with {day(briefing.since)}"
    document.add_paragraph(when, style="Subtitle")
    for place, section in enumerate(briefing.sections):
        shapes = wide_blocks(section)
        writer.page.turn(bool(shapes) and shapes[0])
        heading = document.add_heading(printable(section.title), level=1)
        writer.mark(heading, section.id)
        for block, wide in zip(section.blocks, shapes, strict=True):
            writer.page.turn(wide)
            writer.block(block)
        if place == 0:
            for notice in briefing.notices:
                writer.note((Sentence(runs=(Run(text=notice),)),))
    writer.page.turn(False)
    _sources(document, writer, briefing)
    page_number(document)
    return document


def _properties(document: Any, briefing: Briefing) -> None:
    when = EPOCH
    if briefing.as_of:
        day_of = latest(briefing.as_of)
        when = datetime(day_of.year, day_of.month, day_of.day)
    core = document.core_properties
    core.title = printable(briefing.title)[:250]
    core.subject = "Briefing"
    core.author = core.last_modified_by = core.comments = core.keywords = core.category = ""
    core.created = core.modified = core.last_printed = when
    core.language = briefing.language
    core.revision = 1


def _settled(content: bytes) -> bytes:
    """The same archive with fixed times, so that equal briefings have equal bytes."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        for entry in given.infolist():
            info = zipfile.ZipInfo(entry.filename, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            fixed.writestr(info, given.read(entry.filename))
    return buffer.getvalue()


class _Writer:
    """Writes blocks at the end of a document."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.page = Page(document)
        self._marks = itertools.count(1)

    def mark(self, paragraph: Any, name: str) -> None:
        """Make a paragraph a place that links can lead to."""
        add_bookmark(paragraph, name, next(self._marks))

    def block(self, block: Block) -> None:
        """Write one block."""
        if isinstance(block, Table):
            self._table(block)
            return
        if isinstance(block, Heading):
            heading = self.document.add_heading(printable(block.text), level=2)
            self.mark(heading, block.id)
        elif isinstance(block, Paragraph):
            self._sentences(self.document.add_paragraph(), block.sentences)
        elif isinstance(block, Note):
            self.note(block.sentences)
        elif isinstance(block, Bullets):
            style = "List Number" if block.numbered else "List Bullet"
            for item in block.items:
                self._sentences(self.document.add_paragraph(style=style), item)
        elif isinstance(block, Drawing):
            self.document.add_paragraph(printable(block.caption), style="Caption")
            self.document.add_paragraph(printable(block.instead))
        else:
            self._figure(block)

    def note(self, sentences: tuple[Sentence, ...]) -> None:
        """A remark set off from the text."""
        paragraph = self.document.add_paragraph(style="Intense Quote")
        self._sentences(paragraph, sentences)

    def _sentences(self, paragraph: Any, sentences: tuple[Sentence, ...]) -> None:
        for place, sentence in enumerate(sentences):
            if place:
                paragraph.add_run(" ")
            self.sentence(paragraph, sentence)

    def sentence(self, paragraph: Any, sentence: Sentence) -> None:
        """One sentence with its citations as links to the sources."""
        if sentence.lead:
            lead = paragraph.add_run(kept_spaces(sentence.lead))
            lead.bold = True
            if sentence.tone in FILL:
                shade(lead._r.get_or_add_rPr(), FILL[sentence.tone])
            paragraph.add_run(": " if sentence.runs else "")
        self.words(paragraph, sentence.runs, muted=sentence.tone == "muted")
        self.citations(paragraph, sentence.citations)

    def words(self, paragraph: Any, runs: tuple[Run, ...], *, muted: bool = False) -> None:
        """Runs of text; muted ones are grey."""
        from docx.shared import RGBColor

        for run in runs:
            added = paragraph.add_run(kept_spaces(run.text))
            added.bold = True if run.style == "strong" else None
            if muted:
                added.font.color.rgb = RGBColor.from_string(SOFT)

    def citations(self, paragraph: Any, numbers: tuple[int, ...]) -> None:
        """Numbers of citations, raised, each a link to its source."""
        for place, number in enumerate(numbers):
            text = f"{number}" if place == len(numbers) - 1 else f"{number},\N{THIN SPACE}"
            add_link(paragraph, f"source{number}", text)

    def _table(self, table: Table) -> None:
        caption = self.document.add_paragraph(printable(table.caption), style="Caption")
        caption.paragraph_format.keep_with_next = True
        made = self.document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
        made.autofit = False
        widths = width_of([column.width for column in table.columns], self.page.width)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        for cell, column, width in zip(made.rows[0].cells, table.columns, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].add_run(printable(column.text)).bold = True
            shade(cell._tc.get_or_add_tcPr(), "#E9EBEE")
        repeat_heading(made.rows[0])
        for row in table.rows:
            added = made.add_row()
            keep_whole(added)
            cells = added.cells
            if row.heading:
                merged = cells[0].merge(cells[-1])
                self._cell(merged, row.cells[0], bold=True)
                shade(merged._tc.get_or_add_tcPr(), "#F4F5F7")
                continue
            for place, cell in enumerate(row.cells):
                cells[place].width = widths[place]
                self._cell(cells[place], cell)
        for place, row in enumerate(table.rows, start=1):
            if row.heading:
                made.cell(place, 0).paragraphs[0].paragraph_format.keep_with_next = True
        for paragraph in (p for row in made.rows for cell in row.cells for p in cell.paragraphs):
            paragraph.style = self.document.styles["Table Text"]
        self.document.add_paragraph().paragraph_format.space_after = 0

    def _cell(self, made: Any, cell: Cell, *, bold: bool = False) -> None:
        paragraph = made.paragraphs[0]
        for place, line in enumerate(cell.lines):
            paragraph = paragraph if place == 0 else made.add_paragraph()
            self.sentence(paragraph, line)
            if bold:
                for run in paragraph.runs:
                    run.bold = True
        for place, tag in enumerate(cell.tags):
            fresh = place == 0 and not cell.lines
            paragraph = paragraph if fresh else made.add_paragraph()
            added = paragraph.add_run(f"[{printable(tag.text)}]")
            added.bold = tag.kind == "red line"
            added.italic = tag.kind != "red line"
            self.citations(paragraph, tag.citations)

    def _figure(self, figure: Figure) -> None:
        self.document.add_paragraph(printable(figure.caption), style="Caption")
        heads = ["Draft", "Party", *(series.text for series in figure.series), ""]
        made = self.document.add_table(rows=1, cols=len(heads), style="Table Grid")
        made.autofit = False
        widths = width_of([3, 2, *(1 for _ in figure.series), 3], self.page.width)
        for cell, head in zip(made.rows[0].cells, heads, strict=True):
            cell.paragraphs[0].add_run(printable(head)).bold = True
            shade(cell._tc.get_or_add_tcPr(), "#E9EBEE")
        repeat_heading(made.rows[0])
        for bar in figure.bars:
            cells = made.add_row().cells
            texts = [bar.group, bar.label, *(str(count) for count in bar.counts), bar.note]
            for place, text in enumerate(texts):
                cells[place].paragraphs[0].add_run(printable(text))
                series = figure.series[place - 2] if 2 <= place < len(texts) - 1 else None
                if series is not None and bar.counts[place - 2] and series.tone in FILL:
                    shade(cells[place]._tc.get_or_add_tcPr(), FILL[series.tone])
            self.citations(cells[-1].paragraphs[0], bar.citations)
        for row in made.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
                cell.paragraphs[0].style = self.document.styles["Table Text"]
        self.document.add_paragraph()


def _sources(document: Any, writer: _Writer, briefing: Briefing) -> None:
    heading = document.add_heading("Sources", level=1)
    writer.mark(heading, "sources")
    if not briefing.citations:
        document.add_paragraph("This briefing cites no source: the record holds none that counts.")
    for citation in briefing.citations:
        told = describe(citation)
        paragraph = document.add_paragraph(style="Source")
        writer.mark(paragraph, f"source{citation.number}")
        paragraph.add_run(f"{citation.number}.\t").bold = True
        writer.words(paragraph, told.head)
        for part in told.parts:
            paragraph.add_run(" \N{MIDDLE DOT} ")
            writer.words(paragraph, part, muted=True)
        if told.evidence:
            paragraph.add_run(" \N{MIDDLE DOT} evidence ")
            writer.citations(paragraph, told.evidence)
        if told.link:
            paragraph.add_run(" \N{MIDDLE DOT} ")
            add_web_link(paragraph, told.link)
