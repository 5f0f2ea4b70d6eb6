"""HTML: the article without the page around it, by trafilatura (Barbaresi 2021); metadata by us.

Metadata are taken from what a page declares about itself (JSON-LD, Open Graph, meta elements),
never from a search for anything that looks like a date: an invented date would put a statement
before or after an event.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from goodoffices.read.content import (
    Content,
    Limits,
    Unreadable,
    clean,
    in_megabytes,
    printable,
    words,
)
from goodoffices.read.dated import day_of, strange_date
from goodoffices.read.plain import decode

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^<>]{0,200}?(?:charset|encoding)=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE
)
_PROLOGUE = re.compile(r"\A\s*<\?xml[^>]{0,300}>")
_HIDDEN = words(
    """
    script style noscript template head iframe object embed svg math canvas textarea select
    button nav aside form footer
    """
)
_BLOCKS = words(
    """
    p div section article header main h1 h2 h3 h4 h5 h6 li ul ol table tr td th blockquote pre
    br hr dl dt dd figure figcaption address body
    """
)
_ARTICLES = words(
    """
    Article NewsArticle ReportageNewsArticle AnalysisNewsArticle BlogPosting Report
    OpinionNewsArticle BackgroundNewsArticle LiveBlogPosting WebPage
    """
)
_MAX_ELEMENTS = 300_000
_EXTRACTOR_DEPTH = 250


def read_page(
    data: bytes, limits: Limits, *, url: str | None = None, charset: str | None = None
) -> Content:
    """Main text and declared metadata of a web page. Raises Unreadable.

    `charset` is what the server declared, which goes before what the page says of itself.
    """
    html = _markup(data, limits, charset)
    root = _parse(html)
    # The extractor's own parser drops in silence what is nested deeper than this.
    text = "" if _depth(root) > _EXTRACTOR_DEPTH else _main_text(html, url)
    text = text or _visible_text(root)
    if not any(map(str.isalnum, text)):
        raise Unreadable("there is no text on the page; if it fills itself by scripts, save it"
                         " from the browser as a complete page or as text")  # fmt: skip
    return _with_metadata(root, text)


def visible_text(data: bytes, limits: Limits, *, charset: str | None = None) -> str:
    """All text of a piece of HTML that is no page, such as the body of a message.

    Raises Unreadable as `read_page` does; "" where there is no text.
    """
    return _visible_text(_parse(_markup(data, limits, charset)))


def _markup(data: bytes, limits: Limits, charset: str | None) -> str:
    """The page as text, if it is not too much of it."""
    if len(data) > limits.page_bytes:
        raise Unreadable(
            f"the web page has {in_megabytes(len(data))}; the limit for web pages is"
            f" {in_megabytes(limits.page_bytes)}: save the article alone, or as text"
        )
    declared = _DECLARED.search(data[:4096])
    html = decode(data, charset or (declared[1].decode("ascii", "ignore") if declared else None))
    html = _PROLOGUE.sub("", html.replace("\0", ""), count=1)
    if html.count("<") > _MAX_ELEMENTS:
        raise Unreadable(f"the web page has more than {_MAX_ELEMENTS:,} elements")
    return html


def _parse(html: str) -> Any:
    from lxml import etree

    parser = etree.HTMLParser(
        recover=True,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,  # size and number of elements were limited above
        encoding="utf-8",  # whatever the page says of itself: it was decoded above
    )
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        raise Unreadable("the web page is damaged beyond reading")
    if any(entry.level >= etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise Unreadable("the web page is nested too deeply to be read whole")
    return root


def _depth(root: Any) -> int:
    from lxml import etree

    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _main_text(html: str, url: str | None) -> str:
    import trafilatura

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            document = trafilatura.bare_extraction(
                html, url=url, with_metadata=False, include_comments=False, include_tables=True
            )
        except Exception:  # hostile markup; the visible text is read instead
            return ""
    text = getattr(document, "text", None) if document is not None else None
    return printable(text).strip() if isinstance(text, str) else ""


def _visible_text(root: Any) -> str:
    """All text a browser would show, block by block, without recursion."""
    from lxml import etree

    parts: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else "script"
        if tag in _HIDDEN:
            hidden += 1 if event == "start" else -1
        if tag in _BLOCKS:
            parts.append("\n")
        words = element.text if event == "start" else element.tail
        if words and not hidden:
            parts.append(" ".join(words.split()).join((_edge(words[0]), _edge(words[-1]))))
    lines = (" ".join(line.split()) for line in printable("".join(parts)).split("\n"))
    return "\n".join(line for line in lines if line)


def _edge(character: str) -> str:
    return " " if character.isspace() else ""


# --- metadata ------------------------------------------------------------------------------------


def _with_metadata(root: Any, text: str) -> Content:
    meta = _meta(root)
    linked = list(_json_ld(root))
    dates = (
        *(meta.get(name, "") for name in _PUBLISHED),
        *(str(item.get("datePublished", "")) for item in linked),
        *root.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime"),
    )
    changes = (
        *(meta.get(name, "") for name in _UPDATED),
        *(str(item.get("dateModified", "")) for item in linked),
    )
    published = next(filter(None, map(day_of, dates)), None)
    return Content(
        text=text,
        title=_first(
            (
                meta.get("og:title"),
                *_values(linked, "headline"),
                *_texts(root, "title"),
                *_texts(root, "h1"),
            )
        ),
        author=_first(
            name
            for name in (*_values(linked, "author"), meta.get("author"), meta.get("article:author"))
            if name and not name.startswith(("http://", "https://"))
        ),
        outlet=_first((meta.get("og:site_name"), *_values(linked, "publisher"))),
        published=published,
        published_basis="metadata" if published else "unknown",
        updated=next(filter(None, map(day_of, changes)), None),
        notes=() if published else strange_date(next(filter(None, dates), "")),
    )


_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date",
    "dc.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "pubdate", "publishdate",
    "publish-date", "parsely-pub-date", "sailthru.date", "citation_publication_date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified",
    "dcterms.modified", "last-modified", "lastmod",
)  # fmt: skip


def _meta(root: Any) -> dict[str, str]:
    """Contents of the meta elements by lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = clean(element.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _json_ld(root: Any) -> Iterator[Mapping[str, Any]]:
    """Objects of schema.org that describe an article, the page's own first."""
    for script in root.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        items = data if isinstance(data, list) else [data]
        for item in items[:50]:
            if isinstance(item, Mapping):
                graph = item.get("@graph")
                for node in (item, *(graph[:200] if isinstance(graph, list) else ())):
                    if isinstance(node, Mapping) and _types(node) & _ARTICLES:
                        yield node


def _types(node: Mapping[str, Any]) -> set[str]:
    kind = node.get("@type")
    return {name for name in (kind if isinstance(kind, list) else [kind]) if isinstance(name, str)}


def _values(items: Iterable[Mapping[str, Any]], key: str) -> Iterator[str]:
    """Values of a property: a text, or the name of a thing or of each of several."""
    for item in items:
        value = item.get(key)
        several = value if isinstance(value, list) else [value]
        names = [part.get("name") if isinstance(part, Mapping) else part for part in several[:20]]
        if joined := ", ".join(name for name in map(clean, names) if name):
            yield joined


def _texts(root: Any, tag: str) -> Iterator[str]:
    for element in root.iter(tag):
        yield "".join(element.itertext())
        return


def _first(candidates: Iterable[str | None]) -> str | None:
    return next((line for line in map(clean, candidates) if line), None)
