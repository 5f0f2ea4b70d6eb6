"""From a draft and a plan to a conflict: would the text hold once it is signed?"""

from __future__ import annotations

from collections.abc import Iterator

from goodoffices.errors import InvalidCase, did_you_mean
from goodoffices.model.agenda import Draft
from goodoffices.model.case import Case
from goodoffices.model.conditions import BadCondition, Condition, condition_text, parse_condition
from goodoffices.model.graph import ConflictGraph, DecisionMaker, Move
from goodoffices.model.plan import ConflictPlan, PartyPlan

AGREEMENT = "agreement"


def conflict_of(case: Case, plan: ConflictPlan) -> ConflictGraph:
    """The conflict that a plan describes, its status quo being the agreement kept by all.

    Whoever walks away keeps no clause. Raises InvalidCase naming every fault: unknown parties,
    drafts, clauses and statements, and whatever ConflictGraph finds.
    """
    if faults := list(_faults(case, plan)):
        raise InvalidCase(faults)
    draft = case.draft_by_id[plan.draft]
    moves: list[Move] = []
    makers = []
    infeasible = []
    shorthand = _shorthand(plan)
    for entry in plan.parties:
        own = list(_moves(case, draft, plan, entry))
        moves += own
        makers.append(
            DecisionMaker(
                id=entry.party,
                name=case.party_by_id[entry.party].name,
                moves=tuple(move.id for move in own),
                priorities=tuple(_expanded(text, shorthand) for text in entry.priorities),
                evidence=entry.evidence,
                note=f"{entry.why} ({entry.by}, {entry.at})",
            )
        )
        if entry.walks_away:
            infeasible += [f'"{_walks(entry)}" and "{keeps}"' for keeps in _keeps(plan, entry)]
    agreed = {keeps for entry in plan.parties for keeps in _keeps(plan, entry)}
    return ConflictGraph(
        title=plan.title,
        moves=tuple(moves),
        decision_makers=tuple(makers),
        infeasible=(*infeasible, *(_expanded(text, shorthand) for text in plan.infeasible)),
        exclusive=plan.exclusive,
        status_quo="".join("Y" if move.id in agreed else "N" for move in moves),
        source=f"draft {plan.draft} of {case.title}",
        note=plan.note,
    )


def _walks(entry: PartyPlan) -> str:
    return f"{entry.party}-walks-away"


def _keeps(plan: ConflictPlan, entry: PartyPlan) -> list[str]:
    clauses = plan.clauses if entry.keeps is None else entry.keeps
    return [f"{entry.party}-keeps-{clause}" for clause in clauses]


def _moves(case: Case, draft: Draft, plan: ConflictPlan, entry: PartyPlan) -> Iterator[Move]:
    name = case.party_by_id[entry.party].name
    terms = {clause.id: clause for clause in draft.clauses}
    clauses = plan.clauses if entry.keeps is None else entry.keeps
    for clause, move in zip(clauses, _keeps(plan, entry), strict=True):
        term = terms[clause]
        yield Move(id=move, name=f"{name} keeps {clause} ({term.issue})", note=term.term)
    if entry.escalates:
        yield Move(id=f"{entry.party}-escalates", name=f"{name} escalates")
    if entry.walks_away:
        yield Move(id=_walks(entry), name=f"{name} walks away", direction="forward")
    yield from entry.moves


def _shorthand(plan: ConflictPlan) -> dict[str, Condition]:
    found: dict[str, Condition] = {}
    parts: list[Condition] = []
    for entry in plan.parties:
        kept: list[Condition] = [("is", keeps) for keeps in _keeps(plan, entry)]
        if kept:
            found[f"{entry.party}-keeps-all"] = kept[0] if len(kept) == 1 else ("and", *kept)
        parts += kept
        if entry.escalates:
            parts.append(("not", ("is", f"{entry.party}-escalates")))
        if entry.walks_away:
            parts.append(("not", ("is", _walks(entry))))
    if parts:
        found[AGREEMENT] = parts[0] if len(parts) == 1 else ("and", *parts)
    return found


def _expanded(text: str, shorthand: dict[str, Condition]) -> str:
    """The condition with shorthands written out; as it was where it has none."""

    def walk(condition: Condition) -> Condition:
        if condition[0] == "is":
            return shorthand.get(str(condition[1]), condition)
        return (condition[0], *(walk(part) for part in condition[1:]))  # type: ignore[arg-type]

    written = []
    for part in text.split(" ? "):
        before = parse_condition(part)
        after = walk(before)
        written.append(part if after == before else condition_text(after))
    return " ? ".join(written)


def _faults(case: Case, plan: ConflictPlan) -> Iterator[str]:
    draft = case.draft_by_id.get(plan.draft)
    if draft is None:
        yield f"unknown draft {plan.draft!r}{did_you_mean(plan.draft, case.draft_by_id)}"
    known = {clause.id for clause in draft.clauses} if draft else set()
    named = [*plan.clauses, *(c for entry in plan.parties for c in entry.keeps or ())]
    for clause in dict.fromkeys(named):
        if draft and clause not in known:
            yield f"draft {plan.draft!r} has no clause {clause!r}{did_you_mean(clause, known)}"
    if not plan.parties:
        yield "a plan needs at least one party"
    for entry in plan.parties:
        if entry.party not in case.party_by_id:
            yield f"unknown party {entry.party!r}{did_you_mean(entry.party, case.party_by_id)}"
        for clause in entry.keeps or ():
            if clause not in plan.clauses:
                yield f"party {entry.party!r}: clause {clause!r} is not among those of the plan"
        for statement in entry.evidence:
            if statement not in case.statement_by_id:
                yield f"party {entry.party!r}: there is no statement {statement!r}"
    texts = [*plan.infeasible, *(t for entry in plan.parties for t in entry.priorities)]
    for text in texts:
        for part in text.split(" ? "):
            try:
                parse_condition(part)
            except BadCondition as fault:
                yield str(fault)
