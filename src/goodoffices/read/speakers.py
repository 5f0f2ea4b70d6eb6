"""Who a pronoun, a short name or an office stands for in a text; only where the text tells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from goodoffices.model.evidence import LinkKind
from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.sides import Named, Sides, continues

_WORD = r"(?:[^\W\d_]\.|[^\W\d_][\w-]*(?:['’](?!s\b)\w+)?)"
_RUN = re.compile(rf"{_WORD}(?: {_WORD}){{1,5}}(?!['’]s)")
_SAMPLE = 200_000  # characters in which names are looked for
_NAME = r"[A-Z][\w'’-]+(?: (?:[A-Z]\.|de|van|von|al|bin|[A-Z][\w'’-]+)){0,2} [A-Z][\w-]+"
_NAMED_BEHIND = re.compile(
    rf"(?:[^,.;:\n\"“]{{0,40}})?, ({_NAME})(?=[,.;:\n—-]| {_WORD}ed\b| said)"
)
_OFFICE = "|".join(sorted(lex.PEOPLE | lex.OFFICES))
_OFFICE_OF = re.compile(
    rf"(?P<office>\b(?:\w+ )?(?:{_OFFICE}))(?: (?:of|for|to|in|at) [^,.;:\n]{{1,40}})?,? "
    rf"(?P<name>{_NAME})(?=[,.;:\n)]|\s+[a-z])"
)
_NAME_OF = re.compile(
    rf"(?P<name>{_NAME}), (?:(?:the|a|an|its|his|her|their|[\w’']+['’]s) )?"
    rf"(?:\w+ ){{0,3}}?(?P<office>\b(?:\w+ )?(?:{_OFFICE}))\b"
)
_SPECIAL = words("prime foreign interior finance defence defense justice chief deputy vice")
_ENDS = re.compile(r"[.!?][\"”’)]*\s|\n")
_NEAR = 2  # paragraphs, an empty line counted as one


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source by name. `written` is how the text has it, `name` what it stands for.

    `owner` is whose it is, where it is somebody's: who "her" or "its" in it means, whose "plan" or
    "official" the text has named before.
    """

    written: str
    name: str
    kind: LinkKind
    owner: str | None = None


def full_names(text: str) -> dict[str, str]:
    """Surname -> full name, where the text has just one name of two or more words with it."""
    found: dict[str, set[str]] = {}
    for run in _RUN.finditer(text[:_SAMPLE]):
        words = run[0].split()
        for i, word in enumerate(words):
            if i and word[:1].isupper() and _is_name(words[i - 1]):
                first = i - 1
                while first and _is_name(words[first - 1]):
                    first -= 1
                after = words[i + 1] if i + 1 < len(words) else ""
                if not after[:1].isupper():
                    found.setdefault(word, set()).add(" ".join(words[first : i + 1]))
    return {surname: next(iter(names)) for surname, names in found.items() if len(names) == 1}


def _is_name(word: str) -> bool:
    return word[:1].isupper() and word.lower() not in lex.TITLES and (
        word.lower() not in lex.DETERMINERS | lex.PREPOSITIONS | lex.SUBORDINATORS
        | lex.INSTITUTIONS | lex.DOCUMENTS | lex.WEEKDAYS | lex.ADVERBS
    )  # fmt: skip


_HER = words("spokeswoman woman mrs mrs. ms ms. queen lady chairwoman congresswoman actress")
_HIM = words("spokesman man mr mr. king lord sir chairman congressman prince pope")


def offices(text: str) -> dict[str, set[str]]:
    """Office ("foreign minister", "envoy") -> the names that the text gives with it."""
    found: dict[str, set[str]] = {}
    for pattern in (_OFFICE_OF, _NAME_OF):
        for match in pattern.finditer(text[:_SAMPLE]):
            name = match["name"]
            while name and name.split()[0].lower() in lex.TITLES:
                name = name.partition(" ")[2]
            if " " in name and all(_is_name(part) or part.islower() for part in name.split()):
                found.setdefault(_office(match["office"]), set()).add(name)
    return found


def _office(phrase: str) -> str:
    """The words that tell one office from another: the last, with what kind of minister it is."""
    parts = [part.lower() for part in phrase.split()]
    return " ".join(parts[-2:]) if parts[-2:-1] and parts[-2] in _SPECIAL else parts[-1]


class Resolver:
    """Follows the sources of one text in order and says who "he" and "Rubio" are."""

    def __init__(
        self,
        text: str,
        is_body: Callable[[str], bool] = lambda name: False,
        is_person: Callable[[str], bool] = lambda name: False,
        named: Callable[[str], Sequence[Named]] = lambda text: (),
    ) -> None:
        """`is_body` says that a name is a party's and no person's, `is_person` the reverse.

        `named` finds the parties and persons that a text names.
        """
        self._text = text
        self._sides = Sides(text, named)
        self._told_before: tuple[Speaker, int] | None = None
        self._full = full_names(text)
        self._is_body = is_body
        self._offices = offices(text)
        held = {name for names in self._offices.values() for name in names}
        known = held | {name for name in self._full.values() if is_person(name)}
        self._called = {name: _called(name, self._offices) for name in known}
        self._mentions = _mentions(text, known, is_person)
        self._last: dict[str, tuple[Speaker, int, int]] = {}
        self._earlier: dict[str, tuple[Speaker, int, int]] = {}  # the one before, of another name

    def speaker(
        self,
        written: str,
        kind: LinkKind,
        paragraph: int,
        *,
        place: tuple[int, int] = (0, 0),
        inside: bool = False,
        besides: str = "",
    ) -> Speaker:
        """The source as it is meant; a pronoun with nobody sure before it stays a pronoun.

        `place`: where the source stands. `inside`: it is named in somebody else's words, and a
        later pronoun passes it by. `besides`: who tells it, and so is not "he".
        """
        low = written.lower()
        if low in lex.PRONOUNS:
            return self._pronoun(written, low, kind, paragraph, place[0], besides)
        name = self._named(written, kind, place)
        if name != written:
            kind = "official"
        owner = self._sides.owner(written, kind, place[0]) or self._owner(low, place[0])
        if owner is None and self._told_before is not None and continues(low):
            before, end = self._told_before
            if not _ENDS.search(self._text, end, place[0]):
                owner = before.owner or before.name
        speaker = Speaker(written=written, name=name, kind=kind, owner=owner)
        self._told_before = (speaker, place[1])
        if not inside and (name != written or low.split()[0] not in lex.POSSESSIVES):
            for pronoun in ("he", "they", "it"):
                if self._agrees(pronoun, speaker):
                    if pronoun in self._last and self._last[pronoun][0].name != name:
                        self._earlier[pronoun] = self._last[pronoun]
                    self._last[pronoun] = (speaker, paragraph, place[0])
        return speaker

    def _named(self, written: str, kind: LinkKind, place: tuple[int, int]) -> str:
        """The name of whom a surname or an office means, else the words themselves."""
        if kind not in ("official", "anonymous", "unknown"):
            return written
        parts = written.split()
        if len(parts) == 1 or parts[0].lower() in lex.TITLES:
            surname = parts[-1] if not parts[-1].isupper() else parts[-1].capitalize()
            if surname in self._full:
                return self._full[surname]
        lows = [part.lower().strip(",") for part in parts]
        if lows[-1] in lex.PEOPLE or lex.PEOPLE.intersection(lows):
            before, comma, behind = written.rpartition(", ")
            if comma and before and re.fullmatch(_NAME, behind):
                return behind
            if lows[-1] in lex.PEOPLE or lows[-1][:1].islower():
                match = _NAMED_BEHIND.match(self._text, place[1], place[1] + 120)
                if match and match.start(1) - place[1] <= 2 and _is_person_name(match[1]):
                    return match[1]
        if lows[-1] in lex.OFFICES | _HER | _HIM and lows[0] in ("the", "its", "their"):
            names = self._offices.get(_office(written), set())
            if len(names) == 1:
                return next(iter(names))
        return written

    def _owner(self, low: str, at: int) -> str | None:
        for sort, owned in (("he", ("his ", "her ")), ("it", ("its ",)), ("they", ("their ",))):
            if any(low.startswith(word) or f" {word}" in low for word in owned):
                pronoun = "she" if "her " in low and sort == "he" else sort
                found = self._meant(pronoun, sort, at)
                return found.name if found else None
        return None

    def _pronoun(
        self, written: str, low: str, kind: LinkKind, paragraph: int, at: int, besides: str
    ) -> Speaker:
        sort = {"she": "he", "who": "he", "which": "it"}.get(low, low)
        last, where, _ = self._last.get(sort, (None, 0, 0))
        if last is not None and (
            paragraph - where > _NEAR or _other_sex(low, last) or _same_last(last.name, besides)
        ):
            last = None
        if low in ("he", "she"):
            last = self._meant(low, sort, at, besides) or last
        if last is None:
            return Speaker(written=written, name=written, kind=kind)
        self._last[sort] = (last, paragraph, at)
        return replace(last, written=written)

    def _meant(self, pronoun: str, sort: str, at: int, besides: str = "") -> Speaker | None:
        """The last one before a place who agrees: a source, or a person who was named later."""
        last, _, where = self._last.get(sort, (None, 0, -1))
        if last is not None and _same_last(last.name, besides):
            last, _, where = self._earlier.get(sort, (None, 0, -1))
        if last is not None and (
            _other_sex(pronoun, last) or self._far(where, at) or _same_last(last.name, besides)
        ):
            last, where = None, -1
        if sort != "he":
            return last
        for number in range(bisect_left(self._mentions, (at, "")) - 1, -1, -1):
            start, name = self._mentions[number]
            if start <= where or self._far(start, at):
                break
            if _same_last(name, besides):
                continue
            if name != (last.name if last else "") and not _called_otherwise(
                pronoun, self._called.get(name, frozenset())
            ):
                return Speaker(written=name, name=name, kind="official")
        return last

    def _far(self, start: int, at: int) -> bool:
        """Whether more than one paragraph begins between two places."""
        return self._text.count("\n\n", start, at) > 1 or self._text.count("\n", start, at) > 2

    def _agrees(self, pronoun: str, speaker: Speaker) -> bool:
        """Whether a pronoun can stand for the speaker: one person, several, or a body."""
        tokens = speaker.written.split()
        words = {word.lower() for word in tokens}
        several = (
            any(word in lex.PEOPLE | _BODIES and word.endswith("s") for word in words)
            or "people" in words
            or words >= {"both"}
        )
        person = not words.isdisjoint(lex.PEOPLE | lex.OFFICES) or speaker.name != speaker.written
        body = (
            speaker.kind in ("document", "outlet")
            or (not words.isdisjoint(lex.INSTITUTIONS) and not person)
            or (not person and self._is_body(speaker.name))
        )
        if pronoun == "they":
            return several
        if pronoun == "it":
            return body
        return pronoun == "he" and not several and not body


_BODIES = words("parties sides delegations groups ministries")


def _same_last(name: str, other: str) -> bool:
    return bool(other) and name.split()[-1].casefold() == other.split()[-1].casefold()


def _other_sex(pronoun: str, speaker: Speaker) -> bool:
    """Whether the words for the speaker rule the pronoun out; a name alone rules nothing out."""
    said = frozenset(word.lower() for word in speaker.written.split())
    return _called_otherwise(pronoun, said)


def _called_otherwise(pronoun: str, said: frozenset[str]) -> bool:
    return not said.isdisjoint({"he": _HER, "she": _HIM}.get(pronoun, frozenset()))


def _called(name: str, held: dict[str, set[str]]) -> frozenset[str]:
    return frozenset(word for office, names in held.items() if name in names
                     for word in office.split())  # fmt: skip


def _is_person_name(name: str) -> bool:
    return all(_is_name(part) or part.islower() for part in name.split())


def _mentions(
    text: str, known: set[str], is_person: Callable[[str], bool]
) -> list[tuple[int, str]]:
    """Where persons are named as those who do something, with their full names, in order."""
    by_last = {name.split()[-1]: name for name in sorted(known)}
    if not by_last:
        return []
    pattern = re.compile(
        r"(?<![\w’'-])(?:" + "|".join(map(re.escape, sorted(by_last))) + r")(?![\w-])(?!['’]s)(?!:)"
    )
    found = []
    for match in pattern.finditer(text[:_SAMPLE]):
        ahead = text[max(0, match.start() - 40) : match.start()].split()
        while ahead and (ahead[-1][0].isupper() or ahead[-1].lower() in lex.TITLES):
            ahead.pop()
        if not (ahead and ahead[-1].lower() in lex.PREPOSITIONS):
            found.append((match.start(), by_last[match[0]]))
    return found
