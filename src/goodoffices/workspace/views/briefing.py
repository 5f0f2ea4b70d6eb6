"""The briefing on what somebody may see of a case, for an audience."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goodoffices import plugins
from goodoffices.brief.briefing import Briefing
from goodoffices.brief.compose import PARTS, compose
from goodoffices.brief.material import Material
from goodoffices.errors import InputError, UnknownName
from goodoffices.model.case import Case
from goodoffices.model.dates import Date
from goodoffices.model.elicited import Elicited
from goodoffices.model.finding import Finding
from goodoffices.workspace.briefing import material
from goodoffices.workspace.cases import Workspace
from goodoffices.workspace.homes import ReadHome
from goodoffices.workspace.snapshot import Snapshot

TITLES = {
    "summary": "Summary",
    "picture": "The picture: parties, positions, what changed",
    "drafts": "The drafts side by side",
    "verdicts": "What each draft means for each party",
    "zone": "Whether anything could be agreed",
    "process": "Process, conditions, ratification",
    "trust": "How far the sources can be trusted",
    "holding": "Would it hold once signed?",
    "method": "Method and assumptions",
    "annex": "Annex: sets and packages in full",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """For whom a briefing is: the sections offered first, and what is left out of the record."""

    id: str
    title: str
    sections: tuple[str, ...]
    confidential: bool


AUDIENCES: Mapping[str, Audience] = {
    audience.id: audience
    for audience in (
        Audience(id="desk", title="The desk: everything", sections=tuple(PARTS), confidential=True),
        Audience(
            id="principal",
            title="Who decides: summary, verdicts and zone, with method",
            sections=("summary", "verdicts", "zone", "method"),
            confidential=True,
        ),
        Audience(
            id="outside",
            title="Outside the house: without meetings marked confidential",
            sections=tuple(PARTS),
            confidential=False,
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionHead:
    """A section that a briefing can have."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingChoices:
    """What a briefing can be made of, for whom, and in which formats."""

    sections: tuple[SectionHead, ...]
    audiences: tuple[Audience, ...]
    formats: tuple[str, ...]


def choices() -> BriefingChoices:
    """The choices, which are the same for every case."""
    return BriefingChoices(
        sections=tuple(SectionHead(id=name, title=TITLES[name]) for name in PARTS),
        audiences=tuple(AUDIENCES.values()),
        formats=plugins.names("renderers"),
    )


def briefing(
    snapshot: Snapshot,
    *,
    as_of: Date | None = None,
    since: Date | None = None,
    sections: tuple[str, ...] | None = None,
    audience: str = "desk",
) -> Briefing:
    """The briefing, without format. Raises UnknownName for a section or audience there is not."""
    if audience not in AUDIENCES:
        raise UnknownName("audience", audience, AUDIENCES)
    chosen = AUDIENCES[audience]
    wanted = sections or chosen.sections
    if unknown := next((name for name in wanted if name not in PARTS), None):
        raise UnknownName("section", unknown, PARTS)
    if not snapshot.has_agenda:
        raise InputError(
            "a briefing needs parties and issues; the case names none yet. Add them to the agenda"
        )

    def make() -> Briefing:
        seen = snapshot if chosen.confidential else _outside(snapshot)
        return compose(_gathered(seen, as_of, since), wanted)

    return snapshot.memory.once(("briefing", as_of, since, wanted, chosen.confidential), make)


def _gathered(snapshot: Snapshot, as_of: Date | None, since: Date | None) -> Material:
    """What the briefing shows; what is known of the snapshots before this one is made use of."""
    kept = snapshot.kept_on(as_of)
    return material(_Seen.of(snapshot), as_of=as_of, since=since, kept=kept)


class _Seen(Workspace):
    """The case of a snapshot: what the page has worked out is not worked out again."""

    snapshot: Snapshot

    @classmethod
    def of(cls, snapshot: Snapshot) -> _Seen:
        """A workspace on a snapshot, to be read only."""
        workspace = cls.holding(ReadHome(snapshot.case, snapshot.plans), snapshot.case)
        assert isinstance(workspace, cls)
        workspace.snapshot = snapshot
        return workspace

    def elicited(self, as_of: Date | None = None, **assumptions: Any) -> Elicited:
        """As the snapshot has it; it knows only the usual assumptions."""
        return (
            super().elicited(as_of, **assumptions) if assumptions else self.snapshot.needed(as_of)
        )

    def analyse(
        self,
        analysis: str,
        held: Elicited | None = None,
        *,
        draft: str | None = None,
        **parameters: Any,
    ) -> Finding[Any]:
        """As the snapshot has it, of what it has elicited."""
        if held is None or held is not self.snapshot.held(held.as_of):
            return super().analyse(analysis, held, draft=draft, **parameters)
        return self.snapshot.finding(analysis, held.as_of, draft=draft, **parameters)


def _outside(snapshot: Snapshot) -> Snapshot:
    """What somebody outside the house may see of it."""
    case = without_confidential(snapshot.case)
    plans, before = snapshot.plans, snapshot
    return Snapshot(case, snapshot.revision, plans=plans, whole=False, before=before)


def without_confidential(case: Case) -> Case:
    """The case without meetings marked confidential."""
    meetings = tuple(meeting for meeting in case.meetings if not meeting.confidential)
    return dataclasses.replace(case, meetings=meetings)


def render(name: str, content: Briefing) -> bytes:
    """The briefing in a format; to be called in another process. Raises UnknownName."""
    return plugins.load("renderers", name)(content)  # type: ignore[no-any-return]
