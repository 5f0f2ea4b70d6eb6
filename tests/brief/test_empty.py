"""A case with little in it gives a briefing that says what is missing and how to go on."""

from __future__ import annotations

import dataclasses

import pytest

from brief_material import ISSUES, PARTIES, material_of, strait
from goodoffices import plugins
from goodoffices.brief.briefing import Briefing
from goodoffices.brief.compose import compose
from goodoffices.brief.material import Material
from goodoffices.brief.walk import sentences_of
from goodoffices.model.case import Case

BARE = Case(title="Bare")
AGENDA = Case(title="Agenda only", parties=PARTIES, issues=ISSUES)


def words(briefing: Briefing) -> str:
    return "\n".join(
        said.text
        for section in briefing.sections
        for block in section.blocks
        for said in sentences_of(block)
    )


def test_nothing_at_all() -> None:
    made = compose(Material(case=BARE))
    said = words(made)
    assert "The case names no party or no issue yet" in said
    assert "There is no statement in the case yet. Add reports with" in said
    assert "There is no draft in the case yet" in said
    assert "No zone of agreement was computed." in said
    assert "No meeting is recorded" in said
    assert made.citations == ()
    assert made.method.assumptions == {}


def test_an_agenda_without_evidence() -> None:
    made = compose(material_of(AGENDA))
    said = words(made)
    assert "There is no statement in the case yet" in said
    assert "Whether a zone of agreement exists depends" in said
    assert "No position of any party was found on 5 issues" in said
    assert "No position of any principal was found on any of 5 issues." in said
    assert "No claim stands behind the findings." in said
    assert made.citations == ()


def test_candidates_that_nobody_reviewed() -> None:
    candidates = tuple(dataclasses.replace(s, extractor="rules") for s in strait().statements)
    case = dataclasses.replace(AGENDA, statements=candidates, reports=strait().reports)
    said = words(compose(material_of(case)))
    assert "No statement has been accepted yet; 15 candidates can be reviewed" in said


def test_a_date_before_everything() -> None:
    said = words(compose(material_of(strait(judgements=()), "2029-01-01")))
    assert "None of 15 statements was made by 1 January 2029" in said
    assert "No draft existed by 1 January 2029; the first one is of 8 January 2031." in said


@pytest.mark.parametrize("name", ["docx", "html", "json", "md", "pdf"])
@pytest.mark.parametrize("material", [Material(case=BARE), material_of(AGENDA)])
def test_every_renderer_takes_an_empty_briefing(name: str, material: Material) -> None:
    made = compose(material)
    render = plugins.load("renderers", name)
    assert render(made) == render(made)
