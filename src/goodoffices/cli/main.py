"""The program: its verbs, its options, and what it says when something is wrong."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

import click

from goodoffices.cli.accounts import user_command
from goodoffices.cli.analysing import analyse_command
from goodoffices.cli.archiving import archive_group
from goodoffices.cli.briefing import brief_command
from goodoffices.cli.converting import convert_command, print_schema
from goodoffices.cli.filling import add_command, extract_command, new_command
from goodoffices.cli.reports import reports_command
from goodoffices.cli.reviewing import review_command
from goodoffices.cli.serving import serve_command
from goodoffices.cli.storing import store_group
from goodoffices.cli.terminal import say
from goodoffices.errors import GoodOfficesError, MissingExtra
from goodoffices.version import __version__

EPILOG = """\b
Example, from documents to a briefing:
  goodoffices new talks --title "Talks on the strait"
  goodoffices add talks report.pdf articles/
  goodoffices extract talks
  goodoffices review talks
  goodoffices analyse talks zopa
  goodoffices brief talks --out out
"""


@click.group(
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
@click.version_option(__version__, prog_name="goodoffices")
@click.option("--debug", is_flag=True, help="Show the traceback of a fault.")
@click.option(
    "--schema",
    metavar="FORMAT",
    is_eager=True,
    expose_value=False,
    callback=print_schema,
    help="Print the JSON Schema of a file format and stop.",
)
def program(debug: bool) -> None:
    """Who said what through which source, and what could be agreed.

    CASE is a folder made by `goodoffices new`, or a case in a database: talks.sqlite,
    talks.sqlite#strait, postgresql://... Nothing leaves this machine; only `add`
    reads from the network, and only an address that you name.
    """


for command in (
    new_command,
    add_command,
    extract_command,
    reports_command,
    review_command,
    analyse_command,
    brief_command,
    convert_command,
    serve_command,
    archive_group,
    store_group,
):
    program.add_command(command)
store_group.add_command(user_command)


def main(arguments: list[str] | None = None) -> None:
    """Run the program and leave with its exit status: 0 done, 2 the user's fault, 1 ours."""
    given = sys.argv[1:] if arguments is None else arguments
    sys.exit(_run(given))


def _run(given: list[str]) -> int:
    debug = "--debug" in given
    try:
        status = program.main(args=given, prog_name="goodoffices", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        say("Stopped. What was decided before is saved.")
        return 130
    except click.ClickException as fault:
        fault.show()
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (GoodOfficesError, MissingExtra, OSError) as fault:
        if debug:
            traceback.print_exc()
        say(f"Error: {_words(fault)}")
        return fault.exit_code if isinstance(fault, GoodOfficesError) else 1
    except Exception as fault:
        if debug:
            traceback.print_exc()
        say(f"This is a fault of the program ({type(fault).__name__}: {fault}).")
        say("Run it again with --debug and report what it prints.")
        return 1
    return status if isinstance(status, int) else 0


def _words(fault: Exception) -> str:
    if isinstance(fault, OSError) and fault.strerror:
        name = f" ({Path(str(fault.filename)).name})" if fault.filename else ""
        return f"{fault.strerror}{name}"
    return str(fault)
