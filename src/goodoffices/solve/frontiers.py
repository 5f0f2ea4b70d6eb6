"""Three ways to a frontier: issue by issue, by listing, or few packages that stand for all."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from goodoffices.model.exact import TOLERANCE, interval
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences, Quantity
from goodoffices.solve.cover import Cover
from goodoffices.solve.cpsat import Chosen, Clock, OutOfTime
from goodoffices.solve.frontier import covering, undominated
from goodoffices.solve.listing import FITS, listed, tolerance
from goodoffices.solve.pareto_front import Front, TooMany, front
from goodoffices.solve.solutions import Table, table
from goodoffices.solve.space import Space

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

CLASSES = 100_000
"""Points of a frontier beyond which few stand for all."""

PATIENCE = 2.5
"""Work after which a frontier is taken for one that has too many points; about seconds."""

PURSE = 3.0
"""Work spent on making few stand for all as nearly as can be."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Packages in declared order with the utilities of each. `complete`: the whole frontier.

    Every package gives no party more than one of these and `epsilon`.
    """

    packages: tuple[Chosen, ...]
    utilities: tuple[tuple[Quantity, ...], ...]
    complete: bool
    epsilon: Fraction


def known_numbers(negotiation: Negotiation, parties: Iterable[str]) -> bool:
    """Whether no utility of these parties is an interval."""

    def sure(entry: Preferences) -> bool:
        scores = [score for row in entry.scores.values() for score in row.values()]
        numbers = (*entry.weights.values(), *scores)
        return all(interval(n).sure for n in numbers if isinstance(n, (tuple, list)))

    return all(sure(negotiation.preferences_of[party]) for party in parties)


def by_listing(
    negotiation: Negotiation, zone: Space, parties: Sequence[str], epsilon: Fraction
) -> Shown:
    """The frontier, or few for all, of a space of at most a million packages."""
    packages = listed(negotiation, zone, parties, "pareto")
    places = undominated(packages)
    kept = places if epsilon == 0 else covering(packages, places, epsilon)
    chosen = [packages.chosen(int(place)) for place in kept]
    utilities = tuple(
        tuple(utility.plain() for utility in packages.utilities(int(place))) for place in kept
    )
    return Shown(tuple(chosen), utilities, len(kept) == len(places), epsilon)


def by_issue(
    negotiation: Negotiation, zone: Space, parties: Sequence[str], epsilon: Fraction, clock: Clock
) -> Shown | None:
    """The frontier, or few of it for all, without listing the space; None: too many points."""
    import numpy as np

    held = _table(negotiation, zone, parties)
    clock.check()
    try:
        found = front(held, clock=Clock(None, PATIENCE), most=CLASSES)
    except (TooMany, OutOfTime):
        clock.check()
        return None
    if found is None:
        return by_listing(negotiation, zone, parties, epsilon)
    places = np.flatnonzero(~found.outdone())
    if epsilon > 0:
        rows, owner = found.packages(places, first=True)
        kept = _thinned(found, owner, epsilon)
        rows, owner = rows[kept], owner[kept]
    else:
        rows, owner = found.packages(places)
    chosen = tuple(map(tuple, rows.tolist()))
    complete = epsilon == 0 or len(rows) == len(places)
    return Shown(chosen, tuple(found.utilities(owner)), complete, epsilon)


def _thinned(found: Front, owner: Array, epsilon: Fraction) -> list[int]:
    """The first package not yet within epsilon of one kept, again and again."""
    import numpy as np

    room = [tolerance(gain.scale, epsilon + TOLERANCE) for gain in found.gains]
    if found.parts.count:
        columns = [found.parts.column(found.points, k) for k in range(len(room))]
        points = np.array(columns, dtype=object).T[owner]
    else:
        points = found.points.firsts[owner]
    margin = np.array(room, dtype=points.dtype if max(room) < FITS else object)
    waiting, kept = np.arange(len(owner)), list[int]()
    while len(waiting):
        best, waiting = int(waiting[0]), waiting[1:]
        kept.append(best)
        covered = np.all(points[waiting] - points[best] <= margin, axis=1)
        waiting = waiting[~covered.astype(bool)]
    return kept


def few(
    negotiation: Negotiation, zone: Space, parties: Sequence[str], epsilon: Fraction, clock: Clock
) -> Shown:
    """Packages of which every other is within `epsilon`; for 0 within as little as a few seconds
    of work prove. Raises OutOfTime."""
    held = _table(negotiation, zone, parties)
    if epsilon > 0:
        return _shown(held, Cover(held, clock).within(epsilon), epsilon)
    rows = zip(held.problem.rows, held.gains, strict=False)
    side = max(Fraction(row.total, gain.scale) for row, gain in rows) / 4
    best: Shown | None = None
    cover = Cover(held, Clock(clock.left, PURSE))
    try:
        while True:
            side = _rounded(side)
            best = _shown(held, cover.within(side), side)
            side = side * 9 / 10
    except OutOfTime:
        if best is None:
            raise
        return best


def _rounded(number: Fraction) -> Fraction:
    """To three digits, so that what is proven can be printed; never to less than two thirds."""
    digits = 10 ** max(0, 2 - math.floor(math.log10(number)))
    return Fraction(math.ceil(number * digits), digits)


def _shown(held: Table, packages: Iterable[Chosen], epsilon: Fraction) -> Shown:
    ordered = tuple(sorted(packages))
    utilities = tuple(tuple(map(float, held.utilities(chosen))) for chosen in ordered)
    return Shown(ordered, utilities, False, epsilon)


def _table(negotiation: Negotiation, zone: Space, parties: Sequence[str]) -> Table:
    """Rows of the parties; their reservation values count where `zone` has them."""
    return table(negotiation, zone, dict.fromkeys(parties, None), "favourable")
