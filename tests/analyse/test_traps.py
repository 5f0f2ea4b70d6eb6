"""Mistakes that other tools are known to make, each as a test."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import pytest

from builders import issue
from goodoffices.analyse.bargain import bargain
from goodoffices.analyse.concessions import concessions
from goodoffices.analyse.conflicts import conflicts
from goodoffices.analyse.pareto import pareto
from goodoffices.analyse.verdicts import verdicts
from goodoffices.analyse.zopa import zopa
from goodoffices.codec import canonical, structure
from goodoffices.errors import InputError, SolverFailed, UnknownName
from goodoffices.formats.negotiation_file import dumps, loads
from goodoffices.model.agenda import Party
from goodoffices.model.answers import Rule
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences, Proviso, Quantity, RedLine

RULES: tuple[Rule, ...] = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")
A, B = Party(id="a", name="A"), Party(id="b", name="B")


def split(rows: dict[str, tuple[Quantity, Quantity]], **more: Any) -> Negotiation:
    """One issue; each option with what it is worth to A and to B; reservations 0."""
    return Negotiation(
        title="One issue",
        parties=(A, B),
        issues=(issue("i", *rows),),
        preferences=tuple(
            Preferences(
                party=party.id,
                weights={"i": 1},
                scores={"i": {name: worth[k] for name, worth in rows.items()}},
                reservation=0,
            )
            for k, party in enumerate((A, B))
        ),
        **more,
    )


def shown(packages: tuple[Any, ...]) -> list[str]:
    return [package["i"] for package in packages]


def test_a_red_line_binds_the_frontier_and_every_bargaining_solution() -> None:
    rows: dict[str, tuple[Quantity, Quantity]] = {"best": (9, 9), "fair": (5, 5), "poor": (1, 1)}
    free = split(rows)
    bound = split(rows, red_lines=(RedLine(id="no", party="a", rejects={"i": ("best",)}),))
    assert shown(pareto(free).packages) == ["best"]
    assert shown(pareto(bound).packages) == ["fair"]
    assert shown(pareto(bound, zone=False).packages) == ["fair"]
    for rule in RULES:
        assert shown(bargain(free, rule=rule).packages) == ["best"]
        assert shown(bargain(bound, rule=rule).packages) == ["fair"]


def test_a_proviso_and_a_rule_of_the_world_bind_like_a_red_line() -> None:
    rows: dict[str, tuple[Quantity, Quantity]] = {"best": (9, 9), "fair": (5, 5), "poor": (1, 1)}
    for party in ("a", "b", None):
        condition = Proviso(
            id="c", party=party, if_={"i": ("best", "fair")}, then={"i": ("fair", "poor")}
        )
        bound = split(rows, provisos=(condition,))
        assert shown(pareto(bound).packages) == ["fair"]
        assert all(shown(bargain(bound, rule=rule).packages) == ["fair"] for rule in RULES)
        assert zopa(bound).count == 2


def test_claims_of_parties_whose_consent_is_not_asked_do_not_bind() -> None:
    rows: dict[str, tuple[Quantity, Quantity]] = {"best": (9, 9), "fair": (5, 5)}
    bound = split(rows, red_lines=(RedLine(id="no", party="b", rejects={"i": ("best",)}),))
    assert shown(pareto(bound, parties=("a",)).packages) == ["best"]
    assert zopa(bound, parties=("a",)).count == 2
    assert zopa(bound).count == 1


def test_packages_of_equal_utility_are_all_kept() -> None:
    """75 packages on a frontier of 53 different pairs of utilities."""
    worth = [(k % 53, 52 - k % 53) for k in range(75)]
    rows: dict[str, tuple[Quantity, Quantity]] = {f"o{k}": pair for k, pair in enumerate(worth)}
    found = pareto(split(rows))
    assert len(found.packages) == 75
    assert len({tuple(u.items()) for u in found.utilities}) == 53
    assert found.complete


def two_issues(first: dict[str, Quantity], second: dict[str, Quantity], **more: Any) -> Negotiation:
    """A values two issues by adding the scores."""
    return Negotiation(
        title="Two issues",
        parties=(A,),
        issues=(issue("i", *first), issue("j", *second)),
        preferences=(
            Preferences(
                party="a",
                weights={"i": 1, "j": 1},
                scores={"i": first, "j": second},
                **({"reservation": 0} | more),
            ),
        ),
    )


def test_rounding_noise_neither_dominates_nor_breaks_a_tie() -> None:
    assert 0.1 + 0.2 > 0.3  # what a comparison of floating point numbers would see
    held = two_issues({"w": 0.1, "x": 0.3}, {"y": 0.2, "z": 0})
    found = pareto(held, allowed={"i": ("w", "x"), "j": ("y", "z")})
    assert [dict(p) for p in found.packages] == [{"i": "x", "j": "y"}]  # 0.5
    even = split({"sum": (0.3, 1), "whole": (0.3, 1)})
    noisy = replace(
        held,
        red_lines=(RedLine(id="rl", party="a", rejects={"i": ("x",), "j": ("y",)}),),
        provisos=(Proviso(id="pv", party="a", if_={"i": ("w",)}, then={"j": ("y",)}),),
    )
    # Left: 0.1 + 0.2 and 0.3 + 0, the same number.
    for packages in (pareto(noisy).packages, *(bargain(noisy, rule=r).packages for r in RULES)):
        assert [dict(p) for p in packages] == [{"i": "w", "j": "y"}, {"i": "x", "j": "z"}]
    assert len(pareto(even).packages) == 2


def test_rounding_noise_never_loses_an_acceptable_package() -> None:
    assert 0.1 + 0.7 < 0.8
    held = two_issues({"w": 0.1}, {"y": 0.7}, reservation=0.8)
    assert zopa(held).exists is True
    assert conflicts(held).sets == ()
    assert [entry.claims for entry in concessions(held).sets] == [()]
    assert verdicts(held, package={"i": "w", "j": "y"}).parties["a"].answer == "accepts"
    assert len(pareto(held).packages) == len(bargain(held).packages) == 1


def test_the_tolerance_is_used_and_is_no_wider_than_it_says() -> None:
    third = 1 / 3  # 0.3333333333333333 in a file: three of them fall short of 1 by 1e-16
    near = two_issues({"w": third}, {"y": 2 * third}, reservation=1)
    assert zopa(near).exists is True
    assert conflicts(near).sets == ()
    assert len(bargain(near).packages) == len(pareto(near).packages) == 1
    for short, accepted in ((9e-10, True), (1e-9, True), (1.1e-9, False), (1e-8, False)):
        held = two_issues({"w": 0}, {"y": 1 - short}, reservation=1)
        assert zopa(held).exists is accepted
        assert (conflicts(held).sets == ()) is accepted
        assert bool(pareto(held).packages) is accepted
        assert bool(bargain(held).packages) is accepted
        assert (verdicts(held, package={"i": "w", "j": "y"}).parties["a"].answer == "accepts") is (
            accepted
        )
        pair = split({"more": (1, 1), "less": (1 - short, 1)})
        assert len(pareto(pair).packages) == (2 if accepted else 1)
        for rule in RULES:
            assert len(bargain(pair, rule=rule).packages) == (2 if accepted else 1)


def test_constraints_survive_writing_and_reading() -> None:
    held = split(
        {"best": (9, 9), "fair": ((4, 5), 5), "poor": (1, 1)},
        red_lines=(RedLine(id="no", party="a", rejects={"i": ("best",)}),),
        provisos=(Proviso(id="w", party=None, if_={"i": ("best",)}, then={"i": ("best",)}),),
    )
    again, faults = structure(Negotiation, json.loads(canonical(held)))
    assert not faults
    assert again is not None
    assert again == held
    files = [loads(dumps(held, json=as_json), json=as_json) for as_json in (True, False)]
    for other in (again, *files):
        assert other == held
        for analysis in (zopa, conflicts, concessions, pareto):
            assert analysis(other) == analysis(held)


def many(issues: int = 49) -> Negotiation:
    """Too many packages to list."""
    agenda = tuple(issue(f"i{k}", "w", "x", "y", "z") for k in range(issues))
    scores: dict[str, Quantity] = {"w": 0, "x": 0.1, "y": 0.5, "z": 1}
    return Negotiation(
        title="Many",
        parties=(A,),
        issues=agenda,
        preferences=(
            Preferences(
                party="a",
                weights={item.id: 1 for item in agenda},
                scores={item.id: scores for item in agenda},
                reservation=1,
            ),
        ),
    )


@pytest.mark.parametrize("analysis", [pareto, bargain])
def test_all_49_issues_are_answered_without_minutes_and_gigabytes(analysis: Any) -> None:
    before = time.process_time()
    found = analysis(many())
    assert time.process_time() - before < 5
    assert found.packages
    assert analysis(many(), allowed={f"i{k}": ("w",) for k in range(45)}).packages


def test_all_49_issues_are_answered_where_nothing_need_be_listed() -> None:
    held = many()
    found = zopa(held)
    assert found.exists is True
    assert len(found.packages) == 5
    assert conflicts(held).complete
    blocked = replace(held, preferences=(replace(held.preferences[0], reservation=49.5),))
    assert zopa(blocked).exists is False
    assert conflicts(blocked).sets == (("reservation:a",),)


def test_nobody_knows_is_not_willing() -> None:
    held = split({"best": (9, 9)})
    silent = replace(held, parties=(A, B, Party(id="c", name="C")))
    found = zopa(silent)
    assert found.exists == "depends"
    assert found.unknown == ("c",)
    assert found.count is None
    assert bargain(silent).proven is False
    assert bargain(held).proven is True
    assert verdicts(silent, package={"i": "best"}).parties["c"].answer == "unknown"
    impossible = replace(silent, red_lines=(RedLine(id="r", party="a", rejects={"i": ("best",)}),))
    assert zopa(impossible).exists is False


def test_intervals_are_never_read_at_their_middle() -> None:
    held = split({"x": ((-1, 3), 1)})  # the middle would be accepted
    assert zopa(held).exists == "depends"
    assert zopa(held).count is None
    assert conflicts(held).sets == ()
    assert conflicts(held, reading="unfavourable").sets == (("reservation:a",),)
    assert pareto(held).utilities == ({"a": (-1.0, 3.0), "b": 1.0},)
    with pytest.raises(InputError, match="preferences of a are intervals"):
        bargain(held)
    assert bargain(held, reading="favourable").utilities == ({"a": 3.0, "b": 1.0},)
    assert bargain(held, reading="unfavourable").packages == ()


def test_rules_of_the_world_that_leave_nothing_are_named_and_no_claim_is_blamed() -> None:
    held = split(
        {"x": (1, 1), "y": (1, 1)},
        provisos=(
            Proviso(id="w1", party=None, if_={"i": ("x",)}, then={"i": ("y",)}),
            Proviso(id="w2", party=None, if_={"i": ("y",)}, then={"i": ("x",)}),
            Proviso(id="w3", party=None, if_={"i": ("y",)}, then={"i": ("y",)}),
        ),
        red_lines=(RedLine(id="r", party="a", rejects={"i": ("x", "y")}),),
    )
    assert (zopa(held).exists, zopa(held).count, zopa(held).rules) == (False, 0, ("w1", "w2"))
    assert (conflicts(held).sets, conflicts(held).rules) == ((), ("w1", "w2"))
    assert (concessions(held).sets, concessions(held).rules) == ((), ("w1", "w2"))
    assert pareto(held).packages == ()
    assert bargain(held).packages == ()
    assert bargain(held).proven is True


def test_giving_up_what_costs_nothing_is_still_giving_up() -> None:
    """Claims at no cost are listed only where they must go, and the fewest of them first."""
    held = split(
        {"x": (1, 1), "y": (1, 1)},
        red_lines=(
            RedLine(id="free", party="a", rejects={"i": ("x",)}, cost=0),
            RedLine(id="idle", party="a", rejects={"i": ("y",)}, cost=0),
            RedLine(id="dear", party="b", rejects={"i": ("y",)}, cost=2.5),
        ),
    )
    found = concessions(held)
    assert [(e.claims, e.cost, e.opens["i"]) for e in found.sets] == [
        (("free",), 0, "x"),
        (("dear", "idle"), 2.5, "y"),
    ]
    assert found.complete


def test_that_nobody_objects_is_no_zone() -> None:
    held = replace(split({"x": (1, 1)}), parties=(replace(A, role="host"), replace(B, role="ally")))
    for analysis in (zopa, conflicts, concessions, pareto, bargain):
        with pytest.raises(InputError, match="nobody's consent is asked"):
            analysis(held)
    assert verdicts(held, package={"i": "x"}).parties["a"].answer == "accepts"


def test_no_agreement_is_checked_without_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    import goodoffices.analyse.zopa as module

    held = split({"x": (1, 1)})
    monkeypatch.setattr(module, "zone_packages", lambda *_, **__: ())
    with pytest.raises(SolverFailed, match="counting finds some"):
        zopa(held)


def test_names_that_do_not_exist_are_refused_with_the_nearest() -> None:
    held = split({"x": (1, 1)})
    with pytest.raises(UnknownName):
        zopa(held, parties=("aa",))
    with pytest.raises(InputError, match="unknown issue 'ii'; did you mean 'i'"):
        conflicts(held, allowed={"ii": ("x",)})
    with pytest.raises(InputError, match="has no option 'q'"):
        pareto(held, allowed={"i": ("q",)})
    with pytest.raises(UnknownName):
        bargain(held, disagreement={"c": 1})
    with pytest.raises(InputError, match="no party whose consent is asked has preferences"):
        bargain(replace(held, preferences=()))


def test_a_lower_point_of_disagreement_lets_nothing_in_that_a_reservation_shuts_out() -> None:
    held = split({"lopsided": (1, 9), "even": (3, 2)})
    entries = tuple(replace(entry, reservation=2) for entry in held.preferences)
    reserved = replace(held, preferences=entries)
    low = {"a": 0, "b": 0}
    for rule in RULES:
        found = bargain(reserved, rule=rule, disagreement=low)
        assert shown(found.packages) == ["even"]
        assert found.disagreement == low
    assert shown(bargain(held, disagreement=low).packages) == ["lopsided"]


def test_a_gain_within_the_tolerance_of_nothing_is_nothing() -> None:
    held = split({"crumb": (5e-10, 5), "none": (0, 9), "loss": (-1, 99)})
    assert shown(bargain(held, rule="nash").packages) == ["crumb", "none"]
    real = split({"crumb": (1e-8, 5), "none": (0, 9)})
    assert shown(bargain(real, rule="nash").packages) == ["crumb"]
