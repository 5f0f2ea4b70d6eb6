"""Files to reports: what can be known of each document, and several documents out of one file.

    read_document(source, name=...)  one document -> Report, or UnreadableDocument
    read_all(source, name=...)       whatever is in a file -> documents, failures, notes, one by one
    read_many(paths)                 files and folders -> Batch of reports, failures and notes

The kind is told by content first and by suffix only where content leaves it open. A field that a
document does not give stays None. Text is data: nothing in it is followed, run or rendered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple

from goodoffices.errors import UnreadableDocument
from goodoffices.model.evidence import Report
from goodoffices.read.content import (
    DEFAULT_LIMITS,
    Content,
    Found,
    Limits,
    Note,
    Part,
    Unreadable,
    in_megabytes,
)
from goodoffices.read.kinds import (
    CONTAINERS,
    CSV,
    DOCX,
    FEED,
    HEAD,
    HTML,
    JSONL,
    MAIL,
    MAILBOX,
    PDF,
    TEXT,
    WARC,
    kind_of,
)
from goodoffices.read.language import language_of
from goodoffices.read.plain import read_plain
from goodoffices.read.stated import stated_date, stated_outlet

__all__ = [
    "DOCX", "FEED", "HTML", "MAIL", "PDF", "TEXT", "Batch", "Document", "Known", "Note", "Read",
    "files_in", "kind_of", "read_all", "read_document", "read_many",
]  # fmt: skip


class Document(NamedTuple):
    """A report and the bytes it was read from, of which its id is the digest."""

    report: Report
    data: bytes


class Known(NamedTuple):
    """A document that is there already, by the id of its report."""

    id: str


Read = Document | Known | UnreadableDocument | Note


class Batch(NamedTuple):
    """What became of many documents. A document that was there twice is one report."""

    reports: tuple[Report, ...]
    failures: tuple[UnreadableDocument, ...]
    notes: tuple[Note, ...] = ()


def read_document(
    source: Path | bytes,
    *,
    name: str | None = None,
    retrieved: str | None = None,
    url: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Report:
    """One document as a report; of a message, the message without its attachments.

    `name` is what messages call it (default: the file's name) and its suffix is a hint to its kind;
    `retrieved` is when it was fetched, `url` from where. The id is "r-" and sixteen digits of the
    SHA-256 of the bytes, so the same bytes are one report. Raises UnreadableDocument, and nothing
    else, for whatever cannot be read, and for what holds several documents (`read_all`).
    """
    called = name or (source.name if isinstance(source, Path) else "document")
    with _Refusals(called):
        data = source if isinstance(source, bytes) else _load(source, limits)
        if kind_of(data[:HEAD] or data, called) in CONTAINERS - {MAIL}:
            raise Unreadable("it holds several documents; they are read one by one by `read_all`")
    for found in read_all(data, name=called, retrieved=retrieved, url=url, limits=limits):
        if isinstance(found, UnreadableDocument):
            raise found
        if isinstance(found, Document):
            return found.report
    raise UnreadableDocument(called, "there is no text in it")


def read_all(
    source: Path | bytes,
    *,
    name: str | None = None,
    retrieved: str | None = None,
    url: str | None = None,
    charset: str | None = None,
    cut: str | None = None,
    known: Container[str] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Read]:
    """The documents in a file, in its order, with what could not be read and what was passed over.

    A page, a PDF, a text is one document; a message and its attachments, a mailbox, a feed, a web
    archive and a table of articles are several. Mailboxes, web archives and tables are read piece
    by piece, so their size does not matter. Nothing is raised for what cannot be read: it is
    yielded as UnreadableDocument, and the rest goes on. `charset` is the encoding that a server
    declared; `cut` says why the bytes are only the beginning of a feed. Documents whose report is
    `known` are not read again but yielded as Known.
    """
    called = name or (source.name if isinstance(source, Path) else "document")
    part = Part(name=called, data=b"", url=url, retrieved=retrieved, charset=charset, cut=cut)
    if isinstance(source, bytes):
        yield from _pieces(part, BytesIO(source), limits, known)
        return
    try:
        with _Refusals(called):
            stream = _open(source)
    except UnreadableDocument as failure:
        yield failure
        return
    with stream:
        yield from _pieces(part, stream, limits, known)


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
    notes: list[Note] = []
    for path in files_in(map(Path, sources), failures):
        for found in read_all(path, name=str(path), retrieved=retrieved, limits=limits):
            if isinstance(found, UnreadableDocument):
                failures.append(found)
            elif isinstance(found, Note):
                notes.append(found)
            elif isinstance(found, Document):
                reports.setdefault(found.report.id, found.report)
    return Batch(tuple(reports.values()), tuple(failures), tuple(notes))


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


# --- bytes in ------------------------------------------------------------------------------------


class _Refusals:
    """Turns what readers raise about one document into the public error with its name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> None:
        if isinstance(fault, Unreadable):
            raise UnreadableDocument(self.name, fault.reason) from fault
        if isinstance(fault, RecursionError | MemoryError | OverflowError):
            raise UnreadableDocument(self.name, "it is built to be unreadable") from fault
        if isinstance(fault, OSError):
            reason = f"the file could not be read ({fault.strerror or fault})"
            raise UnreadableDocument(self.name, reason) from fault


def _open(path: Path) -> IO[bytes]:
    try:
        if not path.exists():
            raise Unreadable("there is no such file")
        if not path.is_file():  # a folder, or a pipe that would never end
            raise Unreadable("it is not a file")
        return path.open("rb")
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise Unreadable(f"the file could not be opened ({reason})") from fault


def _load(path: Path, limits: Limits) -> bytes:
    with _open(path) as stream:
        return _whole(stream, limits)


def _whole(stream: IO[bytes], limits: Limits) -> bytes:
    """All bytes of a stream from its beginning, if they are not too many."""
    size = stream.seek(0, 2)
    if size > limits.file_bytes:
        raise Unreadable(
            f"it has {in_megabytes(size)}; the limit is {in_megabytes(limits.file_bytes)}"
        )
    stream.seek(0)
    return stream.read(limits.file_bytes)


# --- one document, or the pieces of a container --------------------------------------------------


def _pieces(
    part: Part, stream: IO[bytes], limits: Limits, known: Container[str], depth: int = 0
) -> Iterator[Read]:
    """What is in a stream; `part` says what is known of it from outside."""
    try:
        with _Refusals(part.name):
            head = stream.read(HEAD)
            kind = part.kind or kind_of(head if head.strip() else _whole(stream, limits), part.name)
            stream.seek(0)
            if kind not in CONTAINERS:
                data = _whole(stream, limits)
                if _id_of(data) in known:
                    yield Known(_id_of(data))
                    return
                content = _read(kind, data, limits, part)
                found = _document(data, kind, content, part)
            elif depth >= limits.depth:
                raise Unreadable(
                    f"it lies {depth} deep in other documents; save it as its own file"
                )
    except UnreadableDocument as failure:
        yield failure
        return
    if kind in CONTAINERS:
        yield from _unpacked(kind, part, stream, limits, known, depth)
        return
    yield found
    yield from (Note(part.name, note) for note in content.notes)


def _unpacked(
    kind: str,
    part: Part,
    stream: IO[bytes],
    limits: Limits,
    known: Container[str],
    depth: int,
) -> Iterator[Read]:
    pieces = _container(kind)(stream, part, limits)
    while True:
        try:
            with _Refusals(part.name):
                piece = next(pieces, None)
        except UnreadableDocument as failure:
            yield failure
            return
        if piece is None:
            return
        if not isinstance(piece, Part):
            yield piece
        elif piece.content is None:
            yield from _pieces(piece, BytesIO(piece.data), limits, known, depth + 1)
        elif _id_of(piece.data) in known:
            yield Known(_id_of(piece.data))
        else:
            yield _document(piece.data, piece.kind or kind, piece.content, piece)
            yield from (Note(piece.name, note) for note in piece.content.notes)


def _container(kind: str) -> Callable[[IO[bytes], Part, Limits], Iterator[Found]]:
    if kind == MAIL:
        from goodoffices.read.mail import read_mail

        return read_mail
    if kind == MAILBOX:
        from goodoffices.read.mail import read_mailbox

        return read_mailbox
    if kind == FEED:
        from goodoffices.read.feed import read_feed

        return read_feed
    if kind == WARC:
        from goodoffices.read.webarchive import read_warc

        return read_warc
    from goodoffices.read import articles

    return {CSV: articles.read_csv, JSONL: articles.read_jsonl}[kind]


def _read(kind: str, data: bytes, limits: Limits, part: Part) -> Content:
    if kind == PDF:
        from goodoffices.read.pdf import read_pdf

        return read_pdf(data, limits)
    if kind == DOCX:
        from goodoffices.read.word import read_word

        return read_word(data, limits)
    if kind == HTML:
        from goodoffices.read.webpage import read_page

        return read_page(data, limits, url=part.url, charset=part.charset)
    return read_plain(data, limits, charset=part.charset)


def _id_of(data: bytes) -> str:
    return f"r-{hashlib.sha256(data).hexdigest()[:16]}"


def _document(data: bytes, kind: str, content: Content, part: Part) -> Document:
    sha256 = hashlib.sha256(data).hexdigest()
    published, basis = content.published, content.published_basis
    if published is None and (published := stated_date(content.text)) is not None:
        basis = "stated"
    report = Report(
        id=f"r-{sha256[:16]}",
        text=content.text,
        sha256=sha256,
        title=content.title,
        author=content.author,
        outlet=content.outlet or stated_outlet(content.text),
        url=part.url,
        published=published,
        published_basis=basis,
        updated=content.updated,
        updated_basis="metadata" if content.updated else "unknown",
        retrieved=part.retrieved,
        language=content.language or language_of(content.text),
        media_type=kind,
    )
    return Document(report, data)
