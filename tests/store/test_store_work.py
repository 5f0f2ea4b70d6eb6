"""Work that goes on: what extractors have been through, and jobs with the servers that do them."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from goodoffices.store import KeptJob, Store, Transaction
from goodoffices.store.unit import wall_clock
from goodoffices.workspace import Workspace, filling
from goodoffices.workspace.homes import StoreHome
from stored import strait_in


def _workspace(store: Store) -> Workspace:
    return Workspace(StoreHome(store, "strait", "A"))


# --- what extractors have been through -----------------------------------------------------------


def test_an_extraction_that_was_cut_short_goes_on_and_repeats_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "PIECE", 1)
    monkeypatch.setattr(filling, "BATCH", 2)
    workspace = _workspace(strait_in(store))
    whole = len(workspace.case.reports)

    def stop(what: str, done: int, total: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workspace.extract("rules", progress=stop)
    rest = _workspace(store).extract("rules")
    assert (rest.reports, rest.read) == (whole, whole - 4)
    again = _workspace(store).extract("rules")
    assert (again.read, len(again.new)) == (0, 0)
    assert _workspace(store).extract("rules", again=True).read == whole


def test_another_agenda_or_record_is_read_by_again(store: Store) -> None:
    workspace = _workspace(strait_in(store))
    whole = len(workspace.case.reports)
    workspace.extract("rules")
    dated = dataclasses.replace(workspace.case.reports[0], language="fr")
    with store.begin(by="A") as t:
        t.append_reports("strait", [dated])
    assert _workspace(store).extract("rules").read == 1
    workspace = _workspace(store)
    party = dataclasses.replace(workspace.case.parties[0], aliases=("The other name",))
    workspace.save(
        dataclasses.replace(workspace.case, parties=(party, *workspace.case.parties[1:]))
    )
    assert workspace.extract("rules").read == whole
    with store.reading() as t:
        assert len(t.prints("strait", t.report_ids("strait"))) == whole
        agenda = t.agenda("strait")
        assert len(t.extracted("strait", filling.journal_key(agenda, "rules"))) == whole
        assert t.extracted("strait", filling.journal_key(workspace.case, "fast")) == set()


# --- jobs ----------------------------------------------------------------------------------------


def _put(t: Transaction, name: str, server: str, documents: tuple[bytes, ...] = ()) -> KeptJob:
    job = KeptJob(id=name, case="strait", owner="anna", what=b"{}", shown=b"{}")
    t.put_job(job, documents, server=server, seconds=60)
    return job


def _taken(store: Store, server: str, *gone: str) -> list[str]:
    with store.begin(by="B") as t:
        return [job.id for job in t.take_jobs(server, gone.__contains__, seconds=60)]


def test_jobs_of_a_server_that_is_gone_are_taken_once_with_what_waits(store: Store) -> None:
    strait_in(store)
    with store.begin(by="A") as t:
        first = _put(t, "one", "left", (b"a", b"b"))
        _put(t, "two", "left")
        _put(t, "three", "right")
        t.set_job("one", shown=b'{"done": 1}', place=1)
    assert _taken(store, "new") == []
    with store.begin(by="B") as t:
        found = t.take_jobs("new", lambda name: name == "left", seconds=60)
    assert found[0] == dataclasses.replace(first, shown=b'{"done": 1}', place=1)
    assert [job.id for job in found] == ["one", "two"]
    assert _taken(store, "newer", "left") == []
    with store.reading() as t:
        assert (t.document("one", 0), t.document("one", 1)) == (None, b"b")
    with store.begin(by="B") as t:
        t.forget_jobs(["one"])
        assert t.document("one", 1) is None
    assert _taken(store, "newer", "new", "right") == ["two", "three"]
    with store.reading() as t:
        assert t.verify().faults == ()


def test_a_server_that_is_not_heard_of_in_time_loses_its_jobs(store: Store) -> None:
    strait_in(store)
    with store.begin(by="A") as t:
        _put(t, "one", "left")
        _put(t, "two", "right")
    later = Store(store.place, clock=lambda: wall_clock() + timedelta(seconds=90))
    with later.begin(by="A") as t:
        t.renew_jobs("right", seconds=60)
    assert _taken(later, "new") == ["one"]
