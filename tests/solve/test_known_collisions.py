"""What is known of claims that collide, used where others are asked about."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from benchmarks.instances import negotiation

from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Proviso
from goodoffices.solve import oracle as oracles
from goodoffices.solve.cpsat import satisfied
from goodoffices.solve.minimal import concession_sets, conflict_sets
from goodoffices.solve.oracle import Oracle, bits
from goodoffices.solve.space import Space, space


def drawn(seed: int, *, issues: int = 8, claims: int = 18, share: float = 0.75) -> Space:
    """Claims of four parties; three provisos ask for something on issues of their own condition."""
    held = negotiation(seed, issues=issues, options=4, parties=4, claims=claims, reservation=share)
    return space(_with_wide_provisos(held, random.Random(seed)), held.principals)


def _with_wide_provisos(held: Negotiation, rng: random.Random) -> Negotiation:
    def some(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(rng.sample(ids, rng.randint(1, len(ids) - 1)))

    wide = []
    for k in range(3):
        first, second, third = rng.sample(held.issues, 3)
        wide.append(
            Proviso(
                id=f"wide{k}",
                party=rng.choice(held.principals),
                if_={issue.id: some(issue.option_ids) for issue in (first, second)},
                then={issue.id: some(issue.option_ids) for issue in (first, second, third)},
            )
        )
    return replace(held, provisos=(*held.provisos, *wide))


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Known collisions are used from the first node on; whether they told anything, each time."""
    told = list[bool]()
    plain = Oracle._must_fail

    def watched(self: Oracle, mask: int) -> Any:
        answer = plain(self, mask)
        told.append(answer is not None)
        return answer

    monkeypatch.setattr(oracles, "FREE", 0)
    monkeypatch.setattr(Oracle, "_must_fail", watched)
    yield told
    assert any(told)


@pytest.mark.parametrize("seed", range(6))
def test_every_package_that_fails_a_claim_has_the_options_named_and_no_others_are(
    seed: int,
) -> None:
    zone = drawn(seed, issues=6, claims=10, share=0.5)
    packages = list(product(*(range(len(options)) for options in zone.options)))
    several = 0
    for claim in zone.claims:
        failing = [chosen for chosen in packages if not satisfied(claim, chosen)]
        named = claim.failed_within
        assert claim.floor is None or not named
        for issue, options in named.items():
            assert {chosen[issue] for chosen in failing} == options
        several += len(claim.bans) > 1 and bool(named)
    assert several


@pytest.mark.parametrize("seed", range(10))
def test_questions_are_answered_as_if_nothing_were_known(seed: int, at_once: list[bool]) -> None:
    zone, rng = drawn(seed, share=0.9), random.Random(seed)
    asked, collided, held = Oracle(zone), 0, 0
    for _ in range(60):
        mask = rng.getrandbits(len(zone.claims)) | rng.getrandbits(len(zone.claims))
        if asked.cores and rng.random() < 0.7:  # one claim short of a known collision, or two
            core = rng.choice(asked.cores)
            places = list(bits(core))
            for place in rng.sample(places, min(rng.randint(1, 2), len(places))):
                core &= ~(1 << place)
            mask = core | (mask if rng.random() < 0.3 else 0)
        found, alone = asked.ask(mask), Oracle(zone).ask(mask)
        assert isinstance(found, int) == isinstance(alone, int)
        if isinstance(found, int):
            assert found & ~mask == 0
            assert isinstance(Oracle(zone).ask(found), int), "what is blamed can be satisfied"
            collided += 1
        else:
            assert all(satisfied(zone.claims[place], found) for place in bits(mask))
            held += 1
    assert collided > 3
    assert held > 3


@pytest.mark.parametrize("seed", range(6))
def test_a_minimal_collision_is_one(seed: int, at_once: list[bool]) -> None:
    for share in (0.75, 0.8, 0.85):
        zone = drawn(seed, issues=10, share=share)
        oracle = Oracle(zone)
        found = oracle.ask(oracle.all)
        if isinstance(found, int):
            least = oracle.shrunk(found)
            assert isinstance(Oracle(zone).ask(least), int)
            for place in bits(least):
                assert not isinstance(Oracle(zone).ask(least & ~(1 << place)), int)


@pytest.mark.parametrize("seed", range(8))
def test_all_sets_are_found_whenever_it_is_used(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = []
    for free in (0, 5, 10**9):
        monkeypatch.setattr(oracles, "FREE", free)
        zone = drawn(seed, issues=10, claims=24, share=0.8)
        answers.append([ask(zone, limit=n) for ask in (conflict_sets, concession_sets)
                        for n in (None, 4)])  # fmt: skip
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0].sets
