"""What a place of a briefing cites where a great many statements stand behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goodoffices.brief.briefing import EntryCitation, StatementCitation
from goodoffices.brief.register import FEWER, LISTED, MANY, Register, listed_of
from goodoffices.errors import UnknownName
from goodoffices.formats.case_folder import read_case
from goodoffices.model.case import Case
from support import EXAMPLES


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case(EXAMPLES / "ukraine-2025")


@pytest.fixture(scope="module")
def ids(case: Case) -> list[str]:
    """Statements of many days, parties and issues."""
    return [statement.id for statement in case.statements]


def cited(register: Register, numbers: tuple[int, ...]) -> list[str]:
    """What the numbers stand for: ids of statements, and the words of other entries."""
    found = (register.citations[number] for number in numbers)
    return [one.statement if isinstance(one, StatementCitation) else _what(one) for one in found]


def _what(one: object) -> str:
    assert isinstance(one, EntryCitation)
    return one.what


def test_a_few_are_cited_one_by_one(case: Case, ids: list[str]) -> None:
    register = Register(case)
    assert cited(register, register.statements(ids[:LISTED])) == ids[:LISTED]


def test_of_many_the_last_are_cited_and_the_others_counted(case: Case, ids: list[str]) -> None:
    register = Register(case)
    many = ids[: LISTED + 9]
    assert cited(register, register.statements(many)) == [*many[9:], "9 more statements"]
    assert cited(register, register.statements(many)) == [*many[9:], "9 more statements"]
    assert len(register.citations) == LISTED + 1  # the same entry when they are cited again
    one = Register(case)
    assert cited(one, one.statements(ids[: LISTED + 1]))[-1].startswith("1 more statement of ")


def test_those_that_decide_are_cited_before_others(case: Case, ids: list[str]) -> None:
    many = ids[: LISTED + 9]
    register = Register(case, decisive={many[3], many[0]})
    told = cited(register, register.statements(many))
    assert told == [many[0], many[3], *many[11:], "9 more statements"]
    register = Register(case, decisive=set(many[:-1]))  # more of them than can be listed
    assert cited(register, register.statements(many))[:-1] == many[8:-1]


def test_the_entry_names_party_and_issue_where_all_are_of_one(case: Case, ids: list[str]) -> None:
    party, issue = case.parties[0], case.issues[0]
    alike = [replace(s, party=party.id, issue=issue.id) for s in case.statements]
    register = Register(replace(case, statements=tuple(alike)))
    numbers = register.statements(s.id for s in alike[:40])
    entry = register.citations[numbers[-1]]
    assert isinstance(entry, EntryCitation)
    assert entry.what == f"{40 - LISTED} more statements of {party.name} on: {issue.question}"
    assert entry.entry == f"{party.id}/{issue.id}"
    assert entry.basis


def test_in_a_large_case_fewer_are_cited() -> None:
    assert [listed_of(n) for n in (0, MANY, MANY + 1)] == [LISTED, LISTED, FEWER]


def test_all_are_cited_where_that_is_asked_for(case: Case, ids: list[str]) -> None:
    register = Register(case, listed=None)
    assert cited(register, register.statements(ids)) == ids


@pytest.mark.parametrize("place", [0, -1])
def test_a_statement_that_is_not_there_is_told(case: Case, ids: list[str], place: int) -> None:
    names = list(ids[:30])
    names[place] = "st-00000000000000000000"
    with pytest.raises(UnknownName):
        Register(case).statements(names)
