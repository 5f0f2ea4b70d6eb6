"""Claims beyond those that the models are shown: silence, attitudes, documents, short objects.

The models were trained with the claims of `find.claims_in` before their eyes, so those stay as
they are; what is found here is added to the claims of the rules and of the models alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from goodoffices.model.evidence import Stance
from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules import sources, spans
from goodoffices.read.rules.claims import Claim
from goodoffices.read.rules.contents import claim_with, content_after, filled, place, source_of
from goodoffices.read.rules.segment import Sentence
from goodoffices.read.rules.sources import Phrase
from goodoffices.read.rules.subject import shared_subject, subject_of, verb_group


def further_claims(s: Sentence, outlets: frozenset[str]) -> list[Claim]:
    """Claims of one sentence in order; some may say again what others have found."""
    found = [*silences(s, outlets), *attitudes(s, outlets), *documents(s, outlets)]
    found += [
        *idioms(s, outlets),
        *short_objects(s, outlets),
        *seen_as(s, outlets),
        *quoted_doing(s, outlets),
    ]
    return sorted(found, key=lambda claim: (claim.cue, claim.content))


# --- silence -------------------------------------------------------------------------------------

_SAYING = (
    "comment|respond|reply|answer|elaborate|speculate|say|confirm|discuss|disclose|acknowledge|"
    "be drawn|be quoted|give details|go into|explain"
)
_NOT_SAYING = re.compile(
    rf"(?:declin|refus)(?:ed|es|ing|e) to (?:{_SAYING})\b"
    rf"|would not (?:{_SAYING})\b"
    r"|(?:did|does|do) not (?:immediately |yet )?(?:comment|respond|reply|answer|return|say so|"
    r"react)\b"
    r"|(?:has|have|had) (?:not|never) (?:yet |so far )?(?:commented|responded|replied|answered|"
    r"said so|"
    r"reacted)\b"
    r"|(?:would |could |did )?neither confirm(?:ed|s)? n?or den(?:y|ied|ies)\b"
    r"|could not (?:immediately )?be reached\b"
    r"|(?:had|has|have|offered|gave|made) no (?:immediate |further )?(?:comment|reply|response|"
    r"reaction|"
    r"answer|mention)\b"
    r"|(?:would|did) not (?:confirm|say) (?:n?or|or) (?:deny|confirm)\b"
    r"|referred (?:all |the )?(?:questions|inquiries|enquiries|reporters) to\b"
    r"|reserved (?:its|his|her|their) position\b"
    r"|(?:remained|kept|stayed|was|were) silent\b"
)
_NO_WORD_FROM = re.compile(
    r"there (?:was|has been|were) no (?:immediate |official )?(?:reaction|comment|response|reply|"
    r"word|"
    r"answer) from\b"
)
_ASKED = re.compile(r"(?:asked|pressed|questioned) (?=whether|if|about|how|why|what|on)")


def silences(s: Sentence, outlets: frozenset[str]) -> Iterator[Claim]:
    """Who passes something over: "would not be drawn", "there was no reaction from"."""
    line, at = _line(s)
    for match in _NO_WORD_FROM.finditer(line):
        first, k = at[match.start()], at[match.end() - 1] + 1
        phrase = sources.after(s, k)
        if phrase and phrase[0] == k and not s.quoted[first]:
            yield _silence(s, (first, phrase[1]), (first, phrase[1]), phrase, outlets)
    for match in _NOT_SAYING.finditer(line):
        first, last = at[match.start()], at[match.end() - 1]
        if s.quoted[first] or s.words[first][0].isupper():
            continue
        start = verb_group(s, first, 0).at
        phrase = _subject(s, start)
        if phrase is None:
            continue
        end = _silence_end(s, last + 1)
        begin = start
        if asked := _ASKED.match(line):
            begin = at[asked.end()]
        elif line.startswith("whether "):
            begin = 0
        elif match[0].endswith("mention") or "reserved" in match[0]:
            begin = phrase[0]
        yield _silence(s, (begin, end), (start, last + 1), phrase, outlets)


def _subject(s: Sentence, start: int) -> Phrase | None:
    """The noun phrase before a verb group, across "who", an aside or "and"."""
    k = start - 1
    while k > 0 and (s.lows[k] in lex.ADVERBS or s.lows[k] in ("and", "but", "himself", "herself")):
        k -= 1
    if k < 0:
        return None
    if s.lows[k] in (",", "who", "which"):
        j = next((j for j in range(k - 1, -1, -1) if s.lows[j] == ","), None)
        inner = sources.before(s, j - 1) if j else None
        if s.lows[k] == "," and inner:
            return inner
        k -= 1
        if s.lows[k] == ",":
            k -= 1
    phrase = sources.before(s, k) if k >= 0 else None
    if phrase and not sources.can_speak(s, phrase, "qd"):
        shared = shared_subject(s, start)
        phrase = shared if shared and shared[1] <= start else None
        if phrase and not sources.can_speak(s, phrase, "qd"):
            return None
    return phrase


def _silence(
    s: Sentence, content: Phrase, cue: Phrase, phrase: Phrase, outlets: frozenset[str]
) -> Claim:
    said = place(s, content[0], spans.trimmed_end(s, content[0], content[1]))
    return Claim(
        cue=place(s, *cue),
        content=said,
        clause=said,
        stance="no_comment",
        lemma="silence",
        source=source_of(s, phrase, outlets),
    )


def _silence_end(s: Sentence, k: int) -> int:
    end = k
    while end < len(s) and not s.quoted[end]:
        low = s.lows[end]
        if low in (";", "—", "–", "but", "while", ".") or (
            low == "," and not (end + 1 < len(s) and s.lows[end + 1] in ("or", "nor"))
        ):
            break
        end += 1
    return spans.trimmed_end(s, k - 1, end)


def _line(s: Sentence) -> tuple[str, list[int]]:
    """The words of a sentence with single spaces, and for each character the number of its word."""
    parts: list[str] = []
    at: list[int] = []
    for k, low in enumerate(s.lows):
        parts.append(low + " ")
        at += [k] * (len(low) + 1)
    return "".join(parts), at


# --- attitudes -----------------------------------------------------------------------------------

_ATTITUDES: dict[str, tuple[Stance, str]] = {
    **dict.fromkeys(words("committed"), ("offers", "to")),
    **dict.fromkeys(words("open amenable"), ("offers", "to")),
    **dict.fromkeys(words("opposed hostile averse"), ("resists", "to")),
    **dict.fromkeys(words("keen eager determined anxious resolved"), ("asks", "to on")),
    **dict.fromkeys(words("happy content satisfied pleased comfortable"), ("accepts", "with to")),
    **dict.fromkeys(
        words("unhappy dissatisfied uncomfortable critical wary sceptical skeptical suspicious"
              " cautious distrustful contemptuous"),
        ("resists", "with of about"),
    ),
    **dict.fromkeys(
        words("afraid confident hopeful convinced certain sure optimistic pessimistic doubtful"
              " aware worried concerned adamant clear"),
        ("reports", "that of about"),
    ),
}  # fmt: skip
_REMAIN = words(
    "remain remains remained seem seems seemed appear appears appeared feel feels felt grew became"
)


def attitudes(s: Sentence, outlets: frozenset[str]) -> Iterator[Claim]:
    """ "Remains committed to", "is wary of", "are in favour of": the attitude is an adjective."""
    for i in range(2, len(s) - 2):
        low, joint = s.lows[i], s.lows[i + 1]
        if low == "in" and joint in ("favour", "favor") and s.lows[i + 2] == "of":
            stance: Stance = "accepts"
            start = i + 3
        elif low in _ATTITUDES and joint in _ATTITUDES[low][1].split():
            stance, start = _ATTITUDES[low][0], i + 2
        else:
            continue
        be = i - 1
        while be > 0 and (s.lows[be] in lex.ADVERBS or s.lows[be].endswith("ly")
                          or s.lows[be] in ("not", "more", "less", "very")):  # fmt: skip
            be -= 1
        if s.quoted[i] or s.lows[be] not in lex.BE | _REMAIN:
            continue
        first = verb_group(s, be, 0).at
        phrase = _subject(s, first)
        if phrase is None or start >= len(s):
            continue
        negated = not lex.NEGATIONS.isdisjoint(s.lows[first:i])
        end = spans.clause_end(s, start, stop_at_clauses=joint not in ("that",))
        base = Claim(
            cue=place(s, first, start),
            content=(0, 0),
            clause=(0, 0),
            stance=_TURNED.get(stance, stance) if negated else stance,
            lemma=low,
            negated=negated and stance not in _TURNED,
        )
        if end > start:
            claim = filled(s, base, (start, end), first, i)
            yield replace(claim, source=source_of(s, phrase, outlets))


_TURNED: dict[Stance, Stance] = {"accepts": "resists", "offers": "rejects", "resists": "accepts"}

# With the word behind the verb, where it needs one. No "shot down": armies do that to aircraft.
_IDIOMS: dict[tuple[str, str], Stance] = {
    ("warmed", "to"): "accepts",
    ("jumped", "at"): "accepts",
    ("threw", "out"): "rejects",
    ("thrown", "out"): "rejects",
    ("voted", "down"): "rejects",
    ("bristled", "at"): "resists",
    ("fumed", "at"): "resists",
    ("clamoured", "for"): "asks",
    ("clamored", "for"): "asks",
    **{(low, ""): "rejects" for low in words("scotched snubbed spurned rebuffed binned")},
}


def idioms(s: Sentence, outlets: frozenset[str]) -> Iterator[Claim]:
    """ "Threw out the toll", "warmed to the plan", "snubbed the offer": a verb of stance alone."""
    for i in range(1, len(s) - 2):
        alone = (s.lows[i], "") in _IDIOMS
        stance = _IDIOMS.get((s.lows[i], "" if alone else s.lows[i + 1]))
        if stance is None or s.quoted[i]:
            continue
        start = i + (1 if alone else 2)
        first = verb_group(s, i, 0).at
        phrase = _subject(s, first)
        active = lex.BE.isdisjoint(s.lows[first:i]) and lex.NEGATIONS.isdisjoint(s.lows[first:i])
        if phrase is None or not active:
            continue
        end = spans.clause_end(s, start, stop_at_clauses=True)
        if end > start:
            cue = place(s, first, start)
            base = Claim(cue=cue, content=cue, clause=cue, stance=stance, lemma=s.lows[i])
            claim = filled(s, base, (start, end), first, i)
            yield replace(claim, source=source_of(s, phrase, outlets))


# --- documents -----------------------------------------------------------------------------------

_OF_DOCUMENTS = words(
    "offer complain recommend propose suggest ask urge warn note argue demand stress insist call"
    " describe criticise criticize reject accept list"
)


def documents(s: Sentence, outlets: frozenset[str]) -> Iterator[Claim]:
    """ "The letter complains that": a document does what people do."""
    table = lex.verbs()
    for i, low in enumerate(s.lows):
        if s.quoted[i] or s.words[i][0].isupper():
            continue
        if low in ("mention", "mentions", "mentioned"):
            yield from _mentions_not(s, i, outlets)
            continue
        for verb in table.get(low, ()):
            if verb.lemma not in _OF_DOCUMENTS or verb.form == "ing" or (
                tuple(s.lows[i + 1 : i + 1 + len(verb.particles)]) != verb.particles
            ):  # fmt: skip
                continue
            subject = subject_of(s, i, verb)
            if subject is None or subject.passive or subject.phrase is None:
                continue
            if sources.kind_of_source(s, subject.phrase, outlets) != "document":
                continue
            content = content_after(s, i + 1 + len(verb.particles), verb, None)
            if content:
                base = claim_with(s, i, verb, subject, ())
                claim = filled(s, base, content, subject.start, i)
                yield replace(claim, source=source_of(s, subject.phrase, outlets))
                break


def _mentions_not(s: Sentence, i: int, outlets: frozenset[str]) -> Iterator[Claim]:
    """ "It does not mention fees": what a text leaves out."""
    first = verb_group(s, i, 0).at
    phrase = _subject(s, first)
    if phrase is None or first == i:
        return
    kind = sources.kind_of_source(s, phrase, outlets)
    negated = not lex.NEGATIONS.isdisjoint(s.lows[first:i])
    if negated and (kind == "document" or s.lows[phrase[0]] == "it"):
        said = place(s, phrase[0], spans.clause_end(s, i))
        yield Claim(
            cue=place(s, first, i + 1),
            content=said,
            clause=said,
            stance="reports",
            lemma="mention",
            source=source_of(s, phrase, outlets),
            negated=True,
        )


# --- short objects, and what something is seen as ------------------------------------------------

_SHORT = words("this that it so them these those")
_SHORT_VERBS = words(
    "accept reject deny dispute refuse oppose resist support welcome back endorse dismiss want"
    " demand hope think believe doubt approve criticise criticize condemn rebut refute propose"
)


def short_objects(s: Sentence, outlets: frozenset[str]) -> Iterator[Claim]:
    """ "Denied this", "is said to have accepted it", "seems to hope so": the object is one word."""
    table = lex.verbs()
    for i in range(1, len(s) - 1):
        if s.lows[i + 1] not in _SHORT or s.quoted[i] or s.words[i][0].isupper():
            continue
        if i + 2 < len(s) and s.words[i + 2] not in _STOPS and s.lows[i + 2] not in lex.ADVERBS:
            continue
        for verb in table.get(s.lows[i], ()):
            if verb.particles or verb.lemma not in _SHORT_VERBS or verb.form == "ing":
                continue
            subject = subject_of(s, i, verb)
            group = verb_group(s, i, 0)
            phrase = subject.phrase if subject else None
            if subject is None and s.lows[group.at - 1 : group.at] == ("to",):
                first = verb_group(s, group.at - 1, 0).at
                if first and s.lows[group.at - 2] in _REMAIN:
                    phrase = sources.before(s, group.at - 3)
            if phrase is None or (subject and subject.passive) or phrase[1] > i:
                continue
            if not sources.can_speak(s, phrase, "qn"):
                continue
            said = place(s, i + 1, i + 2)
            base = replace(_bare(s, i, verb), content=said, clause=place(s, group.at, i + 2))
            yield replace(base, source=source_of(s, phrase, outlets))
            break


_STOPS = frozenset(".,;:!?—–")


def _bare(s: Sentence, i: int, verb: lex.Verb) -> Claim:
    negated = verb_group(s, i, 0).negated
    stance: Stance = verb.stance
    if negated and stance in _TURNED:
        stance, negated = _TURNED[stance], False
    at = place(s, i, i + 1)
    return Claim(
        cue=at, content=(0, 0), clause=at, stance=stance, lemma=verb.lemma, negated=negated
    )


_SEEN = words("seen viewed regarded described interpreted understood read taken dismissed hailed"
              " criticised criticized denounced portrayed condemned praised rejected")  # fmt: skip


def seen_as(s: Sentence, outlets: frozenset[str]) -> Iterator[Claim]:
    """ "A remark seen by diplomats as a hint": whom the judgement is from stands behind "by"."""
    for i in range(1, len(s) - 3):
        if s.lows[i] not in _SEEN or s.lows[i + 1] != "by" or s.quoted[i]:
            continue
        phrase = sources.after(s, i + 2)
        if phrase is None or phrase[1] + 1 >= len(s) or s.lows[phrase[1]] != "as":
            continue
        if not sources.can_speak(s, phrase, "q"):
            continue
        start = phrase[1] + 1
        base = Claim(
            cue=place(s, i, i + 1),
            content=(0, 0),
            clause=(0, 0),
            stance="reports",
            lemma=s.lows[i],
            judging=True,
        )
        end = spans.clause_end(s, start)
        if end > start:
            claim = filled(s, base, (start, end), i, i)
            yield replace(claim, source=source_of(s, phrase, outlets))


def quoted_doing(s: Sentence, outlets: frozenset[str]) -> Iterator[Claim]:
    """ "Was quoted by the Beacon as calling it an insult": any verb behind "as"."""
    table = lex.verbs()
    for i in range(1, len(s) - 3):
        if s.lows[i] not in ("quoted", "cited") or s.lows[i - 1] not in lex.BE or s.quoted[i]:
            continue
        verb_at = next(
            (
                k + 1
                for k in range(i + 1, min(len(s) - 2, i + 12))
                if s.lows[k] == "as" and s.lows[k + 1].endswith("ing")
            ),
            None,
        )
        if verb_at is None or s.lows[verb_at] in ("saying", "telling"):
            continue
        speaker = _subject(s, verb_group(s, i, 0).at)
        verb = next((v for v in table.get(s.lows[verb_at], ()) if not v.particles), None)
        if speaker is None or verb is None:
            continue
        by = sources.after(s, i + 2, verb_at - 1) if s.lows[i + 1] in ("by", "in") else None
        via = (replace(source_of(s, by, outlets), kind="outlet"),) if by else ()
        start = verb_at + 1
        that = s.lows[start] == "that"
        base = Claim(
            cue=place(s, i, verb_at + 1),
            content=(0, 0),
            clause=(0, 0),
            stance=verb.stance,
            lemma="quote",
            judging="a" in verb.frames,
            speech=True,
            via=via,
        )
        claim = filled(s, base, (start + that, spans.clause_end(s, start)), i, i)
        yield replace(claim, source=source_of(s, speaker, outlets))
