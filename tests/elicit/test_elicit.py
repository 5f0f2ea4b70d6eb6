"""The paragraphs of docs/explanation/elicitation.md, one group of tests each."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import ENVOY, HEAD, case, judged, statement
from goodoffices.codec import identified
from goodoffices.elicit.elicit import elicit
from goodoffices.errors import InvalidCase
from goodoffices.model.case import Case
from goodoffices.model.elicited import Elicited
from goodoffices.model.evidence import Attribution, Link, Review, Statement
from goodoffices.model.stakes import Position, Preferences, Proviso, RedLine


def standings(found: Elicited, party: str, about: str) -> dict[str, str]:
    for position in found.positions:
        if (position.party, position.issue) == (party, about):
            return dict(position.standings)
    return {}


def position(found: Elicited, party: str = "north", about: str = "width") -> Position:
    return next(p for p in found.positions if (p.party, p.issue) == (party, about))


# --- rule 1: which statements count --------------------------------------------------------------


def test_a_candidate_counts_for_nothing_until_it_is_accepted() -> None:
    candidate = statement("north", "width", "asks", "w1", extractor="rules")
    assert elicit(case(candidate)).positions == ()
    review = Review(id="r1", subject=candidate.id, verdict="accepted", by="x", at="2030-01-02")
    assert standings(elicit(case(candidate, reviews=(review,))), "north", "width")["w1"] == "asked"
    gone = replace(review, withdrawn_at="2030-01-03")
    assert elicit(case(candidate, reviews=(review, gone))).positions == ()
    assert elicit(case(candidate), include_candidates=True).positions != ()


def test_an_amended_statement_gives_way_to_its_replacement() -> None:
    first = statement("north", "width", "asks", "w1", extractor="rules")
    second = statement("north", "width", "asks", "w2", extractor="review")
    review = Review(
        id="r1", subject=first.id, verdict="amended", by="x", at="2030", replacement=second.id
    )
    found = standings(elicit(case(first, second, reviews=(review,))), "north", "width")
    assert (found["w1"], found["w2"]) == ("unknown", "asked")


def test_a_rejected_hand_entered_statement_does_not_count() -> None:
    entered = statement("north", "width", "asks", "w1")
    review = Review(id="r1", subject=entered.id, verdict="rejected", by="x", at="2030-01-02")
    assert elicit(case(entered, reviews=(review,))).positions == ()


def test_what_was_said_later_or_at_an_unknown_time_is_left_out_and_said_so() -> None:
    early = statement("north", "width", "asks", "w1", on="2030-01-01")
    late = statement("north", "width", "asks", "w2", on="2030-02-01")
    never = statement("north", "width", "asks", "w3", on=None)
    found = elicit(case(early, late, never), as_of="2030-01-15")
    assert standings(found, "north", "width") == {
        "w1": "asked", "w2": "unknown", "w3": "unknown", "w4": "unknown", "w5": "unknown",
    }  # fmt: skip
    left_out = {step.subject: step.note for step in found.steps if not step.used}
    assert left_out[late.id] == "said 2030-02-01"
    assert left_out[never.id] == "it cannot be dated"


# --- rule 2: stances -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stance, standing",
    [
        ("asks", "asked"),
        ("offers", "acceptable"),
        ("accepts", "acceptable"),
        ("conditional", "acceptable"),
        ("resists", "resisted"),
        ("rejects", "refused"),
        ("red_line", "refused"),
    ],
)
def test_each_stance_settles_its_standing(stance: str, standing: str) -> None:
    found = elicit(case(statement("north", "flag", stance, "red")))
    assert standings(found, "north", "flag") == {"red": standing, "blue": "unknown"}


@pytest.mark.parametrize("stance", ["reports", "denies", "no_comment"])
def test_a_stance_without_standing_makes_no_position(stance: str) -> None:
    found = elicit(case(statement("north", "flag", stance, "red")))
    assert found.positions == ()
    assert [step.used for step in found.steps] == [False]


def test_a_negated_claim_settles_nothing() -> None:
    assert elicit(case(statement("north", "flag", "asks", "red", negated=True))).positions == ()


# --- rules 3 and 4: authority, newest ------------------------------------------------------------


def test_the_newest_statement_of_equal_authority_wins() -> None:
    old = statement("north", "flag", "rejects", "red", on="2030-01-01")
    new = statement("north", "flag", "accepts", "red", on="2030-01-02")
    found = elicit(case(old, new))
    assert standings(found, "north", "flag")["red"] == "acceptable"
    assert not position(found, "north", "flag").contested


def test_a_lesser_voice_does_not_overrule_a_greater_one_but_contests_it() -> None:
    head = statement("north", "flag", "rejects", "red", on="2030-01-01")
    envoy = statement("north", "flag", "accepts", "red", on="2030-01-02", speaker="Envoy")
    found = position(elicit(case(head, envoy)), "north", "flag")
    assert found.standings["red"] == "refused"
    assert found.contested
    assert set(found.evidence) == {head.id, envoy.id}


def test_a_greater_voice_overrules_a_lesser_one() -> None:
    envoy = statement("north", "flag", "accepts", "red", on="2030-01-01", speaker="Envoy")
    head = statement("north", "flag", "rejects", "red", on="2030-01-02")
    found = position(elicit(case(head, envoy)), "north", "flag")
    assert (found.standings["red"], found.contested) == ("refused", False)


def test_an_unnamed_source_binds_least() -> None:
    head = statement("north", "flag", "rejects", "red", on="2030-01-01", speaker="Envoy")
    leak = statement("north", "flag", "accepts", "red", on="2030-01-09", kind="anonymous")
    assert position(elicit(case(head, leak)), "north", "flag").standings["red"] == "refused"


def test_what_came_through_somebody_unnamed_binds_least_whoever_is_quoted() -> None:
    envoy = statement("north", "flag", "rejects", "red", on="2030-01-01", speaker="Envoy")
    head = statement("north", "flag", "accepts", "red", on="2030-01-09")
    links = (
        Link(name="Gazette", kind="outlet"),
        Link(name="people familiar", kind="anonymous"),
        Link(name="Head", kind="official"),
    )
    leak = identified(replace(head, attribution=Attribution(chain=links)))
    assert position(elicit(case(envoy, head)), "north", "flag").standings["red"] == "acceptable"
    assert position(elicit(case(envoy, leak)), "north", "flag").standings["red"] == "refused"


def test_opposed_on_one_day_the_cell_is_contested_not_averaged() -> None:
    yes = statement("north", "flag", "accepts", "red")
    no = statement("north", "flag", "rejects", "red")
    found = position(elicit(case(yes, no)), "north", "flag")
    assert found.contested
    assert found.standings["red"] in ("acceptable", "refused")


def test_an_older_ask_becomes_acceptable_when_something_else_is_asked() -> None:
    old = statement("north", "flag", "asks", "red", on="2030-01-01")
    new = statement("north", "flag", "asks", "blue", on="2030-01-02")
    assert standings(elicit(case(old, new)), "north", "flag") == {
        "red": "acceptable", "blue": "asked",
    }  # fmt: skip
    kept = elicit(case(old, new), older_asks_stay_acceptable=False)
    assert standings(kept, "north", "flag")["red"] == "asked"


def test_an_older_ask_of_a_greater_voice_stays_an_ask() -> None:
    old = statement("north", "flag", "asks", "red", on="2030-01-01")
    new = statement("north", "flag", "asks", "blue", on="2030-01-02", speaker="Envoy")
    assert standings(elicit(case(old, new)), "north", "flag")["red"] == "asked"


def test_somebody_out_of_office_binds_like_anybody_not_listed() -> None:
    made = case()
    north, *rest = made.parties
    former = replace(HEAD, until="2029-12-31")
    made = replace(made, parties=(replace(north, persons=(former, ENVOY)), *rest))
    envoy = statement("north", "flag", "rejects", "red", on="2030-01-01", speaker="Envoy")
    late = statement("north", "flag", "accepts", "red", on="2030-01-02")
    after = elicit(replace(made, statements=(envoy, late)))
    assert not position(after, "north", "flag").contested
    early = statement("north", "flag", "accepts", "red", on="2029-12-30")
    before = elicit(replace(made, statements=(early, envoy)))
    assert position(before, "north", "flag").contested


# --- rule 5: ordered options ---------------------------------------------------------------------


def test_at_most_accepts_what_is_less_and_refuses_the_rest() -> None:
    found = elicit(case(statement("north", "width", "accepts", "w2", bound="at_most")))
    assert list(standings(found, "north", "width").values()) == [
        "acceptable", "acceptable", "refused", "refused", "refused",
    ]  # fmt: skip
    loose = elicit(
        case(statement("north", "width", "accepts", "w2", bound="at_most")), bounds_imply_rest=False
    )
    assert list(standings(loose, "north", "width").values())[2:] == ["unknown"] * 3


def test_refusing_at_least_says_nothing_of_what_is_less() -> None:
    found = elicit(case(statement("north", "width", "rejects", "w4", bound="at_least")))
    assert list(standings(found, "north", "width").values()) == [
        "unknown", "unknown", "unknown", "refused", "refused",
    ]  # fmt: skip


def test_beyond_a_refused_option_all_is_refused() -> None:
    ask = statement("north", "width", "asks", "w1")
    no = statement("north", "width", "rejects", "w3")
    found = standings(elicit(case(ask, no)), "north", "width")
    assert list(found.values()) == ["asked", "unknown", "refused", "refused", "refused"]
    plain = standings(elicit(case(ask, no), order_implies=False), "north", "width")
    assert list(plain.values()) == ["asked", "unknown", "refused", "unknown", "unknown"]


def test_order_implies_in_both_directions() -> None:
    ask = statement("north", "width", "asks", "w5")
    no = statement("north", "width", "rejects", "w3")
    found = standings(elicit(case(ask, no)), "north", "width")
    assert list(found.values()) == ["refused", "refused", "refused", "unknown", "asked"]


def test_an_unordered_issue_implies_nothing() -> None:
    ask = statement("north", "flag", "asks", "red", bound="at_most")
    assert standings(elicit(case(ask)), "north", "flag")["blue"] == "unknown"


# --- rules 6 to 8: firmness, doubt ---------------------------------------------------------------


def test_firmness_grows_with_wording_repetition_and_origins_and_shrinks_with_hedges() -> None:
    one = elicit(case(statement("north", "flag", "asks", "red")))
    hedged = elicit(case(statement("north", "flag", "asks", "red", hedged=True)))
    line = elicit(case(statement("north", "flag", "red_line", "red")))
    firm = [position(found, "north", "flag").firmness for found in (hedged, one, line)]
    assert firm == [pytest.approx(0.525), pytest.approx(0.7), 1.0]
    coded = elicit(case(statement("north", "flag", "asks", "red", coding={"firmness_1to5": 2})))
    assert position(coded, "north", "flag").firmness == pytest.approx(0.4)


def test_repetition_and_further_origins_add_at_most_the_limit() -> None:
    def firm(*said: Statement, **more: Any) -> float | None:
        return position(elicit(case(*said), **more), "north", "flag").firmness

    days = [statement("north", "flag", "asks", "red", on=f"2030-01-0{day}") for day in range(1, 6)]
    assert firm(days[0]) == pytest.approx(0.7)
    assert firm(*days) == pytest.approx(0.8)
    assert firm(*days, firmness_bonus_limit=0.15) == pytest.approx(0.85)
    two = [statement("north", "flag", "asks", "red", speaker=who) for who in ("Head", "Envoy")]
    assert firm(*two) == pytest.approx(0.75)
    reversed_since = statement("north", "flag", "rejects", "red", on="2029-12-30")
    assert firm(reversed_since, days[0]) == pytest.approx(0.7)


def test_statements_that_agree_are_evidence_and_origins_too() -> None:
    early = statement("north", "flag", "asks", "red", on="2030-01-01", speaker="Envoy")
    late = statement("north", "flag", "accepts", "red", on="2030-01-05")
    found = position(elicit(case(early, late)), "north", "flag")
    assert found.evidence == (early.id, late.id)
    assert (found.origins, found.standings["red"]) == (2, "acceptable")


def test_one_unnamed_source_is_marked() -> None:
    leak = statement("north", "flag", "asks", "red", kind="anonymous", speaker="people familiar")
    again = statement(
        "north", "flag", "asks", "red", kind="anonymous", speaker="people familiar",
        outlets=("Mirror", "Gazette"),
    )  # fmt: skip
    found = position(elicit(case(leak, again)), "north", "flag")
    assert (found.single_anonymous, found.origins) == (True, 1)
    named = statement("north", "flag", "asks", "red")
    assert not position(elicit(case(leak, named)), "north", "flag").single_anonymous


def test_a_judged_position_stands_in_place_of_the_derived_one() -> None:
    said = statement("north", "flag", "asks", "red")
    set_by_hand = Position(party="north", issue="flag", standings={"red": "refused"})
    found = elicit(case(said, judgements=(judged(set_by_hand),)))
    assert position(found, "north", "flag").standings["red"] == "refused"
    assert "set by A" in (position(found, "north", "flag").note or "")


# --- rules 9 to 11: claims -----------------------------------------------------------------------


def test_a_judgement_holds_from_its_first_evidence_until_it_ends() -> None:
    said = statement("north", "width", "red_line", "w5", on="2030-01-10")
    line = RedLine(id="rl", party="north", rejects={"width": ("w5",)}, evidence=(said.id,))
    made = case(said, judgements=(judged(line, until="2030-02-01"),))
    held = {
        day: [entry.id for entry in elicit(made, as_of=day).negotiation.red_lines]
        for day in ("2030-01-09", "2030-01-10", "2030-01-31", "2030-02-01")
    }
    assert held == {
        "2030-01-09": [], "2030-01-10": ["rl"], "2030-01-31": ["rl"], "2030-02-01": [],
    }  # fmt: skip


def test_a_judgement_cites_nothing_that_was_said_after_the_date() -> None:
    early = statement("north", "width", "red_line", "w5", on="2030-01-10")
    late = statement("north", "width", "red_line", "w5", on="2030-03-10")
    line = RedLine(id="rl", party="north", rejects={"width": ("w5",)}, evidence=(early.id, late.id))
    made = case(early, late, judgements=(judged(line),))
    then = elicit(made, as_of="2030-02-01")
    assert [entry.evidence for entry in then.negotiation.red_lines] == [(early.id,)]
    assert [entry.value.evidence for entry in then.judgements] == [(early.id,)]
    assert elicit(made).negotiation.red_lines == (line,)


def test_a_stated_red_line_binds_until_an_analyst_judges_it() -> None:
    said = statement("north", "width", "red_line", "w5")
    stated = elicit(case(said)).negotiation.red_lines
    assert [(line.id, dict(line.rejects), line.evidence) for line in stated] == [
        ("stated-north-width", {"width": ("w5",)}, (said.id,))
    ]
    assert elicit(case(said), stated_red_lines_bind=False).negotiation.red_lines == ()
    line = RedLine(id="rl", party="north", rejects={"width": ("w4", "w5")}, evidence=(said.id,))
    assert [entry.id for entry in elicit(
        case(said, judgements=(judged(line),))
    ).negotiation.red_lines] == ["rl"]  # fmt: skip


def test_what_a_judged_red_line_rejects_is_not_stated_twice() -> None:
    said = statement("north", "width", "red_line", "w4", "w5")
    line = RedLine(id="rl", party="north", rejects={"width": ("w5",)})
    held = elicit(case(said, judgements=(judged(line),))).negotiation.red_lines
    assert [(entry.id, dict(entry.rejects)) for entry in held] == [
        ("rl", {"width": ("w5",)}),
        ("stated-north-width", {"width": ("w4",)}),
    ]
    wide = RedLine(id="rl", party="north", rejects={"width": ("w4", "w5")})
    held = elicit(case(said, judgements=(judged(wide),))).negotiation.red_lines
    assert [entry.id for entry in held] == ["rl"]


def test_a_red_line_given_up_no_longer_binds() -> None:
    said = statement("north", "width", "red_line", "w5", on="2030-01-01")
    yielded = statement("north", "width", "accepts", "w5", on="2030-01-05")
    made = case(said, yielded)
    assert len(elicit(made, as_of="2030-01-04").negotiation.red_lines) == 1
    assert elicit(made, as_of="2030-01-05").negotiation.red_lines == ()


def test_rejections_bind_only_where_asked() -> None:
    said = statement("north", "width", "rejects", "w5")
    assert elicit(case(said)).negotiation.red_lines == ()
    assert len(elicit(case(said), rejections_bind=True).negotiation.red_lines) == 1


def test_issues_that_cannot_be_agreed_stay_out_of_the_negotiation() -> None:
    made = case()
    width, flag = made.issues
    made = replace(made, issues=(width, replace(flag, negotiable=False)))
    line = RedLine(id="rl", party="north", rejects={"flag": ("red",)})
    found = elicit(replace(made, judgements=(judged(line),)))
    assert [entry.id for entry in found.negotiation.issues] == ["width"]
    assert found.negotiation.red_lines == ()
    assert "not up for agreement" in next(s.note for s in found.steps if s.subject == "rl")


def test_provisos_and_preferences_come_from_judgements_only() -> None:
    proviso = Proviso(id="pv", party="north", if_={"flag": ("red",)}, then={"width": ("w1",)})
    weights = Preferences(
        party="south",
        weights={"width": 1, "flag": 0},
        scores={
            "width": dict.fromkeys(("w1", "w2", "w3", "w4", "w5"), 1),
            "flag": {"red": 0, "blue": 1},
        },
        reservation=0.5,
    )  # fmt: skip
    found = elicit(case(judgements=(judged(proviso), judged(weights)))).negotiation
    assert (found.provisos, found.preferences) == ((proviso,), (weights,))


# --- the whole -----------------------------------------------------------------------------------


def test_unknown_and_ill_typed_assumptions_are_all_named() -> None:
    with pytest.raises(InvalidCase) as fault:
        elicit(case(), rejection_bind=True, order_implies="yes")
    text = str(fault.value)
    assert "did you mean 'rejections_bind'" in text
    assert "'order_implies' needs a bool" in text


STANCES = st.sampled_from(["asks", "offers", "accepts", "resists", "rejects", "red_line"])
STATEMENTS = st.lists(
    st.builds(
        lambda stance, option, day, who: statement(
            "north", "width", stance, option, on=f"2030-01-{day:02}", speaker=who
        ),
        STANCES,
        st.sampled_from(["w1", "w2", "w3", "w4", "w5"]),
        st.integers(1, 6),
        st.sampled_from(["Head", "Envoy", "Somebody"]),
    ),
    max_size=7,
    unique_by=lambda s: s.id,
)


@given(STATEMENTS)
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_ledger_changes_nothing(said: list) -> None:  # type: ignore[type-arg]
    made = [elicit(case(*order)) for order in itertools.islice(itertools.permutations(said), 6)]
    assert all(found.positions == made[0].positions for found in made)
    assert all(found.negotiation == made[0].negotiation for found in made)


@given(STATEMENTS)
@settings(max_examples=60, deadline=None)
def test_every_statement_is_accounted_for_and_every_standing_rests_on_one(
    said: list,  # type: ignore[type-arg]
) -> None:
    found = elicit(case(*said))
    assert {step.subject for step in found.steps if step.rule != "10"} == {s.id for s in said}
    for entry in found.positions:
        assert set(entry.evidence) <= {s.id for s in said}
        assert entry.evidence
        assert 0 < (entry.firmness or 0) <= 1


def _newest_by_hand(made: Case, option: str) -> str:
    """Oracle for one option of an issue without order: scan every statement, keep the last that
    nobody of greater authority contradicts later or earlier."""
    rank = {"Head": 1, "Envoy": 3, "Somebody": 3}
    about = [s for s in made.statements if option in s.options]
    best = min((rank[s.speaker] for s in about), default=0)
    last: str | None = None
    for s in sorted(about, key=lambda s: (s.said_on or "", -rank[s.speaker])):
        earlier = [t for t in about if (t.said_on or "") <= (s.said_on or "")]
        if rank[s.speaker] == min(rank[t.speaker] for t in earlier):
            last = s.stance
    assert best or last is None
    return {"asks": "asked", "rejects": "refused"}.get(last or "", "unknown")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["asks", "rejects"]),
            st.integers(1, 28),
            st.sampled_from(["Head", "Envoy"]),
        ),
        max_size=6,
        unique_by=lambda row: row[1],
    )
)
@settings(max_examples=80, deadline=None)
def test_newest_within_authority_by_the_oracle(rows: list) -> None:  # type: ignore[type-arg]
    made = case(
        *(
            statement("north", "flag", stance, "red", on=f"2030-01-{day:02}", speaker=who)
            for stance, day, who in rows
        )
    )
    found = standings(elicit(made), "north", "flag").get("red", "unknown")
    assert found == _newest_by_hand(made, "red")
