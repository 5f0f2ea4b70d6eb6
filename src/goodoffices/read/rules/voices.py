"""Texts that speak in somebody's own voice: interviews, briefings, statements of an institution.

There no verb says whose the words are. A turn ("ROYLE: ...") belongs to the one it names, and in a
ministry's statement the ministry says whatever it ascribes to nobody else. A question is nobody's
statement, but what it passes on of others is theirs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules import spans
from goodoffices.read.rules.answers import NUMBERS, answered
from goodoffices.read.rules.claims import Claim, Place, Source
from goodoffices.read.rules.clauses import Voice
from goodoffices.read.rules.segment import Sentence
from goodoffices.read.rules.sources import is_institution
from goodoffices.read.rules.stance import conditional_from_start, refined, silent_words

Found = tuple[Sentence, list[Claim]]

_LABEL = re.compile(r"^[ \t]*(?=[^\W\d_])((?:[\w.’'-]+ ){0,4}[\w.’'-]+)[ \t]*:(?=\s)", re.MULTILINE)
_ASKS = words(
    "question questions q reporter reporters journalist interviewer moderator host press audience"
)
_FEWEST_TURNS = 4
_FIRST = words("i we")
_OUR = words("my our")
_HEAD = 600  # characters at the beginning in which an issuer names itself
_ISSUED = re.compile(
    r"\b(?:statement|communiqu[eé]|declaration|press release|announcement|note verbale)\b", re.I
)
_JOINT = re.compile(r"\bjoint\b|\b(?:delegations|governments|parties) of\b", re.I)
_OWN_VOICE = re.compile(r"\b(?:we|our|the (?:ministry|government|office|department|embassy|council|"
                        r"presidency|commission|secretariat|movement))\b", re.I)  # fmt: skip
_ARRANGING = re.compile(
    r"\W*(?:good (?:morning|afternoon|evening|day)|thank(?:s| you)|welcome|hello|last question|"
    r"next question|one announcement|yes|no|fine|sure|well|okay|right|please|of course|indeed)\b",
    re.I,
)
_TELLING = words("tell say repeat declare announce state warn explain stress emphasise emphasize")


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: where it begins and ends, the words that name who has it, whether that one asks."""

    start: int
    end: int
    label: Place
    asks: bool


def voiced(text: str, read: Sequence[Sentence], found: Sequence[Found]) -> list[Found]:
    """The claims of a text with those that it makes in its speakers' or issuer's own voice.

    `read` are all sentences; `found` those with claims. Any other text comes back as it is.
    """
    if made := turns(text):
        return _in_turns(text, read, dict(_by_start(found)), made)
    if issuer := issuer_of(text):
        return _issued(text, read, dict(_by_start(found)), issuer)
    return list(found)


def has_voice(text: str) -> bool:
    """Whether `voiced` would do anything to the text."""
    return bool(turns(text) or issuer_of(text))


def _by_start(found: Sequence[Found]) -> Iterator[tuple[int, list[Claim]]]:
    for sentence, claims in found:
        yield sentence.start, claims


# --- turns ---------------------------------------------------------------------------------------


def turns(text: str) -> list[Turn]:
    """The turns of an interview or a briefing, in order; none where the text is neither."""
    labels = [m for m in _LABEL.finditer(text) if _names(m[1])]
    uses = Counter(_last(m[1]) for m in labels)
    labels = [m for m in labels if uses[_last(m[1])] > 1 or _last(m[1]) in _ASKS]
    if len(labels) < _FEWEST_TURNS or len({_last(m[1]) for m in labels}) < 2:
        return []
    ends = [m.start() for m in labels[1:]] + [len(text)]
    asked: Counter[str] = Counter()
    for match, end in zip(labels, ends, strict=True):
        asked[_last(match[1])] += text[match.end() : end].rstrip().endswith("?")
    asking = _asking(asked, Counter(_last(m[1]) for m in labels))
    return [
        Turn(
            start=match.end(),
            end=end,
            label=_fullest(labels, match),
            asks=_last(match[1]) in asking,
        )
        for match, end in zip(labels, ends, strict=True)
    ]


def _asking(asked: Counter[str], uses: Counter[str]) -> set[str]:
    """Who puts the questions: a label that says so, else whose turns most often end with one."""
    if told := {label for label in uses if label in _ASKS}:
        return told
    share = {label: asked[label] / count for label, count in uses.items()}
    most = max(share.values())
    return {label for label, part in share.items() if part > 0.5 or part == most > 0.25}


def _names(label: str) -> bool:
    """Whether a label names somebody: capitals, and no line of a letter's head."""
    parts = label.split()
    return all(part[0].isupper() or part in ("of", "de", "van", "von") for part in parts)


def _last(label: str) -> str:
    return label.split()[-1].casefold()


def _fullest(labels: Sequence[re.Match[str]], label: re.Match[str]) -> Place:
    same = [m for m in labels if _last(m[1]) == _last(label[1])]
    return max(same, key=lambda m: len(m[1])).span(1)


def _in_turns(
    text: str, read: Sequence[Sentence], held: dict[int, list[Claim]], made: Sequence[Turn]
) -> list[Found]:
    answers = [turn for turn in made if not turn.asks]
    result: list[Found] = []
    number = 0
    for sentence in read:
        while number + 1 < len(made) and sentence.end > made[number + 1].start:
            number += 1
        turn = made[number]
        claims = held.get(sentence.start, [])
        if sentence.end <= made[0].start:
            claims = [*claims, *_quoted_headline(text, sentence, claims, answers)]
        elif turn.asks:
            reply = next((t for t in answers if t.start > turn.start), None)
            claims = list(_passed_on(claims, sentence, turn, reply))
        else:
            asked = made[number - 1] if number and made[number - 1].asks else None
            claims = list(_answer(text, sentence, claims, turn, asked))
        if claims:
            result.append((sentence, claims))
    return result


def _quoted_headline(
    text: str, s: Sentence, claims: list[Claim], answers: Sequence[Turn]
) -> Iterator[Claim]:
    """The quotation that an interview has for its title."""
    if claims or s.start > len(text) - len(text.lstrip()) or not s.quoted[0] or not answers:
        return
    end = next((k for k in range(1, len(s)) if not s.quoted[k]), len(s))
    if end > 4:
        yield _own(s, (s.starts[0], s.ends[end - 1]), _source(answers[0].label), direct=True)


def _passed_on(
    claims: Sequence[Claim], s: Sentence, turn: Turn, reply: Turn | None
) -> Iterator[Claim]:
    """What a question says that others say; "you" are whoever answers."""
    for claim in claims:
        if claim.source is None or claim.kind != "attributed":
            continue
        if claim.source.place[0] < turn.start:
            continue  # by the label: the question itself
        word = _written(s, claim.source.place)
        if word == ("you",) and reply:
            yield replace(claim, source=_source(reply.label))
        elif not _FIRST.issuperset(word):
            yield claim


def _answer(
    text: str, s: Sentence, claims: Sequence[Claim], turn: Turn, asked: Turn | None
) -> Iterator[Claim]:
    """The sentence as the statement of whoever answers, or what it tells of others."""
    own = _source(turn.label)
    first = next((k for k in range(len(s)) if s.starts[k] >= turn.start), len(s))
    told: list[Claim] = []
    stance_of: Claim | None = None
    for claim in claims:
        if claim.kind != "attributed":
            continue
        if claim.source is None or claim.source.place[0] < turn.start or _supposed(s, claim):
            continue
        word = _written(s, claim.source.place)
        if _FIRST.issuperset(word):
            if (
                claim.lemma in _TELLING and claim.speech and not _so(s, claim)
            ) or claim.stance == "no_comment":
                told.append(replace(claim, source=own))
            else:
                stance_of = stance_of or claim
        elif word[:1] and word[0] in ("you", "it", "this", "that"):
            continue
        elif claim.modal or (claim.negated and set(word) <= lex.PRONOUNS):
            continue  # what others would do, or did not say, is told by the one who speaks
        else:
            told.append(replace(claim, via=(own, *claim.via)))
    if first >= len(s):
        return
    yield from told
    rest = _rest(s, first, told)
    if rest is not None and (whole := _whole(text, s, rest, own)):
        said = text[whole.content[0] : whole.content[1]]
        shown = refined("reports", said, judging=False, voice=Voice(first=True))
        if asked and shown == "reports" and whole.stance == "reports":
            to_it = answered(text[asked.start : asked.end], said)
            whole = replace(whole, stance=to_it or whole.stance)
        if stance_of is not None and whole.stance == "reports" and shown == "reports" and not told:
            whole = replace(whole, stance=stance_of.stance, negated=stance_of.negated)
        yield whole


def _supposed(s: Sentence, claim: Claim) -> bool:
    """ "If both ask for them": nobody has yet."""
    assert claim.source is not None
    first = min(claim.source.place[0], claim.cue[0])
    k = next((k for k in range(len(s)) if s.starts[k] >= first), 0)
    return bool(k) and s.lows[k - 1] in _SUPPOSING


_ALONE = NUMBERS | words("never gladly willingly impossible unacceptable unthinkable nonsense")
_SUPPOSING = words("if unless whether until once should when")


def _so(s: Sentence, claim: Claim) -> bool:
    """ "And I said so": the words that count stand before it."""
    return _written(s, claim.content)[:1] in (("so",), ("that",), ("this",), ("it",)) and (
        claim.content[1] - claim.content[0] < 30
    )


def _rest(s: Sentence, first: int, told: Sequence[Claim]) -> tuple[int, int] | None:
    """What of an answer is left when the part that tells of others is taken out."""
    if not told:
        return first, len(s)
    start = min(min(c.cue[0], c.content[0], *_place_of(c)) for c in told)
    end = max(max(c.cue[1], c.content[1]) for c in told)
    joint = next(
        (
            k
            for k in range(first + 4, len(s))
            if s.starts[k] < start
            and s.lows[k] in ("and", "but")
            and s.lows[k - 1] in (",", ";", "—", "–")
        ),
        None,
    )
    if joint is not None:
        return first, joint - 1
    joint = next(
        (
            k
            for k in range(first, len(s) - 4)
            if s.starts[k] >= end and s.lows[k] in ("and", "but") and s.lows[k - 1] in (",", ";")
        ),
        None,
    )
    return None if joint is None else (joint + 1, len(s))


def _place_of(claim: Claim) -> tuple[int, ...]:
    return (claim.source.place[0],) if claim.source else ()


def _whole(text: str, s: Sentence, part: tuple[int, int], own: Source) -> Claim | None:
    first = spans.trimmed_start(s, *part)
    end = spans.trimmed_end(s, first, part[1])
    if end <= first:
        return None
    place = (s.starts[first], s.ends[end - 1])
    said = text[place[0] : place[1]]
    if s.words[-1] == "?" and end - first > 1:
        return None
    if end - first <= 4 and _ARRANGING.match(said) and not silent_words(said):
        return None
    if end - first < 2 and not (s.words[first][0].isdigit() or s.lows[first] in _ALONE):
        return None
    claim = _own(s, place, own)
    return replace(claim, stance="no_comment") if silent_words(said) else claim


def _own(s: Sentence, place: Place, source: Source, *, direct: bool = True) -> Claim:
    return Claim(
        cue=(place[0], place[0]),
        content=place,
        clause=place,
        stance="reports",
        lemma="voice",
        source=source,
        direct=direct,
        speech=True,
    )


def _source(label: Place) -> Source:
    return Source(place=label, kind="official")


def _written(s: Sentence, place: Place) -> tuple[str, ...]:
    return tuple(
        low
        for low, start, end in zip(s.lows, s.starts, s.ends, strict=True)
        if place[0] <= start and end <= place[1]
    )


# --- statements of an institution ----------------------------------------------------------------


def issuer_of(text: str) -> Place | None:
    """The words at the head of a text by which an institution issues it as its own statement."""
    head, at = [], 0
    for line in text[:_HEAD].splitlines(keepends=True):
        words_ = line.strip()
        if words_.endswith((".", "!", "?", ":", '"', "”")) or len(words_) > 120:
            break
        if words_:
            head.append((at + len(line) - len(line.lstrip()), words_))
        at += len(line)
    listed = " ".join(line for _, line in head)
    if not _ISSUED.search(listed) or _JOINT.search(listed):
        return None
    if len(_OWN_VOICE.findall(text[at : at + 20_000])) < 2:
        return None
    for start, line in head:
        if is_institution(line):
            return start, start + len(line)
    return None


def _issued(
    text: str, read: Sequence[Sentence], held: dict[int, list[Claim]], issuer: Place
) -> list[Found]:
    own = _source(issuer)
    name = text[issuer[0] : issuer[1]].casefold()
    result: list[Found] = []
    for s in read:
        claims = held.get(s.start, [])
        if s.start < issuer[1] or s.words[-1] not in (".", "!", "…", ";"):
            if claims and s.start >= issuer[1]:
                result.append((s, claims))
            continue
        said: list[Claim] = []
        if conditional_from_start(text[s.start : s.end]):
            claims = []
        for claim in claims:
            if claim.source is None:
                continue
            word = _written(s, claim.source.place)
            if _FIRST.issuperset(word) or (word[:1] == ("the",) and " ".join(word[1:]) in name):
                claim = replace(claim, source=own)
            said.append(claim)
        if not said and (whole := _whole(text, s, (0, len(s)), own)):
            said = [replace(whole, direct=False)]
        if said:
            result.append((s, said))
    return result
