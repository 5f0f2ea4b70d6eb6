"""CPU seconds and peak memory of stability analysis, from 2^10 to 2^24 states, and of its rivals.

    python -m benchmarks.stability [--quick] [--rest]

Each row is a process of its own, so that its memory is its own; CPU seconds are user and system
time of the analysis alone (states listed, priorities ranked, five concepts, every decision maker),
compiled kernels being warm unless the row says otherwise. The dense matrix method of the literature
(tests/dense.py) runs beside it on the same conflicts as far as it gets.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MAKERS = {10: 4, 12: 4, 14: 4, 16: 4, 18: 4, 20: 4, 22: 4, 24: 4}


def conflict_of(
    moves: int, makers: int, *, priorities: int = 20, oneway: int = 0, infeasible: int = 0
) -> Any:
    """A generated conflict: moves shared out evenly, priorities of one to three moves each."""
    from goodoffices.model.graph import ConflictGraph, DecisionMaker, Move

    rng = random.Random(moves * 100 + makers)
    names = [f"m{k}" for k in range(moves)]
    directions = ["both"] * (moves - oneway) + ["forward", "back"] * oneway
    directions = rng.sample(directions[:moves], moves)

    def wish() -> str:
        chosen = rng.sample(names, rng.choice([1, 2, 2, 3]))
        signed = [("" if rng.random() < 0.5 else "not ") + name for name in chosen]
        return rng.choice([" and ", " or ", " iff "]).join(signed)

    share = [moves // makers + (k < moves % makers) for k in range(makers)]
    starts = [sum(share[:k]) for k in range(makers)]
    return ConflictGraph(
        title=f"2^{moves}",
        moves=tuple(
            Move(id=name, name=name, direction=direction)  # type: ignore[arg-type]
            for name, direction in zip(names, directions, strict=True)
        ),
        decision_makers=tuple(
            DecisionMaker(
                id=f"d{k}",
                name=f"D{k}",
                moves=tuple(names[start : start + share[k]]),
                priorities=tuple(wish() for _ in range(priorities)),
            )
            for k, start in enumerate(starts)
        ),
        infeasible=tuple(" and ".join(rng.sample(names, 3)) for _ in range(infeasible)),
    )


def measure(task: dict[str, Any]) -> dict[str, Any]:
    """Run one task in this process."""
    sys.path.insert(0, str(ROOT / "tests"))
    kind = task.pop("kind")
    if kind == "profiles":
        return _profiles()
    engine = task.pop("engine")
    warm = task.pop("warm", True)
    conflict = conflict_of(**task)
    if engine == "dense":
        from dense import dense_stable

        started = time.process_time()
        found = dense_stable(conflict)
        cpu = time.process_time() - started
        held = sum(all(found[m]["seq"][s] for m in found) for s in range(len(found["d0"]["seq"])))
        return {
            "cpu": cpu,
            "rss": _rss(),
            "seq": held,
            "states": len(found["d0"]["seq"]),
        }
    from goodoffices.solve.graph.engine import solve

    if warm:
        solve(conflict_of(4, 2, infeasible=1 if task.get("infeasible") else 0), engine=engine)
    started = time.process_time()
    solved = solve(conflict, engine=engine)
    equilibria = solved.equilibria
    cpu = time.process_time() - started
    return {
        "cpu": cpu,
        "rss": _rss(),
        "states": solved.space.count,
        "seq": int((equilibria & 8 != 0).sum()),
    }


def _profiles() -> dict[str, Any]:
    """100,000 random profiles of the Elmira conflict, all five concepts, three decision makers."""
    import numpy as np

    from goodoffices.formats.conflict_file import load
    from goodoffices.solve.graph.batch import stable_profiles
    from goodoffices.solve.graph.explicit import explicit

    graph = explicit(load(ROOT / "examples" / "conflicts" / "elmira.yaml"))
    rng = np.random.default_rng(0)
    count = len(graph.labels)
    rank = [rng.permuted(np.tile(np.arange(count), (100_000, 1)), axis=1) for _ in graph.makers]
    started = time.process_time()
    sets = stable_profiles(graph.reach, rank, transitive=True)
    cpu = time.process_time() - started
    return {"cpu": cpu, "rss": _rss(), "states": count, "seq": int((sets[:, :, 3] != 0).sum())}


def _rss() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(task: dict[str, Any], **environment: str) -> dict[str, Any]:
    """Run a task in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.stability", "--task", json.dumps(task)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def row(name: str, found: dict[str, Any]) -> None:
    per = found["cpu"] / found["states"] * 1e9
    print(
        f"| {name:<44} | {found['states']:>10,} | {found['cpu']:>8.2f} | {per:>9.0f}"
        f" | {found['rss']:>6.0f} | {found['seq']:>9,} |",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 2^18 states only")
    parser.add_argument("--rest", action="store_true", help="without the curve of our own engines")
    parser.add_argument("--task", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        print(json.dumps(measure(json.loads(given.task))))
        return
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} at the start\n")
    print("| instance and engine | states | CPU s | ns a state | peak MB | SEQ equilibria |")
    print("|---|---|---|---|---|---|")
    top = 18 if given.quick else 24
    for moves, makers in MAKERS.items():
        if moves > top or given.rest:
            break
        for engine in ("numpy", "cube"):
            task = {"kind": "solve", "engine": engine, "moves": moves, "makers": makers}
            row(f"2^{moves}, {makers} decision makers, {engine}", run(task))
    for moves in (6, 7, 8, 9, 10) if given.quick else (6, 7, 8, 9, 10, 11):
        task = {"kind": "solve", "engine": "dense", "moves": moves, "makers": 4}
        # One thread: waiting threads of the matrix library would be counted as work.
        found = run(task, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
        row(f"2^{moves}, 4 decision makers, dense matrices", found)
    if top == 24:
        for engine in ("numpy", "cube"):
            task = {"kind": "solve", "engine": engine, "moves": 20, "makers": 6}
            row(f"2^20, 6 decision makers, {engine}", run(task))
            task |= {"oneway": 3, "infeasible": 4}
            row(f"2^20, 6, one-way and infeasible parts, {engine}", run(task))
    row("100,000 profiles of Elmira (numpy)", run({"kind": "profiles"}))
    with tempfile.TemporaryDirectory() as folder:
        cold = {"kind": "solve", "engine": "cube", "moves": 10, "makers": 4, "warm": False}
        row("2^10, first call of all: kernels compiled", run(cold, NUMBA_CACHE_DIR=folder))
        row("2^10, first call of a process: from the cache", run(cold, NUMBA_CACHE_DIR=folder))


if __name__ == "__main__":
    main()
