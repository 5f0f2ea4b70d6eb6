"""Views of a shipped case over HTTP: shapes as declared, figures as the library gives them."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from goodoffices.track.events import events
from goodoffices.web.app import document, every_route
from goodoffices.workspace import Workspace
from support import EXAMPLES
from web_client import Json, client, got, refused

REAL = "/api/cases/ukraine-2025"
STRAIT = "/api/cases/strait-accord"


@pytest.fixture(scope="module", params=["ukraine-2025", "strait-accord"])
def case(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def browser(case: str) -> TestClient:
    return client(EXAMPLES / case)


def _addresses(browser: TestClient, case: str) -> dict[str, str]:
    """An address that answers for every readable route of a case."""
    base = f"/api/cases/{case}"
    summary = got(browser, base)["summary"]
    drafts = [draft["id"] for draft in summary["drafts"]]
    reports = got(browser, f"{base}/reports")["items"]
    evidence = got(browser, f"{base}/evidence")["items"]
    names = {
        "{case}": case,
        "{draft}": drafts[0],
        "{report}": reports[0]["id"] if reports else "",
        "{conflict}": (summary["conflicts"] or [""])[0],
        "{statement}": evidence[0]["id"],
    }
    found = {}
    for route in every_route():
        if route.method != "GET" or route.needs == "administrator" or route.media:
            continue
        address = route.path
        for mark, name in names.items():
            if mark in address and not name:
                break
            address = address.replace(mark, name)
        else:
            if "{" in address:
                continue
            query = f"?left={drafts[0]}&right={drafts[1]}" if "comparison" in address else ""
            found[route.path] = address + query
    return found


def test_every_view_answers_in_the_shape_that_the_document_declares(
    browser: TestClient, case: str
) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    document = got(browser, "/api/openapi.json")
    addresses = _addresses(browser, case)
    assert len(addresses) > 15
    for path, address in addresses.items():
        declared = document["paths"][path]["get"]["responses"]["200"]["content"]
        schema = {**declared["application/json"]["schema"], "components": document["components"]}
        jsonschema.validate(got(browser, address), schema)


def test_what_if_answers_in_the_shape_that_the_document_declares(
    browser: TestClient, case: str
) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    document = got(browser, "/api/openapi.json")
    declared = document["paths"]["/api/cases/{case}/what-if"]["post"]["responses"]["200"]
    schema = {
        **declared["content"]["application/json"]["schema"],
        "components": document["components"],
    }
    claims = got(browser, f"/api/cases/{case}/agreement")["conflicts"]["sets"]
    for lift in ([], *claims):
        answer = browser.post(f"/api/cases/{case}/what-if", json={"lift": lift})
        assert answer.status_code == 200, answer.text
        jsonschema.validate(answer.json(), schema)


def test_the_matrix_is_that_of_the_library() -> None:
    held = Workspace(EXAMPLES / "ukraine-2025").elicited("2025-12-01")
    matrix = got(client(EXAMPLES / "ukraine-2025"), f"{REAL}/matrix", as_of="2025-12-01")
    cells = {(cell["party"], row["issue"]): cell for row in matrix["rows"] for cell in row["cells"]}
    known = {(p.party, p.issue): p for p in held.positions}
    assert known.keys() == {key for key, cell in cells.items() if cell["word"] != "none"}
    for key, position in known.items():
        cell = cells[key]
        assert cell["standings"] == dict(position.standings)
        assert (cell["origins"], cell["firmness"]) == (position.origins, position.firmness)
    marked = {mark["claim"] for cell in cells.values() for mark in cell["marks"]}
    assert {line.id for line in held.negotiation.red_lines} <= marked


def test_the_rates_are_those_of_the_library_and_of_decisions_made_by_the_day() -> None:
    workspace = Workspace(EXAMPLES / "strait-accord")
    browser = client(EXAMPLES / "strait-accord")
    days = sorted({review.at[:10] for review in workspace.case.reviews})
    before = f"{int(days[0][:4]) - 1}-12-31"
    assert got(browser, f"{STRAIT}/rates", as_of=before)["items"] == []
    found = got(browser, f"{STRAIT}/rates")["items"]
    assert {row["by"] for row in found} == {"all", "extractor", "outlet", "stance"}
    known = workspace.ask("rates").value
    told = [(r["by"], r["name"], r["decided"], tuple(r["interval"]), r["few"]) for r in found]
    assert told == [(r.by, r.name, r.decided, r.interval, r.few) for r in known]


def test_every_claim_of_a_conflict_set_comes_with_its_words_and_evidence() -> None:
    browser = client(EXAMPLES / "ukraine-2025")
    answer = got(browser, f"{REAL}/agreement", as_of="2025-12-29")
    claims = {claim["id"]: claim for claim in answer["claims"]}
    assert answer["zone"]["exists"] is False
    for names in answer["conflicts"]["sets"]:
        for name in names:
            assert claims[name]["words"]
            assert claims[name]["evidence"] or claims[name]["judged"]["why"]


def test_lifting_a_concession_set_opens_the_zone() -> None:
    browser = client(EXAMPLES / "ukraine-2025")
    answer = got(browser, f"{REAL}/agreement")
    cheapest = answer["concessions"]["sets"][0]["claims"]
    asked = browser.post(f"{REAL}/what-if", json={"lift": cheapest}).json()
    assert asked["exists"] is not False
    assert asked["package"]
    short = browser.post(f"{REAL}/what-if", json={"lift": cheapest[1:]}).json()
    assert short["exists"] is False
    assert short["conflict"]


def test_evidence_of_a_cell_is_paged_and_says_what_counted() -> None:
    browser = client(EXAMPLES / "ukraine-2025")
    whole = got(browser, f"{REAL}/evidence", party="ru")
    assert whole["total"] > 30
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page: Json = got(browser, f"{REAL}/evidence", party="ru", limit="7", after=after)
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
    assert len(seen) == len(set(seen)) == whole["total"]
    assert any(item["weight"] and item["weight"]["used"] for item in whole["items"])


def test_words_of_a_report_are_at_their_place_in_its_text() -> None:
    browser = client(EXAMPLES / "strait-accord")
    for item in got(browser, f"{STRAIT}/reports")["items"]:
        report = got(browser, f"{STRAIT}/reports/{item['id']}")
        assert len(report["text"]) == item["characters"]
        for mention in report["mentions"]:
            statement = got(browser, f"{STRAIT}/statements/{mention['statement']}")
            quoted = report["text"][mention["start"] : mention["end"]]
            assert quoted == statement["text"]


def test_timeline_holds_every_shift_between_two_days() -> None:
    browser = client(EXAMPLES / "strait-accord")
    events = got(browser, f"{STRAIT}/timeline")["events"]
    assert [e["first"] for e in events] == sorted(e["first"] for e in events)
    shifts = [event for event in events if event["kind"] == "shift"]
    assert shifts
    day = shifts[len(shifts) // 2]["date"]
    later = got(browser, f"{STRAIT}/timeline", since=day)["events"]
    kept = [event for event in later if event["kind"] == "shift"]
    assert len(kept) == sum(1 for event in shifts if event["date"] > day)


@pytest.mark.parametrize(
    "address, status, kind",
    [
        (f"{STRAIT}/matrix?as_of=soon", 422, "InputError"),
        (f"{STRAIT}/matrix?as_of=2025-02-31", 422, "InputError"),
        (f"{STRAIT}/matrix?draft=nothing", 422, "UnknownName"),
        (f"{STRAIT}/drafts/nothing", 404, "UnknownName"),
        (f"{STRAIT}/reports/nothing", 404, "UnknownName"),
        (f"{STRAIT}/evidence?party=nobody", 422, "UnknownName"),
        (f"{STRAIT}/evidence?limit=0", 422, "InvalidCase"),
        (f"{STRAIT}/evidence?after=nothing", 422, "InputError"),
        (f"{STRAIT}/comparison", 422, "InvalidCase"),
        ("/api/cases/another/matrix", 404, "UnknownName"),
        ("/api/nothing", 404, "NotFound"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_shape(
    address: str, status: int, kind: str
) -> None:
    refused(client(EXAMPLES / "strait-accord").get(address), status, kind)


def test_every_fault_of_a_body_is_named_at_once() -> None:
    browser = client(EXAMPLES / "strait-accord")
    body = {"lift": [1, 2], "as_of": "soon", "other": True}
    detail = refused(browser.post(f"{STRAIT}/what-if", json=body), 422, "InvalidCase")
    assert len(detail["problems"]) == 4
    wrong = browser.post(f"{STRAIT}/what-if", content=b"{", headers={"Content-Type": "text/plain"})
    refused(wrong, 415, "WrongType")
    broken = browser.post(
        f"{STRAIT}/what-if", content=b"{", headers={"Content-Type": "application/json"}
    )
    refused(broken, 422, "InvalidCase")


def test_who_has_an_answer_already_is_not_sent_it_again() -> None:
    browser = client(EXAMPLES / "strait-accord")
    first = browser.get(f"{STRAIT}/matrix")
    again = browser.get(f"{STRAIT}/matrix", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = browser.get(f"{STRAIT}/matrix", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json() == first.json()


def test_an_empty_case_has_empty_views(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "talks", "Talks")
    browser = client(tmp_path / "talks")
    for view in ("matrix", "evidence", "reports", "candidates", "drafts", "timeline", "process"):
        got(browser, f"/api/cases/talks/{view}")
    assert "no parties" in got(browser, "/api/cases/talks/agreement")["missing"]
    assert got(browser, "/api/cases/talks/frontier")["missing"]


def test_the_events_are_those_of_the_library_and_of_reports_by_the_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = Workspace(EXAMPLES / "strait-accord")
    browser = client(EXAMPLES / "strait-accord")
    held = workspace.case.reports
    expected: dict[str, set[str]] = {}
    for name, event in events(held).items():
        expected.setdefault(event, set()).add(name)
    found = got(browser, f"{STRAIT}/events")
    told = [{report["id"] for report in item["reports"]} for item in found["items"]]
    assert sorted(map(sorted, told)) == sorted(map(sorted, expected.values()))
    assert found["looked_for"] is True
    assert (found["total"], found["next"]) == (len(expected), None)
    newest = [item["reports"][0]["published"] for item in found["items"]]
    assert newest == sorted(newest, reverse=True)
    for start, following in ((0, 1), (len(expected) - 1, None)):
        page = got(browser, f"{STRAIT}/events", start=str(start), limit="1")
        assert (page["items"], page["next"]) == (found["items"][start : start + 1], following)
    days = sorted(report.published for report in held if report.published)
    early = got(browser, f"{STRAIT}/events", as_of=days[0])
    assert {r["published"] for item in early["items"] for r in item["reports"]} == {days[0]}
    assert found["few"] is True
    assert not any(c["events"] for c in got(browser, f"{STRAIT}/corroboration")["items"])
    monkeypatch.setattr("goodoffices.track.events.FEW", len(held))
    other = client(EXAMPLES / "strait-accord")
    assert got(other, f"{STRAIT}/events")["few"] is False
    claims = got(other, f"{STRAIT}/corroboration")["items"]
    assert any(c["events"] for c in claims)
    assert [c["events"] for c in claims] == [
        c.events for c in workspace.ask("corroboration").value[: len(claims)]
    ]
    monkeypatch.setattr("goodoffices.workspace.views.events.MOST", len(held) - 1)
    many = got(client(EXAMPLES / "strait-accord"), f"{STRAIT}/events")
    assert (many["looked_for"], many["items"], many["total"]) == (False, [], 0)


def test_every_operation_of_the_contract_has_a_name_of_its_own() -> None:
    names = [
        operation["operationId"]
        for operations in document()["paths"].values()
        for operation in operations.values()
    ]
    assert len(names) > 40
    assert sorted(names) == sorted(set(names))
