"""`brief`: everything on one case, to take into a meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from goodoffices.cli.analysing import split
from goodoffices.cli.show import summary
from goodoffices.cli.terminal import Bar, say
from goodoffices.errors import InputError
from goodoffices.workspace import Workspace

EPILOG = """\b
Example:
  goodoffices brief talks --format html,docx --as-of 2025-12-29 --out out
"""


@click.command("brief", short_help="Write a briefing.", epilog=EPILOG)
@click.argument("case")
@click.option(
    "--format",
    "formats",
    default="html,docx,json",
    show_default=True,
    metavar="LIST",
    help="html, docx, pdf, md, json; several with commas.",
)
@click.option("--as-of", metavar="DATE", help="Count what was said by the end of this day.")
@click.option("--since", metavar="DATE", help="Show what changed since the end of this day.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to; out/NAME-OF-CASE if not given.",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Set an assumption of the elicitation (elicit.NAME=VALUE).",
)
def brief_command(
    case: str,
    formats: str,
    as_of: str | None,
    since: str | None,
    out: Path | None,
    settings: tuple[str, ...],
) -> None:
    """Write a briefing on CASE, every line with its source."""
    from goodoffices.workspace.briefing import material, rendered, write_rendered

    wanted = tuple(dict.fromkeys(name.strip() for name in formats.split(",") if name.strip()))
    if not wanted:
        raise InputError("--format names no format")
    assumptions, rest = split(settings)
    if rest:
        raise InputError(f"--set {next(iter(rest))}: only elicit.NAME can be set for a briefing")
    workspace = Workspace(case)
    with Bar() as bar:
        gathered: Any = material(
            workspace, as_of=as_of, since=since, assumptions=assumptions, progress=bar
        )
        files = rendered(gathered, wanted)
    written = write_rendered(files, out or Path("out") / workspace.home.name)
    click.echo(summary(gathered))
    for path in written:
        say(f"Wrote {path} ({path.stat().st_size / 1000:,.0f} kB)")
