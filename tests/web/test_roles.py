"""Each role on each route: what must be refused is refused, and what must not be is not.

The table is written by hand, apart from the code. A route that is not in it fails.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from goodoffices.web.app import every_route
from web_client import Json
from web_team import PEOPLE, Team, team

NOBODY, SESSION, READER, ANALYST, LEAD, ADMINISTRATOR = range(6)

TABLE = {
    "POST /api/session": NOBODY,
    "DELETE /api/session": NOBODY,
    "GET /api/log-in": NOBODY,
    "POST /api/session/provider": NOBODY,
    "GET /api/me": SESSION,
    "PUT /api/me/password": SESSION,
    "GET /api/analyses": SESSION,
    "GET /api/cases": SESSION,
    "GET /api/jobs": SESSION,
    "GET /api/jobs/{job}": SESSION,
    "DELETE /api/jobs/{job}": SESSION,
    "POST /api/jobs/{job}/resume": SESSION,
    "GET /api/cases/{case}": READER,
    "GET /api/cases/{case}/matrix": READER,
    "GET /api/cases/{case}/evidence": READER,
    "GET /api/cases/{case}/statements/{statement}": READER,
    "GET /api/cases/{case}/reports": READER,
    "GET /api/cases/{case}/reports/{report}": READER,
    "GET /api/cases/{case}/candidates": READER,
    "GET /api/cases/{case}/drafts": READER,
    "GET /api/cases/{case}/drafts/{draft}": READER,
    "GET /api/cases/{case}/comparison": READER,
    "GET /api/cases/{case}/genealogy": READER,
    "GET /api/cases/{case}/agreement": READER,
    "POST /api/cases/{case}/what-if": READER,
    "GET /api/cases/{case}/frontier": READER,
    "GET /api/cases/{case}/timeline": READER,
    "GET /api/cases/{case}/conflicts": READER,
    "GET /api/cases/{case}/conflicts/{conflict}": READER,
    "GET /api/cases/{case}/sources": READER,
    "GET /api/cases/{case}/contradictions": READER,
    "GET /api/cases/{case}/corroboration": READER,
    "GET /api/cases/{case}/events": READER,
    "GET /api/cases/{case}/rates": READER,
    "GET /api/cases/{case}/process": READER,
    "GET /api/cases/{case}/agenda": READER,
    "GET /api/cases/{case}/briefing/sections": READER,
    "GET /api/cases/{case}/briefing": READER,
    "GET /api/cases/{case}/analyses/{analysis}": READER,
    "GET /api/cases/{case}/judgements": READER,
    "GET /api/cases/{case}/compartments": READER,
    "POST /api/cases/{case}/reviews": ANALYST,
    "POST /api/cases/{case}/reviews/{review}/withdrawal": ANALYST,
    "POST /api/cases/{case}/judgements": ANALYST,
    "POST /api/cases/{case}/judgements/withdrawal": ANALYST,
    "POST /api/cases/{case}/reports": ANALYST,
    "POST /api/cases/{case}/extractions": ANALYST,
    "PUT /api/cases/{case}/agenda": LEAD,
    "GET /api/cases/{case}/members": LEAD,
    "PUT /api/cases/{case}/members/{user}": LEAD,
    "PUT /api/cases/{case}/reports/{report}/compartments": LEAD,
    "GET /api/cases/{case}/audit": LEAD,
    "GET /api/users": ADMINISTRATOR,
    "POST /api/users": ADMINISTRATOR,
    "PUT /api/users/{user}": ADMINISTRATOR,
    "POST /api/cases": ADMINISTRATOR,
}

STANDING = {
    None: NOBODY,
    "outsider": SESSION,
    "reader": READER,
    "analyst": ANALYST,
    "lead": LEAD,
    "administrator": ADMINISTRATOR,
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Team:
    folder: Path = tmp_path_factory.mktemp("team")
    return team(folder)


@pytest.fixture(scope="module")
def browsers(served: Team) -> dict[str | None, TestClient]:
    return {user: served.browser(user) for user in (None, *PEOPLE)}


def test_every_route_of_the_server_is_in_the_table() -> None:
    assert {f"{route.method} {route.path}" for route in every_route()} == set(TABLE)


@pytest.mark.parametrize("user", list(STANDING))
@pytest.mark.parametrize("route", list(TABLE))
def test_a_route_lets_in_whom_it_should_and_nobody_else(
    served: Team, browsers: dict[str | None, TestClient], route: str, user: str | None
) -> None:
    method, path = route.split()
    address = path.replace("{case}", "strait")
    for mark in ("analysis", "job", "statement", "report", "draft", "conflict", "review", "user"):
        address = address.replace(f"{{{mark}}}", "nothing-of-that-name")
    if user is not None:
        served.sign_in(browsers[user], user)  # some of the routes end sessions
    body: Json = {} if method in ("POST", "PUT") else None
    needed, standing = TABLE[route], STANDING[user]
    answer = browsers[user].request(method, address, json=body)
    if "text/html" in answer.headers["content-type"]:  # a briefing
        assert standing >= needed
        return
    refusal = answer.json().get("error", {}).get("kind") if answer.status_code >= 400 else None
    if standing >= needed:
        # Let in: what follows is about the names and the empty body.
        assert answer.status_code in (200, 202, 404, 409, 422), answer.text
        assert "{case}" not in path or "no case" not in answer.text
        assert refusal not in ("NotSignedIn", "NotAllowed")
    elif user is None:
        assert (answer.status_code, refusal) == (401, "NotSignedIn")
    elif user == "outsider" and "{case}" in path:
        assert (answer.status_code, refusal) == (404, "NotFound")
    else:
        assert (answer.status_code, refusal) == (403, "NotAllowed")


@pytest.mark.parametrize("route", [route for route in TABLE if "{case}" in route])
def test_a_case_that_is_not_there_and_one_that_is_not_ours_look_the_same(
    served: Team, browsers: dict[str | None, TestClient], route: str
) -> None:
    served.sign_in(browsers["outsider"], "outsider")
    method, path = route.split()
    body: Json = {} if method in ("POST", "PUT") else None
    found = []
    for case in ("strait", "no-such-case"):
        answer = browsers["outsider"].request(method, path.replace("{case}", case), json=body)
        found.append((answer.status_code, answer.text.replace(case, "CASE")))
    assert found[0] == found[1]


def test_a_case_is_listed_to_those_with_a_role_in_it(
    served: Team,
    browsers: dict[str | None, TestClient],
) -> None:
    for user, expected in (("reader", ["strait"]), ("outsider", []), ("administrator", ["strait"])):
        served.sign_in(browsers[user], user)
        items = browsers[user].get("/api/cases").json()["items"]
        assert [item["id"] for item in items] == expected
        assert all(item["role"] == user for item in items)


def test_the_stream_of_events_needs_a_session(browsers: dict[str | None, TestClient]) -> None:
    assert browsers[None].get("/api/events").status_code == 401
