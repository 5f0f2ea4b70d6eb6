"""The list of bad input, through the command: an error for each, the rest read, a summary."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

import building
from goodoffices.formats.case_folder import read_case
from support import Run

STORY = " ".join(building.PARAGRAPHS)
HUGE = 200 * 1024 * 1024


def page(body: str, head: str = "") -> bytes:
    return building.page(f"<article><p>{body}</p></article>", f"<title>T</title>{head}")


def bad_and_good(folder: Path) -> dict[str, str]:
    """Files of the list; of those that must be refused a word of the reason, "" for the others."""
    date = '<meta property="article:published_time" content="2025-02-31">'
    mail = building.message(STORY + " mail", attachments=[
        (f"{STORY} attachment {number}".encode(), f"{number}.txt") for number in range(50)
    ])  # fmt: skip
    files = {
        "scanned.pdf": (building.picture_pdf(), "OCR"),
        "locked.pdf": (building.locked_pdf("secret"), "password"),
        "cut.pdf": (building.pdf()[:-300], "cut off"),
        "elements.html": (page("<b>a" * 400_000), "elements"),
        "entities.docx": (
            building.zipped(word__document=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
            "document types",
        ),
        "nul.txt": (b"Words and\0 more words.", "NUL"),
        "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "OCR"),
        "empty.txt": (b" \n", "empty"),
        "february.csv": (f'text,published\n"{STORY} row",2025-02-31\n'.encode(), "2025-02-31"),
        "fifty.eml": (mail, "50 attachments"),
        "encoding.html": (
            page(STORY + " Überprüfung.", "<meta charset='utf-16'>").decode().encode("cp1252"),
            "",
        ),
        "direction.txt": (
            f"{STORY} \u200f\u05e9\u05dc\u05d5\u05dd\u200e \u202eno\u202c.".encode(),
            "",
        ),
        "february.html": (page(STORY + " page", date), ""),
        "good.docx": (building.docx(), ""),
        "good.txt": (STORY.encode(), ""),
    }  # fmt: skip
    for name, (data, _) in files.items():
        (folder / name).write_bytes(data)
    with (folder / "huge.html").open("wb") as stream:  # a sparse file: no disk is filled
        stream.write(b"<html><body><p>")
        stream.truncate(HUGE)
    return {name: reason for name, (_, reason) in files.items()} | {"huge.html": "limit"}


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder, bad_and_good(folder)


def test_each_is_refused_in_words_and_the_rest_is_read(
    run: Run, tmp_path: Path, sources: tuple[Path, dict[str, str]]
) -> None:
    folder, expected = sources
    case = tmp_path / "case"
    assert run("new", case)[0] == 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status, out, err = run("add", case, folder, "http://127.0.0.1:9/feed.xml")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < HUGE / 1024  # kilobytes: what is too large is never held
    assert "Traceback" not in out + err
    assert status == 0  # some of it was read
    words = " ".join(err.split())
    for name, reason in expected.items():
        assert (name in words) == bool(reason) or name == "february.html", name
        if reason:
            assert reason in words[words.index(name) :].partition("cannot read")[0], name
    assert "127.0.0.1" in words
    assert "private" in words
    refused = sum(bool(reason) for reason in expected.values()) + 1
    reports = read_case(case).reports
    texts = [report.text for report in reports]
    for part in ("Überprüfung", "\u05e9\u05dc\u05d5\u05dd", " page", " mail", " attachment 0"):
        assert any(part in text for text in texts), part
    assert sum(" attachment " in text for text in texts) == 20
    assert f"{len(reports)} added" in words
    assert f"{refused} not read" in words
    dated = next(report for report in reports if " page" in report.text)
    assert (dated.published, dated.published_basis) == (None, "unknown")
    assert "2025-02-31" in words
    assert not any("\0" in text for text in texts)


def test_nothing_but_bad_input_is_an_error(run: Run, tmp_path: Path) -> None:
    case, source = tmp_path / "case", tmp_path / "nul.txt"
    source.write_bytes(b"a\0b")
    assert run("new", case)[0] == 0
    status, _, err = run("add", case, source)
    assert status == 2
    assert "1 not read" in " ".join(err.split())
    assert read_case(case).reports == ()
