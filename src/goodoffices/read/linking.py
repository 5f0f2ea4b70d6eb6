"""Speaker to party, content to issue and option, by the words that a case declares.

A party is known by its name, aliases and persons; an issue and its options by the cue words of the
case's `Vocabulary`. Where two fit equally well, nothing is linked: a person will see it in review,
and a guess would look like a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from goodoffices.model.agenda import Issue, Party
from goodoffices.model.case import IssueCues, LearnedTerm, Vocabulary
from goodoffices.model.evidence import Bound
from goodoffices.read.content import words
from goodoffices.read.sides import Named

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W_]+\*?")
_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?!\w)")
_PREPOSITIONS = words("to in for with from at on of by against over about near")
_MOST_KNOWN = 10_000  # speakers whose party is kept at a time
_LONG = 6  # letters of a word that tells an issue though nobody listed it
_SHORT = 4  # letters up to which a name in capitals must be in capitals in the text too

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLink:
    """Whose voice a speaker's is; `person` is the declared person. The reason is for people."""

    party: str | None
    person: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLink:
    """What a text is about. `score` counts the words of the cues found for the issue.

    `hanging`: they stand only in what the rest hangs on ("unless ...", "in return for ...").
    """

    issue: str | None
    options: tuple[str, ...]
    score: float
    reason: str
    hanging: bool = False


# --- parties -------------------------------------------------------------------------------------


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
            first = next(w for w in _TOKEN.findall(entry.written) if w.casefold() != "the")
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
        blank = _POSSESSIVE.sub(lambda match: " " * len(match[0]), text)
        said = list(_TOKEN.finditer(blank))
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
    tokens = (_name_token(match[0]) for match in _TOKEN.finditer(_POSSESSIVE.sub("", text)))
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


# --- issues --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cue:
    tokens: Tokens
    issue: str
    option: str | None
    written: str


def link_issue(text: str, issues: Iterable[Issue], vocabulary: Vocabulary) -> IssueLink:
    """The issue that a text speaks of, and the options of it that it names.

    Each cue found counts as many points as it has words; a cue inside a longer one that was found
    counts nothing; the same cue, in two spellings or for an option too, counts once. A cue in what
    the rest hangs on ("unless ...", "in return for ...") counts only where no other is found. The
    issue with most points is linked, the option with most points within it; where two are level
    there is no link. Cues match whole words without case, a plural s more or less; `*` at the end
    of a cue word stands for any ending. An issue without cues in the vocabulary is known by the
    labels of its options. Words learned from amendments are cues too.
    """
    return IssueWords(issues, vocabulary).link(text)


class IssueWords:
    """The cue words of issues and options, ready for the texts of one report: it keeps each."""

    def __init__(self, issues: Iterable[Issue], vocabulary: Vocabulary) -> None:
        listed = tuple(issues)
        self._index = _index(listed, vocabulary)
        self._shared = _shared_words(listed, vocabulary)
        self._known: dict[str, IssueLink] = {}  # of one report

    def link(self, text: str) -> IssueLink:
        """As `link_issue`."""
        if text not in self._known:
            self._known[text] = self._without_provisos(text)
        return self._known[text]

    def _without_provisos(self, text: str) -> IssueLink:
        main = _HANGS_ON.sub(" ", text)
        own = self._link(main)
        if own.score or main == text:
            return own
        whole = self._link(text)
        return replace(whole, hanging=bool(whole.score))

    def by_label(self, text: str) -> str | None:
        """The one issue whose options share a word with the text, where no cue is found in it."""
        found = {self._shared[word] for word in cue_tokens(text) if word in self._shared}
        return found.pop() if len(found) == 1 else None

    def _link(self, text: str) -> IssueLink:
        matched = _matches(cue_tokens(text), self._index)
        found: dict[str, set[Tokens]] = {}
        of_option: dict[str, dict[str, set[Tokens]]] = {}
        shown: dict[str, list[str]] = {}
        for cue in dict.fromkeys(matched):
            found.setdefault(cue.issue, set()).add(cue.tokens)
            shown.setdefault(cue.issue, []).append(cue.written)
            if cue.option is not None:
                named = of_option.setdefault(cue.issue, {})
                named.setdefault(cue.option, set()).add(cue.tokens)
        points = {issue: _points(cues) for issue, cues in found.items()}
        if not points:
            return IssueLink(issue=None, options=(), score=0, reason="no cue word was found")
        ranked = sorted(points, key=lambda name: -points[name])
        best = ranked[0]
        if len(ranked) > 1 and points[ranked[1]] == points[best]:
            level = sorted(name for name in ranked if points[name] == points[best])
            reason = f"several issues fit equally well: {', '.join(level)}"
            return IssueLink(issue=None, options=(), score=points[best], reason=reason)
        options = _best_options({o: _points(c) for o, c in of_option.get(best, {}).items()})
        reason = "by " + ", ".join(f'"{word}"' for word in dict.fromkeys(shown[best]))
        return IssueLink(issue=best, options=options, score=points[best], reason=reason)


# What the rest of a statement hangs on, to the next comma.
_HANGS_ON = re.compile(
    r"\b(?:in (?:exchange|return) for|unless|until|(?:but )?only (?:if|when|once|with)|if|provided|"
    r"(?<!at )once|on condition|as long as)\b[^,;:]*",
    re.IGNORECASE,
)


@lru_cache(maxsize=16)
def _shared_words(issues: tuple[Issue, ...], vocabulary: Vocabulary) -> dict[str, str]:
    """Words that say what an issue is about though no cue does: word -> issue.

    Two options of the issue and at least half of them have the word in their labels, and no other
    issue has it anywhere. Names and short words are left out.
    """
    used: dict[str, set[str]] = {}
    for issue in issues:
        entry = vocabulary.issues.get(issue.id, IssueCues())
        cues = (*entry.cues, *(cue for cues in entry.options.values() for cue in cues))
        for written in (issue.question, *(o.label for o in issue.options), *cues):
            for word in cue_tokens(written):
                used.setdefault(word, set()).add(issue.id)
    found: dict[str, str] = {}
    for issue in issues:
        labels = [_plain_words(option.label) for option in issue.options]
        for word in frozenset().union(*labels):
            shared = sum(word in label for label in labels)
            if shared >= max(2, len(labels) / 2) and used[word] == {issue.id}:
                found[word] = issue.id
    return found


def _plain_words(label: str) -> frozenset[str]:
    """The longer words of a label that are no names."""
    written = zip(surface_words(label), cue_tokens(label), strict=True)
    return frozenset(word for said, word in written if said[0].islower() and len(word) >= _LONG)


def _points(cues: set[Tokens]) -> float:
    """Words of cues; one that is listed in two spellings, or for an option too, counts once."""
    return sum(map(len, cues))


def _best_options(points: dict[str, float]) -> tuple[str, ...]:
    ranked = sorted(points, key=lambda option: -points[option])
    if not ranked or (len(ranked) > 1 and points[ranked[0]] == points[ranked[1]]):
        return ()
    return (ranked[0],)


def learned(vocabulary: Vocabulary) -> tuple[LearnedTerm, ...]:
    """The words learned from amendments that hold."""
    return tuple(
        term
        for term in vocabulary.learned
        if term.verdict == "accepted" and term.withdrawn_at is None
    )


@lru_cache(maxsize=16)
def _index(issues: tuple[Issue, ...], vocabulary: Vocabulary) -> dict[str, tuple[_Cue, ...]]:
    """Cues by their first word; those with a star under its first three letters and a star."""
    index: dict[str, list[_Cue]] = {}
    for issue in issues:
        entry = vocabulary.issues.get(issue.id)
        if entry is None:
            entry = IssueCues(options={o.id: (o.label,) for o in issue.options})
        listed = [(cue, None) for cue in entry.cues]
        listed += [(cue, option) for option, cues in entry.options.items() for cue in cues]  # type: ignore[misc]
        listed += [(t.words, t.option) for t in learned(vocabulary) if t.issue == issue.id]  # type: ignore[misc]
        for written, option in listed:
            if tokens := cue_tokens(written, stars=True):
                first = tokens[0]
                key = first[:3] + "*" if first.endswith("*") else first
                index.setdefault(key, []).append(_Cue(tokens, issue.id, option, written))
    return {
        key: tuple(sorted(cues, key=lambda cue: -len(cue.tokens))) for key, cues in index.items()
    }


def cue_tokens(text: str, *, stars: bool = False) -> Tokens:
    """The words of a text as cues are compared with them."""
    return tuple(_cue_token(word, stars) for word in surface_words(text))


@lru_cache(maxsize=1 << 14)
def _cue_token(written: str, stars: bool) -> str:
    word = written.casefold().replace(".", "") if written[0].isalpha() else written
    if not stars:
        word = word.rstrip("*")
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def surface_words(text: str) -> tuple[str, ...]:
    """The words of a text as written, one for each of `cue_tokens`."""
    return tuple(_TOKEN.findall(_POSSESSIVE.sub("", text)))


def _matches(tokens: Tokens, index: dict[str, tuple[_Cue, ...]]) -> list[_Cue]:
    """Cues found in the text, without those inside a longer one."""
    found: list[tuple[int, int, _Cue]] = []
    for i, token in enumerate(tokens):
        for key in (token, token[:3] + "*"):
            for cue in index.get(key, ()):
                end = i + len(cue.tokens)
                if end <= len(tokens) and all(map(_fits, tokens[i:end], cue.tokens)):
                    found.append((i, end, cue))
    widest: dict[int, int] = {}
    for start, end, _ in found:
        for i in range(start, end):
            widest[i] = max(widest.get(i, 0), end - start)
    return [
        cue for start, end, cue in found if all(widest[i] <= end - start for i in range(start, end))
    ]


def _fits(token: str, cue: str) -> bool:
    return token.startswith(cue[:-1]) if cue.endswith("*") else token == cue


# --- quantities ----------------------------------------------------------------------------------

_AT_MOST = re.compile(
    r"\b(?:at most|no more than|not more than|up to|not exceed\w*|a maximum of|below|under|"
    r"(?<!no )(?<!not )less than)\b",
    re.I,
)
_AT_LEAST = re.compile(
    r"\b(?:at least|no less than|not less than|no fewer than|a minimum of|over|"
    r"(?<!no )(?<!not )more than)\b",
    re.I,
)


def option_by_value(issue: Issue, numbers: dict[str, object]) -> tuple[str, ...]:
    """The option whose value is the one number given in the issue's unit."""
    number = numbers.get(issue.unit or "")
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        return ()
    found = tuple(option.id for option in issue.options if option.value == number)
    return found if len(found) == 1 else ()


def bound_of(text: str, issue: Issue) -> Bound | None:
    """ "At most", "at least" as a limit in the declared order of an issue with numbers.

    None where the issue is not ordered by its numbers: then a limit on the number is no limit in
    the order.
    """
    values = [option.value for option in issue.options if option.value is not None]
    if not issue.ordered or len(values) < 2 or len(values) != len(issue.options):
        return None
    rising = all(a < b for a, b in pairwise(values))
    falling = all(a > b for a, b in pairwise(values))
    most, least = bool(_AT_MOST.search(text)), bool(_AT_LEAST.search(text))
    if most == least or not (rising or falling):
        return None
    return "at_most" if most == rising else "at_least"
