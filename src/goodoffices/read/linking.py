"""Speaker to party, by the names that a case declares.

A party is known by its name, aliases and persons. Where two fit equally well, nothing is linked: a
person will see it in review, and a guess would look like a finding. Issues: `read.issues`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from goodoffices.model.agenda import Party
from goodoffices.read.content import words
from goodoffices.read.sides import Named

TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W_]+\*?")
POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?!\w)")
_PREPOSITIONS = words("to in for with from at on of by against over about near")
_MOST_KNOWN = 10_000  # speakers whose party is kept at a time
_SHORT = 4  # letters up to which a name in capitals must be in capitals in the text too

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLink:
    """Whose voice a speaker's is; `person` is the declared person. The reason is for people."""

    party: str | None
    person: str | None
    reason: str


def link_party(speaker: str, parties: Iterable[Party]) -> PartyLink:
    """The party that a speaker, as written, speaks for.

    A declared person decides where the speaker is that person ("Foreign Minister Ines Kalder"), not
    somebody of hers ("Kalder's adviser"). Then a party or person named in the part before a
    preposition gives the party ("the Russian ambassador to Ukraine" is Russian); then one named
    anywhere. Two parties at the same stage link to none.
    """
    return PartyNames(parties).link(speaker)


@dataclass(frozen=True, slots=True)
class _Name:
    tokens: Tokens
    party: str
    person: str
    written: str


@lru_cache(maxsize=16)
def party_names(parties: tuple[Party, ...]) -> PartyNames:
    """The names of parties, put in order once for all reports of a case."""
    return PartyNames(parties)


class PartyNames:
    """The names of parties and persons, ready for many speakers."""

    def __init__(self, parties: Iterable[Party]) -> None:
        persons: list[_Name] = []
        names: list[_Name] = []
        surnames: dict[str, set[tuple[str, str]]] = {}
        for party in parties:
            names.extend(
                _Name(tokens, party.id, "", written)
                for written in (party.name, *party.aliases)
                if (tokens := _name_tokens(written))
            )
            for person in party.persons:
                persons.extend(
                    _Name(tokens, party.id, person.name, written)
                    for written in (person.name, *person.aliases)
                    if (tokens := _name_tokens(written))
                )
                if tokens := _name_tokens(person.name):
                    surnames.setdefault(tokens[-1], set()).add((party.id, person.name))
        for surname, owners in surnames.items():
            if len(owners) == 1 and len(surname) > 2:
                party_id, name = next(iter(owners))
                persons.append(_Name((surname,), party_id, name, surname))
        self._persons: dict[str, list[_Name]] = {}
        for entry in persons:
            self._persons.setdefault(entry.tokens[-1].casefold(), []).append(entry)
        self._by_first: dict[str, list[_Name]] = {}
        self._capital: dict[str, bool] = {}  # stem -> whether all names with it have a capital
        for entry in (*names, *persons):
            stem = _stem(entry.tokens[0])
            self._by_first.setdefault(stem, []).append(entry)
            first = next(w for w in TOKEN.findall(entry.written) if w.casefold() != "the")
            self._capital[stem] = self._capital.get(stem, True) and not first[0].islower()
        self._known: dict[str, PartyLink] = {}
        self._words: dict[str, frozenset[str]] = {}
        for entry in (*names, *persons):
            said = self._words.get(entry.party, frozenset())
            self._words[entry.party] = said | name_words(entry.written)

    def link(self, speaker: str) -> PartyLink:
        """As `link_party`."""
        found = self._known.get(speaker)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[speaker] = self._link(speaker)
        return found

    def is_body(self, name: str) -> bool:
        """Whether the whole name is that of a party, not of one of its persons."""
        link = self.link(name)
        return link.person is None and any(
            entry.tokens == _name_tokens(name) and not entry.person
            for entry in self._by_first.get(_stem((*_name_tokens(name), "")[0]), ())
        )

    def is_person(self, name: str) -> bool:
        """Whether the whole name is that of a declared person."""
        return self.link(name).person is not None

    def named(self, text: str) -> list[Named]:
        """Where a text names parties and declared persons, in order, the longer name first."""
        blank = POSSESSIVE.sub(lambda match: " " * len(match[0]), text)
        said = list(TOKEN.finditer(blank))
        found: list[Named] = []
        taken = 0
        for at, match in enumerate(said):
            first = match[0]
            capital = self._capital.get(_stem(first.replace(".", "")))
            if at < taken or capital is None or (capital and first[0].islower()):
                continue
            entry = self._longest_at(at, said)
            if entry is not None:
                taken = at + len(entry.tokens)
                end = said[taken - 1].end()
                found.append(
                    Named(match.start(), end, entry.written, entry.party, bool(entry.person))
                )
        return found

    def _longest_at(self, at: int, said: Sequence[re.Match[str]]) -> _Name | None:
        """The longest name that the words begin with from one on."""
        known = self._by_first.get(_stem(_name_token(said[at][0])), ())
        longest = max((len(entry.tokens) for entry in known), default=0)
        tokens = [_name_token(match[0]) for match in said[at : at + longest]]
        fitting = (e for e in known if _same_words(tokens[: len(e.tokens)], e.tokens))
        return max(fitting, key=lambda entry: len(entry.tokens), default=None)

    def words_of(self, party: str | None) -> frozenset[str]:
        """The words of the names of a party and its persons, in lower case."""
        return self._words.get(party or "", frozenset())

    def _link(self, speaker: str) -> PartyLink:
        said = _name_tokens(speaker)
        cut = next((i for i, word in enumerate(said) if word in _PREPOSITIONS and i), len(said))
        head = said[:cut]
        persons = self._ending(head) or (self._ending(said) if _office_of_state(said) else [])
        found = {(entry.party, entry.person) for entry in persons}
        if len(found) == 1 and not _is_possessive(speaker):
            party, person = found.pop()
            return PartyLink(party=party, person=person, reason=f"{person} speaks for {party}")
        for part, where in ((head, "named in"), (said, "named in full in")):
            matches = self._matches(part)
            if len(matches) == 1:
                party, name = next(iter(matches.items()))
                reason = f"{name!r} is {where} {speaker!r}"
                return PartyLink(party=party, person=None, reason=reason)
            if matches:
                reason = f"{speaker!r} names several: {', '.join(sorted(matches))}"
                return PartyLink(party=None, person=None, reason=reason)
        return PartyLink(party=None, person=None, reason=f"no party is named in {speaker!r}")

    def _ending(self, said: Tokens) -> list[_Name]:
        """Persons whose name the words end with."""
        known = self._persons.get(said[-1].casefold(), ()) if said else ()
        kept = [e for e in known if _same_words(said[-len(e.tokens) :], e.tokens)]
        longest = max((len(e.tokens) for e in kept), default=0)
        if _belongs(said[: len(said) - longest]):
            return []
        return [e for e in kept if len(e.tokens) == longest]

    def _matches(self, said: Sequence[str]) -> dict[str, str]:
        """Parties named, the longer name first: "South Island" is not "Island"."""
        found: dict[tuple[int, int], list[_Name]] = {}
        for i, word in enumerate(said):
            for entry in self._by_first.get(_stem(word), ()):
                size = len(entry.tokens)
                if _same_words(said[i : i + size], entry.tokens):
                    found.setdefault((i, size), []).append(entry)
        taken = [False] * len(said)
        parties: dict[str, str] = {}
        for (i, size), entries in sorted(found.items(), key=lambda f: (-f[0][1], f[0][0])):
            if not any(taken[i : i + size]):
                taken[i : i + size] = [True] * size
                for entry in entries:
                    parties.setdefault(entry.party, entry.written)
        return parties


_OF_STATE = words("secretary minister head chief under deputy assistant")
_PERSONAL = words("president minister chancellor king queen mr mrs ms dr general senator premier")


def _office_of_state(said: Tokens) -> bool:
    """ "Secretary of State Marco Rubio": an office with "of" in it before the name."""
    inner = [i for i, word in enumerate(said) if word in _PREPOSITIONS]
    return bool(inner) and said[0] in _OF_STATE and all(said[i] == "of" for i in inner)


def _belongs(before: Tokens) -> bool:
    """Whether the words before a name make it somebody else's: "the secretary of President X"."""
    if "of" not in before:
        return False
    return before[-1] == "of" or before[-1] in _PERSONAL


def _is_possessive(speaker: str) -> bool:
    return speaker.rstrip().endswith(("'s", "’s", "s'", "s’"))


def _stem(word: str) -> str:
    return word[:3].casefold()


def _name_tokens(text: str) -> Tokens:
    """Words for comparing names: no case, no possessive, no stops; short capitals stay capitals."""
    tokens = (_name_token(match[0]) for match in TOKEN.finditer(POSSESSIVE.sub("", text)))
    return tuple(word for word in tokens if word != "the")


def _name_token(written: str) -> str:
    word = written.replace(".", "")
    return word if word.isupper() and len(word) <= _SHORT else word.casefold()


def name_words(text: str) -> frozenset[str]:
    """The words of a name in lower case, without possessives and "the"."""
    return frozenset(word.casefold() for word in _name_tokens(text))


def _same_words(said: Sequence[str], name: Tokens) -> bool:
    return len(said) == len(name) and all(
        a == b or a.casefold() == b or (i == len(name) - 1 and _is_adjective(a, b))
        for i, (a, b) in enumerate(zip(said, name, strict=True))
    )


def _is_adjective(said: str, name: str) -> bool:
    """Whether a word is the adjective of a country's name by regular derivation."""
    if len(name) < 4 or not said.startswith(name[:-1]):
        return False
    return said in {
        name + "n", name + "ns", name[:-1] + "ian", name[:-1] + "ians", name + "ian",
        name + "ians", name + "i", name + "is", name + "ese", name[:-1] + "ese",
    }  # fmt: skip
