"""The process, the judgements and the recorded contradictions of the case."""

from __future__ import annotations

from typing import Any

from scripts.ukraine_2025.case_coding import Problems
from scripts.ukraine_2025.case_sources import Dossier, Row

from goodoffices.model.agenda import Issue
from goodoffices.model.dates import earliest, latest
from goodoffices.model.evidence import Statement
from goodoffices.model.process import Condition, ConditionKind, Consultation, Meeting, Sourcing
from goodoffices.model.stakes import (
    Claim,
    Contradiction,
    Judgement,
    Position,
    Proviso,
    RedLine,
    Stake,
)

Coding = dict[str, Any]
Entry = Meeting | Consultation | Condition
EVENT_LIST = "event list of the case compilers"
NO_SOURCE = f"{EVENT_LIST}; no source given"
_FIELDS = {
    "meeting": ("title parties", "persons place host channel drafts confidential evidence"),
    "consultation": ("draft party sight", "note date evidence basis"),
    "condition": ("title", "topic quantity unit party date evidence"),
}


class Refs:
    """Statements by the rows they come from."""

    def __init__(self, ledger: tuple[Statement, ...], problems: Problems) -> None:
        self.by_ref = {statement.ref: statement for statement in ledger if statement.ref}
        self.problems = problems

    def statements(self, where: str, refs: list[str]) -> tuple[Statement, ...]:
        """The statements of the refs; an unknown one is a fault."""
        for ref in refs:
            self.problems.known(where, "row of the dossier", ref, self.by_ref)
        return tuple(self.by_ref[ref] for ref in refs if ref in self.by_ref)

    def ids(self, where: str, refs: list[str]) -> tuple[str, ...]:
        """The ids of the statements of the refs."""
        return tuple(statement.id for statement in self.statements(where, refs))


def process(
    dossier: Dossier, coding: Coding, refs: Refs, problems: Problems
) -> tuple[tuple[Meeting, ...], tuple[Consultation, ...], tuple[Condition, ...]]:
    """Every event of the compilers as entries named after it, then what statements add."""
    problems.fields("process.yaml", coding, "events consultations conditions")
    names = [f"T{index:02}" for index in range(1, len(dossier.timeline) + 1)]
    problems.same("process.yaml", names, coding["events"])
    entries: list[Entry] = []
    for name, row in zip(names, dossier.timeline, strict=True):
        if name in coding["events"]:
            entries += _event(name, row, coding["events"][name], refs, problems)
    for kind, group in (("consultation", "consultations"), ("condition", "conditions")):
        for item in coding[group]:
            where = f"process.yaml, {item['id']}"
            entry = {key: value for key, value in item.items() if key != "id"}
            if not (entry.get("evidence") or entry.get("basis")):
                problems.add(f"{where}: it rests on nothing")
            if problems.fields(where, entry, *_FIELDS[kind]):
                entries.append(_entry(kind, item["id"], entry, refs, where))
    return (
        tuple(entry for entry in entries if isinstance(entry, Meeting)),
        tuple(entry for entry in entries if isinstance(entry, Consultation)),
        tuple(entry for entry in entries if isinstance(entry, Condition)),
    )


def _event(name: str, row: Row, coded: Coding, refs: Refs, problems: Problems) -> list[Entry]:
    where = f"process.yaml, {name}"
    problems.fields(where, coded, "as compiled_date date entries")
    if coded["as"] != row["event"] or coded["compiled_date"] != row["date"]:
        problems.add(f"{where}: the compilers write {row['date']!r}, {row['event']!r}")
    if not coded["entries"]:
        problems.add(f"{where}: the event becomes nothing")
    found = []
    for letter, item in zip("abcdefghij", coded["entries"], strict=False):
        entry = {key: value for key, value in item.items() if key != "kind"}
        if not problems.fields(f"{where}{letter}", entry, *_FIELDS[item["kind"]]):
            continue
        entry.setdefault("basis", EVENT_LIST if entry.get("evidence") else NO_SOURCE)
        entry.setdefault("date", coded["date"])
        found.append(_entry(item["kind"], f"{name}{letter}", entry, refs, f"{where}{letter}"))
    return found


def _entry(kind: str, name: str, entry: Coding, refs: Refs, where: str) -> Entry:
    sourcing = Sourcing(
        evidence=refs.ids(where, entry.get("evidence", [])), basis=entry.get("basis")
    )
    rest = {key: value for key, value in entry.items() if key not in ("evidence", "basis")}
    if kind == "meeting":
        return Meeting(id=name, sourcing=sourcing, **rest)
    if kind == "consultation":
        return Consultation(id=name, sourcing=sourcing, **rest)
    measured: ConditionKind = "measurement" if "quantity" in rest else "circumstance"
    return Condition(id=name, kind=measured, sourcing=sourcing, **rest)


# --- judgements ----------------------------------------------------------------------------------


def judgements(
    coding: Coding, agenda: tuple[Issue, ...], refs: Refs, problems: Problems
) -> tuple[Judgement, ...]:
    """Red lines and provisos, each with its evidence, who, when and why."""
    problems.fields("judgements.yaml", coding, "by at red_lines positions provisos contradictions")
    issues = {issue.id: issue for issue in agenda}
    found = [_position(item, coding, issues, refs, problems) for item in coding["positions"]]
    for item in coding["red_lines"]:
        problems.fields(
            f"judgements.yaml, {item['id']}",
            item,
            "id party rejects firmness evidence why",
            "since until",
        )
        line = RedLine(
            id=item["id"],
            party=item["party"],
            rejects=_terms(item, "rejects", issues, problems),
            firmness=item["firmness"],
            evidence=refs.ids(f"judgements.yaml, {item['id']}", item["evidence"]),
        )
        found.append(_judged(item, line, coding, refs, problems))
    for item in coding["provisos"]:
        world = item["party"] is None
        problems.fields(
            f"judgements.yaml, {item['id']}",
            item,
            "id party if then why" + ("" if world else " firmness evidence"),
            "since until",
        )
        proviso = Proviso(
            id=item["id"],
            party=item["party"],
            if_=_terms(item, "if", issues, problems),
            then=_terms(item, "then", issues, problems),
            firmness=item.get("firmness"),
            evidence=refs.ids(f"judgements.yaml, {item['id']}", item.get("evidence", [])),
        )
        found.append(_judged(item, proviso, coding, refs, problems))
    return tuple(found)


def _position(
    item: Coding, coding: Coding, issues: dict[str, Issue], refs: Refs, problems: Problems
) -> Judgement:
    item = {"id": f"position of {item.get('party')} on {item.get('issue')}", **item}
    where = f"judgements.yaml, {item['id']}"
    problems.fields(where, item, "id party issue standings firmness evidence why", "since until")
    _terms(
        {"id": item["id"], "standings": {item["issue"]: [*item["standings"]]}},
        "standings",
        issues,
        problems,
    )
    position = Position(
        party=item["party"],
        issue=item["issue"],
        standings=item["standings"],
        as_of=item.get("since"),
        firmness=item["firmness"],
        evidence=refs.ids(where, item["evidence"]),
    )
    return _judged(item, position, coding, refs, problems)


def _terms(
    item: Coding, key: str, issues: dict[str, Issue], problems: Problems
) -> dict[str, tuple[str, ...]]:
    where = f"judgements.yaml, {item['id']}"
    for issue, options in item[key].items():
        problems.known(where, "issue", issue, issues)
        if issue in issues and not issues[issue].negotiable:
            problems.add(f"{where}: {issue!r} is not negotiable, so no package settles it")
        for option in options:
            known = issues[issue].option_ids if issue in issues else ()
            problems.known(where, f"option of {issue}", option, known)
    return {issue: tuple(options) for issue, options in item[key].items()}


def _judged(
    item: Coding, value: Stake, coding: Coding, refs: Refs, problems: Problems
) -> Judgement:
    """A judgement, refused where its evidence is another party's or younger than its first day."""
    where = f"judgements.yaml, {item['id']}"
    evidence = refs.statements(where, item.get("evidence", []))
    for statement in evidence:
        if statement.party != value.party:
            problems.add(f"{where}: {statement.ref} is a statement of {statement.party!r}")
    first = min((latest(s.date) for s in evidence if s.date), default=None)
    since = item.get("since")
    if since is not None and first is not None and earliest(since) < first:
        problems.add(f"{where}: it begins on {since}, before its first evidence of {first}")
    return Judgement(
        value=value,
        by=coding["by"],
        at=coding["at"],
        why=" ".join(item["why"].split()),
        since=since,
        until=item.get("until"),
    )


def contradictions(
    dossier: Dossier, coding: Coding, refs: Refs, problems: Problems
) -> tuple[Contradiction, ...]:
    """The recorded contradictions, each claim with the statement that makes it, if there is one."""
    coded = coding["contradictions"]
    problems.same(
        "judgements.yaml, contradictions", [r["id"] for r in dossier.contradictions], coded
    )
    found = []
    for row in dossier.contradictions:
        where, entry = f"judgements.yaml, {row['id']}", coded.get(row["id"])
        if entry is None:
            continue
        problems.fields(where, entry, "topic issue why claims")
        if len(entry["claims"]) != len(row["claims"]):
            problems.add(f"{where}: the compilers have {len(row['claims'])} claims")
            continue
        found.append(
            Contradiction(
                id=row["id"],
                topic=entry["topic"],
                claims=tuple(
                    _claim(where, claim, names, refs, problems)
                    for claim, names in zip(row["claims"], entry["claims"], strict=True)
                ),
                by=coding["by"],
                at=coding["at"],
                why=" ".join(entry["why"].split()),
                issue=entry["issue"],
            )
        )
    return tuple(found)


def _claim(where: str, claim: Row, names: list[str], refs: Refs, problems: Problems) -> Claim:
    for statement in refs.statements(where, names):
        if statement.url != claim["url"]:
            problems.add(f"{where}: {statement.ref} is not at the address of {claim['claim']!r}")
    return Claim(claim=claim["claim"], url=claim["url"], evidence=refs.ids(where, names))
