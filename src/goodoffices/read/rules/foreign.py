"""Attributions in languages without a model: quotations, plain verbs of saying, "according to".

The words are data (`languages/*.toml`); the orders are few: source, verb, content ("Le ministre a
déclaré que"), verb, source, content (Arabic), a quotation with the attribution behind it, and the
verb at the end with the source in front (Turkish). Most of what such a text attributes is missed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from goodoffices.model.evidence import LinkKind, Stance
from goodoffices.read.rules.claims import Claim, Source
from goodoffices.read.rules.contents import place
from goodoffices.read.rules.find import MOST_CLAIMS
from goodoffices.read.rules.outlets import is_outlet
from goodoffices.read.rules.segment import Sentence, quotations, sentences

CODES = ("ar", "es", "fr", "ru", "tr", "uk")
LONGEST = 10  # words of a source
_MARKS = frozenset(',;:.!?…—–-()[]،؛؟"“”„«»')
Run = tuple[int, int]  # tokens of a sentence, from and to


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language; phrases are tuples of words in lower case, longest first."""

    name: str
    verbs: tuple[tuple[tuple[str, ...], Stance], ...]
    according: tuple[tuple[str, ...], ...]
    behind: frozenset[str]
    that: frozenset[str]
    that_joined: tuple[str, ...]
    determiners: frozenset[str]
    negations: frozenset[str]
    pronouns: frozenset[str]
    anonymous: frozenset[str]
    documents: frozenset[str]
    stops: frozenset[str]
    turned: dict[str, str]
    verb_last: bool


@cache
def language(code: str) -> Language:
    """The words of the language with this ISO 639-1 code, one of `CODES`."""
    path = files("goodoffices.read.rules").joinpath("languages", f"{code}.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    verbs = [(tuple(form.split()), stance) for stance, all_ in data["verbs"].items()
             for form in all_]  # fmt: skip
    sets = {
        name: frozenset(data.get(name, ()))
        for name in (
            "that", "determiners", "negations", "pronouns", "anonymous", "documents", "stops"
        )
    }  # fmt: skip
    return Language(
        name=data["name"],
        verbs=tuple(sorted(verbs, key=lambda entry: -len(entry[0]))),
        according=tuple(sorted((tuple(p.split()) for p in data["according"]), key=len)[::-1]),
        behind=frozenset(data.get("according_behind", ())),
        that_joined=tuple(data.get("that_joined", ())),
        turned=data.get("turned", {}),
        verb_last=data.get("verb_last", False),
        **sets,
    )


def find_foreign(
    code: str, text: str, outlets: frozenset[str] = frozenset()
) -> list[tuple[Sentence, list[Claim]]]:
    """As `find.find_claims`, for a text in the language with this code."""
    words = language(code)
    found = []
    for sentence in sentences(text, quotations(text)):
        read = _Sentence(sentence, words, outlets)
        claims = sorted(read.claims(), key=lambda claim: (claim.cue, claim.content))
        if claims:
            found.append((sentence, claims[:MOST_CLAIMS]))
    return found


@dataclass(frozen=True, slots=True)
class _Sentence:
    s: Sentence
    words: Language
    outlets: frozenset[str]

    def claims(self) -> Iterator[Claim]:
        lows = [self.words.turned.get(low, low) for low in self.s.lows]
        k = 0
        while k < len(lows):
            if self.s.quoted[k]:
                k += 1
                continue
            for phrase in self.words.according:
                if tuple(lows[k : k + len(phrase)]) == phrase:
                    yield from self._according((k, k + len(phrase)))
                    break
            if lows[k] in self.words.behind:
                yield from self._behind(k)
            for form, stance in self._forms(lows[k]):
                if tuple(lows[k : k + len(form)]) == form:
                    yield from self._verb((k, k + len(form)), stance)
                    k += len(form) - 1
                    break
            k += 1

    def _forms(self, low: str) -> tuple[tuple[tuple[str, ...], Stance], ...]:
        return _by_first(self.words.name, self.words.verbs).get(low, ())

    def _verb(self, verb: Run, stance: Stance) -> Iterator[Claim]:
        first, end = verb
        if first and self.s.lows[first - 1] in self.words.determiners:
            return  # "une demande": a noun
        if self.words.verb_last:
            found = self._at_the_end(first, end)
        elif self.s.lows[first] in self.words.turned:
            found = self._turned(first)
        else:
            found = self._behind_content(first, end) or self._in_front(first, end, stance)
        if found is None:
            return
        source, content = found
        negated = any(low in self.words.negations for low in self.s.lows[max(0, first - 2) : end])
        if negated and stance == "accepts":
            stance, negated = "rejects", False  # not to accept is to refuse
        if claim := self._claim(source, verb, content, stance, negated=negated):
            yield claim

    def _turned(self, first: int) -> tuple[Source, Run] | None:
        """ "...", a-t-il déclaré: the pronoun is the end of the word."""
        content = self._before(first)
        if content is None:
            return None
        stop = self.s.ends[first]
        start = stop - len(self.s.words[first].rpartition("-")[2])
        return Source(place=(start, stop), kind="unknown"), content

    def _behind_content(self, first: int, end: int) -> tuple[Source, Run] | None:
        """ "...", said the minister; "...", the minister said."""
        source = self._phrase_after(end)
        content = self._before(first) if source else None
        if content is None or source is None:
            return None
        return self._source(source), content

    def _in_front(self, first: int, end: int, stance: Stance) -> tuple[Source, Run] | None:
        source = self._phrase_before(first)
        after = end
        if source is None:
            source = self._phrase_after(end)
            after = source[1] if source else end
        if source is None:
            return None
        content = self._after(after, bare=stance != "reports")
        return None if content is None else (self._source(source), content)

    def _at_the_end(self, first: int, end: int) -> tuple[Source, Run] | None:
        s = self.s
        last = first - 1 if first and s.lows[first - 1] != "," else first - 2
        if last > 0 and s.quoted[last]:
            start = last
            while start and s.quoted[start - 1]:
                start -= 1
            source = self._phrase_before(start) or self._phrase_after(end)
            return None if source is None else (self._source(source), (start, last + 1))
        comma = next((k for k in range(min(first, LONGEST + 1)) if s.lows[k] == ","), None)
        if not comma or first - comma < 3:
            return None
        return self._source((0, comma)), (comma + 1, first)

    def _according(self, cue: Run) -> Iterator[Claim]:
        source = self._phrase_after(cue[1])
        if source is None:
            return
        content = self._rest(cue[0], source[1])
        if claim := self._claim(self._source(source), cue, content, "reports"):
            yield claim

    def _behind(self, k: int) -> Iterator[Claim]:
        source = self._phrase_before(k)
        if source is None:
            return
        content = self._rest(source[0], k + 1)
        if claim := self._claim(self._source(source), (k, k + 1), content, "reports"):
            yield claim

    # --- runs of words ---------------------------------------------------------------------------

    def _rest(self, first: int, end: int) -> Run:
        """What follows an attribution that opens its sentence, else what is before it."""
        return (end, len(self.s)) if first <= 1 else (0, first)

    def _phrase_after(self, first: int) -> Run | None:
        end = first
        while end < min(len(self.s), first + LONGEST) and not self._stops(end):
            end += 1
        return (first, end) if end > first else None

    def _phrase_before(self, end: int) -> Run | None:
        first = end
        if first and self.s.lows[first - 1] == ",":
            first = end = end - 1
        while first > max(0, end - LONGEST) and not self._stops(first - 1):
            first -= 1
        while first < end and self.s.lows[end - 1] in self.words.negations:
            end -= 1
        return (first, end) if end > first else None

    def _stops(self, k: int) -> bool:
        low = self.s.lows[k]
        return (
            self.s.quoted[k]
            or low[0] in _MARKS
            or low in self.words.stops
            or low in self.words.that
            or low.startswith(self.words.that_joined or ("\0",))
        )

    def _before(self, first: int) -> Run | None:
        """Content in front of its attribution: a quotation, or all before a comma."""
        s = self.s
        end = first
        while end and s.lows[end - 1] in (",", "—", "–", "-", "،"):
            end -= 1
        if end == 0 or not (end < first or s.quoted[end - 1]):
            return None
        start = 0
        if s.quoted[end - 1]:
            start = end - 1
            while start and s.quoted[start - 1]:
                start -= 1
        return start, end

    def _after(self, first: int, *, bare: bool) -> Run | None:
        """Content behind: after "that", a colon or at a quotation; a bare one to the next mark."""
        s = self.s
        if first >= len(s):
            return None
        low = s.lows[first]
        if low == "," and first + 1 < len(s) and s.lows[first + 1] in self.words.that:
            return first + 2, len(s)
        if low in self.words.that or low == ":":
            return first + 1, len(s)
        if s.quoted[first] or low.startswith(self.words.that_joined or ("\0",)):
            return first, len(s)
        if not bare or low[0] in _MARKS:
            return None
        end = first
        while end < len(s) and (s.quoted[end] or s.lows[end][0] not in ",;:.!?…،؛؟"):
            end += 1
        return (first, end) if end > first + 1 else None

    # --- what is made of them --------------------------------------------------------------------

    def _source(self, run: Run) -> Source:
        return Source(place=place(self.s, *run), kind=self._kind(run))

    def _kind(self, run: Run) -> LinkKind:
        lows = set(self.s.lows[run[0] : run[1]])
        if is_outlet(" ".join(self.s.words[run[0] : run[1]]), self.outlets):
            return "outlet"
        if lows <= self.words.pronouns:
            return "unknown"
        if lows & self.words.documents:
            return "document"
        return "anonymous" if lows & self.words.anonymous else "official"

    def _claim(
        self, source: Source, cue: Run, content: Run, stance: Stance, *, negated: bool = False
    ) -> Claim | None:
        first, end = content
        while first < end and self.s.lows[first] in _MARKS and not self.s.quoted[first]:
            first += 1
        while end > first and self.s.lows[end - 1] in _MARKS and not self.s.quoted[end - 1]:
            end -= 1
        if first >= end:
            return None
        said = place(self.s, first, end)
        at = place(self.s, *cue)
        return Claim(
            cue=at,
            content=said,
            clause=(min(at[0], said[0]), max(at[1], said[1])),
            stance=stance,
            source=source,
            direct=any(self.s.quoted[first:end]),
            negated=negated,
            speech=stance == "reports",
        )


@cache
def _by_first(
    name: str, verbs: tuple[tuple[tuple[str, ...], Stance], ...]
) -> dict[str, tuple[tuple[tuple[str, ...], Stance], ...]]:
    """Forms by their first word. `name` tells the languages apart for the cache."""
    found: dict[str, list[tuple[tuple[str, ...], Stance]]] = {}
    for form, stance in verbs:
        found.setdefault(form[0], []).append((form, stance))
    return {first: tuple(forms) for first, forms in found.items()}
