"""Processes that are killed, disks that fill up, many writers at once, clocks that go back.

Nothing that was acknowledged is lost, and nothing half-written is ever seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.pool import NullPool

from goodoffices.errors import SchemaMismatch, StoreError
from goodoffices.model.evidence import Review, Verdict
from goodoffices.store import Store
from store_worker import Workers
from stored import STRAIT, strait_case, strait_in

DIED = {"signal": SIGKILL, "status": -SIGKILL, "said": ""}
EVIDENCE = "goodoffices.store.evidence:EvidencePart"
UNIT = "goodoffices.store.unit:Unit"


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers()
    yield made
    made.stop()


@pytest.fixture
def filled(place: str) -> str:
    strait_in(Store.create(place))
    return place


def waiting(place: str, count: int) -> list[str]:
    with Store.open(place).reading() as t:
        return [statement.id for statement in t.candidates("strait", limit=count)]


def reviewed(place: str) -> set[tuple[str, str]]:
    with Store.open(place).reading() as t:
        assert t.verify().faults == ()
        before = {review.id for review in strait_case().reviews}
        case = t.read_case("strait")
        assert set(case.standing_review) >= {r.subject for r in case.reviews if r.id not in before}
        return {(r.subject, r.by) for r in case.reviews if r.id not in before}


# --- killed --------------------------------------------------------------------------------------

IMPORT = (
    f"{EVIDENCE}.append_reports:after",
    f"{EVIDENCE}._append:after",
    f"{EVIDENCE}._settle:before",
    f"{UNIT}.seal:before",
    f"{UNIT}.seal:after",
)


def test_an_import_that_is_killed_leaves_nothing(place: str, workers: Workers) -> None:
    store = Store.create(place)
    job = {"do": "import_case", "folder": str(STRAIT), "place": place, "case": "strait"}
    for point in IMPORT:
        assert workers.run({**job, "kill": point}) == [DIED], point
        with store.reading() as t:
            assert t.cases() == {}, point
            assert t.verify().length == 0, point
    assert workers.run(job)[0]["status"] == 0
    with store.reading() as t:
        assert t.read_case("strait") == strait_case()
        assert t.verify().faults == ()


REVIEW = (
    f"{EVIDENCE}._append:after",
    f"{EVIDENCE}._settle:after",
    f"{UNIT}.seal:after",
)


def test_a_review_that_is_killed_is_there_or_not(filled: str, workers: Workers) -> None:
    (subject,) = waiting(filled, 1)
    job = {"do": "review", "place": filled, "case": "strait", "by": "B", "subject": subject}
    for point in REVIEW:
        assert workers.run({**job, "kill": point}) == [DIED], point
        assert reviewed(filled) == set(), point
        assert waiting(filled, 1) == [subject], point
    assert workers.run(job)[0]["status"] == 0
    assert reviewed(filled) == {(subject, "B")}


def test_no_verdict_that_was_acknowledged_is_lost(
    filled: str, workers: Workers, tmp_path: Path
) -> None:
    """Killed at whatever moment it is at when the tenth verdict was acknowledged."""
    subjects, said = waiting(filled, 100), tmp_path / "said"
    said.write_text("")
    job = {"do": "review_on", "place": filled, "case": "strait", "by": "B", "until": 10}
    assert workers.run({**job, "subjects": subjects, "said": str(said)})[0]["signal"] == SIGKILL
    acknowledged = said.read_text().split()
    assert 10 <= len(acknowledged) < 100
    kept = {subject for subject, _ in reviewed(filled)}
    assert kept >= set(acknowledged)
    assert kept <= set(subjects[: len(acknowledged) + 1])  # the one that nobody was told of yet


ACCOUNTS = (
    "uploads",
    "jobs",
    "extracted",
    *("attempts", "sessions", "clearances", "compartments", "administrators", "roles", "users"),
)


def test_a_migration_that_is_killed_is_done_or_not(filled: str, workers: Workers) -> None:
    address = filled if "://" in filled else f"sqlite:///{filled}"
    with create_engine(address, poolclass=NullPool).begin() as connection:
        for name in ACCOUNTS:
            connection.execute(text(f"DROP TABLE {name}"))
        connection.execute(text("DELETE FROM store_versions WHERE number >= 2"))
    point = "goodoffices.store.store:step_up:after"
    assert workers.run({"do": "migrate", "place": filled, "kill": point}) == [DIED]
    with pytest.raises(SchemaMismatch, match="lacks the migrations 2"):
        Store.open(filled)
    endings = workers.run(*[{"do": "migrate", "place": filled}] * 3)
    assert [ending["status"] for ending in endings] == [0, 0, 0], endings
    with Store.open(filled).reading() as t:
        assert t.read_case("strait") == strait_case()
        assert t.users() == ()


def test_a_store_that_is_killed_while_it_is_made_is_not_there(place: str, workers: Workers) -> None:
    point = "goodoffices.store.migrations:guard:after"
    assert workers.run({"do": "make", "place": place, "kill": point}) == [DIED]
    if "://" not in place:
        assert not Path(place).exists()
    endings = workers.run(*[{"do": "make", "place": place}] * 3)
    assert sorted(ending["status"] for ending in endings) == [0, 1, 1], endings
    with Store.open(place).reading() as t:
        assert t.verify().faults == ()


# --- many at once --------------------------------------------------------------------------------


def test_of_two_reviewers_on_one_statement_the_second_is_told(
    filled: str, workers: Workers
) -> None:
    (subject,) = waiting(filled, 1)
    with Store.open(filled).reading() as t:
        seen = t.revision("strait")
    job = {"do": "review", "place": filled, "case": "strait", "subject": subject, "seen": seen}
    first, second = sorted(
        workers.run({**job, "by": "B"}, {**job, "by": "C"}), key=lambda end: end["status"]
    )
    assert (first["status"], second["status"]) == (0, 1)
    assert second["said"].startswith("StaleWrite: ")
    ((_, winner),) = reviewed(filled)
    assert f"{winner} accepted this statement meanwhile" in second["said"]


def test_twenty_writers_at_once(filled: str, workers: Workers, tmp_path: Path) -> None:
    subjects = waiting(filled, 60)
    jobs = [
        {
            "do": "review_on",
            "place": filled,
            "case": "strait",
            "by": f"W{number}",
            "subjects": subjects[number * 3 : number * 3 + 3],
            "said": str(tmp_path / f"said{number}"),
        }
        for number in range(20)
    ]
    endings = workers.run(*jobs)
    assert {ending["status"] for ending in endings} == {0}, endings
    assert reviewed(filled) == {(s, f"W{place // 3}") for place, s in enumerate(subjects)}
    with Store.open(filled).reading() as t:
        places = [entry.detail["revision"] for entry in t.log("strait", limit=60)]
        assert places == sorted(places, reverse=True)


# --- a full disk ---------------------------------------------------------------------------------


def test_a_full_disk_leaves_the_store_as_it_was(
    filled: str, workers: Workers, tmp_path: Path
) -> None:
    if "://" in filled:
        pytest.skip("a PostgreSQL server guards its own disk; this is about a file of ours")
    job = {"do": "import_case", "folder": str(STRAIT), "place": filled, "case": "again"}
    (ending,) = workers.run({**job, "bytes": Path(filled).stat().st_size // 2})
    assert ending["status"] == 1
    assert ending["said"].startswith("StoreError: ")
    assert "nothing was written" in ending["said"]
    with Store.open(filled).reading() as t:
        assert list(t.cases()) == ["strait"]
        assert t.read_case("strait") == strait_case()
        assert t.verify().faults == ()
    assert workers.run(job)[0]["status"] == 0


def test_a_full_database_says_so_and_leaves_the_store_as_it_was(filled: str) -> None:
    if "://" in filled:
        pytest.skip("SQLite alone can be told how many pages it may have")
    store = Store.open(filled)

    @event.listens_for(store.engine, "begin")
    def few_pages(connection: Any) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # no more than there are

    with pytest.raises(StoreError, match="the disk is full; nothing was written"):
        strait_in(store, "again")
    with store.reading() as t:
        assert list(t.cases()) == ["strait"]
        assert t.verify().faults == ()


def test_a_backup_on_a_full_disk_leaves_no_file(
    filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from goodoffices.store import backup, engine

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(engine, "sync", full)
    target = tmp_path / "backups"
    target.mkdir()
    with pytest.raises(StoreError, match="No space left"):
        backup(filled, target / "monday.sqlite")
    assert list(target.iterdir()) == []


# --- clocks --------------------------------------------------------------------------------------


def test_a_clock_that_goes_back_changes_no_order(place: str) -> None:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    store = Store.create(place, clock=lambda: at)
    strait_in(store)
    (subject,) = waiting(place, 1)
    verdicts: list[Verdict] = ["accepted", "rejected", "accepted", "rejected"]
    with store.reading() as t:
        case, seen = t.read_case("strait"), t.revision("strait")
    for number, verdict in enumerate(verdicts):
        at -= timedelta(days=1)
        said = Review(
            id=f"rv-{number}", subject=subject, verdict=verdict, by="B", at=at.isoformat()
        )
        with store.begin(by="B") as t:
            t.append_reviews("strait", [said])
            changes = t.changes_since("strait", seen)
        case, seen = changes.applied(case), changes.revision
        assert [review.id for review in changes.reviews] == [f"rv-{number}"]
    with store.reading() as t:
        assert t.read_case("strait") == case
        assert case.standing_review[subject].id == "rv-3"
        assert subject not in {s.id for s in t.candidates("strait", limit=1000)}
        found = t.verify()
        assert (found.faults, found.backward) == ((), 4)
