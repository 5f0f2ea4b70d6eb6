"""Bargaining solutions without listing packages: by branch and bound, proven, every tie kept."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from goodoffices.errors import TooLarge
from goodoffices.model.answers import Rule
from goodoffices.model.exact import TOLERANCE, interval
from goodoffices.model.negotiation import RESERVATION, Negotiation
from goodoffices.solve.arrays import WIDEST, Problem, Row, rows_and_bans
from goodoffices.solve.cpsat import Chosen, Clock
from goodoffices.solve.numbers import whole_gains
from goodoffices.solve.objectives import Gain, Least, Product, Sum
from goodoffices.solve.optimum import TIES, Objective, Optimum, bound, optimise
from goodoffices.solve.space import Reading, Space


@dataclass(frozen=True, slots=True)
class Table:
    """The parties' gains as rows of a problem, in front of what else the zone asks for."""

    problem: Problem
    gains: tuple[Gain, ...]

    def allowed(self, chosen: Chosen) -> bool:
        """Whether the package is in the zone in the numbers as written."""
        rows = self.problem.rows
        if all(shift == 1 for shift in self.problem.shift):
            return True
        return all(self.problem.sum_of(at, chosen) >= row.least for at, row in enumerate(rows))

    def utilities(self, chosen: Chosen) -> tuple[Fraction, ...]:
        """What each party gets."""
        return tuple(gain.share(chosen) * gain.ideal + gain.origin for gain in self.gains)


@dataclass(frozen=True, slots=True)
class Solution:
    """Packages that a rule picks. `bound`: no package scores higher, in the rule's own measure.

    `score` and `bound` are the product, the least gain, the least share or the sum of gains.
    """

    packages: tuple[Chosen, ...]
    utilities: tuple[tuple[Fraction, ...], ...]
    score: Fraction | None
    bound: Fraction | None
    proven: bool
    complete: bool


def table(
    negotiation: Negotiation,
    zone: Space,
    origin: Mapping[str, Fraction | None],
    reading: Reading,
) -> Table:
    """Rows of the parties of `origin`: none may get less than it, nor than a reservation in `zone`.

    Without an origin only the reservation binds, and gains are utilities.
    """
    hopeful = reading == "favourable"
    widths = tuple(len(options) for options in zone.options)
    bound_by = {claim.id for claim in zone.claims}
    gains, rows = list[Gain](), list[Row]()
    for at, (party, point) in enumerate(origin.items()):
        entry = negotiation.preferences_of[party]
        given, scale = whole_gains(entry, zone.issues, zone.options, "high" if hopeful else "low")
        lows = [min(row) for row in given]
        numbers = tuple(tuple(n - low for n in row) for row, low in zip(given, lows, strict=True))
        start = Fraction(0) if point is None else point
        gain = Gain(at, numbers, scale, sum(lows), start)
        reserved = interval(entry.reservation)
        floors = [] if point is None else [point]
        if RESERVATION + party in bound_by:
            floors.append(reserved.low if hopeful else reserved.high)
        least = max((gain.least(floor - TOLERANCE - start) for floor in floors), default=0)
        rows.append(Row(numbers, least, -1, math.floor((start - TOLERANCE) * scale) - sum(lows)))
        gains.append(gain)
    own = {RESERVATION + party for party in origin}
    claims = [replace(c, floor=None) if c.id in own else c for c in zone.claims]
    more, bans = rows_and_bans(widths, zone.rules, claims)
    rows += [replace(row, claim=-1) for row in more]
    return Table(Problem(widths, tuple(rows), tuple((ban, -1) for ban, _ in bans), 0), tuple(gains))


def solve(held: Table, rule: Rule, *, clock: Clock, limit: int = TIES) -> Solution:
    """The packages that `rule` picks; what was found so far where the clock strikes."""
    if not held.problem.narrow:
        raise TooLarge(
            "options of one issue", max(held.problem.widths), WIDEST, "leave out or join some"
        )
    if rule == "utilitarian":
        return _utilitarian(held, clock, limit)
    if rule == "nash":
        return _nash(held, clock, limit)
    gains = held.gains
    certain = True
    if rule == "kalai-smorodinsky":
        known, scaled = list[Chosen](), list[Gain]()
        if not clock.endless:  # something to go on from, should time run short
            first = optimise(
                held.problem, Least(gains), clock=clock.part(0.2), allowed=held.allowed, limit=1
            )
            known = first.packages
        for place, gain in enumerate(gains):
            share = clock.part(0.5 / (len(gains) - place))
            found = highest(held, gain, share, known)
            certain = certain and found.proven
            if not found.packages:
                return _solution(held, found, None)
            known = [*known, found.packages[0]]
            ideal = gain.share(found.packages[0])
            if ideal > TOLERANCE:
                scaled.append(replace(gain, ideal=ideal))
        gains = tuple(scaled)
        return _leximin(held, gains, clock, limit, certain, known)
    return _leximin(held, gains, clock, limit, certain, ())


def binding(
    negotiation: Negotiation,
    zone: Space,
    origin: Mapping[str, Fraction | None],
    reading: Reading,
    rule: Rule,
    score: Fraction,
    *,
    clock: Clock,
) -> tuple[str, ...]:
    """Claims without any one of which the rule would score higher."""
    found = []
    for claim in zone.claims:
        others = zone.limited_to(other.id for other in zone.claims if other is not claim)
        freer = solve(table(negotiation, others, origin, reading), rule, clock=clock, limit=1)
        if freer.score is not None and freer.score > score * (1 + TOLERANCE):
            found.append(claim.id)
    return tuple(found)


def _solution(held: Table, found: Optimum, limit: Fraction | None) -> Solution:
    packages = tuple(sorted(found.packages))
    return Solution(
        packages,
        tuple(held.utilities(chosen) for chosen in packages),
        found.best,
        found.best if found.proven else limit,
        found.proven,
        found.complete,
    )


def _capped(held: Table, objective: Objective, found: Optimum, high: Fraction) -> Solution:
    low = Fraction(0) if found.best is None else found.best
    top = None if found.proven else bound(held.problem, objective, low, max(high, low))
    return _solution(held, found, top)


def highest(held: Table, gain: Gain, clock: Clock, known: Sequence[Chosen]) -> Optimum:
    """A package that gives one party the most; `known` are packages to begin with."""
    objective = Sum(gain.numbers, 0, gain.row)
    return optimise(
        held.problem, objective, clock=clock, allowed=held.allowed, start=known, limit=1
    )


def _utilitarian(held: Table, clock: Clock, limit: int) -> Solution:
    unit = math.lcm(1, *(gain.scale for gain in held.gains))
    widths = held.problem.widths
    numbers = tuple(
        tuple(
            sum(gain.numbers[issue][option] * (unit // gain.scale) for gain in held.gains)
            for option in range(width)
        )
        for issue, width in enumerate(widths)
    )
    rows = (*held.problem.rows, Row(numbers))
    problem = Problem(widths, rows, held.problem.bans, 0)
    summed = Sum(numbers, int(TOLERANCE * unit), len(rows) - 1)
    found = optimise(problem, summed, clock=clock, allowed=held.allowed, limit=limit)
    top = (
        None
        if found.proven
        else bound(problem, summed, found.best or Fraction(0), Fraction(rows[-1].total))
    )
    start = sum((Fraction(g.offset, g.scale) - g.origin for g in held.gains), Fraction(0))

    def gained(score: Fraction | None) -> Fraction | None:
        return None if score is None else score / unit + start

    found.best = gained(found.best)
    return _solution(held, found, gained(top))


def _nash(held: Table, clock: Clock, limit: int) -> Solution:
    objective = Product(held.gains)
    strictly = {gain.row: gain.above(TOLERANCE) for gain in held.gains}
    found = optimise(
        held.problem, objective, clock=clock, allowed=held.allowed, demands=strictly, limit=limit
    )
    if found.proven and not found.packages:  # somebody gains nothing in every package: all tie at 0
        found = optimise(held.problem, objective, clock=clock, allowed=held.allowed, limit=limit)
    high = Fraction(1)
    for gain in held.gains:
        top = Fraction(held.problem.rows[gain.row].total + gain.offset, gain.scale) - gain.origin
        high *= max(top, Fraction(0))
    return _capped(held, objective, found, high)


# --- the least share, then the next least --------------------------------------------------------


def _leximin(
    held: Table,
    gains: Sequence[Gain],
    clock: Clock,
    limit: int,
    certain: bool,
    known: Sequence[Chosen],
) -> Solution:
    if not gains:  # nobody can gain anything: every package of the zone ties
        nothing = Sum(tuple((0,) * width for width in held.problem.widths), 0, 0)
        rows = (Row(nothing.numbers), *held.problem.rows)
        problem = Problem(held.problem.widths, rows, held.problem.bans, 0)
        found = optimise(problem, nothing, clock=clock, allowed=held.allowed, limit=limit)
        return _solution(held, found, found.best)
    objective = Least(gains)
    found = optimise(
        held.problem,
        objective,
        clock=clock,
        allowed=held.allowed,
        start=known,
        limit=max(limit, TIES),
    )
    found.proven = found.proven and certain
    least, capped = found.best, None
    if not found.proven:
        tops = [Fraction(held.problem.rows[g.row].total + g.offset, g.scale) for g in gains]
        shares = [(top - g.origin) / g.ideal for top, g in zip(tops, gains, strict=True)]
        low = Fraction(0) if least is None else least
        capped = bound(held.problem, objective, low, max(low, min(shares)))
    elif not found.complete and found.packages:
        found = _level_by_level(held, gains, clock, limit, found)
    found.packages = _narrowed(gains, found.packages)
    found.best = least
    return _solution(held, found, capped)


def _narrowed(gains: Iterable[Gain], packages: Sequence[Chosen]) -> list[Chosen]:
    """Those with the greatest least share, of these with the greatest second least, and so on."""
    left = [(sorted(gain.share(chosen) for gain in gains), chosen) for chosen in packages]
    for place in range(len(left[0][0]) if left else 0):
        most = max(shares[place] for shares, _ in left)
        left = [entry for entry in left if entry[0][place] >= most - TOLERANCE]
    return [chosen for _, chosen in left]


def _level_by_level(
    held: Table, gains: Sequence[Gain], clock: Clock, limit: int, first: Optimum
) -> Optimum:
    """Where too many packages share the least share: who may be last, who last but one, and so on.

    `settled` are the parties already placed, each with the share it must reach. A package belongs
    to the answer when some order of parties reaches the best share at every place.
    """
    if first.best is None:
        return first
    orders: list[tuple[tuple[int, Fraction], ...]] = [()]
    level = first.best
    found = first
    for _ in range(len(gains) - 1):
        options: list[tuple[Fraction, tuple[tuple[int, Fraction], ...], Optimum]] = []
        seen: set[frozenset[tuple[int, Fraction]]] = set()
        for order in orders:
            for at in range(len(gains)):
                settled = (*order, (at, level))
                if at in {k for k, _ in order} or frozenset(settled) in seen:
                    continue
                seen.add(frozenset(settled))
                best = _best_of_rest(held, gains, settled, clock, limit)
                if not best.proven:
                    return replace(first, packages=found.packages, proven=False, complete=False)
                if best.best is not None:
                    options.append((best.best, settled, best))
        top = max(score for score, _, _ in options)
        kept = [option for option in options if option[0] >= top - TOLERANCE]
        orders, level = [settled for _, settled, _ in kept], top
        packages = sorted({chosen for _, _, best in kept for chosen in best.packages})
        complete = all(best.complete for _, _, best in kept)
        found = Optimum(first.best, packages[:limit], True, complete and len(packages) <= limit)
        if complete:
            break
    return found


def _best_of_rest(
    held: Table,
    gains: Sequence[Gain],
    settled: Sequence[tuple[int, Fraction]],
    clock: Clock,
    limit: int,
) -> Optimum:
    demands = {gains[at].row: gains[at].least(share - TOLERANCE) for at, share in settled}
    placed = {at for at, _ in settled}
    rest = [gain for at, gain in enumerate(gains) if at not in placed]
    return optimise(
        held.problem, Least(rest), clock=clock, allowed=held.allowed, demands=demands, limit=limit
    )
