"""Filling a case in batches: killed at any moment it goes on, with nothing doubled or lost."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benchmarks.archive import articles

from goodoffices import Workspace
from goodoffices.errors import InputError
from goodoffices.formats.case_folder import read_case
from goodoffices.formats.case_stream import EXTRACTED, FILLING, LEDGER, FolderFilling
from goodoffices.model.case import Case
from goodoffices.read.documents import read_all
from goodoffices.read.voting import told_anew
from goodoffices.workspace import filling
from goodoffices.workspace.moving import move
from support import EXAMPLES

REPORTS = 160
SCRIPT = """
import sys
from goodoffices import Workspace
from goodoffices.workspace import filling
filling.BATCH, filling.PIECE = 10, 5
space = Workspace(sys.argv[2], lazy=True)
if sys.argv[1] == "add":
    space.add([sys.argv[3]])
else:
    space.extract("rules", workers=int(sys.argv[3]))
"""


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "articles.jsonl"
    rows = [json.dumps(article.fields) for article in articles(REPORTS, seed=11)]
    path.write_text("\n".join(rows) + "\n")
    return path


def empty(path: Path) -> Path:
    path.mkdir()
    shutil.copy(EXAMPLES / "strait-accord" / "case.yaml", path)
    return path


@pytest.fixture(scope="module")
def whole(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case as it comes out when nothing is killed."""
    path = empty(tmp_path_factory.mktemp("whole") / "case")
    space = Workspace(path)
    added = space.add([table])
    assert (len(added.new), added.failures) == (REPORTS, ())
    assert added.copies == sum(report.copy_of is not None for report in added.new) > 30
    assert len(space.extract("rules").new) > REPORTS
    return path


def timeless(case: Case) -> Case:
    """The case without the times at which its reports were fetched."""
    return dataclasses.replace(
        case, reports=tuple(dataclasses.replace(r, retrieved=None) for r in case.reports)
    )


def killed(*arguments: object, when: Callable[[], bool]) -> None:
    """Run the script in a process of its own and kill it as soon as something is so."""
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, *map(str, arguments)])
    try:
        while process.poll() is None and not when():
            time.sleep(0.002)
        assert process.poll() is None, "it ended before it could be killed"
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_adding_and_extracting_killed_again_and_again(
    whole: Path, table: Path, tmp_path: Path
) -> None:
    path = empty(tmp_path / "case")

    def reports() -> int:
        return sum(1 for _ in path.glob("reports/*.txt"))

    for least in (1, 35, 90):
        killed("add", path, table, when=lambda least=least: reports() >= least)  # type: ignore[misc]
        assert (path / FILLING).exists()
    assert reports() < REPORTS
    added = Workspace(path, lazy=True).add([table])
    assert len(added.new) + len(added.known) == REPORTS
    assert not (path / FILLING).exists()
    assert not list(path.glob("reports/.*"))
    assert timeless(read_case(path)).reports == timeless(read_case(whole)).reports

    ledger = path / LEDGER
    for least, workers in ((1, 1), (40_000, 1), (80_000, 2)):
        killed(
            "extract", path, workers,
            when=lambda least=least: ledger.exists() and ledger.stat().st_size >= least,  # type: ignore[misc]
        )  # fmt: skip
    with ledger.open("ab") as stream:  # as if killed in the middle of a line
        stream.write(b'{"id":"st-0123')
    Workspace(path, lazy=True).extract("rules")
    assert set(read_case(path).statements) == set(read_case(whole).statements)
    assert len(read_case(path).statements) == len(read_case(whole).statements)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Grows whenever copies are looked for."""
    times: list[bool] = []
    real = filling.mark

    def watched(*given: Any) -> dict[str, str]:
        times.append(True)
        return real(*given)

    monkeypatch.setattr(filling, "mark", watched)
    return times


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_copies_are_looked_for_again_only_where_adding_was_killed(
    whole: Path,
    table: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    looked: list[bool],
) -> None:
    watched = filling.mark
    path = tmp_path / "read"
    shutil.copytree(whole, path, ignore=shutil.ignore_patterns(LEDGER, EXTRACTED))
    ledger = path / LEDGER

    def kill_reading(least: int) -> None:
        big = least + (ledger.stat().st_size if ledger.exists() else 0)
        killed("extract", path, 1, when=lambda: ledger.exists() and ledger.stat().st_size >= big)

    kill_reading(1)
    assert not Workspace(path, lazy=True).add([table]).new
    assert (looked, (path / FILLING).exists()) == ([], False)
    kill_reading(1)
    assert 0 < Workspace(path, lazy=True).extract("rules").read < REPORTS
    assert looked == []
    for older in (b"", LEDGER.encode()):  # as versions before left it: it may have been adding
        (path / FILLING).write_bytes(older)
        Workspace(path, lazy=True).extract("rules")
        assert looked.pop()
    assert set(read_case(path).statements) == set(read_case(whole).statements)

    path = empty(tmp_path / "added")
    ledger = path / LEDGER
    killed("add", path, table, when=lambda: sum(1 for _ in path.glob("reports/*.txt")) >= 40)
    monkeypatch.setattr(filling, "mark", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        Workspace(path, lazy=True).extract("rules")  # stopped before the copies are marked
    monkeypatch.setattr(filling, "mark", watched)
    kill_reading(1)  # marks them, and is killed afterwards
    Workspace(path, lazy=True).extract("rules")
    assert looked == []
    assert any(report.copy_of for report in read_case(path).reports)


def test_what_was_read_before_is_not_read_again(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "case"
    shutil.copytree(whole, path)
    space = Workspace(path, lazy=True)
    ledger = (path / LEDGER).read_bytes()
    assert (space.extract("rules").read, space.extract("rules", again=True).read) == (0, REPORTS)
    assert (path / LEDGER).read_bytes() == ledger
    report = sorted(path.glob("reports/*.yaml"))[0]
    report.write_text(report.read_text().replace("outlet: ", "outlet: New "))
    assert space.extract("rules").read == 1
    case = path / "case.yaml"
    case.write_text(case.read_text().replace("aliases: [Carvossa]", "aliases: [Carvossa, Dols]"))
    assert space.extract("rules").read == REPORTS
    (path / EXTRACTED).unlink()
    known = (path / LEDGER).read_bytes()
    extracted = space.extract("rules")
    assert (extracted.read, len(extracted.new)) == (REPORTS, 0)
    assert (path / LEDGER).read_bytes() == known


def test_another_extractor_adds_nothing_that_was_said_before(table: Path, tmp_path: Path) -> None:
    path, few = empty(tmp_path / "case"), tmp_path / "few.jsonl"
    few.write_text("".join(table.read_text().splitlines(keepends=True)[:25]))
    Workspace(path).add([few])
    Workspace(path, lazy=True).extract("rules")
    store = Workspace(move(path, tmp_path / "cases.sqlite").where)
    before = read_case(path).statements
    extracted = Workspace(path, lazy=True).extract("fast")
    known = {statement.id for statement in before}
    case = read_case(path)
    found = [s for report in case.reports for s in filling.candidates_in(report, case, "fast")]
    anew, again = told_anew(found, before)
    assert {s.id for s in extracted.new} == {s.id for s in anew}
    assert extracted.repeated == again > 0
    assert len({s.id for s in found} - known) == len(anew) + again
    once_more = Workspace(path, lazy=True).extract("fast", again=True)
    assert (len(once_more.new), once_more.repeated) == (0, again)
    assert store.extract("fast").repeated == again
    assert {s.id for s in store.case.statements} == {s.id for s in case.statements}


def test_workers_change_nothing(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "case"
    shutil.copytree(whole, path, ignore=shutil.ignore_patterns(LEDGER, EXTRACTED))
    extracted = Workspace(path, lazy=True).extract("rules", workers=2)
    assert (path / LEDGER).read_bytes() == (whole / LEDGER).read_bytes()
    assert tuple(extracted.new) == read_case(whole).statements
    every = list(extracted.new)
    assert (extracted.new[0], extracted.new[-1]) == (every[0], every[-1])


def test_a_store_is_filled_with_the_same(whole: Path, table: Path, tmp_path: Path) -> None:
    moved = move(empty(tmp_path / "case"), tmp_path / "cases.sqlite")
    space = Workspace(moved.where)
    added = space.add([table])
    assert added.copies > 30
    assert timeless(space.case).reports == timeless(read_case(whole)).reports
    assert len(space.add([table]).known) == REPORTS
    extracted = space.extract("rules")
    assert set(space.case.statements) == set(read_case(whole).statements)
    assert len(extracted.new) == len(space.case.statements)
    assert space.extract("rules").read == 0
    again = space.extract("rules", again=True)
    assert (again.found, len(again.new)) == (extracted.found, 0)


@pytest.mark.parametrize("cut_short", [False, True])
def test_copies_of_a_case_put_into_a_store_are_as_marked_where_it_came_from(
    whole: Path, tmp_path: Path, looked: list[bool], cut_short: bool
) -> None:
    path = tmp_path / "case"
    shutil.copytree(whole, path)
    if cut_short:
        (path / FILLING).touch()
    first = move(path, tmp_path / "cases.sqlite").where
    Workspace(move(first, tmp_path / "others.sqlite").where).extract("rules")
    assert looked == ([True] if cut_short else [])


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_copies_in_a_store_are_looked_for_where_adding_was_killed(
    whole: Path, table: Path, tmp_path: Path, looked: list[bool]
) -> None:
    moved = move(empty(tmp_path / "case"), tmp_path / "cases.sqlite")

    def reports() -> int:
        with contextlib.closing(sqlite3.connect(tmp_path / "cases.sqlite")) as there:
            (found,) = there.execute("SELECT count(*) FROM reports").fetchone()
        return int(found)

    killed("add", moved.where, table, when=lambda: reports() >= 40)
    assert reports() < REPORTS
    space = Workspace(moved.where)
    assert not any(report.copy_of for report in space.case.reports)
    assert not space.add([]).new
    assert looked.pop()
    assert any(report.copy_of for report in space.case.reports)
    assert len(space.add([]).new) == 0
    assert looked == []  # nothing is owed now
    space.add([table])
    assert looked.pop()
    assert timeless(space.case).reports == timeless(read_case(whole)).reports
    document = Path(__file__)  # as a page puts it in: copies are marked with the report
    assert len(space.keep(read_all(document.read_bytes(), name="note.txt")).new) == 1
    space.extract("rules")
    assert looked == []


def test_one_filling_at_a_time(whole: Path) -> None:
    with FolderFilling(whole).begun(), pytest.raises(InputError, match="another process"):
        Workspace(whole, lazy=True).add([])
    assert not (whole / FILLING).exists()


def test_a_fault_leaves_the_rest_to_the_next_call(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = empty(tmp_path / "case")
    monkeypatch.setattr(filling, "BATCH", 50)
    monkeypatch.setattr(filling, "mark", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        Workspace(path).add([table])
    monkeypatch.undo()
    assert not any(report.copy_of for report in read_case(path).reports)
    Workspace(path, lazy=True).extract("rules")  # finishes what adding left
    assert sum(report.copy_of is not None for report in read_case(path).reports) > 30


def test_the_names_in_a_foreign_folder_lead_nowhere(tmp_path: Path) -> None:
    path = empty(tmp_path / "case")
    outside = tmp_path / "outside.yaml"
    outside.write_text("kept")
    (path / "reports").mkdir()
    (path / FILLING).write_text("../../outside")
    Workspace(path, lazy=True).add([])
    assert outside.read_text() == "kept"
    target = tmp_path / "target"
    (path / FILLING).symlink_to(target)
    with pytest.raises(InputError, match="leads out"):
        Workspace(path, lazy=True).add([])
    assert not target.exists()


@pytest.mark.parametrize("step", [1, 4, 11, 17, 29, 33])
def test_stopped_between_two_files_a_text_has_its_record(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    class Stopped(BaseException):
        pass

    path = empty(tmp_path / "case")
    real, done = os.replace, 0

    def replace(one: Path, other: Path) -> None:
        nonlocal done
        done += 1
        if done == step:
            raise Stopped
        real(one, other)

    monkeypatch.setattr(filling, "BATCH", 5)
    monkeypatch.setattr("os.replace", replace)
    with pytest.raises(Stopped):
        Workspace(path).add([table])
    monkeypatch.undo()
    filled = FolderFilling(path)
    for report in filled.reports(filled.report_ids()):
        assert report.published
    before = len(filled.report_ids())
    assert len(Workspace(path, lazy=True).add([table]).new) == REPORTS - before
    assert len(read_case(path).reports) == REPORTS
