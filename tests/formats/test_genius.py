"""GENIUS and GeniusWeb, against utilities computed elsewhere by enumeration."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from format_samples import DOMAIN, PROFILE, WEB_DOMAIN, WEB_PROFILE
from goodoffices.errors import InvalidCase, Problem
from goodoffices.formats.genius import read_genius, write_genius
from goodoffices.formats.geniusweb import read_geniusweb
from goodoffices.model.agenda import Issue, Option, Party
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences, Quantity, RedLine
from support import shared_path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "shop-domain.xml").write_text(DOMAIN)
    (tmp_path / "buyer.xml").write_text(PROFILE)
    return tmp_path


def scores(entry: Preferences) -> dict[str, dict[str, Quantity]]:
    return {issue: dict(table) for issue, table in entry.scores.items()}


def utility(entry: Preferences, package: dict[str, str]) -> float:
    total = 0.0
    for issue, option in package.items():
        weight, score = entry.weights[issue], entry.scores[issue][option]
        assert not isinstance(weight, tuple)
        assert not isinstance(score, tuple)
        total += weight * score
    return total


# --- traps ---------------------------------------------------------------------------------------


def test_an_evaluation_is_divided_by_the_largest_of_its_issue(root: Path) -> None:
    (entry,) = read_genius(root).negotiation.preferences
    assert scores(entry)["price"] == {"10": 0.25, "12.5": 1.0}
    assert entry.weights == {"price": 0.75, "colour": 0.25}


def test_a_reservation_value_stays_where_a_discount_factor_is_given(root: Path) -> None:
    read = read_genius(root)
    assert read.discount_factors == {"buyer": 0.5}
    (entry,) = read.negotiation.preferences
    assert entry.reservation == 0.4
    assert entry.note == "discount factor 0.5, reported here and not applied"


def test_a_discount_factor_changes_no_number(root: Path) -> None:
    with_one = read_genius(root).negotiation.preferences[0]
    text = PROFILE.replace('  <discount_factor value="0.5"/>\n', "")
    (root / "buyer.xml").write_text(text)
    without = read_genius(root).negotiation.preferences[0]
    assert (with_one.weights, with_one.scores, with_one.reservation) == (
        *(without.weights, without.scores, without.reservation),
    )


def test_an_issue_that_is_worth_nothing_scores_nothing(root: Path) -> None:
    (entry,) = read_genius(root).negotiation.preferences
    assert scores(entry)["colour"] == {"red": 0.0, "blue": 0.0}


def test_weights_are_taken_as_given(root: Path) -> None:
    (root / "buyer.xml").write_text(PROFILE.replace('value="0.75"', 'value="3"'))
    assert read_genius(root).negotiation.preferences[0].weights["price"] == 3


def test_weights_go_by_the_index_of_the_issue_in_the_profile(root: Path) -> None:
    text = PROFILE.replace('index="1" name="price"', 'index="9" name="price"')
    (root / "buyer.xml").write_text(text.replace('<weight index="1"', '<weight index="9"'))
    assert read_genius(root).negotiation.preferences[0].weights["price"] == 0.75


# --- the reference -------------------------------------------------------------------------------


def reference() -> dict[str, Any]:
    loaded = json.loads(shared_path("data", "genius", "reference.json").read_text())
    domains: dict[str, Any] = loaded["domains"]
    return domains


def test_every_domain_of_the_reference_is_read_with_its_reservation_values() -> None:
    for name, expected in reference().items():
        read = read_genius(shared_path("data", "genius", name))
        negotiation = read.negotiation
        assert [f"{party.id}.xml" for party in negotiation.parties] == expected["profiles"]
        sizes = [len(issue.options) for issue in negotiation.issues]
        assert sizes == expected["values_per_issue"]
        for entry, told in zip(
            negotiation.preferences, expected["genius_profile_values"], strict=True
        ):
            assert entry.reservation == (told["reservation"] or 0)
            assert read.discount_factors[entry.party] == told["discount"]
            total = sum(
                weight for weight in entry.weights.values() if not isinstance(weight, tuple)
            )
            assert math.isclose(total, told["weights_sum"], abs_tol=1e-6)


def test_packages_of_the_reference_have_its_utilities() -> None:
    """Nash, Kalai-Smorodinsky and other packages found there have the utilities given there."""
    checked = 0
    for name, expected in reference().items():
        preferences = read_genius(shared_path("data", "genius", name)).negotiation.preferences
        for found in expected["independent"].values():
            if not isinstance(found, dict) or "package" not in found:
                continue
            ours = [utility(entry, found["package"]) for entry in preferences]
            assert any(
                all(math.isclose(a, b, abs_tol=1e-12) for a, b in zip(ours, theirs, strict=True))
                for theirs in found["utilities"]
            )
            checked += 1
    assert checked > 50


def test_least_and_greatest_utilities_of_the_reference() -> None:
    """Additive utilities reach their ends issue by issue, so no enumeration is needed."""
    for name, expected in reference().items():
        preferences = read_genius(shared_path("data", "genius", name)).negotiation.preferences
        for place, entry in enumerate(preferences):
            for pick, key in ((min, "min"), (max, "max")):
                package = {
                    issue: pick(table, key=table.__getitem__)
                    for issue, table in scores(entry).items()
                }
                given = expected["independent"][key][place]
                assert math.isclose(utility(entry, package), given, abs_tol=1e-12)


def test_the_nash_package_of_small_domains_is_that_of_the_reference() -> None:
    for name, expected in reference().items():
        if expected["outcomes"] > 1000:
            continue
        negotiation = read_genius(shared_path("data", "genius", name)).negotiation
        ids = [issue.id for issue in negotiation.issues]
        packages = [
            dict(zip(ids, options, strict=True))
            for options in itertools.product(*(issue.option_ids for issue in negotiation.issues))
        ]
        points = [[utility(entry, p) for entry in negotiation.preferences] for p in packages]
        best = max(math.prod(point) for point in points)
        wanted = expected["independent"].get("nash_d_zero") or {}
        if wanted:
            assert math.isclose(best, wanted["value"], abs_tol=1e-12)


def test_utilities_are_those_genius_recorded_itself() -> None:
    """The recorded tournament names the utility of each agreement; ours must hold each of them."""
    folder = shared_path("data", "genius", "party_3p_genius_test")
    preferences = read_genius(folder).negotiation.preferences
    ids = list(preferences[0].scores)
    packages = list(itertools.product(*preferences[0].scores.values()))
    ours = {
        tuple(round(utility(e, dict(zip(ids, p, strict=True))), 9) for e in preferences)
        for p in packages
    }
    rows = (folder / "genius_recorded_output.txt").read_text().splitlines()[1:]
    head, *rest = (row.split(";") for row in rows)
    start, profiles = head.index("Utility 1"), head.index("Profile 1")
    found = 0
    for row in rest:
        wanted = ["party1_utility.xml", "party2_utility.xml", "party3_utility.xml"]
        if row[head.index("Agreement")] == "Yes" and row[profiles : profiles + 3] == wanted:
            point = tuple(round(float(number), 9) for number in row[start : start + 3])
            assert point in ours
            found += 1
    assert found > 3


# --- faults --------------------------------------------------------------------------------------


def faults(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InvalidCase) as caught:
        read_genius(path)
    assert all(problem.file for problem in caught.value.problems)
    return caught.value.problems


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('evaluation="20"', 'evaluation="many"', 5, "not a number"),
        ('evaluation="20"', 'evaluation="nan"', 5, "not a number"),
        ('evaluation="20"', "", 5, "not a number"),
        ('value="12.5" evaluation="20"', 'value="12.6" evaluation="20"', 5, "mean '12.5'?"),
        (
            '      <item index="2" value="12.5" evaluation="20"/>\n',
            "",
            3,
            "no evaluation of '12.5'",
        ),
        ('name="price"', 'name="prize"', 3, "did you mean 'price'?"),
        ('    <weight index="2" value="0.25"/>\n', "", 7, "no weight for issue 'colour'"),
        ('<weight index="2"', '<weight index="7"', 12, "which no issue has"),
        ('value="0.25"', 'value="-1"', 12, "below zero"),
        ('<reservation value="0.4"', '<reservation value=""', 15, "not a number"),
        ('evaluation="20"', 'evaluation="0"', 5, ""),
    ],
)
def test_a_fault_in_a_profile_has_its_line(
    root: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in PROFILE
    (root / "buyer.xml").write_text(PROFILE.replace(old, new, 1))
    if not said:  # the largest evaluation is then the other one
        assert scores(read_genius(root).negotiation.preferences[0])["price"]["10"] == 1
        return
    found = faults(root)
    assert any(p.file == "buyer.xml" and p.line == line and said in p.message for p in found), found


def test_an_issue_without_a_list_of_options_is_refused(root: Path) -> None:
    text = DOMAIN.replace('name="price" vtype="discrete"', 'name="price" vtype="integer"')
    (root / "shop-domain.xml").write_text(text)
    assert any("'price' is integer" in problem.message for problem in faults(root))


def test_negative_evaluations_have_no_largest_to_divide_by(root: Path) -> None:
    text = PROFILE.replace('"5"', '"-5"').replace('"20"', '"-2"')
    (root / "buyer.xml").write_text(text)
    assert any("not above 0" in problem.message for problem in faults(root))


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "text",
    [
        BOMB + PROFILE.replace('"root"', '"&b;"'),
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + PROFILE,
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://example.org/x"> %p;]>' + PROFILE,
        "<utility_space>",
        "",
        "not xml",
        "<a>" * 100_000,
        '<?xml version="1.0" encoding="nonsense"?><a/>',
    ],
)
def test_hostile_or_broken_xml_is_refused(root: Path, text: str) -> None:
    (root / "buyer.xml").write_text(text)
    assert {problem.file for problem in faults(root)} == {"buyer.xml"}


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.floats(0, 1), st.integers(0, 30), st.binary(max_size=5))
def test_any_damage_is_told_or_read(root: Path, share: float, cut: int, put: bytes) -> None:
    raw = PROFILE.encode()
    at = int(share * len(raw))
    (root / "buyer.xml").write_bytes(raw[:at] + put + raw[at + cut :])
    try:
        read = read_genius(root)
    except InvalidCase as fault:
        told: tuple[Problem, ...] = fault.problems
    else:
        assert read.negotiation.parties
        told = (Problem("none", 0, ""),)
    assert all(problem.file for problem in told)


def test_a_folder_needs_one_domain_and_a_profile(root: Path) -> None:
    assert read_genius(root / "shop-domain.xml").negotiation.title == "shop"
    (root / "other.xml").write_text(DOMAIN)
    assert "one domain" in faults(root)[0].message
    (root / "other.xml").unlink()
    (root / "buyer.xml").unlink()
    assert "no profile" in faults(root)[0].message


# --- writing -------------------------------------------------------------------------------------


def test_what_was_read_is_written_and_read_the_same(root: Path, tmp_path: Path) -> None:
    read = read_genius(root).negotiation
    files = write_genius(read, tmp_path / "out")
    assert {file.name for file in files} == {"domain.xml", "buyer.xml"}
    again = read_genius(tmp_path / "out").negotiation
    assert again.issues == read.issues
    ours, theirs = read.preferences[0], again.preferences[0]
    assert (ours.weights, ours.scores, ours.reservation) == (
        *(theirs.weights, theirs.scores, theirs.reservation),
    )


def test_every_domain_of_the_reference_survives_writing(tmp_path: Path) -> None:
    for name in reference():
        read = read_genius(shared_path("data", "genius", name)).negotiation
        write_genius(read, tmp_path / name)
        again = read_genius(tmp_path / name).negotiation
        for ours, theirs in zip(read.preferences, again.preferences, strict=True):
            assert (ours.weights, ours.scores, ours.reservation) == (
                *(theirs.weights, theirs.scores, theirs.reservation),
            )


def test_what_genius_cannot_hold_is_not_written(tmp_path: Path) -> None:
    issue = Issue(
        id="a", question="?", options=(Option(id="x", label=""), Option(id="y", label=""))
    )
    negotiation = Negotiation(
        title="t",
        parties=(Party(id="p", name="P"), Party(id="domain", name="Q")),
        issues=(issue,),
        preferences=(
            Preferences(
                party="p",
                weights={"a": (0, 1)},
                scores={"a": {"x": 0.5, "y": 0.2}},
                reservation=(0, 1),
            ),
        ),
        red_lines=(RedLine(id="r", party="p", rejects={"a": ("x",)}),),
    )
    with pytest.raises(InvalidCase) as caught:
        write_genius(negotiation, tmp_path / "out")
    said = str(caught.value)
    for word in ("red lines", "intervals", "an interval", "largest score", "'domain'", "no pref"):
        assert word in said
    assert not (tmp_path / "out").exists()


# --- GeniusWeb -----------------------------------------------------------------------------------


def test_geniusweb_utilities_are_taken_as_given(tmp_path: Path) -> None:
    (tmp_path / "domain.json").write_text(json.dumps(WEB_DOMAIN))
    (tmp_path / "worker.json").write_text(json.dumps(WEB_PROFILE))
    for path in (tmp_path, tmp_path / "worker.json"):
        negotiation = read_geniusweb(path).negotiation
        (entry,) = negotiation.preferences
        assert entry.party == "worker"
        assert scores(entry) == {
            "salary": {"2000": 0.0, "2500": 0.4, "3000": 0.8},
            "car": {"yes": 0.9, "no": 0.1},
        }
        assert entry.reservation == 0.6 * 0.4 + 0.4 * 0.1
        assert [option.value for option in negotiation.issues[0].options] == [2000, 2500, 3000]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"salary": 0.6', '"salry": 0.6', "did you mean 'salary'?"),
        ('"yes": 0.9', '"maybe": 0.9', "no value 'maybe'"),
        ('"yes": 0.9', '"yes": "high"', "a number is needed"),
        ('["2000", "3000", "500"]', '["2000", "3000", "0"]', "'range' [low, high, step]"),
        ('["2000", "3000", "500"]', '["0", "3000", "0.001"]', "10,000 can be read"),
        ('"lowValue": 2000', '"lowValue": 3000', "lowValue below highValue"),
        ('"salary": "2500", "car"', '"salary": "2600", "car"', "not a value of the domain"),
        ('"issueWeights"', '"weights"', "'issueWeights' is needed"),
        ('"discreteutils"', '"utils"', "'discreteutils' or 'numberutils'"),
    ],
)
def test_a_fault_in_a_profile_of_geniusweb(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = json.dumps(WEB_PROFILE)
    assert old in text
    (tmp_path / "worker.json").write_text(text.replace(old, new))
    with pytest.raises(InvalidCase) as caught:
        read_geniusweb(tmp_path / "worker.json")
    assert any(said in problem.message for problem in caught.value.problems), caught.value
    assert all(problem.line for problem in caught.value.problems)
