"""An archive in partitions: the same whoever works on it, whole although a worker is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from benchmarks.archive import articles

from goodoffices.errors import InputError
from goodoffices.formats.case_folder import read_case
from goodoffices.model.case import Case
from goodoffices.solve.sweep import sweep
from goodoffices.workspace import Workspace, partitions
from goodoffices.workspace.cases import silent
from goodoffices.workspace.partitions import (
    PartDone,
    Partition,
    cut,
    load_partitions,
    read_partition,
    read_partitions,
)
from support import EXAMPLES, ROOT

pytest.importorskip("pyarrow", reason="reading in partitions needs pyarrow")
AT = "2031-01-01T00:00:00Z"
REPORTS = 60


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.jsonl"
    rows = [json.dumps(a.fields, ensure_ascii=False) for a in articles(REPORTS, seed=2)]
    path.write_text("\n".join([*rows[:10], "{broken", *rows[10:]]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    agenda = (EXAMPLES / "strait-accord" / "case.yaml").read_bytes()
    (folder / "case.yaml").write_bytes(agenda)
    return folder


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "SLICE", 20_000)


def rows(target: Path) -> dict[str, list[Any]]:
    from pyarrow import parquet

    return {
        path.name: parquet.read_table(path).to_pylist() for path in sorted(target.glob("*.parquet"))
    }


def read(case: Path, archive: Path, target: Path, **given: Any) -> list[PartDone]:
    agenda = Workspace(case).case
    return list(read_partitions(agenda, [archive], target, extractor="rules", at=AT, **given))


def test_every_line_is_in_one_partition(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = archive.read_bytes().splitlines()
    for size in (1, 7, 1_000, 20_000, 10_000_000):
        monkeypatch.setattr(partitions, "SLICE", size if size > 7 else 4_001 + size)
        pieces = cut([archive])
        lines = [line for piece in pieces for line in partitions._lines(piece).splitlines()]
        assert lines == whole
    assert [piece.number for piece in pieces] == list(range(len(pieces)))


def test_a_cut_at_the_very_end_of_a_line_neither_doubles_nor_loses(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"one\ntwo\nthree\n")
    for at in range(1, 14):
        pieces = [
            Partition(number=0, path=str(path), start=0, end=at),
            Partition(number=1, path=str(path), start=at, end=14),
        ]
        found = [line for piece in pieces for line in partitions._lines(piece).split()]
        assert found == [b"one", b"two", b"three"]


def test_what_is_loaded_is_what_adding_and_extracting_find(
    case: Path, archive: Path, tmp_path: Path
) -> None:
    target, plain = tmp_path / "parts", tmp_path / "plain"
    done = read(case, archive, target)
    assert len(done) > 3
    assert all(part.cpu > 0 for part in done if part.reports)
    loaded = load_partitions(Workspace(case).home.filling(), target, silent)
    assert (loaded.reports, loaded.failures) == (REPORTS, 1)
    plain.mkdir()
    (plain / "case.yaml").write_bytes((case / "case.yaml").read_bytes())
    other = Workspace(plain)
    added = other.add([archive])
    other.extract("rules")
    here, there = read_case(case), read_case(plain)
    assert loaded.copies == added.copies > 0
    assert {r.id: (r.text, r.published, r.copy_of) for r in here.reports} == {
        r.id: (r.text, r.published, r.copy_of) for r in there.reports
    }
    assert {s.id for s in here.statements} == {s.id for s in there.statements}
    assert loaded.statements == len(here.statements)
    # Loading again adds nothing, and extracting finds that all was read.
    again = load_partitions(Workspace(case).home.filling(), target, silent)
    assert (again.reports, again.statements) == (0, 0)
    assert Workspace(case).extract("rules").read == 0


def test_a_store_is_loaded_as_a_folder_is(case: Path, archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "parts"
    read(case, archive, target)
    store = Workspace.create(f"{tmp_path / 'a.sqlite'}", "Archive")
    store.save(Workspace(case).case)
    loaded = load_partitions(store.home.filling(), target, silent)
    load_partitions(Workspace(case).home.filling(), target, silent)
    store.refresh()
    folder = read_case(case)
    assert loaded.reports == REPORTS
    assert {r.id: r.copy_of for r in store.case.reports} == {
        r.id: r.copy_of for r in folder.reports
    }
    assert {s.id for s in store.case.statements} == {s.id for s in folder.statements}


def test_the_number_of_workers_changes_nothing(case: Path, archive: Path, tmp_path: Path) -> None:
    read(case, archive, tmp_path / "one", workers=1)
    read(case, archive, tmp_path / "two", workers=2)
    assert rows(tmp_path / "one") == rows(tmp_path / "two")


def dying(mark: Path, case: Case, target: str, partition: Partition) -> PartDone:
    """Kills its own process at the third partition, the first time."""
    if partition.number == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return read_partition(case, "rules", AT, target, partition)


def test_a_worker_killed_loses_nothing(case: Path, archive: Path, tmp_path: Path) -> None:
    read(case, archive, tmp_path / "whole")
    mark, target = tmp_path / "mark", tmp_path / "killed"
    target.mkdir()
    work = partial(dying, mark, Workspace(case).case, str(target))
    assert len(list(sweep(work, cut([archive]), workers=2))) == len(cut([archive]))
    assert mark.exists()
    assert rows(target) == rows(tmp_path / "whole")


def test_what_was_read_is_not_read_again(case: Path, archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "parts"
    read(case, archive, target)
    before = rows(target)
    lost = sorted(target.glob("*.parquet"))[1]
    lost.unlink()
    (target / f".{lost.name}.1.new").write_bytes(b"half")
    done = read(case, archive, target)
    assert [part.file for part in done if part.cpu] == [lost.name]
    assert rows(target) == before


def test_a_folder_without_partitions_is_refused(case: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no partitions"):
        load_partitions(Workspace(case).home.filling(), tmp_path, silent)


CLUSTER = """
import os, signal, sys
from functools import partial
from pathlib import Path
from distributed import LocalCluster
from goodoffices.solve.cluster import over_cluster
from goodoffices.workspace import Workspace, partitions
from goodoffices.workspace.partitions import cut, read_partition

def dying(mark, case, target, partition):
    if partition.number == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return read_partition(case, "rules", "2031-01-01T00:00:00Z", target, partition)

if __name__ == "__main__":
    case, archive, target, mark = map(Path, sys.argv[1:5])
    target.mkdir()
    partitions.SLICE = 20_000
    pieces = cut([archive])
    work = partial(dying, mark, Workspace(case).case, str(target))
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        found = list(over_cluster(work, pieces, cluster.scheduler_address))
    assert [one.file[5:11] for one in found] == [f"{n:06}" for n in range(len(pieces))]
    print(len(found), mark.exists())
"""


def test_a_worker_of_a_dask_cluster_killed_loses_nothing(
    case: Path, archive: Path, tmp_path: Path
) -> None:
    pytest.importorskip("distributed", reason="needs Dask")
    read(case, archive, tmp_path / "whole")
    script = tmp_path / "day.py"
    script.write_text(CLUSTER, encoding="utf-8")
    arguments = [case, archive, tmp_path / "cluster", tmp_path / "mark"]
    done = subprocess.run(
        [sys.executable, str(script), *map(str, arguments)],
        capture_output=True, text=True, timeout=300, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == [str(len(cut([archive]))), "True"]
    assert rows(tmp_path / "cluster") == rows(tmp_path / "whole")


def test_no_scheduler_is_a_clear_error(case: Path, archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="needs Dask")
    code = (
        "from goodoffices.solve.cluster import over_cluster\n"
        "from goodoffices.errors import InputError\n"
        "try: list(over_cluster(abs, [1], 'nowhere'))\n"
        "except InputError as fault: print(fault)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert "no Dask scheduler answers at nowhere" in done.stdout, done.stderr[-1000:]


def test_the_two_commands(case: Path, archive: Path, tmp_path: Path) -> None:
    from goodoffices.cli.main import _run

    target = tmp_path / "parts"
    assert _run(["archive", "load", str(case), str(target)]) == 2
    assert _run(["archive", "read", str(case), str(target), str(tmp_path / "no.jsonl")]) == 2
    read = ["archive", "read", str(case), str(target), str(archive), "--with", "rules"]
    assert _run(read) == 0
    assert _run(["archive", "load", str(case), str(target)]) == 0
    assert len(read_case(case).reports) == REPORTS
