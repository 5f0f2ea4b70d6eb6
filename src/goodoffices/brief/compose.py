"""From material to a briefing: the sections in order, citations numbered by first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from goodoffices.brief.briefing import Briefing, Section
from goodoffices.brief.material import Material
from goodoffices.brief.register import Register, listed_of
from goodoffices.brief.sections.annex import annex
from goodoffices.brief.sections.drafts import drafts
from goodoffices.brief.sections.holding import holding
from goodoffices.brief.sections.method import method, method_of
from goodoffices.brief.sections.picture import picture
from goodoffices.brief.sections.process import process
from goodoffices.brief.sections.summary import summary
from goodoffices.brief.sections.trust import trust
from goodoffices.brief.sections.verdicts import verdicts
from goodoffices.brief.sections.zone import zone
from goodoffices.brief.text import printable
from goodoffices.brief.view import View
from goodoffices.brief.walk import numbered, within
from goodoffices.errors import UnknownName
from goodoffices.model.case import accepted_statements

PARTS: Mapping[str, Callable[[View], Section | None]] = {
    "summary": summary,
    "picture": picture,
    "drafts": drafts,
    "verdicts": verdicts,
    "zone": zone,
    "process": process,
    "trust": trust,
    "holding": holding,
    "method": method,
    "annex": annex,
}
"""The sections by id, in order. One that has nothing to say is left out."""


def compose(material: Material, sections: Iterable[str] | None = None) -> Briefing:
    """The briefing on a case: all of it, or the sections of these ids.

    A pure function: the same material gives the same briefing. Raises UnknownName for a section
    that there is not, and where a finding names a party, issue, claim or statement that the case
    does not hold.
    """
    wanted = tuple(PARTS) if sections is None else tuple(sections)
    for name in wanted:
        if name not in PARTS:
            raise UnknownName("section", name, PARTS)
    listed = listed_of(len(accepted_statements(material.case)))
    register = Register(material.case, _decisive(material), listed=listed)
    view = View(material=material, register=register)
    made = (part(view) for name, part in PARTS.items() if name in wanted)
    return _bound(view, within(tuple(section for section in made if section is not None)))


def _decisive(material: Material) -> frozenset[str]:
    """Ids of the statements that decide a position, or speak against one (rules 4, 5 and 7)."""
    held = [found for found in (material.elicited, material.before) if found is not None]
    return frozenset(s.subject for found in held for s in found.steps if s.used and s.rule != "6")


def _bound(view: View, sections: tuple[Section, ...]) -> Briefing:
    """The sections with their citations numbered, and what goes before and behind them."""
    material = view.material
    sections, citations = numbered(sections, view.register.citations)
    return Briefing(
        title=printable(material.case.title),
        as_of=material.as_of,
        since=material.since,
        sections=sections,
        citations=citations,
        method=method_of(view),
        notices=_notices(view),
    )


def _notices(view: View) -> tuple[str, ...]:
    """What a reader must know before the first line."""
    said = [
        "Labels of issues and options are the case's; a party's label belongs to that party.",
        "What an analyst judged is marked as such, with name, date and reason; it is never a"
        " party's own statement.",
    ]
    whole, paraphrased = view.tally.statements, view.tally.statements - view.tally.quoted
    if paraphrased:
        every = "Every statement" if paraphrased == whole else "Many statements"
        if paraphrased * 2 < whole:
            every = "Some statements"
        verb = "is a paraphrase" if every.startswith("Every") else "are paraphrases"
        where = "where to read on" if every.startswith("Every") else "which, and where to read on"
        said.append(f"{every} shown here {verb}; the source list says {where}.")
    if view.case.note:
        said.append(printable(view.case.note))
    return tuple(said)
