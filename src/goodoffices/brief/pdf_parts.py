"""What a PDF of a briefing is made of: fonts, styles, pages, tables, drawings."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import IO, Any

from goodoffices.brief.chart import LINE, Chart
from goodoffices.brief.text import printable

REGULAR = "DejaVuSansCondensed"
BOLD = "DejaVuSansCondensed-Bold"
SOFT = "#55595f"
MARGIN = 40.0
WIDTH_UPRIGHT, WIDTH_SIDEWAYS = 595.28 - 2 * MARGIN, 841.89 - 2 * MARGIN
"""A4 in points, less the margins."""
PAGE_SHORT = 595.28
"""Height of a page on its side, in points."""


def _register_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if REGULAR in pdfmetrics.getRegisteredFontNames():
        return
    for name in (REGULAR, BOLD):
        with as_file(files("goodoffices.brief").joinpath(f"fonts/{name}.ttf")) as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))
    # No slanted face is shipped: what asks for one is set upright.
    pdfmetrics.registerFontFamily(
        REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD
    )


def _styles() -> dict[str, Any]:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle

    def style(name: str, size: float, **more: Any) -> Any:
        face: dict[str, Any] = {"fontName": REGULAR, "fontSize": size, "leading": size * 1.3}
        return ParagraphStyle(name, textColor=HexColor("#1a1a1a"), **(face | more))

    band = {"backColor": HexColor("#f4f5f7"), "borderPadding": (3, 5, 3, 5)}
    return {
        "title": style("title", 18, fontName=BOLD, spaceAfter=6),
        "heading1": style("heading1", 13, fontName=BOLD, spaceBefore=14, spaceAfter=5),
        "heading2": style("heading2", 10.5, fontName=BOLD, spaceBefore=9, spaceAfter=3),
        "body": style("body", 9, spaceAfter=4),
        "muted": style("muted", 9, spaceAfter=6),
        "note": style("note", 8.5, spaceBefore=5, spaceAfter=8, **band),
        "item": style("item", 9, leftIndent=16, bulletIndent=3, spaceAfter=3),
        "caption": style("caption", 8.5, fontName=BOLD, spaceBefore=5, spaceAfter=3),
        "cell": style("cell", 7, leading=8.6, splitLongWords=1),
        "small": style("small", 7.5, spaceAfter=3),
        "source": style(
            "source", 7.5, leftIndent=24, bulletIndent=0, spaceAfter=2.5, splitLongWords=1
        ),
    }


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document in the making, and the styles of its parts."""

    document: Any
    styles: dict[str, Any]

    def paragraph(self, markup: str, style: str, *, bullet: str | None = None) -> Any:
        """A paragraph. `markup` is ours; every text in it was escaped."""
        from reportlab.platypus import Paragraph

        return Paragraph(markup, self.styles[style], bulletText=bullet)

    def heading(self, markup: str, title: str, level: int) -> list[Any]:
        """A heading, also in the outline of the document."""
        from reportlab.platypus import CondPageBreak, Paragraph

        made: Any = Paragraph(markup, self.styles[f"heading{level}"])
        made.outline = (printable(title), level - 1)
        return [CondPageBreak(150 if level == 1 else 120), made]

    def room(self, height: float) -> Any:
        """The next part begins a page unless so many points are left on this one."""
        from reportlab.platypus import CondPageBreak

        return CondPageBreak(height)

    def gap(self) -> Any:
        """A little space."""
        from reportlab.platypus import Spacer

        return Spacer(1, 6)

    def page_break(self) -> Any:
        """The next part begins a page."""
        from reportlab.platypus import PageBreak

        return PageBreak()

    def turn(self, wide: bool) -> list[Any]:
        """A new page of the other shape."""
        from reportlab.platypus import NextPageTemplate, PageBreak

        return [NextPageTemplate("sideways" if wide else "upright"), PageBreak()]

    def table(
        self,
        rows: list[list[Any]],
        shares: list[float],
        groups: list[int],
        none: list[tuple[int, int]],
        lined: list[tuple[int, int]],
        *,
        wide: bool,
    ) -> Any:
        """A table with a repeated heading row.

        `groups` are rows that span all columns, `none` cells in which nothing was found, `lined`
        cells with a red line.
        """
        from reportlab.lib.colors import HexColor
        from reportlab.platypus import TableStyle

        whole = WIDTH_SIDEWAYS if wide else WIDTH_UPRIGHT
        grid, band = HexColor("#c4c8cd"), HexColor("#e9ebee")
        style: list[tuple[Any, ...]] = [
            ("GRID", (0, 0), (-1, -1), 0.4, grid),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BACKGROUND", (0, 0), (-1, 0), band),
            *((edge, (0, 0), (-1, -1), 3) for edge in ("LEFTPADDING", "RIGHTPADDING")),
            *((edge, (0, 0), (-1, -1), 2) for edge in ("TOPPADDING", "BOTTOMPADDING")),
        ]
        for row in groups:
            style += [("SPAN", (0, row), (-1, row)), ("BACKGROUND", (0, row), (-1, row), band)]
            if row + 1 < len(rows) and _short(rows[row + 1]):
                style.append(("NOSPLIT", (0, row), (-1, row + 1)))
        soft = HexColor("#a9aeb5")
        for cell in none:
            style.append(("BOX", cell, cell, 0.5, soft, 0, (2, 2)))
        for cell in lined:
            style.append(("LINEBEFORE", cell, cell, 2, HexColor("#542788")))
        widths = [whole * share / sum(shares) for share in shares]
        made = _whole_rows()(rows, colWidths=widths, repeatRows=1, splitInRow=1, hAlign="LEFT")
        made.setStyle(TableStyle(style))
        return made


def _short(row: list[Any]) -> bool:
    """Whether a row surely fits on a page, so that it can be kept with the one before it."""
    return all(len(part.text) < 800 for cell in row for part in cell) and all(
        len(cell) < 12 for cell in row
    )


@cache
def _whole_rows() -> Any:
    """A table that breaks inside a row only where the row is longer than a page."""
    from reportlab.platypus import LongTable

    class WholeRows(LongTable):
        def split(self, availWidth: float, availHeight: float) -> Any:  # noqa: N803  as reportlab
            fresh_page = availHeight > 0.85 * (PAGE_SHORT - 2 * MARGIN)
            self.splitInRow = 1 if fresh_page else 0
            parts: list[Any] = list(super().split(availWidth, availHeight))
            for part in parts:
                part.splitInRow = 1
            self.splitInRow = 1
            return parts

    return WholeRows


def new_sheet(buffer: IO[bytes], title: str, language: str) -> Sheet:
    """An empty document of A4 pages, upright and on their side."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    _register_fonts()
    places = itertools.count(1)

    class Document(BaseDocTemplate):
        def afterFlowable(self, flowable: Any) -> None:  # noqa: N802  named by reportlab
            outline = getattr(flowable, "outline", None)
            if outline is not None:
                words, level = outline
                name = f"outline{next(places)}"
                self.canv.bookmarkPage(name)
                self.canv.addOutlineEntry(words, name, level=level, closed=level == 0)

    document = Document(
        buffer,
        pagesize=A4,
        title=title,
        author="",
        subject="Briefing",
        creator="Good Offices",
        lang=language,
        invariant=1,
        pageCompression=1,
    )

    def foot(canvas: Any, page: Any) -> None:
        canvas.saveState()
        canvas.setFont(REGULAR, 7.5)
        canvas.setFillColor(SOFT)
        canvas.drawCentredString(page.pagesize[0] / 2, MARGIN / 2, str(canvas.getPageNumber()))
        canvas.restoreState()

    def template(name: str, size: tuple[float, float]) -> Any:
        frame = Frame(
            MARGIN,
            MARGIN,
            size[0] - 2 * MARGIN,
            size[1] - 2 * MARGIN,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )

        def turned(canvas: Any, page: Any) -> None:
            canvas.setPageSize(size)

        def footed(canvas: Any, page: Any) -> None:
            page.pagesize = size
            foot(canvas, page)

        return PageTemplate(name, frames=[frame], onPage=turned, onPageEnd=footed, pagesize=size)

    document.addPageTemplates([template("upright", A4), template("sideways", landscape(A4))])
    return Sheet(document=document, styles=_styles())


def drawing(chart: Chart, font: str) -> Any:
    """The chart as a drawing; reportlab counts from the bottom."""
    from reportlab.graphics import shapes
    from reportlab.lib.colors import HexColor

    rectangle: Any = shapes.Rect
    made: Any = shapes.Drawing(chart.width, chart.height)
    size = 7.5

    def write(x: float, y: float, text: str, **more: Any) -> None:
        given: dict[str, Any] = {"fontName": font, "fontSize": size} | more
        made.add(shapes.String(x, y, printable(text), **given))

    for strip in chart.strips:
        base = chart.height - strip.y - chart.bar
        text = base + (chart.bar - size) / 2 + 1
        if strip.heading:
            write(0, base + chart.bar + 3, strip.heading, fontName=BOLD)
        write(chart.left - 5, text, strip.label, textAnchor="end")
        for part in strip.segments:
            made.add(
                rectangle(
                    part.x,
                    base,
                    part.width,
                    chart.bar,
                    fillColor=HexColor(part.fill),
                    strokeColor=HexColor(LINE),
                    strokeWidth=0.4,
                )
            )
            if part.width > 9:
                write(part.x + part.width / 2, text, part.text, textAnchor="middle")
        write(strip.end + 5, text, strip.note)
    return made
