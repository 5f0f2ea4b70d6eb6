"""Frontiers and bargaining points of GENIUS' own domains, through the reader, against a reference
computed by listing; and GENIUS' recorded log."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest

import oracle
from goodoffices.analyse.bargain import bargain
from goodoffices.analyse.pareto import pareto
from goodoffices.analyse.zopa import zopa
from goodoffices.formats.genius import read_genius
from goodoffices.model.answers import Bargain, Rule
from goodoffices.model.negotiation import Negotiation
from support import shared_path, sure

NAMES = (
    "acquisition_A_rv",
    "amsterdam",
    "car",
    "england_zimbabwe",
    "england_zimbabwe_C_discount",
    "itex_cypress",
    "jobs",
    "laptop_C",
    "nice_or_die",
    "party_3p_genius_test",
    "supermarket_B_rv",
    "zoning_plan_3p",
)


def domain(name: str) -> tuple[Negotiation, dict[str, Any]]:
    reference = json.loads(shared_path("data", "genius", "reference.json").read_text())
    return read_genius(shared_path("data", "genius", name)).negotiation, reference["domains"][name][
        "independent"
    ]


def free(held: Negotiation) -> Negotiation:
    """Without reservation values: the disagreement point alone says where gains begin."""
    entries = tuple(replace(entry, reservation=-10) for entry in held.preferences)
    return replace(held, preferences=entries)


def point(held: Negotiation, expected: dict[str, Any], convention: str) -> dict[str, float]:
    """The disagreement points of the reference, by their names there."""
    parties = [entry.party for entry in held.preferences]
    reserved = [
        r if r is not None else low
        for r, low in zip(expected["reserved_values"], expected["min"], strict=True)
    ]
    values = {
        "zero": [0.0] * len(parties),
        "reserved": reserved,
        "max_reserved_min": [max(r, m) for r, m in zip(reserved, expected["min"], strict=True)],
        "min": expected["min"],
    }[convention]
    return dict(zip(parties, values, strict=True))


def same(found: Bargain, wanted: dict[str, Any]) -> None:
    """Every point of the reference is found. It lists not all of the ties: its ties are those of
    floating point, and at most three."""
    ours = [tuple(u.values()) for u in found.utilities]
    assert all(any(close(row, mine) for mine in ours) for row in wanted["utilities"])
    assert len(ours) >= wanted["n"]
    assert found.proven
    assert wanted["package"] in [dict(package) for package in found.packages]


def close(left: Any, right: Any) -> bool:
    return all(math.isclose(a, b, abs_tol=1e-8) for a, b in zip(left, right, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_frontiers_are_those_of_the_reference(name: str) -> None:
    held, expected = domain(name)
    found = pareto(held, zone=False)
    assert found.complete
    assert len(found.packages) == expected["pareto_packages"]
    rows = sorted(tuple(u.values()) for u in found.utilities)
    distinct = [row for k, row in enumerate(rows) if k == 0 or not close(row, rows[k - 1])]
    assert len(distinct) == expected["pareto_size"]


def test_no_domain_of_the_reference_is_left_out() -> None:
    reference = json.loads(shared_path("data", "genius", "reference.json").read_text())
    assert sorted(NAMES) == sorted(reference["domains"])


@pytest.mark.parametrize("name", NAMES)
def test_zones_are_those_of_the_reference_whatever_discount_is_given(name: str) -> None:
    reference = json.loads(shared_path("data", "genius", "reference.json").read_text())
    expected = reference["domains"][name]
    given = expected["genius_profile_values"]
    read = read_genius(shared_path("data", "genius", name))
    held = read.negotiation
    assert list(read.discount_factors.values()) == [entry["discount"] for entry in given]
    assert [entry.reservation for entry in held.preferences] == [
        entry["reservation"] or 0 for entry in given
    ]
    found = zopa(held)
    assert found.exists is expected["independent"]["zone_of_agreement"]
    assert found.count == expected["independent"]["individually_rational"]
    assert held.package_count == expected["outcomes"]
    # Nobody's reservation binds on the frontier of these domains; with it, it is the same.
    rows = [tuple(u.values()) for u in pareto(held).utilities]
    assert len(set(rows)) >= expected["independent"]["pareto_size"]


CASES: list[tuple[str, Rule, str]] = [
    ("nash_d_zero", "nash", "zero"),
    ("nash_d_reserved", "nash", "reserved"),
    ("nash_d_max_reserved_min", "nash", "max_reserved_min"),
    ("max_welfare", "utilitarian", "zero"),
    ("egalitarian_kalai", "egalitarian", "max_reserved_min"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("key", "rule", "convention"), CASES)
def test_points_are_those_of_the_reference(
    name: str, key: str, rule: Rule, convention: str
) -> None:
    held, expected = domain(name)
    found = bargain(free(held), rule=rule, disagreement=point(held, expected, convention))
    same(found, expected[key])
    assert found.score == pytest.approx(expected[key]["value"], abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_both_readings_of_kalai_and_smorodinsky(name: str) -> None:
    held, expected = domain(name)
    origin = point(held, expected, "max_reserved_min")
    rule: Rule = "kalai-smorodinsky"
    least = bargain(free(held), rule=rule, disagreement=origin)
    assert least.score == pytest.approx(expected["ks_maxmin"]["value"], abs=1e-9)
    for utilities in least.utilities:  # of several with one least share the next least decides
        wanted = expected["ks_maxmin"]["utilities"]
        assert any(close(tuple(utilities.values()), row) for row in wanted)
    equal = bargain(free(held), rule=rule, shares="equal", disagreement=origin)
    same(equal, expected["ks_min_gap_negmas"])
    assert equal.score == pytest.approx(expected["ks_min_gap_negmas"]["value"], abs=1e-9)


def test_the_log_that_genius_recorded_is_reproduced() -> None:
    held, _ = domain("party_3p_genius_test")
    log = shared_path("data", "genius", "party_3p_genius_test", "genius_recorded_output.txt")
    head, *lines = log.read_text().splitlines()[1:]
    rows = [dict(zip(head.split(";"), line.split(";"), strict=False)) for line in lines]
    parties = {entry.party: f"{entry.party}.xml" for entry in held.preferences}
    frontier = [tuple(u.values()) for u in pareto(held, zone=False).utilities]
    nash = bargain(free(held), rule="nash", disagreement=dict.fromkeys(parties, 0.0)).utilities
    packages = every(held)
    checked = 0
    for row, line in zip(rows, lines, strict=True):
        if row["Agreement"] != "Yes" or not all(name in line for name in parties.values()):
            continue  # other rows are of profiles that did not come with the domain
        got = [float(row[f"Utility {k}"]) for k in (1, 2, 3)]
        assert any(close_to(got, utilities) for utilities in packages)
        to_frontier = min(math.dist(got, [sure(u) for u in one]) for one in frontier)
        assert to_frontier == pytest.approx(float(row["Dist. to Pareto"]), abs=1e-5)
        to_nash = min(math.dist(got, tuple(one.values())) for one in nash)
        assert to_nash == pytest.approx(float(row["Dist. to Nash"]), abs=1e-5)
        assert sum(got) == pytest.approx(float(row["Social Welfare"]), abs=1e-5)
        assert min(got) == pytest.approx(float(row["min.util."]), abs=1e-5)
        assert max(got) == pytest.approx(float(row["max.util."]), abs=1e-5)
        checked += 1
    assert checked == 6


def every(held: Negotiation) -> list[tuple[float, ...]]:
    """Utilities of all packages."""
    found = []
    for package in oracle.packages(held):
        row = oracle.vector(held, tuple(e.party for e in held.preferences), package)
        found.append(tuple(float(u.low) for u in row))
    return found


def close_to(left: Any, right: Any) -> bool:
    return all(abs(a - b) < 1e-5 for a, b in zip(left, right, strict=True))
