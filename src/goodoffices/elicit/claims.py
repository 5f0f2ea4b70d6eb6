"""Rules 9 to 11: what binds a party: judgements in force, and red lines as stated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from goodoffices.elicit.assumptions import Assumptions
from goodoffices.elicit.standings import OptionStanding
from goodoffices.model.case import Case
from goodoffices.model.dates import Date, earliest, happened_by, latest
from goodoffices.model.elicited import Step
from goodoffices.model.stakes import Judgement, Position, Preferences, Proviso, RedLine, Stake


def subject_of(stake: Stake) -> str:
    """What a judgement is about: the id of a claim, or the party and issue."""
    if isinstance(stake, (RedLine, Proviso)):
        return stake.id
    if isinstance(stake, Position):
        return f"{stake.party}/{stake.issue}"
    return f"preferences:{stake.party}"


def begins(judgement: Judgement, case: Case) -> date | None:
    """Rule 9: the first day a judgement holds: as given, or when its evidence first stood."""
    if judgement.since:
        return earliest(judgement.since)
    dates = [case.statement_by_id[item].date for item in judgement.value.evidence]
    known = [latest(day) for day in dates if day]
    return min(known) if known else None


def in_force(judgement: Judgement, case: Case, as_of: Date | None) -> bool:
    """Whether a judgement holds on the date; without a date, whether it was never ended."""
    if as_of is None:
        return judgement.until is None
    start, day = begins(judgement, case), latest(as_of)
    if start is not None and start > day:
        return False
    return judgement.until is None or day < earliest(judgement.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """All that binds the parties on the date, and the steps that say why."""

    red_lines: tuple[RedLine, ...]
    provisos: tuple[Proviso, ...]
    preferences: tuple[Preferences, ...]
    judgements: tuple[Judgement, ...]
    steps: tuple[Step, ...]


def judgements_in_force(case: Case, as_of: Date | None) -> tuple[Judgement, ...]:
    """Rule 9: the judgements that hold on the date, with the evidence that was there."""
    return tuple(
        replace(judgement, value=as_known(judgement.value, case, as_of))
        for judgement in case.judgements
        if in_force(judgement, case, as_of) and not _against(judgement, case)
    )


def claims(
    case: Case,
    standings: Mapping[tuple[str, str], Mapping[str, OptionStanding]],
    firmness: Mapping[tuple[str, str], float | None],
    as_of: Date | None,
    assumptions: Assumptions,
) -> Claims:
    """Claims in force: judged ones, and stated red lines that no judgement speaks of."""
    held = judgements_in_force(case, as_of)
    steps = []
    for judgement in case.judgements:
        against = _against(judgement, case)
        used = in_force(judgement, case, as_of) and not against
        steps.append(_judgement_step(judgement, used, against))
    judged = [judgement.value for judgement in held]
    cited = {item for judgement in case.judgements for item in judgement.value.evidence}
    lines = [line for line in judged if isinstance(line, RedLine)]
    stated, more = _stated(case, standings, firmness, cited, lines, assumptions)
    return Claims(
        red_lines=(*lines, *stated),
        provisos=tuple(v for v in judged if isinstance(v, Proviso)),
        preferences=tuple(v for v in judged if isinstance(v, Preferences)),
        judgements=held,
        steps=(*steps, *more),
    )


def as_known(stake: Stake, case: Case, as_of: Date | None) -> Stake:
    """The judged value with the evidence that was there on the date: nothing later is cited."""
    there = tuple(
        item for item in stake.evidence if happened_by(case.statement_by_id[item].date, as_of)
    )
    return stake if there == stake.evidence else replace(stake, evidence=there)


def _against(judgement: Judgement, case: Case) -> str:
    """Why a judgement is set aside whatever the date, in words; empty where it is not."""
    return _outside(judgement, case) or _uncovered(judgement, case)


def _outside(judgement: Judgement, case: Case) -> str:
    """Which issues a judged claim names although no package settles them, in words."""
    stake = judgement.value
    if isinstance(stake, RedLine):
        named: Iterable[str] = stake.rejects
    elif isinstance(stake, Proviso):
        named = (*stake.if_, *stake.then)
    elif isinstance(stake, Preferences):
        named = dict.fromkeys((*stake.weights, *stake.scores))
    else:
        return ""
    outside = [issue for issue in named if not case.issue_by_id[issue].negotiable]
    return (
        f"it names an issue that is not up for agreement: {', '.join(outside)}" if outside else ""
    )


def _uncovered(judgement: Judgement, case: Case) -> str:
    """Which issues judged preferences leave out, in words: no utility follows without them.

    An issue or option that came onto the agenda later is one that nobody has judged yet.
    """
    stake = judgement.value
    if not isinstance(stake, Preferences):
        return ""
    left = [
        issue.id
        for issue in case.issues
        if issue.negotiable
        and (
            issue.id not in stake.weights
            or not set(issue.option_ids) <= stake.scores.get(issue.id, {}).keys()
        )
    ]
    return f"it leaves out issues or options up for agreement: {', '.join(left)}" if left else ""


def _judgement_step(judgement: Judgement, used: bool, against: str) -> Step:
    stake = judgement.value
    span = f"since {judgement.since}" if judgement.since else "since its first evidence"
    note = f"{span}, until {judgement.until}" if judgement.until else span
    if against:
        note = against
    issue = stake.issue if isinstance(stake, Position) else None
    return Step(
        party=stake.party or "",
        issue=issue,
        subject=subject_of(stake),
        used=used,
        rule="9",
        note=note,
    )


def newly_stated(
    case: Case,
    cell: tuple[str, str],
    options: Mapping[str, OptionStanding],
    cited: set[str],
    judged: Iterable[RedLine],
    assumptions: Assumptions,
) -> list[OptionStanding]:
    """Rule 10 for one party and issue: the refusals that bind and that nobody judged.

    In the order of the options, whichever was heard of first. `cited` are the statements that some
    judgement rests on, `judged` the red lines in force that were judged.
    """
    party, issue = cell
    name = _stated_name(party, issue)
    if not case.issue_by_id[issue].negotiable:
        return []
    if any(subject_of(judgement.value) == name for judgement in case.judgements):
        return []
    binding = {"red_line"} if assumptions.stated_red_lines_bind else set()
    binding |= {"rejects"} if assumptions.rejections_bind else set()
    covered = {
        option
        for line in judged
        if line.party == party and set(line.rejects) == {issue}
        for option in line.rejects[issue]
    }
    declared = (options.get(option) for option in case.issue_by_id[issue].option_ids)
    return [
        s
        for s in declared
        if s is not None
        and s.standing == "refused"
        and s.by.statement.stance in binding
        and s.by.statement.id not in cited
        and s.option not in covered
    ]


def _stated_name(party: str, issue: str) -> str:
    return f"stated-{party}-{issue}"


def _stated(
    case: Case,
    standings: Mapping[tuple[str, str], Mapping[str, OptionStanding]],
    firmness: Mapping[tuple[str, str], float | None],
    cited: set[str],
    judged: list[RedLine],
    assumptions: Assumptions,
) -> tuple[list[RedLine], list[Step]]:
    """Rule 10: refusals as a matter of principle bind although nobody judged them.

    What a judged red line of the party rejects already is not said twice.
    """
    lines, steps = [], []
    for (party, issue), options in standings.items():
        fresh = newly_stated(case, (party, issue), options, cited, judged, assumptions)
        if not fresh:
            continue
        name = _stated_name(party, issue)
        line = RedLine(
            id=name,
            party=party,
            rejects={issue: tuple(s.option for s in fresh)},
            firmness=firmness.get((party, issue)),
            evidence=tuple(dict.fromkeys(s.by.statement.id for s in fresh)),
        )
        lines.append(replace(line, note="as stated; no analyst judged it"))
        note = "stated as a red line" if fresh[0].by.statement.stance == "red_line" else "refused"
        steps.append(Step(party=party, issue=issue, subject=name, used=True, rule="10", note=note))
    return lines, steps
