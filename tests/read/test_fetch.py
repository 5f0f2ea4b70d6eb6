"""Addresses: private ones are refused, also behind a redirect; what is public is read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from goodoffices.errors import UnreadableDocument
from goodoffices.read import fetch as module
from goodoffices.read.fetch import fetch, is_address


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/page?x=1":
            self._answer(200, b"<p>Text</p>")
        elif self.path == "/away":
            self._answer(302, b"", "/page?x=1")
        elif self.path == "/loop":
            self._answer(302, b"", "/loop")
        elif self.path == "/file":
            self._answer(302, b"", "file:///etc/passwd")
        elif self.path == "/large":
            self._answer(200, b"x" * 2000)
        else:
            self._answer(404, b"no")

    def _answer(self, status: int, body: bytes, location: str | None = None) -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the test's output."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "source, yes",
    [("https://example.org/a", True), ("HTTP://x", True), ("a.txt", False), ("ftp://x/a", False)],
)
def test_an_address_is_told_from_a_file(source: str, yes: bool) -> None:
    assert is_address(source) == yes


def test_a_page_and_the_address_after_redirects(site: str) -> None:
    body, url = fetch(f"{site}/away", allow_private=True)
    assert (body, url) == (b"<p>Text</p>", f"{site}/page?x=1")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "169.254.169.254", "[::1]", "0.0.0.0"],
)
def test_private_addresses_are_refused(host: str) -> None:
    with pytest.raises(UnreadableDocument, match="private network or of this machine"):
        fetch(f"http://{host}:9/")


@pytest.mark.parametrize(
    "path, reason",
    [
        ("/none", "status 404"),
        ("/loop", "more than 5 redirects"),
        ("/file", "only http and https"),
    ],
)
def test_what_cannot_be_read_says_why(site: str, path: str, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        fetch(site + path, allow_private=True)


def test_a_page_that_is_too_large_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    with pytest.raises(UnreadableDocument, match="larger than"):
        fetch(f"{site}/large", allow_private=True)


def test_nobody_there_is_a_clear_error(site: str) -> None:
    with pytest.raises(UnreadableDocument, match="could not be read"):
        fetch("http://127.0.0.1:1/", allow_private=True)
    with pytest.raises(UnreadableDocument, match="only http and https"):
        fetch("ftp://example.org/x")
