"""Which words are the content of a claim, before or after its attribution."""

from __future__ import annotations

from dataclasses import replace

from goodoffices.model.evidence import Stance
from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules import sources, spans
from goodoffices.read.rules.claims import Claim, Source
from goodoffices.read.rules.segment import Sentence
from goodoffices.read.rules.sources import Phrase
from goodoffices.read.rules.subject import Subject


def place(s: Sentence, first: int, end: int) -> tuple[int, int]:
    """Characters of the tokens."""
    return s.starts[first], s.ends[end - 1]


def source_of(s: Sentence, phrase: Phrase, outlets: frozenset[str]) -> Source:
    """The source that a noun phrase names, without a possessive at its end."""
    first, end = phrase
    start, stop = place(s, first, end)
    if end - first >= 1 and s.lows[end - 1].endswith("'s") and len(s.words[end - 1]) > 2:
        stop -= 2
    return Source(place=(start, stop), kind=sources.kind_of_source(s, phrase, outlets))


_EMPTY = words("to do so it this that so them him her you me us one none these those there")


def filled(s: Sentence, base: Claim, content: Phrase, clause_from: int, i: int) -> Claim:
    """The claim with its content put in, marks at the edges left out."""
    start, end = spans.trimmed_start(s, *content), content[1]
    end = spans.trimmed_end(s, start, end)
    if start >= end or (end - start <= 2 and _EMPTY.issuperset(s.lows[start:end])):
        return base
    first = min(clause_from, start)
    return replace(
        base,
        content=place(s, start, end),
        clause=place(s, min(first, i), max(end, i + 1)),
        direct=any(s.quoted[start:end]),
    )


def claim_with(
    s: Sentence, i: int, verb: lex.Verb, subject: Subject, via: tuple[Source, ...]
) -> Claim:
    """A claim of the verb at `i` that has no content yet."""
    stance: Stance = verb.stance
    negated = subject.negated
    if negated and verb.lemma in _OPPOSITE:
        stance = _OPPOSITE[verb.lemma]
        negated = stance == "reports"
    return Claim(
        cue=place(s, subject.start, i + 1 + len(verb.particles)),
        content=(0, 0),
        clause=(0, 0),
        stance=stance,
        lemma=verb.lemma,
        via=via,
        negated=negated,
        modal=subject.modal,
        judging="a" in verb.frames,
        speech=not subject.negated
        and ("q" in verb.frames or "s" in verb.frames or "o" in verb.frames)
        and verb.stance == "reports",
    )


# Not to agree is to refuse, not to support is less; not to object is to consent, not to exclude
# leaves it open, and not to offer or refuse settles nothing.
_OPPOSITE: dict[str, Stance] = {
    "accept": "rejects",
    "agree": "rejects",
    "approve": "rejects",
    "consent": "rejects",
    "back": "resists",
    "support": "resists",
    "endorse": "resists",
    "welcome": "resists",
    "embrace": "resists",
    "oppose": "accepts",
    "object": "accepts",
    "resist": "accepts",
    "rule": "reports",
}


def past_addressee(s: Sentence, k: int) -> tuple[int, Phrase | None]:
    """ "told reporters in Kyiv that": past the one spoken to."""
    phrase = sources.after(s, k, min(len(s), k + 10))
    if phrase is None or phrase[0] > k + 1:
        return k, None
    end = phrase[1]
    if end < len(s) and (
        s.lows[end] in ("that", ",", ":", ".")
        or s.quoted[end]
        or s.lows[end] in lex.PREPOSITIONS | lex.TIMES | {"after", "before", "during"}
    ):
        return end, phrase
    return k, None


def stands_behind(s: Sentence, before: int, k: int) -> bool:
    """Whether the attribution stands behind its content: a comma or closed quotation before the
    source, and nothing after the verb that could be content."""
    if before == 0:
        return False
    ahead = s.lows[before - 1]
    if not (ahead in (",", "—", "–") or spans.closes_quote(s, before - 1)):
        return False
    if k >= len(s):
        return True
    low = s.lows[k]
    return low in (
        ".",
        ",",
        ";",
        "!",
        "?",
        "—",
        "–",
        "citing",
        "quoting",
        "while",
        "as",
        "and",
        "but",
        "adding",
        "in",
        "on",
        "at",
        "with",
        "after",
        "before",
        "during",
        "when",
        "of",
    ) or (spans.opens_quote(s, k) and spans.closes_quote(s, before - 1))


def content_before(s: Sentence, before: int) -> Phrase | None:
    """What stands before the source, back to the beginning of the sentence or clause."""
    end = before
    while end > 0 and s.lows[end - 1] in (",", "—", "–"):
        end -= 1
    start = 0
    for k in range(end - 1, 0, -1):
        if s.lows[k] == ";" and not s.quoted[k]:
            start = k + 1
            break
    start = spans.trimmed_start(s, start, end)
    return (start, end) if end > start else None


def around(s: Sentence, content: Phrase, before: int, k: int) -> Phrase | None:
    """The whole of a claim that its attribution interrupts: "The talks, she said, go on"."""
    if spans.closes_quote(s, before - 1) or not (k < len(s) and s.lows[k] == ","):
        return None
    start = k + 1
    if start >= len(s) or s.quoted[start] or s.words[start][0].isupper():
        return None
    low = s.lows[start]
    if low in _NOT_GOING_ON or low.endswith("ing"):
        return None
    end = spans.clause_end(s, start)
    if end - start < 3:
        return None
    first = s.lows[content[0]]
    adverbial = first in lex.PREPOSITIONS | lex.ADVERBS | lex.SUBORDINATORS | lex.TIMES
    return (start if adverbial else content[0]), end


_NOT_GOING_ON = words(
    "and but or while though although who which whose as citing with after before when"
    " where according in on at for from if because so yet among where"
)


def quoted_further(s: Sentence, k: int) -> Phrase | None:
    """A quotation that goes on behind its attribution: ..., she said, "..."."""
    start = k + 1 if k < len(s) and s.lows[k] == "," else k
    if start + 1 >= len(s) or not spans.opens_quote(s, start):
        return None
    end = spans.clause_end(s, start)
    return (start, end) if end > start + 1 else None


def cited(s: Sentence, k: int) -> tuple[Phrase | None, int]:
    """ "reports citing the Post": who is cited."""
    at = k + 1 if k < len(s) and s.lows[k] == "," else k
    if at + 1 < len(s) and s.lows[at] in ("citing", "quoting"):
        phrase = sources.after(s, at + 1)
        if phrase:
            return phrase, phrase[1]
    return None, k


def content_after(s: Sentence, k: int, verb: lex.Verb, addressee: Phrase | None) -> Phrase | None:
    """The tokens after the verb that are its content, or None where there is none."""
    if k >= len(s):
        return None
    if "a" in verb.frames and verb.stance == "reports":
        return _judged(s, k, verb)
    that = spans.that_ahead(s, k) if _takes_that(s, k, verb) else None
    if that is not None:
        return to_end(s, that + 1)
    low = s.lows[k]
    if low == "," and verb.lemma in ("report", "say", "write", "tell"):
        origin, after = cited(s, k)  # "reported, citing officials, that"
        if origin and after + 1 < len(s) and s.lows[after] == "," and s.lows[after + 1] == "that":
            return to_end(s, after + 2)
    if low in (":", ",") and spans.opens_quote(s, k + 1):
        return to_end(s, k + 1)
    if low == ":" and ("q" in verb.frames or "s" in verb.frames):
        return to_end(s, k + 1)
    if spans.opens_quote(s, k):
        return to_end(s, k)
    if low in (",", ".", ";", ")", "and", "but", "or", "by", "as"):
        return None
    if "q" in verb.frames or "n" in verb.frames or (verb.lemma == "tell" and addressee):
        if "n" not in verb.frames and not _clause_like(s, k):
            return None
        if low == "out" or (verb.lemma in ("want", "see") and low in ("of", "in")):
            return None
        return to_end(s, k, clause="n" not in verb.frames)
    if low in ("how", "why", "whether", "what") and "s" in verb.frames:
        return to_end(s, k)
    return None


def _takes_that(s: Sentence, k: int, verb: lex.Verb) -> bool:
    if s.lows[k] == "that":
        return True
    return ("q" in verb.frames or "s" in verb.frames) and "n" not in verb.frames


def _clause_like(s: Sentence, k: int) -> bool:
    """Whether a bare clause can begin here: a verb or auxiliary follows in the sentence."""
    if s.lows[k] in ("to", "how", "why", "whether", "what", "if", "no"):
        return True
    if s.lows[k] in lex.PREPOSITIONS and s.lows[k] not in (
        "in",
        "on",
        "at",
        "after",
        "for",
        "under",
    ):
        return False
    return any(
        s.quoted[j]
        or s.lows[j] in lex.AUXILIARIES
        or "'" in s.lows[j]
        or s.lows[j].endswith(("ed", "s", "ing"))
        or s.lows[j] in lex.verbs()
        for j in range(k + 1, min(len(s), k + 25))
    )


def to_end(s: Sentence, start: int, *, clause: bool = True) -> Phrase | None:
    """From a token to the end of its clause, or of a thing where it is no clause."""
    if start >= len(s):
        return None
    end = spans.clause_end(s, start, stop_at_clauses=not clause)
    return (start, end) if end > start else None


def _judged(s: Sentence, k: int, verb: lex.Verb) -> Phrase | None:
    """ "described the plan as": needs "as", a quotation or an adjective of judgement in reach."""
    end = spans.clause_end(s, k)
    if end <= k:
        return None
    lows = s.lows[k:end]
    judges = "as" in lows and verb.lemma not in ("call", "term", "deem", "dub")
    if verb.lemma in ("call", "label", "dub", "brand", "term", "deem", "consider"):
        judges = (
            judges
            or any(s.quoted[k:end])
            or bool((lex.REFUSING | lex.FAVOURING).intersection(lows))
        )
        judges = judges or (("a" in lows[1:8] or "an" in lows[1:8]) and lows[0] not in ("a", "an"))
    return (k, end) if judges else None
