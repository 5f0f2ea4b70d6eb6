"""A case as somebody may see it: without the reports they are not cleared for, and all that rests
on them.

A statement goes with its report. What a person recorded (a judgement, a meeting, a contradiction)
keeps the evidence that is left; where it had evidence and none is left, and no address either, it
goes as well. Whatever is computed is computed from what remains.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from goodoffices.model.case import Case
from goodoffices.model.evidence import Report
from goodoffices.model.plan import ConflictPlan
from goodoffices.model.process import Condition, Consultation, Meeting
from goodoffices.model.stakes import Contradiction, Judgement

Entry = TypeVar("Entry", Meeting, Consultation, Condition)


def cleared(case: Case, hidden: Collection[str]) -> Case:
    """The case without these reports. The case itself where none of them is in it."""
    closed = set(hidden) & case.report_by_id.keys()
    if not closed:
        return case
    statements = tuple(s for s in case.statements if s.span is None or s.span.report not in closed)
    gone = case.statement_by_id.keys() - {s.id for s in statements}
    return dataclasses.replace(
        case,
        reports=tuple(_report(r, closed) for r in case.reports if r.id not in closed),
        statements=statements,
        reviews=tuple(
            r for r in case.reviews if r.subject not in gone and r.replacement not in gone
        ),
        meetings=_entries(case.meetings, gone),
        consultations=_entries(case.consultations, gone),
        conditions=_entries(case.conditions, gone),
        judgements=_judgements(case.judgements, gone),
        contradictions=_contradictions(case.contradictions, gone),
    )


def cleared_plans(plans: Mapping[str, ConflictPlan], kept: Case) -> dict[str, ConflictPlan]:
    """The conflicts without those that rest, for some party, on nothing that is left."""
    gone = {
        name
        for plan in plans.values()
        for party in plan.parties
        for name in party.evidence
        if name not in kept.statement_by_id
    }
    found = {}
    for name, plan in plans.items():
        parties = [
            dataclasses.replace(party, evidence=left)
            for party in plan.parties
            if (left := _left(party.evidence, gone)) is not None
        ]
        if len(parties) == len(plan.parties):
            found[name] = dataclasses.replace(plan, parties=tuple(parties))
    return found


def _left(evidence: tuple[str, ...], gone: Collection[str]) -> tuple[str, ...] | None:
    """The evidence that is left; None where there was some and none is left."""
    left = tuple(name for name in evidence if name not in gone)
    return None if evidence and not left else left


def _report(report: Report, closed: Collection[str]) -> Report:
    hides = report.copy_of in closed
    return dataclasses.replace(report, copy_of=None) if hides else report


def _entries(entries: Iterable[Entry], gone: Collection[str]) -> tuple[Entry, ...]:
    kept = []
    for entry in entries:
        left = _left(entry.sourcing.evidence, gone)
        if left is None and not entry.sourcing.urls:
            continue
        sourcing = dataclasses.replace(entry.sourcing, evidence=left or ())
        kept.append(dataclasses.replace(entry, sourcing=sourcing))
    return tuple(kept)


def _judgements(judgements: Iterable[Judgement], gone: Collection[str]) -> tuple[Judgement, ...]:
    kept = []
    for judgement in judgements:
        left = _left(judgement.value.evidence, gone)
        if left is not None:
            value: Any = dataclasses.replace(judgement.value, evidence=left)
            kept.append(dataclasses.replace(judgement, value=value))
    return tuple(kept)


def _contradictions(
    contradictions: Iterable[Contradiction], gone: Collection[str]
) -> tuple[Contradiction, ...]:
    kept = []
    for item in contradictions:
        claims = []
        for claim in item.claims:
            left = _left(claim.evidence, gone)
            if left is not None or claim.url:
                claims.append(dataclasses.replace(claim, evidence=left or ()))
        if len(claims) == len(item.claims) or len(claims) > 1:
            kept.append(dataclasses.replace(item, claims=tuple(claims)))
    return tuple(kept)
