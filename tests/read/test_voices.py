"""Texts in somebody's own voice, words around a statement, silence and attitudes."""

from __future__ import annotations

import pytest

from goodoffices.model.agenda import Issue, Option, Party, Person
from goodoffices.model.case import IssueCues, Vocabulary
from goodoffices.model.evidence import Statement
from goodoffices.read.attribution import extract
from goodoffices.read.documents import read_document
from goodoffices.read.rules.voices import issuer_of, turns

PARTIES = (
    Party(id="isl", name="Islanders", persons=(Person(name="Ines Kalder"),)),
    Party(id="main", name="Mainland", persons=(Person(name="Piet Marrow"),)),
)
ISSUES = (
    Issue(id="quota", question="How much?", options=(Option(id="a", label="a"),)),
    Issue(id="port", question="Whose?", options=(Option(id="b", label="b"),)),
)
VOCABULARY = Vocabulary(
    issues={"quota": IssueCues(cues=("quota", "tonnes")), "port": IssueCues(cues=("harbour",))}
)
INTERVIEW = """A talk with Ines Kalder

Gazette: Ms Kalder, will you sign?

Ines Kalder: Good morning. We will not sign this month. The harbour is ours.

Gazette: Mr Marrow says the quota is generous. Is it?

Kalder: It is small. He told me that he would double it.

Gazette: And the ferries?

Kalder: No comment.
"""
STATEMENT = """MINISTRY OF FISHERIES OF THE MAINLAND

Statement on the quota
3 May 2024

The Ministry rejects the allegations. The boats came home on Friday. We are prepared to talk.
"""


def found(text: str) -> tuple[Statement, ...]:
    report = read_document(text.encode(), name="text")
    return extract(report, parties=PARTIES, issues=ISSUES, vocabulary=VOCABULARY)


def by_text(text: str, beginning: str) -> Statement:
    [statement] = [s for s in found(text) if s.text.startswith(beginning)]
    return statement


def test_answers_are_the_statements_of_whoever_answers() -> None:
    for beginning in ("We will not sign", "The harbour is ours", "It is small"):
        statement = by_text(INTERVIEW, beginning)
        assert (statement.speaker, statement.party) == ("Ines Kalder", "isl")
    assert by_text(INTERVIEW, "We will not").stance == "rejects"
    assert by_text(INTERVIEW, "No comment").stance == "no_comment"


def test_a_question_says_nothing_but_what_it_passes_on() -> None:
    texts = [s.text for s in found(INTERVIEW)]
    assert not any("will you sign" in text or "ferries" in text for text in texts)
    assert not any(text.startswith("Good morning") for text in texts)
    passed_on = by_text(INTERVIEW, "the quota is generous")
    assert passed_on.party == "main"
    assert "Gazette" not in [link.name for link in passed_on.attribution.chain]


def test_what_an_answer_tells_of_others_goes_through_whoever_answers() -> None:
    told = by_text(INTERVIEW, "he would double it")
    assert told.speaker == "Piet Marrow" or told.party == "main"
    assert "Kalder" in told.attribution.chain[0].name


def test_an_answer_without_words_of_an_issue_is_about_that_of_the_question() -> None:
    assert by_text(INTERVIEW, "It is small").issue == "quota"


def test_a_report_with_a_colon_or_two_is_no_interview() -> None:
    text = "Kalder: no deal\n\nThe talks failed.\n\nBackground: the quota\n\nIt is old.\n"
    assert turns(text) == []


def test_a_ministrys_statement_is_its_own_voice() -> None:
    for beginning in ("The boats came home", "We are prepared"):
        try:
            statement = by_text(STATEMENT, beginning)
        except ValueError:
            statement = by_text(STATEMENT, "to talk")
        assert statement.speaker == "MINISTRY OF FISHERIES OF THE MAINLAND"
        assert statement.party == "main"


@pytest.mark.parametrize(
    "text",
    [
        "The ministry of fisheries said so.\n\nWe are here. Our boats are out.\n",
        "JOINT STATEMENT\nof the delegations of A and B\n\nWe met. Our talks go on.\n",
        "MINISTRY OF FISHERIES\n\nStatement\n\nThe boats came home. They had fish.\n",
    ],
)
def test_texts_that_no_single_institution_issues(text: str) -> None:
    assert issuer_of(text) is None


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("Asked about the quota, Kalder would not be drawn.", "would not be drawn"),
        ("The ministry could not be reached.", "could not be reached"),
        ("Kalder's office had no comment on the report.", "had no comment"),
        ("There was no reaction from the ministry.", "There was no reaction"),
        ("Marrow would neither confirm nor deny the figure.", "would neither confirm nor deny"),
        ("The ministry has not commented on the report.", "has not commented"),
    ],
)
def test_silence_in_other_words(text: str, silent: str) -> None:
    [statement] = [s for s in found(text) if s.stance == "no_comment"]
    assert silent in statement.text or "quota, Kalder would not be drawn" in statement.text


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Kalder remains committed to a smaller quota.", "offers"),
        ("Kalder is wary of a smaller quota.", "resists"),
        ("Kalder is in favour of a smaller quota.", "accepts"),
        ("Kalder is not opposed to a smaller quota.", "accepts"),
    ],
)
def test_attitudes_by_adjective(text: str, stance: str) -> None:
    [statement] = found(text)
    assert statement.stance == stance
    assert statement.text.endswith("smaller quota")


@pytest.mark.parametrize(
    ("content", "stance"),
    [
        ("the quota would fail unless there is a vote", "conditional"),
        ("the deal would fail", "rejects"),
        ("no such deal has been made", "denies"),
        ("she would not object to a vote", "accepts"),
        ("sovereignty is not and will not become a subject of negotiation", "red_line"),
        ("the quota is too small by half", "resists"),
        ("boats could be sent only with the consent of both", "conditional"),
        ("the boats sailed on Friday", "reports"),
    ],
)
def test_stance_by_the_words_of_the_content(content: str, stance: str) -> None:
    [statement] = [s for s in found(f"Kalder said that {content}.") if s.text == content]
    assert statement.stance == stance


def test_whom_an_outlet_cites_speaks_and_the_outlet_passes_it_on() -> None:
    text = "According to the Harbour Post, which cited two officials, the quota is dead."
    [statement] = found(text)
    assert [link.kind for link in statement.attribution.chain] == ["outlet", "anonymous"]


def test_the_issue_of_the_sentence_before_is_carried_on_but_not_to_talk_of_the_talks() -> None:
    text = "The quota was debated. Kalder said she would think about it."
    assert {s.issue for s in found(text)} == {"quota"}
    text = "The quota was debated. Kalder said the talks would go on."
    assert {s.issue for s in found(text)} == {None}


def test_an_office_and_a_pronoun_are_those_named_with_it_before() -> None:
    text = (
        "The envoy, Ravel Tamm, arrived on Monday.\n\nThe envoy said the boats were safe."
        " He added that the harbour was open."
    )
    assert {s.speaker for s in found(text)} == {"Ravel Tamm"}
