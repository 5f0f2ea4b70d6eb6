"""Reports come in and candidates are found as jobs: told of as they go, stopped, gone on with."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from goodoffices.errors import InputError
from goodoffices.formats.case_folder import read_case
from goodoffices.formats.case_stream import FolderFilling
from goodoffices.web import serve
from goodoffices.web.faults import Refused
from goodoffices.web.jobs import Jobs, Kept, Piece
from goodoffices.web.jobview import JobView
from goodoffices.workspace import Workspace
from goodoffices.workspace.filling import candidates_in, journal_key
from support import EXAMPLES
from web_client import Json, Listener, client, copied, got, refused, running

DOCUMENTS = sorted((EXAMPLES / "strait-accord-documents").iterdir())
CASE = "/api/cases/talks"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The strait's agenda without its evidence."""
    tmp = tmp_path_factory.mktemp("jobs")
    made = copied(tmp).rename(tmp / "talks")
    for name in ("statements.jsonl", "reviews.jsonl", "judgements.yaml", "process.yaml"):
        (made / name).unlink(missing_ok=True)
    for path in [*(made / "reports").rglob("*.*"), *(made / "conflicts").iterdir()]:
        if path.is_file():
            path.unlink()
    assert read_case(made).reports == ()
    return made


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with running(serve.single(folder, by="A. Desk Officer", host="127.0.0.1")) as found:
        yield found


def _ended(listener: Listener, job: str) -> Json:
    def over(events: list[Json]) -> bool:
        return any(e["job"] and e["job"]["id"] == job and e["job"]["ended"] for e in events)

    return next(e["job"] for e in reversed(listener.wait(over)) if e["job"])


def test_documents_become_reports_and_reports_candidates(address: str, folder: Path) -> None:
    listener = Listener(address)
    with httpx2.Client(base_url=address, timeout=60) as browser:
        files = [("files", (path.name, path.read_bytes())) for path in DOCUMENTS]
        files.append(("files", ("notes.txt", b"")))  # nothing in it: cannot be read
        begun = browser.post(f"{CASE}/reports", files=files)
        assert begun.status_code == 202, begun.text
        job = _ended(listener, begun.json()["id"])
        assert (job["state"], job["done"], job["found"]) == ("done", 11, len(DOCUMENTS))
        assert len(job["faults"]) == 1
        assert "notes.txt" in job["faults"][0]
        reports = browser.get(f"{CASE}/reports").json()
        assert reports["total"] == len(DOCUMENTS)
        assert len(read_case(folder).reports) == len(DOCUMENTS)

        again = browser.post(f"{CASE}/reports", files=files[:2]).json()
        job = _ended(listener, again["id"])
        assert (job["found"], job["known"]) == (0, 2)

        order = browser.post(f"{CASE}/extractions", json={"extractor": "rules"})
        job = _ended(listener, order.json()["id"])
        assert (job["state"], job["done"]) == ("done", len(DOCUMENTS))
        assert job["found"] == browser.get(f"{CASE}/candidates").json()["total"] > 20
        assert {s.id for s in Workspace(folder).case.statements} == {s.id for s in _library(folder)}
        assert job["skipped"] == 0
        order = browser.post(f"{CASE}/extractions", json={"extractor": "rules"})
        again = _ended(listener, order.json()["id"])
        assert (again["done"], again["skipped"]) == (len(DOCUMENTS), len(DOCUMENTS))
        assert (again["found"], again["known"]) == (0, 0)
        assert Workspace(folder, lazy=True).extract("rules").read == 0
        order = browser.post(f"{CASE}/extractions", json={"extractor": "rules", "again": True})
        again = _ended(listener, order.json()["id"])
        assert (again["found"], again["skipped"]) == (0, 0)
        assert again["known"] >= job["found"]
        revisions = {e["revision"] for e in listener.events if e["type"] == "case"}
        assert browser.get(CASE).json()["summary"]["revision"] in revisions
        listed = browser.get("/api/jobs").json()["items"]
        assert [item["kind"] for item in listed] == ["extraction"] * 3 + ["reports"] * 2


def test_a_folder_that_is_being_filled_takes_candidates_and_no_journal(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    for name in ("statements.jsonl", "reviews.jsonl", "judgements.yaml", "process.yaml"):
        (folder / name).unlink()
    case = read_case(folder)
    found = candidates_in(case.reports[0], case, "rules")
    key = journal_key(case, "rules")
    prints = list(FolderFilling(folder).fingerprints([case.reports[0].id]).values())
    with FolderFilling(folder).begun():
        assert len(Workspace(folder).take(found, key, prints)) == len(found) > 0
    assert FolderFilling(folder).extracted(key) == set()
    assert Workspace(folder).take(found, key, prints) == ()
    assert FolderFilling(folder).extracted(key) == set(prints)


def _library(folder: Path) -> list[Json]:
    """What the library finds in the same reports."""
    case = read_case(folder)
    return [s for report in case.reports for s in candidates_in(report, case, "rules")]


@pytest.mark.parametrize(
    "name, words", [("run.exe", "only .txt"), ("photo.png", "only .txt"), ("noname", "only .txt")]
)
def test_types_that_are_not_read_are_refused_at_once(folder: Path, name: str, words: str) -> None:
    answer = client(folder).post(f"{CASE}/reports", files=[("files", (name, b"x"))])
    assert words in refused(answer, 422, "InvalidCase")["message"]


def test_what_is_no_upload_is_refused(folder: Path) -> None:
    browser = client(folder)
    refused(browser.post(f"{CASE}/reports", files=[("other", b"x")]), 422, "InputError")
    many = [("files", ("a.txt", b"x"))] * 3
    crowded = browser.post(f"{CASE}/reports", files=many, data={f"f{n}": "x" for n in range(30)})
    refused(crowded, 400, "BadRequest")
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    refused(browser.post(f"{CASE}/reports", content=b"--y", headers=broken), 400, "BadRequest")
    refused(browser.post(f"{CASE}/reports", json={"urls": []}), 422, "InputError")
    refused(browser.post(f"{CASE}/reports", json={"urls": ["file:///x"]}), 422, "InvalidCase")
    refused(browser.post(f"{CASE}/extractions", json={"extractor": "no"}), 422, "UnknownName")
    refused(browser.post(f"{CASE}/extractions", json={"extractor": "llm"}), 422, "InputError")
    refused(browser.get("/api/jobs/none"), 404, "NotFound")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/x", "http://localhost/", "http://169.254.169.254/latest"],
)
def test_no_address_of_this_machine_or_a_private_network_is_fetched(address: str, url: str) -> None:
    listener = Listener(address)
    with httpx2.Client(base_url=address, timeout=60) as browser:
        job = browser.post(f"{CASE}/reports", json={"urls": [url]}).json()
    ended = _ended(listener, job["id"])
    assert ended["found"] == 0
    assert "private network or of this machine" in ended["faults"][0]


# --- the queue itself ----------------------------------------------------------------------------


def double(number: int) -> int:
    """Work of a piece that goes well."""
    return 2 * number


def crash(number: int) -> int:
    """Work of a piece that brings its process down."""
    import os

    os._exit(3)


def sleep(seconds: float) -> float:
    """Work of a piece that takes too long."""
    time.sleep(seconds)
    return seconds


def unreadable(number: int) -> int:
    """Work of a piece that cannot be done."""
    raise InputError("not readable")


class Watch:
    """Remembers what is told of jobs."""

    def __init__(self) -> None:
        self.told: list[JobView] = []

    def __call__(self, job: JobView, owner: str) -> None:
        self.told.append(job)

    def ended(self, name: str) -> JobView:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            for job in reversed(self.told):
                if job.id == name and job.ended:
                    return job
            time.sleep(0.01)
        raise AssertionError(self.told[-1])


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def jobs(watch: Watch) -> Iterator[Jobs]:
    made = Jobs(watch, seconds=8.0)
    yield made
    made.close()


def _piece(compute: object, argument: float, kept: list[float]) -> Piece:
    def keep(found: float) -> Kept:
        kept.append(found)
        return Kept(1, 0)

    return Piece(compute=compute, arguments=(argument,), keep=keep, name=f"piece {argument}")  # type: ignore[arg-type]


def _begin(jobs: Jobs, pieces: list[Piece], owner: str = "a") -> JobView:
    return jobs.begin(case="talks", kind="reports", by="A", owner=owner, pieces=pieces)


def test_a_document_that_cannot_be_read_or_kills_its_reader_stops_nobody_else(
    jobs: Jobs, watch: Watch
) -> None:
    kept: list[float] = []
    works = ((double, 1), (unreadable, 2), (crash, 3), (sleep, 60), (double, 5))
    job = _begin(jobs, [_piece(work, number, kept) for work, number in works])
    ended = watch.ended(job.id)
    assert (ended.state, ended.done, ended.found, kept) == ("done", 5, 2, [2, 10])
    assert [fault.split(":")[0] for fault in ended.faults] == ["piece 2", "piece 3", "piece 60"]


def test_a_job_is_stopped_and_goes_on_where_it_stopped(jobs: Jobs, watch: Watch) -> None:
    kept: list[float] = []
    pieces = [_piece(sleep, number / 1000, kept) for number in range(400, 410)]
    job = _begin(jobs, pieces)
    until = time.monotonic() + 60
    while not kept and time.monotonic() < until:
        time.sleep(0.005)
    jobs.cancel(job.id, "a")
    stopped = watch.ended(job.id)
    assert stopped.state == "cancelled"
    assert 0 < len(kept) < 10
    assert stopped.done == len(kept)
    jobs.resume(job.id, "a")
    until = time.monotonic() + 60
    while jobs.one(job.id, "a").state != "done" and time.monotonic() < until:
        time.sleep(0.01)
    assert kept == [number / 1000 for number in range(400, 410)]
    with pytest.raises(Refused, match="only a job that was stopped"):
        jobs.resume(job.id, "a")


def test_a_job_of_another_is_not_there(jobs: Jobs, watch: Watch) -> None:
    job = _begin(jobs, [_piece(double, 1, [])])
    for action in (jobs.one, jobs.cancel, jobs.resume):
        with pytest.raises(Refused, match="no such job"):
            action(job.id, "b")
    assert jobs.of("b") == ()
    watch.ended(job.id)


def test_a_fault_of_the_program_ends_the_job_and_says_nothing_of_its_inside(
    jobs: Jobs, watch: Watch
) -> None:
    def keep(found: object) -> Kept:
        raise RuntimeError("secret of the inside")

    piece = Piece(compute=double, arguments=(1,), keep=keep, name="x")
    ended = watch.ended(_begin(jobs, [piece]).id)
    assert ended.state == "failed"
    assert "secret" not in str(ended)


def test_one_user_cannot_fill_the_queue(jobs: Jobs) -> None:
    for _ in range(20):
        _begin(jobs, [_piece(sleep, 0.2, [])])
    with pytest.raises(Refused, match="at most 20 jobs"):
        _begin(jobs, [_piece(double, 1, [])])
    _begin(jobs, [_piece(double, 1, [])], owner="b")


def test_the_agenda_a_job_was_given_is_what_it_looks_with(folder: Path) -> None:
    assert got(client(folder), f"{CASE}/agenda")["title"]
