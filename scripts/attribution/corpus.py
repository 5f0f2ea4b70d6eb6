"""The PolNeAR corpus as words with labels, and the measures that models are compared by.

The corpus stays outside the project; every script takes the path of the folder that holds its
parts `train` and `dev` (texts, and attributions in brat standoff format).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from goodoffices.read.tagging.labels import Role, tag_of
from goodoffices.read.tagging.passages import Passage, passage_of

Place = tuple[int, int]
_ROLES: dict[str, Role] = {"Source": "source", "Cue": "cue", "Content": "content"}


@dataclass(frozen=True)
class Marked:
    """One attribution as an annotator marked it: the places of its pieces, none overlapping."""

    source: tuple[Place, ...]
    cue: tuple[Place, ...]
    content: tuple[Place, ...]


@dataclass(frozen=True)
class Document:
    """A text as one annotator read it. `outlet` is the paper that published it."""

    name: str
    outlet: str
    text: str
    marked: tuple[Marked, ...]


def documents(folder: Path, part: str) -> Iterator[Document]:
    """The documents of a part in order of their names."""
    for path in sorted((folder / part / "attributions").glob("*.ann")):
        name = path.stem.rsplit("_", 1)[0]
        text = (folder / part / "text" / f"{name}.txt").read_text(encoding="utf-8")
        marked = tuple(_read(path.read_text(encoding="utf-8"), text))
        yield Document(path.stem, name.split("_", 1)[0], text, marked)


def _read(annotation: str, text: str) -> Iterator[Marked]:
    places: dict[str, tuple[Role, tuple[Place, ...]]] = {}
    events: list[str] = []
    for line in annotation.split("\n"):
        fields = line.split("\t")
        if line.startswith("T") and len(fields) > 1:
            kind, _, where = fields[1].partition(" ")
            if kind in _ROLES:
                places[fields[0]] = (_ROLES[kind], _pieces(where, text))
        elif line.startswith("E") and len(fields) > 1:
            events.append(fields[1])
    for event in events:
        held: dict[Role, list[Place]] = {"source": [], "cue": [], "content": []}
        for argument in event.split():
            key = argument.partition(":")[2]
            if key in places:
                role, pieces = places[key]
                held[role] += pieces
        yield Marked(*(tuple(sorted(held[role])) for role in ("source", "cue", "content")))


def _pieces(where: str, text: str) -> tuple[Place, ...]:
    """Places without white space at their ends; those with nothing but white space between, one."""
    found: list[Place] = []
    for piece in sorted(tuple(map(int, part.split())) for part in where.split(";")):
        start, end = piece
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def labels(document: Document, passage: Passage) -> list[int]:
    """The label of every word. A piece takes the words that it touches."""
    tags = [0] * len(passage)
    for marked in document.marked:
        cues = [_words(passage, place) for place in marked.cue]
        for at in cues:
            _set(tags, at, "cue", "")
        for role, pieces in (("source", marked.source), ("content", marked.content)):
            for place in pieces:
                at = _words(passage, place)
                _set(tags, at, role, _side(at, cues))  # type: ignore[arg-type]
    return tags


def _words(passage: Passage, place: Place) -> range:
    return range(bisect_right(passage.ends, place[0]), bisect_left(passage.starts, place[1]))


def _side(at: range, cues: list[range]) -> str:
    if not cues or not at:
        return "left"
    nearest = min(cues, key=lambda cue: min(abs(cue.start - at.stop), abs(at.start - cue.stop)))
    return "right" if nearest.start >= at.start else "left"


def _set(tags: list[int], at: range, role: Role, side: str) -> None:
    for k in at:
        tags[k] = tag_of(role, side, begins=k == at.start)


def passages(found: list[Document]) -> list[Passage]:
    """The passage of every document; a text that two annotators read is read once."""
    made = {text: passage_of(text) for text in dict.fromkeys(d.text for d in found)}
    return [made[d.text] for d in found]
