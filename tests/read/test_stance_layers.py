"""The layers that a stance is read in: words by class, whose doing, verb group, judgement."""

from __future__ import annotations

from itertools import product

import pytest
from scripts.attribution.evaluate_stances import FIRM, firm, read_texts
from scripts.attribution.stances_read import right

from goodoffices.model.evidence import Report
from goodoffices.read.attribution import extract
from goodoffices.read.rules.answers import answered
from goodoffices.read.rules.attitude import attitude
from goodoffices.read.rules.clauses import Voice, clauses
from goodoffices.read.rules.stance import proviso_of, refined
from goodoffices.read.rules.verbgroups import groups
from goodoffices.read.rules.vocabulary import forms_of, matches, tokens

SPOKEN = Voice(own=frozenset({"arvenia"}), first=True)


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("sign", "sign signs signed signing"),
        ("drop", "drop drops dropped dropping"),
        ("cede", "cede cedes ceded ceding"),
        ("ratify", "ratify ratifies ratified ratifying"),
        ("withdraw", "withdraw withdraws withdrew withdrawn withdrawing"),
        ("agree", "agree agrees agreed agreeing"),
    ],
)
def test_the_forms_of_a_verb(verb: str, forms: str) -> None:
    assert set(forms_of(verb)) == set(forms.split())


def test_contractions_are_written_out_and_quotation_marks_left_out() -> None:
    assert tokens("We won’t, “can't” or shan't; it's ours") == (
        ["we", "will", "not", ",", "can", "not", "or", "shall", "not", ";", "it", "is", "ours"]
    )


def test_a_phrase_is_found_across_a_gap_but_not_across_a_full_stop() -> None:
    def found(text: str) -> set[str]:
        return {m.name for m in matches(tokens(text)) if m.end - m.start > 3}

    assert "propose" in found("put two more licences on the table")
    assert "propose" not in found("put it down. the cups are on the table")


# --- whose ---------------------------------------------------------------------------------------

_GIVING = ("accept the plan", "sign the treaty", "release the crew", "drop the fee", "give way")
_OTHERS = ("the other side", "parliament", "her critics", "the mediators", "Belmark's army")


@pytest.mark.parametrize(("who", "what"), list(product(_OTHERS, _GIVING)))
@pytest.mark.parametrize("modal", ["will", "will not", "is ready to", "cannot", "refuses to"])
def test_what_others_would_do_is_no_stance_of_the_speaker(who: str, modal: str, what: str) -> None:
    assert attitude(f"we hear that {who} {modal} {what}", SPOKEN) == "reports"


@pytest.mark.parametrize("who", ["we", "Arvenia", "our government"])
@pytest.mark.parametrize(
    ("modal", "stances"),
    [
        ("will not", {"rejects"}),
        ("cannot", {"rejects"}),
        ("is not prepared to", {"rejects"}),
        ("refuses to", {"rejects"}),
        ("is ready to", {"accepts", "offers"}),
        ("could", {"accepts", "offers"}),
    ],
)
@pytest.mark.parametrize("what", _GIVING)
def test_what_the_speaker_would_do(who: str, modal: str, what: str, stances: set[str]) -> None:
    assert attitude(f"{who} {modal} {what}", SPOKEN) in stances


def test_he_is_another_in_speech_and_the_speaker_in_a_report() -> None:
    assert attitude("he will not sign", Voice(first=True)) == "reports"
    assert attitude("he will not sign", Voice(first=False)) == "rejects"


def test_a_relative_clause_is_not_the_main_one() -> None:
    run = tokens("rules that we did not write would not apply")
    kinds = [(" ".join(run[c.start : c.end]), c.kind) for c in clauses(run)]
    assert kinds == [
        ("rules", "main"),
        ("we did not write", "sub"),
        ("would not apply", "main"),
    ]


# --- verb group ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mode", "negated"),
    [
        ("we will never sign", "will", True),
        ("we are not going to sign", "will", True),
        ("we are in no position to sign", "ready", True),
        ("we stand ready to sign", "ready", False),
        ("we have to sign", "must", False),
        ("we might well sign", "can", False),
        ("we refuse to sign", "refuse", False),
    ],
)
def test_the_verb_group(text: str, mode: str, negated: bool) -> None:
    run = tokens(text)
    [group] = [g for clause in clauses(run) for g in groups(run, clause)]
    assert (group.mode, group.negated, run[group.verb]) == (mode, negated, "sign")


# --- judgement and phrases -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "stance"),
    [
        ("the fee is out of the question", "rejects"),
        ("the fee is not acceptable", "rejects"),
        ("no fee is lawful there", "rejects"),
        ("the fee is unfair", "resists"),
        ("the fee is not unfair", "reports"),
        ("the fee is a fair one", "accepts"),
        ("it is impossible to say when", "reports"),
        ("it is impossible to cross the river at night", "reports"),
        ("it is impossible to sign such a text", "rejects"),
        ("the motion was rejected by nine votes", "reports"),
        ("a shorter period could be considered", "offers"),
        ("the term has to be shorter", "asks"),
        ("we did not ask for a fee", "denies"),
        ("the harbour is not up for negotiation", "red_line"),
        ("it is too early to say", "no_comment"),
        ("the ministry wishes to thank the hosts", "reports"),
        ("nobody will sign such a text", "rejects"),
        ("he would advise against a vote", "resists"),
        ("the longer term is to be welcomed", "accepts"),
        ("the longer term has to be accepted", "asks"),
        ("the ministry would appreciate an answer", "asks"),
        ("the ministry appreciates the answer", "accepts"),
        ("they balked at the fee", "rejects"),
        ("they turned a deaf ear to the fishermen", "rejects"),
        ("they set their face against the fee", "rejects"),
        ("they have thrown their weight behind the plan", "accepts"),
        ("they jumped at the plan", "accepts"),
        ("they shook their heads over the plan", "resists"),
        ("they bristled at the fee", "resists"),
        ("they clamoured for a date", "asks"),
        ("they wish to see a date", "asks"),
        ("they came up with a date", "offers"),
    ],
)
def test_judgements_and_phrases(content: str, stance: str) -> None:
    assert attitude(content) == stance


FACTS = (
    "we will not know before Friday",
    "we cannot sleep at night",
    "I could not reach him by telephone",
    "I would not call it a crisis",
    "the court dismissed the appeal",
    "the bridge will not be finished this year",
    "the harvest has failed",
    "no flights were allowed over the city",
    "no date has been agreed",
    "the museum will not reopen before June",
    "the plan was accepted by parliament",
    "the treaty was signed in 1911",
    "we agreed to meet on Friday",
    "the soldiers never surrendered",
    "we will start with the agenda",
    "we do not have a date yet",
)


@pytest.mark.parametrize("content", FACTS)
def test_a_fact_is_no_stance(content: str) -> None:
    assert attitude(content, SPOKEN) == "reports"


@pytest.mark.parametrize(
    ("stance", "content", "turned"),
    [
        ("rejects", "reports of a secret deal", "denies"),
        ("rejects", "claims that the ships were armed", "denies"),
        ("rejects", "claims to the islet", "rejects"),
        ("asks", "to see a date", "asks"),
        ("asks", "to thank the hosts", "reports"),
        ("rejects", "the report's main proposal for the harbour", "rejects"),
        ("offers", "never to sign", "rejects"),
        ("offers", "to leave the coalition", "rejects"),
        ("offers", "to leave the islet", "offers"),
        ("asks", "no inspections", "rejects"),
        ("asks", "no fewer than ten seats", "asks"),
    ],
)
def test_a_verb_of_stance_with_its_content(stance: str, content: str, turned: str) -> None:
    assert refined(stance, content, judging=False) == turned  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "stance", "read"),
    [
        ("we will come back if the ban is lifted", "reports", "conditional"),
        ("we will strike back if they attack us, and fight", "rejects", "rejects"),
        ("the ban goes the moment the ships leave", "accepts", "conditional"),
        ("until the ships leave, no licence will be issued", "rejects", "conditional"),
        ("we will reply the day after tomorrow", "offers", "offers"),
    ],
)
def test_conditions(text: str, stance: str, read: str) -> None:
    assert proviso_of(text, stance)[0] == read  # type: ignore[arg-type]


# --- answers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "answer", "stance"),
    [
        ("Would you accept observers?", "We would.", "accepts"),
        ("Would you accept observers?", "No, we would not.", "rejects"),
        ("Would you leave the coalition? Will you resign?", "I will not.", None),
        ("Did your men burn the mill?", "They did not.", "denies"),
        ("Did your men burn the mill?", "They did.", None),
        ("How many seats do you want?", "Thirty.", "asks"),
        ("Who met you there?", "Thirty men.", None),
        ("Would you accept observers?", "We would have to see the list.", None),
    ],
)
def test_an_answer_with_its_question(question: str, answer: str, stance: str | None) -> None:
    assert answered(question, answer) == stance


# --- idioms that are cues ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The shippers warmed to the toll.", ("accepts", "the toll")),
        ("The cabinet threw out the toll.", ("rejects", "the toll")),
        ("The cabinet scotched the plan for a toll.", ("rejects", "the plan for a toll")),
        ("Farmers clamoured for a lower toll.", ("asks", "a lower toll")),
        ("The ministers bristled at the toll.", ("resists", "the toll")),
        ("The cabinet did not warm to the toll.", None),
        ("The toll was voted down.", None),
        ("The minister was snubbed by the cabinet.", None),
        ("The cabinet has not thrown out the toll.", None),
        ("The cabinet has thrown out the toll.", ("rejects", "the toll")),
        ("The weather warmed to ten degrees.", None),
        ("The army shot down an aircraft.", None),
    ],
)
def test_an_idiom_alone_is_a_cue(text: str, read: tuple[str, str] | None) -> None:
    found = extract(Report(id="t", text=text + "\n", sha256="", language="en"))
    said = [(s.stance, text[s.span.start : s.span.end]) for s in found if s.span]
    assert said == ([read] if read else [])


# --- texts marked for it -------------------------------------------------------------------------

FLOORS = {"dev": 0.86, "held": 0.74}  # of stances, a little below the measured


@pytest.mark.parametrize("part", FLOORS)
def test_the_stances_of_the_marked_texts_do_not_get_worse(part: str) -> None:
    read = read_texts(part, "fast")
    assert right(read) >= FLOORS[part]
    hits, said = (sum(firm(read, stance)[k] for stance in FIRM) for k in (0, 1))
    assert hits / said >= 0.87
