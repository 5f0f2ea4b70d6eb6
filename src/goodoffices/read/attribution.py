"""The offline extractor: who says what, through whom, in English, by rules.

    extract(report, parties=..., issues=..., vocabulary=...)  the plug-in "rules"

`rules.find` finds claims by position; here they become statements: chain of sources, speaker,
party, issue, stance, proviso. What it does and what it misses, measured, is in
docs/explanation/reading.md. Everything it yields is a candidate for review.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from goodoffices.codec import identified
from goodoffices.model.agenda import Issue, Party
from goodoffices.model.case import Vocabulary
from goodoffices.model.evidence import Attribution, Link, Mode, Report, Stance, Statement
from goodoffices.read.context import Context
from goodoffices.read.issues import IssueLink, IssueWords, bound_of, listed, option_by_value
from goodoffices.read.linking import PartyNames, name_words, party_names
from goodoffices.read.placed import placed
from goodoffices.read.rules import foreign, voices
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules.claims import Claim, Place, Source
from goodoffices.read.rules.clauses import Voice
from goodoffices.read.rules.find import find_claims
from goodoffices.read.rules.mending import with_antecedents
from goodoffices.read.rules.numbers import numbers_of
from goodoffices.read.rules.outlets import plain_name
from goodoffices.read.rules.segment import Sentence, quotations, sentences
from goodoffices.read.rules.stance import (
    foresees,
    is_hedged,
    is_number,
    is_question,
    proviso_of,
    refined,
    told_with,
)
from goodoffices.read.rules.vocabulary import nouns
from goodoffices.read.speakers import Resolver, Speaker

NAME = "rules"
NARRATOR = "the report"  # the speaker of what a report tells in its own voice and no outlet signs
_OPENING_SENTENCES = 4  # a report says at its beginning whom it passes on


@dataclass(frozen=True, slots=True)
class _Found:
    """A claim with the speaker, the claim it is part of, and where others begin in it."""

    sentence: Sentence
    claim: Claim
    speaker: Speaker | None
    outer: _Found | None = None
    others_from: int | None = None


def extract(
    report: Report,
    *,
    parties: Iterable[Party] = (),
    issues: Iterable[Issue] = (),
    vocabulary: Vocabulary | None = None,
) -> tuple[Statement, ...]:
    """Candidate statements of a report in the order of its text, each under its content id.

    Pure and deterministic; reads nothing but its arguments. A report in a language other than
    English yields little: see the page on extraction.
    """
    return statements_of(report, parties=parties, issues=issues, vocabulary=vocabulary)


Find = Callable[[str, frozenset[str]], list[tuple[Sentence, list[Claim]]]]
"""Text and names of outlets -> the sentences that hold claims, with their claims."""


def statements_of(
    report: Report,
    *,
    parties: Iterable[Party] = (),
    issues: Iterable[Issue] = (),
    vocabulary: Vocabulary | None = None,
    name: str = NAME,
    find: Find = find_claims,
) -> tuple[Statement, ...]:
    """As `extract`, with the claims found by `find` and signed by the extractor of that name.

    A report in one of `foreign.CODES` is read by the rules of its language, whatever `find` is.
    """
    vocabulary = vocabulary or Vocabulary()
    listed = tuple(issues)
    words = IssueWords(listed, vocabulary)
    if report.language in foreign.CODES:
        find = partial(foreign.find_foreign, report.language)
    context = Context(report.text, words)
    case = _Case(
        report, listed, vocabulary, party_names(tuple(parties)), words, name, find, context
    )
    statements: dict[str, Statement] = {}
    for statement in case.statements():
        statements.setdefault(statement.id, statement)
    return tuple(statements.values())


@dataclass(frozen=True, slots=True)
class _Case:
    """One report with what a case declares; the methods build its statements."""

    report: Report
    issues: tuple[Issue, ...]
    vocabulary: Vocabulary
    names: PartyNames
    words: IssueWords
    name: str
    find: Find
    context: Context

    def statements(self) -> Iterator[Statement]:
        names = {
            name for own, aliases in self.vocabulary.outlets.items() for name in (own, *aliases)
        }
        if self.report.outlet:
            names.add(self.report.outlet)
        outlets = frozenset(map(plain_name, names))
        text = self.report.text
        found = [
            (s, with_antecedents(s, claims, outlets)) for s, claims in self.find(text, outlets)
        ]
        if voices.has_voice(text):
            found = voices.voiced(text, list(sentences(text, quotations(text))), found)
        prefix = self._prefix(found)
        for entry in self._nested(found):
            yield from self._of(entry, prefix)

    # --- chains ----------------------------------------------------------------------------------

    def _prefix(self, found: list[tuple[Sentence, list[Claim]]]) -> tuple[Link, ...]:
        """The outlet read and the one that the whole report passes on ("X reports citing Y")."""
        links = [Link(name=self.report.outlet, kind="outlet")] if self.report.outlet else []
        for sentence, claims in found[:_OPENING_SENTENCES]:
            for claim in claims:
                if self._passes_on(claim, sentence) and claim.source:
                    links += [self._link(claim.source), *map(self._link, claim.via)]
                    return _once(links)
            if sentence.paragraph > _OPENING_SENTENCES * 2:
                break
        return _once(links)

    def _passes_on(self, claim: Claim, sentence: Sentence) -> bool:
        """Whether the outlet read cites: another outlet that does is one of the report's sources.

        Where nobody signs the report, one that cites in its headline or first paragraph signs it.
        """
        if claim.lemma != "cite" or claim.source is None or claim.source.kind != "outlet":
            return False
        own = self.report.outlet
        if own is None:
            return sentence.paragraph <= 1
        return plain_name(self._words(claim.source.place)) == plain_name(own)

    def _link(self, source: Source, *, direct: bool = False) -> Link:
        return Link(
            name=self._words(source.place),
            kind=source.kind,
            mode="direct" if direct else "indirect",
        )

    def _publishes(self, source: Source) -> bool:
        """Whether the source is the outlet read, under its whole name or part of it."""
        if source.kind != "outlet" or self.report.outlet is None:
            return False
        said = set(plain_name(self._words(source.place)).split())
        own = set(plain_name(self.report.outlet).split())
        return bool(said) and (said <= own or own <= said)

    def _words(self, place: Place) -> str:
        return " ".join(self.report.text[place[0] : place[1]].split())

    def _nested(self, found: list[tuple[Sentence, list[Claim]]]) -> Iterator[_Found]:
        """Claims with their speakers; one inside another's content knows that other one.

        What somebody says a third party would or could do is that somebody's claim alone.
        """
        resolver = Resolver(
            self.report.text, self.names.is_body, self.names.is_person, self.names.named
        )
        for sentence, claims in found:
            speakers = [
                self._speaker(
                    claim,
                    resolver,
                    sentence.paragraph,
                    inside=_innermost(claims, range(len(claims)), claim) is not None,
                )
                for claim in claims
            ]
            entries: dict[int, _Found] = {}
            holders: dict[int, int] = {}
            for at in sorted(range(len(claims)), key=lambda i: (-_length(claims[i]), i)):
                claim = claims[at]
                around = _innermost(claims, entries, claim)
                if around is not None:
                    if claim.modal or claims[around].source == claim.source:
                        continue
                    if claims[around].negated or claims[around].stance == "denies":
                        continue  # what is denied is nobody's claim
                outer = None if around is None else entries[around]
                speaker = _own_side(speakers[at], outer)
                if around is not None:
                    same = _same(speaker, outer) and claims[around].stance == "reports"
                    if same or (claim.negated and self._one_side(speaker, outer)):
                        continue  # "she said she would agree" is one statement
                    own = claim.source.place[0] if claim.source else claim.cue[0]
                    first = min(claim.cue[0], claim.content[0], own)
                    holders[around] = min(holders.get(around, first), first)
                entries[at] = _Found(sentence, claim, speaker, outer)
            for at in sorted(entries):
                yield replace(entries[at], others_from=holders.get(at))

    def _one_side(self, speaker: Speaker | None, outer: _Found | None) -> bool:
        """Whether both speak for one party: what that one has not done, the outer one denies."""
        if speaker is None or outer is None or outer.speaker is None:
            return False
        party = self._whose(speaker)[1]
        return party is not None and party == self._whose(outer.speaker)[1]

    def _speaker(
        self, claim: Claim, resolver: Resolver, paragraph: int, *, inside: bool
    ) -> Speaker | None:
        source = claim.source
        if claim.lemma == "cite" and claim.via:
            source = claim.via[-1]  # the one cited speaks, the one citing passes it on
        if source is None:
            return None
        written = self._words(source.place)
        return resolver.speaker(
            written,
            source.kind,
            paragraph,
            place=source.place,
            inside=inside,
            besides=self._words(claim.via[0].place) if claim.via else "",
        )

    def _chain(self, found: _Found, prefix: tuple[Link, ...]) -> tuple[Link, ...]:
        around: list[list[Link]] = []
        outer = found.outer
        while outer is not None:
            if outer.claim.speech:
                around.append(self._own_links(outer))
            outer = outer.outer
        links = [link for own in reversed(around) for link in own]
        return _once([*prefix, *links, *self._own_links(found)])

    def _own_links(self, found: _Found) -> list[Link]:
        """Who stands between the report and this claim, and its speaker."""
        claim, speaker = found.claim, found.speaker
        if claim.lemma == "cite" and claim.source:
            links = [self._link(claim.source), *map(self._link, claim.via[:-1])]
        else:
            links = [self._link(source) for source in claim.via if not self._publishes(source)]
        if speaker:
            pronoun = speaker.written.lower() in lex.PRONOUNS  # which names nobody
            name = speaker.name if pronoun else speaker.written
            mode: Mode = "direct" if claim.direct else "indirect"
            links.append(Link(name=name, kind=speaker.kind, mode=mode))
        return links

    # --- statements ------------------------------------------------------------------------------

    def _of(self, found: _Found, prefix: tuple[Link, ...]) -> Iterator[Statement]:
        chain = self._chain(found, prefix)
        if found.speaker is None:
            speaker, party = (chain[-1].name if chain else NARRATOR), None
        else:
            speaker, party = self._whose(found.speaker)
        for place, link in self._pieces(found.claim):
            yield self._statement(found, chain, speaker, party, place, link)

    def _whose(self, speaker: Speaker) -> tuple[str, str | None]:
        """The speaker under the name that the case declares, and the party spoken for."""
        if speaker.kind == "outlet":
            return speaker.name, None
        link = self.names.link(speaker.name)
        party = link.party
        if party is None and speaker.owner is not None:
            party = self.names.link(speaker.owner).party
        return link.person or speaker.name, party

    def _pieces(self, claim: Claim) -> list[tuple[Place, IssueLink | None]]:
        """The content in one piece, or in several where its parts are about different issues."""
        start, end = claim.content
        if not self.issues:
            return [(claim.content, None)]
        text = self.report.text[start:end]
        whole = self.words.link(text)
        if claim.direct or claim.kind != "attributed" or len(text) > _LONGEST_LIST:
            return [(claim.content, whole)]
        groups: list[tuple[int, int, IssueLink]] = []
        for low, high in listed(text):
            link = self.words.link(text[low:high])
            goes_on = link.issue is None or _SUBORDINATE.match(text, low)
            if groups and (goes_on or link.issue == groups[-1][2].issue):
                first, _, before = groups[-1]
                groups[-1] = (first, high, before)
            elif groups and groups[-1][2].issue is None:
                groups[-1] = (groups[-1][0], high, link)
            else:
                groups.append((low, high, link))
        if len(groups) < 2:
            return [(claim.content, whole)]
        return [
            ((start + low, start + high), self.words.link(text[low:high]))
            for low, high, _ in groups
        ]

    def _statement(
        self,
        found: _Found,
        chain: tuple[Link, ...],
        speaker: str,
        party: str | None,
        place: Place,
        link: IssueLink | None,
    ) -> Statement:
        claim, report = found.claim, self.report
        text = report.text[place[0] : place[1]]
        stance, proviso = self._stance(found, text, place[0])
        numbers = numbers_of(text)
        about = self._about(link, place, found.sentence) if link else None
        issue = next((i for i in self.issues if i.id == about), None)
        options = link.options if link and link.issue == about else ()
        if issue is not None and not options:
            options = option_by_value(issue, dict(numbers))
        return identified(
            Statement(
                id="",
                speaker=speaker,
                stance=stance,
                attribution=Attribution(chain=chain),
                extractor=self.name,
                party=party,
                issue=issue.id if issue else None,
                options=options,
                bound=bound_of(text, issue) if issue and options else None,
                proviso=proviso,
                hedged=is_hedged(*_unquoted(found.sentence, claim.clause, report.text)),
                negated=claim.negated,
                **placed(report, *place),
                numbers=numbers,
            )
        )

    def _about(self, link: IssueLink, place: Place, sentence: Sentence) -> str | None:
        """The issue of words: by their cues, else by the options' words, else by what is near."""
        shared = self.words.by_label(self.report.text[slice(*place)]) if not link.score else None
        return link.issue or shared or self.context.issue_at(place, sentence)

    def _stance(self, found: _Found, text: str, start: int) -> tuple[Stance, str | None]:
        """What the claim says to its content, and on what condition.

        Who passes on what others want has not wanted it: of a claim that holds others, only the
        words before them are the speaker's own.
        """
        claim = found.claim
        if claim.kind != "attributed" or claim.stance == "no_comment":
            return claim.stance, None
        if found.others_from is not None and claim.speech and claim.lemma != "voice":
            before = text[: max(0, found.others_from - start)]
            said = refined(claim.stance, before, judging=False, voice=self._voice(found))
            return (said if len(before.split()) >= _CLAUSE else claim.stance), None
        if is_question(claim.lemma, text):
            return "reports", None  # "asked whether": a question is no request
        whole = self.report.text[claim.content[0] : claim.content[1]]
        voice = self._voice(found)
        stance = refined(
            claim.stance,
            whole if claim.judging else text,
            judging=claim.judging,
            voice=voice,
            lemma=claim.lemma,
        )
        if stance == "reports" and claim.cue[1] <= claim.content[0] and not claim.negated:
            stance = told_with(
                self.report.text[claim.cue[0] : claim.cue[1]],
                self.report.text[claim.cue[1] : claim.content[1]],
            )
        if claim.lemma == "say" and is_number(text):
            stance = "asks"  # "the other side says twenty"
        if stance == "reports" and found.speaker and foresees(found.speaker.name, text):
            stance = "offers"
        conditional, proviso = proviso_of(text, stance, voice)
        if found.speaker is not None and found.speaker.kind == "document":
            return stance, proviso  # a draft exchanges one thing for another; it agrees to nothing
        return conditional, proviso

    def _voice(self, found: _Found) -> Voice:
        """Whose words a content is: the names of the speaker and the speaker's side."""
        speaker = found.speaker
        if speaker is None:
            return Voice(first=_spoken(found), body=False, person=False)
        names = name_words(f"{speaker.written} {speaker.name} {speaker.owner or ''}")
        named = self.names.is_body(speaker.name)
        return Voice(
            own=(names | self.names.words_of(self._whose(speaker)[1])) - _IDLE,
            first=_spoken(found),
            body=named or not names.isdisjoint(_BODIES),
            person=speaker.kind != "anonymous" and not named,
        )


_BODIES = lex.INSTITUTIONS | lex.DOCUMENTS | nouns("sides")
_IDLE = lex.DETERMINERS | lex.PREPOSITIONS | lex.SUBORDINATORS | frozenset({"and"})
_SUBORDINATE = re.compile(
    r"(?:when|where|as|because|who|which|whose|while|if|unless|until|so)\b", re.IGNORECASE
)
_CLAUSE = 4  # words that can say something of their own
_LONGEST_LIST = 1_200  # characters of a content that is looked at for several issues


def _once(links: Iterable[Link]) -> tuple[Link, ...]:
    """Links without those under a name that is there before; the later one knows the mode."""
    kept: dict[str, Link] = {}
    for link in links:
        name = plain_name(link.name)
        kept[name] = replace(kept[name], mode=link.mode) if name in kept else link
    return tuple(kept.values())


def _own_side(speaker: Speaker | None, outer: _Found | None) -> Speaker | None:
    """ "She said her country rejects": her country's voice here is hers."""
    if speaker is None or outer is None or outer.speaker is None or not outer.claim.speech:
        return speaker
    if speaker.written.split()[0].lower() not in lex.POSSESSIVES:
        return speaker
    return outer.speaker


def _spoken(found: _Found) -> bool:
    """Whether the words are the speaker's from the first on, not quoted in part."""
    claim, s = found.claim, found.sentence
    if claim.lemma == "voice" or not claim.direct:
        return claim.direct
    first = bisect_left(s.starts, claim.content[0])
    return any(s.quoted[first : first + 2])


def _same(speaker: Speaker | None, outer: _Found | None) -> bool:
    held = outer.speaker if outer else None
    pronoun = speaker is not None and speaker.written.lower() in lex.PRONOUNS
    return pronoun and speaker is not None and held is not None and speaker.name == held.name


def _length(claim: Claim) -> int:
    return claim.content[1] - claim.content[0]


def _innermost(claims: list[Claim], among: Iterable[int], claim: Claim) -> int | None:
    """The narrowest of the claims, by number, that has the cue of this one in its content.

    Only a longer one can hold it, so that no two hold each other.
    """
    around = [
        at
        for at in among
        if _length(claims[at]) > _length(claim)
        and claims[at].content[0] <= claim.cue[0]
        and claim.cue[1] <= claims[at].content[1]
    ]
    return min(around, key=lambda at: (_length(claims[at]), at), default=None)


def _unquoted(s: Sentence, clause: Place, text: str) -> tuple[frozenset[str], str]:
    """The words of a clause outside quotations: what the report itself says of the claim."""
    inside = [
        k for k in range(len(s))
        if clause[0] <= s.starts[k] and s.ends[k] <= clause[1] and not s.quoted[k]
    ]  # fmt: skip
    return frozenset(s.lows[k] for k in inside), " ".join(s.lows[k] for k in inside)
