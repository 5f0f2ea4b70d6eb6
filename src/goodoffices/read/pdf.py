"""PDF: the text layer of all pages, by pypdf."""

from __future__ import annotations

import logging
import warnings
from io import BytesIO
from typing import Any

from goodoffices.read.content import Content, Limits, Unreadable, clean, printable

_TAIL = 2048
# Names that programs put in by themselves are nobody's.
_NOBODY = frozenset({"anonymous", "untitled", "unspecified", "unknown", "user", "admin", "author"})

_SCANNED = (
    "its pages are pictures without text; it needs text recognition (OCR) first, for instance"
    " with the free program ocrmypdf:  ocrmypdf INPUT.pdf OUTPUT.pdf"
)


def read_pdf(data: bytes, limits: Limits) -> Content:
    """Text, title and author of a PDF file. Raises Unreadable.

    A file that is cut off is refused: half a text read in silence would be taken for all of it.
    """
    if b"%%EOF" not in data[-_TAIL:]:
        raise Unreadable("the PDF file is cut off before its end; get it again")
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL)  # what it would print is about repairs, not for our users
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(data, limits)
    except Unreadable:
        raise
    except Exception as fault:  # pypdf raises many kinds on damaged files
        raise Unreadable(f"the PDF file is damaged or cut off ({type(fault).__name__})") from fault
    finally:
        log.setLevel(level)


def _read(data: bytes, limits: Limits) -> Content:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted:
        _unlock(reader)
    count = len(reader.pages)
    if count == 0:
        raise Unreadable("the PDF file has no pages")
    if count > limits.pdf_pages:
        raise Unreadable(f"it has {count:,} pages; the limit is {limits.pdf_pages:,}: split it")
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        pages.append(page.extract_text() or "")
        size += len(pages[-1])
        if size > limits.characters:
            raise Unreadable(f"its text is longer than {limits.characters:,} characters")
    text = printable("\n\n".join(page.strip() for page in pages)).strip()
    if not any(character.isalnum() for character in text):
        raise Unreadable(_SCANNED)
    return Content(text=text, title=_named(reader, "title"), author=_named(reader, "author"))


def _unlock(reader: Any) -> None:
    """Open a file whose only lock is on printing or copying; any viewer opens it too."""
    try:
        opened = bool(reader.decrypt(""))
    except Exception:  # an algorithm that is not installed, or damage
        opened = False
    if not opened:
        raise Unreadable("it is protected with a password; save it without one")


def _named(reader: Any, field: str) -> str | None:
    """A field of the metadata. Its dates are when the file was made, not when it was published."""
    try:
        value = clean(getattr(reader.metadata, field, None))
    except Exception:  # damaged metadata do not make the text unreadable
        return None
    return None if value is None or value.lower() in _NOBODY else value
