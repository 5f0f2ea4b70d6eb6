"""Packages of a zone: different, and each as far from those before it as any."""

from __future__ import annotations

import random

import oracle
from goodoffices.model.agenda import Package
from goodoffices.solve.cpsat import Clock
from goodoffices.solve.space import space
from goodoffices.solve.zone import zone_packages
from strategies import a_negotiation


def test_each_further_package_is_as_far_as_any_from_those_before_it() -> None:
    chosen = 0
    for seed in range(250):
        held = a_negotiation(random.Random(seed), most_issues=5, most_claims=4)
        zone = space(held, held.principals, reading="unfavourable")
        inside = [
            package
            for package in oracle.lawful(held)
            if not oracle.failing(held, held.principals, package, sure=False)
        ]
        touched = {zone.issues[k] for claim in (*zone.rules, *zone.claims) for k in claim.issues}

        def apart(one: Package, other: Package, touched: set[str] = touched) -> tuple[int, int]:
            differ = {issue for issue in one if one[issue] != other[issue]}
            return len(differ & touched), len(differ)

        shown = zone_packages(zone, 6)
        assert len({tuple(package.items()) for package in shown}) == min(6, len(inside))
        for place in range(1, len(shown)):
            before = shown[:place]
            farthest = max(min(apart(each, other) for other in before) for each in inside)
            assert min(apart(shown[place], other) for other in before) == farthest
            chosen += 1
    assert chosen > 200


def test_the_same_packages_again_and_the_first_ones_do_not_depend_on_how_many() -> None:
    for seed in range(40):
        held = a_negotiation(random.Random(seed), most_issues=5, most_claims=4)
        zone = space(held, held.principals)
        six = zone_packages(zone, 6)
        assert zone_packages(zone, 6) == six
        assert zone_packages(zone, 2) == six[:2]
        assert zone_packages(zone, 3, clock=Clock(work=60)) == six[:3]
