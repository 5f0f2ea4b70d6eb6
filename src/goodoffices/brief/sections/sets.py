"""Conflict sets and concession sets in words, and set out in tables."""

from __future__ import annotations

from collections.abc import Iterable

from goodoffices.brief.briefing import (
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Sentence,
    Table,
)
from goodoffices.brief.view import View
from goodoffices.brief.words import (
    ANY_ONE_OUT,
    RULES_HOLD,
    Words,
    concession_words,
    conflict_words,
    decimal,
    in_words,
    marked,
    own,
    phrase,
    possessive,
    sentence,
    terms_of,
)
from goodoffices.model.agenda import Issue, Package
from goodoffices.model.answers import Concession
from goodoffices.model.stakes import Proviso, RedLine

SHOWN = 10
"""Conflict and concession sets shown in the section; the others follow in the annex."""


# --- conflicts -----------------------------------------------------------------------------------


def conflict_sentence(view: View, claims: Iterable[str]) -> Sentence:
    """One minimal conflict set in words, with what each claim rests on."""
    names = tuple(claims)
    nouns, about = _nouns(view, names)
    words = conflict_words(nouns, about=about)
    return sentence(words, whose_words(view, names), citations=view.cite_claims(names))


def whose_words(view: View, names: tuple[str, ...]) -> str:
    """A sentence saying which of the claims the parties stated and which an analyst judged."""
    judged = sum(1 for name in names if name in view.judged_claims)
    if judged == 0:
        return " As stated by the party." if len(names) == 1 else " As stated by the parties."
    if judged == len(names):
        return " As judged by an analyst."
    some = in_words(judged).capitalize()
    rest = "the other" if len(names) - judged == 1 else "the others"
    return f" {some} of the {in_words(len(names))} as judged by an analyst, {rest} as stated."


def _nouns(view: View, names: tuple[str, ...]) -> tuple[list[Words], Words]:
    """The claims as things, and the one issue that all of them are about, if it is one."""
    about = _one_issue(view, names)
    if about is None:
        return [view.claim_noun(name) for name in names], ()
    issue = view.issue(about)
    return [_against(view, name, issue) for name in names], marked(issue.question)


def conflict_cell(view: View, names: tuple[str, ...]) -> Cell:
    """A conflict set in a cell: a sentence, or from three claims on one line for each."""
    if len(names) < 3:
        return Cell(lines=(conflict_sentence(view, names),))
    nouns, about = _nouns(view, names)
    none = phrase("On ", about, ", no package") if about else phrase("No package")
    lines = [sentence(none, f" satisfies all {in_words(len(names))} of these together:")]
    lines += _claim_lines(view, names, nouns)
    lines.append(sentence(ANY_ONE_OUT))
    return Cell(lines=tuple(lines))


def _claim_lines(view: View, names: tuple[str, ...], nouns: list[Words]) -> list[Sentence]:
    pairs = zip(names, nouns, strict=True)
    return [
        sentence(
            "\N{EN DASH} ",
            noun,
            " (judged)" if name in view.judged_claims else " (stated)",
            citations=view.cite_claim(name),
        )
        for name, noun in pairs
    ]


def set_table(
    name: str, caption: str, cells: Iterable[tuple[Cell, ...]], *heads: Column, first: int = 1
) -> Table:
    """Sets with a number before each, from `first` on."""
    rows = tuple(
        Row(cells=(Cell(lines=(sentence(str(number)),)), *given))
        for number, given in enumerate(cells, start=first)
    )
    columns = (Column(text="No.", width=0.35), *heads)
    return Table(id=name, caption=caption, columns=columns, rows=rows)


def _one_issue(view: View, names: tuple[str, ...]) -> str | None:
    """The issue that all of several red lines are about, if it is one."""
    claims = [view.claim(name) for name in names]
    lines = [claim for claim in claims if isinstance(claim, RedLine)]
    issues = {issue for line in lines for issue in line.rejects}
    return issues.pop() if len(lines) == len(claims) > 1 and len(issues) == 1 else None


def _against(view: View, name: str, issue: Issue) -> Words:
    line = view.claim(name)
    assert isinstance(line, RedLine)
    whose = possessive(view.party(line.party).name)
    return phrase(whose, " red line against ", terms_of(issue, line.rejects[issue.id]))


def conflicts(view: View) -> list[Block]:
    """What collides, set by set."""
    finding = view.material.conflicts
    if finding is None or not finding.value.sets:
        return []
    sets, complete = finding.value.sets, finding.value.complete
    head = [sentence(f"{_how_many(len(sets), complete, 'minimal conflict set')}, smallest first.")]
    if any(claim.party is None for claim in view.claims.values()):
        head.append(sentence(RULES_HOLD))
    if not complete:
        head.append(_stopped(len(sets) - finding.value.in_order, len(sets), "smaller"))
    blocks: list[Block] = [Heading(id="conflicts", text="What collides")]
    blocks.append(Paragraph(sentences=tuple(head)))
    cells = [(conflict_cell(view, names),) for names in sets[:SHOWN]]
    head_of = Column(text="What no package satisfies together", width=6)
    blocks.append(set_table("table-conflicts", "Conflict sets", cells, head_of))
    if len(sets) > SHOWN:
        more = f"The other {len(sets) - SHOWN} are in the annex."
        blocks.append(Paragraph(sentences=(sentence(more, see="annex-conflicts"),)))
    return blocks


def _how_many(number: int, complete: bool, what: str) -> str:
    shown = in_words(number).capitalize()
    if complete:
        return f"{shown} {what}{'s were' if number != 1 else ' was'} found, and no other exists"
    return f"{shown} {what}{'s were' if number != 1 else ' was'} found"


def _stopped(unproven: int, number: int, before: str) -> Sentence:
    """That others may exist, and before which of the sets shown."""
    said = "The search was stopped before it was exhausted; others may exist"
    if unproven == number:
        said += f", {before} ones among them"
    elif unproven:
        last = f"{in_words(unproven)} " if unproven > 1 else ""
        said += f", and be {before} than the last {last}of these"
    return sentence(f"{said}.")


# --- concessions ---------------------------------------------------------------------------------


def concession_sentence(view: View, concession: Concession) -> Sentence:
    """One concession set in words, with its cost."""
    words = concession_words([view.claim_noun(name) for name in concession.claims])
    cost = f" Cost: {decimal(concession.cost)}, at 1 a claim unless an analyst set another."
    basis = whose_words(view, concession.claims)
    return sentence(words, cost, basis, citations=view.cite_claims(concession.claims))


def concessions(view: View) -> list[Block]:
    """What would open a zone, set by set."""
    finding = view.material.concessions
    if finding is None:
        return []
    sets = tuple(item for item in finding.value.sets if item.claims)
    if not sets:
        return []
    head = [
        sentence(
            f"{_how_many(len(sets), finding.value.complete, 'minimal concession set')},"
            " cheapest first. Cost is the sum of the costs of the claims given up, 1 each unless an"
            " analyst set another; it does not say how hard the step is for the party."
        ),
    ]
    if not finding.value.complete:
        head.append(_stopped(len(sets) - finding.value.in_order, len(sets), "cheaper"))
    shown = sets[:SHOWN]
    columns = (
        Column(text="What would be given up", width=3.4),
        Column(text="Cost", width=0.4),
        Column(text="One package that this opens, on the issues concerned", width=2.6),
    )
    caption = "Cheapest concession sets" if len(sets) > SHOWN else "Concession sets"
    cells = [_concession_cells(view, item) for item in shown]
    blocks: list[Block] = [
        Heading(id="concessions", text="What would open a zone"),
        Paragraph(sentences=tuple(head)),
        set_table("table-concessions", caption, cells, *columns),
    ]
    tail = [sentence("The packages in full are in the annex.", see="annex-packages")]
    if len(sets) > SHOWN:
        more = f"The other {len(sets) - SHOWN} sets are there too."
        tail.append(sentence(more, see="annex-concessions"))
    blocks.append(Paragraph(sentences=tuple(tail)))
    return blocks


def _concession_cells(view: View, item: Concession) -> tuple[Cell, ...]:
    concerned = dict.fromkeys(issue for name in item.claims for issue in issues_of(view, name))
    lines = [_choice(view.issue(name), item.opens) for name in concerned if name in item.opens]
    return (
        concession_cell(view, item),
        Cell(lines=(sentence(decimal(item.cost)),)),
        Cell(lines=tuple(lines)) if lines else Cell(lines=(sentence("see the annex"),)),
    )


def concession_cell(view: View, item: Concession) -> Cell:
    """A concession set in a cell: a sentence, or from two claims on one line for each."""
    nouns = [view.claim_noun(name) for name in item.claims]
    if len(nouns) == 1:
        basis = whose_words(view, item.claims)
        cited = view.cite_claims(item.claims)
        return Cell(lines=(sentence(concession_words(nouns), basis, citations=cited),))
    many = "both" if len(nouns) == 2 else f"all {in_words(len(nouns))}"
    fewer = "neither alone is enough" if len(nouns) == 2 else "none of them can be kept"
    lead = sentence(f"Giving up {many} of these opens a zone; {fewer}:")
    return Cell(lines=(lead, *_claim_lines(view, item.claims, nouns)))


def _choice(issue: Issue, package: Package) -> Sentence:
    return sentence(own(issue.question), " ", marked(issue.option(package[issue.id]).label))


def issues_of(view: View, name: str) -> tuple[str, ...]:
    """Issues that a claim speaks of; for a reservation value, those that carry weight."""
    claim = view.claim(name)
    if isinstance(claim, RedLine):
        return tuple(claim.rejects)
    if isinstance(claim, Proviso):
        return tuple(dict.fromkeys((*claim.if_, *claim.then)))
    return tuple(issue for issue, weight in claim.weights.items() if weight != 0)
