"""Questions about a `Space`, put to OR-Tools CP-SAT. Nothing else in the product knows of it.

One Boolean per option, exactly one of them true per issue; one Boolean per claim that, when true,
makes the claim hold. Utilities are whole numbers of any size: what does not fit 64 bits is split
into limbs with exact carries, so that "infeasible" is a proof about the numbers as written. Every
package found is checked against the definition before it is returned.

One worker and a fixed seed: the same question gets the same answer.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from goodoffices.errors import SolverFailed
from goodoffices.solve.space import Ban, Claim, Floor, Space

_NAME = "CP-SAT"
_LIMB = 1 << 40
_FITS = 1 << 59  # sums below this never overflow inside the solver
Chosen = tuple[int, ...]
"""Option positions, issue by issue."""


class OutOfTime(Exception):
    """The time limit struck before the solver had an answer."""


class OutOfEffort(Exception):
    """The fixed amount of work was spent before any package was found."""


class Clock:
    """A deadline shared by the calls of one analysis; without a limit it never strikes."""

    def __init__(self, limit: float | None) -> None:
        self._end = None if limit is None else time.monotonic() + limit

    def left(self) -> float | None:
        """Seconds left, None without a limit. Raises OutOfTime."""
        if self._end is None:
            return None
        left = self._end - time.monotonic()
        if left <= 0:
            raise OutOfTime
        return left


class Solver:
    """A `Space` that can be asked questions. Asking changes nothing in it."""

    def __init__(self, space: Space, *, seed: int = 0, clock: Clock | None = None) -> None:
        from ortools.sat.python import cp_model

        self.space, self._cp = space, cp_model
        self._seed, self._clock = seed % (1 << 31), clock or Clock(None)
        self._model = cp_model.CpModel()
        self._options = [[self._model.new_bool_var("") for _ in names] for names in space.options]
        for row in self._options:
            self._model.add_exactly_one(row)
        for rule in space.rules:
            self._require(self._model, rule, None)
        self._tops: dict[str, Any] = {}
        self._claims = {claim.id: claim for claim in space.claims}
        self._on = {claim.id: self._model.new_bool_var("") for claim in space.claims}
        for claim in space.claims:
            self._require(self._model, claim, self._on[claim.id])

    # --- questions ---

    def satisfy(self, claims: Iterable[str]) -> Chosen | None:
        """A package that satisfies these claims and the rules of the world; None: there is none."""
        model = self._model.clone()
        self._fix(model, claims)
        return self._package(self._solve(model), claims)

    def most(self, claims: Iterable[str], others: Iterable[str]) -> Chosen | None:
        """A package that satisfies `claims` and as many of `others` as possible; None as above."""
        model = self._model.clone()
        self._fix(model, claims)
        model.maximize(sum(self._on[claim] for claim in others))
        return self._package(self._solve(model), claims)

    def crossing(self, claim: str) -> Chosen | None:
        """A package under the rules of the world that does not satisfy `claim`; None as above."""
        model = self._model.clone()
        entry = self._claims[claim]
        ways = [model.new_bool_var("") for _ in entry.bans]
        for way, ban in zip(ways, entry.bans, strict=True):
            for issue, positions in ban.parts:
                inside = [self._options[issue][position] for position in sorted(positions)]
                model.add_bool_or(inside).only_enforce_if(way)
        if entry.floor is not None:
            below = model.new_bool_var("")
            model.add(self._tops[claim] <= -1).only_enforce_if(below)
            ways.append(below)
        if not ways:
            return None
        model.add_bool_or(ways)
        found = self._package(self._solve(model), ())
        if found is not None and satisfied(entry, found):
            raise SolverFailed(_NAME, "a package that does not cross the claim after all")
        return found

    def apart(self, shown: Sequence[Chosen], weights: Sequence[int]) -> Chosen | None:
        """A package in the zone of all claims, other than those shown and far from them.

        Distance is the weighted number of issues that differ. The search for the farthest one is
        cut at a fixed amount of work, not time, so that it ends alike on every machine. None: every
        package of the zone is shown.
        """
        model = self._model.clone()
        self._fix(model, self._claims)
        nearest = model.new_int_var(1, sum(weights), "")
        for chosen in shown:
            model.add(
                nearest
                <= sum(
                    weight * (1 - self._options[issue][chosen[issue]])
                    for issue, weight in enumerate(weights)
                )
            )
        model.maximize(nearest)
        try:
            solver = self._solve(model, effort=0.2)
        except OutOfEffort:
            model.clear_objective()
            solver = self._solve(model)
        return self._package(solver, self._claims)

    def extreme(self, rows: Sequence[Sequence[int]], *, highest: bool) -> Chosen | None:
        """A package under the rules of the world whose sum of `rows` is highest, or lowest.

        `rows[issue][option position]` are whole numbers of any size.
        """
        model = self._model.clone()
        signed = rows if highest else [[-number for number in row] for row in rows]
        least = [min(row) for row in signed]
        raised = [[n - low for n in row] for row, low in zip(signed, least, strict=True)]
        limbs = self._limbs(model, range(len(rows)), raised, 0)
        found: Chosen | None = None
        for index, limb in enumerate(limbs):  # the most significant first
            model.maximize(limb)
            solver = self._solve(model)
            found = self._package(solver, ())
            if found is None or solver is None:
                return None
            if index < len(limbs) - 1:
                model.add(limb == solver.value(limb))
        return found

    # --- building ---

    def _require(self, model: Any, claim: Claim, on: Any) -> None:
        for ban in claim.bans:
            outside = self._outside(ban)
            if on is None:
                model.add_bool_or(outside)
            else:
                model.add_bool_or([*outside, on.negated()])
        if claim.floor is not None:
            top = self._top(model, claim.floor)
            self._tops[claim.id] = top
            held = model.add(top >= 0)
            if on is not None:
                held.only_enforce_if(on)

    def _outside(self, ban: Ban) -> list[Any]:
        """Literals of which one must be true for the ban to be kept; none: it cannot be."""
        return [
            literal
            for issue, positions in ban.parts
            for position, literal in enumerate(self._options[issue])
            if position not in positions
        ]

    def _top(self, model: Any, floor: Floor) -> Any:
        return self._limbs(model, floor.issues, floor.numbers, -floor.least)[0]

    def _limbs(
        self, model: Any, issues: Iterable[int], rows: Sequence[Sequence[int]], constant: int
    ) -> list[Any]:
        """The sum of `rows` over the options taken, plus `constant`, as limbs of base 2**40.

        The first limb is the most significant and carries the sign: the sum is >= 0 exactly when
        that limb is. Numbers that fit 64 bits come out as one limb.
        """
        issues = list(issues)
        carry: Any = 0
        carry_bound = 0
        lower: list[Any] = []
        while True:
            largest = sum(max(map(abs, row)) for row in rows) + abs(constant) + carry_bound
            if largest < _FITS:
                return [self._sum(issues, rows) + constant + carry, *reversed(lower)]
            low = [[number % _LIMB for number in row] for row in rows]
            bound = sum(max(row) for row in low) + _LIMB + carry_bound
            digit = model.new_int_var(0, _LIMB - 1, "")
            next_carry = model.new_int_var(0, bound // _LIMB, "")
            total = self._sum(issues, low) + constant % _LIMB + carry
            model.add(total == next_carry * _LIMB + digit)
            lower.append(digit)
            carry, carry_bound = next_carry, bound // _LIMB
            rows = [[number // _LIMB for number in row] for row in rows]
            constant //= _LIMB

    def _sum(self, issues: Sequence[int], rows: Sequence[Sequence[int]]) -> Any:
        literals: list[Any] = []
        numbers: list[int] = []
        for issue, row in zip(issues, rows, strict=True):
            literals += self._options[issue]
            numbers += row
        return self._cp.LinearExpr.weighted_sum(literals, numbers)

    def _fix(self, model: Any, claims: Iterable[str]) -> None:
        literals = [self._on[claim] for claim in claims]
        if literals:
            model.add_bool_and(literals)

    # --- solving ---

    def _solve(self, model: Any, effort: float | None = None) -> Any:
        solver = self._cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._seed
        if effort is not None:
            solver.parameters.max_deterministic_time = effort
        if (left := self._clock.left()) is not None:
            solver.parameters.max_time_in_seconds = left
        status = solver.solve(model)
        if status == self._cp.INFEASIBLE:
            return None
        if status == self._cp.OPTIMAL or (status == self._cp.FEASIBLE and effort is not None):
            return solver
        self._clock.left()  # raises where it was the time limit that struck
        if status in (self._cp.UNKNOWN, self._cp.FEASIBLE):
            raise OutOfTime if effort is None else OutOfEffort
        raise SolverFailed(_NAME, solver.status_name(status))

    def _package(self, solver: Any, claims: Iterable[str]) -> Chosen | None:
        if solver is None:
            return None
        chosen = tuple(
            next(k for k, literal in enumerate(row) if solver.boolean_value(literal))
            for row in self._options
        )
        required = [*self.space.rules, *(self._claims[claim] for claim in claims)]
        if wrong := [claim.id for claim in required if not satisfied(claim, chosen)]:
            raise SolverFailed(_NAME, f"a package that breaks {', '.join(wrong)}")
        return chosen


def satisfied(claim: Claim, chosen: Chosen) -> bool:
    """Whether the package satisfies the claim, in whole numbers and without a solver."""
    if any(all(chosen[issue] in inside for issue, inside in ban.parts) for ban in claim.bans):
        return False
    floor = claim.floor
    if floor is None:
        return True
    pairs = zip(floor.issues, floor.numbers, strict=True)
    return sum(row[chosen[issue]] for issue, row in pairs) >= floor.least


def violated(claims: Iterable[Claim], chosen: Chosen) -> frozenset[str]:
    """Ids of the claims that the package does not satisfy."""
    return frozenset(claim.id for claim in claims if not satisfied(claim, chosen))


class CheapestHittingSet:
    """Least-weight sets that meet every given family member and contain no barred set.

    The answers come out in one order whatever the solver does on the way: by weight, then by the
    position of the elements.
    """

    def __init__(
        self, weights: Sequence[int], *, seed: int = 0, clock: Clock | None = None
    ) -> None:
        from ortools.sat.python import cp_model

        self._cp, self._clock = cp_model, clock or Clock(None)
        self._seed, self._weights = seed % (1 << 31), list(weights)
        self._model = cp_model.CpModel()
        self._in = [self._model.new_bool_var("") for _ in weights]
        self._weight = cp_model.LinearExpr.weighted_sum(self._in, self._weights)

    def hit(self, elements: Collection[int]) -> None:
        """From now on every answer holds one of `elements`."""
        self._model.add_bool_or([self._in[element] for element in sorted(elements)])

    def bar(self, elements: Collection[int]) -> None:
        """From now on no answer holds all of `elements`."""
        self._model.add_bool_or([self._in[element].negated() for element in sorted(elements)])

    def cheapest(self) -> frozenset[int] | None:
        """Some set of least weight; None when there is no set at all."""
        model = self._model.clone()
        model.minimize(self._weight)
        return self._solve(model)

    def first(self, weight: int) -> frozenset[int]:
        """Of the sets of that (least) weight, the one whose elements come first."""
        model = self._model.clone()
        model.add(self._weight == weight)
        answer: frozenset[int] = frozenset()
        for start in range(0, len(self._in), 40):
            block = self._in[start : start + 40]
            model.maximize(sum((1 << (len(block) - k - 1)) * v for k, v in enumerate(block)))
            found = self._solve(model)
            if found is None:
                raise SolverFailed(_NAME, "no set where there was one")
            answer = found
            for k, literal in enumerate(block, start):
                model.add(literal == (k in found))
        return answer

    def weight_of(self, elements: Iterable[int]) -> int:
        """The weight of a set."""
        return sum(self._weights[element] for element in elements)

    def _solve(self, model: Any) -> frozenset[int] | None:
        solver = self._cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._seed
        if (left := self._clock.left()) is not None:
            solver.parameters.max_time_in_seconds = left
        status = solver.solve(model)
        if status == self._cp.INFEASIBLE:
            return None
        if status != self._cp.OPTIMAL:
            self._clock.left()
            if status in (self._cp.UNKNOWN, self._cp.FEASIBLE):
                raise OutOfTime
            raise SolverFailed(_NAME, solver.status_name(status))
        return frozenset(k for k, literal in enumerate(self._in) if solver.boolean_value(literal))
