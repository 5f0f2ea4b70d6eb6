"""The briefing as JSON: the plain form of the value, nothing left out."""

from __future__ import annotations

import msgspec

from goodoffices.brief.briefing import Briefing
from goodoffices.codec import plain


def render(briefing: Briefing) -> bytes:
    """JSON in UTF-8 with a line end; every field is there, also where it holds its default."""
    content = msgspec.json.encode(plain(briefing, defaults=True))
    return msgspec.json.format(content, indent=1) + b"\n"
