"""What every registered analysis owes its callers, ours and those of plug-ins."""

from __future__ import annotations

import contextlib
import inspect
import json
import pickle
import random
import subprocess
import sys
import typing
from typing import Any

import pytest

from goodoffices import plugins
from goodoffices.codec import digest, plain, structure
from goodoffices.errors import GoodOfficesError
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.printing import printed
from strategies import a_draft, a_negotiation, a_package, some_positions
from support import ROOT

NAMES = plugins.names("analyses")


def drawn() -> list[tuple[Negotiation, dict[str, Any]]]:
    found = []
    for seed in range(12):
        rng = random.Random(seed)
        negotiation = a_negotiation(rng, intervals=seed % 2 == 0, preferences=0.9)
        parameters: dict[str, Any] = {"positions": some_positions(rng, negotiation)}
        if seed % 3 == 0:
            parameters["draft"] = a_draft(rng, negotiation)
        else:
            parameters["package"] = a_package(rng, negotiation)
        found.append((negotiation, parameters))
    return found


def answers(name: str, **settings: Any) -> list[Any]:
    function = plugins.load("analyses", name)
    accepted = inspect.signature(function).parameters
    given = []
    for negotiation, parameters in drawn():
        chosen = {k: v for k, v in (parameters | settings).items() if k in accepted}
        try:
            given.append(function(negotiation, **chosen))
        except GoodOfficesError as fault:
            given.append(str(fault))
    return given


@pytest.mark.parametrize("name", NAMES)
def test_pure_and_the_same_again(name: str) -> None:
    before = [digest(negotiation) for negotiation, _ in drawn()]
    function = plugins.load("analyses", name)
    accepted = inspect.signature(function).parameters
    for mark, (negotiation, parameters) in zip(before, drawn(), strict=True):
        chosen = {k: v for k, v in parameters.items() if k in accepted}
        packages = digest(chosen)
        for _ in range(2):
            with contextlib.suppress(GoodOfficesError):
                function(negotiation, **chosen)
        assert digest(negotiation) == mark
        assert digest(chosen) == packages
    assert answers(name, seed=3) == answers(name, seed=3)


@pytest.mark.parametrize("name", NAMES)
def test_answers_travel_and_are_printed(name: str) -> None:
    told = [answer for answer in answers(name) if not isinstance(answer, str)]
    assert told
    for answer in told:
        assert pickle.loads(pickle.dumps(answer)) == answer
        hash(answer)
        shown = json.loads(json.dumps(plain(printed(answer)), allow_nan=False))
        assert isinstance(shown, dict)
        again, faults = structure(type(answer), plain(answer))
        assert not faults
        assert again == answer


@pytest.mark.parametrize("name", NAMES)
def test_declares_version_and_parameters_that_a_terminal_can_set(name: str) -> None:
    function = plugins.load("analyses", name)
    assert isinstance(getattr(function, "version", None), str)
    assert inspect.getdoc(function)
    first, *rest = inspect.signature(function).parameters.values()
    assert first.kind is not inspect.Parameter.KEYWORD_ONLY
    hints = typing.get_type_hints(function)
    for parameter in rest:
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
        assert parameter.default is not inspect.Parameter.empty
        value, faults = structure(hints[parameter.name], plain(parameter.default))
        assert not faults
        assert value == parameter.default


@pytest.mark.parametrize("name", NAMES)
def test_documented_with_all_its_parameters(name: str) -> None:
    page = (ROOT / "docs" / "reference" / "analyses.md").read_text(encoding="utf-8")
    assert f"## {name}\n" in page
    section = page.split(f"## {name}\n")[1].split("\n## ")[0]
    common = page.split("## Parameters that several take\n")[1].split("\n## ")[0]
    for parameter in list(inspect.signature(plugins.load("analyses", name)).parameters)[1:]:
        assert f"`{parameter}`" in section + common, parameter


def test_solvers_are_loaded_only_when_asked() -> None:
    code = (
        "import sys, goodoffices, goodoffices.analyse.zopa, goodoffices.analyse.pareto, "
        "goodoffices.analyse.bargain, goodoffices.analyse.verdicts\n"
        "print(sorted({'ortools', 'numpy', 'pandas'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
