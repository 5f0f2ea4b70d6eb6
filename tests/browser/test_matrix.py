"""The matrix with keys alone: the grid pattern, the evidence, the date, the draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from browsing import served
from support import EXAMPLES

pytestmark = pytest.mark.browser
Window = Callable[..., Any]


@pytest.fixture(scope="module")
def real() -> Iterator[str]:
    with served(EXAMPLES / "ukraine-2025") as address:
        yield f"{address}/cases/ukraine-2025"


def focused(page: Any) -> tuple[int, int]:
    """Row and column of the cell that has the focus."""
    row, column = page.evaluate(
        "[document.activeElement.dataset.row, document.activeElement.dataset.column].map(Number)"
    )
    return row, column


def test_the_grid_is_moved_in_with_the_keys_of_the_pattern(real: str, window: Window) -> None:
    page = window()
    page.goto(f"{real}/matrix")
    grid = page.get_by_role("grid")
    grid.wait_for()
    assert page.locator('[data-row][tabindex="0"]').count() == 1
    page.locator('[data-row="0"][data-column="0"]').focus()
    rows = page.locator("tbody tr").count()
    columns = page.locator('[data-row="0"]').count()
    for key, place in (
        ("ArrowDown", (1, 0)),
        ("ArrowRight", (1, 1)),
        ("End", (1, columns - 1)),
        ("ArrowRight", (1, columns - 1)),
        ("Home", (1, 0)),
        ("ArrowUp", (0, 0)),
        ("ArrowUp", (0, 0)),
        ("Control+End", (rows - 1, columns - 1)),
        ("Control+Home", (0, 0)),
    ):
        page.keyboard.press(key)
        assert focused(page) == place, key
        assert page.locator('[data-row][tabindex="0"]').count() == 1


def test_right_to_left_the_arrows_follow_the_eye(real: str, window: Window) -> None:
    page = window()
    page.goto(f"{real}/matrix?lang=pseudo-rtl")
    page.get_by_role("grid").wait_for()
    page.locator('[data-row="0"][data-column="0"]').focus()
    page.keyboard.press("ArrowLeft")
    assert focused(page) == (0, 1)


def test_a_cell_opens_its_evidence_and_esc_leads_back(real: str, window: Window) -> None:
    page = window()
    page.goto(f"{real}/matrix?filter=armed+forces+limited")
    page.get_by_role("grid").wait_for()
    page.locator('[data-row="0"][data-column="1"]').focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary")
    panel.get_by_text("5 statements").wait_for()
    assert "party=ua" in page.url
    assert "issue=force_cap" in page.url
    text = panel.inner_text()
    assert "Grade F6" in text
    assert "red line" in text
    page.keyboard.press("n")
    panel.locator(".statement.now").wait_for()
    assert panel.locator(".statement.now").count() == 1
    page.keyboard.press("Escape")
    panel.wait_for(state="detached")
    assert focused(page) == (0, 1)


def test_the_date_changes_what_is_shown_and_the_address(real: str, window: Window) -> None:
    page = window()
    page.goto(f"{real}/matrix")
    page.get_by_role("grid").wait_for()
    latest = page.locator(".matrix").inner_text()
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_url("**as_of=2025*")
    page.locator('.scroll[aria-busy="false"]').wait_for()
    assert page.locator(".matrix").inner_text() != latest
    page.keyboard.press("}")
    page.wait_for_url(lambda url: "as_of" not in url)


def test_a_draft_is_laid_over_with_its_verdicts(real: str, window: Window) -> None:
    page = window()
    page.goto(f"{real}/matrix")
    page.get_by_role("grid").wait_for()
    page.get_by_label("Draft").select_option("US28")
    row = page.locator(".verdict-row")
    row.wait_for()
    assert "rejects" in row.inner_text()
    page.locator(".k-crossed").first.wait_for()
