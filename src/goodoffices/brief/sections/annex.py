"""The annex: what section 4 leaves out for length."""

from __future__ import annotations

from goodoffices.brief.briefing import Block, Cell, Column, Heading, Section
from goodoffices.brief.sections.sets import SHOWN, concession_cell, conflict_cell, set_table
from goodoffices.brief.sections.zone import package_table
from goodoffices.brief.view import View
from goodoffices.brief.words import decimal, sentence

SIDE_BY_SIDE = 5


def annex(view: View) -> Section | None:
    """Packages in full and the remaining sets; None where there is nothing to add."""
    blocks = [*_packages(view), *_more_conflicts(view), *_more_concessions(view)]
    if not blocks:
        return None
    return Section(id="annex", title="Annex: sets and packages in full", blocks=tuple(blocks))


def _packages(view: View) -> list[Block]:
    finding = view.material.concessions
    sets = [item for item in finding.value.sets if item.claims][:SHOWN] if finding else []
    if not sets:
        return []
    blocks: list[Block] = [Heading(id="annex-packages", text="The packages that concessions open")]
    for first in range(0, len(sets), SIDE_BY_SIDE):
        part = list(enumerate(sets, start=1))[first : first + SIDE_BY_SIDE]
        titled = [(f"Concession {n}", item.opens) for n, item in part]
        numbers = f"{part[0][0]} to {part[-1][0]}" if len(part) > 1 else str(part[0][0])
        caption = f"One package each that concession sets {numbers} open"
        if len(part) == 1:
            caption = f"One package that concession set {numbers} opens"
        blocks += package_table(view, f"table-opened-{part[0][0]}", caption, titled)
    return blocks


def _more_conflicts(view: View) -> list[Block]:
    finding = view.material.conflicts
    rest = finding.value.sets[SHOWN:] if finding else ()
    if not rest:
        return []
    cells = [(conflict_cell(view, names),) for names in rest]
    heading = Heading(id="annex-conflicts", text="Further conflict sets")
    column = Column(text="What no package satisfies together", width=6)
    return [
        heading,
        set_table("table-more-conflicts", "Further conflict sets", cells, column, first=SHOWN + 1),
    ]


def _more_concessions(view: View) -> list[Block]:
    finding = view.material.concessions
    sets = [item for item in finding.value.sets if item.claims] if finding else []
    if len(sets) <= SHOWN:
        return []
    cells = [
        (concession_cell(view, item), Cell(lines=(sentence(decimal(item.cost)),)))
        for item in sets[SHOWN:]
    ]
    heading = Heading(id="annex-concessions", text="Further concession sets")
    columns = (Column(text="What would be given up", width=6), Column(text="Cost", width=0.4))
    caption = "Further concession sets"
    return [heading, set_table("table-more-concessions", caption, cells, *columns, first=SHOWN + 1)]
