"""Rules 6 to 8: from standings to a position, with firmness, origins and the trace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goodoffices.elicit.assumptions import STANDING_OF_STANCE, Assumptions
from goodoffices.elicit.standings import (
    OptionStanding,
    Sayings,
    Weighed,
    backing,
    option_standings,
    speakers,
)
from goodoffices.model.agenda import Issue
from goodoffices.model.dates import Date
from goodoffices.model.elicited import Step
from goodoffices.model.evidence import Statement
from goodoffices.model.origins import how_many
from goodoffices.model.sources import Sources
from goodoffices.model.stakes import Position, Standing


def firmness(
    deciding: Iterable[Statement],
    agreeing: Iterable[Statement],
    independent: int,
    assumptions: Assumptions,
) -> float:
    """Rule 6: firmness from wording, repetition and independent origins, from 0 to 1."""
    wording = max(_wording(statement, assumptions) for statement in deciding)
    days = len({statement.date for statement in agreeing if statement.date})
    bonus = assumptions.firmness_per_repetition * max(0, days - 1)
    bonus += assumptions.firmness_per_origin * max(0, independent - 1)
    return round(min(1.0, wording + min(bonus, assumptions.firmness_bonus_limit)), 6)


CODED_FIRMNESS = "firmness_1to5"


def _wording(statement: Statement, assumptions: Assumptions) -> float:
    coded = statement.coding.get(CODED_FIRMNESS)
    if isinstance(coded, int) and 1 <= coded <= 5:
        base = coded / 5
    else:
        base = assumptions.base_firmness(statement.stance)
    return base * (assumptions.firmness_hedged_factor if statement.hedged else 1.0)


def position_on(
    party: str,
    issue: Issue,
    items: Iterable[Weighed],
    assumptions: Assumptions,
    sources: Sources,
    as_of: Date | None,
) -> tuple[Position | None, tuple[Step, ...], Mapping[str, OptionStanding]]:
    """The position of a party on an issue, the steps to it, and who stands behind each option."""
    weighed = sorted(items, key=lambda item: (item.day, item.statement.id))
    sayings = Sayings(issue, assumptions)
    standings = option_standings(weighed, sayings)
    if not standings:
        steps = tuple(_unused(party, issue, item) for item in weighed)
        return None, steps, {}
    behind, against = speakers(standings)
    alike = backing(weighed, standings, sayings)
    deciding = [item.statement for item in weighed if item.statement.id in behind]
    for_it = behind | alike
    agreeing = [item.statement for item in weighed if item.statement.id in for_it]
    shown = for_it | against
    independent, unnamed = how_many(agreeing, sources)
    position = Position(
        party=party,
        issue=issue.id,
        standings={option: _standing(standings, option) for option in issue.option_ids},
        as_of=as_of,
        firmness=firmness(deciding, agreeing, independent, assumptions),
        contested=bool(against),
        single_anonymous=unnamed,
        origins=independent,
        evidence=tuple(item.statement.id for item in weighed if item.statement.id in shown),
    )
    places = _Places(behind=behind, against=against, backing=alike)
    steps = tuple(_step(party, issue, item, standings, places) for item in weighed)
    return position, steps, standings


def _standing(standings: Mapping[str, OptionStanding], option: str) -> Standing:
    return standings[option].standing if option in standings else "unknown"


def _unused(party: str, issue: Issue, item: Weighed) -> Step:
    statement = item.statement
    if statement.negated or statement.stance not in STANDING_OF_STANCE:
        note = f"the stance {statement.stance!r} settles no standing"
        if statement.negated:
            note = "a negated claim settles no standing"
        return Step(
            party=party, issue=issue.id, subject=statement.id, used=False, rule="2", note=note
        )
    note = "it names no option of the issue"
    return Step(party=party, issue=issue.id, subject=statement.id, used=False, rule="2", note=note)


@dataclass(frozen=True, slots=True)
class _Places:
    """Ids of the statements that decide, that speak against, and that agree."""

    behind: set[str]
    against: set[str]
    backing: set[str]


def _step(
    party: str,
    issue: Issue,
    item: Weighed,
    standings: Mapping[str, OptionStanding],
    places: _Places,
) -> Step:
    statement = item.statement
    if statement.id in places.behind:
        options = [s for s in standings.values() if s.by.statement.id == statement.id]
        stated = ", ".join(f"{s.option}: {s.standing}" for s in options if not s.implied)
        implied = ", ".join(f"{s.option}: {s.standing}" for s in options if s.implied)
        note = stated + (f"; by the order of options {implied}" if implied else "")
        rule = "4, 5" if implied else "4"
        return Step(
            party=party, issue=issue.id, subject=statement.id, used=True, rule=rule, note=note
        )
    if statement.id in places.against:
        note = "it speaks against a statement that counts; the cell is contested"
        return Step(
            party=party, issue=issue.id, subject=statement.id, used=True, rule="7", note=note
        )
    if statement.negated or statement.stance not in STANDING_OF_STANCE or not statement.options:
        return _unused(party, issue, item)
    if statement.id in places.backing:
        note = "it says what the deciding statement says; it adds to firmness"
        return Step(
            party=party, issue=issue.id, subject=statement.id, used=True, rule="6", note=note
        )
    note = "a newer statement of equal or greater authority says otherwise"
    return Step(party=party, issue=issue.id, subject=statement.id, used=False, rule="4", note=note)
