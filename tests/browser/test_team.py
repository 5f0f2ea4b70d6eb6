"""A database with accounts: log in, make a case, let somebody else in, log out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import axe, served
from goodoffices.store import Store
from goodoffices.web import accounts

pytestmark = pytest.mark.browser
Window = Callable[..., Any]
PASSWORD = "a long enough password"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """An empty database with an administrator and somebody without any role."""
    where = tmp_path / "team.sqlite"
    store = Store.create(where)
    made = accounts.hashed(PASSWORD)
    with store.begin(by="test") as t:
        t.add_user("ada", "Ada Example", made)
        t.set_administrator("ada", True)
        t.add_user("ben", "Ben Example", made)
    with served(str(where)) as found:
        yield found


def log_in(page: Any, user: str, password: str = PASSWORD) -> None:
    page.get_by_role("heading", name="Log in").wait_for()
    page.get_by_label("Name").fill(user)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_a_team_shares_a_case(address: str, window: Window) -> None:
    page = window()
    page.goto(address)
    page.get_by_label("Password").wait_for()
    assert axe(page) == []
    log_in(page, "ada", "something else entirely")
    page.get_by_role("alert").wait_for()
    log_in(page, "ada")
    page.get_by_text("There is no case yet.").wait_for()

    page.get_by_label("Title of the case").fill("Talks on the strait")
    page.get_by_role("button", name="Make the case").click()
    page.get_by_label("Parties, one a line").fill("north = North\nsouth = South")
    page.get_by_label("Issues: id = question").fill(
        "zone = How wide?\n- three = three\n- six = six"
    )
    page.get_by_role("button", name="Save the agenda").click()
    page.get_by_text("2 parties and 1 issue are saved.").wait_for()
    page.get_by_label("Account to add").fill("ben")
    page.get_by_role("button", name="Add as reader").click()
    page.get_by_label("Role of Ben Example").wait_for()

    page.get_by_text("Show the log").click()
    page.get_by_role("cell", name="Ada Example").first.wait_for()
    assert axe(page) == []

    page.get_by_role("link", name="Talks on the strait").click()
    page.get_by_text("New account").click()
    page.get_by_label("Account", exact=True).fill("cleo")
    page.get_by_label("Name that signs").fill("Cleo Example")
    page.get_by_label("Password, at least twelve characters", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.get_by_role("rowheader", name="Cleo Example").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Log out").click()
    log_in(page, "ben")
    page.get_by_role("link", name="Talks on the strait").click()
    page.get_by_text("No statement counts yet").wait_for()
    assert page.get_by_role("button", name="Make the case").count() == 0
    page.locator("h1").click()
    page.keyboard.press("2")
    page.get_by_text("There are no reports yet.").wait_for()
    assert page.get_by_role("button", name="Add reports").count() == 0
    page.keyboard.press("0")
    page.get_by_text("About the case").wait_for()
    assert page.get_by_text("Sign and save").count() == 0
    # The browser itself reports the two answers of 401 that lead to the form.
    window.faults[:] = [one for one in window.faults if "401" not in one]  # type: ignore[attr-defined]


def test_a_session_that_ends_leads_to_the_form_and_back(address: str, window: Window) -> None:
    page = window()
    page.goto(f"{address}/cases/nowhere/matrix")
    log_in(page, "ada")
    page.get_by_text("This does not exist, or you may not see it.").wait_for()
    assert page.url.endswith("/cases/nowhere/matrix")
    page.context.clear_cookies()
    page.reload()
    page.get_by_label("Password").wait_for()
    window.faults.clear()  # type: ignore[attr-defined]  # 401 and 404, which the browser reports
