"""Verdicts on drafts worked out by hand: brackets, asks, leaning, what could be avoided."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from builders import issue
from goodoffices.analyse.verdicts import verdicts
from goodoffices.errors import InputError, InvalidCase
from goodoffices.model.agenda import Alternative, Bracket, Clause, Draft, Party
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.printing import printed
from goodoffices.model.stakes import Position, Proviso, RedLine

HELD = Negotiation(
    title="Accord",
    parties=(
        Party(id="isl", name="Islanders"),
        Party(id="main", name="Mainland"),
        Party(id="host", name="Host", role="host"),
    ),
    issues=(issue("limit", "6", "12", group="sea"), issue("term", "5", "10", "20")),
    red_lines=(
        RedLine(id="rl-isl", party="isl", rejects={"limit": ("6",), "term": ("5",)}),
        RedLine(id="rl-main", party="main", rejects={"term": ("20",)}),
    ),
    provisos=(Proviso(id="pv-main", party="main", if_={"limit": ("12",)}, then={"term": ("20",)}),),
)


def clause(about: str, *options: str, **more: Any) -> Clause:
    return Clause(
        id=f"c-{about}-{'-'.join(options)}", issue=about, term="", options=options, **more
    )


def draft(*clauses: Clause) -> Draft:
    return Draft(id="d", title="Draft", date="2030-01-01", clauses=clauses)


def bracket(*alternatives: tuple[str, ...]) -> Bracket:
    return Bracket(
        alternatives=tuple(
            Alternative(term=str(options), options=options, sponsors=("isl",))
            for options in alternatives
        )
    )


def test_a_draft_that_settles_everything_is_a_package() -> None:
    whole = verdicts(HELD, draft=draft(clause("limit", "6"), clause("term", "5")))
    assert whole == verdicts(HELD, package={"limit": "6", "term": "5"})
    assert whole.parties["isl"].answer == "rejects"
    assert whole.parties["isl"].crossed == ("rl-isl",)
    assert whole.parties["main"].answer == "accepts"
    assert whole.parties["host"].answer == "unknown"


def test_open_issues_make_what_is_crossed_avoidable() -> None:
    found = verdicts(HELD, draft=draft(clause("limit", "6")))
    assert found.parties["isl"].answer == "depends"
    assert found.parties["isl"].avoidable == ("rl-isl",)
    assert found.parties["isl"].crossed == ()
    assert found.parties["main"].avoidable == ("rl-main",)


def test_claims_that_could_be_avoided_alone_but_not_together() -> None:
    found = verdicts(HELD, draft=draft(clause("limit", "12"))).parties["main"]
    assert (found.answer, found.together) == ("rejects", True)
    assert found.crossed == ("pv-main", "rl-main")
    assert found.avoidable == ("pv-main", "rl-main")


def test_a_bracket_allows_the_union_and_an_empty_alternative_leaves_the_issue_open() -> None:
    both = verdicts(
        HELD, draft=draft(clause("limit", "6"), clause("term", bracket=bracket(("5",), ("10",))))
    )
    assert both.parties["isl"].answer == "depends"
    assert both.parties["main"].answer == "accepts"
    unsettled = verdicts(
        HELD, draft=draft(clause("limit", "6"), clause("term", bracket=bracket(("5",), ())))
    )
    assert unsettled.parties["main"].avoidable == ("rl-main",)


def test_clauses_on_one_issue_allow_what_all_of_them_allow() -> None:
    found = verdicts(HELD, draft=draft(clause("term", "5", "10"), clause("term", "10", "20")))
    assert found == verdicts(HELD, draft=draft(clause("term", "10")))
    against = verdicts(HELD, draft=draft(clause("term", "5"), clause("term", "20")))
    assert against == verdicts(HELD, draft=draft(clause("term", "5", "20")))


def test_issues_that_are_not_negotiated_are_passed_over() -> None:
    assert verdicts(HELD, draft=draft(clause("flag", "red"), clause("limit", "6"))) == verdicts(
        HELD, draft=draft(clause("limit", "6"))
    )
    with pytest.raises(InvalidCase, match="draft 'd': issue 'limit' has no option '13'"):
        verdicts(HELD, draft=draft(clause("limit", "13")))


def test_rules_of_the_world_narrow_a_draft_and_are_named_where_they_exclude_it() -> None:
    rule = Proviso(id="w", party=None, if_={"limit": ("6",)}, then={"term": ("20",)})
    bound = replace(HELD, provisos=(*HELD.provisos, rule))
    assert verdicts(bound, draft=draft(clause("limit", "6"))).parties["main"].crossed == (
        "rl-main",
    )
    excluded = verdicts(bound, draft=draft(clause("limit", "6"), clause("term", "5")))
    assert excluded.rules == ("w",)
    assert excluded.parties["main"].answer == "accepts"  # as if there were no such rule


def standing(party: str, about: str, **standings: Any) -> Position:
    return Position(
        party=party, issue=about, standings={k.lstrip("_"): v for k, v in standings.items()}
    )


POSITIONS = (
    standing("isl", "limit", _6="refused", _12="asked"),
    standing("isl", "term", _5="resisted", _10="asked", _20="asked"),
    standing("main", "limit", _6="asked", _12="acceptable"),
    standing("main", "term", _5="acceptable", _10="refused"),  # nothing asked
    standing("main", "flag", blue="asked"),  # not up for agreement
)


def test_leaning_is_the_share_of_asks_met() -> None:
    found = verdicts(
        HELD,
        draft=draft(clause("limit", "12"), clause("term", "5", "10"), clause("flag", "blue")),
        positions=POSITIONS,
    )
    rows = {(ask.party, ask.issue): ask.met for ask in found.asks}
    assert rows == {
        ("isl", "limit"): "met",
        ("isl", "term"): "partly",
        ("main", "limit"): "unmet",
    }
    assert found.leaning == {"isl": 0.5, "main": 0.0, "host": None}
    assert {ask.issue: ask.group for ask in found.asks} == {"limit": "sea", "term": None}
    silent = verdicts(HELD, draft=draft(), positions=POSITIONS)
    assert {ask.met for ask in silent.asks} == {"silent"}
    assert silent.leaning["isl"] == 0


def test_every_option_asked_for_counts_as_met() -> None:
    found = verdicts(HELD, draft=draft(clause("term", "10", "20")), positions=POSITIONS)
    assert [ask.met for ask in found.asks if ask.issue == "term"] == ["met"]


def test_printed_as_the_interface_says() -> None:
    found = verdicts(HELD, package={"limit": "12", "term": "5"}, positions=POSITIONS)
    shown = json.loads(json.dumps(printed(found)))
    assert list(shown) == ["isl", "main", "host", "leaning", "asks", "rules"]
    assert shown["main"]["answer"] == "rejects"
    assert shown["main"]["crossed"] == ["pv-main"]
    assert shown["leaning"] == {"isl": 0.5, "main": 0.0, "host": None}
    odd = replace(found, parties={"leaning": found.parties["isl"]})
    with pytest.raises(InputError, match="cannot have the id 'leaning'"):
        printed(odd)


def test_exactly_one_thing_is_judged() -> None:
    for both in ({}, {"draft": draft(), "package": {"limit": "6", "term": "5"}}):
        with pytest.raises(InputError, match="a draft or a package"):
            verdicts(HELD, **both)  # type: ignore[arg-type]
    with pytest.raises(InvalidCase, match="does not settle issue 'term'"):
        verdicts(HELD, package={"limit": "6"})
