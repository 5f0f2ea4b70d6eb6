"""The linear program behind the search, and searches that are cut short on purpose."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from benchmarks.instances import EDGES, SIZES, negotiation

from goodoffices.analyse.concessions import concessions
from goodoffices.analyse.conflicts import conflicts
from goodoffices.model.negotiation import Negotiation
from goodoffices.solve import duals
from goodoffices.solve import oracle as oracles
from goodoffices.solve.arrays import Problem, Search
from goodoffices.solve.cpsat import Clock, satisfied
from goodoffices.solve.jit import load
from goodoffices.solve.oracle import Oracle, bits
from goodoffices.solve.space import space


def drawn(seed: int, share: float, *, parties: int = 4, claims: int = 12) -> Negotiation:
    return negotiation(
        seed, issues=10, options=4, parties=parties, claims=claims, reservation=share
    )


NO_END = [
    (0, 72, 0.0, 0.05),  # two red lines collide, 70 do not
    (3, 72, 0.0, 0.05),
    (0, 30, 0.735, 2),  # least share beyond the edge: two conflict sets
    (7, 30, 0.790, 2),
]
"""Seed, red lines and provisos, share, seconds worth of work: several times what it takes."""


def relaxed_by_glop(problem: Problem, search: Search, level: int = 0) -> float:
    """By how much every row can exceed its least value in common, when options may be taken in
    parts and every ban is kept: by another solver."""
    from ortools.linear_solver import pywraplp

    solver = pywraplp.Solver.CreateSolver("GLOP")
    parts = [[solver.NumVar(0, 1, "") for _ in range(width)] for width in problem.widths]
    most = solver.NumVar(-solver.infinity(), solver.infinity(), "")
    for issue, row in enumerate(parts):
        solver.Add(sum(row) == 1)
        for option, part in enumerate(row):
            if not int(search.dom[level, issue]) >> option & 1:
                solver.Add(part == 0)
    for at in range(len(problem.rows)):
        if search.row_on[at]:
            solver.Add(
                sum(
                    float(search.numf[issue, option, at]) * part
                    for issue, row in enumerate(parts)
                    for option, part in enumerate(row)
                )
                - most
                >= float(search.leastf[at])
            )
    for at, (ban, _) in enumerate(problem.bans):
        if search.ban_on[at] and len(ban.parts) > 1:
            outside = [
                part
                for issue, inside in ban.parts
                for option, part in enumerate(parts[issue])
                if option not in inside
            ]
            solver.Add(sum(outside) >= 1)
    solver.Maximize(most)
    if solver.Solve() == solver.INFEASIBLE:
        return -float("inf")
    return float(solver.Objective().Value())


def relaxed(search: Search, steps: int = 2000, level: int = 0) -> tuple[int, float]:
    """The status and the bound that the prices give: how far the weighted sum can exceed."""
    kernel, given = load("simplex_kernel"), search.problem.arrays
    status = kernel.relax(
        level, search.leastf, search.row_on, given["bfirst"], given["bissue"], given["bmask"],
        search.ban_on, search.dom, search.mu, search.lin, steps,
    )  # fmt: skip
    rows = len(search.problem.rows)
    price = search.mu[level]
    worth = (search.numf * price[:rows]).sum(axis=2)
    bound = -float(price[:rows] @ search.leastf)
    for at, (ban, _) in enumerate(search.problem.bans):
        bound -= price[rows + at]
        for issue, inside in ban.parts:
            for option in range(worth.shape[1]):
                worth[issue, option] += 0 if option in inside else price[rows + at]
    for issue in range(worth.shape[0]):
        mask = int(search.dom[level, issue])
        bound += max(worth[issue, k] for k in range(worth.shape[1]) if mask >> k & 1)
    assert price.min() >= 0
    assert abs(price[:rows].sum() - 1) < 1e-6
    return int(status), bound


@pytest.mark.parametrize("seed", range(40))
def test_prices_are_those_of_the_linear_program(seed: int) -> None:
    rng = random.Random(seed)
    held = drawn(seed, rng.choice((0.5, 0.7, 0.75)), parties=rng.randint(1, 6), claims=25)
    zone = space(held, held.principals)
    oracle = Oracle(zone)
    search = Search(oracle.problem)
    on = [at for at in range(len(zone.claims)) if rng.random() < 0.8]
    every = [1 << int(width) for width in oracle.widths]
    domains = [rng.randrange(1, whole) for whole in every] if seed % 2 else [w - 1 for w in every]
    search.start(on=on, domains=domains)
    if not search.linear:
        return
    kernel = load("simplex_kernel")
    status, bound = relaxed(search)
    expected = relaxed_by_glop(oracle.problem, search)
    if status == kernel.REFUTED:
        assert expected < 0
        assert expected - 1e-7 <= bound < 0
        return
    assert status == kernel.SOLVED
    assert bound == pytest.approx(expected, abs=1e-6)
    share = search.lin.share.reshape(search.numf.shape[:2])
    assert share.sum(axis=1) == pytest.approx(1.0)


@pytest.mark.parametrize("seed", range(15))
def test_prices_below_a_node_are_those_of_the_linear_program_with_fewer_options(seed: int) -> None:
    """Begun where the node above ended, after options were struck that were taken in parts."""
    rng = random.Random(seed)
    held = negotiation(seed, issues=16, options=6, parties=8, claims=25, reservation=0.6)
    oracle = Oracle(space(held, held.principals))
    search = Search(oracle.problem)
    search.dom[0] = [(1 << width) - 1 for width in oracle.widths]
    kernel, compared = load("simplex_kernel"), 0
    for level in range(12):
        status, bound = relaxed(search, level=level)
        expected = relaxed_by_glop(oracle.problem, search, level)
        if status == kernel.REFUTED:
            assert expected - 1e-7 <= bound < 0
            break
        assert status == kernel.SOLVED
        assert bound == pytest.approx(expected, abs=1e-6)
        compared += 1
        lin = search.lin
        for kept in (search.dom, search.mu, lin.basis, lin.key, lin.inverse, lin.age):
            kept[level + 1] = kept[level]
        shares = search.lin.share.reshape(search.numf.shape[:2])
        for issue, width in enumerate(oracle.widths):
            left = [k for k in range(width) if search.dom[level, issue] >> k & 1]
            for option in left[1:]:
                if shares[issue, option] > 0 and rng.random() < 0.3:
                    search.dom[level + 1, issue] &= ~(1 << option)
    assert compared > 1


def weighed(search: Search) -> int:
    """The weighted sum at the first node, in whole numbers."""
    with np.errstate(all="ignore"):
        return search.room()


@pytest.mark.parametrize(
    ("seed", "share"), [(0, 0.745), (1, 0.795), (2, 0.79), (3, 0.7815), (4, 0.765)]
)
def test_bans_take_part_in_the_sum_that_refutes(seed: int, share: float) -> None:
    """Where reservations alone leave room, prices on combinations prove that there is none."""
    issues, options, parties, claims = SIZES["28x4"]
    held = negotiation(
        seed, issues=issues, options=options, parties=parties, claims=claims, reservation=share
    )
    oracle = Oracle(space(held, held.principals))
    domains = [(1 << width) - 1 for width in oracle.widths]
    for ban, _ in oracle.problem.bans:
        if len(ban.parts) == 1:
            (issue, inside), *_ = ban.parts
            domains[issue] &= ~sum(1 << option for option in inside)
    search = Search(oracle.problem)
    search.start(on=range(len(oracle.space.claims)), domains=domains)
    assert relaxed(search)[1] < 0
    assert weighed(search) < 0
    search.start(on=[row.claim for row in oracle.problem.rows], domains=domains)
    assert relaxed(search)[1] > 0
    assert weighed(search) >= 0


@pytest.mark.parametrize("seed", range(20))
def test_multipliers_of_any_kind_never_refute_what_is_possible(seed: int) -> None:
    rng = random.Random(seed)
    held = drawn(seed, 0.5)
    oracle = Oracle(space(held, held.principals))
    found = oracle.ask(oracle.all)
    if isinstance(found, int):
        return
    search = Search(oracle.problem)
    wild = (0.0, 1e-300, 1.0, 1e9, 1e300, -1.0, float("inf"), float("-inf"), float("nan"))
    for _ in range(50):
        search.mu[0] = [rng.choice((rng.random(), *wild)) for _ in search.mu[0]]
        slack = weighed(search)
        spare = sum(
            int(search.top[i]) - int(search.value[i, option]) for i, option in enumerate(found)
        )
        assert 0 <= spare <= slack
        assert search.whole.min() >= 0


@pytest.mark.parametrize("seed", range(12))
def test_what_guides_the_search_does_not_change_what_it_gives_out(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = drawn(seed, 0.8, claims=14)
    answers: list[Any] = []
    for nodes in (0, 1, 10**9):
        monkeypatch.setattr(duals, "TRIED", nodes)
        answers.append(
            [ask(held, limit=limit) for ask in (conflicts, concessions) for limit in (5, None)]
        )
    assert [answer.sets for answer in answers[0]] == [answer.sets for answer in answers[2]]
    assert [answer.sets for answer in answers[1]] == [answer.sets for answer in answers[2]]


@pytest.mark.parametrize(("seed", "claims", "share", "effort"), NO_END)
def test_sets_that_guide_badly_do_not_go_on_for_ever(
    seed: int, claims: int, share: float, effort: float
) -> None:
    """Few sets, each question easy: nearly all the work went into guides with claims to spare."""
    issues, options, parties, _ = SIZES["28x4"]
    held = negotiation(
        seed, issues=issues, options=options, parties=parties, claims=claims, reservation=share
    )
    for ask in (conflicts, concessions):
        assert ask(held, effort=effort).complete


def test_a_search_cut_short_says_nothing_or_the_truth() -> None:
    silent = 0
    for seed in range(25):
        held = drawn(seed, 0.76, parties=5, claims=16)
        zone = space(held, held.principals)
        for nodes in (0, 1, 3, 50):
            oracle = Oracle(zone, clock=Clock())
            found = oracle.tried(oracle.all, nodes)
            truth = Oracle(zone).ask(oracle.all)
            silent += found is None
            if isinstance(found, int):
                assert isinstance(truth, int)
                assert isinstance(Oracle(zone).ask(found), int)
            elif found is not None:
                assert all(satisfied(claim, found) for claim in (*zone.rules, *zone.claims))
            if found is None:
                assert not oracle.cores
                assert not oracle.chosen
            elif isinstance(found, int):
                least = oracle.shrunk(found)
                for claim in bits(least):
                    assert not isinstance(oracle.ask(least & ~(1 << claim)), int)
    assert silent > 20


@pytest.mark.parametrize("seed", [0, 1, 5])
def test_collisions_are_minimal_however_many_questions_are_put_off(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oracles, "EASY", (1, 2))
    issues, options, parties, claims = SIZES["28x4"]
    held = negotiation(
        seed,
        issues=issues,
        options=options,
        parties=parties,
        claims=claims,
        reservation=EDGES["28x4"][seed] / 1000,
    )
    oracle = Oracle(space(held, held.principals))
    found = oracle.ask(oracle.all)
    assert isinstance(found, int)
    least = oracle.shrunk(found)
    fresh = Oracle(oracle.space)
    assert isinstance(fresh.ask(least), int)
    for claim in bits(least):
        assert not isinstance(fresh.ask(least & ~(1 << claim)), int)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_trimmed_collides_still_and_is_smaller_the_more_is_spent(seed: int) -> None:
    held = drawn(seed, 0.9, parties=5, claims=25)
    sizes = []
    for nodes in (0, 2, 10_000):
        oracle = Oracle(space(held, held.principals))
        found = oracle.ask(oracle.all)
        assert isinstance(found, int)
        few = oracle.trimmed(found, nodes)
        assert few & ~found == 0
        assert isinstance(Oracle(oracle.space).ask(few), int)
        sizes.append(few.bit_count())
        if nodes == 0:
            assert few == found
    assert sizes[0] >= sizes[1] >= sizes[2]
    assert few == oracle.shrunk(few)
