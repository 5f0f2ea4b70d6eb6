"""Each thing that can be wrong in a case folder is named with its file and line."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodoffices.codec import identified, plain, to_json
from goodoffices.errors import InvalidCase, Problem
from goodoffices.formats.case_folder import read_case, write_case
from goodoffices.model.case import Case
from goodoffices.model.evidence import Attribution, Report, Statement, span_of

CASE = """\
format: goodoffices/case/1
title: Fishing accord
parties:
  - id: isl
    name: Islanders
  - id: main
    name: Mainland
issues:
  - id: limit
    question: How wide?
    status_quo: 6nm
    options:
      - {id: 6nm, label: six}
      - {id: 12nm, label: twelve}
  - id: term
    question: How long?
    links: [limit]
    options:
      - {id: 5y, label: five}
vocabulary:
  issues:
    limit:
      cues: [zone]
      options: {12nm: [twelve miles]}
"""
DRAFT = """\
format: goodoffices/draft/1
title: First
date: 2025-05-01
drafters: [isl]
clauses:
  - id: c1
    issue: limit
    term: Twelve miles.
    options: [12nm]
    consent: [main]
    bracket:
      alternatives:
        - {term: six, options: [6nm], sponsors: [main]}
"""
PROCESS = """\
meetings:
  - id: m1
    date: 2025-05
    title: Round
    parties: [isl]
    drafts: [v1]
    sourcing: {evidence: [STATEMENT]}
consultations:
  - {id: k1, draft: v1, party: main, sight: excluded}
conditions:
  - {id: q1, date: 2025, title: Catch, kind: measurement, quantity: 19, party: isl}
"""
JUDGEMENTS = """\
positions:
  - party: isl
    issue: limit
    standings: {12nm: asked}
    evidence: [STATEMENT]
    by: desk
    at: 2025-05-03
    why: said so
red_lines:
  - {id: rl1, party: isl, rejects: {limit: [6nm]}, by: desk, at: 2025-05-03, why: said so}
provisos:
  - id: pv1
    party: main
    if: {limit: [12nm]}
    then: {term: [5y]}
    by: desk
    at: 2025-05-03T10:00:00Z
    why: said so
preferences:
  - party: main
    weights: {limit: 1, term: [0, 1]}
    scores: {limit: {6nm: 1, 12nm: 0.3}, term: {5y: 1}}
    reservation: 0.3
    by: desk
    at: 2025-05-03
    why: said so
contradictions:
  - id: x1
    topic: width
    issue: limit
    claims:
      - {claim: six}
      - {claim: twelve, evidence: [STATEMENT]}
    by: desk
    at: 2025-05-03
    why: two texts
"""
REPORT = Report(id="r1", text="They asked for twelve miles.\n", sha256="0" * 64)
STATEMENT = identified(
    Statement(
        id="",
        speaker="Head",
        stance="asks",
        attribution=Attribution(),
        extractor="dossier",
        party="isl",
        issue="limit",
        options=("12nm",),
        span=span_of(REPORT, 0, 10),
    )
)


def line_of(value: object) -> str:
    return msgspec.json.encode(plain(value)).decode() + "\n"


REVIEW = (
    '{"id":"w1","subject":"STATEMENT","verdict":"accepted","by":"desk",'
    '"at":"2025-05-03T09:00:00Z"}\n'
)
FILES = {
    "case.yaml": CASE,
    "drafts/v1.yaml": DRAFT,
    "reports/r1.txt": REPORT.text,
    "reports/r1.yaml": "outlet: Gazette\npublished: 2025-05-02\n",
    "statements.jsonl": line_of(STATEMENT),
    "reviews.jsonl": REVIEW,
    "process.yaml": PROCESS,
    "judgements.yaml": JUDGEMENTS,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("STATEMENT", STATEMENT.id), encoding="utf-8", newline="")
    return folder


def edit(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def faults(root: Path) -> tuple[Problem, ...]:
    with pytest.raises(InvalidCase) as caught:
        read_case(root)
    return caught.value.problems


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
