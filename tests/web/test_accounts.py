"""Signing in and out: what is kept, what is told, how often one may try."""

from __future__ import annotations

from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from goodoffices.errors import InputError
from goodoffices.store import Store
from goodoffices.web import accounts, serve
from goodoffices.web.app import create_app
from goodoffices.web.people import Grant, set_account
from goodoffices.web.shared import SharedDesk
from support import EXAMPLES
from web_client import client, got, refused
from web_team import ADDRESS, PASSWORD, Team, team


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Team:
    return team(tmp_path_factory.mktemp("team"), password=True)


@pytest.fixture
def served(made: Team) -> Team:
    with made.store.begin(by="test") as t:
        t.sweep(attempts_older_than=-1)  # what an earlier test tried
    return made


def _sign_in(browser: TestClient, user: str, password: str = PASSWORD) -> Response:
    return browser.post("/api/session", json={"user": user, "password": password})


def test_a_session_is_a_cookie_that_no_script_reads_and_the_store_keeps_a_digest(
    served: Team,
) -> None:
    browser = served.browser(None)
    refused(browser.get("/api/me"), 401, "NotSignedIn")
    answer = browser.post("/api/session", json={"user": "lead", "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    cookie = answer.headers["set-cookie"].lower()
    for mark in ("httponly", "samesite=strict", "path=/"):
        assert mark in cookie
    me = got(browser, "/api/me")
    assert (me["user"], me["name"], me["mode"]) == ("lead", "The lead", "shared")
    token = browser.cookies[accounts.cookie_name(False)]
    assert served.store.place.path is not None
    kept = b"".join(path.read_bytes() for path in served.store.place.path.parent.iterdir())
    assert token.encode() not in kept
    assert accounts.digest_of(token).encode() in kept
    assert PASSWORD.encode() not in kept


def test_over_tls_the_cookie_is_sent_over_nothing_else(served: Team) -> None:
    app = create_app(SharedDesk(served.store, secure=True), hosts=["desk.example"], secure=True)
    browser = TestClient(app, base_url="https://desk.example")
    answer = browser.post("/api/session", json={"user": "lead", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-goodoffices=")
    assert "secure" in cookie.lower()
    assert "max-age=" in answer.headers["strict-transport-security"]
    assert got(browser, "/api/me")["user"] == "lead"


def test_signing_out_ends_the_session_on_the_server(served: Team) -> None:
    browser = served.browser(None)
    _sign_in(browser, "lead")
    token = browser.cookies[accounts.cookie_name(False)]
    assert browser.delete("/api/session").status_code == 200
    again = served.browser(None)
    again.cookies.set(accounts.cookie_name(False), token)
    refused(again.get("/api/me"), 401, "NotSignedIn")


def test_a_wrong_name_and_a_wrong_password_look_the_same(served: Team) -> None:
    browser = served.browser(None)
    told = {
        refused(_sign_in(browser, user, word), 401, "NotSignedIn")["message"]
        for user, word in (("nobody", PASSWORD), ("lead", "wrong password here"), ("lead", ""))
    }
    assert len(told) == 1


def test_who_guesses_is_slowed_down_and_others_are_not(served: Team) -> None:
    browser = served.browser(None)
    for _ in range(accounts.TRIES):
        refused(_sign_in(browser, "analyst", "a guess of some length"), 401, "NotSignedIn")
    late = _sign_in(browser, "analyst")  # right by now, and refused all the same
    refused(late, 429, "TooMany")
    assert int(late.headers["retry-after"]) > 0
    assert _sign_in(browser, "lead").status_code == 200


def test_a_closed_account_ends_its_sessions_and_cannot_sign_in(served: Team) -> None:
    reader, administrator = served.browser(None), served.browser("administrator")
    _sign_in(reader, "reader")
    change = administrator.put("/api/users/reader", json={"disabled": True})
    assert change.status_code == 200, change.text
    refused(reader.get("/api/me"), 401, "NotSignedIn")
    refused(_sign_in(reader, "reader"), 401, "NotSignedIn")
    administrator.put("/api/users/reader", json={"disabled": False})
    assert _sign_in(reader, "reader").status_code == 200


def test_a_new_password_needs_the_old_one_and_ends_every_session(served: Team) -> None:
    here, there = served.browser(None), served.browser(None)
    _sign_in(here, "cleared")
    _sign_in(there, "cleared")
    new = "another long password"
    wrong = {"current": "not the password", "new": new}
    refused(here.put("/api/me/password", json=wrong), 401, "NotSignedIn")
    short = {"current": PASSWORD, "new": "short"}
    refused(here.put("/api/me/password", json=short), 422, "InputError")
    assert here.put("/api/me/password", json={"current": PASSWORD, "new": new}).status_code == 200
    refused(there.get("/api/me"), 401, "NotSignedIn")
    refused(_sign_in(there, "cleared"), 401, "NotSignedIn")
    assert _sign_in(there, "cleared", new).status_code == 200


def test_accounts_are_made_and_bear_names_that_tell_them_apart(served: Team) -> None:
    browser = served.browser("administrator")
    new = {"id": "dana", "name": "Dana Holm", "password": "long enough for us"}
    assert browser.post("/api/users", json=new).status_code == 201
    refused(browser.post("/api/users", json=new), 422, "InputError")
    same = {**new, "id": "dana2", "name": "dana holm"}
    refused(browser.post("/api/users", json=same), 422, "InputError")
    short = {**new, "id": "dana3", "name": "Dana Third", "password": "short"}
    refused(browser.post("/api/users", json=short), 422, "InputError")
    refused(browser.put("/api/users/nobody", json={"name": "X"}), 404, "UnknownName")
    own = browser.put("/api/users/administrator", json={"administrator": False})
    refused(own, 422, "InputError")
    dana = served.browser(None)
    assert _sign_in(dana, "dana", "long enough for us").status_code == 200
    assert got(dana, "/api/cases")["items"] == []
    grant = {"role": "analyst", "clearances": []}
    assert browser.put("/api/cases/strait/members/dana", json=grant).status_code == 200
    assert [item["id"] for item in got(dana, "/api/cases")["items"]] == ["strait"]
    audit = got(served.browser("cleared"), "/api/cases/strait/audit")["items"]
    assert any(line["action"] == "role set" and line["by"] == "The administrator" for line in audit)


def test_a_role_taken_away_holds_from_the_next_request(served: Team) -> None:
    browser, lead = served.browser("analyst"), served.browser("administrator")
    one = got(browser, "/api/cases/strait/candidates")["items"][0]["id"]
    lead.put("/api/cases/strait/members/analyst", json={"role": None})
    verdict = {"key": "k", "statement": one, "verdict": "accepted"}
    refused(browser.post("/api/cases/strait/reviews", json=verdict), 404, "NotFound")
    lead.put("/api/cases/strait/members/analyst", json={"role": "reader"})
    refused(browser.post("/api/cases/strait/reviews", json=verdict), 403, "NotAllowed")
    lead.put("/api/cases/strait/members/analyst", json={"role": "analyst"})
    done = browser.post("/api/cases/strait/reviews", json=verdict)
    assert done.status_code == 200, done.text
    with served.store.reading() as t:
        assert t.read_case("strait").standing_review[one].by == "The analyst"


def test_a_session_that_was_not_used_for_long_has_ended(
    served: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = served.browser(None)
    _sign_in(browser, "lead")
    monkeypatch.setattr(accounts, "IDLE", -1)
    refused(browser.get("/api/me"), 401, "NotSignedIn")


def test_a_folder_knows_no_accounts() -> None:
    browser = client(EXAMPLES / "strait-accord")
    refused(_sign_in(browser, "anybody"), 409, "SingleUser")
    refused(browser.get("/api/users"), 409, "SingleUser")
    assert got(browser, "/api/me")["mode"] == "single"
    assert got(browser, "/api/cases/strait-accord/members")["items"] == []


def test_a_store_is_served_where_somebody_administers_it_and_passwords_are_safe(
    tmp_path: Path,
) -> None:
    where = tmp_path / "talks.sqlite"
    Store.create(where)
    with pytest.raises(InputError, match="no administrator yet"):
        serve.shared(str(where), host="127.0.0.1", names=(), secure=False)
    with pytest.raises(InputError, match="12 to 1000 characters"):
        set_account(str(where), "anna", Grant(password="short"), by="test")
    grant = Grant(password=PASSWORD, administrator=True, name="Anna Berg")
    assert set_account(str(where), "anna", grant, by="test")
    assert not set_account(str(where), "anna", Grant(name="Anna B."), by="test")
    assert serve.shared(str(where), host="127.0.0.1", names=(), secure=False)
    with pytest.raises(InputError, match="in the clear"):
        serve.shared(str(where), host="0.0.0.0", names=("desk.example",), secure=False)
    with pytest.raises(InputError, match="--name"):
        serve.shared(str(where), host="0.0.0.0", names=(), secure=True)
    app = serve.shared(str(where), host="0.0.0.0", names=("desk.example",), secure=True)
    assert TestClient(app, base_url=ADDRESS).get("/api/me").status_code == 401
    assert TestClient(app, base_url="http://other.example").get("/api/me").status_code == 421
