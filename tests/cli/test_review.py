"""One decision for all copies, how often candidates are accepted, words learned from amendments."""

from __future__ import annotations

import dataclasses
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from goodoffices.cli import reviewing
from goodoffices.cli.amending import amend
from goodoffices.errors import InputError, InvalidCase, UnknownName
from goodoffices.formats.case_folder import read_case
from goodoffices.model.case import Case, LearnedTerm, Vocabulary, accepted_statements
from goodoffices.model.evidence import Review, Statement
from goodoffices.read.issues import link_issue
from goodoffices.track.acceptance import accept_rates, wilson
from goodoffices.track.repeats import repeats
from goodoffices.workspace import Workspace
from support import Run

AGENDA = """\
format: goodoffices/case/1
title: Strait
parties:
  - {id: north, name: Northland, aliases: [the Northern government]}
  - {id: south, name: Southland}
issues:
  - id: width
    question: How wide is the transit lane?
    ordered: true
    options:
      - {id: narrow, label: three miles}
      - {id: wide, label: six miles}
  - id: fee
    question: Who pays?
    options:
      - {id: ships, label: the ships}
      - {id: states, label: the states}
vocabulary:
  issues:
    width:
      cues: [transit lane, lane]
      options: {narrow: [three miles], wide: [six miles]}
    fee: {cues: [fee]}
"""
AGENCY = """\
Northland said on Monday that it would never accept a transit lane of six miles.
Southland demanded pilot dues from every captain, according to the Harbour Gazette.
Reporters waited outside the customs house for four hours before the two delegations came out,
and neither of them took a question on what had been agreed on the length of the talks to come.
The ferries kept to their hours, and a strong wind from the west closed the outer harbour at noon.
"""
DUES, LANE = "pilot dues from", "six miles"


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "strait"
    assert run("new", path, "--title", "Strait")[0] == 0
    (path / "case.yaml").write_text(AGENDA, encoding="utf-8")
    for number, head in enumerate(("", "From our agency\n\n", "The Island Post reports:\n\n")):
        source = tmp_path / f"{number}.txt"
        source.write_text(head + AGENCY, encoding="utf-8")
        assert run("add", path, source)[0] == 0
    assert run("extract", path, "--with", "rules")[0] == 0
    return path


def speaking_of(words: str, case: Case) -> list[Statement]:
    found = [s for s in case.statements if words in s.text and s.extractor == "rules"]
    return [s for s in found if words == LANE or s.text.startswith(words)]


def test_the_copies_that_say_the_same(folder: Path) -> None:
    workspace = Workspace(folder)
    assert sum(r.copy_of is not None for r in workspace.case.reports) == 2
    found = repeats(workspace.case, workspace.candidates())
    lane = speaking_of(LANE, workspace.case)
    assert len(lane) == 3
    assert {name: set(found[name]) for name in (s.id for s in lane)} == {
        s.id: {o.id for o in lane} - {s.id} for s in lane
    }
    other = dataclasses.replace(lane[0], stance="asks", id="st-x")
    assert "st-x" not in repeats(workspace.case, [other, *lane[1:]])
    assert repeats(workspace.case, lane[:1]) == {}


def test_a_decision_on_all_copies_is_recorded_for_each_and_undone_for_each(folder: Path) -> None:
    workspace = Workspace(folder)
    one, *copies = speaking_of(LANE, workspace.case)
    review = workspace.decide(
        one, "accepted", by="A. Officer", note="seen", copies=[s.id for s in copies]
    )
    case = read_case(folder)
    assert {s.id for s in accepted_statements(case)} == {s.id for s in (one, *copies)}
    for copy in copies:
        held = case.standing_review[copy.id]
        assert (held.by, held.verdict, held.note) == ("A. Officer", "accepted", "seen")
        assert held.follows == review.id
        assert held.id != review.id
    assert case.standing_review[one.id].follows is None
    again = Workspace(folder)
    again.withdraw(next(r for r in again.case.reviews if r.id == review.id))
    case = read_case(folder)
    assert case.standing_review == {}
    assert len(case.reviews) == 6  # nothing is erased


def test_one_copy_can_be_decided_otherwise(folder: Path) -> None:
    workspace = Workspace(folder)
    one, two, three = speaking_of(LANE, workspace.case)
    workspace.decide(one, "accepted", by="A", copies=[two.id, three.id])
    workspace.withdraw(workspace.case.standing_review[three.id])
    assert set(read_case(folder).standing_review) == {one.id, two.id}


def test_an_amendment_of_copies_keeps_the_words_and_source_of_each(folder: Path) -> None:
    workspace = Workspace(folder)
    one, *copies = speaking_of(DUES, workspace.case)
    better = dataclasses.replace(one, issue="fee", options=("ships",), stance="asks")
    workspace.decide(one, "amended", by="A", replacement=better, copies=[s.id for s in copies])
    case = read_case(folder)
    for statement in (one, *copies):
        made = case.statement_by_id[case.standing_review[statement.id].replacement or ""]
        assert (made.issue, made.options, made.stance) == ("fee", ("ships",), "asks")
        assert made.span == statement.span
        assert made.attribution == statement.attribution
    assert len({r.replacement for r in case.reviews}) == 3


def test_copies_that_are_none_are_refused_and_nothing_is_written(folder: Path) -> None:
    workspace = Workspace(folder)
    lane, dues = speaking_of(LANE, workspace.case), speaking_of(DUES, workspace.case)
    with pytest.raises(InputError, match="does not say the same"):
        workspace.decide(lane[0], "accepted", by="A", copies=[lane[1].id, dues[0].id])
    with pytest.raises(UnknownName):
        workspace.decide(lane[0], "accepted", by="A", copies=["st-nothing"])
    workspace.decide(lane[1], "rejected", by="B")
    with pytest.raises(InputError, match="does not wait"):
        workspace.decide(lane[0], "accepted", by="A", copies=[lane[1].id])
    assert len(read_case(folder).reviews) == 1


# --- rates ---------------------------------------------------------------------------------------


def test_rates_count_what_a_person_decided(folder: Path) -> None:
    workspace = Workspace(folder)
    lane, dues = speaking_of(LANE, workspace.case), speaking_of(DUES, workspace.case)
    workspace.decide(lane[0], "accepted", by="A", copies=[s.id for s in lane[1:]])
    workspace.decide(dues[0], "rejected", by="A")
    workspace.withdraw(workspace.decide(dues[1], "rejected", by="A"))
    rows = {(row.by, row.name): row for row in accept_rates(workspace.case)}
    whole = rows["all", None]
    assert (whole.decided, whole.accepted, whole.amended, whole.rejected) == (2, 1, 0, 1)
    assert (whole.rate, whole.few) == (0.5, True)
    assert rows["extractor", "rules"].decided == 2
    assert rows["stance", lane[0].stance].accepted == 1
    assert {by for by, _ in rows} == {"all", "extractor", "outlet", "stance"}
    assert accept_rates(workspace.case, as_of="1999-01-01") == ()


@pytest.mark.parametrize("successes, trials", [(0, 1), (2, 2), (5, 10), (81, 263), (0, 50)])
def test_the_interval_is_where_the_score_test_does_not_refuse_the_share(
    successes: int, trials: int
) -> None:
    low, high = wilson(successes, trials)
    z = Fraction("1.959963984540054")
    for bound in (low, high):
        share = Fraction(bound)
        distance = (Fraction(successes, trials) - share) ** 2
        assert float(distance) == pytest.approx(float(z * z * share * (1 - share) / trials))
    assert low <= successes / trials <= high


def test_the_published_interval_of_newcombe() -> None:
    # Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3
    assert list(wilson(81, 263)) == pytest.approx([0.2553, 0.3662], abs=5e-5)
    assert list(wilson(15, 148)) == pytest.approx([0.0624, 0.1605], abs=5e-5)
    assert list(wilson(0, 20)) == pytest.approx([0, 0.1611], abs=5e-5)


def test_rates_are_printed_with_what_they_rest_on(run: Run, folder: Path) -> None:
    assert "No decisions yet" in run("review", folder, "--rates")[1]
    workspace = Workspace(folder)
    for statement in speaking_of(LANE, workspace.case)[:2]:
        workspace.decide(statement, "accepted", by="A")
    out = run("review", folder, "--rates")[1]
    assert "100% accepted (34% to 100%) of 2" in out
    assert "too few to go by" in out
    status, out, _ = run("review", folder, "--rates", "--json")
    found = json.loads(out)
    assert (status, found["analysis"]) == (0, "rates")
    assert found == json.loads(run("analyse", folder, "rates", "--json")[1])
    assert found["value"][0]["few"] is True
    assert "too few" in run("analyse", folder, "rates")[1]
    assert run("review", folder, "--rates", "--terms")[0] == 2
    assert run("review", folder, "--json")[0] == 2


# --- words learned -------------------------------------------------------------------------------


def amended(workspace: Workspace, **fields: Any) -> Review:
    one, *copies = speaking_of(DUES, workspace.case)
    better = dataclasses.replace(one, **{"issue": "fee", "options": ("ships",), **fields})
    return workspace.decide(
        one, "amended", by="A", replacement=better, copies=[s.id for s in copies]
    )


def test_words_of_an_amendment_are_proposed_with_their_evidence(folder: Path) -> None:
    workspace = Workspace(folder)
    assert workspace.proposed_terms() == ()
    review = amended(workspace)
    found = workspace.proposed_terms()
    assert "pilot dues" in {term.words for term in found}
    for term in found:
        assert (term.issue, term.option, term.evidence) == ("fee", "ships", (review.id,))
        assert term.words in term.quotes[0].casefold()
        assert "southland" not in term.words
    workspace.withdraw(review)
    assert workspace.proposed_terms() == ()


def test_an_amendment_of_the_stance_alone_teaches_no_words(folder: Path) -> None:
    workspace = Workspace(folder)
    one = speaking_of(LANE, workspace.case)[0]
    assert one.stance != "asks"
    better = dataclasses.replace(one, stance="asks")
    workspace.decide(one, "amended", by="A", replacement=better)
    assert workspace.proposed_terms() == ()


def test_words_that_stand_for_another_issue_are_not_proposed(folder: Path) -> None:
    workspace = Workspace(folder)
    one, two, _ = speaking_of(DUES, workspace.case)
    workspace.decide(
        one,
        "amended",
        by="A",
        replacement=dataclasses.replace(one, issue="width", options=(), stance="rejects"),
    )
    workspace.decide(
        two, "amended", by="A", replacement=dataclasses.replace(two, issue="fee", options=())
    )
    assert workspace.proposed_terms() == ()


def test_words_of_two_options_are_proposed_for_the_issue(folder: Path) -> None:
    workspace = Workspace(folder)
    one, two, _ = speaking_of(DUES, workspace.case)
    for statement, option in ((one, "ships"), (two, "states")):
        better = dataclasses.replace(statement, issue="fee", options=(option,))
        workspace.decide(statement, "amended", by="A", replacement=better)
    assert {(t.issue, t.option, len(t.evidence)) for t in workspace.proposed_terms()} == {
        ("fee", None, 2)
    }


def test_accepted_words_link_what_comes_and_change_nothing_that_is_there(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    workspace = Workspace(folder)
    amended(workspace, stance="offers")
    term = next(t for t in workspace.proposed_terms() if t.words == "pilot dues")
    ledger, reviews = ((folder / name).read_bytes() for name in LEDGERS)
    workspace.learn(term, True, by="A. Officer", at="2030-01-01T00:00:00Z")
    case = read_case(folder)
    assert case.vocabulary.learned == (
        LearnedTerm(words="pilot dues", issue="fee", option="ships", verdict="accepted",
                    by="A. Officer", at="2030-01-01T00:00:00Z", evidence=term.evidence),
    )  # fmt: skip
    assert "pilot dues" not in {t.words for t in workspace.proposed_terms()}
    link = link_issue("They spoke of pilot dues.", case.issues, case.vocabulary)
    assert (link.issue, link.options, link.reason) == ("fee", ("ships",), 'by "pilot dues"')
    assert [(folder / name).read_bytes() for name in LEDGERS] == [ledger, reviews]
    fresh = tmp_path / "fresh.txt"
    fresh.write_text("Northland rejected pilot dues of any kind, its minister said.\n")
    assert run("add", folder, fresh)[0] == 0
    assert run("extract", folder, "--with", "rules")[0] == 0
    after = read_case(folder)
    assert (folder / "statements.jsonl").read_bytes().startswith(ledger)
    new = [s for s in after.statements if "any kind" in s.text]
    assert {s.issue for s in new} == {"fee"}
    # The same words read anew wait, but come last and say that they were decided on.
    read_anew = [c for c in Workspace(folder).ranked() if "decided on before" in c.reason]
    assert {after.statement_by_id[c.statement].issue for c in read_anew} == {"fee"}
    assert {c.kind for c in read_anew} == {"nothing"}


LEDGERS = ("statements.jsonl", "reviews.jsonl")


def test_words_are_rejected_for_good_and_every_decision_can_be_taken_back(folder: Path) -> None:
    workspace = Workspace(folder)
    amended(workspace)
    first = workspace.proposed_terms()
    workspace.learn(first[0], False, by="A")
    assert first[0].words not in {t.words for t in workspace.proposed_terms()}
    case = workspace.case
    assert link_issue(first[0].words, case.issues, case.vocabulary).issue is None
    assert [t.verdict for t in workspace.forget(first[0].words)] == ["rejected"]
    assert [t.words for t in workspace.proposed_terms()] == [t.words for t in first]
    workspace.learn(first[0], True, by="A")
    workspace.forget(first[0].words.upper())
    case = read_case(folder)
    assert link_issue(first[0].words, case.issues, case.vocabulary).issue is None
    assert all(t.withdrawn_at for t in case.vocabulary.learned)
    assert len(case.vocabulary.learned) == 2
    with pytest.raises(UnknownName):
        workspace.forget(first[0].words)
    with pytest.raises(InputError):
        workspace.forget(" ")


def test_learned_words_with_faults_are_named(folder: Path) -> None:
    workspace = Workspace(folder)
    bad = LearnedTerm(words=" ", issue="fee", option="shipz", verdict="accepted", by="", at="soon")
    with pytest.raises(InvalidCase) as raised:
        workspace.save(dataclasses.replace(workspace.case, vocabulary=Vocabulary(learned=(bad,))))
    said = str(raised.value)
    assert "'ships'" in said
    for fault in ("'words' is empty", "'by' is empty", "soon"):
        assert fault in said


# --- on the terminal -----------------------------------------------------------------------------


def keys(monkeypatch: pytest.MonkeyPatch, *pressed: str) -> None:
    waiting = list(pressed)
    monkeypatch.setattr(reviewing, "_read_key", lambda: waiting.pop(0))


def test_the_greatest_change_comes_first_and_says_what_it_is(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys(monkeypatch, "q")
    _, out, _ = run("review", folder, "--by", "A")
    assert "six miles" in out
    assert "it would be the first on record of Northland" in " ".join(out.split())
    first = Workspace(folder).ranked()[0]
    assert first.kind == "first"
    keys(monkeypatch, "q")
    text = run("review", folder, "--by", "A", "--order", "text")[1]
    assert "1 of 9" in out
    assert "1 of 9" in text


def test_capital_keys_decide_on_copies_and_undo_takes_all_back(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys(monkeypatch, "A", "q")
    _, out, err = run("review", folder, "--by", "A")
    assert "2 copies of the report; A, E, R decide on all of them" in " ".join(out.split())
    assert "Accepted, and in 2 copies of the report as well." in out
    assert "1 accepted, 0 amended, 0 rejected. 6 still wait" in err
    assert len(read_case(folder).standing_review) == 3
    lane = {s.id for s in speaking_of(LANE, read_case(folder))}
    assert set(read_case(folder).standing_review) == lane
    (folder / "reviews.jsonl").write_bytes(b"")
    keys(monkeypatch, "A", "u", "a", "s", "b", "b", "A", "q")
    _, out, err = run("review", folder, "--by", "A")
    assert "Taken back: accepted, and in 2 copies of the report." in out
    assert read_case(folder).standing_review.keys() == lane


def test_words_are_decided_on_at_the_terminal(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "No words to learn" in run("review", folder, "--terms")[2]
    answers = iter(["south", "fee", "ships", "asks", "no", "-"])
    monkeypatch.setattr(reviewing, "amend", lambda s, c: amend(s, c, lambda *_: next(answers)))
    case = Workspace(folder)
    order = [c.statement for c in case.ranked()]
    dues = {s.id for s in speaking_of(DUES, case.case)}
    place = next(at for at, name in enumerate(order) if name in dues)
    keys(monkeypatch, *["s"] * place, "E", "q")
    _, _, err = run("review", folder, "--by", "A")
    assert "--terms" in err
    many = len(Workspace(folder).proposed_terms())
    assert many >= 2
    keys(monkeypatch, "x", "a", "r", "q", "q")
    status, out, err = run("review", folder, "--terms", "--by", "B")
    assert status == 0
    assert "Who pays? (fee): the ships" in " ".join(out.split())
    assert "1 accepted, 1 rejected. Statements on record stay as they are." in err
    first, second = read_case(folder).vocabulary.learned
    assert (first.verdict, first.by, second.verdict) == ("accepted", "B", "rejected")
    assert "no longer accepted" in run("review", folder, "--forget", first.words)[2]
    assert run("review", folder, "--forget", first.words)[0] == 2
