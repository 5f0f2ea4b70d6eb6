"""The configuration of a log-in provider: what is understood, and what is said of faults."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from goodoffices.errors import InputError, MissingExtra
from goodoffices.store import Store
from goodoffices.web import serve
from goodoffices.web.oidc.entry import RETURN
from goodoffices.web.oidc.settings import PREFIX, configured
from web_client import client, copied, got, refused
from web_team import team

GOOD = """
issuer = "https://login.example/realms/desk"
client = "good-offices"
secret = "do not tell"
user_claim = "preferred_username"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own configuration folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    found = tmp_path / "goodoffices"
    found.mkdir()
    return found


def _write(folder: Path, text: str) -> Path:
    path = folder / "oidc.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_nothing_configured_is_no_provider(folder: Path) -> None:
    assert configured() is None


def test_the_file_is_read_and_the_environment_comes_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(folder, GOOD + 'label = "The ministry"\nnew_accounts = true\nskew = 30\n')
    found = configured()
    assert found is not None
    assert (found.name, found.new_accounts, found.skew) == ("The ministry", True, 30)
    assert "do not tell" not in repr(found)
    monkeypatch.setenv(PREFIX + "CLIENT", "another")
    monkeypatch.setenv(PREFIX + "NEW_ACCOUNTS", "no")
    found = configured()
    assert found is not None
    assert (found.client, found.new_accounts, found.secret) == ("another", False, "do not tell")


def test_a_secret_goes_to_no_other_provider(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(folder, GOOD)
    monkeypatch.setenv(PREFIX + "ISSUER", "https://elsewhere.example")
    found = configured()
    assert found is not None
    assert found.secret == ""
    assert found.name == "elsewhere.example"


def test_every_fault_is_told_at_once_and_no_secret(folder: Path) -> None:
    _write(
        folder,
        'issuer = "http://login.example"\nsecret = "do not tell"\nscopes = "email"\nskew = 4000\n'
        'address = "https://desk.example/page"\nca = "/nowhere.pem"\nnew_accounts = "perhaps"\n',
    )
    with pytest.raises(InputError) as told:
        configured()
    for name in ("issuer", "client", "user_claim", "scopes", "skew", "address", "ca", "new_acc"):
        assert name in str(told.value)
    assert "do not tell" not in str(told.value)


@pytest.mark.parametrize(
    "issuer",
    [
        "login.example",
        "https://",
        "https://a:b@login.example",
        "https://login.example/?x=1",
        "https://login.example/#x",
        "ftp://login.example",
        "https://login.example:0",
        "",
    ],
)
def test_what_cannot_be_an_issuer(folder: Path, issuer: str) -> None:
    _write(folder, GOOD.replace("https://login.example/realms/desk", issuer))
    with pytest.raises(InputError, match="issuer"):
        configured()


def test_an_unknown_setting_is_named_with_the_nearest(folder: Path) -> None:
    _write(folder, GOOD + 'user_clam = "sub"\n')
    with pytest.raises(InputError, match="user_claim"):
        configured()


def test_a_file_that_others_can_read_is_refused(folder: Path) -> None:
    _write(folder, GOOD).chmod(0o644)
    with pytest.raises(InputError, match="chmod 600"):
        configured()


def test_serving_says_what_is_missing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.create(tmp_path / "team.sqlite")
    with store.begin(by="test") as t:
        t.add_user("ada", "Ada Example")
        t.set_administrator("ada", True)
    where = str(tmp_path / "team.sqlite")

    def serving() -> object:
        return serve.shared(where, host="127.0.0.1", names=(), secure=False).state.desk.provider

    assert serving() is None
    _write(folder, GOOD)
    assert serving() is not None
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r"goodoffices\[oidc\]"):
        serving()


# --- where it is not -----------------------------------------------------------------------------


def test_without_a_provider_there_is_none(tmp_path: Path) -> None:
    one = team(tmp_path).browser(None)
    assert got(one, "/api/log-in") == {"provider": None}
    refused(one.post("/api/session/provider"), 409, "NoProvider")
    answer = one.get(f"{RETURN}?code=x&state=y", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_case_folder_has_none_whatever_is_configured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOODOFFICES_OIDC_ISSUER", "https://login.example")
    monkeypatch.setenv("GOODOFFICES_OIDC_CLIENT", "us")
    monkeypatch.setenv("GOODOFFICES_OIDC_USER_CLAIM", "sub")
    one = client(copied(tmp_path))
    assert got(one, "/api/log-in") == {"provider": None}
    refused(one.post("/api/session/provider"), 409, "SingleUser")
    answer = one.get(f"{RETURN}?code=x&state=y", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
