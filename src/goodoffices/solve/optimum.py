"""The best packages by an objective: found, proven, ties kept.

An objective turns what was found so far into thresholds for the search: what a package must reach
to tie (`least`) and to be better (`aim`). Whatever the search returns is judged again in the
numbers as written, so a threshold that lets too much through costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from goodoffices.solve.arrays import Problem, Search, packages
from goodoffices.solve.cpsat import Chosen, Clock, OutOfTime

TIES = 2_000
"""Packages of one objective value that are kept before the question is put another way."""


class Objective(Protocol):
    """What is to be greatest."""

    @property
    def nash(self) -> int:
        """How many rows, from the first, are factors of a product."""

    def score(self, chosen: Chosen) -> Fraction | None:
        """The exact score of a package; None where it is not allowed after all."""

    def demand(self, search: Search, best: Fraction, *, ties: bool) -> None:
        """Ask for packages at least as good as `best`, or only for better ones."""

    def ties(self, score: Fraction, best: Fraction) -> bool:
        """Whether the score is as good as the best."""


@dataclass(slots=True)
class Optimum:
    """The best score, every package that ties with it, and what is proven.

    `proven`: nothing is better. `complete`: no tie is missing.
    """

    best: Fraction | None = None
    packages: list[Chosen] = field(default_factory=list)
    proven: bool = False
    complete: bool = False
    nodes: int = 0


def optimise(
    problem: Problem,
    objective: Objective,
    *,
    clock: Clock,
    allowed: Callable[[Chosen], bool],
    demands: Mapping[int, int] | None = None,
    start: Sequence[Chosen] = (),
    limit: int = TIES,
    nodes: int | None = None,
) -> Optimum:
    """Best packages of a problem by an objective, within the time limit and a number of nodes.

    `demands` are further least values per row; `start` are packages already known.
    """
    search = Search(problem, nash=objective.nash)
    for row, least in (demands or {}).items():
        search.reach(row, max(least, problem.rows[row].least))
    found = _Keeper(objective, search, limit, allowed)
    try:
        for chosen in start:
            found.see(chosen)
        for chosen in packages(search, clock, nodes=nodes):
            found.see(chosen)
        found.answer.proven = search.over
    except (OutOfTime, KeyboardInterrupt):
        found.answer.proven = False
    answer = found.answer
    answer.packages = found.packages()
    answer.complete = answer.proven and len(answer.packages) < limit
    answer.nodes = search.nodes
    return answer


class _Keeper:
    """Keeps the best packages and raises the thresholds of the search."""

    def __init__(
        self, objective: Objective, search: Search, limit: int, allowed: Callable[[Chosen], bool]
    ) -> None:
        self._objective, self._search, self._limit = objective, search, limit
        self._allowed = allowed
        self._scores: dict[Chosen, Fraction] = {}
        self.answer = Optimum()

    def see(self, chosen: Chosen) -> None:
        """Take notice of a package."""
        score = self._objective.score(chosen) if self._allowed(chosen) else None
        best = self.answer.best
        better = score is not None and (best is None or score > best)
        if self._search.guessed and not better:
            self._search.guess = False  # rounding let it through, and it would come again
        if score is None or (best is not None and not self._objective.ties(score, best)):
            return
        if better or best is None:
            self.answer.best = score
            self._scores[chosen] = score
            self._scores = {
                known: value
                for known, value in self._scores.items()
                if self._objective.ties(value, score)
            }
            self._ask(score)
        elif len(self._scores) < self._limit:
            self._scores[chosen] = score
            if len(self._scores) == self._limit:
                self._ask(best)

    def _ask(self, best: Fraction) -> None:
        self._objective.demand(self._search, best, ties=len(self._scores) < self._limit)

    def packages(self) -> list[Chosen]:
        """What ties with the best."""
        return list(self._scores)


def bound(
    problem: Problem, objective: Objective, low: Fraction, high: Fraction, *, steps: int = 24
) -> Fraction:
    """A score that no package exceeds, between `low` and `high`; `high` must be one already.

    The least score that the multipliers at the first node exclude, by bisection.
    """
    for _ in range(steps):
        middle = (low + high) / 2
        search = Search(problem, nash=objective.nash, guess=False, root_steps=200)
        objective.demand(search, middle, ties=False)
        search.go(1)
        if search.over:
            high = middle
        else:
            low = middle
    return high
