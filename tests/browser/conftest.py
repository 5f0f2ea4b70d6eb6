"""A browser for the tests of the page; each test gets a window of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from browsing import missing, options


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    if reason := missing():
        pytest.skip(reason)
    with sync_playwright() as started:
        browser = started.chromium.launch(**options())
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens windows, and fails where one asked anything of another machine or broke."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def watched(page: Page) -> None:
        page.on("pageerror", lambda error: faults.append(f"broke: {error}"))
        page.on("console", lambda said: faults.extend([said.text] if said.type == "error" else []))
        page.on("request", lambda request: _inside(request.url, faults))
        page.on("response", lambda told: faults.extend(_failed(told)))

    def opened(**given: Any) -> Page:
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, **given)
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        watched(page)
        return page

    opened.faults = faults  # type: ignore[attr-defined]
    yield opened
    for context in contexts:
        context.close()
    assert not faults, faults


def _failed(told: Response) -> list[str]:
    return [f"{told.status} {told.request.method} {told.url}"] if told.status >= 500 else []


def _inside(url: str, faults: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "ws") or parts.hostname != "127.0.0.1":
        faults.append(f"asked another machine: {url}")
