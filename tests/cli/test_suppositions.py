"""Suppositions, amendments and few packages for all on a terminal of 80 columns."""

from __future__ import annotations

import json
import random
from pathlib import Path

from goodoffices.formats.registry import write_negotiation
from strategies import a_negotiation
from support import EXAMPLES, Run

CASE = str(EXAMPLES / "ukraine-2025")


def test_claims_to_lift_are_given_as_a_list_with_commas(run: Run) -> None:
    asked = ("analyse", CASE, "what-if", "--as-of", "2025-12-29")
    status, out, _ = run(*asked, "--set", "lift=rl-ru-donbas, rl-ru-guard", "--json")
    assert status == 0
    value = json.loads(out)["value"]
    assert value["lifted"] == ["rl-ru-donbas", "rl-ru-guard"]
    assert (value["before"], value["exists"]) == (False, True)
    assert set(value["crossed"]) <= {"ru"}
    status, plain, _ = run(*asked, "--set", 'lift=["rl-ru-donbas","rl-ru-guard"]', "--json")
    assert status == 0
    assert json.loads(plain)["value"] == value
    status, _, err = run(*asked, "--set", "lift=rl-ru-donba")
    assert status == 2
    assert "did you mean 'rl-ru-donbas'" in err


def test_a_supposition_in_words_fits_the_terminal(run: Run) -> None:
    asked = ("analyse", CASE, "what-if", "--as-of", "2025-12-29")
    status, out, _ = run(*asked, "--set", "lift=rl-ru-donbas")
    assert status == 0
    assert "Supposed: rl-ru-donbas (Russia) is given up." in out
    assert "As the record stands, no package is acceptable to all." in out
    assert "With this supposed, some package is acceptable to all." in out
    assert "A package of that zone" in out
    assert max(map(len, out.splitlines())) <= 80
    status, out, _ = run(*asked)
    assert "still no package is acceptable to all." in out
    assert "cannot all hold together" in out
    assert max(map(len, out.splitlines())) <= 80


def test_what_each_change_means_for_each_party_and_what_epsilon_says(
    run: Run, tmp_path: Path
) -> None:
    shown = proven = 0
    for seed in range(12):
        rng = random.Random(seed)
        held = a_negotiation(rng, intervals=False, preferences=1)
        file = tmp_path / f"{seed}.json"
        write_negotiation(held, file)
        package = {issue.id: issue.option_ids[0] for issue in held.issues}
        status, out, _ = run(
            "analyse", str(file), "improve", "--set", f"package={json.dumps(package)}"
        )
        assert status == 0
        assert max(map(len, out.splitlines())) <= 80
        shown += "By this: " in out
        status, out, _ = run("analyse", str(file), "pareto", "--set", "epsilon=0.5")
        assert status == 0
        proven += "gives a party more than one of them and 0.5" in " ".join(out.split())
    assert shown > 1
    assert proven > 2
