"""Measures the extractors on texts that they were not trained on: a case, and two real reports.

    PYTHONPATH=tests python -m scripts.attribution.evaluate_cases [REPORTS]

The case is `strait-accord`, ten fictional reports with the claims that its editors read in them.
REPORTS is the folder of the two real reports whose claims are marked, as places, in
`tests/read/marked_reports.json`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from scripts.strait_accord.build import (
    candidate_at,
    coded,
    place_of,
    readings,
    reports_by_name,
)

from goodoffices import plugins
from goodoffices.formats.case_folder import read_case
from goodoffices.model.agenda import Party, Person
from goodoffices.model.evidence import Statement
from goodoffices.read.documents import read_document
from marking import Marked, score

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("rules", "fast", "accurate")

# The parties of the two real reports.
PARTIES = (
    Party(
        id="ukraine",
        name="Ukraine",
        aliases=("Kyiv",),
        persons=(Person(name="Volodymyr Zelenskyy", aliases=("Zelensky", "Zelenskiy")),),
    ),
    Party(id="russia", name="Russia", aliases=("Moscow", "Kremlin")),
    Party(
        id="us",
        name="United States",
        aliases=("US", "American", "Washington", "White House"),
        persons=(Person(name="Marco Rubio"),),
    ),
    Party(id="turkey", name="Turkey", aliases=("Ankara",)),
)


def on_the_case(name: str) -> str:
    """How many of the editors' claims the extractor has, and how many of its own are among them."""
    extract = plugins.load("extractors", name)
    case = read_case(ROOT / "examples" / "strait-accord")
    reports = reports_by_name()
    keywords = {"parties": case.parties, "issues": case.issues, "vocabulary": case.vocabulary}
    candidates: list[Statement] = [s for r in reports.values() for s in extract(r, **keywords)]
    used: set[str] = set()
    marked = found = party = stance = issue = whole = 0
    for reading in readings():
        if reading.reject:
            continue
        for prefix in reading.reports:
            report = next(r for n, r in reports.items() if n.startswith(prefix))
            place = place_of(reading, report)
            marked += 1
            statement = candidate_at(reading, place, candidates, used)
            if statement is None:
                continue
            used.add(statement.id)
            wanted = coded(reading)
            found += 1
            party += statement.party == wanted["party"]
            stance += statement.stance == wanted["stance"]
            issue += statement.issue == wanted["issue"]
            fields = ("party", "stance", "issue", "options", "bound", "negated")
            whole += all(getattr(statement, f) == wanted[f] for f in fields)
    return (
        f"{marked} marked, {len(candidates)} candidates, {found} of them on marked words,"
        f" with the right party {party}, stance {stance}, issue {issue}, all of it {whole}"
    )


def on_reports(name: str, folder: Path) -> str:
    """The counts of `marking.score` over the marked reports."""
    extract = plugins.load("extractors", name)
    marks = json.loads((ROOT / "tests" / "read" / "marked_reports.json").read_text())
    lines = []
    for file, entries in marks.items():
        report = read_document(folder / file, name=file)
        claims = [
            Marked(
                source=tuple(e["source"]) if e["source"] else None,
                content=tuple(e["content"]),
                stance=e["stance"],
            )
            for e in entries
        ]
        held = score(report, extract(report, parties=PARTIES), claims)
        lines.append(
            f"{held.marked} marked, {held.found} found, {held.matched} right"
            f" (precision {held.precision:.2f}, recall {held.recall:.2f}),"
            f" right stance {held.stance}"
        )
    return "; ".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=Path, nargs="?")
    asked = parser.parse_args()
    for name in NAMES:
        print(f"{name} on strait-accord: {on_the_case(name)}")
        if asked.reports:
            print(f"{name} on the real reports: {on_reports(name, asked.reports)}")


if __name__ == "__main__":
    main()
