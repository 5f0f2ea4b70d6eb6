"""Writing: only what changed, all of it or nothing, and ledgers that only grow."""

from __future__ import annotations

import dataclasses
import errno
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from case_contents import CASE, contents, names, review, statement
from goodoffices.errors import InvalidCase, StaleWrite
from goodoffices.formats import case_folder, case_write
from goodoffices.formats.case_folder import (
    append_reviews,
    append_statements,
    read_case,
    write_case,
)
from goodoffices.formats.yamlwrite import dump
from goodoffices.model.agenda import Draft
from goodoffices.model.case import Case
from goodoffices.model.evidence import Report
from goodoffices.model.stakes import RedLine


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_case(CASE, tmp_path / "case")
    return tmp_path / "case"


def test_one_edit_changes_one_file_and_one_line_of_it(root: Path) -> None:
    text = (root / "case.yaml").read_text().replace("parties:", "# who\nparties:   # here")
    (root / "case.yaml").write_text(text)
    before = contents(root)
    main = dataclasses.replace(CASE.parties[1], name="The Mainland")
    changed = write_case(dataclasses.replace(CASE, parties=(CASE.parties[0], main)), root)
    assert names(changed, root) == {"case.yaml"}
    after = contents(root)
    assert after.pop("case.yaml").decode() == text.replace("name: Mainland", "name: The Mainland")
    before.pop("case.yaml")
    assert after == before


def test_comments_and_spelled_out_defaults_stay_in_judgements(root: Path) -> None:
    odd = textwrap.dedent("""\
        # Set with the desk in the north.
        red_lines:
          # said twice
          - {id: rl1, party: isl, rejects: {limit: [6nm]}, cost: 1, by: desk, at: 2025-05-03,
             why: said so}   # see the minutes
        positions: []
        """)
    (root / "judgements.yaml").write_text(odd)
    added = dataclasses.replace(
        CASE.judgements[0], value=RedLine(id="rl2", party="main", rejects={"limit": ("6nm",)})
    )
    case = read_case(root)
    write_case(dataclasses.replace(case, judgements=(*case.judgements, added)), root)
    after = (root / "judgements.yaml").read_text()
    assert after.startswith(odd.partition("positions")[0])
    assert after.endswith("why: said so\npositions: []\n")
    assert len(read_case(root).judgements) == 2


def test_a_draft_without_its_id_keeps_going_without(root: Path) -> None:
    (root / "drafts/v1.yaml").write_text("title: First # x\ndate: 2025-05-01\n")
    case = read_case(root)
    assert case == CASE
    assert write_case(case, root) == ()
    draft = dataclasses.replace(CASE.drafts[0], status="tabled")
    write_case(dataclasses.replace(CASE, drafts=(draft,)), root)
    found = (root / "drafts/v1.yaml").read_text()
    assert found == "title: First # x\ndate: 2025-05-01\nstatus: tabled\n"


def test_a_draft_taken_out_of_the_case_loses_its_file(root: Path) -> None:
    changed = write_case(dataclasses.replace(CASE, drafts=()), root)
    assert names(changed, root) == {"drafts/v1.yaml"}
    assert not (root / "drafts/v1.yaml").exists()


def test_other_files_in_the_folder_are_let_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("about")
    write_case(CASE, tmp_path)
    assert (tmp_path / "README.md").read_text() == "about"
    assert read_case(tmp_path) == CASE


def test_a_byte_order_mark_stays(root: Path) -> None:
    raw = b"\xef\xbb\xbf" + (root / "case.yaml").read_bytes()
    (root / "case.yaml").write_bytes(raw)
    assert write_case(CASE, root) == ()
    write_case(dataclasses.replace(CASE, title="Other"), root)
    assert (root / "case.yaml").read_bytes() == raw.replace(b"Fishing accord", b"Other")


# --- evidence is only added ----------------------------------------------------------------------


def refused(case: Case, root: Path, said: str) -> None:
    before = contents(root)
    with pytest.raises(InvalidCase, match=said):
        write_case(case, root)
    assert contents(root) == before


def test_statements_are_only_added(root: Path) -> None:
    one, two, three = (*CASE.statements, statement("three"))
    lines = (root / "statements.jsonl").read_bytes()
    changed = write_case(dataclasses.replace(CASE, statements=(one, two, three)), root)
    assert names(changed, root) == {"statements.jsonl"}
    assert (root / "statements.jsonl").read_bytes().startswith(lines)
    refused(CASE, root, "only added to")
    refused(dataclasses.replace(CASE, statements=(two, one, three)), root, "only added to")


def test_a_report_is_neither_edited_nor_taken_out(root: Path) -> None:
    other = dataclasses.replace(CASE.reports[0], text="Text!\n")
    refused(dataclasses.replace(CASE, reports=(other,)), root, "never edited")
    refused(dataclasses.replace(CASE, reports=()), root, "not taken out")


def test_what_is_known_of_a_report_may_change(root: Path) -> None:
    other = dataclasses.replace(CASE.reports[0], language="en")
    changed = write_case(dataclasses.replace(CASE, reports=(other,)), root)
    assert names(changed, root) == {"reports/r1.yaml"}
    assert read_case(root).reports == (other,)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"parties": ()}, "unknown party 'isl'"),
        ({"title": "\ud800"}, "no file can"),
        ({"drafts": (Draft(id="../v1", title="x", date="2025"),)}, "cannot name a file"),
        ({"reports": (Report(id="a/b", text="x", sha256="0" * 64),)}, "cannot name a file"),
        ({"drafts": (Draft(id="v1", title="x", date="May"),)}, "not a date"),
        ({"statements": (dataclasses.replace(CASE.statements[0], id="st-1"),)}, "only added to"),
    ],
)
def test_a_case_that_does_not_hold_is_not_written(
    root: Path, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    case = dataclasses.replace(CASE, **change)  # type: ignore[arg-type]
    refused(case, root, said)
    fresh = tmp_path / "fresh"
    with pytest.raises(InvalidCase):
        write_case(case, fresh)
    assert not fresh.exists()


def test_what_is_read_back_is_compared_before_anything_is_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should a writer ever lose something, the old folder stays."""
    monkeypatch.setattr(case_write, "dump", lambda data: dump({**data, "title": "Lost"}))
    monkeypatch.setattr(case_write, "splice", lambda *_: "")
    refused(dataclasses.replace(CASE, title="Other"), root, "without loss")


# --- all or nothing ------------------------------------------------------------------------------

CHANGED = dataclasses.replace(
    CASE,
    title="Other",
    drafts=(dataclasses.replace(CASE.drafts[0], status="x"), Draft(id="v2", title="", date="2025")),
    statements=(*CASE.statements, statement("three")),
    judgements=(),
)


@pytest.mark.parametrize("fails_at", range(1, 6))
def test_a_replacement_that_fails_leaves_the_old_folder(
    root: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    before = contents(root)
    calls = 0
    real = os.replace

    def replace(source: str, target: str) -> None:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(InvalidCase, match="No space left"):
        write_case(CHANGED, root)
    assert contents(root) == before
    monkeypatch.undo()
    assert len(write_case(CHANGED, root)) == 5
    assert read_case(root).title == "Other"


def test_going_back_needs_no_space(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a replacement has failed nothing can be written any more, and still nothing is lost."""
    before = contents(root)
    real = os.replace
    calls = 0

    def replace(source: str, target: str) -> None:
        nonlocal calls
        calls += 1
        if calls == 4:
            monkeypatch.setattr(os, "write", full)
            monkeypatch.setattr(Path, "write_bytes", full)
            full()
        real(source, target)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(InvalidCase, match="No space left"):
        write_case(CHANGED, root)
    assert contents(root) == before


def test_a_folder_without_links_is_gone_back_to_as_well(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", link)
    test_a_replacement_that_fails_leaves_the_old_folder(root, monkeypatch, 4)


def test_what_somebody_else_wrote_meanwhile_is_not_lost(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process appends between our reading and our writing."""
    real = case_write.planned

    def planned(case: Case, before: dict[str, bytes]) -> dict[str, bytes | None]:
        changes = real(case, before)
        append_statements(root, [statement("theirs")])
        return changes

    monkeypatch.setattr(case_folder, "planned", planned)
    with pytest.raises(StaleWrite, match=r"statements\.jsonl"):
        write_case(CHANGED, root)
    monkeypatch.undo()
    found = read_case(root)
    assert found.statements[-1] == statement("theirs")
    assert found.title == CASE.title
    assert not list(root.rglob(".*"))


def test_a_link_inside_the_folder_stays_a_link(root: Path) -> None:
    (root / "texts").mkdir()
    (root / "case.yaml").rename(root / "texts/case.yaml")
    (root / "case.yaml").symlink_to("texts/case.yaml")
    write_case(CHANGED, root)
    assert (root / "case.yaml").is_symlink()
    assert read_case(root).title == "Other"


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case/case.yaml").symlink_to(tmp_path / "outside")
    write_case(CASE, tmp_path / "case")
    assert not (tmp_path / "outside").exists()
    assert read_case(tmp_path / "case") == CASE


def test_a_full_disk_leaves_the_old_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(root)

    def fsync(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(InvalidCase, match="No space left"):
        write_case(CHANGED, root)
    assert contents(root) == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InvalidCase, match="cannot be written"):
        write_case(CASE, tmp_path / "file" / "case")
    with pytest.raises(InvalidCase, match="a case is a folder"):
        write_case(CASE, tmp_path / "file")


def test_permissions_of_a_file_stay(root: Path) -> None:
    (root / "case.yaml").chmod(0o640)
    write_case(CHANGED, root)
    assert (root / "case.yaml").stat().st_mode & 0o777 == 0o640
    assert (root / "drafts/v2.yaml").stat().st_mode & 0o777 == 0o666 & ~umask()


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# --- appending -----------------------------------------------------------------------------------


def test_statements_are_appended_once(root: Path) -> None:
    three = statement("three")
    before = (root / "statements.jsonl").read_bytes()
    assert append_statements(root, [three, three, CASE.statements[0]]) == 1
    assert append_statements(root, [three]) == 0
    assert (root / "statements.jsonl").read_bytes().startswith(before)
    assert read_case(root).statements == (*CASE.statements, three)


def test_a_review_may_be_appended_again_to_withdraw_it(root: Path) -> None:
    first = review("w1", CASE.statements[0])
    assert append_reviews(root, [first]) == 1
    assert append_reviews(root, [dataclasses.replace(first, withdrawn_at="2025-05-04")]) == 1
    assert read_case(root).standing_review == {}


def test_a_statement_under_a_wrong_id_is_not_appended(root: Path) -> None:
    wrong = dataclasses.replace(statement("three"), id="st-1")
    before = contents(root)
    with pytest.raises(InvalidCase, match="does not fit"):
        append_statements(root, [statement("four"), wrong])
    assert contents(root) == before


def test_a_last_line_that_lacks_only_its_end_is_completed(root: Path) -> None:
    ledger = root / "statements.jsonl"
    ledger.write_bytes(ledger.read_bytes().rstrip(b"\n"))
    assert len(read_case(root).statements) == 2
    append_statements(root, [statement("three")])
    assert len(read_case(root).statements) == 3


def test_nothing_is_appended_behind_a_line_that_is_cut_off(root: Path) -> None:
    ledger = root / "statements.jsonl"
    ledger.write_bytes(ledger.read_bytes()[:-20])
    before = ledger.read_bytes()
    with pytest.raises(InvalidCase, match=r"statements\.jsonl:2: the last line is cut off"):
        append_statements(root, [statement("three")])
    assert ledger.read_bytes() == before


def test_an_append_that_fails_half_way_is_taken_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(root)
    real = os.write
    sizes: Iterator[int] = iter([10])

    def write(handle: int, data: bytes) -> int:
        for size in sizes:
            return real(handle, bytes(data)[:size])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(InvalidCase, match="No space left"):
        append_statements(root, [statement("three")])
    assert contents(root) == before


def test_text_that_no_file_can_hold_is_not_appended(root: Path) -> None:
    before = contents(root)
    with pytest.raises(InvalidCase, match="no file can"):
        append_reviews(root, [dataclasses.replace(review("w", CASE.statements[0]), note="\ud800")])
    assert contents(root) == before


def test_appending_needs_a_case_folder(tmp_path: Path) -> None:
    with pytest.raises(InvalidCase, match="not a case folder"):
        append_reviews(tmp_path, [review("w", CASE.statements[0])])
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_that_leads_out_of_the_folder_is_not_written(root: Path, tmp_path: Path) -> None:
    (root / "reviews.jsonl").symlink_to(tmp_path / "outside")
    with pytest.raises(InvalidCase, match="leads out"):
        append_reviews(root, [review("w", CASE.statements[0])])
    assert not (tmp_path / "outside").exists()


def test_a_process_killed_while_appending_leaves_whole_lines(root: Path) -> None:
    """Kill a writer at an arbitrary moment: every line but the last is whole, and told if not."""
    code = textwrap.dedent("""
        import sys
        from pathlib import Path
        from goodoffices.formats.case_folder import append_reviews, read_case
        from goodoffices.model.evidence import Review
        root = Path(sys.argv[1])
        subject = read_case(root).statements[0].id
        number = 0
        while True:
            number += 1
            append_reviews(root, [Review(id=f"w{number}", subject=subject, verdict="accepted",
                                         by="desk", at="2025-05-03", note="x" * 2000)])
            print(number, flush=True)
    """)
    with subprocess.Popen(
        [sys.executable, "-c", code, str(root)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        done = [int(writer.stdout.readline()) for _ in range(20)][-1]
        writer.send_signal(signal.SIGKILL)
    lines = (root / "reviews.jsonl").read_bytes().split(b"\n")
    assert all(line.startswith(b'{"id":"w') and line.endswith(b"}") for line in lines[:-1])
    if not lines[-1]:
        assert len(read_case(root).reviews) >= done
