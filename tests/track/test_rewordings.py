"""One utterance in several reports: set side by side, with what differs and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import case, statement
from goodoffices.codec import identified
from goodoffices.model.case import Case
from goodoffices.model.evidence import STANCES, Report, Review, Statement, span_of
from goodoffices.model.tracks import Rewording
from goodoffices.track.rewordings import rewordings
from goodoffices.track.wording import wording


def told(
    words: str,
    outlet: str,
    stance: str = "asks",
    *options: str,
    on: str = "2030-01-01",
    **more: Any,
) -> tuple[Report, Statement]:
    """A report that holds one statement and nothing else."""
    copy_of = more.pop("copy_of", None)
    report = Report(
        id=f"r-{outlet.lower()}", text=words, sha256="0", outlet=outlet, published=on,
        published_basis="stated", copy_of=copy_of,
    )  # fmt: skip
    said = replace(
        statement("north", "width", stance, *options, on=on, outlets=(outlet,), **more),
        url=None, paraphrase=None, span=span_of(report, 0, len(words)), extractor="rules",
    )  # fmt: skip
    return report, identified(said)


def ask(*pairs: tuple[Report, Statement]) -> tuple[Rewording, ...]:
    reviews = [
        Review(id=f"rv-{n}", subject=s.id, verdict="accepted", by="A", at="2030-02-01T00:00:00Z")
        for n, (_, s) in enumerate(pairs)
    ]
    reports = tuple({report.id: report for report, _ in pairs}.values())
    return rewordings(case(*(s for _, s in pairs), reports=reports, reviews=tuple(reviews)))


def differences(*pairs: tuple[Report, Statement]) -> dict[str, tuple[str, ...]]:
    [row] = ask(*pairs)
    return {difference.kind: difference.tells for difference in row.differences}


def test_the_same_words_twice_differ_in_nothing() -> None:
    words = "The zone must be six miles wide."
    [row] = ask(told(words, "Post", "asks", "w2"), told(words, "Gazette", "asks", "w2"))
    assert row.differences == ()
    assert {r.outlet for r in row.renderings} == {"Gazette", "Post"}
    assert (row.voice, row.party, row.issue) == ("Head, 2030-01-01", "north", "width")


def test_final_against_the_appropriate_time() -> None:
    found = differences(
        told("The offer is final.", "Post"),
        told("The offer will be discussed at the appropriate time.", "Gazette"),
    )
    tones = set(found["firmness"])
    assert tones == {"final", "appropriate time, discussed"}


@pytest.mark.parametrize(
    ("code", "hard", "mild"),
    [
        ("fr", "La zone doit être fermée.", "La zone pourrait être fermée."),
        ("es", "La zona debe cerrarse.", "La zona podría cerrarse."),
        ("ru", "Зона должна быть закрыта.", "Зона может быть закрыта."),
        ("uk", "Зона повинна бути закрита.", "Зона може бути закрита."),
        ("ar", "يجب إغلاق المنطقة", "ربما تغلق المنطقة"),
        ("tr", "Bölge mutlaka kapatılacak.", "Bölge belki kapatılacak."),
    ],
)
def test_firm_against_soft_in_another_language(code: str, hard: str, mild: str) -> None:
    firm, soft = told(hard, "Post", language=code), told(mild, "Gazette", language=code)
    assert "firmness" in differences(firm, soft)
    assert "firmness" not in differences(firm, told(hard + " 1", "Gazette", language=code))
    # What is told in two languages is compared too, by the words of each.
    assert "firmness" in differences(firm, told("The zone might be closed.", "Gazette"))
    assert "firmness" not in differences(firm, told("The zone must be closed.", "Gazette"))


def test_a_language_without_words_is_not_taken_for_neither_firm_nor_soft() -> None:
    final = told("The offer is final.", "Post")
    other = told("Das Angebot steht.", "Gazette", language="de")
    assert "firmness" not in differences(final, other)
    assert "firmness" in differences(final, told("The offer stands.", "Gazette"))


def test_a_region_of_a_language_has_its_words() -> None:
    assert wording(["L'offre est définitive."], "fr-CA").firm == {"définitive"}


def test_jets_against_troops() -> None:
    found = differences(
        told("Allied jets will be stationed on the western shore of the strait.", "Post"),
        told("Allied troops will be stationed on the western shore of the strait.", "Gazette"),
    )
    assert set(found["scope"]) == {"jet", "troop"}
    assert "firmness" not in found


def test_one_region_against_four() -> None:
    found = differences(
        told("The army will withdraw from Torvay and no further.", "Post"),
        told("The army will withdraw from four regions and no further.", "Gazette"),
    )
    assert set(found["scope"]) == {"torvay", ""}


def test_other_options_and_limits_are_another_scope() -> None:
    words = "We ask for the zone."
    found = differences(
        told(words, "Post", "asks", "w2"),
        told(words, "Gazette", "asks", "w2", "w3", bound="at_most"),
    )
    assert set(found["scope"]) == {"W2", "at most; W2; W3"}


@pytest.mark.parametrize(
    "one, other, tells",
    [
        ("We hold 19 percent of the sea.", "We hold 20 per cent of the sea.",
         {"19 per cent", "20 per cent"}),
        ("We sent 1,200 boats.", "We sent 1.5 thousand boats.", {"1200 boat", "1500 boat"}),
        ("We sent three boats.", "We sent five boats.", {"3 boat", "5 boat"}),
    ],
)  # fmt: skip
def test_numbers_with_the_same_unit(one: str, other: str, tells: set[str]) -> None:
    assert set(differences(told(one, "Post"), told(other, "Gazette"))["number"]) == tells


@pytest.mark.parametrize(
    "one, other",
    [
        ("We sent three boats.", "We sent 3 boats."),
        ("We met on 4 March.", "We met on 5 May."),
        ("We hold 19% of the sea.", "We hold 19 percent of the sea."),
        ("We sent three boats.", "We sent boats and four planes."),
    ],
)
def test_numbers_that_are_no_difference(one: str, other: str) -> None:
    assert "number" not in differences(told(one, "Post"), told(other, "Gazette"))


def test_stance_hedge_and_condition() -> None:
    words = "We said what we said."
    found = differences(
        told(words, "Post", "rejects", "w2"), told(words, "Gazette", "resists", "w2")
    )
    assert set(found["firmness"]) == {"rejects", "resists"}
    found = differences(
        told(words, "Post", "accepts", "w2"), told(words, "Gazette", "rejects", "w2")
    )
    assert set(found["stance"]) == {"for", "against"}
    assert "firmness" not in found
    found = differences(
        told(words, "Post", "accepts", "w2"),
        told(words, "Gazette", "conditional", "w2", proviso="only if fees end", hedged=True),
    )
    assert "accepts on conditions, told at a distance, on a condition" in found["firmness"]
    assert "stance" not in found


def test_other_speakers_days_and_issues_are_other_utterances() -> None:
    words = "We ask for the zone."
    assert ask(told(words, "Post"), told(words, "Gazette", on="2030-01-05")) == ()
    assert ask(told(words, "Post"), told(words, "Gazette", speaker="Envoy")) == ()
    leaks = [
        told(words, o, speaker="people familiar", kind="anonymous") for o in ("Post", "Gazette")
    ]
    assert ask(*leaks) == ()


def test_a_copy_is_no_rendering_of_its_own() -> None:
    words = "We ask for the zone."
    first, copy = told(words, "Post"), told(words, "Gazette", copy_of="r-post")
    assert ask(first, copy) == ()
    third = told("We insist on the zone.", "Herald")
    [row] = ask(first, copy, third)
    assert [len(rendering.words) for rendering in row.renderings] == [1, 1]
    assert len(row.evidence) == 3


def test_words_of_a_paraphrase_are_not_compared() -> None:
    final, later = "The offer is final.", "The offer will be discussed at the appropriate time."
    given = [
        statement(
            "north", "width", "asks", paraphrase=words, outlets=(o,), url=f"https://{o}.example"
        )
        for words, o in ((final, "Post"), (later, "Gazette"))
    ]
    [row] = rewordings(case(*given))
    assert row.differences == ()
    assert all(rendering.paraphrased for rendering in row.renderings)


def test_coded_numbers_of_paraphrases_are_compared() -> None:
    given = [
        statement("north", "width", "asks", outlets=(o,), url=f"https://{o}.example", numbers=n)
        for o, n in (
            ("Post", {"percent": 19, "approximate": "nearly"}),
            ("Gazette", {"percent": 20, "approximate": "about"}),
        )
    ]
    [row] = rewordings(case(*given))
    assert [(d.kind, set(d.tells)) for d in row.differences] == [
        ("number", {"19 percent", "20 percent"})
    ]


def test_wording_counts_units_and_names() -> None:
    said = wording(["Nearly 19 percent of Torvay, and 2 million crowns; 4 March."])
    assert said.numbers == {"per cent": {19.0}, "crown": {2e6}}
    assert said.names == {"torvay", "march"}


STATEMENTS = st.builds(
    lambda party, stance, options, on, outlet, words: statement(
        party, "width", stance, *options, on=on, outlets=(outlet,), paraphrase=words,
        url=f"https://{outlet}.example",
    ),
    st.sampled_from(["north", "south"]),
    st.sampled_from(STANCES),
    st.sets(st.sampled_from(["w1", "w2", "w3"])).map(sorted),
    st.sampled_from(["2030-01-01", "2030-01-02", "2030-01", None]),
    st.sampled_from(["Post", "Gazette", "Herald"]),
    st.text(max_size=30).filter(str.strip),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(STATEMENTS, max_size=8), st.randoms(use_true_random=False))
def test_order_changes_nothing_and_every_statement_stands_once(given: Any, rng: Any) -> None:
    found = rewordings(case(*given))
    shuffled = list(given)
    rng.shuffle(shuffled)
    assert rewordings(Case(**{**case().__dict__, "statements": tuple(shuffled)})) == found
    for row in found:
        assert len(row.renderings) >= 2
        assert all(len(d.tells) == len(row.renderings) for d in row.differences)
        shown = [name for rendering in row.renderings for name in rendering.evidence]
        assert len(shown) == len(set(shown))
        assert set(shown) <= set(row.evidence)
