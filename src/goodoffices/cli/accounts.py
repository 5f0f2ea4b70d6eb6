"""`store user`: accounts of those who work in a database."""

from __future__ import annotations

import sys

import click

from goodoffices.cli.terminal import safe, say
from goodoffices.errors import InputError
from goodoffices.workspace.homes import account

EPILOG = """\b
Examples:
  goodoffices store user talks.sqlite anna --name "Anna Berg" --administrator
  goodoffices store user talks.sqlite ben --role strait=analyst
"""


@click.command("user", short_help="Make or change an account.", epilog=EPILOG)
@click.argument("database")
@click.argument("user")
@click.option("--name", help="The name that signs verdicts; USER if not given.")
@click.option(
    "--administrator/--no-administrator", default=None, help="May do everything, in every case."
)
@click.option("--closed/--open", "closed", default=None, help="Close the account, or open it.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    metavar="CASE=ROLE",
    help="reader, analyst or lead in a case; repeatable.",
)
@click.option("--password/--keep-password", "ask", default=None, help="Ask for a password.")
def user_command(
    database: str,
    user: str,
    name: str | None,
    administrator: bool | None,
    closed: bool | None,
    roles: tuple[str, ...],
    ask: bool | None,
) -> None:
    """Make the account USER in DATABASE, or change it.

    A new account needs a password of at least 12 characters. It is asked for, or
    read from the first line of standard input where that is not a terminal.
    """
    from goodoffices.store import Store
    from goodoffices.web.people import Grant, set_account

    with Store.open(database).reading() as t:
        new = user not in {known.id for known in t.users()}
    wanted = new if ask is None else ask
    grant = Grant(
        name=name,
        password=_password() if wanted else None,
        administrator=administrator,
        disabled=closed,
        roles=tuple(_role(text) for text in roles),
    )
    made = set_account(database, user, grant, by=account())
    say(f"{'Made' if made else 'Changed'} the account {safe(user)}.")


def _role(text: str) -> tuple[str, str]:
    case, equals, role = text.partition("=")
    if not equals or not case or not role:
        raise InputError(f"--role {text!r}: write it as CASE=ROLE")
    return case, role


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
