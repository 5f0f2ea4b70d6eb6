"""Questions put to other solvers, as somebody would who formulates them for the first time.

Nothing here is used by the product.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from goodoffices.model.negotiation import Negotiation
from goodoffices.solve.solutions import Table
from goodoffices.solve.space import Space


def mip(held: Table, rule: str, backend: str, seconds: float) -> tuple[bool, float | None]:
    """utilitarian or egalitarian as a mixed integer program by SCIP or HiGHS; (proven, score)."""
    from ortools.linear_solver import pywraplp

    solver = pywraplp.Solver.CreateSolver(backend)
    if solver is None:
        raise RuntimeError(f"{backend} is not part of this build of OR-Tools")
    solver.SuppressOutput()
    solver.SetTimeLimit(int(seconds * 1000))
    if backend == "SCIP":
        solver.SetSolverSpecificParametersAsString("limits/gap = 0")
    problem = held.problem
    options = [[solver.BoolVar("") for _ in range(width)] for width in problem.widths]
    for row in options:
        solver.Add(sum(row) == 1)
    for ban, _ in problem.bans:
        inside = [options[i][k] for i, positions in ban.parts for k in positions]
        solver.Add(sum(inside) <= len(ban.parts) - 1)
    least = solver.NumVar(-solver.infinity(), solver.infinity(), "")
    gains = []
    for gain, row in zip(held.gains, problem.rows, strict=False):
        worth = sum(
            number / gain.scale * options[i][k]
            for i, numbers in enumerate(row.numbers)
            for k, number in enumerate(numbers)
            if number
        )
        solver.Add(worth >= row.least / gain.scale)
        value = worth + gain.offset / gain.scale - float(gain.origin)
        gains.append(value)
        solver.Add(least <= value)
    solver.Maximize(sum(gains) if rule == "utilitarian" else least)
    status = solver.Solve()
    if status == pywraplp.Solver.INFEASIBLE:
        return True, None
    if status not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
        return False, None
    return status == pywraplp.Solver.OPTIMAL, solver.Objective().Value()


def cpsat(held: Table, rule: str, seconds: float) -> tuple[bool, float | None]:
    """utilitarian or egalitarian by CP-SAT, one worker; (proven, score)."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    problem = held.problem
    options = [[model.new_bool_var("") for _ in range(width)] for width in problem.widths]
    for row in options:
        model.add_exactly_one(row)
    for ban, _ in problem.bans:
        model.add_bool_or(
            options[i][k]
            for i, positions in ban.parts
            for k in range(problem.widths[i])
            if k not in positions
        )
    unit = max(gain.scale for gain in held.gains)
    least = model.new_int_var(-(1 << 50), 1 << 50, "")
    values = []
    for gain, row in zip(held.gains, problem.rows, strict=False):
        worth = sum(
            number * options[i][k]
            for i, numbers in enumerate(row.numbers)
            for k, number in enumerate(numbers)
        )
        model.add(worth >= row.least)
        values.append((unit // gain.scale) * worth + int((gain.offset - gain.origin * gain.scale)
                                                         * (unit // gain.scale)))  # fmt: skip
        model.add(least <= values[-1])
    model.maximize(sum(values) if rule == "utilitarian" else least)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return True, None
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return False, None
    return status == cp_model.OPTIMAL, solver.objective_value / unit


def cpsat_verdict(zone: Space, seconds: float) -> bool | None:
    """Whether a zone exists, by CP-SAT; None: out of time."""
    from goodoffices.solve.cpsat import Clock, OutOfTime, Solver

    try:
        return Solver(zone, clock=Clock(seconds)).satisfy(c.id for c in zone.claims) is not None
    except OutOfTime:
        return None


def listed_frontier(held: Table) -> int:
    """Points of the frontier by listing every package with numpy and comparing; no red lines."""
    import numpy as np

    rows = [row.numbers for row in held.problem.rows[: len(held.gains)]]
    sums = []
    for row in rows:
        total = np.zeros(1, dtype=np.int64)
        for numbers in row:
            total = (total[:, None] + np.array(numbers)[None, :]).ravel()
        sums.append(total)
    points = np.unique(np.stack(sums, axis=1), axis=0)
    points = points[np.argsort(-points.sum(axis=1), kind="stable")]
    kept = 0
    while len(points):
        best, points = points[0], points[1:]
        kept += 1
        points = points[np.any(points > best, axis=1)]
    return kept


NEGMAS = """
import json, sys, time
from negmas import make_issue
from negmas.outcomes import make_os
from negmas.preferences import LinearAdditiveUtilityFunction as U, TableFun
from negmas.preferences.ops import nash_points, pareto_frontier
given = json.load(open(sys.argv[1]))
issues = [make_issue(values=options, name=name) for name, options in given["issues"]]
space = make_os(issues)
ufuns = [
    U({n: TableFun(t) for n, t in p["scores"].items()}, weights=p["weights"], outcome_space=space,
      reserved_value=0.0)
    for p in given["parties"]
]
start = time.process_time()
outcomes = list(space.enumerate_or_sample())
points, _ = pareto_frontier(ufuns, outcomes=outcomes)
frontier = time.process_time() - start
found = nash_points(ufuns, points, outcome_space=space)
best = max((float(__import__("math").prod(u)) for u, _ in found), default=None)
print(json.dumps([len(points), frontier, best, time.process_time() - start]))
"""


def negmas(held: Negotiation, environment: Path) -> tuple[int, float, float | None, float]:
    """(frontier points, CPU seconds, Nash product, CPU seconds with it) of NegMAS, in an
    environment and a process of its own. Raises CalledProcessError where it fails."""
    import json

    given: dict[str, Any] = {
        "issues": [[issue.id, list(issue.option_ids)] for issue in held.issues],
        "parties": [
            {"weights": dict(e.weights), "scores": {i: dict(s) for i, s in e.scores.items()}}
            for e in held.preferences
        ],
    }
    with tempfile.TemporaryDirectory() as folder:
        file, script = Path(folder, "given.json"), Path(folder, "ask.py")
        file.write_text(json.dumps(given))
        script.write_text(NEGMAS)
        done = subprocess.run(
            [environment / "bin" / "python", script, file],
            capture_output=True, text=True, check=True, timeout=600,
        )  # fmt: skip
    points, frontier, best, seconds = json.loads(done.stdout.strip().splitlines()[-1])
    return points, frontier, best, seconds


def negmas_environment(folder: Path) -> Path | None:
    """A throw-away environment with NegMAS (AGPL, never a dependency); None where it is not to be
    had."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    try:
        done = subprocess.run(
            [folder / "bin" / "pip", "install", "--quiet", "negmas"],
            capture_output=True, timeout=900, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    return folder if done.returncode == 0 else None


def listed_nash(held: Table) -> float:
    """The greatest product of gains by listing every package with numpy; no red lines."""
    import numpy as np

    product: Any = 1.0
    for gain in held.gains:
        total = np.full(1, gain.offset - float(gain.origin) * gain.scale)
        for numbers in gain.numbers:
            total = (total[:, None] + np.array(numbers)[None, :]).ravel()
        product = product * np.maximum(total / gain.scale, 0.0)
    return float(product.max())
