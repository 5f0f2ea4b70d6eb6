"""The compiled search and what stands on it: against listing, against CP-SAT, and interpreted."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import pytest
from benchmarks.instances import SIZES, negotiation

import oracle
from goodoffices.analyse.bargain import bargain
from goodoffices.analyse.conflicts import conflicts
from goodoffices.analyse.pareto import pareto
from goodoffices.analyse.zopa import zopa
from goodoffices.model.acceptable import zone_answer
from goodoffices.model.answers import Rule
from goodoffices.model.exact import TOLERANCE, interval
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Proviso, RedLine
from goodoffices.solve import solutions
from goodoffices.solve import space as spaces
from goodoffices.solve.cover import Cover
from goodoffices.solve.cpsat import Clock, Solver, satisfied
from goodoffices.solve.hitting import HittingSets
from goodoffices.solve.oracle import Oracle, bits
from goodoffices.solve.proof import Completed, OutOfReach, Proof, collision
from goodoffices.solve.solutions import solve, table
from goodoffices.solve.space import Space, space
from goodoffices.solve.what_if import WhatIf
from strategies import a_negotiation
from support import sure

RULES: tuple[Rule, ...] = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")


def drawn(seed: int, size: str = "28x4", share: float = 0.6) -> Negotiation:
    issues, options, parties, claims = SIZES[size]
    return negotiation(
        seed, issues=issues, options=options, parties=parties, claims=claims, reservation=share
    )


# --- hitting sets --------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(60))
def test_least_sets_come_in_order_also_when_sets_are_added_on_the_way(seed: int) -> None:
    rng = random.Random(seed)
    size = rng.choice((4, 6, 8, 70))
    elements = range(size) if size < 70 else range(60, 68)  # across the border of a word
    weights = [rng.choice((1, 1, 2, 3)) if seed % 2 else 1 for _ in range(size)]
    family = [
        frozenset(rng.sample(list(elements), rng.randint(1, 4))) for _ in range(rng.randint(1, 7))
    ]
    later = [
        frozenset(rng.sample(list(elements), rng.randint(1, 4))) for _ in range(rng.randint(0, 3))
    ]
    search = HittingSets(weights)
    for one in family:
        search.hit(one)
    found = []
    while (answer := search.next()) is not None:
        missed = [one for one in later if not one & answer]
        if missed:
            search.hit(missed[0])
            continue
        found.append(answer)
        search.bar(answer)
    every = [*family, *later]
    hitting = [
        frozenset(chosen)
        for number in range(len(elements) + 1)
        for chosen in combinations(elements, number)
        if all(one & set(chosen) for one in every)
    ]
    least = [one for one in hitting if not any(other < one for other in hitting)]
    least.sort(
        key=lambda one: (sum(weights[e] for e in one), [-int(e in one) for e in range(size)])
    )
    assert found == least
    unordered = HittingSets(weights, ordered=False)
    for one in every:
        unordered.hit(one)
    some = set()
    while (answer := unordered.next()) is not None:
        some.add(answer)
        unordered.bar(answer)
    assert some == set(least)


# --- numbers of any size -------------------------------------------------------------------------


def long_numbers(rng: random.Random) -> Negotiation:
    """Decimals of sixteen places: sums that 64 bits cannot hold are rounded inside the search."""
    held = a_negotiation(rng, intervals=False, preferences=1, most_issues=3)
    entries = tuple(
        replace(
            entry,
            weights={issue: rng.random() for issue in entry.weights},
            scores={i: {o: rng.random() for o in row} for i, row in entry.scores.items()},
            reservation=rng.random(),
        )
        for entry in held.preferences
    )
    return replace(held, preferences=entries)


@pytest.mark.parametrize("seed", range(150))
def test_numbers_too_long_for_64_bits_are_still_exact(seed: int) -> None:
    rng = random.Random(seed)
    held = long_numbers(rng)
    asked = held.principals
    entries = [entry for entry in held.preferences if entry.party in asked]
    packages = oracle.lawful(held)
    if entries and packages:  # a reservation that one package meets to the last digit, or misses
        entry = rng.choice(entries)
        exact = oracle.vector(replace(held, preferences=(entry,)), (entry.party,), packages[0])
        near = float(exact[0].low)
        others = tuple(e for e in held.preferences if e is not entry)
        held = replace(held, preferences=(*others, replace(entry, reservation=near)))
    tally = oracle.zone(held, asked)
    open_ended = tally["unknown"] + tally["depends"]
    assert zopa(held).exists == (True if tally["accepts"] else "depends" if open_ended else False)
    if packages:
        assert list(conflicts(held, limit=None).sets) == oracle.conflict_sets(held, asked)
    if entries:
        for rule in RULES:
            found = bargain(held, rule=rule)
            assert [dict(p) for p in found.packages] == oracle.bargain(held, asked, rule)


def test_a_reservation_a_hair_beyond_the_best_package_is_out_of_reach() -> None:
    held = drawn(3, share=0)
    bare = replace(held, red_lines=(), provisos=())
    best = bargain(bare, rule="egalitarian", parties=("p00",)).score
    assert best is not None
    entry = held.preferences_of["p00"]
    for extra, exists in ((0.0, True), (0.9e-9, True), (1.1e-9, False)):
        moved = replace(bare, preferences=(replace(entry, reservation=best + extra),))
        assert zopa(moved, parties=("p00",)).exists is exists


# --- against CP-SAT, too large to list -----------------------------------------------------------


def check_against_cpsat(seed: int) -> None:
    rng = random.Random(seed)
    held = drawn(seed, share=rng.choice((0.5, 0.7, 0.75, 0.78, 0.8, 0.85)))
    asked = held.principals
    zone = space(held, asked)
    peer = Solver(zone)
    expected = peer.satisfy([claim.id for claim in zone.claims])
    mine = Oracle(zone)
    found = mine.ask(mine.all)
    assert isinstance(found, int) == (expected is None)
    if isinstance(found, int):
        core = [zone.claims[k].id for k in bits(found)]
        assert peer.satisfy(core) is None, "the search blames claims that can be satisfied"
        least = [zone.claims[k].id for k in bits(mine.shrunk(found))]
        assert peer.satisfy(least) is None
        for claim in least:
            assert peer.satisfy([other for other in least if other != claim]) is not None
    else:
        assert all(satisfied(claim, found) for claim in (*zone.rules, *zone.claims))
        assert sum_of_gains(zone, held) == bargain(held, rule="utilitarian").score


def sum_of_gains(zone: Space, held: Negotiation) -> float:
    """The greatest sum of gains, by CP-SAT: gains in units of 1e-6, as the numbers are drawn."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    options = [[model.new_bool_var("") for _ in names] for names in zone.options]
    for row in options:
        model.add_exactly_one(row)
    for claim in (*zone.rules, *zone.claims):
        for ban in claim.bans:
            outside = [
                options[issue][k]
                for issue, inside in ban.parts
                for k in range(len(options[issue]))
                if k not in inside
            ]
            model.add_bool_or(outside)
        if claim.floor is not None:
            model.add(
                sum(
                    number * options[issue][k]
                    for issue, row in zip(claim.floor.issues, claim.floor.numbers, strict=True)
                    for k, number in enumerate(row)
                )
                >= claim.floor.least
            )
    worth = sum(
        round(float(entry.weights[issue]) * float(entry.scores[issue][name]) * 10**6)  # type: ignore[arg-type]
        * options[at][k]
        for entry in held.preferences
        for at, issue in enumerate(zone.issues)
        for k, name in enumerate(zone.options[at])
    )
    model.maximize(worth)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    reserved = sum(interval(entry.reservation).low for entry in held.preferences)
    return float(Fraction(round(solver.objective_value), 10**6) - reserved)


@pytest.mark.parametrize("seed", range(25))
def test_verdicts_cores_and_optima_are_those_of_cp_sat(seed: int) -> None:
    check_against_cpsat(seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(25, 240))
def test_more_verdicts_cores_and_optima_are_those_of_cp_sat(seed: int) -> None:
    check_against_cpsat(seed)


# --- bargaining ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(60))
def test_ties_too_many_to_keep_are_settled_level_by_level(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solutions, "TIES", 1)
    rng = random.Random(seed)
    held = a_negotiation(rng, intervals=False, preferences=1)
    asked = held.principals
    if not oracle.valued(held, asked):
        return
    for rule in ("egalitarian", "kalai-smorodinsky"):
        expected = oracle.bargain(held, asked, rule)
        for limit in (1, 2, 1000):
            found = bargain(held, rule=rule, limit=limit)
            shown = [dict(p) for p in found.packages]
            assert all(package in expected for package in shown)
            assert len(shown) == min(limit, len(expected))
            assert found.complete == (len(shown) == len(expected))


@pytest.mark.parametrize("rule", RULES)
def test_out_of_time_the_best_found_and_a_bound_are_said(rule: Rule) -> None:
    held = drawn(0, "40x5", 0.7)
    full = bargain(held, rule=rule)
    cut = bargain(held, rule=rule, effort=0.02)
    assert full.proven
    assert full.score is not None
    if not cut.proven:
        assert cut.bound is not None
        assert cut.bound >= full.score * (1 - 1e-12)
        if cut.score is not None and rule != "kalai-smorodinsky":
            assert cut.score <= full.score * (1 + 1e-12)


def test_interrupted_it_returns_what_was_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    held = drawn(0, share=0.8)
    calls = 0
    spend = Clock.spend

    def interrupt(self: Clock, work: float) -> None:
        nonlocal calls
        calls += 1
        if calls > 12:
            raise KeyboardInterrupt
        spend(self, work)

    full = conflicts(held, limit=None).sets
    monkeypatch.setattr(Clock, "spend", interrupt)
    cut = conflicts(held, limit=1000, effort=None)
    assert not cut.complete
    assert cut.sets == full[: len(cut.sets)]
    calls = 0
    found = bargain(drawn(0, "40x5", 0.7), rule="egalitarian")
    assert calls > 12
    assert not found.proven
    assert found.packages


def test_binding_claims_are_those_without_which_it_would_be_better() -> None:
    for seed in range(30):
        held = a_negotiation(random.Random(seed), intervals=False, preferences=1)
        asked = held.principals
        if not oracle.valued(held, asked):
            continue
        found = bargain(held, rule="utilitarian", why=True)
        if not found.packages:
            continue
        points = {p: held.preferences_of[p].reservation for p in oracle.valued(held, asked)}
        claims: list[RedLine | Proviso] = [*held.red_lines, *held.provisos]
        for claim in claims:
            if claim.party not in asked:
                continue
            freer = replace(
                held,
                red_lines=tuple(x for x in held.red_lines if x is not claim),
                provisos=tuple(x for x in held.provisos if x is not claim),
            )
            again = bargain(freer, rule="utilitarian", disagreement=points)  # type: ignore[arg-type]
            assert again.score is not None
            assert found.score is not None
            assert (claim.id in found.binding) == (again.score > found.score + 1e-9)


# --- frontiers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_few_packages_cover_all_within_epsilon(seed: int) -> None:
    rng = random.Random(seed)
    held = a_negotiation(rng, intervals=False, preferences=1)
    asked = held.principals
    valued = oracle.valued(held, asked)
    if not valued:
        return
    zone = space(held, asked)
    epsilon = Fraction(rng.choice(("0.05", "0.2", "0.5", "2")))
    rows = table(held, zone, dict.fromkeys(valued), "favourable")
    shown = [
        oracle.vector(held, asked, zone.package(c)) for c in Cover(rows, Clock()).within(epsilon)
    ]
    packages = oracle.open_to(held, asked)
    assert bool(shown) == bool(packages)
    for package in packages:
        mine = oracle.vector(held, asked, package)
        assert any(
            all(a.low <= b.low + epsilon for a, b in zip(mine, other, strict=True))
            for other in shown
        )


def test_a_frontier_too_large_to_read_is_represented_within_a_proven_epsilon() -> None:
    held = replace(drawn(0, share=0), red_lines=(), provisos=())
    found = pareto(held)
    assert not found.complete
    assert 0 < found.epsilon < 0.1
    rng = random.Random(0)
    for _ in range(200):
        package = {issue.id: rng.choice(issue.option_ids) for issue in held.issues}
        mine = oracle.vector(held, held.principals, package)
        assert any(
            all(
                float(a.low) <= sure(u[p]) + found.epsilon + 1e-12
                for a, p in zip(mine, u, strict=True)
            )
            for u in found.utilities
        )


# --- what if -------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(120))
def test_what_if_answers_as_a_fresh_negotiation_would(seed: int) -> None:
    rng = random.Random(seed)
    held = a_negotiation(rng, preferences=0.8)
    context = WhatIf(held)
    asked = held.principals
    every_claim: list[RedLine | Proviso] = [*held.red_lines, *held.provisos]
    claims = [x.id for x in every_claim if x.party in asked]
    for _ in range(6):
        lifted = [claim for claim in claims if rng.random() < 0.3]
        moved = {
            entry.party: rng.choice((-1, 0.2, 0.5, 1, (0.1, 0.9)))
            for entry in held.preferences
            if entry.party in asked and rng.random() < 0.4
        }
        changed = replace(
            held,
            red_lines=tuple(x for x in held.red_lines if x.id not in lifted),
            provisos=tuple(x for x in held.provisos if x.id not in lifted),
            preferences=tuple(
                replace(e, reservation=moved.get(e.party, e.reservation)) for e in held.preferences
            ),
        )
        known = all(held.known(party) for party in asked)
        found = context.zone(lifted=lifted, reservations=moved)
        tally = oracle.zone(changed, asked)
        if all(changed.known(party) for party in asked) or not known:
            open_ended = tally["unknown"] + tally["depends"]
            assert found.exists == (
                True if tally["accepts"] else "depends" if open_ended else False
            )
        if found.package is not None:
            assert zone_answer(changed, asked, found.package) != "rejects"
        if found.conflict:
            sets = oracle.conflict_sets(changed, asked)
            assert tuple(sorted(found.conflict)) in sets


# --- proofs --------------------------------------------------------------------------------------


def check_proof(zone: Space, claims: tuple[str, ...], proof: Proof) -> None:
    """By its own arithmetic, from the claims alone: every package is refuted by some leaf."""
    held = {c.id: c for c in (*zone.rules, *zone.claims)}
    allowed = {*claims, *(rule.id for rule in zone.rules)}

    def check(node: Proof, settled: dict[int, int]) -> None:
        if isinstance(node, Completed):
            assert node.claim in allowed
            ban = held[node.claim].bans[node.ban]
            assert all(settled.get(issue) in inside for issue, inside in ban.parts)
        elif isinstance(node, OutOfReach):
            most = least = 0
            values: list[list[int]] = [[0] * len(names) for names in zone.options]
            for name, weight in node.weights:
                assert weight > 0
                assert name in allowed
                floor = held[name].floor
                assert floor is not None
                least += weight * floor.least
                for issue, row in zip(floor.issues, floor.numbers, strict=True):
                    for option, number in enumerate(row):
                        values[issue][option] += weight * number
            for issue, sums in enumerate(values):
                most += sums[settled[issue]] if issue in settled else max(sums)
            assert most < least
        else:
            assert node.issue not in settled
            assert len(node.branches) == len(zone.options[node.issue])
            for option, branch in enumerate(node.branches):
                check(branch, {**settled, node.issue: option})

    check(proof, {})


def test_proofs_of_collisions_convince_a_checker_that_knows_no_solver() -> None:
    proven = 0
    for seed in range(150):
        held = a_negotiation(random.Random(seed), preferences=0.8)
        zone = space(held, held.principals)
        if not oracle.lawful(held):
            continue
        for claims in oracle.conflict_sets(held, held.principals):
            proof = collision(zone, claims)
            assert proof is not None
            check_proof(zone, claims, proof)
            proven += 1
        assert collision(zone, ()) is None
    assert proven > 50


@pytest.mark.parametrize(("seed", "share"), [(0, 0.85), (1, 0.85), (2, 0.9)])
def test_proofs_on_seven_times_ten_to_the_sixteen_packages(seed: int, share: float) -> None:
    held = drawn(seed, share=share)
    zone = space(held, held.principals)
    for claims in conflicts(held, limit=10).sets:
        proof = collision(zone, claims)
        assert proof is not None
        check_proof(zone, claims, proof)


def test_wide_issues_go_another_way() -> None:
    held = drawn(0, share=0)
    wide = negotiation(0, issues=2, options=70, parties=2, claims=3, reservation=0.6)
    assert zopa(wide).exists is True
    assert held.package_count == 4**28
    assert spaces.space(wide, wide.principals).size == 4900
    rows = product(range(70), repeat=2)
    assert sum(1 for _ in rows) == 4900
    assert len(pareto(wide).packages) == len(oracle.frontier(wide, wide.principals, zone=True))


def test_the_tolerance_is_the_one_of_the_model() -> None:
    held = drawn(1, share=0.5)
    zone = space(held, held.principals)
    origin = {p: interval(held.preferences_of[p].reservation).low for p in held.principals}
    found = solve(table(held, zone, origin, "favourable"), "nash", clock=Clock())
    assert Fraction(1, 10**9) == TOLERANCE
    assert found.proven
    assert all(u >= origin[p] - TOLERANCE for p, u in zip(origin, found.utilities[0], strict=True))
