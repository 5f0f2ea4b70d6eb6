"""Frontiers: CPU seconds and peak memory, each in a process of its own, beside listing.

python -m benchmarks.frontiers --task JSON     (one row; `benchmarks.engine` asks for them)
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.instances import negotiation
from benchmarks.measuring import Report, Times, shown, timed

ROOT = Path(__file__).resolve().parents[1]

ASKED: tuple[tuple[dict[str, Any], float, bool], ...] = (
    ({"issues": 6, "options": 10, "parties": 3}, 0.025, True),
    ({"issues": 10, "options": 4, "parties": 3}, 0.025, True),
    ({"issues": 6, "options": 10, "parties": 5}, 5, True),
    ({"issues": 6, "options": 10, "parties": 6}, 5, False),
    ({"issues": 20, "options": 10, "parties": 2}, 0.005, False),
    ({"issues": 28, "options": 4, "parties": 3}, 0.5, False),
    ({"issues": 28, "options": 4, "parties": 3, "claims": 30, "reservation": 0.3}, 0.5, False),
    ({"issues": 28, "options": 4, "parties": 3, "digits": 17}, 0.5, False),
    ({"issues": 28, "options": 4, "parties": 5}, 5, False),
    ({"issues": 28, "options": 4, "parties": 5, "claims": 30, "reservation": 0.3}, 5, False),
)
"""What is asked, within how many seconds, and whether numpy can list it."""

MEMORY = 500  # MB at most


def measure(task: dict[str, Any]) -> dict[str, Any]:
    """Ask for one frontier in this process."""
    from goodoffices.analyse.pareto import pareto

    kind = task.pop("kind")
    held = negotiation(**task)
    if kind == "listing":
        from benchmarks.engine import rows_of
        from benchmarks.peers import listed_frontier

        rows = rows_of(held)
        points, seconds = timed(lambda: listed_frontier(rows))
        return {"points": points, "seconds": seconds, "memory": _memory()}
    pareto(negotiation(0, issues=3, options=3, parties=task["parties"]))  # loads what is compiled
    # The second time, as for somebody at work; the first is measured elsewhere.
    found, _ = timed(lambda: pareto(held))
    found, seconds = timed(lambda: pareto(held))
    points = len({tuple(utilities.values()) for utilities in found.utilities})
    return {
        "points": points,
        "packages": len(found.packages),
        "epsilon": found.epsilon,
        "seconds": seconds,
        "memory": _memory(),
    }


def _memory() -> float:
    """Peak MB of this process; what `getrusage` says begins with the peak of its parent."""
    status = Path("/proc/self/status")
    if status.exists():
        rows = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        return int(rows["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(task: dict[str, Any]) -> dict[str, Any]:
    """A task in a process of its own, so that its memory is its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.frontiers", "--task", json.dumps(task)],
        capture_output=True, text=True, cwd=ROOT, check=False, env=os.environ,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def frontiers(report: Report, seeds: int) -> None:
    """A row for each kind of frontier."""
    report.head(
        "Frontiers",
        "`pareto` as a whole, answer and utilities included: CPU seconds, median and worst. Memory "
        "is the peak of the process, Python and libraries (some 145 MB) included. Where few "
        "packages stand for all, every package of the zone gives no party more than one of them "
        "and the epsilon named, which is proven. Listing: every package with numpy, then compared.",
        ("issues x options", "parties", "points", "this engine", "peak MB", "listing", "peak MB"),
    )
    for task, limit, listed in ASKED:
        own, peer, points, most, heavy = Times(), Times(), [], 0.0, 0.0
        for seed in range(seeds):
            found = run({"kind": "pareto", "seed": seed, **task})
            own.add(found["seconds"])
            most = max(most, found["memory"])
            few = f" within {found['epsilon']:g}" if found["epsilon"] else ""
            points.append(f"{found['points']:,}{few}")
            if listed and seed < (1 if task["parties"] > 3 else 3):
                other = run({"kind": "listing", "seed": seed, **task})
                peer.add(other["seconds"])
                heavy = max(heavy, other["memory"])
                assert other["points"] == found["points"], (other, found)
        what = [f"{task['issues']} x {task['options']}"]
        if task.get("claims"):
            what.append(f"{task['claims']} claims and reservations")
        if task.get("digits"):
            what.append(f"numbers of {task['digits']} digits")
        mark = "" if most <= MEMORY else " **missed**"
        beyond = f"{heavy:.0f}" if heavy else ""
        listing = shown(peer.median) if peer.seconds else ""
        report.row(", ".join(what), task["parties"], "; ".join(points), own.against(limit),
                   f"{most:.0f} of {MEMORY}{mark}", listing, beyond)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--task", help="one row, as JSON")
    given = parser.parse_args()
    if given.task:
        print(json.dumps(measure(json.loads(given.task))))
    else:
        frontiers(Report(), 2)


if __name__ == "__main__":
    main()
