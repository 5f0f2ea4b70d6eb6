"""The briefing over HTTP: what was chosen is in it, it can run nothing, and analyses as printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from goodoffices import Workspace
from goodoffices.cli.analysing import answer as analysed
from goodoffices.cli.analysing import printed_finding
from goodoffices.codec import plain
from goodoffices.web import serve
from goodoffices.web.briefing import frame_policy
from goodoffices.workspace.briefing import material, rendered
from support import EXAMPLES
from web_client import got, refused

CASE = "/api/cases/strait-accord"
FOLDER = EXAMPLES / "strait-accord"


@pytest.fixture(scope="module")
def browser() -> Iterator[TestClient]:
    app = serve.single(FOLDER, by="A. Desk Officer", host="127.0.0.1")
    with TestClient(app, base_url="http://localhost") as found:
        yield found


def test_a_briefing_has_the_sections_that_were_chosen(browser: TestClient) -> None:
    offered = got(browser, f"{CASE}/briefing/sections")
    every = [section["id"] for section in offered["sections"]]
    assert {audience["id"] for audience in offered["audiences"]} == {"desk", "principal", "outside"}
    whole = got(browser, f"{CASE}/briefing", format="json")
    assert {section["id"] for section in whole["sections"]} <= set(every)
    part = got(browser, f"{CASE}/briefing", format="json", sections="zone,summary")
    assert [section["id"] for section in part["sections"]] == ["summary", "zone"]
    named = {s["id"] for s in part["sections"]} | {
        block["id"] for s in part["sections"] for block in s["blocks"] if "id" in block
    }
    references = set(re.findall(r'"see": ?"([^"]+)"', json.dumps(part["sections"])))
    assert references <= named
    text = json.dumps(part["sections"])
    lists = re.findall(r'"citations": \[([^\]]*)\]', text)
    cited = {number for found in lists for number in found.split(", ") if number}
    assert len(part["citations"]) >= len(cited) > 0
    assert len(part["citations"]) < len(whole["citations"])


@pytest.mark.parametrize("name, head", [("docx", b"PK"), ("pdf", b"%PDF"), ("md", b"#")])
def test_downloads_are_what_they_say(browser: TestClient, name: str, head: bytes) -> None:
    answer = browser.get(f"{CASE}/briefing", params={"format": name, "audience": "principal"})
    assert answer.content.startswith(head)
    assert answer.headers["content-disposition"] == f'attachment; filename="strait-accord.{name}"'


def test_the_shown_page_can_run_nothing_and_has_its_styles_by_hash(browser: TestClient) -> None:
    answer = browser.get(f"{CASE}/briefing")
    policy = answer.headers["content-security-policy"]
    assert policy == frame_policy(answer.content)
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "unsafe-inline" not in policy
    assert "script" not in policy
    assert "frame-ancestors 'self'" in policy
    assert b"<script" not in answer.content


@pytest.mark.parametrize("as_of", [None, "2024-03-01"])
def test_a_briefing_on_the_page_is_that_of_the_terminal(
    browser: TestClient, as_of: str | None
) -> None:
    """The page does not work out again what it has worked out for other views."""
    when = {"as_of": as_of} if as_of else {}
    for view in ("matrix", "agreement"):
        got(browser, f"{CASE}/{view}", **when)
    shown = got(browser, f"{CASE}/briefing", format="json", **when)
    written = rendered(material(Workspace(FOLDER), as_of=as_of), ("json",))["json"]
    assert shown == json.loads(written)


@pytest.mark.parametrize(
    "query, kind",
    [
        ("format=exe", "UnknownName"),
        ("audience=nobody", "UnknownName"),
        ("sections=nothing", "UnknownName"),
        ("as_of=2030-01-01&since=2031-01-01", "InputError"),
    ],
)
def test_a_briefing_that_cannot_be_made_is_refused(
    browser: TestClient, query: str, kind: str
) -> None:
    refused(browser.get(f"{CASE}/briefing?{query}"), 422, kind)


@pytest.mark.parametrize(
    "analysis, query, given",
    [
        ("zopa", {"set": "limit=2"}, {"limit": 2}),
        ("conflicts", {}, {}),
        ("genealogy", {"set": "issue=fees"}, {"issue": "fees"}),
        ("stability", {"set": "conflict=second-text"}, {"conflict": "second-text"}),
    ],
)
def test_an_analysis_answers_as_the_terminal_prints_it(
    browser: TestClient, analysis: str, query: dict[str, str], given: dict[str, object]
) -> None:
    finding, *_ = analysed(str(FOLDER), analysis, None, None, {}, dict(given))
    shown = got(browser, f"{CASE}/analyses/{analysis}", **query)
    assert shown["value"] == plain(printed_finding(finding)["value"])
    assert shown["negotiation"] == finding.negotiation


def test_an_analysis_that_is_not_there_or_a_wrong_parameter_is_refused(
    browser: TestClient,
) -> None:
    refused(browser.get(f"{CASE}/analyses/nothing"), 404, "UnknownName")
    refused(browser.get(f"{CASE}/analyses/zopa?set=no=1"), 422, "UnknownName")
    refused(browser.get(f"{CASE}/analyses/zopa?set=limit"), 422, "InvalidCase")
    refused(browser.get(f"{CASE}/analyses/zopa?set=limit=many"), 422, "InvalidCase")
    refused(browser.get(f"{CASE}/analyses/stability"), 422, "InputError")
    lacking = browser.get(f"{CASE}/analyses/inverse?set=conflict=second-text")
    assert "needs the parameter state" in refused(lacking, 422, "InputError")["message"]
