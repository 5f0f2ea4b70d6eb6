"""What elicitation derives from a case: positions, the negotiation, and the trace of every step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from goodoffices.model.dates import Date
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Judgement, Position
from goodoffices.model.table import freeze_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One statement or judgement considered, whether it counted, and the rule that decided.

    `subject` is the id of a statement, a red line or a proviso. `rule` names the paragraph of the
    stated rule (docs/explanation/elicitation.md); `note` says it in words.
    """

    party: str
    issue: str | None
    subject: str
    used: bool
    rule: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elicited:
    """Positions per party and issue, the negotiation built from them, and how it came about.

    `judgements` are those in force on the date; `assumptions` the named parameters, all of them.
    """

    as_of: Date | None
    positions: tuple[Position, ...]
    negotiation: Negotiation
    judgements: tuple[Judgement, ...]
    steps: tuple[Step, ...]
    assumptions: Mapping[str, float | int | str | bool]

    def __post_init__(self) -> None:
        freeze_fields(self, "assumptions")


ConsequenceKind = Literal[
    "zone", "binds", "first", "contest", "position", "source", "support", "nothing"
]
CONSEQUENCES: tuple[str, ...] = get_args(ConsequenceKind)
"""Kinds of consequences, the greatest first; `goodoffices.elicit.consequence` defines them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What accepting a candidate would change; `options` are those whose standing it would.

    `reason` says it in words, for whoever decides.
    """

    statement: str
    kind: ConsequenceKind
    reason: str
    options: tuple[str, ...] = ()
