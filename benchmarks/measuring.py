"""Times, tables in Markdown, and where they are written."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

START, END = "<!-- measured -->", "<!-- end of what is measured -->"


def timed(function: Callable[[], Any]) -> tuple[Any, float]:
    """The answer, and the CPU seconds it took."""
    before = time.process_time()
    answer = function()
    return answer, time.process_time() - before


class Times:
    """CPU seconds of one kind of question; `open` counts answers that were cut short."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.open = 0

    def add(self, seconds: float, *, answered: bool = True) -> None:
        self.seconds.append(seconds)
        self.open += not answered

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        if not self.seconds:
            return ""
        cut = f"; {self.open} of {len(self.seconds)} cut" if self.open else ""
        return f"{shown(self.median)} ({shown(max(self.seconds))}{cut})"

    def against(self, limit: float) -> str:
        """The times, beside what was asked of the median."""
        if not self.seconds:
            return ""
        mark = "" if self.median <= limit and not self.open else " **missed**"
        return f"{self} of {shown(limit)}{mark}"


def shown(seconds: float) -> str:
    """Seconds or milliseconds, to three digits at most."""
    return f"{seconds * 1000:.3g} ms" if seconds < 0.9995 else f"{seconds:.3g} s"


def ratio(peer: Times, own: Times) -> str:
    """How many times as long the peer takes in the median; at least, where it was cut."""
    if not peer.seconds or not own.seconds:
        return ""
    least = "> " if peer.open else ""
    return f"{least}{peer.median / max(own.median, 1e-6):.3g}"


class Report:
    """Collects Markdown, and prints it as it comes."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str = "") -> None:
        self.lines.append(text)
        print(text, flush=True)

    def row(self, *cells: object) -> None:
        self.say("| " + " | ".join(map(str, cells)) + " |")

    def head(self, title: str, note: str, cells: Sequence[str]) -> None:
        self.say(f"\n## {title}\n")
        self.say(f"{note} {machine()}\n")
        self.row(*cells)
        self.row(*("---" for _ in cells))

    def write(self, page: Path) -> None:
        """Put every table between the marks of a page, in place of an older one of that title."""
        text = page.read_text(encoding="utf-8")
        before, rest = text.split(START)
        held, after = rest.split(END)
        tables: dict[str, str] = {}
        for part in (held, "\n".join(self.lines)):
            for section in part.split("\n## ")[1:]:
                title, _, body = section.partition("\n")
                tables[title] = body.strip()
        body = "\n\n".join(f"## {title}\n\n{table}" for title, table in tables.items())
        page.write_text(f"{before}{START}\n{body}\n\n{END}{after}", encoding="utf-8")


def machine() -> str:
    """What this is measured on, in a sentence."""
    import numba
    import numpy
    import ortools

    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = names[0].split(":", 1)[1].strip() if names else model
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} on {os.cpu_count()} cores ({model}) shared with "
        f"other work (load {os.getloadavg()[0]:.0f}), Python {platform.python_version()}, numpy "
        f"{numpy.__version__}, numba {numba.__version__}, OR-Tools {ortools.__version__}."
    )
