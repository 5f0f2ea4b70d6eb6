"""From a draft and a plan to a conflict."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from goodoffices.analyse.stability import stability
from goodoffices.elicit.conflict import conflict_of
from goodoffices.errors import InputError, InvalidCase, UnknownName
from goodoffices.formats.plan_file import plans, read_plan
from goodoffices.model.plan import ConflictPlan, PartyPlan
from goodoffices.workspace import Workspace, analyse_conflict
from support import EXAMPLES

CASE = EXAMPLES / "strait-accord"


@pytest.fixture(scope="module")
def space() -> Workspace:
    return Workspace(CASE)


def plan(**more: object) -> ConflictPlan:
    both = [
        PartyPlan(party=party, by="desk", at="2024-03-25", why="judged")
        for party in ("marenvik", "dolsany")
    ]
    given = {"title": "T", "draft": "second-text", "clauses": ("s1", "s6"), "parties": both}
    return ConflictPlan(**(given | more))  # type: ignore[arg-type]


def test_the_moves_are_to_keep_or_break_to_escalate_and_to_walk_away(space: Workspace) -> None:
    conflict = conflict_of(space.case, plan())
    assert [move.id for move in conflict.moves] == [
        f"{party}-{what}"
        for party in ("marenvik", "dolsany")
        for what in ("keeps-s1", "keeps-s6", "escalates", "walks-away")
    ]
    away = conflict.move_by_id["marenvik-walks-away"]
    assert away.direction == "forward"
    assert conflict.status_quo == "YYNNYYNN"
    # Who walks away keeps nothing: 4 ways to keep x 2, plus 2 that walk away, for each.
    assert stability(conflict).count == 10 * 10
    assert not conflict.feasible("YYNYYYNN")


def test_shorthands_stand_for_what_they_say(space: Workspace) -> None:
    entry = PartyPlan(
        party="marenvik",
        by="desk",
        at="2024-03-25",
        why="judged",
        priorities=("agreement", "not dolsany-keeps-all", "marenvik-escalates ? dolsany-keeps-s1"),
    )
    conflict = conflict_of(space.case, plan(parties=[entry, plan().parties[1]]))
    first, second, third = conflict.decision_makers[0].priorities
    assert first.startswith("marenvik-keeps-s1 and marenvik-keeps-s6 and not marenvik-escalates")
    assert second == "not (dolsany-keeps-s1 and dolsany-keeps-s6)"
    assert third == "marenvik-escalates ? dolsany-keeps-s1"
    assert not conflict.settled


def test_what_is_judged_says_who_when_and_why(space: Workspace) -> None:
    conflict = space.conflict()
    for maker in conflict.decision_makers:
        assert "case editors, 2024-03-25" in (maker.note or "")
        assert set(maker.evidence) <= set(space.case.statement_by_id)
    assert conflict.source == "draft second-text of Strait Accord"


def test_every_fault_of_a_plan_is_named_at_once(space: Workspace) -> None:
    wrong = PartyPlan(
        party="marenvick",
        by="x",
        at="x",
        why="x",
        keeps=("s9",),
        priorities=("a a",),
        evidence=("st-none",),
    )
    with pytest.raises(InvalidCase) as caught:
        conflict_of(space.case, plan(draft="second-txt", parties=[wrong]))
    text = str(caught.value)
    for words in (
        "did you mean 'second-text'",
        "did you mean 'marenvik'",
        "st-none",
        "'a' was not",
    ):
        assert words in text
    with pytest.raises(InvalidCase, match="has no clause 's9'"):
        conflict_of(space.case, plan(parties=[wrong]))
    with pytest.raises(InvalidCase, match="unknown move 'dolsany-keeps-s5'"):
        conflict_of(space.case, plan(infeasible=("dolsany-keeps-s5",)))


def test_the_shipped_accord_would_hold_only_if(space: Workspace) -> None:
    """The tutorial: nobody would undo the target, and it takes one reversed pair."""
    conflict = space.conflict("second-text")
    assert conflict.status_quo == "YYYY"
    found = analyse_conflict("inverse", conflict, state="YYYY", concept="seq").value
    assert not found.equilibrium
    marenvik, dolsany = found.targets
    assert dolsany.stable
    (change,) = marenvik.reorderings
    assert change.reversed == (("dolsany-keeps-s6", "not marenvik-keeps-s5"),)
    assert found.together
    makers = (
        dataclasses.replace(conflict.decision_makers[0], priorities=change.priorities),
        conflict.decision_makers[1],
    )
    after = stability(dataclasses.replace(conflict, decision_makers=makers))
    assert "YYYY" in after.equilibria["seq"]


def test_a_plan_is_found_by_its_name(tmp_path: Path) -> None:
    assert plans(CASE) == ("second-text",)
    assert plans(tmp_path) == ()
    with pytest.raises(UnknownName, match="did you mean 'second-text'"):
        read_plan(CASE, "second-txt")
    with pytest.raises(InputError, match="say which conflict"):
        Workspace(EXAMPLES / "ukraine-2025").conflict()


def test_faults_of_a_plan_file_carry_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "conflicts").mkdir()
    text = (CASE / "conflicts" / "second-text.yaml").read_text(encoding="utf-8")
    (tmp_path / "conflicts" / "x.yaml").write_text(
        text.replace("draft: second", "drafft: second").replace("    why: >-", "    reason: >-"),
        encoding="utf-8",
    )
    with pytest.raises(InvalidCase) as caught:
        read_plan(tmp_path, "x")
    problems = caught.value.problems
    assert {problem.file for problem in problems} == {"conflicts/x.yaml"}
    assert any("'drafft'" in problem.message for problem in problems)
    assert sum("'reason'" in problem.message for problem in problems) == 2
