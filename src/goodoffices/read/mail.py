"""E-mail (EML) and mailboxes (MBOX), by the standard library's parser.

The text of a message is its plain part, or its HTML part where the plain one is missing or says
much less. Author, date and organisation are what the headers say; the date is the day in the
sender's own time zone. Attachments are documents of their own and go through the same readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr
from typing import IO, NamedTuple

from goodoffices.errors import UnreadableDocument
from goodoffices.read.content import (
    Content,
    Found,
    Limits,
    Note,
    Part,
    Unreadable,
    clean,
    in_megabytes,
    printable,
)
from goodoffices.read.dated import day_of, strange_date
from goodoffices.read.kinds import ENVELOPE, MAIL
from goodoffices.read.plain import decode, readable

_HEADER = 5_000  # characters of a header; the parser of longer ones would take minutes
_PARTS = 2_000
_LINE = 1 << 20
_SHORTER = 2  # how much more the HTML part must say to be taken instead of the plain one
_SEALED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
# What mail programs add for themselves, with nothing in it to read.
_NO_DOCUMENT = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
     "application/pgp-keys", "text/calendar", "text/vcard", "text/x-vcard",
     "message/delivery-status", "text/rfc822-headers", "message/disposition-notification"}
)  # fmt: skip


class _Body(NamedTuple):
    plain: list[EmailMessage]
    html: list[EmailMessage]
    attached: list[EmailMessage]
    passed: list[str]


def read_mail(stream: IO[bytes], part: Part, limits: Limits) -> Iterator[Found]:
    """A message as one document, and then its attachments."""
    data = stream.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise Unreadable(f"the message is larger than {in_megabytes(limits.file_bytes)}")
    message = _parsed(data)
    body = _sorted(message)
    text = _text(body, limits)
    if text:
        yield Part(
            name=part.name, data=data, kind=MAIL, retrieved=part.retrieved, url=part.url,
            content=_content(message, text),
        )  # fmt: skip
    elif body.attached:
        yield Note(part.name, "the message itself says nothing; its attachments are read")
    else:
        raise Unreadable("there is no text in the message")
    if body.passed:
        kinds = ", ".join(dict.fromkeys(body.passed))
        yield Note(part.name, f"parts without text were passed over: {kinds}")
    for number, attached in enumerate(body.attached[: limits.attachments], 1):
        yield _attachment(attached, number, part)
    if len(body.attached) > limits.attachments:
        yield UnreadableDocument(
            part.name,
            f"it has {len(body.attached)} attachments; the first {limits.attachments} are read:"
            " save the others as files and add those",
        )


def read_mailbox(stream: IO[bytes], part: Part, limits: Limits) -> Iterator[Found]:
    """Each message of a mailbox; lines quoted with ">From " keep their mark."""
    held = False
    for number, data in enumerate(_messages(stream, limits), 1):
        name = f"{part.name}, message {number}"
        held = held or data is None or bool(data.strip())
        if data is None:
            yield UnreadableDocument(
                name, f"the message is larger than {in_megabytes(limits.file_bytes)}"
            )
        elif data.strip():
            yield Part(name=name, data=data, kind=MAIL, retrieved=part.retrieved)
    if not held:
        yield UnreadableDocument(part.name, "the mailbox has no messages")


def _messages(stream: IO[bytes], limits: Limits) -> Iterator[bytes | None]:
    """The bytes of each message without its envelope line; None for one that is too large."""
    lines: list[bytes] = []
    size, begun, blank = 0, False, True
    while line := stream.readline(_LINE):
        if blank and ENVELOPE.match(line[:400]):
            if begun:
                yield _joined(lines, size, limits)
            lines, size, begun = [], 0, True
        else:
            begun = True
            size += len(line)
            if size <= limits.file_bytes:
                lines.append(line)
        blank = line in (b"\n", b"\r\n")
    if begun:
        yield _joined(lines, size, limits)


def _joined(lines: list[bytes], size: int, limits: Limits) -> bytes | None:
    if size > limits.file_bytes:
        return None
    if lines and lines[-1] in (b"\n", b"\r\n"):  # the empty line before the next envelope
        lines.pop()
    return b"".join(lines)


def _parsed(data: bytes) -> EmailMessage:
    try:
        message = message_from_bytes(data, policy=policy.default)
    except RecursionError:
        raise
    except Exception as fault:  # the parser raises many kinds on damaged messages
        raise Unreadable(f"the message is damaged ({type(fault).__name__})") from fault
    if not isinstance(message, EmailMessage) or not message.keys():
        raise Unreadable("it is named as a message but has no header lines")
    return message


def _kind(part: EmailMessage) -> str:
    raw = _raw(part, "content-type") or "text/plain"
    kind = raw.partition(";")[0].strip().lower()
    return kind if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind) else "text/plain"


def _sorted(message: EmailMessage) -> _Body:
    """The leaves of the message by what they are, without recursion."""
    body = _Body([], [], [], [])
    waiting: list[EmailMessage] = [message]
    seen = 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if seen > _PARTS:
            raise Unreadable(f"the message has more than {_PARTS:,} parts")
        kind = _kind(part)
        if kind in _SEALED:
            raise Unreadable("the message is encrypted; open it in the mail program and save it"
                             " as text")  # fmt: skip
        # Of a leaf the payload is not asked for here: decoding it fails for a name of an encoding
        # that holds NUL.
        inside = part.get_payload() if part.is_multipart() else None
        disposition = (_raw(part, "content-disposition") or "").strip().lower()
        if kind == "message/rfc822" and isinstance(inside, list):
            body.attached.append(part)
        elif isinstance(inside, list):
            waiting.extend(piece for piece in reversed(inside) if isinstance(piece, EmailMessage))
        elif kind in _NO_DOCUMENT or (kind.startswith("image/") and part.get("content-id")):
            body.passed.append(kind)
        elif disposition.startswith("attachment") or "name=" in disposition:
            body.attached.append(part)
        elif kind == "text/plain":
            body.plain.append(part)
        elif kind == "text/html":
            body.html.append(part)
        else:
            body.attached.append(part)
    return body


def _raw(part: EmailMessage, name: str) -> str | None:
    """A header as it stands in the message, cut to what a header may have."""
    for key, value in part.raw_items():
        if key.lower() == name:
            return str(value)[:_HEADER]
    return None


def _unfolded(message: EmailMessage, name: str) -> str:
    raw = _raw(message, name) or ""
    return "" if len(raw) >= _HEADER else re.sub(r"\r?\n[ \t]*", " ", raw)


def _decoded(header: str) -> str | None:
    """One line of a header with its encoded words read, or None where there is nothing in it."""
    from email.header import decode_header, make_header

    try:
        return clean(str(make_header(decode_header(header))))
    except (MessageError, ValueError, LookupError, AssertionError, TypeError, IndexError):
        return clean(header)


def _payload(part: EmailMessage) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, TypeError) as fault:
        raise Unreadable(f"a part of the message is damaged ({type(fault).__name__})") from fault
    return data if isinstance(data, bytes) else b""


def _charset(part: EmailMessage) -> str | None:
    match = re.search(r"charset\s*=\s*\"?([\w.:-]{2,40})", _raw(part, "content-type") or "", re.I)
    return match[1] if match else None


def _text(body: _Body, limits: Limits) -> str:
    """The text that the sender wrote; "" where there is none."""
    plain = "\n\n".join(
        decode(data, _charset(part))
        for part in body.plain
        if (data := _payload(part)) and data.strip()
    )
    html = "\n\n".join(_of_html(part, limits) for part in body.html)
    chosen = html if len(html.split()) > _SHORTER * len(plain.split()) else plain
    chosen = printable(chosen)
    return readable(chosen, limits) if chosen.strip() else ""


def _of_html(part: EmailMessage, limits: Limits) -> str:
    from goodoffices.read.webpage import visible_text

    data = _payload(part)
    return visible_text(data, limits, charset=_charset(part)) if data.strip() else ""


def _content(message: EmailMessage, text: str) -> Content:
    name, address = parseaddr(_unfolded(message, "from"))
    date = _raw(message, "date")
    published = day_of(date)
    return Content(
        text=text,
        title=_decoded(_unfolded(message, "subject")),
        author=_decoded(name) or clean(address),
        outlet=_decoded(_unfolded(message, "organization")),
        published=published,
        published_basis="metadata" if published else "unknown",
        notes=strange_date(date),
    )


def _attachment(attached: EmailMessage, number: int, part: Part) -> Found:
    name = f"{part.name}, attachment {number}"
    try:
        called = clean(attached.get_filename())
    except Exception:  # headers built to break the parser
        called = None
    name = f"{name}, {called}" if called else name
    kind = None
    try:
        inside = attached.get_payload()
        if isinstance(inside, list):  # a message in the message
            data = bytes(inside[0]) if inside else b""  # type: ignore[arg-type]
            kind = MAIL
        else:
            data = _payload(attached)
    except Unreadable as fault:
        return UnreadableDocument(name, fault.reason)
    except RecursionError:
        raise
    except Exception as fault:  # the standard library's writer, on what its parser let through
        return UnreadableDocument(name, f"the attachment is damaged ({type(fault).__name__})")
    return Part(
        name=name, data=data, kind=kind, charset=_charset(attached), retrieved=part.retrieved
    )
