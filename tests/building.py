"""Small documents built in tests: PDF, DOCX, web page, and reports of plain text."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
from collections.abc import Iterable
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

from goodoffices.errors import UnreadableDocument
from goodoffices.model.evidence import Report
from goodoffices.read.content import Note
from goodoffices.read.documents import Document, read_all

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


def web_archive(
    *records: tuple[str, str, bytes], status: str = "200 OK", packed: bool = True
) -> bytes:
    """A WARC file of answers: address, kind and bytes of each."""
    pieces = []
    for url, kind, payload in records:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode()
        fields = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
            "WARC-Date: 2025-03-04T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(head) + len(payload)}\r\n\r\n"
        )
        record = fields.encode() + head + payload + b"\r\n\r\n"
        pieces.append(gzip.compress(record) if packed else record)
    return b"".join(pieces)


def message(text: str, *, attachments: Iterable[tuple[bytes, str]] = ()) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Ada Quill <ada@harbour.example>"
    mail["Message-ID"] = "<1@harbour.example>"
    mail["Subject"] = "Talks"
    mail["Date"] = "Tue, 04 Mar 2025 10:00:00 +0000"
    mail.set_content(text)
    for data, name in attachments:
        mail.add_attachment(data, "application", "octet-stream", filename=name)
    return mail.as_bytes()


Split = tuple[list[Document], list[UnreadableDocument], list[Note]]


def pieces(source: bytes | Path, name: str, **given: Any) -> Split:
    """What is read out of a file: documents, failures and notes."""
    found: Iterable[Any] = list(read_all(source, name=name, **given))
    return (
        [piece for piece in found if isinstance(piece, Document)],
        [piece for piece in found if isinstance(piece, UnreadableDocument)],
        [piece for piece in found if isinstance(piece, Note)],
    )
