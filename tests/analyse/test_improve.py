"""The nearest amendments against listing, on 1,500 small negotiations."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

import oracle
from goodoffices.analyse.improve import improve
from goodoffices.errors import InputError, InvalidCase, UnknownName
from goodoffices.model.acceptable import utility, zone_answer
from goodoffices.model.agenda import Draft, Package
from goodoffices.model.allowed import allowed_terms
from goodoffices.model.answers import Goal
from goodoffices.model.exact import TOLERANCE
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.printing import printed
from strategies import a_draft, a_negotiation, a_package

PARTS = range(6)
EACH = 250


def far(held: Negotiation, base: dict[str, tuple[str, ...]], package: Package) -> tuple[Any, ...]:
    changed = shift = 0
    for issue in held.issues:
        names = issue.option_ids
        if package[issue.id] not in base[issue.id]:
            changed += 1
            at = names.index(package[issue.id])
            steps = min(abs(at - names.index(kept)) for kept in base[issue.id])
            shift += steps if issue.ordered else 1
    places = tuple(issue.option_ids.index(package[issue.id]) for issue in held.issues)
    return changed, shift, places


def reaching(
    held: Negotiation, start: Package | None, goal: Goal, party: str | None
) -> list[Package]:
    asked = held.principals
    lawful = oracle.lawful(held)
    if goal == "zone" or start is None:
        known = tuple(p for p in asked if held.known(p))
        return [p for p in lawful if zone_answer(held, known, p) == "accepts"]
    crossed = oracle.failing(held, asked, start, sure=False)
    valued = oracle.valued(held, asked)

    def gains(package: Package) -> list[Fraction]:
        pairs = [(utility(held, p, package), utility(held, p, start)) for p in valued]
        return [a.low - b.low for a, b in pairs if a is not None and b is not None]

    found = []
    for package in lawful:
        if oracle.failing(held, asked, package, sure=False) - crossed:
            continue
        got = gains(package)
        if goal == "all":
            better = all(gain > TOLERANCE for gain in got)
        else:
            firsts = [valued.index(party)] if party else range(len(valued))
            better = any(got[k] > TOLERANCE for k in firsts)
            better = better and all(gain >= -TOLERANCE for gain in got)
        if better:
            found.append(package)
    return found


@pytest.mark.parametrize("part", PARTS)
def test_amendments_are_the_nearest_of_all_that_listing_finds(part: int) -> None:
    asked_for = 0
    for seed in range(part * EACH, (part + 1) * EACH):
        rng = random.Random(seed)
        held = a_negotiation(rng, intervals=False, preferences=0.8)
        package = a_package(rng, held)
        valued = oracle.valued(held, held.principals)
        goals: list[tuple[Goal, str | None]] = [("zone", None)]
        if valued:
            goals += [("all", None), ("one", None), ("one", rng.choice(valued))]
        goal, party = rng.choice(goals)
        limit = rng.choice((1, 3, 10, 1000))
        found = improve(held, package=package, goal=goal, party=party, limit=limit)
        base: dict[str, tuple[str, ...]] = {i: (option,) for i, option in package.items()}
        every = [p for p in reaching(held, package, goal, party) if p != package]
        every.sort(key=lambda p: far(held, base, p))
        assert found.complete
        assert [dict(a.package) for a in found.amendments] == every[:limit]
        for amendment in found.amendments:
            asked_for += 1
            changed = {c.issue: c.after for c in amendment.changes}
            assert {**package, **changed} == amendment.package
            for name in valued:
                before, after = utility(held, name, package), utility(held, name, amendment.package)
                assert before is not None
                assert after is not None
                moved = sum(Fraction(repr(c.effects[name])) for c in amendment.changes)
                assert float(moved) == pytest.approx(float(after.low - before.low), abs=1e-9)
            left = oracle.failing(held, held.principals, amendment.package)
            assert not set(amendment.settles) & left
    assert asked_for > EACH // 2


def test_a_draft_counts_as_changed_only_where_it_settles_something() -> None:
    for seed in range(150):
        rng = random.Random(seed)
        held = a_negotiation(rng)
        draft = a_draft(rng, held)
        terms = allowed_terms(held, draft, None)
        base = {i.id: tuple(terms.get(i.id, i.option_ids)) for i in held.issues}
        found = improve(held, draft=draft, goal="zone", limit=5)
        settled = all(len(options) == 1 for options in base.values())
        every = sorted(reaching(held, None, "zone", None), key=lambda p: far(held, base, p))
        if settled:
            every = [p for p in every if any(p[i] not in base[i] for i in base)]
        assert [dict(a.package) for a in found.amendments] == every[:5]


def test_diverse_amendments_hold_no_nearer_one() -> None:
    more = 0
    for seed in range(150):
        rng = random.Random(seed)
        held = a_negotiation(rng, intervals=False)
        package = a_package(rng, held)
        found = improve(held, package=package, goal="zone", diverse=True).amendments
        sets = [{(c.issue, c.after) for c in amendment.changes} for amendment in found]
        assert not any(a <= b for k, a in enumerate(sets) for b in sets[k + 1 :])
        plain = improve(held, package=package, goal="zone", limit=1).amendments
        assert [a.package for a in found[:1]] == [a.package for a in plain]
        more += len(found) > 1
    assert more > 10


def test_bad_questions_are_refused() -> None:
    held = a_negotiation(random.Random(3), preferences=1)
    package = a_package(random.Random(0), held)
    with pytest.raises(InputError, match="give a draft or a package"):
        improve(held)
    with pytest.raises(InputError, match="limit"):
        improve(held, package=package, limit=0)
    with pytest.raises(InvalidCase, match="does not settle"):
        improve(held, package={})
    with pytest.raises(UnknownName, match="nobody"):
        improve(held, package=package, goal="one", party="nobody")
    with pytest.raises(InputError, match="leaves issues open"):
        improve(held, draft=Draft(id="d", title="D", date="2025-01-01"), goal="all")


def test_printed_as_the_interface_says() -> None:
    held = a_negotiation(random.Random(5), intervals=False, preferences=1)
    package = a_package(random.Random(5), held)
    shown = printed(improve(held, package=package))
    assert set(shown) == {"amendments", "goal", "complete", "crossed", "rules"}
    for entry in shown["amendments"]:
        assert set(entry["utilities"]) == {"before", "after"}
        assert {"changes", "package", "settles", "shift"} < set(entry)
