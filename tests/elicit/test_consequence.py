"""What accepting a candidate would change, against eliciting the case with it accepted."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import case, chain, statement
from goodoffices.elicit.consequence import consequence, ranked
from goodoffices.elicit.elicit import elicit
from goodoffices.elicit.known import Known
from goodoffices.model.case import Case
from goodoffices.model.elicited import CONSEQUENCES, Consequence, Elicited
from goodoffices.model.evidence import Review, Statement
from goodoffices.model.stakes import Judgement, Position, RedLine


def candidate(*given: Any, **more: Any) -> Statement:
    return statement(*given, extractor="rules", **more)


def of(one: Statement, *counted: Statement, **more: Any) -> Consequence:
    held = case(*counted, one, **more)
    return consequence(held, one, elicit(held))


def accepted(held: Case, one: Statement) -> Case:
    review = Review(id="rv-1", subject=one.id, verdict="accepted", by="A", at="2030-01-01")
    return dataclasses.replace(held, reviews=(*held.reviews, review))


def test_the_last_option_that_no_red_line_refuses() -> None:
    first = statement("north", "flag", "red_line", "red")
    one = of(candidate("south", "flag", "red_line", "blue"), first)
    assert (one.kind, one.options) == ("zone", ("blue",))
    assert "red lines would refuse every option" in one.reason
    back = of(
        candidate("south", "flag", "accepts", "blue", on="2030-02-01"),
        first,
        statement("south", "flag", "red_line", "blue"),
    )
    assert (back.kind, back.options) == ("zone", ("blue",))
    assert "gone" in back.reason


def test_a_red_line_that_leaves_options_binds() -> None:
    one = of(candidate("north", "width", "red_line", "w1"))
    assert (one.kind, one.options) == ("binds", ("w1",))
    assert one.reason == "a red line of North would be on record: W1"


def test_the_first_on_record_of_a_party() -> None:
    one = of(candidate("north", "width", "asks", "w2"), statement("south", "width", "asks", "w4"))
    assert one.kind == "first"
    assert "first on record of North" in one.reason


def test_disagreement_begins_and_ends() -> None:
    asked = statement("north", "flag", "asks", "red")
    one = of(candidate("north", "flag", "rejects", "red"), asked)
    assert one.kind == "contest"
    refused = statement("north", "flag", "rejects", "red")
    later = of(candidate("north", "flag", "asks", "red", on="2030-02-01"), asked, refused)
    assert later.kind == "contest"
    assert "end the disagreement" in later.reason


def test_a_newer_word_changes_a_position() -> None:
    one = of(
        candidate("north", "flag", "rejects", "red", on="2030-02-01"),
        statement("north", "flag", "asks", "red"),
    )
    assert (one.kind, one.options) == ("position", ("red",))
    assert "Red: asked to refused" in one.reason


def test_a_named_source_for_what_one_unnamed_source_says() -> None:
    leak = statement(
        "north", "flag", "asks", "red", attribution=chain("Post", "x", last="anonymous")
    )
    named = candidate("north", "flag", "asks", "red", on="2030-01-01")
    again = candidate(
        "north", "flag", "asks", "red", attribution=chain("Post", "y", last="anonymous")
    )
    assert of(named, leak).kind == "source"
    assert of(again, leak).kind == "support"
    assert of(named, statement("north", "flag", "asks", "red", on="2029-12-01")).kind == "support"


@pytest.mark.parametrize(
    "fields, reason",
    [
        ({"party": None}, "no party"),
        ({"issue": None, "options": ()}, "no issue"),
        ({"options": ()}, "names no option"),
        ({"negated": True}, "negated"),
        ({"stance": "no_comment"}, "'no_comment'"),
    ],
)
def test_what_changes_nothing_says_why(fields: dict[str, Any], reason: str) -> None:
    given = {"party": "north", "issue": "flag", "stance": "asks", "options": ("red",)} | fields
    one = candidate(
        given.pop("party"), given.pop("issue"), given.pop("stance"), *given.pop("options"), **given
    )
    found = of(one)
    assert found.kind == "nothing"
    assert reason in found.reason


def test_an_older_word_and_a_judged_position_stay_outweighed() -> None:
    newer = statement("north", "flag", "rejects", "red", on="2030-03-01")
    assert "outweighs" in of(candidate("north", "flag", "asks", "red"), newer).reason
    judged = Judgement(
        value=Position(party="north", issue="flag", standings={"red": "asked", "blue": "unknown"}),
        by="Ana",
        at="2030-01-01",
        why="Because.",
    )
    found = of(candidate("north", "flag", "rejects", "red"), judgements=(judged,))
    assert (found.kind, "set by Ana" in found.reason) == ("nothing", True)


def test_a_case_without_an_agenda() -> None:
    one = candidate("north", "width", "asks", "w1")
    [found] = ranked(Case(title="Empty", statements=(one,)), [one], None)
    assert (found.kind, "names no parties" in found.reason) == ("nothing", True)


def test_the_order_touches_each_cell_before_a_second_time() -> None:
    given = [
        candidate("north", "width", "asks", "w1", ref="1"),
        candidate("north", "width", "asks", "w1", ref="2"),
        candidate("south", "width", "asks", "w2"),
        candidate("north", None, "asks"),
        candidate("south", "flag", "red_line", "red"),
    ]
    held = case(*given)
    found = [one.statement for one in ranked(held, given, elicit(held))]
    assert found == [given[at].id for at in (4, 0, 2, 1, 3)]


# --- against eliciting again ---------------------------------------------------------------------

STANCES = st.sampled_from(
    ["asks", "offers", "accepts", "conditional", "resists", "rejects", "red_line", "denies"]
)


@st.composite
def statements(draw: st.DrawFn, extractor: str = "dossier") -> Statement:
    about = draw(st.sampled_from(["width", "flag"]))
    known = ("w1", "w2", "w3", "w4", "w5") if about == "width" else ("red", "blue")
    bound = draw(st.sampled_from([None, "at_most", "at_least"])) if about == "width" else None
    return statement(
        draw(st.sampled_from(["north", "south"])),
        about,
        draw(STANCES),
        *draw(st.lists(st.sampled_from(known), max_size=2, unique=True)),
        on=draw(st.sampled_from([None, "2030-01-01", "2030-01-02", "2030-02-01"])),
        speaker=draw(st.sampled_from(["Head", "Envoy", "Someone"])),
        kind=draw(st.sampled_from(["official", "anonymous"])),
        bound=bound,
        negated=draw(st.sampled_from([False, False, False, True])),
        ref=str(draw(st.integers(0, 9))),
        extractor=extractor,
    )


JUDGED = st.sampled_from(
    [
        (),
        (RedLine(id="rl-1", party="south", rejects={"flag": ("red",)}),),
        (RedLine(id="rl-2", party="north", rejects={"width": ("w1", "w2")}),),
        (Position(party="north", issue="flag", standings={"red": "asked"}),),
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(statements(), max_size=7),
    st.lists(statements(extractor="rules"), min_size=1, max_size=4, unique_by=lambda s: s.id),
    JUDGED,
)
def test_every_consequence_is_what_eliciting_again_finds(
    counted: list[Statement], waiting: list[Statement], judged: tuple[Any, ...]
) -> None:
    made = tuple(Judgement(value=v, by="A", at="2030-01-01", why="So.") for v in judged)
    held = case(*{s.id: s for s in counted}.values(), *waiting, judgements=made)
    before = elicit(held)
    for one in ranked(held, waiting, before, Known(held, _default())):
        statement = held.statement_by_id[one.statement]
        after = elicit(accepted(held, statement))
        assert one == consequence(held, statement, before)
        check(one, statement, held, before, after)


def _default() -> Any:
    from goodoffices.elicit.assumptions import Assumptions

    return Assumptions()


def lines(held: Elicited) -> set[tuple[str, str, tuple[str, ...]]]:
    return {
        (line.party, issue, options)
        for line in held.negotiation.red_lines
        for issue, options in line.rejects.items()
    }


def closed(held: Elicited, issue: str) -> bool:
    refused = {
        option
        for line in held.negotiation.red_lines
        if set(line.rejects) == {issue}
        for option in line.rejects[issue]
    }
    return refused >= set(held.negotiation.issue_by_id[issue].option_ids)


def check(
    one: Consequence, statement: Statement, held: Case, before: Elicited, after: Elicited
) -> None:
    cell = (statement.party, statement.issue)
    was = next((p for p in before.positions if (p.party, p.issue) == cell), None)
    now = next((p for p in after.positions if (p.party, p.issue) == cell), None)
    assert (one.kind in ("zone", "binds")) == (lines(before) != lines(after))
    issue = statement.issue or ""
    assert (one.kind == "zone") == (closed(before, issue) != closed(after, issue))
    if one.kind in ("zone", "binds"):
        return
    assert (one.kind == "first") == (was is None and now is not None)
    moved = {
        option
        for option in held.issue_by_id[issue].option_ids
        if (was.standings[option] if was and option in was.standings else "unknown")
        != (now.standings[option] if now and option in now.standings else "unknown")
    }
    assert set(one.options) == moved
    if was is not None and now is not None:
        assert (one.kind == "contest") == (was.contested != now.contested)
        assert (one.kind == "position") == (was.contested == now.contested and bool(moved))
        if one.kind == "nothing":
            assert (was.standings, was.contested) == (now.standings, now.contested)
    else:
        assert one.kind in ("first", "nothing")
    assert one.kind in CONSEQUENCES


@settings(max_examples=150, deadline=None)
@given(
    st.lists(statements(), max_size=3),
    st.lists(statements(extractor="rules"), min_size=2, max_size=5, unique_by=lambda s: s.id),
)
def test_what_is_kept_from_before_a_verdict_changes_nothing_after_it(
    counted: list[Statement], waiting: list[Statement]
) -> None:
    held = case(*{s.id: s for s in counted}.values(), *waiting)
    known = Known(held, _default())
    while waiting:
        before = elicit(held)
        assert ranked(held, waiting, before, known) == ranked(held, waiting, before)
        held = accepted(held, waiting.pop(0))
