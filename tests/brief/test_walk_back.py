"""Nothing is shown that cannot be walked back to the record."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from brief_material import QUOTE_TEXT, TROOPS, UNDATED, material_of, strait
from case_strategies import cases
from goodoffices.brief.briefing import (
    Briefing,
    Bullets,
    EntryCitation,
    Figure,
    JudgementCitation,
    StatementCitation,
    Table,
)
from goodoffices.brief.compose import compose
from goodoffices.brief.material import Material
from goodoffices.brief.text import printable
from goodoffices.brief.walk import citations_used, sentences_of
from goodoffices.codec import digest
from goodoffices.errors import GoodOfficesError, UnknownName
from goodoffices.model.case import Case, accepted_statements
from goodoffices.model.dates import happened_by
from goodoffices.workspace import Workspace
from goodoffices.workspace.briefing import material
from support import EXAMPLES


@cache
def rich() -> Briefing:
    return compose(material_of(strait(), "2031-01-31", "2030-12-31"))


def check(briefing: Briefing, case: Case) -> None:
    """Every citation used is listed, every listed one is used, each leads to the record."""
    used = set(citations_used(briefing.sections))
    for citation in briefing.citations:
        if isinstance(citation, JudgementCitation) and citation.number in used:
            used |= set(citation.evidence)
    listed = [citation.number for citation in briefing.citations]
    assert listed == list(range(1, len(listed) + 1))
    assert used == set(listed)
    for citation in briefing.citations:
        if isinstance(citation, StatementCitation):
            statement = case.statement_by_id[citation.statement]
            if citation.quoted:
                report = case.report_by_id[citation.report or ""]
                text = report.text[citation.start : citation.end]
                assert statement.span is not None
                assert text == statement.span.quote
            else:
                assert citation.url == statement.url
            assert citation.speaker == printable(statement.speaker)
        elif isinstance(citation, JudgementCitation):
            signed = {(printable(j.by), j.at, printable(j.why)) for j in case.judgements}
            assert (citation.by, citation.at, citation.why) in signed
        else:
            assert isinstance(citation, EntryCitation)
            assert citation.url or citation.basis
    places = {section.id for section in briefing.sections} | {"sources"}
    for section in briefing.sections:
        for block in section.blocks:
            places |= {block.id} if hasattr(block, "id") else set()
    for section in briefing.sections:
        for block in section.blocks:
            assert all(s.see in places for s in sentences_of(block) if s.see)


def test_the_rich_case_can_be_walked_back() -> None:
    check(rich(), strait())
    assert len(rich().citations) > 20


def test_every_sentence_of_the_summary_is_borne_out() -> None:
    (block,) = (b for b in rich().sections[0].blocks if isinstance(b, Bullets))
    assert 6 <= len(block.items) <= 10
    for item in block.items:
        assert all(s.citations or s.see for s in item)
    cited = [s for item in block.items for s in item if s.citations]
    assert len(cited) == len(block.items)


def test_numbers_follow_the_order_of_reading() -> None:
    seen: list[int] = []
    for number in citations_used(rich().sections):
        if number not in seen:
            seen.append(number)
    judged = {n for c in rich().citations if isinstance(c, JudgementCitation) for n in c.evidence}
    assert [n for n in seen if n not in judged] == sorted(n for n in seen if n not in judged)


def test_a_quotation_is_the_words_of_the_report_and_says_where() -> None:
    (citation,) = (
        c for c in rich().citations if isinstance(c, StatementCitation) and c.statement == TROOPS.id
    )
    assert citation.quoted
    assert citation.words == QUOTE_TEXT
    assert (citation.report, citation.start, citation.outlet) == ("r1", 17, "Gazette")
    assert citation.chain == ("Gazette", "Anna Berg")
    assert citation.grade == "B2"
    assert citation.url == "https://gazette.example/1"


def test_what_a_table_says_of_a_party_is_cited() -> None:
    shown = {"matrix": 0, "claims": 0}
    for section in rich().sections:
        for block in section.blocks:
            if isinstance(block, Table) and block.id == "table-matrix":
                for row in block.rows:
                    for cell in row.cells[1:]:
                        if cell.tone != "none":
                            assert cell.lines[0].citations
                            shown["matrix"] += 1
            if isinstance(block, Table) and block.id == "table-claims":
                for row in block.rows:
                    assert row.cells[0].lines[0].citations
                    shown["claims"] += 1
            if isinstance(block, Figure):
                assert all(bar.citations for bar in block.bars)
    assert shown["matrix"] >= 8
    assert shown["claims"] == 4


def test_what_was_not_said_by_the_date_is_not_cited() -> None:
    early = compose(material_of(strait(), "2031-01-09"))
    check(early, strait())
    late = {s.id for s in strait().statements if not happened_by(s.date, "2031-01-09")}
    assert UNDATED.id in late
    behind = {c.statement for c in early.citations if isinstance(c, StatementCitation)}
    # A judgement in force names its evidence whenever that was said; nothing else may be late.
    judged = {n for c in early.citations if isinstance(c, JudgementCitation) for n in c.evidence}
    allowed = {
        c.statement
        for c in early.citations
        if isinstance(c, StatementCitation) and c.number in judged
    }
    assert behind & late <= allowed | {"meeting"}


def test_candidates_are_never_cited() -> None:
    accepted = {s.id for s in accepted_statements(strait())}
    cited = {c.statement for c in rich().citations if isinstance(c, StatementCitation)}
    assert cited <= accepted


def test_a_finding_on_another_case_is_refused() -> None:
    held = material_of(strait(), "2031-01-31").elicited
    other = Material(case=strait(statements=(), judgements=()), elicited=held)
    with pytest.raises(UnknownName, match="statement"):
        compose(other)


@pytest.mark.parametrize(
    "name, as_of",
    [("ukraine-2025", "2025-12-29"), ("ukraine-2025", "2025-11-20"), ("strait-accord", None)],
)
def test_the_shipped_cases_can_be_walked_back(name: str, as_of: str | None) -> None:
    workspace = Workspace(EXAMPLES / name)
    made = compose(material(workspace, as_of=as_of))
    check(made, workspace.case)
    (block,) = (b for b in made.sections[0].blocks if isinstance(b, Bullets))
    assert 6 <= len(block.items) <= 10
    assert all(s.citations for item in block.items for s in item if s.lead != "Weakest evidence")


def whole(case: Case, as_of: str | None) -> Material:
    """The material of any case; without elicitation where the case has no agenda for it."""
    try:
        return material_of(case, as_of)
    except GoodOfficesError:
        return Material(case=case, as_of=as_of)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(cases(), st.sampled_from([None, "2025-12-01", "2030"]))
def test_any_case_can_be_walked_back(case: Case, as_of: str | None) -> None:
    given_case = whole(case, as_of)
    before = digest(case)
    briefing = compose(given_case)
    check(briefing, case)
    assert compose(given_case) == briefing
    assert digest(case) == before
