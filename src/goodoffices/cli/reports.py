"""`reports`: the reports of a case, event by event, with what is a copy of what."""

from __future__ import annotations

from collections import defaultdict

import click

from goodoffices.cli.terminal import safe, say
from goodoffices.codec import to_json
from goodoffices.model.case import Case
from goodoffices.model.evidence import Report
from goodoffices.track.events import FEW, countable, events
from goodoffices.workspace import Workspace


@click.command(
    "reports",
    short_help="List the reports, event by event.",
    epilog="\b\nExample:\n  goodoffices reports talks --json",
)
@click.argument("case")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def reports_command(case: str, as_json: bool) -> None:
    """List the reports of CASE under the events that they tell of, the newest first.

    Reports about one event were found by their days, names and rare words; how
    well that works is in the documentation. Forty reports of one event say that
    forty outlets told of it, not that forty sources know of it.
    """
    held = Workspace(case).case
    found = events(held.reports)
    if as_json:
        rows = [
            {
                "id": report.id,
                "published": report.published,
                "outlet": report.outlet,
                "title": report.title,
                "language": report.language,
                "copy_of": report.copy_of,
                "event": found[report.id],
            }
            for report in held.reports
        ]
        counted = {"reports": rows, "events": len(set(found.values()))}
        click.echo(to_json(counted).decode(), nl=False)
        return
    for lines in _told(held, found):
        click.echo("\n".join(lines))
    say(f"{len(held.reports):,} reports of {len(set(found.values())):,} events.")
    if held.reports and not countable(held.reports):
        say(f"Of fewer than {FEW} reports, some about different events are often put together.")


def _told(case: Case, found: dict[str, str]) -> list[list[str]]:
    """For each event a head, where several reports tell of it, and a line for each report."""
    told: dict[str, list[Report]] = defaultdict(list)
    for report in sorted(case.reports, key=lambda r: (r.published or "", r.id)):
        told[found[report.id]].append(report)
    newest = sorted(told.values(), key=lambda some: some[-1].published or "", reverse=True)
    return [_event(some) for some in newest]


def _event(reports: list[Report]) -> list[str]:
    texts = sum(report.copy_of is None for report in reports)
    outlets = len({report.outlet for report in reports if report.outlet})
    lines = []
    if len(reports) > 1:
        lines.append(f"One event: {len(reports)} reports, {texts} texts, {outlets} outlets")
    indent = "  " if lines else ""
    for report in reports:
        copy = f"  (copy of {report.copy_of})" if report.copy_of else ""
        words = f"{report.published or 'no date':<10}  {report.outlet or 'outlet unknown'}"
        title = report.title or report.text.strip().partition("\n")[0][:60]
        lines.append(safe(f"{indent}{words} | {title}  [{report.id}]{copy}"))
    return lines
