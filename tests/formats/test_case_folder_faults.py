"""Faults of the folder itself: links, pipes, names, files that would be passed over."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest

from faulty_case import (
    DRAFT,
    edit,
    faults,
    write_faulty,
)
from goodoffices.codec import to_json
from goodoffices.errors import InvalidCase
from goodoffices.formats.case_folder import read_case, write_case
from goodoffices.model.case import Case


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_faulty(tmp_path / "case")


def test_no_case_folder_says_what_one_is(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing", Path(os.devnull)):
        with pytest.raises(InvalidCase, match="goodoffices new") as caught:
            read_case(path)
        assert caught.value.problems[0].file == "case.yaml"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("judgments.yaml", "did you mean 'judgements.yaml'?"),
        ("statements.json", "did you mean 'statements.jsonl'?"),
        ("process.yml", "did you mean 'process.yaml'?"),
        ("drafts/v2.yml", "drafts/v2.yaml"),
        ("reports/r2.pdf", "goodoffices add"),
    ],
)
def test_a_file_that_would_be_passed_over_is_a_fault(root: Path, name: str, said: str) -> None:
    (root / name).write_text("x")
    (problem,) = faults(root)
    assert problem.file == name
    assert said in problem.message


@pytest.mark.parametrize(
    "name", ["README.md", "drafts/README.md", "reports/.DS_Store", "notes.txt", "out/x.yaml"]
)
def test_other_files_are_let_alone(root: Path, name: str) -> None:
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("[")
    read_case(root)


def test_originals_are_not_read(root: Path) -> None:
    (root / "reports/originals").mkdir()
    (root / "reports/originals/r1.pdf").write_bytes(b"%PDF")
    assert len(read_case(root).reports) == 1


def test_a_text_without_a_record_is_a_report_of_which_nothing_is_known(root: Path) -> None:
    (root / "reports/r2.txt").write_bytes("é\r\n".encode())
    report = read_case(root).report_by_id["r2"]
    assert report.text == "é\r\n"
    assert report.outlet is None
    assert report.sha256 == hashlib.sha256("é\r\n".encode()).hexdigest()


def test_a_record_without_its_text_is_a_fault(root: Path) -> None:
    (root / "reports/r2.yaml").write_text("outlet: X\n")
    (problem,) = faults(root)
    assert problem.file == "reports/r2.yaml"
    assert "reports/r2.txt" in problem.message


@pytest.mark.parametrize("link", ["case.yaml", "drafts/v1.yaml", "reports/r1.txt", "drafts"])
def test_a_link_out_of_the_folder_is_refused(root: Path, tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside"
    (root / link).rename(outside)
    (root / link).symlink_to(outside)
    assert any("leads out" in problem.message for problem in faults(root))
    with pytest.raises(InvalidCase, match="leads out"):
        write_case(Case(title="x"), root)


def test_links_inside_the_folder_and_to_it_are_followed(root: Path, tmp_path: Path) -> None:
    (root / "case.yaml").rename(root / "agenda.yml")
    (root / "case.yaml").symlink_to("agenda.yml")
    (tmp_path / "link").symlink_to(root)
    assert read_case(tmp_path / "link").title == "Fishing accord"


def test_a_link_to_itself_is_refused(root: Path) -> None:
    (root / "process.yaml").unlink()
    (root / "process.yaml").symlink_to("process.yaml")
    assert faults(root)[0].file == "process.yaml"


def test_a_pipe_is_not_waited_on(root: Path) -> None:
    (root / "process.yaml").unlink()
    os.mkfifo(root / "process.yaml")
    assert "regular file" in faults(root)[0].message


def test_a_folder_in_place_of_a_file_and_the_other_way(root: Path) -> None:
    (root / "process.yaml").unlink()
    (root / "process.yaml").mkdir()
    assert "not a folder" in faults(root)[0].message
    (root / "process.yaml").rmdir()
    (root / "drafts/v1.yaml").unlink()
    (root / "drafts").rmdir()
    (root / "drafts").write_text("x")
    assert any("must be a folder" in problem.message for problem in faults(root))


BAD_IDS = ["a b.yaml", "-a.yaml", "é.yaml", "con.yaml", "a..yaml", "x" * 130 + ".yaml"]


@pytest.mark.parametrize("name", BAD_IDS)
def test_a_file_name_that_is_no_safe_id_is_a_fault(root: Path, name: str) -> None:
    (root / "drafts" / name).write_text(DRAFT)
    assert any("cannot name a file" in problem.message for problem in faults(root))


def test_a_file_name_with_control_characters_is_told_without_them(root: Path) -> None:
    (root / "drafts" / "a\x1b[31m.yaml").write_text(DRAFT)
    (problem,) = faults(root)
    assert str(problem).isprintable()


def test_ids_that_differ_only_in_capitals_are_a_fault(root: Path) -> None:
    (root / "drafts/V1.yaml").write_text(DRAFT)
    assert any("differ only in capitals" in problem.message for problem in faults(root))


def test_drafts_that_follow_each_other_in_a_circle(root: Path) -> None:
    (root / "drafts/v2.yaml").write_text(DRAFT.replace("title:", "follows: v1\ntitle:"))
    edit(root, "drafts/v1.yaml", "title:", "follows: v2\ntitle:")
    found = faults(root)
    assert {p.file for p in found if "follows itself" in p.message} == {
        "drafts/v1.yaml",
        "drafts/v2.yaml",
    }


def test_messages_hold_no_control_characters(root: Path) -> None:
    edit(root, "case.yaml", "name: Islanders", '"\\e[31m\\0": x')
    for problem in faults(root):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", str(problem))
    edit(root, "reviews.jsonl", '"accepted"', '"\\u001b[31m"')
    for problem in faults(root):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", str(problem))


def test_a_case_can_be_printed_as_json(root: Path) -> None:
    assert b"Fishing accord" in to_json(read_case(root))
