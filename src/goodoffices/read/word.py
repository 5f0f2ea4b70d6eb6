"""DOCX: the text of the body and the notes, straight from the parts of the package.

Deleted text (tracked changes), field codes and the fallback copies of text boxes are left out. The
archive is checked before anything is unpacked, and again while it is: declared sizes can lie.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from goodoffices.read.content import Content, Limits, Unreadable, clean, in_megabytes, printable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CORE = "docProps/core.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_BODY = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_CHUNK = 1 << 16
# Names that programs put in by themselves are nobody's.
_NOBODY = frozenset({"python-docx", "microsoft office user", "user", "unknown", "author", "admin"})


def read_word(data: bytes, limits: Limits) -> Content:
    """Text, title and author of a DOCX file. Raises Unreadable."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _read(archive, limits)
    except Unreadable:
        raise
    except Exception as fault:  # zipfile raises many kinds on damaged archives
        raise Unreadable(f"the Word file is damaged or cut off ({type(fault).__name__})") from fault


def _read(archive: zipfile.ZipFile, limits: Limits) -> Content:
    _refuse_bombs(archive, limits)
    names = set(archive.namelist())
    if _BODY not in names:
        raise Unreadable("it is a ZIP archive but not a Word document; unpack it first")
    left = [limits.unpacked_bytes]
    paragraphs = list(_paragraphs(_xml(archive, _BODY, limits, left)))
    for part in _NOTES:
        if part in names:
            paragraphs.extend(_paragraphs(_xml(archive, part, limits, left)))
    text = printable("\n".join(paragraphs)).strip("\n")
    if not text.strip():
        raise Unreadable("there is no text in the Word file; if its pages are pictures, it needs"
                         " text recognition (OCR) first")  # fmt: skip
    if len(text) > limits.characters:
        raise Unreadable(f"its text is longer than {limits.characters:,} characters")
    title, author = _core(archive, names, limits, left)
    return Content(text=text, title=title, author=author)


def _refuse_bombs(archive: zipfile.ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    if len(members) > limits.parts:
        raise Unreadable(f"it has {len(members):,} parts; a Word file has at most a few hundred")
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("it is protected with a password; save it without one")
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if total > limits.unpacked_bytes:
        raise Unreadable(f"it would unpack to {in_megabytes(total)}; it is not a normal Word file")
    if total > 10 * _CHUNK * 16 and total / packed > limits.unpack_factor:
        raise Unreadable(f"it would unpack to {total // packed:,} times its size;"
                         " it is not a normal Word file")  # fmt: skip


def _xml(archive: zipfile.ZipFile, name: str, limits: Limits, left: list[int]) -> Any:
    from lxml import etree

    pieces = []
    with archive.open(name) as stream:
        while piece := stream.read(_CHUNK):
            left[0] -= len(piece)
            if left[0] < 0:
                raise Unreadable(f"it unpacks to more than {in_megabytes(limits.unpacked_bytes)}")
            pieces.append(piece)
    content = b"".join(pieces)
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise Unreadable("it declares document types, which no Word file does")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(content, parser)


def _paragraphs(root: Any) -> Iterator[str]:
    """Texts of the paragraphs in document order, without recursion."""
    from lxml import etree

    open_paragraphs: list[list[str]] = []
    skipping = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        name = tag.removeprefix(_W).removeprefix(_STRICT_W)
        if tag == _FALLBACK or name in ("del", "moveFrom"):
            skipping += 1 if event == "start" else -1
        elif skipping:
            continue
        elif name == "p" and tag != name:
            if event == "start":
                open_paragraphs.append([])
            else:
                yield "".join(open_paragraphs.pop())
        elif event == "start" and open_paragraphs:
            _add(open_paragraphs[-1], name, element)


def _add(line: list[str], name: str, element: Any) -> None:
    if name == "t" and element.text:
        line.append(element.text)
    elif name in ("tab", "ptab"):
        line.append("\t")
    elif name in ("br", "cr"):
        line.append("\n")
    elif name == "noBreakHyphen":
        line.append("\N{NON-BREAKING HYPHEN}")


def _core(
    archive: zipfile.ZipFile, names: set[str], limits: Limits, left: list[int]
) -> tuple[str | None, str | None]:
    """Title and author. The dates of the file are when it was typed, not when it was published."""
    if _CORE not in names:
        return None, None
    try:
        root = _xml(archive, _CORE, limits, left)
    except Unreadable:
        raise
    except Exception:  # damaged metadata do not make the text unreadable
        return None, None
    title = clean(root.findtext(f"{_DC}title"))
    author = clean(root.findtext(f"{_DC}creator"))
    return title, None if author is None or author.lower() in _NOBODY else author
