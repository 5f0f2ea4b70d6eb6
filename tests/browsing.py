"""A real browser before a real server: what the tests of the page share."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from support import ROOT

STATIC = ROOT / "src" / "goodoffices" / "web" / "static"
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

START = "from goodoffices.cli import main; main()"

VIEWS = (
    *("matrix", "review", "drafts", "agreement", "timeline"),
    *("stability", "sources", "process", "briefing", "settings"),
)


def missing() -> str | None:
    """Why no browser test can run here; None where it can."""
    if not any(map(shutil.which, NAMES)):
        return "Chromium is not installed (Debian: apt-get install chromium)"
    if not (STATIC / "index.html").is_file():
        return "the page is not built (python hatch_build.py)"
    return None


def options() -> dict[str, Any]:
    """How Chromium is started: the system's own, and as root without its sandbox."""
    path = next(found for name in NAMES if (found := shutil.which(name)))
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"executable_path": path, "args": ["--no-sandbox"] if root else []}


@contextmanager
def served(where: Path | str, *more: str) -> Iterator[str]:
    """`goodoffices serve` on a free port, in a process of its own; gives its address."""
    command = [sys.executable, "-c", START, "serve", str(where), "--port", "0", *more]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        said = ""
        for line in process.stderr:
            said += line
            if found := re.search(r"http://[^\s/]+", line):
                _await(found.group())
                yield found.group()
                break
        else:
            raise AssertionError(f"the server did not start: {said}")
    finally:
        process.terminate()
        _, said = process.communicate(timeout=20)
        print(said, file=sys.stderr)  # shown beside a failure: the log of the server


def _await(address: str, patience: float = 30.0) -> None:
    """Wait until the server takes connections: it says its address a moment before."""
    parts = urlsplit(address)
    end = time.monotonic() + patience
    while True:
        try:
            with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=5):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def interposed(page: Any) -> None:
    """Let the test stand between this window and the server; to be called before its page loads.

    A page learns late that its requests are to be shown to somebody first. Where the first route is
    laid after it has loaded, a request made just then can slip through to the server."""
    page.route("**/asked-by-nobody", lambda route: route.abort())


def axe(page: Any) -> list[str]:
    """What axe finds wrong, each with the first place."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm ci in frontend/)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']}; {one['nodes'][0]['html'][:200]}"
        for one in found["violations"]
    ]
