"""RSS (0.9 to 2.0, RDF) and Atom: each entry that carries its text is a document.

Many feeds give a teaser and a link only; such an entry is listed with its address and makes no
report, because half a text would pass for all of it. The outlet is what the feed or the entry's own
`source` calls itself. An entry's bytes, of which its id is the digest, are its canonical XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from goodoffices.errors import UnreadableDocument
from goodoffices.read.content import (
    Content,
    Found,
    Limits,
    Part,
    Unreadable,
    clean,
    in_megabytes,
    printable,
)
from goodoffices.read.dated import day_of, strange_date
from goodoffices.read.kinds import ATOM, FEED
from goodoffices.read.plain import decode, readable
from goodoffices.read.webpage import visible_text

WHOLE = 1_000  # characters from which a description is taken to be the text and not a teaser

_DECLARED = re.compile(rb"""\A[^<]{0,20}<\?xml[^>]{0,200}?encoding=\s*["']([\w.:-]{2,40})""")
_PROLOGUE = re.compile(r"\A\s*<\?xml[^>]{0,300}>")
_TEASER = re.compile(
    r"(?:…|\.\.\.|\[[….]+\]|\b(?:read|continue|learn) (?:more|reading)\W*"
    r"|\bfull (?:story|article)\W*)\s*\Z",
    re.IGNORECASE,
)
_CHUNK = 1 << 14
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:\w+|#\w+);")


def read_feed(stream: IO[bytes], part: Part, limits: Limits) -> Iterator[Found]:
    """The entries of a feed, those without text as failures with the address to read instead."""
    data = stream.read(limits.page_bytes + 1)
    cut = part.cut
    if len(data) > limits.page_bytes:
        cut = f"the feed is longer than {in_megabytes(limits.page_bytes)}"
    if cut:  # up to the last whole element, so that no character is cut in two
        data = data[: data.rfind(b">", 0, limits.page_bytes) + 1]
    declared = _DECLARED.match(data[:400])
    text = decode(data, declared[1].decode("ascii") if declared else part.charset)
    if "<!ENTITY" in text:
        raise Unreadable("it declares entities, which no feed needs and which can be a trap")
    channel: dict[str, str] = {}
    number, damaged = 0, ""
    for element in _entries(_PROLOGUE.sub("", text, count=1), channel):
        if isinstance(element, str):
            damaged = "" if cut else element
            break
        if number == limits.entries:
            yield UnreadableDocument(part.name, f"it has more than {limits.entries:,} entries; the"
                                     " others are not read")  # fmt: skip
            return
        number += 1
        yield _entry(element, number, channel, part, limits)
    if damaged:
        yield UnreadableDocument(part.name, f"the feed is damaged ({damaged}); what follows entry"
                                 f" {number} is not read")  # fmt: skip
    elif cut:
        yield UnreadableDocument(part.name, f"{cut}; it is cut there, after {number} entries")
    elif not number:
        yield UnreadableDocument(part.name, "the feed has no entries")


def _entries(text: str, channel: dict[str, str]) -> Iterator[Any]:
    """Each entry as it ends; facts of the channel go to `channel`; at damage, its description."""
    from lxml import etree

    parser = etree.XMLPullParser(
        events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    raw = text.encode("utf-8", "replace")
    parser.feed(b"<?xml version='1.0' encoding='utf-8'?>")
    fault = None
    for start in range(0, len(raw), _CHUNK):
        try:
            parser.feed(raw[start : start + _CHUNK])
        except etree.XMLSyntaxError as raised:
            fault = clean(raised.msg) or "not well-formed"
        for _, element in parser.read_events():
            name = _local(element)
            if name in ("item", "entry"):
                yield element
                element.clear(keep_tail=False)
            elif _local(element.getparent()) in ("channel", "feed") and element.text:
                channel.setdefault(name, element.text)
        if fault:
            yield fault
            return
    try:
        parser.close()
    except etree.XMLSyntaxError as raised:
        yield clean(raised.msg) or "it breaks off"


def _local(element: Any) -> str:
    tag = getattr(element, "tag", None)
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _entry(element: Any, number: int, channel: dict[str, str], part: Part, limits: Limits) -> Found:
    fields = _fields(element)
    title = _plain(fields.get("title", ""))
    name = f"{part.name}, entry {number}" + (f" ({title[:60]})" if title else "")
    link = fields.get("link")
    try:
        text = _text(element, fields, limits)
        if not text:
            where = f"add {link} to read it" if link else "and no address either"
            return UnreadableDocument(name, f"the feed gives no full text of it: {where}")
        content = _content(readable(text, limits), title, fields, channel)
    except Unreadable as fault:
        return UnreadableDocument(name, fault.reason)
    return Part(
        name=name,
        data=_bytes(element),
        kind=ATOM if _local(element) == "entry" else FEED,
        content=content,
        url=link or part.url,
        retrieved=part.retrieved,
    )


def _bytes(element: Any) -> bytes:
    """The entry's canonical XML; as it stands where a namespace that is no address bars it."""
    from lxml import etree

    try:
        return bytes(etree.tostring(element, method="c14n", with_tail=False))
    except etree.C14NError:
        return bytes(etree.tostring(element, with_tail=False))


def _fields(element: Any) -> dict[str, str]:
    """Texts of the entry's children by local name; the first of a name counts."""
    fields: dict[str, str] = {}
    for child in element:
        name = _local(child)
        if name == "link" and child.get("href"):
            if child.get("rel", "alternate") == "alternate":
                fields.setdefault("link", child.get("href").strip())
        elif name == "author" and len(child):
            inner = " ".join(t.text or "" for t in child if _local(t) == "name")
            fields.setdefault("author", inner)
        elif name == "source" and len(child):  # Atom: the feed that the entry was taken from
            inner = " ".join(t.text or "" for t in child if _local(t) == "title")
            fields.setdefault("source", inner)
        elif name not in ("content", "encoded", "description", "summary"):
            fields.setdefault(name, (child.text or "").strip())
    link = fields.get("link") or fields.get("guid") or ""
    fields["link"] = link if re.match(r"https?://\S+\Z", link) else ""
    return fields


def _text(element: Any, fields: dict[str, str], limits: Limits) -> str:
    """The text of the entry, "" where it gives only a part of it."""
    bodies = {_local(child): child for child in reversed(element)}
    for name, least in (("encoded", 1), ("content", 1), ("description", WHOLE), ("summary", WHOLE)):
        if name in bodies and not bodies[name].get("src"):
            text = _body(bodies[name], limits)
            if len(text) >= least and not _TEASER.search(text[-60:]):
                return text
    return ""


def _body(element: Any, limits: Limits) -> str:
    from lxml import etree

    if element.get("type") == "text":
        return printable(element.text or "").strip()
    markup = "".join(
        [element.text or ""]
        + [etree.tostring(child, encoding="unicode", method="html") for child in element]
    )
    if not len(element) and not _MARKUP.search(markup):
        return printable(markup).strip()
    return visible_text(markup.encode("utf-8", "replace"), limits) if markup.strip() else ""


def _plain(markup: str) -> str:
    """A title, which may hold escaped markup."""
    from html import unescape

    return clean(re.sub(r"<[^<>]{1,200}>", "", unescape(markup[:2_000]))) or ""


def _content(text: str, title: str, fields: dict[str, str], channel: dict[str, str]) -> Content:
    given = fields.get("pubdate") or fields.get("published") or fields.get("date")
    published, updated = day_of(given), day_of(fields.get("updated") or fields.get("modified"))
    return Content(
        text=text,
        title=title or None,
        author=clean(fields.get("creator")) or clean(fields.get("author")),
        outlet=clean(fields.get("source")) or clean(channel.get("title")),
        published=published,
        published_basis="metadata" if published else "unknown",
        updated=updated,
        notes=strange_date(given),
    )
