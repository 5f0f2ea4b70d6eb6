"""Change a YAML text where its data changed, and nowhere else.

Comments, blank lines and formatting of everything that stays the same keep their bytes: the text
is cut at the places of its nodes and only changed entries are written anew.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import msgspec

from goodoffices.formats.yamltext import Document, Node
from goodoffices.formats.yamlwrite import dump


class _CannotSplice(Exception):
    """The text is written in a way that this module does not cut; the part is written anew."""


def same(one: Any, other: Any) -> bool:
    """Whether two plain values are the same, 1 and 1.0 and true told apart."""
    return msgspec.json.encode(one, order="sorted") == msgspec.json.encode(other, order="sorted")


def splice(document: Document, old: Any, new: Any) -> str:
    """The text of `document`, which means `old`, changed to mean `new`.

    `old` and `new` omit fields at their default; a default that the text spells out may stay. The
    caller reads the answer back to check it.
    """
    if same(old, new):
        return document.text
    if document.data is None:
        text = document.text
        return (text if not text or text.endswith("\n") else text + "\n") + dump(new)
    editor = _Editor(document.text)
    try:
        editor.merge(document.root, old, new)
        return editor.result()
    except _CannotSplice:
        return document.text[: _line_start(document.text, document.root.start)] + dump(new)


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _line_end(text: str, offset: int) -> int:
    ends = [end for end in (text.find("\n", offset), text.find("\r", offset)) if end >= 0]
    return min(ends, default=len(text))


def item_keys(items: list[Any]) -> list[Any]:
    """A name for each item of a list, to find it again: its id, or what tells it from others."""
    seen: Counter[Any] = Counter()
    keys = []
    for item in items:
        key: Any = None
        if isinstance(item, dict):
            key = next(
                (
                    tuple(str(item.get(name)) for name in names)
                    for names in (("id",), ("party", "issue", "since", "as_of"), ("name",))
                    if names[0] in item
                ),
                None,
            )
        key = key or msgspec.json.encode(item, order="sorted")
        keys.append((key, seen[key]))
        seen[key] += 1
    return keys


class _Editor:
    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.edits: list[tuple[int, int, str]] = []

    def result(self) -> str:
        parts, at = [], 0
        for start, end, put in sorted(self.edits, key=lambda edit: (edit[0], edit[1])):
            if start < at:
                raise _CannotSplice
            parts += [self.text[at:start], put]
            at = end
        return "".join([*parts, self.text[at:]])

    def end(self, node: Node, start: int) -> int:
        """Offset after the last character of an entry that begins at `start`."""
        stop = max(node.end, start)
        return start + len(self.text[start:stop].rstrip())

    def column(self, offset: int, *, item: bool = False) -> int:
        """Column of an entry, which must be the first thing on its line, dashes of lists aside."""
        before = self.text[_line_start(self.text, offset) : offset]
        if not re.fullmatch(r" *(?:- +)*" if item else " *", before):
            raise _CannotSplice
        return len(before)

    def block(self, data: Any, indent: int) -> str:
        return dump(data, indent=indent).rstrip("\n").replace("\n", self.newline)

    def insert_after(self, offset: int, data: Any, indent: int) -> None:
        at = _line_end(self.text, offset)
        rest = self.text[offset:at]
        if rest.strip() and not rest.lstrip().startswith("#"):
            raise _CannotSplice
        self.edits.append((at, at, self.newline + self.block(data, indent)))

    def replace(self, start: int, end: int, data: Any) -> None:
        """Write the entry from `start` to `end` anew; a comment behind it goes above."""
        indent = self.column(start, item=True)
        put = self.block(data, indent).lstrip(" ")
        stop = _line_end(self.text, end)
        rest = self.text[end:stop].strip()
        if rest and not rest.startswith("#"):
            raise _CannotSplice
        if rest and self.newline in put:
            if self.column(start) != indent:
                raise _CannotSplice
            put = rest + self.newline + " " * indent + put
            end = stop
        self.edits.append((start, end, put))

    def delete(self, start: int, end: int) -> None:
        """Take out the lines from `start` to `end`."""
        self.column(start)
        first, last = _line_start(self.text, start), _line_end(self.text, end)
        if self.text[end:last].strip() and not self.text[end:last].lstrip().startswith("#"):
            raise _CannotSplice
        if first == 0:
            rest = self.text[last:]
            skipped = len(rest) - len(re.sub(r"^\r?\n|^\r", "", rest))
            self.edits.append((0, last + skipped, ""))
        else:
            before = first - (2 if self.text[first - 2 : first] == "\r\n" else 1)
            self.edits.append((before, last, ""))

    def merge(self, node: Node, old: Any, new: Any) -> None:
        if same(old, new):
            return
        if node.flow or not new or type(old) is not type(new):
            raise _CannotSplice
        if node.kind == "map" and isinstance(new, dict) and node.entries:
            self.merge_map(node, old, new)
        elif node.kind == "list" and isinstance(new, list) and node.items:
            self.merge_list(node, old, new)
        else:
            raise _CannotSplice

    def attempt(self, node: Node, old: Any, new: Any, start: int, whole: Any) -> None:
        """Merge a part; where that cannot be done, write it anew as `whole`, begun at `start`."""
        kept = len(self.edits)
        try:
            self.merge(node, old, new)
        except _CannotSplice:
            del self.edits[kept:]
            self.replace(start, self.end(node, start), whole)

    def merge_map(self, node: Node, old: dict[str, Any], new: dict[str, Any]) -> None:
        place = min(key.start for key, _ in node.entries.values())
        indent = self.column(place, item=True)
        last = place
        for name, (key, value) in node.entries.items():
            end = max(self.end(value, key.start), self.colon(key))
            if name in new:
                if name not in old or not same(old[name], new[name]):
                    self.attempt(value, old.get(name), new[name], key.start, {name: new[name]})
                last = max(last, end)
            elif name in old:
                self.delete(key.start, end)
        ends = {
            name: max(self.end(value, key.start), self.colon(key))
            for name, (key, value) in node.entries.items()
            if name in new
        }
        if not ends:
            raise _CannotSplice
        before = next(iter(ends.values()))
        added: dict[int, dict[str, Any]] = {}
        for name, item in new.items():
            if name in ends:
                before = ends[name]
            else:
                added.setdefault(before, {})[name] = item
        for offset, entries in added.items():
            self.insert_after(offset, entries, indent)

    def colon(self, key: Node) -> int:
        match = re.compile(r"\s*:").match(self.text, key.end)
        if not match:
            raise _CannotSplice
        return match.end()

    def dash(self, item: Node) -> int:
        """Offset of the dash before a list item."""
        at = self.text.rfind("-", 0, item.start)
        if at < 0 or self.text[at + 1 : item.start].strip(" \t"):
            raise _CannotSplice
        return at

    def merge_list(self, node: Node, old: list[Any], new: list[Any]) -> None:
        if len(node.items) != len(old):
            raise _CannotSplice
        old_keys, new_keys = item_keys(old), item_keys(new)
        dashes = [self.dash(item) for item in node.items]
        ends = [self.end(item, at) for item, at in zip(node.items, dashes, strict=True)]
        place = {key: index for index, key in enumerate(old_keys)}
        kept = [place[key] for key in new_keys if key in place]
        if not kept:
            raise _CannotSplice
        if kept != sorted(kept):
            self.reorder(node, old, new, dashes, ends)
            return
        indent = self.column(dashes[0])
        for index in set(range(len(old))) - set(kept):
            self.delete(dashes[index], ends[index])
        before: int | None = None
        added: dict[int | None, list[Any]] = {}
        for key, item in zip(new_keys, new, strict=True):
            if key in place:
                index = place[key]
                before = ends[index]
                self.attempt(node.items[index], old[index], item, dashes[index], [item])
            else:
                added.setdefault(before, []).append(item)
        for offset, items in added.items():
            if offset is None:
                first = self.text[dashes[kept[0]] - indent : dashes[kept[0]]]
                if first.strip():
                    raise _CannotSplice
                put = self.block(items, indent).lstrip(" ") + self.newline + " " * indent
                self.edits.append((dashes[kept[0]], dashes[kept[0]], put))
            else:
                self.insert_after(offset, items, indent)

    def reorder(
        self, node: Node, old: list[Any], new: list[Any], dashes: list[int], ends: list[int]
    ) -> None:
        """Put the items in their new order, each that is unchanged in its own bytes."""
        indent = self.column(dashes[0])
        stops = [_line_end(self.text, end) for end in ends]
        place = {key: index for index, key in enumerate(item_keys(old))}
        parts = []
        for key, item in zip(item_keys(new), new, strict=True):
            index = place.get(key)
            if index is None or not same(old[index], item):
                parts.append(self.block([item], indent))
                continue
            start = dashes[index] - self.column(dashes[index])
            if index > 0:
                # Comments above an item go with it; they begin after the end of the one before.
                gap = self.text[stops[index - 1] : start].lstrip("\r\n")
                parts.append(gap + self.text[start : stops[index]])
            else:
                parts.append(self.text[start : stops[index]])
        self.edits.append((dashes[0] - indent, stops[-1], self.newline.join(parts)))
