"""Feeds: entries with their text become reports, those without say where it is."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

import building
from goodoffices.read.content import Limits
from goodoffices.read.documents import Document, read_all

STORY = " ".join(building.PARAGRAPHS)
HTML = "&lt;p>" + "&lt;/p>&lt;p>".join(building.PARAGRAPHS) + "&lt;/p>"


def rss(*items: str, channel: str = "<title>Harbour Post</title>") -> bytes:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"{channel}{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"
    ).encode()


def read(data: bytes, name: str = "feed.xml", **given: Any) -> building.Split:
    return building.pieces(data, name, **given)


def test_an_entry_of_rss_with_its_text() -> None:
    item = (
        "<title>Talks &amp;amp; ferries</title><link>https://harbour.example/1</link>"
        "<pubDate>Tue, 04 Mar 2025 10:00:00 GMT</pubDate><dc:creator>Ada Quill</dc:creator>"
        f"<description>In short</description><content:encoded>{HTML}</content:encoded>"
    )
    [document], failures, notes = read(rss(item), retrieved="2025-03-05", url="https://x.example")
    report = document.report
    assert report.text == "\n".join(building.PARAGRAPHS)
    assert (report.title, report.author) == ("Talks & ferries", "Ada Quill")
    assert (report.outlet, report.url) == ("Harbour Post", "https://harbour.example/1")
    assert (report.published, report.published_basis) == ("2025-03-04", "metadata")
    assert (report.retrieved, report.media_type) == ("2025-03-05", "application/rss+xml")
    assert (failures, notes) == ([], [])
    assert document.data.startswith(b"<item")


def test_an_entry_of_atom() -> None:
    data = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Planet</title>
      <entry><title type="html">A &lt;b>day&lt;/b></title><link href="https://h.example/2"/>
      <author><name>Ada</name></author><published>2025-03-04T23:00:00-08:00</published>
      <updated>2025-03-06T01:00:00Z</updated><source><title>Harbour Post</title></source>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{STORY}</p>
      <script>steal()</script></div></content></entry>
      <entry><title>Elsewhere</title><link href="https://h.example/3"/>
      <content src="https://h.example/3" type="text/html"/></entry></feed>""".encode()
    [document], [failure], _ = read(data)
    report = document.report
    assert report.text == STORY
    assert (report.title, report.outlet, report.author) == ("A day", "Harbour Post", "Ada")
    assert (report.published, report.updated) == ("2025-03-04", "2025-03-06")
    assert report.updated_basis == "metadata"
    assert report.media_type == "application/atom+xml"
    assert "add https://h.example/3" in failure.reason


@pytest.mark.parametrize(
    "description, whole",
    [
        ("Only a teaser.", False),
        (STORY * 6, True),
        (STORY * 6 + " […]", False),
        (STORY * 6 + " Read more", False),
        (STORY * 6 + " Continue reading →", False),
    ],
)
def test_a_teaser_is_not_taken_for_the_text(description: str, whole: bool) -> None:
    item = (
        f"<title>T</title><link>https://h.example/1</link><description>{description}</description>"
    )
    documents, failures, _ = read(rss(item))
    assert len(documents) == whole
    assert all("no full text" in f.reason and "https://h.example/1" in f.reason for f in failures)
    assert len(failures) == (not whole)


def test_the_same_entry_in_a_feed_read_again_is_one_report() -> None:
    item = f"<title>T</title><content:encoded>{HTML}</content:encoded>"
    new = f"<title>New</title><content:encoded>{HTML}</content:encoded>"
    before, _, _ = read(rss(item))
    after, _, _ = read(rss(new, item))
    assert before[0].report.id == after[1].report.id != after[0].report.id


def test_a_feed_that_breaks_off_gives_what_is_whole() -> None:
    item = f"<title>T</title><content:encoded>{HTML}</content:encoded>"
    documents, [failure], _ = read(rss(item, item + "<guid>2</guid>")[:-120])
    assert len(documents) == 1
    assert "damaged" in failure.reason
    assert "entry 1" in failure.reason


def test_a_feed_that_is_too_long_is_cut_and_says_so() -> None:
    items = [f"<guid>{n}</guid><content:encoded>{HTML}</content:encoded>" for n in range(50)]
    data = rss(*items)
    documents, [failure], _ = read(data, limits=Limits(page_bytes=len(data) // 2))
    assert 20 <= len(documents) <= 25
    assert f"cut there, after {len(documents)} entries" in failure.reason
    documents, [failure], _ = read(data, limits=Limits(entries=7))
    assert len(documents) == 7
    assert "more than 7 entries" in failure.reason
    documents, [failure], _ = read(data[:-100], cut="the feed did not end in 9 seconds")
    assert len(documents) == 49
    assert failure.reason.startswith("the feed did not end in 9 seconds; it is cut there")


@pytest.mark.parametrize(
    "data, reason",
    [
        (b'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel/></rss>', "entit"),
        (rss(), "no entries"),
        (b"<rss>" + b"<a>" * 100_000, "damaged"),
        (b"<rss><channel>\0</channel></rss>", "damaged (Invalid character"),
        (rss("<title>x</title>"), "no address either"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    documents, failures, _ = read(data)
    assert documents == []
    assert reason in failures[0].reason


def test_old_rdf_feeds_and_wrong_encodings() -> None:
    text = "Der Minister sagte, die Gespräche über die Fähre würden fortgeführt. " * 20
    rdf = (
        '<?xml version="1.0" encoding="us-ascii"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel><title>Blatt</title>'
        f"</channel><item><title>Fähre</title><description>{text}</description></item></rdf:RDF>"
    )
    for encoding in ("utf-8", "cp1252"):
        [document], _, _ = read(rdf.encode(encoding))
        assert document.report.text == text.strip()
        assert (document.report.outlet, document.report.language) == ("Blatt", "de")


def test_a_date_that_the_calendar_has_not() -> None:
    item = (
        f"<pubDate>Mon, 31 Feb 2025 10:00:00 GMT</pubDate><content:encoded>{HTML}</content:encoded>"
    )
    [document], failures, [note] = read(rss(item))
    assert document.report.published is None
    assert failures == []
    assert "31 Feb" in note.text


def test_reading_stops_when_nobody_asks_for_more() -> None:
    items = [f"<guid>{n}</guid><content:encoded>{HTML}</content:encoded>" for n in range(500)]
    reader = read_all(rss(*items), name="feed.xml")
    taken = [
        found for _, found in zip(count(), reader, strict=False) if isinstance(found, Document)
    ]
    assert len(taken) == 500


def test_a_namespace_that_is_no_whole_address() -> None:
    data = rss(f"<title>T</title><content:encoded>{HTML}</content:encoded>")
    for broken in (b"://purl.org/dc/elements", b"relative"):
        odd = data.replace(b"http://purl.org/dc/elements/1.1/", broken)
        [document], failures, _ = read(odd)
        assert document.report.text == "\n".join(building.PARAGRAPHS)
        assert all("what follows entry 1" in failure.reason for failure in failures)
        assert read(odd)[0][0].report.id == document.report.id
