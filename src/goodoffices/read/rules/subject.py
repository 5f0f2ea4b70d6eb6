"""The subject of a verb: whose claim it is, and what the words between them say."""

from __future__ import annotations

from dataclasses import dataclass, replace

from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules import sources
from goodoffices.read.rules.segment import Sentence
from goodoffices.read.rules.sources import Phrase

_PARENTHESIS = 30  # tokens between the commas of an apposition
_TO_BE_SAID = words("expected understood believed thought likely set due said reported")


@dataclass(frozen=True, slots=True)
class Subject:
    """`phrase` is None where the verb shares the subject of the verb before it.

    `start` is where the verb group begins ("has repeatedly" of "has repeatedly said").
    """

    phrase: Phrase | None
    start: int
    negated: bool = False
    passive: bool = False
    modal: bool = False
    relative: bool = False


@dataclass(slots=True)
class _Group:
    """Words of the verb group to the left of a verb."""

    at: int
    negated: bool = False
    be: bool = False
    have: bool = False
    modal: bool = False
    infinitive: bool = False
    finite: bool = False


def verb_group(s: Sentence, i: int, first: int) -> _Group:
    """Auxiliaries, adverbs and catenative verbs before the verb at `i`."""
    g = _Group(at=i)
    k = i - 1
    while k >= first and i - k < 12 and not s.quoted[k]:
        low = s.lows[k]
        if low in lex.WEEKDAYS and k > first + 1 and s.lows[k - 1] == "on":
            k -= 1  # "the minister on Wednesday denied"
        elif low in lex.BE:
            g.be = g.finite = True
        elif low in lex.HAVE:
            g.have = g.finite = True
        elif low in lex.MODALS:
            g.modal = g.finite = True
        elif low in lex.DO:
            g.finite = True
        elif low == "to":
            ahead = s.lows[k - 1] if k > first else ""
            if ahead in lex.CATENATIVES:
                k -= 1
                g.finite = True
            elif ahead in _TO_BE_SAID:
                k -= 1
                g.modal = True
            else:
                g.infinitive = True
                break
        elif not (
            low in lex.ADVERBS
            or low == "not"
            or low == "never"
            or low in lex.HEDGES
            or (low.endswith("ly") and low not in ("family", "reply", "ally", "italy", "assembly"))
        ):
            break
        g.negated |= low in lex.NEGATIONS
        g.at = k
        k -= 1
    return g


def subject_of(s: Sentence, i: int, verb: lex.Verb, first: int = 0) -> Subject | None:
    """The subject of the verb at `i`, or None where the word is no finite verb with a source.

    `first` is the leftmost token that may belong to it.
    """
    g = verb_group(s, i, first)
    if g.infinitive:
        return None
    passive = (g.be and not g.have and verb.form == "past") or _been(s, g.at, i)
    if verb.form == "ing" and not g.be:
        return _participle(s, g, first)
    if verb.form == "base" and g.have:
        return None
    j = g.at - 1
    if j < first:
        return None
    low = s.lows[j]
    base = Subject(phrase=None, start=g.at, negated=g.negated, passive=passive, modal=g.modal)
    if low in ("and", "but", "or", "then") or (
        low == "," and verb.form in ("past", "s") and j and s.lows[j - 1] in ("and", "but")
    ):
        return base
    if low in ("who", "which", "that"):
        return _relative(s, j, first, base)
    if low == ",":
        phrase = _across_apposition(s, j, first)
        return replace(base, phrase=phrase) if phrase else None
    if low == ")":
        k = next((k for k in range(j - 1, max(first, j - 12) - 1, -1) if s.lows[k] == "("), None)
        phrase = sources.before(s, k - 1, first) if k is not None and k > first else None
        return replace(base, phrase=phrase) if phrase else None
    if not g.finite and _is_noun(s, i, verb, j):
        return None
    phrase = sources.before(s, j, first)
    return replace(base, phrase=phrase) if phrase else None


def _been(s: Sentence, start: int, i: int) -> bool:
    return "been" in s.lows[start:i] or "being" in s.lows[start:i]


def _participle(s: Sentence, g: _Group, first: int) -> Subject | None:
    """ ", demanding that": shares the subject of the clause; "officials saying": has its own."""
    if g.at == 0:
        return None
    before = s.lows[g.at - 1]
    if before in (
        ",",
        "”",
        '"',
        "»",
        "’",
        "while",
        "and",
        "by",
        "after",
        "before",
        "—",
        "–",
        "but",
        "without",
        "in",
    ):
        return Subject(phrase=None, start=g.at, negated=g.negated or before == "without")
    phrase = sources.before(s, g.at - 1, first)
    if phrase and s.lows[phrase[1] - 1] in lex.PEOPLE:
        return Subject(phrase=phrase, start=g.at, negated=g.negated)
    return None


def _is_noun(s: Sentence, i: int, verb: lex.Verb, j: int) -> bool:
    """Whether a form that is also a noun or adjective stands as one here."""
    low = s.lows[j]
    if low in lex.PRONOUNS or low in ("others", "many", "some", "both", "all", "few", "most"):
        return False
    if low in lex.DETERMINERS or low in lex.PREPOSITIONS or low.endswith("'s"):
        return True
    after = s.lows[i + 1] if i + 1 < len(s) else ""
    if verb.form == "s" and low.endswith(("ian", "ish", "ese", "ean", "ial", "ional")):
        return True  # "Russian demands"
    if verb.form in ("base", "s") and after in ("of", "is", "are", "was", "were", "have", "has"):
        return True
    readings = lex.verbs().get(low)
    if readings and readings[0].form in ("past", "s") and not s.words[j][0].isupper():
        return not (low.endswith("s") and low in lex.PEOPLE | lex.DOCUMENTS)
    if verb.form == "base":
        # A plural or a list goes with the base form, a single name does not: "Russia demand".
        return not (low.endswith("s") or "and" in s.lows[max(0, j - 6) : j] or low == "people")
    return False


def _relative(s: Sentence, j: int, first: int, base: Subject) -> Subject | None:
    """ "the minister, who has said": the noun phrase before the relative pronoun."""
    k = j - 1
    if k >= first and s.lows[k] == ",":
        k -= 1
    if k < first:
        return None
    phrase = sources.before(s, k, first)
    if phrase is None:
        return None
    return replace(base, phrase=phrase, relative=True)


def _across_apposition(s: Sentence, comma: int, first: int) -> Phrase | None:
    """ "Rubio, the secretary of state, said": the noun phrase before the first comma."""
    for k in range(comma - 1, max(first, comma - _PARENTHESIS) - 1, -1):
        if s.lows[k] == "," and not s.quoted[k]:
            if k == first or comma - k < 2:
                return None
            inside = s.lows[k + 1]
            ahead = sources.before(s, k - 1, first)
            if ahead is None:
                return None
            apposed = (
                inside in lex.DETERMINERS
                or inside in ("who", "which", "a", "speaking", "acting", "citing", "including")
                or inside.endswith("ing")
                or inside.isdigit()
                or inside in ("in", "on", "at", "after", "during", "for", "through", "while")
                or s.words[k + 1][0].isupper()
                or not lex.PEOPLE.isdisjoint(s.lows[k + 1 : k + 7])
            )
            if apposed and _is_name(s, k + 1, comma):
                return ahead[0], comma  # "the speaker, Hester Malvane, said": by name
            return ahead if apposed else None
    return None


def _is_name(s: Sentence, first: int, end: int) -> bool:
    return 2 <= end - first <= 4 and all(
        s.words[k][0].isupper() and s.lows[k] not in lex.TITLES for k in range(first, end)
    )


_IN_NAMES = lex.PEOPLE | lex.INSTITUTIONS | lex.DOCUMENTS | lex.PREPOSITIONS | {"and", "foreign"}


def shared_subject(s: Sentence, i: int) -> Phrase | None:
    """The subject of the clause that a participle belongs to: its first noun phrase."""
    start = 0
    for k in range(i - 2, 0, -1):
        if s.quoted[k]:
            continue
        if s.lows[k] in (";", ":") or (
            s.lows[k] in ("but", "while", "though", "although") and k < i - 3
        ):
            start = k + 1
            break
    while start < i and (
        s.lows[start] in (",", "and", "but", "meanwhile", "however", "still")
        or s.lows[start] in lex.ADVERBS
    ):
        start += 1
    phrase = sources.after(s, start, i)
    if phrase and s.words[phrase[0]][0].isupper():
        # "Kalder spoke of peace": what follows a name in small letters and is no noun ends it.
        for k in range(phrase[0] + 1, phrase[1]):
            low = s.lows[k]
            if s.words[k][0].islower() and low not in _IN_NAMES:
                return phrase[0], k
    return phrase
