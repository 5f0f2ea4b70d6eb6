"""Section 6: how far to trust it."""

from __future__ import annotations

from goodoffices.brief.briefing import (
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Note,
    Paragraph,
    Row,
    Run,
    Section,
    Sentence,
    Table,
)
from goodoffices.brief.sections.zone import binding
from goodoffices.brief.view import View
from goodoffices.brief.words import (
    counted,
    labels,
    listed,
    marked,
    on,
    own,
    phrase,
    sentence,
    share,
    strong,
)
from goodoffices.model.origins import origins, single_anonymous
from goodoffices.model.sources import sources_of
from goodoffices.model.stakes import Position
from goodoffices.model.tracks import Dispute, Version

BY_RULE = {
    "standing": "found by rule: opposite stances on one option",
    "number": "found by rule: two numbers for one quantity",
    "authorship": "found by rule: two accounts of who wrote it",
    "denial": "found by rule: a reported fact is denied",
    "recorded": "recorded by an analyst",
}


def trust(view: View) -> Section:
    """Evidence behind the findings, what rests on one unnamed source, disputes, and gaps."""
    blocks: list[Block] = [
        Heading(id="evidence", text="The evidence as a whole"),
        *_overview(view),
        Heading(id="behind", text="Sources behind each finding"),
        *_behind(view),
        Heading(id="anonymous", text="What rests on one anonymous source"),
        *_anonymous(view),
        Heading(id="disputes", text="Where reports contradict each other"),
        *_disputes(view),
        Heading(id="unknown", text="What is not known"),
        *_unknown(view),
    ]
    return Section(id="trust", title="6. How far to trust it", blocks=tuple(blocks))


def _plain(words: str) -> list[Block]:
    return [Paragraph(sentences=(sentence(words),))]


# --- overview ------------------------------------------------------------------------------------


def _overview(view: View) -> list[Block]:
    found = view.tally
    whole = found.statements
    if whole == 0:
        return [
            Note(sentences=(sentence("No statement counts as evidence yet."),), weight="missing")
        ]
    lines = [
        sentence(
            f"{counted(whole, 'accepted statement')} from {counted(len(found.outlets), 'outlet')}."
            " Forty outlets that repeat one leak count as one origin wherever origins are counted."
        ),
        sentence(
            f"Words of a report stand behind {share(found.quoted, whole)}; the others are"
            " paraphrases that lead to an address."
        ),
        sentence(f"An unnamed source is the origin of {share(found.anonymous, whole)}."),
        sentence(f"Hedged wording (may, reportedly, is said to): {share(found.hedged, whole)}."),
        sentence(f"The date was inferred, not read, for {share(found.inferred, whole)}."),
        sentence(
            f"An analyst graded {share(found.graded, whole)} by the Admiralty code; the others"
            " carry F6, cannot be judged."
        ),
    ]
    return [Bullets(items=tuple((line,) for line in lines))]


# --- sources behind findings ---------------------------------------------------------------------


def _behind(view: View) -> list[Block]:
    names = binding(view)
    if not names:
        return _plain("No claim stands behind the findings.")
    rows = tuple(_behind_row(view, name) for name in names)
    columns = (
        Column(text="Claim", width=3),
        Column(text="Basis", width=1.5),
        Column(text="Independent origins", width=1),
        Column(text="Chains, nearest first, and grades", width=3.5),
    )
    caption = "Sources of the claims that decide verdicts, conflicts and concessions"
    return [Table(id="table-behind", caption=caption, columns=columns, rows=rows)]


def _behind_row(view: View, name: str) -> Row:
    claim = view.claim(name)
    evidence = [view.case.statement_by_id[item] for item in claim.evidence]
    chains = [
        sentence(
            own(str(s.attribution) or "no chain recorded"),
            f" \N{MIDDLE DOT} {s.grade}",
            citations=view.register.statements((s.id,)),
        )
        for s in evidence
    ]
    independent = len(origins(evidence, sources_of(view.case)))
    nothing = Cell(lines=(sentence("no statement: judgement alone", tone="muted"),), tone="none")
    words = sentence(view.claim_clause(name), citations=view.cite_claim(name))
    return Row(
        cells=(
            Cell(lines=(words,)),
            Cell(lines=(sentence(view.basis_of(name)),)),
            Cell(lines=(sentence(str(independent)),)),
            Cell(lines=tuple(chains)) if chains else nothing,
        )
    )


# --- one anonymous source ------------------------------------------------------------------------


def thin(view: View) -> tuple[Position, ...]:
    """Positions that one unnamed source is all there is for."""
    return tuple(p for p in view.positions.values() if p.single_anonymous)


def thin_claims(view: View) -> tuple[str, ...]:
    """Binding claims whose statements come from one unnamed origin."""
    found, sources = [], sources_of(view.case)
    for name in binding(view):
        evidence = [view.case.statement_by_id[item] for item in view.claim(name).evidence]
        if single_anonymous(origins(evidence, sources)):
            found.append(name)
    return tuple(found)


def _anonymous(view: View) -> list[Block]:
    items: list[tuple[Sentence, ...]] = [
        (
            sentence(
                "The position of ",
                strong(view.party(p.party).name),
                on(view.issue(p.issue)),
                ": ",
                view.stands(p),
                ".",
                citations=view.cite_position(p),
            ),
        )
        for p in thin(view)
    ]
    items += [
        (sentence("The claim: ", view.claim_clause(name), ".", citations=view.cite_claim(name)),)
        for name in thin_claims(view)
    ]
    shown = {(p.party, p.issue) for p in thin(view)}
    for row in view.material.unnamed_alone:
        if row.options and (row.party, row.issue) not in shown:
            issue = view.issue(row.issue)
            about = labels(issue, row.options, "and")
            words = phrase(own(view.party(row.party).name), f" {_stance(row.stance)} ", about)
            cited = view.register.statements(row.evidence)
            items.append((sentence("The report that ", words, on(issue), ".", citations=cited),))
    if not items:
        return _plain("Nothing in this briefing rests on one anonymous source alone.")
    return [Bullets(items=tuple(items))]


def _stance(stance: str) -> str:
    return stance.replace("conditional", "accepts on conditions")


# --- disputes ------------------------------------------------------------------------------------


def _disputes(view: View) -> list[Block]:
    if not view.material.disputes:
        return _plain("No contradiction is recorded or was found by rule.")
    rows = tuple(_dispute_row(view, n, d) for n, d in enumerate(view.material.disputes, start=1))
    columns = (
        Column(text="About", width=1.5),
        Column(text="What is said, side by side", width=4),
        Column(text="How it was found, and why it matters", width=2.2),
    )
    caption = f"{counted(len(rows), 'contradiction')}; the briefing does not average them"
    return [Table(id="table-disputes", caption=caption, columns=columns, rows=rows)]


def _dispute_row(view: View, number: int, dispute: Dispute) -> Row:
    about = [sentence(strong(dispute.topic))]
    if dispute.issue:
        about.append(sentence(own(view.issue(dispute.issue).question), tone="muted"))
    found = BY_RULE[dispute.kind] + (f" ({dispute.by})" if dispute.by else "")
    how = [sentence(found[:1].upper() + found[1:], ".")]
    if dispute.why:
        how.append(sentence(own(dispute.why), tone="muted"))
    versions = [
        _version_line(view, f"{number}.{n}", dispute, version)
        for n, version in enumerate(dispute.versions, start=1)
    ]
    return Row(
        cells=(Cell(lines=tuple(about)), Cell(lines=tuple(versions)), Cell(lines=tuple(how)))
    )


def _version_line(view: View, place: str, dispute: Dispute, version: Version) -> Sentence:
    entry, what = f"contradiction {place}", f"{dispute.topic}: {version.claim}"
    cited = view.register.statements(version.evidence)
    for url in filter(str.strip, version.urls):
        cited += view.register.address(entry, what, None, url)
    if not cited:
        cited = view.register.basis(entry, what, None, None)
    return sentence("\N{EN DASH} ", own(version.claim), citations=cited)


# --- gaps ----------------------------------------------------------------------------------------


def gaps(view: View, party: str) -> tuple[str, ...]:
    """Issues up for agreement on which a party has no position."""
    return tuple(issue.id for issue in view.agenda if (party, issue.id) not in view.positions)


def _unknown(view: View) -> list[Block]:
    items: list[tuple[Sentence, ...]] = []
    shared = _shared_gaps(view)
    if shared:
        items.append((_gap_sentence(view, ("any principal",), shared),))
    for party in view.principals:
        missing = tuple(issue for issue in gaps(view, party.id) if issue not in shared)
        if missing:
            items.append((_gap_sentence(view, (own(party.name),), missing),))
    found = view.material.zone.value.unknown if view.material.zone else ()
    if found:
        which = view.names(found, last="or")
        items.append(
            (sentence("No red line, proviso or reservation value of ", which, " is known."),)
        )
    if view.tally.undated:
        undated = [s for s in view.statements if s.date is None]
        cited = view.register.statements(s.id for s in undated)
        verb = "has" if len(undated) == 1 else "have"
        items.append(
            (sentence(f"{counted(len(undated), 'statement')} {verb} no date.", citations=cited),)
        )
    if view.tally.unplaced:
        unplaced = [s for s in view.statements if s.party is None or s.issue is None]
        cited = view.register.statements(s.id for s in unplaced)
        lead = f"{counted(len(unplaced), 'statement')} could not be linked to a party and an issue."
        items.append((sentence(lead, citations=cited),))
    for draft in view.drafts:
        read = draft.completeness
        said = phrase("How much of the draft ", marked(draft.title), " was read: ")
        what = own(read) if read else "not recorded"
        items.append((sentence(said, what, ".", citations=view.cite_draft(draft)),))
    waiting = len(view.case.statements) - len(view.statements)
    if waiting > 0:
        said_of = f"{counted(waiting, 'statement')} of the ledger "
        said_of += "does not count: " if waiting == 1 else "do not count: "
        items.append((sentence(said_of, "not accepted, or not made by the date."),))
    return [Bullets(items=tuple(items))] if items else _plain("No gap was found by rule.")


def _shared_gaps(view: View) -> tuple[str, ...]:
    """Issues on which none of several principals has a position."""
    if len(view.principals) < 2:
        return ()
    every = [set(gaps(view, party.id)) for party in view.principals]
    return tuple(issue.id for issue in view.agenda if all(issue.id in some for some in every))


def _gap_sentence(view: View, whose: tuple[str | Run, ...], missing: tuple[str, ...]) -> Sentence:
    whole = counted(len(view.agenda), "issue")
    if len(missing) == len(view.agenda):
        return sentence("No position of ", *whose, f" was found on any of {whole}.")
    listing = listed([marked(view.issue(issue).question) for issue in missing], "and", ";")
    return sentence(
        "No position of ", *whose, f" was found on {len(missing)} of {whole}: ", listing, "."
    )
