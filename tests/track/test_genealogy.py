"""What became of a term from draft to draft."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import case
from goodoffices.errors import UnknownName
from goodoffices.model.agenda import Alternative, Bracket, Clause, Draft
from goodoffices.track.genealogy import genealogy, in_order, predecessors, read_whole


def draft(number: int, *options: str, term: str = "a term", **more: Any) -> Draft:
    """A draft with one clause on `width` that allows the options; `-` for no clause at all."""
    clauses = () if options == ("-",) else (
        Clause(id=f"c{number}", issue="width", term=term, options=options,
               url=f"https://example.org/{number}"),
    )  # fmt: skip
    given: dict[str, Any] = {"id": f"D{number}", "title": f"Text {number}", "clauses": clauses}
    return Draft(**({"date": f"2030-01-{number:02d}"} | given | more))


def changes(*drafts: Draft, **more: Any) -> list[tuple[str, str, str | None]]:
    rows = genealogy(case(drafts=drafts), issue="width", **more)
    return [(row.draft, row.change, row.since) for row in rows]


def test_a_term_through_five_drafts() -> None:
    drafts = (draft(1, "w1"), draft(2, "w1"), draft(3, "w1", "w2"), draft(4, "-"), draft(5, "w2"))
    assert changes(*drafts) == [
        ("D1", "first", None),
        ("D2", "same", "D1"),
        ("D3", "changed", "D2"),
        ("D4", "dropped", "D3"),
        ("D5", "returned", "D3"),
    ]
    assert changes(*drafts, as_of="2030-01-02") == [("D1", "first", None), ("D2", "same", "D1")]


def test_what_a_term_allows_decides_and_its_wording_is_shown() -> None:
    rows = genealogy(case(drafts=(draft(1, "w1", term="Narrow."), draft(2, "w1", term="Slim."))))
    assert [(row.change, row.terms) for row in rows] == [
        ("first", ("Narrow.",)),
        ("same", ("Slim.",)),
    ]
    assert rows[1].urls == ("https://example.org/2",)
    assert changes(draft(1, "w1", "w2"), draft(2, "w2", "w1"))[1][1] == "same"
    reworded = (draft(1, "w1", term="Narrow."), draft(2, "w2", term="Narrow."))
    assert changes(*reworded)[1][1] == "changed"


def test_wording_decides_where_neither_draft_settles_the_issue() -> None:
    assert changes(draft(1, term="To be agreed."), draft(2, term="to be  agreed."))[1][1] == "same"
    assert (
        changes(draft(1, term="To be agreed."), draft(2, term="Within a year."))[1][1] == "changed"
    )
    assert (
        changes(draft(1, term="To be agreed."), draft(2, "w1", term="To be agreed."))[1][1]
        == "changed"
    )


def test_a_draft_is_compared_with_the_one_it_follows() -> None:
    parallel = (draft(1, "w1"), draft(2, "w2"), draft(3, "w1", follows="D1"))
    assert changes(*parallel)[2] == ("D3", "same", "D1")
    unknown = (draft(1, "w1"), draft(2, "w1", follows="D9"))
    assert changes(*unknown)[1] == ("D2", "same", "D1")


def test_a_text_read_in_part_is_silent_not_changed() -> None:
    part = draft(2, "-", completeness="points 1-12 read; the rest from summaries")
    assert changes(draft(1, "w1"), part, draft(3, "w1")) == [
        ("D1", "first", None),
        ("D3", "same", "D1"),
    ]
    whole = draft(2, "-", completeness="All 28 points read")
    assert [row[1] for row in changes(draft(1, "w1"), whole, draft(3, "w1"))] == [
        "first",
        "dropped",
        "returned",
    ]
    assert read_whole(draft(1))
    assert not read_whole(draft(1, completeness="press accounts only"))


def test_an_issue_dropped_once_is_not_dropped_again() -> None:
    assert [r[:2] for r in changes(draft(1, "w1"), draft(2, "-"), draft(3, "-"))] == [
        ("D1", "first"),
        ("D2", "dropped"),
    ]
    assert changes(draft(1, "-"), draft(2, "-")) == []


def test_a_bracket_allows_what_its_alternatives_allow_and_shows_them() -> None:
    sides = (
        Alternative(term="one mile", options=("w1",), sponsors=("north",)),
        Alternative(term="two miles", options=("w2",)),
    )
    clause = Clause(id="c", issue="width", term="The lane", bracket=Bracket(alternatives=sides))
    text = Draft(id="D2", title="Text", date="2030-02-01", clauses=(clause,))
    row = genealogy(case(drafts=(draft(1, "w1", "w2"), text)))[1]
    assert (row.change, row.options) == ("same", ("w1", "w2"))
    assert row.terms == ("The lane [one mile (north) | two miles]",)


def test_every_issue_in_the_order_of_the_agenda_and_unknown_ones_refused() -> None:
    clauses = (
        Clause(id="a", issue="flag", term="Red"),
        Clause(id="b", issue="width", term="Wide"),
    )
    both = Draft(id="D1", title="Text", date="2030-01-01", clauses=clauses)
    assert [row.issue for row in genealogy(case(drafts=(both,)))] == ["width", "flag"]
    with pytest.raises(UnknownName, match="width"):
        genealogy(case(drafts=(both,)), issue="widht")


def test_a_draft_never_comes_before_the_one_it_follows_even_in_a_ring() -> None:
    late = draft(1, "w1", follows="D2", date="2030-03-01")
    early = draft(2, "w1", date="2030-03-01")
    assert [d.id for d in in_order((late, early))] == ["D2", "D1"]
    ring = (draft(1, "w1", follows="D2"), draft(2, "w1", follows="D1"))
    assert len(changes(*ring)) == 2
    assert predecessors((draft(1, follows="D1"),)) == {"D1": None}


# --- against a slow reading ----------------------------------------------------------------------

OPTIONS = st.sampled_from([("-",), ("w1",), ("w2",), ("w1", "w2")])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(OPTIONS, st.booleans()), min_size=1, max_size=6), st.randoms())
def test_the_rows_are_what_a_reader_of_the_drafts_would_say(
    texts: list[tuple[tuple[str, ...], bool]], random: Any
) -> None:
    drafts = [
        draft(n, *options, completeness=None if whole else "in part")
        for n, (options, whole) in enumerate(texts, 1)
    ]
    said: dict[str, str] = {}
    spoke: list[tuple[str, ...] | None] = []  # a term, or None for a text read whole without one
    for text, (options, whole) in zip(drafts, texts, strict=True):
        terms = [term for term in spoke if term is not None]
        if options == ("-",):
            if not whole:
                continue
            if spoke and spoke[-1] is not None:
                said[text.id] = "dropped"
            spoke.append(None)
            continue
        if not terms:
            said[text.id] = "first"
        elif spoke[-1] is None:
            said[text.id] = "returned"
        else:
            said[text.id] = "same" if set(terms[-1]) == set(options) else "changed"
        spoke.append(options)
    shuffled = list(drafts)
    random.shuffle(shuffled)
    assert {row[0]: row[1] for row in changes(*shuffled)} == said
