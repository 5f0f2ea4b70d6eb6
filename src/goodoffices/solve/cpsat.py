"""Questions about a `Space`, put to OR-Tools CP-SAT. Nothing else in the product knows of it.

One Boolean per option, exactly one of them true per issue; one Boolean per claim that, when true,
makes the claim hold. Utilities are whole numbers of any size: what does not fit 64 bits is split
into limbs with exact carries, so that "infeasible" is a proof about the numbers as written. Every
package found is checked against the definition before it is returned.

One worker and a fixed seed: the same question gets the same answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from goodoffices.errors import SolverFailed
from goodoffices.solve.space import Ban, Claim, Floor, Space
from goodoffices.solve.stopping import asked

_NAME = "CP-SAT"
_LIMB = 1 << 40
_FITS = 1 << 59  # sums below this never overflow inside the solver
_BLOCK = 40  # elements compared at once, as one number of that many bits
_ENOUGH = 0.1  # work after which a good package will do
Chosen = tuple[int, ...]
"""Option positions, issue by issue."""


class OutOfTime(Exception):
    """The seconds or the work allowed were spent before the solver had an answer."""


class Clock:
    """What the calls of one analysis may spend together: seconds, or work, or both.

    Work is counted by the solver in units of about a second, and alike on every machine: an
    analysis that stops by it stops at the same place everywhere.
    """

    def __init__(
        self, seconds: float | None = None, work: float | None = None, *, heedful: bool = True
    ) -> None:
        """Not `heedful` it goes on when Ctrl-C asks for what there is."""
        self._heedful = heedful
        self._end = None if seconds is None else time.monotonic() + seconds
        self._seconds, self._given, self._work = seconds, work, work

    def run(self, cp: Any, solver: Any, model: Any, work: float | None = None) -> Any:
        """Solve within what is left, and within `work` for this call; the status."""
        self.check()
        if self._end is not None:
            solver.parameters.max_time_in_seconds = max(0.001, self._end - time.monotonic())
        bounds = [bound for bound in (self._work, work) if bound is not None]
        if bounds:
            solver.parameters.max_deterministic_time = min(bounds)
        status = solver.solve(model)
        if self._work is not None:
            self._work -= solver.response_proto.deterministic_time
        if status in (cp.OPTIMAL, cp.FEASIBLE, cp.INFEASIBLE, cp.UNKNOWN):
            return status
        raise SolverFailed(_NAME, solver.status_name(status))

    @property
    def endless(self) -> bool:
        """Whether nothing limits it."""
        return self._end is None and self._work is None

    @property
    def left(self) -> float | None:
        """Seconds that are left; None for no limit."""
        return None if self._end is None else max(0.0, self._end - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether nothing is left, or somebody wants what there is."""
        try:
            self.check()
        except OutOfTime:
            return True
        return False

    def part(self, share: float) -> Clock:
        """A clock with a share of what is left; the work it counts is not taken from this one."""
        seconds = None if self.left is None else self.left * share
        return Clock(seconds, None if self._work is None else max(0.0, self._work) * share)

    def spend(self, work: float) -> None:
        """Take note of work done elsewhere, about seconds. Raises OutOfTime when none is left."""
        if self._work is not None:
            self._work -= work
        self.check()

    def spent(self) -> tuple[str, str]:
        """The solver and what it ran out of, as SolverFailed wants them."""
        if asked():
            return _NAME, "no answer before it was interrupted"
        if self._end is not None and time.monotonic() >= self._end:
            return _NAME, f"no answer within the time limit of {self._seconds:g} s"
        return _NAME, f"no answer within the effort of {self._given:g}"

    def check(self) -> None:
        """Raise OutOfTime when nothing is left, or when somebody wants what there is."""
        if self._heedful and asked():
            raise OutOfTime
        if self._end is not None and time.monotonic() >= self._end:
            raise OutOfTime
        if self._work is not None and self._work <= 0:
            raise OutOfTime


class Solver:
    """A `Space` that can be asked questions. Asking changes nothing in it."""

    def __init__(self, space: Space, *, seed: int = 0, clock: Clock | None = None) -> None:
        from ortools.sat.python import cp_model

        self.space, self._cp = space, cp_model
        self._seed, self._clock = seed, clock or Clock()
        self._model = _model_class()()
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
        """A package that satisfies `claims` and many of `others`; None as above.

        As many as can be found with a fixed amount of work: all that is needed are many.
        """
        model = self._model.clone()
        self._fix(model, claims)
        model.maximize(sum(self._on[claim] for claim in others))
        return self._package(self._solve_some(model), claims)

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
        return self._package(self._solve_some(model), self._claims)

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

    def given_up(self, weights: Sequence[int]) -> LeastSets:
        """Sets of claims (by place) outside of which a package satisfies all claims and rules."""

        def solve(model: Any) -> Any:
            solver = self._solve(model)
            if solver is not None:
                kept = (claim for claim, on in self._on.items() if solver.boolean_value(on))
                self._package(solver, kept)  # checks it
            return solver

        taken = [on.negated() for on in self._on.values()]
        return LeastSets(self._model.clone(), taken, weights, solve)

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

    def _solve(self, model: Any) -> Any:
        """A solver with the best package, None where there is none. Raises OutOfTime."""
        solver = _solver(self._cp, self._seed, numeric=bool(self._tops))
        return _best(self._cp, model, solver, self._clock)

    def _solve_some(self, model: Any) -> Any:
        """As `_solve`, but content with a good package after a fixed amount of work."""
        solver = _solver(self._cp, self._seed, numeric=bool(self._tops))
        status = self._clock.run(self._cp, solver, model, _ENOUGH)
        if status == self._cp.INFEASIBLE:
            return None
        if status == self._cp.UNKNOWN:
            model.clear_objective()
            return self._solve(model)
        return solver

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


@cache
def _model_class() -> Any:
    """CpModel without its old spellings: making those anew for each copy outweighs the solving."""
    from ortools.sat.python import cp_model

    class Model(cp_model.CpModel):  # type: ignore[misc]
        def _add_pre_pep8_methods(self) -> None:
            pass

        def clone(self) -> Model:
            copy = Model()
            copy.proto.copy_from(self.proto)
            copy.rebuild_constant_map()
            return copy

    return Model


def _best(cp: Any, model: Any, solver: Any, clock: Clock) -> Any:
    status = clock.run(cp, solver, model)
    if status == cp.INFEASIBLE:
        return None
    if status != cp.OPTIMAL:
        raise OutOfTime
    return solver


def _solver(cp: Any, seed: int, *, numeric: bool) -> Any:
    solver = cp.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % (1 << 31)
    # OR-Tools 9.15 reduces sums over exactly-one groups in presolve in a way that can lose
    # solutions and so "prove" a negotiation impossible (google/or-tools issues 5274, 5293).
    solver.parameters.cp_model_presolve = False
    # With sums of utilities the linear relaxation proves in milliseconds what search alone cannot.
    solver.parameters.linearization_level = 2 if numeric else 0
    return solver


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


class LeastSets:
    """Sets of elements in one order: by weight, then by the places of their elements.

    A set is what the given literals of a model say; `bar` keeps a set and all that contain it from
    coming again. The order does not depend on what the solver does on the way.
    """

    def __init__(
        self, model: Any, taken: Sequence[Any], weights: Sequence[int], solve: Callable[[Any], Any]
    ) -> None:
        from ortools.sat.python import cp_model

        self._model, self._taken, self._solve = model, taken, solve
        self._weights = tuple(weights)
        self._weight = cp_model.LinearExpr.weighted_sum(taken, weights)

    def cheapest(self) -> frozenset[int] | None:
        """Some set of least weight; None when there is no set at all."""
        model = self._model.clone()
        model.minimize(self._weight)
        return self._set(self._solve(model))

    def first(self, cheapest: frozenset[int]) -> frozenset[int]:
        """Of the sets that weigh as little as the `cheapest`, the one whose elements come first."""
        model = self._model.clone()
        model.add(self._weight == sum(self._weights[element] for element in cheapest))
        found: frozenset[int] | None = cheapest
        for start in range(0, len(self._taken), _BLOCK):
            block = self._taken[start : start + _BLOCK]
            model.maximize(sum(literal * (1 << k) for k, literal in enumerate(reversed(block))))
            if (found := self._set(self._solve(model))) is None:
                raise SolverFailed(_NAME, "no set where there was one")
            for k, literal in enumerate(block, start):
                model.add(literal == (k in found))
        return cheapest if found is None else found

    def hit(self, elements: Iterable[int]) -> None:
        """From now on every set holds one of `elements`."""
        self._model.add_bool_or([self._taken[element] for element in sorted(elements)])

    def bar(self, elements: Iterable[int]) -> None:
        """From now on no set holds all of `elements`."""
        self._model.add_bool_or([self._taken[element].negated() for element in sorted(elements)])

    def _set(self, solver: Any) -> frozenset[int] | None:
        if solver is None:
            return None
        return frozenset(k for k, taken in enumerate(self._taken) if solver.boolean_value(taken))


def hitting_sets(weights: Sequence[int], *, seed: int = 0, clock: Clock | None = None) -> LeastSets:
    """Sets of elements 0, 1, ... that meet whatever is given to `hit`; at first any set."""
    from ortools.sat.python import cp_model

    model, spent = _model_class()(), clock or Clock()
    taken = [model.new_bool_var("") for _ in weights]

    def solve(question: Any) -> Any:
        return _best(cp_model, question, _solver(cp_model, seed, numeric=False), spent)

    return LeastSets(model, taken, weights, solve)
