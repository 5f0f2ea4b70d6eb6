"""Noun phrases that can be a source, by their tokens; and what kind of source one is."""

from __future__ import annotations

from goodoffices.model.evidence import LinkKind
from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules.outlets import is_outlet
from goodoffices.read.rules.segment import Sentence

LONGEST = 24  # tokens of a noun phrase
Phrase = tuple[int, int]  # first token, one past the last

_PUNCTUATION = frozenset('.,;:!?…()[]{}—–-"“”„«»‘’/|*•·')
_JOINS_NAMES = frozenset({"/", "&"})


def is_punctuation(word: str) -> bool:
    """A single mark that ends a noun phrase."""
    return word in _PUNCTUATION or not word[0].isalnum()


def _ends_phrase(s: Sentence, i: int) -> bool:
    low = s.lows[i]
    if low in lex.AUXILIARIES or low in lex.SUBORDINATORS:
        return True
    return is_punctuation(s.words[i]) and low not in _JOINS_NAMES


def _is_finite_verb(s: Sentence, i: int) -> bool:
    """A form that is a verb here: known, in small letters, and not where a noun stands."""
    readings = lex.verbs().get(s.lows[i])
    if not readings or s.words[i][0].isupper() or s.lows[i] in _RELATIONS:
        return False
    if readings[0].form == "past":
        return not (i and s.lows[i - 1] in lex.DETERMINERS)
    if readings[0].form == "s":
        before = s.lows[i - 1] if i else ""
        return before not in _BEFORE_NOUNS and not before.endswith("'s")
    return False


_BEFORE_NOUNS = (lex.DETERMINERS | lex.PREPOSITIONS) - {"that"}


def before(s: Sentence, last: int, first: int = 0) -> Phrase | None:
    """The noun phrase that ends with token `last`, reading leftwards, not beyond `first`."""
    k = last
    while k >= first and last - k < LONGEST:
        low = s.lows[k]
        if _ends_phrase(s, k) or (k < last and _is_finite_verb(s, k)):
            break
        if low == "and":
            joins = k > first and k < last and _coordinated(s, k)
            if not joins:
                break
        elif low in lex.ADVERBS and k < last and low not in lex.DETERMINERS:
            break
        elif low in lex.DETERMINERS and k < last:
            k -= 1
            if k < first or not (s.lows[k] in lex.DETERMINERS or _goes_on(s, k, first)):
                break
            continue
        elif low in lex.PREPOSITIONS and not _goes_on(s, k, first):
            break
        k -= 1
    return _trimmed(s, k + 1, last + 1)


_RELATIONS = words(
    "familiar close briefed involved acquainted element elements part parts half majority percent"
    " % number series"
)


def _goes_on(s: Sentence, k: int, first: int) -> bool:
    """Whether a noun phrase goes on to the left of the preposition at `k`: "officials in the"."""
    if s.lows[k] not in lex.PREPOSITIONS or k <= first:
        return False
    low, word = s.lows[k - 1], s.words[k - 1]
    if low in lex.PEOPLE or low in lex.INSTITUTIONS or low in _RELATIONS:
        return True
    if low in lex.DOCUMENTS or word[0].isupper():
        return s.lows[k] in ("of", "for", "at", "to") or (
            low not in lex.DOCUMENTS and s.lows[k] == "in" and k - 1 > first
        )
    return s.lows[k] == "of" and word.isalpha() and low not in lex.verbs()


def _coordinated(s: Sentence, k: int) -> bool:
    """Whether "and" joins two names or two nouns, not two clauses."""
    left, right = s.words[k - 1], s.words[k + 1]
    if is_punctuation(left) or _is_finite_verb(s, k - 1):
        return False
    return left[0].isupper() == right[0].isupper() or left.lower() in lex.PEOPLE


def after(s: Sentence, first: int, limit: int | None = None) -> Phrase | None:
    """The noun phrase that begins with token `first`, reading rightwards."""
    end = min(len(s), first + LONGEST, limit if limit is not None else len(s))
    k = first
    while k < end:
        low = s.lows[k]
        if (_ends_phrase(s, k) and not (low == "as" and k == first)) or (
            k > first and _is_finite_verb(s, k)
        ):
            break
        if (
            k > first
            and low in ("on", "in", "at", "during")
            and k + 1 < end
            and (s.lows[k + 1] in lex.TIMES or s.words[k + 1][0].isdigit() or _occasion(s, k + 1))
        ):
            break
        if k > first and (low in lex.WEEKDAYS or low in ("today", "yesterday")):
            break
        if low == "and" and not (k + 1 < end and k > first and _coordinated(s, k)):
            break
        k += 1
    return _trimmed(s, first, k)


def _occasion(s: Sentence, k: int) -> bool:
    return any(low in lex.OCCASIONS for low in s.lows[k : k + 4])


def _trimmed(s: Sentence, first: int, end: int) -> Phrase | None:
    """Without what cannot begin or end a noun phrase: prepositions, adverbs, dates, marks."""
    while first < end and (
        (s.lows[first] in lex.PREPOSITIONS and s.lows[first] not in ("over", "under", "about"))
        or (s.lows[first] in lex.ADVERBS and s.lows[first] not in lex.DETERMINERS)
        or s.lows[first] in ("and", "earlier", "on")
        or (s.lows[first] in lex.TIMES and first + 1 < end and s.lows[first] != "last")
        or is_punctuation(s.words[first])
    ):
        first += 1
    while end > first and (
        is_punctuation(s.words[end - 1])
        or s.lows[end - 1] in lex.PREPOSITIONS | {"and", "has", "also"}
        or (s.lows[end - 1] in lex.ADVERBS and end - 1 > first)
    ):
        end -= 1
    return (first, end) if first < end else None


def head(s: Sentence, phrase: Phrase) -> int:
    """The token that says what the phrase is: the last one before a preposition."""
    first, end = phrase
    while end - first > 1 and s.lows[end - 1] in _TRAILING:
        end -= 1
    for k in range(first + 1, end):
        if s.lows[k] in lex.PREPOSITIONS or s.lows[k] in (
            "familiar",
            "close",
            "briefed",
            "involved",
        ):
            return k - 1
    return end - 1


_TRAILING = words("there here last week month year today yesterday earlier recently")


def can_speak(s: Sentence, phrase: Phrase, frames: str) -> bool:
    """Whether the phrase can be the source of a verb with these frames."""
    first, end = phrase
    lows = s.lows[first:end]
    at = head(s, phrase)
    word, low = s.words[at], s.lows[at].removesuffix("'s")
    document = bool(lex.DOCUMENTS.intersection(lows)) and low not in lex.PEOPLE
    if "D" in frames:
        return document
    if document:
        return "d" in frames
    if end - first == 1 and low in lex.PRONOUNS:
        return low in ("he", "she", "they", "who") or (low in ("it", "which") and "q" in frames)
    if low in lex.PEOPLE or low in lex.INSTITUTIONS or low.endswith("-elect"):
        return True
    if "q" in frames and len(low) > 5 and low.endswith(_DOERS):
        return True  # "insurers say"
    if word[0].isupper() and not word.isdigit():
        return at > 0 or end - first > 1 or low not in _NOT_NAMES
    return any(s.words[k][0].isupper() for k in range(first, at)) and low in lex.TITLES


_DOERS = ("ers", "ors", "ists", "ians", "ants", "men", "women")
# Words that begin a sentence with a capital and are no name.
_NOT_NAMES = (
    lex.SUBORDINATORS
    | lex.ADVERBS
    | lex.DETERMINERS
    | lex.PREPOSITIONS
    | lex.MODALS
    | (
        words(
            "there here it this that these those such nothing everything something talks fighting"
            " negotiations war peace pressure reaction meanwhile however moreover efforts nobody"
        )
    )
)


def kind_of_source(s: Sentence, phrase: Phrase, outlets: frozenset[str]) -> LinkKind:
    """Outlet, document, anonymous (people without a name), official (named, or an institution)."""
    first, end = phrase
    name = " ".join(s.words[first:end])
    lows = [low.removesuffix("'s") for low in s.lows[first:end]]
    if is_outlet(name, outlets):
        return "outlet"
    at = head(s, phrase)
    word, low = s.words[at], s.lows[at].removesuffix("'s")
    if lows[0] in _SOMEBODY and (end - first == 1 or s.lows[first + 1] in ("of", "who")):
        return "anonymous"
    if low in lex.PRONOUNS or low == "one":
        return "unknown"
    if lex.DOCUMENTS.intersection(lows) and low not in lex.PEOPLE:
        return "document"
    if low in lex.PEOPLE and not word[0].isupper():
        definite = lows[0] in ("the", "its", "their") or any(
            w.lower().replace("’", "'").endswith("'s") for w in s.words[first:end]
        )
        of_somebody = at + 1 < end and s.lows[at + 1] == "of"
        if low in lex.OFFICES and (definite or of_somebody):
            return "official"
        if low in _SENT and definite:
            return "official"
        return "official" if _ends_with_name(s, phrase) else "anonymous"
    if low in lex.PEOPLE and low not in lex.OFFICES:
        return "anonymous"  # "Officials say": the capital is the sentence's
    if low in lex.INSTITUTIONS | _BODIES or word[0].isupper():
        return "official"
    return "anonymous" if low.endswith(_DOERS) else "unknown"


def is_institution(name: str) -> bool:
    """Whether a line of text is the name of an institution: "MINISTRY OF TRADE OF ...".

    One of its first words has to be the word for it, and all that count begin with a capital.
    """
    parts = name.split()
    lows = [part.lower().strip(",.") for part in parts]
    return (
        len(parts) <= 12
        and not lex.INSTITUTIONS.isdisjoint(lows[:3])
        and all(p[0].isupper() or low in lex.PREPOSITIONS | {"the", "and"} for p, low in zip(
            parts, lows, strict=True))
    )  # fmt: skip


_SOMEBODY = words("one another others some someone somebody two three several many few")
_SENT = words("negotiators mediators delegates")
_BODIES = words(
    "parties sides delegations governments ministries offices committees groups association"
    " associations guard service services federation society league chamber syndicate unions"
)


def _ends_with_name(s: Sentence, phrase: Phrase) -> bool:
    """Whether the phrase ends with a name in apposition: "spokesman Ivan Petrov"."""
    _first, end = phrase
    at = head(s, phrase)
    tail = [s.words[k] for k in range(at + 1, end)]
    return (
        bool(tail)
        and not any(s.lows[k] in lex.PREPOSITIONS for k in range(at + 1, end))
        and all(word[0].isupper() for word in tail)
    )
