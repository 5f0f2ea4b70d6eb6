"""What every extractor of ours keeps to, whatever finds its words."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import building
import models
from goodoffices import codec, plugins
from goodoffices.model.agenda import Issue, Option, Party, Person
from goodoffices.model.case import IssueCues, Vocabulary
from goodoffices.model.evidence import Statement, check_span
from goodoffices.read.trained import FEW, usual
from goodoffices.read.voting import extractor

NAMES = ("accurate", "fast", "llm", "rules", "rules+llm")
SIGNED = {
    "llm": {"llm:test-model"},
    "rules+llm": {"rules+llm:test-model", "rules", "llm:test-model"},
}
PARTIES = (
    Party(
        id="arv",
        name="Arvenia",
        aliases=("Port Sorrel",),
        persons=(Person(name="Ines Kalder", office="foreign minister", authority=2),),
    ),
    Party(id="bel", name="Belmark", aliases=("Highfort",)),
)
ISSUES = (
    Issue(id="line", question="Where is the line?", options=(Option(id="m", label="median"),)),
    Issue(id="fleet", question="How large is the fleet?", options=(Option(id="s", label="small"),)),
)
VOCABULARY = Vocabulary(
    issues={"line": IssueCues(cues=("line",)), "fleet": IssueCues(cues=("patrol boats", "fleet"))}
)
TEXT = """\
Talks on the strait enter a second week

PORT SORREL — Foreign Minister Ines Kalder said on Monday that Arvenia would never accept a line
drawn by others. “We have waited for ten years,” she told reporters. “We can wait for one more.”

Highfort demands a new line in the bay and a cut of the fleet. According to two diplomats, Belmark
is ready to withdraw its patrol boats if Arvenia signs first.

The Belmark foreign ministry declined to comment.
"""

Extract = Callable[..., tuple[Statement, ...]]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def extract(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Extract]:
    with models.model(models.reader(VOCABULARY)) as server:
        for variable, text in server.environment(str(tmp_path)).items():
            monkeypatch.setenv(variable, text)
        yield extractor(name)


def read(extract: Extract, text: str, **fields: object) -> tuple[Statement, ...]:
    report = building.report(text, **fields)
    found = extract(report, parties=PARTIES, issues=ISSUES, vocabulary=VOCABULARY)
    for statement in found:
        assert statement.span is not None
        check_span(statement.span, report)
        assert statement.id == codec.statement_id(statement)
    assert len({s.id for s in found}) == len(found)
    return found


def test_the_contract(name: str, extract: Extract) -> None:
    report = building.report(TEXT)
    before = codec.digest(report)
    keywords = {"parties": PARTIES, "issues": ISSUES, "vocabulary": VOCABULARY}
    once, twice = extract(report, **keywords), extract(report, **keywords)
    assert once == twice
    assert codec.digest(report) == before
    assert pickle.loads(pickle.dumps(once)) == once
    assert {s.extractor for s in once} <= SIGNED.get(name, {name})
    assert extract.__doc__


def test_what_a_plain_report_says(extract: Extract) -> None:
    found = read(extract, TEXT)
    said = {(s.speaker, s.party, s.stance) for s in found}
    assert ("Ines Kalder", "arv", "rejects") in said
    assert ("Highfort", "bel", "asks") in said
    assert ("two diplomats", None, "conditional") in said or (
        "two diplomats", None, "reports") in said  # fmt: skip
    silent = [s for s in found if s.stance == "no_comment"]
    assert [s.party for s in silent] == ["bel"]
    assert {s.issue for s in found if s.speaker == "Highfort"} == {"line", "fleet"}
    quoted = [s for s in found if "We have waited" in s.text]
    assert [(s.speaker, s.attribution.chain[-1].mode) for s in quoted] == [
        ("Ines Kalder", "direct")
    ]


def test_a_claim_inside_a_claim_knows_who_passes_it_on(extract: Extract) -> None:
    found = read(extract, "Two diplomats said that Highfort demands a new harbour.")
    (inner,) = [s for s in found if s.speaker == "Highfort"]
    assert [link.name for link in inner.attribution.chain] == ["Two diplomats", "Highfort"]


@pytest.mark.parametrize(
    "text",
    [
        "", " \n\n ", "a", ".", "\u200f", "“" * 300, "said " * 400, "Kalder said " * 200,
        "x" * 5_000, "\n".join("abcdefghij"), "Kalder said\x00 it\ufeff rains.", "１２３ said 🙂🙂",
        "大臣は「署名しない」と述べた。政府によると、協議は続く。",
    ],
)  # fmt: skip
def test_odd_texts_do_no_harm(extract: Extract, text: str) -> None:
    assert all(s.text for s in read(extract, text))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.sampled_from(
            ["Kalder", "she", "said", "that", "“", "”", ",", ".", "\n\n", "Belmark", "demands",
             "according to", "the fleet", "not", "if", "’s", "officials", "talks go on"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_order_of_words_fits_the_text(extract: Extract, words: list[str]) -> None:
    read(extract, " ".join(words))


def test_a_text_in_another_language_is_read_by_its_rules(name: str, extract: Extract) -> None:
    (statement,) = read(extract, "« Nous restons », a déclaré le ministre.", language="fr")
    assert statement.speaker == "le ministre"
    assert statement.extractor in SIGNED.get(name, {name})


def test_which_is_usual() -> None:
    assert [usual(0), usual(FEW), usual(FEW + 1)] == ["accurate", "accurate", "fast"]
    assert {name for name in NAMES if "+" not in name} <= set(plugins.names("extractors"))
