"""The picture of a conflict: well-formed, complete, and inert."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from xml.etree import ElementTree

import pytest

from goodoffices.brief.conflict_figure import state_graph
from goodoffices.brief.conflict_words import Teller, reasons_words
from goodoffices.errors import TooLarge
from goodoffices.formats.conflict_file import load
from goodoffices.model.graph import ConflictGraph, DecisionMaker, Move
from goodoffices.solve.graph.explicit import explicit
from support import EXAMPLES

CONFLICTS = sorted((EXAMPLES / "conflicts").glob("*.yaml"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("path", CONFLICTS, ids=lambda path: path.stem)
def test_every_state_and_every_improvement_is_drawn(path: Path) -> None:
    conflict = load(path)
    for coalesce in (False, True):
        graph = explicit(conflict, coalesce=coalesce)
        root = ElementTree.fromstring(state_graph(conflict, coalesce=coalesce))
        tips = [element.text or "" for element in root.iter(f"{SVG}title")]
        for number, label in enumerate(graph.labels, 1):
            assert any(tip.startswith(f"State {number}, {label}:") for tip in tips)
        improvements = sum(step.bit_count() for own in graph.better for step in own)
        drawn = [
            element
            for element in root.iter(f"{SVG}path")
            if element.get("marker-end") and (element.get("d") or "").count("Q")
        ]
        assert len(drawn) == improvements


def wide(moves: int, name: str = "M") -> ConflictGraph:
    ids = [f"m{k}" for k in range(moves)]
    return ConflictGraph(
        title=name,
        moves=tuple(Move(id=one, name=name) for one in ids),
        decision_makers=tuple(
            DecisionMaker(id=f"d{k}", name=name, moves=tuple(ids[k::3]), priorities=(ids[k],))
            for k in range(3)
        ),
    )


def test_hundreds_of_states_are_drawn_and_more_are_refused() -> None:
    root = ElementTree.fromstring(state_graph(wide(9)))
    assert len(list(root.iter(f"{SVG}circle"))) == 512
    spots = {(c.get("cx"), c.get("cy")) for c in root.iter(f"{SVG}circle")}
    assert len(spots) == 512
    with pytest.raises(TooLarge, match="states in a picture"):
        state_graph(wide(10))


def test_names_are_data_and_never_markup() -> None:
    text = state_graph(wide(3, '<script>alert(1)</script>" onload="x'))
    root = ElementTree.fromstring(text)
    assert "<script" not in text
    assert not any("script" in element.tag for element in root.iter())
    assert not any(name.startswith("on") for element in root.iter() for name in element.attrib)
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_the_same_conflict_gives_the_same_picture() -> None:
    assert state_graph(load(CONFLICTS[0])) == state_graph(load(CONFLICTS[0]))


def test_reasons_name_the_improvement_the_answer_and_the_way_out() -> None:
    from goodoffices.analyse.reasons import reasons

    conflict = load(EXAMPLES / "conflicts" / "cuban-missile-crisis.yaml")
    lines = reasons_words(reasons(conflict, state="NNYN"), Teller(conflict))
    text = "\n".join(lines)
    assert "Withdraw the missiles" in lines[0]
    assert "United States stays" in text
    assert "It would take back “Withdraw the missiles” (to NNNN), which it prefers" in text
    assert "United States would take “Air strike on the missile sites” (to YNNN)" in text
    assert "cannot get out of that" in text
    unstable = reasons_words(reasons(conflict, state="NNNY"), Teller(conflict))
    assert any("nothing that the others can do makes it regret that" in line for line in unstable)
    renamed = dataclasses.replace(conflict, title="Other")
    assert reasons_words(reasons(renamed, state="NNYN"), Teller(renamed)) == lines
