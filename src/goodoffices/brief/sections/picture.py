"""Section 1: the parties, who stands where on each issue, and what changed."""

from __future__ import annotations

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
    listed,
    marked,
    own,
    phrase,
    sentence,
    strong,
)
from goodoffices.model.agenda import Issue, Party
from goodoffices.model.stakes import Position, Proviso, RedLine
from goodoffices.model.tracks import Shift

RULES = {
    "parliament": "vote of parliament",
    "referendum": "referendum",
    "unanimity": "unanimity of members",
    "majority": "majority of members",
    "signature": "signature",
}


def picture(view: View) -> Section:
    """Parties, the matrix of positions, and shifts since an earlier date."""
    when = f" on {day(view.as_of)}" if view.as_of else ", all dates"
    blocks: list[Block] = [Heading(id="parties", text="Parties and persons")]
    blocks += _parties(view)
    blocks += [Heading(id="matrix", text="Positions: issues by parties"), *_matrix(view)]
    blocks += [Heading(id="shifts", text="What changed"), *_shifts(view)]
    return Section(id="picture", title=f"1. The picture{when}", blocks=tuple(blocks))


# --- parties -------------------------------------------------------------------------------------


def _parties(view: View) -> list[Block]:
    if not view.case.parties:
        missing = sentence("The case names no party yet. Add the parties to case.yaml.")
        return [Note(sentences=(missing,), weight="missing")]
    rows = tuple(_party_row(view, party) for party in view.case.parties)
    columns = (
        Column(text="Party", width=2),
        Column(text="Role", width=1.5),
        Column(text="Persons in office on the date", width=4),
        Column(text="Statements", width=1),
    )
    caption = "Parties, their roles and the persons who speak for them"
    return [Table(id="table-parties", caption=caption, columns=columns, rows=rows)]


def _party_row(view: View, party: Party) -> Row:
    people = [
        phrase(strong(person.name), f", {person.office}" if person.office else "")
        for person in party.persons
        if view.in_office(person)
    ]
    role = sentence(party.role, f" (rule: {RULES[party.rule]})" if party.rule else "")
    said = len(view.said_by.get(party.id, ()))
    name = [sentence(strong(party.name))]
    if party.note:
        name.append(sentence(own(party.note), tone="muted"))
    return Row(
        cells=(
            Cell(lines=tuple(name)),
            Cell(lines=(role,)),
            Cell(lines=(sentence(listed(people, "and", ";") if people else "none named"),)),
            Cell(lines=(sentence(str(said)),)),
        )
    )


# --- matrix --------------------------------------------------------------------------------------


def columns_of(view: View) -> tuple[Party, ...]:
    """Parties with a column: principals, and any other with a position."""
    held = {party for party, _ in view.positions}
    return tuple(p for p in view.case.parties if p.role == "principal" or p.id in held)


def _matrix(view: View) -> list[Block]:
    if not view.case.issues:
        missing = sentence("The case names no issue yet. Add issues with options to case.yaml.")
        return [Note(sentences=(missing,), weight="missing")]
    parties = columns_of(view)
    held = {issue for _, issue in view.positions}
    issues = [issue for issue in view.case.issues if issue.id in held]
    silent = [issue for issue in view.agenda if issue.id not in held]
    notes: list[Sentence] = [_how_to_read()]
    left_out = [party for party in view.case.parties if party not in parties]
    if left_out:
        notes.append(
            sentence(
                "No position was found for ",
                view.names((party.id for party in left_out), last="or"),
                "; there is no column for ",
                "it." if len(left_out) == 1 else "them.",
            )
        )
    if not view.statements:
        notes.append(sentence(*no_statements(view)))
    rows: list[Row] = []
    for group, members in view.groups(issues):
        if group:
            rows.append(Row(cells=(Cell(lines=(sentence(own(group)),)),), heading=True))
        rows += [_matrix_row(view, issue, parties) for issue in members]
    columns = (
        Column(text="Issue", width=1.5),
        *(Column(text=p.name, width=2 if p.role == "principal" else 1.3) for p in parties),
    )
    caption = f"Positions {view.on_date}: {counted(len(view.positions), 'position')} on " + (
        f"{len(issues)} of {counted(len(issues) + len(silent), 'issue')}"
    )
    table = Table(
        id="table-matrix", caption=caption, columns=columns, rows=tuple(rows), wide=len(parties) > 2
    )
    blocks: list[Block] = [Note(sentences=tuple(notes))]
    if rows:
        blocks.append(table)
    if silent:
        which = listed([marked(issue.question) for issue in silent], "and", ";")
        lead = f"No position of any party was found on {counted(len(silent), 'issue')}: "
        blocks.append(Paragraph(sentences=(sentence(lead, which, "."),)))
    return blocks


def _how_to_read() -> Sentence:
    return sentence(
        "Each cell says where the party stands in its newest statements, how firmly (0 to 1) and"
        " on how many independent origins. A dashed cell means that no position was found, not that"
        " the party is indifferent. The rule is in section 7."
    )


def no_statements(view: View) -> tuple[str, ...]:
    """What to do where no statement counts."""
    waiting = len(view.case.statements)
    if waiting and view.as_of:
        return (
            f"None of {counted(waiting, 'statement')} was made by {day(view.as_of)} and",
            " accepted. Review the candidates with “goodoffices review”, or take a later date.",
        )
    if waiting:
        return (
            f"No statement has been accepted yet; {counted(waiting, 'candidate')} can be",
            " reviewed with “goodoffices review”.",
        )
    return (
        "There is no statement in the case yet. Add reports with “goodoffices add” and find",
        " statements in them with “goodoffices extract”.",
    )


def _matrix_row(view: View, issue: Issue, parties: tuple[Party, ...]) -> Row:
    head = [sentence(own(issue.question))]
    if not issue.negotiable:
        head.append(sentence("context, not up for agreement", tone="muted"))
    cells = [Cell(lines=tuple(head))]
    cells += [_position_cell(view, party, issue) for party in parties]
    return Row(cells=tuple(cells))


def _position_cell(view: View, party: Party, issue: Issue) -> Cell:
    position = view.positions.get((party.id, issue.id))
    tags = _red_line_tags(view, party, issue)
    if position is None:
        return Cell(lines=(sentence("no position found", tone="muted"),), tags=tags, tone="none")
    lines = list(view.position_lines(position))
    lines.append(_weight(view, position))
    return Cell(lines=tuple(lines), tags=(*tags, *position_tags(view, position)))


def _weight(view: View, position: Position) -> Sentence:
    parts = []
    if position.firmness is not None:
        parts.append(f"firmness {position.firmness:.2g}")
    if position.origins:
        parts.append(counted(position.origins, "origin"))
    return sentence(" \N{MIDDLE DOT} ".join(parts) or "firmness not judged", tone="muted")


def position_tags(view: View, position: Position) -> tuple[Tag, ...]:
    """Marks of a position: contested, one unnamed source, set by an analyst."""
    tags = []
    if position.contested:
        tags.append(Tag(text="contested", kind="caution"))
    if position.single_anonymous:
        tags.append(Tag(text="one anonymous source", kind="caution"))
    judgement = view.judged_positions.get((position.party, position.issue))
    if judgement is not None:
        text = f"analyst's judgement ({judgement.by}, {day(judgement.at)})"
        tags.append(Tag(text=text, kind="judgement"))
    return tuple(tags)


def _red_line_tags(view: View, party: Party, issue: Issue) -> tuple[Tag, ...]:
    tags = []
    for name, claim in view.claims.items():
        if isinstance(claim, RedLine) and claim.party == party.id and issue.id in claim.rejects:
            text = "red line" if len(claim.rejects) == 1 else "part of a red line"
        elif (
            isinstance(claim, Proviso)
            and claim.party == party.id
            and (issue.id in claim.if_ or issue.id in claim.then)
        ):
            text = "proviso"
        else:
            continue
        judged = " (judged)" if name in view.judged_claims else " (stated)"
        tags.append(Tag(text=text + judged, kind="red line", citations=view.cite_claim(name)))
    return tuple(tags)


# --- shifts --------------------------------------------------------------------------------------


def _shifts(view: View) -> list[Block]:
    material = view.material
    if material.before is None:
        hint = "No earlier date was given to compare with. Name one with “--since”."
        return [Paragraph(sentences=(sentence(hint),))]
    since = f"Since {day(material.since)}" if material.since else "Since the earlier picture"
    if not material.shifts:
        return [Paragraph(sentences=(sentence(f"{since} no position changed."),))]
    changed = counted(len(material.shifts), "position")
    rows: list[Row] = []
    for title, new in (("Became another position", False), ("Heard for the first time", True)):
        part = [shift for shift in material.shifts if (shift.before is None) == new]
        if part:
            rows.append(Row(cells=(Cell(lines=(sentence(title),)),), heading=True))
            rows += [_shift_row(view, shift) for shift in part]
    columns = (
        Column(text="Date", width=1.3),
        Column(text="Party", width=1.2),
        Column(text="Issue", width=2),
        Column(text="Before", width=3),
        Column(text="After", width=3),
    )
    caption = f"{since}: {changed} new or changed"
    return [Table(id="table-shifts", caption=caption, columns=columns, rows=tuple(rows))]


def _shift_row(view: View, shift: Shift) -> Row:
    before = Cell(lines=(sentence("no position found", tone="muted"),), tone="none")
    if shift.before is not None:
        before = Cell(lines=view.position_lines(shift.before))
    after = Cell(lines=view.position_lines(shift.after), tags=position_tags(view, shift.after))
    shown = set(shift.after.evidence) | (set(shift.before.evidence) if shift.before else set())
    more = [name for name in shift.evidence if name not in shown]
    return Row(
        cells=(
            Cell(lines=(sentence(day(shift.on), citations=view.register.statements(more)),)),
            Cell(lines=(sentence(own(view.party(shift.party).name)),)),
            Cell(lines=(sentence(own(view.issue(shift.issue).question)),)),
            before,
            after,
        )
    )
