"""A text to begin with, and the amendments nearest to it that reach a goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from goodoffices.model.agenda import Package
from goodoffices.model.answers import Goal
from goodoffices.model.exact import TOLERANCE, Interval
from goodoffices.model.negotiation import Negotiation
from goodoffices.solve.amend import Nearest, distance, nearest
from goodoffices.solve.arrays import Row, rows_and_bans
from goodoffices.solve.cpsat import Chosen, Clock, satisfied
from goodoffices.solve.numbers import whole_gains
from goodoffices.solve.objectives import Gain, total
from goodoffices.solve.space import Reading, Space


class Start:
    """A text in a zone: the options that it allows, and what its package fails.

    `chosen` is its package, None where it leaves something open; `failed` are then claims that one
    of its packages, the first allowed, fails.
    """

    def __init__(
        self,
        negotiation: Negotiation,
        zone: Space,
        asked: tuple[str, ...],
        terms: Mapping[str, tuple[str, ...]],
        reading: Reading,
    ) -> None:
        self.zone = zone
        self.valued = tuple(party for party in asked if party in negotiation.preferences_of)
        self.base = [
            frozenset(
                k for k, name in enumerate(names) if issue not in terms or name in terms[issue]
            )
            for issue, names in zip(zone.issues, zone.options, strict=True)
        ]
        widths = [len(names) for names in zone.options]
        self.far = distance(self.base, widths, [issue.ordered for issue in negotiation.issues])
        settled = all(len(inside) == 1 for inside in self.base)
        first = tuple(min(inside) for inside in self.base)
        self.chosen = first if settled else None
        self.failed = self.fails(first) if settled else frozenset[str]()
        self._tables = {
            party: {
                end: whole_gains(negotiation.preferences_of[party], zone.issues, zone.options, end)
                for end in ("low", "high")
            }
            for party in self.valued
        }
        self._end = "high" if reading == "favourable" else "low"

    def fails(self, chosen: Chosen) -> frozenset[str]:
        """Claims and rules that a package does not satisfy."""
        held = (*self.zone.rules, *self.zone.claims)
        return frozenset(claim.id for claim in held if not satisfied(claim, chosen))

    def package(self) -> Package:
        """The first package that the text allows."""
        return self.zone.package(min(inside) for inside in self.base)

    def range_of(self, party: str) -> Interval:
        """Least and greatest utility over what the text allows."""
        (low, low_scale), (high, high_scale) = (self._tables[party][end] for end in ("low", "high"))
        least = sum(min(row[k] for k in inside) for row, inside in zip(low, self.base, strict=True))
        most = sum(max(row[k] for k in inside) for row, inside in zip(high, self.base, strict=True))
        return Interval(Fraction(least, low_scale), Fraction(most, high_scale))

    def sure(self, party: str) -> bool:
        """Whether the party's utilities are numbers, not intervals."""
        return self._tables[party]["low"] == self._tables[party]["high"]

    def utility(self, party: str, chosen: Chosen) -> Interval:
        """What a package gives the party."""
        (low, low_scale), (high, high_scale) = (self._tables[party][end] for end in ("low", "high"))
        return Interval(
            Fraction(total(low, chosen), low_scale), Fraction(total(high, chosen), high_scale)
        )

    def effect(self, party: str, issue: int, option: int) -> Interval:
        """What a change of one term gives or takes: against the best and worst that it replaces."""
        (low, low_scale), (high, high_scale) = (self._tables[party][end] for end in ("low", "high"))
        inside = self.base[issue]
        worst = Fraction(low[issue][option], low_scale) - Fraction(
            max(high[issue][k] for k in inside), high_scale
        )
        best = Fraction(high[issue][option], high_scale) - Fraction(
            min(low[issue][k] for k in inside), low_scale
        )
        return Interval(worst, best)

    def gain(self, party: str, at: int) -> Gain:
        """The party's utility as a row, counted from what the text gives it."""
        given, scale = self._tables[party][self._end]
        lows = [min(row) for row in given]
        numbers = tuple(tuple(n - low for n in row) for row, low in zip(given, lows, strict=True))
        gain = Gain(at, numbers, scale, sum(lows), Fraction(0))
        return gain if self.chosen is None else replace(gain, origin=gain.share(self.chosen))


def amendments(
    start: Start, goal: Goal, party: str | None, *, limit: int, diverse: bool, clock: Clock
) -> Nearest:
    """The packages nearest to the text that reach the goal and are not the text itself."""
    claims = start.zone.claims
    if goal != "zone":
        claims = tuple(claim for claim in claims if claim.id not in start.failed)
    widths = tuple(len(names) for names in start.zone.options)
    rows, bans = rows_and_bans(widths, start.zone.rules, claims)
    better: tuple[str, ...] = ()
    if goal == "all":
        better = start.valued
    elif goal == "one" and party is not None:
        better = (party,)
    gains = [] if goal == "zone" else [start.gain(name, 0) for name in start.valued]
    rows += [
        Row(gain.numbers, gain.above(TOLERANCE) if name in better else gain.least(-TOLERANCE))
        for name, gain in zip(start.valued, gains, strict=False)
    ]
    if goal == "one" and party is None:
        rows.append(_somebody(gains, widths))

    def allowed(chosen: Chosen) -> bool:
        if chosen == start.chosen or any(total(r.numbers, chosen) < r.least for r in rows):
            return False
        if goal == "one" and party is None:
            return any(gain.share(chosen) > TOLERANCE for gain in gains)
        return True

    return nearest(
        widths, rows, bans, start.far, limit=limit, clock=clock, allowed=allowed, diverse=diverse
    )


def _somebody(gains: Sequence[Gain], widths: tuple[int, ...]) -> Row:
    """That the sums of all parties exceed those of the text; each may lose as much as is allowed.

    Where none gets less than the text gives, this is what it takes for somebody to get more.
    """
    numbers = tuple(
        tuple(sum(gain.numbers[issue][option] for gain in gains) for option in range(width))
        for issue, width in enumerate(widths)
    )
    # With tolerance: least(-tolerance) is at most the sum of the text, so nothing is lost.
    return Row(numbers, max(0, sum(gain.least(-TOLERANCE) for gain in gains) + 1))
