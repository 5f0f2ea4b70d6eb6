"""A case in a database, from the terminal."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from goodoffices.formats.case_folder import read_case
from goodoffices.model.case import waiting_statements
from goodoffices.store import Store
from support import EXAMPLES, Run

STRAIT = EXAMPLES / "strait-accord"


def test_a_case_goes_into_a_database_is_worked_on_and_comes_out(run: Run, tmp_path: Path) -> None:
    store, out = tmp_path / "talks.sqlite", tmp_path / "out"
    status, _, err = run("convert", STRAIT, store)
    assert (status, err) == (0, f"Wrote {store}#strait-accord\n")
    for question in (
        ["zopa"],
        ["verdicts", "--draft", "first-text"],
        ["stability"],
    ):
        _, wanted, _ = run("analyse", STRAIT, *question, "--json")
        status, found, _ = run("analyse", store, *question, "--json")
        assert (status, found) == (0, wanted)
    assert run("convert", store, out)[0] == 0
    assert {p.name: p.read_bytes() for p in out.rglob("*.*") if p.is_file()} == {
        p.name: p.read_bytes() for p in STRAIT.rglob("*.*") if p.is_file()
    }
    status, _, err = run("convert", STRAIT, store)
    assert status == 2
    assert "already" in err
    assert run("convert", STRAIT, f"{store}#second")[0] == 0
    status, _, err = run("analyse", store, "zopa")
    assert status == 2
    assert f"say which case: {store}#CASE (there: second, strait-accord)" in err
    assert run("analyse", f"{store}#second", "zopa")[0] == 0
    status, _, err = run("analyse", f"{store}#secnod", "zopa")
    assert "did you mean 'second'" in err
    assert run("convert", f"{store}#second", tmp_path / "accord.json")[0] == 0
    assert json.loads((tmp_path / "accord.json").read_text())["parties"]
    assert run("convert", f"{store}#second", tmp_path / "pilots.svg")[0] == 0
    assert run("brief", f"{store}#second", "--format", "md", "--out", tmp_path / "brief")[0] == 0


def test_a_new_case_in_a_database(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "talks.sqlite"
    status, _, err = run("new", store, "--title", "Talks on the strait")
    assert status == 0
    assert f"Made {store}#talks-on-the-strait" in err
    status, out, _ = run("add", store, EXAMPLES / "strait-accord-documents")
    assert status == 0
    assert len(out.splitlines()) == 10
    with Store.open(store).reading() as t:
        assert t.counts("talks-on-the-strait").reports == 10
        assert len(t.files("talks-on-the-strait", "reports/originals/")) == 3
    assert run("new", f"{store}#river")[0] == 0
    with Store.open(store).reading() as t:
        assert t.cases() == {"river": "river", "talks-on-the-strait": "Talks on the strait"}


def test_a_database_is_looked_after(run: Run, tmp_path: Path) -> None:
    store, copy = tmp_path / "talks.sqlite", tmp_path / "monday.sqlite"
    run("convert", STRAIT, store)
    status, head, err = run("store", "verify", store)
    assert status == 0
    assert "every row is as it was written" in err
    assert run("store", "backup", store, copy)[:2] == (0, head)
    assert run("store", "restore", copy, tmp_path / "again.sqlite")[0] == 0
    assert run("store", "verify", tmp_path / "again.sqlite", "--expect", head.strip())[0] == 0
    assert run("store", "migrate", copy) == (0, "", "Nothing to do: it is of this version.\n")
    status, out, err = run("store", "verify", store, "--expect", "0" * 63 + "1")
    assert status == 1
    assert "no entry of the audit log has the hash that was expected" in out
    assert "1 fault in" in err
    status, _, err = run("store", "backup", store, copy)
    assert (status, "there already" in err) == (2, True)
    status, _, err = run("store", "verify", tmp_path / "none.sqlite")
    assert (status, "there is no store at" in err) == (2, True)


@pytest.mark.parametrize("command", ["verify", "backup", "restore", "migrate"])
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    status, out, _ = run("store", command, "--help")
    assert status == 0
    assert f"goodoffices store {command}" in out
    assert max(len(line) for line in out.splitlines()) <= 80


def test_reviewing_in_a_database_is_saved_key_by_key(tmp_path: Path) -> None:
    folder, store = tmp_path / "talks", tmp_path / "talks.sqlite"
    shutil.copytree(STRAIT, folder)
    left = len(waiting_statements(read_case(folder))) - 2
    program = [sys.executable, "-c", "from goodoffices.cli import main; main()"]
    env = {**os.environ, "GOODOFFICES_BY": "A. Desk Officer"}
    subprocess.run([*program, "convert", folder, store], check=True, capture_output=True)
    for place in (folder, store):
        done = subprocess.run(
            [*program, "review", place],
            input="a\nr\nu\nr\nq\n",
            text=True,
            env=env,
            capture_output=True,
            check=True,
        )
        said = f"1 accepted, 0 amended, 1 rejected. {left} still wait for review."
        assert said in done.stderr
    subprocess.run([*program, "convert", store, tmp_path / "out"], check=True, capture_output=True)
    ours, theirs = read_case(folder).reviews[-4:], read_case(tmp_path / "out").reviews[-4:]
    assert [(r.subject, r.verdict, r.by, bool(r.withdrawn_at)) for r in ours] == [
        (r.subject, r.verdict, r.by, bool(r.withdrawn_at)) for r in theirs
    ]
