"""Routes that write: verdicts, reports, candidates, the agenda, judgements."""

from __future__ import annotations

from goodoffices.errors import InputError, UnknownName
from goodoffices.model.case import waiting_statements
from goodoffices.model.evidence import Review
from goodoffices.model.stakes import Judgement, Stake
from goodoffices.web.access import Opened
from goodoffices.web.faults import not_allowed
from goodoffices.web.routing import Routes
from goodoffices.web.shapes_writing import (
    AgendaChange,
    AgendaView,
    Changed,
    JudgementOrder,
    Judgements,
    JudgementWithdrawal,
    ReviewDone,
)
from goodoffices.workspace import Workspace, now
from goodoffices.workspace.deciding import Decision, decide_once, withdraw_once
from goodoffices.workspace.editing import (
    AGENDA,
    edited,
    judged,
    refuse_stale,
    same_subject,
    unjudged,
)
from goodoffices.workspace.views.evidence import shown, visible
from goodoffices.workspace.views.judgements import judgement_views

routes = Routes()


# --- review --------------------------------------------------------------------------------------


@routes.post("/cases/{case}/reviews", "analyst", ReviewDone, body=Decision)
def post_review(at: Opened, decision: Decision) -> ReviewDone:
    """Record a verdict. Sent again under the same key, it is recorded once and answered again."""
    for name in (decision.statement, *decision.copies):
        visible(at.snapshot, name)
    review, replayed = at.desk.write(at, lambda w: decide_once(w, decision, by=at.caller.name))
    return _done(at, review, replayed)


@routes.post("/cases/{case}/reviews/{review}/withdrawal", "analyst", ReviewDone)
def withdraw_review(at: Opened, review: str) -> ReviewDone:
    """Take a verdict back; it stays in the record as withdrawn."""
    reviews = {item.id: item for item in at.snapshot.case.reviews}
    if review not in reviews:
        raise UnknownName("review", review)
    if reviews[review].by != at.caller.name and not at.may("lead"):
        raise not_allowed("only a lead takes back the verdict of somebody else")
    withdrawn, replayed = at.desk.write(at, lambda w: withdraw_once(w, review))
    return _done(at, withdrawn, replayed)


def _done(at: Opened, review: Review, replayed: bool) -> ReviewDone:
    snapshot = at.desk.again(at)
    case = snapshot.case
    replacement = case.statement_by_id.get(review.replacement or "")
    return ReviewDone(
        review=review,
        replayed=replayed,
        statement=shown(case, case.statement_by_id[review.subject]),
        replacement=shown(case, replacement) if replacement else None,
        waiting=len(snapshot.memory.once("waiting", lambda: waiting_statements(case))),
        revision=snapshot.revision,
    )


# --- agenda --------------------------------------------------------------------------------------


@routes.get("/cases/{case}/agenda", "reader", AgendaView)
def get_agenda(at: Opened) -> AgendaView:
    """What may be edited of the case, whole, with the revision to send back."""
    case = at.snapshot.case
    parts = {name: getattr(case, name) for name in AGENDA}
    return AgendaView(revision=at.desk.agenda(at), **parts)


@routes.put("/cases/{case}/agenda", "lead", Changed, body=AgendaChange)
def put_agenda(at: Opened, change: AgendaChange) -> Changed:
    """Set parts of the agenda, each whole. Refused (409) where somebody changed it meanwhile."""
    parts = {name: getattr(change, name) for name in AGENDA}
    at.must_see_whole(name for name, part in parts.items() if part is not None)

    def write(workspace: Workspace) -> None:
        refuse_stale(workspace.case, change.revision)
        workspace.save(edited(workspace.case, parts))

    at.desk.write(at, write)
    return _changed(at)


@routes.get("/cases/{case}/judgements", "reader", Judgements)
def get_judgements(at: Opened) -> Judgements:
    """What analysts judged, with who, when and why."""
    return Judgements(revision=at.desk.agenda(at), items=judgement_views(at.snapshot))


@routes.post("/cases/{case}/judgements", "analyst", Changed, body=JudgementOrder)
def post_judgement(at: Opened, order: JudgementOrder) -> Changed:
    """Judge a position, red line, proviso or preferences; signed with name, time and reason."""
    judgement = Judgement(
        value=_stake(order),
        by=at.caller.name,
        at=now(),
        why=order.why,
        since=order.since,
        until=order.until,
    )
    for name in judgement.value.evidence:
        visible(at.snapshot, name)

    def write(workspace: Workspace) -> None:
        refuse_stale(workspace.case, order.revision)
        if before := same_subject(workspace.case, judgement):
            _must_see_evidence(at, before)
        workspace.save(judged(workspace.case, judgement))

    at.desk.write(at, write)
    return _changed(at)


@routes.post("/cases/{case}/judgements/withdrawal", "analyst", Changed, body=JudgementWithdrawal)
def withdraw_judgement(at: Opened, order: JudgementWithdrawal) -> Changed:
    """Take a judgement back. The record of the store keeps every version of it."""
    views = judgement_views(at.snapshot)
    named = [
        judgement
        for judgement, view in zip(at.snapshot.case.judgements, views, strict=True)
        if (view.subject, view.kind) == (order.subject, order.kind)
    ]
    if not named:
        raise UnknownName("judgement", order.subject, [view.subject for view in views])
    if named[0].by != at.caller.name and not at.may("lead"):
        raise not_allowed("only a lead takes back the judgement of somebody else")

    def write(workspace: Workspace) -> None:
        refuse_stale(workspace.case, order.revision)
        found = same_subject(workspace.case, named[0])
        assert found is not None  # the revision says that nothing has changed
        _must_see_evidence(at, found)
        workspace.save(unjudged(workspace.case, found))

    at.desk.write(at, write)
    return _changed(at)


def _must_see_evidence(at: Opened, judgement: Judgement) -> None:
    """Raise Refused where a judgement rests on reports that the caller is not cleared for.

    What they wrote in its place would lose that evidence.
    """
    seen = at.snapshot.case.statement_by_id
    if any(name not in seen for name in judgement.value.evidence):
        raise not_allowed(
            "a judgement on this rests on reports in compartments that you are not cleared for;"
            " somebody who is must change it"
        )


def _stake(order: JudgementOrder) -> Stake:
    found = (order.position, order.red_line, order.proviso, order.preferences)
    given: list[Stake] = [stake for stake in found if stake is not None]
    if len(given) != 1:
        raise InputError("give exactly one of position, red_line, proviso, preferences")
    return given[0]


def _changed(at: Opened) -> Changed:
    return Changed(revision=at.desk.again(at).revision, agenda=at.desk.agenda(at))
