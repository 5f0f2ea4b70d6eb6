"""A real browser before a real server: what the tests of the page share."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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
                yield found.group()
                break
        else:
            raise AssertionError(f"the server did not start: {said}")
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stderr.close()
