"""YAML and JSON text read with positions, for people who must be told which line is wrong.

Only plain data comes in: mappings with text keys, lists, text, numbers, true, false and null, after
the core schema of YAML 1.2 (2009, section 10.3). `no`, `on` and `2025-11-20` are text. Anchors,
aliases, merge keys, tags and several documents in one file are refused, so a file means what it
shows, and its size in memory is bounded by its size on disk. Nesting is bounded too.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, Literal

from goodoffices.errors import InvalidCase, Problem

Path = tuple[str | int, ...]
Kind = Literal["map", "list", "scalar"]

MAX_BYTES = 20_000_000
"""Most that is read as YAML or JSON, so that no file takes minutes."""
MAX_DEPTH = 48
_MAX_INT = 2**63 - 1


_NO_ENTRIES: dict[str, tuple[Node, Node]] = {}
_NO_ITEMS: list[Node] = []


class Node:
    """One value in a text: where it starts and ends (code points) and what it means.

    `entries` of a mapping hold (key node, value node) by key; `items` of a list its nodes.
    `flow` marks the bracketed style. The end of a block collection is the end of its last part.
    """

    __slots__ = ("data", "end", "entries", "flow", "items", "kind", "start")

    def __init__(
        self, kind: Kind, start: int, end: int, data: Any = None, *, flow: bool = False
    ) -> None:
        self.kind, self.start, self.end, self.data, self.flow = kind, start, end, data, flow
        self.entries = {} if kind == "map" else _NO_ENTRIES
        self.items = [] if kind == "list" else _NO_ITEMS


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was read: its plain data, and the places of its parts."""

    file: str
    text: str
    root: Node
    lines: tuple[int, ...]
    json: bool = False

    @property
    def data(self) -> Any:
        """Dicts, lists, text, numbers, True, False and None."""
        return self.root.data

    def node(self, path: Path) -> Node:
        """The node at `path`, or the deepest one on the way there."""
        node = self.root
        for step in path:
            if isinstance(step, str) and step in node.entries:
                node = node.entries[step][1]
            elif isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                break
        return node

    def line(self, path: Path = ()) -> int:
        """Line (from 1) where the value at `path` is written; of its key where it has one."""
        node, place = self.root, self.root.start
        for step in path:
            if isinstance(step, str) and step in node.entries:
                key, node = node.entries[step]
                place = key.start
            elif isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                place = node.start
            else:
                break
        return _line(self.lines, place)

    def problem(self, path: Path, message: str) -> Problem:
        """A fault at `path`."""
        return Problem(self.file, self.line(path), message)


def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text)))


def _line(starts: tuple[int, ...], offset: int) -> int:
    return bisect_right(starts, offset)


def read_text(raw: bytes, file: str, *, limit: int = MAX_BYTES) -> str:
    """Decode UTF-8. Raises InvalidCase with the line of the first byte that is not."""
    if len(raw) > limit:
        message = f"the file has {len(raw):,} bytes; at most {limit:,} can be read"
        raise InvalidCase([Problem(file, 0, message)])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        message = (
            f"the text is not UTF-8 (byte 0x{raw[fault.start]:02x}); save the file as UTF-8"
            if raw[:2] not in (b"\xff\xfe", b"\xfe\xff")
            else "the text is UTF-16; save the file as UTF-8"
        )
        raise InvalidCase([Problem(file, line, message)]) from None


def parse(raw: bytes, file: str, *, json: bool | None = None) -> Document:
    """Read YAML, or JSON where the name ends in `.json` (or as told); an empty text gives None.

    Raises InvalidCase naming every fault.
    """
    text = read_text(raw, file).removeprefix("\N{BYTE ORDER MARK}")
    as_json = file.lower().endswith(".json") if json is None else json
    reader = _Json if as_json else _Yaml
    return reader(text, file).document()


_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]"
)
_JSON_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class _Reader:
    """What both syntaxes share: a stack instead of recursion, and a list of faults."""

    forbidden = _CONTROL

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.lines = _line_starts(text)
        self.problems: list[Problem] = []
        self.stack: list[Node] = []
        self.keys: list[Node | None] = []
        self.root: Node | None = None

    def fault(self, offset: int, message: str) -> None:
        self.problems.append(Problem(self.file, _line(self.lines, offset), message))

    def document(self) -> Document:
        for match in self.forbidden.finditer(self.text):
            self.fault(match.start(), f"the control character U+{ord(match[0]):04X} is not allowed")
            if len(self.problems) >= 20:
                break
        if not self.problems:
            self.build()
        if self.problems:
            raise InvalidCase(self.problems)
        root = self.root or Node("scalar", len(self.text), len(self.text))
        return Document(self.file, self.text, root, self.lines, isinstance(self, _Json))

    def build(self) -> None:
        raise NotImplementedError

    def open(self, node: Node) -> bool:
        """Begin a collection; False where the nesting is too deep to go on."""
        if len(self.stack) >= MAX_DEPTH:
            self.fault(node.start, f"nested more than {MAX_DEPTH} levels deep")
            return False
        self.add(node)
        self.stack.append(node)
        self.keys.append(None)
        return True

    def close(self, end: int) -> None:
        node = self.stack.pop()
        self.keys.pop()
        node.end = end
        if node.kind == "map":
            node.data = {key: value.data for key, (_, value) in node.entries.items()}
            if not node.flow and node.entries:
                node.end = max(value.end for _, value in node.entries.values())
        else:
            node.data = [item.data for item in node.items]
            if not node.flow and node.items:
                node.end = node.items[-1].end

    def add(self, node: Node) -> None:
        """Put a node where it belongs: the root, an item, a key or the value of a key."""
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if parent.kind == "list":
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            self.keys[-1] = node
            return
        self.keys[-1] = None
        name = key.data
        if name in parent.entries:
            first = _line(self.lines, parent.entries[name][0].start)
            self.fault(key.start, f"the key {name!r} is given twice; first on line {first}")
        else:
            parent.entries[name] = (key, node)

    def number(self, written: str, offset: int, *, whole: bool) -> int | float:
        """A number that fits JSON as others read it: 64-bit, finite."""
        if whole and len(written) <= 20 and abs(int(written)) <= _MAX_INT:
            return int(written)
        if whole:
            self.fault(offset, "the whole number is too large; at most 19 digits can be kept")
            return 0
        value = float(written)
        if not math.isfinite(value):
            self.fault(offset, f"{written} is not a finite number")
            return 0.0
        return value


# --- YAML ----------------------------------------------------------------------------------------

_NULL = ("", "~", "null", "Null", "NULL")
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+")
_RADIX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_NUMBER_START = frozenset("+-.0123456789")


class _Yaml(_Reader):
    def build(self) -> None:
        import yaml

        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        takes: dict[type, Callable[[Any], bool]] = {
            yaml.AliasEvent: self.alias,
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: lambda event: self.collection(event, "map"),
            yaml.SequenceStartEvent: lambda event: self.collection(event, "list"),
            yaml.MappingEndEvent: self.ended,
            yaml.SequenceEndEvent: self.ended,
            yaml.DocumentStartEvent: self.begun,
        }
        try:
            events: Any = yaml.parse(self.text, Loader=loader)
            for event in events:
                take = takes.get(type(event))
                if take is not None and not take(event):
                    return
        except yaml.MarkedYAMLError as fault:
            mark: Any = fault.problem_mark or fault.context_mark
            self.syntax_fault(fault, mark.index if mark else 0)
        except yaml.YAMLError as fault:
            self.fault(0, f"not readable as YAML: {' '.join(str(fault).split())}")

    def syntax_fault(self, fault: Any, offset: int) -> None:
        line = _line(self.lines, min(offset, len(self.text)))
        start = self.lines[line - 1]
        stop = self.lines[line] if line < len(self.lines) else len(self.text)
        if "\t" in re.match(r"[\s-]*", self.text[start:stop])[0]:  # type: ignore[index]
            self.fault(start, "a tab is used to indent; YAML needs spaces")
            return
        what = fault.problem or fault.context or "not readable"
        context = f" {fault.context}" if fault.context and fault.context != what else ""
        begun = _line(self.lines, fault.context_mark.index) if fault.context_mark else line
        since = f" that begins on line {begun}" if context and begun < line else ""
        self.fault(offset, f"not readable as YAML: {what}{context}{since}")

    # Each of these takes one event of the parser; False ends the reading.

    def alias(self, event: Any) -> bool:
        start: int = event.start_mark.index
        self.fault(start, f"the alias *{event.anchor} is not allowed; write the value out")
        self.add(Node("scalar", start, event.end_mark.index))
        return True

    def ended(self, event: Any) -> bool:
        self.close(event.end_mark.index)
        return True

    def begun(self, event: Any) -> bool:
        if self.root is None:
            return True
        self.fault(event.start_mark.index, "a second document begins here; one file holds one")
        return False

    def decorated(self, event: Any) -> None:
        if event.anchor is not None:
            self.fault(event.start_mark.index, f"the anchor &{event.anchor} is not allowed")
        if event.tag is not None:
            self.fault(event.start_mark.index, f"the tag {event.tag} is not allowed")

    @property
    def wants_key(self) -> bool:
        return bool(self.stack) and self.stack[-1].kind == "map" and self.keys[-1] is None

    def scalar(self, event: Any) -> bool:
        self.decorated(event)
        start, data, bare = event.start_mark.index, event.value, event.implicit[0]
        if not self.wants_key:
            data = self.resolve(data, start) if bare else data
        elif bare and data == "<<":
            self.fault(start, "the merge key << is not allowed; write the fields out")
        elif bare and not data:
            self.fault(start, "a key is missing before the colon")
        self.add(Node("scalar", start, event.end_mark.index, data))
        return True

    def collection(self, event: Any, kind: Kind) -> bool:
        self.decorated(event)
        start = event.start_mark.index
        if self.wants_key:
            self.fault(start, "a key must be text, not a list or a mapping")
            return False
        return self.open(Node(kind, start, event.end_mark.index, flow=bool(event.flow_style)))

    def resolve(self, written: str, offset: int) -> Any:
        """The core schema of YAML 1.2: what a plain scalar means."""
        if written in _NULL:
            return None
        if written in _BOOL:
            return _BOOL[written]
        if written[0] not in _NUMBER_START:
            return written
        if _INT.fullmatch(written):
            return self.number(written, offset, whole=True)
        if _RADIX.fullmatch(written):
            return self.number(str(int(written[:40], 0)), offset, whole=True)
        if _FLOAT.fullmatch(written):
            return self.number(written, offset, whole=False)
        if _NOT_FINITE.fullmatch(written):
            self.fault(offset, f"{written} is not a finite number")
        return written


# --- JSON ----------------------------------------------------------------------------------------

_SPACE = re.compile(r"[ \t\r\n]*")
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Stop(Exception):
    """Ends the reading of a JSON text after its first syntax fault."""


class _Json(_Reader):
    forbidden = _JSON_CONTROL

    def build(self) -> None:
        try:
            end = self.values()
        except _Stop:
            return
        if end < len(self.text):
            self.fault(end, "something follows the end of the JSON value")

    def stop(self, offset: int, message: str) -> None:
        self.fault(offset, f"not readable as JSON: {message}")
        raise _Stop

    def skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def values(self) -> int:
        """Read one value with all its parts; the offset after it and the space that follows."""
        at = self.skip(0)
        if at == len(self.text):
            return at
        at = self.value(at)
        while self.stack:
            at = self.step(self.skip(at))
        return self.skip(at)

    def step(self, at: int) -> int:
        """Go on inside the innermost collection: a separator, the end, or the next part."""
        node = self.stack[-1]
        closer = "}" if node.kind == "map" else "]"
        empty = not node.entries and not node.items
        char = self.text[at : at + 1]
        if char == closer:
            self.close(at + 1)
            return at + 1
        if not empty:
            if char != ",":
                self.stop(at, f"',' or {closer!r} is missing" if char else "the text ends too soon")
            at = self.skip(at + 1)
        if node.kind == "map":
            at = self.key(at)
        return self.value(at)

    def key(self, at: int) -> int:
        if self.text[at : at + 1] != '"':
            self.stop(at, "a key in double quotes is missing")
        end = self.string(at)
        at = self.skip(end)
        if self.text[at : at + 1] != ":":
            self.stop(at, "':' is missing after the key")
        return self.skip(at + 1)

    def string(self, at: int) -> int:
        try:
            value, end = scanstring(self.text, at + 1, True)
        except JSONDecodeError as fault:
            self.stop(at, fault.msg)
            raise
        if _SURROGATE.search(value):
            self.fault(at, "half of a surrogate pair is not text")
        self.add(Node("scalar", at, end, value))
        return int(end)

    def value(self, at: int) -> int:
        char = self.text[at : at + 1]
        if char in ("{", "["):
            if not self.open(Node("map" if char == "{" else "list", at, at + 1, flow=True)):
                raise _Stop
            return at + 1
        if char == '"':
            return self.string(at)
        for word, meaning in _WORDS.items():
            if self.text.startswith(word, at):
                self.add(Node("scalar", at, at + len(word), meaning))
                return at + len(word)
        for word in ("NaN", "Infinity", "-Infinity"):  # as programs write them that should not
            if self.text.startswith(word, at):
                self.fault(at, f"{word} is not a finite number")
                self.add(Node("scalar", at, at + len(word), 0))
                return at + len(word)
        match = _JSON_NUMBER.match(self.text, at)
        if not match:
            self.stop(at, "a value is missing" if char else "the text ends too soon")
            raise _Stop
        whole = match[1] is None and match[2] is None
        self.add(Node("scalar", at, match.end(), self.number(match[0], at, whole=whole)))
        return match.end()


# --- help for those who turn data into values ----------------------------------------------------


def hints(document: Document, path: Path, message: str) -> str:
    """The message, and what to do where text was wanted and a number or a truth value was read."""
    node = document.node(path)
    written = document.text[node.start : node.end]
    scalar = node.kind == "scalar" and isinstance(node.data, (int, float))
    if scalar and message.startswith("text is needed"):
        return f'{message}; write "{written}" in quotes'
    return message


def walk(node: Node) -> Iterator[Node]:
    """The node and everything in it."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(value for _, value in node.entries.values())
        stack.extend(node.items)
