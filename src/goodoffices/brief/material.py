"""What a briefing is made of, gathered by the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from goodoffices.model.answers import Concessions, Conflicts, Verdicts, Zone
from goodoffices.model.case import Case
from goodoffices.model.elicited import Elicited
from goodoffices.model.finding import Finding
from goodoffices.model.graph import ConflictGraph
from goodoffices.model.stability import Inverse, Reasons
from goodoffices.model.table import freeze_fields
from goodoffices.model.tally import Tally
from goodoffices.model.tracks import Corroboration, Dispute, Shift, Sighting, TermVersion


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Whether a draft would hold: the conflict made from it, the reasons, and what it would take.

    `reasons` and `inverse` are about the state in which everybody keeps the draft.
    """

    draft: str
    conflict: ConflictGraph
    reasons: Finding[Reasons]
    inverse: Finding[Inverse]


@dataclass(frozen=True, kw_only=True)
class Material:
    """The case, what was elicited from it on a date, and the answers to all the questions.

    `verdicts` are by draft id. `before` and `shifts` belong to the date `since`. `unnamed_alone`
    are the claims that rest on one unnamed source; `tally` is of the statements that count, and is
    made from them where it is None. A question that was not put is None; the
    briefing then says so.
    """

    case: Case
    as_of: str | None = None
    since: str | None = None
    elicited: Elicited | None = None
    before: Elicited | None = None
    shifts: tuple[Shift, ...] = ()
    verdicts: Mapping[str, Finding[Verdicts]] = field(default_factory=dict)
    zone: Finding[Zone] | None = None
    conflicts: Finding[Conflicts] | None = None
    concessions: Finding[Concessions] | None = None
    genealogy: tuple[TermVersion, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    unnamed_alone: tuple[Corroboration, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    tally: Tally | None = None
    holdings: tuple[Holding, ...] = ()

    def __post_init__(self) -> None:
        freeze_fields(self, "verdicts")
