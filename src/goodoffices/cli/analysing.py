"""`analyse`: one question, one answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import click

from goodoffices.cli.show import SHOWN, shown
from goodoffices.cli.show_conflict import shown_conflict
from goodoffices.cli.sources import claim_sources
from goodoffices.cli.terminal import say
from goodoffices.codec import to_json
from goodoffices.errors import InputError, InvalidCase
from goodoffices.model.answers import Conflicts
from goodoffices.model.finding import Finding
from goodoffices.model.graph import ConflictGraph
from goodoffices.model.negotiation import Negotiation
from goodoffices.solve.stopping import heeding_ctrl_c
from goodoffices.workspace import (
    Workspace,
    analyse_conflict,
    analyse_negotiation,
    analyses,
    conflict_analyses,
)
from goodoffices.workspace.homes import names_store
from goodoffices.workspace.questions import QUESTIONS
from goodoffices.workspace.running import takes

Sources = Callable[[Iterable[str]], list[str]]
"""Tells where the claims of those ids come from."""

ELICIT = "elicit."

EPILOG = """\b
Examples:
  goodoffices analyse talks zopa
  goodoffices analyse talks verdicts --draft us28 --as-of 2025-11-20
  goodoffices analyse accord.json bargain --set rule=nash --json
  goodoffices analyse talks conflicts --parties ua,ru --set limit=5
  goodoffices analyse talks what-if --set lift=rl-1,rl-2
  goodoffices analyse talks zopa --set elicit.rejections_bind=true
  goodoffices analyse conflict.gmcr stability --json
"""


@click.command("analyse", short_help="Answer one question.", epilog=EPILOG)
@click.argument("case")
@click.argument("analysis")
@click.option("--draft", metavar="ID", help="A draft of the case to judge or to stay within.")
@click.option("--as-of", metavar="DATE", help="Count what was said by the end of this day.")
@click.option("--parties", metavar="A,B", help="Whose consent is asked; the principals if not set.")
@click.option("--seed", type=int, metavar="N", help="Seed, where the analysis draws at random.")
@click.option(
    "--set", "settings", multiple=True, metavar="KEY=VALUE", help="Set a parameter; repeatable."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def analyse_command(
    case: str,
    analysis: str,
    draft: str | None,
    as_of: str | None,
    parties: str | None,
    seed: int | None,
    settings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Answer ANALYSIS on CASE: a case (a folder, a database or DATABASE#CASE), or
    a single negotiation or conflict file.

    \b
    On a negotiation: zopa, verdicts, conflicts, concessions, bargain, pareto,
                      improve, what-if.
    On the evidence:  shifts, corroboration, contradictions, genealogy,
                      consultation, rewordings, rates.
    On a conflict:    stability, reasons, evolution, coalitions, inverse,
                      profiles.

    "No agreement is possible" is an answer, and the exit status is 0.
    """
    assumptions, parameters = split(settings)
    if parties is not None:
        parameters["parties"] = tuple(part.strip() for part in parties.split(",") if part.strip())
    if seed is not None:
        if analysis in (*analyses(), *conflict_analyses()) and takes(analysis, "seed"):
            parameters["seed"] = seed
        else:
            say(f"Note: {analysis} draws nothing at random; --seed has no effect.")
    with heeding_ctrl_c():
        finding, subject, sources = answer(case, analysis, draft, as_of, assumptions, parameters)
    if as_json:
        click.echo(to_json(printed_finding(finding)).decode(), nl=False)
    elif isinstance(subject, ConflictGraph):
        click.echo(shown_conflict(finding, subject))
    else:
        click.echo(shown(finding, subject))
        if isinstance(finding.value, Conflicts):
            named = (name for one in finding.value.sets[:SHOWN] for name in one)
            for line in sources(finding.value.rules or named):
                click.echo(line)


def answer(
    where: str,
    analysis: str,
    draft: str | None,
    as_of: str | None,
    assumptions: dict[str, Any],
    parameters: dict[str, Any],
) -> tuple[Finding[Any], Negotiation | ConflictGraph | None, Sources]:
    """The finding, the negotiation or conflict whose ids it speaks of, and what tells sources."""
    source = Path(where)
    if source.is_file() and not names_store(where):
        from goodoffices.formats.registry import CONFLICTS, detect, read_conflict, read_negotiation

        given = [name for name, item in (("--draft", draft), ("--as-of", as_of)) if item]
        given += [f"--set {ELICIT}{name}" for name in assumptions]
        if given:
            raise InputError(f"{' and '.join(given)} need a case folder, not a single file")
        if analysis in QUESTIONS:
            raise InputError(f"{analysis} is put to the evidence and needs a case folder")
        if detect(source) in CONFLICTS:
            conflict = read_conflict(source)
            return analyse_conflict(analysis, conflict, **parameters), conflict, _no_sources
        negotiation = read_negotiation(source)
        return analyse_negotiation(analysis, negotiation, **parameters), negotiation, _no_sources
    workspace = Workspace(where)
    if analysis in conflict_analyses():
        if draft or as_of:
            raise InputError("a conflict of the case names its draft itself: --set conflict=NAME")
        conflict = workspace.conflict(parameters.pop("conflict", None))
        return analyse_conflict(analysis, conflict, **parameters), conflict, _no_sources
    if analysis in QUESTIONS:
        found = workspace.ask(
            analysis, draft=draft, as_of=as_of, assumptions=assumptions, **parameters
        )
        return found, None, _no_sources
    held = workspace.elicited(as_of, **assumptions)
    finding = workspace.analyse(analysis, held, draft=draft, **parameters)
    return finding, held.negotiation, partial(claim_sources, workspace.case, held)


def _no_sources(_: Iterable[str]) -> list[str]:
    """A file of a negotiation or conflict holds no reports."""
    return []


def setting(written: str) -> Any:
    """A number, true, false, null, list or object as in JSON; anything else is text."""
    try:
        return json.loads(written)
    except ValueError:
        return written


def split(settings: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Settings of the elicitation and of the analysis. Raises InvalidCase for every bad one."""
    assumptions: dict[str, Any] = {}
    parameters: dict[str, Any] = {}
    faults = []
    for text in settings:
        name, equals, written = text.partition("=")
        if not equals or not name:
            faults.append(f"--set {text!r}: write it as KEY=VALUE")
            continue
        read = setting(written)
        if name.startswith(ELICIT):
            assumptions[name.removeprefix(ELICIT)] = read
        else:
            parameters[name] = read
    if faults:
        raise InvalidCase(faults)
    return assumptions, parameters


def printed_finding(finding: Finding[Any]) -> dict[str, Any]:
    """A finding as `--json` prints it."""
    from goodoffices.model.printing import printed

    return {
        "analysis": finding.analysis,
        "version": finding.version,
        "negotiation": finding.negotiation,
        "parameters": finding.parameters,
        "value": printed(finding.value),
    }
