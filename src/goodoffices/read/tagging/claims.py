"""Claims from a tagger's labels: the tagger says which words, the rules what they mean.

Where the rules have a claim with the same cue, its stance, negation and chain are kept and the
tagger's source and content take the place of the rules'. What is told inside somebody's content
comes from the rules alone, because the corpus marks no attribution inside another.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules.claims import Claim, Place, Source
from goodoffices.read.rules.contents import claim_with
from goodoffices.read.rules.find import MOST_CLAIMS, claims_in
from goodoffices.read.rules.mending import mended
from goodoffices.read.rules.segment import Sentence, quotations, sentences
from goodoffices.read.rules.sources import kind_of_source
from goodoffices.read.rules.stance import cue_stance, noun_stance
from goodoffices.read.rules.subject import Subject
from goodoffices.read.tagging.labels import Attribution, Span, linked, spans_of
from goodoffices.read.tagging.passages import Passage, passage_with

_LOOKED_AT = 3  # words behind a cue that say what it is about
_WIDEST_GAP = 12  # words between two pieces of one content, its attribution among them


class Tagger(Protocol):
    """What a model has to do: a label (`labels.TAGS`) for every word."""

    def tags(self, passage: Passage) -> list[int]:
        """The labels, as many as the passage has words."""


def tagged_claims(
    tagger: Tagger, text: str, outlets: frozenset[str] = frozenset()
) -> list[tuple[Sentence, list[Claim]]]:
    """The sentences of a text that hold claims, with their claims; as `rules.find.find_claims`."""
    read = list(sentences(text, quotations(text)))
    if not read:
        return []
    ruled = claims_in(read, text, outlets)
    passage = passage_with(read, ruled)
    at = {sentence.start: number for number, sentence in enumerate(read)}
    rules: dict[int, list[Claim]] = {at[s.start]: claims for s, claims in ruled}
    spans = spans_of(tagger.tags(passage))
    attributions = _with_sources(linked(spans, passage.sentence, passage.paragraph), passage)
    reader = _Reader(read, passage, rules, outlets)
    made: dict[int, list[Claim]] = {}
    for attribution in attributions:
        for number, claim in reader.claims(attribution):
            made.setdefault(number, []).append(claim)
    found = []
    for number, sentence in enumerate(read):
        own = made.get(number, [])[:MOST_CLAIMS]
        kept = [c for c in rules.get(number, ()) if not _had(c, own)]
        if claims := sorted([*own, *kept], key=lambda claim: (claim.cue, claim.content)):
            found.append((sentence, claims))
    return mended(read, found, outlets)


def _with_sources(found: list[Attribution], passage: Passage) -> list[Attribution]:
    """A cue without a source has that of the cue before it: "she said ..., adding that"."""
    last: Attribution | None = None
    for attribution in found:
        here = passage.sentence[attribution.cue.first]
        if attribution.sources:
            last = attribution
        elif last and passage.sentence[last.cue.first] == here:
            attribution.sources.append(last.sources[-1])
    return found


def _had(claim: Claim, own: list[Claim]) -> bool:
    """Whether the tagger has this claim of the rules, or words of the report's own for it."""
    if claim.kind != "attributed":
        return any(c.content[0] <= claim.cue[0] and claim.cue[1] <= c.content[1] for c in own)
    for c in own:
        if _meet(c.cue, claim.cue) and not _within(claim.cue, c.content):
            return True
        if _shared(c.content, claim.content) >= 0.5 * _length(claim.content) and not _within(
            claim.cue, c.content
        ):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Reader:
    """One text, its words, and what the rules have found in each of its sentences."""

    read: Sequence[Sentence]
    passage: Passage
    rules: dict[int, list[Claim]]
    outlets: frozenset[str]

    def claims(self, attribution: Attribution) -> Iterator[tuple[int, Claim]]:
        """A claim for each sentence that has content of the attribution."""
        if not attribution.contents:
            return
        cue = self._place(attribution.cue)
        home = self.passage.sentence[attribution.cue.first]
        pieces = [piece for span in attribution.contents for piece in self._by_sentence(span)]
        for number, content in self._joined(pieces, attribution):
            claim = self._meant(home, cue, content)
            source = self._source(attribution)
            if claim.source and (source is None or _meet(source.place, claim.source.place)):
                source = claim.source  # the rules' is the name without what is said of it
            if source is None:
                continue  # whose claim it is, nobody says
            if _meet(source.place, content) and _within(content, source.place):
                continue
            clause = (min(cue[0], content[0]), max(cue[1], content[1]))
            yield (
                number,
                replace(
                    claim,
                    content=content,
                    clause=clause if number == home else content,
                    source=source,
                    direct=self._quotes(number, content),
                ),
            )

    def _place(self, span: Span) -> Place:
        return self.passage.starts[span.first], self.passage.ends[span.end - 1]

    def _by_sentence(self, span: Span) -> Iterator[tuple[int, int, int]]:
        """Sentence, first word and end of the parts of a span, each in one sentence."""
        first = span.first
        for k in range(span.first + 1, span.end + 1):
            if k == span.end or self.passage.sentence[k] != self.passage.sentence[first]:
                yield self.passage.sentence[first], first, k
                first = k

    def _joined(
        self, pieces: list[tuple[int, int, int]], attribution: Attribution
    ) -> Iterator[tuple[int, Place]]:
        """Pieces of one sentence as one place, what stands between them included."""
        held: list[tuple[int, int, int]] = []
        own = sum(s.end - s.first for s in (attribution.cue, *attribution.sources[:1]))
        for number, first, end in sorted(pieces):
            if held and held[-1][0] == number and first - held[-1][2] <= own + _WIDEST_GAP:
                held[-1] = (number, held[-1][1], end)
            else:
                held.append((number, first, end))
        for number, first, end in held:
            yield number, (self.passage.starts[first], self.passage.ends[end - 1])

    def _source(self, attribution: Attribution) -> Source | None:
        if not attribution.sources:
            return None
        cue = attribution.cue
        span = min(
            attribution.sources, key=lambda s: min(abs(s.first - cue.end), abs(cue.first - s.end))
        )
        s = self.read[self.passage.sentence[span.first]]
        start, stop = self._place(span)
        first, end = bisect_right(s.ends, start), bisect_left(s.starts, stop)
        end = first + _named(s.words[first:end])
        if s.lows[first:end] in ((), ("the",), ("a",), ("an",)):
            return None
        place = (start, min(stop, s.ends[end - 1]))
        return Source(place=place, kind=kind_of_source(s, (first, end), self.outlets))

    def _quotes(self, number: int, content: Place) -> bool:
        s = self.read[number]
        first, end = bisect_left(s.starts, content[0]), bisect_right(s.ends, content[1])
        return any(s.quoted[first:end])

    def _meant(self, number: int, cue: Place, content: Place) -> Claim:
        """The rules' claim with this cue, else what the words of the cue say."""
        same = [
            c
            for c in self.rules.get(number, ())
            if c.kind == "attributed" and _meet(c.cue, cue) and not _within(c.cue, content)
        ]
        if same:
            return max(same, key=lambda c: (_shared(c.content, content), _shared(c.cue, cue)))
        s = self.read[number]
        first, end = bisect_right(s.ends, cue[0]), bisect_left(s.starts, cue[1])
        lows = s.lows[first:end]
        negated = not lex.NEGATIONS.isdisjoint(lows)
        modal = not lex.MODALS.isdisjoint(lows)
        subject = Subject(phrase=None, start=first, negated=negated, modal=modal)
        for k in range(first, end):
            for verb in lex.verbs().get(s.lows[k], ()):
                following = s.lows[k + 1 : k + 1 + len(verb.particles)]
                if tuple(following) == verb.particles and "D" not in verb.frames:
                    made = replace(claim_with(s, k, verb, subject, ()), cue=cue)
                    noun = noun_stance(lows)
                    return replace(made, stance=noun) if noun and made.stance == "reports" else made
        behind = s.lows[end : end + _LOOKED_AT] if content[0] >= cue[1] else ()
        noun = noun_stance(lows) or cue_stance(lows, behind)
        nouns = [noun] if noun else []
        return Claim(
            cue=cue,
            content=content,
            clause=content,
            stance=nouns[0] if nouns else "reports",
            negated=negated,
            modal=modal,
            speech=not nouns,
        )


def _named(words: Sequence[str]) -> int:
    """How many of the words name the source: without "who ..." or ", acting as ..." behind it.

    What follows a comma stays where it begins with a capital: "the minister, Ines Kalder".
    """
    for k, word in enumerate(words):
        following = words[k + 1 : k + 2]
        if k and word == "," and not (following and following[0][0].isupper()):
            return k
        if k and word.lower() in ("who", "which", "whose"):
            return k - 1 if words[k - 1] == "," else k
    return len(words)


def _length(place: Place) -> int:
    return place[1] - place[0]


def _shared(a: Place, b: Place) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _meet(a: Place, b: Place) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _within(a: Place, b: Place) -> bool:
    return b[0] <= a[0] and a[1] <= b[1]
