"""A report in a compartment, and all that rests on it, is not there for who is not cleared."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from goodoffices.elicit.elicit import elicit
from goodoffices.model.case import Case
from goodoffices.web.app import every_route
from goodoffices.workspace.clearing import cleared, cleared_plans
from support import EXAMPLES
from web_client import Json, got, refused
from web_team import CLOSED, Team, team

CASE = "/api/cases/strait"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Team:
    folder: Path = tmp_path_factory.mktemp("team")
    return team(folder)


@pytest.fixture(scope="module")
def whole(served: Team) -> Case:
    with served.store.reading() as t:
        return t.read_case("strait")


def _secrets(whole: Case, hidden: str) -> set[str]:
    """What only the hidden report holds: ids, and words that no other report has."""
    report = whole.report_by_id[hidden]
    names = {s.id for s in whole.statements if s.span and s.span.report == hidden}
    names |= {r.id for r in whole.reviews if r.subject in names}
    others = "\n".join(r.text for r in whole.reports if r.id != hidden)
    lines = {line for line in report.text.splitlines() if len(line) > 30 and line not in others}
    assert names
    assert lines
    return {hidden, *names, *lines, *_title(report.title, others)}


def _title(title: str | None, others: str) -> list[str]:
    return [title] if title and title not in others else []


def _every_answer(browser: TestClient) -> dict[str, Json]:
    """Every readable view of the case, with every query that opens something."""
    summary = got(browser, CASE)["summary"]
    drafts = [draft["id"] for draft in summary["drafts"]]
    found = {}
    for route in every_route():
        if route.method != "GET" or not route.of_case:
            continue
        base = route.path.replace("{case}", "strait")
        addresses = [base]
        if "{draft}" in base:
            addresses = [base.replace("{draft}", name) for name in drafts]
        elif "{conflict}" in base:
            addresses = [base.replace("{conflict}", name) for name in summary["conflicts"]]
        elif "{report}" in base:
            reports = got(browser, f"{CASE}/reports", limit="1000")["items"]
            addresses = [base.replace("{report}", item["id"]) for item in reports]
        elif "{statement}" in base:
            items = got(browser, f"{CASE}/evidence", limit="1000")["items"]
            addresses = [base.replace("{statement}", item["id"]) for item in items]
        elif "{analysis}" in base:
            names = browser.get("/api/analyses").json()
            every = [name for group in names.values() for name in group]
            addresses = [base.replace("{analysis}", name) for name in every]
            addresses += [f"{a}?draft={drafts[-1]}" for a in addresses]
            addresses += [f"{a}?set=conflict={c}" for a in addresses for c in summary["conflicts"]]
        elif base.endswith("/briefing"):
            addresses = [f"{base}?format={name}" for name in ("html", "json", "md")]
        elif base.endswith("comparison"):
            addresses = [f"{base}?left={drafts[0]}&right={drafts[1]}"]
        for address in addresses:
            answer = browser.get(address, params=None)
            if answer.status_code == 422 and "{analysis}" in route.path:
                found[address] = answer  # a parameter that it does not take
            elif answer.status_code != 403:
                assert answer.status_code == 200, (address, answer.text)
                found[address] = answer
    return found


def test_no_answer_holds_anything_of_a_closed_report(served: Team, whole: Case) -> None:
    secrets = _secrets(whole, served.hidden)
    for user in ("reader", "analyst", "lead", "administrator"):
        answers = _every_answer(served.browser(user))
        assert len(answers) > 20
        for address, answer in answers.items():
            for secret in secrets:
                assert secret not in answer.text, (user, address, secret)
            assert CLOSED not in answer.text or user == "administrator", (user, address)


def test_who_is_cleared_sees_it(served: Team, whole: Case) -> None:
    text = "".join(answer.text for answer in _every_answer(served.browser("cleared")).values())
    for secret in _secrets(whole, served.hidden):
        if secret.startswith(("r-", "st-")):
            assert secret in text
    report = got(served.browser("cleared"), f"{CASE}/reports/{served.hidden}")
    assert report["head"]["compartments"] == [CLOSED]


def test_views_are_computed_from_what_may_be_seen(served: Team, whole: Case) -> None:
    part = cleared(whole, [served.hidden])
    held = {(p.party, p.issue): dict(p.standings) for p in elicit(part).positions}
    matrix = got(served.browser("reader"), f"{CASE}/matrix")
    cells = {
        (cell["party"], row["issue"]): cell["standings"]
        for row in matrix["rows"]
        for cell in row["cells"]
        if cell["word"] != "none"
    }
    assert cells == held
    everything = {(p.party, p.issue): dict(p.standings) for p in elicit(whole).positions}
    assert held != everything


def test_nothing_can_be_done_to_what_is_not_seen(served: Team, whole: Case) -> None:
    browser = served.browser("lead")
    inside = next(s for s in whole.statements if s.span and s.span.report == served.hidden)
    verdict = {"key": "k", "statement": inside.id, "verdict": "accepted"}
    refused(browser.post(f"{CASE}/reviews", json=verdict), 422, "UnknownName")
    seen = next(s for s in whole.statements if s.span and s.span.report != served.hidden)
    on_copies = {**verdict, "statement": seen.id, "copies": [inside.id]}
    refused(browser.post(f"{CASE}/reviews", json=on_copies), 422, "UnknownName")
    refused(browser.get(f"{CASE}/reports/{served.hidden}"), 404, "UnknownName")
    order: Json = {"compartments": []}
    address = f"{CASE}/reports/{served.hidden}/compartments"
    refused(browser.put(address, json=order), 404, "UnknownName")
    inside_review = next((r for r in whole.reviews if r.subject == inside.id), None)
    if inside_review:
        withdrawal = browser.post(f"{CASE}/reviews/{inside_review.id}/withdrawal")
        refused(withdrawal, 404, "UnknownName")
    extraction = browser.post(f"{CASE}/extractions", json={"reports": [served.hidden]})
    refused(extraction, 422, "UnknownName")


def test_who_sees_a_part_cannot_overwrite_the_whole(served: Team) -> None:
    browser = served.browser("lead")
    agenda = got(browser, f"{CASE}/agenda")
    change = {"revision": agenda["revision"], "meetings": []}
    refused(browser.put(f"{CASE}/agenda", json=change), 403, "NotAllowed")
    with served.store.reading() as t:
        before = t.read_case("strait")
    note = {"revision": agenda["revision"], "note": "by a lead who sees a part"}
    assert browser.put(f"{CASE}/agenda", json=note).status_code == 200
    with served.store.reading() as t:
        after = t.read_case("strait")
    assert after.note == "by a lead who sees a part"
    assert (after.meetings, after.reports, after.judgements, after.statements) == (
        before.meetings,
        before.reports,
        before.judgements,
        before.statements,
    )


def test_a_judgement_that_rests_on_what_is_not_seen_is_not_overwritten(
    served: Team, whole: Case
) -> None:
    inside = {s.id for s in whole.statements if s.span and s.span.report == served.hidden}
    partly = [j for j in whole.judgements if inside & set(j.value.evidence)]
    assert partly
    # Somebody who is cleared moves one onto evidence that stays in part where others look.
    outside = next(s for s in whole.statements if s.span and s.span.report != served.hidden)
    cleared_lead = served.browser("cleared")
    item = next(
        view
        for view in got(cleared_lead, f"{CASE}/judgements")["items"]
        if view["kind"] == "red line" and inside & set(view["evidence"])
    )
    mixed = {**item["value"], "evidence": [*item["evidence"], outside.id]}

    def order(browser: TestClient, line: Json) -> Json:
        revision = got(browser, f"{CASE}/judgements")["revision"]
        return {"revision": revision, "why": "seen again", "red_line": line}

    done = cleared_lead.post(f"{CASE}/judgements", json=order(cleared_lead, mixed))
    assert done.status_code == 200, done.text
    lead = served.browser("lead")
    seen = got(lead, f"{CASE}/judgements")
    mine = next(view for view in seen["items"] if view["subject"] == item["subject"])
    assert mine["evidence"]
    assert not inside & set(mine["evidence"])
    answer = lead.post(f"{CASE}/judgements", json=order(lead, mine["value"]))
    refused(answer, 403, "NotAllowed")
    away = {"revision": seen["revision"], "subject": mine["subject"], "kind": mine["kind"]}
    answer = lead.post(f"{CASE}/judgements/withdrawal", json=away)
    refused(answer, 403, "NotAllowed")
    with served.store.reading() as t:
        kept = t.read_case("strait").judgements
    assert sorted(mixed["evidence"]) in [sorted(j.value.evidence) for j in kept]
    own = order(cleared_lead, item["value"])
    assert cleared_lead.post(f"{CASE}/judgements", json=own).status_code == 200


def test_a_judgement_of_somebody_else_is_taken_back_by_a_lead_only(served: Team) -> None:
    lead, analyst = served.browser("cleared"), served.browser("analyst")
    party = got(lead, CASE)["summary"]["parties"][0]["id"]
    line = {"id": "rl-passing", "party": party, "rejects": {"transit": ["free"]}}
    told = got(analyst, f"{CASE}/judgements")
    order = {"revision": told["revision"], "why": "for an hour", "red_line": line}
    assert lead.post(f"{CASE}/judgements", json=order).status_code == 200
    away = {"subject": "rl-passing", "kind": "red line"}
    revision = got(analyst, f"{CASE}/judgements")["revision"]
    answer = analyst.post(f"{CASE}/judgements/withdrawal", json={**away, "revision": revision})
    refused(answer, 403, "NotAllowed")
    answer = lead.post(f"{CASE}/judgements/withdrawal", json={**away, "revision": revision})
    assert answer.status_code == 200, answer.text


def test_compartments_are_given_by_those_who_are_cleared(served: Team, whole: Case) -> None:
    other = next(r.id for r in whole.reports if r.id != served.hidden)
    address = f"{CASE}/reports/{other}/compartments"
    order = {"compartments": [CLOSED]}
    refused(served.browser("lead").put(address, json=order), 403, "NotAllowed")
    member = f"{CASE}/members/reader"
    grant = {"role": "reader", "clearances": [CLOSED]}
    refused(served.browser("lead").put(member, json=grant), 403, "NotAllowed")
    own = {"role": "lead", "clearances": [CLOSED]}
    refused(served.browser("lead").put(f"{CASE}/members/lead", json=own), 403, "NotAllowed")

    assert served.browser("cleared").put(address, json=order).status_code == 200
    refused(served.browser("reader").get(f"{CASE}/reports/{other}"), 404, "UnknownName")
    assert served.browser("cleared").put(member, json=grant).status_code == 200
    assert got(served.browser("reader"), f"{CASE}/reports/{other}")["head"]["id"] == other
    # A lead without the clearance sets the role, and does not take away what they cannot see.
    role = {"role": "analyst", "clearances": []}
    assert served.browser("lead").put(member, json=role).status_code == 200
    assert got(served.browser("reader"), f"{CASE}/reports/{other}")["head"]["id"] == other
    served.browser("cleared").put(member, json={"role": "reader", "clearances": []})
    refused(served.browser("reader").get(f"{CASE}/reports/{other}"), 404, "UnknownName")


def test_a_report_goes_into_its_compartment_as_it_comes_in(served: Team) -> None:
    analyst, cleared_lead = served.browser("analyst"), served.browser("cleared")
    files = [("files", ("new.txt", b"The envoy of Carvossa said that the talks go on. " * 5))]
    form = {"compartments": [CLOSED]}
    answer = analyst.post(f"{CASE}/reports", files=files, data=form)
    refused(answer, 403, "NotAllowed")
    begun = cleared_lead.post(f"{CASE}/reports", files=files, data=form)
    assert begun.status_code == 202, begun.text
    job = _finished(cleared_lead, begun.json()["id"])
    assert (job["state"], job["found"]) == ("done", 1), job
    newest = {item["id"] for item in got(cleared_lead, f"{CASE}/reports")["items"]}
    seen = {item["id"] for item in got(served.browser("reader"), f"{CASE}/reports")["items"]}
    with served.store.reading() as t:
        closed = {name for name, names in t.compartments("strait").items() if CLOSED in names}
    assert closed <= newest
    assert not closed & seen
    refused(analyst.get(f"/api/jobs/{job['id']}"), 404, "NotFound")


def _finished(browser: TestClient, name: str) -> Json:
    import time

    until = time.monotonic() + 60
    while time.monotonic() < until:
        job = got(browser, f"/api/jobs/{name}")
        if job["ended"]:
            return job
        time.sleep(0.02)
    raise AssertionError(job)


def test_clearing_takes_away_all_that_rests_on_nothing_else() -> None:
    from goodoffices.workspace import Workspace

    workspace = Workspace(EXAMPLES / "strait-accord")
    case = workspace.case
    every = [report.id for report in case.reports]
    empty = cleared(case, every)
    assert empty.reports == ()
    left = {s.id for s in empty.statements}
    assert all(s.span is None for s in empty.statements)
    assert all(set(j.value.evidence) <= left for j in empty.judgements)
    assert all(set(m.sourcing.evidence) <= left for m in empty.meetings)
    assert len(empty.judgements) < len(case.judgements)
    assert cleared(case, []) is case
    assert cleared(case, ["no such report"]) is case
    plans = {name: workspace.home.plan(name) for name in workspace.conflicts}
    for plan in cleared_plans(plans, empty).values():
        assert all(set(party.evidence) <= left for party in plan.parties)
