"""Parts of a DOCX file that python-docx has no call for: links, bookmarks, shading, page shapes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

LINK = "1F4E8C"
_NAME = re.compile(r"[^A-Za-z0-9_]")


def lay_out(document: Any) -> None:
    """A4 with moderate margins, and the styles that a briefing uses."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Cm, Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.7)
    dark = RGBColor.from_string("1A1A1A")
    sizes = {
        "Normal": 9.5,
        "Title": 20,
        "Subtitle": 10,
        "Heading 1": 14,
        "Heading 2": 11.5,
        "Caption": 9,
        "List Bullet": 9.5,
        "List Number": 9.5,
        "Intense Quote": 9,
    }
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.size = Pt(size)
        style.font.name = "Arial"
        style.font.color.rgb = dark
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        for kind in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(kind), "Arial")
    quote = document.styles["Intense Quote"]
    quote.font.bold = quote.font.italic = False
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Cm(0.4)
    quote.paragraph_format.space_before = quote.paragraph_format.space_after = Pt(4)
    document.styles["Subtitle"].font.italic = False
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    table = document.styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    table.base_style = document.styles["Normal"]
    table.font.size = Pt(7.5)
    table.paragraph_format.space_after = Pt(1)
    source = document.styles.add_style("Source", WD_STYLE_TYPE.PARAGRAPH)
    source.base_style = document.styles["Normal"]
    source.font.size = Pt(8)
    source.paragraph_format.left_indent = Cm(0.9)
    source.paragraph_format.first_line_indent = Cm(-0.9)
    source.paragraph_format.space_after = Pt(2)


class Page:
    """The shape of the page at the end of the document; a new section begins when it changes."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._wide = False

    @property
    def width(self) -> int:
        """Width between the margins, in EMU."""
        section = self._document.sections[-1]
        return int(section.page_width - section.left_margin - section.right_margin)

    def turn(self, wide: bool) -> None:
        """Landscape from here on if `wide`, else portrait."""
        from docx.enum.section import WD_ORIENT, WD_SECTION

        if wide == self._wide:
            return
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = section.page_height, section.page_width
        self._wide = wide


def width_of(shares: Sequence[float], whole: int) -> list[int]:
    """Column widths in EMU that share `whole`."""
    total = sum(shares)
    return [int(whole * share / total) for share in shares]


def shade(properties: Any, colour: str) -> None:
    """Fill a cell or the ground of a run. `colour` is #RRGGBB."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:color"), "auto")
    shading.set(qn("w:fill"), colour.lstrip("#").upper())
    properties.append(shading)


def repeat_heading(row: Any) -> None:
    """Repeat a row at the top of every page."""
    _mark_row(row, "w:tblHeader")


def keep_whole(row: Any) -> None:
    """Do not break a row over two pages unless it is longer than a page."""
    _mark_row(row, "w:cantSplit")


def _mark_row(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def add_bookmark(paragraph: Any, name: str, place: int) -> None:
    """A place in the document that links can lead to; `place` is its number, no other has it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(place))
    start.set(qn("w:name"), _NAME.sub("_", name)[:40])
    end.set(qn("w:id"), str(place))
    paragraph._p.append(start)
    paragraph._p.append(end)


def _link_run(text: str, *, raised: bool) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run, properties, shown = OxmlElement("w:r"), OxmlElement("w:rPr"), OxmlElement("w:t")
    colour = OxmlElement("w:color")
    colour.set(qn("w:val"), LINK)
    properties.append(colour)
    if raised:
        place = OxmlElement("w:vertAlign")
        place.set(qn("w:val"), "superscript")
        properties.append(place)
    shown.text = text
    shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(properties)
    run.append(shown)
    return run


def add_link(paragraph: Any, bookmark: str, text: str) -> None:
    """A raised link to a bookmark."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _NAME.sub("_", bookmark)[:40])
    link.append(_link_run(text, raised=True))
    paragraph._p.append(link)


def add_web_link(paragraph: Any, address: str) -> None:
    """A link to an address of the web, which is also the text shown."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    link.append(_link_run(address, raised=False))
    paragraph._p.append(link)


def page_number(document: Any) -> None:
    """The number of the page in the foot of every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        if text is not None:
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), str(kind))
            run._r.append(mark)
