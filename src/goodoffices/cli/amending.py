"""Correct a candidate field by field; what is entered must be something the case knows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable

import click

from goodoffices.errors import did_you_mean
from goodoffices.model.case import Case
from goodoffices.model.evidence import STANCES, Statement

NONE = "-"
Ask = Callable[[str, str], str]


def _prompt(question: str, now: str) -> str:
    return str(click.prompt(f"{question}", default=now, show_default=True, err=True)).strip()


def amend(statement: Statement, case: Case, ask: Ask = _prompt) -> Statement | None:
    """The statement as the reviewer corrects it, or None where nothing was changed.

    Enter keeps what is shown; `-` empties a field.
    """
    party = _one_of("party", statement.party, case.party_by_id, ask)
    issue = _one_of("issue", statement.issue, case.issue_by_id, ask)
    known = case.issue_by_id[issue].option_ids if issue else ()
    options = _some_of("options", statement.options if issue == statement.issue else (), known, ask)
    stance = _one_of("stance", statement.stance, STANCES, ask) or statement.stance
    hedged = ask("hedged (yes/no)", "yes" if statement.hedged else "no").lower().startswith("y")
    proviso = ask("only if", statement.proviso or NONE)
    amended = dataclasses.replace(
        statement,
        party=party,
        issue=issue,
        options=options,
        stance=stance,  # type: ignore[arg-type]
        hedged=hedged,
        proviso=None if proviso == NONE else proviso,
    )
    if amended == statement:
        click.echo("Nothing was changed.")
        return None
    return amended


def _one_of(what: str, now: str | None, known: Iterable[str], ask: Ask) -> str | None:
    names = tuple(known)
    while True:
        given = ask(what, now or NONE)
        if given == NONE:
            return None
        if given in names:
            return given
        click.echo(f"Unknown {what} {given!r}{did_you_mean(given, names)}", err=True)


def _some_of(what: str, now: tuple[str, ...], known: tuple[str, ...], ask: Ask) -> tuple[str, ...]:
    if not known:
        return ()
    click.echo(f"  options: {', '.join(known)}", err=True)
    while True:
        given = ask(f"{what} (with commas)", ",".join(now) or NONE)
        names = () if given == NONE else tuple(part.strip() for part in given.split(","))
        wrong = [name for name in names if name not in known]
        if not wrong:
            return names
        for name in wrong:
            click.echo(f"Unknown option {name!r}{did_you_mean(name, known)}", err=True)
