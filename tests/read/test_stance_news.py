"""Stances in news by other hands: the marks, how they are measured, and the rules they led to."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from scripts.attribution import evaluate_news as news
from scripts.attribution.stances_read import right

from goodoffices import plugins
from goodoffices.model.evidence import Report, Stance
from goodoffices.read.rules.attitude import attitude
from goodoffices.read.rules.clauses import Voice
from goodoffices.read.rules.stance import cue_stance, had, noun_stance, refined
from goodoffices.read.rules.vocabulary import tokens

TOLD = Voice(own=frozenset({"falk"}))
SPOKEN = Voice(own=frozenset({"falk"}), first=True)

# --- the marks -----------------------------------------------------------------------------------


def test_marks_are_places_with_a_stance_and_no_words() -> None:
    entries = news.listed()
    assert {entry["half"] for entry in entries.values()} == {"A", "B"}
    marks = [mark for entry in entries.values() for mark in entry["marks"]]
    assert Counter(mark["drawn"] for mark in marks) == {"near": 269, "random": 74}
    for mark in marks:
        assert set(mark) == {"source", "cue", "content", "stance", "drawn"}
        assert mark["stance"] in get_args(Stance)
        for role in ("source", "cue", "content"):
            assert all(0 <= start < end for start, end in mark[role])


def test_at_most_four_marks_in_a_document() -> None:
    assert max(len(entry["marks"]) for entry in news.listed().values()) <= 4


def test_the_second_pass_is_of_the_same_places() -> None:
    first, second = news.listed("pass_1.json"), news.listed("pass_2.json")
    places = [
        [(name, mark["content"]) for name, entry in passes.items() for mark in entry["marks"]]
        for passes in (first, second)
    ]
    assert places[0] == places[1]
    count, alike, kappa = news.agreement()
    assert count == len(places[0])
    assert kappa < alike < 1


def test_a_corpus_that_is_absent_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["evaluate_news", str(tmp_path)])
    with pytest.raises(SystemExit):
        news.main()
    assert "no PolNeAR corpus in" in capsys.readouterr().err


def test_the_words_that_are_marked_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Falk welcomed a later start. Rolle came out against the fee."
    for folder, name, written in (
        ("text", "paper_1.txt", text),
        ("attributions", "paper_1_x.ann", ""),
    ):
        (tmp_path / "train" / folder).mkdir(parents=True)
        (tmp_path / "train" / folder / name).write_text(written, encoding="utf-8")

    def mark(source: str, cue: str, content: str, stance: str) -> dict[str, object]:
        roles = {"source": source, "cue": cue, "content": content}
        places = {r: [[text.find(w), text.find(w) + len(w)]] for r, w in roles.items()}
        return {**places, "stance": stance, "drawn": "near"}

    marks = [
        mark("Falk", "welcomed", "a later start", "accepts"),
        mark("Rolle", "came out against", "the fee", "accepts"),
    ]
    monkeypatch.setattr(news, "listed", lambda: {"paper_1_x": {"half": "A", "marks": marks}})
    read = news.read_news(tmp_path, "given")
    assert [r.found for r in read] == ["accepts", "resists"]
    assert [r.words for r in read] == ["a later start", "the fee"]
    assert right(read) == 0.5


def test_stances_of_the_corpus_given_its_words() -> None:
    corpus = Path(os.environ.get("POLNEAR", "polnear"))
    if not news.present(corpus):
        pytest.skip("the PolNeAR corpus is third-party text: set POLNEAR to its folder")
    read = news.read_news(corpus, "given")
    assert len(read) == 343
    assert right([r for r in read if r.half == "A"]) > 0.7
    assert right([r for r in read if r.half == "B"]) > 0.62


# --- the rules -----------------------------------------------------------------------------------


def test_a_contraction_of_would_and_one_of_had() -> None:
    assert tokens("she'd sign") == ["she", "would", "sign"]
    assert tokens("she'd signed") == ["she", "had", "signed"]
    assert tokens("they’d already given") == ["they", "had", "already", "given"]
    assert tokens("you'd better go") == ["you", "had", "better", "go"]


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("he'd support the tariff", "accepts"),
        ("he plans to endorse the treaty", "accepts"),
        ("he decided to veto the lease", "rejects"),
        ("he has not decided to sign the lease", "reports"),
        ("he was not hiding the accounts", "denies"),
        ("he was not expecting the visit", "reports"),
        ("the council not only failed to protect the bridge, it sold the stones", "resists"),
        ("the council has not failed to protect the bridge", "reports"),
        ("it is important to keep the ferry", "asks"),
        ("the ban is a valid concern", "accepts"),
        ("the toll is a disaster", "resists"),
        ("he would love to have a second port", "asks"),
    ],
)
def test_stances_of_contents(words: str, stance: str) -> None:
    assert attitude(words, TOLD) == stance


def test_a_question_that_nobody_is_asked() -> None:
    for words in ("“Why would anyone pay this toll?”", "why on earth sell the ferry?"):
        assert refined("reports", words, judging=False, voice=SPOKEN) == "resists"
    asked = "Why was the ferry sold?"
    assert refined("reports", asked, judging=False, voice=SPOKEN) == "reports"


@pytest.mark.parametrize(
    ("cue", "stance"),
    [
        ("came out against", "resists"),
        ("cast a ballot against", "rejects"),
        ("lashed out at", "resists"),
        ("pushed back on", "resists"),
        ("ripped", "resists"),
        ("touted", "accepts"),
        ("lined up behind", "accepts"),
        ("walked past", None),
    ],
)
def test_stances_of_cues(cue: str, stance: str | None) -> None:
    lows = cue.split()
    assert cue_stance(lows, ("the", "lease")) == stance


def test_stances_of_nouns() -> None:
    assert noun_stance(["indignation", "about"]) == "resists"
    assert noun_stance(["praise", "for"]) == "accepts"
    assert noun_stance(["walk", "to"]) is None


@pytest.mark.parametrize(
    ("content", "stance"),
    [
        ("her plan to lower the toll", "offers"),
        ("its long-standing objections to the lease", "resists"),
        ("her plan was late", None),
        ("their gratitude to the hosts", None),
        ("the plan to lower the toll", None),
        ("its", None),
        ("", None),
    ],
)
def test_what_somebody_has_and_tells_of(content: str, stance: str | None) -> None:
    assert had(content) == stance


def test_a_plan_laid_out_is_offered_and_one_talked_of_is_not() -> None:
    text = "Falk outlined her plan to lower the toll. Falk explained that her plan had failed."
    found = plugins.load("extractors", "fast")(Report(id="r", text=text, sha256="", language="en"))
    assert [s.stance for s in found] == ["offers", "reports"]
