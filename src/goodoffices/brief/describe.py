"""How a citation is told in the list of sources: the same words for every renderer."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.brief.briefing import (
    Citation,
    EntryCitation,
    JudgementCitation,
    Run,
    StatementCitation,
)
from goodoffices.brief.text import web_address
from goodoffices.brief.words import BASIS, Words, day, own, phrase, strong

RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CREDIBILITY = {
    "1": "confirmed",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
"""NATO Admiralty code, AJP-2.1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A citation in words: what is said, then where it is from, one part each.

    `link` is an address of the web that may become a link; an address of any other kind is among
    the parts, as text. `evidence` are numbers of further citations.
    """

    head: Words
    parts: tuple[Words, ...]
    link: str | None = None
    evidence: tuple[int, ...] = ()


def describe(citation: Citation) -> Described:
    """The words for one citation."""
    if isinstance(citation, StatementCitation):
        return _statement(citation)
    if isinstance(citation, JudgementCitation):
        return _judgement(citation)
    return _entry(citation)


def _statement(citation: StatementCitation) -> Described:
    if citation.quoted:
        words = phrase(
            "\N{LEFT DOUBLE QUOTATION MARK}",
            Run(text=citation.words, style="quote"),
            "\N{RIGHT DOUBLE QUOTATION MARK}",
        )
    else:
        words = phrase(strong("paraphrase: "), Run(text=citation.words, style="paraphrase"))
    who = f" ({citation.party})" if citation.party and citation.party != citation.speaker else ""
    parts = [phrase(own(citation.outlet or "outlet unknown"))]
    if citation.published:
        parts.append(phrase(f"published {day(citation.published)}"))
    else:
        parts.append(phrase("publication date unknown"))
    if citation.said_on:
        parts.append(phrase(f"said {day(citation.said_on)}, {BASIS[citation.said_on_basis]}"))
    elif citation.published:
        parts.append(phrase(BASIS[citation.published_basis]))
    if len(citation.chain) > 1:
        arrow = " \N{LEFTWARDS ARROW} "
        parts.append(phrase("chain: ", own(arrow.join(citation.chain))))
    if citation.anonymous:
        parts.append(phrase("unnamed source"))
    if citation.hedged:
        parts.append(phrase("hedged"))
    parts.append(phrase(f"grade {graded(citation.grade)}"))
    if citation.report is not None:
        title = phrase(" ", own(citation.report_title)) if citation.report_title else ()
        place = f", characters {citation.start} to {citation.end}"
        parts.append(phrase("report ", own(citation.report), title, place))
    if citation.ref:
        parts.append(phrase("entry ", own(citation.ref)))
    parts.append(phrase(own(citation.statement)))
    head = phrase(strong(citation.speaker), who, ": ", words)
    return _linked(head, parts, citation.url)


def graded(grade: str) -> str:
    """A grade with its two judgements in words."""
    reliability, credibility = RELIABILITY.get(grade[:1], ""), CREDIBILITY.get(grade[1:], "")
    return f"{grade} ({reliability}; {credibility})" if reliability and credibility else grade


def _judgement(citation: JudgementCitation) -> Described:
    head = phrase(strong("Analyst's judgement: "), own(citation.words))
    parts = [
        phrase("by ", own(citation.by), f", {day(citation.at)}"),
        phrase("why: ", own(citation.why)),
    ]
    if citation.since:
        parts.append(phrase(f"holds from {day(citation.since)}"))
    if citation.until:
        parts.append(phrase(f"held until {day(citation.until)}"))
    if not citation.evidence:
        parts.append(phrase("rests on no statement"))
    parts.append(phrase(own(citation.subject)))
    return Described(head=head, parts=tuple(parts), evidence=citation.evidence)


def _entry(citation: EntryCitation) -> Described:
    parts = []
    if citation.date:
        parts.append(phrase(day(citation.date)))
    if citation.basis:
        parts.append(phrase("basis: ", own(citation.basis)))
    if citation.url:
        parts.append(phrase("entry of the case with an address; wording is a paraphrase"))
    parts.append(phrase(own(citation.entry)))
    return _linked(phrase(own(citation.what)), parts, citation.url)


def _linked(head: Words, parts: list[Words], url: str | None) -> Described:
    link = web_address(url)
    if url and link is None:
        parts.append(phrase("address: ", own(url)))
    return Described(head=head, parts=tuple(parts), link=link)
