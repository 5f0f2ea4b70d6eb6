"""The form of an answer, read strictly; each statement by itself, so that one bad one costs one."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from goodoffices.model.evidence import Bound, LinkKind, Stance

MAX_STATEMENTS = 500  # in one answer
MAX_CHARACTERS = 1_000_000  # of one answer

Quote = Annotated[str, Meta(max_length=3_000)]
Name = Annotated[str, Meta(max_length=300)]


class Via(Struct, forbid_unknown_fields=True):
    """Somebody who passes a claim on."""

    name: Name
    kind: LinkKind = "unknown"


class Said(Struct, forbid_unknown_fields=True):
    """One statement as a model gives it; nothing in it is checked against the report yet."""

    quote: Quote
    speaker: Name
    stance: Stance
    speaker_kind: LinkKind = "unknown"
    direct: bool = False
    via: Annotated[list[Via], Meta(max_length=10)] = []
    party: Name | None = None
    issue: Name | None = None
    options: Annotated[list[Name], Meta(max_length=50)] = []
    bound: Bound | None = None
    proviso: Quote | None = None
    negated: bool = False
    hedged: bool = False


class Answered(Struct, forbid_unknown_fields=True):
    """A whole answer."""

    statements: list[Said]


class _Loose(Struct, forbid_unknown_fields=True):
    statements: list[msgspec.Raw]


_FAULTS = (msgspec.DecodeError, RecursionError, UnicodeError)


def statements_in(content: str) -> list[Said | None] | str:
    """The statements of an answer, None for each that has not the form; or why there are none."""
    if len(content) > MAX_CHARACTERS:
        return f"the answer is longer than {MAX_CHARACTERS:,} characters"
    text = content.strip()
    if text.startswith("```") and text.endswith("```"):  # some endpoints frame what they give
        text = text[3:-3].strip().removeprefix("json")
    try:
        listed = msgspec.json.decode(text, type=_Loose).statements
    except _FAULTS:
        return "the answer is not JSON of the form that was asked for"
    if len(listed) > MAX_STATEMENTS:
        return f"the answer has more than {MAX_STATEMENTS} statements"
    return [_said(raw) for raw in listed]


def _said(raw: msgspec.Raw) -> Said | None:
    try:
        return msgspec.json.decode(raw, type=Said)
    except _FAULTS:
        return None
