"""Section 4: whether a zone of agreement exists; if not, what collides and what would open it."""

from __future__ import annotations

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
from goodoffices.brief.sections.sets import concessions, conflicts, issues_of
from goodoffices.brief.view import View
from goodoffices.brief.words import (
    Words,
    counted,
    decimal,
    least_magnitude,
    listed,
    magnitude,
    own,
    phrase,
    sentence,
    strong,
)
from goodoffices.model.agenda import Issue, Package
from goodoffices.model.answers import Zone
from goodoffices.model.stakes import Preferences, Proviso, RedLine


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
        blocks += conflicts(view)
        blocks += concessions(view)
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
        count = _how_many_packages(found)
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
    if not found.proven:
        return [
            sentence(
                strong("Whether a zone of agreement exists was not settled"),
                f" {view.on_date}: the work allowed was spent before an answer was proven.",
                citations=cited,
                see="zone",
            )
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


def _how_many_packages(found: Zone) -> str:
    if found.count == 1:
        return " There is one of them."
    if found.count is not None:
        return f" There are {magnitude(found.count)} of them."
    if found.count_at_least:
        return f" There are at least {least_magnitude(found.count_at_least)} of them."
    return ""


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


# --- packages ------------------------------------------------------------------------------------


def bound_issues(view: View) -> frozenset[str]:
    """Issues that at least one binding claim speaks of; on the others any option will do."""
    return frozenset(issue for name in binding(view) for issue in issues_of(view, name))


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
    elif found.count_at_least is not None and found.count_at_least > len(titled):
        caption += f", of at least {least_magnitude(found.count_at_least)}"
    if found.exists == "depends":
        caption += ", under the most favourable reading"
    return package_table(view, "table-packages", caption, titled)
