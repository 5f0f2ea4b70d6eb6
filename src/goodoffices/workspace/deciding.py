"""Verdicts sent over a network: sent twice they count once, and nobody decides over another unseen.

The client makes a key for every verdict and sends it again until it has an answer. The id of the
review is made of the key, so that it holds after the server was started anew as well.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from goodoffices.codec import canonical, identified
from goodoffices.errors import (
    InputError,
    InvalidCase,
    StaleWrite,
    UnknownName,
    did_you_mean,
)
from goodoffices.model.case import Case
from goodoffices.model.dates import Date
from goodoffices.model.evidence import Bound, DateBasis, Review, Stance, Statement, Verdict
from goodoffices.workspace.cases import Workspace

LONGEST_KEY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """What an amendment makes of a statement: all that a reviewer may correct. The words stay."""

    speaker: str
    stance: Stance
    party: str | None = None
    issue: str | None = None
    options: tuple[str, ...] = ()
    bound: Bound | None = None
    proviso: str | None = None
    hedged: bool = False
    negated: bool = False
    said_on: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One verdict. `key` is the client's own, the same each time it sends this verdict.

    `standing` is the id of the review that the reviewer saw on the statement, None for none.
    `copies` are the statements in copies of the report to which the verdict is applied too.
    """

    key: str
    statement: str
    verdict: Verdict
    note: str | None = None
    replacement: Amended | None = None
    standing: str | None = None
    copies: tuple[str, ...] = ()


def review_id(key: str, by: str) -> str:
    """The id of a review, made of the client's key and the reviewer."""
    if not 1 <= len(key) <= LONGEST_KEY:
        raise InputError(f"key: 1 to {LONGEST_KEY} characters are needed")
    return "rv-" + sha256(canonical([by, key])).hexdigest()[:20]


def decide_once(workspace: Workspace, decision: Decision, *, by: str) -> tuple[Review, bool]:
    """Record a verdict unless it is there already; the review, and whether it was there.

    Raises UnknownName for a statement that is not there, InvalidCase for an amendment that does
    not fit the case, InputError for a key that was used for something else, StaleWrite where
    somebody else has decided on the statement since the reviewer saw it.
    """
    name = review_id(decision.key, by)
    case = workspace.case
    if decision.statement not in case.statement_by_id:
        raise UnknownName("statement", decision.statement)
    statement = case.statement_by_id[decision.statement]
    replacement = _replacement(case, statement, decision)
    before = _first(case, name)
    if before is not None:
        told = (statement.id, decision.verdict, decision.note, replacement and replacement.id)
        if (before.subject, before.verdict, before.note, before.replacement) != told:
            raise InputError("key: it was used for another verdict before")
        return _latest(case, name), True
    _refuse_unseen(case, decision, by)
    review = workspace.decide(
        statement,
        decision.verdict,
        by=by,
        note=decision.note,
        replacement=replacement,
        name=name,
        copies=decision.copies,
    )
    return review, False


def withdraw_once(workspace: Workspace, name: str) -> tuple[Review, bool]:
    """Take a verdict back unless that was done; the review, and whether it was done before.

    Raises UnknownName for a review that is not there.
    """
    reviews = {review.id: review for review in workspace.case.reviews}
    if name not in reviews:
        raise UnknownName("review", name)
    if reviews[name].withdrawn_at is not None:
        return reviews[name], True
    return workspace.withdraw(reviews[name]), False


def _first(case: Case, name: str) -> Review | None:
    return next((review for review in case.reviews if review.id == name), None)


def _latest(case: Case, name: str) -> Review:
    return next(review for review in reversed(case.reviews) if review.id == name)


def _refuse_unseen(case: Case, decision: Decision, by: str) -> None:
    held = case.standing_review.get(decision.statement)
    if held is None or held.id == decision.standing or held.by == by:
        return
    raise StaleWrite(
        f"{held.by} {held.verdict} this statement meanwhile (at {held.at}); look at it again"
    )


def _replacement(case: Case, statement: Statement, decision: Decision) -> Statement | None:
    given = decision.replacement
    if given is None:
        return None
    if faults := amendment_faults(case, given):
        raise InvalidCase([f"replacement.{fault}" for fault in faults])
    fields: Mapping[str, Any] = {f.name: getattr(given, f.name) for f in dataclasses.fields(given)}
    basis: DateBasis = "unknown"
    if given.said_on:
        same = given.said_on == statement.said_on
        basis = statement.said_on_basis if same else "inferred"
    changed = dataclasses.replace(
        statement,
        **fields,
        said_on_basis=basis,
        extractor="review",
    )
    return identified(changed)


def amendment_faults(case: Case, given: Amended) -> list[str]:
    """What in an amendment the case does not know."""
    faults = []
    if not given.speaker.strip():
        faults.append("speaker: somebody must have said it")
    if given.party is not None and given.party not in case.party_by_id:
        hint = did_you_mean(given.party, case.party_by_id)
        faults.append(f"party: unknown party {given.party!r}{hint}")
    issue = case.issue_by_id.get(given.issue or "")
    if given.issue is not None and issue is None:
        hint = did_you_mean(given.issue, case.issue_by_id)
        faults.append(f"issue: unknown issue {given.issue!r}{hint}")
    known = issue.option_ids if issue else ()
    faults += [
        f"options: unknown option {option!r}{did_you_mean(option, known)}"
        for option in given.options
        if option not in known
    ]
    return faults
