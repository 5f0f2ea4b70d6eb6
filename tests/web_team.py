"""A store with a case, people in every role, and reports in a compartment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from goodoffices.elicit.elicit import elicit
from goodoffices.model.case import Case
from goodoffices.store import Store
from goodoffices.web import accounts
from goodoffices.web.app import create_app
from goodoffices.web.shared import SharedDesk
from goodoffices.workspace.clearing import cleared
from goodoffices.workspace.homes import FolderHome
from goodoffices.workspace.moving import pack_of, put_in_store
from support import EXAMPLES

PASSWORD = "correct horse battery"
ADDRESS = "http://desk.example"
PEOPLE = {
    "reader": "reader",
    "analyst": "analyst",
    "lead": "lead",
    "cleared": "lead",
    "administrator": None,
    "outsider": None,
}
CLOSED = "blue folder"


@dataclass
class Team:
    """A server for a team, and a browser for each of its people."""

    store: Store
    app: Any
    hidden: str
    """The report in the compartment."""

    def browser(self, user: str | None) -> TestClient:
        """A browser in which somebody is signed in; nobody for None."""
        browser = TestClient(self.app, base_url=ADDRESS, raise_server_exceptions=False)
        if user is not None:
            self.sign_in(browser, user)
        return browser

    def sign_in(self, browser: TestClient, user: str) -> None:
        """Give the browser a session, without the cost of a password."""
        token = f"token of {user}"
        with self.store.begin(by="test") as t:
            if t.session(accounts.digest_of(token)) is None:
                t.add_session(accounts.digest_of(token), user, seconds=3600)
        browser.cookies.set(accounts.cookie_name(False), token)


def telling(case: Case) -> str:
    """A report without which some position would be another."""
    held = _standings(case)
    return next(r.id for r in case.reports if _standings(cleared(case, [r.id])) != held)


def _standings(case: Case) -> list[object]:
    return [(p.party, p.issue, p.standings) for p in elicit(case).positions]


def team(folder: Path, *, password: bool = False) -> Team:
    """The strait's case in a store, with its first report in a compartment.

    `cleared` is a lead with the clearance; `lead`, and the administrator, have none.
    """
    store = Store.create(folder / "team.sqlite")
    put_in_store(pack_of(FolderHome(EXAMPLES / "strait-accord")), store, "strait", by="test")
    made = accounts.hashed(PASSWORD) if password else None
    with store.begin(by="test") as t:
        read = t.read_case("strait")
        hidden = telling(read)
        for user, role in PEOPLE.items():
            t.add_user(user, f"The {user}", made)
            if role is not None:
                t.set_role("strait", user, role)
        t.set_administrator("administrator", True)
        t.set_compartments("strait", hidden, [CLOSED])
        t.set_clearances("strait", "cleared", [CLOSED])
    return Team(store, create_app(SharedDesk(store, secure=False), hosts=None), hidden)
