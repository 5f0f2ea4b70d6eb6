"""Files to reports: which kind of document it is, and what can be known of it.

    read_document(source, name=...)  one document -> Report, or UnreadableDocument
    read_many(paths)                 files and folders -> Batch of reports and failures

The kind is told by content first and by suffix only where content leaves it open. A field that a
document does not give stays None. Text is data: nothing in it is followed, run or rendered.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from goodoffices.errors import UnreadableDocument
from goodoffices.model.evidence import Report
from goodoffices.read.content import DEFAULT_LIMITS, Content, Limits, Unreadable, in_megabytes
from goodoffices.read.language import language_of
from goodoffices.read.plain import read_plain
from goodoffices.read.stated import stated_date, stated_outlet

TEXT, HTML, PDF = "text/plain", "text/html", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_HEAD = 1024
_PAGE_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,300}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|article|div|p|h1|script|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_ANYWHERE = re.compile(rb"<(?:html|body|p|div|article|h[1-6]|span|br)\b[^<>]*>", re.IGNORECASE)
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "it is an old Word file or one with a password; save it as DOCX without"
     " a password"),
    (b"{\\rtf", "it is an RTF file; save it as DOCX or as text"),
    (b"\x1f\x8b", "it is a compressed archive; unpack it first"),
    (b"Rar!", "it is a compressed archive; unpack it first"),
    (b"7z\xbc\xaf", "it is a compressed archive; unpack it first"),
    (b"\x89PNG", "it is a picture; it needs text recognition (OCR) first"),
    (b"\xff\xd8\xff", "it is a picture; it needs text recognition (OCR) first"),
    (b"GIF8", "it is a picture; it needs text recognition (OCR) first"),
    (b"II*\0", "it is a picture; it needs text recognition (OCR) first"),
    (b"MM\0*", "it is a picture; it needs text recognition (OCR) first"),
    (b"\x7fELF", "it is a program, not a document"),
)  # fmt: skip


class Batch(NamedTuple):
    """What became of many documents. A document that was there twice is one report."""

    reports: tuple[Report, ...]
    failures: tuple[UnreadableDocument, ...]


def read_document(
    source: Path | bytes,
    *,
    name: str | None = None,
    retrieved: str | None = None,
    url: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Report:
    """One document as a report.

    `name` is what messages call it (default: the file's name) and its suffix is a hint to its kind;
    `retrieved` is when it was fetched, `url` from where. The id is "r-" and sixteen digits of the
    SHA-256 of the bytes, so the same bytes are one report. Raises UnreadableDocument, and nothing
    else, for whatever cannot be read.
    """
    called = name or (source.name if isinstance(source, Path) else "document")
    try:
        data = source if isinstance(source, bytes) else _load(source, limits)
        if len(data) > limits.file_bytes:
            raise Unreadable(
                f"it has {in_megabytes(len(data))}; the limit is {in_megabytes(limits.file_bytes)}"
            )
        kind = kind_of(data, called)
        content = _read(kind, data, limits, url)
    except Unreadable as fault:
        raise UnreadableDocument(called, fault.reason) from fault
    except (RecursionError, MemoryError, OverflowError) as fault:
        raise UnreadableDocument(called, "it is built to be unreadable") from fault
    return _report(data, kind, content, retrieved=retrieved, url=url)


def read_many(
    sources: Iterable[Path | str],
    *,
    retrieved: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Batch:
    """Files, and the files of folders in order of name, hidden ones left out.

    What cannot be read is listed among the failures under its path, and the rest goes on.
    """
    reports: dict[str, Report] = {}
    failures: list[UnreadableDocument] = []
    for path in files_in(map(Path, sources), failures):
        try:
            report = read_document(path, name=str(path), retrieved=retrieved, limits=limits)
        except UnreadableDocument as failure:
            failures.append(failure)
        else:
            reports.setdefault(report.id, report)
    return Batch(tuple(reports.values()), tuple(failures))


def files_in(sources: Iterable[Path], failures: list[UnreadableDocument]) -> Iterable[Path]:
    """The files, and those in the folders in order of name; hidden ones are left out."""
    for source in sources:
        if not source.is_dir():
            yield source
            continue
        inside = sorted(
            path
            for path in source.rglob("*")
            if path.is_file()
            and not any(part.startswith(".") for part in path.relative_to(source).parts)
        )
        if not inside:
            failures.append(UnreadableDocument(str(source), "the folder holds no files"))
        yield from inside


def load_file(path: Path, *, name: str | None = None, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of a file. Raises UnreadableDocument where there is none, or a larger one."""
    try:
        return _load(path, limits)
    except Unreadable as fault:
        raise UnreadableDocument(name or str(path), fault.reason) from fault


def _load(path: Path, limits: Limits) -> bytes:
    try:
        if not path.exists():
            raise Unreadable("there is no such file")
        if not path.is_file():  # a folder, or a pipe that would never end
            raise Unreadable("it is not a file")
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise Unreadable(
                f"it has {in_megabytes(size)}; the limit is {in_megabytes(limits.file_bytes)}"
            )
        with path.open("rb") as stream:
            return stream.read(limits.file_bytes + 1)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise Unreadable(f"the file could not be opened ({reason})") from fault


def kind_of(data: bytes, name: str = "") -> str:
    """Media type of the bytes. Raises Unreadable for kinds that no reader here knows."""
    if not data.strip():
        raise Unreadable("the file is empty")
    if b"%PDF-" in data[:_HEAD]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return DOCX
    for mark, reason in _FOREIGN:
        if data.startswith(mark):
            raise Unreadable(reason)
    suffix = Path(name).suffix.lower() if name else ""
    if _PAGE_START.match(data) or (
        suffix in _PAGE_SUFFIXES and _PAGE_ANYWHERE.search(data[:65536])
    ):
        return HTML
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        raise Unreadable("it is XML but not a web page; save the article as a web page or as text")
    if suffix in (".pdf", ".docx"):  # a stump of one, or a text under a wrong name
        kind = "PDF" if suffix == ".pdf" else "Word"
        raise Unreadable(
            f"it is named as a {kind} file but does not begin like one; get it again,"
            " or rename it if it is plain text"
        )
    return TEXT


def _read(kind: str, data: bytes, limits: Limits, url: str | None) -> Content:
    if kind == PDF:
        from goodoffices.read.pdf import read_pdf

        return read_pdf(data, limits)
    if kind == DOCX:
        from goodoffices.read.word import read_word

        return read_word(data, limits)
    if kind == HTML:
        from goodoffices.read.webpage import read_page

        return read_page(data, limits, url=url)
    return read_plain(data, limits)


def _report(
    data: bytes, kind: str, content: Content, *, retrieved: str | None, url: str | None
) -> Report:
    sha256 = hashlib.sha256(data).hexdigest()
    published, basis = content.published, content.published_basis
    if published is None and (published := stated_date(content.text)) is not None:
        basis = "stated"
    return Report(
        id=f"r-{sha256[:16]}",
        text=content.text,
        sha256=sha256,
        title=content.title,
        author=content.author,
        outlet=content.outlet or stated_outlet(content.text),
        url=url,
        published=published,
        published_basis=basis,
        retrieved=retrieved,
        language=language_of(content.text),
        media_type=kind,
    )
