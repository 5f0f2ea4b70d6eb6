"""What a reader of one format hands back, and the limits that all of them keep to."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.errors import UnreadableDocument
from goodoffices.model.evidence import DateBasis

MEGABYTE = 1024 * 1024


class Unreadable(Exception):
    """Why a document cannot be read; `documents` adds which one and raises the public error."""

    def __init__(self, reason: str) -> None:
        self.reason = " ".join(reason.replace("\0", "").split())  # it may quote the document
        super().__init__(self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Text of a document with what its metadata says. What it does not say is None.

    `notes` are what a reader of the report should know of the reading, one line each.
    """

    text: str
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published: str | None = None
    published_basis: DateBasis = "unknown"
    updated: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes beyond which a document is refused rather than read for minutes.

    Bytes of a file; bytes of a web page; bytes a Word file may unpack to, how many parts it may
    have and by what factor it may unpack; pages of a PDF; characters of text in the end. Of what
    holds several documents: attachments of one message, entries of one feed, how deep such things
    may lie in one another. Mailboxes, archives and tables are read piece by piece and may be of any
    size; the other limits hold for each piece.
    """

    file_bytes: int = 50 * MEGABYTE
    page_bytes: int = 15 * MEGABYTE
    unpacked_bytes: int = 200 * MEGABYTE
    parts: int = 5_000
    unpack_factor: int = 200
    pdf_pages: int = 5_000
    characters: int = 50_000_000
    attachments: int = 20
    entries: int = 1_000
    depth: int = 3


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One document out of a container: a message, an attachment, an entry, a record, a row.

    `name` is what messages call it, `kind` its media type where the container knows it. `content`
    is there where the container's reader has read it already; else it goes through the readers,
    with `charset` as declared. `cut` says why the bytes end before the document does.
    """

    name: str
    data: bytes
    content: Content | None = None
    kind: str | None = None
    url: str | None = None
    retrieved: str | None = None
    charset: str | None = None
    cut: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody should know of a document that was read, or what in it was passed over."""

    source: str
    text: str

    def __str__(self) -> str:
        return f"{self.source}: {self.text}"


Found = Part | UnreadableDocument | Note
"""What the reader of a container yields, piece by piece."""


def words(listed: str) -> frozenset[str]:
    """A set written as words with spaces between them, which reads better than quoted lists."""
    return frozenset(listed.split())


def clean(value: object) -> str | None:
    """One line of metadata with single spaces, or None where there is nothing in it."""
    if not isinstance(value, str):
        return None
    line = " ".join(printable(value).split())
    return line[:500] or None


def printable(text: str) -> str:
    """Text taken out of a binary format without what no text can hold: NUL, lone surrogates."""
    text = text.replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8") if has_surrogate(text) else text


def has_surrogate(text: str) -> bool:
    """Whether half a pair of UTF-16 stands in it, which no text in UTF-8 can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def in_megabytes(size: int) -> str:
    """A number of bytes for a message."""
    return f"{size / MEGABYTE:,.0f} MB" if size >= MEGABYTE else f"{size:,} bytes"
