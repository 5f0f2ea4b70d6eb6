"""How often reviewers took what an extractor found, by extractor, by outlet and by stance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from goodoffices.model.case import HAND_ENTERED, Case
from goodoffices.model.dates import Date, happened_by
from goodoffices.model.evidence import Review, Statement
from goodoffices.model.tracks import AcceptRate

FEW = 10
"""Decisions from which a rate is shown without a warning."""

REVIEWED = "review"
"""Extractor name of statements that an amendment brought."""

_Z = 1.959963984540054  # two-sided 95 % of the normal distribution


def accept_rates(case: Case, *, as_of: Date | None = None) -> tuple[AcceptRate, ...]:
    """Decisions that stand on candidates, and the share accepted as they were.

    A decision that was applied to a copy together with another one is not counted: it was not
    made twice. An amended candidate was not accepted as it was. Rows: all decisions, then each
    extractor, outlet and stance, the most decided first. `as_of` counts the decisions made by the
    end of that day.
    """
    counts: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    for statement, review in _decided(case, as_of):
        report = case.report_by_id.get(statement.span.report) if statement.span else None
        for key in (
            ("all", None),
            ("extractor", statement.extractor),
            ("outlet", report.outlet if report else None),
            ("stance", statement.stance),
        ):
            counts[key][review.verdict] += 1
    order = ("all", "extractor", "outlet", "stance")
    keys = sorted(
        counts, key=lambda key: (order.index(key[0]), -counts[key].total(), key[1] or "~")
    )
    return tuple(_row(*key, counts[key]) for key in keys)


def _decided(case: Case, as_of: Date | None) -> Iterable[tuple[Statement, Review]]:
    for name, review in case.standing_review.items():
        statement = case.statement_by_id.get(name)
        if statement is None or statement.span is None or review.follows is not None:
            continue
        if statement.extractor in (HAND_ENTERED, REVIEWED):
            continue
        if happened_by(review.at[:10], as_of):
            yield statement, review


def _row(by: str, name: str | None, count: Counter[str]) -> AcceptRate:
    decided, accepted = count.total(), count["accepted"]
    return AcceptRate(
        by=by,  # type: ignore[arg-type]
        name=name,
        decided=decided,
        accepted=accepted,
        amended=count["amended"],
        rejected=count["rejected"],
        rate=accepted / decided,
        interval=wilson(accepted, decided),
        few=decided < FEW,
    )


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """The interval of a share at 95 % (Wilson 1927, "Probable inference, the law of succession,
    and statistical inference"), which unlike the usual one holds for few trials and for none or
    all successes. `trials` is at least 1."""
    share, square = successes / trials, _Z * _Z
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = (share * (1 - share) / trials + square / (4 * trials * trials)) ** 0.5
    half *= _Z / (1 + square / trials)
    return max(0.0, middle - half), min(1.0, middle + half)
