"""WARC (ISO 28500:2017): the pages and documents of a web archive, plain or gzipped.

Answers with status 200, and resources, that a reader here knows. Requests, pictures, scripts and
the like are counted and passed over. `retrieved` is the record's own date, `url` its address. An
archive that is cut off or damaged is read up to there, and says so.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import IO, NamedTuple

from goodoffices.errors import UnreadableDocument
from goodoffices.read.content import Found, Limits, Note, Part, Unreadable, in_megabytes
from goodoffices.read.kinds import DOCX, HTML, MAIL, PDF, TEXT

_DOCUMENTS = frozenset({HTML, "application/xhtml+xml", TEXT, PDF, DOCX, MAIL})
_FORCED = {HTML: HTML, "application/xhtml+xml": HTML, MAIL: MAIL}
_SHOWN = 8  # kinds named in the summary
_LINE, _LINES, _BLANK = 1 << 14, 400, 1_000
_PIECE = 1 << 20
_BOMB = 256 << 20  # unpacked bytes from which the factor is looked at
_STAMP = re.compile(r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z\Z")
_CHUNK_SIZE = re.compile(rb"\A([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")


class _Damaged(Exception):
    """The archive does not go on as the format says."""


class _Payload(NamedTuple):
    data: bytes
    kind: str
    charset: str | None


def read_warc(stream: IO[bytes], part: Part, limits: Limits) -> Iterator[Found]:
    """The documents of a web archive, record by record."""
    packed = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    # The standard library's reader goes through all members and checks each one's sum.
    records = _Records(gzip.GzipFile(fileobj=stream) if packed else stream, stream, limits)
    passed: Counter[str] = Counter()
    number = 0
    while True:
        try:
            fields = records.fields()
            if fields is None:
                break
            number += 1
            block = records.block(fields)
        except (_Damaged, EOFError, OSError, zlib.error) as fault:
            why = str(fault) if isinstance(fault, _Damaged) else "it is cut off or damaged"
            yield UnreadableDocument(part.name, f"{why}; what follows record {number} is not read")
            break
        url = fields.get("warc-target-uri", "").strip("<> ")
        name = f"{part.name}, record {number}" + (f" ({url[:120]})" if url else "")
        try:
            payload = _payload(fields, block, limits)
        except Unreadable as fault:
            yield UnreadableDocument(name, fault.reason)
            continue
        if isinstance(payload, str):
            passed[payload] += 1
            continue
        stamp = fields.get("warc-date", "")
        yield Part(
            name=name, data=payload.data, charset=payload.charset,
            kind=_FORCED.get(payload.kind), url=url if re.match(r"https?://\S+\Z", url) else None,
            retrieved=stamp if _STAMP.match(stamp) else None,
        )  # fmt: skip
    if passed:
        yield Note(part.name, f"records without an article were passed over: {_listed(passed)}")


def _listed(passed: Counter[str]) -> str:
    shown = passed.most_common(_SHOWN)
    rest = sum(passed.values()) - sum(count for _, count in shown)
    return ", ".join(
        [f"{count:,} {kind}" for kind, count in shown] + ([f"{rest:,} others"] if rest else [])
    )


class _Records:
    """The records of an archive, one after another."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, raw: IO[bytes], limits: Limits) -> None:
        self.stream, self.raw, self.limits = stream, raw, limits
        self.unpacked = 0

    def fields(self) -> dict[str, str] | None:
        """The header of the next record by lower-case name; None at the end. Raises _Damaged."""
        for _ in range(_BLANK):
            line = self.stream.readline(_LINE)
            if not line:
                return None
            if line.strip():
                break
        if not line.startswith(b"WARC/"):
            raise _Damaged("the archive is damaged: a record does not begin where it should")
        fields: dict[str, str] = {}
        for _ in range(_LINES):
            line = self.stream.readline(_LINE)
            if not line.endswith(b"\n"):
                raise _Damaged("the archive is cut off or damaged in the header of a record")
            if not line.strip():
                return fields
            name, _, value = line.decode("utf-8", "replace").partition(":")
            fields.setdefault(name.strip().lower(), value.strip())
        raise _Damaged("the archive is damaged: the header of a record does not end")

    def block(self, fields: dict[str, str]) -> bytes | None:
        """The bytes of the record; None where they are too many, or nobody wants them."""
        length = fields.get("content-length", "")
        if not re.fullmatch(r"[0-9]{1,15}", length):
            raise _Damaged("the archive is damaged: a record does not say how long it is")
        size = int(length)
        wanted = fields.get("warc-type") in ("response", "resource")
        kept = wanted and size <= self.limits.file_bytes
        pieces: list[bytes] = []
        while size:
            piece = self.stream.read(min(size, _PIECE))
            if not piece:
                raise _Damaged("the archive is cut off inside a record")
            size -= len(piece)
            self._refuse_bombs(len(piece))
            if kept:
                pieces.append(piece)
        return b"".join(pieces) if kept or not wanted else None

    def _refuse_bombs(self, size: int) -> None:
        self.unpacked += size
        if self.unpacked > _BOMB and self.unpacked > self.limits.unpack_factor * self.raw.tell():
            raise _Damaged(f"it unpacks to more than {self.limits.unpack_factor} times its size")


def _payload(fields: dict[str, str], block: bytes | None, limits: Limits) -> _Payload | str:
    """The document in a record, or in a word or two why there is none. Raises Unreadable."""
    record = fields.get("warc-type", "")
    if record not in ("response", "resource"):
        return f"{re.sub(r'[^a-z]', '', record)[:20] or 'strange'} records"
    if block is None:
        raise Unreadable(f"the record is larger than {in_megabytes(limits.file_bytes)}")
    head = fields
    if record == "response" and block.startswith(b"HTTP/"):
        status, head, block = _answer(block)
        if status != "200":
            return "answers without a page"
    value = head.get("content-type", "")[:200]
    kind = value.partition(";")[0].strip().lower()
    if kind and kind not in _DOCUMENTS:
        return kind[:40] if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind) else "strange kinds"
    if head is not fields:
        block = _decoded(block, head, limits)
    if not block.strip():
        return "empty answers"
    charset = re.search(r"charset\s*=\s*\"?([\w.:-]{2,40})", value, re.I)
    return _Payload(block, kind, charset[1] if charset else None)


def _answer(block: bytes) -> tuple[str, dict[str, str], bytes]:
    """Status, header fields and body of an HTTP answer."""
    end = re.search(rb"\r?\n\r?\n", block[: 1 << 17])
    head, body = (block[: end.start()], block[end.end() :]) if end else (block[: 1 << 17], b"")
    first, *lines = head.decode("latin-1").splitlines() or [""]
    fields: dict[str, str] = {}
    for line in lines[:_LINES]:
        name, _, value = line.partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return "".join(first.split()[1:2]), fields, body


def _decoded(body: bytes, head: dict[str, str], limits: Limits) -> bytes:
    """The body without chunks and packing; archives often leave the header of what they undid."""
    if "chunked" in head.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    packing = head.get("content-encoding", "").strip().lower()
    if packing in ("", "identity") or body.lstrip()[:1] == b"<":
        return body
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise Unreadable(f"it is packed as {packing[:20]!r}, which is not read here")
    for window in (47, -15):  # gzip and zlib by their header, or a bare stream
        unpacker = zlib.decompressobj(window)
        try:
            data = unpacker.decompress(body, limits.file_bytes + 1)
        except zlib.error:
            continue
        if len(data) > limits.file_bytes:
            raise Unreadable(f"it unpacks to more than {in_megabytes(limits.file_bytes)}")
        if not unpacker.eof:
            raise Unreadable("its packed text breaks off before the end")
        return data
    raise Unreadable("its packed text is damaged")


def _unchunked(body: bytes) -> bytes:
    """The body put together from its chunks; as it is, where it is not in chunks."""
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK_SIZE.match(body[at : at + 220]):
        size = int(match[1], 16)
        at += match.end()
        if size == 0:
            return b"".join(pieces)
        if at + size > len(body):
            raise Unreadable("its last chunk breaks off")
        pieces.append(body[at : at + size])
        at += size
        at += 2 if body[at : at + 2] == b"\r\n" else body[at : at + 1] == b"\n"
    if pieces:
        raise Unreadable("its chunks are damaged")
    return body
