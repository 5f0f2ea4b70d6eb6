"""Packages found by exchanging options."""

from __future__ import annotations

import random

import pytest
from benchmarks.instances import EDGES, SIZES, negotiation

from goodoffices.solve import oracle as oracles
from goodoffices.solve.arrays import Search
from goodoffices.solve.cpsat import Clock, OutOfTime, Solver, satisfied
from goodoffices.solve.exchange import MOST, Exchange
from goodoffices.solve.jit import load
from goodoffices.solve.oracle import Oracle
from goodoffices.solve.space import Space, space


def drawn(seed: int, share: float, *, claims: int = 16, rules: int = 2) -> Space:
    held = negotiation(
        seed, issues=10, options=4, parties=4, claims=claims, reservation=share, rules=rules
    )
    return space(held, held.principals)


def begun(zone: Space, on: int | None = None) -> tuple[Oracle, Exchange]:
    oracle = Oracle(zone)
    search = Search(oracle.problem, guess=False)
    search.start(on=oracles.bits(oracle.all if on is None else on))
    search.go(1)
    return oracle, Exchange(search)


def test_what_is_found_satisfies_all_that_was_asked_and_nothing_is_found_where_nothing_is() -> None:
    found_some = 0
    for seed in range(30):
        rng = random.Random(seed)
        zone = drawn(seed, rng.choice((0.5, 0.65, 0.7, 0.75)))
        wanted = [claim for claim in zone.claims if rng.random() < 0.8]
        on = oracles.mask_of(at for at, claim in enumerate(zone.claims) if claim in wanted)
        oracle, exchange = begun(zone, on)
        found = exchange.within(0.02, Clock())
        if found is not None:
            found_some += 1
            assert all(satisfied(claim, found) for claim in (*zone.rules, *wanted))
            assert not isinstance(oracle.ask(on), int)
    assert found_some > 15


def test_it_finds_what_is_there_just_inside_the_edge() -> None:
    """Where the search alone took up to 200,000 nodes."""
    if not hasattr(load("exchange_kernel").exchange, "py_func"):
        pytest.skip("interpreted code takes minutes for this")
    issues, options, parties, claims = SIZES["60x8"]
    for seed in (1, 5, 6):
        held = negotiation(
            seed,
            issues=issues,
            options=options,
            parties=parties,
            claims=claims,
            reservation=(EDGES["60x8"][seed] - 1) / 1000,
        )
        _, exchange = begun(space(held, held.principals))
        assert exchange.within(1.0, Clock()) is not None


def test_it_gives_up_and_heeds_the_clock() -> None:
    _, exchange = begun(drawn(0, 0.95))
    clock = Clock(None, 1000.0)
    assert exchange.within(1000.0, clock) is None
    assert exchange.within(1.0, clock) is None
    assert 0 < clock._given - clock._work <= (MOST + 1) * exchange.each  # type: ignore[operator]
    _, exchange = begun(drawn(0, 0.95))
    with pytest.raises(OutOfTime):
        exchange.within(1.0, Clock(None, exchange.each))


@pytest.mark.parametrize("seed", range(20))
def test_verdicts_with_exchanges_from_the_first_node_are_those_of_cp_sat(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oracles, "_ALONE", 1)
    rng = random.Random(seed)
    zone = drawn(seed, rng.choice((0.65, 0.7, 0.72, 0.75)), rules=rng.randrange(4))
    peer, mine = Solver(zone), Oracle(zone)
    for _ in range(5):
        wanted = [claim.id for claim in zone.claims if rng.random() < 0.8]
        mask = oracles.mask_of(k for k, claim in enumerate(zone.claims) if claim.id in wanted)
        found = mine.ask(mask)
        assert isinstance(found, int) == (peer.satisfy(wanted) is None)
