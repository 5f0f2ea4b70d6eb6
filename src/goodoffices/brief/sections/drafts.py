"""Section 2: the drafts side by side, and the clauses that wait for somebody not in the room."""

from __future__ import annotations

from collections.abc import Mapping

from goodoffices.brief.briefing import (
    Block,
    Cell,
    Column,
    Heading,
    Note,
    Paragraph,
    Row,
    Section,
    Sentence,
    Table,
    Tag,
)
from goodoffices.brief.view import View
from goodoffices.brief.words import (
    counted,
    day,
    labels,
    listed,
    marked,
    own,
    phrase,
    sentence,
    strong,
)
from goodoffices.model.agenda import Bracket, Clause, Draft, Issue
from goodoffices.model.allowed import draft_terms
from goodoffices.model.stakes import Position

CHANGES = {
    "first": "",
    "same": "",
    "changed": "changed",
    "dropped": "dropped",
    "returned": "returned",
}


def drafts(view: View) -> Section:
    """Each draft's record, the term per issue, and whose consent is still needed."""
    if not view.drafts:
        blocks: tuple[Block, ...] = (_none(view),)
    else:
        blocks = (
            Heading(id="draft-records", text="The texts"),
            _records(view),
            Heading(id="draft-terms", text="Terms side by side"),
            *_side_by_side(view),
            Heading(id="absent-consent", text="Clauses that need a party not in the room"),
            *_absent(view),
        )
    return Section(id="drafts", title="2. The drafts side by side", blocks=blocks)


def _none(view: View) -> Note:
    if view.case.drafts:
        first = min(view.case.drafts, key=lambda draft: draft.date)
        said = f"No draft existed by {day(view.as_of)}; the first one is of {day(first.date)}."
    else:
        said = "There is no draft in the case yet. Add one file a draft to the folder drafts/."
    return Note(sentences=(sentence(said),), weight="missing")


# --- records -------------------------------------------------------------------------------------


def _records(view: View) -> Table:
    columns = (
        Column(text="Draft", width=1.6),
        Column(text="Date", width=0.9),
        Column(text="Drafted by", width=2),
        Column(text="Published by", width=2),
        Column(text="Status", width=1.6),
        Column(text="How complete", width=1.6),
        Column(text="Issues settled", width=0.9),
    )
    rows = tuple(_record(view, draft) for draft in view.drafts)
    caption = "Who drafted and who published each text, and how much of it was read"
    return Table(id="table-drafts", caption=caption, columns=columns, rows=rows, wide=_wide(view))


def _wide(view: View) -> bool:
    return len(view.drafts) > 2


def _said(text: str | None) -> Cell:
    if not text:
        return Cell(lines=(sentence("not recorded", tone="muted"),), tone="none")
    return Cell(lines=(sentence(own(text)),))


def _record(view: View, draft: Draft) -> Row:
    settled = len(draft_terms(draft))
    by = draft.drafted_by
    drafted = (
        _said(by)
        if by or not draft.drafters
        else Cell(lines=(sentence(view.names(draft.drafters)),))
    )
    count = sentence(f"{settled} in {counted(len(draft.clauses), 'clause')}")
    return Row(
        cells=(
            Cell(lines=(sentence(strong(draft.title), citations=view.cite_draft(draft)),)),
            Cell(lines=(sentence(day(draft.date)),)),
            drafted,
            _said(draft.published_by),
            _said(draft.status),
            _said(draft.completeness),
            Cell(lines=(count,)),
        )
    )


# --- terms ---------------------------------------------------------------------------------------


def _side_by_side(view: View) -> list[Block]:
    spoken = {clause.issue for draft in view.drafts for clause in draft.clauses}
    issues = [issue for issue in view.case.issues if issue.id in spoken]
    silent = [issue for issue in view.agenda if issue.id not in spoken]
    how = sentence(
        "Under each term stand the options that it allows. A dashed cell means that the text read"
        " has no term on the issue; where a text was read only in part, the term may exist."
        " Changed, dropped and returned are said against the text that the draft follows."
    )
    blocks: list[Block] = [Note(sentences=(how,))]
    rows: list[Row] = []
    changes = {(t.draft, t.issue): t.change for t in view.material.genealogy}
    for group, members in view.groups(issues):
        if group:
            rows.append(Row(cells=(Cell(lines=(sentence(own(group)),)),), heading=True))
        rows += [_terms_row(view, issue, changes) for issue in members]
    columns = (
        Column(text="Issue", width=1),
        *(Column(text=f"{d.title} ({day(d.date)})", width=1.2) for d in view.drafts),
    )
    caption = f"Terms of {counted(len(view.drafts), 'draft')} on {counted(len(issues), 'issue')}"
    blocks.append(
        Table(
            id="table-terms",
            caption=caption,
            columns=columns,
            rows=tuple(rows),
            wide=_wide(view),
        )
    )
    if silent:
        listing = listed([marked(issue.question) for issue in silent], "and", ";")
        verb = "No draft speaks to " + counted(len(silent), "issue") + ": "
        blocks.append(Paragraph(sentences=(sentence(verb, listing, "."),)))
    return blocks


def _terms_row(view: View, issue: Issue, changes: Mapping[tuple[str, str], str]) -> Row:
    cells = [Cell(lines=(sentence(own(issue.question)),))]
    for draft in view.drafts:
        change = CHANGES[changes.get((draft.id, issue.id), "same")]
        tags: tuple[Tag, ...] = (Tag(text=change, kind="change"),) if change else ()
        clauses = [clause for clause in draft.clauses if clause.issue == issue.id]
        if not clauses:
            nothing = sentence("no term", tone="muted")
            cells.append(Cell(lines=(nothing,), tags=tags, tone="none"))
            continue
        lines = [line for clause in clauses for line in _clause_lines(view, draft, issue, clause)]
        waiting = dict.fromkeys(p for c in clauses for p in c.consent if p not in view.room)
        tags += tuple(
            Tag(text=f"needs {view.party(party).name}", kind="consent") for party in waiting
        )
        cells.append(Cell(lines=tuple(lines), tags=tags))
    return Row(cells=tuple(cells))


def _clause_lines(view: View, draft: Draft, issue: Issue, clause: Clause) -> list[Sentence]:
    number = f"{clause.number}. " if clause.number is not None else ""
    lines = [sentence(number, own(clause.term), citations=view.cite_clause(draft, clause))]
    if clause.bracket is not None:
        lines += _alternatives(view, issue, clause.bracket)
    elif clause.options:
        lines.append(sentence("= ", labels(issue, clause.options), tone="muted"))
    else:
        lines.append(sentence("settles no option", tone="muted"))
    return lines


def _alternatives(view: View, issue: Issue, bracket: Bracket) -> list[Sentence]:
    lines = []
    for item in bracket.alternatives:
        who = phrase(" (", view.names(item.sponsors), ")") if item.sponsors else ()
        means = phrase(" = ", labels(issue, item.options)) if item.options else ()
        lines.append(sentence("[", own(item.term), "]", who, means))
    return lines


# --- consent -------------------------------------------------------------------------------------


def absent_consents(view: View, draft: Draft) -> tuple[tuple[Clause, tuple[str, ...]], ...]:
    """Clauses of a draft with the parties whose consent they need and who are not in the room."""
    found = []
    for clause in draft.clauses:
        waiting = tuple(party for party in clause.consent if party not in view.room)
        if waiting:
            found.append((clause, waiting))
    return tuple(found)


def _absent(view: View) -> list[Block]:
    room = [party for party in view.case.parties if party.id in view.room]
    who = view.names(party.id for party in room)
    intro = sentence("The principals and mediators count as in the room: ", who, ".")
    rows = [
        _absent_row(view, draft, clause, party)
        for draft in view.drafts
        for clause, waiting in absent_consents(view, draft)
        for party in waiting
    ]
    if not rows:
        nothing = sentence("No clause is recorded as needing anybody else's consent.")
        return [Paragraph(sentences=(intro, nothing))]
    columns = (
        Column(text="Draft", width=1.5),
        Column(text="Term", width=3),
        Column(text="Needs the consent of", width=1.4),
        Column(text="Where that party stands on the issue", width=3),
    )
    caption = "Clauses waiting for the consent of a party not in the room"
    table = Table(id="table-absent", caption=caption, columns=columns, rows=tuple(rows))
    return [Paragraph(sentences=(intro,)), table]


def _absent_row(view: View, draft: Draft, clause: Clause, party: str) -> Row:
    position: Position | None = view.positions.get((party, clause.issue))
    stands = Cell(lines=(sentence("no position found", tone="muted"),), tone="none")
    if position is not None:
        stands = Cell(lines=view.position_lines(position))
    number = f"{clause.number}. " if clause.number is not None else ""
    role = view.party(party).role
    return Row(
        cells=(
            Cell(lines=(sentence(own(draft.title)),)),
            Cell(
                lines=(
                    sentence(number, own(clause.term), citations=view.cite_clause(draft, clause)),
                    sentence(own(view.issue(clause.issue).question), tone="muted"),
                )
            ),
            Cell(lines=(sentence(own(view.party(party).name), f" ({role})"),)),
            stands,
        )
    )
