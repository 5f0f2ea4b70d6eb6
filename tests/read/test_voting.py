"""Two extractors that vote: the union, and what both find signed by both."""

from __future__ import annotations

import pytest

import building
from goodoffices.codec import identified
from goodoffices.errors import InputError, UnknownName
from goodoffices.model.evidence import Attribution, Statement, span_of
from goodoffices.read.voting import agree, extractor, union

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
