"""What a reader of one format hands back, and the limits that all of them keep to."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.model.evidence import DateBasis

MEGABYTE = 1024 * 1024


class Unreadable(Exception):
    """Why a document cannot be read; `documents` adds which one and raises the public error."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Text of a document with what its metadata says. What it does not say is None."""

    text: str
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published: str | None = None
    published_basis: DateBasis = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes beyond which a document is refused rather than read for minutes.

    Bytes of a file; bytes of a web page; bytes a Word file may unpack to, how many parts it may
    have and by what factor it may unpack; pages of a PDF; characters of text in the end.
    """

    file_bytes: int = 50 * MEGABYTE
    page_bytes: int = 15 * MEGABYTE
    unpacked_bytes: int = 200 * MEGABYTE
    parts: int = 5_000
    unpack_factor: int = 200
    pdf_pages: int = 5_000
    characters: int = 50_000_000


DEFAULT_LIMITS = Limits()


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
    return text.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(text) else text


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def in_megabytes(size: int) -> str:
    """A number of bytes for a message."""
    return f"{size / MEGABYTE:,.0f} MB" if size >= MEGABYTE else f"{size:,} bytes"
