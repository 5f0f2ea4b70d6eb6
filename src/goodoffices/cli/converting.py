"""`convert` between formats, and the schemas of our own."""

from __future__ import annotations

from pathlib import Path

import click

from goodoffices.cli.terminal import say
from goodoffices.workspace import Workspace
from goodoffices.workspace.homes import names_store
from goodoffices.workspace.picturing import draw_conflict

EPILOG = """\b
Examples:
  goodoffices convert accord.json accord.yaml
  goodoffices convert talks talks.json --as-of 2025-12-29
  goodoffices convert domain-folder accord.json --from genius
  goodoffices convert conflict.gmcr conflict.yaml
  goodoffices convert conflict.gmcr conflict.svg
  goodoffices convert talks talks.sqlite
  goodoffices convert talks.sqlite talks-again
"""

_FILES = (".json", ".yaml", ".yml", ".gmcr", ".svg")


@click.command("convert", short_help="Convert between formats.", epilog=EPILOG)
@click.argument("source")
@click.argument("target")
@click.option("--from", "from_", metavar="FORMAT", help="Format of SOURCE, if not by its suffix.")
@click.option("--to", metavar="FORMAT", help="Format of TARGET, if not by its suffix.")
@click.option("--as-of", metavar="DATE", help="For a case: the date of the negotiation.")
@click.option("--conflict", metavar="NAME", help="For a case: a conflict it holds.")
def convert_command(
    source: str,
    target: str,
    from_: str | None,
    to: str | None,
    as_of: str | None,
    conflict: str | None,
) -> None:
    """Convert SOURCE to TARGET: negotiation files, GENIUS domains, cases.

    A case, be it a folder or in a database, becomes a file of the negotiation that elicitation
    derives from it; what is said of the evidence stays in the case. Or the whole case goes into a
    database, or out of it into a new folder (--to case, or a TARGET without suffix), and no byte
    is lost. A conflict (graph model) becomes .gmcr, .yaml or .json, or a picture: .svg.
    """
    stored = names_store(source)
    if not stored and not Path(source).exists():
        raise click.BadParameter(f"{source!r} is not there.", param_hint="SOURCE")
    whole = names_store(target) or to == "case" or (stored and not _is_file(target, to))
    if whole:
        from goodoffices.workspace.moving import move

        moved = move(source, target)
        for note in moved.notes:
            say(f"Note: {note}")
        say(f"Wrote {moved.where}")
        return
    _convert_file(source, Path(target), "case" if stored else from_, to, as_of, conflict)
    say(f"Wrote {target}")


def _is_file(target: str, to: str | None) -> bool:
    return to is not None or Path(target).suffix.lower() in _FILES


def _convert_file(
    source: str,
    target: Path,
    from_: str | None,
    to: str | None,
    as_of: str | None,
    conflict: str | None,
) -> None:
    from goodoffices.formats.registry import (
        CONFLICTS,
        convert,
        detect,
        read_conflict,
        write_conflict,
        write_negotiation,
    )

    found, suffix = from_ or detect(Path(source)), target.suffix.lower()
    graph = None
    if found in CONFLICTS:
        graph = read_conflict(Path(source), from_)
    elif found == "case" and (conflict or suffix in (".gmcr", ".svg")):
        graph = Workspace(source).conflict(conflict)
    if graph is not None and "svg" in (to, suffix.removeprefix(".")):
        draw_conflict(graph, target)
    elif graph is not None:
        write_conflict(graph, target, to)
    elif found == "case":
        negotiation = Workspace(source).elicited(as_of).negotiation
        write_negotiation(negotiation, target, to)
    else:
        for note in convert(Path(source), target, from_=from_, to=to):
            say(f"Note: {note}")


def print_schema(context: click.Context, _: click.Parameter, name: str | None) -> None:
    """Print the JSON Schema of a format and leave."""
    if name is None or context.resilient_parsing:
        return
    from goodoffices.codec import to_json
    from goodoffices.workspace.schemas import schema

    click.echo(to_json(schema(name)).decode(), nl=False)
    context.exit()
