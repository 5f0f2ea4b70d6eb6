"""Two extractors that vote: the union, and what both find signed by both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import building
from goodoffices.codec import identified
from goodoffices.errors import InputError, UnknownName
from goodoffices.model.evidence import Attribution, Statement, span_of
from goodoffices.read.voting import agree, extractor, told_anew, union

REPORT = building.report("one two three four five six seven eight nine ten")


def said(start: int, end: int, by: str = "a", **fields: object) -> Statement:
    given: dict[str, object] = {"speaker": "She", "stance": "asks", "party": "arv", **fields}
    span = span_of(REPORT, start, end)
    return identified(
        Statement(id="", attribution=Attribution(), extractor=by, span=span, **given)  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    "other, yes",
    [
        (said(0, 20), True),
        (said(10, 30), True),
        (said(11, 31), False),
        (said(0, 20, speaker="Her ministry"), True),
        (said(0, 20, party=None), False),
        (said(0, 20, stance="rejects"), False),
        (said(0, 20, issue="line"), False),
    ],
)
def test_when_two_agree(other: Statement, yes: bool) -> None:
    one = said(0, 20)
    assert agree(one, other) == agree(other, one) == yes


def test_without_a_party_the_speaker_decides() -> None:
    assert agree(said(0, 9, party=None), said(0, 9, party=None, speaker="she"))
    assert not agree(said(0, 9, party=None), said(0, 9, party=None, speaker="he"))


@st.composite
def statements(draw: st.DrawFn, by: tuple[str, ...]) -> list[Statement]:
    found = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, 20))
        end = start + draw(st.integers(1, 12))
        fields = {
            "stance": draw(st.sampled_from(("asks", "rejects"))),
            "negated": draw(st.booleans()),
            "party": draw(st.sampled_from(("arv", None))),
            "speaker": draw(st.sampled_from(("She", "he"))),
        }
        found.append(said(start, end, draw(st.sampled_from(by)), **fields))
    return found


def says_again(one: Statement, other: Statement) -> bool:
    """The definition, character by character."""
    assert one.span
    assert other.span
    mine, its = (set(range(s.span.start, s.span.end)) for s in (one, other) if s.span)
    read = [(s.stance, s.negated, s.party or s.speaker) for s in (one, other)]
    dice = 2 * len(mine & its) / (len(mine) + len(its))
    within = (mine <= its or its <= mine) and dice >= 0.5
    return read[0] == read[1] and (dice >= 0.8 or within)


@given(statements(("a",)), statements(("a", "b", "c")))
def test_what_another_extractor_said_is_not_added_again(
    found: list[Statement], earlier: list[Statement]
) -> None:
    anew, again = told_anew(found, earlier)
    others = [one for one in earlier if one.extractor != "a"]
    known = {one.id for one in earlier}
    wanted = {one.id for one in found} - known
    repeated = {
        one.id
        for one in found
        if one.id in wanted and any(says_again(one, other) for other in others)
    }
    assert [one.id for one in anew] == list(
        dict.fromkeys(one.id for one in found if one.id in wanted - repeated)
    )
    assert again == len(repeated)
    for cut in range(len(anew)):  # interrupted after some were written
        rest, _ = told_anew(found, [*earlier, *anew[:cut]])
        assert rest == anew[cut:]


def test_a_claim_read_in_another_way_is_added() -> None:
    one = said(0, 20, "b", issue="line", options=("x",))
    assert told_anew([said(0, 19, issue="line", options=("x",))], [one]) == ((), 1)
    others: tuple[dict[str, object], ...] = (
        {"issue": "line", "options": ("y",)},
        {"issue": "line", "options": ("x",), "bound": "at_most"},
        {"issue": "other", "options": ("x",)},
        {},
    )
    for fields in others:
        other = said(0, 19, **fields)  # type: ignore[arg-type]
        assert told_anew([other], [one]) == ((other,), 0)


def test_the_union_signs_what_both_have() -> None:
    first = [said(0, 13), said(20, 30, stance="rejects")]
    second = [said(20, 30, "b"), said(0, 14, "b"), said(0, 12, "b")]
    found = union(first, second)
    assert [(s.span.start, s.span.end, s.extractor) for s in found if s.span] == [
        (0, 12, "b"), (0, 13, "a+b"), (20, 30, "a"), (20, 30, "b"),
    ]  # fmt: skip
    assert {s.id for s in first} <= {s.id for s in found}
    assert union(first, []) == tuple(first)
    assert {s.extractor for s in union(first, [said(0, 13, "b")])} == {"a", "a+b"}


def test_names_of_pairs() -> None:
    with pytest.raises(InputError, match="two different"):
        extractor("rules+rules")
    with pytest.raises(InputError, match="two different"):
        extractor("rules+fast+accurate")
    with pytest.raises(UnknownName, match="did you mean 'rules'"):
        extractor("fast+rule")
