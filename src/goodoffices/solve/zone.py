"""The questions that analyses put to a solver, in packages and claim ids.

Behind these functions the solver can be replaced; nothing in front of them knows which one it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from goodoffices.errors import SolverFailed
from goodoffices.model.agenda import Package
from goodoffices.model.exact import Interval
from goodoffices.model.negotiation import Negotiation
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.engine import Engine
from goodoffices.solve.minimal import conflict_sets
from goodoffices.solve.space import Space, common_denominator, gains


def broken_rules(space: Space, *, seed: int = 0, clock: Clock | None = None) -> tuple[str, ...]:
    """A smallest set of rules of the world that no package obeys; empty where one obeys all."""
    rules = space.rules_as_claims()
    if Engine(rules, clock=clock).satisfy(rule.id for rule in rules.claims) is not None:
        return ()
    return _smallest(rules, seed, clock)


def _smallest(space: Space, seed: int, clock: Clock | None) -> tuple[str, ...]:
    """The first of the smallest conflict sets. Raises OutOfTime before it is known."""
    found = conflict_sets(space, limit=1, seed=seed, clock=clock)
    if not found.in_order:
        raise OutOfTime
    return found.sets[0]


def some_package(
    space: Space, claims: Iterable[str], *, seed: int = 0, clock: Clock | None = None
) -> Package | None:
    """A package that satisfies these claims and the rules of the world; None: there is none."""
    chosen = Engine(space, clock=clock).satisfy(claims)
    return None if chosen is None else space.package(chosen)


def zone_packages(
    space: Space, limit: int, *, seed: int = 0, clock: Clock | None = None
) -> tuple[Package, ...]:
    """Up to `limit` different packages that satisfy every claim, each far from those before it.

    Each further one is as far from the nearest of those before it as a fixed amount of work finds;
    on small spaces that is as far as any (greedy choice by the greatest least distance: Gonzalez
    1985). Distance is the number of issues that differ; those on which a claim turns count more
    than all the others together. At least one package is returned where there is one: its absence
    is the answer. Raises OutOfTime before that is known.
    """
    solver = Engine(space, clock=clock)
    first = solver.satisfy(claim.id for claim in space.claims)
    if first is None:
        return ()
    shown = [first]
    touched = {issue for claim in (*space.rules, *space.claims) for issue in claim.issues}
    weights = [
        len(space.issues) + 1 if issue in touched else 1 for issue in range(len(space.issues))
    ]
    while len(shown) < limit:
        try:
            following = solver.apart(shown, weights)
        except (OutOfTime, KeyboardInterrupt):
            break
        if following is None:
            break
        shown.append(following)
    return tuple(space.package(chosen) for chosen in shown)


@dataclass(frozen=True, slots=True)
class Reach:
    """What the packages of a space do to its claims.

    `always` are claims that every package crosses; `together` a smallest set that collides where
    no single one does; `sometimes` are claims that some package crosses and some does not.
    """

    always: tuple[str, ...]
    together: tuple[str, ...]
    sometimes: tuple[str, ...]


def reach(space: Space, *, seed: int = 0, clock: Clock | None = None) -> Reach:
    """Which claims the packages of `space` cross. Its rules must leave some package."""
    solver = Engine(space, clock=clock)
    ids = [claim.id for claim in space.claims]
    crossed = [claim for claim in ids if solver.crossing(claim) is not None]
    always = tuple(claim for claim in crossed if solver.satisfy([claim]) is None)
    together: tuple[str, ...] = ()
    if not always and solver.satisfy(ids) is None:
        together = _smallest(space, seed, clock)
    return Reach(always, together, tuple(claim for claim in crossed if claim not in always))


def any_crossed(space: Space, *, seed: int = 0, clock: Clock | None = None) -> bool:
    """Whether some package of `space` fails some claim."""
    solver = Engine(space, clock=clock)
    return any(solver.crossing(claim.id) is not None for claim in space.claims)


def utility_range(
    negotiation: Negotiation, party: str, space: Space, *, seed: int = 0, clock: Clock | None = None
) -> Interval:
    """Exact lowest and highest utility of `party` over the packages that the rules leave."""
    table = gains(negotiation, space, party)
    solver = Engine(space.limited_to(()), clock=clock)

    def end(rows: list[list[Fraction]], *, highest: bool) -> Fraction:
        scale = common_denominator(number for row in rows for number in row)
        whole = [[int(number * scale) for number in row] for row in rows]
        chosen = solver.extreme(whole, highest=highest)
        if chosen is None:
            raise SolverFailed("CP-SAT", "no package although the rules leave one")
        return sum((row[k] for row, k in zip(rows, chosen, strict=True)), Fraction(0))

    return Interval(
        end([[gain.low for gain in row] for row in table], highest=False),
        end([[gain.high for gain in row] for row in table], highest=True),
    )
