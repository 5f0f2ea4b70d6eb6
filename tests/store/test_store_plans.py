"""No question of a page reads a whole table: the plan of every query that they ask is looked at."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from goodoffices.model.evidence import Review
from goodoffices.store import Store, Transaction
from stored import strait_case, strait_in

LARGE = (
    *("statements", "reviews", "reports", "entries", "standing", "audit"),
    *("extracted", "uploads", "sessions"),
)
"""Tables that grow with the evidence, or with those who look at it."""

Plan = list[tuple[str, str]]
"""Queries, and how SQLite would answer each."""


@pytest.fixture
def filled(store: Store) -> Store:
    strait_in(store)
    with store.begin(by="A") as t:
        t.create_case("Another", "another")
    return store


def asked(store: Store, question: Callable[[Transaction], Any], *, write: bool) -> Plan:
    """The queries that a question comes to, and the plan of each."""
    queries: list[tuple[str, Any]] = []

    @event.listens_for(store.engine, "before_cursor_execute")
    def note(_c: Any, _cursor: Any, query: str, parameters: Any, _context: Any, _m: Any) -> None:
        if query.split()[0] in ("SELECT", "UPDATE", "DELETE"):
            queries.append((query, parameters))

    with store.begin(by="A") if write else store.reading() as t:
        question(t)
    event.remove(store.engine, "before_cursor_execute", note)
    found: Plan = []
    with store.reading() as t:
        for query, parameters in queries:
            if t.connection.dialect.name == "sqlite":
                rows = t.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", parameters)
                found.append((query, "\n".join(row[3] for row in rows)))
            else:
                t.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
                rows = t.connection.exec_driver_sql(f"EXPLAIN {query}", parameters)
                found.append((query, "\n".join(row[0] for row in rows)))
    return found


def whole_tables(plan: str) -> list[str]:
    """Large tables that a plan reads from one end to the other."""
    lines = [line.strip(" ->") for line in plan.splitlines()]
    return [
        line
        for line in lines
        for table in LARGE
        if line.startswith((f"SCAN {table}", f"Seq Scan on {table}"))
    ]


CASE = strait_case()
ISSUE, PARTY, REPORT = CASE.issues[0].id, CASE.parties[0].id, CASE.reports[3].id
MIDDLE = next(s.id for s in CASE.statements if s.span and s.id not in CASE.standing_review)
NEW = Review(id="rv-new", subject=MIDDLE, verdict="accepted", by="A", at="2026-01-01")

PAGES: dict[str, Callable[[Transaction], Any]] = {
    "statements": lambda t: t.statements("strait", after=MIDDLE),
    "statements of an issue": lambda t: t.statements("strait", issue=ISSUE, after=MIDDLE),
    "statements of a party": lambda t: t.statements("strait", party=PARTY, after=MIDDLE),
    "statements of both": lambda t: t.statements("strait", issue=ISSUE, party=PARTY, after=MIDDLE),
    "statements of a report": lambda t: t.statements("strait", report=REPORT, after=MIDDLE),
    "statements, cleared": lambda t: t.statements("strait", cleared=("annex",)),
    "candidates": lambda t: t.candidates("strait"),
    "candidates behind one": lambda t: t.candidates("strait", after=MIDDLE),
    "candidates of a report": lambda t: t.candidates("strait", report=REPORT),
    "candidates, cleared": lambda t: t.candidates("strait", cleared=("annex",)),
    "the log": lambda t: t.log(),
    "the log of a case": lambda t: t.log("strait", before=9),
}
"""What comes in pages must also come in its order out of an index, so that a page costs a page."""

OTHERS: dict[str, Callable[[Transaction], Any]] = {
    "revision": lambda t: t.revision("strait"),
    "changes": lambda t: t.changes_since("strait", 1),
    "counts": lambda t: t.counts("strait"),
    "counts, cleared": lambda t: t.counts("strait", cleared=("annex",)),
    "agenda": lambda t: t.agenda("strait"),
    "files": lambda t: t.files("strait"),
    "compartments": lambda t: t.compartments("strait"),
    "session": lambda t: t.session("token"),
    "access": lambda t: t.access("token", "strait"),
    "reports as extractors know them": lambda t: t.prints("strait", [REPORT]),
    "what an extractor has been through": lambda t: t.extracted("strait", "a b"),
    "a document that waits": lambda t: t.document("job", 3),
    "attempts": lambda t: t.attempts_within("ada", seconds=60),
}
WRITES: dict[str, Callable[[Transaction], Any]] = {
    "a review": lambda t: t.append_reviews("strait", [NEW], seen=2),
    "statements again": lambda t: t.append_statements("strait", CASE.statements[:5]),
    "a report": lambda t: t.append_reports(
        "strait", [dataclasses.replace(CASE.reports[0], title="Another title")]
    ),
    "a journal": lambda t: t.note_extracted("strait", "a b", ["one"]),
    "a job that is done": lambda t: t.set_job("job", shown=b"{}", place=3),
    "jobs to forget": lambda t: t.forget_jobs(["job"]),
    "an agenda": lambda t: t.save_agenda(
        "strait", dataclasses.replace(CASE, note="edited"), t.revision("strait")
    ),
}


def test_no_question_reads_a_whole_table(filled: Store) -> None:
    for name, question in (PAGES | OTHERS | WRITES).items():
        plans = asked(filled, question, write=name in WRITES)
        assert plans, name
        for query, plan in plans:
            look_at(name, query, plan)


def look_at(name: str, query: str, plan: str) -> None:
    """Complain about a plan that costs more the more there is."""
    newest = "FROM audit" in query and "LIMIT" in query
    assert newest or whole_tables(plan) == [], f"{name}\n{query}\n{plan}"
    for line in plan.splitlines():
        # In SQLite a search by nothing but the case is a scan by another name.
        alone = line.startswith("SEARCH") and line.endswith("(case_no=?)")
        counted = "count(" in query or "max(" in query or "LIMIT" in query
        assert not alone or counted or "compartments" in line, f"{name}\n{query}\n{plan}"
    if name in PAGES:
        assert "TEMP B-TREE FOR ORDER BY" not in plan, f"{name}\n{query}\n{plan}"
