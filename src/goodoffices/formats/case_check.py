"""References inside a case: every id that is named must be there, and mean what it is used for."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from goodoffices.codec import statement_id
from goodoffices.errors import Problem, SpanMismatch, did_you_mean
from goodoffices.formats.case_read import Entry, Parts
from goodoffices.model.agenda import Draft, Issue, Party
from goodoffices.model.case import Vocabulary
from goodoffices.model.dates import bounds, earliest, latest
from goodoffices.model.evidence import Report, Review, Statement, check_span
from goodoffices.model.process import Sourcing
from goodoffices.model.stakes import Judgement, Position, Preferences, Proviso, RedLine, Terms

Steps = tuple[str | int, ...]
Found = Iterator[tuple[Steps, str]]
"""Faults of one entry: where inside it, and what is wrong."""


def check(parts: Parts) -> list[Problem]:
    """Every fault in the references of a case."""
    known = _Known(parts)
    problems: list[Problem] = []

    def run(entries: Iterable[Entry[Any]], rule: Any) -> None:
        for entry in entries:
            problems.extend(entry.problem(text, *steps) for steps, text in rule(entry.value))

    for kind, entries in (
        ("party", parts.parties),
        ("issue", parts.issues),
        ("statement", parts.statements),
        ("meeting", parts.meetings),
        ("consultation", parts.consultations),
        ("condition", parts.conditions),
        ("contradiction", parts.contradictions),
        ("red line or proviso", _claims(parts)),
    ):
        problems.extend(_repeated(kind, entries))
    problems.extend(_same_but_for_case("draft", parts.drafts))
    problems.extend(_same_but_for_case("report", parts.reports))
    run(parts.parties, known.party_faults)
    run(parts.issues, known.issue_faults)
    run([parts.vocabulary] if parts.vocabulary else [], known.vocabulary_faults)
    run(parts.drafts, known.draft_faults)
    problems.extend(_circles(parts.drafts))
    run(parts.reports, known.report_faults)
    run(parts.statements, known.statement_faults)
    run(parts.reviews, known.review_faults)
    run(parts.meetings, known.meeting_faults)
    run(parts.consultations, known.consultation_faults)
    run(parts.conditions, known.condition_faults)
    run(parts.judgements, known.judgement_faults)
    run(parts.contradictions, known.contradiction_faults)
    return problems


def _claims(parts: Parts) -> list[Entry[Any]]:
    return [
        Entry(entry.value.value, entry.file, entry.document, entry.path)
        for entry in parts.judgements
        if isinstance(entry.value.value, (RedLine, Proviso))
    ]


def _repeated(kind: str, entries: Iterable[Entry[Any]]) -> Iterator[Problem]:
    first: dict[str, Entry[Any]] = {}
    for entry in entries:
        name = entry.value.id
        if not name.strip():
            yield entry.problem(f"the id of a {kind} must not be empty", "id")
        elif name in first:
            line = first[name].problem("", "id").line
            yield entry.problem(
                f"the {kind} id {name!r} is given twice; first on line {line}", "id"
            )
        else:
            first[name] = entry


def _same_but_for_case(kind: str, entries: Iterable[Entry[Any]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for entry in entries:
        other = first.setdefault(entry.value.id.lower(), entry.value.id)
        if other != entry.value.id:
            yield entry.problem(
                f"the {kind} ids {other!r} and {entry.value.id!r} differ only in capitals; on some"
                " computers they are one file"
            )


def _circles(drafts: Iterable[Entry[Draft]]) -> Iterator[Problem]:
    follows = {entry.value.id: entry.value.follows for entry in drafts}
    for entry in drafts:
        seen, at = {entry.value.id}, entry.value.follows
        while at is not None and at not in seen:
            seen.add(at)
            at = follows.get(at)
        if at == entry.value.id:
            yield entry.problem("the draft follows itself, through the drafts it names", "follows")


def _when_fault(text: str) -> str | None:
    """Why a text cannot say when something was judged: a date, or a date and time."""
    try:
        if re.match(r"\d{4}-\d{2}-\d{2}[T ]", text):
            datetime.fromisoformat(text)
        else:
            bounds(text)
    except ValueError:
        return f"{text!r} is not a date or a time such as 2025-11-20 or 2025-11-20T09:30:00Z"
    return None


def _period(since: str | None, until: str | None) -> Found:
    if since is not None and until is not None and latest(until) < earliest(since):
        yield ("until",), f"ends on {until}, before it begins on {since}"


class _Known:
    """What there is to refer to, and the rules of each kind of entry."""

    def __init__(self, parts: Parts) -> None:
        self.ids = parts.ids
        self.options = parts.options
        self.reports = {entry.value.id: entry.value for entry in parts.reports}
        self.consultations = {entry.value.id for entry in parts.consultations}

    def name(self, kind: str, name: str | None, *steps: str | int) -> Found:
        """A reference to a party, issue, draft, report or statement."""
        known = self.ids[kind]
        if name is not None and known is not None and name not in known:
            yield steps, f"unknown {kind} {name!r}{did_you_mean(name, known)}"

    def names(self, kind: str, names: Iterable[str], *steps: str | int) -> Found:
        for index, name in enumerate(names):
            yield from self.name(kind, name, *steps, index)

    def option_names(self, issue: str | None, names: Iterable[str], *steps: str | int) -> Found:
        """References to options of an issue that is known."""
        known = self.options.get(issue) if issue is not None else None
        if known is None:
            return
        for index, name in enumerate(names):
            if name not in known:
                hint = did_you_mean(name, known)
                yield (*steps, index), f"issue {issue!r} has no option {name!r}{hint}"

    def terms(self, terms: Terms, *steps: str | int) -> Found:
        if not terms:
            yield steps, "no issue is named"
        for issue, options in terms.items():
            yield from self.name("issue", issue, *steps, issue)
            yield from self.option_names(issue, options, *steps, issue)
            if not options:
                yield (*steps, issue), f"no option of issue {issue!r} is named"

    def sourcing(self, sourcing: Sourcing) -> Found:
        yield from self.names("statement", sourcing.evidence, "sourcing", "evidence")

    # --- agenda ---

    def party_faults(self, party: Party) -> Found:
        for index, person in enumerate(party.persons):
            for steps, text in _period(person.since, person.until):
                yield ("persons", index, *steps), text
            if person.authority < 1:
                yield ("persons", index, "authority"), "authority begins at 1"

    def issue_faults(self, issue: Issue) -> Found:
        if not issue.options:
            yield ("options",), f"issue {issue.id!r} has no options; name at least one"
        seen: set[str] = set()
        for index, option in enumerate(issue.options):
            if not option.id.strip():
                yield ("options", index, "id"), "the id of an option must not be empty"
            elif option.id in seen:
                yield ("options", index, "id"), f"the option id {option.id!r} is given twice"
            seen.add(option.id)
        if issue.status_quo is not None and issue.status_quo not in issue.option_ids:
            hint = did_you_mean(issue.status_quo, issue.option_ids)
            yield ("status_quo",), f"issue {issue.id!r} has no option {issue.status_quo!r}{hint}"
        yield from self.names("issue", issue.links, "links")

    def vocabulary_faults(self, vocabulary: Vocabulary) -> Found:
        for issue, cues in vocabulary.issues.items():
            yield from self.name("issue", issue, "issues", issue)
            known = self.options.get(issue)
            for option in cues.options if known is not None else ():
                if option not in (known or ()):
                    hint = did_you_mean(option, known or ())
                    message = f"issue {issue!r} has no option {option!r}{hint}"
                    yield ("issues", issue, "options", option), message
        for index, term in enumerate(vocabulary.learned):
            at = ("learned", index)
            yield from self.name("issue", term.issue, *at, "issue")
            options = self.options.get(term.issue)
            if term.option is not None and options is not None and term.option not in options:
                hint = did_you_mean(term.option, options)
                yield (*at, "option"), f"issue {term.issue!r} has no option {term.option!r}{hint}"
            for field, text in (("words", term.words), ("by", term.by)):
                if not text.strip():
                    yield (*at, field), f"the field {field!r} is empty"
            for field, when in (("at", term.at), ("withdrawn_at", term.withdrawn_at)):
                if when is not None and (fault := _when_fault(when)):
                    yield (*at, field), fault

    def draft_faults(self, draft: Draft) -> Found:
        yield from self.names("party", draft.drafters, "drafters")
        yield from self.name("draft", draft.follows, "follows")
        seen: set[str] = set()
        for index, clause in enumerate(draft.clauses):
            at = ("clauses", index)
            if clause.id in seen or not clause.id.strip():
                what = f"the clause id {clause.id!r} is given twice"
                yield (*at, "id"), what if clause.id.strip() else "the id of a clause is empty"
            seen.add(clause.id)
            yield from self.name("issue", clause.issue, *at, "issue")
            yield from self.option_names(clause.issue, clause.options, *at, "options")
            yield from self.names("party", clause.consent, *at, "consent")
            for place, other in enumerate(clause.bracket.alternatives if clause.bracket else ()):
                where = (*at, "bracket", "alternatives", place)
                yield from self.option_names(clause.issue, other.options, *where, "options")
                yield from self.names("party", other.sponsors, *where, "sponsors")

    # --- evidence ---

    def report_faults(self, report: Report) -> Found:
        if not re.fullmatch(r"[0-9a-f]{64}", report.sha256):
            yield ("sha256",), "a SHA-256 digest has 64 digits 0-9 and a-f"
        if report.copy_of == report.id:
            yield ("copy_of",), "a report cannot be a copy of itself"
        yield from self.name("report", report.copy_of, "copy_of")

    def statement_faults(self, statement: Statement) -> Found:
        right = statement_id(statement)
        if statement.id != right:
            yield (
                (),
                f"the id {statement.id!r} does not fit the content, whose id is {right!r}: the line"
                " was changed by hand; a change belongs in a review with a replacement",
            )
        yield from self.name("party", statement.party)
        yield from self.name("issue", statement.issue)
        yield from self.option_names(statement.issue, statement.options)
        if statement.options and statement.issue is None:
            yield (), "options are given without their issue"
        if statement.span is not None:
            report = self.reports.get(statement.span.report)
            yield from self.name("report", statement.span.report)
            if report is not None:
                try:
                    check_span(statement.span, report)
                except SpanMismatch as fault:
                    yield (), str(fault)
        else:
            if not statement.paraphrase:
                yield (), "neither a span of a report nor a paraphrase says what was stated"
            if not (statement.url or statement.ref):
                yield (), "a paraphrase needs a url or a ref that says where it is from"

    def review_faults(self, review: Review) -> Found:
        for kind, text in (("by", review.by), ("id", review.id)):
            if not text.strip():
                yield (), f"the field {kind!r} is empty"
        for when in (review.at, review.withdrawn_at):
            if when is not None and (fault := _when_fault(when)):
                yield (), fault
        yield from self.name("statement", review.subject)
        yield from self.name("statement", review.replacement)
        if review.verdict == "amended" and review.replacement is None:
            yield (), "an amendment names its replacement, and this one does not"
        if review.verdict != "amended" and review.replacement is not None:
            yield (), "only an amendment has a replacement"

    # --- process ---

    def meeting_faults(self, meeting: Any) -> Found:
        yield from self.names("party", meeting.parties, "parties")
        yield from self.names("draft", meeting.drafts, "drafts")
        yield from self.sourcing(meeting.sourcing)

    def consultation_faults(self, consultation: Any) -> Found:
        yield from self.name("draft", consultation.draft, "draft")
        yield from self.name("party", consultation.party, "party")
        yield from self.sourcing(consultation.sourcing)

    def condition_faults(self, condition: Any) -> Found:
        yield from self.name("party", condition.party, "party")
        yield from self.sourcing(condition.sourcing)
        if condition.kind == "measurement" and condition.quantity is None:
            yield (), "a measurement needs its quantity"

    # --- judgements ---

    def signature_faults(self, entry: Any) -> Found:
        for name in ("by", "why"):
            if not getattr(entry, name).strip():
                yield (name,), f"the field {name!r} is empty; a judgement says who and why"
        if fault := _when_fault(entry.at):
            yield ("at",), fault

    def contradiction_faults(self, contradiction: Any) -> Found:
        yield from self.signature_faults(contradiction)
        yield from self.name("issue", contradiction.issue, "issue")
        if len(contradiction.claims) < 2:
            yield ("claims",), "a contradiction has at least two claims"
        for index, claim in enumerate(contradiction.claims):
            yield from self.names("statement", claim.evidence, "claims", index, "evidence")

    def judgement_faults(self, judgement: Judgement) -> Found:
        value = judgement.value
        yield from self.signature_faults(judgement)
        yield from _period(judgement.since, judgement.until)
        yield from self.name("party", value.party, "party")
        yield from self.names("statement", value.evidence, "evidence")
        firmness = None if isinstance(value, Preferences) else value.firmness
        if firmness is not None and not 0 <= firmness <= 1:
            yield ("firmness",), f"firmness is {firmness}; it runs from 0 to 1"
        if isinstance(value, Position):
            yield from self.position_faults(value)
        elif isinstance(value, RedLine):
            yield from self.terms(value.rejects, "rejects")
            yield from _number(value.cost, "cost")
        elif isinstance(value, Proviso):
            yield from self.terms(value.if_, "if")
            yield from self.terms(value.then, "then")
            yield from _number(value.cost, "cost")
        else:
            yield from self.preference_faults(value)

    def position_faults(self, position: Position) -> Found:
        yield from self.name("issue", position.issue, "issue")
        known = self.options.get(position.issue)
        for option in position.standings if known is not None else ():
            if option not in (known or ()):
                hint = did_you_mean(option, known or ())
                message = f"issue {position.issue!r} has no option {option!r}{hint}"
                yield ("standings", option), message

    def preference_faults(self, entry: Preferences) -> Found:
        for issue, weight in entry.weights.items():
            yield from self.name("issue", issue, "weights", issue)
            yield from _interval(weight, "weights", issue, least=0)
        for issue, scores in entry.scores.items():
            yield from self.name("issue", issue, "scores", issue)
            yield from self._score_faults(issue, scores)
        yield from _interval(entry.reservation, "reservation")
        yield from _number(entry.reservation_cost, "reservation_cost")

    def _score_faults(self, issue: str, scores: Mapping[str, Any]) -> Found:
        known = self.options.get(issue)
        for option, score in scores.items():
            if known is not None and option not in known:
                hint = did_you_mean(option, known)
                message = f"issue {issue!r} has no option {option!r}{hint}"
                yield ("scores", issue, option), message
            yield from _interval(score, "scores", issue, option)


def _number(number: float | int, *steps: str | int, least: float | None = 0) -> Found:
    if not math.isfinite(number):
        yield steps, f"{number} is not a finite number"
    elif least is not None and number < least:
        yield steps, f"{number} is below {least:g}, the least that is allowed"


def _interval(quantity: Any, *steps: str | int, least: float | None = None) -> Found:
    ends = quantity if isinstance(quantity, tuple) else (quantity, quantity)
    for end in dict.fromkeys(ends):
        yield from _number(end, *steps, least=least)
    if ends[0] > ends[1]:
        yield steps, f"the interval [{ends[0]}, {ends[1]}] is reversed"
