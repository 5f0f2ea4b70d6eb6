"""Processes that work on a store and die in the middle of it, for the tests of faults.

Run as a program, it reads one job a line (JSON), forks a process for each, and answers with how
they ended. A job names what to do, where, and at which call to die: `kill` is
"module:Class.method:before" or ":after".
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from goodoffices.errors import GoodOfficesError
from goodoffices.formats.case_pack import packed
from goodoffices.model.evidence import Review
from goodoffices.store import Store
from goodoffices.workspace.moving import put_in_store

Job = dict[str, Any]


def import_case(job: Job) -> None:
    """Put a case folder into a store."""
    put_in_store(packed(Path(job["folder"])), Store.open(job["place"]), job["case"], by="A")


def review(job: Job) -> None:
    """Decide on one statement."""
    made = Review(
        id=f"rv-{job['by']}-{job['subject']}",
        subject=job["subject"],
        verdict="accepted",
        by=job["by"],
        at="2026-01-01T00:00:00Z",
    )
    store = job.get("store") or Store.open(job["place"])
    with store.begin(by=job["by"]) as t:
        t.append_reviews(job["case"], [made], seen=job.get("seen"))


def review_on(job: Job) -> None:
    """Decide on one statement after another, and write each that was acknowledged to a file."""
    store = Store.open(job["place"])
    with Path(job["said"]).open("a") as said:
        for subject in job["subjects"]:
            review({**job, "store": store, "subject": subject})
            said.write(f"{subject}\n")
            said.flush()


def migrate(job: Job) -> None:
    """Bring a store to this version."""
    Store.migrate(job["place"])


def make(job: Job) -> None:
    """A new store."""
    Store.create(job["place"])


JOBS: dict[str, Callable[[Job], None]] = {
    function.__name__: function for function in (import_case, review, review_on, migrate, make)
}


def _arm(spec: str) -> None:
    """Let this process die by SIGKILL at a call."""
    module, name, when = spec.split(":")
    *owners, attribute = name.split(".")
    owner: Any = importlib.import_module(module)
    for step in owners:
        owner = getattr(owner, step)
    function = getattr(owner, attribute)

    def deadly(*arguments: Any, **named: Any) -> Any:
        if when == "after":
            function(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, attribute, deadly)


def _work(job: Job) -> None:
    if "bytes" in job:  # no file may grow beyond: as a full disk, but only for this process
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["bytes"], job["bytes"]))
    if "kill" in job:
        _arm(job["kill"])
    JOBS[job["do"]](job)


def _fork(job: Job) -> tuple[int, int]:
    """Process id and the end of a pipe from which its fault, if any, can be read."""
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write)
        return pid, read
    status = 1
    try:
        _work(job)
        status = 0
    except GoodOfficesError as fault:
        os.write(write, f"{type(fault).__name__}: {fault}".encode())
    finally:
        os._exit(status)


def _end(pid: int, read: int) -> dict[str, Any]:
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read().decode()
    _, status = os.waitpid(pid, 0)
    return {
        "signal": os.WTERMSIG(status),
        "status": os.waitstatus_to_exitcode(status),
        "said": said,
    }


def main() -> None:
    """Jobs in, endings out. A job with `until` is killed once its file has so many lines."""
    for line in sys.stdin:
        jobs = json.loads(line)
        running = [_fork(job) for job in jobs]
        for job, (pid, _) in zip(jobs, running, strict=True):
            if "until" in job:
                while len(Path(job["said"]).read_text().splitlines()) < job["until"]:
                    time.sleep(0.01)
                os.kill(pid, signal.SIGKILL)
        print(json.dumps([_end(*one) for one in running]), flush=True)


class Workers:
    """The program above, running."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, *jobs: Job) -> Sequence[dict[str, Any]]:
        """Start the jobs at once, and tell how each ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(jobs) + "\n")
        self._process.stdin.flush()
        ended: list[dict[str, Any]] = json.loads(self._process.stdout.readline())
        return ended

    def stop(self) -> None:
        """End the program."""
        self._process.communicate(timeout=30)


if __name__ == "__main__":
    main()
