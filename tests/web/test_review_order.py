"""Candidates over HTTP: in order of what accepting would change, with reasons and copies."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from goodoffices.formats.case_folder import read_case
from goodoffices.workspace import Workspace
from web_client import Json, client, copied, got, refused

CASE = "/api/cases/strait-accord"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The fictional case with a second copy of one of its reports."""
    folder = copied(tmp_path)
    workspace = Workspace(folder)
    source = max(workspace.case.reports, key=lambda report: len(report.text))
    copy = tmp_path / "copy.txt"
    copy.write_text("From the wire\n\n" + source.text, encoding="utf-8")
    (copied_report,) = workspace.add([copy]).new
    assert copied_report.copy_of is not None
    workspace.extract("rules")
    return folder


@pytest.fixture
def browser(folder: Path) -> TestClient:
    return client(folder)


def listed(browser: TestClient, **given: str) -> Json:
    return got(browser, f"{CASE}/candidates", limit="1000", **given)


def test_the_order_is_that_of_the_terminal_and_each_says_why(
    folder: Path, browser: TestClient
) -> None:
    answer = listed(browser)
    assert answer["order"] == "changes"
    ranked = Workspace(folder).ranked()
    assert [item["id"] for item in answer["items"]] == [one.statement for one in ranked]
    told = [(one["statement"], one["kind"], one["reason"]) for one in answer["why"]]
    assert told == [(one.statement, one.kind, one.reason) for one in ranked]
    assert len({one["kind"] for one in answer["why"]}) > 2
    by_text = listed(browser, order="text")
    assert [i["id"] for i in by_text["items"]] == [s.id for s in Workspace(folder).candidates()]
    report = by_text["items"][0]["report"]["id"]
    assert listed(browser, report=report)["order"] == "text"
    refused(browser.get(f"{CASE}/candidates?order=luck"), 422, "InvalidCase")


def test_a_verdict_changes_the_reasons_of_the_rest(browser: TestClient) -> None:
    one = listed(browser)["why"][0]["statement"]
    body = {"key": "k1", "statement": one, "verdict": "accepted"}
    assert browser.post(f"{CASE}/reviews", json=body).status_code == 200
    after = {each["statement"]: each for each in listed(browser)["why"]}
    assert one not in after
    assert len(after) == listed(browser)["total"]


def test_a_verdict_on_copies_is_one_request_and_one_undoing(
    folder: Path, browser: TestClient
) -> None:
    with_copies = next(one for one in listed(browser)["why"] if one["copies"])
    one, copies = with_copies["statement"], with_copies["copies"]
    body = {"key": "k1", "statement": one, "verdict": "accepted", "copies": copies}
    answer = browser.post(f"{CASE}/reviews", json=body).json()
    held = read_case(folder).standing_review
    assert {held[name].follows for name in copies} == {answer["review"]["id"]}
    assert browser.post(f"{CASE}/reviews", json=body).json()["replayed"] is True
    browser.post(f"{CASE}/reviews/{answer['review']['id']}/withdrawal")
    after = read_case(folder).standing_review
    assert not {one, *copies} & set(after)


def test_copies_that_are_none_are_refused(folder: Path, browser: TestClient) -> None:
    before = (folder / "reviews.jsonl").read_bytes()
    one, other = (item["id"] for item in listed(browser, order="text")["items"][:2])
    body = {"key": "k1", "statement": one, "verdict": "accepted", "copies": [other]}
    refused(browser.post(f"{CASE}/reviews", json=body), 422, "InputError")
    body["copies"] = ["st-nothing"]
    refused(browser.post(f"{CASE}/reviews", json=body), 422, "UnknownName")
    assert (folder / "reviews.jsonl").read_bytes() == before
