"""Section 7: what produced the briefing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from goodoffices.brief.briefing import (
    AnalysisRun,
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Method,
    Note,
    Paragraph,
    Row,
    Section,
    Table,
)
from goodoffices.brief.view import View
from goodoffices.brief.words import own, sentence, strong
from goodoffices.codec import digest, plain, to_json
from goodoffices.model.finding import Finding
from goodoffices.version import __version__


def findings(view: View) -> Iterator[Finding[Any]]:
    """Every finding behind the briefing."""
    material = view.material
    yield from material.verdicts.values()
    for finding in (material.zone, material.conflicts, material.concessions):
        if finding is not None:
            yield finding


def method_of(view: View) -> Method:
    """The program, the digest of the negotiation, assumptions and analyses."""
    held = view.material.elicited
    return Method(
        version=__version__,
        negotiation=digest(held.negotiation) if held else "",
        assumptions=held.assumptions if held else {},
        analyses=tuple(
            AnalysisRun(
                analysis=finding.analysis,
                version=finding.version,
                negotiation=finding.negotiation,
                parameters=finding.parameters,
            )
            for finding in findings(view)
        ),
    )


RULES = (
    "A statement counts when a person accepted it, or entered it by hand, and it was made by the"
    " date of the picture.",
    "A party's newest accepted statement within its speaker's authority decides where the party"
    " stands on an option. Statements that oppose each other make the position contested; they are"
    " not averaged.",
    "Where the options of an issue are declared in order, a refusal can imply the refusal of what"
    " lies beyond. Such standings say that they follow from the order of the options.",
    "A party accepts a package when no red line of its own is crossed, every proviso of its own"
    " holds, and its utility reaches its reservation value. A party of whom nothing is known is"
    " unknown, not willing.",
    "A conflict set is a minimal set of claims that no package satisfies together. A concession set"
    " is a minimal set of claims whose giving up opens a zone of agreement.",
    "Independent origins are counted, not outlets and not copies.",
)


def method(view: View) -> Section:
    """The rules in words, the assumptions, the analyses."""
    made = method_of(view)
    blocks: list[Block] = [
        Bullets(items=tuple((sentence(rule),) for rule in RULES)),
        Heading(id="assumptions", text="Assumptions of the elicitation"),
    ]
    if made.assumptions:
        blocks.append(_assumptions(made))
    else:
        missing = sentence("Nothing was elicited, so no assumption was made.")
        blocks.append(Note(sentences=(missing,), weight="missing"))
    blocks.append(Heading(id="analyses", text="Analyses"))
    if made.negotiation:
        said = sentence("Digest of the negotiation elicited: ", own(made.negotiation), ".")
        blocks.append(Paragraph(sentences=(said,)))
    if made.analyses:
        blocks.append(_analyses(made))
    by = sentence(f"Made with Good Offices {made.version}. The same input gives the same bytes.")
    blocks.append(Paragraph(sentences=(by,)))
    return Section(id="method", title="7. Method and assumptions", blocks=tuple(blocks))


def _assumptions(made: Method) -> Table:
    rows = tuple(
        Row(
            cells=(
                Cell(lines=(sentence(own(name)),)),
                Cell(lines=(sentence(_shown(setting)),)),
            )
        )
        for name, setting in made.assumptions.items()
    )
    columns = (Column(text="Parameter", width=2), Column(text="Setting", width=1))
    return Table(
        id="table-assumptions", caption="Every parameter, as set", columns=columns, rows=rows
    )


def _analyses(made: Method) -> Table:
    rows = tuple(_analysis_row(made, run) for run in made.analyses)
    columns = (
        Column(text="Analysis", width=1),
        Column(text="Version", width=0.6),
        Column(text="Parameters", width=3),
        Column(text="Negotiation", width=1.4),
    )
    return Table(id="table-analyses", caption="What was computed", columns=columns, rows=rows)


def _analysis_row(made: Method, run: AnalysisRun) -> Row:
    given = ", ".join(f"{key}={_shown(item)}" for key, item in run.parameters.items())
    same = run.negotiation == made.negotiation
    which = "the one above" if same else run.negotiation
    return Row(
        cells=(
            Cell(lines=(sentence(strong(run.analysis)),)),
            Cell(lines=(sentence(run.version),)),
            Cell(lines=(sentence(own(given)),) if given else (sentence("none", tone="muted"),)),
            Cell(lines=(sentence(which),)),
        )
    )


def _shown(setting: Any) -> str:
    words = {True: "yes", False: "no", None: "not set"}
    if setting is None or isinstance(setting, bool):
        return words[setting]
    if isinstance(setting, (str, int, float)):
        return str(setting)
    return to_json(plain(setting), indent=0).decode().strip()
