"""Who listens hears at once of what others write, from the first moment on."""

from __future__ import annotations

from pathlib import Path

from goodoffices.web import accounts
from web_client import Listener, running
from web_team import team


def test_a_change_in_the_first_seconds_is_heard_by_those_who_may_see_the_case(
    tmp_path: Path,
) -> None:
    made = team(tmp_path)
    name = accounts.cookie_name(False)
    with running(made.app) as address:
        heard = {}
        for user in ("reader", "outsider"):
            browser = made.browser(user)
            heard[user] = Listener(address, {name: browser.cookies[name]})
        with made.store.begin(by="from the terminal") as t:
            t.set_compartments("strait", made.hidden, [])
        events = heard["reader"].wait(lambda told: any(e["type"] == "case" for e in told))
        assert [e["case"] for e in events if e["type"] == "case"] == ["strait"]
        assert [e["type"] for e in heard["outsider"].events] == ["hello"]
