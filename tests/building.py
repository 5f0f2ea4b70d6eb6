"""Small documents built in tests: PDF, DOCX, web page, and reports of plain text."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO

from goodoffices.model.evidence import Report

PARAGRAPHS = (
    "The two delegations met on the island for a third day of talks on the fishing line.",
    "A negotiator said that the draft would be shown to both parliaments before the end of spring.",
    "The coast guard reported no incident during the night, and the ferries kept to their hours.",
)


def pdf(
    paragraphs: tuple[str, ...] = PARAGRAPHS, *, title: str = "Talks", author: str = ""
) -> bytes:
    from reportlab.pdfgen import canvas

    out = BytesIO()
    page = canvas.Canvas(out, invariant=1)
    page.setTitle(title)
    if author:
        page.setAuthor(author)
    for number, paragraph in enumerate(paragraphs):
        page.drawString(40, 800 - 20 * number, paragraph)
    page.showPage()
    page.save()
    return out.getvalue()


def picture_pdf() -> bytes:
    """A page with a drawing and no text, as a scanner makes it."""
    from reportlab.pdfgen import canvas

    out = BytesIO()
    page = canvas.Canvas(out, invariant=1)
    page.rect(50, 50, 300, 600, fill=1)
    page.showPage()
    page.save()
    return out.getvalue()


def locked_pdf(password: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(BytesIO(pdf())))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(paragraphs: tuple[str, ...] = PARAGRAPHS, *, title: str = "", author: str = "") -> bytes:
    from docx import Document

    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.core_properties.title = title
    if author:
        document.core_properties.author = author
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    """A package with these parts; two underscores in a name stand for a slash."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def page(body: str, head: str = "<title>Talks go on</title>") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def report(text: str, **fields: object) -> Report:
    sha256 = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return Report(id=f"r-{sha256[:16]}", text=text, sha256=sha256, **fields)  # type: ignore[arg-type]
