"""A briefing with a great many sources is drawn whole, its beginning first."""

from __future__ import annotations

import json
from typing import Any

import pytest

from browsing import served
from support import EXAMPLES

pytestmark = pytest.mark.browser

MANY = 1_200


def _longer(route: Any) -> None:
    """The briefing as it came, with more sources; the last is cited in the first section."""
    answer = route.fetch()
    briefing = json.loads(answer.body())
    last = briefing["citations"][-1]
    known = len(briefing["citations"])
    briefing["citations"] += [{**last, "number": n} for n in range(known + 1, MANY + 1)]
    said: dict[str, Any] = {"runs": [{"text": "The last.", "style": "plain"}], "tone": "plain"}
    said |= {"citations": [MANY], "see": None, "lead": None}
    briefing["sections"][0]["blocks"].insert(0, {"kind": "paragraph", "sentences": [said]})
    route.fulfill(response=answer, json=briefing)


def test_all_sources_of_a_long_briefing_are_there(window: Any) -> None:
    with served(EXAMPLES / "strait-accord") as address:
        page = window()
        page.route("**/briefing?*format=json*", _longer)
        page.goto(f"{address}/cases/strait-accord/briefing")
        page.wait_for_selector(f"#cite-{MANY}", state="attached")
        assert page.locator(".citations li").count() == MANY
        page.locator(f'a.cite[href="#cite-{MANY}"]').click()
        page.wait_for_function(
            "(name) => { const at = document.querySelector(name).getBoundingClientRect();"
            " return at.top >= -1 && at.top < innerHeight; }",
            arg=f"#cite-{MANY}",
        )
