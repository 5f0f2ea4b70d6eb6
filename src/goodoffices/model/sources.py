"""Who is at the end of a chain of links: the names by which a case knows its sources.

Outlets are resolved through the vocabulary and the reports, speakers through the parties and their
persons, documents through the drafts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from goodoffices.model.case import Case
from goodoffices.model.evidence import Link, Report, Statement

Kind = Literal["official", "document", "anonymous", "outlet", "unknown"]


_SHORT_NAME = 4
"""Letters from which the end of an outlet's name may stand for it."""


@lru_cache(maxsize=32768)
def fold(name: str) -> str:
    """A name as it is compared: without case, article, accents' encoding or extra spaces."""
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return plain.removeprefix("the ")


def _unbracketed(name: str) -> str:
    """A name without what stands in brackets after it, such as an agency."""
    return re.sub(r"\s*\([^)]*\)$", "", name)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is at the end of a chain: a speaker, a document, or what stands behind an outlet.

    `candidates` are the outlets that an ambiguous short name may mean, the likeliest first.
    """

    kind: Kind
    name: str
    shown: str
    party: str | None = None
    person: bool = False
    lasting: bool = False
    candidates: tuple[str, ...] = ()

    @property
    def on_record(self) -> bool:
        """Whether a named speaker or a document stands behind the claim."""
        return self.kind in ("official", "document")


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The names by which a case knows outlets, speakers and documents, and its reports.

    What was looked up is kept: a case of many statements has few names. Ids of statements are
    digests of their content, so the same id is the same statement.
    """

    outlets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    persons: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    parties: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    drafts: Mapping[str, str] = field(default_factory=dict)
    reports: Mapping[str, Report] = field(default_factory=dict)
    _outlet: dict[str, tuple[str, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _speaker: dict[tuple[str, str | None], tuple[str, str, bool] | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _unclear: dict[str, bool] = field(default_factory=dict, init=False, repr=False, compare=False)
    _voice: dict[str, Voice] = field(default_factory=dict, init=False, repr=False, compare=False)
    _through: dict[str, tuple[str, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def outlet(self, written: str) -> tuple[str, ...]:
        """Names under which an outlet is kept; several where a short name may mean several."""
        found = self._outlet.get(written)
        if found is None:
            found = self._outlet[written] = self._look_up(written)
        return found

    def _look_up(self, written: str) -> tuple[str, ...]:
        if found := self.outlets.get(fold(written)):
            return found
        return self.outlets.get(fold(_unbracketed(written)), (written,))

    def explains(self, statement: Statement) -> bool:
        """Whether the statement cites no outlet by a name that is not known yet."""
        return all(
            fold(_unbracketed(link.name)) in self.outlets
            for link in statement.attribution.chain
            if link.kind == "outlet"
        )

    def read_otherwise(self, later: Sources) -> set[str | None] | None:
        """The parties whose statements name a speaker that `later` takes for somebody else.

        Of the names that were looked up so far. None where an outlet, a document or a report of
        before is not what it was, on which the statements of every party may rest.
        """
        if self.drafts != later.drafts:
            return None
        if any(later.reports.get(name) is not report for name, report in self.reports.items()):
            return None
        if any(later.outlet(written) != names for written, names in tuple(self._outlet.items())):
            return None
        if any((name in later.outlets) != held for name, held in tuple(self._unclear.items())):
            return None
        looked_up = tuple(self._speaker.items())
        return {party for (name, party), held in looked_up if later.speaker(name, party) != held}

    def speaker(self, written: str, party: str | None = None) -> tuple[str, str, bool] | None:
        """Name as kept, party, and whether it is a person; None where nobody of the case is.

        A name that persons of two parties bear goes to the person of `party`.
        """
        key = (written, party)
        if key not in self._speaker:
            self._speaker[key] = self._known_speaker(written, party)
        return self._speaker[key]

    def _known_speaker(self, written: str, party: str | None) -> tuple[str, str, bool] | None:
        name = fold(written)
        if name in self.parties and name not in self.persons:
            return (*self.parties[name], False)
        inside = [k for k in self.persons if k in name and re.search(rf"\b{re.escape(k)}\b", name)]
        if not inside:
            return None
        bearers = self.persons[max(inside, key=lambda known: (known == name, len(known), known))]
        kept = next((bearer for bearer in bearers if bearer[1] == party), bearers[0])
        return (*kept, True)

    def root(self, report: Report) -> Report:
        """The report that this one copies, or itself; of a ring of copies the first by id."""
        path = [report.id]
        while copied := self.reports.get(report.copy_of or ""):
            if copied.id in path:
                return self.reports[min(path[path.index(copied.id) :])]
            path.append(copied.id)
            report = copied
        return report

    def report_of(self, statement: Statement) -> Report | None:
        """The report that a statement was read in."""
        return self.reports.get(statement.span.report) if statement.span else None

    def outlets_of(self, statement: Statement) -> tuple[str, ...]:
        """Every outlet that had a hand in passing the statement on, nearest first."""
        found = self._through.get(statement.id)
        if found is None:
            found = self._through[statement.id] = self._all_outlets(statement)
        return found

    def _all_outlets(self, statement: Statement) -> tuple[str, ...]:
        report = self.report_of(statement)
        names = [report.outlet] if report and report.outlet else []
        names += [link.name for link in statement.attribution.chain if self.is_outlet(link)]
        return tuple(dict.fromkeys(self.outlet(name)[0] for name in names))

    def is_outlet(self, link: Link) -> bool:
        """Whether a link is an outlet, by its kind or because the case knows its name."""
        if link.kind == "unknown":
            name = fold(link.name)
            held = self._unclear[name] = name in self.outlets
            return held
        return link.kind == "outlet"

    def voice(self, statement: Statement) -> Voice:
        """Who is at the end of the chain, as `goodoffices.model.origins` counts them."""
        found = self._voice.get(statement.id)
        if found is None:
            found = self._voice[statement.id] = self._at_the_end(statement)
        return found

    def _at_the_end(self, statement: Statement) -> Voice:
        chain = statement.attribution.chain
        for place, link in enumerate(chain):
            if link.kind == "anonymous":
                return self._behind(statement, chain[:place], "anonymous", link.name)
        last = chain[-1] if chain else None
        if last is None:
            return self._behind(statement, (), "outlet", statement.speaker)
        if last.kind == "document":
            draft = self.drafts.get(fold(last.name)) or self.drafts.get(fold(statement.speaker))
            shown = draft or last.name
            return Voice("document", fold(shown), shown, lasting=draft is not None)
        known = None if self.is_outlet(last) else self._speaker_of(last, statement)
        if known:
            return _official(*known)
        if last.kind == "official":
            return _official(last.name, None, True)
        kind: Kind = "outlet" if self.is_outlet(last) else "unknown"
        return self._behind(statement, chain, kind, last.name)

    def _speaker_of(self, last: Link, statement: Statement) -> tuple[str, str, bool] | None:
        found = self.speaker(last.name, statement.party)
        if found is None and last.kind == "official":
            found = self.speaker(statement.speaker, statement.party)
        return found

    def _behind(
        self, statement: Statement, links: tuple[Link, ...], kind: Kind, shown: str
    ) -> Voice:
        """What stands behind the last outlet of the links."""
        outlets = [link.name for link in links if self.is_outlet(link)]
        report = self.report_of(statement)
        if report is not None and (root := self.root(report)) is not report:
            own = not outlets or report.outlet is None or fold(outlets[0]) == fold(report.outlet)
            if own:
                outlets = [root.outlet or f"report {root.id}", *outlets[1:]]
        if not outlets and report is not None:
            outlets = [report.outlet or f"report {report.id}"]
        if not outlets and statement.url:
            outlets = [urlsplit(statement.url).hostname or statement.url]
        if not outlets:
            return Voice(kind, fold(statement.speaker), shown)
        names = self.outlet(outlets[-1])
        through = names[0] if kind == "outlet" else f"{shown}, through {names[0]}"
        return Voice(kind, fold(names[0]), through, candidates=tuple(map(fold, names)))


@lru_cache(maxsize=32768)
def _official(name: str, party: str | None, person: bool) -> Voice:
    """The voice of a person or an office: few names speak in many statements."""
    return Voice("official", fold(name), name, party, person)


def _add_cited(outlets: dict[str, dict[str, None]], case: Case) -> None:
    """Names by which statements cite outlets, and short and web names of those that are known.

    "Washingtonpost.com" is the Washington Post; so is "the Post", and any other outlet whose name
    ends with that word. A name that nothing known explains is an outlet of its own.
    """
    links = (link for s in case.statements for link in s.attribution.chain)
    cited = set(map(_unbracketed, {link.name for link in links if link.kind == "outlet"}))
    written = sorted(cited | {name for kept in outlets.values() for name in kept})
    by_letters: dict[str, dict[str, None]] = defaultdict(dict)
    by_ending: dict[str, dict[str, None]] = defaultdict(dict)
    for name in sorted(written, key=lambda name: (fold(name) not in outlets, len(name), name)):
        kept = outlets.get(fold(name)) or by_letters.get(_letters(name)) or {name: None}
        by_letters[_letters(name)].update(kept)
        words = fold(name).split()
        for start in range(1, len(words)):
            by_ending[" ".join(words[start:])].update(kept)
    for name in written:
        key = fold(name)
        if key in outlets:
            continue
        short = by_ending.get(key, {}) if len(key) >= _SHORT_NAME else {}
        outlets[key].update(short or by_letters[_letters(name)])


def _letters(name: str) -> str:
    """A name as a web address would have it: letters and digits, without what stands around."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", fold(name))
    bare = re.sub(
        r"(?<=\w)\.(?:com?|org|net|info|news|int|eu|[a-z]{2})(?:\.[a-z]{2})?/?$", "", bare
    )
    return re.sub(r"[\W_]+", "", bare).removeprefix("the")


def sources_of(case: Case) -> Sources:
    """The names of a case, worked out once. A name that two outlets share leads to both."""
    kept = vars(case)  # beside the cached properties, which a copy of the case does not take over
    found: Sources | None = kept.get("sources")
    if found is None:
        found = kept["sources"] = _sources_of(case)
    return found


def keep_sources(case: Case, found: Sources) -> None:
    """Spare a case that has the same names as another working them out."""
    vars(case).setdefault("sources", found)


def _sources_of(case: Case) -> Sources:
    outlets: dict[str, dict[str, None]] = defaultdict(dict)
    for name, aliases in sorted(case.vocabulary.outlets.items()):
        for written in (name, *aliases):
            outlets[fold(written)][name] = None
    for report in case.reports:
        if report.outlet and fold(report.outlet) not in outlets:
            outlets[fold(report.outlet)][report.outlet] = None
    _add_cited(outlets, case)
    persons: dict[str, tuple[tuple[str, str], ...]] = {}
    parties = {}
    for party in case.parties:
        for written in (party.name, *party.aliases):
            parties[fold(written)] = (party.name, party.id)
        for person in party.persons:
            for name in dict.fromkeys(fold(n) for n in (person.name, *person.aliases)):
                persons[name] = (*persons.get(name, ()), (person.name, party.id))
    return Sources(
        outlets={name: tuple(kept) for name, kept in outlets.items()},
        persons=persons,
        parties=parties,
        drafts={fold(name): d.title for d in case.drafts for name in (d.id, d.title)},
        reports=case.report_by_id,
    )
