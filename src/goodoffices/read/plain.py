"""Plain text: which encoding, and whether it is text at all. The text itself is never edited."""

from __future__ import annotations

import codecs
import re

from goodoffices.read.content import Content, Limits, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the UTF-16 one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Encodings that newsrooms have used. A detector left free would offer EBCDIC for random bytes.
_CANDIDATES = (
    "cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "iso8859_15",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip
_SAMPLE = 64 * 1024
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.01
_UNKNOWN = "its text encoding cannot be told, or it is binary data; save it as UTF-8 text"


def read_plain(data: bytes, limits: Limits, *, charset: str | None = None) -> Content:
    """The decoded text. Raises Unreadable where the bytes are not text."""
    return Content(text=readable(decode(data, charset), limits))


def readable(text: str, limits: Limits) -> str:
    """The same text. Raises Unreadable where it is none, or binary data, or too long."""
    if "\0" in text:
        raise Unreadable("it holds NUL characters, so it is not a text file")
    if not text.strip():
        raise Unreadable("there is no text in it")
    if len(_CONTROL.findall(text)) > max(2, _CONTROL_SHARE * len(text)):
        raise Unreadable("it looks like binary data, not like text")
    if len(text) > limits.characters:
        raise Unreadable(f"its text is longer than {limits.characters:,} characters")
    return text


def decode(data: bytes, declared: str | None = None) -> str:
    """Bytes to text: byte order mark, then UTF-8, then what is declared, then a detector.

    UTF-8 goes before the declaration because text that is valid UTF-8 by accident is rare and
    wrong declarations are not. Raises Unreadable where nothing fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, "its text is damaged: its encoding breaks off")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if wide := _unmarked_utf16(data):
        return _strict(data, wide, "it looks like binary data, not like text")
    if b"\0" in data:
        raise Unreadable("it holds NUL bytes, so it is binary data and not text")
    if declared and (text := _declared(data, declared)) is not None:
        return text
    return _detected(data)


def encoding_of(sample: bytes, declared: str | None = None) -> str:
    """The encoding of a text too long to be held whole, told from its beginning as `decode` does.

    Raises Unreadable where nothing fits.
    """
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # the end may cut a character
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    if declared and _declared(sample, declared) is not None:
        return declared
    return _encodings(sample)[0]


def _strict(data: bytes, encoding: str, reason: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(reason) from None


def _declared(data: bytes, encoding: str) -> str | None:
    try:
        name = codecs.lookup(encoding).name
        # Pages that declare Latin-1 are read as Windows-1252 by every browser (WHATWG Encoding).
        return data.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
    except (LookupError, UnicodeError, ValueError, AttributeError, TypeError):
        return None


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of Latin text is then NUL."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    if len(data) % 2 or len(sample) < 8:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _encodings(data: bytes) -> list[str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_CANDIDATES), enable_fallback=False).best()
    if best is None:
        raise Unreadable(_UNKNOWN)
    return list(dict.fromkeys([best.encoding, *best.could_be_from_charset]))


def _detected(data: bytes) -> str:
    for name in _encodings(data):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue  # the sample fitted, the rest does not
    raise Unreadable(_UNKNOWN)
