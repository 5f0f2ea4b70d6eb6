"""Where what is known comes from: outlets, chains, origins, and what does not agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from goodoffices.model.case import accepted_statements
from goodoffices.model.dates import Date, happened_by
from goodoffices.model.evidence import Link, Statement
from goodoffices.model.sources import sources_of
from goodoffices.model.tracks import AcceptRate, Corroboration, Dispute
from goodoffices.track.acceptance import accept_rates
from goodoffices.track.contradictions import contradictions
from goodoffices.track.corroboration import claimed, corroborated
from goodoffices.track.events import countable
from goodoffices.workspace.snapshot import Snapshot
from goodoffices.workspace.views.events import told_in
from goodoffices.workspace.views.paging import LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet: reports of its own, how many of them are copies, statements it passed on.

    `nearest` counts statements read in the outlet, `passed` those in whose chain it is, and
    `anonymous` those of them that go back to an unnamed source.
    """

    name: str
    reports: int
    copies: int
    nearest: int
    passed: int
    anonymous: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A chain of sources, nearest first, and the statements that came along it."""

    links: tuple[Link, ...]
    count: int
    anonymous: bool
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """How many statements carry a grade of the Admiralty code."""

    reliability: str
    credibility: int
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Outlets by number of statements, chains by number, grades; of what counts as evidence."""

    as_of: Date | None
    statements: int
    outlets: tuple[Outlet, ...]
    chains: tuple[Chain, ...]
    chains_total: int
    grades: tuple[Grades, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradictions:
    """Claims about one thing that cannot all hold, side by side."""

    as_of: Date | None
    items: tuple[Dispute, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corroborations:
    """Claims and their independent origins, in the order of the agenda."""

    as_of: Date | None
    items: tuple[Corroboration, ...]
    total: int
    next: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptRates:
    """How often candidates were accepted: of all, then by extractor, by outlet and by stance."""

    as_of: Date | None
    items: tuple[AcceptRate, ...]


def sources(snapshot: Snapshot, *, as_of: Date | None = None, limit: int = LIMIT) -> Sources:
    """Outlets, chains and grades. At most `limit` chains, the commonest first."""
    case = snapshot.case
    counted = [s for s in accepted_statements(case) if happened_by(s.date, as_of)]
    along: dict[tuple[Link, ...], list[str]] = defaultdict(list)
    for statement in counted:
        along[statement.attribution.chain].append(statement.id)
    ordered = sorted(along.items(), key=lambda pair: (-len(pair[1]), str(pair[0])))
    chains = tuple(
        Chain(
            links=links,
            count=len(names),
            anonymous=any(link.kind == "anonymous" for link in links),
            statements=tuple(names[:limit]),
        )
        for links, names in ordered[:limit]
    )
    grades = Counter((s.grade.reliability, s.grade.credibility) for s in counted)
    return Sources(
        as_of=as_of,
        statements=len(counted),
        outlets=_outlets(snapshot, counted),
        chains=chains,
        chains_total=len(along),
        grades=tuple(
            Grades(reliability=letter, credibility=number, statements=count)
            for (letter, number), count in sorted(grades.items())
        ),
    )


def _outlets(snapshot: Snapshot, counted: list[Statement]) -> tuple[Outlet, ...]:
    names = sources_of(snapshot.case)
    nearest: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    anonymous: Counter[str] = Counter()
    for statement in counted:
        through = names.outlets_of(statement)
        nearest.update(through[:1])
        passed.update(through)
        if statement.attribution.anonymous:
            anonymous.update(through)
    own: Counter[str] = Counter()
    copies: Counter[str] = Counter()
    for report in snapshot.case.reports:
        if report.outlet:
            name = names.outlet(report.outlet)[0]
            own[name] += 1
            copies[name] += report.copy_of is not None
    every = sorted(own.keys() | passed.keys(), key=lambda name: (-passed[name], -own[name], name))
    return tuple(
        Outlet(
            name=name,
            reports=own[name],
            copies=copies[name],
            nearest=nearest[name],
            passed=passed[name],
            anonymous=anonymous[name],
        )
        for name in every
    )


def disputes(snapshot: Snapshot, *, as_of: Date | None = None) -> Contradictions:
    """What does not agree."""
    found = snapshot.memory.once(
        ("contradictions", as_of),
        lambda: contradictions(snapshot.case, as_of=as_of, kept=snapshot.kept_on(as_of)),
    )
    return Contradictions(as_of=as_of, items=found)


def corroborations(
    snapshot: Snapshot, *, as_of: Date | None = None, start: int = 0, limit: int = LIMIT
) -> Corroborations:
    """Claims and their origins, from the one at place `start` on."""
    found = snapshot.memory.once(("claimed", as_of), lambda: claimed(snapshot.case, as_of=as_of))
    end = start + limit
    told = told_in(snapshot) if countable(snapshot.case.reports) else None
    return Corroborations(
        as_of=as_of,
        items=tuple(corroborated(snapshot.case, claim, told) for claim in found[start:end]),
        total=len(found),
        next=end if end < len(found) else None,
    )


def rates(snapshot: Snapshot, *, as_of: Date | None = None) -> AcceptRates:
    """The share of the candidates that reviewers accepted as they were, by the end of a day."""
    return AcceptRates(as_of=as_of, items=accept_rates(snapshot.case, as_of=as_of))
