"""Web archives: pages with their address and day, the rest counted, damage told."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import Any

import pytest

import building
from building import web_archive
from goodoffices.read import webarchive
from goodoffices.read.content import Limits

PAGE = building.page("<article><p>" + "</p><p>".join(building.PARAGRAPHS) + "</p></article>")


def read(data: bytes, name: str = "crawl.warc.gz", **given: Any) -> building.Split:
    return building.pieces(data, name, **given)


@pytest.mark.parametrize("packed", [True, False])
def test_pages_with_address_and_day(packed: bool, tmp_path: Path) -> None:
    data = web_archive(
        ("https://harbour.example/1", "text/html; charset=utf-8", PAGE),
        ("https://harbour.example/map.png", "image/png", b"\x89PNG"),
        ("https://harbour.example/draft", "application/pdf", building.pdf()),
        packed=packed,
    )
    path = tmp_path / "crawl.warc"
    path.write_bytes(data)
    documents, failures, [note] = building.pieces(path, path.name)
    page = documents[0].report
    assert page.text == "\n".join(building.PARAGRAPHS)
    assert (page.url, page.retrieved) == ("https://harbour.example/1", "2025-03-04T10:00:00Z")
    assert page.published is None  # the day of the crawl is not that of the article
    assert documents[0].data == PAGE
    assert documents[1].report.media_type == "application/pdf"
    assert failures == []
    assert "1 image/png" in note.text


def test_answers_without_a_page_are_counted() -> None:
    data = web_archive(*[("https://h.example/x", "text/html", PAGE)] * 3, status="404 Not Found")
    documents, failures, [note] = read(data)
    assert (documents, failures) == ([], [])
    assert "3 answers without a page" in note.text


def test_a_declared_charset_goes_before_the_page() -> None:
    text = "Министр заявил, что переговоры о границе будут продолжены в четверг. " * 5
    page = f"<html><meta charset=utf-8><body><p>{text}</p></body></html>".encode("koi8_r")
    [document], _, _ = read(web_archive(("https://h.example", "text/html; charset=KOI8-R", page)))
    assert document.report.text == text.strip()


def test_a_record_that_unpacks_to_too_much_is_refused_and_the_rest_read() -> None:
    data = web_archive(
        ("https://h.example/bomb", "text/plain", b"a" * 3_000_000),
        ("https://h.example/1", "text/html", PAGE),
    )
    [document], [failure], _ = read(data, limits=Limits(file_bytes=1_000_000))
    assert document.report.url == "https://h.example/1"
    assert "larger than" in failure.reason


@pytest.mark.parametrize("packed", [True, False])
def test_a_damaged_archive_gives_what_comes_before(packed: bool) -> None:
    whole = web_archive(
        *[(f"https://h.example/{n}", "text/html", PAGE) for n in range(3)], packed=packed
    )
    documents, failures, _ = read(whole[: len(whole) * 2 // 3 + 40])
    assert 1 <= len(documents) <= 2
    assert failures
    documents, failures, _ = read(gzip.compress(b"WARC/1.0\r\nrubbish"))
    assert documents == []
    assert failures


def test_chunks_and_packing_are_undone() -> None:
    chunked = b"".join(
        b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (PAGE[:50], PAGE[50:])
    ) + b"0\r\n\r\n"  # fmt: skip
    kinds = {
        "text/html\r\nTransfer-Encoding: chunked": chunked,
        "text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip": PAGE,  # undone before
        "text/html\r\nContent-Encoding: gzip": gzip.compress(PAGE),
        "text/html\r\nContent-Encoding: deflate": zlib.compress(PAGE),
    }
    documents, failures, _ = read(
        web_archive(*[("https://h.example", k, d) for k, d in kinds.items()])
    )
    assert [document.data for document in documents] == [PAGE] * 4
    assert failures == []
    bad = {
        "text/html\r\nContent-Encoding: br": b"\x0b\x02",
        "text/html\r\nContent-Encoding: gzip": gzip.compress(PAGE)[:-20],
        "text/html\r\nTransfer-Encoding: chunked": chunked[:-200],
    }
    documents, failures, _ = read(
        web_archive(*[("https://h.example", k, d) for k, d in bad.items()])
    )
    assert documents == []
    assert len(failures) == 3


def test_an_archive_that_unpacks_to_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webarchive, "_BOMB", 1_000_000)
    bomb = web_archive(("https://h.example", "text/css", b" " * 30_000_000))
    documents, [failure], _ = read(bomb)
    assert documents == []
    assert "200 times its size" in failure.reason


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_cut_anywhere_gives_whole_pages_and_says_so(packed: bool) -> None:
    pages = [(f"https://h.example/{number}", "text/html", PAGE) for number in range(2)]
    whole = web_archive(*pages, packed=packed)
    ends = {0, len(web_archive(pages[0], packed=packed)), len(whole)}
    for cut in range(1, len(whole), 7):
        documents, failures, _ = read(whole[:cut], name="crawl.warc.gz" if packed else "crawl.warc")
        assert all(document.data == PAGE for document in documents)
        assert failures or any(end - 4 <= cut <= end for end in ends)
