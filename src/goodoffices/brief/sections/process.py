"""Section 5: meetings and channels, who was shown what, the ground, and who must ratify."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from goodoffices.brief.briefing import (
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Run,
    Section,
    Sentence,
    Table,
    Tag,
)
from goodoffices.brief.sections.picture import RULES
from goodoffices.brief.view import View
from goodoffices.brief.words import (
    counted,
    day,
    in_figures,
    listed,
    own,
    phrase,
    sentence,
    strong,
)
from goodoffices.model.dates import happened_by, latest
from goodoffices.model.evidence import Statement
from goodoffices.model.process import Condition, Meeting
from goodoffices.model.tracks import Sighting

NEWEST = 8
"""Statements shown on each circumstance outside the agreement."""

SIGHTS = {
    "drafted": "took part in drafting",
    "consulted": "was consulted",
    "shown": "was shown the text",
    "handed": "was handed the text",
    "excluded": "had no part",
}
STANCES = {
    "asks": "asks",
    "offers": "offers",
    "accepts": "accepts",
    "conditional": "accepts on a condition",
    "resists": "resists",
    "rejects": "rejects",
    "red_line": "rejects as a matter of principle",
    "denies": "denies",
    "no_comment": "did not comment",
    "reports": "reports",
}


def process(view: View) -> Section:
    """Everything around the text, each entry with its source."""
    parts = (
        ("meetings", "Meetings and channels", _meetings(view)),
        ("shown", "Who was shown which text, and when", _sightings(view)),
        ("hosts", "Hosts", _hosts(view)),
        ("envoys", "Changes of envoys and office holders", _changes(view)),
        ("ground", "Conditions on the ground", _conditions(view)),
        ("ratifiers", "Who must ratify", _ratifiers(view)),
        ("context", "Context: fact-finding, domestic constraints and pressure", _context(view)),
    )
    blocks: list[Block] = []
    for name, title, found in parts:
        blocks += [Heading(id=name, text=title), *found]
    return Section(id="process", title="5. The process", blocks=tuple(blocks))


def _nothing(words: str) -> list[Block]:
    return [Paragraph(sentences=(sentence(words, tone="muted"),))]


def _cell(*lines: Sentence, tags: tuple[Tag, ...] = ()) -> Cell:
    return Cell(lines=lines, tags=tags)


def _blank() -> Cell:
    return Cell(lines=(sentence("not recorded", tone="muted"),), tone="none")


# --- meetings ------------------------------------------------------------------------------------


def _meetings(view: View) -> list[Block]:
    if not view.meetings:
        return _nothing("No meeting is recorded. Meetings are kept in process.yaml.")
    columns = (
        Column(text="Date", width=1.2),
        Column(text="What", width=3),
        Column(text="Parties and persons", width=2),
        Column(text="Place, host, channel", width=1.8),
        Column(text="Text discussed", width=1.2),
    )
    rows = tuple(_meeting_row(view, meeting) for meeting in view.meetings)
    caption = f"{counted(len(rows), 'meeting')} and contacts, oldest first"
    return [Table(id="table-meetings", caption=caption, columns=columns, rows=rows)]


def _meeting_row(view: View, meeting: Meeting) -> Row:
    cited = view.register.sourcing(
        f"meeting {meeting.id}", f"Meeting: {meeting.title}", meeting.date, meeting.sourcing
    )
    who = [sentence(view.names(meeting.parties))] if meeting.parties else []
    if meeting.persons:
        who.append(sentence(listed([phrase(own(p)) for p in meeting.persons]), tone="muted"))
    where = []
    if meeting.place:
        where.append(sentence(own(meeting.place)))
    if meeting.host:
        where.append(sentence("host: ", own(_host(view, meeting.host))))
    if meeting.channel:
        where.append(sentence("channel: ", own(meeting.channel)))
    titles = [view.case.draft_by_id[d].title for d in meeting.drafts if d in view.case.draft_by_id]
    texts = [sentence(own(title)) for title in titles]
    tags = (Tag(text="confidential", kind="caution"),) if meeting.confidential else ()
    return Row(
        cells=(
            _cell(sentence(day(meeting.date))),
            _cell(sentence(own(meeting.title), citations=cited), tags=tags),
            _cell(*who) if who else _blank(),
            _cell(*where) if where else _blank(),
            _cell(*texts) if texts else _blank(),
        )
    )


def _host(view: View, host: str) -> str:
    party = view.case.party_by_id.get(host)
    return party.name if party else host


# --- who was shown what --------------------------------------------------------------------------


def _sightings(view: View) -> list[Block]:
    known = {draft.id for draft in view.drafts}
    rows = [
        _sighting_row(view, item)
        for item in view.material.sightings
        if item.draft in known and (item.date is None or happened_by(item.date, view.as_of))
    ]
    if not rows:
        return _nothing("Nothing is recorded on who was shown which text.")
    columns = (
        Column(text="Draft", width=1.5),
        Column(text="Party", width=1.2),
        Column(text="Its part", width=1.4),
        Column(text="When", width=1.2),
        Column(text="Before the text was public?", width=1.2),
        Column(text="Note", width=3),
    )
    caption = "The part of each party in each draft"
    return [Table(id="table-sightings", caption=caption, columns=columns, rows=tuple(rows))]


def _sighting_row(view: View, item: Sighting) -> Row:
    draft = view.case.draft_by_id[item.draft]
    cited = view.register.statements(item.evidence)
    if not cited:
        entry = f"consultation {item.draft}/{item.party}/{item.sight}/{item.date or ''}"
        what = f"Part of {view.party(item.party).name} in the draft {draft.title}"
        cited = view.register.basis(entry, what, item.date, item.basis)
    public = {True: "before", False: "after", None: "not known"}[item.before_public]
    if item.public_on:
        public += f" (public on {day(item.public_on)})"
    return Row(
        cells=(
            _cell(sentence(own(draft.title))),
            _cell(sentence(own(view.party(item.party).name))),
            _cell(sentence(SIGHTS[item.sight], citations=cited)),
            _cell(sentence(day(item.date))),
            _cell(sentence(public)),
            _cell(sentence(own(item.note))) if item.note else _cell(),
        )
    )


# --- hosts and office holders --------------------------------------------------------------------


def _hosts(view: View) -> list[Block]:
    items = []
    for host in dict.fromkeys(meeting.host for meeting in view.meetings if meeting.host):
        met = [meeting for meeting in view.meetings if meeting.host == host]
        when = listed([day(meeting.date) for meeting in met])
        cited = [
            n
            for m in met
            for n in view.register.sourcing(
                f"meeting {m.id}", f"Meeting: {m.title}", m.date, m.sourcing
            )
        ]
        name = strong(_host(view, host))
        items.append((sentence(name, " hosted on ", when, ".", citations=cited),))
    hosts = {party.id for party in view.case.parties if party.role == "host"}
    offers = [s for host in hosts for s in view.said_by.get(host, ()) if s.stance == "offers"]
    if len(offers) > NEWEST:
        items.append((_newest(offers, "offer"),))
    items += [(said_line(view, s),) for s in newest_of(offers, NEWEST)]
    if not items:
        return _nothing("No host and no offer to host is recorded.")
    return [Bullets(items=tuple(items))]


def _newest(of: Sequence[Statement], noun: str) -> Sentence:
    return sentence(f"The newest {NEWEST} of {counted(len(of), noun)}.")


def newest_of(statements: Iterable[Statement], number: int) -> list[Statement]:
    """The newest of the statements, oldest first, those without a date before all others."""
    dated: dict[str | None, list[Statement]] = defaultdict(list)
    for statement in statements:
        dated[statement.said_on or statement.published].append(statement)
    days: dict[str, list[Statement]] = defaultdict(list)
    for date, said in dated.items():
        days[latest(date).isoformat() if date else ""] += said
    found: list[Statement] = []
    for day_of in sorted(days, reverse=True):
        if len(found) >= number:
            break
        found = sorted(days[day_of], key=lambda s: s.id) + found
    return found[-number:]


def said_line(view: View, statement: Statement) -> Sentence:
    """What a statement says, with date, speaker and whether the words are its own."""
    if statement.span:
        words = phrase(
            "\N{LEFT DOUBLE QUOTATION MARK}", _run(statement), "\N{RIGHT DOUBLE QUOTATION MARK}"
        )
    else:
        words = phrase(_run(statement), " (paraphrase)")
    return sentence(
        f"{day(statement.date)}: ",
        strong(statement.speaker),
        f" {STANCES[statement.stance]}: ",
        words,
        citations=view.register.statements((statement.id,)),
    )


def _run(statement: Statement) -> Run:
    return Run(text=statement.text, style="quote" if statement.span else "paraphrase")


def _changes(view: View) -> list[Block]:
    items = []
    for party in view.case.parties:
        for person in party.persons:
            told = []
            if person.since and happened_by(person.since, view.as_of):
                told.append(f"since {day(person.since)}")
            if person.until and happened_by(person.until, view.as_of):
                told.append(f"until {day(person.until)}")
            if told:
                office = f", {person.office}" if person.office else ""
                item = sentence(
                    strong(person.name), office, f" ({party.name}): ", ", ".join(told), "."
                )
                items.append((item,))
    if not items:
        return _nothing("No change of office is recorded.")
    return [Bullets(items=tuple(items))]


# --- conditions ----------------------------------------------------------------------------------


def _conditions(view: View) -> list[Block]:
    if not view.conditions:
        return _nothing(
            "No measurement or circumstance is recorded. They are kept in process.yaml."
        )
    rows: list[Row] = []
    topics = Counter(item.topic for item in view.conditions)
    series = [topic for topic, number in topics.items() if topic and number > 1]
    for topic in series:
        rows.append(_topic_row(topic.replace("_", " ")))
        rows += [_condition_row(view, item) for item in view.conditions if item.topic == topic]
    rest = [item for item in view.conditions if item.topic not in series]
    if series and rest:
        rows.append(_topic_row("Other measurements and circumstances"))
    rows += [_condition_row(view, item) for item in rest]
    columns = (
        Column(text="Date", width=1.2),
        Column(text="What", width=4),
        Column(text="Measured", width=1.4),
        Column(text="Party", width=1),
    )
    caption = "Dated measurements and circumstances, each as its source gives it"
    return [Table(id="table-conditions", caption=caption, columns=columns, rows=tuple(rows))]


def _topic_row(title: str) -> Row:
    words = sentence(own(title[:1].upper() + title[1:]))
    return Row(cells=(Cell(lines=(words,)),), heading=True)


def _condition_row(view: View, item: Condition) -> Row:
    cited = view.register.sourcing(
        f"condition {item.id}", f"Condition: {item.title}", item.date, item.sourcing
    )
    measured = _cell(sentence("not measured", tone="muted"))
    if item.quantity is not None:
        measured = _cell(sentence(in_figures(item.quantity), f" {item.unit}" if item.unit else ""))
    party = _cell(sentence(own(view.party(item.party).name))) if item.party else _cell()
    what = _cell(sentence(own(item.title), citations=cited))
    return Row(cells=(_cell(sentence(day(item.date))), what, measured, party))


# --- ratifiers and context -----------------------------------------------------------------------


def _ratifiers(view: View) -> list[Block]:
    items = []
    for party in view.case.parties:
        if party.role != "ratifier" and party.rule is None:
            continue
        rule = f" ({RULES[party.rule]})" if party.rule else " (rule not recorded)"
        first = sentence(strong(party.name), f"{rule}.", f" {party.note}" if party.note else "")
        newest = newest_of(view.said_by.get(party.id, ()), 3)
        items.append((first, *(said_line(view, s) for s in newest)))
    if not items:
        return _nothing("No ratifier is recorded.")
    return [Bullets(items=tuple(items))]


def _context(view: View) -> list[Block]:
    blocks: list[Block] = []
    for issue in view.case.issues:
        if issue.negotiable:
            continue
        said = view.said_on.get(issue.id, ())
        if not said:
            continue
        title = [sentence(strong(issue.question))]
        if len(said) > NEWEST:
            title.append(_newest(said, "statement"))
        blocks.append(Paragraph(sentences=tuple(title)))
        lines = tuple((said_line(view, s),) for s in newest_of(said, NEWEST))
        blocks.append(Bullets(items=lines))
    return blocks or _nothing("No statement is recorded on circumstances outside the agreement.")
