"""Claims of one sentence: which words attribute what to whom.

Each finder takes a sentence and yields claims by position; `claims_of` runs them in one order and
drops what another one already has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules import sources, spans
from goodoffices.read.rules.claims import Claim, Source
from goodoffices.read.rules.contents import (
    around,
    cited,
    claim_with,
    content_after,
    content_before,
    filled,
    past_addressee,
    place,
    quoted_further,
    source_of,
    stands_behind,
)
from goodoffices.read.rules.orders import (
    QUOTERS,
    according,
    carried,
    inverted,
    noun_cues,
    passive,
    quoted_as,
    readiness,
    verdicts,
)
from goodoffices.read.rules.segment import Sentence
from goodoffices.read.rules.sources import Phrase
from goodoffices.read.rules.subject import Subject, shared_subject, subject_of

_COMMENTING = words("comment respond reply answer elaborate")
_ASKED = words("what whether who why how when where if")
_TELLING = _COMMENTING | words("say discuss confirm speculate disclose")


def claims_of(s: Sentence, outlets: frozenset[str]) -> list[Claim]:
    """Attributed claims of the sentence in order of their cues."""
    found = list(_verbs(s, outlets))
    found += according(s, outlets)
    found += noun_cues(s, outlets)
    found += verdicts(s, outlets)
    found += readiness(s, outlets)
    taken: set[tuple[int, int]] = set()
    unique = []
    for claim in sorted(found, key=lambda c: (c.cue, c.content)):
        if claim.content[0] < claim.content[1] and (claim.cue[0], claim.content[0]) not in taken:
            taken.add((claim.cue[0], claim.content[0]))
            unique.append(claim)
    return unique


def _verbs(s: Sentence, outlets: frozenset[str]) -> Iterator[Claim]:
    table = lex.verbs()
    last: Phrase | None = None
    first: Phrase | None = None
    for i, low in enumerate(s.lows):
        if low == ";":
            first = None
        if s.quoted[i] or s.words[i][0].isupper():
            continue
        if low in QUOTERS:
            yield from quoted_as(s, i, outlets)
            continue
        if low in lex.CARRIERS or low in ("shown", "showed", "shows"):
            for claim, phrase in carried(s, i, last, outlets):
                last = phrase
                yield claim
        for verb in table.get(low, ()):
            if verb.particles and tuple(s.lows[i + 1 : i + 1 + len(verb.particles)]) != (
                verb.particles
            ):
                continue
            # ", and said" goes on from the main clause, "and said" from the nearest one.
            main = first if _after_comma(s, i) else last
            made = list(_with_verb(s, i, verb, main or last, outlets))
            if made:
                last = made[-1][1] or last
                first = first or last
                yield from (claim for claim, _ in made)
                break


def _with_verb(
    s: Sentence, i: int, verb: lex.Verb, last: Phrase | None, outlets: frozenset[str]
) -> Iterator[tuple[Claim, Phrase | None]]:
    behind = inverted(s, i, verb, outlets)
    if behind:
        yield behind
        return
    if verb.form == "past" and i + 1 < len(s) and _by_after(s, i) and not _subject_speaks(s, i):
        yield from passive(s, i, verb, outlets)
        return
    subject = subject_of(s, i, verb)
    if subject is None or subject.passive:
        return
    phrase = subject.phrase or last or (shared_subject(s, subject.start))
    if phrase is None or phrase[1] > i or not sources.can_speak(s, phrase, verb.frames):
        return
    source = source_of(s, phrase, outlets)
    if verb.lemma in ("decline", "refuse", "say", *_COMMENTING) and (
        claim := silent(s, i, subject, verb)
    ):
        yield replace(claim, source=source), phrase
        return
    for claim in _contents(s, i, verb, subject, phrase, outlets):
        yield replace(claim, source=source), phrase


def _after_comma(s: Sentence, i: int) -> bool:
    while i > 0 and (s.lows[i - 1] in lex.AUXILIARIES or s.lows[i - 1] in lex.ADVERBS):
        i -= 1
    return i > 1 and s.lows[i - 1] in ("and", "but") and s.lows[i - 2] == ","


def _by_after(s: Sentence, i: int) -> bool:
    return "by" in s.lows[i + 1 : i + 4]


def _subject_speaks(s: Sentence, i: int) -> bool:
    """An active past with "by" after it ("said by telephone"), not a participle."""
    return s.lows[i] in ("said", "told", "announced", "declared", "warned", "added") and not (
        i and s.lows[i - 1] in lex.BE | {"been"}
    )


def silent(s: Sentence, i: int, subject: Subject, verb: lex.Verb) -> Claim | None:
    """ "Declined to comment", "did not respond to a request": said nothing."""
    k = i + 1
    if verb.lemma in ("decline", "refuse"):
        drawn = s.lows[k : k + 3] == ("to", "be", "drawn")
        if not (k + 1 < len(s) and s.lows[k] == "to" and (drawn or s.lows[k + 1] in _TELLING)):
            return None
        k += 3 if drawn else 2
    elif not subject.negated or (verb.lemma == "say" and not (k < len(s) and s.lows[k] in _ASKED)):
        return None
    end = _comment_end(s, k)
    return Claim(
        cue=place(s, subject.start, k),
        content=place(s, subject.start, end),
        clause=place(s, subject.start, end),
        stance="no_comment",
        lemma=verb.lemma,
    )


def _comment_end(s: Sentence, k: int) -> int:
    end = k
    while end < len(s) and not s.quoted[end]:
        low = s.lows[end]
        if low in (",", ";", "—", "–", "but", "while", "and", "as", "."):
            break
        end += 1
    return spans.trimmed_end(s, k - 1, end)


def _contents(
    s: Sentence,
    i: int,
    verb: lex.Verb,
    subject: Subject,
    phrase: Phrase,
    outlets: frozenset[str],
) -> Iterator[Claim]:
    """The content after the verb, or before it where the attribution comes behind."""
    k = i + 1 + len(verb.particles)
    via: tuple[Source, ...] = ()
    addressee: Phrase | None = None
    speech = "q" in verb.frames or "s" in verb.frames or verb.lemma == "tell"
    if "o" in verb.frames and verb.stance == "reports" and k < len(s) and not s.quoted[k]:
        k, addressee = past_addressee(s, k)
    named = None
    if speech:
        k, named = spans.after_tail(s, k)
    for candidate in (addressee, named):
        if candidate:
            other = source_of(s, candidate, outlets)
            via += (other,) if other.kind == "outlet" else ()
    base = claim_with(s, i, verb, subject, via)
    before = phrase[0] if subject.phrase else subject.start
    if speech and stands_behind(s, before, k):
        content = content_before(s, before)
        more = quoted_further(s, k)
        if content and more and s.words[more[0] + 1][0].islower():
            content, more = (content[0], more[1]), None  # "The strait," she said, "is not for sale"
        if content:
            origin, k = cited(s, k)
            content = around(s, content, before, k) or content
            passed_on = _citing(s, base, origin, outlets)
            yield filled(s, passed_on, content, before, i)
        if more:
            yield filled(s, base, more, more[0], i)
        return
    if content := content_after(s, k, verb, addressee):
        origin = cited(s, k)[0] if speech and k < len(s) and s.lows[k] == "," else None
        yield filled(s, _citing(s, base, origin, outlets), content, subject.start, i)


def _citing(s: Sentence, base: Claim, origin: Phrase | None, outlets: frozenset[str]) -> Claim:
    """The claim with the one cited last in `via`; it speaks, and `source` passes it on."""
    if origin is None:
        return base
    return replace(base, via=(*base.via, source_of(s, origin, outlets)), lemma="cite")
