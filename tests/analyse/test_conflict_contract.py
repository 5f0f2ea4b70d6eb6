"""What every registered analysis of a conflict owes its callers, ours and those of plug-ins."""

from __future__ import annotations

import inspect
import json
import pickle
import random
from typing import Any

import pytest

from conflicts import random_conflict
from goodoffices import plugins
from goodoffices.codec import digest, plain, structure
from goodoffices.errors import GoodOfficesError
from goodoffices.model.graph import ConflictGraph
from goodoffices.model.printing import printed
from goodoffices.workspace import analyse_conflict, conflict_analyses

NAMES = conflict_analyses()


def drawn() -> list[tuple[ConflictGraph, dict[str, Any]]]:
    rng = random.Random(8)
    found: list[tuple[ConflictGraph, dict[str, Any]]] = []
    while len(found) < 6:
        conflict = random_conflict(rng, makers=rng.randint(2, 3), moves=rng.randint(3, 4))
        if conflict is not None:
            state = rng.choice(list(conflict.states()))
            found.append((conflict, {"state": state, "start": state, "seed": 5}))
    return found


def answers(name: str) -> list[Any]:
    function = plugins.load("conflict_analyses", name)
    accepted = inspect.signature(function).parameters
    told = []
    for conflict, parameters in drawn():
        before = digest(conflict)
        chosen = {key: item for key, item in parameters.items() if key in accepted}
        told.append(analyse_conflict(name, conflict, **chosen))
        assert digest(conflict) == before
    return told


def test_the_analyses_of_a_conflict_are_a_list_that_somebody_decided_on() -> None:
    assert NAMES == ("coalitions", "evolution", "inverse", "profiles", "reasons", "stability")


@pytest.mark.parametrize("name", NAMES)
def test_each_is_pure_repeats_itself_travels_and_is_documented(name: str) -> None:
    told = answers(name)
    assert told == answers(name)
    for finding in told:
        assert pickle.loads(pickle.dumps(finding.value)) == finding.value
        hash(finding.value)
        shown = json.loads(json.dumps(plain(printed(finding.value)), allow_nan=False))
        assert isinstance(shown, dict)
        again, faults = structure(type(finding.value), plain(finding.value))
        assert not faults
        assert again == finding.value
    function = plugins.load("conflict_analyses", name)
    assert "Raises" in (function.__doc__ or "")
    assert inspect.signature(function).return_annotation != inspect.Signature.empty


@pytest.mark.parametrize("name", NAMES)
def test_a_parameter_that_is_wrong_is_refused(name: str) -> None:
    conflict = drawn()[0][0]
    with pytest.raises(GoodOfficesError, match="unknown parameter"):
        analyse_conflict(name, conflict, nothing=1)
