"""`new`, `add`, `extract`: an empty case, reports in, candidate statements out."""

from __future__ import annotations

import sys
from functools import partial
from itertools import islice
from pathlib import Path

import click

from goodoffices.cli.terminal import Bar, safe, say
from goodoffices.model.evidence import Report
from goodoffices.read.outside import Refused, Sending
from goodoffices.workspace import Workspace
from goodoffices.workspace.homes import names_store

SHOWN = 200  # lines of a list; nobody reads more, and an archive has a hundred thousand
LARGE = 5_000  # reports of a case that is not read whole for a count


@click.command(
    "new",
    short_help="Make an empty case.",
    epilog='\b\nExample:\n  goodoffices new talks --title "Talks on the strait"',
)
@click.argument("directory")
@click.option("--title", help="Title of the case; the folder's name if not given.")
def new_command(directory: str, title: str | None) -> None:
    """Make an empty case in DIRECTORY, with commented files to fill in.

    DIRECTORY may also be a database: a .sqlite file, which is made where there is none, or the
    address of a PostgreSQL database; #CASE behind it names the case.
    """
    from goodoffices.workspace.moving import name_for

    workspace = Workspace.create(directory, title or name_for(directory))
    if names_store(directory):
        say(f"Made {workspace.home.where}. Put reports in:  goodoffices add CASE FILE...")
        return
    say(f"Made {directory}. Next: name the parties and issues in {Path(directory) / 'case.yaml'},")
    say(f"then put reports in:  goodoffices add {directory} FILE...")


@click.command(
    "add",
    short_help="Put reports into a case.",
    epilog="\b\nExample:\n  goodoffices add talks report.pdf articles/ https://example.org/feed.xml",
)
@click.argument("case")
@click.argument("sources", nargs=-1, required=True)
def add_command(case: str, sources: tuple[str, ...]) -> None:
    """Put reports into CASE: files, folders, web addresses, feeds, archives.

    Text, HTML, PDF, DOCX; e-mail (EML, MBOX) with its attachments; RSS and Atom feeds; web archives
    (WARC); articles in CSV or JSON lines. The same bytes twice are one report. Copies of an agency
    text are recognised and count as one origin. Documents that cannot be read are listed with the
    reason; the others are added.
    """
    workspace = Workspace(case, lazy=True)
    with Bar() as bar:
        added = workspace.add(sources, progress=bar)
    for report in islice(added.new, SHOWN):
        click.echo(f"{report.id}  {_described(report)}")
    if len(added.new) > SHOWN:
        say(f"... and {len(added.new) - SHOWN:,} more")
    say(
        f"{len(added.new):,} added ({added.copies:,} of them copies of another report),"
        f" {len(added.known):,} there already, {len(added.failures):,} not read."
    )
    for line in islice((*added.notes, *added.failures), SHOWN):
        say(f"  {safe(str(line))}")
    if (rest := len(added.notes) + len(added.failures) - SHOWN) > 0:
        say(f"  ... and {rest:,} more like these")
    if added.new:
        say(f"Next: goodoffices extract {workspace.home.where}")
    if added.failures and not added.new and not added.known:
        raise click.exceptions.Exit(2)


def _described(report: Report) -> str:
    parts = [
        report.published or "date unknown",
        report.outlet or "outlet unknown",
        report.language or "language unknown",
        report.title or report.text.strip().split("\n")[0][:60],
    ]
    copied = f" (copy of {report.copy_of})" if report.copy_of else ""
    return safe(" | ".join(parts)) + copied


@click.command(
    "extract",
    short_help="Find candidate statements.",
    epilog="\b\nExample:\n  goodoffices extract talks",
)
@click.argument("case")
@click.option(
    "--with",
    "extractor",
    metavar="NAME",
    help="accurate, fast, rules or llm, or two that vote, as accurate+llm; without it accurate"
    " for up to 200 reports, fast for more.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="N",
    help="Processes that work; 0 for all cores. What is found does not depend on it.",
)
@click.option("--again", is_flag=True, help="Read also what this extractor has read before.")
@click.option("--yes", is_flag=True, help="Send the reports to the language model without asking.")
def extract_command(case: str, extractor: str | None, workers: int, again: bool, yes: bool) -> None:
    """Find candidate statements in the reports of CASE, for a person to review.

    All of it happens on this machine, and is for English; of a report in another language little
    is found. Only `llm` sends the reports elsewhere: to the language model that you have
    configured, once you have seen where to, how much and at what cost, and have agreed.

    Extracting again reads only reports that are new, or all of them where the parties, issues or
    cues of the case have changed, and adds only what was not found before. Candidates count for
    nothing until they are accepted in `goodoffices review`.
    """
    workspace = Workspace(case, lazy=True)
    with Bar() as bar:
        extracted = workspace.extract(
            extractor, again=again, workers=workers, progress=bar, consent=partial(_consent, yes)
        )
    large = extracted.reports > LARGE
    titles = {} if large else {r.id: r.title for r in workspace.case.reports if r.title}
    for statement in islice(extracted.new, SHOWN):
        name = statement.span.report if statement.span else ""
        place = titles.get(name, name)
        click.echo(safe(f"{statement.id}  {statement.stance:<11} {statement.speaker}  [{place}]"))
    if len(extracted.new) > SHOWN:
        say(f"... and {len(extracted.new) - SHOWN:,} more")
    if extracted.read or not extracted.reports:
        say(
            f"{extracted.found:,} statements in {extracted.read:,} reports,"
            f" {len(extracted.new):,} of them new (extractor: {extracted.extractor})."
        )
    else:
        say("Nothing new to read; --again reads what was read before.")
    if extracted.repeated:
        say(f"{extracted.repeated:,} said again after another extractor, left out.")
    if extracted.poorly:
        listed = ", ".join(f"{count:,} in {code}" for code, count in extracted.poorly.items())
        say(f"Not in English: {safe(listed)}. Most of what these reports attribute is not found.")
    _tell_refused(extracted.refused)
    where = workspace.home.where
    if not extracted.reports:
        say(f"The case has no reports yet. Put some in:  goodoffices add {where} FILE...")
    elif large:
        say(f"What waits for review:  goodoffices review {where}")
    elif waiting := len(workspace.candidates()):
        say(f"{waiting} wait for review:  goodoffices review {where}")


def _consent(yes: bool, sending: Sending) -> bool:
    """Say what would be sent where, and ask; without a terminal only `--yes` agrees."""
    say(f"To be sent to {safe(sending.to)}, model {safe(sending.model)}:")
    again = f"; {sending.answered:,} are answered already" if sending.answered else ""
    say(f"  {sending.reports:,} reports in {sending.requests:,} requests{again}")
    say(f"  {sending.characters:,} characters of their texts, with title, outlet and date,")
    say("  and the names of the parties, issues and options of the case")
    say(f"  about {sending.tokens_in:,} tokens out and {sending.tokens_out:,} back (estimated)")
    if sending.cost is None:
        say("  cost not known: no prices are configured")
    else:
        say(f"  about {sending.cost:,.2f} {safe(sending.currency)} (estimated)")
    if yes:
        return True
    if not sys.stdin.isatty():
        say("Not a terminal, so nobody can be asked: --yes sends without asking.")
        return False
    return bool(click.confirm("Send them?", default=False, err=True))


def _tell_refused(refused: Refused) -> None:
    """What the language model gave and was not taken."""
    if refused.statements:
        say(f"{sum(refused.statements.values()):,} statements of the language model refused:")
        for reason, count in sorted(refused.statements.items(), key=lambda item: -item[1]):
            say(f"  {count:,}: {reason}")
    for report, reason in islice(refused.unusable.items(), SHOWN):
        say(f"  {safe(report)}: {reason}")
    if refused.unusable:
        say(f"{len(refused.unusable):,} reports without a usable answer; --again asks once more.")
