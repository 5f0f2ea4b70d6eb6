"""The fictional case: its documents, what is read out of them, and what follows from that."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from goodoffices.formats.case_folder import read_case
from goodoffices.model.case import HAND_ENTERED, Case, accepted_statements
from goodoffices.model.evidence import Report, Statement, check_span
from goodoffices.model.stakes import Proviso, RedLine
from goodoffices.read.attribution import extract
from goodoffices.read.documents import read_document
from goodoffices.track.consultation import consultation
from goodoffices.track.contradictions import contradictions
from goodoffices.track.corroboration import corroboration
from goodoffices.track.genealogy import genealogy
from goodoffices.workspace import Workspace
from support import EXAMPLES, ROOT

DOCUMENTS, CASE = EXAMPLES / "strait-accord-documents", EXAMPLES / "strait-accord"


@cache
def script(name: str) -> ModuleType:
    """A script of the repository as a module."""
    path = ROOT / "scripts" / "strait_accord" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"strait_accord_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@cache
def shipped() -> Case:
    return read_case(CASE)


@cache
def reports() -> dict[str, Report]:
    """Reports of the shipped case by the number of their document."""
    by_digest = {report.sha256: report for report in shipped().reports}
    return {p.name[:2]: by_digest[read_document(p).sha256] for p in sorted(DOCUMENTS.iterdir())}


@cache
def candidates() -> tuple[Statement, ...]:
    """What the extractor finds in the reports, before anybody looks at it."""
    case = shipped()
    return tuple(
        statement
        for report in case.reports
        for statement in extract(
            report, parties=case.parties, issues=case.issues, vocabulary=case.vocabulary
        )
    )


def read_as(key: str) -> frozenset[str]:
    """Ids of the statements that count, by the key under which the editors read them."""
    build = script("build")
    (reading,) = (r for r in build.readings() if r.key == key)
    wanted = build.coded(reading)
    found = set()
    for number in reading.reports:
        report = reports()[number[:2]]
        place = build.place_of(reading, report)
        found |= {
            s.id
            for s in accepted_statements(shipped())
            if s.span is not None
            and s.span.report == report.id
            and s.span.start < place.end
            and place.start < s.span.end
            and all(getattr(s, name) == value for name, value in wanted.items())
        }
    return frozenset(found)


# --- the shipped files ---------------------------------------------------------------------------


def tree(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_the_shipped_case_is_what_the_script_makes(tmp_path: Path) -> None:
    script("build").build(tmp_path / "case")
    made, kept = tree(tmp_path / "case"), tree(CASE)
    assert sorted(made) == sorted(kept)
    differing = [name for name in made if made[name] != kept[name]]
    assert differing == []


def test_the_shipped_documents_are_what_the_script_makes() -> None:
    made = script("make_documents").documents()
    assert sorted(made) == sorted(path.name for path in DOCUMENTS.iterdir())
    for name, data in made.items():
        kept = DOCUMENTS / name
        if kept.suffix in (".docx", ".pdf"):  # packed by libraries whose versions differ in bytes
            assert read_document(data, name=name).text == read_document(kept).text
        else:
            assert data == kept.read_bytes()


def test_making_a_document_twice_gives_the_same_bytes() -> None:
    assert script("make_documents").documents() == script("make_documents").documents()


def test_every_document_says_who_printed_it_and_when() -> None:
    kinds = {report.media_type.split("/")[-1].split(".")[-1] for report in shipped().reports}
    assert kinds == {"plain", "html", "pdf", "document"}
    assert {(r.outlet, r.published, r.language) for r in reports().values()} == {
        ("Strait Wire", "2024-03-05", "en"),
        ("Sundhall Courier", "2024-03-05", "en"),
        ("Carvossa Beacon", "2024-03-06", "en"),
        ("Sundhall Courier", "2024-03-08", "en"),
        ("Carvossa Beacon", "2024-03-09", "en"),
        ("Ilmere Review", "2024-03-12", "en"),
        ("Strait Wire", "2024-03-14", "en"),
        ("Carvossa Beacon", "2024-03-16", "en"),
        ("Ilmere Review", "2024-03-21", "en"),
        ("Sundhall Courier", "2024-03-23", "en"),
    }


def test_the_page_is_read_without_its_furniture() -> None:
    text = reports()["06"].text
    assert text.startswith("Marenvik has offered to halve")
    assert text.rstrip().endswith("harder by far.")
    for furniture in ("cookies", "Subscribe", "Herring", "Most read", "All rights reserved"):
        assert furniture not in text


def test_the_two_copies_of_the_agency_report_are_recognised() -> None:
    copies = {number: r.copy_of for number, r in reports().items() if r.copy_of}
    assert copies == {"02": reports()["01"].id, "03": reports()["01"].id}


# --- extraction ----------------------------------------------------------------------------------

FOR = {"asks", "offers", "accepts"}
AGAINST = {"rejects", "red_line", "resists"}


KEY_CLAIMS = [
    ("01", "Marenvik has demanded 48 hours' notice", "marenvik", "transit", {"asks"}),
    ("01", "rejected any inspection", "dolsany", "transit", AGAINST),
    ("01", "a fishing zone of three miles", "dolsany", "fishing", {"asks"}),
    ("01", "Marenvik needs a fishing zone of twelve", "marenvik", "fishing", {"asks"}),
    ("04", "would never give up Hollin Skerry", "marenvik", "islet", AGAINST),
    ("04", "ruled out free passage", "marenvik", "transit", AGAINST),
    ("04", "rejected foreign observers", "marenvik", "monitoring", AGAINST),
    ("05", "rejected a zone of six miles", "dolsany", "fishing", AGAINST),
    ("05", "never accept inspection", "dolsany", "transit", AGAINST),
    ("05", "demanded free passage", "dolsany", "transit", {"asks"}),
    ("05", "offered to leave the islet to an arbitral", "dolsany", "islet", {"offers"}),
    ("05", "offered to release the sailors in stages", "dolsany", "prisoners", {"offers"}),
    ("07", "offered to halve the navigation fee", "marenvik", "fees", {"denies"}),
    ("08", "insisted on a vote of the Chamber", "chamber", "approval", {"asks"}),
    ("10", "could accept 24 hours' notice", "marenvik", "transit", {"conditional", "offers"}),
    ("10", "accepted a fee of four crowns", "marenvik", "fees", {"accepts"}),
    ("10", "would not accept a fishing zone of three", "marenvik", "fishing", AGAINST),
    ("10", "rejected observers from Ilmere", "marenvik", "monitoring", AGAINST),
    ("10", "could not accept a fishing zone of six miles", "dolsany", "fishing", AGAINST),
]


def at(number: str, words: str) -> list[Statement]:
    """Candidates whose span overlaps the words."""
    report = reports()[number]
    start = report.text.replace("\n", " ").index(words)
    return [
        s
        for s in candidates()
        if s.span is not None
        and s.span.report == report.id
        and s.span.start < start + len(words)
        and start < s.span.end
    ]


@pytest.mark.parametrize(("number", "words", "party", "issue", "stances"), KEY_CLAIMS)
def test_the_extractor_finds_the_key_claims(
    number: str, words: str, party: str, issue: str, stances: set[str]
) -> None:
    found = [(s.party, s.issue, s.stance) for s in at(number, words)]
    assert any(p == party and i == issue and s in stances for p, i, s in found), found


UNNAMED = [
    ("01", "the two sides had not been in the same room"),
    ("05", "Dolsany's delegation had discussed six miles"),
    ("06", "Marenvik has offered to halve the navigation fee"),
    ("06", "Dolsany could live with joint administration"),
    ("07", "the government could accept notice of 24 hours"),
    ("09", "Marenvik had asked for joint patrols"),
]


@pytest.mark.parametrize(("number", "words"), UNNAMED)
def test_the_extractor_sees_that_a_source_is_unnamed(number: str, words: str) -> None:
    found = at(number, words)
    assert any(s.attribution.anonymous for s in found), [str(s.attribution) for s in found]


def test_every_candidate_stands_in_its_report() -> None:
    by_id = shipped().report_by_id
    assert len(candidates()) > 80
    for statement in candidates():
        assert statement.span is not None
        check_span(statement.span, by_id[statement.span.report])


def test_the_editors_amended_and_entered_and_left_work_to_do() -> None:
    case = shipped()
    verdicts = [review.verdict for review in case.reviews]
    assert {"accepted", "amended", "rejected"} == set(verdicts)
    assert {review.by for review in case.reviews} == {"case editors"}
    entered = [s for s in case.statements if s.extractor == HAND_ENTERED]
    assert len(entered) < len(verdicts) / 4
    assert len(Workspace(CASE).candidates()) >= 10


# --- what follows --------------------------------------------------------------------------------


def test_one_speech_in_three_papers_counts_once() -> None:
    rows = {(r.party, r.issue, r.stance, r.options): r for r in corroboration(shipped())}
    row = rows["dolsany", "transit", "opposes", ("inspect48",)]
    assert [(o.name, len(o.outlets)) for o in row.origins] == [
        ("Casmir Vloth, 2024-03-08", 1),
        ("Neda Quillan, 2024-03-05", 3),
    ]
    leak = rows["marenvik", "fees", "supports", ("four",)]
    assert leak.independent == 2
    joint = rows["dolsany", "islet", "conditional", ("joint",)]
    assert [origin.kind for origin in joint.origins] == ["official", "anonymous", "anonymous"]
    row = next(r for r in corroboration(shipped(), as_of="2024-03-12") if r.options == ("four",))
    assert row.single_anonymous


def test_the_contradictions_are_found() -> None:
    disputes = contradictions(shipped())
    found = {(d.kind, frozenset(n for v in d.versions for n in v.evidence)) for d in disputes}
    sailors = read_as("fourteen-held") | read_as("fourteen-still") | read_as("seventeen-held")
    assert ("number", sailors) in found
    assert ("denial", read_as("leak-fee") | read_as("fee-denied")) in found
    assert ("denial", read_as("fee-from-dolsany") | read_as("fee-never")) in found
    assert ("denial", read_as("six-discussed") | read_as("six-denied")) in found
    (held,) = (d for d in disputes if d.kind == "number" and d.issue == "prisoners")
    assert [v.claim.rsplit(": ")[-1] for v in held.versions] == ["14", "17"]
    early = {d.kind for d in contradictions(shipped(), as_of="2024-03-12")}
    assert early == {"denial"}


def test_there_is_no_zone_as_stated_and_two_cheap_concessions_open_one() -> None:
    workspace = Workspace(CASE)
    assert workspace.analyse("zopa").value.exists is False
    assert workspace.analyse("conflicts").value.sets == (
        ("rl-dolsany-fishing", "rl-marenvik-fishing"),
        (
            "pv-dolsany-observers",
            "rl-dolsany-skerry",
            "rl-marenvik-observers",
            "rl-marenvik-skerry",
        ),
    )
    cheapest, second, *_ = workspace.analyse("concessions").value.sets
    assert cheapest.claims == ("rl-dolsany-fishing", "rl-marenvik-observers")
    assert cheapest.cost < second.cost
    assert cheapest.opens["islet"] == "joint"
    assert cheapest.opens["monitoring"] == "both"


def test_only_judged_claims_bind() -> None:
    case, held = shipped(), Workspace(CASE).elicited()
    stakes = [judgement.value for judgement in case.judgements]
    judged = {stake.id for stake in stakes if isinstance(stake, (RedLine, Proviso))}
    negotiation = held.negotiation
    bound = {line.id for line in negotiation.red_lines}
    assert bound | {proviso.id for proviso in negotiation.provisos} == judged
    for judgement in case.judgements:
        assert judgement.value.evidence
        assert set(judgement.value.evidence) <= {s.id for s in accepted_statements(case)}


def test_terms_from_the_first_text_to_the_second() -> None:
    rows = {(row.issue, row.draft): row for row in genealogy(shipped())}
    changes = {issue: row.change for (issue, draft), row in rows.items() if draft == "second-text"}
    assert changes == {
        "transit": "same",
        "fees": "first",
        "monitoring": "first",
        "fishing": "changed",
        "islet": "same",
        "prisoners": "first",
        "term": "same",
        "approval": "first",
    }
    assert rows["fishing", "second-text"].options == ("nm6", "nm3")


def test_who_saw_which_text_before_it_was_public() -> None:
    seen = {(r.draft, r.party, r.sight): r.before_public for r in consultation(shipped())}
    assert seen == {
        ("first-text", "ilmere", "drafted"): True,
        ("first-text", "marenvik", "handed"): True,
        ("first-text", "dolsany", "handed"): True,
        ("first-text", "chamber", "excluded"): False,
        ("second-text", "ilmere", "drafted"): True,
        ("second-text", "marenvik", "handed"): True,
        ("second-text", "dolsany", "handed"): True,
    }
