"""The words of `stances.toml` in all their forms, found in a run of tokens.

A phrase is found word by word in a tree of all phrases, so that the size of the vocabulary does
not matter to the time.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

from goodoffices.read.content import words

GAP = "*"
WIDEST_GAP = 4  # tokens
BE = words("be is are was were been being am remain remains remained 's")
POSS = words("my our your his her its their the a an that this these those him us me them it")
OWN = words("my our his her its their")
_SPECIAL = {"BE": BE, "POSS": POSS, "OWN": OWN}

_TOKEN = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*|[^\w\s\"“”„«»'‘]")
_WRITTEN_OUT = (
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bcan't\b|\bcannot\b"), "can not"),
    (re.compile(r"\bshan't\b"), "shall not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"\bi'm\b"), "i am"),
    # "He'd agreed", "he'd seen": what is over; else what would be.
    (
        re.compile(
            r"'d(?= (?:(?:just|already|never|also|always) )?(?:better|been|done|gone|given|had"
            r"|taken|seen|made|said|told|heard|met|sent|left|known|found|got|lost|won|spoken|written"
            r"|\w+ed)\b)"
        ),
        " had",
    ),
    (re.compile(r"'d\b"), " would"),
    (re.compile(r"\blet's\b"), "let us"),
    (re.compile(r"\b(it|that|there|what|he|she|who|here)'s\b"), r"\1 is"),
)


@dataclass(frozen=True, slots=True)
class Match:
    """Words that belong to a class. `forms` of verbs: base, s, past, part, ing; else empty."""

    kind: str
    name: str
    start: int
    end: int
    forms: frozenset[str] = frozenset()


def tokens(text: str) -> list[str]:
    """Words and marks in lower case, apostrophes straight, contractions written out."""
    plain = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    if "'" in plain or "cannot" in plain:
        for pattern, full in _WRITTEN_OUT:
            plain = pattern.sub(full, plain)
    return _TOKEN.findall(plain)


def forms_of(verb: str) -> dict[str, set[str]]:
    """The forms of a verb -> their kinds: base, s, past, part, ing."""
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    stem = verb
    if verb.endswith("y") and verb[-2:-1] not in tuple("aeiou"):
        third, past, ing = verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    elif verb.endswith("ie"):
        past, ing = verb + "d", verb[:-2] + "ying"
    elif verb.endswith("e"):
        past, ing = verb + "d", (verb if verb.endswith("ee") else verb[:-1]) + "ing"
    else:
        stem = verb + verb[-1] if verb in words(_data()["forms"]["doubled"]) else verb
        past, ing = stem + "ed", stem + "ing"
    one, other = _irregular().get(verb, (past, past))
    made: dict[str, set[str]] = {}
    for form, kind in ((verb, "base"), (third, "s"), (one, "past"), (other, "part"), (ing, "ing")):
        made.setdefault(form, set()).add(kind)
    return made


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    entries = (entry.split() for entry in _split(_data()["forms"]["irregular"]))
    return {verb: (past, participle) for verb, past, participle in entries}


_Tree = dict[str, "_Tree | list[tuple[str, str, frozenset[str]]]"]
_END = ""


@cache
def _tree() -> _Tree:
    root: _Tree = {}
    for kind, classes in _data().items():
        if kind in ("nouns", "forms"):
            continue
        for name, listed in classes.items():
            for phrase in _split(listed):
                parts = phrase.split()
                first, rest = parts[0], parts[1:]
                if kind == "verbs":
                    for form, kinds in forms_of(first).items():
                        _add(root, [form, *rest], (kind, name, frozenset(kinds)))
                else:
                    _add(root, [first, *rest], (kind, name, frozenset()))
    return root


@cache
def nouns(name: str) -> frozenset[str]:
    """The nouns of a class."""
    return words(_data()["nouns"][name])


@cache
def _data() -> dict[str, dict[str, str]]:
    path = files("goodoffices.read.rules").joinpath("stances.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _split(listed: str) -> Iterator[str]:
    return (phrase for part in listed.split(",") if (phrase := " ".join(part.split())))


def _add(root: _Tree, parts: Sequence[str], value: tuple[str, str, frozenset[str]]) -> None:
    for way in product(*map(_choices, parts)):
        node: _Tree = root
        for token in (token for choice in way for token in choice):
            node = node.setdefault(token, {})  # type: ignore[assignment]
        ends = node.setdefault(_END, [])
        assert isinstance(ends, list)
        if value not in ends:
            ends.append(value)


def _choices(part: str) -> list[tuple[str, ...]]:
    """The runs of tokens that an element of a phrase stands for."""
    if part == GAP:
        return [(GAP,)]
    if part.endswith("?"):
        return [(), *_choices(part[:-1])]
    every = [choice for option in part.split("|") for choice in _SPECIAL.get(option, (option,))]
    return [("can", "not") if choice == "cannot" else (choice,) for choice in every]


def matches(run: Sequence[str]) -> list[Match]:
    """Every phrase of the vocabulary in a run of tokens, in order of where they begin."""
    root = _tree()
    found: list[Match] = []
    for start, token in enumerate(run):
        node = root.get(token)
        if isinstance(node, dict):
            _walk(node, run, start, start + 1, found)
    return found


def _walk(node: _Tree, run: Sequence[str], start: int, at: int, found: list[Match]) -> None:
    ends = node.get(_END)
    if isinstance(ends, list):
        found += [Match(kind, name, start, at, forms) for kind, name, forms in ends]
    if at >= len(run):
        return
    following = node.get(run[at])
    if isinstance(following, dict):
        _walk(following, run, start, at + 1, found)
    gap = node.get(GAP)
    if isinstance(gap, dict):
        for over in range(at, min(len(run), at + WIDEST_GAP + 1)):
            _walk(gap, run, start, over, found)
            if not run[over][0].isalnum() and run[over] != ",":
                break
