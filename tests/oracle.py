"""Slow, obvious answers by listing every package: what the analyses are checked against.

Nothing here is shared with the product but the values and the definition of acceptable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain, combinations, product

from goodoffices.model.acceptable import acceptance, rules_broken, zone_answer
from goodoffices.model.agenda import Package
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
