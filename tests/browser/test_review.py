"""Review under pressure: fast keys, a server that fails, a reload. Nothing is lost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import axe, interposed, served
from goodoffices.workspace import Workspace
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


@pytest.fixture
def twice(case: Path, tmp_path: Path) -> Path:
    """The case with a second copy of its longest report, and the candidates of both."""
    workspace = Workspace(case)
    source = max(workspace.case.reports, key=lambda report: len(report.text))
    copy = tmp_path / "copy.txt"
    copy.write_text("From the wire\n\n" + source.text, encoding="utf-8")
    workspace.add([copy])
    workspace.extract("rules")
    return case


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
    interposed(page)
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


def test_in_a_small_window_what_counts_stays_in_sight(
    case: Path, address: str, window: Window
) -> None:
    """At 200 % zoom: the span, the candidate, its keys, and that the network is gone."""
    page = window()
    page.set_viewport_size({"width": 720, "height": 450})
    ready(page, address)
    page.context.set_offline(True)
    page.wait_for_function("fetch('/api/cases').then(() => false, () => true)")
    for key in "ajra":
        page.keyboard.press(key)
    trouble = page.get_by_text("3 verdicts not saved yet")
    trouble.wait_for()
    page.locator("mark.now").first.wait_for()
    for seen in (trouble, page.locator("mark.now").first, page.locator(".candidate.now strong")):
        box = seen.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 450
    assert axe(page) == []
    page.context.set_offline(False)  # by itself, once the network is there
    saved(page)
    assert len(ledger(case)) == 3
    window.faults.clear()  # type: ignore[attr-defined]  # the browser reports what failed


def test_an_answer_that_never_came_is_asked_for_again_and_counts_once(
    case: Path, address: str, window: Window
) -> None:
    page = window()
    interposed(page)
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
    interposed(page)
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


def test_a_decision_on_all_copies_and_its_undoing_are_in_the_ledger(
    twice: Path, address: str, window: Window
) -> None:
    page = window()
    interposed(page)
    ready(page, address)
    one, copies = _with_copies(page)
    names = {one, *copies}
    page.locator(f"#c-{one} button").first.click()
    offer = page.locator(f"#c-{one} .copies")
    assert f"Said in the same words in {len(copies)} cop" in offer.inner_text()
    assert axe(page) == []
    page.route("**/reviews", lambda route: route.abort())
    page.keyboard.press("A")
    page.get_by_text("1 verdict not saved yet").wait_for()
    for name in names:  # shown as decided while the server has none of it
        page.locator(f"#c-{name}.decided").wait_for(state="attached")
    assert ledger(twice) == []
    page.unroute("**/reviews")
    page.get_by_role("button", name="Send now").click()
    saved(page)
    lines = ledger(twice)
    assert {(line["subject"], line["verdict"]) for line in lines} == {
        (n, "accepted") for n in names
    }
    (first,) = [line for line in lines if line["subject"] == one]
    assert {line.get("follows") for line in lines if line["subject"] != one} == {first["id"]}
    page.keyboard.press("u")
    saved(page)
    taken_back = ledger(twice)[len(lines) :]
    assert {line["id"] for line in taken_back} == {line["id"] for line in lines}
    assert all(line["withdrawn_at"] for line in taken_back)
    for name in names:
        page.locator(f"#c-{name}:not(.decided)").wait_for(state="attached")
    offer.get_by_role("button", name=f"Reject all {len(names)}").click()
    saved(page)
    rejected = ledger(twice)[len(lines) + len(taken_back) :]
    assert {(r["subject"], r["verdict"]) for r in rejected} == {(n, "rejected") for n in names}
    window.faults.clear()  # type: ignore[attr-defined]  # the browser reports what was aborted


def test_a_verdict_on_one_of_several_copies_is_taken_back_alone(
    twice: Path, address: str, window: Window
) -> None:
    page = window()
    interposed(page)
    ready(page, address)
    one, copies = _with_copies(page)
    page.locator(f"#c-{one} button").first.click()
    page.keyboard.press("A")
    saved(page)
    apart = copies[0]
    page.locator(f"#c-{apart} button").first.click()
    box = page.locator(f"#c-{apart} .copies")
    box.get_by_text("You have decided on this one.").wait_for()
    assert axe(page) == []
    before = ledger(twice)
    page.route("**/reviews/*/withdrawal", lambda route: route.abort())
    page.keyboard.press("U")
    page.locator(f"#c-{apart}:not(.decided)").wait_for(state="attached")
    page.get_by_text("1 verdict not saved yet").wait_for()
    page.unroute("**/reviews/*/withdrawal")
    page.get_by_role("button", name="Send now").click()
    saved(page)
    (line,) = ledger(twice)[len(before) :]
    assert (line["subject"], bool(line["withdrawn_at"])) == (apart, True)
    page.keyboard.press("r")
    saved(page)
    assert ledger(twice)[-1]["subject"] == apart
    for _ in range(60):  # back to the first of them: only those around the one at hand are drawn
        if page.locator(f"#c-{one}.now").count():
            break
        page.keyboard.press("k")
    page.locator(f"#c-{one}.now.decided").wait_for()
    others = len(copies) - 1
    words = f"Take back, on {others} cop" if others else "Take back"
    page.locator(f"#c-{one} .copies").get_by_role("button", name=words).click()
    saved(page)
    standing = {line["id"]: line for line in ledger(twice)}
    left = [line for line in standing.values() if not line.get("withdrawn_at")]
    assert [(line["subject"], line["verdict"]) for line in left] == [(apart, "rejected")]
    window.faults.clear()  # type: ignore[attr-defined]  # the browser reports what was aborted


def test_the_count_of_candidates_left_is_right_at_once(
    twice: Path, address: str, window: Window
) -> None:
    page = window()

    def shortened(route: Any) -> None:
        route.continue_(url=route.request.url.replace("limit=200", "limit=9"))

    page.route("**/candidates?*", shortened)
    ready(page, address)
    host = page.url.partition("/cases/")[0]
    answer = page.request.get(f"{host}/api/cases/strait-accord/candidates?limit=9").json()
    listed = {item["id"] for item in answer["items"]}
    whys = {why["statement"]: why["copies"] for why in answer["why"]}
    # Copies that the list does not reach to count as well.
    one = next(name for name in whys if not listed.issuperset(whys[name]))
    page.locator(f"#c-{one} button").first.click()
    page.route("**/reviews", lambda route: route.abort())
    page.keyboard.press("A")
    left = answer["total"] - 1 - len(whys[one])
    page.get_by_text(f"{left} candidates left").wait_for()
    page.keyboard.press("u")
    page.get_by_text(f"{answer['total']} candidates left").wait_for()
    page.unroute("**/reviews")
    page.get_by_role("button", name="Send now").click()
    saved(page)
    page.get_by_text(f"{answer['total']} candidates left").wait_for()
    page.keyboard.press("A")
    saved(page)
    page.wait_for_timeout(1500)  # the list is asked for again once it is quiet
    page.get_by_text(f"{left} candidates left").wait_for()
    window.faults.clear()  # type: ignore[attr-defined]  # the browser reports what was aborted


def test_a_verdict_of_another_day_is_taken_back_where_its_statement_is_shown(
    tmp_path: Path, window: Window
) -> None:
    folder = copied(tmp_path)
    with served(folder, "--by", "A. Desk Officer") as found:
        page = window()
        page.goto(f"{found}/cases/strait-accord/matrix")
        page.locator(".matrix .cell.c-asked").first.click()
        panel = page.get_by_role("complementary")
        button = panel.get_by_role("button", name="Take back").first
        button.wait_for()
        waiting = int(page.locator(".badge").inner_text())
        assert axe(page) == []
        button.click()
        page.locator(".badge", has_text=str(waiting + 1)).wait_for()
        page.close()  # before the server, which it would ask again
    assert ledger(folder)[-1]["withdrawn_at"]


def test_an_amendment_of_all_copies_keeps_the_words_of_each(
    twice: Path, address: str, window: Window
) -> None:
    page = window()
    ready(page, address)
    one, copies = _with_copies(page)
    page.locator(f"#c-{one} button").first.click()
    page.keyboard.press("E")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("The amendment applies to").wait_for()
    dialog.get_by_label("Speaker").fill("a spokesman")
    dialog.get_by_role("button", name="Save the amendment").click()
    saved(page)
    lines = ledger(twice)
    assert {(r["subject"], r["verdict"]) for r in lines} == {
        (name, "amended") for name in (one, *copies)
    }
    held = Workspace(twice).case.statement_by_id
    for line in lines:
        first, replaced = held[line["subject"]], held[line["replacement"]]
        assert (replaced.speaker, replaced.span) == ("a spokesman", first.span)


def test_a_refused_decision_on_copies_puts_them_all_back(
    twice: Path, address: str, window: Window
) -> None:
    page = window()
    interposed(page)
    ready(page, address)
    one, copies = _with_copies(page)
    page.locator(f"#c-{one} button").first.click()
    error = {"kind": "InputError", "message": "not a copy", "problems": [], "known": []}
    answer = {"status": 422, "json": {"error": error}}
    page.route("**/reviews", lambda route: route.fulfill(**answer))
    page.keyboard.press("R")
    page.get_by_text("The server refused this verdict").wait_for()
    page.unroute("**/reviews")
    page.locator(f"#c-{one} button").first.click()
    for name in (one, *copies):
        page.locator(f"#c-{name}:not(.decided)").wait_for(state="attached")
    assert ledger(twice) == []
    window.faults.clear()  # type: ignore[attr-defined]  # the browser reports the refusal


def test_each_candidate_says_what_accepting_would_change(
    case: Path, address: str, window: Window
) -> None:
    page = window()
    ready(page, address)
    host = page.url.partition("/cases/")[0]
    listed = page.request.get(f"{host}/api/cases/strait-accord/candidates?limit=200").json()
    told = page.locator(".candidate-why bdi").all_inner_texts()
    assert len(told) > 20
    assert told == [why["reason"] for why in listed["why"][: len(told)]]
    kinds = page.locator(".candidate-why b").all_inner_texts()
    assert kinds[0] == KINDS[listed["why"][0]["kind"]]
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_text("Accept, in copies of the report too").wait_for()
    assert axe(page) == []


KINDS = {
    "zone": "Last open option:",
    "binds": "Red line:",
    "first": "First word:",
}
"""How the greatest changes are announced."""


def _with_copies(page: Any) -> tuple[str, list[str]]:
    """A candidate of the first ones that has copies, and those."""
    host = page.url.partition("/cases/")[0]
    answer = page.request.get(f"{host}/api/cases/strait-accord/candidates?limit=200").json()
    drawn = {item["id"] for item in answer["items"][:40]}  # those that are drawn
    found = [why for why in answer["why"] if why["copies"] and why["statement"] in drawn]
    near = next(why for why in found if drawn.issuperset(why["copies"]))
    return near["statement"], near["copies"]


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
