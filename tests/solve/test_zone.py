"""Packages of a zone: different, and each as far from those before it as any."""

from __future__ import annotations

import itertools
import random
from functools import partial

import pytest
from benchmarks.instances import negotiation

import oracle
from goodoffices.model.agenda import Package
from goodoffices.solve.cpsat import Chosen, Clock, satisfied
from goodoffices.solve.engine import Engine
from goodoffices.solve.space import Space, space
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


def test_in_a_large_space_no_single_change_leads_farther() -> None:
    for seed in range(3):
        held = negotiation(seed, issues=20, options=4, parties=4, claims=16, reservation=0.6)
        zone = space(held, held.principals, reading="unfavourable")
        engine = Engine(zone)
        first = engine.satisfy(claim.id for claim in zone.claims)
        assert first is not None
        shown = [first]
        weights = [1 + issue % 3 for issue in range(20)]
        for _ in range(3):
            found = engine.apart(shown, weights)
            assert found is not None
            spread = partial(nearest, shown, weights)
            assert spread(found) > 0
            assert lies_in(zone, found)
            for issue, option in itertools.product(range(20), range(4)):
                other = (*found[:issue], option, *found[issue + 1 :])
                assert spread(other) <= spread(found) or not lies_in(zone, other)
            shown.append(found)


def nearest(shown: list[Chosen], weights: list[int], chosen: Chosen) -> int:
    return min(
        sum(w for w, a, b in zip(weights, each, chosen, strict=True) if a != b) for each in shown
    )


def lies_in(zone: Space, chosen: Chosen) -> bool:
    return all(satisfied(claim, chosen) for claim in (*zone.rules, *zone.claims))


def test_the_way_of_large_spaces_stays_in_the_zone_on_small_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("goodoffices.solve.spread.LISTED", 0)
    reached = possible = 0
    for seed in range(200):
        held = a_negotiation(random.Random(seed), most_issues=5, most_claims=4)
        zone = space(held, held.principals)
        engine = Engine(zone)
        first = engine.satisfy(claim.id for claim in zone.claims)
        if first is None:
            continue
        weights = [1] * len(zone.issues)
        choices = [range(len(options)) for options in zone.options]
        inside = [each for each in itertools.product(*choices) if lies_in(zone, each)]
        found = engine.apart([first], weights)
        assert (found is None) == (len(inside) == 1)
        if found is not None:
            assert found in inside
            assert found != first
            reached += nearest([first], weights, found)
            possible += max(nearest([first], weights, each) for each in inside)
    assert possible > 100
    assert reached > 0.95 * possible
