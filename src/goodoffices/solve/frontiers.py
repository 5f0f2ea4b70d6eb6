"""Three ways to a frontier: issue by issue, by listing, or few packages that stand for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from goodoffices.errors import TooLarge
from goodoffices.model.exact import TOLERANCE, Interval, interval
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences
from goodoffices.solve.cover import cover
from goodoffices.solve.cpsat import Chosen, Clock, OutOfTime
from goodoffices.solve.frontier import covering, dominated_within, undominated
from goodoffices.solve.listing import listed, tolerance
from goodoffices.solve.pareto_front import TooMany, fits, front
from goodoffices.solve.solutions import Table, table
from goodoffices.solve.space import Space

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

CLASSES = 100_000
"""Points of a frontier beyond which few stand for all."""

PATIENCE = 3.5
"""Work after which a frontier is taken for one that has too many points; about seconds."""

PACKAGES = 1_000_000
"""Packages that are shown at most."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Packages in declared order with the utilities of each. `complete`: the whole frontier.

    Every package gives no party more than one of these and `epsilon`.
    """

    packages: tuple[Chosen, ...]
    utilities: tuple[tuple[Interval, ...], ...]
    complete: bool
    epsilon: Fraction


def known_numbers(negotiation: Negotiation, parties: Iterable[str]) -> bool:
    """Whether no utility of these parties is an interval."""

    def sure(entry: Preferences) -> bool:
        scores = [score for row in entry.scores.values() for score in row.values()]
        return all(interval(number).sure for number in (*entry.weights.values(), *scores))

    return all(sure(negotiation.preferences_of[party]) for party in parties)


def by_listing(
    negotiation: Negotiation, zone: Space, parties: Sequence[str], epsilon: Fraction
) -> Shown:
    """The frontier, or few for all, of a space of at most a million packages."""
    packages = listed(negotiation, zone, parties, "pareto")
    places = undominated(packages)
    kept = places if epsilon == 0 else covering(packages, places, epsilon)
    chosen = [packages.chosen(int(place)) for place in kept]
    utilities = tuple(packages.utilities(int(place)) for place in kept)
    return Shown(tuple(chosen), utilities, len(kept) == len(places), epsilon)


def by_issue(
    negotiation: Negotiation, zone: Space, parties: Sequence[str], epsilon: Fraction, clock: Clock
) -> Shown | None:
    """The frontier, or few of it for all, without listing the space; None: too many points."""
    import numpy as np

    held = _table(negotiation, zone, parties)
    if not parties or not fits(held.gains):
        return by_listing(negotiation, zone, parties, epsilon)
    clock.check()
    try:
        found = front(held, clock=Clock(None, PATIENCE), most=CLASSES)
    except (TooMany, OutOfTime):
        clock.check()
        return None
    places = np.arange(len(found.points))
    slack = [tolerance(gain.scale, TOLERANCE) for gain in held.gains]
    if any(slack):
        points = found.points.T
        places = places[~dominated_within(points, points, slack)]
    if epsilon > 0:
        some = {next(found.packages(int(place))): place for place in places}
        kept = _thinned(held, found.points, [int(some[chosen]) for chosen in sorted(some)], epsilon)
        ordered = tuple(sorted(next(found.packages(place)) for place in kept))
        rows = tuple(_utilities(held, chosen) for chosen in ordered)
        return Shown(ordered, rows, len(kept) == len(places), epsilon)
    packages: list[Chosen] = []
    for place in places:
        for chosen in found.packages(int(place)):
            packages.append(chosen)
            if len(packages) > PACKAGES:
                raise TooLarge(
                    "packages on the frontier",
                    len(packages),
                    PACKAGES,
                    "set epsilon, restrict the packages, or leave out issues that matter to nobody",
                )
    packages.sort()
    return Shown(
        tuple(packages), tuple(_utilities(held, chosen) for chosen in packages), True, Fraction(0)
    )


def _thinned(held: Table, points: Array, places: Sequence[int], epsilon: Fraction) -> list[int]:
    """The first place not yet within epsilon of one kept, again and again."""
    import numpy as np

    room = np.array([tolerance(gain.scale, epsilon + TOLERANCE) for gain in held.gains])
    waiting, kept = np.array(places, dtype=np.int64), list[int]()
    while len(waiting):
        best, waiting = int(waiting[0]), waiting[1:]
        kept.append(best)
        covered = np.all(points[waiting] - points[best] <= room, axis=1)
        waiting = waiting[~covered]
    return kept


def few(
    negotiation: Negotiation, zone: Space, parties: Sequence[str], epsilon: Fraction, clock: Clock
) -> Shown:
    """Packages of which every other is within `epsilon`; for 0 within as little as a few seconds
    of work prove. Raises OutOfTime."""
    held = _table(negotiation, zone, parties)
    if epsilon > 0:
        return _shown(held, cover(held, epsilon, clock=clock), epsilon)
    tops = [
        Fraction(row.total, gain.scale)
        for row, gain in zip(held.problem.rows, held.gains, strict=False)
    ]
    side = max(tops) / 4
    best: Shown | None = None
    purse = Clock(None, 1.2)
    while True:
        try:
            clock.check()
            best = _shown(held, cover(held, side, clock=purse), side)
        except OutOfTime:
            if best is None:
                raise
            return best
        side = side * 3 / 4


def _shown(held: Table, packages: Iterable[Chosen], epsilon: Fraction) -> Shown:
    ordered = tuple(sorted(packages))
    return Shown(ordered, tuple(_utilities(held, chosen) for chosen in ordered), False, epsilon)


def _utilities(held: Table, chosen: Chosen) -> tuple[Interval, ...]:
    return tuple(Interval(utility, utility) for utility in held.utilities(chosen))


def _table(negotiation: Negotiation, zone: Space, parties: Sequence[str]) -> Table:
    """Rows of the parties; their reservation values count where `zone` has them."""
    return table(negotiation, zone, dict.fromkeys(parties, None), "favourable")
