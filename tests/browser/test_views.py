"""Every view: accessible, from this machine only, all of its words from the dictionary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from browsing import VIEWS, axe, interposed, served
from support import EXAMPLES

pytestmark = pytest.mark.browser

OPENED = (
    "matrix?issue=force_cap&party=ua&draft=US28",
    "drafts?term=force_cap",
    "timeline?mark=US28",
    "sources?part=contradictions",
    "sources?part=corroboration",
    "sources?part=events",
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

SIZES = ((1440, 900), (1024, 768), (720, 450), (512, 384), (320, 256))
"""Windows in which no view may be wider than they are: those of 1440 and 1024, the same at 200 %
zoom, and 1280 at 400 %, which WCAG 1.4.10 asks for."""

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
        "sources?part=events",
        "sources?part=corroboration",
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


EMPTY = """() => [...document.querySelectorAll(".chip, .tag")]
  .filter((one) => one.textContent.trim() === "").map((one) => one.outerHTML)"""


def fits(page: Any) -> None:
    """No window is too narrow for the view, and no mark in it says nothing."""
    assert page.evaluate(EMPTY) == []
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


CROWDED = (
    *VIEWS,
    "matrix?issue=force_cap&party=ua&draft=US28",
    "drafts?term=force_cap",
    "timeline?mark=US28",
    "sources?part=corroboration",
    "process?edit=meetings/new",
)
"""Every view, and those in which something lies over or beside something else."""


@pytest.mark.parametrize("view", CROWDED)
def test_dark_and_zoomed_has_no_violation_and_hides_no_focus(
    view: str, real: str, window: Window
) -> None:
    page = window(color_scheme="dark")
    page.set_viewport_size({"width": 720, "height": 450})
    shown(page, f"{real}/{view}")
    assert axe(page) == []
    for number in range(40):
        page.keyboard.press("Tab")
        hidden = page.evaluate(UNSEEN)
        assert hidden is None, (number, hidden)


UNSEEN = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const boxes = [...it.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
  const seen = boxes.some((box) => [0.1, 0.5, 0.9].some((across) => [0.2, 0.5, 0.8].some((down) => {
    const at = document.elementFromPoint(box.x + box.width * across, box.y + box.height * down);
    return at !== null && (it.contains(at) || at.contains(it) && at.closest("label") !== null);
  })));
  return seen ? null : it.outerHTML.slice(0, 200);
}"""
"""What has the focus, where nothing of it can be seen (WCAG 2.4.11); null where some of it can."""


@pytest.mark.parametrize("view", CROWDED)
def test_on_paper_there_are_the_date_no_controls_and_nothing_cut_off_or_dark(
    view: str, real: str, window: Window
) -> None:
    page = window(color_scheme="dark")
    shown(page, f"{real}/{view}")
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 1032, "height": 703})  # A4 across, within its margins
    assert page.evaluate(TOO_WIDE) == 0
    assert page.locator(".as-of output").inner_text().startswith("5 Mar 2026")
    if "edit=" not in view:
        assert page.evaluate(CONTROLS) == []
    assert page.evaluate(CUT) == []
    assert [one for one in axe(page) if one.startswith("color-contrast")] == []


CONTROLS = """() => [...document.querySelectorAll("button, input, select, textarea, a.button, nav")]
  .filter((one) => one.checkVisibility() && !one.matches(".candidate-text, .parts"))
  .map((one) => one.outerHTML.slice(0, 120))"""

CUT = """() => [...document.querySelectorAll(".scroll, .panel, .review-report, .review-list, main")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map((one) => `${one.className} ${one.scrollWidth} in ${one.clientWidth}`)"""


def test_a_right_to_left_matrix_keeps_its_issues_in_sight(real: str, window: Window) -> None:
    page = window()
    page.set_viewport_size({"width": 720, "height": 450})
    shown(page, f"{real}/matrix?draft=US28&lang=pseudo-rtl")
    heads = page.locator('.matrix tbody th[scope="row"]')
    before = heads.first.bounding_box()
    page.evaluate('document.querySelector(".matrix").parentElement.scrollLeft = -200')
    assert heads.first.bounding_box() == before


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


def test_the_focus_goes_with_the_keys(fictional: str, window: Window) -> None:
    """From view to view, into an editor and out of it, into a panel and back to what opened it."""
    page = window()
    shown(page, f"{fictional}/matrix")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"  # on arrival, from the top
    page.keyboard.press("8")
    page.wait_for_url("**/process")
    page.locator("#main:focus").wait_for(state="attached")
    page.keyboard.press("n")
    page.locator("#entry-form").wait_for()
    page.keyboard.type("A call")
    page.keyboard.press("Escape")
    page.locator("#entry-form").wait_for(state="detached")
    page.locator("#main:focus").wait_for(state="attached")
    page.keyboard.press("n")
    page.locator("#entry-form").wait_for()
    assert page.locator("#entry-form input").first.input_value() == "A call"  # it was kept
    page.get_by_role("button", name="Cancel").click()
    page.keyboard.press("4")
    page.locator("#card-0").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary").filter(has=page.locator("#panel-title"))
    panel.wait_for()
    panel.focus()
    page.keyboard.press("Escape")
    panel.wait_for(state="detached")
    assert page.evaluate("document.activeElement.closest('#card-0') !== null")


def test_a_judgement_to_change_comes_into_sight(fictional: str, window: Window) -> None:
    page = window()
    page.set_viewport_size({"width": 720, "height": 450})
    shown(page, f"{fictional}/settings")
    page.get_by_role("link", name="Change").last.click()
    page.locator("form.judge :focus").wait_for()
    box = page.locator("form.judge :focus").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 450 - box["height"]


def test_an_unknown_case_says_where_to_go(real: str, window: Window) -> None:
    page = window()
    page.goto(real.replace("/cases/ukraine-2025", "/cases/nowhere/matrix"))
    page.get_by_text("Check the address, or ask whoever leads the case").wait_for()
    assert axe(page) == []
    page.get_by_role("link", name="All cases").click()
    page.get_by_role("heading", name="Cases").wait_for()
    window.faults.clear()  # type: ignore[attr-defined]  # the browser reports the answer of 404


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


def test_a_view_that_does_not_come_says_so_and_comes_when_it_is_asked_for_again(
    real: str, window: Window
) -> None:
    page = window()
    interposed(page)
    page.goto(f"{real}/matrix")
    page.get_by_role("grid").wait_for()
    page.route("**/assets/process-*.js", lambda route: route.abort())
    page.get_by_role("link", name="Process", exact=True).click()
    page.get_by_text("This view broke.").wait_for()
    assert axe(page) == []
    page.get_by_role("link", name="Drafts", exact=True).click()  # the others still work
    page.get_by_role("table").first.wait_for()
    page.unroute("**/assets/process-*.js")
    page.get_by_role("link", name="Process", exact=True).click()
    page.get_by_role("table").first.wait_for()
    window.faults.clear()  # type: ignore[attr-defined]  # the browser reports the aborted request
