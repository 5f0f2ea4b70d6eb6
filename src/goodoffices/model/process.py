"""The process around the text: who met whom, who was shown which draft, what the ground is like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from goodoffices.model.dates import Date
from goodoffices.model.table import freeze_fields

ConditionKind = Literal["measurement", "circumstance"]
Sight = Literal["drafted", "consulted", "shown", "handed", "excluded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourcing:
    """Where an entry of the process comes from: statements, or an address, or a compiler's list.

    `basis` says in words what the entry rests on where it has neither statement nor address.
    """

    evidence: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    basis: str | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "evidence", "urls")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Parties met, or an envoy carried a message. `channel` is how (summit, shuttle, call)."""

    id: str
    date: Date
    title: str
    parties: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    place: str | None = None
    host: str | None = None
    channel: str | None = None
    drafts: tuple[str, ...] = ()
    confidential: bool | None = None
    sourcing: Sourcing = Sourcing()

    def __post_init__(self) -> None:
        freeze_fields(self, "parties", "persons", "drafts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """A party had, or had not, a part in a draft. `public_on` is when the draft became public."""

    id: str
    draft: str
    party: str
    sight: Sight
    date: Date | None = None
    note: str | None = None
    sourcing: Sourcing = Sourcing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A dated, sourced measurement (quantity, unit) or circumstance (a fact without a number)."""

    id: str
    date: Date
    title: str
    kind: ConditionKind = "circumstance"
    topic: str | None = None
    quantity: float | int | None = None
    unit: str | None = None
    party: str | None = None
    sourcing: Sourcing = Sourcing()
