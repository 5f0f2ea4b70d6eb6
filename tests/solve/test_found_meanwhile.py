"""Minimal sets found while it is not proven which come first."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from benchmarks.instances import negotiation

from goodoffices.solve import duals, finding
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.finding import Finder, Kind
from goodoffices.solve.minimal import Found, concession_sets, conflict_sets
from goodoffices.solve.oracle import Oracle, bits, mask_of
from goodoffices.solve.space import Space, space
from goodoffices.solve.turns import Turns


def drawn(seed: int, *, claims: int = 14) -> Space:
    share = random.Random(seed).choice((0.7, 0.75, 0.8))
    held = negotiation(seed, issues=10, options=4, parties=4, claims=claims, reservation=share)
    return space(held, held.principals)


def collides(oracle: Oracle, mask: int) -> bool:
    return isinstance(oracle.ask(mask), int)


def check_minimal(zone: Space, found: Found, *, conflicts: bool) -> None:
    """Each set by definition, by an oracle that knows nothing of how it was found."""
    oracle = Oracle(zone)
    place = {claim.id: at for at, claim in enumerate(zone.claims)}
    for ids in found.sets:
        mask = mask_of(place[name] for name in ids)
        tight, loose = (mask, None) if conflicts else (None, oracle.all & ~mask)
        if tight is not None:
            assert collides(oracle, tight)
            assert not any(collides(oracle, tight & ~(1 << at)) for at in bits(mask))
        if loose is not None:
            assert not collides(oracle, loose)
            assert all(collides(oracle, loose | 1 << at) for at in bits(mask))


@pytest.mark.parametrize("conflicts", [True, False])
@pytest.mark.parametrize("first", [1, 30])
def test_whatever_the_work_allowed_every_set_is_minimal_and_the_order_is_as_it_is_told(
    first: int, conflicts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Finding by turns begins at once, so that little work ends it amid finding."""
    monkeypatch.setattr(finding, "FIRST", first)
    monkeypatch.setattr(duals, "PATIENCE", 1e-4)
    monkeypatch.setattr(duals, "TURN", 1e-4)
    ask = conflict_sets if conflicts else concession_sets
    beyond = 0
    for seed in range(8):
        zone = drawn(seed, claims=24)
        cost = {claim.id: 0 if conflicts else claim.cost for claim in zone.claims}
        every = ask(zone)
        for work in (2e-4 * 1.5**k for k in range(13)):
            for limit in (None, 5):
                found = ask(zone, limit=limit, clock=Clock(None, work))
                check_minimal(zone, found, conflicts=conflicts)
                ranks = [(sum(cost[n] for n in ids), len(ids)) for ids in found.sets]
                assert ranks == sorted(ranks)
                assert set(found.sets) <= set(every.sets)
                missing = [ids for ids in every.sets if ids not in found.sets]
                least = min(((sum(cost[n] for n in s), len(s)) for s in missing), default=None)
                assert least is None or all(r <= least for r in ranks[: found.in_order])
                assert not found.complete or found.sets == every.sets
                beyond += found.in_order < len(found.sets)
    print(beyond)
    assert beyond > 10


@pytest.mark.parametrize("conflicts", [True, False])
@pytest.mark.parametrize("first", [1, 30])
@pytest.mark.parametrize("trial", [1e-9, 0.3])
def test_what_is_found_a_little_at_a_time_is_in_the_end_all_there_is(
    trial: float, first: int, conflicts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many questions are put off at first, and whichever way is taken."""
    monkeypatch.setattr(finding, "TRIAL", trial)
    monkeypatch.setattr(finding, "FIRST", first)
    monkeypatch.setattr(finding, "PUT_OFF", 3)
    ask = conflict_sets if conflicts else concession_sets
    for seed in range(6):
        zone = drawn(seed)
        oracle = Oracle(zone)
        kind = Kind([1] * len(zone.claims), conflicts=conflicts)
        finder = Finder(oracle, kind, None, seed=seed)
        steps = sum(1 for _ in finder.steps())
        assert finder.complete
        assert steps >= len(finder.found)
        ids = {tuple(zone.claims[at].id for at in bits(mask)) for mask in finder.found}
        assert ids == set(ask(zone).sets)


@pytest.mark.parametrize("nodes", [0, 1, 3, 30])
def test_a_set_is_called_minimal_only_where_it_is(nodes: int) -> None:
    settled_some = 0
    for seed in range(10):
        zone = drawn(seed, claims=24)
        exact, rng = Oracle(zone), random.Random(seed)
        order = list(range(len(zone.claims)))
        for _ in range(4):
            rng.shuffle(order)
            oracle = Oracle(zone)
            package = oracle.satisfy(mask_of(order[:6]))
            if package is not None:
                given_up, settled = oracle.grown_far(package, nodes, order)
                closed = [collides(exact, exact.all & ~given_up | 1 << at) for at in bits(given_up)]
                assert not collides(exact, exact.all & ~given_up)
                assert not settled or all(closed)
                settled_some += settled
            if not collides(exact, exact.all):
                continue
            core, settled = oracle.shrunk_far(oracle.all, (nodes,), order)
            assert collides(exact, core)
            assert not settled or not any(collides(exact, core & ~(1 << at)) for at in bits(core))
    assert settled_some > 0 or nodes == 0


def test_others_have_as_much_time_as_the_first_after_a_while_and_no_more() -> None:
    clock = Clock(None, 100.0)
    turns = Turns(clock, patience=10.0, turn=1.0)
    idle = [0]

    def other() -> Iterator[None]:
        while True:
            turns.theirs.spend(0.25)
            yield

    def spare() -> Iterator[None]:
        idle[0] += 1
        yield

    turns.others.append(other())
    turns.spare.append(spare())
    for _ in range(9):
        turns.spend(1.0)
    assert turns.theirs.counted == 0
    turns.succeeded()
    for _ in range(9):
        turns.spend(1.0)
    assert turns.theirs.counted == pytest.approx(9.0)
    assert idle == [0]  # patience began anew
    for _ in range(3):
        turns.spend(1.0)
    assert idle == [1]
    with pytest.raises(OutOfTime):
        list(map(turns.spend, [1.0] * 100))
    assert turns.counted + turns.theirs.counted == pytest.approx(100.0, abs=1.0)


def test_making_a_set_minimal_gives_way_after_each_question() -> None:
    for seed in range(6):
        oracle = Oracle(drawn(seed, claims=24))
        if not isinstance(oracle.ask(oracle.all), int):
            continue
        steps, most, before = 0, 0, oracle.calls
        for _ in oracle.shrinking(oracle.all, (None,)):
            steps, most = steps + 1, max(most, oracle.calls - before)
            before = oracle.calls
        assert steps > 2
        assert most <= 1


def test_the_seed_given_is_the_seed_of_the_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = []

    def drawing(seed: int) -> random.Random:
        seeds.append(seed)
        return random.Random(seed)

    monkeypatch.setattr(finding, "Random", drawing)
    for ask in (conflict_sets, concession_sets):
        ask(drawn(0), limit=1, seed=7)
    assert set(seeds) == {7}
