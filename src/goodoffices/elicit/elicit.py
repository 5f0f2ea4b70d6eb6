"""From accepted statements to positions and to the negotiation: one stated rule.

The paragraphs of the rule are numbered in docs/explanation/elicitation.md; the trace cites them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from goodoffices.elicit.assumptions import Assumptions, assumptions_from
from goodoffices.elicit.claims import Claims, claims
from goodoffices.elicit.known import Known
from goodoffices.elicit.positions import position_on
from goodoffices.elicit.standings import OptionStanding
from goodoffices.model.case import Case, accepted_statements, by_cell, placed
from goodoffices.model.dates import Date, happened_by
from goodoffices.model.elicited import Elicited, Step
from goodoffices.model.evidence import Statement
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Judgement, Position

Cell = tuple[str, str]


def elicit(
    case: Case, *, as_of: Date | None = None, known: Known | None = None, **assumptions: Any
) -> Elicited:
    """Positions, red lines, provisos and preferences on a date, with the trace of every step.

    `as_of` counts what was said by the end of that day. `known` keeps what was worked out for the
    next time; the answer is the same without it. Raises InvalidCase for an unknown assumption, for
    a case without parties or issues up for agreement, or for judgements that do not fit together.
    """
    chosen = assumptions_from(assumptions)
    counted, steps = _counted(case, as_of, chosen)
    if known is None or not known.fits(case, chosen):
        known = Known(case, chosen)
    positions: dict[Cell, Position] = {}
    behind: dict[Cell, dict[str, OptionStanding]] = {}
    sources = known.sources
    for party, on, said in placed(case, counted):
        cell = party.id, on.id
        items = known.weighed(said, party)
        worked_out = partial(position_on, party.id, on, items, chosen, sources, None)
        position, trace, standings = known.position(cell, items, worked_out)
        steps.extend(trace)
        behind[cell] = dict(standings)
        if position is not None:
            positions[cell] = replace(position, as_of=as_of) if as_of else position
    firmness = {cell: position.firmness for cell, position in positions.items()}
    held = claims(case, behind, firmness, as_of, chosen)
    _judged_positions(positions, held, as_of)
    return Elicited(
        as_of=as_of,
        positions=_in_agenda_order(case, positions),
        negotiation=_negotiation(case, held, as_of),
        judgements=held.judgements,
        steps=(*steps, *held.steps),
        assumptions={name: getattr(chosen, name) for name in Assumptions.__dataclass_fields__},
    )


def _counted(
    case: Case, as_of: Date | None, assumptions: Assumptions
) -> tuple[Mapping[tuple[str | None, str | None], tuple[Statement, ...]], list[Step]]:
    """Rule 1: accepted, and said by the date. By party and issue."""
    if as_of is None and not assumptions.include_candidates:
        return case.accepted_by_cell, []
    accepted = accepted_statements(case)
    if assumptions.include_candidates:
        rejected = {
            item.subject for item in case.standing_review.values() if item.verdict != "accepted"
        }
        accepted = tuple(s for s in case.statements if s.id not in rejected)
    counted, steps = [], []
    for statement in accepted:
        if happened_by(statement.date, as_of):
            counted.append(statement)
        else:
            note = "it cannot be dated" if statement.date is None else f"said {statement.date}"
            steps.append(
                Step(
                    party=statement.party or "",
                    issue=statement.issue,
                    subject=statement.id,
                    used=False,
                    rule="1",
                    note=note,
                )
            )
    return by_cell(counted), steps


def _judged_positions(positions: dict[Cell, Position], held: Claims, as_of: Date | None) -> None:
    """Rule 8: a position that an analyst set stands in place of the derived one, and says so."""
    for judgement in held.judgements:
        stake = judgement.value
        if isinstance(stake, Position):
            positions[stake.party, stake.issue] = as_judged(judgement, stake, as_of)


def as_judged(judgement: Judgement, stake: Position, as_of: Date | None) -> Position:
    """Rule 8: the position that an analyst set, with a note of who did."""
    note = stake.note or f"set by {judgement.by}: {judgement.why}"
    return replace(stake, as_of=as_of, note=note)


def _in_agenda_order(case: Case, positions: dict[Cell, Position]) -> tuple[Position, ...]:
    return tuple(
        positions[party.id, issue.id]
        for issue in case.issues
        for party in case.parties
        if (party.id, issue.id) in positions
    )


def _negotiation(case: Case, held: Claims, as_of: Date | None) -> Negotiation:
    return Negotiation(
        title=case.title,
        parties=case.parties,
        issues=tuple(issue for issue in case.issues if issue.negotiable),
        preferences=held.preferences,
        red_lines=held.red_lines,
        provisos=held.provisos,
        as_of=as_of,
    )
