"""Without a compiler the same code gives the same answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from goodoffices.solve import jit

ASK = """
import json, random, sys
sys.path[:0] = {path!r}
from goodoffices.analyse.bargain import bargain
from goodoffices.analyse.concessions import concessions
from goodoffices.analyse.conflicts import conflicts
from goodoffices.analyse.pareto import pareto
from goodoffices.analyse.zopa import zopa
from goodoffices.model.printing import printed
from goodoffices.solve.jit import load
from strategies import a_negotiation
out = [hasattr(load("kernel").search, "py_func")]
for seed in range(40):
    held = a_negotiation(random.Random(seed), intervals=False, preferences=1)
    for ask in (zopa, conflicts, concessions, pareto):
        out.append(printed(ask(held)))
    if any(party in held.preferences_of for party in held.principals):
        out.append(printed(bargain(held, rule="nash")))
        out.append(printed(bargain(held, rule="kalai-smorodinsky")))
print(json.dumps(out))
"""


def test_interpreted_code_gives_the_answers_of_compiled_code() -> None:
    answers: dict[str, Any] = {}
    for setting in ("off", "on"):
        code = ASK.format(path=[path for path in sys.path if path])
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            env={**os.environ, "GOODOFFICES_JIT": setting},
            capture_output=True,
            text=True,
            check=True,
        )
        answers[setting] = json.loads(done.stdout)
    assert answers["off"][0] is False
    assert answers["off"][1:] == answers["on"][1:]


def test_where_numba_cannot_leave_references_uncounted_they_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from numba import njit

    def second(values: Any) -> Any:
        return values[1]

    for known in (True, False):
        options = jit._options(False, counted=False)
        assert ("_nrt" in options) == known
        assert njit(**{**options, "cache": False})(second)(np.array([3, 4])) == 4
        if known:  # from now on as if the option had gone
            monkeypatch.setattr("numba.core.cpu.CPUTargetOptions", object)
