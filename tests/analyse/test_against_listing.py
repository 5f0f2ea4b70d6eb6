"""Every analysis against brute force on 3,000 small negotiations and on those of hypothesis.

The seeds are split into parts so that the suite can spread them over processes.
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings

import oracle
from goodoffices.analyse.bargain import bargain
from goodoffices.analyse.concessions import concessions
from goodoffices.analyse.conflicts import conflicts
from goodoffices.analyse.pareto import pareto
from goodoffices.analyse.verdicts import verdicts
from goodoffices.analyse.zopa import zopa
from goodoffices.model.acceptable import acceptance, zone_answer
from goodoffices.model.agenda import Draft
from goodoffices.model.allowed import allowed_terms
from goodoffices.model.answers import Rule
from goodoffices.model.negotiation import RESERVATION, Negotiation
from goodoffices.solve.space import Reading
from strategies import a_draft, a_negotiation, drafts, negotiations

PARTS = range(8)
EACH = 375
RULES: tuple[Rule, ...] = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")


def seeds(part: int) -> range:
    return range(part * EACH, (part + 1) * EACH)


# --- zopa ----------------------------------------------------------------------------------------


def check_zone(negotiation: Negotiation) -> None:
    asked = negotiation.principals
    tally = oracle.zone(negotiation, asked)
    open_ended = tally["depends"] + tally["unknown"]
    expected = True if tally["accepts"] else "depends" if open_ended else False
    found = zopa(negotiation)
    assert found.exists == expected
    assert found.parties == asked
    assert found.unknown == tuple(party for party in asked if not negotiation.known(party))
    assert bool(found.rules) == (not oracle.lawful(negotiation))
    assert found.count == {True: tally["accepts"], False: 0, "depends": None}[found.exists]
    assert found.count_at_least == found.count
    assert found.proven
    assert zopa(negotiation, count=False).count is None or expected is False
    shown = [tuple(package.items()) for package in found.packages]
    assert len(set(shown)) == len(shown) <= 5
    for package in found.packages:
        answer = zone_answer(negotiation, asked, package)
        assert answer == "accepts" if expected is True else answer in ("depends", "unknown")
    if expected is True:
        assert len(shown) == min(5, tally["accepts"])
    elif not found.unknown:
        assert len(shown) == min(5, tally["depends"])
    else:
        assert bool(shown) == (expected == "depends")


@pytest.mark.parametrize("part", PARTS)
def test_zone_is_what_listing_finds(part: int) -> None:
    for seed in seeds(part):
        check_zone(a_negotiation(random.Random(seed)))


@settings(max_examples=40, deadline=None)
@given(negotiations())
def test_zone_is_what_listing_finds_in_shrinkable_cases(negotiation: Negotiation) -> None:
    check_zone(negotiation)


# --- conflicts and concessions -------------------------------------------------------------------


def without(negotiation: Negotiation, claims: tuple[str, ...]) -> Negotiation:
    """The negotiation after giving up claims: a reservation falls below every utility."""
    gone = set(claims)
    return replace(
        negotiation,
        red_lines=tuple(line for line in negotiation.red_lines if line.id not in gone),
        provisos=tuple(item for item in negotiation.provisos if item.id not in gone),
        preferences=tuple(
            replace(entry, reservation=-1000) if RESERVATION + entry.party in gone else entry
            for entry in negotiation.preferences
        ),
    )


def check_claims(negotiation: Negotiation, reading: Reading) -> None:
    asked, sure = negotiation.principals, reading == "favourable"
    collide = conflicts(negotiation, limit=None, reading=reading)
    opening = concessions(negotiation, limit=None, reading=reading)
    assert collide.complete
    assert opening.complete
    if not oracle.lawful(negotiation):
        assert not collide.sets
        assert not opening.sets
        assert collide.rules
        assert collide.rules == opening.rules
        return
    assert collide.rules == opening.rules == ()
    assert list(collide.sets) == oracle.conflict_sets(negotiation, asked, sure=sure)
    expected = oracle.concession_sets(negotiation, asked, sure=sure)
    assert [entry.claims for entry in opening.sets] == [claims for _, claims in expected]
    assert [entry.cost for entry in opening.sets] == [float(cost) for cost, _ in expected]
    for entry in opening.sets:
        crossed = oracle.failing(negotiation, asked, entry.opens, sure=sure)
        assert crossed == set(entry.claims)
        assert list(entry.gets) == list(negotiation.party_by_id)
        for party, got in entry.gets.items():
            answer = acceptance(negotiation, party, entry.opens)
            assert (got.answer, got.crossed) == (answer.answer, answer.crossed)
            assert got.utility == (None if answer.utility is None else answer.utility.plain())
            assert (got.reservation is None) == (party not in negotiation.preferences_of)
        now = zone_answer(without(negotiation, entry.claims), asked, entry.opens)
        assert now != "rejects"


@pytest.mark.parametrize("part", PARTS)
def test_conflict_and_concession_sets_are_what_listing_finds(part: int) -> None:
    for seed in seeds(part):
        check_claims(
            a_negotiation(random.Random(seed)), "unfavourable" if seed % 4 == 0 else "favourable"
        )


@settings(max_examples=40, deadline=None)
@given(negotiations())
def test_conflict_and_concession_sets_in_shrinkable_cases(negotiation: Negotiation) -> None:
    check_claims(negotiation, "favourable")


def test_without_any_one_claim_the_rest_of_a_conflict_set_has_a_package() -> None:
    removed = 0
    for seed in range(300):
        negotiation = a_negotiation(random.Random(seed))
        every = oracle.lawful(negotiation)
        for claims in conflicts(negotiation).sets:
            crossed = [oracle.failing(negotiation, negotiation.principals, p) for p in every]
            assert all(each & set(claims) for each in crossed)
            for claim in claims:
                assert any(not each & (set(claims) - {claim}) for each in crossed)
                removed += 1
    assert removed > 300


def test_concession_sets_are_the_minimal_hitting_sets_of_the_conflict_sets_and_the_reverse() -> (
    None
):
    def hitting(family: list[set[str]]) -> set[frozenset[str]]:
        ground = sorted(set().union(*family))
        hits = (each for each in oracle.subsets(ground) if all(each & one for one in family))
        return set(oracle.minimal(hits))

    telling = 0
    for seed in range(300):
        negotiation = a_negotiation(random.Random(seed), most_claims=9)
        collide = [set(claims) for claims in conflicts(negotiation, limit=None).sets]
        opening = [set(entry.claims) for entry in concessions(negotiation, limit=None).sets]
        if collide:
            assert hitting(collide) == {frozenset(one) for one in opening}
            assert hitting(opening) == {frozenset(one) for one in collide}
            telling += len(collide) > 1
    assert telling > 50


def test_a_limit_gives_the_beginning_of_the_whole_list() -> None:
    cut = 0
    for seed in range(120):
        negotiation = a_negotiation(random.Random(seed), most_claims=9)
        every, first = conflicts(negotiation, limit=None), conflicts(negotiation, limit=1)
        assert first.sets == every.sets[:1]
        assert first.complete == (len(every.sets) <= 1)
        most, cheapest = concessions(negotiation, limit=None), concessions(negotiation, limit=1)
        assert [e.claims for e in cheapest.sets] == [e.claims for e in most.sets[:1]]
        assert cheapest.complete == (len(most.sets) <= 1)
        cut += not cheapest.complete
    assert cut > 10


def test_numbers_of_many_digits_and_thresholds_just_reached_or_missed() -> None:
    for seed in range(200):
        negotiation = a_negotiation(
            random.Random(seed), fine=True, preferences=1.0, most_claims=4, rules=1
        )
        check_zone(negotiation)
        check_claims(negotiation, "favourable")


# --- verdicts ------------------------------------------------------------------------------------


def check_verdicts(negotiation: Negotiation, draft: Draft) -> None:
    terms = allowed_terms(negotiation, draft, None)
    inside = oracle.lawful(negotiation, terms)
    found = verdicts(negotiation, draft=draft)
    assert bool(found.rules) == (not inside)
    assert list(found.parties) == list(negotiation.party_by_id)
    for party, verdict in found.parties.items():
        each = [
            acceptance(negotiation, party, package)
            for package in inside or oracle.packages(negotiation, terms)
        ]
        answers = {one.answer for one in each}
        assert verdict.answer == (answers.pop() if len(answers) == 1 else "depends")
        if verdict.answer == "unknown":
            assert verdict.crossed == verdict.avoidable == ()
            continue
        crossed = [frozenset(one.crossed) for one in each]
        always, some = frozenset.intersection(*crossed), frozenset.union(*crossed)
        assert set(verdict.avoidable) == some - always
        if verdict.together:
            assert not always
            assert all(one & set(verdict.crossed) for one in crossed)
            for claim in verdict.crossed:
                assert any(not one & (set(verdict.crossed) - {claim}) for one in crossed)
        else:
            assert set(verdict.crossed) == always
        utilities = [one.utility for one in each if one.utility is not None]
        if utilities:
            low, high = min(u.low for u in utilities), max(u.high for u in utilities)
            expected = float(low) if low == high else (float(low), float(high))
            assert verdict.utility == expected
            assert verdict.reservation == negotiation.preferences_of[party].reservation
        else:
            assert verdict.utility is None


@pytest.mark.parametrize("part", PARTS)
def test_verdicts_on_a_draft_are_what_listing_finds(part: int) -> None:
    for seed in seeds(part):
        rng = random.Random(seed)
        negotiation = a_negotiation(rng, most_claims=5)
        check_verdicts(negotiation, a_draft(rng, negotiation))


@settings(max_examples=30, deadline=None)
@given(drafts())
def test_verdicts_on_a_draft_in_shrinkable_cases(drawn: tuple[Negotiation, Draft]) -> None:
    check_verdicts(*drawn)


# --- pareto and bargain --------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
def test_frontier_is_what_listing_finds(part: int) -> None:
    for seed in seeds(part):
        negotiation = a_negotiation(random.Random(seed), preferences=0.9, most_claims=3)
        asked = negotiation.principals
        assert [dict(p) for p in pareto(negotiation).packages] == oracle.frontier(
            negotiation, asked, zone=True
        )
        if seed % 5 == 0:
            assert [dict(p) for p in pareto(negotiation, zone=False).packages] == oracle.frontier(
                negotiation, asked, zone=False
            )


@pytest.mark.parametrize("part", PARTS)
def test_bargains_are_what_listing_finds(part: int) -> None:
    asked_for = 0
    for seed in seeds(part):
        negotiation = a_negotiation(
            random.Random(seed), preferences=0.9, most_claims=3, intervals=False
        )
        if not set(negotiation.principals) & set(negotiation.preferences_of):
            continue
        for rule in RULES:
            found = bargain(negotiation, rule=rule)
            expected = oracle.bargain(negotiation, negotiation.principals, rule)
            assert [dict(p) for p in found.packages] == expected
            asked_for += bool(expected)
    assert asked_for > EACH // 2


@settings(max_examples=40, deadline=None)
@given(negotiations(preferences=1.0))
def test_frontier_in_shrinkable_cases(negotiation: Negotiation) -> None:
    found = [dict(p) for p in pareto(negotiation).packages]
    assert found == oracle.frontier(negotiation, negotiation.principals, zone=True)
