"""The register of citations that sections fill as they are composed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from goodoffices.brief.briefing import (
    Citation,
    EntryCitation,
    JudgementCitation,
    StatementCitation,
)
from goodoffices.brief.text import printable
from goodoffices.errors import UnknownName
from goodoffices.model.case import Case, Cell
from goodoffices.model.evidence import Statement
from goodoffices.model.process import Sourcing
from goodoffices.model.stakes import Judgement

LISTED = 12
"""Statements that one place cites one by one; where there are more, the others are counted."""
MANY, FEWER = 2000, 4
"""Where more statements than that are evidence, one place cites fewer: a briefing is to be read."""


def listed_of(statements: int) -> int:
    """How many statements one place cites in a briefing on so many."""
    return LISTED if statements <= MANY else FEWER


class Register:
    """Citations by provisional number; one statement, judgement or entry has one citation.

    `decisive` are ids of statements that are cited before others where not all can be: those that
    decide a position or speak against one. `listed` bounds how many one place cites; None for all.
    """

    def __init__(
        self, case: Case, decisive: Collection[str] = (), *, listed: int | None = LISTED
    ) -> None:
        self._case, self._decisive, self._listed = case, decisive, listed
        self._numbers: dict[tuple[str, ...], int] = {}
        self.citations: dict[int, Citation] = {}

    def statements(self, ids: Iterable[str], about: Cell | None = None) -> tuple[int, ...]:
        """Numbers of statements, and of an entry that says how many more there are.

        `about` is the party and issue of all of them, where that is known. Raises UnknownName for
        one that is not in the case.
        """
        names = tuple(dict.fromkeys(ids))
        shown = self._told(names)
        numbers = tuple(self._statement(name) for name in shown)
        if len(shown) == len(names):
            return numbers
        told = set(shown)
        return (*numbers, self._others([name for name in names if name not in told], about))

    def _told(self, names: Sequence[str]) -> Sequence[str]:
        """Those that are cited one by one, in the order given: decisive ones first, then the last
        of the record."""
        if self._listed is None or len(names) <= self._listed:
            return names
        decisive = [place for place, name in enumerate(names) if name in self._decisive]
        chosen, last = set(decisive[max(0, len(decisive) - self._listed) :]), len(names)
        while len(chosen) < self._listed:
            last -= 1
            chosen.add(last)
        return [names[place] for place in sorted(chosen)]

    def _others(self, names: Sequence[str], of: Cell | None) -> int:
        """The number of an entry for statements that are not listed."""
        number, fresh = self._number("others", *names)
        if fresh:
            known = (self._known(name) for name in names)
            about = {of} if of else {(one.party, one.issue) for one in known}
            (party, issue) = about.pop() if len(about) == 1 else (None, None)
            who = self._case.party_by_id.get(party or "")
            on = self._case.issue_by_id.get(issue or "")
            what = f"{len(names):,} more {'statement' if len(names) == 1 else 'statements'}"
            what += f" of {who.name}" if who else ""
            self.citations[number] = EntryCitation(
                number=number,
                entry=f"{who.id}/{on.id}" if who and on else "statements",
                what=printable(f"{what} on: {on.question}" if on else what),
                basis="they are in the case and counted here, but not listed one by one",
            )
        return number

    def judgement(self, judgement: Judgement, subject: str, words: str) -> tuple[int, ...]:
        """The number of a judgement; its evidence is cited with it."""
        number, fresh = self._number("judgement", subject)
        if fresh:
            self.citations[number] = JudgementCitation(
                number=number,
                subject=subject,
                words=printable(words),
                by=printable(judgement.by),
                at=judgement.at,
                why=printable(judgement.why),
                since=judgement.since,
                until=judgement.until,
                evidence=self.statements(judgement.value.evidence),
            )
        return (number,)

    def sourcing(
        self, entry: str, what: str, date: str | None, sourcing: Sourcing
    ) -> tuple[int, ...]:
        """What an entry of the process rests on: statements, addresses, or a basis in words."""
        numbers = self.statements(sourcing.evidence)
        for url in filter(str.strip, sourcing.urls):
            numbers += self.address(entry, what, date, url)
        if sourcing.basis or not numbers:
            numbers += self.basis(entry, what, date, sourcing.basis)
        return numbers

    def address(self, entry: str, what: str, date: str | None, url: str) -> tuple[int, ...]:
        """An address that an entry of the record gives as its source."""
        number, fresh = self._number("address", entry, url)
        if fresh:
            self.citations[number] = EntryCitation(
                number=number, entry=entry, what=printable(what), date=date, url=url
            )
        return (number,)

    def basis(self, entry: str, what: str, date: str | None, basis: str | None) -> tuple[int, ...]:
        """What an entry rests on in words, for one that has neither statement nor address."""
        number, fresh = self._number("basis", entry)
        if fresh:
            said = printable(basis or "") or "the case records no source for this entry"
            self.citations[number] = EntryCitation(
                number=number, entry=entry, what=printable(what), date=date, basis=said
            )
        return (number,)

    def _number(self, *key: str) -> tuple[int, bool]:
        fresh = key not in self._numbers
        return self._numbers.setdefault(key, len(self._numbers) + 1), fresh

    def _statement(self, name: str) -> int:
        number, fresh = self._number("statement", name)
        if fresh:
            self.citations[number] = self._cited(number, self._known(name))
        return number

    def _known(self, name: str) -> Statement:
        statement = self._case.statement_by_id.get(name)
        if statement is None:
            raise UnknownName("statement", name, self._case.statement_by_id)
        return statement

    def _cited(self, number: int, statement: Statement) -> StatementCitation:
        span = statement.span
        report = self._case.report_by_id.get(span.report) if span else None
        chain = statement.attribution.chain
        outlet = report.outlet if report else None
        if outlet is None and chain and chain[0].kind == "outlet":
            outlet = chain[0].name
        published, basis = statement.published, statement.published_basis
        if published is None and report is not None:
            published, basis = report.published, report.published_basis
        party = self._case.party_by_id.get(statement.party or "")
        return StatementCitation(
            number=number,
            statement=statement.id,
            words=printable(statement.text),
            quoted=span is not None,
            speaker=printable(statement.speaker),
            party=printable(party.name) if party else None,
            chain=tuple(_link(link.name, link.kind) for link in chain),
            anonymous=statement.attribution.anonymous,
            hedged=statement.hedged,
            outlet=printable(outlet) if outlet else None,
            url=statement.url or (report.url if report else None),
            published=published,
            published_basis=basis,
            said_on=statement.said_on,
            said_on_basis=statement.said_on_basis,
            grade=str(statement.grade),
            report=span.report if span else None,
            report_title=printable(report.title) if report and report.title else None,
            start=span.start if span else None,
            end=span.end if span else None,
            ref=statement.ref,
        )


def _link(name: str, kind: str) -> str:
    shown = printable(name)
    unsaid = (
        kind == "anonymous" and "anonym" not in shown.lower() and "unnamed" not in shown.lower()
    )
    return f"{shown} (unnamed)" if unsaid else shown
