"""What would follow from giving up or moving claims: as `zopa` says of the changed value."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

import oracle
from goodoffices.analyse.conflicts import conflicts
from goodoffices.analyse.what_if import what_if
from goodoffices.analyse.zopa import zopa
from goodoffices.codec import digest
from goodoffices.errors import InvalidCase, SolverFailed, UnknownName
from goodoffices.model.acceptable import utility, zone_answer
from goodoffices.model.exact import interval
from goodoffices.model.negotiation import RESERVATION, Negotiation
from goodoffices.model.stakes import Quantity
from goodoffices.solve.what_if import supposed
from goodoffices.workspace import WhatIfSession
from strategies import a_negotiation


def asked(rng: random.Random, held: Negotiation) -> tuple[tuple[str, ...], dict[str, Quantity]]:
    """Some claims to lift and some reservation values to move."""
    claims = [line.id for line in held.red_lines]
    claims += [item.id for item in held.provisos if item.party is not None]
    claims += [RESERVATION + entry.party for entry in held.preferences]
    lift = tuple(rng.sample(claims, min(len(claims), rng.choice((0, 0, 1, 1, 2, 5)))))
    moved: dict[str, Quantity] = {}
    for entry in held.preferences:
        if rng.random() < 0.3:
            value = float(interval(entry.reservation).low) + rng.choice((-2, -1, -0.25, 0, 0.5, 1))
            moved[entry.party] = rng.choice((value, value, (value, value + 0.5)))
    return lift, moved


@pytest.mark.parametrize("part", range(3))
def test_a_kept_context_answers_as_zopa_on_the_changed_value(part: int) -> None:
    verdicts: dict[Any, int] = {}
    changed = 0
    for seed in range(part * 40, part * 40 + 40):
        rng = random.Random(seed)
        held = a_negotiation(rng, preferences=0.8)
        mark = digest(held)
        session = WhatIfSession(held)
        before = zopa(held)
        for _ in range(4):
            lift, moved = asked(rng, held)
            found = session.ask(lift, moved)
            other = supposed(held, lifted=lift, reservations=moved)
            wanted = zopa(other)
            assert found.exists == wanted.exists
            assert found.before == before.exists
            assert found.rules == wanted.rules
            verdicts[found.exists] = verdicts.get(found.exists, 0) + 1
            changed += found.exists != before.exists
            if found.package is None:
                assert found.exists is False
                if not found.rules:
                    parties = tuple(p for p in other.principals if other.known(p))
                    assert found.conflict in oracle.conflict_sets(other, parties)
            else:
                assert not found.conflict
                assert zone_answer(other, other.principals, found.package) != "rejects"
                for party, claims in found.crossed.items():
                    for claim in claims:
                        assert claim in lift or claim.removeprefix(RESERVATION) == party
                for party, got in found.utilities.items():
                    exact = utility(held, party, found.package)
                    assert exact is not None
                    assert got == exact.plain()
        assert digest(held) == mark
    assert min(verdicts.get(kind, 0) for kind in (True, False, "depends")) > 10
    assert changed > 10


def test_the_analysis_is_one_question_of_a_session() -> None:
    for seed in range(40):
        rng = random.Random(seed)
        held = a_negotiation(rng, preferences=0.8)
        lift, moved = asked(rng, held)
        found = what_if(held, lift=lift, reservations=moved)
        wanted = zopa(supposed(held, lifted=lift, reservations=moved))
        assert found.exists == wanted.exists
        if found.conflict:
            every = conflicts(supposed(held, lifted=lift, reservations=moved), limit=None)
            assert found.conflict in every.sets


def test_a_supposition_says_what_was_supposed_and_what_follows() -> None:
    told = set()
    for seed in range(120):
        rng = random.Random(seed)
        held = a_negotiation(rng, intervals=False, preferences=0.8)
        lift, moved = asked(rng, held)
        found = what_if(held, lift=lift, reservations=moved)
        words = " ".join(found.words)
        if found.rules:
            assert "whatever is given up" in words
            continue
        for claim in (*found.lifted, *found.conflict):
            assert claim in words
        for party in moved:
            assert f"reservation value of {held.party_by_id[party].name}" in words
        for claims in found.crossed.values():
            assert ", ".join(claims) in words
        assert ("still" in words) == (found.exists == found.before)
        told.add((found.before, found.exists, bool(found.crossed), bool(found.conflict)))
    assert len(told) > 4


def test_a_lifted_reservation_value_binds_nobody() -> None:
    for seed in range(60):
        rng = random.Random(seed)
        held = a_negotiation(rng, preferences=1)
        free = supposed(held, lifted=[RESERVATION + party for party in held.preferences_of])
        lists = [
            oracle.failing(free, free.principals, p, sure=False) for p in oracle.packages(free)
        ]
        assert not any(claim.startswith(RESERVATION) for found in lists for claim in found)


def test_what_is_not_there_is_refused() -> None:
    held = a_negotiation(random.Random(3), preferences=1)
    party = held.preferences[0].party
    session = WhatIfSession(held)
    asks: list[Callable[..., Any]] = [partial(what_if, held), session.ask]
    for ask in asks:
        with pytest.raises(UnknownName, match="claim"):
            ask(lift=("no-such-claim",))
        with pytest.raises(UnknownName, match="party"):
            ask(reservations={"nobody": 1})
        with pytest.raises(InvalidCase, match="finite"):
            ask(reservations={party: float("nan")})
        with pytest.raises(InvalidCase, match="reversed"):
            ask(reservations={party: (2, 1)})
    world = [item.id for item in held.provisos if item.party is None]
    for rule in world:
        with pytest.raises(UnknownName):
            what_if(held, lift=(rule,))
    with pytest.raises(SolverFailed):
        what_if(held, time_limit=0)
    assert session.ask().exists == zopa(held).exists  # a refused question leaves no trace


def test_only_parties_asked_count() -> None:
    for seed in range(60):
        rng = random.Random(seed)
        held = a_negotiation(rng, preferences=0.8)
        some = held.principals[:1]
        lift, moved = asked(rng, held)
        found = what_if(held, lift=lift, reservations=moved, parties=some)
        wanted = zopa(supposed(held, lifted=lift, reservations=moved), parties=some)
        assert found.exists == wanted.exists
        assert found.parties == wanted.parties == some


def test_a_slider_up_and_down_gets_the_answers_of_fresh_contexts() -> None:
    """What was learnt at one reservation value is used at another only where it still holds."""
    moves = 0
    for seed in range(25):
        rng = random.Random(seed)
        held = a_negotiation(rng, intervals=seed % 2 == 0, preferences=1)
        session = WhatIfSession(held)
        party = rng.choice(held.preferences).party
        base = float(interval(held.preferences_of[party].reservation).low)
        seen = set()
        for step in [0.0, 0.5, 1, 2, 3, 2, 1, 0.5, 0, -0.5, -1, 3, -3, 1]:
            value = base + step
            other = [
                replace(e, reservation=value) if e.party == party else e for e in held.preferences
            ]
            found = session.ask(reservations={party: value})
            assert found.exists == zopa(replace(held, preferences=tuple(other))).exists
            seen.add(found.exists)
        moves += len(seen) > 1
    assert moves > 5
