"""`.gmcr` files of the graph model, in JSON: read and written. Never unpickled.

    options          [{name, permittedDirection: both | fwd | back}]
    decisionMakers   [{name, options: [index], preferences, preferenceRanking}]
    infeasibles      [condition]
    useManualPreferenceRanking

A condition is [[option, "Y" | "N"], ...], all of which hold, or {"compound": true, "members":
[condition, ...]}, one of which holds. `preferences` lists conditions, most important first;
`preferenceRanking` lists the numbers of states, best first, ties as sub-lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import Any

from goodoffices.errors import InvalidCase, Problem
from goodoffices.formats.conflict_file import unchecked
from goodoffices.formats.disk import read_bytes, refuse, write_files
from goodoffices.formats.yamltext import Document, parse
from goodoffices.model.conditions import Condition, condition_text, parse_condition
from goodoffices.model.graph import ConflictGraph, DecisionMaker, Direction, Move, conflict_faults

_DIRECTIONS: dict[str, Direction] = {"both": "both", "fwd": "forward", "back": "back"}
_NAMES = {own: given for given, own in _DIRECTIONS.items()}
_PLACES = {"moves": "options", "decision_makers": "decisionMakers", "infeasible": "infeasibles"}
_MOST_TERMS = 512
_DEEPEST = 40


def load(path: Path) -> ConflictGraph:
    """Read a `.gmcr` file. Raises InvalidCase naming every fault with its line."""
    return loads(read_bytes(path, path.name), path.name)


def loads(raw: bytes, file: str = "conflict.gmcr") -> ConflictGraph:
    """A conflict from the bytes of a `.gmcr` file."""
    if _is_pickle(raw):
        raise refuse(
            file,
            "this is a Python pickle, the form of old .gmcr files. It was not opened, because a"
            " pickle can run any program; save the conflict as JSON with the program that wrote it",
        )
    return _Reader(parse(raw, file, json=True)).conflict(Path(file).stem)


def _is_pickle(raw: bytes) -> bool:
    head = raw[:2]
    if head[:1] == b"\x80" and len(raw) > 1 and raw[1] <= 8:
        return True
    return head[:1] in (b"(", b"c", b"]", b"}") and raw.rstrip()[-1:] == b"." and b"\n" in raw


def _slugs(names: Iterable[str], other: str) -> list[str]:
    """Short ids made from names, each given once."""
    found: list[str] = []
    for name in names:
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or other
        slug = slug if slug not in ("not", "and", "or", "if", "iff", "then") else f"{slug}-{other}"
        number, unique = 1, slug
        while unique in found:
            number += 1
            unique = f"{slug}-{number}"
        found.append(unique)
    return found


class _Reader:
    """One document, its faults, and the ids given to its options."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.moves: list[str] = []

    def fault(self, message: str, *path: str | int) -> None:
        self.problems.append(self.document.problem(path, message))

    def items(self, data: Any, *path: str | int) -> list[Any]:
        if isinstance(data, list):
            return data
        self.fault(f"a list is needed in {path[-1]!r}", *path)
        return []

    def conflict(self, title: str) -> ConflictGraph:
        data = self.document.data
        if not isinstance(data, dict):
            self.fault("a .gmcr file holds one JSON object with options and decisionMakers")
            raise InvalidCase(self.problems)
        for name in ("options", "decisionMakers"):
            if name not in data:
                self.fault(f"the field {name!r} is missing")
        moves = self.read_moves(data)
        infeasible = tuple(
            text
            for place, entry in enumerate(self.items(data.get("infeasibles", []), "infeasibles"))
            if (text := self.condition(entry, "infeasibles", place)) is not None
        )
        makers = self.read_makers(data)
        if self.problems:
            raise InvalidCase(self.problems)
        parts: dict[str, Any] = {
            "title": str(data.get("title") or title),
            "moves": moves,
            "decision_makers": tuple(makers),
            "infeasible": infeasible,
            "exclusive": (),
            "status_quo": None,
            "source": None,
            "note": None,
        }
        self.check(parts)
        parts["decision_makers"] = self.with_rankings(data, ConflictGraph(**parts))
        self.check(parts)
        return ConflictGraph(**parts)

    def check(self, parts: dict[str, Any]) -> None:
        for (name, index), message in conflict_faults(unchecked(parts)):
            self.fault(message, *((_PLACES.get(name, name), index) if name else ()))
        if self.problems:
            raise InvalidCase(self.problems)

    def read_moves(self, data: dict[str, Any]) -> tuple[Move, ...]:
        entries = self.items(data.get("options", []), "options")
        names = [
            str(entry.get("name", "")) if isinstance(entry, dict) else str(entry)
            for entry in entries
        ]
        self.moves = _slugs(names, "move")
        moves = []
        for place, entry in enumerate(entries):
            way = entry.get("permittedDirection", "both") if isinstance(entry, dict) else "both"
            if way not in _DIRECTIONS:
                self.fault(f"permittedDirection {way!r}: use both, fwd or back", "options", place)
            moves.append(
                Move(
                    id=self.moves[place],
                    name=names[place] or self.moves[place],
                    direction=_DIRECTIONS.get(str(way), "both"),
                )
            )
        return tuple(moves)

    def option(self, index: Any, *path: str | int) -> str | None:
        if isinstance(index, bool) or not isinstance(index, int):
            self.fault(f"an option is named by its index, not by {index!r}", *path)
        elif not 0 <= index < len(self.moves):
            self.fault(f"unknown option {index}; there are {len(self.moves)}, from 0", *path)
        else:
            return self.moves[index]
        return None

    def condition(self, entry: Any, *path: str | int) -> str | None:
        before = len(self.problems)
        found = self.clause(entry, path, 0)
        return None if len(self.problems) > before or found is None else condition_text(found)

    def clause(self, entry: Any, path: tuple[str | int, ...], depth: int) -> Condition | None:
        if isinstance(entry, dict) and isinstance(entry.get("members"), list):
            if depth > _DEEPEST:
                self.fault("conditions are nested too deeply", *path)
                return None
            members = [self.clause(member, path, depth + 1) for member in entry["members"]]
            parts = [member for member in members if member is not None]
            if not parts:
                self.fault("a compound condition without members", *path)
                return None
            return parts[0] if len(parts) == 1 else ("or", *parts)
        if not isinstance(entry, list):
            self.fault('a condition is a list of [option, "Y" or "N"]', *path)
            return None
        literals: list[Condition] = []
        for pair in entry:
            if not isinstance(pair, list) or len(pair) != 2 or pair[1] not in ("Y", "N"):
                self.fault(f'a part of a condition is [option, "Y" or "N"], not {pair!r}', *path)
                continue
            name = self.option(pair[0], *path)
            if name is not None:
                taken: Condition = ("is", name)
                literals.append(taken if pair[1] == "Y" else ("not", taken))
        if not literals:
            if not entry:
                self.fault("an empty condition", *path)
            return None
        return literals[0] if len(literals) == 1 else ("and", *literals)

    def read_makers(self, data: dict[str, Any]) -> list[DecisionMaker]:
        entries = self.items(data.get("decisionMakers", []), "decisionMakers")
        names = [str(e.get("name", "")) if isinstance(e, dict) else "" for e in entries]
        makers = []
        for place, slug in enumerate(_slugs(names, "decision-maker")):
            entry, path = entries[place], ("decisionMakers", place)
            if not isinstance(entry, dict):
                self.fault("a decision maker is an object with name and options", *path)
                continue
            if entry.get("misperceptions"):
                self.fault("misperceptions are not supported; nothing was left out silently", *path)
            options = self.items(entry.get("options", []), *path, "options")
            own = [self.option(index, *path) for index in options]
            wishes = entry.get("preferences", []) if not _ranked(data, entry) else []
            priorities = [
                self.condition(wish, *path, "preferences", index)
                for index, wish in enumerate(self.items(wishes, *path, "preferences"))
            ]
            makers.append(
                DecisionMaker(
                    id=slug,
                    name=names[place] or slug,
                    moves=tuple(name for name in own if name is not None),
                    priorities=tuple(text for text in priorities if text is not None),
                )
            )
        return makers

    def with_rankings(
        self, data: dict[str, Any], conflict: ConflictGraph
    ) -> tuple[DecisionMaker, ...]:
        import dataclasses

        makers, states = list(conflict.decision_makers), None
        for place, entry in enumerate(data["decisionMakers"]):
            field = _ranked(data, entry)
            if not field:
                continue
            states = list(conflict.states()) if states is None else states
            ranking = self.ranking(entry[field], states, "decisionMakers", place, field)
            makers[place] = dataclasses.replace(makers[place], ranking=ranking, priorities=())
        if self.problems:
            raise InvalidCase(self.problems)
        return tuple(makers)

    def ranking(self, given: Any, states: list[str], *path: str | int) -> tuple[str, ...]:
        ranking = []
        for rank in self.items(given, *path):
            names = []
            for number in rank if isinstance(rank, list) else [rank]:
                if isinstance(number, bool) or not isinstance(number, int):
                    self.fault(f"a state is named by its number, not by {number!r}", *path)
                elif not 1 <= number <= len(states):
                    self.fault(f"there is no state {number}; states are 1 to {len(states)}", *path)
                else:
                    names.append(states[number - 1])
            if names:
                ranking.append(" = ".join(names))
        return tuple(ranking)


def _ranked(data: dict[str, Any], maker: Any) -> str:
    """The field with a ranking by hand that counts, or nothing."""
    for field, switch in (
        ("preferenceRanking", "useManualPreferenceRanking"),
        ("preferenceVector", "useManualPreferenceVectors"),
    ):
        if isinstance(maker, dict) and maker.get(field):
            if switch in data:
                return field if data[switch] else ""
            return "" if maker.get("preferences") else field
    return ""


def dumps(conflict: ConflictGraph) -> bytes:
    """The bytes of a `.gmcr` file. Raises InvalidCase for what the format cannot say."""
    import msgspec

    if not conflict.settled:
        raise InvalidCase(["a .gmcr file cannot say that the order of states is not known"])
    index = {move.id: place for place, move in enumerate(conflict.moves)}
    manual = any(maker.ranking is not None for maker in conflict.decision_makers)
    if manual and any(maker.ranking is None for maker in conflict.decision_makers):
        raise InvalidCase(
            ["a .gmcr file ranks states for all decision makers or for none; rank them for all"]
        )
    number = {s: k for k, s in enumerate(conflict.states(), 1)} if manual else {}
    makers: list[dict[str, Any]] = []
    for maker in conflict.decision_makers:
        entry: dict[str, Any] = {
            "name": maker.name,
            "options": [index[move] for move in maker.moves],
            "preferences": [_written(parse_condition(t), index) for t in maker.priorities],
        }
        if manual:
            groups = [group for rank in maker.ranks for group in rank]
            entry["preferenceRanking"] = [
                number[group[0]] if len(group) == 1 else [number[state] for state in group]
                for group in groups
            ]
        makers.append(entry)
    data = {
        "title": conflict.title,
        "options": [
            {"name": move.name, "permittedDirection": _NAMES[move.direction]}
            for move in conflict.moves
        ],
        "decisionMakers": makers,
        "infeasibles": [_written(condition, index) for condition in conflict.forbidden],
        "useManualPreferenceRanking": manual,
        "program": "goodoffices",
        "version": "1",
    }
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"


def save(conflict: ConflictGraph, path: Path) -> None:
    """Write a `.gmcr` file."""
    write_files(path.parent, {path.name: dumps(conflict)})


Term = frozenset[tuple[str, bool]]


def _written(condition: Condition, index: dict[str, int]) -> Any:
    terms = _terms(condition, wanted=True)
    if not terms:
        raise InvalidCase([f"{condition_text(condition)!r} never holds; .gmcr cannot say so"])
    rows = [
        [
            [index[name], "Y" if taken else "N"]
            for name, taken in sorted(term, key=lambda p: index[p[0]])
        ]
        for term in terms
    ]
    if any(not row for row in rows):
        raise InvalidCase([f"{condition_text(condition)!r} always holds; .gmcr cannot say so"])
    return rows[0] if len(rows) == 1 else {"compound": True, "members": rows}


def _terms(condition: Condition, *, wanted: bool) -> list[Term]:
    """The condition, or its contrary, as alternatives of which one holds."""
    kind = condition[0]
    if kind == "is":
        return [frozenset({(str(condition[1]), wanted)})]
    parts: list[Any] = list(condition[1:])
    if kind == "not":
        return _terms(parts[0], wanted=not wanted)
    if kind == "iff":
        one, other = parts
        both = _all([_terms(one, wanted=True), _terms(other, wanted=wanted)])
        return _some([both, _all([_terms(one, wanted=False), _terms(other, wanted=not wanted)])])
    if kind == "if":
        signed = [_terms(parts[0], wanted=not wanted), _terms(parts[1], wanted=wanted)]
        return _some(signed) if wanted else _all(signed)
    found = [_terms(part, wanted=wanted) for part in parts]
    return _all(found) if (kind == "and") == wanted else _some(found)


def _some(parts: list[list[Term]]) -> list[Term]:
    terms = list(dict.fromkeys(term for part in parts for term in part))
    shortest = [t for t in terms if not any(other < t for other in terms)]
    if len(shortest) > _MOST_TERMS:
        raise InvalidCase(["a condition is too long to be written in a .gmcr file"])
    return shortest


def _all(parts: list[list[Term]]) -> list[Term]:
    terms: list[Term] = [frozenset()]
    for part in parts:
        joined = [one | other for one, other in product(terms, part)]
        terms = _some([[t for t in joined if not any((name, not y) in t for name, y in t)]])
    return terms
