"""What stands before every route: host, origin, sizes, headers, and who may be let in at all."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from goodoffices.errors import InputError
from goodoffices.web import serve
from goodoffices.web.guard import MAX_BODY
from support import EXAMPLES
from web_client import client, refused

FOLDER = EXAMPLES / "strait-accord"
CASE = "/api/cases/strait-accord"


@pytest.mark.parametrize("address", ["/", "/cases/strait-accord/matrix", "/api/me", "/api/nothing"])
def test_every_answer_forbids_what_a_page_of_ours_never_needs(address: str) -> None:
    headers = client(FOLDER).get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "10.0.0.1", "", "localhost@x"]
)
def test_a_name_that_was_led_here_by_rebinding_is_refused(host: str) -> None:
    refused(client(FOLDER).get("/api/me", headers={"Host": host}), 421, "WrongHost")


@pytest.mark.parametrize("host", ["localhost", "localhost:1", "127.0.0.1:8765", "[::1]:8765"])
def test_names_of_this_machine_are_answered(host: str) -> None:
    assert client(FOLDER).get("/api/me", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "null"},
    ],
)
def test_what_another_site_makes_a_browser_send_is_refused(headers: dict[str, str]) -> None:
    answer = client(FOLDER).post(f"{CASE}/what-if", json={}, headers=headers)
    refused(answer, 403, "CrossSite")


def test_another_site_cannot_even_read_and_our_own_page_can() -> None:
    browser = client(FOLDER)
    refused(browser.get("/api/me", headers={"Sec-Fetch-Site": "cross-site"}), 403, "CrossSite")
    own = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost:8765"}
    assert browser.post(f"{CASE}/what-if", json={}, headers=own).status_code == 200
    # A link from elsewhere opens the page, which then asks for itself.
    assert browser.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_body_beyond_the_limit_is_refused_whether_or_not_it_says_its_length() -> None:
    browser = client(FOLDER)
    headers = {"Content-Type": "application/json"}
    large = b" " * (MAX_BODY + 1)
    refused(browser.post(f"{CASE}/what-if", content=large, headers=headers), 413, "TooLarge")
    pieces = (b" " * 100_000 for _ in range(MAX_BODY // 100_000 + 1))
    refused(browser.post(f"{CASE}/what-if", content=pieces, headers=headers), 413, "TooLarge")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "desk.example", "::"])
def test_a_folder_is_served_to_this_machine_only(host: str) -> None:
    with pytest.raises(InputError, match="only to this machine"):
        serve.single(FOLDER, by="me", host=host)


def test_a_port_that_is_taken_is_a_fault_that_the_user_can_mend() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        with pytest.raises(InputError, match="choose another --port"):
            serve.bound("127.0.0.1", held.getsockname()[1])


@pytest.mark.parametrize(
    "path", ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/../app.py", "//etc/passwd"]
)
def test_no_path_of_a_client_reaches_the_disk(path: str, tmp_path: Path) -> None:
    answer = client(FOLDER).get(path)
    assert b"root:" not in answer.content
    assert b"import" not in answer.content
