"""Values as JSON: encoded once, compressed once, and not sent again to who has them."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

SMALL = 1000
"""Bytes below which compressing saves nothing."""


def encoded(value: Any) -> bytes:
    """JSON in UTF-8 with every field of every dataclass."""
    return msgspec.json.encode(value)


@dataclass(frozen=True, slots=True)
class Answer:
    """An encoded answer, whole and compressed, with the tag by which a browser knows it."""

    body: bytes
    packed: bytes | None
    tag: str
    media_type: str = "application/json"


def answer(value: Any) -> Answer:
    """A value made ready to send."""
    return packed(encoded(value), "application/json")


def packed(body: bytes, media_type: str, *, level: int = 5) -> Answer:
    """Bytes made ready to send."""
    small = gzip.compress(body, level, mtime=0) if len(body) >= SMALL else None
    return Answer(body, small, f'"{sha256(body).hexdigest()[:32]}"', media_type)


def send(ready: Answer, request: Request, *, headers: dict[str, str] | None = None) -> Response:
    """The response: 304 for who has it already, compressed for who takes it so."""
    given = {
        "ETag": ready.tag,
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Encoding, Cookie",
        **(headers or {}),
    }
    held = request.headers.get("if-none-match", "")
    if ready.tag in [item.strip().removeprefix("W/") for item in held.split(",")]:
        return Response(status_code=304, headers=given)
    body = ready.body
    if ready.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        body = ready.packed
        given["Content-Encoding"] = "gzip"
    return Response(body, media_type=ready.media_type, headers=given)
