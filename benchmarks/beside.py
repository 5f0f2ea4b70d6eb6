"""What peers take for the same questions, in the same run; and the first call of all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import peers
from benchmarks.engine import KINDS, Edges, drawn, rows_of, verdict
from benchmarks.frontiers import ROOT
from benchmarks.instances import negotiation
from benchmarks.measuring import Report, Times, ratio, shown, timed
from goodoffices.model.answers import Rule
from goodoffices.solve.cpsat import Clock
from goodoffices.solve.pareto_front import front
from goodoffices.solve.solutions import solve
from goodoffices.solve.space import space

SOLVERS = ("CP-SAT", "HIGHS", "SCIP")
"""As OR-Tools brings them, one worker each."""


def solvers(report: Report, sizes: dict[str, int], edges: Edges, cut: float) -> None:
    """Zone, egalitarian and utilitarian solution as programs for CP-SAT, HiGHS and SCIP."""
    report.head(
        "Beside solvers",
        f"The same instances as models for other solvers, one worker, cut at {3 * cut:g} s by the "
        "clock. Ratios are of medians: how many times as long the solver takes. Answers that both "
        "have proven are compared.",
        ("issues x options", "question", "this engine", *SOLVERS, "ratios"),
    )
    for size, number in sizes.items():
        if size == "60x8":
            continue
        for kind in list(KINDS)[:3]:
            own, peer = Times(), Times()
            for seed in range(min(2, number)):
                held = drawn(size, seed, KINDS[kind](edges[size, seed]))
                mine, seconds = timed(lambda h=held: verdict(h, cut))
                own.add(seconds, answered=mine is not None)
                zone = space(held, held.principals)
                other, seconds = timed(lambda z=zone: peers.cpsat_verdict(z, 3 * cut))
                peer.add(seconds, answered=other is not None)
                assert None in (mine, other) or mine == other, (size, seed, mine, other)
            report.row(size, f"zone, {kind}", own, peer, "", "", ratio(peer, own))
        rules: tuple[Rule, ...] = ("egalitarian", "utilitarian")
        for rule in rules:
            own, others = Times(), {name: Times() for name in SOLVERS}
            for seed in range(min(2, number)):
                rows = rows_of(drawn(size, seed, 0.5))
                found, seconds = timed(lambda r=rows, u=rule: solve(r, u, clock=Clock(None, cut)))
                own.add(seconds, answered=found.proven)
                for name, times in others.items():
                    try:
                        (proven, score), seconds = timed(
                            lambda r=rows, u=rule, n=name: (
                                peers.cpsat(r, u, 3 * cut)
                                if n == "CP-SAT"
                                else peers.mip(r, u, n, 3 * cut)
                            )
                        )
                    except RuntimeError:  # this build of OR-Tools is without it
                        continue
                    times.add(seconds, answered=proven)
                    if proven and found.proven and score is not None and found.score is not None:
                        assert abs(score - float(found.score)) < 1e-5, (name, score, found.score)
            ratios = ", ".join(ratio(times, own) for times in others.values() if times.seconds)
            report.row(size, rule, own, *others.values(), ratios)


def listing(report: Report) -> None:
    """Nash's solution by listing with numpy, as far as that goes."""
    report.head(
        "Beside listing: Nash's solution",
        "Every package with numpy, no red lines, no reservation values.",
        ("packages", "parties", "this engine", "listing", "ratio"),
    )
    for issues, options, parties in ((5, 10, 3), (6, 10, 3), (10, 4, 5)):
        own, peer = Times(), Times()
        for seed in range(3):
            held = negotiation(seed, issues=issues, options=options, parties=parties)
            rows = rows_of(held)
            found, seconds = timed(lambda r=rows: solve(r, "nash", clock=Clock()))
            own.add(seconds)
            best, seconds = timed(lambda r=rows: peers.listed_nash(r))
            peer.add(seconds)
            assert found.score is not None
            assert abs(best - float(found.score)) < 1e-9
        report.row(f"{options}^{issues}", parties, own, peer, ratio(peer, own))


def negmas(report: Report) -> None:
    """The frontier and Nash's solution by NegMAS."""
    report.head(
        "Beside NegMAS",
        "Installed into an environment of its own and thrown away (it is AGPL and no dependency); "
        "asked in a process of its own for frontier and Nash points. No red lines: it has none.",
        ("packages", "parties", "points, it and we", "Nash products, it and we", "NegMAS",
         "this engine", "ratio"),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        environment = peers.negmas_environment(Path(folder, "env"))
        if environment is None:
            report.row("not to be had here", *[""] * 6)
            return
        for issues, options, parties in ((3, 10, 2), (4, 10, 2), (4, 10, 3), (5, 10, 3)):
            held = negotiation(0, issues=issues, options=options, parties=parties)
            rows = rows_of(held)
            found, mine = timed(lambda r=rows: front(r, clock=Clock(), most=10**7))
            nash, more = timed(lambda r=rows: solve(r, "nash", clock=Clock()))
            assert found is not None
            own = [f"{len(found):,}", f"{float(nash.score or 0):.6f}"]
            try:
                points, _, best, seconds = peers.negmas(held, environment)
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
                reason = (getattr(fault, "stderr", "") or "out of time").strip().splitlines()[-1]
                report.row(f"{options}^{issues}", parties, own[0], own[1], f"failed: {reason}",
                           shown(mine + more), "")  # fmt: skip
                continue
            its = "none" if best is None else f"{best:.6f}"
            took = (shown(seconds), shown(mine + more), f"{seconds / (mine + more):.3g}")
            both = (f"{points:,} / {own[0]}", f"{its} / {own[1]}")
            report.row(f"{options}^{issues}", parties, *both, *took)


FIRST = """
import random, sys, time
sys.path[:0] = [{root!r}]
from benchmarks.instances import negotiation
from goodoffices.analyse.{module} import {function} as ask
held = negotiation(0, issues=28, options=4, parties={parties}, claims=28,
                   reservation={share})
package = {{issue.id: issue.option_ids[0] for issue in held.issues}}
more = {{"package": package}} if {function!r} == "improve" else {{}}
start, work = time.monotonic(), time.process_time()
ask(held, **more)
print(time.monotonic() - start, time.process_time() - work)
"""


def first_call(report: Report) -> None:
    """A copy of the package without anything compiled, and the first question of all."""
    report.head(
        "The first call after installation",
        "A copy of the package with nothing compiled. The first question starts the compilation in "
        "a process of its own; meanwhile it is answered by interpreted code, measured here without "
        "that process beside it: seconds by the clock and of CPU. Then the first question of a new "
        "process once everything is compiled.",
        ("question (28 x 4, 5 parties)", "nothing compiled, clock", "CPU", "compiled, CPU"),
    )
    asked = (("zopa", 5, 0.5), ("conflicts", 5, 0.85), ("bargain", 5, 0.5), ("improve", 5, 0.5),
             ("what_if", 5, 0.85), ("pareto", 2, 0.3), ("pareto", 3, 0.3))  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(
            ROOT / "src" / "goodoffices", Path(folder, "src", "goodoffices"),
            ignore=shutil.ignore_patterns("__pycache__"),
        )  # fmt: skip
        codes = {
            f"{function.replace('_', '-')}, {parties} parties": FIRST.format(
                root=str(ROOT), module=function, function=function, parties=parties, share=share
            )
            for function, parties, share in asked
        }
        fresh = {name: _ask(code, folder) for name, code in codes.items()}
        subprocess.run([sys.executable, "-m", "goodoffices.solve.warm"], check=True,
                       env=_environment(folder, "on"))  # fmt: skip
        for name, code in codes.items():
            wall, cpu = fresh[name]
            report.row(name, f"{wall:.2f} s", shown(cpu), shown(_ask(code, folder)[1]))


def _environment(folder: str, setting: str) -> dict[str, str]:
    own = {"PYTHONPATH": f"{folder}/src", "XDG_CACHE_HOME": folder, "GOODOFFICES_JIT": setting}
    return os.environ | own


def _ask(code: str, folder: str) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=_environment(folder, "wait"), capture_output=True, text=True, check=True,
    )  # fmt: skip
    wall, cpu = done.stdout.split()
    return float(wall), float(cpu)
