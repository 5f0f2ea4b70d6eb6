"""Whether anything could be agreed, what stands in the way, and what would open it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from goodoffices.errors import InputError, TooLarge, UnknownName
from goodoffices.model.answers import Concessions, Conflicts, Frontier, Supposition, Zone
from goodoffices.model.dates import Date
from goodoffices.model.stakes import Quantity
from goodoffices.workspace.snapshot import Snapshot
from goodoffices.workspace.views.claims import ClaimView, FindingRef, claim_views, finding_ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The zone of possible agreement of some parties on a date.

    `space` is the number of packages there are, in digits. `bound` are parties of whom a claim or
    a reservation value is known. Empty, with `missing` saying why, where nothing can be asked yet.
    """

    as_of: Date | None
    parties: tuple[str, ...]
    bound: tuple[str, ...]
    space: str
    zone: Zone | None
    conflicts: Conflicts | None
    concessions: Concessions | None
    claims: tuple[ClaimView, ...]
    findings: tuple[FindingRef, ...]
    missing: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfQuestion:
    """Claims given up for the sake of argument, and other reservation values, by party."""

    as_of: Date | None = None
    parties: tuple[str, ...] | None = None
    lift: tuple[str, ...] = ()
    reservations: Mapping[str, Quantity] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierView:
    """Packages that no other dominates; `missing` says why there are none to show."""

    as_of: Date | None
    parties: tuple[str, ...]
    frontier: Frontier | None
    finding: FindingRef | None
    missing: str | None


def agreement(
    snapshot: Snapshot, *, as_of: Date | None = None, parties: tuple[str, ...] | None = None
) -> Agreement:
    """The zone, its conflict sets and concession sets. Raises UnknownName for a party."""
    held = snapshot.held(as_of)
    missing = _missing(snapshot, parties)
    if held is None or missing:
        return Agreement(
            as_of=as_of,
            parties=(),
            bound=(),
            space="0",
            zone=None,
            conflicts=None,
            concessions=None,
            claims=(),
            findings=(),
            missing=missing,
        )
    asked: dict[str, Any] = {} if parties is None else {"parties": parties}
    found = {
        name: snapshot.finding(name, as_of, **asked)
        for name in ("zopa", "conflicts", "concessions")
    }
    negotiation = held.negotiation
    return Agreement(
        as_of=as_of,
        parties=negotiation.consenting(parties),
        bound=tuple(p.id for p in negotiation.parties if negotiation.known(p.id)),
        space=str(negotiation.package_count),
        zone=found["zopa"].value,
        conflicts=found["conflicts"].value,
        concessions=found["concessions"].value,
        claims=claim_views(snapshot.view(as_of)),
        findings=tuple(finding_ref(finding) for finding in found.values()),
        missing=None,
    )


def _missing(snapshot: Snapshot, parties: Iterable[str] | None) -> str | None:
    case = snapshot.case
    for party in parties or ():
        if party not in case.party_by_id:
            raise UnknownName("party", party, case.party_by_id)
    if not case.parties:
        return "The case names no parties yet."
    if not any(issue.negotiable for issue in case.issues):
        return "The case names no issues up for agreement yet."
    if not parties and not any(party.role == "principal" for party in case.parties):
        return "No party of the case is a principal, so nobody's consent is asked."
    return None


def what_if(snapshot: Snapshot, question: WhatIfQuestion) -> Supposition:
    """The zone with claims lifted and reservation values moved.

    Raises UnknownName for a claim or party that is not there, InvalidCase for what is no
    reservation value, InputError where nobody can be asked.
    """
    as_of = snapshot.date(question.as_of)
    missing = _missing(snapshot, question.parties)
    if missing:
        raise InputError(missing)
    session = snapshot.what_if(as_of, question.parties)
    return session.ask(question.lift, question.reservations, time_limit=20)


def frontier(
    snapshot: Snapshot, *, as_of: Date | None = None, parties: tuple[str, ...] | None = None
) -> FrontierView:
    """The Pareto frontier on a date, where preferences are known."""
    missing = _missing(snapshot, parties)
    held = snapshot.held(as_of)
    if missing or held is None:
        return _no_frontier(as_of, (), missing or "")
    asked = held.negotiation.consenting(parties)
    known = tuple(party for party in asked if party in held.negotiation.preferences_of)
    if not known:
        return _no_frontier(
            as_of,
            asked,
            "No preferences of these parties are recorded, so packages cannot be compared."
            " Record them as judgements.",
        )
    try:
        given: dict[str, Any] = {"parties": parties} if parties else {}
        finding = snapshot.finding("pareto", as_of, **given)
    except TooLarge as fault:
        return _no_frontier(as_of, asked, str(fault))
    return FrontierView(
        as_of=as_of,
        parties=asked,
        frontier=finding.value,
        finding=finding_ref(finding),
        missing=None,
    )


def _no_frontier(as_of: Date | None, parties: tuple[str, ...], missing: str) -> FrontierView:
    return FrontierView(as_of=as_of, parties=parties, frontier=None, finding=None, missing=missing)
