"""Routes that show a case. Each is a view of the workspace under an address."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from goodoffices.model.answers import Supposition
from goodoffices.model.dates import Date
from goodoffices.web.access import Asked, Opened
from goodoffices.web.answers import Answer, answer
from goodoffices.web.routing import After, AsOf, Limit, Routes
from goodoffices.web.shapes import AnalysisNames, CaseAnswer, CaseList, Me
from goodoffices.web.who import me
from goodoffices.workspace.questions import QUESTIONS
from goodoffices.workspace.running import analyses as analysis_names
from goodoffices.workspace.running import conflict_analyses
from goodoffices.workspace.views import agreement as of_agreement
from goodoffices.workspace.views import conflicts as of_conflicts
from goodoffices.workspace.views import drafts as of_drafts
from goodoffices.workspace.views import events as of_events
from goodoffices.workspace.views import evidence as of_evidence
from goodoffices.workspace.views import matrix as of_matrix
from goodoffices.workspace.views import process as of_process
from goodoffices.workspace.views import reports as of_reports
from goodoffices.workspace.views import sources as of_sources
from goodoffices.workspace.views import timeline as of_timeline
from goodoffices.workspace.views.paging import LIMIT
from goodoffices.workspace.views.summary import summary

routes = Routes()

Parties = Annotated[
    str | None,
    Query(description="Whose consent is asked: ids of parties with commas; the principals if not."),
]
Start = Annotated[int, Query(ge=0, le=10**9, description="Place of the first.")]


def split(parties: str | None) -> tuple[str, ...] | None:
    """Names with commas between them."""
    names = tuple(name.strip() for name in (parties or "").split(",") if name.strip())
    return names or None


@routes.get("/me", "session", Me)
def get_me(at: Asked) -> Me:
    """Who asks."""
    return me(at)


@routes.get("/cases", "session", CaseList)
def get_cases(at: Asked) -> CaseList:
    """The cases that whoever asks may see."""
    return CaseList(items=at.desk.heads(at.caller))


@routes.get("/cases/{case}", "reader", CaseAnswer)
def get_case(at: Opened) -> Answer:
    """The case at a glance."""

    def make() -> Answer:
        found = at.snapshot.memory.once("summary", lambda: summary(at.snapshot))
        return answer(CaseAnswer(id=at.id, mode=at.caller.mode, role=at.role, summary=found))

    return at.snapshot.memory.once(("case", at.role), make)


@routes.get("/cases/{case}/matrix", "reader", of_matrix.Matrix, kept=True)
def get_matrix(at: Opened, as_of: AsOf = None, draft: str | None = None) -> of_matrix.Matrix:
    """Issues by parties on a date, with a draft laid over them where one is named."""
    date = at.snapshot.date(as_of)
    return of_matrix.matrix(at.snapshot, as_of=date, draft=draft or None)


@routes.get("/cases/{case}/evidence", "reader", of_evidence.Evidence, kept=True)
def get_evidence(
    at: Opened,
    issue: str | None = None,
    party: str | None = None,
    as_of: AsOf = None,
    after: After = None,
    limit: Limit = LIMIT,
) -> of_evidence.Evidence:
    """Accepted statements, the newest first: of a cell, an issue, a party, or all."""
    return of_evidence.evidence(
        at.snapshot,
        issue=issue or None,
        party=party or None,
        as_of=at.snapshot.date(as_of),
        after=after,
        limit=limit,
    )


@routes.get("/cases/{case}/statements/{statement}", "reader", of_evidence.StatementView, kept=True)
def get_statement(at: Opened, statement: str) -> of_evidence.StatementView:
    """One statement."""
    return of_evidence.statement(at.snapshot, statement)


@routes.get("/cases/{case}/reports", "reader", of_reports.Reports, kept=True)
def get_reports(
    at: Opened,
    q: Annotated[str | None, Query(max_length=200, description="Words to look for.")] = None,
    after: After = None,
    limit: Limit = LIMIT,
) -> of_reports.Reports:
    """Reports, the newest first."""
    return of_reports.reports(at.snapshot, q=q, after=after, limit=limit)


@routes.get("/cases/{case}/reports/{report}", "reader", of_reports.ReportView, kept=True)
def get_report(at: Opened, report: str) -> of_reports.ReportView:
    """One report with its text and what was found in it."""
    return of_reports.report(at.snapshot, report)


@routes.get("/cases/{case}/candidates", "reader", of_reports.Candidates, kept=True)
def get_candidates(
    at: Opened,
    report: str | None = None,
    order: of_reports.Order | None = None,
    after: After = None,
    limit: Limit = LIMIT,
) -> of_reports.Candidates:
    """Statements that nobody has decided on, those first whose acceptance would change most."""
    return of_reports.candidates(
        at.snapshot, report=report or None, order=order, after=after, limit=limit
    )


@routes.get("/cases/{case}/drafts", "reader", of_drafts.Drafts, kept=True)
def get_drafts(at: Opened, as_of: AsOf = None) -> of_drafts.Drafts:
    """The drafts that existed on a date, with the verdict of each party."""
    return of_drafts.drafts(at.snapshot, as_of=at.snapshot.date(as_of))


@routes.get("/cases/{case}/drafts/{draft}", "reader", of_drafts.DraftView, kept=True)
def get_draft(at: Opened, draft: str, as_of: AsOf = None) -> of_drafts.DraftView:
    """One draft: clauses, brackets, verdicts, who had seen it."""
    return of_drafts.draft(at.snapshot, draft, as_of=at.snapshot.date(as_of))


@routes.get("/cases/{case}/comparison", "reader", of_drafts.Comparison, kept=True)
def get_comparison(at: Opened, left: str, right: str, as_of: AsOf = None) -> of_drafts.Comparison:
    """Two drafts, issue by issue."""
    return of_drafts.comparison(at.snapshot, left, right, as_of=at.snapshot.date(as_of))


@routes.get("/cases/{case}/genealogy", "reader", of_drafts.Genealogy, kept=True)
def get_genealogy(at: Opened, issue: str | None = None, as_of: AsOf = None) -> of_drafts.Genealogy:
    """What became of the term of an issue from draft to draft."""
    date = at.snapshot.date(as_of)
    return of_drafts.term_genealogy(at.snapshot, issue=issue or None, as_of=date)


@routes.get("/cases/{case}/agreement", "reader", of_agreement.Agreement, kept=True)
def get_agreement(
    at: Opened, as_of: AsOf = None, parties: Parties = None
) -> of_agreement.Agreement:
    """The zone of possible agreement, what collides, and what would open it."""
    date = at.snapshot.date(as_of)
    return of_agreement.agreement(at.snapshot, as_of=date, parties=split(parties))


@routes.post(
    "/cases/{case}/what-if",
    "reader",
    Supposition,
    body=of_agreement.WhatIfQuestion,
)
def ask_what_if(at: Opened, question: of_agreement.WhatIfQuestion) -> Supposition:
    """The zone with claims lifted and reservation values moved. Nothing is recorded."""
    return of_agreement.what_if(at.snapshot, question)


@routes.get("/cases/{case}/frontier", "reader", of_agreement.FrontierView, kept=True)
def get_frontier(
    at: Opened, as_of: AsOf = None, parties: Parties = None
) -> of_agreement.FrontierView:
    """Packages that no other dominates, where preferences are known."""
    date = at.snapshot.date(as_of)
    return of_agreement.frontier(at.snapshot, as_of=date, parties=split(parties))


@routes.get("/cases/{case}/timeline", "reader", of_timeline.Timeline, kept=True)
def get_timeline(at: Opened, since: AsOf = None, as_of: AsOf = None) -> of_timeline.Timeline:
    """Shifts of position, meetings, conditions and drafts, in order of time."""
    dates: tuple[Date | None, Date | None] = (
        at.snapshot.date(since, "since"),
        at.snapshot.date(as_of),
    )
    return of_timeline.timeline(at.snapshot, since=dates[0], as_of=dates[1])


@routes.get("/cases/{case}/conflicts", "reader", of_conflicts.ConflictList, kept=True)
def get_conflicts(at: Opened) -> of_conflicts.ConflictList:
    """The conflicts (graph model) that the case holds."""
    return of_conflicts.conflict_list(at.snapshot)


@routes.get("/cases/{case}/conflicts/{conflict}", "reader", of_conflicts.ConflictView, kept=True)
def get_conflict(at: Opened, conflict: str) -> of_conflicts.ConflictView:
    """One conflict: moves, equilibria, and the reasons about the agreement."""
    return of_conflicts.conflict(at.snapshot, conflict)


@routes.get("/cases/{case}/sources", "reader", of_sources.Sources, kept=True)
def get_sources(at: Opened, as_of: AsOf = None, limit: Limit = LIMIT) -> of_sources.Sources:
    """Outlets, chains of sources, grades."""
    return of_sources.sources(at.snapshot, as_of=at.snapshot.date(as_of), limit=limit)


@routes.get("/cases/{case}/contradictions", "reader", of_sources.Contradictions, kept=True)
def get_contradictions(at: Opened, as_of: AsOf = None) -> of_sources.Contradictions:
    """Claims about one thing that cannot all hold."""
    return of_sources.disputes(at.snapshot, as_of=at.snapshot.date(as_of))


@routes.get("/cases/{case}/corroboration", "reader", of_sources.Corroborations, kept=True)
def get_corroboration(
    at: Opened, as_of: AsOf = None, start: Start = 0, limit: Limit = LIMIT
) -> of_sources.Corroborations:
    """Claims and their independent origins."""
    date = at.snapshot.date(as_of)
    return of_sources.corroborations(at.snapshot, as_of=date, start=start, limit=limit)


@routes.get("/cases/{case}/events", "reader", of_events.Events, kept=True)
def get_told_events(
    at: Opened, as_of: AsOf = None, start: Start = 0, limit: Limit = LIMIT
) -> of_events.Events:
    """The reports under the events that they tell of."""
    date = at.snapshot.date(as_of)
    return of_events.by_event(at.snapshot, as_of=date, start=start, limit=limit)


@routes.get("/cases/{case}/rates", "reader", of_sources.AcceptRates, kept=True)
def get_rates(at: Opened, as_of: AsOf = None) -> of_sources.AcceptRates:
    """How often candidates were accepted as they were, by extractor, outlet and stance."""
    return of_sources.rates(at.snapshot, as_of=at.snapshot.date(as_of))


@routes.get("/cases/{case}/process", "reader", of_process.Process, kept=True)
def get_process(at: Opened, as_of: AsOf = None) -> of_process.Process:
    """Who met whom, who has seen which text, what the ground is like."""
    return of_process.process(at.snapshot, as_of=at.snapshot.date(as_of))


@routes.get("/analyses", "session", AnalysisNames)
def get_analyses(at: Asked) -> AnalysisNames:
    """Analyses that can be asked for by name."""
    return AnalysisNames(
        negotiation=analysis_names(),
        evidence=tuple(QUESTIONS),
        conflict=conflict_analyses(),
    )
