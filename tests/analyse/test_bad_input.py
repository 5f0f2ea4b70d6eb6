"""What cannot be asked is refused in words, everything at once, alike in Python, in a file and on
the terminal; what only sounds impossible is answered."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from builders import issue
from goodoffices.analyse.bargain import bargain
from goodoffices.analyse.concessions import concessions
from goodoffices.analyse.conflicts import conflicts
from goodoffices.analyse.improve import improve
from goodoffices.analyse.pareto import pareto
from goodoffices.analyse.zopa import zopa
from goodoffices.cli.main import _run
from goodoffices.errors import InvalidCase
from goodoffices.formats.negotiation_file import dumps, loads
from goodoffices.model.agenda import Party
from goodoffices.model.negotiation import MOST_CLAIMS, Negotiation
from goodoffices.model.stakes import Preferences, Proviso, RedLine

A, B = Party(id="nor", name="Norland"), Party(id="sud", name="Suderland")
LIMIT, TERM = issue("limit", "six", "twelve"), issue("term", "five", "ten")
NAMING: tuple[Any, ...] = (zopa, conflicts, concessions, bargain)
BOUNDED = (*NAMING, pareto, partial(improve, package={"limit": "six", "term": "ten"}))


def prefs(**more: Any) -> Preferences:
    given: dict[str, Any] = {
        "party": "nor",
        "weights": {"limit": 1, "term": 1},
        "scores": {"limit": {"six": 0, "twelve": 1}, "term": {"five": 0, "ten": 1}},
        "reservation": 1,
    }
    return Preferences(**(given | more))


def held(**more: Any) -> Negotiation:
    given: dict[str, Any] = {
        "title": "Strait",
        "parties": (A, B),
        "issues": (LIMIT, TERM),
        "preferences": (prefs(),),
        "red_lines": (RedLine(id="rl", party="sud", rejects={"limit": ("six",)}),),
    }
    return Negotiation(**(given | more))


def rule(name: str, if_: str, then: str) -> Proviso:
    return Proviso(id=name, party=None, if_={"limit": (if_,)}, then={"limit": (then,)})


# --- answers, not errors -------------------------------------------------------------------------


def test_a_party_that_nothing_can_satisfy_is_a_conflict_set_of_its_own() -> None:
    greedy = held(preferences=(prefs(reservation=99),))
    assert zopa(greedy).exists is False
    assert conflicts(greedy).sets == (("reservation:nor",),)
    assert [one.claims for one in concessions(greedy).sets] == [("reservation:nor",)]
    assert bargain(greedy).packages == ()
    assert bargain(greedy).proven
    barred = held(
        red_lines=(
            RedLine(id="a", party="sud", rejects={"limit": ("six",)}),
            RedLine(id="b", party="sud", rejects={"limit": ("twelve",)}),
        )
    )
    assert zopa(barred).exists is False
    assert conflicts(barred).sets == (("a", "b"),)
    assert zopa(barred, parties=("nor",)).exists is True


def test_rules_of_the_world_that_leave_nothing_are_named_by_every_analysis() -> None:
    closed = held(
        provisos=(
            rule("w1", "six", "twelve"),
            rule("w2", "twelve", "six"),
            rule("w3", "twelve", "twelve"),
        )
    )
    for analysis in (*NAMING, BOUNDED[-1]):
        assert analysis(closed).rules == ("w1", "w2")
        assert analysis(held(provisos=(rule("w1", "six", "twelve"),))).rules == ()


@pytest.mark.parametrize("analysis", ["zopa", "conflicts", "concessions", "bargain"])
def test_the_terminal_names_the_rules(
    analysis: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = held(provisos=(rule("w1", "six", "twelve"), rule("w2", "twelve", "six")))
    path = tmp_path / "closed.json"
    path.write_bytes(dumps(closed, json=True))
    assert _run(["analyse", str(path), analysis]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "The rules of the world exclude every package between them" in words
    assert "[w1]" in words
    assert "[w2]" in words


# --- faults of a negotiation: in Python, in a file, on the terminal ------------------------------

FAULTS: list[tuple[dict[str, Any], list[str]]] = [
    ({"parties": (A, B, A)}, ["party id 'nor' is given 2 times"]),
    ({"issues": (LIMIT, TERM, LIMIT)}, ["issue id 'limit' is given 2 times"]),
    (
        {"red_lines": (RedLine(id="rl", party="sud", rejects={"limit": ("six",)}),) * 2},
        ["red line or proviso id 'rl' is given 2 times"],
    ),
    ({"preferences": (prefs(), prefs())}, ["preferences for party 'nor' is given 2 times"]),
    (
        {"preferences": (prefs(scores={"limit": {"six": 0}}),)},
        [
            "preferences of 'nor': no score for option 'twelve' of issue 'limit'",
            "preferences of 'nor': no score for option 'five' of issue 'term'",
            "preferences of 'nor': no score for option 'ten' of issue 'term'",
        ],
    ),
    (
        {"preferences": (prefs(weights={"limit": -1, "trm": 2}),)},
        [
            "preferences of 'nor': weight for unknown issue 'trm'; did you mean 'term'?",
            "preferences of 'nor': weight of 'limit' is -1; it must not be below 0",
            "preferences of 'nor': no weight for issue 'term'",
        ],
    ),
    (
        {"preferences": (prefs(weights={"limit": (2, 1), "term": (-2, 1)}, reservation=(3, 2)),)},
        [
            "preferences of 'nor': weight of 'limit': the interval [2, 1] is reversed",
            "preferences of 'nor': weight of 'term' is -2; it must not be below 0",
            "preferences of 'nor': reservation: the interval [3, 2] is reversed",
        ],
    ),
    (
        {
            "red_lines": (
                RedLine(id="r1", party="nro", rejects={"limt": ("six",)}),
                RedLine(id="r2", party="sud", rejects={"limit": ("sixx",)}, cost=-1),
                RedLine(id="r3", party="sud", rejects={"limit": ()}),
                RedLine(id="r4", party="sud", rejects={}),
            )
        },
        [
            "red line 'r1': unknown party 'nro'; did you mean 'nor'?",
            "red line 'r1': unknown issue 'limt'; did you mean 'limit'?",
            "red line 'r2': issue 'limit' has no option 'sixx'; did you mean 'six'?",
            "red line 'r2': cost is -1; it must not be below 0",
            "red line 'r3' names no option of issue 'limit'",
            "red line 'r4' names no issue",
        ],
    ),
    (
        {"provisos": (Proviso(id="p", party="sudd", if_={}, then={"trem": ("five",)}),)},
        [
            "proviso 'p': unknown party 'sudd'; did you mean 'sud'?",
            "proviso 'p', if names no issue",
            "proviso 'p', then: unknown issue 'trem'; did you mean 'term'?",
        ],
    ),
    (
        {"issues": (LIMIT, TERM, issue("empty"))},
        ["issue 'empty' has no options", "preferences of 'nor': no weight for issue 'empty'"],
    ),
]


@pytest.mark.parametrize(("more", "messages"), FAULTS)
def test_all_faults_at_once_with_the_nearest_name(
    more: dict[str, Any],
    messages: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(InvalidCase) as fault:
        held(**more)
    assert [problem.message for problem in fault.value.problems] == messages
    raw = unchecked(**more)
    with pytest.raises(InvalidCase) as fault:
        loads(raw, "strait.json")
    assert [problem.message for problem in fault.value.problems] == messages
    assert all(problem.line for problem in fault.value.problems)
    path = tmp_path / "strait.json"
    path.write_bytes(raw)
    assert _run(["analyse", str(path), "zopa", "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert all(message in err for message in messages)


def unchecked(**more: Any) -> bytes:
    """The file of a negotiation that does not hold together."""
    bare = object.__new__(Negotiation)
    parts = {name: getattr(held(), name) for name in Negotiation.__dataclass_fields__} | more
    for name, value in parts.items():
        object.__setattr__(bare, name, value)
    return dumps(bare, json=True)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_none(number: float, tmp_path: Path) -> None:
    with pytest.raises(InvalidCase) as fault:
        held(preferences=(prefs(reservation=number, weights={"limit": number, "term": 1}),))
    assert [problem.message for problem in fault.value.problems] == [
        f"preferences of 'nor': weight of 'limit' is {number}; a finite number is needed",
        f"preferences of 'nor': reservation is {number}; a finite number is needed",
    ]
    written = json.dumps(number)
    raw = dumps(held(), json=True).decode().replace('"reservation": 1', f'"reservation": {written}')
    assert written in raw
    with pytest.raises(InvalidCase, match=f"{written} is not a finite number") as fault:
        loads(raw.encode(), "strait.json")
    assert all(problem.line for problem in fault.value.problems)


# --- bounds --------------------------------------------------------------------------------------


@pytest.mark.parametrize("analysis", BOUNDED)
def test_bounds_below_their_least_are_all_named(analysis: Any) -> None:
    least = 0 if analysis in (zopa, pareto) else 1
    with pytest.raises(InvalidCase) as fault:
        analysis(held(), limit=least - 1, time_limit=-1, effort=math.nan)
    assert [problem.message for problem in fault.value.problems] == [
        f"limit is {least - 1}; it must be {least} or more",
        "effort is nan; it must be 0 or more",
        "time_limit is -1; it must be 0 or more",
    ]


@pytest.mark.parametrize("analysis", BOUNDED)
@pytest.mark.parametrize("bound", [{"time_limit": 0}, {"effort": 0}])
def test_no_time_at_all_proves_nothing_and_says_so(analysis: Any, bound: dict[str, int]) -> None:
    found = analysis(held(), **bound)
    if analysis is zopa:
        assert (found.exists, found.proven, found.packages) == ("depends", False, ())
        assert found.count is found.count_at_least is None
    elif analysis is bargain:
        assert (found.packages, found.proven, found.complete) == ((), False, False)
    else:
        assert not found.complete
        assert not any(getattr(found, name, ()) for name in ("sets", "packages", "amendments"))


def test_a_limit_of_none_or_nothing() -> None:
    assert zopa(held(), limit=0).packages == ()
    assert zopa(held(), limit=0).exists is True
    assert conflicts(held(), limit=None).complete
    assert concessions(held(), limit=None).complete


@pytest.mark.parametrize(
    ("setting", "status", "message"),
    [
        ("limit=-1", 2, "limit is -1; it must be 0 or more"),
        ("limit=1.5", 2, "a whole number is needed here"),
        ("time_limit=-2", 2, "time_limit is -2; it must be 0 or more"),
        ("time_limit=NaN", 2, "time_limit is nan; it must be 0 or more"),
        ("time_limt=1", 2, "unknown parameter 'time_limt'; did you mean 'time_limit'?"),
        ("time_limit=0", 0, "was not settled"),
        ("limit=0", 0, "Agreement is possible"),
    ],
)
def test_bounds_on_the_terminal(
    setting: str, status: int, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "strait.json"
    path.write_bytes(dumps(held(), json=True))
    assert _run(["analyse", str(path), "zopa", "--set", setting]) == status
    out, err = capsys.readouterr()
    assert message in " ".join((out if status == 0 else err).split())
    assert "Traceback" not in out + err


# --- too much ------------------------------------------------------------------------------------


def many(number: int) -> tuple[RedLine, ...]:
    one = RedLine(id="rl", party="sud", rejects={"limit": ("six",)})
    return (one,) * number


@pytest.mark.parametrize("number", [MOST_CLAIMS + 1, 10**6])
def test_a_million_claims_are_refused_at_once(number: int) -> None:
    with pytest.raises(InvalidCase) as fault:
        held(red_lines=many(number))
    (problem,) = fault.value.problems
    assert problem.message == (
        f"{number:,} red lines and provisos are given; at most 10,000 can be weighed together: "
        "leave out those that others imply"
    )


def test_a_file_of_too_many_claims_is_refused_without_reading_each() -> None:
    entry = '{"id": "rl", "party": "sud", "rejects": {"limit": ["six"]}}'
    raw = dumps(held(), json=True).decode()
    head, tail = raw.split('"red_lines": [', 1)
    text = f'{head}"red_lines": [{",".join([entry] * (MOST_CLAIMS + 1))},{tail}'
    with pytest.raises(InvalidCase) as fault:
        loads(text.encode(), "strait.json")
    assert len(fault.value.problems) == 1
    assert "10,002 red lines and provisos are given" in str(fault.value)


def test_thousands_of_claims_are_answered() -> None:
    agenda = tuple(issue(f"i{k}", "w", "x", "y", "z") for k in range(20))
    lines = tuple(
        RedLine(
            id=f"r{k}",
            party=("nor", "sud")[k % 2],
            rejects={f"i{k % 20}": ("w",), f"i{(k // 20 + 1 + k) % 20}": ("wxyz"[k % 3],)},
        )
        for k in range(2_000)
    )
    ask: Callable[..., Any] = zopa
    found = ask(Negotiation(title="Many", parties=(A, B), issues=agenda, red_lines=lines))
    assert found.exists is True
    assert found.count_at_least >= len(found.packages) >= 1
