"""What parties hold to: positions, red lines, provisos, preferences; and what an analyst judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from goodoffices.model.dates import Date
from goodoffices.model.table import freeze_fields

Standing = Literal["asked", "acceptable", "resisted", "refused", "unknown"]
STANDINGS: tuple[str, ...] = get_args(Standing)

Quantity = float | int | tuple[float | int, float | int]
"""A number, or an interval (low, high) within which it is known to lie."""

Terms = Mapping[str, tuple[str, ...]]
"""Issue id -> options. All the named issues together, any of the listed options of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a party stands on one issue on a date: a standing for each option.

    `firmness` runs from 0 to 1. `contested` says that the evidence disagrees; `single_anonymous`
    that one unnamed source is all there is; `origins` counts independent origins, not copies.
    """

    party: str
    issue: str
    standings: Mapping[str, Standing]
    as_of: Date | None = None
    firmness: float | None = None
    contested: bool = False
    single_anonymous: bool = False
    origins: int = 0
    evidence: tuple[str, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "standings", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLine:
    """What a party rejects: a package that holds a listed option on every named issue."""

    id: str
    party: str
    rejects: Terms
    firmness: float | None = None
    cost: float | int = 1
    evidence: tuple[str, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "rejects", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proviso:
    """A party accepts what `if_` describes only if `then` holds as well.

    With `party` None it is a rule of the world, which nobody can relax.
    """

    id: str
    party: str | None
    if_: Terms = field(metadata={"name": "if"})
    then: Terms
    firmness: float | None = None
    cost: float | int = 1
    evidence: tuple[str, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "if_", "then", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Additive preferences: utility of a package = sum over issues of weight x score, as given.

    Weights, scores and the reservation value are numbers or intervals; nothing is rescaled.
    """

    party: str
    weights: Mapping[str, Quantity]
    scores: Mapping[str, Mapping[str, Quantity]]
    reservation: Quantity
    reservation_cost: float | int = 1
    evidence: tuple[str, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "weights", "scores", "reservation", "evidence")


Stake = Position | RedLine | Proviso | Preferences


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an analyst adds beyond the evidence: always shown as such, with who, when and why.

    It holds from `since` to `until` where these are given; without `since`, from the date of the
    first statement that it rests on.
    """

    value: Stake
    by: str
    at: str
    why: str
    since: Date | None = None
    until: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One side of a recorded contradiction: what is said, where, and by which statements."""

    claim: str
    url: str | None = None
    evidence: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze_fields(self, "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Claims about one thing that cannot all hold, as an analyst recorded them."""

    id: str
    topic: str
    claims: tuple[Claim, ...]
    by: str
    at: str
    why: str
    issue: str | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "claims")
