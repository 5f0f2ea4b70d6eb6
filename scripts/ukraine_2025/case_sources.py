"""Read the compilers' five files, and refuse any row or field that this script does not know."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goodoffices.errors import InvalidCase, UnreadableDocument

Row = dict[str, Any]

_KNOWN = {
    "statements": (
        "id date date_basis event_date outlet outlet_note url via speaker party issue stance"
        " text_paraphrase numbers attribution plover_suggested firmness_suggested_1to5"
    ),
    "issues": (
        "id cluster question options option_order_basis pax_category status_2025_12_29"
        " linked_issues note by_version dossier_ids"
    ),
    "drafts": "id name date drafted_by status published_by completeness points",
    "timeline": "date event",
    "contradictions": "id topic claims why_it_matters",
}
FIELDS = {name: frozenset(fields.split()) for name, fields in _KNOWN.items()}
POINT = frozenset({"n", "term", "numbers", "issue", "source"})
CLAIM = frozenset({"claim", "url"})


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """The rows of the five files, as the compilers wrote them."""

    statements: list[Row]
    issues: list[Row]
    drafts: list[Row]
    timeline: list[Row]
    contradictions: list[Row]


def read_dossier(folder: Path) -> Dossier:
    """The compilers' rows. Raises InvalidCase where a row has other fields than are known."""
    problems: list[str] = []
    files: dict[str, list[Row]] = {}
    for name, known in FIELDS.items():
        path = folder / f"{name}.json"
        try:
            files[name] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            raise UnreadableDocument(str(path), str(fault)) from fault
        for index, row in enumerate(files[name]):
            problems += _unlike(f"{name}.json, row {index + 1}", row, known)
    for draft in files["drafts"]:
        for index, point in enumerate(draft["points"]):
            problems += _unlike(f"drafts.json, {draft['id']}, point {index + 1}", point, POINT)
    for row in files["contradictions"]:
        for claim in row["claims"]:
            problems += _unlike(f"contradictions.json, {row['id']}", claim, CLAIM)
    dossier = Dossier(**files)
    problems += _disagreements(dossier)
    if problems:
        raise InvalidCase(problems)
    return dossier


def _unlike(where: str, row: Row, known: frozenset[str]) -> list[str]:
    strange, missing = set(row) - known, known - set(row)
    found = [f"{where}: a field {name!r} that nothing reads" for name in sorted(strange)]
    return [*found, *(f"{where}: the field {name!r} is missing" for name in sorted(missing))]


def _disagreements(dossier: Dossier) -> list[str]:
    """What the files say twice must be the same: terms of drafts, and issues of statements."""
    problems = []
    points = {
        (draft["id"], point["n"], point["issue"], point["term"], point["source"])
        for draft in dossier.drafts
        for point in draft["points"]
    }
    terms = {
        (version, term["point"], issue["id"], term["term"], term["source"])
        for issue in dossier.issues
        for version, found in issue["by_version"].items()
        for term in found
    }
    problems += [
        f"drafts.json and issues.json differ: {item}" for item in sorted(points ^ terms, key=str)
    ]
    listed = {
        (name, issue["id"])
        for issue in dossier.issues
        for names in issue["dossier_ids"].values()
        for name in names
    }
    stated = {(row["id"], row["issue"]) for row in dossier.statements}
    problems += [
        f"statements.json and issues.json differ: {item}" for item in sorted(listed ^ stated)
    ]
    return problems
