"""`review`: one candidate at a time, its sentence in context, one key a verdict."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import click

from goodoffices.cli.amending import amend
from goodoffices.cli.terminal import safe, say, width, wrapped
from goodoffices.errors import StaleWrite
from goodoffices.model.case import Case
from goodoffices.model.evidence import Review, Statement
from goodoffices.workspace import Workspace
from goodoffices.workspace.homes import account

CONTEXT = 240  # characters shown on either side of the claim
KEYS = "a accept   e amend   r reject   s skip   b back   u undo   q quit   ? help"
HELP = """\
a  accept: the claim is in the report, and is what the lines below say
e  amend: correct the party, issue, options, stance; the first reading is kept
r  reject: the report does not say this
s  skip: decide later
b  back to the one before
u  undo the last verdict of this sitting
q  quit; every verdict is already saved"""

Key = Callable[[], str]


@click.command(
    "review",
    short_help="Accept, amend or reject candidates.",
    epilog='\b\nExample:\n  goodoffices review talks --by "A. Desk Officer"',
)
@click.argument("case")
@click.option("--by", help="Who reviews; the name of this account if not given.")
def review_command(case: str, by: str | None) -> None:
    """Accept, amend or reject the candidate statements of CASE, one at a time.

    Every verdict is saved when the key is pressed; stopping at any moment loses nothing. Where
    standard input is not a terminal, keys are read from its lines.
    """
    workspace = Workspace(case, by=by)
    waiting = workspace.candidates()
    if not waiting:
        say(_nothing(workspace, workspace.home.where))
        return
    sitting = Sitting(workspace, by or account(), list(waiting), _read_key)
    sitting.run()
    say(sitting.tally())


def _nothing(workspace: Workspace, case: str) -> str:
    if not workspace.case.reports:
        return f"The case has no reports yet. Put some in:  goodoffices add {case} FILE..."
    if not workspace.case.statements:
        return f"No candidates yet. Find some:  goodoffices extract {case}"
    return "Nothing waits for review."


def _read_key() -> str:
    if sys.stdin.isatty():
        key = click.getchar()
        if key in ("\x03", "\x04"):
            raise click.exceptions.Abort
        return key
    line = sys.stdin.readline()
    return line.strip()[:1] or ("s" if line else "q")


@dataclass
class Sitting:
    """One reviewer going through the candidates. `history` is what can be undone."""

    workspace: Workspace
    by: str
    waiting: list[Statement]
    key: Key
    place: int = 0
    history: list[tuple[int, Review]] = field(default_factory=list)

    def run(self) -> None:
        """Show, ask, record, until the candidates or the reviewer's time run out."""
        while self.place < len(self.waiting):
            statement = self.waiting[self.place]
            click.echo(self._page(statement))
            try:
                if not self._act(statement):
                    return
            except StaleWrite as fault:  # another reviewer of a shared case was first
                self.workspace.refresh()
                click.echo(wrapped(f"Not recorded: {fault}"))

    def _act(self, statement: Statement) -> bool:
        """One key. False ends the sitting."""
        key = self.key().lower()
        if key == "q":
            return False
        if key == "a":
            self._record(statement, "accepted", None)
        elif key == "r":
            self._record(statement, "rejected", None)
        elif key == "e":
            replacement = amend(statement, self.workspace.case)
            if replacement is not None:
                self._record(statement, "amended", replacement)
        elif key == "s":
            self.place += 1
        elif key == "b":
            self.place = max(0, self.place - 1)
        elif key == "u":
            self._undo()
        else:
            click.echo(HELP)
        return True

    def _record(self, statement: Statement, verdict: str, replacement: Statement | None) -> None:
        standing = self.workspace.case.standing_review.get(statement.id)
        if standing is not None:
            self.workspace.withdraw(standing)
        review = self.workspace.decide(statement, verdict, by=self.by, replacement=replacement)
        self.history.append((self.place, review))
        self.place += 1

    def _undo(self) -> None:
        if not self.history:
            click.echo("Nothing to undo in this sitting.")
            return
        self.place, review = self.history.pop()
        self.workspace.withdraw(review)
        click.echo(f"Taken back: {review.verdict}.")

    def tally(self) -> str:
        """What the sitting came to."""
        count = {"accepted": 0, "amended": 0, "rejected": 0}
        for _, review in self.history:
            count[review.verdict] += 1
        parts = ", ".join(f"{number} {verdict}" for verdict, number in count.items())
        left = len(self.workspace.candidates())
        return f"{parts}. {left} still wait for review."

    def _page(self, statement: Statement) -> str:
        case = self.workspace.case
        head = f"--- {self.place + 1} of {len(self.waiting)} "
        lines = [
            "",
            head + "-" * max(0, width() - len(head)),
            _source(statement, case),
            "",
            in_context(statement, case),
            "",
            *(
                wrapped(text, indent=" " * 11, first=f"{name:<11}")
                for name, text in facts(statement, case)
            ),
            "",
            KEYS,
        ]
        decided = case.standing_review.get(statement.id)
        if decided:
            lines.insert(3, f"(decided before: {decided.verdict} by {safe(decided.by)})")
        return "\n".join(lines)


def _source(statement: Statement, case: Case) -> str:
    report = case.report_by_id.get(statement.span.report) if statement.span else None
    name = (report.title or report.id) if report else statement.url or "no report"
    day = report.published if report and report.published else "date unknown"
    return wrapped(f"{name} ({day})")


def in_context(statement: Statement, case: Case) -> str:
    """The claim between >> and <<, with some of the report before and after."""
    span = statement.span
    if span is None or span.report not in case.report_by_id:
        return wrapped(f"(paraphrase) {statement.text}")
    text = case.report_by_id[span.report].text
    before = text[max(0, span.start - CONTEXT) : span.start]
    after = text[span.end : span.end + CONTEXT]
    opening = closing = ""
    if span.start > CONTEXT:  # begin and end with a whole word
        opening, before = "... ", before.partition(" ")[2] or before
    if span.end + CONTEXT < len(text):
        closing, after = " ...", after.rpartition(" ")[0] or after
    return wrapped(f"{opening}{before}>>{span.quote}<<{after}{closing}", indent="  ")


def facts(statement: Statement, case: Case) -> list[tuple[str, str]]:
    """What the candidate claims, line by line, in the case's own words."""
    party = case.party_by_id.get(statement.party or "")
    issue = case.issue_by_id.get(statement.issue or "")
    labels = [issue.option(name).label if issue else name for name in statement.options]
    stance = statement.stance.replace("_", " ")
    marks = [
        mark for mark, on in (("hedged", statement.hedged), ("negated", statement.negated)) if on
    ]
    rows = [
        ("speaker", f"{statement.speaker}  (party: {party.name if party else 'not known'})"),
        ("through", str(statement.attribution) or "not known"),
        ("issue", issue.question if issue else "not known"),
        ("stance", stance + (f"  ({', '.join(marks)})" if marks else "")),
        ("options", "; ".join(labels) or "none named"),
    ]
    if statement.proviso:
        rows.append(("only if", statement.proviso))
    if statement.numbers:
        rows.append(("numbers", ", ".join(f"{k} {v}" for k, v in statement.numbers.items())))
    return rows
