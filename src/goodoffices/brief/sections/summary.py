"""The first page: where things stand, in ten sentences at most."""

from __future__ import annotations

from collections.abc import Callable

from goodoffices.brief.briefing import Bullets, Note, Section, Sentence
from goodoffices.brief.sections.drafts import absent_consents
from goodoffices.brief.sections.picture import no_statements
from goodoffices.brief.sections.process import newest_of, said_line
from goodoffices.brief.sections.sets import concession_sentence, conflict_sentence
from goodoffices.brief.sections.trust import gaps, thin, thin_claims
from goodoffices.brief.sections.verdicts import ANSWERS, MET, MET_WORDS, tally
from goodoffices.brief.sections.zone import zone_answer
from goodoffices.brief.view import View
from goodoffices.brief.words import (
    Words,
    counted,
    day,
    listed,
    marked,
    on,
    own,
    phrase,
    sentence,
)
from goodoffices.model.agenda import Draft
from goodoffices.model.answers import Conflicts, PartyVerdict
from goodoffices.model.evidence import Statement

MOST = 10
Line = Callable[[View], list[Sentence]]


def summary(view: View) -> Section:
    """At most ten sentences, each with its citations or the place that bears it out."""
    lines: list[Sentence] = []
    for part in PARTS:
        lines += part(view)
    blocks = (Bullets(items=tuple((line,) for line in lines[:MOST])),)
    missing = _missing(view)
    if missing:
        note = Note(sentences=tuple(missing), weight="missing")
        return Section(id="summary", title="Summary", blocks=(*blocks, note) if lines else (note,))
    return Section(id="summary", title="Summary", blocks=blocks)


def _missing(view: View) -> list[Sentence]:
    """What the case lacks, and how to go on."""
    found = []
    if not view.case.parties or not view.case.issues:
        found.append(
            sentence(
                "The case names no party or no issue yet: add them to case.yaml.", see="picture"
            )
        )
    if not view.statements:
        found.append(sentence(*no_statements(view), see="picture"))
    if not view.drafts:
        found.append(sentence("No draft can be shown: none is recorded by the date.", see="drafts"))
    if not view.case.reports and not view.case.statements:
        found.append(sentence("The case holds no report.", see="trust"))
    return found


def _led(lead: str, said: Sentence) -> Sentence:
    return sentence(said.runs, lead=lead, citations=said.citations, see=said.see)


# --- where things stand --------------------------------------------------------------------------


def _text(view: View) -> list[Sentence]:
    if not view.drafts:
        return []
    draft = view.drafts[-1]
    by: Words = phrase(own(draft.drafted_by)) if draft.drafted_by else ()
    if not by and draft.drafters:
        by = view.names(draft.drafters)
    drafted = phrase(", drafted by ", by) if by else phrase(", its drafter not recorded")
    others = len(view.drafts) - 1
    rest = f"; {counted(others, 'earlier draft')} on record" if others else ""
    return [
        sentence(
            "The newest draft is ",
            marked(draft.title),
            f" of {day(draft.date)}",
            drafted,
            f"{rest}.",
            lead="Text",
            citations=view.cite_draft(draft),
            see="drafts",
        )
    ]


def _newest_statement(view: View, party: str) -> Statement | None:
    """The newest dated statement by which a party takes a side on an issue up for agreement."""
    agenda = {issue.id for issue in view.agenda}
    sided = [
        s
        for s in view.said_by.get(party, ())
        if s.date is not None and s.issue in agenda and s.stance not in ("reports", "no_comment")
    ]
    return next(iter(newest_of(sided, 1)), None)


def _latest(view: View) -> list[Sentence]:
    if len(view.principals) > 2:
        return []
    lines = []
    for party in view.principals:
        newest = _newest_statement(view, party.id)
        if newest is not None:
            line = said_line(view, newest)
            lines.append(_led(f"Latest from {party.name}", line))
    return lines


# --- agreement -----------------------------------------------------------------------------------


def _zone(view: View) -> list[Sentence]:
    if view.material.zone is None:
        return []
    return [_led("Zone of agreement", zone_answer(view, view.material.zone.value)[0])]


def main_conflict(view: View, found: Conflicts) -> tuple[str, ...]:
    """Of the smallest conflict sets the firmest: the highest least firmness of its claims."""
    smallest = [names for names in found.sets if len(names) == len(found.sets[0])]

    def least(names: tuple[str, ...]) -> float:
        held = (getattr(view.claim(name), "firmness", None) for name in names)
        return min((firm if firm is not None else 0.0 for firm in held), default=0.0)

    return max(smallest, key=least)


def _conflict(view: View) -> list[Sentence]:
    finding = view.material.conflicts
    if finding is None or not finding.value.sets:
        return []
    said = conflict_sentence(view, main_conflict(view, finding.value))
    others = len(finding.value.sets) - 1
    more = f" ({counted(others, 'further conflict set')} in section 4.)" if others else ""
    return [sentence(said.runs, more, lead="Main conflict", citations=said.citations, see="zone")]


def _concession(view: View) -> list[Sentence]:
    finding = view.material.concessions
    sets = [item for item in finding.value.sets if item.claims] if finding else []
    if not sets:
        return []
    said = concession_sentence(view, sets[0])
    proven = finding is not None and finding.value.in_order > 0
    lead = "Cheapest concession" if proven else "A concession, perhaps not the cheapest"
    return [_led(lead, sentence(said.runs, citations=said.citations, see="zone"))]


# --- the newest draft ----------------------------------------------------------------------------


def _answered(view: View) -> Draft | None:
    known = [draft for draft in view.drafts if draft.id in view.material.verdicts]
    return known[-1] if known else None


def _verdict(view: View) -> list[Sentence]:
    draft = _answered(view)
    if draft is None:
        return []
    found = view.material.verdicts[draft.id].value.parties
    parts, cited = [], list(view.cite_draft(draft))
    for party in view.principals:
        if party.id in found:
            parts.append(_one_verdict(view, party.name, found[party.id]))
            cited += view.cite_claims(found[party.id].crossed)
    if not parts:
        return []
    words = listed(parts, "and", ";" if len(parts) > 2 else ",")
    return [
        sentence(
            marked(draft.title),
            ": ",
            words,
            ".",
            lead="Newest draft",
            citations=cited,
            see="verdicts",
        )
    ]


def _one_verdict(view: View, name: str, verdict: PartyVerdict) -> Words:
    if verdict.answer == "rejects" and verdict.crossed:
        crossed = counted(len(verdict.crossed), "recorded claim")
        return phrase(f"it crosses {crossed} of ", own(name))
    if verdict.answer == "rejects":
        return phrase("it meets no package open to ", own(name))
    if verdict.answer == "unknown":
        return phrase("nothing is recorded that binds ", own(name))
    if verdict.answer == "depends":
        return phrase("for ", own(name), " it depends on how its open text is filled")
    word, _ = ANSWERS[verdict.answer]
    return phrase(f"it {word} of ", own(name))


def _leaning(view: View) -> list[Sentence]:
    draft = _answered(view)
    if draft is None:
        return []
    found = view.material.verdicts[draft.id].value
    known = [party for party in view.principals if tally(found.asks, party.id)]
    if not known:
        return []
    parts = []
    for party in known:
        counts = tally(found.asks, party.id)
        whole = sum(counts.values())
        rest = [f"{counts[tone]} {MET_WORDS[tone]}" for tone in MET[1:] if counts[tone]]
        more = f" ({', '.join(rest)})" if rest else ""
        met = f"{counts['met']} of {counted(whole, 'ask')} of "
        parts.append(phrase(met, own(party.name), more))
    return [
        sentence(
            marked(draft.title),
            " meets ",
            listed(parts, "and"),
            ".",
            lead="Leaning",
            citations=view.cite_draft(draft),
            see="leaning",
        )
    ]


def _absent(view: View) -> list[Sentence]:
    if not view.drafts:
        return []
    draft = view.drafts[-1]
    waiting = absent_consents(view, draft)
    if not waiting:
        return []
    absent = dict.fromkeys(party for _, names in waiting for party in names)
    whose = listed([phrase(own(view.party(party).name)) for party in absent], "and", ";")
    cited = [n for clause, _ in waiting for n in view.cite_clause(draft, clause)]
    verb = "needs" if len(waiting) == 1 else "need"
    return [
        sentence(
            f"{counted(len(waiting), 'clause')} of the newest draft {verb} the consent of somebody"
            " not in the room: ",
            whose,
            ".",
            lead="Absent",
            citations=cited,
            see="absent-consent",
        )
    ]


# --- evidence ------------------------------------------------------------------------------------


def _weakest(view: View) -> list[Sentence]:
    if not view.statements:
        return []
    anonymous, claims = thin(view), thin_claims(view)
    if claims:
        name = claims[0]
        said = phrase("The claim that ", view.claim_clause(name), " rests on one anonymous source")
        cited = view.cite_claim(name)
    elif anonymous:
        first = anonymous[0]
        many = counted(len(anonymous), "position") + (" rests" if len(anonymous) == 1 else " rest")
        which = phrase(own(view.party(first.party).name), on(view.issue(first.issue)))
        among = "that of " if len(anonymous) == 1 else "among them that of "
        said = phrase(f"{many} on one anonymous source, {among}", which)
        cited = tuple(n for p in anonymous for n in view.cite_position(p))
    elif view.material.disputes:
        number = len(view.material.disputes)
        first_topic = view.material.disputes[0].topic
        said = phrase(
            f"Reports contradict each other on {counted(number, 'point')}, first ",
            marked(first_topic),
        )
        cited = ()
    else:
        said = phrase("No recorded claim or position rests on one anonymous source alone")
        cited = ()
    missing = [(party.name, len(gaps(view, party.id))) for party in view.principals]
    lacking = [phrase("of ", own(name), f" on {number}") for name, number in missing if number]
    tail: Words = ()
    if lacking:
        whole = counted(len(view.agenda), "issue")
        tail = phrase("; no position was found ", listed(lacking), f" of {whole}")
    return [sentence(said, tail, ".", lead="Weakest evidence", citations=cited, see="trust")]


PARTS: tuple[Line, ...] = (
    _text,
    _latest,
    _zone,
    _conflict,
    _concession,
    _verdict,
    _leaning,
    _absent,
    _weakest,
)
