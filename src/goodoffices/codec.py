"""Values to and from plain data: canonical JSON, content ids, JSON Schema.

The dataclasses of `goodoffices.model` are the only definition of what a file may hold. Reading
reports every fault with its path, so that a format can add file and line.
"""

from __future__ import annotations

import dataclasses
import hashlib
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from goodoffices.errors import GoodOfficesError, InvalidCase, did_you_mean
from goodoffices.model.dates import DateText, bounds
from goodoffices.model.evidence import Statement
from goodoffices.model.table import Table

T = TypeVar("T")
Path = tuple[str | int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in plain data, at `path` from its root."""

    path: Path
    message: str


@dataclasses.dataclass(frozen=True, slots=True)
class _Field:
    attribute: str
    wire: str
    hint: Any
    default: Any
    factory: Any

    @property
    def required(self) -> bool:
        return self.default is dataclasses.MISSING and self.factory is dataclasses.MISSING

    def is_default(self, value: Any) -> bool:
        if self.default is not dataclasses.MISSING:
            return bool(value == self.default and type(value) is type(self.default))
        if self.factory is not dataclasses.MISSING:
            return bool(value == self.factory())
        return False


@cache
def _fields(cls: type) -> tuple[_Field, ...]:
    hints = typing.get_type_hints(cls, include_extras=True)
    return tuple(
        _Field(f.name, f.metadata.get("name", f.name), hints[f.name], f.default, f.default_factory)
        for f in dataclasses.fields(cls)
    )


# --- values to plain data ------------------------------------------------------------------------


def plain(value: Any, *, defaults: bool = False) -> Any:
    """Dicts, lists, strings and numbers; fields left at their default are omitted.

    Omitting defaults keeps files short, and keeps content ids when a type gains a field.
    """
    if value is None or isinstance(value, (str, int, float, bool)):
        return value  # first, for nearly all values are
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        items = ((f, getattr(value, f.attribute)) for f in _fields(type(value)))
        return {
            f.wire: plain(item, defaults=defaults)
            for f, item in items
            if defaults or not f.is_default(item)
        }
    if isinstance(value, Mapping):
        return {key: plain(item, defaults=defaults) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item, defaults=defaults) for item in value]
    if isinstance(value, (set, frozenset)):
        return [plain(item, defaults=defaults) for item in sorted(value)]
    raise TypeError(f"{type(value).__name__} has no plain form")


def canonical(value: Any) -> bytes:
    """Canonical JSON in UTF-8: keys sorted, no spaces, shortest numbers."""
    return _encoded(plain(value))


def _encoded(held: Any) -> bytes:
    """As `canonical`, of what is plain already."""
    return msgspec.json.encode(held, order="sorted")


def to_json(value: Any, *, indent: int = 2) -> bytes:
    """Readable JSON in UTF-8 in declared order, with a line end."""
    return msgspec.json.format(msgspec.json.encode(plain(value)), indent=indent) + b"\n"


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


_NOT_CONTENT = ("id", "grade", "extractor")


def statement_id(statement: Statement) -> str:
    """Id of a statement: a digest of what it says and where it is found.

    Not of its id, its grade (somebody's judgement) or the extractor that noticed it: the same claim
    found twice is one statement. Canonical JSON, so that no choice of characters inside the fields
    lets two claims share an id.
    """
    content = {k: v for k, v in plain(statement).items() if k not in _NOT_CONTENT}
    return "st-" + hashlib.sha256(_encoded(content)).hexdigest()[:20]


def identified(statement: Statement) -> Statement:
    """The statement under the id of its content."""
    return dataclasses.replace(statement, id=statement_id(statement))


# --- plain data to values ------------------------------------------------------------------------


def structure(cls: type[T], data: Any, *, path: Path = ()) -> tuple[T | None, list[Fault]]:
    """Build a `cls` from plain data, or None with every fault found."""
    faults: list[Fault] = []
    value = _convert(cls, data, path, faults)
    return (None, faults) if faults else (value, [])


_FAILED: Any = object()


def _say(data: Any) -> str:
    names = {dict: "a mapping", list: "a list", str: "text", bool: "true or false"}
    if data is None:
        return "nothing"
    return names.get(type(data), "a number")


def _wrong(faults: list[Fault], path: Path, wanted: str, data: Any) -> Any:
    faults.append(Fault(path, f"{wanted} is needed here, not {_say(data)}"))
    return _FAILED


def _convert(hint: Any, data: Any, path: Path, faults: list[Fault]) -> Any:
    origin = get_origin(hint)
    if origin is Annotated:
        base, *marks = get_args(hint)
        value = _convert(base, data, path, faults)
        if DateText in marks and value is not _FAILED:
            try:
                bounds(value)
            except ValueError as fault:
                faults.append(Fault(path, str(fault)))
                return _FAILED
        return value
    if origin is Literal:
        return _literal(get_args(hint), data, path, faults)
    if origin in (Union, types.UnionType):
        return _union(get_args(hint), data, path, faults)
    if origin is tuple:
        return _tuple(get_args(hint), data, path, faults)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(get_args(hint)[1], data, path, faults)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _dataclass(hint, data, path, faults)
    return _scalar(hint, data, path, faults)


def _scalar(hint: Any, data: Any, path: Path, faults: list[Fault]) -> Any:
    if hint is Any:
        return data
    if hint is type(None):
        return None if data is None else _wrong(faults, path, "nothing", data)
    if hint is str:
        return data if isinstance(data, str) else _wrong(faults, path, "text", data)
    if hint is bool:
        return data if isinstance(data, bool) else _wrong(faults, path, "true or false", data)
    if hint in (int, float):
        wanted = "a whole number" if hint is int else "a number"
        if isinstance(data, bool) or not isinstance(data, int if hint is int else (int, float)):
            return _wrong(faults, path, wanted, data)
        return data
    raise TypeError(f"no rule to read a {hint!r}")  # a type in model/ that this codec lacks


def _literal(choices: tuple[Any, ...], data: Any, path: Path, faults: list[Fault]) -> Any:
    if data in choices and not isinstance(data, bool):
        return data
    if not isinstance(data, str):
        return _wrong(faults, path, f"one of {', '.join(choices)}", data)
    faults.append(Fault(path, f"{data!r} is not allowed here{did_you_mean(data, choices)}"))
    return _FAILED


def _union(choices: tuple[Any, ...], data: Any, path: Path, faults: list[Fault]) -> Any:
    if data is None and type(None) in choices:
        return None
    tried: list[list[Fault]] = []
    for choice in choices:
        if choice is type(None):
            continue
        attempt: list[Fault] = []
        value = _convert(choice, data, path, attempt)
        if not attempt:
            return value
        tried.append(attempt)
    # The alternative that got furthest in says best what is wrong.
    deepest = max(tried, key=lambda attempt: max(len(fault.path) for fault in attempt))
    faults.extend(deepest)
    return _FAILED


def _tuple(args: tuple[Any, ...], data: Any, path: Path, faults: list[Fault]) -> Any:
    if not isinstance(data, (list, tuple)):
        return _wrong(faults, path, "a list", data)
    if args[-1] is Ellipsis:
        hints = [args[0]] * len(data)
    elif len(args) != len(data):
        faults.append(Fault(path, f"a list of {len(args)} is needed here, not of {len(data)}"))
        return _FAILED
    else:
        hints = list(args)
    pairs = zip(hints, data, strict=True)
    items = [_convert(hint, item, (*path, i), faults) for i, (hint, item) in enumerate(pairs)]
    return _FAILED if any(item is _FAILED for item in items) else tuple(items)


def _mapping(hint: Any, data: Any, path: Path, faults: list[Fault]) -> Any:
    if not isinstance(data, Mapping):
        return _wrong(faults, path, "a mapping", data)
    items = {key: _convert(hint, item, (*path, key), faults) for key, item in data.items()}
    return _FAILED if any(item is _FAILED for item in items.values()) else Table(items)


def _dataclass(cls: type, data: Any, path: Path, faults: list[Fault]) -> Any:
    if not isinstance(data, Mapping):
        return _wrong(faults, path, "a mapping", data)
    fields = {f.wire: f for f in _fields(cls)}
    before = len(faults)
    for key in data:
        if key not in fields:
            hint = did_you_mean(str(key), fields)
            faults.append(Fault((*path, key), f"unknown field {str(key)!r}{hint}"))
    values = {}
    for wire, field in fields.items():
        if wire in data:
            values[field.attribute] = _convert(field.hint, data[wire], (*path, wire), faults)
        elif field.required:
            faults.append(Fault(path, f"the field {wire!r} is missing"))
    if len(faults) > before:
        return _FAILED
    try:
        return cls(**values)
    except InvalidCase as fault:
        faults.extend(Fault(path, problem.message) for problem in fault.problems)
    except (GoodOfficesError, ValueError) as fault:
        faults.append(Fault(path, str(fault)))
    return _FAILED


# --- JSON Schema ---------------------------------------------------------------------------------


def json_schema(cls: type, *, title: str | None = None) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the plain form of `cls`."""
    definitions: dict[str, Any] = {}
    root = _schema(cls, definitions)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **root}
    if title:
        schema["title"] = title
    return {**schema, "$defs": dict(sorted(definitions.items()))}


_DATE_PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$"
_SCALARS: dict[Any, dict[str, str]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    type(None): {"type": "null"},
    Any: {},
}


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        schema = _schema(args[0], definitions)
        return {**schema, "pattern": _DATE_PATTERN} if DateText in args[1:] else schema
    if origin is Literal:
        return {"enum": list(args)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(choice, definitions) for choice in args]}
    if origin is tuple and args[-1] is Ellipsis:
        return {"type": "array", "items": _schema(args[0], definitions)}
    if origin is tuple:
        prefix = [_schema(item, definitions) for item in args]
        size = len(prefix)
        return {"type": "array", "prefixItems": prefix, "minItems": size, "maxItems": size}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema(args[1], definitions)}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _object_schema(hint, definitions)
    return dict(_SCALARS[hint])


def _object_schema(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    if cls.__name__ not in definitions:
        definitions[cls.__name__] = {}  # reserves the name while its parts are walked
        fields = _fields(cls)
        definitions[cls.__name__] = {
            "type": "object",
            "description": _first_paragraph(cls.__doc__),
            "properties": {f.wire: _schema(f.hint, definitions) for f in fields},
            "required": [f.wire for f in fields if f.required],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{cls.__name__}"}


def _first_paragraph(doc: str | None) -> str:
    return " ".join((doc or "").split("\n\n")[0].split())
