"""The sentences that the reader of stances is trained on: matters, parties, marks.

A file of `stances/` holds matters ("## fisheries | Skerrin: Ona Brandt; Halm Isles: Tor Vikram"),
each in sections ("@interview Ona Brandt") of lines with a stance for every marked content:

    n Vikram said [the quota table belonged in the bin].
    c Would you lift the patrols? >> Let the trawlers turn round first.

Lines of an interview or briefing are a question and its answer, lines of a statement sentences of
its issuer; everywhere else a line is a text of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from goodoffices.model.agenda import Party, Person
from goodoffices.model.evidence import Stance

FOLDER = Path(__file__).parent / "stances"
CODES: dict[str, Stance] = {
    "a": "asks", "o": "offers", "y": "accepts", "n": "rejects", "l": "red_line",
    "c": "conditional", "d": "denies", "x": "no_comment", "s": "resists", "r": "reports",
}  # fmt: skip
_TURNS = ("interview", "briefing")


@dataclass(frozen=True)
class Marked:
    """A text of one matter with its marked contents and their stances, in order."""

    matter: str
    kind: str
    text: str
    places: tuple[tuple[int, int], ...]
    stances: tuple[Stance, ...]
    parties: tuple[Party, ...]


def marked_texts(folder: Path = FOLDER) -> Iterator[Marked]:
    """All texts of the files, in order."""
    for path in sorted(folder.glob("*.txt")):
        parties: tuple[Party, ...] = ()
        matter, kind, who = "", "sentences", ""
        held: list[str] = []
        for line in [*path.read_text(encoding="utf-8").splitlines(), "@end"]:
            if line.startswith(("@", "## ")):
                if held:
                    yield _document(matter, parties, kind, who, held)
                held = []
                if line.startswith("## "):
                    matter, _, listed = line[3:].partition(" | ")
                    parties, kind = tuple(map(_party, listed.split("; "))), "sentences"
                else:
                    kind, _, who = line[1:].partition(" ")
            elif line and kind in (*_TURNS, "statement"):
                held.append(line)
            elif line:
                codes, _, words = line.partition(" ")
                text, places = without_brackets(words)
                yield Marked(matter, kind, text + "\n", places, _stances(codes), parties)


def _party(listed: str) -> Party:
    name, _, person = listed.partition(": ")
    persons = (Person(name=_plain(person)),) if person else ()
    return Party(id=name, name=name, persons=persons)


_OFFICE = re.compile(
    r"^(?:(?:Chief|Prime|Foreign|Finance) )?(?:Minister|Mayor|Bishop|Father|Colonel|General"
    r"|Commander|Comrade|Chief|Director|Commissioner|Premier|Ambassador|Envoy|Captain|Sergeant"
    r"|Dr|Don|negotiator) "
)


def _plain(name: str) -> str:
    while (shorter := _OFFICE.sub("", name)) != name:
        name = shorter
    return name


def _document(
    matter: str, parties: tuple[Party, ...], kind: str, who: str, lines: list[str]
) -> Marked:
    """The lines of a section as one text."""
    parts = [f"Interview with {who}\n" if kind in _TURNS else f"{who}\nStatement on the talks\n"]
    if kind == "briefing":
        parts = [f"Transcript of the press briefing by {who}\n"]
    places, codes = [], ""
    for number, line in enumerate(lines):
        code, _, words = line.partition(" ")
        if kind in _TURNS:
            question, _, words = words.partition(" >> ")
            parts.append(f"\nQUESTION: {question}\n\n{who.split()[-1].upper()}: ")
        else:
            parts.append(" " if number % 3 else "\n")
        start = sum(map(len, parts))
        parts.append(words)
        places.append((start, start + len(words)))
        parts.append("\n" if kind in _TURNS or number % 3 == 2 else "")
        codes += code
    return Marked(matter, kind, "".join(parts) + "\n", tuple(places), _stances(codes), parties)


def _stances(codes: str) -> tuple[Stance, ...]:
    return tuple(CODES[code] for code in codes)


def without_brackets(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without the brackets around its contents, and the places of these."""
    places, at = [], 0
    parts = re.split(r"[\[\]]", marked)
    for number, part in enumerate(parts):
        if number % 2:
            places.append((at, at + len(part)))
        at += len(part)
    return "".join(parts), tuple(places)
