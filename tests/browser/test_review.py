"""Review under pressure: fast keys, a server that fails, a reload. Nothing is lost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import served
from web_client import copied

pytestmark = pytest.mark.browser
Window = Callable[..., Any]
FAST = 0.05  # seconds between keys: twenty a second


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The fictional case with all its candidates waiting."""
    folder = copied(tmp_path)
    (folder / "reviews.jsonl").write_bytes(b"")
    return folder


@pytest.fixture
def address(case: Path) -> Iterator[str]:
    with served(case, "--by", "A. Desk Officer") as found:
        yield f"{found}/cases/strait-accord/review"


def ledger(case: Path) -> list[dict[str, Any]]:
    """Every line of the reviews."""
    text = (case / "reviews.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def order(page: Any) -> list[str]:
    """The candidates in the order in which they are worked through."""
    host = page.url.partition("/cases/")[0]
    answer = page.request.get(f"{host}/api/cases/strait-accord/candidates?limit=200")
    return [item["id"] for item in answer.json()["items"]]


def ready(page: Any, address: str) -> None:
    page.goto(address)
    page.locator(".candidate.now").wait_for()


def saved(page: Any) -> None:
    page.locator('.saving[data-unsaved="0"]').wait_for(state="attached", timeout=60_000)


def test_twenty_keys_a_second_lose_nothing(case: Path, address: str, window: Window) -> None:
    page = window()
    ready(page, address)
    names = order(page)[:100]
    keys = ["ar"[number % 3 == 2] for number in range(len(names))]
    begun = time.monotonic()
    for number, key in enumerate(keys):
        page.keyboard.press(key)
        time.sleep(max(0.0, begun + FAST * (number + 1) - time.monotonic()))
    saved(page)
    words = {"a": "accepted", "r": "rejected"}
    found = [(line["subject"], line["verdict"]) for line in ledger(case)]
    assert found == [(name, words[key]) for name, key in zip(names, keys, strict=True)]


def test_verdicts_survive_a_server_that_fails_and_a_reload(
    case: Path, address: str, window: Window
) -> None:
    page = window()
    ready(page, address)
    names = order(page)[:6]
    page.route("**/reviews", lambda route: route.abort())
    for key in "aaa":
        page.keyboard.press(key)
    page.get_by_text("3 verdicts not saved yet").wait_for()
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.locator(".candidate.now").wait_for()
    for key in "rrr":
        page.keyboard.press(key)
    page.get_by_text("6 verdicts not saved yet").wait_for()
    page.unroute("**/reviews")
    page.get_by_role("button", name="Send now").click()
    saved(page)
    found = [(line["subject"], line["verdict"]) for line in ledger(case)]
    assert found == [(name, "accepted") for name in names[:3]] + [
        (name, "rejected") for name in names[3:]
    ]
    window.faults.clear()  # type: ignore[attr-defined]  # the browser reports what was aborted


def test_an_answer_that_never_came_is_asked_for_again_and_counts_once(
    case: Path, address: str, window: Window
) -> None:
    page = window()
    ready(page, address)
    lost: list[bool] = []

    def swallow(route: Any) -> None:
        if lost:
            route.continue_()
            return
        route.fetch()  # the server records it; its answer is lost
        lost.append(True)
        route.abort()

    page.route("**/reviews", swallow)
    (name,) = order(page)[:1]
    page.keyboard.press("a")
    saved(page)
    assert [line["subject"] for line in ledger(case)] == [name]
    window.faults.clear()  # type: ignore[attr-defined]


def test_what_the_server_refuses_goes_back_to_the_list(
    case: Path, address: str, window: Window
) -> None:
    page = window()
    ready(page, address)
    (name,) = order(page)[:1]
    error = {"kind": "StaleWrite", "message": "B. Other decided", "problems": [], "known": []}
    answer = {"status": 409, "json": {"error": error}}
    page.route("**/reviews", lambda route: route.fulfill(**answer))
    page.keyboard.press("a")
    page.get_by_text("The server refused this verdict").wait_for()
    page.get_by_text("B. Other decided").wait_for()
    page.locator(f"#c-{name}.decided").wait_for(state="detached")
    page.unroute("**/reviews")
    page.get_by_role("button", name="Dismiss").click()
    page.keyboard.press("k")
    page.keyboard.press("r")
    saved(page)
    assert [(line["subject"], line["verdict"]) for line in ledger(case)] == [(name, "rejected")]
    window.faults.clear()  # type: ignore[attr-defined]


def test_undo_withdraws_and_an_amendment_keeps_the_first_reading(
    case: Path, address: str, window: Window
) -> None:
    page = window()
    ready(page, address)
    first, _ = order(page)[:2]
    page.keyboard.press("a")
    page.keyboard.press("u")
    saved(page)
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Party").select_option("dolsany")
    dialog.get_by_label("Speaker").fill("a spokesman")
    dialog.get_by_role("button", name="Save the amendment").click()
    saved(page)
    accepted, withdrawn, amended = ledger(case)
    assert accepted["id"] == withdrawn["id"]
    assert withdrawn["withdrawn_at"]
    assert (amended["subject"], amended["verdict"]) == (first, "amended")
    statements = [
        json.loads(line)
        for line in (case / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    (kept,) = [one for one in statements if one["id"] == first]
    (replaced,) = [one for one in statements if one["id"] == amended["replacement"]]
    assert replaced["party"] == "dolsany"
    assert kept.get("party") != "dolsany"


def test_spans_are_marked_by_code_points(case: Path, address: str, window: Window) -> None:
    """A report with letters beyond the basic plane before the span: the mark is still right."""
    page = window()
    ready(page, address)
    report = json.loads(
        page.request.get(
            f"{address.removesuffix('/review').replace('/cases/', '/api/cases/')}/reports?limit=1"
        ).text()
    )["items"][0]["id"]
    text = "\U0001f54a\U0001f54a <b>talks</b> opened today \N{EM DASH} observers say"
    start = text.index("opened")
    mention = {
        "statement": "st-x",
        "start": start,
        "end": start + len("opened today"),
        "party": None,
        "issue": None,
        "stance": "reports",
        "state": "waiting",
    }

    def changed(route: Any) -> None:
        answer = route.fetch()
        value = answer.json()
        route.fulfill(response=answer, json=value | {"text": text, "mentions": [mention]})

    page.route(f"**/reports/{report}", changed)
    page.goto(f"{address}?report={report}&statement=st-x")
    mark = page.locator("mark.now")
    mark.wait_for()
    assert mark.inner_text() == "opened today"
    assert page.locator(".report-text").inner_text() == text
    assert page.locator(".report-text b").count() == 0
