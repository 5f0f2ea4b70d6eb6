"""`archive`: reading an archive in partitions, by many processes or machines, and loading it."""

from __future__ import annotations

from pathlib import Path

import click

from goodoffices.cli.terminal import say
from goodoffices.workspace import Workspace, now
from goodoffices.workspace.partitions import load_partitions, read_partitions


@click.group("archive", short_help="Read a large archive in partitions, and load it.")
def archive_group() -> None:
    """Read an archive in partitions, by many processes or machines, and load it in bulk.

    For a few thousand documents `goodoffices add` and `extract` are simpler.
    """


@archive_group.command(
    "read",
    short_help="Read and extract into Parquet files.",
    epilog="\b\nExample:\n  goodoffices archive read talks parts archive.jsonl --workers 8",
)
@click.argument("case")
@click.argument("target", type=click.Path(path_type=Path))
@click.argument("sources", nargs=-1, required=True)
@click.option("--with", "extractor", default="fast", show_default=True, metavar="NAME")
@click.option("--workers", type=click.IntRange(min=0), default=1, show_default=True, metavar="N")
@click.option("--cluster", metavar="ADDRESS", help="A Dask scheduler, such as tcp://host:8786.")
def read_command(
    case: str,
    target: Path,
    sources: tuple[str, ...],
    extractor: str,
    workers: int,
    cluster: str | None,
) -> None:
    """Read SOURCES with the agenda of CASE into Parquet files in TARGET.

    CASE is not written to. What was read before is not read again. What is found
    does not depend on how many work on it.
    """
    agenda = Workspace(case, lazy=True).home.filling().agenda()
    reports = statements = failures = 0
    cpu = 0.0
    for done in read_partitions(
        agenda, sources, target, extractor=extractor, at=now(), workers=workers, cluster=cluster
    ):
        reports, statements = reports + done.reports, statements + done.statements
        failures, cpu = failures + done.failures, cpu + done.cpu
    say(f"{reports:,} reports with {statements:,} statements, {failures:,} not read;"
        f" {cpu:,.1f} CPU seconds.")  # fmt: skip
    say(f"Next: goodoffices archive load {case} {target}")


@archive_group.command(
    "load",
    short_help="Load Parquet files into a case.",
    epilog="\b\nExample:\n  goodoffices archive load talks parts",
)
@click.argument("case")
@click.argument("target", type=click.Path(path_type=Path))
def load_command(case: str, target: Path) -> None:
    """Load the Parquet files in TARGET into CASE, and find the copies."""
    workspace = Workspace(case, lazy=True)
    loaded = load_partitions(workspace.home.filling(), target, lambda *_: None)
    copies = f"{loaded.copies:,} of them copies of another report"
    say(f"{loaded.reports:,} reports added ({copies}), {loaded.statements:,} statements added.")
    if loaded.failures:
        say(f"{loaded.failures:,} documents were not read when the archive was.")
