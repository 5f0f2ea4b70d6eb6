"""Section 3: how each party answers each draft, and how far the draft leans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from goodoffices.brief.briefing import (
    Bar,
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Note,
    Row,
    Section,
    Sentence,
    Series,
    Table,
    Tone,
)
from goodoffices.brief.view import View
from goodoffices.brief.words import (
    counted,
    labels,
    listed,
    own,
    quantity,
    sentence,
    share,
    strong,
)
from goodoffices.model.agenda import Draft, Party
from goodoffices.model.answers import Ask, PartyVerdict, Verdicts

MET: tuple[Tone, ...] = ("met", "partly", "unmet", "silent")
MET_WORDS = {"met": "met", "partly": "partly met", "unmet": "not met", "silent": "not settled"}
ANSWERS: dict[str, tuple[str, Tone]] = {
    "accepts": ("crosses no recorded claim", "accepts"),
    "rejects": ("crosses", "rejects"),
    "depends": ("depends", "depends"),
    "unknown": ("unknown", "unknown"),
}


def verdicts(view: View) -> Section:
    """Answers and leaning of every draft; the newest one issue by issue."""
    answered = [draft for draft in view.drafts if draft.id in view.material.verdicts]
    if not answered:
        why = "there is no draft" if not view.drafts else "none was put to the parties"
        missing = sentence(f"No draft could be tested against the parties' positions: {why}.")
        blocks: list[Block] = [Note(sentences=(missing,), weight="missing")]
    else:
        parties = asked(view, answered)
        blocks = [Note(sentences=_how_to_read(view, parties)), _answers(view, answered)]
        blocks += [
            Heading(id="leaning", text="Whose asks each draft meets"),
            *_leaning(view, answered),
        ]
        blocks += _newest(view, answered[-1])
    title = "3. What each draft means for each party"
    return Section(id="verdicts", title=title, blocks=tuple(blocks))


def _how_to_read(view: View, parties: tuple[Party, ...]) -> tuple[Sentence, ...]:
    rest = [party.id for party in view.case.parties if party not in parties]
    which = view.names(rest, last="or")
    nothing = sentence("Nothing is recorded that binds ", which, ": no column for them.")
    return (
        sentence(
            "A draft crosses a claim when every package it allows crosses that red line, breaks"
            " that proviso or falls short of that reservation value. This follows from what is"
            " recorded of the party; it is not a statement of the party on the draft."
        ),
        sentence(
            "A draft that crosses no recorded claim is not thereby agreed to: claims that nobody"
            " recorded cannot be crossed."
        ),
        *((nothing,) if rest else ()),
    )


# --- answers -------------------------------------------------------------------------------------


def asked(view: View, answered: Iterable[Draft]) -> tuple[Party, ...]:
    """Parties with a verdict to show: principals, and any other that something binds."""
    found = [view.material.verdicts[draft.id].value.parties for draft in answered]
    named = {p for parties in found for p, item in parties.items() if item.answer != "unknown"}
    named |= {party.id for party in view.principals if any(party.id in item for item in found)}
    return tuple(party for party in view.case.parties if party.id in named)


def _answers(view: View, answered: list[Draft]) -> Table:
    parties = asked(view, answered)
    rows = []
    for draft in answered:
        found = view.material.verdicts[draft.id].value
        head = [sentence(strong(draft.title), citations=view.cite_draft(draft))]
        if found.rules:
            cited = view.cite_claims(found.rules)
            rules = listed([view.claim_clause(name) for name in found.rules], "and", ";")
            head.append(sentence("breaks a rule of the world: ", rules, citations=cited))
        cells = [Cell(lines=tuple(head))]
        cells += [_answer_cell(view, found.parties.get(party.id)) for party in parties]
        rows.append(Row(cells=tuple(cells)))
    columns = (Column(text="Draft", width=1), *(Column(text=p.name, width=2) for p in parties))
    caption = "What each draft crosses of what is recorded of each party"
    return Table(id="table-verdicts", caption=caption, columns=columns, rows=tuple(rows))


def _answer_cell(view: View, verdict: PartyVerdict | None) -> Cell:
    if verdict is None:
        return Cell(lines=(sentence("not asked", tone="muted"),), tone="none")
    word, tone = ANSWERS[verdict.answer]
    if verdict.answer == "unknown":
        nothing = "no red line, proviso or reservation value is recorded"
        return Cell(lines=(sentence(nothing, lead=word, tone=tone),))
    if verdict.answer == "rejects":
        word += f" {counted(len(verdict.crossed), 'claim')}"
    lines = [sentence(lead=word, tone=tone)]
    if verdict.together and verdict.crossed:
        lines.append(sentence("Each of these could be avoided alone, not all together:"))
    lines += [_crossed(view, name) for name in verdict.crossed]
    if verdict.avoidable:
        more = counted(len(verdict.avoidable), "claim")
        may = f"may cross {more} more" if verdict.crossed else f"may cross {more}"
        open_text = f"{may}, depending on how the open text is filled"
        cited = view.cite_claims(verdict.avoidable)
        lines.append(sentence(open_text, tone="muted", citations=cited))
    elif verdict.answer == "depends":
        unsure = "Depends on utilities that are known only within an interval"
        lines.append(sentence(unsure, tone="muted"))
    if verdict.utility is not None and verdict.reservation is not None:
        reached = f"utility {quantity(verdict.utility)}, needs {quantity(verdict.reservation)}"
        lines.append(sentence(reached, tone="muted"))
    return Cell(lines=tuple(lines))


def _crossed(view: View, name: str) -> Sentence:
    return sentence(
        "\N{EN DASH} ",
        view.claim_clause(name),
        " (judged by an analyst)" if name in view.judged_claims else " (stated by the party)",
        citations=view.cite_claim(name),
    )


# --- leaning -------------------------------------------------------------------------------------


def tally(asks: Iterable[Ask], party: str) -> Counter[str]:
    """How many asks of a party are met, partly met, unmet, or not settled."""
    return Counter(ask.met for ask in asks if ask.party == party)


def _leaning(view: View, answered: list[Draft]) -> list[Block]:
    bars = []
    for draft in answered:
        found = view.material.verdicts[draft.id].value
        for party in view.principals:
            counts = tally(found.asks, party.id)
            whole = sum(counts.values())
            note = share(counts["met"], whole) + " met" if whole else "no ask known"
            bars.append(
                Bar(
                    group=draft.title,
                    label=party.name,
                    counts=tuple(counts[tone] for tone in MET),
                    note=note,
                    citations=view.cite_draft(draft),
                )
            )
    series = tuple(Series(text=MET_WORDS[tone], tone=tone) for tone in MET)
    caption = "Asks of each principal that each draft meets, by number of issues"
    how = sentence(
        "An ask is an issue on which the party asks for at least one option. It is met when every"
        " option that the draft allows is one it asks for, partly met when some are, not met when"
        " none is, and not settled when the draft leaves the issue open. All asks count alike: the"
        " record does not say which one weighs more."
    )
    blocks: list[Block] = [Note(sentences=(how,))]
    blocks.append(Figure(id="figure-leaning", caption=caption, series=series, bars=tuple(bars)))
    return blocks


def _newest(view: View, draft: Draft) -> list[Block]:
    found = view.material.verdicts[draft.id].value
    parties = [party for party in view.principals if tally(found.asks, party.id)]
    if not parties:
        return []
    return [
        Heading(id="newest-asks", text=f"The newest draft ask by ask: {draft.title}"),
        _by_group(view, draft, found, parties),
        _by_issue(view, draft, found, parties),
    ]


def _by_group(view: View, draft: Draft, found: Verdicts, parties: list[Party]) -> Table:
    groups = dict.fromkeys(ask.group for ask in found.asks)
    rows = []
    for group in groups:
        inside = [ask for ask in found.asks if ask.group == group]
        cells = [Cell(lines=(sentence(own(group or "Other issues")),))]
        cells += [_tally_cell(tally(inside, party.id)) for party in parties]
        rows.append(Row(cells=tuple(cells)))
    total = [Cell(lines=(sentence(strong("All issues"), citations=view.cite_draft(draft)),))]
    total += [_tally_cell(tally(found.asks, party.id)) for party in parties]
    rows.append(Row(cells=tuple(total)))
    columns = (
        Column(text="Group of issues", width=1.4),
        *(Column(text=f"Asks of {party.name}", width=2) for party in parties),
    )
    caption = "Asks met by group of issues"
    return Table(id="table-groups", caption=caption, columns=columns, rows=tuple(rows))


def _tally_cell(counts: Counter[str]) -> Cell:
    whole = sum(counts.values())
    if not whole:
        return Cell(lines=(sentence("no ask known", tone="muted"),), tone="none")
    rest = [f"{counts[tone]} {MET_WORDS[tone]}" for tone in MET[1:] if counts[tone]]
    first = sentence(f"{counts['met']} of {whole} met")
    return Cell(lines=(first, sentence(", ".join(rest), tone="muted")) if rest else (first,))


def _by_issue(view: View, draft: Draft, found: Verdicts, parties: list[Party]) -> Table:
    by_cell = {(ask.party, ask.issue): ask for ask in found.asks}
    issues = [
        issue
        for issue in view.case.issues
        if any((party.id, issue.id) in by_cell for party in parties)
    ]
    rows = []
    for issue in issues:
        clauses = [clause for clause in draft.clauses if clause.issue == issue.id]
        terms = next(by_cell[p.id, issue.id].terms for p in parties if (p.id, issue.id) in by_cell)
        cited = tuple(n for clause in clauses for n in view.cite_clause(draft, clause))
        term = sentence("does not settle it", tone="muted", citations=cited)
        if terms:
            term = sentence(labels(issue, terms), citations=cited)
        cells = [Cell(lines=(sentence(own(issue.question)),)), Cell(lines=(term,))]
        cells += [_ask_cell(view, by_cell.get((party.id, issue.id))) for party in parties]
        rows.append(Row(cells=tuple(cells)))
    columns = (
        Column(text="Issue", width=1.6),
        Column(text="The draft allows", width=2),
        *(Column(text=f"{party.name} asks", width=2) for party in parties),
    )
    caption = f"{counted(len(issues), 'issue')} on which a principal asks for something"
    return Table(id="table-asks", caption=caption, columns=columns, rows=tuple(rows))


def _ask_cell(view: View, ask: Ask | None) -> Cell:
    if ask is None:
        return Cell(lines=(sentence("no ask known", tone="muted"),), tone="none")
    issue = view.issue(ask.issue)
    position = view.positions.get((ask.party, ask.issue))
    cited = view.cite_position(position) if position else ()
    words = labels(issue, ask.asked, last="or")
    if position is not None:
        words = view.standing_words(position, ask.asked)
    tone: Tone = ask.met
    return Cell(lines=(sentence(words, lead=MET_WORDS[ask.met], tone=tone, citations=cited),))
