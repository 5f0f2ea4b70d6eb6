"""The best packages by an objective: found, proven, ties kept.

An objective turns what was found so far into thresholds for the search: what a package must reach
to tie (`least`) and to be better (`aim`). Whatever the search returns is judged again in the
numbers as written, so a threshold that lets too much through costs time and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from goodoffices.solve.arrays import Problem, Search, packages
from goodoffices.solve.cpsat import Chosen, Clock, OutOfTime

TIES = 10_000
"""Packages of one objective value that are kept before the question is put another way."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party's utility in whole numbers: (sum of its row + `offset`) / `scale`."""

    id: str
    scale: int
    offset: int

    def least(self, utility: Fraction) -> int:
        """The least sum that reaches the utility."""
        return math.ceil(utility * self.scale) - self.offset

    def above(self, utility: Fraction) -> int:
        """The least sum that exceeds the utility."""
        return math.floor(utility * self.scale) - self.offset + 1

    def utility(self, total: int) -> Fraction:
        """The utility of a sum."""
        return Fraction(total + self.offset, self.scale)


class Objective(Protocol):
    """What is to be greatest."""

    nash: int

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
        if score is None or chosen in self._scores:
            # Rounding let it through, or it was guessed before: the search goes on without guesses.
            self._search.guess = self._search.guess and score is not None
            return
        answer, objective = self.answer, self._objective
        if answer.best is not None and not objective.ties(score, answer.best):
            self._search.guess = False
            return
        self._scores[chosen] = score
        if answer.best is None or score > answer.best:
            answer.best = score
            self._scores = {
                known: value for known, value in self._scores.items() if objective.ties(value, score)
            }
            objective.demand(self._search, score, ties=True)
        answer.packages = list(self._scores)
        if len(self._scores) >= self._limit:
            objective.demand(self._search, answer.best, ties=False)
