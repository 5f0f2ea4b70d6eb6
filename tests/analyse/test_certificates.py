"""Certificates convince a checker that knows nothing of the engine, and forged ones do not."""

from __future__ import annotations

import copy
import json
import random
from dataclasses import replace
from typing import Any

import pytest
from benchmarks.instances import SIZES, negotiation

import oracle
from certificate_check import NotAProof, check
from goodoffices.analyse.conflicts import conflicts
from goodoffices.analyse.zopa import zopa
from goodoffices.model.allowed import allowed_terms
from goodoffices.model.printing import printed
from goodoffices.solve.space import Reading
from strategies import a_draft, a_negotiation


def as_printed(answer: Any) -> Any:
    return json.loads(json.dumps(printed(answer)))


def test_every_conflict_set_and_every_empty_zone_is_proven_to_a_stranger() -> None:
    sets = zones = rules = 0
    for seed in range(250):
        rng = random.Random(seed)
        held = a_negotiation(rng, preferences=0.8)
        reading: Reading = "unfavourable" if seed % 3 == 0 else "favourable"
        draft = a_draft(rng, held) if seed % 4 == 0 else None
        terms = allowed_terms(held, draft, None)
        found = as_printed(conflicts(held, reading=reading, draft=draft, certificate=True))
        assert len(found["certificates"]) == (1 if found["rules"] else len(found["sets"]))
        if found["rules"]:
            assert found["certificates"][0]["claims"] == found["rules"]
            check(held, found["certificates"][0], rules=True, allowed=terms)
            rules += 1
        for claims, proof in zip(found["sets"], found["certificates"], strict=False):
            assert proof["claims"] == claims
            check(held, proof, reading=reading, allowed=terms)
            assert set(proof["without"]) == set(claims)
            for claim, package in proof["without"].items():
                crossed = oracle.failing(
                    held, held.principals, package, sure=reading == "favourable"
                )
                assert crossed & set(claims) == {claim}
                assert package in oracle.lawful(held, terms)
            sets += 1
        zone = as_printed(zopa(held, draft=draft, certificate=True))
        assert (zone["certificate"] is not None) == (zone["exists"] is False)
        if zone["certificate"] is not None:
            check(held, zone["certificate"], rules=bool(zone["rules"]), allowed=terms)
            zones += 1
        assert zopa(held, draft=draft).certificate is None
    assert min(sets, zones) > 50
    assert rules > 2


def test_a_forged_certificate_is_found_out() -> None:
    """The checker is worth something: what is no proof does not pass."""
    forged = 0
    for seed in range(120):
        held = a_negotiation(random.Random(seed), preferences=0.8)
        found = as_printed(conflicts(held, certificate=True))
        if found["rules"]:
            continue
        for proof in found["certificates"]:
            for other in forgeries(proof):
                with pytest.raises(NotAProof):
                    check(held, other)
                forged += 1
            if len(proof["claims"]) > 1:  # a claim short, it is no longer true
                fewer = {**proof, "claims": proof["claims"][1:]}
                with pytest.raises(NotAProof):
                    check(held, fewer)
                forged += 1
        # The same proof of a world in which the claims say something else.
        for proof in found["certificates"]:
            mild = replace(
                held,
                red_lines=(),
                provisos=tuple(p for p in held.provisos if p.party is None),
                preferences=tuple(replace(e, reservation=-1000) for e in held.preferences),
            )
            with pytest.raises((NotAProof, StopIteration)):
                check(mild, proof)
            forged += 1
    assert forged > 100


def forgeries(proof: dict[str, Any]) -> list[dict[str, Any]]:
    """Certificates with one thing wrong."""
    found = []
    for number, step in enumerate(proof["steps"]):
        other = copy.deepcopy(proof)
        if step["branches"]:
            other["steps"][number]["branches"].popitem()  # an option that nobody looked at
        elif step["short"]:
            other["steps"][number]["short"] = dict.fromkeys(step["short"], -1)
        else:
            other["steps"][number]["crossed"] = None
        found.append(other)
    return found


@pytest.mark.parametrize(("seed", "share"), [(0, 0.85), (1, 0.9)])
def test_large_negotiations_are_proven_to_a_stranger_too(seed: int, share: float) -> None:
    issues, options, parties, claims = SIZES["28x4"]
    held = negotiation(
        seed, issues=issues, options=options, parties=parties, claims=claims, reservation=share
    )
    found = as_printed(conflicts(held, limit=5, certificate=True))
    assert len(found["sets"]) == 5
    for proof in found["certificates"]:
        check(held, proof)


def test_a_proof_that_takes_too_long_is_left_out_and_the_answer_stays() -> None:
    issues, options, parties, claims = SIZES["28x4"]
    held = negotiation(
        0, issues=issues, options=options, parties=parties, claims=claims, reservation=0.85
    )
    plain = conflicts(held, limit=3)
    hurried = conflicts(held, limit=3, certificate=True, effort=0.05)
    assert hurried.sets == plain.sets[: len(hurried.sets)]
    assert len(hurried.certificates) == len(hurried.sets)
