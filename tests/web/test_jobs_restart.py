"""A server killed in the middle of its jobs: started again, it goes on where they were."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from goodoffices.store import Store
from goodoffices.web import accounts
from goodoffices.web.orders import is_gone, this_server
from goodoffices.workspace import Workspace
from goodoffices.workspace.homes import FolderHome
from goodoffices.workspace.moving import pack_of, put_in_store
from support import EXAMPLES
from web_client import Json, Listener

CASE = "/api/cases/strait"
TOKEN = "a token of the tests"
MANY = 24


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store with a case, and Anna signed in."""
    store = Store.create(tmp_path / "talks.sqlite")
    put_in_store(pack_of(FolderHome(EXAMPLES / "strait-accord")), store, "strait", by="test")
    with store.begin(by="test") as t:
        t.add_user("anna", "Anna", None)
        t.set_administrator("anna", True)
        t.add_session(accounts.digest_of(TOKEN), "anna", seconds=3600)
    return tmp_path / "talks.sqlite"


class Served:
    """A server in a process of its own."""

    def __init__(self, place: Path) -> None:
        self.said = place.with_suffix(f".{time.monotonic_ns()}.log")
        command = [sys.executable, "-c", "from goodoffices.cli import main; main()"]
        command += ["serve", str(place), "--port", "0"]
        with self.said.open("w") as log:
            self.process = subprocess.Popen(command, stderr=log, start_new_session=True)
        until = time.monotonic() + 120
        while "http://" not in self.said.read_text():
            assert self.process.poll() is None, self.said.read_text()
            assert time.monotonic() < until
            time.sleep(0.05)
        self.address = self.said.read_text().split(" on ")[1].split("/ ")[0]
        self.cookies = {accounts.cookie_name(False): TOKEN}
        self.browser = httpx2.Client(base_url=self.address, timeout=120, cookies=self.cookies)

    def job(self, name: str) -> Json:
        """A job as it stands."""
        answer = self.browser.get(f"/api/jobs/{name}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def until(self, name: str, *, done: int = 0, ended: bool = False) -> Json:
        """The job once so much of it is done, or once it has ended."""
        limit = time.monotonic() + 240
        while time.monotonic() < limit:
            job = self.job(name)
            if job["done"] >= done and (job["ended"] or not ended):
                return job
            time.sleep(0.02)
        raise AssertionError(job)

    def kill(self) -> None:
        """At once, without a word, and the process that reads for it with it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(place: Path) -> Iterator[Served]:
    served = Served(place)
    try:
        yield served
    finally:
        served.browser.close()
        if served.process.poll() is None:
            served.kill()


def _documents() -> list[tuple[str, tuple[str, bytes]]]:
    return [
        ("files", (f"note-{n}.txt", f"The envoy said on day {n} that the talks go on.".encode()))
        for n in range(MANY)
    ]


def test_jobs_go_on_after_the_server_was_killed(place: Path) -> None:
    before = len(FolderHome(EXAMPLES / "strait-accord").read().reports)
    with serving(place) as served:
        reading = served.browser.post(f"{CASE}/reports", files=_documents()).json()["id"]
        looking = served.browser.post(f"{CASE}/extractions", json={"extractor": "rules"}).json()
        done = served.until(reading, done=2)["done"]
        assert done < MANY
        served.kill()
    with serving(place) as served:
        listener = Listener(served.address, served.cookies)
        job = served.until(reading, ended=True)
        assert (job["state"], job["done"], job["total"]) == ("done", MANY, MANY)
        assert MANY - 1 <= job["found"] <= MANY  # one may have been kept when it was killed
        assert job["found"] + job["known"] == MANY
        assert served.browser.get(f"{CASE}/reports").json()["total"] == before + MANY
        ended = served.until(looking["id"], ended=True)
        assert (ended["state"], ended["done"]) == ("done", before)
        listener.wait(lambda events: any(e["job"] and e["job"]["ended"] for e in events))
        assert [item["id"] for item in served.browser.get("/api/jobs").json()["items"]] == [
            looking["id"],
            reading,
        ]
    with Store.open(place).reading() as t:
        assert t.verify().faults == ()
        assert [t.document(reading, n) for n in range(MANY)] == [None] * MANY
        case = t.read_case("strait")
    assert len({s.id for s in case.statements}) == len(case.statements)


def test_looking_for_candidates_goes_on_after_a_kill_and_repeats_nothing(place: Path) -> None:
    with Store.open(place).reading() as t:
        before = len(t.report_ids("strait"))
    Workspace(place).extract("rules")  # as the command line does: the server need not
    said = [
        f"The envoy of {town} said on day {day} that talks on the strait go on."
        for day in range(30)
        for town in ("Dolmar", "Ostrav", "Teslin")
    ]
    files = [
        ("files", (f"note-{n}.txt", "\n\n".join([f"Note {n}.", *said]).encode()))
        for n in range(MANY)
    ]
    with serving(place) as served:
        reading = served.browser.post(f"{CASE}/reports", files=files).json()["id"]
        served.until(reading, ended=True)
        order = {"extractor": "rules"}
        looking = served.browser.post(f"{CASE}/extractions", json=order).json()["id"]
        assert served.until(looking, done=10)["done"] < before + MANY
        served.kill()
    with serving(place) as served:
        job = served.until(looking, ended=True)
        assert (job["state"], job["done"], job["known"]) == ("done", before + MANY, 0)
        # What was kept when it was killed, and not yet counted, was passed over as well.
        assert before <= job["skipped"] <= before + 10
        again = served.browser.post(f"{CASE}/extractions", json=order).json()["id"]
        again = served.until(again, ended=True)
        assert (again["skipped"], again["found"], again["known"]) == (before + MANY, 0, 0)
    assert Workspace(place).extract("rules").read == 0
    with Store.open(place).reading() as t:
        assert t.verify().faults == ()


def test_a_job_that_was_stopped_waits_to_be_resumed_after_a_restart(place: Path) -> None:
    with serving(place) as served:
        name = served.browser.post(f"{CASE}/reports", files=_documents()).json()["id"]
        served.until(name, done=1)
        served.browser.delete(f"/api/jobs/{name}")
        stopped = served.until(name, ended=True)
        assert stopped["state"] == "cancelled"
        served.kill()
    with serving(place) as served:
        assert served.job(name) == stopped
        assert served.browser.post(f"/api/jobs/{name}/resume").status_code == 200
        job = served.until(name, ended=True, done=MANY)
        assert (job["state"], job["found"]) == ("done", MANY)


def test_whether_a_server_is_gone() -> None:
    """By machine, process and when it began: a number that another process took over counts not."""
    host, process, started = this_server().rsplit(" ", 2)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert not is_gone(this_server())
    assert not is_gone(f"elsewhere {process} {started}")
    assert not is_gone("no server")
    assert is_gone(f"{host} {process} {int(started) - 1 if started.isdigit() else 1}")
    assert is_gone(f"{host} {ended.pid} {started}")
