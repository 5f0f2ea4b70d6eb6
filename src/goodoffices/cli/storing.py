"""`store`: what the keeper of a database needs: migrate, verify, backup, restore."""

from __future__ import annotations

from pathlib import Path

import click

from goodoffices.cli.terminal import safe, say
from goodoffices.errors import StoreError
from goodoffices.workspace import keeping

EPILOG = """\b
Examples:
  goodoffices store backup talks.sqlite monday.sqlite
  goodoffices store verify talks.sqlite
"""


@click.group("store", short_help="Look after a database.", epilog=EPILOG)
def store_group() -> None:
    """Look after a database of cases: a .sqlite file or the address of a PostgreSQL database."""


@store_group.command(
    "verify",
    short_help="Is everything as it was written?",
    epilog="\b\nExample:\n  goodoffices store verify talks.sqlite",
)
@click.argument("database")
@click.option("--expect", metavar="HASH", help="A hash noted earlier, which must still be there.")
def verify_command(database: str, expect: str | None) -> None:
    """Check the audit log of DATABASE link by link, and every row that it accounts for.

    The first broken link is named. The hash printed at the end, noted on paper, shows later with
    --expect whether the end of the log was cut off or written anew.
    """
    found = keeping.verified(database, expect)
    for fault in found.faults:
        click.echo(safe(fault))
    if found.faults:
        many = len(found.faults)
        raise StoreError(f"{'1 fault' if many == 1 else f'{many} faults'} in {found.where}")
    click.echo(found.head)
    say(f"{found.length} entries in the log, unbroken; every row is as it was written.")
    if found.backward:
        say(
            f"The clock went back {found.backward} times; the order of the log does not rest on it."
        )


@store_group.command(
    "backup",
    short_help="Copy it whole, while others work.",
    epilog="\b\nExample:\n  goodoffices store backup talks.sqlite monday.sqlite",
)
@click.argument("database")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup_command(database: str, file: Path) -> None:
    """Write all of DATABASE as it is at this moment to FILE, a .sqlite file, and check it.

    Others go on working meanwhile. The file is itself a store and can be opened as one.
    """
    found = keeping.backup(database, file)
    if found is None:
        say(f"Wrote {file}. It is of an older version, so its log was not read.")
        return
    click.echo(found.head)
    say(f"Wrote {file}: {found.length} entries in the log, checked.")


@store_group.command(
    "restore",
    short_help="Put a backup into a new database.",
    epilog="\b\nExample:\n  goodoffices store restore monday.sqlite talks-again.sqlite",
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("database")
def restore_command(file: Path, database: str) -> None:
    """Put all of FILE into DATABASE: a file that is not there yet, or an empty database.

    It is also the way from SQLite to PostgreSQL, and back by `backup`.
    """
    found = keeping.restore(file, database)
    checked = f"{found.length} entries in the log, checked" if found else "of an older version"
    say(f"Restored {file}: {checked}.")


@store_group.command(
    "migrate",
    short_help="Bring it to this version.",
    epilog="\b\nExample:\n  goodoffices store migrate talks.sqlite",
)
@click.argument("database")
def migrate_command(database: str) -> None:
    """Run the migrations that DATABASE lacks, each whole or not at all. Back it up first."""
    done = keeping.migrate(database)
    for name in done:
        click.echo(name)
    say(f"{len(done)} migrations were run." if done else "Nothing to do: it is of this version.")
