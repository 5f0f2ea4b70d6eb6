"""An answer against the report: what is not in the report, or not in the case, is refused.

Every quotation, speaker, intermediary and proviso must be words of the report (white space apart:
a line break may come back as a space), every id one of the case. What is taken are the report's own
words by position, so that nothing that a model wrote gets into a statement but choices from lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from goodoffices.codec import identified
from goodoffices.model.agenda import Issue, Party
from goodoffices.model.evidence import Attribution, Link, Report, Statement
from goodoffices.read.attribution import NARRATOR
from goodoffices.read.linking import PartyNames
from goodoffices.read.llm.wire import Said
from goodoffices.read.placed import placed
from goodoffices.read.rules.numbers import numbers_of
from goodoffices.read.rules.outlets import plain_name

SHORTEST = 4  # characters of a quotation: shorter ones are found anywhere

FORM = "not of the form that was asked for"
QUOTE = "the quotation is not in the report"
SHORT = "the quotation is too short to be found again"
SPEAKER = "the speaker is not named in the report"
VIA = "somebody who passes it on is not named in the report"
PROVISO = "the proviso is not in the report"
PARTY = "the party is not one of the case"
OTHER = "the case declares the speaker with another party"
ISSUE = "the issue is not one of the case"
OPTION = "an option is not one of that issue"


class _Refuse(Exception):
    """Why a statement is not taken."""


@dataclass
class Checker:
    """One report with what a case declares; takes statements in the order of the answer."""

    report: Report
    parties: Iterable[Party]
    issues: tuple[Issue, ...]
    name: str
    reasons: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parties = tuple(self.parties)
        self._names = PartyNames(self.parties)
        self._party_ids = {party.id for party in self.parties}
        self._issue_by_id = {issue.id: issue for issue in self.issues}
        self._taken: set[tuple[int, int]] = set()

    def take(self, said: Said | None, start: int, end: int) -> Statement | None:
        """The statement, read from the characters `start` to `end`; None with a reason noted."""
        try:
            if said is None:
                raise _Refuse(FORM)
            return self._statement(said, start, end)
        except _Refuse as refusal:
            self.reasons.append(str(refusal))
            return None

    def _statement(self, said: Said, start: int, end: int) -> Statement:
        if len(said.quote.strip()) < SHORTEST:
            raise _Refuse(SHORT)
        place = self._found(said.quote, start, end, QUOTE)
        issue = self._issue(said)
        chain = self._chain(said)
        speaker, party = self._whose(said, chain)
        report = self.report
        proviso = None
        if said.proviso and said.proviso.strip():
            low, high = self._found(said.proviso, start, end, PROVISO)
            proviso = report.text[low:high]
        self._taken.add(place)
        ordered = issue is not None and issue.ordered and bool(said.options)
        return identified(
            Statement(
                id="",
                speaker=speaker,
                stance=said.stance,
                attribution=Attribution(chain=chain),
                extractor=self.name,
                party=party,
                issue=issue.id if issue else None,
                options=tuple(dict.fromkeys(said.options)),
                bound=said.bound if ordered else None,
                proviso=proviso,
                hedged=said.hedged,
                negated=said.negated,
                **placed(report, *place),
                numbers=numbers_of(report.text[place[0] : place[1]]),
            )
        )

    def _issue(self, said: Said) -> Issue | None:
        if said.issue is None:
            if said.options:
                raise _Refuse(OPTION)
            return None
        issue = self._issue_by_id.get(said.issue)
        if issue is None:
            raise _Refuse(ISSUE)
        if any(option not in issue.option_ids for option in said.options):
            raise _Refuse(OPTION)
        return issue

    def _whose(self, said: Said, chain: tuple[Link, ...]) -> tuple[str, str | None]:
        """The speaker under the name that the case declares, and the party spoken for.

        What the case declares goes before what the model thinks.
        """
        if said.party is not None and said.party not in self._party_ids:
            raise _Refuse(PARTY)
        if not said.speaker.strip():
            return (chain[-1].name if chain else NARRATOR), None
        name = chain[-1].name
        if said.speaker_kind == "outlet":
            return name, None
        link = self._names.link(name)
        if link.party is not None and said.party is not None and link.party != said.party:
            raise _Refuse(OTHER)
        return link.person or name, link.party or said.party

    def _chain(self, said: Said) -> tuple[Link, ...]:
        """The outlet read, who passes it on, the speaker; each name once, as the report has it."""
        links = [Link(name=self.report.outlet, kind="outlet")] if self.report.outlet else []
        links += [Link(name=self._named(via.name, VIA), kind=via.kind) for via in said.via]
        if said.speaker.strip():
            links.append(
                Link(
                    name=self._named(said.speaker, SPEAKER),
                    kind=said.speaker_kind,
                    mode="direct" if said.direct else "indirect",
                )
            )
        # The last of a name is kept, so that the speaker ends the chain.
        last = {plain_name(link.name): at for at, link in enumerate(links)}
        return tuple(link for at, link in enumerate(links) if last[plain_name(link.name)] == at)

    def _named(self, name: str, reason: str) -> str:
        pattern = _pattern(name, re.IGNORECASE)
        for text in (self.report.text, self.report.outlet or "", self.report.title or ""):
            if pattern and (match := pattern.search(text)):
                return " ".join(match[0].split())
        raise _Refuse(reason)

    def _found(self, words: str, start: int, end: int, reason: str) -> tuple[int, int]:
        """Where the words are; of several places the first that no statement has yet."""
        pattern = _pattern(words)
        found = pattern.finditer(self.report.text, start, end) if pattern else iter(())
        places = (match.span() for match in found)
        first = next(places, None)
        if first is None:
            raise _Refuse(reason)
        if first not in self._taken:
            return first
        return next((place for place in places if place not in self._taken), first)


def _pattern(words: str, flags: int = 0) -> re.Pattern[str] | None:
    """Words in their order as whole words, white space apart."""
    parts = words.split()
    if not parts:
        return None
    before = r"(?<!\w)" if _ends_at_spaces(parts[0][0]) else ""
    after = r"(?!\w)" if _ends_at_spaces(parts[-1][-1]) else ""
    return re.compile(before + r"\s+".join(map(re.escape, parts)) + after, flags)


def _ends_at_spaces(letter: str) -> bool:
    """Whether a letter is of a script that puts spaces between words, as far as case tells."""
    return letter.isdigit() or letter.lower() != letter.upper()
