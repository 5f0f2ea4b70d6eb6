"""Conditions on a state: which moves are taken, joined by not, and, or, if, iff.

A condition is written as people say it: `release and not attack`, `attack if escalate` (whenever
escalate is taken, so is attack), `a iff b`, `if a then b`. Signs do as well: `!`, `&`, `|`, `->`,
`<->`. An id with characters other than letters, digits, `_`, `.` and `-` stands in double quotes.
Binding, tightest first: not, and, or, if, iff.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

Condition = tuple[object, ...]
"""("is", move) | ("not", c) | ("and", c, ...) | ("or", c, ...) | ("if", a, b): a implies b |
("iff", a, b)."""

_TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|(<->|->|[()!&|])|([\w](?:[\w.]|-(?!>))*)|(\S))')
_WORDS = {"not": "!", "and": "&", "or": "|", "iff": "<->", "if": "if", "then": "then"}
MAX_TOKENS = 10_000
MAX_NESTING = 100


class BadCondition(ValueError):
    """A condition that cannot be read; the message says where."""


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = 0
    while place < len(text.rstrip()):
        match = _TOKEN.match(text, place)
        if match is None:
            break
        quoted, sign, word, other = match.groups()
        if other:
            raise BadCondition(f"{other!r} has no meaning in the condition {text!r}")
        if quoted:
            found.append(("name", re.sub(r"\\(.)", r"\1", quoted[1:-1])))
        elif sign:
            found.append(("sign", sign))
        elif word.lower() in _WORDS:
            found.append(("sign", _WORDS[word.lower()]))
        else:
            found.append(("name", word))
        place = match.end()
        if len(found) > MAX_TOKENS:
            raise BadCondition(f"the condition {text[:40]!r}... has more than {MAX_TOKENS:,} words")
    return found


class _Reader:
    """Recursive descent over the words of one condition."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.place, self.depth = text, _tokens(text), 0, 0

    def whole(self) -> Condition:
        if not self.tokens:
            raise BadCondition("an empty condition")
        condition = self._iff()
        if self.place < len(self.tokens):
            raise BadCondition(
                f"{self.tokens[self.place][1]!r} was not expected there in {self.text!r}"
            )
        return condition

    def _take(self, *signs: str) -> str | None:
        if self.place < len(self.tokens):
            kind, sign = self.tokens[self.place]
            if kind == "sign" and sign in signs:
                self.place += 1
                return sign
        return None

    def _iff(self) -> Condition:
        left = self._if()
        while self._take("<->"):
            left = ("iff", left, self._if())
        return left

    def _if(self) -> Condition:
        if self._take("if"):
            premise = self._or()
            if not self._take("then", "->"):
                raise BadCondition(f"'then' is missing after 'if' in {self.text!r}")
            return ("if", premise, self._or())
        left = self._or()
        if sign := self._take("->", "if"):
            right = self._or()
            return ("if", left, right) if sign == "->" else ("if", right, left)
        return left

    def _or(self) -> Condition:
        parts = [self._and()]
        while self._take("|"):
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else ("or", *parts)

    def _and(self) -> Condition:
        parts = [self._one()]
        while self._take("&"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else ("and", *parts)

    def _one(self) -> Condition:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise BadCondition(f"the condition {self.text[:40]!r}... is nested too deeply")
        try:
            if self._take("!"):
                return ("not", self._one())
            if self._take("("):
                inside = self._iff()
                if not self._take(")"):
                    raise BadCondition(f"a bracket is not closed in {self.text!r}")
                return inside
            if self.place < len(self.tokens) and self.tokens[self.place][0] == "name":
                self.place += 1
                return ("is", self.tokens[self.place - 1][1])
            raise BadCondition(f"a move is missing in {self.text!r}")
        finally:
            self.depth -= 1


@lru_cache(maxsize=4096)
def parse_condition(text: str) -> Condition:
    """The condition that a text says. Raises BadCondition."""
    return _Reader(text).whole()


def mentioned(condition: Condition) -> Iterator[str]:
    """Moves that the condition names, repeats included."""
    if condition[0] == "is":
        yield str(condition[1])
    else:
        for part in condition[1:]:
            yield from mentioned(part)  # type: ignore[arg-type]


def holds(condition: Condition, taken: Mapping[str, bool]) -> bool | None:
    """Whether the condition holds; None where that hangs on moves not yet in `taken`."""
    kind = condition[0]
    if kind == "is":
        return taken.get(str(condition[1]))
    parts = [holds(part, taken) for part in condition[1:]]  # type: ignore[arg-type]
    if kind == "not":
        return None if parts[0] is None else not parts[0]
    if kind == "iff":
        return None if None in parts else parts[0] == parts[1]
    if kind == "if":
        parts = [None if parts[0] is None else not parts[0], parts[1]]
        kind = "or"
    decisive = kind == "or"
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


_BINDING = {"is": 5, "not": 5, "and": 4, "or": 3, "if": 2, "iff": 1}
_PLAIN_ID = re.compile(r"[\w](?:[\w.]|-(?!>))*")


def quoted(move: str) -> str:
    """An id as a condition writes it."""
    if _PLAIN_ID.fullmatch(move) and move.lower() not in _WORDS:
        return move
    return '"' + move.replace("\\", "\\\\").replace('"', '\\"') + '"'


def condition_text(condition: Condition) -> str:
    """The condition in the words that `parse_condition` reads."""

    def inner(part: object, least: int) -> str:
        text = condition_text(part)  # type: ignore[arg-type]
        return f"({text})" if _BINDING[part[0]] < least else text  # type: ignore[index]

    kind = str(condition[0])
    if kind == "is":
        return quoted(str(condition[1]))
    if kind == "not":
        return f"not {inner(condition[1], 5)}"
    if kind == "if":
        return f"{inner(condition[1], 3)} -> {inner(condition[2], 3)}"
    if kind == "iff":
        return f"{inner(condition[1], 1)} iff {inner(condition[2], 2)}"
    return f" {kind} ".join(inner(part, _BINDING[kind] + 1) for part in condition[1:])
