"""Two claims about the same thing and time that cannot both hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import case, statement
from goodoffices.codec import identified
from goodoffices.model.agenda import Draft
from goodoffices.model.case import Case
from goodoffices.model.evidence import STANCES, Report, Review, Statement
from goodoffices.model.process import Condition, Consultation, Sourcing
from goodoffices.model.sources import sources_of
from goodoffices.model.stakes import Claim, Contradiction
from goodoffices.model.tracks import Dispute
from goodoffices.track.clashes import clashes, gap
from goodoffices.track.contradictions import contradictions
from goodoffices.track.pairs import near
from goodoffices.track.quantities import clash, differ, keys_in_common
from goodoffices.track.statement_disputes import components


def told(stance: str, *options: str, speaker: str = "Head", **more: Any) -> Statement:
    address = f"https://{more.get('outlets', ('gazette',))[0].lower()}.example/1"
    return statement(
        "north", "width", stance, *options, speaker=speaker, **({"url": address} | more)
    )


def fact(outlet: str, on: str, **numbers: Any) -> Statement:
    return statement(
        "north", "width", "reports", on=on, speaker="reporter", kind="unknown", outlets=(outlet,),
        numbers=numbers, url=f"https://{outlet.lower()}.example/{sorted(numbers.items())}",
    )  # fmt: skip


def kinds(*statements: Statement, **more: Any) -> list[str]:
    return [row.kind for row in contradictions(case(*statements), **more)]


def only(whole: Case, **more: Any) -> Dispute:
    (row,) = contradictions(whole, **more)
    return row


# --- standings -----------------------------------------------------------------------------------


def test_a_party_told_to_be_for_and_against_one_option() -> None:
    yes = told("accepts", "w2", "w3", speaker="Envoy", on="2030-01-02")
    no = told("red_line", "w2")
    row = only(case(yes, no))
    assert (row.kind, row.issue) == ("standing", "width")
    assert row.topic == "North: What about width?"
    assert [(v.claim, v.evidence) for v in row.versions] == [
        ("North accepts: W2", (yes.id,)),
        ("North rules out: W2", (no.id,)),
    ]
    assert row.versions[0].urls == ("https://gazette.example/1",)


@pytest.mark.parametrize("stance", ["resists", "conditional", "reports", "no_comment"])
def test_stances_that_leave_room_do_not_contradict(stance: str) -> None:
    assert kinds(told("asks", "w2", speaker="Envoy"), told(stance, "w2")) == []
    assert kinds(told("rejects", "w2", speaker="Envoy"), told(stance, "w2")) == []


def test_another_option_issue_or_party_is_no_contradiction() -> None:
    yes = told("asks", "w2")
    assert kinds(yes, told("rejects", "w3", speaker="Envoy")) == []
    assert kinds(yes, statement("south", "width", "rejects", "w2")) == []
    assert kinds(yes, replace(told("rejects", "w2", speaker="Envoy"), issue="flag")) == []
    assert kinds(told("asks"), told("rejects", speaker="Envoy")) == []


def test_a_later_word_of_the_same_speaker_is_a_shift() -> None:
    assert kinds(told("rejects", "w2"), told("accepts", "w2", on="2030-01-02")) == []
    assert kinds(told("rejects", "w2"), told("accepts", "w2", outlets=("Mirror",))) == ["standing"]
    assert kinds(told("rejects", "w2"), told("accepts", "w2")) == []  # in one report
    apart = [replace(told(stance, "w2"), url=None) for stance in ("rejects", "accepts")]
    assert kinds(*(identified(item) for item in apart)) == ["standing"]
    other = told("accepts", "w2", on="2030-01-02", speaker="Envoy")
    assert kinds(told("rejects", "w2"), other) == ["standing"]


def test_only_what_is_near_in_time_contradicts() -> None:
    no = told("rejects", "w2")
    yes = told("accepts", "w2", speaker="Envoy", on="2030-01-05")
    assert kinds(no, yes) == []
    assert kinds(no, yes, standing_days=4) == ["standing"]
    assert kinds(no, replace(yes, said_on=None)) == []
    assert kinds(no, replace(yes, said_on="2030-01")) == ["standing"]


def test_clashes_that_share_a_statement_are_one_dispute() -> None:
    yes = told("asks", "w2", "w3", speaker="Envoy")
    no, also = told("rejects", "w2"), told("rejects", "w3", outlets=("Mirror",))
    apart = [told("asks", "w2", on="2030-06-01"), told("rejects", "w2", speaker="Envoy",
                                                       on="2030-06-02")]  # fmt: skip
    first, second = contradictions(case(yes, no, also, *apart))
    assert [set(v.evidence) for v in first.versions] == [{yes.id}, {no.id, also.id}]
    assert first.versions[1].claim == "North rejects: W2; W3"
    assert [set(v.evidence) for v in second.versions] == [{apart[0].id}, {apart[1].id}]


# --- denials -------------------------------------------------------------------------------------


def test_a_denial_of_what_is_reported() -> None:
    leak = told("accepts", "w2", speaker="aides", kind="anonymous")
    denial = told("denies", "w2", on="2030-01-04")
    row = only(case(leak, denial))
    assert row.kind == "denial"
    assert [v.claim for v in row.versions] == ["North accepts: W2", "North denies: W2"]
    assert kinds(leak, told("denies", "w3")) == []
    assert kinds(leak, told("denies", "w2", on="2030-02-01")) == []


def test_what_is_denied_was_told_before_and_is_no_refusal() -> None:
    denial = told("denies", "w2")
    assert kinds(denial, told("accepts", "w2", on="2030-01-04", speaker="Envoy")) == []
    assert kinds(denial, told("reports", "w2", on="2030-01-04", speaker="Envoy")) == []
    assert kinds(denial, told("rejects", "w2", speaker="Envoy")) == []
    assert kinds(denial, told("conditional", "w2", speaker="Envoy")) == ["denial"]
    printed = told("accepts", "w2", speaker="Envoy", on=None, published="2030-01-02")
    assert kinds(denial, printed) == ["denial"]
    later = fact("Mirror", "2030-01-04", cap=800)
    assert kinds(later, told("denies", numbers={"cap": 800})) == []


def test_another_party_may_deny_a_fact_but_not_a_stance() -> None:
    denial = statement("south", "width", "denies", "w2")
    assert kinds(told("reports", "w2"), denial) == ["denial"]
    assert kinds(told("asks", "w2"), denial) == []
    one_page = told("reports", "w2", url=denial.url)  # two persons who bear one name
    assert kinds(one_page, denial) == ["denial"]


def test_what_is_told_and_not_told_of_one_party() -> None:
    offer = told("offers", "w2", speaker="aides", kind="anonymous")
    assert kinds(offer, told("offers", "w2", negated=True)) == ["denial"]
    assert kinds(offer, told("rejects", "w2", negated=True)) == []
    assert kinds(offer, told("offers", "w2", negated=True, on="2029-12-31")) == []


def test_a_denied_number() -> None:
    leak = fact("Mirror", "2030-01-01", cap=800)
    denial = told("denies", numbers={"cap": 800})
    row = only(case(leak, denial))
    assert row.kind == "denial"
    assert [v.claim for v in row.versions] == ["North tells of: cap 800", "North denies: cap 800"]
    assert kinds(leak, told("denies", numbers={"cap": 600})) == []


# --- numbers -------------------------------------------------------------------------------------


def test_different_numbers_for_one_quantity_side_by_side() -> None:
    three = [
        fact("A", "2030-01-01", held_pct=80, ships=3),
        fact("B", "2030-01-08", held_pct=70),
        fact("C", "2030-01-12", held_pct=75, ships=3),
    ]
    row = only(case(*three))
    assert (row.kind, row.topic) == ("number", "held pct: What about width?")
    assert [v.claim for v in row.versions] == ["North: 70", "North: 75", "North: 80"]
    assert [v.evidence for v in row.versions] == [(three[1].id,), (three[2].id,), (three[0].id,)]


def test_a_later_count_of_the_same_outlet_is_news() -> None:
    assert kinds(fact("A", "2030-01-01", ships=3), fact("A", "2030-01-08", ships=4)) == []
    assert kinds(fact("A", "2030-01-01", ships=3), fact("A", "2030-01-01", ships=4)) == ["number"]
    assert kinds(fact("A", "2030-01-01", ships=3), fact("B", "2030-01-15", ships=4)) == ["number"]
    assert kinds(fact("A", "2030-01-01", ships=3), fact("B", "2030-01-16", ships=4)) == []


def test_what_two_parties_ask_for_may_differ_what_one_asks_may_not() -> None:
    fifteen = told("asks", numbers={"years": 15})
    assert kinds(fifteen, statement("south", "width", "asks", numbers={"years": 20})) == []
    assert kinds(fifteen, told("asks", speaker="Envoy", numbers={"years": 20})) == ["number"]
    assert kinds(fifteen, told("rejects", speaker="Envoy", numbers={"years": 20})) == []


def test_two_accounts_of_who_did_it() -> None:
    row = only(case(fact("A", "2030-01-01", offered_by="North"),
                    fact("B", "2030-01-02", offered_by="the South")))  # fmt: skip
    assert row.kind == "authorship"
    assert kinds(fact("A", "2030-01-01", port="east"), fact("B", "2030-01-01", port="West")) == [
        "number"
    ]


@pytest.mark.parametrize(
    ("left", "right", "answer"),
    [
        (1, 1.0, False),
        (1, 2, True),
        ((28, 26, 19), 27, False),
        ((1, 2), (3, 4), True),
        ((), 1, False),
        ("2030-01", "2030-01-05", False),
        ("2030-01", "2030-02-05", True),
        ("East", " east", False),
        ("east", "west", True),
        ("2030-01-01", "soon", False),
        (3, "three", False),
    ],
)
def test_when_values_differ(left: Any, right: Any, answer: bool) -> None:
    assert differ(left, right) is answer
    assert differ(right, left) is answer


# --- recorded, conditions, consultations ---------------------------------------------------------


def record(*claims: Claim, at: str = "2030-06-01") -> Contradiction:
    return Contradiction(
        id="C1", topic="Cap", claims=claims, by="desk", at=at, why="it matters", issue="width"
    )


def test_what_an_analyst_recorded_comes_first_and_is_not_found_again() -> None:
    low, high = fact("A", "2030-01-01", cap=6), fact("B", "2030-01-05", cap=8)
    entry = record(
        Claim(claim="six", evidence=(low.id,)), Claim(claim="eight", evidence=(high.id,))
    )
    whole = case(low, high, contradictions=(entry,))
    row = only(whole)
    assert (row.kind, row.by, row.why) == ("recorded", "desk", "it matters")
    assert [v.evidence for v in row.versions] == [(low.id,), (high.id,)]
    assert [r.kind for r in contradictions(replace(whole, contradictions=()))] == ["number"]


def test_a_recorded_claim_is_as_old_as_its_evidence_its_address_or_its_record() -> None:
    low, later = fact("A", "2030-01-01", cap=6), fact("C", "2030-05-01", cap=6)
    report = Report(
        id="r1", text="x", sha256="0", url="https://example.org/9", published="2030-02-01"
    )
    entry = record(
        Claim(claim="six", evidence=(later.id, low.id)),
        Claim(claim="eight", url="https://example.org/9"),
        Claim(claim="ten", url="https://example.org/10"),
    )
    whole = case(low, later, reports=(report,), contradictions=(entry,))
    assert contradictions(whole, as_of="2030-01-31") == ()
    early = only(whole, as_of="2030-02-01")
    assert [(v.claim, v.evidence) for v in early.versions] == [("six", (low.id,)), ("eight", ())]
    assert [v.claim for v in only(whole, as_of="2030-06-01").versions] == ["six", "eight", "ten"]
    assert only(whole).versions[1].urls == ("https://example.org/9",)


def measured(name: str, on: str, quantity: float | None, **more: Any) -> Condition:
    given: dict[str, Any] = {"topic": "ships_held", "unit": "ships", "kind": "measurement"}
    return Condition(
        id=name, date=on, title=f"Ships held {name}", quantity=quantity, **(given | more)
    )


def test_two_measurements_of_one_thing_and_time() -> None:
    a, b = measured("a", "2030-01-01", 14), measured("b", "2030-01-03", 17)
    row = only(case(conditions=(b, a)))
    assert [v.claim for v in row.versions] == [
        "Ships held a: 14 ships (2030-01-01)",
        "Ships held b: 17 ships (2030-01-03)",
    ]
    for other in (
        measured("b", "2030-01-03", 14),
        measured("b", "2030-01-03", None),
        measured("b", "2030-03-03", 17),
        measured("b", "2030-01-03", 17, unit="crews"),
        measured("b", "2030-01-03", 17, topic="ships_freed"),
        measured("b", "2030-01-03", 17, party="south"),
    ):
        assert contradictions(case(conditions=(a, other))) == ()
    assert contradictions(case(conditions=(a, b)), as_of="2030-01-02") == ()
    source = Sourcing(urls=("https://example.org/1",))
    again = [replace(item, sourcing=source) for item in (a, b)]
    assert contradictions(case(conditions=tuple(again))) == ()


def test_a_part_in_a_draft_and_none() -> None:
    draft = Draft(id="D1", title="First text", date="2030-01-02")
    did = Consultation(id="x", draft="D1", party="south", sight="consulted")
    did_not = Consultation(id="y", draft="D1", party="south", sight="excluded", date="2030-02-01")
    whole = case(drafts=(draft,), consultations=(did, did_not))
    row = only(whole)
    assert (row.kind, row.topic) == ("authorship", "the part of South in First text")
    assert [v.claim for v in row.versions] == ["South had a part in it", "South had no part in it"]
    assert contradictions(whole, as_of="2030-01-31") == ()
    late = fact("A", "2030-03-01", n=1)
    evident = replace(did, sourcing=Sourcing(evidence=(late.id,)))
    whole = case(late, drafts=(draft,), consultations=(evident, did_not))
    assert contradictions(whole, as_of="2030-02-01") == ()
    assert only(whole).versions[0].evidence == (late.id,)
    assert only(whole).versions[0].urls == (late.url,)
    shown = replace(did, sight="shown")
    assert contradictions(case(drafts=(draft,), consultations=(shown, did_not))) == ()


def test_what_was_not_accepted_or_not_yet_said_contradicts_nothing() -> None:
    yes, no = told("accepts", "w2"), told("rejects", "w2", speaker="Envoy", on="2030-01-02")
    assert kinds(yes, no, as_of="2030-01-01") == []
    refused = Review(id="v1", subject=no.id, verdict="rejected", by="desk", at="2030-02-02")
    assert contradictions(case(yes, no, reviews=(refused,))) == ()


# --- against a slow reading ----------------------------------------------------------------------

SPEAKERS = {"Head": "official", "Envoy": "official", "aides": "anonymous"}
CLAIMS = st.builds(
    lambda party, stance, options, speaker, day, page: statement(
        party,
        "width",
        stance,
        *sorted(options),
        speaker=speaker,
        kind=SPEAKERS[speaker],
        on=f"2030-01-{day:02d}",
        url=f"https://example.org/{page}",
    ),
    st.sampled_from(("north", "med")),
    st.sampled_from(STANCES),
    st.frozensets(st.sampled_from(("w1", "w2")), max_size=2),
    st.sampled_from(tuple(SPEAKERS)),
    st.integers(1, 9),
    st.integers(1, 2),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(CLAIMS, max_size=7, unique_by=lambda s: s.id), st.randoms())
def test_standing_disputes_hold_exactly_the_pairs_that_cannot_both_be(
    statements: list[Statement], random: Any
) -> None:
    wanted = set()
    for a, b in combinations(statements, 2):
        one, other = sorted((a, b), key=lambda s: s.stance in ("rejects", "red_line"))
        days = abs((date.fromisoformat(a.date or "") - date.fromisoformat(b.date or "")).days)
        if (
            a.party == b.party
            and set(a.options) & set(b.options)
            and one.stance in ("asks", "offers", "accepts")
            and other.stance in ("rejects", "red_line")
            and (days == 0 and a.url != b.url if a.speaker == b.speaker else days <= 3)
        ):
            wanted.add(frozenset((a.id, b.id)))
    rows = [row for row in contradictions(case(*statements)) if row.kind == "standing"]
    members = [{n for v in row.versions for n in v.evidence} for row in rows]
    assert all(len(row.versions) == 2 for row in rows)
    assert set().union(*members, set()) == set().union(*wanted, set())
    assert all(any(pair <= group for group in members) for pair in wanted)
    assert sum(map(len, members)) == len(set().union(*members, set()))
    shuffled = list(statements)
    random.shuffle(shuffled)
    assert contradictions(case(*shuffled)) == contradictions(case(*statements))


ANY_CLAIM = st.builds(
    lambda party, stance, options, day, negated, numbers, outlet: statement(
        party, "width", stance, *sorted(options), on=f"2030-01-{day:02}", negated=negated,
        outlets=(outlet,), url=f"https://{outlet.lower()}.example/{day}", numbers=numbers,
    ),
    st.sampled_from(["north", "south"]),
    st.sampled_from(STANCES),
    st.sets(st.sampled_from(["w1", "w2", "w3"]), max_size=2),
    st.integers(1, 28),
    st.booleans(),
    st.dictionaries(
        st.sampled_from(["ships", "km", "miles", "weeks", "approximate"]), st.integers(1, 9),
        max_size=2,
    ).map(lambda given: {k: "about" if k == "approximate" else v for k, v in given.items()}),
    st.sampled_from(["Gazette", "Courier"]),
)  # fmt: skip


@given(st.lists(ANY_CLAIM, max_size=12, unique_by=lambda s: s.id))
def test_no_pair_that_clashes_is_left_out(claims: list[Statement]) -> None:
    sources = sources_of(case(*claims))
    voices = {one.id: sources.voice(one) for one in claims}
    found = {frozenset((left.id, right.id)) for left, right in near(claims, 14)}
    for left, right in combinations(claims, 2):
        if clashes(left, right, sources, voices, standing_days=3, fact_days=14):
            assert frozenset((left.id, right.id)) in found


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=10))
def test_components_are_what_walking_the_edges_reaches(edges: list[tuple[int, int]]) -> None:
    pairs = [(str(a), str(b)) for a, b in edges]
    reached: dict[str, set[str]] = {name: {name} for pair in pairs for name in pair}
    for _ in reached:
        for a, b in pairs:
            reached[a] |= reached[b]
            reached[b] |= reached[a]
    assert set(components(pairs)) == {frozenset(group) for group in reached.values()}


@given(st.dates(), st.dates())
def test_the_gap_counts_days(left: date, right: date) -> None:
    assert gap(left.isoformat(), right.isoformat()) == abs((left - right).days)
    assert gap(None, right.isoformat()) is None


# --- quantities as they are told -----------------------------------------------------------------


@pytest.mark.parametrize(
    "one, other, both_hold",
    [
        ({"percent": 19, "approximate": "nearly"}, {"percent": 19, "approximate": "about"}, True),
        ({"percent": 19, "approximate": "nearly"}, {"percent": 18.5}, True),
        ({"percent": 19, "approximate": "nearly"}, {"percent": 19.4}, False),
        ({"percent": 19, "approximate": "about"}, {"percent": 19.4}, True),
        ({"percent": 19}, {"percent": 19.4}, False),
        ({"killed": 500, "approximate": "at least"}, {"killed": 600}, True),
        ({"killed": 500, "approximate": "at least"}, {"killed": 400}, False),
        ({"killed": 500, "approximate": "up to"}, {"killed": 400}, True),
        ({"killed": 500, "approximate": "under"}, {"killed": 501}, False),
        ({"miles": 12}, {"km": 19}, True),
        ({"miles": 12}, {"km": 22}, True),
        ({"miles": 12}, {"km": 30}, False),
        ({"days": 90}, {"months": 3}, True),
        ({"days": 90}, {"months": 6}, False),
        ({"years": 2}, {"months": 24}, True),
        ({"years": 20}, {"months": 60}, False),
        ({"usd": 5}, {"eur": 7}, True),
        ({"percent": 19}, {"km": 4}, True),
    ],
)  # fmt: skip
def test_rough_limited_and_converted_quantities(
    one: dict[str, Any], other: dict[str, Any], both_hold: bool
) -> None:
    for left, right in ((one, other), (other, one)):
        named = keys_in_common(left, right)
        assert any(clash(left, right, name) for name in named) == (not both_hold)
    found = kinds(fact("A", "2030-01-01", **one), fact("B", "2030-01-02", **other))
    assert found == ([] if both_hold else ["number"])


def test_units_and_rough_words_are_shown() -> None:
    row = only(case(fact("A", "2030-01-01", miles=12), fact("B", "2030-01-01", km=30)))
    assert row.topic == "km/miles: What about width?"
    assert [v.claim for v in row.versions] == ["North: 12 miles", "North: 30 km"]
    row = only(
        case(
            fact("A", "2030-01-01", killed=500, approximate="at least"),
            fact("B", "2030-01-01", killed=40),
        )
    )
    assert [v.claim for v in row.versions] == ["North: 40", "North: at least 500"]


QUANTITIES = st.dictionaries(
    st.sampled_from(["km", "miles", "days", "months", "percent"]),
    st.integers(-5, 50) | st.floats(0, 50) | st.tuples(st.integers(0, 9), st.integers(0, 99)),
    min_size=1,
)
WORDS = st.sampled_from([None, "about", "nearly", "at least", "up to", "over", "under"])


@given(QUANTITIES, WORDS, QUANTITIES, WORDS)
def test_clashing_is_symmetric_and_nothing_clashes_with_itself(
    one: dict[str, Any], rough: str | None, other: dict[str, Any], rougher: str | None
) -> None:
    left = {**one, **({"approximate": rough} if rough else {})}
    right = {**other, **({"approximate": rougher} if rougher else {})}
    assert keys_in_common(left, right) == keys_in_common(right, left)
    for name in keys_in_common(left, right):
        assert clash(left, right, name) == clash(right, left, name)
    assert not any(clash(left, left, name) for name in keys_in_common(left, left))
