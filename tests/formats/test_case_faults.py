"""Each thing that can be wrong in a case folder is named with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faulty_case import (
    FILES,
    STATEMENT,
    edit,
    faults,
    line_of,
    write_faulty,
)
from goodoffices.codec import identified
from goodoffices.errors import InvalidCase, Problem
from goodoffices.formats.case_folder import read_case, write_case
from goodoffices.model.evidence import Attribution, Statement


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_faulty(tmp_path / "case")


def test_the_folder_reads_and_is_written_back_unchanged(root: Path) -> None:
    case = read_case(root)
    assert case.statements == (STATEMENT,)
    assert case.report_by_id["r1"].published == "2025-05-02"
    assert len(case.judgements) == 4
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    assert write_case(case, root) == ()
    assert {file: file.read_bytes() for file in root.rglob("*") if file.is_file()} == before


ONE_FAULT = [
    ("case.yaml", "format: goodoffices/case/1", "format: goodoffices/cse/1", 1, "did you mean"),
    ("case.yaml", "format: goodoffices/case/1\n", "", 1, "begin with  format: goodoffices/case/1"),
    ("case.yaml", "title: Fishing accord\n", "", 1, "'title' is missing"),
    ("case.yaml", "title: Fishing", "titel: x\ntitle: Fishing", 2, "unknown field 'titel'; did"),
    ("case.yaml", "name: Islanders", "name: Islanders\n    roll: host", 6, "did you mean 'role'?"),
    ("case.yaml", "name: Islanders", "name: true", 5, 'write "true" in quotes'),
    (
        "case.yaml",
        "id: main\n",
        "id: main\n  - id: isl\n    name: X\n  - id: x\n",
        7,
        "given twice",
    ),
    ("case.yaml", "status_quo: 6nm", "status_quo: 6mn", 11, "did you mean '6nm'?"),
    ("case.yaml", "links: [limit]", "links: [limt]", 17, "did you mean 'limit'?"),
    ("case.yaml", "twelve}", "twelve}\n      - {id: 6nm, label: x}", 15, "'6nm' is given twice"),
    (
        "case.yaml",
        "    limit:\n      cues",
        "    limits:\n      cues",
        22,
        "unknown issue 'limits'",
    ),
    ("case.yaml", "{12nm: [twelve", "{12mn: [twelve", 24, "no option '12mn'; did you"),
    ("drafts/v1.yaml", "drafters: [isl]", "drafters: [isle]", 4, "unknown party 'isle'; did"),
    ("drafts/v1.yaml", "issue: limit", "issue: limits", 7, "unknown issue 'limits'"),
    (
        "drafts/v1.yaml",
        "options: [12nm]",
        "options: [12]",
        9,
        "no option '12'; did you mean '12nm'",
    ),
    ("drafts/v1.yaml", "options: [12nm]", "options: [12n]", 9, "no option '12n'; did you"),
    ("drafts/v1.yaml", "consent: [main]", "consent: [mian]", 10, "did you mean 'main'?"),
    ("drafts/v1.yaml", "options: [6nm]", "options: [6]", 13, "no option '6'"),
    ("drafts/v1.yaml", "sponsors: [main]", "sponsors: [m]", 13, "unknown party 'm'"),
    ("drafts/v1.yaml", "title: First", "id: v2\ntitle: First", 2, "must be the name of the file"),
    ("drafts/v1.yaml", "title: First", "follows: v0\ntitle: First", 2, "unknown draft 'v0'"),
    ("drafts/v1.yaml", "title: First", "follows: v1\ntitle: First", 2, "follows itself"),
    ("drafts/v1.yaml", "2025-05-01", "2025-05-32", 3, "not a date of the calendar"),
    ("drafts/v1.yaml", "draft/1", "draft/2", 1, "unknown format"),
    ("reports/r1.yaml", "outlet:", "outlets:", 1, "did you mean 'outlet'?"),
    ("reports/r1.yaml", "outlet:", "copy_of: r1\noutlet:", 1, "copy of itself"),
    ("reports/r1.yaml", "outlet:", "copy_of: r2\noutlet:", 1, "unknown report 'r2'"),
    ("reports/r1.yaml", "outlet:", "sha256: abc\noutlet:", 1, "64 digits"),
    ("reports/r1.txt", "They asked", "They begged", 1, "not in report r1"),
    ("statements.jsonl", '"asks"', '"offers"', 1, "changed by hand"),
    ("statements.jsonl", '"speaker":', '"speakr":', 1, "unknown field 'speakr'; did you"),
    ("statements.jsonl", '"speaker":', '"speaker":"Y","speaker":', 1, "'speaker' is given twice"),
    ("reviews.jsonl", '"accepted"', '"acepted"', 1, "did you mean 'accepted'?"),
    ("reviews.jsonl", '"accepted"', '"amended"', 1, "names its replacement"),
    ("reviews.jsonl", "2025-05-03T09", "yesterday", 1, "not a date"),
    ("reviews.jsonl", '"subject":"st-', '"subject":"xx-', 1, "unknown statement"),
    ("process.yaml", "parties: [isl]", "parties: [isl, x]", 5, "unknown party 'x'"),
    ("process.yaml", "drafts: [v1]", "drafts: [v2]", 6, "unknown draft 'v2'"),
    ("process.yaml", "evidence: [st-", "evidence: [xx-", 7, "unknown statement"),
    ("process.yaml", "draft: v1,", "draft: v9,", 9, "unknown draft 'v9'"),
    ("process.yaml", "sight: excluded", "sight: exclude", 9, "did you mean 'excluded'?"),
    ("process.yaml", "quantity: 19, ", "", 11, "needs its quantity"),
    ("process.yaml", "meetings:", "meeting:", 1, "did you mean 'meetings'?"),
    ("judgements.yaml", "by: desk\n", "by: ''\n", 6, "'by' is empty"),
    ("judgements.yaml", "    why: said so\n", "", 2, "'why' is missing"),
    ("judgements.yaml", "    why: said so\n", "    wy: said so\n    why: x\n", 8, "mean 'why'?"),
    ("judgements.yaml", "at: 2025-05-03\n", "at: May\n", 7, "not a date"),
    ("judgements.yaml", "{12nm: asked}", "{12nm: ask}", 4, "did you mean 'asked'?"),
    ("judgements.yaml", "{12nm: asked}", "{12n: asked}", 4, "no option '12n'"),
    ("judgements.yaml", "evidence: [st-", "evidence: [xx-", 5, "unknown statement"),
    ("judgements.yaml", "rejects: {limit: [6nm]}", "rejects: {limit: []}", 10, "no option of"),
    ("judgements.yaml", "rejects: {limit: [6nm]}", "rejects: {}", 10, "no issue is named"),
    ("judgements.yaml", "then: {term: [5y]}", "then: {trem: [5y]}", 15, "did you mean 'term'?"),
    ("judgements.yaml", "id: pv1", "id: rl1", 12, "given twice; first on line 10"),
    ("judgements.yaml", "[0, 1]", "[1, 0]", 21, "reversed"),
    ("judgements.yaml", "{limit: 1,", "{limit: -1,", 21, "below 0"),
    ("judgements.yaml", "{5y: 1}", "{6y: 1}", 22, "no option '6y'"),
    ("judgements.yaml", "reservation: 0.3", "reservation: low", 23, "a number is needed"),
    ("judgements.yaml", "      - {claim: six}\n", "", 31, "at least two"),
]


@pytest.mark.parametrize(("name", "old", "new", "line", "said"), ONE_FAULT)
def test_one_fault_is_one_problem_on_its_line(
    root: Path, name: str, old: str, new: str, line: int, said: str
) -> None:
    edit(root, name, old, new)
    found = faults(root)
    told = [p for p in found if p.line == line and said in p.message]
    assert told, found
    place = "statements.jsonl" if name.endswith(".txt") else name
    assert {problem.file for problem in found} == {place}


def test_text_that_looks_like_a_number_needs_no_quotes(root: Path) -> None:
    edit(root, "case.yaml", "name: Islanders", "name: 007")
    edit(root, "case.yaml", "{id: 5y, label: five}", "{id: 5, label: 1.50}")
    edit(root, "judgements.yaml", "{term: [5y]}", "{term: [5]}")
    edit(root, "judgements.yaml", "{5y: 1}", "{5: 1}")
    case = read_case(root)
    assert case.party_by_id["isl"].name == "007"
    assert case.issue_by_id["term"].options[0].label == "1.50"
    assert case.conditions[0].date == "2025"
    assert write_case(case, root) == ()


def test_all_faults_of_all_files_are_told_at_once(root: Path) -> None:
    edit(root, "case.yaml", "name: Islanders", "nam: Islanders")
    edit(root, "drafts/v1.yaml", "options: [12nm]", "options: [99]")
    edit(root, "process.yaml", "drafts: [v1]", "drafts: [v7]")
    edit(root, "judgements.yaml", "then: {term", "then: {trem")
    edit(root, "reviews.jsonl", '"accepted"', '"fine"')
    found = faults(root)
    assert {problem.file for problem in found} == {
        *("case.yaml", "drafts/v1.yaml", "process.yaml", "judgements.yaml", "reviews.jsonl")
    }
    # The party with a fault is still a party: nothing that names it is blamed.
    assert not any("unknown party" in problem.message for problem in found)
    assert list(found) == sorted(found)


def test_a_broken_agenda_does_not_blame_what_refers_to_it(root: Path) -> None:
    (root / "case.yaml").write_text("a: [")
    assert {problem.file for problem in faults(root)} == {"case.yaml"}


def test_a_broken_ledger_does_not_blame_what_rests_on_it(root: Path) -> None:
    (root / "statements.jsonl").write_text('{"id": "st-1", "sp')
    (problem,) = faults(root)
    assert (problem.file, problem.line) == ("statements.jsonl", 1)
    assert "cut off" in problem.message
    assert "delete these 18 characters" in problem.message


@pytest.mark.parametrize("line", ["[1]", "1", "{", "[" * 100_000, '"x', "\x00", "NaN", "\udcff"])
def test_a_ledger_line_that_is_no_object_is_named(root: Path, line: str) -> None:
    with (root / "reviews.jsonl").open("ab") as stream:
        stream.write(line.encode("utf-8", "surrogateescape") + b"\n")
    (problem,) = faults(root)
    assert (problem.file, problem.line) == ("reviews.jsonl", 2)


def test_a_later_review_of_the_same_id_takes_the_place_of_the_first(root: Path) -> None:
    text = (root / "reviews.jsonl").read_text()
    withdrawn = text.replace('"at"', '"withdrawn_at":"2025-05-04","at"')
    (root / "reviews.jsonl").write_text(text + withdrawn)
    case = read_case(root)
    assert len(case.reviews) == 2
    assert case.standing_review == {}


def test_a_statement_given_twice_is_a_fault(root: Path) -> None:
    text = (root / "statements.jsonl").read_text()
    (root / "statements.jsonl").write_text(text + text)
    (problem,) = faults(root)
    assert problem.line == 2
    assert "given twice; first on line 1" in problem.message


def test_a_paraphrase_says_where_it_is_from(root: Path) -> None:
    bare = identified(
        Statement(id="", speaker="x", stance="asks", attribution=Attribution(), extractor="y")
    )
    (root / "statements.jsonl").write_text(line_of(STATEMENT) + line_of(bare))
    messages = [problem.message for problem in faults(root)]
    assert any("paraphrase says what" in message for message in messages)
    assert any("url or a ref" in message for message in messages)


def test_only_case_yaml_is_needed_by_itself(root: Path) -> None:
    for name in FILES:
        if name != "case.yaml":
            (root / name).unlink()
    assert read_case(root).title == "Fishing accord"


@pytest.mark.parametrize("name", sorted(FILES))
def test_each_file_missing_in_turn(root: Path, name: str) -> None:
    (root / name).unlink()
    optional = {"reviews.jsonl", "process.yaml", "judgements.yaml", "reports/r1.yaml"}
    if name in optional:
        read_case(root)
        return
    assert all(problem.file for problem in faults(root))


@pytest.mark.parametrize("name", sorted(FILES))
@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff\xfe\x00", b"[1, 2", b"just text", b"- 1\n", b"\x00" * 50, "é: 1".encode("utf-16")],
)
def test_each_file_garbled_in_turn(root: Path, name: str, raw: bytes) -> None:
    (root / name).write_bytes(raw)
    told = told_by(root)
    assert all(problem.file for problem in told)
    if name in ("case.yaml", "drafts/v1.yaml", "reports/r1.txt", "statements.jsonl") or raw:
        assert told


def told_by(root: Path) -> tuple[Problem, ...]:
    """The faults of a folder, which may have none; any other exception is let through."""
    try:
        read_case(root)
    except InvalidCase as fault:
        return fault.problems
    return ()


@pytest.mark.parametrize("name", sorted(FILES))
def test_each_file_cut_short_at_every_tenth(root: Path, name: str) -> None:
    whole = (root / name).read_bytes()
    for size in range(0, len(whole), max(1, len(whole) // 10)):
        (root / name).write_bytes(whole[:size])
        assert all(problem.file for problem in told_by(root))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(sorted(FILES)),
    st.floats(0, 1),
    st.integers(0, 20),
    st.binary(max_size=6)
    | st.sampled_from([b"*a", b"&a", b"[", b"{", b"\t", b"\n- ", b"\xff", b'"']),
)
def test_any_bytes_anywhere_in_any_file_are_told_or_read(
    root: Path, name: str, share: float, cut: int, put: bytes
) -> None:
    whole = (root / name).read_bytes()
    at = int(share * len(whole))
    (root / name).write_bytes(whole[:at] + put + whole[at + cut :])
    try:
        assert all(problem.file for problem in told_by(root))
    finally:
        (root / name).write_bytes(whole)
