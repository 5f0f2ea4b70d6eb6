"""Independent origins: copies, relays and repetitions add none."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import HEAD, case, statement
from goodoffices.codec import identified
from goodoffices.model.agenda import Draft, Party, Person
from goodoffices.model.case import Vocabulary
from goodoffices.model.evidence import Attribution, Link, Report, Statement, span_of
from goodoffices.model.origins import origins, single_anonymous, spoken_days
from goodoffices.model.sources import sources_of

OUTLETS = Vocabulary(
    outlets={
        "Meridian Courier": ("the Courier", "Courier"),
        "Coastal Courier": ("the Courier",),
        "Strait Wire": ("SW", "Strait Wire agency"),
    }
)


def links(*pairs: tuple[str, str]) -> Attribution:
    return Attribution(chain=tuple(Link(name=n, kind=k) for n, k in pairs))  # type: ignore[arg-type]


def said(*pairs: tuple[str, str], on: str | None = "2030-01-01", **more: Any) -> Statement:
    given: dict[str, Any] = {"attribution": links(*pairs), "speaker": pairs[-1][0]}
    return statement("north", "flag", "asks", "red", on=on, **(given | more))


def count(*statements: Statement, **more: Any) -> int:
    return len(found(*statements, **more))


def found(*statements: Statement, **more: Any):  # type: ignore[no-untyped-def]
    whole = case(*statements, **({"vocabulary": OUTLETS} | more))
    return origins(statements, sources_of(whole))


def report(name: str, text: str, outlet: str | None, copy_of: str | None = None) -> Report:
    return Report(id=name, text=text, sha256=name * 8, outlet=outlet, copy_of=copy_of)


def read(where: Report, *pairs: tuple[str, str], speaker: str = "people familiar") -> Statement:
    return identified(
        Statement(
            id="",
            speaker=speaker,
            stance="asks",
            attribution=links(*pairs),
            extractor="dossier",
            party="north",
            issue="flag",
            options=("red",),
            span=span_of(where, 0, len(where.text)),
        )
    )


def test_forty_outlets_repeating_one_leak_have_one_origin() -> None:
    first = said(("Strait Wire", "outlet"), ("people familiar", "anonymous"))
    relays = [
        said((f"Outlet {n}", "outlet"), (name, "outlet"), (who, "anonymous"), on=f"2030-01-{n:02d}")
        for n in range(2, 21)
        for name, who in (("SW", "two sources"), ("Strait Wire agency", "a person briefed"))
    ]
    bare = said(("Outlet 41", "outlet"), ("Strait Wire", "outlet"), on="2030-02-03")
    (origin,) = found(first, *relays, bare)
    assert len(origin.statements) == 40
    assert len(origin.outlets) == 21
    assert origin.kind == "anonymous"
    assert single_anonymous((origin,))


def test_unnamed_sources_of_two_outlets_are_two_origins() -> None:
    one = said(("Strait Wire", "outlet"), ("sources", "anonymous"))
    two = said(("Harbour Times", "outlet"), ("sources", "anonymous"))
    assert count(one, two) == 2
    assert not single_anonymous(found(one, two))


def test_nothing_beyond_an_unnamed_source_is_on_record() -> None:
    one = said(("Strait Wire", "outlet"), ("an aide", "anonymous"), ("Head", "official"))
    two = said(("SW", "outlet"), ("another aide", "anonymous"), on="2030-05-05")
    assert count(one, two) == 1


def test_one_speech_in_many_outlets_is_one_origin_and_the_next_day_another() -> None:
    monday = [said((name, "outlet"), ("Head", "official")) for name in ("A", "B", "C")]
    tuesday = said(("A", "outlet"), ("Head", "official"), on="2030-01-02")
    assert [o.name for o in found(*monday, tuesday)] == ["Head, 2030-01-01", "Head, 2030-01-02"]


def test_a_speech_printed_the_day_after_without_its_date_is_the_same_speech() -> None:
    dated = said(("A", "outlet"), ("Head", "official"))
    printed = said(("B", "outlet"), ("Head", "official"), on=None, published="2030-01-02")
    later = said(("C", "outlet"), ("Head", "official"), on=None, published="2030-01-03")
    undated = said(("D", "outlet"), ("Head", "official"), on=None)
    assumed = said(
        ("B", "outlet"), ("Head", "official"), on="2030-01-02", said_on_basis="published"
    )
    assert count(dated, printed) == count(dated, assumed) == 1
    assert count(dated, replace(assumed, said_on_basis="inferred")) == 2
    assert count(dated, later) == 2
    assert count(dated, undated) == 1
    assert found(undated)[0].name == "Head"


def test_aliases_and_titles_lead_to_one_speaker() -> None:
    person = Person(name="Mara Ilven", aliases=("Ilven",), authority=1)
    parties = (Party(id="north", name="North", aliases=("the capital",), persons=(person,)),)
    named = said(("A", "outlet"), ("Mara Ilven", "official"))
    titled = said(("B", "outlet"), ("foreign minister Ilven", "official"))
    unknown = said(("C", "outlet"), ("channel of Ilven", "unknown"))
    party = said(("D", "outlet"), ("The Capital", "official"))
    assert count(named, titled, unknown, party, parties=parties) == 1
    assert count(titled, said(("B", "outlet"), ("Ilvenor", "official")), parties=parties) == 2


def test_a_party_named_without_a_person_speaks_on_its_own_day() -> None:
    person = said(("A", "outlet"), ("Head", "official"))
    same = said(("B", "outlet"), ("South", "official"))
    other = said(("B", "outlet"), ("South", "official"), on="2030-01-09")
    parties = (Party(id="south", name="South", persons=(HEAD,)),)
    assert count(person, same, parties=parties) == 1
    assert count(person, same, other, parties=parties) == 2


def test_a_name_of_two_parties_goes_to_the_party_of_the_statement() -> None:
    north = said(("A", "outlet"), ("Head", "official"))
    south = identified(replace(north, party="south"))
    sources = sources_of(case())
    assert sources.voice(north).party == "north"
    assert sources.voice(south).party == "south"


def test_a_draft_is_one_document_on_every_day_another_document_is_not() -> None:
    drafts = (Draft(id="D1", title="First text", date="2030-01-01"),)
    days = ("2030-01-01", "2030-01-08")
    draft = [said(("A", "outlet"), ("First text", "document"), on=day) for day in days]
    note = [said(("A", "outlet"), ("a statement", "document"), on=day) for day in days]
    assert count(*draft, drafts=drafts) == 1
    assert count(*note, drafts=drafts) == 2


def test_the_word_of_an_outlet_joins_what_it_carries() -> None:
    speech = said(("Strait Wire", "outlet"), ("Head", "official"))
    word = said(("A", "outlet"), ("SW", "outlet"), on="2030-01-05")
    reporter = said(("Strait Wire", "outlet"), ("reporter", "unknown"), on="2030-01-06")
    elsewhere = said(("Harbour Times", "outlet"), ("reporter", "unknown"))
    assert count(speech, word, reporter) == 1
    assert count(word, reporter) == 1
    assert count(speech, elsewhere) == 2
    assert count(reporter, elsewhere) == 2


def test_a_short_name_of_two_outlets_goes_to_the_one_that_is_cited() -> None:
    short = said(("A", "outlet"), ("the Courier", "outlet"))
    coastal = said(("Coastal Courier", "outlet"), ("reporter", "unknown"))
    meridian = said(("Meridian Courier", "outlet"), ("reporter", "unknown"))
    assert count(short, coastal) == 1
    assert count(short, meridian) == 1
    assert count(short, coastal, meridian) == 2


def test_a_name_with_its_agency_in_brackets_is_the_outlet_without() -> None:
    one = said(("Strait Wire (relay)", "outlet"), ("sources", "anonymous"))
    two = said(("Strait Wire", "outlet"), ("sources", "anonymous"))
    assert count(one, two) == 1


def test_copies_of_a_report_share_its_origin() -> None:
    agency = report("r1", "North asks for red.", "Strait Wire")
    copied = report("r2", "North asks for red.", "Harbour Times", copy_of="r1")
    twice = report("r3", "North asks, for red.", "Island Post", copy_of="r2")
    reports = (agency, copied, twice)
    statements = (
        read(agency, ("Strait Wire", "outlet"), ("sources", "anonymous")),
        read(copied, ("Harbour Times", "outlet"), ("sources", "anonymous")),
        read(twice, ("sources", "anonymous")),
    )
    assert count(*statements, reports=reports) == 1
    alone = tuple(Report(id=r.id, text=r.text, sha256=r.sha256, outlet=r.outlet) for r in reports)
    assert count(*statements, reports=alone) == 3


def test_the_same_words_in_two_copies_are_one_origin_though_one_lost_the_credit() -> None:
    first = report("r1", "North asks for red.", "Harbour Times")
    copied = report("r2", "North  asks for red.", "Island Post", copy_of="r1")
    credited = read(first, ("Harbour Times", "outlet"), ("SW", "outlet"), ("aides", "anonymous"))
    bare = read(copied, ("Island Post", "outlet"), ("aides", "anonymous"))
    assert count(credited, bare, reports=(first, copied)) == 1


def test_reports_that_copy_one_another_end_somewhere() -> None:
    one = report("r1", "North asks for red.", "A", copy_of="r2")
    two = report("r2", "North asks for red.", "B", copy_of="r1")
    pair = (read(one, ("aides", "anonymous")), read(two, ("aides", "anonymous")))
    assert count(*pair, reports=(one, two)) == 1


@pytest.mark.parametrize("pairs", [(), (("people", "unknown"),)])
def test_without_links_the_report_or_the_address_stands_for_the_origin(
    pairs: tuple[tuple[str, str], ...],
) -> None:
    given: dict[str, Any] = {"attribution": links(*pairs), "speaker": "reporter"}
    here = said(("x", "outlet"), **given, url="https://one.example/a")
    there = said(("x", "outlet"), **given, url="https://two.example/a")
    again = said(("x", "outlet"), **given, url="https://one.example/b")
    assert count(here, there, again) == 2
    nowhere = said(("x", "outlet"), **given, url=None)
    assert count(nowhere) == 1


# --- properties ----------------------------------------------------------------------------------

NAMES = ("Strait Wire", "SW", "Harbour Times", "the Courier", "Coastal Courier")
ENDS = (("Head", "official"), ("Envoy", "official"), ("North", "official"), ("note", "document"),
        ("people", "anonymous"), ("reporter", "unknown"), ("SW", "outlet"))  # fmt: skip
DAYS = ("2030-01-01", "2030-01-02", "2030-01-03", "2030-01", None)
STATEMENTS = st.builds(
    lambda outlets, end, day, exact: said(
        *((name, "outlet") for name in outlets),
        end,
        on=day if exact else None,
        published=day,
    ),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3),
    st.sampled_from(ENDS),
    st.sampled_from(DAYS),
    st.booleans(),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(STATEMENTS, max_size=8), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(statements: list[Statement], random: Any) -> None:
    once = found(*statements)
    shuffled = [*statements, *statements]
    random.shuffle(shuffled)
    assert found(*shuffled) == once
    assert sorted(name for o in once for name in o.statements) == sorted({s.id for s in statements})


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(DAYS), st.booleans()), min_size=1, max_size=7, unique=True)
)
def test_the_fewest_speeches_explain_the_reports(days: list[tuple[str | None, bool]]) -> None:
    statements = [
        said(("A", "outlet"), ("Envoy", "official"), on=day if exact else None, published=day)
        for day, exact in days
    ]
    intervals = [spoken_days(statement) for statement in statements]
    points = sorted({last for _, last in intervals})
    least = next(
        size
        for size in range(1, len(points) + 1)
        for chosen in combinations(points, size)
        if all(any(first <= p <= last for p in chosen) for first, last in intervals)
    )
    assert count(*statements) == least


# --- names that nobody declared ------------------------------------------------------------------


def leaked(*outlets: str) -> Statement:
    return said(*((name, "outlet") for name in outlets), ("people familiar", "anonymous"))


@pytest.mark.parametrize(
    "names",
    [
        ("Washington Post", "the Post"),
        ("The Washington Post", "Washington Post"),
        ("Washington Post", "washingtonpost.com"),
        ("Washington Post", "https://www.washingtonpost.com/"),
        ("washingtonpost.com", "Washington Post", "the Post", "The Washington Post (US)"),
    ],
)
def test_short_and_web_names_are_the_outlet(names: tuple[str, ...]) -> None:
    assert count(*map(leaked, names)) == 1


@pytest.mark.parametrize(
    "names", [("Washington Post", "Washington Times"), ("Sky News", "Sky"), ("Post", "Postimees")]
)
def test_other_names_are_other_outlets(names: tuple[str, ...]) -> None:
    assert count(*map(leaked, names)) == 2


def test_a_short_name_that_nobody_declared_may_be_of_two_outlets() -> None:
    other = said(("Kyiv Post", "outlet"), ("sources", "anonymous"), speaker="sources")
    about = case(leaked("Washington Post"), leaked("the Post"), other)
    sources = sources_of(about)
    assert set(sources.outlet("the Post")) == {"Washington Post", "Kyiv Post"}
    assert len(origins(about.statements[:2], sources)) == 1


def test_forty_outlets_that_cite_one_leak_under_several_names_count_one() -> None:
    names = ("Washington Post", "the Post", "washingtonpost.com", "The Washington Post")
    leaks = [leaked(f"Outlet {n}", names[n % 4]) for n in range(40)]
    (origin,) = found(*leaks, vocabulary=Vocabulary())
    assert len(origin.outlets) == 41


def test_what_is_declared_goes_before_what_is_guessed() -> None:
    declared = Vocabulary(outlets={"Morning Star": ("the Post",)})
    statements = (leaked("Washington Post"), leaked("the Post"))
    assert count(*statements, vocabulary=declared) == 2
