"""Words from amendments on the terminal: shown with what they rest on, one key a decision."""

from __future__ import annotations

from collections.abc import Callable

import click

from goodoffices.cli.terminal import safe, say, wrapped
from goodoffices.read.learning import ProposedTerm
from goodoffices.workspace import Workspace

KEYS = "a accept   r reject (never proposed again)   s skip   q quit"
SHOWN = 3  # quotations


def decide_on_terms(workspace: Workspace, by: str, key: Callable[[], str]) -> None:
    """Show each proposed term and record what is decided, at once."""
    proposed = workspace.proposed_terms()
    if not proposed:
        say("No words to learn: no amendment gave a statement another issue or option, or all"
            " of their words were decided on.")  # fmt: skip
        return
    accepted = rejected = 0
    for place, term in enumerate(proposed, 1):
        click.echo("\n".join([f"--- {place} of {len(proposed)}", *_page(workspace, term), KEYS]))
        while (pressed := key().lower()) not in ("a", "r", "s", "q"):
            click.echo(KEYS)
        if pressed == "q":
            break
        if pressed in ("a", "r"):
            workspace.learn(term, pressed == "a", by=by)
            accepted, rejected = accepted + (pressed == "a"), rejected + (pressed == "r")
    say(f"{accepted} accepted, {rejected} rejected. Statements on record stay as they are.")
    if accepted:
        say(f"Read the reports with the new words:  goodoffices extract {workspace.home.where}")
        say('Take words back:  goodoffices review CASE --forget "WORDS"')


def _page(workspace: Workspace, term: ProposedTerm) -> list[str]:
    issue = workspace.case.issue_by_id[term.issue]
    about = f"{issue.question} ({issue.id})"
    if term.option is not None:
        about += f": {issue.option(term.option).label}"
    lines = [
        wrapped(f'"{safe(term.words)}"'),
        wrapped(about, indent=" " * 11, first=f"{'speaks of':<11}"),
        f"{'shown by':<11}{len(term.evidence)} amendment{'s' if len(term.evidence) != 1 else ''}",
    ]
    lines += [wrapped(f"“{quote}”", indent=" " * 11) for quote in term.quotes[:SHOWN]]
    waiting = f"{term.would_link} candidates without an issue hold these words"
    return [*lines, wrapped(waiting, indent=" " * 11), ""]


def forget_words(workspace: Workspace, words: str) -> None:
    """Take back what was decided on these words."""
    for term in workspace.forget(words):
        say(f'"{safe(term.words)}" ({term.issue}): no longer {term.verdict}.')
    say("Statements on record stay as they are.")
