"""Facts that a report tells in its own voice: who had a part in a text, and measurements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules import sources, spans
from goodoffices.read.rules.claims import Claim
from goodoffices.read.rules.numbers import Quantity, quantities
from goodoffices.read.rules.segment import Sentence

_PART = words("role part say involvement hand input voice")
_TAKEN_IN = words(
    "involved consulted included represented informed briefed shown invited excluded"
    " sidelined handed presented"
)
_OUT_OF = words("in from on about with by before during at to")
# A number becomes a claim of its own only where it measures the ground, not where it is a term.
_MEASURES = frozenset(
    {
        "percent",
        "sq_km",
        "killed",
        "wounded",
        "prisoners",
        "people",
        "soldiers",
        "drones",
        "missiles",
        "children",
    }
)
_HAS_FIGURE = re.compile(r"\d")


def consultations(s: Sentence) -> Iterator[Claim]:
    """ "Kyiv had no role in drafting", "officials were not consulted", "was shown the text"."""
    for i, low in enumerate(s.lows):
        if s.quoted[i]:
            continue
        if low in _PART and i + 1 < len(s) and s.lows[i + 1] in ("in", "on", "over"):
            verb = next(
                (
                    k
                    for k in range(i - 1, max(-1, i - 5), -1)
                    if s.lows[k] in lex.HAVE or s.lows[k] in ("played", "took", "given")
                ),
                None,
            )
            negated = verb is not None and bool(lex.NEGATIONS & set(s.lows[verb:i]))
            if verb is None or not (negated or s.lows[verb] in ("played", "took")):
                continue
        elif low in _TAKEN_IN and i and s.lows[i - 1] in lex.BE | {"not", "never", "been", "fully"}:
            if i + 1 >= len(s) or s.lows[i + 1] not in _OUT_OF | {"the", "a"}:
                continue
            verb = i - 1
            negated = bool(lex.NEGATIONS & set(s.lows[max(0, i - 3) : i]))
        else:
            continue
        while verb > 0 and s.lows[verb - 1] in lex.AUXILIARIES:
            verb -= 1
        phrase = sources.before(s, verb - 1) if verb else None
        if phrase is None or not sources.can_speak(s, phrase, "q"):
            continue
        end = spans.clause_end(s, i)
        yield Claim(
            cue=(s.starts[verb], s.ends[i]),
            content=(s.starts[phrase[0]], s.ends[max(end, i + 1) - 1]),
            clause=(s.starts[phrase[0]], s.ends[max(end, i + 1) - 1]),
            stance="reports",
            lemma="part",
            kind="consultation",
            negated=negated,
        )


def measurements(s: Sentence, text: str) -> Iterator[Claim]:
    """A figure of the ground with the clause it stands in."""
    words = text[s.start : s.end]
    if not _HAS_FIGURE.search(words):
        return
    for quantity in quantities(words):
        if quantity.unit not in _MEASURES:
            continue
        start, end = _clause(s, quantity)
        yield Claim(
            cue=(s.start + quantity.start, s.start + quantity.end),
            content=(start, end),
            clause=(start, end),
            stance="reports",
            lemma=quantity.unit,
            kind="measurement",
        )


def _clause(s: Sentence, quantity: Quantity) -> tuple[int, int]:
    """The clause around the figure: between marks, or the words that begin new clauses."""
    low = s.start + quantity.start
    high = s.start + quantity.end
    inside = [k for k in range(len(s)) if s.starts[k] < high and s.ends[k] > low]
    first, last = inside[0], inside[-1] + 1
    while first > 0 and not _bounds(s, first - 1):
        first -= 1
    while last < len(s) and not _bounds(s, last) and s.lows[last] not in ("and", "but"):
        last += 1
    first = spans.trimmed_start(s, first, inside[0])
    last = spans.trimmed_end(s, inside[-1] + 1, last)
    return s.starts[first], s.ends[last - 1]


def _bounds(s: Sentence, k: int) -> bool:
    return s.lows[k] in (",", ";", ".", ":", "—", "–", "while", "though", "although", "but", "that")
