"""Messages and mailboxes: text, headers, attachments; what is not read says so."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

import building
from goodoffices.errors import UnreadableDocument
from goodoffices.read.content import Limits
from goodoffices.read.documents import read_document

STORY = "\n".join(building.PARAGRAPHS) + "\n"


def message(text: str = STORY, **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = headers.pop("sender", '"Quill, Ada" <ada@harbour.example>')
    mail["Message-ID"] = "<1@harbour.example>"
    for name, value in headers.items():
        mail[name] = value
    if text:
        mail.set_content(text)
    return mail


def read(data: bytes, name: str = "a.eml", **given: Any) -> building.Split:
    return building.pieces(data, name, **given)


def test_text_and_headers() -> None:
    mail = message(
        Subject="Talks – third day", Date="Tue, 04 Mar 2025 23:30:00 -0800",
        Organization="Harbour Post",
    )  # fmt: skip
    report = read_document(mail.as_bytes(), name="whatever")
    assert (report.text, report.title) == (STORY, "Talks – third day")
    assert (report.author, report.outlet) == ("Quill, Ada", "Harbour Post")
    assert (report.published, report.published_basis) == ("2025-03-04", "metadata")
    assert report.media_type == "message/rfc822"


def test_a_date_that_the_calendar_has_not_is_no_date_and_a_note() -> None:
    raw = message().as_bytes().replace(b"Message-ID", b"Date: Mon, 31 Feb 2025 10:00\nMessage-ID")
    [document], failures, [note] = read(raw)
    assert (document.report.published, document.report.published_basis) == (None, "unknown")
    assert failures == []
    assert "31 Feb 2025" in note.text


def test_the_html_part_is_read_where_the_plain_one_says_little() -> None:
    mail = message("View this in your browser.")
    mail.add_alternative(
        building.page("<p>" + "</p><p>".join(building.PARAGRAPHS)).decode(), "html"
    )
    assert read_document(mail.as_bytes(), name="a.eml").text == STORY.strip()
    both = message()
    both.add_alternative(building.page("<p>Less.</p>").decode(), "html")
    assert read_document(both.as_bytes(), name="a.eml").text == STORY


def test_a_wrongly_declared_charset() -> None:
    text = "Міністр заявив, що переговори про кордон триватимуть у четвер."
    head = b"From: a@b.example\nMessage-ID: <1>\nContent-Type: text/plain; charset=%s\n\n"
    for declared in (b"us-ascii", b"iso-8859-1", b"no-such", b"utf-16", b"\xff\0x", b'"a\0b"'):
        assert read_document(head % declared + text.encode(), name="a.eml").text == text


def test_attachments_are_documents_of_their_own() -> None:
    mail = message(Date="Tue, 04 Mar 2025 10:00:00 +0000")
    mail.add_attachment(building.pdf(), "application", "pdf", filename="draft.pdf")
    mail.add_attachment(b"\x89PNG\r\n", "image", "png", filename="map.png")
    mail.add_attachment(message("An inner message.\n", Subject="Inner"))
    documents, failures, _ = read(mail.as_bytes())
    kinds = [d.report.media_type for d in documents]
    assert kinds == ["message/rfc822", "application/pdf", "message/rfc822"]
    alone = read_document(building.pdf(), name="draft.pdf")
    assert documents[1].report.id == alone.id
    assert documents[1].report.published is None  # the day of the mail is not that of the draft
    assert documents[2].report.title == "Inner"
    assert [f.source for f in failures] == ["a.eml, attachment 2, map.png"]
    assert "OCR" in failures[0].reason


def test_fifty_attachments() -> None:
    mail = message()
    for number in range(50):
        mail.add_attachment(f"Paper number {number}.", filename=f"{number}.txt")
    documents, [failure], _ = read(mail.as_bytes())
    assert len(documents) == 21
    assert "50 attachments; the first 20 are read" in failure.reason


def test_messages_in_messages_end_somewhere() -> None:
    mail = message("The innermost.\n")
    for number in range(8):
        outer = message(f"Forwarded {number}.\n")
        outer.add_attachment(mail)
        mail = outer
    documents, [failure], _ = read(mail.as_bytes())
    assert len(documents) == 3
    assert "3 deep" in failure.reason


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"\n\nno header at all", "no header lines"),
        (message("").as_bytes(), "no text"),
        (b"From: a@b\nMessage-ID: <1>\nContent-Type: multipart/encrypted; boundary=x\n\n--x\n\nq",
         "encrypted"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    documents, [failure], _ = read(data)
    assert documents == []
    assert reason in failure.reason


def test_an_article_with_a_few_labelled_lines_is_no_message() -> None:
    text = "Date: 2025-03-04\nFrom: our reporter\nSubject: talks\n\n" + STORY
    assert read_document(text.encode(), name="a.txt").text == text


def test_headers_built_to_break_parsers() -> None:
    for header in ("=?utf-8?q?" + "=" * 50_000, "\x00", "a" * 100_000, "=?x?b?!!!?=", '"' * 999):
        raw = f"From: {header}\nSubject: {header}\nDate: {header}\nMessage-ID: <1>\n\nWords.\n"
        [document], failures, _ = read(raw.encode())
        assert document.report.text == "Words.\n"
        assert failures == []


def test_a_mailbox_message_by_message(tmp_path: Path) -> None:
    box = b""
    for number in range(3):
        mail = message(f"Story number {number}.\n>From the start\n", Subject=f"S{number}")
        box += b"From ada@harbour.example Tue Mar  4 10:00:00 2025\n" + mail.as_bytes() + b"\n"
    path = tmp_path / "inbox"
    path.write_bytes(box)
    documents, failures, _ = building.pieces(path, path.name)
    assert [d.report.title for d in documents] == ["S0", "S1", "S2"]
    assert documents[1].report.text == "Story number 1.\n>From the start\n"
    assert documents[2].report.id == read_document(mail.as_bytes(), name="a.eml").id
    assert failures == []
    with pytest.raises(UnreadableDocument, match="several documents"):
        read_document(path)


def test_a_mailbox_goes_on_after_a_message_that_is_too_large() -> None:
    envelope = b"From ada@harbour.example Tue Mar  4 10:00:00 2025\n"
    large = message("word " * 2_000 + "\n").as_bytes()
    box = envelope + large + b"\n" + envelope + message("Small.\n").as_bytes()
    [document], [failure], _ = read(box, "inbox.mbox", limits=Limits(file_bytes=5_000))
    assert document.report.text == "Small.\n"
    assert failure.source == "inbox.mbox, message 1"


def test_a_mailbox_without_messages_says_so() -> None:
    envelope = b"From ada@harbour.example Tue Mar  4 10:00:00 2025\n"
    for box in (envelope, envelope + b"\n\n" + envelope + b"\n"):
        documents, [failure], _ = read(box, "inbox.mbox")
        assert documents == []
        assert "no messages" in failure.reason


def test_text_that_begins_with_from_is_no_mailbox() -> None:
    text = "From 2014 to 10:00 on 4 March 2025, the line held.\n\nNote: it moved since.\n"
    assert read_document(text.encode(), name="a.txt").media_type == "text/plain"
