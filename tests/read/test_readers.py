"""Files to reports: kinds, metadata that is there and none that is not, messages."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

import building
from goodoffices.errors import UnreadableDocument
from goodoffices.read.content import DEFAULT_LIMITS, Limits
from goodoffices.read.documents import DOCX, HTML, PDF, TEXT, kind_of, read_document, read_many

STORY = "\n".join(building.PARAGRAPHS)


def reason(data: bytes, name: str = "file.txt", limits: Limits = DEFAULT_LIMITS) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(data, name=name, limits=limits)
    assert caught.value.source == name
    return caught.value.reason


# --- plain text ----------------------------------------------------------------------------------


def test_text_is_kept_as_it_was_decoded() -> None:
    text = "  Line one\r\n\tline two \u200f\u05d0\r\n\r\nend  "
    report = read_document(text.encode(), name="a.txt")
    assert report.text == text
    assert report.media_type == TEXT


def test_the_id_is_a_digest_of_the_bytes() -> None:
    data = STORY.encode()
    report = read_document(data, name="a.txt", retrieved="2025-12-01", url="https://e.example/a")
    assert report.sha256 == hashlib.sha256(data).hexdigest()
    assert report.id == "r-" + report.sha256[:16]
    assert (report.retrieved, report.url) == ("2025-12-01", "https://e.example/a")


def test_nothing_is_invented() -> None:
    report = read_document(STORY.encode(), name="a.txt")
    assert report.title is None
    assert report.author is None
    assert report.outlet is None
    assert report.published is None
    assert report.published_basis == "unknown"
    assert report.copy_of is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_unicode_encodings(encoding: str) -> None:
    text = "Le représentant a dit que l’accord était prêt. " * 3
    assert read_document(text.encode(encoding), name="a.txt").text == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Der Minister sagte, die Verhandlungen über die Fähre würden fortgeführt. " * 5),
        ("cp1251", "Министр заявил, что переговоры о границе будут продолжены в четверг. " * 5),
        ("koi8_r", "Министр заявил, что переговоры о границе будут продолжены в четверг. " * 5),
        ("cp1256", "قال الوزير إن المحادثات حول الحدود ستستمر يوم الخميس في العاصمة. " * 5),
    ],
)
def test_older_encodings_are_recognised(encoding: str, text: str) -> None:
    assert read_document(text.encode(encoding), name="a.txt").text == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (STORY, "en"),
        ("Der Minister sagte am Donnerstag, dass die Gespräche über die Grenze weitergehen.", "de"),
        ("Міністр заявив у четвер, що переговори про лінію розмежування триватимуть і далі.", "uk"),
        ("Yes.", None),
        ("12 34 56 78 90 " * 40, None),
        ("aaaa " * 100, None),
        ("Oni su rekli da je to dobro i da sada mogu ići kući zajedno sa svima nama u grad", None),
    ],
)
def test_language_only_where_it_is_sure(text: str, language: str | None) -> None:
    assert read_document(text.encode(), name="a.txt").language == language


# --- web pages -----------------------------------------------------------------------------------

ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in building.PARAGRAPHS)


def test_scripts_and_handlers_do_not_survive() -> None:
    body = (
        f'<article><h1>Talks</h1>{ARTICLE}<p onclick="steal()">Ferries <b>run</b>.</p>'
        "<script>alert('x')</script><style>p{color:red}</style></article>"
    )
    report = read_document(building.page(body), name="a.html")
    assert report.media_type == HTML
    assert building.PARAGRAPHS[1] in report.text
    for trace in ("alert", "steal", "<p", "<script", "onclick", "color:red"):
        assert trace not in report.text


def test_declared_metadata() -> None:
    linked = {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "NewsArticle",
                "headline": "Talks enter third day",
                "datePublished": "2025-03-04T08:00:00Z",
                "author": [{"@type": "Person", "name": "Ada Quill"}],
                "publisher": {"@type": "Organization", "name": "Harbour Post"},
            }
        ],
    }
    head = (
        "<title>Talks enter third day | Harbour Post</title>"
        f'<script type="application/ld+json">{json.dumps(linked)}</script>'
    )
    report = read_document(building.page(f"<article>{ARTICLE}</article>", head), name="a.html")
    assert report.title == "Talks enter third day"
    assert report.author == "Ada Quill"
    assert report.outlet == "Harbour Post"
    assert (report.published, report.published_basis) == ("2025-03-04", "metadata")


def test_meta_elements() -> None:
    head = (
        '<meta property="og:title" content="A &amp; B">'
        '<meta property="og:site_name" content="Post">'
        '<meta name="author" content="https://e.example/me">'
        '<meta property="article:published_time" content="2025-02-30T00:00:00">'
        '<meta name="date" content="2025-03-05">'
    )
    report = read_document(building.page(f"<article>{ARTICLE}</article>", head), name="a.html")
    assert report.title == "A & B"
    assert report.outlet == "Post"
    assert report.author is None
    assert report.published == "2025-03-05"


def test_a_date_in_the_story_is_not_the_date_of_the_page() -> None:
    body = f"<article>{ARTICLE}<p>They met on 3 March 2024 and again in 2023.</p></article>"
    report = read_document(building.page(body), name="a.html")
    assert report.published is None


def test_damaged_json_in_a_page_is_no_reason_to_fail() -> None:
    head = f'<script type="application/ld+json">{"[" * 5000}</script><title>T</title>'
    report = read_document(building.page(f"<article>{ARTICLE}</article>", head), name="a.html")
    assert building.PARAGRAPHS[0] in report.text


def test_a_page_that_declares_a_wrong_encoding() -> None:
    body = "<p>Le représentant a dit que l’accord était prêt à être signé.</p>" * 3
    data = f'<html><head><meta charset="cp1251"></head><body>{body}</body></html>'.encode()
    assert "représentant" in read_document(data, name="a.html").text


def test_a_page_in_its_declared_encoding() -> None:
    body = "<p>Министр заявил, что переговоры продолжатся.</p>" * 3
    data = f'<html><head><meta charset="windows-1251"></head><body>{body}</body></html>'
    assert "переговоры" in read_document(data.encode("cp1251"), name="a.html").text


def test_a_page_of_scripts_says_what_to_do() -> None:
    assert "complete page" in reason(building.page("<script>draw()</script>"), "a.html")


def test_deep_nesting_is_read_or_refused_but_never_cut() -> None:
    deep = building.page("<div>" * 1000 + "the end of it" + "</div>" * 1000)
    assert "the end of it" in read_document(deep, name="a.html").text
    both = building.page(ARTICLE + "<div>" * 1000 + "the end of it" + "</div>" * 1000)
    report = read_document(both, name="a.html")
    assert building.PARAGRAPHS[2] in report.text
    assert "the end of it" in report.text
    assert "nested" in reason(building.page("<div>" * 100_000 + "the end"), "a.html")


# --- PDF and Word --------------------------------------------------------------------------------


def test_pdf() -> None:
    report = read_document(building.pdf(title="Third day", author="Ada Quill"), name="a.pdf")
    assert report.media_type == PDF
    assert [line.strip() for line in report.text.splitlines()] == list(building.PARAGRAPHS)
    assert (report.title, report.author) == ("Third day", "Ada Quill")
    assert report.published is None  # when the file was made is not when it was published


def test_pdf_defaults_of_programs_are_nobody() -> None:
    report = read_document(building.pdf(title=""), name="a.pdf")
    assert report.title is None
    assert report.author is None


def test_scanned_pdf_names_the_way_out() -> None:
    assert "ocrmypdf" in reason(building.picture_pdf(), "scan.pdf")


def test_locked_pdf() -> None:
    assert "password" in reason(building.locked_pdf("secret"), "a.pdf")
    open_to_readers = read_document(building.locked_pdf(""), name="a.pdf")
    assert building.PARAGRAPHS[0] in open_to_readers.text


def test_a_pdf_cut_at_its_very_end_is_not_taken_for_whole() -> None:
    assert "cut off before its end" in reason(building.pdf()[:-6], "a.pdf")


def test_docx() -> None:
    data = building.docx(title="Third day", author="Ada Quill")
    report = read_document(data, name="a.docx")
    assert report.media_type == DOCX
    assert report.text == "\n".join(building.PARAGRAPHS)
    assert (report.title, report.author) == ("Third day", "Ada Quill")
    assert read_document(building.docx(), name="a.docx").author is None


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_xml(inside: str) -> bytes:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    return (
        f'<w:document xmlns:w="{W}" xmlns:mc="{mc}"><w:body>{inside}</w:body></w:document>'.encode()
    )


def test_docx_deleted_text_is_not_text() -> None:
    xml = word_xml(
        "<w:p><w:r><w:t>We </w:t></w:r><w:del><w:r><w:delText>reject</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>accept</w:t></w:r></w:ins><w:r><w:tab/><w:t>it.</w:t></w:r></w:p>"
        "<w:p><mc:AlternateContent><mc:Choice><w:r><w:t>Box</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>Box</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert read_document(building.zipped(word__document=xml), name="a.docx").text == (
        "We accept\tit.\nBox"
    )


def test_docx_text_that_was_moved_is_read_where_it_is_now() -> None:
    moved = "<w:r><w:t>Moved.</w:t></w:r>"
    here, gone = f"<w:moveTo>{moved}</w:moveTo>", f"<w:moveFrom>{moved}</w:moveFrom>"
    xml = word_xml(f"<w:p>{gone}</w:p><w:p>{here}</w:p>")
    assert read_document(building.zipped(word__document=xml), name="a.docx").text == "Moved."


def test_docx_notes_are_read() -> None:
    body = word_xml("<w:p><w:r><w:t>Body.</w:t></w:r></w:p>")
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote><w:p><w:r><w:t>Note.</w:t></w:r></w:p>'
    data = building.zipped(
        word__document=body, word__footnotes=f"{notes}</w:footnote></w:footnotes>".encode()
    )
    assert read_document(data, name="a.docx").text == "Body.\nNote."


# --- kinds and refusals --------------------------------------------------------------------------


def test_a_text_under_a_wrong_name_says_so() -> None:
    assert "rename it" in reason(STORY.encode(), "a.pdf")
    assert "rename it" in reason(b"PK", "a.docx")


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.docx", "a", "a.html"])
def test_content_goes_before_the_suffix(name: str) -> None:
    assert read_document(building.pdf(), name=name).media_type == PDF
    assert read_document(building.docx(), name=name).media_type == DOCX
    assert read_document(building.page(ARTICLE), name=name).media_type == HTML


def test_a_fragment_needs_the_suffix() -> None:
    fragment = b"Some words <p>and <b>more</b> of them</p>"
    assert kind_of(fragment, "a.html") == HTML
    assert kind_of(fragment, "a.txt") == TEXT


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"abc\0def", "NUL"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"\x89PNG\r\n\x1a\nxxxx", "OCR"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOCX"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"<?xml version='1.0'?><inventory/>", "XML"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "several documents"),
        (b"\xff\xfeA\x00\x00\xd8", "damaged"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, expected: str) -> None:
    assert expected in reason(data)


def test_a_zip_that_is_no_word_file() -> None:
    assert "not a Word document" in reason(building.zipped(xl__workbook=b"<a/>"), "a.docx")


def test_limits() -> None:
    assert "limit" in reason(STORY.encode(), limits=Limits(file_bytes=100))
    assert "limit" in reason(building.page(ARTICLE), "a.html", Limits(page_bytes=100))
    assert "characters" in reason(STORY.encode(), limits=Limits(characters=50))
    assert "pages" in reason(building.pdf(), "a.pdf", Limits(pdf_pages=0))
    assert "parts" in reason(building.docx(), "a.docx", Limits(parts=3))
    assert "unpack" in reason(building.docx(), "a.docx", Limits(unpacked_bytes=1000))


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = building.zipped(word__document=word_xml("<w:p/>" + " " * 80_000_000))
    assert len(bomb) < 200_000
    assert "normal Word file" in reason(bomb, "a.docx")


def test_a_bomb_that_lies_about_its_size() -> None:
    data = bytearray(building.zipped(word__document=word_xml("<w:p/>" + " " * 3_000_000)))
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = (100).to_bytes(4, "little")
    said = reason(bytes(data), "a.docx", Limits(unpacked_bytes=1_000_000))
    assert "damaged" in said or "unpacks" in said


def test_entities_are_refused() -> None:
    xml = b'<!DOCTYPE a [<!ENTITY e "eeee">]>' + word_xml("<w:p><w:r><w:t>&amp;</w:t></w:r></w:p>")
    assert "document types" in reason(building.zipped(word__document=xml), "a.docx")


# --- paths and folders ---------------------------------------------------------------------------


def test_paths(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_bytes(STORY.encode())
    assert read_document(file).text == STORY
    for path, expected in ((tmp_path / "none.txt", "no such file"), (tmp_path, "not a file")):
        with pytest.raises(UnreadableDocument, match=expected):
            read_document(path, name=path.name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableDocument, match="not a file"):
        read_document(tmp_path / "pipe", name="pipe")


def test_read_many_goes_on_after_a_failure(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b" / "same.txt").write_text(STORY)
    (tmp_path / "b" / "bad.pdf").write_bytes(b"%PDF-1.4 cut off")
    (tmp_path / "c.docx").write_bytes(building.docx())
    (tmp_path / ".hidden").write_text("not read")
    (tmp_path / "empty").mkdir()
    reports, failures, _ = read_many([tmp_path, tmp_path / "gone.txt", tmp_path / "empty"])
    assert [r.media_type for r in reports] == [TEXT, DOCX]
    assert [Path(f.source).name for f in failures] == ["bad.pdf", "gone.txt", "empty"]


def test_a_failure_keeps_its_cause_to_itself() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(b"%PDF-1.4\n garbage %%EOF", name="a.pdf")
    assert str(caught.value).startswith("cannot read a.pdf: ")
    assert "Traceback" not in str(caught.value)


def test_broken_metadata_do_not_hide_the_text() -> None:
    damaged = BytesIO()
    out = BytesIO(building.docx(("Body.",)))
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(damaged, "w") as new:
        for item in old.namelist():
            new.writestr(item, b"<broken" if item == "docProps/core.xml" else old.read(item))
    assert read_document(damaged.getvalue(), name="a.docx").text == "Body."
