"""Claims about the same thing and time that cannot all hold, with their statements side by side."""

from __future__ import annotations

from collections.abc import Mapping

from goodoffices.model.case import Case
from goodoffices.model.dates import Date, happened_by, latest
from goodoffices.model.stakes import Claim, Contradiction
from goodoffices.model.tracks import Dispute, Version
from goodoffices.track.counted import by_issue, in_time, urls_of
from goodoffices.track.kept import Keeps, anew
from goodoffices.track.process_disputes import among_conditions, among_consultations
from goodoffices.track.statement_disputes import among_statements

STANDING_DAYS = 3
"""How near in time two standings of one party must be to contradict rather than follow."""

FACT_DAYS = 14
"""How near in time two accounts of a fact must be to be about the same state of it."""


def contradictions(
    case: Case,
    *,
    as_of: Date | None = None,
    standing_days: int = STANDING_DAYS,
    fact_days: int = FACT_DAYS,
    kept: Keeps = anew,
) -> tuple[Dispute, ...]:
    """The contradictions an analyst recorded, then those found by rule.

    Found by rule among accepted statements made by `as_of`: a party firmly for and firmly against
    one option (`standing`, within `standing_days`); two values of one quantity (`number`), or of
    who did a thing (`authorship`); a denial of what is reported (`denial`), these within
    `fact_days`. Among conditions: two quantities of one topic, unit and party. Among
    consultations: a party with a part in a draft and excluded from it. Clashing pairs that share a
    statement are one dispute. What a recorded one holds already is not found again. `kept` saves
    looking again where the statements on an issue are what they were.
    """
    dates = _dates_of(case)
    recorded = [
        dispute
        for entry in case.contradictions
        if (dispute := _recorded(case, entry, as_of, dates))
    ]
    found = [
        *among_statements(case, by_issue(case, as_of), standing_days, fact_days, kept),
        *among_conditions(case, as_of, fact_days),
        *among_consultations(case, as_of),
    ]
    every = list(recorded)
    for dispute in found:
        if not any(_covers(other, dispute) for other in every):
            every.append(dispute)
    return tuple(every)


def _covers(kept: Dispute, found: Dispute) -> bool:
    if kept.kind not in ("recorded", found.kind):
        return False
    evidence = {name for version in found.versions for name in version.evidence}
    held = {name for version in kept.versions for name in version.evidence}
    return bool(evidence) and evidence <= held


# --- recorded by an analyst ----------------------------------------------------------------------


Dates = Mapping[str, list[Date | None]]


def _dates_of(case: Case) -> Dates:
    """The dates of the statements and reports of every address that a recorded claim names."""
    found: dict[str, list[Date | None]] = {
        claim.url: [] for entry in case.contradictions for claim in entry.claims if claim.url
    }
    if found:
        for statement in case.statements:
            if statement.url in found:
                found[statement.url].append(statement.date)
        for report in case.reports:
            if report.url in found:
                found[report.url].append(report.published)
    return found


def _recorded(case: Case, entry: Contradiction, as_of: Date | None, dates: Dates) -> Dispute | None:
    """A recorded contradiction with the claims made by `as_of`; None with fewer than two.

    A claim is as old as its oldest statement, or else as the oldest statement or report of its
    address; one that nothing dates is known since it was recorded.
    """
    known = [
        claim
        for claim in entry.claims
        if happened_by(_since(case, claim, dates) or entry.at[:10], as_of)
    ]
    if len(known) < 2:
        return None
    return Dispute(
        topic=entry.topic,
        kind="recorded",
        versions=tuple(_version_of(case, claim, as_of) for claim in known),
        issue=entry.issue,
        why=entry.why,
        by=entry.by,
    )


def _since(case: Case, claim: Claim, by_address: Dates) -> Date | None:
    dates = [case.statement_by_id[n].date for n in claim.evidence if n in case.statement_by_id]
    if not any(dates) and claim.url:
        dates = by_address[claim.url]
    return min((day for day in dates if day), key=latest, default=None)


def _version_of(case: Case, claim: Claim, as_of: Date | None) -> Version:
    known = [case.statement_by_id[n] for n in claim.evidence if n in case.statement_by_id]
    shown = [s for s in known if happened_by(s.date, as_of)]
    return Version(
        claim=claim.claim,
        evidence=in_time(shown),
        urls=(claim.url,) if claim.url else urls_of(case, shown),
    )
