"""Slow, obvious answers by listing every package: what the analyses are checked against.

Nothing here is shared with the product but the values and the definition of acceptable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain, combinations, product
from math import prod

from goodoffices.model.acceptable import (
    acceptance,
    dominates,
    rules_broken,
    utility,
    zone_answer,
)
from goodoffices.model.agenda import Package
from goodoffices.model.exact import TOLERANCE, Interval, interval
from goodoffices.model.negotiation import RESERVATION, Negotiation
from goodoffices.model.stakes import Terms

Ids = tuple[str, ...]


def packages(negotiation: Negotiation, allowed: Terms | None = None) -> Iterator[Package]:
    """Every package, in declared order."""
    given = allowed or {}
    names = [issue.id for issue in negotiation.issues]
    lists = [
        [name for name in issue.option_ids if name in given.get(issue.id, issue.option_ids)]
        for issue in negotiation.issues
    ]
    for chosen in product(*lists):
        yield dict(zip(names, chosen, strict=True))


def lawful(negotiation: Negotiation, allowed: Terms | None = None) -> list[Package]:
    """Packages that break no rule of the world."""
    return [p for p in packages(negotiation, allowed) if not rules_broken(negotiation, p)]


def failing(
    negotiation: Negotiation, parties: Iterable[str], package: Package, *, sure: bool = True
) -> frozenset[str]:
    """Claims that the package crosses: for certain, or (not `sure`) possibly."""
    found: set[str] = set()
    for party in parties:
        answer = acceptance(negotiation, party, package)
        found.update(answer.crossed)
        if not sure:
            found.update(answer.depends)
    return frozenset(found)


def costs(negotiation: Negotiation, parties: Iterable[str]) -> dict[str, Fraction]:
    """Cost of each claim of the parties."""
    asked = set(parties)
    held = [line for line in negotiation.red_lines if line.party in asked]
    conditions = [item for item in negotiation.provisos if item.party in asked]
    found = {line.id: Fraction(repr(line.cost)) for line in held}
    found |= {item.id: Fraction(repr(item.cost)) for item in conditions}
    for entry in negotiation.preferences:
        if entry.party in asked:
            found[RESERVATION + entry.party] = Fraction(repr(entry.reservation_cost))
    return found


def minimal(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Those that contain no other."""
    distinct = set(sets)
    return [one for one in distinct if not any(other < one for other in distinct)]


def subsets(items: Iterable[str]) -> Iterator[frozenset[str]]:
    """All subsets, small ones first."""
    held = sorted(items)
    chosen = chain.from_iterable(combinations(held, size) for size in range(len(held) + 1))
    return (frozenset(each) for each in chosen)


def conflict_sets(
    negotiation: Negotiation, parties: Ids, allowed: Terms | None = None, *, sure: bool = True
) -> list[Ids]:
    """Minimal sets of claims that no lawful package satisfies together, smallest first."""
    lists = {failing(negotiation, parties, p, sure=sure) for p in lawful(negotiation, allowed)}
    found: list[frozenset[str]] = []
    for claims in subsets(costs(negotiation, parties)):
        if any(known <= claims for known in found):
            continue
        if all(crossed & claims for crossed in lists):
            found.append(claims)
    return sorted((tuple(sorted(one)) for one in found), key=lambda ids: (len(ids), ids))


def concession_sets(
    negotiation: Negotiation, parties: Ids, allowed: Terms | None = None, *, sure: bool = True
) -> list[tuple[Fraction, Ids]]:
    """Minimal sets of claims without which some lawful package remains, cheapest first."""
    price = costs(negotiation, parties)
    lists = [failing(negotiation, parties, p, sure=sure) for p in lawful(negotiation, allowed)]
    found = [
        (sum((price[claim] for claim in one), Fraction(0)), tuple(sorted(one)))
        for one in minimal(lists)
    ]
    return sorted(found, key=lambda entry: (entry[0], len(entry[1]), entry[1]))


def zone(negotiation: Negotiation, parties: Ids, allowed: Terms | None = None) -> dict[str, int]:
    """How many packages get each answer of the zone."""
    tally = {"accepts": 0, "rejects": 0, "depends": 0, "unknown": 0}
    for package in packages(negotiation, allowed):
        tally[zone_answer(negotiation, parties, package)] += 1
    return tally


# --- utilities -----------------------------------------------------------------------------------


def valued(negotiation: Negotiation, parties: Ids) -> Ids:
    """Those of the parties that have preferences."""
    return tuple(party for party in parties if party in negotiation.preferences_of)


def vector(negotiation: Negotiation, parties: Ids, package: Package) -> tuple[Interval, ...]:
    """The utilities of those parties that have any."""
    found = (utility(negotiation, party, package) for party in valued(negotiation, parties))
    return tuple(each for each in found if each is not None)


def open_to(negotiation: Negotiation, parties: Ids, *, zone: bool = True) -> list[Package]:
    """Lawful packages that cross no claim for certain; reservations count only with `zone`."""
    return [
        package
        for package in lawful(negotiation)
        if not any(
            zone or not claim.startswith(RESERVATION)
            for claim in failing(negotiation, parties, package)
        )
    ]


def frontier(negotiation: Negotiation, parties: Ids, *, zone: bool) -> list[Package]:
    """Packages that no other one dominates, each compared with each."""
    held = open_to(negotiation, parties, zone=zone)
    vectors = [vector(negotiation, parties, package) for package in held]
    return [
        package
        for package, mine in zip(held, vectors, strict=True)
        if not any(dominates(other, mine) for other in vectors)
    ]


def bargain(negotiation: Negotiation, parties: Ids, rule: str) -> list[Package]:
    """What the rule picks, by its definition; gains over the reservation values."""
    held = open_to(negotiation, parties)
    points = [
        interval(negotiation.preferences_of[party].reservation).low
        for party in valued(negotiation, parties)
    ]
    gains = [
        [u.low - point for u, point in zip(vector(negotiation, parties, p), points, strict=True)]
        for p in held
    ]
    if not held:
        return []
    if rule == "nash":
        products = [
            prod(gain if gain > TOLERANCE else Fraction(0) for gain in row) for row in gains
        ]
        least = max(products) * (1 - TOLERANCE)
        return [p for p, product_ in zip(held, products, strict=True) if product_ >= least]
    if rule == "utilitarian":
        most = max(sum(row) for row in gains)
        return [p for p, row in zip(held, gains, strict=True) if sum(row) >= most - TOLERANCE]
    if rule == "kalai-smorodinsky":
        ideal = [max(row[k] for row in gains) for k in range(len(points))]
        gains = [
            [gain / best for gain, best in zip(row, ideal, strict=True) if best > TOLERANCE]
            for row in gains
        ]
    left = [(sorted(row), package) for row, package in zip(gains, held, strict=True)]
    for place in range(len(left[0][0])):
        most = max(row[place] for row, _ in left)
        left = [(row, package) for row, package in left if row[place] >= most - TOLERANCE]
    return [package for _, package in left]
