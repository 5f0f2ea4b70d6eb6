"""A negotiation in integers: what is left of it for a solver, and nothing is rounded on the way.

Every claim becomes a list of bans (combinations of options that must not occur together) or one
floor (a sum of whole numbers, one per issue, that must reach a least value). Utilities are brought
to a common denominator, so that the floor says exactly what `model.acceptable` says; the tolerance
is part of the least value.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import getitem
from typing import Literal

from goodoffices.model.agenda import Package
from goodoffices.model.exact import TOLERANCE, Interval, exact, interval
from goodoffices.model.negotiation import RESERVATION, Negotiation
from goodoffices.model.stakes import Preferences, Proviso, RedLine, Terms
from goodoffices.model.table import Table
from goodoffices.solve.numbers import whole_gains

Reading = Literal["favourable", "unfavourable"]
"""How an interval is read in a claim: favourable takes the highest utility and the lowest
reservation value (a claim that fails then fails for certain), unfavourable the reverse (a claim
that holds then holds for certain). Never a midpoint."""


@dataclass(frozen=True, slots=True)
class Ban:
    """Options that must not occur together: per issue a set of option positions.

    Without parts it forbids every package.
    """

    parts: tuple[tuple[int, frozenset[int]], ...]


@dataclass(frozen=True, slots=True)
class Floor:
    """Sum over `issues` of `numbers[k][option position]` must reach `least`; numbers are >= 0."""

    issues: tuple[int, ...]
    numbers: tuple[tuple[int, ...], ...]
    least: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A red line, a proviso or a reservation value: all its bans and its floor must hold."""

    id: str
    party: str | None
    cost: Fraction
    bans: tuple[Ban, ...] = ()
    floor: Floor | None = None

    @property
    def issues(self) -> frozenset[int]:
        """Positions of the issues it depends on."""
        banned = {issue for ban in self.bans for issue, _ in ban.parts}
        return frozenset(banned.union(self.floor.issues if self.floor else ()))

    @property
    def failed_within(self) -> dict[int, frozenset[int]]:
        """Option positions, by issue, that every package that fails it has one of; of an issue that
        is not named any option may be. Of a floor nothing is known."""
        if self.floor is not None or not self.bans:
            return {}
        kept, *others = (dict(ban.parts) for ban in self.bans)
        for other in others:
            kept = {
                issue: inside | other[issue] for issue, inside in kept.items() if issue in other
            }
        return kept


@dataclass(frozen=True, slots=True)
class Space:
    """The packages in question and what restricts them. `options` are those still allowed."""

    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    rules: tuple[Claim, ...]
    claims: tuple[Claim, ...]

    @property
    def size(self) -> int:
        """Number of packages, whether possible or not."""
        return math.prod(len(options) for options in self.options)

    def package(self, chosen: Iterable[int]) -> Package:
        """The package with the given option positions, issue by issue."""
        return Table(zip(self.issues, map(getitem, self.options, chosen), strict=True))

    def limited_to(self, claims: Iterable[str]) -> Space:
        """The same space with only the claims of those ids."""
        kept = frozenset(claims)
        return replace(self, claims=tuple(claim for claim in self.claims if claim.id in kept))

    def rules_as_claims(self) -> Space:
        """The rules of the world as if they were claims, to ask which of them collide."""
        return replace(self, rules=(), claims=self.rules)

    def without_rules(self) -> Space:
        """The same claims where no rule of the world holds."""
        return replace(self, rules=())


def space(
    negotiation: Negotiation,
    parties: Iterable[str],
    *,
    allowed: Terms | None = None,
    reading: Reading = "favourable",
) -> Space:
    """Claims of `parties` and rules of the world over the packages that `allowed` allows."""
    given = {} if allowed is None else allowed
    options = tuple(
        tuple(name for name in issue.option_ids if name in given.get(issue.id, issue.option_ids))
        for issue in negotiation.issues
    )
    bare = Space(tuple(issue.id for issue in negotiation.issues), options, (), ())
    claims: list[Claim] = []
    for party in parties:
        claims += [_red_line(bare, line) for line in negotiation.red_lines_of(party)]
        claims += [_proviso(bare, item) for item in negotiation.provisos_of(party)]
        if party in negotiation.preferences_of:
            claims.append(_reservation(bare, negotiation.preferences_of[party], reading))
    rules = tuple(_proviso(bare, rule) for rule in negotiation.provisos_of(None))
    return replace(bare, rules=rules, claims=tuple(sorted(claims, key=lambda claim: claim.id)))


# --- bans ----------------------------------------------------------------------------------------


def _positions(bare: Space, issue: int, names: Iterable[str]) -> frozenset[int]:
    wanted = frozenset(names)
    return frozenset(k for k, name in enumerate(bare.options[issue]) if name in wanted)


def _ban(bare: Space, parts: Mapping[int, frozenset[int]]) -> Ban | None:
    """The ban in its shortest form; None where it forbids nothing."""
    if any(not positions for positions in parts.values()):
        return None
    telling = [
        (issue, positions)
        for issue, positions in sorted(parts.items())
        if len(positions) < len(bare.options[issue])
    ]
    return Ban(tuple(telling))


def _table(bare: Space, terms: Terms) -> dict[int, frozenset[int]]:
    place = {issue: index for index, issue in enumerate(bare.issues)}
    return {place[issue]: _positions(bare, place[issue], names) for issue, names in terms.items()}


def _red_line(bare: Space, line: RedLine) -> Claim:
    ban = _ban(bare, _table(bare, line.rejects))
    return Claim(line.id, line.party, exact(line.cost), () if ban is None else (ban,))


def _proviso(bare: Space, proviso: Proviso) -> Claim:
    """If A and B then C and D: one ban for C (A, B, not C) and one for D (A, B, not D)."""
    condition = _table(bare, proviso.if_)
    bans: list[Ban] = []
    for issue, wanted in _table(bare, proviso.then).items():
        others = frozenset(range(len(bare.options[issue]))) - wanted
        parts = {**condition, issue: condition.get(issue, others) & others}
        ban = _ban(bare, parts)
        if ban is not None:
            bans.append(ban)
    return Claim(proviso.id, proviso.party, exact(proviso.cost), tuple(bans))


# --- floors --------------------------------------------------------------------------------------


def gains(negotiation: Negotiation, bare: Space, party: str) -> tuple[tuple[Interval, ...], ...]:
    """weight x score of `party`, exactly: per issue and allowed option."""
    entry = negotiation.preferences_of[party]
    return tuple(
        tuple(
            interval(entry.weights[issue]) * interval(entry.scores[issue][name])
            for name in bare.options[index]
        )
        for index, issue in enumerate(bare.issues)
    )


def common_denominator(numbers: Iterable[Fraction]) -> int:
    """The least number that makes all of `numbers` whole."""
    return math.lcm(1, *(number.denominator for number in numbers))


def reservation_unit(bare: Space, entry: Preferences, reading: Reading) -> Fraction:
    """What the gains of a party above its least on each issue are whole multiples of."""
    _, denominator, _, step = _whole(bare, entry, reading)
    return Fraction(step, denominator)


def _whole(
    bare: Space, entry: Preferences, reading: Reading
) -> tuple[list[list[int]], int, list[list[int]], int]:
    """Gains in whole numbers and their scale; the same above the least, and what divides these."""
    end: Literal["high", "low"] = "high" if reading == "favourable" else "low"
    given, denominator = whole_gains(entry, bare.issues, bare.options, end)
    whole = [[number - min(row) for number in row] for row in given]
    step = math.gcd(0, *(number for row in whole for number in row)) or 1
    return given, denominator, whole, step


def _reservation(bare: Space, entry: Preferences, reading: Reading) -> Claim:
    threshold = interval(entry.reservation)
    least = (threshold.low if reading == "favourable" else threshold.high) - TOLERANCE
    given, denominator, whole, step = _whole(bare, entry, reading)
    least -= Fraction(sum(min(row) for row in given), denominator)
    needed = math.ceil(least * denominator / step)
    claim = Claim(RESERVATION + entry.party, entry.party, exact(entry.reservation_cost))
    if needed <= 0:
        return claim
    if needed > sum(max(row) for row in whole) // step:
        return replace(claim, bans=(Ban(()),))
    telling = tuple(index for index, row in enumerate(whole) if any(row))
    numbers = tuple(tuple(number // step for number in whole[index]) for index in telling)
    return replace(claim, floor=Floor(telling, numbers, needed))


# --- parts that do not touch one another ---------------------------------------------------------


def components(space: Space) -> tuple[tuple[Claim, ...], ...]:
    """The claims in groups that share no issue, not even through rules of the world.

    No package can satisfy a set of claims exactly when it fails inside one group, so a minimal
    conflict set never spans two groups. A claim that touches no issue is a group of its own.
    """
    leader = list(range(len(space.issues)))

    def find(issue: int) -> int:
        while leader[issue] != issue:
            leader[issue] = leader[leader[issue]]
            issue = leader[issue]
        return issue

    for claim in (*space.rules, *space.claims):
        touched = sorted(claim.issues)
        for issue in touched[1:]:
            leader[find(issue)] = find(touched[0])
    groups: dict[object, list[Claim]] = {}
    for claim in space.claims:
        key = find(min(claim.issues)) if claim.issues else claim.id
        groups.setdefault(key, []).append(claim)
    return tuple(tuple(group) for group in groups.values())


def part(space: Space, group: Iterable[Claim]) -> Space:
    """The space of one group of claims: with the rules of the world that touch its issues.

    Issues that the group does not reach keep one option; they decide nothing.
    """
    claims = tuple(group)
    reached = {issue for claim in claims for issue in claim.issues}
    rules: list[Claim] = []
    waiting = list(space.rules)
    while touching := [rule for rule in waiting if rule.issues & reached]:
        rules += touching
        waiting = [rule for rule in waiting if rule not in touching]
        reached = reached.union(*(rule.issues for rule in touching))
    options = tuple(
        names if index in reached else names[:1] for index, names in enumerate(space.options)
    )
    return Space(space.issues, options, tuple(rules), claims)
