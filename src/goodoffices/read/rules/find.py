"""All claims of a text, in order, by position: what the extractor is measured on."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice

from goodoffices.read.rules.claims import Claim
from goodoffices.read.rules.cues import claims_of
from goodoffices.read.rules.facts import consultations, measurements
from goodoffices.read.rules.mending import mended
from goodoffices.read.rules.segment import Sentence, quotations, sentences

MOST_CLAIMS = 24  # of one sentence; what holds more is no sentence but a table or an attack


def find_claims(
    text: str, outlets: frozenset[str] = frozenset()
) -> list[tuple[Sentence, list[Claim]]]:
    """The sentences of a text that hold claims, with their claims.

    `outlets` are further names of outlets in plain form (`outlets.plain_name`). Facts in the
    report's own voice are left out where a claim of somebody already holds their words.
    """
    read = list(sentences(text, quotations(text)))
    return mended(read, claims_in(read, text, outlets), outlets)


def claims_in(
    read: Iterable[Sentence], text: str, outlets: frozenset[str]
) -> list[tuple[Sentence, list[Claim]]]:
    """As `find_claims`, for the sentences of a text that are there already."""
    found = []
    last: Claim | None = None
    paragraph = -1
    for sentence in read:
        claims = claims_of(sentence, outlets)[:MOST_CLAIMS]
        facts = chain(consultations(sentence), measurements(sentence, text))
        for fact in islice(facts, MOST_CLAIMS):
            inside = any(
                claim.content[0] <= fact.cue[0] and fact.cue[1] <= claim.content[1]
                for claim in claims
            )
            if not inside:
                claims.append(fact)
        if sentence.paragraph != paragraph:
            last, paragraph = None, sentence.paragraph
        if last is not None and (goes_on := _quoted_on(sentence, claims, last)):
            claims.append(goes_on)
        last = next((c for c in reversed(claims) if c.direct and c.source), last)
        if claims:
            found.append((sentence, sorted(claims, key=lambda claim: (claim.cue, claim.content))))
    return found


def _quoted_on(s: Sentence, claims: list[Claim], last: Claim) -> Claim | None:
    """A sentence in quotation marks after "...", she said: the same speaker goes on."""
    if any(claim.source for claim in claims) or not s.quoted[0] or s.words[0].isalnum():
        return None
    end = next((k for k in range(len(s)) if not s.quoted[k]), len(s))
    if end < 4 or len(s) - end > 2:
        return None
    place = (s.starts[0], s.ends[end - 1])
    return Claim(
        cue=last.cue,
        content=place,
        clause=place,
        stance="reports",
        lemma=last.lemma,
        source=last.source,
        via=last.via,
        direct=True,
    )
