"""Tables of articles: columns, faults by line, nothing invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import building
from goodoffices.errors import UnreadableDocument
from goodoffices.read import articles
from goodoffices.read.content import Limits

STORY = " ".join(building.PARAGRAPHS)


def read(data: bytes, name: str = "a.csv", **given: Any) -> building.Split:
    return building.pieces(data, name, **given)


def reasons(failures: list[UnreadableDocument]) -> list[str]:
    return [f"{f.source}: {f.reason}" for f in failures]


def test_the_columns_of_csv() -> None:
    head = "text,title,outlet,author,url,published,updated,language\n"
    row = (
        f'"{STORY}\nSecond ""line"".",Talks,Harbour Post,Ada,https://h.example/1,2025-03-04T10:00,'
    )
    [document], failures, notes = read((head + row + "2025-03-05,EN-gb\n").encode())
    report = document.report
    assert report.text == f'{STORY}\nSecond "line".'
    assert (report.title, report.outlet, report.author) == ("Talks", "Harbour Post", "Ada")
    assert (report.url, report.language) == ("https://h.example/1", "en")
    assert (report.published, report.published_basis) == ("2025-03-04", "metadata")
    assert (report.updated, report.updated_basis) == ("2025-03-05", "metadata")
    assert report.media_type == "text/csv"
    assert (failures, notes) == ([], [])


def test_other_names_marks_and_encodings() -> None:
    text = "Der Minister sagte, die Gespräche über die Fähre würden fortgeführt."
    for mark, encoding in ((";", "cp1252"), ("\t", "utf-8-sig"), ("|", "utf-16")):
        table = mark.join(["Headline", "Body", "Source", "Pages"]) + "\n"
        table += mark.join(["Fähre", text, "Blatt", "3"]) + "\n"
        [document], failures, [note] = read(table.encode(encoding))
        assert (document.report.text, document.report.title) == (text, "Fähre")
        assert (document.report.outlet, failures) == ("Blatt", [])
        assert "1 of its columns are not used" in note.text


def test_nothing_is_invented() -> None:
    [document], _, _ = read(f'text,published\n"{STORY}",\n'.encode())
    report = document.report
    assert (report.title, report.outlet, report.author, report.url) == (None,) * 4
    assert (report.published, report.published_basis, report.updated) == (None, "unknown", None)


def test_faults_of_csv_by_line() -> None:
    table = (
        "text,published\n"
        f'"{STORY}\nmore",2025-03-04\n'  # lines 2 and 3
        "A text,2025-02-31\n"
        ",2025-03-04\n"
        "one,two,three\n"
        "\n"
        "Another text,04/03/2025\n"
        f'"{STORY}",2025-03-04\n'
        '"an unclosed mark,2025-03-04\n'
    )
    documents, failures, _ = read(table.encode())
    assert len(documents) == 2
    told = reasons(failures)
    assert [line.split(":")[0] for line in told] == [
        f"a.csv, line {number}" for number in (4, 5, 6, 8, 10)
    ]
    for part, line in zip(("2025-02-31", "no text", "3 fields", "04/03/2025", "quotation"), told,
                          strict=True):  # fmt: skip
        assert part in line


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"texts,published\na,b\n", "no column 'text'; did you mean 'text'?"),
        (b"body,content\na,b\n", "two columns could be 'text'"),
        (b"a b c\n", "no column 'text'"),
        (b"text,title\n", "no rows"),
    ],
)
def test_a_table_without_its_columns_is_refused(data: bytes, reason: str) -> None:
    documents, [failure], _ = read(data)
    assert documents == []
    assert reason in failure.reason


def test_bytes_of_another_encoding_are_a_fault_of_their_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(articles, "_SAMPLE", 1_000)
    table = b"text\n" + b"Words of a row.\n" * 100 + b"Gespr\xe4che\n" + b"The last.\n"
    documents, [failure], _ = read(table)
    assert documents[-1].report.text == "The last."
    assert failure.source == "a.csv, line 102"


def test_lines_of_json(tmp_path: Path) -> None:
    rows = [
        json.dumps({"body": STORY, "headline": "T", "authors": ["Ada", "Bo"], "n": 3}),
        "{broken",
        "[1]",
        json.dumps({"text": 3}),
        json.dumps({"text": STORY, "date": "2025-13-01"}),
        "",
        json.dumps({"text": "Nul \0 inside"}),
        json.dumps({"text": "lone \ud800 surrogate, and words"}),
        json.dumps({"text": "lone \ud800 surrogate, and \N{GRINNING FACE}"}),
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(rows))
    documents, failures, _ = building.pieces(path, path.name)
    assert [d.report.text for d in documents] == [
        STORY,
        "lone ? surrogate, and words",
        "lone ? surrogate, and \N{GRINNING FACE}",
    ]
    assert documents[0].report.author == "Ada, Bo"
    assert documents[0].data == rows[0].encode()
    assert [f.source for f in failures] == [f"a.jsonl, line {n}" for n in (2, 3, 4, 5, 7)]


def test_the_same_row_is_one_report_and_a_field_makes_another() -> None:
    one, _, _ = read(f"text,outlet\n{json.dumps(STORY)},A\n".encode())
    two, _, _ = read(f"outlet,text\nA,{json.dumps(STORY)}\n".encode())
    other, _, _ = read(f"outlet,text\nB,{json.dumps(STORY)}\n".encode())
    assert one[0].report.id == two[0].report.id != other[0].report.id


def test_long_fields_do_not_change_the_limit_of_others() -> None:
    import csv

    before = csv.field_size_limit()
    [document], _, _ = read(b"text\n" + b"word " * 200_000 + b"\n")
    assert len(document.report.text) == 999_999 + 1
    _, [failure], _ = read(b"text\n" + b"word " * 200 + b"\n", limits=Limits(characters=500))
    assert failure.reason
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("head", [b'"text"x,title\n', b'text,"t"9"itle\n'])
def test_a_line_of_columns_that_is_not_csv_is_refused(head: bytes) -> None:
    documents, failures, _ = read(head + f'"{STORY}",T\n'.encode())
    assert documents == []
    assert len(failures) == 1
    assert "its line of column names" in failures[0].reason


@pytest.mark.parametrize("damage", ["cut", "lone surrogate", "in the columns"])
def test_damaged_utf16_ends_the_table_and_says_so(damage: str) -> None:
    rows = "\ufefftext,title\n" + "".join(f'"{STORY} {n}",T\n' for n in range(200))
    data = rows.encode("utf-16-le")
    if damage == "cut":
        data = data[:-1]
    elif damage == "lone surrogate":
        data = data[:-40] + b"\x00\xd8" + data[-40:]
    else:
        data = data[:10] + b"\x00\xd8" + data[10:]
    documents, failures, _ = read(data)
    assert len(failures) == 1
    assert len(documents) == len({d.report.id for d in documents}) < 200
    assert "not text in the encoding of the table" in failures[0].reason
    assert ("what follows is not read" in failures[0].reason) == (damage != "in the columns")
