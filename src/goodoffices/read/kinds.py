"""Which kind of document bytes are: by content first, by suffix where content leaves it open."""

from __future__ import annotations

import re
import zlib
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from goodoffices.read.content import Unreadable

TEXT, HTML, PDF = "text/plain", "text/html", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL, MAILBOX = "message/rfc822", "application/mbox"
FEED, ATOM = "application/rss+xml", "application/atom+xml"
WARC, CSV, JSONL = "application/warc", "text/csv", "application/jsonl"

CONTAINERS = frozenset({MAIL, MAILBOX, FEED, WARC, CSV, JSONL})
"""Kinds that may hold several documents; Atom feeds are told as `FEED`, their entries as `ATOM`."""

HEAD = 1 << 16
"""How many bytes from the beginning are enough to tell the kind."""

_PDF_HEAD = 1024
_PAGE_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,300}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|article|div|p|h1|script|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<[?!][^>]{0,2000}>[\s\]>]*){0,12}"
    rb"<(?:rss\b|(?:\w+:)?feed\b[^>]{0,2000}www\.w3\.org/2005/Atom|"
    rb"(?:\w+:)?RDF\b[^>]{0,2000}purl\.org/rss/)"
)
_PAGE_ANYWHERE = re.compile(rb"<(?:html|body|p|div|article|h[1-6]|span|br)\b[^<>]*>", re.IGNORECASE)
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
_HEADER = re.compile(rb"\A(?:[!-9;-~]{1,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)+")
_SENDER = re.compile(rb"^from:", re.IGNORECASE | re.MULTILINE)
_POSTMARK = re.compile(
    rb"^(?:message-id|received|mime-version|return-path|delivered-to):",
    re.IGNORECASE | re.MULTILINE,
)
ENVELOPE = re.compile(rb"From \S[^\r\n]{0,300}\d\d:\d\d[^\r\n]{0,20}\d{4}[^\r\n]{0,20}\r?\n")
"""The line before each message of a mailbox: who and when."""
_MAILBOX = re.compile(ENVELOPE.pattern + rb"[!-9;-~]{1,60}:")
_BY_SUFFIX = {
    ".csv": CSV, ".tsv": CSV, ".jsonl": JSONL, ".ndjson": JSONL, ".eml": MAIL, ".mbox": MAILBOX,
    ".mbx": MAILBOX,
}  # fmt: skip
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "it is an old Word file, an Outlook message or one with a password; save"
     " it as DOCX or EML without a password"),
    (b"{\\rtf", "it is an RTF file; save it as DOCX or as text"),
    (b"\x1f\x8b", "it is a compressed archive; unpack it first"),
    (b"BZh", "it is a compressed archive; unpack it first"),
    (b"\xfd7zXZ", "it is a compressed archive; unpack it first"),
    (b"Rar!", "it is a compressed archive; unpack it first"),
    (b"7z\xbc\xaf", "it is a compressed archive; unpack it first"),
    (b"\x89PNG", "it is a picture; it needs text recognition (OCR) first"),
    (b"\xff\xd8\xff", "it is a picture; it needs text recognition (OCR) first"),
    (b"GIF8", "it is a picture; it needs text recognition (OCR) first"),
    (b"II*\0", "it is a picture; it needs text recognition (OCR) first"),
    (b"MM\0*", "it is a picture; it needs text recognition (OCR) first"),
    (b"\x7fELF", "it is a program, not a document"),
)  # fmt: skip


def kind_of(data: bytes, name: str = "") -> str:
    """Media type of the bytes, of which the first 64 kB are enough.

    Raises Unreadable for kinds that no reader here knows.
    """
    if not data.strip():
        raise Unreadable("the file is empty")
    if b"%PDF-" in data[:_PDF_HEAD]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return DOCX
    if _is_warc(data):
        return WARC
    for mark, reason in _FOREIGN:
        if data.startswith(mark):
            raise Unreadable(reason)
    if is_feed(data):
        return FEED
    suffix = suffix_of(name)
    if _PAGE_START.match(data) or (suffix in _PAGE_SUFFIXES and _PAGE_ANYWHERE.search(data[:HEAD])):
        return HTML
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        raise Unreadable("it is XML but neither a web page nor a feed; save the article as a web"
                         " page or as text")  # fmt: skip
    if _MAILBOX.match(data):
        return MAILBOX
    if _is_mail(data):
        return MAIL
    if suffix in (".pdf", ".docx"):  # a stump of one, or a text under a wrong name
        kind = "PDF" if suffix == ".pdf" else "Word"
        raise Unreadable(
            f"it is named as a {kind} file but does not begin like one; get it again,"
            " or rename it if it is plain text"
        )
    if suffix == ".warc" or name.lower().endswith(".warc.gz"):
        raise Unreadable("it is named as a web archive but does not begin like one; get it again")
    return _BY_SUFFIX.get(suffix, TEXT)


def is_feed(head: bytes) -> bool:
    """Whether bytes begin as an RSS or Atom feed does."""
    return bool(_FEED_START.match(head[:HEAD]))


def suffix_of(name: str) -> str:
    """The suffix of a file name or of the path of an address, in lower case."""
    if "://" in name:
        try:
            name = urlsplit(name).path
        except ValueError:
            return ""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower() if name else ""


def _is_warc(data: bytes) -> bool:
    if data.startswith(b"\x1f\x8b"):
        try:
            data = zlib.decompressobj(31).decompress(data[:HEAD], 16)
        except zlib.error:
            return False
    return data.startswith(b"WARC/")


def _is_mail(data: bytes) -> bool:
    """Header lines with a sender and what only programs of the post write.

    An article that begins with "Date:" and "From:" is not taken for a message.
    """
    header = _HEADER.match(data[:HEAD])
    return bool(header and _SENDER.search(header[0]) and _POSTMARK.search(header[0]))
