"""Speaker to party, content to issue and option, by the words that a case declares.

A party is known by its name, aliases and persons; an issue and its options by the cue words of the
case's `Vocabulary`. Where two fit equally well, nothing is linked: a person will see it in review,
and a guess would look like a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from goodoffices.model.agenda import Issue, Party
from goodoffices.model.case import IssueCues, Vocabulary
from goodoffices.model.evidence import Bound
from goodoffices.read.content import words

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W_]+\*?")
_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?!\w)")
_PREPOSITIONS = words("to in for with from at on of by against over about near")
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
    """What a text is about. `score` counts the words of the cues found for the issue."""

    issue: str | None
    options: tuple[str, ...]
    score: float
    reason: str


# --- parties -------------------------------------------------------------------------------------


def link_party(speaker: str, parties: Iterable[Party]) -> PartyLink:
    """The party that a speaker, as written, speaks for.

    A declared person decides; then a party named in the part of the speaker before a preposition
    ("the Russian ambassador to Ukraine" is Russian); then one named anywhere. Two parties at the
    same stage link to none.
    """
    names = _names(tuple(parties))
    said = _name_tokens(speaker)
    persons = [entry for entry in names.persons if _holds(said, entry.tokens)]
    longest = max((len(entry.tokens) for entry in persons), default=0)
    found = {(e.party, e.person) for e in persons if len(e.tokens) == longest}
    if len(found) == 1:
        party, person = found.pop()
        return PartyLink(party=party, person=person, reason=f"{person} speaks for {party}")
    cut = next((i for i, word in enumerate(said) if word in _PREPOSITIONS and i), len(said))
    for part, where in ((said[:cut], "named in"), (said, "named in full in")):
        matches = _party_matches(part, names.parties)
        if len(matches) == 1:
            party, name = next(iter(matches.items()))
            return PartyLink(party=party, person=None, reason=f"{name!r} is {where} {speaker!r}")
        if matches:
            listed = ", ".join(sorted(matches))
            return PartyLink(party=None, person=None, reason=f"{speaker!r} names several: {listed}")
    return PartyLink(party=None, person=None, reason=f"no party is named in {speaker!r}")


@dataclass(frozen=True, slots=True)
class _Name:
    tokens: Tokens
    party: str
    person: str
    written: str


@dataclass(frozen=True, slots=True)
class _Names:
    persons: tuple[_Name, ...]
    parties: tuple[_Name, ...]


@lru_cache(maxsize=16)
def _names(parties: tuple[Party, ...]) -> _Names:
    persons: list[_Name] = []
    surnames: dict[str, set[tuple[str, str]]] = {}
    for party in parties:
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
    named = [
        _Name(tokens, party.id, "", written)
        for party in parties
        for written in (party.name, *party.aliases)
        if (tokens := _name_tokens(written))
    ]
    return _Names(tuple(persons), tuple(named))


def _name_tokens(text: str) -> Tokens:
    """Words for comparing names: no case, no possessive, no stops; short capitals stay capitals."""
    tokens = (match[0].replace(".", "") for match in _TOKEN.finditer(_POSSESSIVE.sub("", text)))
    kept = (word if word.isupper() and len(word) <= _SHORT else word.casefold() for word in tokens)
    return tuple(word for word in kept if word != "the")


def _holds(text: Sequence[str], name: Tokens) -> bool:
    size = len(name)
    return any(_same_words(text[i : i + size], name) for i in range(len(text) - size + 1))


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


def _party_matches(said: Sequence[str], names: tuple[_Name, ...]) -> dict[str, str]:
    """Parties named, the longer name first: "South Island" is not "Island"."""
    taken = [False] * len(said)
    found: dict[str, str] = {}
    for entry in sorted(names, key=lambda n: -len(n.tokens)):
        size = len(entry.tokens)
        for i in range(len(said) - size + 1):
            if not any(taken[i : i + size]) and _same_words(said[i : i + size], entry.tokens):
                taken[i : i + size] = [True] * size
                found.setdefault(entry.party, entry.written)
    return found


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
    counts nothing; the same cue counts once. The issue with most points is linked, the option with
    most points within it; where two are level there is no link. Cues match whole words without
    case, a plural s more or less; `*` at the end of a cue word stands for any ending. An issue
    without cues in the vocabulary is known by the labels of its options.
    """
    index = _index(tuple(issues), vocabulary)
    matched = _matches(_cue_tokens(text), index)
    points: dict[str, float] = {}
    of_option: dict[tuple[str, str], float] = {}
    shown: dict[str, list[str]] = {}
    for cue in dict.fromkeys(matched):
        points[cue.issue] = points.get(cue.issue, 0) + len(cue.tokens)
        shown.setdefault(cue.issue, []).append(cue.written)
        if cue.option is not None:
            key = (cue.issue, cue.option)
            of_option[key] = of_option.get(key, 0) + len(cue.tokens)
    if not points:
        return IssueLink(issue=None, options=(), score=0, reason="no cue word was found")
    ranked = sorted(points, key=lambda name: -points[name])
    best = ranked[0]
    if len(ranked) > 1 and points[ranked[1]] == points[best]:
        level = sorted(name for name in ranked if points[name] == points[best])
        reason = f"several issues fit equally well: {', '.join(level)}"
        return IssueLink(issue=None, options=(), score=points[best], reason=reason)
    options = _best_options({o: p for (name, o), p in of_option.items() if name == best})
    reason = "by " + ", ".join(f'"{word}"' for word in dict.fromkeys(shown[best]))
    return IssueLink(issue=best, options=options, score=points[best], reason=reason)


def _best_options(points: dict[str, float]) -> tuple[str, ...]:
    ranked = sorted(points, key=lambda option: -points[option])
    if not ranked or (len(ranked) > 1 and points[ranked[0]] == points[ranked[1]]):
        return ()
    return (ranked[0],)


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
        for written, option in listed:
            if tokens := _cue_tokens(written, stars=True):
                first = tokens[0]
                key = first[:3] + "*" if first.endswith("*") else first
                index.setdefault(key, []).append(_Cue(tokens, issue.id, option, written))
    return {
        key: tuple(sorted(cues, key=lambda cue: -len(cue.tokens))) for key, cues in index.items()
    }


def _cue_tokens(text: str, *, stars: bool = False) -> Tokens:
    tokens = []
    for match in _TOKEN.finditer(_POSSESSIVE.sub("", text)):
        word = match[0].casefold().replace(".", "") if match[0][0].isalpha() else match[0]
        if not stars:
            word = word.rstrip("*")
        tokens.append(word[:-1] if len(word) > 3 and word.endswith("s") else word)
    return tuple(tokens)


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
