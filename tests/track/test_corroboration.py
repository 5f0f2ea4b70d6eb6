"""Claims and the independent origins behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import case, statement
from goodoffices.formats.case_folder import read_case
from goodoffices.model.case import Case, Vocabulary
from goodoffices.model.evidence import STANCES, Review, Statement
from goodoffices.model.origins import origins
from goodoffices.model.sources import sources_of
from goodoffices.track.corroboration import corroboration, unnamed_alone
from support import EXAMPLES


def only(whole: Case, **more: Any):  # type: ignore[no-untyped-def]
    (row,) = corroboration(whole, **more)
    return row


def leak(outlet: str, *via: str, on: str = "2030-01-01", **more: Any) -> Statement:
    return statement(
        "north", "width", "asks", "w2",
        on=on, outlets=(outlet, *via), speaker="people familiar", kind="anonymous", **more,
    )  # fmt: skip


def test_forty_outlets_repeating_one_leak_count_one() -> None:
    statements = [leak(f"Outlet {n}", "Gazette") for n in range(40)]
    row = only(case(*statements, leak("Gazette")))
    assert (row.independent, row.single_anonymous, len(row.evidence)) == (1, True, 41)
    assert len(row.origins[0].outlets) == 41


@pytest.mark.parametrize("as_of", [None, "2025-11-22", "2025-12-30"])
@pytest.mark.parametrize("name", ["ukraine-2025", "strait-accord"])
def test_claims_of_one_unnamed_source_are_those_of_all_that_rest_on_one(
    name: str, as_of: str | None
) -> None:
    held = read_case(EXAMPLES / name)
    every = corroboration(held, as_of=as_of)
    assert unnamed_alone(held, as_of=as_of) == tuple(c for c in every if c.single_anonymous)


def test_one_unnamed_source_alone_is_told_from_one_that_is_confirmed() -> None:
    leaks = [leak("Gazette"), leak("Post", "Gazette")]
    assert [len(c.evidence) for c in unnamed_alone(case(*leaks))] == [2]
    assert unnamed_alone(case(*leaks, leak("Herald"))) == ()
    assert unnamed_alone(case(*leaks, statement("north", "width", "asks", "w2"))) == ()


def test_a_named_speaker_beside_the_leak_is_a_second_origin() -> None:
    row = only(case(leak("Gazette"), statement("north", "width", "asks", "w2")))
    assert (row.independent, row.single_anonymous) == (2, False)


def test_asking_offering_and_accepting_support_one_claim() -> None:
    stances = ("asks", "offers", "accepts")
    row = only(case(*(statement("north", "width", s, "w2") for s in stances)))
    assert (row.stance, row.independent, len(row.evidence)) == ("supports", 1, 3)


def test_other_parties_issues_options_sides_and_limits_are_other_claims() -> None:
    base = statement("north", "width", "asks", "w2")
    others = (
        statement("south", "width", "asks", "w2"),
        statement("north", "flag", "asks", "red"),
        statement("north", "width", "asks", "w3"),
        statement("north", "width", "rejects", "w2"),
        statement("north", "width", "asks", "w2", bound="at_most"),
        statement("north", "width", "asks", "w2", negated=True),
    )
    rows = corroboration(case(base, *others))
    assert sorted((r.issue, r.party, r.stance, r.options) for r in rows) == [
        ("flag", "north", "supports", ("red",)),
        ("width", "north", "not supports", ("w2",)),
        ("width", "north", "opposes", ("w2",)),
        ("width", "north", "supports", ("w2",)),
        ("width", "north", "supports", ("w3",)),
        ("width", "north", "supports at most", ("w2",)),
        ("width", "south", "supports", ("w2",)),
    ]
    assert [r.issue for r in rows] == [*["width"] * 6, "flag"]
    assert all(row.independent == 1 for row in rows)


def test_statements_without_an_option_are_one_claim_only_in_the_same_words() -> None:
    told = [
        statement("north", "width", "reports", paraphrase=words, outlets=(outlet,))
        for outlet, words in (("A", "The survey ran late."), ("B", "the survey ran  late."),
                              ("A", "The buoys were moved."))
    ]  # fmt: skip
    rows = corroboration(case(*told))
    assert sorted(len(row.evidence) for row in rows) == [1, 2]


def test_only_accepted_statements_made_by_the_date_count() -> None:
    early, late = leak("A"), leak("B", on="2030-02-01")
    whole = case(early, late)
    assert only(whole, as_of="2030-01").evidence == (early.id,)
    assert only(whole).independent == 2
    refused = Review(id="v1", subject=late.id, verdict="rejected", by="desk", at="2030-02-02")
    assert only(replace(whole, reviews=(refused,))).evidence == (early.id,)
    candidate = replace(early, extractor="rules")
    assert corroboration(replace(whole, statements=(candidate,))) == ()
    assert corroboration(whole, as_of="2029") == ()


def test_what_claims_nothing_of_a_party_on_an_issue_is_left_out() -> None:
    silent = statement("north", "width", "no_comment", "w1")
    nobody = replace(silent, id="x", stance="reports", party=None)
    nothing = replace(silent, id="y", stance="asks", issue=None)
    assert corroboration(case(silent, nobody, nothing)) == ()


STATEMENTS = st.builds(
    lambda party, issue, stance, option, outlets, kind, day: statement(
        party,
        issue,
        stance,
        *([option] if option else []),
        outlets=tuple(outlets),
        kind=kind,
        speaker="Head" if kind == "official" else "somebody",
        on=f"2030-01-{day:02d}",
    ),
    st.sampled_from(("north", "south")),
    st.sampled_from(("width", "flag")),
    st.sampled_from(STANCES),
    st.sampled_from(("w1", "red", None)),
    st.lists(st.sampled_from(("Gazette", "the Gazette", "Mirror")), min_size=1, max_size=2),
    st.sampled_from(("official", "anonymous", "unknown")),
    st.integers(1, 4),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(STATEMENTS, max_size=10), st.randoms(use_true_random=False))
def test_order_changes_nothing_and_every_claim_is_told_once(
    statements: list[Statement], random: Any
) -> None:
    names = Vocabulary(outlets={"Mirror": ("Gazette of the isles",)})
    whole = case(*statements, vocabulary=names)
    rows = corroboration(whole)
    shuffled = list(statements)
    random.shuffle(shuffled)
    assert corroboration(replace(whole, statements=tuple(shuffled))) == rows
    told = [name for row in rows for name in row.evidence]
    assert sorted(told) == sorted({s.id for s in statements if s.stance != "no_comment"})
    for row in rows:
        inside = [s for s in whole.statements if s.id in row.evidence]
        assert {s.party for s in inside} == {row.party}
        assert origins(inside, sources_of(whole)) == row.origins
        assert row.independent == len(row.origins) <= len(row.evidence)
