"""XML read with line numbers and without its dangers: no document types, so no entities."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from goodoffices.formats.disk import refuse

MAX_BYTES = 50_000_000
MAX_DEPTH = 48


@dataclass(slots=True, eq=False)
class Element:
    """One element: its name, attributes, line and child elements. Text between tags is dropped."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)

    def every(self, tag: str) -> list[Element]:
        """Elements of that name inside this one, at any depth, in the order of the file."""
        found = []
        stack = list(reversed(self.children))
        while stack:
            element = stack.pop()
            if element.tag == tag:
                found.append(element)
            stack.extend(reversed(element.children))
        return found


def parse_xml(raw: bytes, file: str) -> Element:
    """The root element. Raises InvalidCase for a document type, deep nesting or broken XML."""
    if len(raw) > MAX_BYTES:
        raise refuse(file, f"the file has {len(raw):,} bytes; at most {MAX_BYTES:,} can be read")
    parser = expat.ParserCreate()
    roots: list[Element] = []
    stack: list[Element] = []

    def forbidden(*_: Any) -> None:
        message = "a document type or entity is declared; files with one are not read"
        raise refuse(file, message, parser.CurrentLineNumber)

    def start(tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, attributes, parser.CurrentLineNumber)
        if len(stack) >= MAX_DEPTH:
            raise refuse(file, f"nested more than {MAX_DEPTH} levels deep", element.line)
        (stack[-1].children if stack else roots).append(element)
        stack.append(element)

    parser.StartDoctypeDeclHandler = forbidden
    parser.EntityDeclHandler = forbidden
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop()
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as fault:
        raise refuse(file, f"not readable as XML: {fault}", fault.lineno) from None
    except (LookupError, ValueError) as fault:
        raise refuse(file, f"not readable as XML: {fault}", 1) from None
    return roots[0]
