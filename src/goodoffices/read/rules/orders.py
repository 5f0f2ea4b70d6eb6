"""Claims in other orders of words than source, verb, content: passive, inversion, nouns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from goodoffices.model.evidence import Stance
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules import sources, spans
from goodoffices.read.rules.claims import Claim, Source
from goodoffices.read.rules.contents import (
    claim_with,
    content_before,
    filled,
    place,
    source_of,
    to_end,
)
from goodoffices.read.rules.segment import Sentence
from goodoffices.read.rules.sources import Phrase
from goodoffices.read.rules.subject import Subject, shared_subject, subject_of


def inverted(
    s: Sentence, i: int, verb: lex.Verb, outlets: frozenset[str]
) -> tuple[Claim, Phrase] | None:
    """ "...", said the minister: the source behind the verb."""
    if verb.form not in ("past", "s") or ("q" not in verb.frames and "s" not in verb.frames):
        return None
    if i == 0 or i + 1 >= len(s) or not (spans.closes_quote(s, i - 1) or s.lows[i - 1] == ","):
        return None
    following = s.lows[i + 1]
    if not (s.words[i + 1][0].isupper() or following in lex.DETERMINERS or following in lex.PEOPLE):
        return None
    if s.lows[i - 1] == "," and (i < 2 or not spans.closes_quote(s, i - 2)) and _across(s, i):
        return None
    phrase = sources.after(s, i + 1)
    if phrase is None or phrase[0] != i + 1 or not sources.can_speak(s, phrase, verb.frames):
        return None
    content = content_before(s, i)
    if content is None:
        return None
    subject = Subject(phrase=phrase, start=i)
    claim = filled(s, claim_with(s, i, verb, subject, ()), content, content[0], phrase[1] - 1)
    return replace(claim, source=source_of(s, phrase, outlets)), phrase


def _across(s: Sentence, i: int) -> bool:
    """Whether the comma before the verb closes an apposition to its subject."""
    subject = subject_of(s, i, lex.verbs()[s.lows[i]][0])
    return subject is not None and subject.phrase is not None


def passive(
    s: Sentence, i: int, verb: lex.Verb, outlets: frozenset[str]
) -> Iterator[tuple[Claim, Phrase]]:
    """ "was described by", "proposed by": the source behind "by"."""
    if verb.frames in ("qd", "s", "sd") or "D" in verb.frames:
        return
    by = next(k for k in range(i + 1, len(s)) if s.lows[k] == "by")
    phrase = sources.after(s, by + 1)
    if phrase is None or not sources.can_speak(s, phrase, verb.frames):
        return
    subject = subject_of(s, i, verb)
    finite = subject is not None and subject.passive and subject.phrase is not None
    end = phrase[1]
    if "a" in verb.frames:
        as_at = next((k for k in range(i + 1, min(len(s), end + 4)) if s.lows[k] == "as"), None)
        if as_at is not None:
            end = spans.clause_end(s, as_at)
    if finite and subject is not None and subject.phrase is not None:
        content: Phrase = (subject.phrase[0], subject.phrase[1] if end == phrase[1] else end)
        start = subject.start
    else:
        if verb.stance == "reports":
            return
        noun = sources.before(s, i - 1) if i else None
        if noun is None:
            return
        content, start = noun, i
    base = Claim(
        cue=place(s, start, by + 1),
        content=(0, 0),
        clause=(0, 0),
        stance=verb.stance,
        lemma=verb.lemma,
        negated=bool(subject and subject.negated),
        judging="a" in verb.frames,
    )
    whole = filled(s, base, content, content[0], phrase[1] - 1)
    yield replace(whole, source=source_of(s, phrase, outlets)), phrase


QUOTERS = frozenset({"quoted", "quotes", "quoting", "cited", "cites"})


def quoted_as(s: Sentence, i: int, outlets: frozenset[str]) -> Iterator[Claim]:
    """ "TASS quoted Lavrov as saying that", "was quoted by the agency as saying"."""
    saying = next(
        (
            k
            for k in range(i + 1, min(len(s) - 1, i + 16))
            if s.lows[k] == "as" and s.lows[k + 1] in ("saying", "telling")
        ),
        None,
    )
    if saying is None:
        return
    passive = s.lows[i - 1] in lex.BE if i else False
    inner = sources.after(s, i + (2 if passive and s.lows[i + 1] == "by" else 1), saying)
    outer = sources.before(s, i - (2 if passive else 1)) if i > 1 or not passive else None
    speaker, via = (outer, inner) if passive else (inner, outer)
    if speaker is None:
        return
    that = s.lows[saying + 2] == "that" if saying + 2 < len(s) else False
    content = to_end(s, saying + 2 + that)
    if content is None:
        return
    base = Claim(
        cue=place(s, i, saying + 2),
        content=(0, 0),
        clause=(0, 0),
        stance="reports",
        lemma="quote",
        speech=True,
        via=(_outlet_if_named(source_of(s, via, outlets)),) if via else (),
    )
    yield replace(filled(s, base, content, i, i), source=source_of(s, speaker, outlets))


def _outlet_if_named(source: Source) -> Source:
    """Who quotes somebody else in a report is an outlet, whether its name is known or not."""
    return replace(source, kind="outlet") if source.kind == "official" else source


def according(s: Sentence, outlets: frozenset[str]) -> Iterator[Claim]:
    """ "According to the draft, ...", "..., according to officials"."""
    for i in range(len(s) - 2):
        if s.lows[i] != "according" or s.lows[i + 1] != "to" or s.quoted[i]:
            continue
        phrase = sources.after(s, i + 2)
        if phrase is None:
            continue
        end = phrase[1]
        while end < len(s) and s.lows[end] != "," and end - phrase[1] < 25 and i < 3:
            end += 1  # "according to the reports on Thursday (20 November),"
        if i < 3 and end + 1 < len(s) and s.lows[end] == ",":
            content = _to_whole(s, end + 1)
        else:
            content = content_before(s, i)
        if content is None:
            continue
        base = Claim(
            cue=place(s, i, i + 2),
            content=(0, 0),
            clause=(0, 0),
            stance="reports",
            lemma="according",
            speech=True,
        )
        yield replace(
            filled(s, base, content, content[0], content[1] - 1),
            source=source_of(s, phrase, outlets),
        )


def _to_whole(s: Sentence, start: int) -> Phrase | None:
    end = spans.trimmed_end(s, start, len(s))
    return (start, end) if end > start else None


_LINKS = frozenset({"that", "for", "to", "on", "of", "not"})


def noun_cues(s: Sentence, outlets: frozenset[str]) -> Iterator[Claim]:
    """ "Moscow's insistence on", "Kyiv's refusal to": the source in the possessive."""
    for i in range(1, len(s) - 2):
        stance = lex.NOUN_CUES.get(s.lows[i])
        if stance is None or s.quoted[i] or s.lows[i + 1] not in _LINKS:
            continue
        owner = next(
            (
                k
                for k in (i - 1, i - 2, i - 3)
                if k >= 0 and s.lows[k].endswith(("'s", "s'")) and s.words[k][0].isalpha()
            ),
            None,
        )
        if owner is None or s.lows[owner] in ("it's", "that's", "he's", "she's", "what's"):
            continue
        phrase = sources.before(s, owner)
        if phrase is None or not sources.can_speak(s, phrase, "n"):
            continue
        start = i + 2 if s.lows[i + 1] in ("that", "on", "of", "for") else i + 1
        content = to_end(s, start)
        if content is None:
            continue
        content = (start, _before_predicate(s, start, content[1]))
        base = Claim(
            cue=place(s, i, i + 2), content=(0, 0), clause=(0, 0), stance=stance, lemma=s.lows[i]
        )
        yield replace(filled(s, base, content, i, i), source=source_of(s, phrase, outlets))


def _before_predicate(s: Sentence, start: int, end: int) -> int:
    """Up to the verb of which the noun is the subject: "its insistence on X has blocked"."""
    for k in range(start + 1, end):
        if s.quoted[k]:
            continue
        low = s.lows[k]
        if low in lex.AUXILIARIES or (
            low.endswith("ed")
            and len(low) > 4
            and s.lows[k - 1] not in lex.DETERMINERS | lex.PREPOSITIONS
        ):
            return k if low != "not" else end
        if low in ("that", "who", "which"):
            return end
    return end


def carried(
    s: Sentence, i: int, last: Phrase | None, outlets: frozenset[str]
) -> Iterator[tuple[Claim, Phrase]]:
    """ "maintained its demands", "repeated the offer to", "has shown no flexibility on"."""
    window = range(i + 1, min(len(s), i + 6))
    noun = next((k for k in window if s.lows[k] in lex.NOUN_CUES and not s.quoted[k]), None)
    inflexible = next(
        (
            k
            for k in window
            if s.lows[k] in ("flexibility", "willingness", "interest") and "no" in s.lows[i:k]
        ),
        None,
    )
    at = inflexible if inflexible is not None else noun
    if at is None or any(s.lows[k] in (",", ".", ";", "by") for k in range(i + 1, at)):
        return
    form = "ing" if s.lows[i].endswith("ing") else "s" if s.lows[i].endswith("s") else "past"
    verb = lex.Verb(s.lows[i], "reports", "n", form)
    subject = subject_of(s, i, verb)
    if subject is None or subject.passive:
        return
    phrase = subject.phrase or last or shared_subject(s, subject.start)
    if phrase is None or phrase[1] > i or not sources.can_speak(s, phrase, "n"):
        return
    stance: Stance = "resists" if inflexible is not None else lex.NOUN_CUES[s.lows[at]]
    end = spans.clause_end(s, i + 1)
    base = Claim(
        cue=place(s, subject.start, at + 1),
        content=(0, 0),
        clause=(0, 0),
        stance=stance,
        lemma=s.lows[i],
        negated=subject.negated,
        modal=subject.modal,
    )
    start = i + 1 if inflexible is None else i
    whole = filled(s, base, (start, max(end, at + 1)), subject.start, i)
    yield replace(whole, source=source_of(s, phrase, outlets)), phrase


def verdicts(s: Sentence, outlets: frozenset[str]) -> Iterator[Claim]:
    """ "... remain politically impossible for the government", "is unacceptable to Kyiv"."""
    for i in range(2, len(s) - 2):
        if s.lows[i] not in lex.REFUSING or s.quoted[i] or s.lows[i + 1] not in ("for", "to"):
            continue
        be = next(
            (
                k
                for k in range(i - 1, max(-1, i - 4), -1)
                if s.lows[k] in lex.BE or s.lows[k] in ("remain", "remains", "remained")
            ),
            None,
        )
        phrase = sources.after(s, i + 2)
        if be is None or phrase is None or not sources.can_speak(s, phrase, "n"):
            continue
        noun = sources.before(s, be - 1) if be else None
        start = noun[0] if noun else be
        base = Claim(
            cue=place(s, be, i + 2),
            content=(0, 0),
            clause=(0, 0),
            stance="rejects",
            lemma="be",
            negated="not" in s.lows[be:i],
            judging=True,
        )
        yield replace(
            filled(s, base, (start, i + 1), start, i), source=source_of(s, phrase, outlets)
        )


_READY = frozenset({"ready", "willing", "prepared", "unwilling", "reluctant"})


def readiness(s: Sentence, outlets: frozenset[str]) -> Iterator[Claim]:
    """ "is ready to withdraw", "is not prepared to sign", "remains unwilling to"."""
    for i in range(2, len(s) - 2):
        if s.lows[i] not in _READY or s.quoted[i] or s.lows[i + 1] != "to":
            continue
        be = next(
            (
                k
                for k in range(i - 1, max(-1, i - 5), -1)
                if s.lows[k] in lex.BE or s.lows[k] in ("remain", "remains", "remained")
            ),
            None,
        )
        if be is None:
            continue
        first = be
        while first > 0 and s.lows[first - 1] in lex.AUXILIARIES | lex.ADVERBS:
            first -= 1
        phrase = sources.before(s, first - 1) if first else None
        content = to_end(s, i + 1)
        if phrase is None or content is None or not sources.can_speak(s, phrase, "n"):
            continue
        negated = bool(lex.NEGATIONS.intersection(s.lows[first:i]))
        stance: Stance = "resists" if s.lows[i] == "reluctant" else "offers"
        if s.lows[i] == "unwilling" or (negated and stance == "offers"):
            stance = "rejects"
        base = Claim(
            cue=place(s, first, i + 1),
            content=(0, 0),
            clause=(0, 0),
            stance=stance,
            lemma=s.lows[i],
            modal=bool(lex.MODALS.intersection(s.lows[first:i])),
        )
        yield replace(filled(s, base, content, first, i), source=source_of(s, phrase, outlets))
