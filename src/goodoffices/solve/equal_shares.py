"""The other reading of Kalai and Smorodinsky where options are discrete: shares as equal as can be.

On a convex set the solution is the point of the frontier where all shares are equal. Among discrete
packages there may be none; this reading takes those of the frontier whose greatest and least share
differ least, the other one (`solutions`) those whose least share is greatest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from goodoffices.errors import TooLarge
from goodoffices.model.exact import TOLERANCE
from goodoffices.model.negotiation import Negotiation
from goodoffices.solve.cpsat import Clock
from goodoffices.solve.frontiers import CLASSES, by_issue
from goodoffices.solve.solutions import Solution, Table, highest
from goodoffices.solve.space import Space


def equal_shares(
    negotiation: Negotiation, zone: Space, held: Table, origin: Mapping[str, Fraction], clock: Clock
) -> Solution:
    """Packages of the frontier, none below `origin`, whose shares differ least; ties kept.

    The score is the difference, with a minus. Raises TooLarge where the frontier has too many
    points, OutOfTime.
    """
    shown = by_issue(negotiation, zone, tuple(origin), Fraction(0), clock)
    if shown is None:
        raise TooLarge(
            "points of the frontier, at least", CLASSES + 1, CLASSES, "set shares=least instead"
        )
    gains, proven = [], True
    for gain in held.gains:
        found = highest(held, gain, clock, ())
        proven = proven and found.proven
        if not found.packages:
            return Solution((), (), None, None, found.proven, found.complete)
        ideal = gain.share(found.packages[0])
        if ideal > TOLERANCE:
            gains.append(replace(gain, ideal=ideal))
    rational = [
        chosen
        for chosen in shown.packages
        if all(gain.share(chosen) >= -TOLERANCE for gain in held.gains)
    ]
    gaps = []
    for chosen in rational:
        shares = [gain.share(chosen) for gain in gains] or [Fraction(0)]
        gaps.append(max(shares) - min(shares))
    least = min(gaps)
    best = tuple(c for c, gap in zip(rational, gaps, strict=True) if gap <= least + TOLERANCE)
    utilities = tuple(held.utilities(chosen) for chosen in best)
    return Solution(best, utilities, -least, -least if proven else None, proven, True)
