"""A whole working day in the page: from an empty case to a briefing, mostly with keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browsing import served
from goodoffices.workspace import Workspace
from support import EXAMPLES

pytestmark = pytest.mark.browser
Window = Callable[..., Any]

PARTIES = """\
marenvik = Marenvik | principal | Sundhall, Sorvann, Athel
dolsany = Dolsany | principal | Carvossa, Vloth, Quillan
ilmere = Ilmere | mediator
"""
ISSUES = """\
transit = On what terms do ships pass the strait? | Sea | inspection, passage
- notice-inspection = 48 hours' notice and a right of inspection
- free = free passage without notice

fishing = How wide is Marenvik's exclusive fishing zone? | Sea | fishing zone
- twelve = twelve nautical miles
- three = three nautical miles
"""
REPORTS = (
    "01-strait-wire-first-draft.txt",
    "04-sundhall-courier-sorvann.docx",
    "10-sundhall-courier-answers.txt",
)


def lines(path: Path) -> list[Any]:
    """The values of a ledger."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_working_day(tmp_path: Path, window: Window) -> None:
    case = tmp_path / "talks"
    Workspace.create(case, "Talks on the strait")
    with served(case, "--by", "A. Desk Officer") as address:
        page = window()
        page.goto(address)
        page.get_by_role("table").get_by_role("link").first.click()
        _set_the_agenda(page)
        _add_and_extract(page)
        _review(page, case)
        _judge(page)
        _agree(page)
        _brief(page)


def _set_the_agenda(page: Any) -> None:
    page.get_by_text("This case has no issues yet.").wait_for()
    page.keyboard.press("0")
    page.get_by_label("Parties, one a line").fill(PARTIES)
    page.get_by_label("Issues: id = question").fill(ISSUES)
    page.get_by_role("button", name="Save the agenda").click()
    page.get_by_text("3 parties and 2 issues are saved.").wait_for()


def _add_and_extract(page: Any) -> None:
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("2")
    page.get_by_text("There are no reports yet.").wait_for()
    documents = EXAMPLES / "strait-accord-documents"
    page.get_by_label("Files").set_input_files([documents / name for name in REPORTS])
    page.get_by_text("3 reports new").wait_for()
    page.get_by_role("button", name="Extract").wait_for()
    page.locator("button.main:not([disabled])", has_text="Extract").click()
    page.locator(".candidate.now").wait_for()


def _review(page: Any, case: Path) -> None:
    waiting = len(lines(case / "statements.jsonl"))
    assert waiting > 5
    first = page.locator(".candidate.now .candidate-quote").inner_text()
    page.keyboard.press("a")
    page.keyboard.press("r")
    page.keyboard.press("u")
    page.keyboard.press("a")
    for _ in range(waiting - 2):
        page.keyboard.press("a")
    page.get_by_text("All verdicts are saved.").wait_for()
    page.get_by_text("0 candidates left").wait_for()
    verdicts = lines(case / "reviews.jsonl")
    standing = [one for one in verdicts if not one.get("withdrawn_at")]
    assert {one["subject"] for one in standing} == {
        s["id"] for s in lines(case / "statements.jsonl")
    }
    assert {one["by"] for one in verdicts} == {"A. Desk Officer"}
    assert first


def _judge(page: Any) -> None:
    page.keyboard.press("0")
    form = page.locator("form.judge")
    for party, option in (
        ("Marenvik", "free passage without notice"),
        ("Dolsany", "48 hours' notice and a right of inspection"),
    ):
        form.get_by_label("What is judged").select_option("a red line")
        form.get_by_label("Party").select_option(party)
        form.get_by_label("Issue").select_option("On what terms do ships pass the strait?")
        form.get_by_label(option).check()
        form.get_by_label("Why").fill(f"{party} said so at every meeting.")
        form.get_by_role("button", name="Sign and save").click()
        page.locator(".judgements", has_text=f"{party} said so at every meeting.").wait_for()


def _agree(page: Any) -> None:
    page.locator("h1").click()
    page.keyboard.press("4")
    page.get_by_text("No package is acceptable to all who must consent.").wait_for()
    conflict = page.locator("#card-0")
    assert "Marenvik rejects" in conflict.inner_text()
    assert "Dolsany rejects" in conflict.inner_text()
    conflict.get_by_role("link").first.click()
    page.get_by_role("complementary").get_by_text("said so at every meeting.").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("switch", name="Marenvik rejects").first.uncheck()
    page.wait_for_url("**lift=*")
    page.get_by_text("Hypothesis").wait_for()
    # Without its only claim nothing is known of a party: unknown is not willing.
    page.get_by_role("button", name="Try this").first.click()
    page.get_by_text("It depends: whether a zone exists").wait_for()
    assert "lift=" in page.url
    page.keyboard.press("c")
    page.wait_for_url(lambda url: "lift=" not in url)


def _brief(page: Any) -> None:
    page.keyboard.press("9")
    page.locator(".briefing").wait_for()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Word").click()
    assert waiting.value.path().read_bytes()[:2] == b"PK"
