"""How a conflict (graph model) is made from a draft of a case: who could keep or break what."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.model.graph import Move
from goodoffices.model.table import freeze_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyPlan:
    """The moves of one party after signature, and its preferences as an analyst judges them.

    For every clause in `keeps` (all clauses of the plan where it is None) the party can keep it or
    break it; it may be able to escalate and to walk away, which is for good; `moves` are others of
    its own. `priorities` are conditions, most important first, and a judgement: `by`, `at`, `why`
    and the statements in `evidence` say whose and on what ground.
    """

    party: str
    by: str
    at: str
    why: str
    keeps: tuple[str, ...] | None = None
    escalates: bool = True
    walks_away: bool = True
    moves: tuple[Move, ...] = ()
    priorities: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze_fields(self, "keeps", "moves", "priorities", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictPlan:
    """A question put to a draft: would it hold once signed?

    `clauses` are those whose keeping matters here; `infeasible` and `exclusive` as in a conflict.
    Conditions name the moves `PARTY-keeps-CLAUSE`, `PARTY-escalates`, `PARTY-walks-away`, and the
    shorthands `PARTY-keeps-all` and `agreement` (everybody keeps all and nobody escalates or walks
    away).
    """

    title: str
    draft: str
    clauses: tuple[str, ...]
    parties: tuple[PartyPlan, ...]
    infeasible: tuple[str, ...] = ()
    exclusive: tuple[tuple[str, ...], ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "clauses", "parties", "infeasible", "exclusive")
