"""Edits of what people set: the agenda and their judgements, on the state that they looked at."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from goodoffices.codec import digest
from goodoffices.elicit.claims import subject_of
from goodoffices.errors import InputError, StaleWrite
from goodoffices.model.case import Case
from goodoffices.model.stakes import Judgement

AGENDA = (
    "title",
    "note",
    "parties",
    "issues",
    "vocabulary",
    "drafts",
    "meetings",
    "consultations",
    "conditions",
    "contradictions",
)
"""Fields of a case that are edited; judgements are, too, one at a time."""


def agenda_mark(case: Case) -> str:
    """What tells one state of the agenda and the judgements from another."""
    return digest([*(getattr(case, name) for name in AGENDA), case.judgements])[:24]


def refuse_stale(case: Case, expected: str) -> None:
    """Raise StaleWrite where the agenda is not the one that was looked at."""
    if agenda_mark(case) != expected:
        raise StaleWrite(
            "the agenda or a judgement was changed since you read it; nothing was written. Read it"
            " again and repeat your change"
        )


def edited(case: Case, fields: Mapping[str, Any]) -> Case:
    """The case with these parts of the agenda in place of its own; None leaves a part as it is.

    Raises InputError for an empty title, or where nothing is to be changed.
    """
    given = {name: value for name, value in fields.items() if name in AGENDA and value is not None}
    if not given:
        raise InputError("nothing to change was sent")
    if not str(given.get("title", "x")).strip():
        raise InputError("title: a case needs a title")
    if given.get("note") == "":
        given["note"] = None
    return dataclasses.replace(case, **given)


def judged(case: Case, judgement: Judgement) -> Case:
    """The case with a judgement, in the place of one on the same subject if there is one.

    Raises InputError for a judgement that says no reason.
    """
    if not judgement.why.strip():
        raise InputError("why: a judgement needs its reason")
    others = tuple(item for item in case.judgements if item is not same_subject(case, judgement))
    return dataclasses.replace(case, judgements=(*others, judgement))


def same_subject(case: Case, judgement: Judgement) -> Judgement | None:
    """The judgement of a case on what another is about, if there is one."""
    subject, kind = subject_of(judgement.value), type(judgement.value)
    for item in case.judgements:
        if subject_of(item.value) == subject and type(item.value) is kind:
            return item
    return None


def unjudged(case: Case, judgement: Judgement) -> Case:
    """The case without a judgement; what it rested on stays as evidence."""
    return dataclasses.replace(
        case, judgements=tuple(item for item in case.judgements if item != judgement)
    )
