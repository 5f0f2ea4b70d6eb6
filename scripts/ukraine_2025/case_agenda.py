"""Issues, parties, vocabulary and drafts of the case."""

from __future__ import annotations

import re
from typing import Any

from scripts.ukraine_2025.case_coding import Problems
from scripts.ukraine_2025.case_sources import Dossier, Row

from goodoffices.model.agenda import (
    Alternative,
    Bracket,
    Clause,
    Draft,
    Issue,
    Option,
    Party,
    Person,
)
from goodoffices.model.case import IssueCues, Vocabulary

Coding = dict[str, Any]


def titles_of(coding: Coding) -> dict[str, str]:
    """Titles of drafts by id, to name them by in running text."""
    return {name: f"the {entry['title']}" for name, entry in coding.items()}


def _named(text: str, titles: dict[str, str]) -> str:
    """The text with drafts named by title, where the compilers write their ids."""
    for name, title in titles.items():
        text = re.sub(rf"\b{name}\b", title, text)
    return text


def issues(
    dossier: Dossier, coding: Coding, titles: dict[str, str], problems: Problems
) -> tuple[Issue, ...]:
    """One issue for each of the compilers', with their order and basis."""
    coded, bases = coding["issues"], coding["order_bases"]
    problems.fields("issues.yaml", coding, "issues order_bases")
    problems.same("issues.yaml", [row["id"] for row in dossier.issues], coded)
    problems.same(
        "issues.yaml, order_bases", {row["option_order_basis"] for row in dossier.issues}, bases
    )
    return tuple(
        _issue(row, coded[row["id"]], bases, titles, problems)
        for row in dossier.issues
        if row["id"] in coded
    )


def _issue(
    row: Row, coded: Coding, bases: dict[str, bool], titles: dict[str, str], problems: Problems
) -> Issue:
    where = f"issues.yaml, {row['id']}"
    problems.fields(
        where,
        coded,
        "question options",
        "unit status_quo ordered order_note negotiable why_not status note",
    )
    options = coded["options"]
    problems.same(where, row["options"], [option["as"] for option in options.values()])
    if [option["as"] for option in options.values()] != row["options"]:
        problems.add(f"{where}: the options are not in the compilers' order")
    for name, option in options.items():
        problems.fields(f"{where}, {name}", option, "label as", "value")
    if ("ordered" in coded) != ("order_note" in coded):
        problems.add(f"{where}: another order than the compilers' basis says needs an order_note")
    if ("negotiable" in coded) != ("why_not" in coded):
        problems.add(f"{where}: an issue that is not negotiable needs a why_not")
    basis = row["option_order_basis"]
    return Issue(
        id=row["id"],
        question=coded["question"],
        options=tuple(
            Option(id=str(name), label=option["label"], value=option.get("value"))
            for name, option in options.items()
        ),
        ordered=coded.get("ordered", bases.get(basis, False)),
        order_basis=" ".join(filter(None, [basis, coded.get("order_note")])),
        unit=coded.get("unit"),
        status_quo=coded.get("status_quo"),
        group=row["cluster"],
        links=tuple(row["linked_issues"]),
        negotiable=coded.get("negotiable", True),
        note=_named(_note(row, coded), titles),
    )


def _note(row: Row, coded: Coding) -> str:
    said = [coded.get("note"), coded.get("why_not"), row["note"]]
    if row["question"] != coded["question"]:
        said.append(f"The compilers ask: {row['question']}")
    said.append(
        f"Status on 2025-12-29, by the compilers: {coded.get('status', row['status_2025_12_29'])}."
    )
    said.append(f"PA-X category: {row['pax_category'].strip('()')}.")
    return " ".join(text for text in said if text)


def parties(dossier: Dossier, coding: Coding, problems: Problems) -> tuple[Party, ...]:
    """The parties with their persons."""
    problems.fields("parties.yaml", coding, "parties speakers part_speakers attributions")
    compiled = [name for entry in coding["parties"] for name in entry["compiled_as"]]
    problems.same("parties.yaml", {row["party"] for row in dossier.statements}, compiled)
    found = []
    for entry in coding["parties"]:
        where = f"parties.yaml, {entry.get('id')}"
        problems.fields(where, entry, "id name role aliases compiled_as", "rule persons note")
        persons = [
            Person(**person)
            for person in entry.get("persons", [])
            if problems.fields(where, person, "name office authority", "aliases since until")
        ]
        found.append(
            Party(
                id=entry["id"],
                name=entry["name"],
                role=entry["role"],
                aliases=tuple(entry["aliases"]),
                rule=entry.get("rule"),
                note=entry.get("note"),
                persons=tuple(persons),
            )
        )
    return tuple(found)


def vocabulary(
    coding: Coding,
    aliases: dict[str, list[str]],
    outlets: set[str],
    agenda: tuple[Issue, ...],
    problems: Problems,
) -> Vocabulary:
    """Cue words of issues and options, and every outlet of the chains with its other names."""
    problems.same("vocabulary.yaml", [issue.id for issue in agenda], coding)
    for issue in agenda:
        entry = coding.get(issue.id, {})
        problems.fields(f"vocabulary.yaml, {issue.id}", entry, "cues options")
        problems.same(
            f"vocabulary.yaml, {issue.id}", issue.option_ids, map(str, entry.get("options", []))
        )
    for name in aliases:
        problems.known("sources.yaml, outlet_aliases", "outlet", name, outlets)
    return Vocabulary(
        issues={
            issue.id: IssueCues(
                cues=tuple(coding[issue.id]["cues"]),
                options={
                    str(name): tuple(cues)
                    for name, cues in coding[issue.id]["options"].items()
                    if cues
                },
            )
            for issue in agenda
            if issue.id in coding
        },
        outlets={name: tuple(aliases.get(name, ())) for name in sorted(outlets)},
    )


def drafts(
    dossier: Dossier, coding: Coding, agenda: tuple[Issue, ...], problems: Problems
) -> tuple[Draft, ...]:
    """The drafts, every point of which is one clause or several."""
    problems.same("drafts.yaml", [row["id"] for row in dossier.drafts], coding)
    known = {issue.id: issue for issue in agenda}
    return tuple(
        _draft(row, coding[row["id"]], known, titles_of(coding), problems)
        for row in dossier.drafts
        if row["id"] in coding
    )


def _draft(
    row: Row,
    coded: Coding,
    agenda: dict[str, Issue],
    titles: dict[str, str],
    problems: Problems,
) -> Draft:
    where = f"drafts.yaml, {row['id']}"
    problems.fields(where, coded, "title name drafters points", "follows")
    if coded["name"] != row["name"]:
        problems.add(f"{where}: the compilers call it {row['name']!r}, not {coded['name']!r}")
    keys = [str(point["n"] or point["issue"]) for point in row["points"]]
    entries = {str(entry["point"]): entry for entry in coded["points"]}
    problems.same(where, keys, [str(entry["point"]) for entry in coded["points"]])
    clauses: list[Clause] = []
    for key, point in zip(keys, row["points"], strict=True):
        entry = entries.get(key)
        if entry is None:
            continue
        problems.fields(f"{where}, {key}", entry, "point as clauses")
        if entry["as"] != point["term"]:
            problems.add(f"{where}, {key}: the compilers' term is {point['term']!r}")
        if (
            not entry["clauses"]
            or entry["clauses"][0].get("issue", point["issue"]) != point["issue"]
        ):
            problems.add(f"{where}, {key}: the first clause is not about {point['issue']!r}")
        clauses += [
            _clause(f"{where}, {key}", key, index, point, clause, agenda, problems)
            for index, clause in enumerate(entry["clauses"])
        ]
    return Draft(
        id=row["id"],
        title=coded["title"],
        date=row["date"],
        drafters=tuple(coded["drafters"]),
        drafted_by=row["drafted_by"],
        published_by=row["published_by"],
        status=_named(row["status"], titles),
        completeness=row["completeness"],
        follows=coded.get("follows"),
        clauses=tuple(clauses),
    )


def _clause(
    where: str,
    key: str,
    index: int,
    point: Row,
    coded: Coding,
    agenda: dict[str, Issue],
    problems: Problems,
) -> Clause:
    problems.fields(where, coded, "", "issue options none consent term note bracket")
    if sum(name in coded for name in ("options", "none", "bracket")) != 1:
        problems.add(f"{where}: a clause has options, a bracket, or a reason why it has none")
    issue = str(coded.get("issue", point["issue"]))
    term = str(coded.get("term", point["term"]))
    problems.known(where, "issue", issue, agenda)
    options = [*coded.get("options", [])]
    options += [name for item in coded.get("bracket", []) for name in item["options"]]
    for name in options:
        known = agenda[issue].option_ids if issue in agenda else ()
        problems.known(where, f"option of {issue}", str(name), known)
    none = f"Settles nothing: {coded['none']}." if "none" in coded else None
    return Clause(
        id=key if index == 0 else f"{key}.{index + 1}",
        issue=issue,
        term=term,
        options=tuple(map(str, coded.get("options", []))),
        number=point["n"],
        consent=tuple(coded.get("consent", [])),
        bracket=_bracket(where, coded["bracket"], problems) if "bracket" in coded else None,
        numbers=point["numbers"] if index == 0 else {},
        url=point["source"],
        note=" ".join(filter(None, [none, coded.get("note")])) or None,
    )


def _bracket(where: str, coded: list[Coding], problems: Problems) -> Bracket:
    sound = [item for item in coded if problems.fields(where, item, "term options sponsors")]
    return Bracket(alternatives=tuple(Alternative(**item) for item in sound))
