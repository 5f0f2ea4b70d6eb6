"""How fast the page is on the real case: Chromium before a real server, cold and warm.

    python -m benchmarks.page [--rounds N]
    python -m benchmarks.page --large FOLDER   (which benchmarks.large_store --keep FOLDER filled)

Prints medians over the rounds beside the limits. Times are those of the browser's own clock:

* first view: from the start of navigation, with an empty cache, until the first cell of the matrix
  is painted (the second animation frame after it is in the document);
* cell to evidence: from the key press to the painted statements of a cell that was reached with an
  arrow key before, as somebody who moves in the grid does;
* review key: from the key press to the painted next candidate;
* what-if: from the click on a switch to the painted answer;
* transfer: bytes over the wire for the first view, all files and answers together.

With `--large`, for every view of a case of a hundred thousand statements: from the start of
navigation, with an empty cache, until the view is painted; and until nothing more is added to it,
which for long lists is later, as only their beginning is drawn at once. The server has prepared its
first views, as it does once it answers. With `--changed` a verdict is given before each view.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from benchmarks.large_store import CASE, FILE, TOKEN  # noqa: E402
from browsing import VIEWS, missing, options, served  # noqa: E402
from goodoffices.web import accounts  # noqa: E402

EXAMPLES = ROOT / "examples"
LIMITS = {
    "first view, ms": 700.0,
    "cell to evidence, ms": 60.0,
    "review key, ms": 30.0,
    "what-if, ms": 300.0,
    "transfer of the first view, kB": 300.0,
}

PAINTED = """(selector) => new Promise((done) => {
  const look = () => {
    if (!document.querySelector(selector)) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
  };
  look();
})"""
"""Resolves once something is in the document and has been painted."""

WHOLE = """() => new Promise((done) => {
  const look = () => {
    if (!document.querySelector("h1") || document.querySelector(".loading"))
      return requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
  };
  look();
})"""
"""Resolves once a view waits for nothing any more and has been painted."""

WATCHED = """new MutationObserver(() => { window.lastChange = performance.now(); })
  .observe(document, { subtree: true, childList: true, characterData: true });"""
SETTLED = """() => new Promise((done) => {
  const look = () => {
    if (performance.now() - window.lastChange > 600) done(window.lastChange);
    else setTimeout(look, 50);
  };
  look();
})"""
"""Resolves with the time of the last change, once nothing has changed for a while."""

CHANGED = """([selector, key, begin]) => new Promise((done) => {
  const read = () => document.querySelector(selector)?.textContent ?? "";
  const before = read();
  const start = performance.now();
  const target = document.activeElement ?? document.body;
  const look = () => {
    const now = read();
    if (now === "" || now === before) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
  };
  const seen = new MutationObserver(look);
  seen.observe(document.body, { subtree: true, childList: true, characterData: true });
  if (begin) document.querySelector(begin).click();
  else target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
})"""
"""From a key press, or a click, until what a selector leads to has changed and was painted.

A timer set in the frame that paints the change runs when it has been painted; asking for one more
frame instead would add the wait for it, up to a frame and a half, to every figure."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--large", type=Path, help="a folder with a large store")
    parser.add_argument("--changed", action="store_true", help="give a verdict before each view")
    parser.add_argument("--view", action="append", default=[], help="only this one of the views")
    given = parser.parse_args()
    rounds = given.rounds
    if reason := missing():
        sys.exit(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(**options())
        if given.large:
            _large(browser, given.large / FILE, rounds, given.view, changed=given.changed)
            return
        found = _real(browser, rounds) | {"review key, ms": _review(browser, rounds)}
        browser.close()
    print(f"{'':34}{'median':>9}{'worst':>9}{'limit':>9}")
    for name, limit in LIMITS.items():
        times = found[name]
        print(f"{name:34}{statistics.median(times):9.1f}{max(times):9.1f}{limit:9.0f}")


def _real(browser: Any, rounds: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {name: [] for name in LIMITS}
    with served(EXAMPLES / "ukraine-2025") as address:
        case = f"{address}/cases/ukraine-2025"
        for _ in range(rounds):
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            bytes_over: list[int] = []
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.on(
                "Network.loadingFinished",
                lambda event, told=bytes_over: told.append(int(event["encodedDataLength"])),
            )
            page.goto(f"{case}/matrix", wait_until="commit")
            found["first view, ms"].append(page.evaluate(PAINTED, "td.cell"))
            page.wait_for_timeout(600)
            found["transfer of the first view, kB"].append(sum(bytes_over) / 1000)
            page.locator('[data-row="7"][data-column="1"]').focus()
            page.keyboard.press("ArrowDown")
            page.wait_for_timeout(400)
            found["cell to evidence, ms"].append(
                page.evaluate(CHANGED, [".panel .statement", "Enter", None])
            )
            page.goto(f"{case}/agreement")
            page.locator('.what-if input[role="switch"]').first.wait_for()
            found["what-if, ms"].append(
                page.evaluate(CHANGED, [".what-if-answer", "", '.what-if input[role="switch"]'])
            )
            context.close()
    return found


def _large(
    browser: Any, store: Path, rounds: int, only: Sequence[str] = (), *, changed: bool = False
) -> None:
    """Each view of the large case, in a browser that has nothing of it yet."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(shutil.copy(store, folder))) as address,
    ):
        cookie = {"name": accounts.cookie_name(False), "value": TOKEN, "url": address}
        print(f"{'':34}{'median':>9}{'worst':>9}{'limit':>9}{'to its end':>12}")
        for view in only or VIEWS:
            times, ends = [], []
            for _ in range(rounds):
                context = browser.new_context(viewport={"width": 1440, "height": 900})
                context.add_cookies([cookie])
                if changed:
                    _judge(context.request, address)
                page = context.new_page()
                page.add_init_script(WATCHED)
                page.goto(f"{address}/cases/{CASE}/{view}", wait_until="commit")
                times.append(page.evaluate(WHOLE))
                ends.append(page.evaluate(SETTLED))
                context.close()
            shown = statistics.median(times), max(times), 1000.0, statistics.median(ends)
            print(f"{view:34}" + "{:9.0f}{:9.0f}{:9.0f}{:12.0f}".format(*shown), flush=True)


def _judge(client: Any, address: str) -> None:
    """Accept the first candidate, as the page does."""
    case = f"{address}/api/cases/{CASE}"
    first = client.get(f"{case}/candidates").json()["items"][0]["id"]
    verdict = {"key": first, "statement": first, "verdict": "accepted"}
    done = client.post(f"{case}/reviews", data=verdict, headers={"Origin": address})
    assert done.ok, done.text()


def _review(browser: Any, rounds: int) -> list[float]:
    found: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "strait-accord"
        shutil.copytree(EXAMPLES / "strait-accord", case)
        (case / "reviews.jsonl").write_bytes(b"")
        with served(case, "--by", "benchmark") as address:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"{address}/cases/strait-accord/review")
            page.locator(".candidate.now").wait_for()
            for _ in range(4 * rounds):
                found.append(page.evaluate(CHANGED, [".candidate.now", "a", None]))
                page.wait_for_timeout(150)
            page.close()
    return found


if __name__ == "__main__":
    main()
