"""The same candidate in the copies of one text: what one decision can be applied to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from goodoffices.model.case import Case
from goodoffices.model.evidence import Statement

_WORD = re.compile(r"\w+")


def repeats(case: Case, statements: Iterable[Statement]) -> Mapping[str, tuple[str, ...]]:
    """For each of the statements the others of them that say the same in copies of its report.

    Copies are reports with one original (`copy_of`). Two statements say the same where their words
    are the same, but for case, spaces and punctuation, and everything read out of them is: speaker,
    party, issue, options, stance, limit, condition, hedge, negation. A rewritten copy whose claim
    has other words is not the same: it may say more or less firmly. Statements without repeats are
    left out.
    """
    groups: dict[Any, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.span is not None:
            groups[_told(case, statement)].append(statement)
    found = {}
    for group in groups.values():
        for one in group:
            others = tuple(s.id for s in group if _report(s) != _report(one))
            if others:
                found[one.id] = others
    return found


def root_of(case: Case, statement: Statement) -> str:
    """The report that the statement was read in, or the one that it is a copy of."""
    name = _report(statement)
    report = case.report_by_id.get(name)
    return report.copy_of or name if report else name


def _report(statement: Statement) -> str:
    return statement.span.report if statement.span else ""


def _told(case: Case, statement: Statement) -> tuple[object, ...]:
    return (
        root_of(case, statement),
        tuple(_WORD.findall(statement.text.casefold())),
        statement.speaker.casefold(),
        statement.party,
        statement.issue,
        statement.options,
        statement.stance,
        statement.bound,
        statement.proviso,
        statement.hedged,
        statement.negated,
    )
