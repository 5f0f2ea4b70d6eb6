"""`review`: one candidate at a time, its sentence in context, one key a verdict."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import click

from goodoffices.cli.amending import amend
from goodoffices.cli.analysing import printed_finding
from goodoffices.cli.learning import decide_on_terms, forget_words
from goodoffices.cli.rates import rate_rows
from goodoffices.cli.terminal import safe, say, width, wrapped
from goodoffices.codec import to_json
from goodoffices.errors import StaleWrite
from goodoffices.model.case import Case, is_waiting
from goodoffices.model.evidence import Review, Statement
from goodoffices.track.repeats import repeats, root_of
from goodoffices.workspace import Workspace
from goodoffices.workspace.homes import account

CONTEXT = 240  # characters shown on either side of the claim
KEYS = "a accept   e amend   r reject   s skip   b back   u undo   q quit   ? help"
HELP = """\
a  accept: the claim is in the report, and is what the lines below say
e  amend: correct the party, issue, options, stance; the first reading is kept
r  reject: the report does not say this
A, E, R  the same, and for the copies of the report that say it in the same words
s  skip: decide later
b  back to the one before
u  undo the last verdict of this sitting, on copies too
q  quit; every verdict is already saved"""

Key = Callable[[], str]


@click.command(
    "review",
    short_help="Accept, amend or reject candidates.",
    epilog="""\b
Examples:
  goodoffices review talks --by "A. Desk Officer"
  goodoffices review talks --rates --json
  goodoffices review talks --terms""",
)
@click.argument("case")
@click.option("--by", help="Who reviews; the name of this account if not given.")
@click.option(
    "--order",
    type=click.Choice(["changes", "text"]),
    default="changes",
    help="By what accepting would change (the default), or report by report.",
)
@click.option("--rates", is_flag=True, help="Show how often candidates were accepted, and stop.")
@click.option("--terms", is_flag=True, help="Decide on words learned from amendments.")
@click.option("--forget", metavar="WORDS", help="Take back what was decided on learned words.")
@click.option("--json", "as_json", is_flag=True, help="With --rates: print one JSON object.")
def review_command(
    case: str,
    by: str | None,
    order: str,
    rates: bool,
    terms: bool,
    forget: str | None,
    as_json: bool,
) -> None:
    """Accept, amend or reject the candidate statements of CASE, one at a time.

    Those come first whose acceptance would change most: a red line, a position
    of which nothing was known, a disagreement. Each says what it would change.
    Every verdict is saved when the key is pressed; stopping at any moment loses
    nothing. Where standard input is not a terminal, keys are read from its lines.
    """
    if sum((rates, terms, forget is not None)) > 1:
        raise click.UsageError("use one of --rates, --terms and --forget at a time")
    if as_json and not rates:
        raise click.UsageError("--json goes with --rates")
    workspace = Workspace(case, by=by)
    if rates:
        found = workspace.ask("rates")
        if as_json:
            click.echo(to_json(printed_finding(found)).decode(), nl=False)
        else:
            click.echo("\n".join(rate_rows(found.value)))
    elif terms:
        decide_on_terms(workspace, by or account(), _read_key)
    elif forget is not None:
        forget_words(workspace, forget)
    else:
        _sit(workspace, by or account(), order)


def _sit(workspace: Workspace, by: str, order: str) -> None:
    if order == "text":
        waiting = list(workspace.candidates())
    else:
        known = workspace.case.statement_by_id
        waiting = [known[one.statement] for one in workspace.ranked()]
    if not waiting:
        say(_nothing(workspace, workspace.home.where))
        return
    sitting = Sitting(workspace, by, waiting, _read_key)
    sitting.run()
    say(sitting.tally())
    if any(review.verdict == "amended" for _, review in sitting.history):
        say(f"Words from amendments:  goodoffices review {workspace.home.where} --terms")


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
    history: list[tuple[Statement, Review]] = field(default_factory=list)
    _texts: dict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for statement in self.waiting:
            self._texts[root_of(self.workspace.case, statement)].append(statement)

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
        pressed = self.key()
        copies = self._copies(statement) if pressed in ("A", "E", "R") else ()
        key = pressed.lower()
        if key == "q":
            return False
        if key == "a":
            self._record(statement, "accepted", None, copies)
        elif key == "r":
            self._record(statement, "rejected", None, copies)
        elif key == "e":
            replacement = amend(statement, self.workspace.case)
            if replacement is not None:
                self._record(statement, "amended", replacement, copies)
        elif key == "s":
            self.place += 1
        elif key == "b":
            self.place = max(0, self.place - 1)
        elif key == "u":
            self._undo()
        else:
            click.echo(HELP)
        return True

    def _record(
        self,
        statement: Statement,
        verdict: str,
        replacement: Statement | None,
        copies: tuple[str, ...],
    ) -> None:
        standing = self.workspace.case.standing_review.get(statement.id)
        if standing is not None:
            self._take_back(standing)
        review = self.workspace.decide(
            statement, verdict, by=self.by, replacement=replacement, copies=copies
        )
        self.history.append((statement, review))
        self.place += 1
        if copies:  # what was decided with this one is left out of the rest of the sitting
            rest = [one for one in self.waiting[self.place :] if one.id not in copies]
            self.waiting[self.place :] = rest
            click.echo(f"{verdict.capitalize()}, and in {_copies_in_words(len(copies))} as well.")

    def _copies(self, statement: Statement) -> tuple[str, ...]:
        """Candidates that say the same in copies of the report."""
        case = self.workspace.case
        alike = [s for s in self._texts[root_of(case, statement)] if is_waiting(case, s)]
        return repeats(case, (*alike, statement)).get(statement.id, ())

    def _take_back(self, review: Review) -> int:
        """Withdraw a review and those that follow it; they wait again. How many followed."""
        case = self.workspace.case
        following = [one for one in case.standing_review.values() if one.follows == review.id]
        self.workspace.withdraw(review)
        here = {one.id for one in self.waiting}
        back = [case.statement_by_id[one.subject] for one in following if one.subject not in here]
        self.waiting[self.place + 1 : self.place + 1] = back
        return len(following)

    def _undo(self) -> None:
        if not self.history:
            click.echo("Nothing to undo in this sitting.")
            return
        statement, review = self.history.pop()
        self.place = self.waiting.index(statement)
        copies = self._take_back(review)
        more = f", and in {_copies_in_words(copies)}" if copies else ""
        click.echo(f"Taken back: {review.verdict}{more}.")

    def tally(self) -> str:
        """What the sitting came to."""
        count = {"accepted": 0, "amended": 0, "rejected": 0}
        for _, review in self.history:
            count[review.verdict] += 1
        parts = ", ".join(f"{number} {verdict}" for verdict, number in count.items())
        left = len(self.workspace.candidates())
        return f"{parts}. {left} still wait for review."

    def _offer(self, statement: Statement) -> list[str]:
        """What accepting would change, and what a decision can be applied to."""
        rows = [("to change", self.workspace.consequence(statement).reason)]
        if copies := self._copies(statement):
            said = f"said in the same words in {_copies_in_words(len(copies))}"
            rows.append(("copies", f"{said}; A, E, R decide on all of them"))
        return [wrapped(safe(t), indent=" " * 11, first=f"{name:<11}") for name, t in rows]

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
            *self._offer(statement),
            "",
            KEYS,
        ]
        decided = case.standing_review.get(statement.id)
        if decided:
            lines.insert(3, f"(decided before: {decided.verdict} by {safe(decided.by)})")
        return "\n".join(lines)


def _copies_in_words(number: int) -> str:
    return f"{number} {'copy' if number == 1 else 'copies'} of the report"


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
