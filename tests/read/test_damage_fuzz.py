"""Every reader on damaged files of its kind: sound reports or words, and never anything else."""

from __future__ import annotations

import json
import os
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import building
from goodoffices import codec
from goodoffices.errors import UnreadableDocument
from goodoffices.read.content import Limits, Note
from goodoffices.read.documents import Document, read_all

STORY = " ".join(building.PARAGRAPHS)
SMALL = Limits(file_bytes=2_000_000, page_bytes=1_000_000, unpacked_bytes=4_000_000)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(
    max_examples=int(os.environ.get("EXAMPLES", "2000")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)


@cache
def samples() -> dict[str, bytes]:
    item = (
        "<item><title>T</title><pubDate>Tue, 04 Mar 2025 10:00:00 GMT</pubDate>"
        f"<description>{STORY * 6}</description></item>"
    )
    rss = f"<rss version='2.0'><channel><title>P</title>{item * 2}</channel></rss>"
    entry = (
        "<entry><title>T</title><link href='https://h.example/1'/>"
        "<updated>2025-03-04T10:00:00Z</updated>"
        f"<content type='html'>&lt;p&gt;{STORY}</content></entry>"
    )
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>P</title>{entry * 2}</feed>"
    mail = building.message(
        STORY, attachments=[(building.docx(), "a.docx"), (STORY.encode("utf-16"), "b.txt")]
    )
    page = building.page(f"<article><h1>Talks</h1><p>{STORY}</p></article>")
    records = [
        ("https://h.example/1", "text/html; charset=utf-8", page),
        ("https://h.example/2", "application/pdf", building.pdf()),
    ]
    return {
        "a.txt": STORY.encode(),
        "a.html": page,
        "a.pdf": building.pdf(),
        "a.docx": building.docx(),
        "a.eml": mail,
        "a.mbox": (b"From a@b.example Tue Mar  4 10:00:00 2025\n" + mail + b"\n") * 2,
        "rss.xml": f"<?xml version='1.0' encoding='utf-8'?>{rss}".encode(),
        "atom.xml": atom.encode(),
        "a.warc": building.web_archive(*records, packed=False),
        "a.warc.gz": building.web_archive(*records),
        "a.csv": f'text,title,published\n"{STORY}","T",2025-03-04\n"{STORY}",,\n'.encode(),
        "a.jsonl": (json.dumps({"text": STORY, "published": "2025-03-04"}) + "\n").encode() * 2,
    }  # fmt: skip


KINDS = sorted(samples())
PIECES = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [b"\0", b"\n", b"\r\n\r\n", b'"', b"<", b">", b"]]>", b"<![CDATA[", b"<!--", b"&#0;",
         b"\xff", b"=?utf-8?b?", b"--x", b"Content-Type: multipart/mixed; boundary=x\n", b"From ",
         b"<a>" * 300, b"Content-Length: 99999999999\r\n", b"WARC/1.0\r\n", b"\xed\xa0\x80",
         b"9" * 40, b"(" * 200, b"Content-Transfer-Encoding: base64\n", b"Date: 31 Feb 2025\n",
         b"\xe2\x80\xae", b"{" * 99, b"PK\x03\x04", b"%PDF-", b"\x1f\x8b\x08", b"&nbsp;",
         b"<!DOCTYPE a [<!ENTITY b 'c'>]>"]
    ),
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, kind: str, most: int) -> bytes:
    """A sample with pieces cut out, put in, doubled, moved, or taken from a sample of any kind."""
    data = bytearray(samples()[kind])
    for _ in range(draw(st.integers(1, most))):
        at = draw(st.integers(0, len(data)))
        size = draw(st.integers(0, 60) | st.integers(0, 2_000))
        act = draw(st.integers(0, 5))
        if act == 0:
            del data[at : at + size]
        elif act == 1:
            data[at:at] = draw(PIECES)
        elif act == 2:
            data[at : at + size] = draw(PIECES)
        elif act == 3:
            data[at:at] = bytes(data[at : at + size]) * draw(st.integers(1, 4))
        elif act == 4:
            other = samples()[draw(st.sampled_from(KINDS))]
            start = draw(st.integers(0, len(other)))
            data[at : at + size] = other[start : start + size]
        else:
            del data[at:]
    return bytes(data)


def sound(data: bytes, name: str) -> None:
    found = list(read_all(data, name=name, limits=SMALL))
    assert found
    for piece in found:
        if isinstance(piece, UnreadableDocument):
            assert piece.reason
            assert not set("\n\r\0") & set(piece.reason)
        elif isinstance(piece, Note):
            assert piece.text
        else:
            assert isinstance(piece, Document)
            report = piece.report
            assert report.text.strip()
            assert "\0" not in report.text
            codec.canonical(report)  # can be written: no lone surrogates
            assert (report.published is None) == (report.published_basis == "unknown")


@pytest.mark.parametrize("kind", KINDS)
def test_the_samples_are_read_whole(kind: str) -> None:
    documents, failures, _ = building.pieces(samples()[kind], kind)
    assert failures == []
    assert documents


@pytest.mark.parametrize("kind", KINDS)
@QUICK
@given(data=st.data())
def test_damaged_files(kind: str, data: st.DataObject) -> None:
    sound(data.draw(damaged(kind, 4)), kind)


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
@LONG
@given(data=st.data())
def test_damaged_files_for_long(kind: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([kind, kind, "a", *KINDS]))
    sound(data.draw(damaged(kind, 12)), name)
