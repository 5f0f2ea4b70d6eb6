"""Verdicts, agenda and judgements over HTTP: on disk when answered, and once."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from goodoffices.formats.case_folder import read_case
from goodoffices.workspace import Workspace
from web_client import Json, client, copied, got, refused

CASE = "/api/cases/strait-accord"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.fixture
def browser(folder: Path) -> TestClient:
    return client(folder)


def _waiting(browser: TestClient) -> list[Json]:
    items: list[Json] = got(browser, f"{CASE}/candidates", limit="1000")["items"]
    return items


def _send(browser: TestClient, key: str, statement: str, verdict: str, **more: Json) -> Json:
    body = {"key": key, "statement": statement, "verdict": verdict, **more}
    return browser.post(f"{CASE}/reviews", json=body)


def test_a_verdict_is_on_the_disk_when_it_is_answered(folder: Path, browser: TestClient) -> None:
    waiting = _waiting(browser)
    one = waiting[0]["id"]
    answer = _send(browser, "k1", one, "accepted", note="clear").json()
    assert answer["waiting"] == len(waiting) - 1
    assert answer["replayed"] is False
    assert answer["statement"]["counts"] is True
    held = read_case(folder).standing_review[one]
    assert (held.verdict, held.by, held.note) == ("accepted", "A. Desk Officer", "clear")
    assert held.id == answer["review"]["id"]
    assert one not in [item["id"] for item in _waiting(browser)]


def test_a_verdict_sent_twice_is_recorded_once_even_after_the_server_began_anew(
    folder: Path, browser: TestClient
) -> None:
    one = _waiting(browser)[0]["id"]
    first = _send(browser, "k1", one, "rejected").json()
    again = _send(browser, "k1", one, "rejected").json()
    later = _send(client(folder), "k1", one, "rejected").json()
    assert first["review"] == again["review"] == later["review"]
    assert (again["replayed"], later["replayed"]) == (True, True)
    assert sum(1 for review in read_case(folder).reviews if review.subject == one) == 1


def test_a_key_stands_for_one_verdict(browser: TestClient) -> None:
    one, two = (item["id"] for item in _waiting(browser)[:2])
    assert _send(browser, "k1", one, "rejected").status_code == 200
    refused(_send(browser, "k1", two, "rejected"), 422, "InputError")
    refused(_send(browser, "k1", one, "accepted"), 422, "InputError")
    refused(_send(browser, "", two, "accepted"), 422, "InputError")


def test_nobody_decides_over_another_without_having_seen_it(folder: Path) -> None:
    mine, theirs = client(folder, by="A. Desk Officer"), client(folder, by="B. Colleague")
    one = _waiting(mine)[0]["id"]
    held = _send(theirs, "t1", one, "rejected").json()["review"]
    detail = refused(_send(mine, "m1", one, "accepted"), 409, "StaleWrite")
    assert "B. Colleague rejected" in detail["message"]
    seen = _send(mine, "m2", one, "accepted", standing=held["id"])
    assert seen.status_code == 200
    assert read_case(folder).standing_review[one].by == "A. Desk Officer"


def test_an_amendment_brings_its_replacement_and_keeps_the_words(
    folder: Path, browser: TestClient
) -> None:
    one = _waiting(browser)[0]
    case = read_case(folder)
    issue = case.issues[0]
    reading = {
        "speaker": one["speaker"],
        "stance": "rejects",
        "party": case.parties[0].id,
        "issue": issue.id,
        "options": [issue.options[0].id],
        "said_on": one["said_on"],
    }
    answer = _send(browser, "k1", one["id"], "amended", replacement=reading).json()
    made = answer["replacement"]
    assert (made["text"], made["stance"], made["counts"]) == (one["text"], "rejects", True)
    assert made["id"] in read_case(folder).replacements
    wrong = {**reading, "party": "nobody", "options": ["nothing"], "speaker": " "}
    two = _waiting(browser)[0]["id"]
    detail = refused(_send(browser, "k2", two, "amended", replacement=wrong), 422, "InvalidCase")
    assert len(detail["problems"]) == 3
    refused(_send(browser, "k3", two, "amended"), 422, "InputError")
    refused(_send(browser, "k4", two, "accepted", replacement=reading), 422, "InputError")


def test_a_verdict_is_taken_back_and_stays_in_the_record(folder: Path, browser: TestClient) -> None:
    one = _waiting(browser)[0]["id"]
    name = _send(browser, "k1", one, "accepted").json()["review"]["id"]
    back = browser.post(f"{CASE}/reviews/{name}/withdrawal").json()
    assert back["review"]["withdrawn_at"]
    assert browser.post(f"{CASE}/reviews/{name}/withdrawal").json()["replayed"] is True
    assert one in [item["id"] for item in _waiting(browser)]
    assert [r.subject for r in read_case(folder).reviews].count(one) == 2
    refused(browser.post(f"{CASE}/reviews/rv-none/withdrawal"), 404, "UnknownName")


def test_verdicts_of_a_fast_reviewer_on_a_bad_line_are_all_there_once(
    folder: Path, browser: TestClient
) -> None:
    names = [item["id"] for item in _waiting(browser)]
    before = len(read_case(folder).reviews)
    faults: list[int] = []

    def press(place: int, name: str) -> None:
        for _ in range(2):  # the answer to the first was lost on the way
            answer = _send(browser, f"key-{place}", name, "accepted")
            if answer.status_code != 200:
                faults.append(answer.status_code)

    threads = [threading.Thread(target=press, args=pair) for pair in enumerate(names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    case = read_case(folder)
    assert len(case.reviews) == before + len(names)
    assert {case.standing_review[name].verdict for name in names} == {"accepted"}
    assert _waiting(browser) == []


def test_what_the_terminal_writes_is_seen(folder: Path, browser: TestClient) -> None:
    one = _waiting(browser)[0]["id"]
    workspace = Workspace(folder)
    workspace.decide(workspace.case.statement_by_id[one], "accepted", by="somebody else")
    until = time.monotonic() + 20
    while time.monotonic() < until and one in [item["id"] for item in _waiting(browser)]:
        time.sleep(0.02)
    assert one not in [item["id"] for item in _waiting(browser)]
    # And a write of ours does not undo it.
    two = _waiting(browser)[0]["id"]
    assert _send(browser, "k", two, "rejected").status_code == 200
    assert {one, two} <= read_case(folder).standing_review.keys()


# --- agenda and judgements -----------------------------------------------------------------------


def test_the_agenda_is_set_on_the_state_that_was_read(folder: Path, browser: TestClient) -> None:
    agenda = got(browser, f"{CASE}/agenda")
    change = {"revision": agenda["revision"], "title": "The strait, renamed"}
    done = browser.put(f"{CASE}/agenda", json=change)
    assert done.status_code == 200, done.text
    assert read_case(folder).title == "The strait, renamed"
    late = {"revision": agenda["revision"], "title": "Another"}
    refused(browser.put(f"{CASE}/agenda", json=late), 409, "StaleWrite")
    assert read_case(folder).title == "The strait, renamed"
    again = {"revision": done.json()["agenda"], "title": "Another"}
    assert browser.put(f"{CASE}/agenda", json=again).status_code == 200


def test_a_verdict_between_does_not_stand_in_the_way_of_an_edit(browser: TestClient) -> None:
    revision = got(browser, f"{CASE}/agenda")["revision"]
    _send(browser, "k1", _waiting(browser)[0]["id"], "accepted")
    change = {"revision": revision, "note": "seen by both"}
    assert browser.put(f"{CASE}/agenda", json=change).status_code == 200


def test_an_agenda_that_does_not_hold_together_is_refused_whole(
    folder: Path, browser: TestClient
) -> None:
    agenda = got(browser, f"{CASE}/agenda")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    issue = {"id": "new", "question": "?", "options": [{"id": "a", "label": "A"}] * 2}
    change = {"revision": agenda["revision"], "issues": [issue]}
    detail = refused(browser.put(f"{CASE}/agenda", json=change), 422, "InvalidCase")
    assert len(detail["problems"]) > 5
    empty = {"revision": agenda["revision"], "title": "  "}
    refused(browser.put(f"{CASE}/agenda", json=empty), 422, "InputError")
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_judgement_is_signed_and_changes_what_can_be_agreed(
    folder: Path, browser: TestClient
) -> None:
    case = read_case(folder)
    party, issue = case.parties[0], next(issue for issue in case.issues if issue.negotiable)
    order = {
        "revision": got(browser, f"{CASE}/judgements")["revision"],
        "why": "said so behind closed doors",
        "red_line": {
            "id": "rl-new",
            "party": party.id,
            "rejects": {issue.id: [option.id for option in issue.options]},
        },
    }
    assert browser.post(f"{CASE}/judgements", json=order).status_code == 200
    claims = {claim["id"]: claim for claim in got(browser, f"{CASE}/agreement")["claims"]}
    assert claims["rl-new"]["judged"]["by"] == "A. Desk Officer"
    assert claims["rl-new"]["judged"]["why"] == "said so behind closed doors"
    refused(browser.post(f"{CASE}/judgements", json=order), 409, "StaleWrite")
    fresh = {**order, "revision": got(browser, f"{CASE}/judgements")["revision"]}
    refused(browser.post(f"{CASE}/judgements", json={**fresh, "why": " "}), 422, "InputError")
    both = {**fresh, "position": {"party": party.id, "issue": issue.id, "standings": {}}}
    refused(browser.post(f"{CASE}/judgements", json=both), 422, "InputError")
    count = len(read_case(folder).judgements)
    assert browser.post(f"{CASE}/judgements", json=fresh).status_code == 200
    assert len(read_case(folder).judgements) == count  # in the place of the first


def test_a_judgement_is_taken_back_on_the_state_that_was_read(
    folder: Path, browser: TestClient
) -> None:
    told = got(browser, f"{CASE}/judgements")
    one = next(item for item in told["items"] if item["kind"] == "red line")
    order = {"revision": told["revision"], "subject": one["subject"], "kind": one["kind"]}
    away = f"{CASE}/judgements/withdrawal"
    refused(browser.post(away, json={**order, "subject": "none"}), 422, "UnknownName")
    refused(browser.post(away, json={**order, "kind": "proviso"}), 422, "UnknownName")
    refused(browser.post(away, json={**order, "revision": "old"}), 409, "StaleWrite")
    before = len(read_case(folder).judgements)
    assert browser.post(away, json=order).status_code == 200
    left = got(browser, f"{CASE}/judgements")["items"]
    assert len(left) == len(read_case(folder).judgements) == before - 1
    assert one["subject"] not in [item["subject"] for item in left]
    refused(browser.post(away, json=order), 422, "UnknownName")
    assert one["subject"] not in [c["id"] for c in got(browser, f"{CASE}/agreement")["claims"]]
    # And made again by a new version.
    again = {
        "revision": got(browser, f"{CASE}/judgements")["revision"],
        "why": one["why"],
        "red_line": one["value"],
    }
    assert browser.post(f"{CASE}/judgements", json=again).status_code == 200
    assert len(read_case(folder).judgements) == before
