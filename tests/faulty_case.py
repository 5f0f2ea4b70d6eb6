"""A small case folder as text, to be broken in tests."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from goodoffices.codec import identified, plain
from goodoffices.errors import InvalidCase, Problem
from goodoffices.formats.case_folder import read_case
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


def write_faulty(folder: Path) -> Path:
    """Write the files as they are, none of them broken yet."""
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
