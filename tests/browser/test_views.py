"""Every view: accessible, from this machine only, all of its words from the dictionary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from browsing import VIEWS, axe, served
from support import EXAMPLES

pytestmark = pytest.mark.browser

OPENED = (
    "matrix?issue=force_cap&party=ua&draft=US28",
    "drafts?term=force_cap",
    "timeline?mark=US28",
    "sources?part=contradictions",
    "sources?part=corroboration",
    "sources?part=rates",
    "sources?part=allReports",
    "drafts?edit=US28",
    "drafts?edit=new:UAUS20",
    "drafts?left=EU24&right=US28&all=1",
    "process?edit=meetings/new",
    "process?edit=consultations/new",
    "process?edit=conditions/new",
)
"""Views of the real case with something opened in them."""

SIZES = ((1440, 900), (1024, 768), (720, 450))
"""Windows in which no view may be wider than they are; the last one is 1440 at 200 % zoom."""

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

Window = Callable[..., Any]


@pytest.fixture(scope="module")
def real() -> Iterator[str]:
    with served(EXAMPLES / "ukraine-2025", "--by", "A. Desk Officer") as address:
        yield f"{address}/cases/ukraine-2025"


@pytest.fixture(scope="module")
def fictional() -> Iterator[str]:
    with served(EXAMPLES / "strait-accord", "--by", "A. Desk Officer") as address:
        yield f"{address}/cases/strait-accord"


def shown(page: Any, address: str) -> None:
    """Go to a view and wait until it is drawn whole."""
    page.goto(address)
    page.wait_for_selector("h1")
    page.wait_for_selector(".loading", state="detached")


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_has_no_violation_fits_and_has_its_words_from_the_dictionary(
    view: str, real: str, window: Window
) -> None:
    page = window()
    shown(page, f"{real}/{view}")
    assert axe(page) == []
    fits(page)
    shown(page, f"{real}/{view}?lang=pseudo-rtl")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.evaluate(NOT_OF_THE_DICTIONARY) == []
    assert page.evaluate(TOO_WIDE) == 0


@pytest.mark.parametrize("view", OPENED)
def test_what_a_view_opens_has_no_violation(view: str, real: str, window: Window) -> None:
    page = window()
    shown(page, f"{real}/{view}")
    assert axe(page) == []
    fits(page)
    shown(page, f"{real}/{view}&lang=pseudo-rtl")
    assert page.evaluate(NOT_OF_THE_DICTIONARY) == []
    assert page.evaluate(TOO_WIDE) == 0


@pytest.mark.parametrize(
    "view",
    [
        "review",
        "sources?part=rates",
        "drafts",
        "agreement",
        "agreement?lift=rl-dolsany-fishing%0Arl-marenvik-observers",
        "stability",
        "settings?judgement=preferences/preferences:marenvik",
    ],
)
def test_a_view_with_reports_has_no_violation_and_fits(
    view: str, fictional: str, window: Window
) -> None:
    page = window()
    shown(page, f"{fictional}/{view}")
    assert axe(page) == []
    fits(page)


def fits(page: Any) -> None:
    """No window is too narrow for the view."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(50)
        assert page.evaluate(TOO_WIDE) == 0, (width, height)


def test_the_list_of_cases_and_the_keys_have_no_violation(real: str, window: Window) -> None:
    page = window()
    shown(page, real.partition("/cases/")[0])
    assert axe(page) == []
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    assert axe(page) == []


def test_dark_has_no_violation(real: str, window: Window) -> None:
    page = window(color_scheme="dark")
    for view in ("matrix?issue=force_cap&party=ua&draft=US28", "agreement", "drafts"):
        shown(page, f"{real}/{view}")
        assert axe(page) == []


NOT_OF_THE_DICTIONARY = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    const text = node.data;
    const box = node.parentElement;
    if (!/\\p{L}{2,}/u.test(text) || /[\\u27e6\\u27e7]/.test(box.textContent)) continue;
    if (box.closest('bdi, option, kbd, code, svg, noscript, [dir="auto"]')) continue;
    found.push(text);
  }
  return found;
}"""
"""Texts that are neither marked as the made-up locale marks all words, nor words of the case."""


def test_an_address_that_leads_nowhere_says_where_to_go(real: str, window: Window) -> None:
    page = window()
    page.goto(f"{real}/nothing-here")
    page.get_by_role("link", name="All cases").wait_for()


def test_without_permission_to_store_or_connect_errors_say_what_to_do(
    real: str, window: Window
) -> None:
    page = window()
    page.route("**/api/cases/*/matrix*", lambda route: route.abort())
    page.goto(f"{real}/matrix")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "goodoffices serve" in alert.inner_text()
    page.unroute("**/api/cases/*/matrix*")
    page.get_by_role("button", name="Try again").click()
    page.get_by_role("grid").wait_for()
    window.faults.clear()  # type: ignore[attr-defined]  # the browser reports the aborted request
