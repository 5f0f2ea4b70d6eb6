"""Section 4: whether a zone of agreement exists; if not, what collides and what would open it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

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
    ANY_ONE_OUT,
    RULES_HOLD,
    Words,
    concession_words,
    conflict_words,
    counted,
    decimal,
    in_words,
    listed,
    magnitude,
    marked,
    own,
    phrase,
    possessive,
    sentence,
    strong,
    terms_of,
)
from goodoffices.model.agenda import Issue, Package
from goodoffices.model.answers import Concession, Zone
from goodoffices.model.stakes import Preferences, Proviso, RedLine

SHOWN = 10
"""Conflict and concession sets shown in the section; the others follow in the annex."""


def zone(view: View) -> Section:
    """The answer, the claims it rests on, conflicts and concessions."""
    finding = view.material.zone
    blocks: list[Block]
    if finding is None:
        missing = sentence("No zone of agreement was computed.")
        blocks = [Note(sentences=(missing,), weight="missing")]
    else:
        answer = (replace(said, see=None) for said in zone_answer(view, finding.value))
        blocks = [Paragraph(sentences=tuple(answer))]
        blocks += [Heading(id="claims", text="What binds the parties"), *_claims(view)]
        if finding.value.packages:
            blocks += [Heading(id="packages", text="Packages in the zone")]
            blocks += _packages(view, finding.value)
        blocks += _conflicts(view)
        blocks += _concessions(view)
    title = "4. Is there a zone of agreement, and if not, why?"
    return Section(id="zone", title=title, blocks=tuple(blocks))


# --- the answer ----------------------------------------------------------------------------------


def binding(view: View) -> tuple[str, ...]:
    """Ids of the claims that were asked to hold: those of the consenting parties, and the rules."""
    finding = view.material.zone
    asked = set(finding.value.parties) if finding else set()
    place = {party.id: number for number, party in enumerate(view.case.parties)}
    held = [(n, c) for n, c in view.claims.items() if c.party is None or c.party in asked]
    return tuple(
        n for n, c in sorted(held, key=lambda pair: place.get(pair[1].party or "", len(place)))
    )


def zone_answer(view: View, found: Zone) -> list[Sentence]:
    """The answer in sentences, right for each of the three cases."""
    who = view.names(found.parties)
    cited = view.cite_claims(binding(view))
    if found.exists is True:
        count = "" if found.count is None else f" {_how_many_packages(found.count)}."
        return [
            sentence(
                strong("A zone of agreement exists"),
                f" {view.on_date}: there are packages that cross no recorded claim of ",
                who,
                f".{count}",
                citations=cited,
                see="zone",
            ),
            _no_promise(),
        ]
    if found.exists == "depends":
        return [_depends(view, found, cited), _no_promise()]
    if found.rules:
        rules = listed([view.claim_clause(name) for name in found.rules], "and", ";")
        return [
            sentence(
                strong("No package is possible at all"),
                f" {view.on_date}: the rules of the world exclude every one between them: ",
                rules,
                ". No party's claim is to blame.",
                citations=view.cite_claims(found.rules),
                see="zone",
            )
        ]
    return [
        sentence(
            strong("No zone of agreement exists"),
            f" {view.on_date}: no package satisfies every recorded claim of ",
            who,
            " together." if len(found.parties) > 1 else ".",
            citations=_behind_conflicts(view) or cited,
            see="zone",
        )
    ]


def _how_many_packages(count: int) -> str:
    return "There is one of them" if count == 1 else f"There are {magnitude(count)} of them"


def _no_promise() -> Sentence:
    return sentence(
        "That no recorded claim stands in the way does not mean that a party would agree:"
        " what nobody recorded cannot be counted."
    )


def _depends(view: View, found: Zone, cited: tuple[int, ...]) -> Sentence:
    reasons = []
    if found.unknown:
        nothing = " no red line, proviso or reservation value is recorded"
        reasons.append(phrase("of ", view.names(found.unknown), nothing))
    intervals = [
        name
        for name in binding(view)
        if isinstance(claim := view.claim(name), Preferences) and _has_interval(claim)
    ]
    if intervals:
        whose = view.names(dict.fromkeys(str(view.claim(n).party) for n in intervals))
        reasons.append(phrase("the preferences of ", whose, " are known only within intervals"))
    if not reasons:
        reasons.append(phrase("the record does not settle it"))
    return sentence(
        strong("Whether a zone of agreement exists depends"),
        f" {view.on_date}: ",
        listed(reasons, "and", ";" if len(reasons) > 2 else ","),
        ".",
        citations=cited,
        see="zone",
    )


def _has_interval(entry: Preferences) -> bool:
    scores = [score for table in entry.scores.values() for score in table.values()]
    return any(isinstance(q, tuple) for q in (entry.reservation, *entry.weights.values(), *scores))


def _behind_conflicts(view: View) -> tuple[int, ...]:
    finding = view.material.conflicts
    if finding is None or not finding.value.sets:
        return ()
    return view.cite_claims(finding.value.sets[0])


# --- claims --------------------------------------------------------------------------------------


def _claims(view: View) -> list[Block]:
    names = binding(view)
    if not names:
        nothing = sentence(
            "No red line, proviso or reservation value of the consenting parties is recorded."
        )
        return [Note(sentences=(nothing,), weight="missing")]
    how = sentence(
        "Stated claims are a party's own words; judged ones are an analyst's reading of the"
        " evidence, signed and dated. Only these claims decide the answer above."
    )
    rows = tuple(_claim_row(view, name) for name in names)
    columns = (
        Column(text="Claim", width=4),
        Column(text="Kind", width=1),
        Column(text="Basis", width=2.4),
        Column(text="Firmness", width=0.8),
    )
    judged = sum(1 for name in names if name in view.judged_claims)
    stated = len(names) - judged
    caption = f"{counted(len(names), 'claim')}: {stated} stated, {judged} judged by an analyst"
    table = Table(id="table-claims", caption=caption, columns=columns, rows=rows)
    return [Note(sentences=(how,)), table]


def _claim_row(view: View, name: str) -> Row:
    claim = view.claim(name)
    kind = "reservation value"
    if isinstance(claim, RedLine):
        kind = "red line"
    elif isinstance(claim, Proviso):
        kind = "rule of the world" if claim.party is None else "proviso"
    judgement = view.judged_claims.get(name)
    basis = [sentence(view.basis_of(name))]
    if judgement is not None:
        basis.append(sentence("Why: ", own(judgement.why), tone="muted"))
    firmness = getattr(claim, "firmness", None)
    firm = (
        sentence(decimal(firmness))
        if firmness is not None
        else sentence("not judged", tone="muted")
    )
    tags = (Tag(text="analyst's judgement", kind="judgement"),) if judgement else ()
    words = view.claim_clause(name)
    return Row(
        cells=(
            Cell(lines=(sentence(words, citations=view.cite_claim(name)),), tags=tags),
            Cell(lines=(sentence(kind),)),
            Cell(lines=tuple(basis)),
            Cell(lines=(firm,)),
        )
    )


# --- conflicts -----------------------------------------------------------------------------------


def conflict_sentence(view: View, claims: Iterable[str]) -> Sentence:
    """One minimal conflict set in words, with what each claim rests on."""
    names = tuple(claims)
    nouns, about = _nouns(view, names)
    words = conflict_words(nouns, about=about)
    return sentence(words, citations=view.cite_claims(names))


def _nouns(view: View, names: tuple[str, ...]) -> tuple[list[Words], Words]:
    """The claims as things, and the one issue that all of them are about, if it is one."""
    about = _one_issue(view, names)
    if about is None:
        return [view.claim_noun(name) for name in names], ()
    issue = view.issue(about)
    return [_against(view, name, issue) for name in names], marked(issue.question)


def conflict_cell(view: View, names: tuple[str, ...]) -> Cell:
    """A conflict set in a cell: a sentence, or from three claims on one line for each."""
    if len(names) < 3:
        return Cell(lines=(conflict_sentence(view, names),))
    nouns, about = _nouns(view, names)
    none = phrase("On ", about, ", no package") if about else phrase("No package")
    lines = [sentence(none, f" satisfies all {in_words(len(names))} of these together:")]
    lines += _claim_lines(view, names, nouns)
    lines.append(sentence(ANY_ONE_OUT))
    return Cell(lines=tuple(lines))


def _claim_lines(view: View, names: tuple[str, ...], nouns: list[Words]) -> list[Sentence]:
    pairs = zip(names, nouns, strict=True)
    return [sentence("\N{EN DASH} ", noun, citations=view.cite_claim(name)) for name, noun in pairs]


def set_table(
    name: str, caption: str, cells: Iterable[tuple[Cell, ...]], *heads: Column, first: int = 1
) -> Table:
    """Sets with a number before each, from `first` on."""
    rows = tuple(
        Row(cells=(Cell(lines=(sentence(str(number)),)), *given))
        for number, given in enumerate(cells, start=first)
    )
    columns = (Column(text="No.", width=0.35), *heads)
    return Table(id=name, caption=caption, columns=columns, rows=rows)


def _one_issue(view: View, names: tuple[str, ...]) -> str | None:
    """The issue that all of several red lines are about, if it is one."""
    claims = [view.claim(name) for name in names]
    lines = [claim for claim in claims if isinstance(claim, RedLine)]
    issues = {issue for line in lines for issue in line.rejects}
    return issues.pop() if len(lines) == len(claims) > 1 and len(issues) == 1 else None


def _against(view: View, name: str, issue: Issue) -> Words:
    line = view.claim(name)
    assert isinstance(line, RedLine)
    whose = possessive(view.party(line.party).name)
    return phrase(whose, " red line against ", terms_of(issue, line.rejects[issue.id]))


def _conflicts(view: View) -> list[Block]:
    finding = view.material.conflicts
    if finding is None or not finding.value.sets:
        return []
    sets, complete = finding.value.sets, finding.value.complete
    head = [sentence(f"{_how_many(len(sets), complete, 'minimal conflict set')}, smallest first.")]
    if any(claim.party is None for claim in view.claims.values()):
        head.append(sentence(RULES_HOLD))
    if not complete:
        head.append(sentence("The search was stopped before it was exhausted; others may exist."))
    blocks: list[Block] = [Heading(id="conflicts", text="What collides")]
    blocks.append(Paragraph(sentences=tuple(head)))
    cells = [(conflict_cell(view, names),) for names in sets[:SHOWN]]
    head_of = Column(text="What no package satisfies together", width=6)
    blocks.append(set_table("table-conflicts", "Conflict sets", cells, head_of))
    if len(sets) > SHOWN:
        more = f"The other {len(sets) - SHOWN} are in the annex."
        blocks.append(Paragraph(sentences=(sentence(more, see="annex-conflicts"),)))
    return blocks


def _how_many(number: int, complete: bool, what: str) -> str:
    shown = in_words(number).capitalize()
    if complete:
        return f"{shown} {what}{'s were' if number != 1 else ' was'} found, and no other exists"
    return f"{shown} {what}{'s were' if number != 1 else ' was'} found"


# --- concessions ---------------------------------------------------------------------------------


def concession_sentence(view: View, concession: Concession) -> Sentence:
    """One concession set in words, with its cost."""
    words = concession_words([view.claim_noun(name) for name in concession.claims])
    cost = f" Cost: {decimal(concession.cost)}."
    return sentence(words, cost, citations=view.cite_claims(concession.claims))


def _concessions(view: View) -> list[Block]:
    finding = view.material.concessions
    if finding is None:
        return []
    sets = tuple(item for item in finding.value.sets if item.claims)
    if not sets:
        return []
    head = [
        sentence(
            f"{_how_many(len(sets), finding.value.complete, 'minimal concession set')},"
            " cheapest first. Cost is the sum of the costs of the claims given up, 1 each unless an"
            " analyst set another; it does not say how hard the step is for the party."
        ),
    ]
    if not finding.value.complete:
        head.append(sentence("The search was stopped before it was exhausted; others may exist."))
    shown = sets[:SHOWN]
    columns = (
        Column(text="What would be given up", width=3.4),
        Column(text="Cost", width=0.4),
        Column(text="One package that this opens, on the issues concerned", width=2.6),
    )
    caption = "Cheapest concession sets" if len(sets) > SHOWN else "Concession sets"
    cells = [_concession_cells(view, item) for item in shown]
    blocks: list[Block] = [
        Heading(id="concessions", text="What would open a zone"),
        Paragraph(sentences=tuple(head)),
        set_table("table-concessions", caption, cells, *columns),
    ]
    tail = [sentence("The packages in full are in the annex.", see="annex-packages")]
    if len(sets) > SHOWN:
        more = f"The other {len(sets) - SHOWN} sets are there too."
        tail.append(sentence(more, see="annex-concessions"))
    blocks.append(Paragraph(sentences=tuple(tail)))
    return blocks


def _concession_cells(view: View, item: Concession) -> tuple[Cell, ...]:
    concerned = dict.fromkeys(issue for name in item.claims for issue in issues_of(view, name))
    lines = [_choice(view.issue(name), item.opens) for name in concerned if name in item.opens]
    return (
        concession_cell(view, item),
        Cell(lines=(sentence(decimal(item.cost)),)),
        Cell(lines=tuple(lines)) if lines else Cell(lines=(sentence("see the annex"),)),
    )


def concession_cell(view: View, item: Concession) -> Cell:
    """A concession set in a cell: a sentence, or from two claims on one line for each."""
    nouns = [view.claim_noun(name) for name in item.claims]
    if len(nouns) == 1:
        words = sentence(concession_words(nouns), citations=view.cite_claims(item.claims))
        return Cell(lines=(words,))
    many = "both" if len(nouns) == 2 else f"all {in_words(len(nouns))}"
    fewer = "neither alone is enough" if len(nouns) == 2 else "none of them can be kept"
    lead = sentence(f"Giving up {many} of these opens a zone; {fewer}:")
    return Cell(lines=(lead, *_claim_lines(view, item.claims, nouns)))


def _choice(issue: Issue, package: Package) -> Sentence:
    return sentence(own(issue.question), " ", marked(issue.option(package[issue.id]).label))


def issues_of(view: View, name: str) -> tuple[str, ...]:
    """Issues that a claim speaks of; for a reservation value, those that carry weight."""
    claim = view.claim(name)
    if isinstance(claim, RedLine):
        return tuple(claim.rejects)
    if isinstance(claim, Proviso):
        return tuple(dict.fromkeys((*claim.if_, *claim.then)))
    return tuple(issue for issue, weight in claim.weights.items() if weight != 0)


def bound_issues(view: View) -> frozenset[str]:
    """Issues that at least one binding claim speaks of; on the others any option will do."""
    return frozenset(issue for name in binding(view) for issue in issues_of(view, name))


# --- packages ------------------------------------------------------------------------------------


def package_table(
    view: View, name: str, caption: str, packages: list[tuple[str, Package]]
) -> list[Block]:
    """Packages side by side: the issues that claims speak of, and in words the others."""
    held = bound_issues(view)
    inside = [issue for issue in view.agenda if all(issue.id in p for _, p in packages)]
    rows: list[Row] = []
    for mattering in (True, False):
        members = [issue for issue in inside if (issue.id in held) == mattering]
        if not members:
            continue
        if not mattering:
            free = "No recorded claim speaks of these issues: the option shown is one of any"
            rows.append(Row(cells=(Cell(lines=(sentence(free),)),), heading=True))
        rows += [_package_row(issue, packages, mattering) for issue in members]
    columns = (
        Column(text="Issue", width=1.6),
        *(Column(text=title, width=1.4) for title, _ in packages),
    )
    wide = len(packages) > 3
    table = Table(id=name, caption=caption, columns=columns, rows=tuple(rows), wide=wide)
    return [table]


def _package_row(issue: Issue, packages: list[tuple[str, Package]], mattering: bool) -> Row:
    cells = [Cell(lines=(sentence(own(issue.question)),))]
    for _, package in packages:
        label: Words = phrase(own(issue.option(package[issue.id]).label))
        cells.append(Cell(lines=(sentence(label, tone="plain" if mattering else "muted"),)))
    return Row(cells=tuple(cells))


def _packages(view: View, found: Zone) -> list[Block]:
    titled = [(f"Package {n}", p) for n, p in enumerate(found.packages, start=1)]
    caption = f"{counted(len(titled), 'package')} that no recorded claim excludes"
    if found.count is not None and found.count > len(titled):
        caption += f", of {magnitude(found.count)}"
    if found.exists == "depends":
        caption += ", under the most favourable reading"
    return package_table(view, "table-packages", caption, titled)
