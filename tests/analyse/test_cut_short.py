"""Wherever the clock strikes, what is returned is true as far as it goes, and says how far."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

import oracle
from goodoffices.analyse.bargain import bargain
from goodoffices.analyse.concessions import concessions
from goodoffices.analyse.conflicts import conflicts
from goodoffices.analyse.improve import improve
from goodoffices.analyse.pareto import pareto
from goodoffices.analyse.zopa import zopa
from goodoffices.model.acceptable import zone_answer
from goodoffices.model.negotiation import Negotiation
from goodoffices.solve import duals
from goodoffices.solve.cpsat import Clock, OutOfTime
from strategies import a_negotiation, a_package

LOOKS = (1, 2, 3, 4, 6, 9, 14, 25, 60)
SEEDS = range(60)


@contextmanager
def striking(after: int) -> Iterator[None]:
    """Every clock strikes for good once it was looked at so many times, one and all together."""
    looked = 0
    check = Clock.check

    def strike(self: Clock) -> None:
        nonlocal looked
        looked += 1
        if looked > after and self._heedful:
            raise OutOfTime
        check(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Clock, "check", strike)
        yield


def drawn(seed: int, *, sure: bool = False) -> Negotiation:
    return a_negotiation(
        random.Random(seed), preferences=0.9, most_claims=8, intervals=not sure and seed % 2 > 0
    )


def follows(proven: Sequence[Any], missing: Sequence[Any]) -> bool:
    """Whether nothing that is missing ranks before anything of which that is proven."""
    return not proven or not missing or max(proven) <= min(missing)


@pytest.mark.parametrize("patience", [0.2, 1e-5])
def test_sets_found_in_time_are_some_of_all_sets_in_their_order(
    patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duals, "PATIENCE", patience)
    monkeypatch.setattr(duals, "TURN", patience)
    cut = partial = unproven = 0
    for seed in SEEDS:
        held = drawn(seed)
        every, opening = conflicts(held), concessions(held, limit=None)
        for after in LOOKS:
            with striking(after):
                some = conflicts(held)
            with striking(after):
                few = concessions(held, limit=None)
            assert some.sets == tuple(one for one in every.sets if one in some.sets)
            assert not some.complete or some == every
            claims = [entry.claims for entry in few.sets]
            assert claims == [one.claims for one in opening.sets if one.claims in claims]
            assert not few.complete or len(claims) == len(opening.sets)
            sizes = [len(one) for one in some.sets[: some.in_order]]
            assert follows(sizes, [len(one) for one in every.sets if one not in some.sets])
            ranks = [(one.cost, len(one.claims)) for one in few.sets[: few.in_order]]
            rest = [(e.cost, len(e.claims)) for e in opening.sets if e.claims not in claims]
            assert follows(ranks, rest)
            unproven += some.in_order < len(some.sets) or few.in_order < len(few.sets)
            for entry in few.sets:
                crossed = oracle.failing(held, held.principals, entry.opens)
                assert crossed == set(entry.claims)
            cut += not some.complete
            partial += 0 < len(few.sets) < len(opening.sets)
    assert cut > 50
    assert partial > 2
    assert unproven > 50  # of several groups of claims one was cut, or sets were found beside


def test_a_verdict_is_right_or_not_given() -> None:
    unsettled = 0
    for seed in SEEDS:
        held = drawn(seed)
        full = zopa(held)
        for after in LOOKS:
            with striking(after):
                some = zopa(held, certificate=seed % 3 == 0)
            unsettled += not some.proven
            assert some.exists == (full.exists if some.proven else "depends")
            assert some.count in (None, full.count)
            if some.count_at_least is not None:
                assert full.count is not None
                assert min(1, full.count) <= some.count_at_least <= full.count
            answers = {zone_answer(held, held.principals, package) for package in some.packages}
            assert "rejects" not in answers
            assert some.exists is not True or answers == {"accepts"}
    assert unsettled > 30


def test_a_bargain_is_proven_or_bounded() -> None:
    unproven = 0
    for seed in SEEDS:
        held = drawn(seed, sure=True)
        if not oracle.valued(held, held.principals):
            continue
        for rule in ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian"):
            full = bargain(held, rule=rule)
            for after in LOOKS:
                with striking(after):
                    some = bargain(held, rule=rule)
                for package in some.packages:
                    assert zone_answer(held, held.principals, package) in ("accepts", "unknown")
                if some.proven:
                    assert (some.packages, some.score) == (full.packages, full.score)
                    continue
                unproven += 1
                if rule == "kalai-smorodinsky":
                    continue  # its measure is the greatest gains, which may not be known yet
                if some.score is not None and full.score is not None:
                    assert some.score <= full.score + 1e-9
                if some.bound is not None and full.score is not None:
                    assert some.bound >= full.score - 1e-9
    assert unproven > 100


def test_frontiers_and_amendments_are_complete_or_say_that_they_are_not() -> None:
    cut = 0
    for seed in SEEDS:
        held = drawn(seed, sure=True)
        start = a_package(random.Random(seed), held)
        full, near = pareto(held), improve(held, package=start, goal="zone")
        for after in LOOKS:
            with striking(after):
                some = pareto(held)
            with striking(after):
                few = improve(held, package=start, goal="zone")
            assert not some.complete or some.packages == full.packages
            assert not few.complete or few.amendments == near.amendments
            for entry in few.amendments:
                answer = zone_answer(held, held.principals, entry.package)
                assert answer in ("accepts", "unknown")
            cut += not few.complete
    assert cut > 30
