"""Tables of articles: CSV (also with semicolons or tabs) and JSON lines, a row an article.

The columns are `text` and, where known, `title`, `outlet`, `author`, `url`, `published`, `updated`,
`language`; a few other names that exports use stand for them (`NAMES`). A row with a fault is
refused with its line. A row's bytes, of which its id is the digest, are its line of JSON, or for a
CSV row the canonical JSON of the fields used.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterator, Mapping
from io import TextIOWrapper
from typing import IO, Any

from goodoffices.errors import UnreadableDocument, did_you_mean
from goodoffices.read.content import (
    Content,
    Found,
    Limits,
    Note,
    Part,
    Unreadable,
    clean,
    has_surrogate,
    printable,
)
from goodoffices.read.dated import day_of
from goodoffices.read.kinds import CSV, JSONL
from goodoffices.read.plain import encoding_of, readable

FIELDS = ("text", "title", "outlet", "author", "url", "published", "updated", "language")
NAMES: Mapping[str, str] = {
    **{name: name for name in FIELDS},
    "body": "text", "content": "text", "article": "text", "full_text": "text", "fulltext": "text",
    "headline": "title",
    "source": "outlet", "publisher": "outlet", "publication": "outlet", "newspaper": "outlet",
    "byline": "author", "authors": "author", "creator": "author",
    "link": "url", "address": "url",
    "date": "published", "pubdate": "published", "published_at": "published",
    "publication_date": "published", "date_published": "published",
    "modified": "updated", "updated_at": "updated", "date_modified": "updated",
    "lang": "language",
}  # fmt: skip

_SAMPLE = 1 << 20
_LANGUAGE = re.compile(r"\A[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*\Z")


def read_csv(stream: IO[bytes], part: Part, limits: Limits) -> Iterator[Found]:
    """The rows of a table with a line of column names."""
    head = stream.read(_SAMPLE)
    stream.seek(0)
    encoding = encoding_of(head, part.charset)
    lines = TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
    try:
        first = head.decode(encoding, "replace").partition("\n")[0]
        rows = csv.reader(lines, delimiter=_delimiter(first), strict=True)
        try:
            columns = _columns(_row(rows, limits) or [], part)
        except (csv.Error, UnicodeDecodeError) as fault:
            raise Unreadable(f"its line of column names: {_reason(fault)}") from fault
        yield from _unused(columns, part)
        end = first_end = rows.line_num
        while True:
            line = end + 1
            try:
                row = _row(rows, limits)
                end = rows.line_num
                if row is None:
                    break
                if not any(row):
                    continue
                if len(row) != len(columns):
                    raise Unreadable(f"the row has {len(row)} fields, the table {len(columns)}")
                fields = {n: v for n, v in zip(columns, row, strict=True) if n and v.strip()}
                data = json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()
                yield _article(fields, data, line, CSV, part, limits)
            except UnicodeDecodeError as fault:  # of UTF-16; there is no telling where to go on
                reason = f"{_reason(fault)}; what follows is not read"
                yield UnreadableDocument(f"{part.name}, line {line}", reason)
                return
            except (csv.Error, UnicodeEncodeError, Unreadable) as fault:
                end = rows.line_num
                yield UnreadableDocument(f"{part.name}, line {line}", _reason(fault))
        if end == first_end:
            yield UnreadableDocument(part.name, "the table has a line of columns and no rows")
    finally:
        lines.detach()  # the stream belongs to the caller


def _reason(fault: Exception) -> str:
    if isinstance(fault, Unreadable):
        return fault.reason
    if isinstance(fault, UnicodeError):
        return "it holds bytes that are not text in the encoding of the table"
    return f"the row is not CSV ({fault}); an unclosed quotation mark may have swallowed others"


def _row(rows: Any, limits: Limits) -> list[str] | None:
    """The next row, with fields as long as a text may be; the module's limit is everybody's."""
    before = csv.field_size_limit(limits.characters)
    try:
        row: list[str] | None = next(rows, None)
    finally:
        csv.field_size_limit(before)
    return row


def _delimiter(first: str) -> str:
    return max(",;\t|", key=lambda mark: sum(_known(n) is not None for n in first.split(mark)))


def _known(name: str) -> str | None:
    cleaned = name.strip("\ufeff \t\r\n\"'").lower().replace(" ", "_").replace("-", "_")
    return NAMES.get(cleaned)


def _columns(row: list[str], part: Part) -> list[str | None]:
    columns = [_known(name) for name in row]
    twice = {name for name in columns if name and columns.count(name) > 1}
    for name in twice:  # the column of that very name counts; two others leave it open
        exact = [
            number for number, given in enumerate(row) if given.strip("\ufeff ").lower() == name
        ]
        if len(exact) != 1:
            raise Unreadable(f"two columns could be {name!r}; leave one of them out")
        columns = [c if c != name or n == exact[0] else None for n, c in enumerate(columns)]
    if "text" not in columns:
        given = [name for name in (clean(name[:40]) for name in row[:12]) if name]
        near = next((hint for name in given if (hint := did_you_mean(name, FIELDS[:1]))), "")
        raise Unreadable(
            "its first line names no column 'text'" + (near if "did you" in near else "")
            + f" (there: {', '.join(given) or 'nothing'})"
        )  # fmt: skip
    return columns


def _unused(columns: list[str | None], part: Part) -> Iterator[Note]:
    count = sum(name is None for name in columns)
    if count:
        used = ", ".join(name for name in columns if name)
        yield Note(part.name, f"{count} of its columns are not used; used are {used}")


def read_jsonl(stream: IO[bytes], part: Part, limits: Limits) -> Iterator[Found]:
    """The lines of a file with one JSON object each."""
    number = 0
    while raw := stream.readline(limits.file_bytes + 1):
        number += 1
        if len(raw) > limits.file_bytes:
            raise Unreadable(f"line {number} is longer than {limits.file_bytes:,} bytes")
        line = raw.removeprefix(codecs.BOM_UTF8).strip()
        if not line:
            continue
        try:
            yield _article(_fields(line), line, number, JSONL, part, limits)
        except Unreadable as fault:
            yield UnreadableDocument(f"{part.name}, line {number}", fault.reason)
    if not number:
        raise Unreadable("it has no lines")


def _fields(line: bytes) -> dict[str, str]:
    try:
        data = json.loads(line)
    except UnicodeDecodeError:
        raise Unreadable("the line is not text in UTF-8") from None
    except (ValueError, RecursionError) as fault:
        raise Unreadable(f"the line is not JSON ({fault})") from None
    if not isinstance(data, dict):
        raise Unreadable("the line is not a JSON object")
    fields: dict[str, str] = {}
    for key in sorted(data, key=lambda key: key.lower() not in FIELDS):  # their own names first
        name, value = _known(key), data[key]
        if name is None or value is None or value == "":
            continue
        if name == "author" and isinstance(value, list):
            value = ", ".join(str(item) for item in value[:20])
        if not isinstance(value, str):
            raise Unreadable(f"its {key!r} is not text")
        if value.strip():
            fields.setdefault(name, value)
    return fields


def _article(
    fields: Mapping[str, str], data: bytes, line: int, kind: str, part: Part, limits: Limits
) -> Part:
    text = fields.get("text", "")
    if not text.strip():
        raise Unreadable("it has no text")
    for name in ("published", "updated"):
        if name in fields and day_of(fields[name]) is None:
            given = " ".join(fields[name].split())[:40]
            raise Unreadable(f"its date {name!r}, {given!r}, is not a day such as 2025-11-20")
    published = day_of(fields.get("published"))
    language = fields.get("language", "").strip()
    url = fields.get("url", "").strip()
    return Part(
        name=f"{part.name}, line {line}",
        data=data,
        kind=kind,
        url=url if re.match(r"https?://\S+\Z", url) else None,
        retrieved=part.retrieved,
        content=Content(
            text=readable(printable(text) if has_surrogate(text) else text, limits),
            title=clean(fields.get("title")),
            author=clean(fields.get("author")),
            outlet=clean(fields.get("outlet")),
            published=published,
            published_basis="metadata" if published else "unknown",
            updated=day_of(fields.get("updated")),
            language=language[:3].split("-")[0].lower() if _LANGUAGE.match(language) else None,
        ),
    )
