"""How the search parts an issue in two, and what it says had to do with a collision."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from goodoffices.solve.arrays import Problem, Row, Search
from goodoffices.solve.jit import load
from goodoffices.solve.space import Ban

OPTIONS = 6


def shares(random: Any, domain: list[int], several: int) -> Any:
    """Parts of one issue that add up to 1."""
    share = np.zeros(OPTIONS)
    taken = random.permutation(domain)[:several]
    share[taken] = random.random(len(taken)) + 0.01
    return share / share.sum()


@pytest.mark.parametrize("seed", range(40))
def test_an_issue_is_parted_by_what_is_more_like_the_two_options_taken_most(seed: int) -> None:
    random = np.random.default_rng(seed)
    domain = sorted(random.permutation(OPTIONS)[: random.integers(2, OPTIONS + 1)].tolist())
    share = shares(random, domain, 1 + seed % 4)
    numf, rate = random.random((1, OPTIONS, 3)), random.random(3)
    mask = sum(1 << option for option in domain)
    side = int(load("branching_kernel").parted(0, mask, numf, rate, share))

    def apart(one: int, other: int) -> float:
        return float(sum(rate * abs(numf[0, one] - numf[0, other])))

    ranked = sorted(domain, key=lambda option: -share[option])
    first, second = ranked[:2]
    wanted = {first}
    if share[second] > 0:
        wanted |= {o for o in ranked[2:] if apart(o, first) < apart(o, second)}
    assert {option for option in range(OPTIONS) if side >> option & 1} == wanted


@pytest.mark.parametrize("seed", range(60))
def test_the_parts_of_an_issue_leave_no_package_out_however_often_they_are_parted(
    seed: int,
) -> None:
    problem, sums, allowed = narrow_and_deep(seed)
    best = int(sums[allowed.all(axis=1)].min(axis=1).max())
    for least in (best - 1, best, best + 1):
        search = Search(problem, track=True, guess=bool(seed % 2))
        for row in range(len(problem.rows)):
            search.reach(row, least)
        status = search.go(100_000)
        assert (status in (1, 2)) == (least <= best)
        if least > best:
            assert search.over
            kept = np.concatenate([sums >= least, allowed], axis=1)
            few = sorted(search.blamed())
            assert not kept[:, few].all(axis=1).any(), "these claims do not collide"


def narrow_and_deep(seed: int, bans: int = 40) -> tuple[Problem, Any, Any]:
    """Three issues of twelve options, each a way to share a pie among six, and combinations of two
    that are banned; what every package gives the rows, and which bans it keeps."""
    random = np.random.default_rng(seed)
    numbers = (random.dirichlet([3] * 6, size=(3, 12)) * 1000).astype(int).transpose(2, 0, 1)
    rows = tuple(
        Row(tuple(tuple(map(int, entries)) for entries in row), 0, at)
        for at, row in enumerate(numbers)
    )
    packages = np.array(list(itertools.product(range(12), repeat=3)))
    sums = np.array([numbers[:, range(3), package].sum(axis=1) for package in packages])
    banned, allowed = [], np.ones((len(packages), bans), dtype=bool)
    for at in range(bans):
        issues = sorted(random.permutation(3)[:2].tolist())
        parts = tuple((k, frozenset(random.permutation(12)[:4].tolist())) for k in issues)
        banned.append((Ban(parts), len(rows) + at))
        inside = [np.isin(packages[:, issue], sorted(options)) for issue, options in parts]
        allowed[:, at] = ~(inside[0] & inside[1])
    return Problem((12,) * 3, rows, tuple(banned), len(rows) + bans), sums, allowed


def test_issues_of_many_options_are_parted_more_often_than_there_are_issues() -> None:
    deepest = 0
    for seed in range(10):
        problem, sums, _ = narrow_and_deep(seed, bans=0)
        search = Search(problem, guess=False)
        for row in range(len(problem.rows)):
            search.reach(row, int(sums.min(axis=1).max()) + 1)
        search.go(100_000)
        deepest = max(deepest, *np.flatnonzero(search.lin.side).tolist(), 0)
    assert deepest > len(problem.widths) + 1


def test_claims_that_had_nothing_to_do_with_a_collision_bear_no_burden() -> None:
    up, down = (0, 5, 9), (9, 5, 0)  # both reach 20 by the middle of all four issues alone
    rows = (Row((up,) * 4, 20, 0), Row((down,) * 4, 20, 1))
    needed, idle = Ban(((0, frozenset({1})),)), Ban(((1, frozenset({0})), (2, frozenset({0}))))
    search = Search(Problem((3,) * 4, rows, ((needed, 2), (idle, 3)), 4), track=True)
    assert search.go(1000) == 0
    burdens = search.burdens()
    assert min(burdens[:3]) > 0
    assert burdens[3] == 0
    search.start(on=(0,))
    assert search.burdens() == [0.0] * 4
