"""Ctrl-C in the middle of a question that has no end: the program prints what was proven so far."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from goodoffices.formats.negotiation_file import save
from knapsack import unanswerable

PROGRAM = """
import sys
from goodoffices.cli.main import main
from goodoffices.solve.cpsat import Clock

def told(self, check=Clock.check):
    Clock.check = check
    print("searching", file=sys.stderr, flush=True)
    check(self)

Clock.check = told
main(sys.argv[1:])
"""
"""The program itself, but that it says when the search has begun."""

ASKED: dict[str, tuple[str, ...]] = {
    "zopa": (),
    "conflicts": (),
    "concessions": (),
    "bargain": ("rule=kalai-smorodinsky",),
    "pareto": (),
    "improve": ("goal=zone",),
}


@pytest.fixture(scope="module")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("endless") / "gap.json"
    save(unanswerable(), path)
    return path


def interrupted(path: Path, analysis: str, *arguments: str) -> tuple[int, str, str]:
    """Exit status, output and messages of the program, stopped once it has begun to search."""
    settings = [f"--set={setting}" for setting in (*ASKED[analysis], "effort=null")]
    if analysis == "improve":
        text = {item.id: "w" for item in unanswerable().issues}
        settings.append(f"--set=package={json.dumps(text)}")
    command = [sys.executable, "-c", PROGRAM, "analyse", str(path), analysis, *settings, *arguments]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "COLUMNS": "80"},
    )
    try:
        assert process.stderr is not None
        assert process.stderr.readline() == "searching\n"
        time.sleep(0.5)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=120)
    finally:
        process.kill()
    return process.returncode, out, err


@pytest.mark.parametrize("analysis", ASKED)
def test_ctrl_c_prints_what_was_proven(analysis: str, endless: Path) -> None:
    status, out, err = interrupted(endless, analysis, "--json")
    assert (status, err) == (0, "")
    value: dict[str, Any] = json.loads(out)["value"]
    if analysis == "zopa":
        assert (value["exists"], value["proven"], value["packages"]) == ("depends", False, [])
        assert value["count"] is value["count_at_least"] is None
    elif analysis == "bargain":
        assert value["proven"] is False
    else:
        assert value["complete"] is False


@pytest.mark.parametrize("analysis", ["zopa", "conflicts"])
def test_ctrl_c_says_in_words_that_nothing_follows(analysis: str, endless: Path) -> None:
    status, out, err = interrupted(endless, analysis)
    assert (status, err) == (0, "")
    words = " ".join(out.split())
    assert "was not settled" in words
    assert "nothing follows from this" in words
    assert "No claims collide" not in words
