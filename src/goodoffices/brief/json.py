"""The briefing as JSON: the plain form of the value, nothing left out."""

from __future__ import annotations

import msgspec

from goodoffices.brief.briefing import Briefing


def render(briefing: Briefing) -> bytes:
    """JSON in UTF-8 with a line end; every field is there, also where it holds its default."""
    return msgspec.json.format(msgspec.json.encode(briefing), indent=1) + b"\n"
