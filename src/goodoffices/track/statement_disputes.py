"""Disputes found by rule among accepted statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial

from goodoffices.model.case import Case
from goodoffices.model.evidence import Statement
from goodoffices.model.sources import sources_of
from goodoffices.model.tracks import ContradictionKind, Dispute, Version
from goodoffices.track.clashes import FIRM, WHY, Clash, clashes
from goodoffices.track.counted import (
    FAMILY,
    ids_of,
    in_time,
    issue_question,
    option_labels,
    party_name,
    stance_words,
    urls_of,
)
from goodoffices.track.kept import Keeps, anew
from goodoffices.track.pairs import near
from goodoffices.track.quantities import ROUGH, given, told


def among_statements(
    case: Case,
    issues: Iterable[tuple[str, Sequence[Statement]]],
    standing_days: int,
    fact_days: int,
    kept: Keeps = anew,
) -> list[Dispute]:
    """Clashing statements as disputes, issue by issue: those that share a statement are one."""
    found: list[Dispute] = []
    for issue, items in issues:
        looked_for = partial(_on_an_issue, case, items, standing_days, fact_days)
        found += kept(("disputes", issue, standing_days, fact_days), ids_of(items), looked_for)
    return found


def _on_an_issue(
    case: Case, statements: Sequence[Statement], standing_days: int, fact_days: int
) -> tuple[Dispute, ...]:
    """The disputes on one issue, or on all the issues that the case does not know."""
    sources = sources_of(case)
    known = {statement.id: statement for statement in statements}
    pairs = tuple(near(tuple(known.values()), max(standing_days, fact_days)))
    voices = {one.id: sources.voice(one) for pair in pairs for one in pair}
    scopes: dict[tuple[str, str, str, str], list[Clash]] = defaultdict(list)
    for left, right in pairs:
        for clash in clashes(
            left, right, sources, voices, standing_days=standing_days, fact_days=fact_days
        ):
            party = left.party or "" if clash.kind == "standing" else ""
            scopes[clash.kind, left.issue or "", party, clash.about].append(clash)
    disputes = []
    for scope in sorted(scopes):
        parts = components((c.left, c.right) for c in scopes[scope])
        part_of = {name: names for names in parts for name in names}
        clashing: dict[frozenset[str], list[Clash]] = defaultdict(list)
        for clash in scopes[scope]:
            clashing[part_of[clash.left]].append(clash)
        for names in sorted(parts, key=lambda names: in_time(known[n] for n in names)):
            inside = clashing[names]
            members = [known[name] for name in sorted(names)]
            disputes.append(_dispute(case, scope, members, inside))
    return tuple(disputes)


def components(pairs: Iterable[tuple[str, str]]) -> tuple[frozenset[str], ...]:
    """The connected parts of a graph given by its edges, by the last edge of each."""
    group_of: dict[str, set[str]] = {}
    last: dict[int, int] = {}
    for place, (left, right) in enumerate(pairs):
        small, large = sorted(
            (group_of.setdefault(left, {left}), group_of.setdefault(right, {right})), key=len
        )
        if small is not large:
            large |= small
            group_of.update(dict.fromkeys(small, large))
        last[id(large)] = place
    groups = {id(group): group for group in group_of.values()}
    return tuple(frozenset(groups[name]) for name in sorted(groups, key=lambda name: last[name]))


def _dispute(
    case: Case,
    scope: tuple[str, str, str, str],
    members: Sequence[Statement],
    inside: Sequence[Clash],
) -> Dispute:
    kind, issue, party, key = scope
    options = {option for clash in inside for option in clash.options}
    sides: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in members:
        sides[_side(inside[0].kind, key, statement)].append(statement)
    about = options if kind in ("standing", "denial") else set()
    versions = tuple(
        Version(
            claim=_claim(case, side, issue, about, key),
            evidence=in_time(side),
            urls=urls_of(case, side),
        )
        for _, side in sorted(sides.items(), key=lambda pair: _side_order(pair[0]))
    )
    question = issue_question(case, issue)
    topic = question
    if kind == "standing":
        topic = f"{party_name(case, party)}: {question}"
    elif key:
        topic = f"{key.replace('_', ' ')}: {question}"
    return Dispute(
        topic=topic, kind=inside[0].kind, versions=versions, issue=issue, why=WHY[inside[0].kind]
    )


def _side(kind: ContradictionKind, key: str, statement: Statement) -> tuple[object, ...]:
    """What puts statements of one dispute on the same side."""
    if kind == "standing":
        return (FIRM[statement.stance] == "against",)
    if kind == "denial":
        denies = statement.stance == "denies" or statement.negated
        return (denies, statement.party or "", FAMILY.get(statement.stance, ""))
    unit, written = given(statement.numbers, key)
    parts = written if isinstance(written, tuple) else (written,)
    return (*parts, unit) if unit != key else tuple(parts)


def _side_order(side: tuple[object, ...]) -> tuple[tuple[bool, float, str], ...]:
    """Numbers before words, each in their own order."""
    return tuple(
        (False, float(part), "") if isinstance(part, (int, float)) else (True, 0.0, str(part))
        for part in side
    )


def _claim(case: Case, side: Sequence[Statement], issue: str, options: set[str], key: str) -> str:
    names = list(dict.fromkeys(party_name(case, s.party) for s in side if s.party))
    who = ", ".join(names) or "reporters"
    if key:
        return f"{who}: {told(side[0].numbers, key)}"
    labels = option_labels(case, issue, options & {o for s in side for o in s.options})
    said = f"{who} {stance_words(side)}"
    return f"{said}: {'; '.join(labels or _numbers(side))}" if labels or _numbers(side) else said


def _numbers(side: Sequence[Statement]) -> tuple[str, ...]:
    """The numbers named on one side, where no option says what it is about."""
    named = {(k, str(number)) for s in side for k, number in s.numbers.items() if k != ROUGH}
    return tuple(f"{key.replace('_', ' ')} {number}" for key, number in sorted(named))
