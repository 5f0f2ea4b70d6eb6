"""Every renderer: hostile text stays text, the same briefing gives the same bytes, files open."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from brief_material import material_of, strait
from case_strategies import cases
from goodoffices import plugins
from goodoffices.brief.briefing import Briefing, StatementCitation
from goodoffices.brief.compose import compose
from goodoffices.brief.markdown import escaped
from goodoffices.brief.material import Material
from goodoffices.codec import identified, plain, structure
from goodoffices.errors import GoodOfficesError
from goodoffices.model.agenda import Option
from goodoffices.model.case import Case
from support import ROOT

RENDERERS = ("docx", "html", "json", "md", "pdf")
HOSTILE = (
    "<script>alert(1)</script> {{7*7}} {% raw %} **bold** [x](javascript:alert(2)) `code` "
    '"onmouseover="alert(3) &lt;b&gt; ]]> | pipe \u202egnirts\u202c \x00\x1b[31m <!-- --> $x$ ~~s~~'
)
ARABIC = "\u0623\u0648\u0643\u0631\u0627\u0646\u064a\u0627"
CYRILLIC = "\u0417\u0430\u043f\u043e\u0440\u0456\u0436\u0436\u044f"


def render(name: str, briefing: Briefing) -> bytes:
    made = plugins.load("renderers", name)(briefing)
    assert isinstance(made, bytes)
    return made


@cache
def rich() -> Briefing:
    return compose(material_of(strait(), "2031-01-31", "2030-12-31"))


@cache
def hostile() -> Briefing:
    """The fictional case with hostile text wherever a report or a user puts text."""
    case = strait()
    parties = tuple(
        replace(p, name=f"{p.name} {HOSTILE}", note=HOSTILE) if p.id == "nor" else p
        for p in case.parties
    )
    issues = tuple(
        replace(
            i,
            question=f"{i.question} {HOSTILE}",
            group=HOSTILE,
            options=tuple(Option(id=o.id, label=f"{o.label} {HOSTILE}") for o in i.options),
        )
        for i in case.issues
    )
    swap = {
        s.id: identified(
            replace(
                s,
                paraphrase=None if s.span else f"{CYRILLIC} {ARABIC} {HOSTILE}",
                speaker=f"{s.speaker} {HOSTILE}",
                url=None if s.span else 'javascript:alert("4")',
            )
        )
        for s in case.statements
    }
    drafts = tuple(
        replace(
            d,
            title=f"{d.title} {HOSTILE}",
            drafted_by=HOSTILE,
            clauses=tuple(replace(c, term=HOSTILE, url="data:text/html,<p>x") for c in d.clauses),
        )
        for d in case.drafts
    )
    made = replace(
        case,
        title=f"Title {HOSTILE}",
        parties=parties,
        issues=issues,
        statements=tuple(swap.values()),
        drafts=drafts,
        reviews=tuple(replace(r, subject=swap[r.subject].id) for r in case.reviews),
        judgements=tuple(
            replace(
                j,
                by=HOSTILE,
                why=HOSTILE,
                value=replace(j.value, evidence=tuple(swap[e].id for e in j.value.evidence)),
            )
            for j in case.judgements
        ),
        meetings=tuple(
            replace(m, title=HOSTILE, sourcing=type(m.sourcing)(urls=("vbscript:x",)))
            for m in case.meetings
        ),
        consultations=(),
        contradictions=(),
        note=HOSTILE,
    )
    return compose(material_of(made, "2031-01-31"))


# --- all of them ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RENDERERS)
def test_the_same_briefing_gives_the_same_bytes(name: str) -> None:
    assert render(name, rich()) == render(name, compose(material_of(*_rich_input())))


def _rich_input() -> tuple[Case, str, str]:
    return strait(), "2031-01-31", "2030-12-31"


def test_the_order_of_hashes_changes_nothing() -> None:
    script = (
        "import hashlib, sys; sys.path.insert(0, 'tests');"
        "from brief_material import material_of, strait;"
        "from goodoffices.brief.compose import compose;"
        "from goodoffices import plugins;"
        "b = compose(material_of(strait(), '2031-01-31', '2030-12-31'));"
        "print([hashlib.sha256(plugins.load('renderers', n)(b)).hexdigest()"
        " for n in plugins.names('renderers')])"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(cases())
def test_any_case_renders(case: Case) -> None:
    try:
        material = material_of(case)
    except GoodOfficesError:
        material = Material(case=case)
    briefing = compose(material)
    for name in RENDERERS:
        render(name, briefing)
    check_page(render("html", briefing).decode())


# --- HTML ----------------------------------------------------------------------------------------

VOID = {"meta", "col", "br"}


class Page(HTMLParser):
    """Elements, attributes and text of a page; fails on tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section"),
    *("h1", "h2", "h3", "p", "ul", "ol", "li", "a", "time", "aside", "strong", "bdi", "q"),
    *("span", "sup", "div", "table", "caption", "colgroup", "col", "thead", "tbody", "tr"),
    *("th", "td", "br", "figure", "figcaption", "svg", "text", "rect", "img"),
}


def check_page(text: str) -> Page:
    """The page nests, links resolve, and nothing in it could run or be fetched."""
    page = Page(text)
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for tag, attrs in page.tags:
        assert tag in ALLOWED, tag
        assert not any(name.startswith("on") for name in attrs)
        assert not {"srcset", "srcdoc", "action", "formaction"} & set(attrs)
        # A picture is an image that the page itself holds: it can run nothing and fetch nothing.
        assert (tag == "img") == ("src" in attrs)
        assert (attrs.get("src") or "data:image/svg+xml;base64,").startswith(
            "data:image/svg+xml;base64,"
        )
        href = attrs.get("href")
        if href and href.startswith("#"):
            assert href[1:] in ids, href
        elif href is not None:
            assert href.startswith(("http://", "https://")), href
            assert "noreferrer" in (attrs["rel"] or "")
    style = text.split("<style>")[1].split("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    (policy,) = (
        attrs["content"]
        for tag, attrs in page.tags
        if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert ("html", {"lang": "en"}) in page.tags
    return page


def test_html_holds_every_section_and_all_its_words() -> None:
    page = check_page(render("html", rich()).decode())
    for section in rich().sections:
        assert ("section", {"id": section.id}) in page.tags
        assert section.title in page.text
    assert len([1 for tag, attrs in page.tags if tag == "svg"]) == 1
    backs = [
        a for tag, a in page.tags if tag == "a" and "back to use" in (a.get("aria-label") or "")
    ]
    assert len(backs) >= len(rich().citations)


def test_html_keeps_hostile_text_as_text() -> None:
    text = render("html", hostile()).decode()
    page = check_page(text)
    assert "{{7*7}}" in page.text
    assert " 49 " not in page.text
    assert "<script>alert(1)</script>" in page.text
    assert "\u202e" not in text
    assert "\x00" not in text
    assert "\ufffdgnirts\ufffd" in page.text
    assert ARABIC in page.text
    assert 'javascript:alert("4")' in page.text


def test_html_turns_quotations_by_their_own_direction() -> None:
    page = check_page(render("html", rich()).decode())
    assert ("q", {"dir": "auto"}) in page.tags


# --- Markdown ------------------------------------------------------------------------------------


def test_markdown_escapes_everything() -> None:
    parser = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable("table")
    for briefing in (rich(), hostile()):
        text = render("md", briefing).decode()
        inlines = list(parser.parse(text))
        words = []
        for token in inlines:
            assert token.type != "html_block"
            assert token.type not in ("fence", "code_block", "hr", "lheading_open")
            for child in token.children or ():
                if child.type == "html_inline":
                    assert child.content == "<br>"
                if child.type == "link_open":
                    assert str(child.attrs["href"]).startswith(("http://", "https://"))
                assert child.type not in ("image", "code_inline", "em_open", "s_open")
                words.append(child.content)
        said = " ".join("".join(words).split())
        for section in briefing.sections:
            assert section.title in said
    assert "<script>alert(1)</script> {{7*7}} {% raw %} **bold** [x](javascript:alert(2))" in said


def test_markdown_sets_no_mark_of_its_own_in_a_text() -> None:
    for mark in "\\`*_{}[]<>#|~&$":
        assert escaped(f"a{mark}b") == f"a\\{mark}b"


def test_markdown_tables_have_as_many_cells_as_columns() -> None:
    parser = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable("table")
    for briefing in (rich(), hostile()):
        rows: list[int] = []
        width = 0
        for token in parser.parse(render("md", briefing).decode()):
            if token.type == "thead_open":
                width = 0
            elif token.type == "th_open":
                width += 1
            elif token.type == "tr_open":
                rows.append(0)
            elif token.type == "td_open":
                rows[-1] += 1
            elif token.type == "tr_close" and rows[-1]:
                assert rows[-1] == width
        assert len(rows) > 30


# --- DOCX ----------------------------------------------------------------------------------------


def opened(briefing: Briefing):  # type: ignore[no-untyped-def]
    from docx import Document

    return Document(io.BytesIO(render("docx", briefing)))


def test_docx_opens_with_headings_tables_and_links() -> None:
    from docx.oxml.ns import qn

    document = opened(rich())
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.title for section in rich().sections] + ["Sources"]
    for table in document.tables:
        assert table.rows[0]._tr.findall(f".//{qn('w:tblHeader')}")
    body = document.element.body
    marks = [item.get(qn("w:name")) for item in body.iter(qn("w:bookmarkStart"))]
    numbers = [item.get(qn("w:id")) for item in body.iter(qn("w:bookmarkStart"))]
    assert len(marks) == len(set(marks)) == len(set(numbers))
    anchors = {item.get(qn("w:anchor")) for item in body.iter(qn("w:hyperlink"))} - {None}
    assert anchors <= set(marks)
    assert {f"source{c.number}" for c in rich().citations} <= set(marks)
    shapes = {section.orientation for section in document.sections}
    assert len(shapes) == 2


def test_docx_names_nobody_and_keeps_no_clock() -> None:
    document = opened(rich())
    core = document.core_properties
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    assert core.created == core.modified
    assert core.created.date().isoformat() == "2031-01-31"
    with zipfile.ZipFile(io.BytesIO(render("docx", rich()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_docx_keeps_hostile_text_as_text() -> None:
    from docx.oxml.ns import qn

    document = opened(hostile())
    words = "".join(item.text or "" for item in document.element.body.iter(qn("w:t")))
    assert "<script>alert(1)</script> {{7*7}}" in words
    targets = [
        relation.target_ref for relation in document.part.rels.values() if relation.is_external
    ]
    assert all(target.startswith(("http://", "https://")) for target in targets)


# --- PDF -----------------------------------------------------------------------------------------


def pdf(briefing: Briefing):  # type: ignore[no-untyped-def]
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(render("pdf", briefing)))


def test_pdf_opens_with_every_section_and_its_own_fonts() -> None:
    reader = pdf(rich())
    words = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    for section in rich().sections:
        assert section.title in words
        assert section.title in titles
    fonts = {
        (str(font["/BaseFont"]), "/FontFile2" in font["/FontDescriptor"])
        for page in reader.pages
        for font in (
            page["/Resources"]["/Font"][key].get_object() for key in page["/Resources"]["/Font"]
        )
        if "/FontDescriptor" in font
    }
    assert fonts
    assert all(embedded and "DejaVu" in name for name, embedded in fonts)
    assert reader.metadata.author in (None, "")
    sizes = {(round(p.mediabox.width), round(p.mediabox.height)) for p in reader.pages}
    assert sizes == {(595, 842), (842, 595)}


def test_pdf_keeps_hostile_text_as_text() -> None:
    reader = pdf(hostile())
    words = "".join(page.extract_text() for page in reader.pages)
    assert CYRILLIC in words.replace("\n", "")
    solid = "".join(words.split())
    assert "<script>alert(1)</script>{{7*7}}" in solid
    assert "&lt;b&gt;" in solid
    for page in reader.pages:
        for note in page.get("/Annots") or ():
            action = note.get_object().get("/A")
            if action is not None and "/URI" in action:
                assert str(action["/URI"]).startswith(("http://", "https://"))


def test_pdf_takes_no_markup_from_a_text() -> None:
    bold = '<b>bold</b> <a href="https://evil.example/">go</a> &amp; <para align="right"/>'
    briefing = replace(hostile(), title=bold)
    words = "".join("".join(page.extract_text() for page in pdf(briefing).pages).split())
    assert "".join(bold.split()) in words
    assert b"evil.example/)" not in render("pdf", briefing)


def test_rows_longer_than_a_page_and_many_columns() -> None:
    case = strait()
    clause = replace(case.drafts[0].clauses[0], term="word " * 3000 + "x" * 2000)
    many = tuple(replace(case.parties[1], id=f"p{n}", name=f"Party number {n}") for n in range(12))
    said = tuple(
        identified(replace(s, party=p.id))
        for p in many
        for s in case.statements
        if s.party == "sud"
    )
    long = replace(
        case,
        drafts=(replace(case.drafts[0], clauses=(clause,)), *case.drafts[1:]),
        parties=(*case.parties, *many),
        statements=(*case.statements, *said),
    )
    briefing = compose(material_of(long, "2031-01-31"))
    for name in RENDERERS:
        render(name, briefing)
    reader = pdf(briefing)
    assert sum(page.extract_text().count("word") for page in reader.pages) >= 3000


# --- JSON ----------------------------------------------------------------------------------------


def test_json_reads_back_to_the_same_briefing() -> None:
    import json

    data = json.loads(render("json", rich()))
    assert data["format"] == "goodoffices/briefing/1"
    again, faults = structure(Briefing, data)
    assert faults == []
    assert again is not None
    assert plain(again, defaults=True) == plain(rich(), defaults=True)
    assert data == plain(rich(), defaults=True)


def test_every_statement_says_quotation_or_paraphrase() -> None:
    text = render("md", rich()).decode()
    for citation in rich().citations:
        if isinstance(citation, StatementCitation):
            line = next(x for x in text.splitlines() if x.startswith(rf"**\[{citation.number}\]**"))
            assert ("paraphrase" in line) is not citation.quoted
