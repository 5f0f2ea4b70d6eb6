"""The waist is checked on construction, and every fault is named at once."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from builders import issue
from goodoffices.errors import InvalidCase, UnknownName
from goodoffices.model.acceptable import acceptance, rules_broken, zone_answer
from goodoffices.model.agenda import Party
from goodoffices.model.negotiation import Negotiation, check_package, negotiation_faults
from goodoffices.model.stakes import Preferences, Proviso, RedLine


def made(**more: Any) -> Negotiation:
    given: dict[str, Any] = {
        "title": "T",
        "parties": (Party(id="a", name="A"), Party(id="b", name="B")),
        "issues": (issue("x", "x1", "x2"), issue("y", "y1", "y2")),
    }
    return Negotiation(**(given | more))


def faults_of(**more: Any) -> str:
    with pytest.raises(InvalidCase) as fault:
        made(**more)
    return "\n".join(str(problem) for problem in fault.value.problems)


def prefs(**more: Any) -> Preferences:
    given: dict[str, Any] = {
        "party": "a",
        "weights": {"x": 0.5, "y": 0.5},
        "scores": {"x": {"x1": 1, "x2": 0}, "y": {"y1": 1, "y2": 0}},
        "reservation": 0.5,
    }
    return Preferences(**(given | more))


@pytest.mark.parametrize(
    "more, message",
    [
        ({"parties": ()}, "at least one party"),
        ({"issues": ()}, "at least one issue"),
        ({"parties": (Party(id="a", name="A"),) * 2}, "party id 'a' is given 2 times"),
        ({"issues": (issue("x", "x1", "x1"),)}, "option 'x1' 2 times"),
        ({"issues": (issue("x"),)}, "'x' has no options"),
        ({"issues": (issue("x", "x1", status_quo="x9"),)}, "known: x1"),
        ({"red_lines": (RedLine(id="r", party="a", rejects={}),)}, "names no issue"),
        ({"red_lines": (RedLine(id="r", party="a", rejects={"x": ()}),)}, "no option of issue 'x'"),
        ({"red_lines": (RedLine(id="r", party="c", rejects={"x": ("x1",)}),)}, "unknown party 'c'"),
        ({"red_lines": (RedLine(id="r", party="a", rejects={"z": ("x1",)}),)}, "unknown issue 'z'"),
        (
            {"red_lines": (RedLine(id="r", party="a", rejects={"x": ("x1",)}, cost=-1),)},
            "must not be below 0",
        ),
        (
            {"red_lines": (RedLine(id="reservation:a", party="a", rejects={"x": ("x1",)}),)},
            "are reserved",
        ),
        (
            {"provisos": (Proviso(id="p", party=None, if_={"x": ("x1",)}, then={"y": ("no",)}),)},
            "proviso 'p', then: issue 'y' has no option 'no'",
        ),
        ({"preferences": (prefs(weights={"x": 1}),)}, "no weight for issue 'y'"),
        ({"preferences": (prefs(weights={"x": -1, "y": 1}),)}, "must not be below 0"),
        ({"preferences": (prefs(weights={"x": (2, 1), "y": 1}),)}, "[2, 1] is reversed"),
        ({"preferences": (prefs(reservation=float("nan")),)}, "a finite number is needed"),
        ({"preferences": (prefs(reservation=(1, 2, 3)),)}, "a number or an interval"),
        ({"preferences": (prefs(scores={"x": {"x1": 1, "x2": 0}}),)}, "no score for option 'y1'"),
        ({"preferences": (prefs(), prefs())}, "preferences for party 'a' is given 2 times"),
        ({"as_of": "2025-02-31"}, "not a date of the calendar"),
    ],
)
def test_each_fault_is_named(more: dict[str, Any], message: str) -> None:
    assert message in faults_of(**more)


def test_all_faults_come_at_once_with_their_places() -> None:
    lines = (RedLine(id="r", party="c", rejects={"z": ("x1",)}),)
    text = faults_of(red_lines=lines, as_of="soon", preferences=(prefs(weights={"x": 1}),))
    assert len(text.splitlines()) == 4
    sound = made()
    broken = object.__new__(Negotiation)
    broken.__dict__.update(sound.__dict__, red_lines=lines)
    assert {place for place, _ in negotiation_faults(broken)} == {("red_lines", 0)}


def test_a_package_must_settle_every_issue_with_a_known_option() -> None:
    check_package(made(), {"x": "x1", "y": "y2"})
    with pytest.raises(InvalidCase) as fault:
        check_package(made(), {"x": "x3", "q": "y1"})
    assert len(fault.value.problems) == 3


def test_consent_is_asked_of_principals_unless_others_are_named() -> None:
    mediated = made(parties=(Party(id="a", name="A"), Party(id="m", name="M", role="mediator")))
    assert mediated.consenting() == ("a",)
    assert mediated.consenting(["m", "a"]) == ("a", "m")
    with pytest.raises(UnknownName):
        mediated.consenting(["z"])


def test_a_party_of_whom_nothing_is_known_is_unknown_not_willing() -> None:
    free = made()
    package = {"x": "x1", "y": "y1"}
    assert acceptance(free, "a", package).answer == "unknown"
    assert zone_answer(free, ("a", "b"), package) == "unknown"
    assert acceptance(made(preferences=(prefs(),)), "a", package).answer == "accepts"


def test_intervals_give_depends_and_never_a_midpoint() -> None:
    unsure = made(preferences=(prefs(reservation=(0.2, 0.8)),))
    assert acceptance(unsure, "a", {"x": "x1", "y": "y2"}).answer == "depends"
    assert acceptance(unsure, "a", {"x": "x1", "y": "y1"}).answer == "accepts"
    assert acceptance(unsure, "a", {"x": "x2", "y": "y2"}).answer == "rejects"


def test_rounding_noise_does_not_cross_a_reservation() -> None:
    noisy = made(
        preferences=(
            prefs(
                weights={"x": 0.1, "y": 0.2},
                scores={"x": {"x1": 1, "x2": 0}, "y": {"y1": 1, "y2": 0}},
                reservation=0.3,
            ),
        )
    )
    assert acceptance(noisy, "a", {"x": "x1", "y": "y1"}).answer == "accepts"


def test_a_proviso_binds_where_its_condition_holds_and_nowhere_else() -> None:
    held = made(
        provisos=(
            Proviso(id="own", party="a", if_={"x": ("x1",)}, then={"y": ("y1",)}),
            Proviso(id="world", party=None, if_={"x": ("x1",)}, then={"y": ("y1",)}),
        )
    )
    for x, y, crossed in (
        ("x1", "y1", False),
        ("x1", "y2", True),
        ("x2", "y1", False),  # what is asked for, without its condition
        ("x2", "y2", False),
    ):
        package = {"x": x, "y": y}
        assert acceptance(held, "a", package).crossed == (("own",) if crossed else ())
        assert rules_broken(held, package) == (("world",) if crossed else ())


def test_it_pickles_without_what_it_remembers() -> None:
    value = made(preferences=(prefs(),))
    assert value.preferences_of
    assert pickle.loads(pickle.dumps(value)) == value
