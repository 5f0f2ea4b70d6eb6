"""Which positions became other ones, and when."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import case, statement
from goodoffices.elicit.elicit import elicit
from goodoffices.model.case import Case
from goodoffices.model.stakes import Judgement, Position
from goodoffices.track.shifts import history, known_standings, shifts


def position(party: str = "north", issue: str = "width", **more: Any) -> Position:
    given: dict[str, Any] = {"standings": {"w1": "asked", "w2": "unknown"}}
    return Position(party=party, issue=issue, **(given | more))


ASKS = statement("north", "width", "asks", "w1", on="2030-01-01")
YIELDS = statement("north", "width", "accepts", "w2", on="2030-01-05")
REPEATS = statement("north", "width", "accepts", "w2", on="2030-01-07")


def test_a_standing_that_changed_is_a_shift_with_its_new_evidence() -> None:
    before = position(evidence=(ASKS.id,))
    after = position(
        standings={"w1": "asked", "w2": "acceptable"}, evidence=(REPEATS.id, ASKS.id, YIELDS.id)
    )
    (shift,) = shifts([before], [after], [ASKS, YIELDS, REPEATS])
    assert (shift.before, shift.after) == (before, after)
    assert shift.evidence == (YIELDS.id, REPEATS.id)
    assert shift.on == "2030-01-07"


def test_firmness_alone_is_no_shift_nor_is_an_option_still_unknown() -> None:
    firmer = position(firmness=0.9, contested=True, evidence=(REPEATS.id,))
    assert shifts([position(firmness=0.1)], [firmer], [REPEATS]) == ()
    assert shifts([], [position(standings={"w1": "unknown"})], []) == ()
    assert shifts([position(standings={"w1": "asked"})], [position()], []) == ()


def test_a_first_position_and_one_no_longer_held_are_shifts() -> None:
    (first,) = shifts([], [position(evidence=(ASKS.id,))], [ASKS])
    assert (first.before, first.on, first.evidence) == (None, "2030-01-01", (ASKS.id,))
    (gone,) = shifts([position(evidence=(ASKS.id,))], [], [ASKS])
    assert gone.after.standings == {"w1": "unknown", "w2": "unknown"}
    assert (gone.on, gone.evidence) == (None, ())


def test_shifts_are_sorted_whatever_the_order_given() -> None:
    after = [position("south"), position("north"), position("north", "flag")]
    rows = shifts([], after, [])
    assert rows == shifts([], reversed(after), [])
    assert [(row.issue, row.party) for row in rows] == [
        ("flag", "north"),
        ("width", "north"),
        ("width", "south"),
    ]


def at(whole: Case):  # type: ignore[no-untyped-def]
    return lambda day: elicit(whole, as_of=day).positions


def test_history_tells_each_shift_on_its_day() -> None:
    whole = case(ASKS, YIELDS, REPEATS)
    assert [(s.on, s.evidence) for s in history(whole, at(whole))] == [
        ("2030-01-01", (ASKS.id,)),
        ("2030-01-05", (YIELDS.id,)),
    ]
    later = history(whole, at(whole), since="2030-01-01")
    assert [s.on for s in later] == ["2030-01-05"]
    assert [s.on for s in history(whole, at(whole), until="2030-01-04")] == ["2030-01-01"]
    assert history(whole, at(whole), since="2030-01-05") == ()


def test_history_knows_the_days_a_judgement_begins_and_ends() -> None:
    judged = Judgement(
        value=position(standings={"w3": "refused"}), by="desk", at="2030-01-09", why="a letter",
        since="2030-01-03", until="2030-01-20",
    )  # fmt: skip
    whole = case(ASKS, judgements=(judged,))
    assert [s.on for s in history(whole, at(whole))] == ["2030-01-01", "2030-01-03", "2030-01-20"]


STANCED = st.builds(
    lambda stance, option, day: statement(
        "north", "width", stance, option, on=f"2030-01-{day:02d}"
    ),
    st.sampled_from(("asks", "accepts", "rejects", "resists", "reports")),
    st.sampled_from(("w1", "w2", "w3")),
    st.integers(1, 9),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(STANCED, max_size=6))
def test_history_leads_from_nothing_to_the_last_position(statements: list[Any]) -> None:
    whole = case(*statements)
    held: dict[tuple[str, str], Any] = {}
    for shift in history(whole, at(whole)):
        cell = (shift.party, shift.issue)
        assert known_standings(shift.before) == held.get(cell, {})
        held[cell] = known_standings(shift.after)
        assert shift.on in {s.date for s in statements}
    last = {(p.party, p.issue): known_standings(p) for p in elicit(whole).positions}
    assert {cell: h for cell, h in held.items() if h} == {c: h for c, h in last.items() if h}
