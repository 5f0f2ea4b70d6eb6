"""Addresses: private ones are refused, also behind a redirect; what is public is read."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from goodoffices.errors import UnreadableDocument
from goodoffices.read import fetch as module
from goodoffices.read.documents import Document, read_all
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
        elif self.path == "/endless":
            self._endless()
        elif self.path == "/inside":
            self._answer(302, b"", "http://169.254.169.254/latest/meta-data")
        else:
            self._answer(404, b"no")

    def _answer(self, status: int, body: bytes, location: str | None = None) -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<rss><channel><title>Endless</title>")
        item = b"<item><description>" + b"Talks went on. " * 100 + b"</description></item>"
        with contextlib.suppress(OSError):  # the reader hangs up
            while True:
                self.wfile.write(item)

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
    body, url, *_ = fetch(f"{site}/away", allow_private=True)
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
    monkeypatch.setattr(module, "MAX_FEED_BYTES", 1000)
    with pytest.raises(UnreadableDocument, match="larger than"):
        fetch(f"{site}/large", allow_private=True)


def test_nobody_there_is_a_clear_error(site: str) -> None:
    with pytest.raises(UnreadableDocument, match="could not be read"):
        fetch("http://127.0.0.1:1/", allow_private=True)
    with pytest.raises(UnreadableDocument, match="only http and https"):
        fetch("ftp://example.org/x")


def test_a_feed_that_never_ends_is_cut(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FEED_BYTES", 100_000)
    answer = fetch(f"{site}/endless", allow_private=True)
    assert (len(answer.data), answer.charset) == (100_000, "utf-8")
    assert answer.cut == "the feed is longer than 0.1 MB"
    found = list(read_all(answer.data, name="feed", cut=answer.cut))
    documents = [piece for piece in found if isinstance(piece, Document)]
    assert len(documents) == 100_000 // 1540
    assert str(found[-1]).endswith(f"it is cut there, after {len(documents)} entries")
    monkeypatch.setattr(module, "MAX_SECONDS", 0.0)
    slow = fetch(f"{site}/endless", allow_private=True)
    assert slow.cut == "the feed did not end in 0 seconds"
    with pytest.raises(UnreadableDocument, match="did not end in 0 seconds"):
        fetch(f"{site}/large", allow_private=True)


ADDRESSES = {
    "8.8.8.8": True, "2001:4860:4860::8888": True, "127.0.0.1": False, "::1": False,
    "100.64.0.1": False, "224.0.0.1": False, "ff0e::1": False, "::ffff:10.0.0.1": False,
    "64:ff9b::a00:1": False, "2002:7f00:1::": False, "fe80::1": False, "fd00::1": False,
}  # fmt: skip


@pytest.mark.parametrize("address, public", ADDRESSES.items(), ids=list(ADDRESSES))
def test_what_a_name_leads_to_is_looked_at_when_connecting(
    monkeypatch: pytest.MonkeyPatch, address: str, public: bool
) -> None:
    tried: list[object] = []

    def found(*_: object, **__: object) -> list[object]:
        return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, 80))]

    class Nowhere:
        def __init__(self, *_: object) -> None: ...
        def settimeout(self, _: float) -> None: ...
        def close(self) -> None: ...
        def connect(self, place: object) -> None:
            tried.append(place)
            raise OSError("nobody there")

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr(socket, "socket", Nowhere)
    expected = "nobody there" if public else "private network or of this machine"
    with pytest.raises(UnreadableDocument, match=expected):
        fetch("http://news.example/page")
    assert bool(tried) == public


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 80)) for a in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(UnreadableDocument, match="private network"):
        fetch("http://news.example/")


def test_a_redirect_to_a_private_address_is_refused(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(site.rpartition(":")[2])
    real = module._public
    monkeypatch.setattr(module, "_public", lambda a: str(a) == "127.0.0.1" or real(a))
    with pytest.raises(UnreadableDocument, match=r"169\.254\.169\.254 is an address of a private"):
        fetch(f"http://127.0.0.1:{port}/inside")
