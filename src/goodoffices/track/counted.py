"""What counts as evidence on a date, and how rows are ordered and named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from goodoffices.model.case import Case, accepted_statements
from goodoffices.model.dates import Date, happened_by
from goodoffices.model.evidence import Statement

FAMILY = {
    "asks": "supports",
    "offers": "supports",
    "accepts": "supports",
    "conditional": "conditional",
    "resists": "opposes",
    "rejects": "opposes",
    "red_line": "opposes",
    "denies": "denies",
    "reports": "reports",
}
"""Stances that make one claim of an option; `no_comment` claims nothing."""

_VERBS = {
    "asks": "asks for",
    "offers": "offers",
    "accepts": "accepts",
    "conditional": "accepts on conditions",
    "resists": "resists",
    "rejects": "rejects",
    "red_line": "rules out",
    "denies": "denies",
    "no_comment": "does not comment on",
    "reports": "tells of",
}


def counted(case: Case, as_of: Date | None) -> tuple[Statement, ...]:
    """Accepted statements made by the end of `as_of`, each once, sorted by id."""
    found = {s.id: s for s in accepted_statements(case) if happened_by(s.date, as_of)}
    return tuple(found[name] for name in sorted(found))


def by_issue(case: Case, as_of: Date | None) -> tuple[tuple[str, tuple[Statement, ...]], ...]:
    """What counts, issue by issue in the order of the agenda; then, under "", all that is on no
    issue of the case."""
    found: dict[str, list[Statement]] = {issue: [] for issue in (*case.issue_by_id, "")}
    for (_, issue), items in case.accepted_by_cell.items():
        said = items if as_of is None else [s for s in items if happened_by(s.date, as_of)]
        found[issue if issue is not None and issue in case.issue_by_id else ""] += said
    return tuple((issue, tuple(items)) for issue, items in found.items() if items)


def ids_of(statements: Iterable[Statement]) -> tuple[str, ...]:
    """The ids of statements, in their order."""
    return tuple([statement.id for statement in statements])


def in_time(statements: Iterable[Statement]) -> tuple[str, ...]:
    """Ids of the statements in the order they were made; those without a date last."""
    return tuple(s.id for s in sorted(statements, key=lambda s: (s.date or "9999", s.id)))


def stance_words(statements: Iterable[Statement]) -> str:
    """How the statements stand, in words: `asks for, accepts`."""
    given = {(s.stance, s.negated) for s in statements}
    words = [
        ("" if not negated else "does not: ") + _VERBS[stance]
        for stance, negated in sorted(given, key=lambda p: (p[1], list(_VERBS).index(p[0])))
    ]
    return ", ".join(words)


def party_name(case: Case, party: str | None) -> str:
    """The name of a party, or its id where the case does not know it."""
    if party is None:
        return "no party"
    known = case.party_by_id.get(party)
    return known.name if known else party


def issue_question(case: Case, issue: str | None) -> str:
    """The question of an issue, or its id where the case does not know it."""
    known = case.issue_by_id.get(issue or "")
    return known.question if known else issue or ""


def option_labels(case: Case, issue: str | None, options: Iterable[str]) -> tuple[str, ...]:
    """Labels of options in the order of the issue."""
    known = case.issue_by_id.get(issue or "")
    wanted = set(options)
    if known is None:
        return tuple(sorted(wanted))
    listed = [option.label for option in known.options if option.id in wanted]
    return (*listed, *sorted(wanted - set(known.option_ids)))


def place_in(case: Case, party: str | None, issue: str | None) -> tuple[int, int]:
    """Where an issue and a party come in the agenda; unknown ones last."""
    return _place(case.issue_by_id, issue), _place(case.party_by_id, party)


def _place(known: Mapping[str, object], name: str | None) -> int:
    return list(known).index(name) if name is not None and name in known else len(known)


def urls_of(case: Case, statements: Iterable[Statement]) -> tuple[str, ...]:
    """Addresses of the statements, or of the reports they were read in, sorted."""
    found = set()
    for statement in statements:
        report = case.report_by_id.get(statement.span.report) if statement.span else None
        url = statement.url or (report.url if report else None)
        if url:
            found.add(url)
    return tuple(sorted(found))
