"""Plain data, ids, faults, schema."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import case, statement
from goodoffices.codec import (
    canonical,
    digest,
    identified,
    json_schema,
    plain,
    statement_id,
    structure,
)
from goodoffices.model.case import Case
from goodoffices.model.evidence import SourceGrade, Statement
from goodoffices.model.stakes import Position, Proviso


def test_what_goes_out_comes_back() -> None:
    made = case(statement("north", "width", "asks", "w1", bound="at_most", numbers={"nm": 12}))
    assert structure(Case, json.loads(canonical(made))) == (made, [])


def test_defaults_are_left_out_so_that_ids_survive_a_new_field() -> None:
    assert "hedged" not in plain(statement("north", "width", "asks", "w1"))
    assert plain(Proviso(id="p", party=None, if_={"x": ("a",)}, then={"x": ("b",)})) == {
        "id": "p", "party": None, "if": {"x": ["a"]}, "then": {"x": ["b"]},
    }  # fmt: skip


def test_zero_and_false_are_not_taken_for_one_another() -> None:
    assert plain(Position(party="p", issue="i", standings={}, firmness=0))["firmness"] == 0


def test_two_different_statements_never_share_an_id_whatever_they_contain() -> None:
    """A published ledger joins fields with dots: ("a.b", "c") and ("a", "b.c") become one."""
    left = statement("north", "width", "asks", speaker="a.b", paraphrase="c")
    right = statement("north", "width", "asks", speaker="a", paraphrase="b.c")
    assert left.id != right.id


@given(st.text(), st.text(), st.text(), st.text())
def test_ids_differ_where_content_differs(a: str, b: str, c: str, d: str) -> None:
    left = statement("north", "width", "asks", speaker=a, paraphrase=b)
    right = statement("north", "width", "asks", speaker=c, paraphrase=d)
    assert (left.id == right.id) == ((a, b) == (c, d))


def test_an_id_is_of_the_content_and_not_of_judgements_about_it() -> None:
    first = statement("north", "width", "asks", "w1")
    graded = dataclasses.replace(first, grade=SourceGrade(reliability="A", by="x"))
    assert statement_id(graded) == first.id == identified(graded).id
    assert statement_id(dataclasses.replace(first, extractor="rules")) == first.id
    assert statement_id(dataclasses.replace(first, hedged=True)) != first.id


def test_every_fault_is_found_with_its_path_and_the_nearest_name() -> None:
    data = plain(statement("north", "width", "asks", "w1"))
    data["stanse"] = data.pop("stance")
    data["hedged"] = "yes"
    data["said_on"] = "2025-02-31"
    data["options"] = ["w1", 2]
    data["grade"] = {"reliability": "Z"}
    made, faults = structure(Statement, data)
    assert made is None
    said = {fault.path: fault.message for fault in faults}
    assert "did you mean 'stance'" in said["stanse",]
    assert said[()] == "the field 'stance' is missing"
    assert "true or false" in said["hedged",]
    assert "not a date of the calendar" in said["said_on",]
    assert "text is needed here, not a number" in said["options", 1]
    assert "reliability 'Z'" in said["grade",]


@pytest.mark.parametrize("data", [None, 3, "x", [], [1], True])
def test_data_of_another_kind_is_a_fault(data: object) -> None:
    made, faults = structure(Statement, data)
    assert made is None
    assert faults


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": [2.5, None]}) == digest({"b": [2.5, None], "a": 1})
    assert digest({"a": 1}) != digest({"a": 1.5})


def test_a_schema_says_what_a_value_may_hold() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json_schema(Case)
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    good = json.loads(canonical(case(statement("north", "width", "asks", "w1"))))
    assert check.is_valid(good)
    assert not check.is_valid({**good, "surprise": 1})
    assert not check.is_valid({})
