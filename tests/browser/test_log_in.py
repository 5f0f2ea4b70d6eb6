"""Logging in through a provider, in a browser: there and back from another site, and out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import axe, served
from goodoffices.store import Store
from oidc_provider import CLIENT, SECRET, Provider, provided

pytestmark = pytest.mark.browser
Window = Callable[..., Any]


@pytest.fixture
def there() -> Iterator[Provider]:
    """A provider under another name than the server's, which makes it another site."""
    with provided("localhost") as found:
        found.asks_first = True
        yield found


@pytest.fixture
def address(tmp_path: Path, there: Provider, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("GOODOFFICES_OIDC_ISSUER", there.issuer)
    monkeypatch.setenv("GOODOFFICES_OIDC_CLIENT", CLIENT)
    monkeypatch.setenv("GOODOFFICES_OIDC_SECRET", SECRET)
    monkeypatch.setenv("GOODOFFICES_OIDC_USER_CLAIM", "preferred_username")
    monkeypatch.setenv("GOODOFFICES_OIDC_LABEL", "The ministry")
    where = tmp_path / "team.sqlite"
    with Store.create(where).begin(by="test") as t:
        t.add_user("lead", "Lea Example")
        t.set_administrator("lead", True)
        t.create_case("Talks on the strait", "talks")
    with served(str(where)) as found:
        yield found


def test_through_the_provider_and_back_to_where_one_was_going(
    address: str, there: Provider, window: Window
) -> None:
    page = window()
    page.goto(f"{address}/cases/talks/settings")
    enter = page.get_by_role("button", name="Log in through The ministry")
    enter.click()
    page.get_by_role("button", name="Yes, it is me").click()
    page.wait_for_url(f"{address}/cases/talks/settings")
    page.get_by_role("heading", name="About the case").wait_for()
    page.reload()
    page.get_by_role("heading", name="About the case").wait_for()
    cookies = {one["name"]: one for one in page.context.cookies(address)}
    assert cookies["goodoffices"]["sameSite"] == "Strict"
    assert set(cookies) == {"goodoffices"}
    page.get_by_role("link", name="Talks on the strait").click()
    page.get_by_role("button", name="Log out").click()
    enter.wait_for()
    assert "/end" in there.seen
    only_expected(window, there)


def test_the_form_is_accessible_and_says_why_somebody_was_not_let_in(
    address: str, there: Provider, window: Window
) -> None:
    page = window()
    there.person = {"sub": "2", "preferred_username": "nobody-here"}
    page.goto(address)
    page.get_by_role("button", name="Log in through The ministry").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Log in through The ministry").click()
    page.get_by_role("button", name="Yes, it is me").click()
    page.get_by_text("you have no account here").wait_for()
    assert axe(page) == []
    page.set_viewport_size({"width": 720, "height": 450})
    assert axe(page) == []
    page.goto(f"{address}/?log-in=constructor")  # words are chosen from the dictionary alone
    page.get_by_text("was not to be believed").wait_for()
    only_expected(window, there)


def only_expected(window: Window, there: Provider) -> None:
    """Forget the way to the provider, which was asked for, and what the browser says of 401."""
    allowed = (there.issuer, "401", "favicon")
    kept = [fault for fault in window.faults if not any(name in fault for name in allowed)]  # type: ignore[attr-defined]
    window.faults[:] = kept  # type: ignore[attr-defined]
