"""Build the case examples/ukraine-2025 from the compilers' dossier and the coding beside this file.

    python -m scripts.ukraine_2025.build DOSSIER [CASE]

DOSSIER holds statements.json, issues.json, drafts.json, timeline.json and contradictions.json.
Nothing is dropped: a row, option, point, event or number without coding, and coding without a row,
stops the build with every fault listed. Prints what became of everything. See
docs/explanation/ukraine-2025.md.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from scripts.ukraine_2025 import case_agenda, case_evidence, case_record
from scripts.ukraine_2025.case_coding import FOLDER, Problems, read_coding
from scripts.ukraine_2025.case_sources import Dossier, read_dossier

from goodoffices.errors import GoodOfficesError, InvalidCase
from goodoffices.formats.case_folder import write_case
from goodoffices.model.case import Case

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "ukraine-2025"
TITLE = "Russia and Ukraine: drafts of a settlement, November and December 2025"
NOTE = (
    "Facts from public reports of August 2025 to March 2026, gathered by the compilers of the"
    " dossier and put in their own words; no sentence of a report is copied, and every statement is"
    " a paraphrase. Options and their order are an analyst's, not a party's. Labels and judgements"
    " are the case editors' (NEUTRALITY.md, docs/explanation/ukraine-2025.md)."
)


def build(dossier: Dossier, coding: dict[str, Any]) -> Case:
    """The case as a value. Raises InvalidCase naming every row or coding that does not fit."""
    problems = Problems()
    titles = case_agenda.titles_of(coding["drafts"])
    agenda = case_agenda.issues(dossier, coding["issues"], titles, problems)
    parties = case_agenda.parties(dossier, coding["parties"], problems)
    problems.stop()
    known = case_evidence.sources_for(coding, parties, agenda)
    ledger = case_evidence.statements(dossier, coding, known, problems)
    drafts = case_agenda.drafts(dossier, coding["drafts"], agenda, problems)
    refs = case_record.Refs(ledger, problems)
    meetings, consultations, conditions = case_record.process(
        dossier, coding["process"], refs, problems
    )
    judgements = case_record.judgements(coding["judgements"], agenda, refs, problems)
    contradictions = case_record.contradictions(dossier, coding["judgements"], refs, problems)
    vocabulary = case_agenda.vocabulary(
        coding["vocabulary"], coding["sources"]["outlet_aliases"], known.outlets, agenda, problems
    )
    problems.fields("sources.yaml", coding["sources"], "outlets via addresses outlet_aliases")
    problems.stop()
    return Case(
        title=TITLE,
        parties=parties,
        issues=agenda,
        vocabulary=vocabulary,
        drafts=drafts,
        statements=ledger,
        meetings=meetings,
        consultations=consultations,
        conditions=conditions,
        judgements=judgements,
        contradictions=contradictions,
        note=NOTE,
    )


def reconciliation(dossier: Dossier, case: Case) -> list[str]:
    """What became of everything, in lines to read. Raises InvalidCase where a count is off."""
    options = sum(len(row["options"]) for row in dossier.issues)
    points = sum(len(row["points"]) for row in dossier.drafts)
    clauses = [clause for draft in case.drafts for clause in draft.clauses]
    bare = [s for s in case.statements if not s.options]
    rows = {(s.ref or "").partition("#")[0] for s in case.statements}
    events = {name[:3] for name in _process_ids(case) if name[0] == "T" and name[1:3].isdigit()}
    kept = {
        "issues": (len(dossier.issues), len(case.issues)),
        "options": (options, sum(len(issue.options) for issue in case.issues)),
        "drafts": (len(dossier.drafts), len(case.drafts)),
        "points": (points, sum("." not in clause.id for clause in clauses)),
        "rows": (len(dossier.statements), len(rows)),
        "events": (len(dossier.timeline), len(events)),
        "contradictions": (len(dossier.contradictions), len(case.contradictions)),
    }
    if lost := [f"{name}: {a} in, {b} out" for name, (a, b) in kept.items() if a != b]:
        raise InvalidCase(lost)
    return [
        *(f"{name}: {before} in, {after} out" for name, (before, after) in kept.items()),
        f"{points} points -> {len(clauses)} clauses, of which"
        f" {sum(not c.options and c.bracket is None for c in clauses)} settle nothing",
        f"{len(dossier.statements)} rows -> {len(case.statements)} statements, of which {len(bare)}"
        " name no option",
        f"{len(dossier.timeline)} events and the statements -> {len(case.meetings)} meetings,"
        f" {len(case.consultations)} consultations, {len(case.conditions)} conditions",
        f"{len(case.judgements)} judgements",
        "statements that name no option, and why:",
        *(f"  {s.ref} {s.party} {s.issue}: {s.coding['no_option']}" for s in bare),
        "clauses that settle nothing, and why:",
        *(
            f"  {draft.id} {clause.id} {clause.issue}: {clause.note}"
            for draft in case.drafts
            for clause in draft.clauses
            if not clause.options and clause.bracket is None
        ),
    ]


def _process_ids(case: Case) -> list[str]:
    return [
        *(meeting.id for meeting in case.meetings),
        *(consultation.id for consultation in case.consultations),
        *(condition.id for condition in case.conditions),
    ]


def replace_folder(case: Case, target: Path) -> None:
    """Write the case anew. Refuses a folder that holds more than a built case."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / "case"
        write_case(case, fresh)
        made = {path.relative_to(fresh) for path in fresh.rglob("*") if path.is_file()}
        held = {path.relative_to(target) for path in target.rglob("*") if path.is_file()}
        if strange := sorted(name for name in held - made if name.parts[0] != "drafts"):
            raise InvalidCase([f"{target / name}: not made by this script" for name in strange])
        for name in held - made:
            (target / name).unlink()
        for name in sorted(made):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(fresh / name, target / name)


def main(arguments: list[str]) -> int:
    """Build, write and print the reconciliation."""
    if not 1 <= len(arguments) <= 2:
        print("usage: python -m scripts.ukraine_2025.build DOSSIER [CASE]", file=sys.stderr)
        return 2
    target = Path(arguments[1]) if len(arguments) == 2 else EXAMPLE
    try:
        dossier = read_dossier(Path(arguments[0]))
        case = build(dossier, read_coding(FOLDER))
        lines = reconciliation(dossier, case)
        replace_folder(case, target)
    except GoodOfficesError as fault:
        print(fault, file=sys.stderr)
        return fault.exit_code
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
