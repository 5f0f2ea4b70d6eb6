"""Logging in through a provider: one that does as it should, and one that does not."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from starlette.testclient import TestClient

import oidc_provider
from goodoffices.web import accounts
from goodoffices.web.app import create_app
from goodoffices.web.oidc import entry
from goodoffices.web.oidc import provider as speaking
from goodoffices.web.oidc.provider import Provider
from goodoffices.web.oidc.settings import Settings
from goodoffices.web.shared import SharedDesk
from oidc_provider import CLIENT, SECRET, Json, provided
from web_client import got, refused
from web_team import ADDRESS, Team, team

ENTRY = "goodoffices-entry"
SESSION = accounts.cookie_name(False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Team:
    return team(tmp_path_factory.mktemp("team"))


@pytest.fixture
def there() -> Iterator[oidc_provider.Provider]:
    with provided() as found:
        yield found


Way = Callable[..., TestClient]


@pytest.fixture
def browser(made: Team, there: oidc_provider.Provider) -> Way:
    """Browsers before a server that knows the provider."""

    def opened(**change: Any) -> TestClient:
        with made.store.begin(by="test") as t:
            t.sweep(attempts_older_than=-1)
        given = {
            "issuer": there.issuer,
            "client": CLIENT,
            "secret": SECRET,
            "user_claim": "preferred_username",
        }
        provider = Provider(Settings(**{**given, **change}))
        app = create_app(SharedDesk(made.store, secure=False, provider=provider), hosts=None)
        return TestClient(
            app, base_url=ADDRESS, raise_server_exceptions=False, follow_redirects=False
        )

    return opened


def begun(browser: TestClient) -> str:
    """Begin, and go to the provider; the address that it sends the browser back to."""
    answer = browser.post("/api/session/provider")
    assert answer.status_code == 200, answer.text
    with httpx2.Client() as outside:
        there = outside.get(answer.json()["to"])
    assert there.status_code == 302
    return str(there.headers["location"])


def back(browser: TestClient, address: str) -> str:
    """Come back, as a browser does from another site; where the server sends it."""
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}" == ADDRESS
    assert parts.path == entry.RETURN
    answer = browser.get(f"{parts.path}?{parts.query}", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 303
    assert answer.headers["cache-control"] == "no-store"
    return str(answer.headers["location"])


def entered(browser: TestClient) -> TestClient:
    """A whole way that must end with a session."""
    assert back(browser, begun(browser)) == "/"
    assert SESSION in browser.cookies
    return browser


def failed(browser: TestClient, code: str, address: str | None = None) -> None:
    """A whole way that must end without a session, and say why."""
    assert back(browser, address or begun(browser)) == f"/?log-in={code}"
    assert SESSION not in browser.cookies
    refused(browser.get("/api/me"), 401, "NotSignedIn")


# --- as it should be -----------------------------------------------------------------------------


def test_who_the_provider_knows_is_signed_in_as_the_account_of_that_name(
    browser: Way, there: oidc_provider.Provider
) -> None:
    one = browser()
    assert got(one, "/api/log-in") == {"provider": "127.0.0.1"}
    answer = one.post("/api/session/provider")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    query = {n: v[0] for n, v in parse_qs(urlsplit(answer.json()["to"]).query).items()}
    assert query["response_type"] == "code"
    assert query["code_challenge_method"] == "S256"
    assert query["redirect_uri"] == f"{ADDRESS}/log-in/return"
    assert len({query["state"], query["nonce"], query["code_challenge"]}) == 3
    assert back(one, begun(one)) == "/"
    me = got(one, "/api/me")
    assert (me["user"], me["mode"]) == ("lead", "shared")
    assert ENTRY not in one.cookies


def test_two_log_ins_share_no_secret(browser: Way, there: oidc_provider.Provider) -> None:
    for _ in range(2):
        begun(browser())
    first, second = there.asked
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]


def test_an_elliptic_key_will_do(browser: Way, there: oidc_provider.Provider) -> None:
    there.key = oidc_provider.elliptic_key("curve")
    entered(browser())


def test_leaving_ends_the_session_here_and_leads_to_the_end_there(
    browser: Way, there: oidc_provider.Provider, made: Team
) -> None:
    one = browser()
    back(one, begun(one))
    token = one.cookies[SESSION]
    left = one.delete("/api/session").json()
    assert left["done"] is True
    parts = urlsplit(left["to"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{there.issuer}/end"
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert asked == {"client_id": CLIENT, "post_logout_redirect_uri": f"{ADDRESS}/"}
    one.cookies.set(SESSION, token)
    refused(one.get("/api/me"), 401, "NotSignedIn")


def test_who_came_in_with_a_password_does_not_leave_through_the_provider(
    browser: Way, made: Team
) -> None:
    one = browser()
    made.sign_in(one, "lead")
    assert one.delete("/api/session").json() == {"done": True, "to": None}


def test_leaving_does_not_wait_for_a_provider_that_is_gone(
    browser: Way, there: oidc_provider.Provider
) -> None:
    one = browser()
    back(one, begun(one))
    there.status = 500
    one.app.state.desk.provider._told_until = 0.0  # type: ignore[attr-defined]
    assert one.delete("/api/session").json() == {"done": True, "to": None}


# --- whose account -------------------------------------------------------------------------------


def test_who_has_no_account_gets_none(browser: Way, there: oidc_provider.Provider) -> None:
    there.person = {"sub": "7", "preferred_username": "somebody-else", "name": "Somebody Else"}
    failed(browser(), "unknown")


def test_a_new_account_has_no_role_anywhere(
    browser: Way, there: oidc_provider.Provider, made: Team
) -> None:
    there.person = {"sub": "8", "preferred_username": "fresh", "name": "The lead"}
    one = browser(new_accounts=True)
    assert back(one, begun(one)) == "/"
    me = got(one, "/api/me")
    assert (me["user"], me["administrator"]) == ("fresh", False)
    assert me["name"] == "The lead (fresh)"  # another account signs as "The lead"
    assert got(one, "/api/cases") == {"items": []}
    refused(one.get("/api/cases/strait"), 404, "NotFound")
    with made.store.reading() as t:
        assert t.user("fresh").password is None
    again = browser(new_accounts=True)
    assert back(again, begun(again)) == "/"


def test_a_closed_account_stays_closed(
    browser: Way, there: oidc_provider.Provider, made: Team
) -> None:
    with made.store.begin(by="test") as t:
        t.set_disabled("analyst", True)
    there.person = {"sub": "9", "preferred_username": "analyst"}
    try:
        failed(browser(), "closed")
    finally:
        with made.store.begin(by="test") as t:
            t.set_disabled("analyst", False)


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "1"},
        {"sub": "1", "preferred_username": ["lead"]},
        {"sub": "1", "preferred_username": "lead\u0000"},
        {"sub": "1", "preferred_username": " lead"},
        {"sub": "", "preferred_username": "lead"},
    ],
)
def test_a_claim_that_names_nobody_opens_nothing(
    browser: Way, there: oidc_provider.Provider, person: Json
) -> None:
    there.person = person
    failed(browser(new_accounts=True), "token")


def test_an_address_counts_only_when_it_is_verified(
    browser: Way, there: oidc_provider.Provider, made: Team
) -> None:
    with made.store.begin(by="test") as t:
        t.add_user("eva@desk.example", "Eva Example")
    for verified in (None, False, "true"):
        there.person = {"sub": "2", "email": "eva@desk.example", "email_verified": verified}
        failed(browser(user_claim="email"), "unverified")
    there.person["email_verified"] = True
    one = browser(user_claim="email")
    assert back(one, begun(one)) == "/"
    assert got(one, "/api/me")["user"] == "eva@desk.example"


# --- hostile tokens ------------------------------------------------------------------------------

NOW = time.time
FORGED: dict[str, Callable[[Json], Json]] = {
    "another nonce": lambda claims: {**claims, "nonce": "x" * 43},
    "no nonce": lambda claims: {n: v for n, v in claims.items() if n != "nonce"},
    "for another": lambda claims: {**claims, "aud": "somebody-else"},
    "for nobody": lambda claims: {**claims, "aud": None},
    "for two, given to the other": lambda c: {**c, "aud": [CLIENT, "other"], "azp": "other"},
    "for two, given to nobody": lambda c: {**c, "aud": [CLIENT, "other"]},
    "given to another": lambda c: {**c, "azp": "other"},
    "another issuer": lambda claims: {**claims, "iss": claims["iss"] + "/"},
    "expired": lambda claims: {**claims, "exp": int(NOW()) - 61},
    "never expires": lambda c: {n: v for n, v in c.items() if n != "exp"},
    "expires in words": lambda claims: {**claims, "exp": "tomorrow"},
    "expires whether true or not": lambda claims: {**claims, "exp": True},
    "of tomorrow": lambda claims: {**claims, "iat": int(NOW()) + 3600},
    "not yet": lambda claims: {**claims, "nbf": int(NOW()) + 3600},
    "about nobody": lambda c: {n: v for n, v in c.items() if n != "sub"},
}


@pytest.mark.parametrize("name", list(FORGED))
def test_a_token_that_says_what_it_must_not_is_refused(
    browser: Way, there: oidc_provider.Provider, name: str
) -> None:
    there.change_claims = FORGED[name]
    failed(browser(), "token")


@pytest.mark.parametrize(
    "sign",
    [
        oidc_provider.unsigned,
        oidc_provider.signed_with_the_secret,
        oidc_provider.signed_with_the_public_key,
        oidc_provider.signed_by_another,
        oidc_provider.with_a_key_of_its_own,
        lambda *_: "not.a.token",
        lambda *_: "",
        lambda *_: "a" * 900_000,
        lambda provider, claims: oidc_provider.signed(provider, claims)[:-4] + "AAAA",
    ],
)
def test_a_token_that_is_not_signed_by_a_published_key_is_refused(
    browser: Way, there: oidc_provider.Provider, sign: Any
) -> None:
    there.sign = sign
    failed(browser(), "token")


def test_clocks_may_be_a_minute_apart(browser: Way, there: oidc_provider.Provider) -> None:
    there.change_claims = lambda claims: {**claims, "exp": int(NOW()) - 50}
    entered(browser())
    there.change_claims = lambda claims: {**claims, "iat": int(NOW()) + 50}
    entered(browser())
    failed(browser(skew=10), "token")


def test_for_two_of_which_one_is_us_and_given_to_us(
    browser: Way, there: oidc_provider.Provider
) -> None:
    there.change_claims = lambda c: {**c, "aud": [CLIENT, "other"], "azp": CLIENT}
    entered(browser())


# --- the way back --------------------------------------------------------------------------------


def test_an_answer_to_another_browser_is_refused(browser: Way) -> None:
    one, two = browser(), browser()
    address = begun(one)
    begun(two)
    failed(two, "state", address)
    failed(browser(), "state", address)


@pytest.mark.parametrize("state", ["", "x" * 43, "\u00e9"])
def test_a_state_that_is_not_ours_is_refused(
    browser: Way, there: oidc_provider.Provider, state: str
) -> None:
    there.change_query = lambda query: {**query, "state": state}
    failed(browser(), "state")
    assert "/token" not in there.seen


def test_the_same_answer_twice_is_refused(browser: Way, there: oidc_provider.Provider) -> None:
    one = browser()
    address = begun(one)
    token = one.cookies[ENTRY]
    assert back(one, address) == "/"
    one.cookies.delete(SESSION)
    failed(one, "state", address)  # the cookie is gone
    one.cookies.set(ENTRY, token)
    failed(one, "provider", address)  # the code is spent, and the provider says so


def test_a_code_is_worth_nothing_without_the_verifier_of_who_asked_for_it(
    browser: Way, there: oidc_provider.Provider
) -> None:
    thief, victim = browser(), browser()
    code = parse_qs(urlsplit(begun(victim)).query)["code"][0]
    there.change_query = lambda query: {**query, "code": code}
    failed(thief, "provider")
    assert there.codes  # it was asked for the code, and refused


def test_a_log_in_that_took_too_long_is_refused(
    browser: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = browser()
    address = begun(one)
    monkeypatch.setattr(entry, "time", lambda: NOW() + entry.HOLDS + 1)
    failed(one, "late", address)


def test_a_refusal_of_the_provider_is_told(browser: Way, there: oidc_provider.Provider) -> None:
    there.answer = {"error": "access_denied", "error_description": "<script>"}
    failed(browser(), "denied")


def test_no_code_and_another_issuer_are_refused(
    browser: Way, there: oidc_provider.Provider
) -> None:
    there.answer = {}
    failed(browser(), "token")
    there.answer = None
    there.change_query = lambda query: {**query, "iss": "https://elsewhere.example"}
    failed(browser(), "token")
    there.change_description = lambda told: {
        **told,
        "authorization_response_iss_parameter_supported": True,
    }
    there.change_query = lambda query: query
    failed(browser(), "token")  # it says that it always names itself, and did not
    there.change_query = lambda query: {**query, "iss": there.issuer}
    entered(browser())


def test_who_comes_back_too_often_is_slowed_down(
    browser: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "TRIES_FROM", 3)
    one = browser()
    for _ in range(3):
        failed(one, "state", f"{ADDRESS}{entry.RETURN}?state=x&code=y")
    failed(one, "many", begun(one))


# --- keys and endpoints --------------------------------------------------------------------------


def test_a_new_key_is_fetched_when_a_token_is_signed_by_it(
    browser: Way, there: oidc_provider.Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = browser()
    assert back(one, begun(one)) == "/"
    assert there.seen.count("/keys") == 1
    there.key = oidc_provider.new_key("second")
    assert back(one, begun(one)) == "/"
    assert there.seen.count("/keys") == 2
    # Who sends tokens of unknown keys does not make us ask each time.
    there.published, there.key = [there.key], oidc_provider.new_key("third")
    one.cookies.delete(SESSION)
    failed(one, "token")
    assert there.seen.count("/keys") == 2
    there.published = []
    there.key = oidc_provider.new_key("second")  # under the name of the old one
    monkeypatch.setattr(speaking, "REST", 0.0)
    assert back(one, begun(one)) == "/"
    assert there.seen.count("/keys") == 3


def test_an_old_key_no_longer_opens_anything(
    browser: Way, there: oidc_provider.Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaking, "KEPT", 0.0)
    one = browser()
    assert back(one, begun(one)) == "/"
    one.cookies.delete(SESSION)
    there.published = [oidc_provider.new_key("second")]
    failed(one, "token")


def test_keys_that_are_not_for_signing_are_passed_over(
    browser: Way, there: oidc_provider.Provider
) -> None:
    there.keys = lambda: {  # type: ignore[method-assign]
        "keys": [
            {"kty": "oct", "kid": "first", "k": "c2VjcmV0"},
            {"kty": "RSA", "kid": "broken", "n": "!", "e": "AQAB"},
            {"kty": "unheard-of"},
            "no key",
            {**there.key.as_dict(private=False), "kid": "first", "use": "enc"},
        ]
    }
    failed(browser(), "provider")


def _without(name: str) -> Callable[[Json], Json]:
    return lambda told: {n: v for n, v in told.items() if n != name}


@pytest.mark.parametrize(
    "change",
    [
        lambda told: {**told, "issuer": told["issuer"] + "/"},
        lambda told: {**told, "token_endpoint": "http://elsewhere.example/token"},
        lambda told: {**told, "authorization_endpoint": "javascript:alert(1)"},
        lambda told: {**told, "jwks_uri": "file:///etc/passwd"},
        _without("authorization_endpoint"),
        _without("token_endpoint"),
        _without("jwks_uri"),
        lambda told: {**told, "padding": "x" * speaking.MAX_BYTES},
    ],
)
def test_a_provider_that_describes_itself_wrongly_is_not_used(
    browser: Way, there: oidc_provider.Provider, change: Callable[[Json], Json]
) -> None:
    there.change_description = change
    refused(browser().post("/api/session/provider"), 503, "ProviderFault")


def test_a_provider_that_does_not_answer_is_said_to_be(
    browser: Way, there: oidc_provider.Provider
) -> None:
    there.status = 302
    refused(browser().post("/api/session/provider"), 503, "ProviderFault")
    one = browser(issuer="http://127.0.0.1:9")
    refused(one.post("/api/session/provider"), 503, "ProviderFault")


# --- addresses and other sites -------------------------------------------------------------------


def test_over_tls_the_way_back_is_named_as_browsers_know_it(
    made: Team, there: oidc_provider.Provider
) -> None:
    settings = Settings(issuer=there.issuer, client=CLIENT, secret=SECRET, user_claim="sub")
    for given, expected in (
        (settings, "https://desk.example/log-in/return"),
        (
            dataclasses.replace(settings, address="https://other.example"),
            "https://other.example/log-in/return",
        ),
    ):
        desk = SharedDesk(made.store, secure=True, provider=Provider(given))
        app = create_app(desk, hosts=["desk.example"], secure=True)
        one = TestClient(app, base_url="https://desk.example")
        answer = one.post("/api/session/provider")
        query = parse_qs(urlsplit(answer.json()["to"]).query)
        assert query["redirect_uri"] == [expected]
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-goodoffices-entry=")
        assert "secure" in cookie.lower()


def test_another_site_cannot_begin_a_log_in(browser: Way) -> None:
    answer = browser().post("/api/session/provider", headers={"Sec-Fetch-Site": "cross-site"})
    refused(answer, 403, "CrossSite")
