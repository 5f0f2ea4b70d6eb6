"""Stability in the page: states and priorities in words, and where a question is changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browsing import axe, served
from goodoffices.workspace import Workspace
from web_client import copied

pytestmark = pytest.mark.browser
Window = Callable[..., Any]


def test_what_is_shown_is_in_words_and_the_text_to_begin_with_is_one(
    tmp_path: Path, window: Window
) -> None:
    case = copied(tmp_path)
    with served(case, "--by", "A. Desk Officer") as found:
        page = window()
        page.goto(f"{found}/cases/strait-accord/stability")
        page.get_by_text("no longer “Marenvik keeps s5 (monitoring)”").first.wait_for()
        page.get_by_text("“Dolsany keeps s1 (transit)” exactly when “Marenvik keeps s5").wait_for()
        page.get_by_text("How this question is changed").click()
        page.get_by_text("conflicts/second-text.yaml").wait_for()
        plan = page.locator("pre.plan")
        plan.wait_for()
        assert axe(page) == []
        (case / "conflicts" / "another.yaml").write_text(plan.inner_text(), encoding="utf-8")
        page.reload()
        page.get_by_label("Conflict").select_option("another")
        page.get_by_role("heading", name="Would “Second text” hold?").wait_for()
        page.get_by_text("Why the agreement is or is not stable").wait_for()
        assert axe(page) == []
        page.close()  # before the server, which it would ask again


def test_without_a_question_the_page_says_how_one_is_put(tmp_path: Path, window: Window) -> None:
    case = tmp_path / "talks"
    Workspace.create(case, "Talks on the strait")
    with served(case) as found:
        page = window()
        page.goto(f"{found}/cases/talks/stability")
        page.get_by_text("How a question is put").click()
        page.get_by_text("write one down first, in the view Drafts").wait_for()
        assert axe(page) == []
        page.close()  # before the server, which it would ask again
