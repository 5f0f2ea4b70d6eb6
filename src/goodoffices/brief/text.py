"""Text that is safe to set: what renderers share about characters and addresses."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters
    "\ud800-\udfff\ufffe\uffff"  # halves of surrogate pairs and what is no character
    "\u202a-\u202e\u2066-\u2069]"  # marks that turn the direction of what follows
)


def printable(text: str) -> str:
    """The text on one line, with a visible mark for each character that cannot be shown.

    Marks that override the direction of the text are among them: they would let a report reorder
    the words around it.
    """
    return " ".join(_UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text).split())


@lru_cache(maxsize=4096)
def kept_spaces(text: str) -> str:
    """As `printable`, with a space at either end kept: for a run inside a sentence."""
    inner = printable(text)
    if not inner:
        return " " if text[:1].isspace() else ""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    return f"{before}{inner}{after}"


def web_address(url: str | None) -> str | None:
    """The address where it is one of the web that may become a link, else None."""
    if not url or len(url) > 4000 or re.search(r"[\s\x00-\x20\x7f-\x9f\"<>\\^`{|}]", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and host else None
