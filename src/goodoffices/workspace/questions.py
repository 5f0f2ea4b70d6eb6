"""Questions that are put to the evidence of a case rather than to a negotiation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from goodoffices.codec import digest
from goodoffices.elicit.elicit import elicit
from goodoffices.errors import UnknownName
from goodoffices.model.case import Case
from goodoffices.model.dates import Date
from goodoffices.model.finding import Finding
from goodoffices.model.tracks import (
    AcceptRate,
    Corroboration,
    Dispute,
    Rewording,
    Shift,
    Sighting,
    TermVersion,
)
from goodoffices.track.acceptance import accept_rates
from goodoffices.track.consultation import consultation
from goodoffices.track.contradictions import contradictions
from goodoffices.track.corroboration import corroboration
from goodoffices.track.events import countable, events
from goodoffices.track.genealogy import genealogy
from goodoffices.track.rewordings import rewordings
from goodoffices.track.shifts import shifts

Settings = Mapping[str, Any]
VERSION = "1"


def _only(question: str, given: Settings, *allowed: str) -> None:
    for name in given:
        if name not in allowed:
            raise UnknownName(f"parameter of {question}", name, allowed)


def ask_shifts(
    case: Case, as_of: Date | None, assumptions: dict[str, Any], given: Settings
) -> tuple[Shift, ...]:
    """Positions that became others between `since` and `as_of`."""
    _only("shifts", given, "since")
    after = elicit(case, as_of=as_of, **assumptions).positions
    since = given.get("since")
    before = elicit(case, as_of=since, **assumptions).positions if since else ()
    return shifts(before, after, case.statements)


def ask_corroboration(
    case: Case, as_of: Date | None, assumptions: dict[str, Any], given: Settings
) -> tuple[Corroboration, ...]:
    """Claims and their independent origins."""
    _only("corroboration", given)
    told = events(case.reports) if countable(case.reports) else None
    return corroboration(case, as_of=as_of, events=told)


def ask_contradictions(
    case: Case, as_of: Date | None, assumptions: dict[str, Any], given: Settings
) -> tuple[Dispute, ...]:
    """Claims about one thing and time that cannot all hold."""
    _only("contradictions", given)
    return contradictions(case, as_of=as_of)


def ask_rewordings(
    case: Case, as_of: Date | None, assumptions: dict[str, Any], given: Settings
) -> tuple[Rewording, ...]:
    """Utterances as several reports tell them; with `issue`, on that issue alone."""
    _only("rewordings", given, "issue")
    issue = given.get("issue")
    if issue is not None and issue not in case.issue_by_id:
        raise UnknownName("issue", issue, case.issue_by_id)
    found = rewordings(case, as_of=as_of)
    return tuple(row for row in found if issue in (None, row.issue))


def ask_genealogy(
    case: Case, as_of: Date | None, assumptions: dict[str, Any], given: Settings
) -> tuple[TermVersion, ...]:
    """The terms of issues through the drafts."""
    _only("genealogy", given, "issue")
    issue = given.get("issue")
    if issue is not None and issue not in case.issue_by_id:
        raise UnknownName("issue", issue, case.issue_by_id)
    return genealogy(case, issue=issue, as_of=as_of)


def ask_consultation(
    case: Case, as_of: Date | None, assumptions: dict[str, Any], given: Settings
) -> tuple[Sighting, ...]:
    """Who had a part in which draft, and when."""
    _only("consultation", given, "draft")
    rows = consultation(case, as_of=as_of)
    draft = given.get("draft")
    if draft is None:
        return rows
    if draft not in case.draft_by_id:
        raise UnknownName("draft", draft, case.draft_by_id)
    return tuple(row for row in rows if row.draft == draft)


def ask_rates(
    case: Case, as_of: Date | None, assumptions: dict[str, Any], given: Settings
) -> tuple[AcceptRate, ...]:
    """How often candidates were accepted, by extractor, outlet and stance."""
    _only("rates", given)
    return accept_rates(case, as_of=as_of)


QUESTIONS: Mapping[str, Callable[[Case, Date | None, dict[str, Any], Settings], Any]] = {
    "consultation": ask_consultation,
    "contradictions": ask_contradictions,
    "corroboration": ask_corroboration,
    "genealogy": ask_genealogy,
    "rates": ask_rates,
    "rewordings": ask_rewordings,
    "shifts": ask_shifts,
}


def ask(
    case: Case, question: str, as_of: Date | None, assumptions: dict[str, Any], given: Settings
) -> Finding[Any]:
    """Put a question to the evidence, and wrap the answer with what produced it."""
    value = QUESTIONS[question](case, as_of, assumptions, given)
    parameters = {"as_of": as_of, **assumptions, **given}
    return Finding(
        analysis=question,
        version=VERSION,
        negotiation=evidence_digest(case),
        value=value,
        parameters=parameters,
    )


def evidence_digest(case: Case) -> str:
    """Digest of what the questions look at; report texts by their own digests."""
    return digest(
        {
            "agenda": [case.parties, case.issues, case.drafts],
            "reports": [[report.id, report.sha256] for report in case.reports],
            "statements": [statement.id for statement in case.statements],
            "reviews": case.reviews,
            "process": [case.meetings, case.consultations, case.conditions],
            "judgements": [case.judgements, case.contradictions],
        }
    )
