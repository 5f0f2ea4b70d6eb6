"""The same answers in the same order on any number of processes, also where some are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from goodoffices.errors import AnalysisError, InputError
from goodoffices.solve.sweep import AHEAD, cores, sweep


def square(number: int) -> int:
    return number * number


def fails(number: int) -> int:
    if number == 5:
        raise ValueError("five")
    return number


def dies(mark: Path, number: int) -> int:
    """Kills its process at 7, the first time."""
    if number == 7 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def dies_always(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("workers", [1, 2])
def test_answers_in_order(workers: int) -> None:
    assert list(sweep(square, range(40), workers=workers)) == [n * n for n in range(40)]
    assert list(sweep(square, [], workers=workers)) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_piece_raises_is_raised_in_its_turn(workers: int) -> None:
    answers = sweep(fails, range(9), workers=workers)
    assert [next(answers) for _ in range(5)] == [0, 1, 2, 3, 4]
    with pytest.raises(ValueError, match="five"):
        next(answers)


@pytest.mark.parametrize("workers", [1, 2])
def test_pieces_are_taken_as_they_are_needed(workers: int) -> None:
    taken: list[int] = []

    def pieces() -> Iterator[int]:
        for number in range(10_000):
            taken.append(number)
            yield number

    answers = sweep(square, pieces(), workers=workers)
    for _ in range(10):
        next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert len(taken) <= 10 + workers * AHEAD


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    found = list(sweep(partial(dies, tmp_path / "mark"), range(30), workers=2))
    assert (tmp_path / "mark").exists()
    assert found == list(range(30))


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_piece_that_always_kills_is_given_up() -> None:
    answers = sweep(dies_always, range(9), workers=2)
    with pytest.raises(AnalysisError, match="ended 3 times"):
        list(answers)


def test_how_many_workers() -> None:
    assert cores() >= 1
    with pytest.raises(InputError, match="0 \\(all cores\\) or more"):
        list(sweep(square, [1], workers=-1))


ORPHANS = """
import os, time
from goodoffices.solve.sweep import sweep
from test_sweep_pieces import report
for line in sweep(report, range(1000), workers=2):
    print(line, flush=True)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes in /proc")
def test_workers_end_with_the_process_that_they_work_for(tmp_path: Path) -> None:
    (tmp_path / "test_sweep_pieces.py").write_text(
        "import os, time\n\ndef report(n):\n    time.sleep(0.05)\n    return os.getpid()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", ORPHANS], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert process.stdout is not None
    workers = {int(process.stdout.readline()) for _ in range(8)}
    process.kill()
    process.wait()
    process.stdout.close()
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
