"""What is sent to be written, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.model.agenda import Draft, Issue, Party
from goodoffices.model.case import Vocabulary
from goodoffices.model.dates import Date
from goodoffices.model.evidence import Review
from goodoffices.model.process import Condition, Consultation, Meeting
from goodoffices.model.stakes import Contradiction, Position, Preferences, Proviso, RedLine
from goodoffices.web.jobview import JobView
from goodoffices.workspace.views.evidence import StatementView
from goodoffices.workspace.views.judgements import JudgementView, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDone:
    """A verdict that is recorded. `replayed`: it was recorded before under this key.

    `statement` is the statement as it now stands; `waiting` how many candidates are left.
    """

    review: Review
    replayed: bool
    statement: StatementView
    replacement: StatementView | None
    waiting: int
    revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Pages to fetch. Addresses of private networks and of the server itself are refused."""

    urls: tuple[str, ...]
    compartments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionOrder:
    """Which extractor to use, the one that is usual for so many reports if none is named; on these
    reports, or on all of them. Reports that it has been through before, by the same parties,
    issues and vocabulary, are read again only where `again` asks for it."""

    extractor: str | None = None
    reports: tuple[str, ...] | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JobList:
    """The jobs of whoever asks, the newest first."""

    items: tuple[JobView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaView:
    """What may be edited of a case, whole. `revision` is to be sent back with the change."""

    revision: str
    title: str
    note: str | None
    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    vocabulary: Vocabulary
    drafts: tuple[Draft, ...]
    meetings: tuple[Meeting, ...]
    consultations: tuple[Consultation, ...]
    conditions: tuple[Condition, ...]
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaChange:
    """The parts to be set, each whole; what is left out stays as it is.

    Refused with 409 where somebody else changed the agenda after `revision`.
    """

    revision: str
    title: str | None = None
    note: str | None = None
    parties: tuple[Party, ...] | None = None
    issues: tuple[Issue, ...] | None = None
    vocabulary: Vocabulary | None = None
    drafts: tuple[Draft, ...] | None = None
    meetings: tuple[Meeting, ...] | None = None
    consultations: tuple[Consultation, ...] | None = None
    conditions: tuple[Condition, ...] | None = None
    contradictions: tuple[Contradiction, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementOrder:
    """What an analyst judges: one of position, red line, proviso or preferences, and why.

    A judgement on a party's position, or under the id of a red line or proviso that was judged
    before, takes the place of that one. `revision` as in a change of the agenda.
    """

    revision: str
    why: str
    position: Position | None = None
    red_line: RedLine | None = None
    proviso: Proviso | None = None
    preferences: Preferences | None = None
    since: Date | None = None
    until: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementWithdrawal:
    """Which judgement to take back, as it names itself. `revision` as in a change of the agenda."""

    revision: str
    subject: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """Every judgement of the case, with the revision to send with a further one."""

    revision: str
    items: tuple[JudgementView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What was set is recorded; the revisions of the case and of its agenda afterwards."""

    revision: str
    agenda: str
