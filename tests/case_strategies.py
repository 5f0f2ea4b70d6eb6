"""Cases that hold together, of every shape that a case folder can have."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Any, get_args

from hypothesis import strategies as st

from goodoffices.codec import identified
from goodoffices.formats.shapes import file_id_fault
from goodoffices.model.agenda import (
    ROLES,
    Alternative,
    Bracket,
    Clause,
    Draft,
    Issue,
    Option,
    Party,
    Person,
)
from goodoffices.model.case import Case, IssueCues, Vocabulary
from goodoffices.model.evidence import (
    Attribution,
    Link,
    Report,
    Review,
    SourceGrade,
    Stance,
    Statement,
    Verdict,
    span_of,
)
from goodoffices.model.process import Condition, Consultation, Meeting, Sourcing
from goodoffices.model.stakes import (
    Claim,
    Contradiction,
    Judgement,
    Position,
    Preferences,
    Proviso,
    RedLine,
    Standing,
)

TRICKY = (
    *("no", "yes", "on", "null", "~", "true", "2025-11-20", "1e5", "0x1F", "0o7", "1_000", "1:30"),
    *("- a", "a: b", "a #b", "#", "'", '"', "|", ">", "&a", "*a", "!x", "%y", "@z", "`", "<<", "="),
    *(
        " lead",
        "trail ",
        "two  spaces",
        "tab\there",
        "line\nbreak",
        "\n\nx\n\n",
        "cr\rlf\r\n",
        "é😀",
    ),
    *(
        "\u2028",
        "\u0085x",
        "\ufeffbom",
        "\x00",
        "\x7f",
        "?",
        ":",
        "-",
        "[",
        "{}",
        ",",
        "...",
        "---",
    ),
    "word " * 40 + "end",
    "long: " * 30,
)
texts = st.text(max_size=12) | st.sampled_from(TRICKY)
names = texts.filter(lambda text: bool(text.strip()))
maybe = st.none() | texts
days = st.dates().map(lambda day: day.isoformat().zfill(10))
dates = days | days.map(lambda day: day[:7]) | days.map(lambda day: day[:4])
maybe_dates = st.none() | dates
numbers = st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
shares = st.floats(0, 1) | st.sampled_from([0, 1])
costs = st.floats(0, 1e6) | st.integers(0, 9)
file_ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True).filter(
    lambda name: file_id_fault(name) is None
)


def some(items: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """A few of the names, each at most once."""
    if not items:
        return st.just(())
    return st.lists(st.sampled_from(items), unique=True, max_size=3).map(tuple)


def one_or_none(items: list[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(items) if items else st.none()


@st.composite
def quantities(draw: st.DrawFn) -> Any:
    low, high = sorted([draw(shares), draw(shares)])
    return draw(st.sampled_from([low, (low, high)]))


@st.composite
def agendas(draw: st.DrawFn) -> dict[str, Any]:
    persons = st.builds(
        Person,
        name=names,
        aliases=st.lists(texts, max_size=2).map(tuple),
        office=maybe,
        authority=st.integers(1, 4),
        since=maybe_dates,
    )
    parties = [
        Party(
            id=name,
            name=draw(names),
            role=draw(st.sampled_from(ROLES)),
            aliases=draw(st.lists(texts, max_size=2).map(tuple)),
            persons=draw(st.lists(persons, max_size=2).map(tuple)),
            note=draw(maybe),
        )
        for name in draw(st.lists(names, min_size=1, max_size=3, unique=True))
    ]
    issue_ids = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    issues = []
    for name in issue_ids:
        option_ids = draw(st.lists(names, min_size=1, max_size=3, unique=True))
        options = tuple(
            Option(id=option, label=draw(texts), value=draw(st.none() | numbers))
            for option in option_ids
        )
        issues.append(
            Issue(
                id=name,
                question=draw(texts),
                options=options,
                ordered=draw(st.booleans()),
                status_quo=draw(one_or_none(option_ids)),
                links=draw(some(issue_ids)),
                negotiable=draw(st.booleans()),
                note=draw(maybe),
            )
        )
    vocabulary = Vocabulary(
        issues={
            issue.id: IssueCues(
                cues=draw(st.lists(texts, max_size=2).map(tuple)),
                options={option: (draw(texts),) for option in draw(some(list(issue.option_ids)))},
            )
            for issue in issues
            if draw(st.booleans())
        },
        outlets=draw(st.dictionaries(texts, st.lists(texts, max_size=2).map(tuple), max_size=2)),
    )
    return {
        "title": draw(names),
        "note": draw(maybe),
        "parties": tuple(parties),
        "issues": tuple(issues),
        "vocabulary": vocabulary,
    }


class _Refs:
    """What there is to refer to, and strategies over it."""

    def __init__(self, agenda: dict[str, Any]) -> None:
        self.parties = [party.id for party in agenda["parties"]]
        self.options = {issue.id: list(issue.option_ids) for issue in agenda["issues"]}
        self.issues = list(self.options)
        self.drafts: list[str] = []
        self.statements: list[str] = []

    @property
    def issue(self) -> st.SearchStrategy[str]:
        return st.sampled_from(self.issues)

    @property
    def party(self) -> st.SearchStrategy[str]:
        return st.sampled_from(self.parties)

    def terms(self) -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
        return st.lists(self.issue, min_size=1, max_size=2, unique=True).flatmap(
            lambda chosen: st.fixed_dictionaries(
                {
                    issue: st.lists(
                        st.sampled_from(self.options[issue]), min_size=1, unique=True
                    ).map(tuple)
                    for issue in chosen
                }
            )
        )

    @property
    def sourcing(self) -> st.SearchStrategy[Sourcing]:
        return st.builds(
            Sourcing,
            evidence=some(self.statements),
            urls=st.lists(texts, max_size=1).map(tuple),
            basis=maybe,
        )


@st.composite
def drafts(draw: st.DrawFn, refs: _Refs) -> tuple[Draft, ...]:
    ids = draw(st.lists(file_ids, max_size=3, unique_by=str.lower))
    made = []
    for place, name in enumerate(ids):
        clauses = []
        for number in range(draw(st.integers(0, 3))):
            issue = draw(refs.issue)
            bracket = Bracket(
                alternatives=(
                    Alternative(
                        term=draw(texts),
                        options=draw(some(refs.options[issue])),
                        sponsors=draw(some(refs.parties)),
                    ),
                )
            )
            clauses.append(
                Clause(
                    id=f"c{number}",
                    issue=issue,
                    term=draw(texts),
                    options=draw(some(refs.options[issue])),
                    number=draw(st.none() | st.integers(1, 40)),
                    consent=draw(some(refs.parties)),
                    bracket=draw(st.sampled_from([None, bracket])),
                    numbers=draw(st.dictionaries(texts, numbers | texts, max_size=2)),
                )
            )
        made.append(
            Draft(
                id=name,
                title=draw(texts),
                date=draw(dates),
                drafters=draw(some(refs.parties)),
                published_by=draw(maybe),
                follows=draw(one_or_none(ids[:place])),
                clauses=tuple(clauses),
            )
        )
    refs.drafts = ids
    return tuple(made)


@st.composite
def reports(draw: st.DrawFn) -> tuple[Report, ...]:
    ids = draw(st.lists(file_ids, max_size=2, unique_by=str.lower))
    made = []
    for place, name in enumerate(ids):
        text = draw(texts)
        digest = hashlib.sha256(draw(st.sampled_from([text, "another"])).encode()).hexdigest()
        made.append(
            Report(
                id=name,
                text=text,
                sha256=digest,
                title=draw(maybe),
                outlet=draw(maybe),
                published=draw(maybe_dates),
                language=draw(st.sampled_from([None, "en", "no"])),
                copy_of=draw(one_or_none(ids[:place])),
            )
        )
    return tuple(made)


@st.composite
def statements(draw: st.DrawFn, refs: _Refs, found: tuple[Report, ...]) -> tuple[Statement, ...]:
    made: dict[str, Statement] = {}
    chains = st.builds(
        Attribution,
        chain=st.lists(st.builds(Link, name=texts, note=maybe), max_size=2).map(tuple),
    )
    for _ in range(draw(st.integers(0, 3))):
        issue = draw(one_or_none(refs.issues))
        with_text = [report for report in found if report.text]
        where: dict[str, Any] = {"url": "https://example.org", "paraphrase": draw(names)}
        spanned: bool = draw(st.booleans())
        if with_text and spanned:
            report: Report = draw(st.sampled_from(with_text))
            start = draw(st.integers(0, len(report.text) - 1))
            end = draw(st.integers(start + 1, len(report.text)))
            where = {"span": span_of(report, start, end)}
        statement = identified(
            Statement(
                id="",
                speaker=draw(texts),
                stance=draw(st.sampled_from(get_args(Stance))),
                attribution=draw(chains),
                extractor=draw(st.sampled_from(["dossier", "rules"])),
                party=draw(one_or_none(refs.parties)),
                issue=issue,
                options=draw(some(refs.options[issue])) if issue is not None else (),
                hedged=draw(st.booleans()),
                said_on=draw(maybe_dates),
                grade=SourceGrade(reliability=draw(st.sampled_from("ABCDEF"))),
                numbers=draw(st.dictionaries(texts, numbers | texts, max_size=2)),
                **where,
            )
        )
        made[statement.id] = statement
    refs.statements = list(made)
    return tuple(made.values())


@st.composite
def reviews(draw: st.DrawFn, refs: _Refs) -> tuple[Review, ...]:
    made = []
    for number in range(draw(st.integers(0, 3)) if refs.statements else 0):
        verdict = draw(st.sampled_from(get_args(Verdict)))
        replaced = draw(st.sampled_from(refs.statements)) if verdict == "amended" else None
        made.append(
            Review(
                id=f"r{number}",
                subject=draw(st.sampled_from(refs.statements)),
                verdict=verdict,
                by=draw(names),
                at="2025-11-20T09:30:00Z",
                note=draw(maybe),
                replacement=replaced,
            )
        )
    return tuple(made)


@st.composite
def processes(draw: st.DrawFn, refs: _Refs) -> dict[str, Any]:
    meetings = [
        Meeting(
            id=f"m{number}",
            date=draw(dates),
            title=draw(texts),
            parties=draw(some(refs.parties)),
            persons=draw(st.lists(texts, max_size=2).map(tuple)),
            drafts=draw(some(refs.drafts)),
            confidential=draw(st.sampled_from([None, True, False])),
            sourcing=draw(refs.sourcing),
        )
        for number in range(draw(st.integers(0, 2)))
    ]
    consultations = [
        Consultation(
            id=f"k{number}",
            draft=draw(st.sampled_from(refs.drafts)),
            party=draw(refs.party),
            sight="excluded",
            note=draw(maybe),
            sourcing=draw(refs.sourcing),
        )
        for number in range(draw(st.integers(0, 2)) if refs.drafts else 0)
    ]
    conditions = [
        Condition(
            id=f"q{number}",
            date=draw(dates),
            title=draw(texts),
            kind="measurement",
            quantity=draw(numbers),
            unit=draw(maybe),
            party=draw(one_or_none(refs.parties)),
            sourcing=draw(refs.sourcing),
        )
        for number in range(draw(st.integers(0, 2)))
    ]
    return {
        "meetings": tuple(meetings),
        "consultations": tuple(consultations),
        "conditions": tuple(conditions),
    }


@st.composite
def stakes(draw: st.DrawFn, refs: _Refs, name: str) -> Any:
    kind = draw(st.sampled_from(["position", "red line", "proviso", "preferences"]))
    evidence, note = draw(some(refs.statements)), draw(maybe)
    party, issue = draw(refs.party), draw(refs.issue)
    common: dict[str, Any] = {"party": party, "evidence": evidence, "note": note}
    if kind == "position":
        standings = st.sampled_from(get_args(Standing))
        options = draw(some(refs.options[issue]))
        return Position(
            issue=issue,
            standings={option: draw(standings) for option in options},
            firmness=draw(st.none() | shares),
            **common,
        )
    if kind == "red line":
        return RedLine(id=name, rejects=draw(refs.terms()), cost=draw(costs), **common)
    if kind == "proviso":
        common["party"] = draw(one_or_none(refs.parties))
        return Proviso(id=name, if_=draw(refs.terms()), then=draw(refs.terms()), **common)
    weights = {issue: draw(quantities()) for issue in refs.issues}
    scores = {
        issue: {option: draw(quantities()) for option in options}
        for issue, options in refs.options.items()
    }
    return Preferences(weights=weights, scores=scores, reservation=draw(quantities()), **common)


@st.composite
def judgements(draw: st.DrawFn, refs: _Refs) -> tuple[Judgement, ...]:
    return tuple(
        Judgement(
            value=draw(stakes(refs, f"claim{number}")),
            by=draw(names),
            at="2025-11-20",
            why=draw(names),
            since=draw(maybe_dates),
        )
        for number in range(draw(st.integers(0, 3)))
    )


@st.composite
def contradictions(draw: st.DrawFn, refs: _Refs) -> tuple[Contradiction, ...]:
    claims = st.builds(Claim, claim=texts, url=maybe, evidence=some(refs.statements))
    return tuple(
        Contradiction(
            id=f"x{number}",
            topic=draw(texts),
            claims=tuple(draw(st.lists(claims, min_size=2, max_size=3))),
            by=draw(names),
            at="2025-11",
            why=draw(names),
            issue=draw(one_or_none(refs.issues)),
        )
        for number in range(draw(st.integers(0, 2)))
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case whose references hold."""
    agenda = draw(agendas())
    refs = _Refs(agenda)
    found = draw(reports())
    case = Case(
        **agenda,
        drafts=draw(drafts(refs)),
        reports=found,
        statements=draw(statements(refs, found)),
        reviews=draw(reviews(refs)),
    )
    return dataclasses.replace(
        case,
        **draw(processes(refs)),
        judgements=draw(judgements(refs)),
        contradictions=draw(contradictions(refs)),
    )
