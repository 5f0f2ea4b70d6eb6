"""Gather what a briefing needs from a case: positions, verdicts, the zone, the process, sources."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from goodoffices import plugins
from goodoffices.brief.compose import compose
from goodoffices.brief.material import Holding, Material
from goodoffices.errors import InputError, UnknownName
from goodoffices.formats.disk import write_files
from goodoffices.model.case import Case
from goodoffices.model.dates import Date, latest
from goodoffices.model.tally import Tally, tally
from goodoffices.track.consultation import consultation
from goodoffices.track.contradictions import contradictions
from goodoffices.track.corroboration import unnamed_alone
from goodoffices.track.counted import by_issue, ids_of
from goodoffices.track.genealogy import genealogy
from goodoffices.track.kept import Keeps, anew
from goodoffices.track.shifts import shifts
from goodoffices.workspace.cases import Workspace, silent
from goodoffices.workspace.filling import Progress
from goodoffices.workspace.running import analyse_conflict


def material(
    workspace: Workspace,
    *,
    as_of: Date | None = None,
    since: Date | None = None,
    assumptions: Mapping[str, Any] | None = None,
    progress: Progress = silent,
    kept: Keeps = anew,
) -> Material:
    """Everything the briefing shows, computed once; `kept` as for `contradictions`."""
    if since and as_of and latest(since) > latest(as_of):
        raise InputError(f"--since {since} lies after --as-of {as_of}")
    case, chosen = workspace.case, dict(assumptions or {})
    steps = 5
    progress("positions", 0, steps)
    held = workspace.elicited(as_of, **chosen)
    before = workspace.elicited(since, **chosen) if since else None
    progress("verdicts on the drafts", 1, steps)
    verdicts = {
        draft.id: workspace.analyse("verdicts", held, draft=draft.id)
        for draft in workspace.drafts_by(as_of)
    }
    progress("zone of agreement", 2, steps)
    zone = workspace.analyse("zopa", held)
    progress("conflicts and concessions", 3, steps)
    conflicts = workspace.analyse("conflicts", held)
    concessions = workspace.analyse("concessions", held)
    progress("process and sources", 4, steps)
    gathered = Material(
        case=case,
        as_of=as_of,
        since=since,
        elicited=held,
        before=before,
        shifts=shifts(before.positions, held.positions, case.statements) if before else (),
        verdicts=verdicts,
        zone=zone,
        conflicts=conflicts,
        concessions=concessions,
        genealogy=genealogy(case, as_of=as_of),
        sightings=consultation(case, as_of=as_of),
        unnamed_alone=unnamed_alone(case, as_of=as_of, kept=kept),
        disputes=contradictions(case, as_of=as_of, kept=kept),
        tally=_tally(case, as_of, kept),
        holdings=_holdings(workspace, as_of),
    )
    progress("process and sources", steps, steps)
    return gathered


def _tally(case: Case, as_of: Date | None, kept: Keeps) -> Tally:
    parts = (
        kept(("tally", issue), ids_of(items), partial(tally, items))
        for issue, items in by_issue(case, as_of)
    )
    return sum(parts, Tally())


def _holdings(workspace: Workspace, as_of: Date | None) -> tuple[Holding, ...]:
    """Whether the drafts that existed on the date would hold, as far as the case asks."""
    known = {draft.id for draft in workspace.drafts_by(as_of)}
    found = []
    for name in workspace.conflicts:
        draft = workspace.conflict_plan(name).draft
        conflict = workspace.conflict(name)
        if draft not in known or conflict.status_quo is None:
            continue
        about = {"state": conflict.status_quo}
        found.append(
            Holding(
                draft=draft,
                conflict=conflict,
                reasons=analyse_conflict("reasons", conflict, **about),
                inverse=analyse_conflict("inverse", conflict, **about),
            )
        )
    return tuple(found)


def rendered(gathered: Material, formats: tuple[str, ...]) -> dict[str, bytes]:
    """The briefing in each format. Raises UnknownName for a format without renderer."""
    known = plugins.names("renderers")
    for name in formats:
        if name not in known:
            raise UnknownName("format", name, known)
    content = compose(gathered)
    return {name: plugins.load("renderers", name)(content) for name in formats}


def write_rendered(files: Mapping[str, bytes], out: Path) -> tuple[Path, ...]:
    """Write each format to `out`/briefing.FORMAT, all of them or none, making the folder."""
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file; --out needs a folder")
    out.mkdir(parents=True, exist_ok=True)
    return write_files(out, {f"briefing.{name}": data for name, data in files.items()})
