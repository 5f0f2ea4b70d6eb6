"""What the terminal says of answers that are not complete, not proven or not exact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builders import issue
from goodoffices.cli.show import shown
from goodoffices.model.agenda import Party
from goodoffices.model.answers import (
    Amendments,
    Bargain,
    Concession,
    Concessions,
    Conflicts,
    Frontier,
    PartyVerdict,
    Zone,
)
from goodoffices.model.finding import Finding
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import RedLine
from support import ROOT, Run

HELD = Negotiation(
    title="Strait",
    parties=(Party(id="nor", name="Norland"), Party(id="sud", name="Suderland")),
    issues=(issue("width", "narrow", "wide"),),
    red_lines=(
        RedLine(id="rl-nor", party="nor", rejects={"width": ("narrow",)}),
        RedLine(id="rl-sud", party="sud", rejects={"width": ("wide",)}),
    ),
)
BOTH = ("nor", "sud")


def said(value: Any) -> str:
    finding = Finding(analysis="x", version="1", negotiation="0", value=value, parameters={})
    return " ".join(shown(finding, HELD).split())


def zone(**more: Any) -> Zone:
    given: dict[str, Any] = {
        "exists": True,
        "packages": ({"width": "wide"},),
        "count": None,
        "parties": BOTH,
    }
    return Zone(**(given | more))


def test_a_number_that_was_not_counted_to_the_end_is_said_to_be_a_least_one() -> None:
    words = said(zone(count_at_least=565_469_184))
    assert "Packages in the zone: at least 565,469,184," in words
    assert "the exact number was not found" in words
    assert "at least" not in said(zone(count=12, count_at_least=12))
    assert "Packages in the zone: 12." in said(zone(count=12, count_at_least=12))
    assert "Packages in the zone" not in said(zone())


@pytest.mark.parametrize(
    "value",
    [
        zone(exists="depends", packages=(), proven=False),
        Conflicts(sets=(), complete=False, in_order=0, parties=BOTH),
        Concessions(sets=(), complete=False, in_order=0, parties=BOTH),
        Bargain(rule="nash", packages=(), utilities=(), disagreement={}, proven=False),
        Frontier(packages=(), utilities=(), complete=False),
        Amendments(amendments=(), goal="zone", complete=False, before={}),
    ],
)
def test_nothing_found_in_the_time_allowed_is_never_said_to_be_an_answer(value: Any) -> None:
    words = said(value)
    assert "nothing follows from this" in words
    for conclusion in ("No claims collide", "No agreement", "Agreement is possible", "depends"):
        assert conclusion not in words


def test_an_unproven_bargain_says_what_no_package_exceeds() -> None:
    words = said(
        Bargain(
            rule="nash",
            packages=({"width": "wide"},),
            utilities=({"nor": 0.5, "sud": 0.25},),
            disagreement={"nor": 0, "sud": 0},
            proven=False,
            score=0.125,
            bound=0.2,
            binding=("rl-nor",),
        )
    )
    assert "Not proven to be the best." in words
    assert "No package scores above 0.2; the one shown scores 0.125." in words
    assert "Without any one of these claims the score would be higher:" in words
    assert "[rl-nor]" in words


def test_a_conflict_of_two_names_the_parties_and_says_that_each_alone_can_be_satisfied() -> None:
    words = said(Conflicts(sets=(("rl-nor", "rl-sud"),), complete=True, in_order=1, parties=BOTH))
    assert "No package satisfies both Norland\u2019s red line against" in words
    assert "and Suderland\u2019s red line against" in words
    assert "each alone can be satisfied" in words


@pytest.mark.parametrize(
    ("in_order", "said_so"),
    [
        (2, "2 minimal conflict sets found; there may be more."),
        (1, "2 minimal conflict sets found; there may be more. The search ended before it was"
            " proven that none is smaller than the last of these."),
        (0, "2 minimal conflict sets found; there may be more. The search ended before it was"
            " proven that none is smaller."),
    ],
)  # fmt: skip
def test_sets_of_which_the_order_is_not_proven_say_so(in_order: int, said_so: str) -> None:
    sets = (("rl-nor",), ("rl-sud",))
    words = said(Conflicts(sets=sets, complete=False, in_order=in_order, parties=BOTH))
    assert words.startswith(f"{said_so} 1. ")


def test_concession_sets_of_which_the_order_is_not_proven_may_not_be_the_cheapest() -> None:
    one = Concession(claims=("rl-nor",), cost=1, opens={"width": "narrow"})
    words = said(Concessions(sets=(one,) * 3, complete=False, in_order=1, parties=BOTH))
    assert "that none is cheaper than the last 2 of these." in words


def test_a_concession_says_what_each_party_then_gets() -> None:
    gets = {
        "nor": PartyVerdict(answer="rejects", crossed=("rl-nor",), utility=0.25, reservation=0.5),
        "sud": PartyVerdict(answer="accepts", utility=(0.5, 0.75), reservation=0.5),
    }
    one = Concession(claims=("rl-nor",), cost=1, opens={"width": "narrow"}, gets=gets)
    words = said(Concessions(sets=(one,), complete=True, in_order=1, parties=BOTH))
    assert "Then: Norland 0.25, Suderland 0.5 to 0.75" in words


def test_conflicts_of_a_case_name_the_sources_of_the_claims(run: Run) -> None:
    case: Path = ROOT / "examples" / "ukraine-2025"
    status, out, _ = run("analyse", case, "conflicts", "--as-of", "2025-12-29", "--set", "limit=1")
    words = " ".join(out.split())
    assert status == 0
    assert "Where these claims come from" in words
    assert "[rl-ru-donbas] judged by" in words
    assert "published 20 November 2025" in words
    assert all(len(line) <= 80 for line in out.splitlines())
    _, bare, _ = run("analyse", case, "conflicts", "--as-of", "2025-12-29", "--json")
    assert "Where these" not in bare
