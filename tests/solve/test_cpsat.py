"""The solver behind the analyses: exact whole numbers, one order of answers, bounded work."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from goodoffices.errors import SolverFailed
from goodoffices.solve.cpsat import Clock, OutOfTime, Solver, satisfied
from goodoffices.solve.minimal import concession_sets, conflict_sets
from goodoffices.solve.space import Ban, Claim, Floor, Space, components, part, space
from strategies import a_negotiation


def blank(*widths: int) -> Space:
    names = tuple(f"i{k}" for k in range(len(widths)))
    options = tuple(tuple(f"o{j}" for j in range(width)) for width in widths)
    return Space(names, options, (), ())


def floor(rows: list[list[int]], least: int) -> Claim:
    numbers = tuple(tuple(row) for row in rows)
    return Claim("f", "p", Fraction(1), floor=Floor(tuple(range(len(rows))), numbers, least))


@pytest.mark.parametrize("bits", [8, 40, 56, 57, 62, 90, 200])
def test_sums_of_any_size_are_compared_to_the_last_digit(bits: int) -> None:
    rng = random.Random(bits)
    for _ in range(12):
        rows = [[rng.randrange(1 << bits) for _ in range(3)] for _ in range(4)]
        sums = sorted(sum(chosen) for chosen in product(*rows))
        bare = blank(3, 3, 3, 3)
        aim = rng.choice(sums)
        for least in (aim - 1, aim, aim + 1, sums[-1], sums[-1] + 1):
            if least <= 0:
                continue
            claim = floor(rows, least)
            solver = Solver(replace(bare, claims=(claim,)))
            found = solver.satisfy(["f"])
            assert (found is not None) == (least <= sums[-1])
            if found is not None:
                assert sum(row[k] for row, k in zip(rows, found, strict=True)) >= least
            below = solver.crossing("f")
            assert (below is not None) == (sums[0] < least)
        # Only the one package between two neighbouring sums will do.
        exact = floor(rows, aim)
        above = replace(floor([[(1 << bits) - n for n in row] for row in rows], 0), id="g")
        assert above.floor is not None
        above = replace(above, floor=replace(above.floor, least=4 * (1 << bits) - aim))
        chosen = Solver(replace(bare, claims=(exact, above))).satisfy(["f", "g"])
        assert chosen is not None
        assert sum(row[k] for row, k in zip(rows, chosen, strict=True)) == aim


@pytest.mark.parametrize("bits", [30, 34, 42, 50])
def test_a_sum_hit_exactly_is_found(bits: int) -> None:
    """A presolve that loses solutions calls some of these impossible."""
    rng = random.Random(bits)
    for _ in range(150):
        rows = [[rng.randrange(1 << bits) for _ in range(3)] for _ in range(4)]
        aim = sum(rng.choice(row) for row in rows)
        others = [[(1 << bits) - number for number in row] for row in rows]
        least = replace(floor(rows, aim), id="least")
        most = replace(floor(others, 4 * (1 << bits) - aim), id="most")
        chosen = Solver(replace(blank(3, 3, 3, 3), claims=(least, most))).satisfy(["least", "most"])
        assert chosen is not None
        assert sum(row[k] for row, k in zip(rows, chosen, strict=True)) == aim


@pytest.mark.parametrize("bits", [8, 55, 57, 62, 120])
def test_the_extremes_of_sums_of_any_size_are_exact(bits: int) -> None:
    rng = random.Random(bits)
    for _ in range(10):
        rows = [[rng.randrange(-(1 << bits), 1 << bits) for _ in range(3)] for _ in range(4)]
        rule = Claim("w", None, Fraction(0), (Ban(((0, frozenset({0, 1})), (1, frozenset({2})))),))
        solver = Solver(replace(blank(3, 3, 3, 3), rules=(rule,)))
        left = [chosen for chosen in product(range(3), repeat=4) if satisfied(rule, chosen)]
        sums = [sum(row[k] for row, k in zip(rows, chosen, strict=True)) for chosen in left]
        for highest, expected in ((True, max(sums)), (False, min(sums))):
            found = solver.extreme(rows, highest=highest)
            assert found is not None
            assert sum(row[k] for row, k in zip(rows, found, strict=True)) == expected


def test_neither_seed_nor_order_of_claims_changes_the_sets() -> None:
    several = 0
    for number in range(60, 120):
        negotiation = a_negotiation(random.Random(number), most_claims=9)
        claims = space(negotiation, negotiation.principals)
        if Solver(claims).satisfy(()) is None:
            continue
        collide, opening = conflict_sets(claims), concession_sets(claims)
        for seed in (1, -5, 2**40):
            assert conflict_sets(claims, seed=seed) == collide
            assert concession_sets(claims, seed=seed) == opening
        several += len(opening.sets) > 1
    assert several > 3


def test_groups_of_claims_share_no_issue_and_lose_none() -> None:
    spread = 0
    for number in range(200):
        negotiation = a_negotiation(random.Random(number), preferences=0.1, most_issues=6)
        claims = space(negotiation, negotiation.principals)
        groups = components(claims)
        assert sorted(c.id for group in groups for c in group) == [c.id for c in claims.claims]
        reached = [{i for c in group for i in c.issues} for group in groups]
        for place, one in enumerate(reached):
            assert all(not one & other for other in reached[:place])
            inside = part(claims, groups[place])
            assert set(inside.claims) == set(groups[place])
            for rule in claims.rules:
                assert (rule in inside.rules) or not rule.issues & one
        spread += len(groups) > 1
    assert spread > 20


def test_work_is_bounded_and_the_order_still_stands() -> None:
    drawn = (a_negotiation(random.Random(seed), most_claims=9) for seed in range(20))
    spaces = (space(negotiation, negotiation.principals) for negotiation in drawn)
    claims = next(each for each in spaces if each.claims and conflict_sets(each).sets)
    every = conflict_sets(claims)
    nothing = conflict_sets(claims, clock=Clock(work=0.0))
    assert nothing.sets == ()
    assert nothing.complete is False
    assert every.complete is True
    for clock in (Clock(seconds=0.0), Clock(work=0.0)):
        with pytest.raises(OutOfTime):
            Solver(claims, clock=clock).satisfy(())
        assert "no answer within" in clock.spent()[1]
        cut = concession_sets(claims, clock=clock)
        assert (cut.sets, cut.complete) == ((), False)


def test_a_wrong_package_of_the_solver_is_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every package is checked without the solver before anybody sees it."""
    claim = Claim("c", "p", Fraction(1), (Ban(((0, frozenset({0})),)),))
    solver = Solver(replace(blank(2), claims=(claim,)))
    monkeypatch.setattr(solver, "_fix", lambda model, claims: model.add(solver._options[0][0] == 1))
    with pytest.raises(SolverFailed, match="breaks c"):
        solver.satisfy(["c"])
