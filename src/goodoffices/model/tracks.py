"""Answers to questions put to the evidence: rows that name the statements they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from goodoffices.model.dates import Date
from goodoffices.model.process import Sight
from goodoffices.model.stakes import Position

Change = Literal["first", "same", "changed", "dropped", "returned"]
ContradictionKind = Literal["recorded", "standing", "number", "authorship", "denial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A party's position on an issue became another one, and the statements that show it."""

    party: str
    issue: str
    before: Position | None
    after: Position
    on: Date | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a claim was first had from, however many outlets passed it on."""

    name: str
    kind: str
    statements: tuple[str, ...]
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corroboration:
    """One claim (a party's stance on options of an issue) and its independent origins.

    `independent` counts origins, not outlets and not copies. `single_anonymous` says that one
    unnamed source is all there is. `events` is of how many different events the reports tell in
    which the statements were read; None where that was not asked, or none was read in a report.
    """

    party: str
    issue: str
    stance: str
    options: tuple[str, ...]
    origins: tuple[Origin, ...]
    independent: int
    single_anonymous: bool
    evidence: tuple[str, ...]
    events: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One of the claims in a contradiction, with its statements and addresses."""

    claim: str
    evidence: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Claims about the same thing and time that cannot all hold, side by side.

    `kind`: recorded by an analyst (`by` says who), or found by rule: two standings on one option,
    two numbers for one quantity, a denial of a reported fact.
    """

    topic: str
    kind: ContradictionKind
    versions: tuple[Version, ...]
    issue: str | None = None
    why: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """An utterance as one report tells it: its words, and the statements read in them.

    `paraphrased` says that some of the words are those of whoever entered the statement.
    """

    outlet: str | None
    report: str | None
    language: str | None
    words: tuple[str, ...]
    paraphrased: bool
    evidence: tuple[str, ...]
    urls: tuple[str, ...] = ()


DifferenceKind = Literal["stance", "firmness", "number", "scope"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What renderings do not share; `tells` says what each of them has, in their order."""

    kind: DifferenceKind
    tells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """One utterance of one voice on one issue, as at least two reports tell it."""

    voice: str
    party: str | None
    issue: str
    on: Date | None
    renderings: tuple[Rendering, ...]
    differences: tuple[Difference, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptRate:
    """Decisions on the candidates of one extractor, outlet or stance, or on all of them.

    `rate` is the share accepted as they were, `interval` the range in which it lies with 95 %
    confidence; `few` says that there are too few decisions to go by the rate. `name` is None for
    all, and for reports whose outlet is not known.
    """

    by: Literal["all", "extractor", "outlet", "stance"]
    name: str | None
    decided: int
    accepted: int
    amended: int
    rejected: int
    rate: float
    interval: tuple[float, float]
    few: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TermVersion:
    """A term of one issue in one draft, and what became of it since the draft it follows."""

    issue: str
    draft: str
    date: Date
    drafters: tuple[str, ...]
    terms: tuple[str, ...]
    options: tuple[str, ...]
    change: Change
    since: str | None
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A party's part in a draft, and whether that was before the draft was public."""

    draft: str
    party: str
    sight: Sight
    date: Date | None
    public_on: Date | None
    before_public: bool | None
    note: str | None
    evidence: tuple[str, ...]
    basis: str | None
