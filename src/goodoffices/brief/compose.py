"""From material to a briefing: the sections in order, citations numbered by first use."""

from __future__ import annotations

from goodoffices.brief.briefing import Briefing, Section
from goodoffices.brief.material import Material
from goodoffices.brief.register import Register
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
from goodoffices.brief.walk import numbered


def compose(material: Material) -> Briefing:
    """The briefing on a case.

    A pure function: the same material gives the same briefing. Raises UnknownName where a finding
    names a party, issue, claim or statement that the case does not hold.
    """
    view = View(material=material, register=Register(material.case))
    parts = (summary, picture, drafts, verdicts, zone, process, trust, holding, method, annex)
    made = (part(view) for part in parts)
    sections: tuple[Section, ...] = tuple(section for section in made if section is not None)
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
    paraphrased = sum(1 for s in view.statements if s.span is None)
    if paraphrased:
        every = "Every statement" if paraphrased == len(view.statements) else "Many statements"
        if paraphrased * 2 < len(view.statements):
            every = "Some statements"
        verb = "is a paraphrase" if every.startswith("Every") else "are paraphrases"
        said.append(f"{every} shown here {verb}; the source list says which, and where to read on.")
    if view.case.note:
        said.append(printable(view.case.note))
    return tuple(said)
