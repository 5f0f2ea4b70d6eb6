"""A server in this process, and a browser that talks to it."""

from __future__ import annotations

import contextlib
import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
from starlette.testclient import TestClient

from goodoffices.web import serve
from support import EXAMPLES

Json = Any


def copied(tmp_path: Path, example: str = "strait-accord") -> Path:
    """A copy of a shipped case that a test may write to."""
    return shutil.copytree(EXAMPLES / example, tmp_path / example)


def client(folder: Path, *, by: str = "A. Desk Officer") -> TestClient:
    """A browser on this machine, before a folder served to one user."""
    app = serve.single(folder, by=by, host="127.0.0.1")
    return TestClient(app, base_url="http://localhost:8765", raise_server_exceptions=False)


def got(browser: TestClient, path: str, **query: str) -> Json:
    """The JSON under an address, which must be there."""
    answer = browser.get(path, params=query or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(answer: Any, status: int, kind: str) -> Json:
    """The detail of a refusal, which must have this status and kind."""
    assert answer.status_code == status, answer.text
    detail = answer.json()["error"]
    assert set(detail) == {"kind", "message", "problems", "known"}
    assert detail["kind"] == kind, detail
    return detail


@contextmanager
def running(app: Any) -> Iterator[str]:
    """A real server on a free port of this machine; its address."""
    listener = serve.bound("127.0.0.1", 0)
    server = serve.server(app, log_level="error")
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        until = time.monotonic() + 30
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listener.close()


class Listener:
    """A browser's stream of events, read in a thread."""

    def __init__(self, address: str, cookies: Any = None) -> None:
        self.events: list[Json] = []
        self._stop = threading.Event()
        self._heard = threading.Condition()
        self._thread = threading.Thread(target=self._read, args=(address, cookies), daemon=True)
        self._thread.start()
        self.wait(lambda events: bool(events))

    def _read(self, address: str, cookies: Any) -> None:
        with (
            contextlib.suppress(httpx2.HTTPError),
            httpx2.Client(timeout=60, cookies=cookies) as browser,
            browser.stream("GET", f"{address}/api/events") as answer,
        ):
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    with self._heard:
                        self.events.append(json.loads(line.removeprefix("data: ")))
                        self._heard.notify_all()

    def wait(self, seen: Callable[[list[Json]], bool], seconds: float = 60) -> list[Json]:
        """The events, once they hold what is waited for; fails where they never do."""
        with self._heard:
            assert self._heard.wait_for(lambda: seen(self.events), seconds), self.events[-3:]
            return list(self.events)
