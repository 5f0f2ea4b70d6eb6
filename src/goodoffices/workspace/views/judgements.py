"""What analysts judged, with who, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from goodoffices.brief.words import claim_clause, plain_text
from goodoffices.codec import plain
from goodoffices.elicit.claims import subject_of
from goodoffices.model.dates import Date
from goodoffices.model.stakes import Judgement, Position, Preferences, RedLine
from goodoffices.workspace.snapshot import Snapshot

Kind = Literal["position", "red line", "proviso", "preferences"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementView:
    """One judgement. `words` says it; `value` is in the plain form of files."""

    subject: str
    kind: Kind
    party: str | None
    words: str
    by: str
    at: str
    why: str
    since: Date | None
    until: Date | None
    evidence: tuple[str, ...]
    value: Mapping[str, Any]


def judgement_views(snapshot: Snapshot) -> tuple[JudgementView, ...]:
    """Every judgement of the case, in force or not."""
    return tuple(_view(snapshot, judgement) for judgement in snapshot.case.judgements)


def _view(snapshot: Snapshot, judgement: Judgement) -> JudgementView:
    stake = judgement.value
    return JudgementView(
        subject=subject_of(stake),
        kind=_kind(judgement),
        party=stake.party,
        words=_words(snapshot, judgement),
        by=judgement.by,
        at=judgement.at,
        why=judgement.why,
        since=judgement.since,
        until=judgement.until,
        evidence=stake.evidence,
        value=plain(stake),
    )


def _kind(judgement: Judgement) -> Kind:
    stake = judgement.value
    if isinstance(stake, Position):
        return "position"
    if isinstance(stake, Preferences):
        return "preferences"
    return "red line" if isinstance(stake, RedLine) else "proviso"


def _words(snapshot: Snapshot, judgement: Judgement) -> str:
    stake, case = judgement.value, snapshot.case
    if isinstance(stake, Position):
        view = snapshot.view(None)
        return f"{view.party(stake.party).name} {plain_text(view.stands(stake))}"
    return plain_text(claim_clause(stake, case.party_by_id, case.issue_by_id))
