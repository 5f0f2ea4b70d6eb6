"""Statements of the case: each row of the compilers is one statement or several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scripts.ukraine_2025.case_coding import Problems
from scripts.ukraine_2025.case_sources import Dossier, Row

from goodoffices.codec import identified
from goodoffices.model.agenda import Issue, Party
from goodoffices.model.case import HAND_ENTERED
from goodoffices.model.evidence import STANCES, Attribution, DateBasis, Link, Statement

Coding = dict[str, Any]
_PART = "issue options none bound proviso hedged negated party speaker numbers coded"
_BASES: dict[str, DateBasis] = {"page": "stated", "inferred": "inferred"}
_NAMED = ("person", "collective", "unnamed", "outlet")


@dataclass(kw_only=True)
class Sources:
    """The coding that statements are read with, and what of it was used."""

    sources: Coding
    parties: Coding
    agenda: dict[str, Issue]
    by_compiled: dict[str, str]
    persons: dict[str, frozenset[str]]
    used: dict[str, set[str]] = field(default_factory=dict)
    outlets: set[str] = field(default_factory=set)

    def take(self, table: str, name: str) -> Any:
        """An entry of one of the tables; None where there is none. Marks it as used."""
        self.used.setdefault(table, set()).add(name)
        group = self.sources if table in self.sources else self.parties
        return group[table].get(name)


def sources_for(
    coding: Mapping[str, Coding], parties: tuple[Party, ...], agenda: tuple[Issue, ...]
) -> Sources:
    """The tables that statements are read with."""
    return Sources(
        sources=coding["sources"],
        parties=coding["parties"],
        agenda={issue.id: issue for issue in agenda},
        by_compiled={
            name: entry["id"]
            for entry in coding["parties"]["parties"]
            for name in entry["compiled_as"]
        },
        persons={party.id: frozenset(p.name for p in party.persons) for party in parties},
    )


def statements(
    dossier: Dossier, coding: Mapping[str, Coding], known: Sources, problems: Problems
) -> tuple[Statement, ...]:
    """The ledger, in the compilers' order. `ref` is the row, with #2 and so on for its parts."""
    coded = coding["statements"]
    problems.same("statements.yaml", [row["id"] for row in dossier.statements], coded)
    found: list[Statement] = []
    for row in dossier.statements:
        entry = coded.get(row["id"], [])
        parts = entry if isinstance(entry, list) else [entry]
        found += _of_row(row, parts, known, problems)
    for table in ("outlets", "via", "addresses", "speakers", "part_speakers", "attributions"):
        group = known.sources if table in known.sources else known.parties
        for name in group[table]:
            if name not in known.used.get(table, set()):
                problems.add(f"{table}: the coding of {name!r} is used by no row")
    return tuple(found)


def _of_row(row: Row, parts: list[Coding], known: Sources, problems: Problems) -> list[Statement]:
    where = f"statements.yaml, {row['id']}"
    numbers = _shared_out(row, parts, where, problems)
    if parts and parts[0].get("issue", row["issue"]) != row["issue"]:
        problems.add(f"{where}: the first statement is not about {row['issue']!r}")
    found = []
    for index, part in enumerate(parts):
        ref = row["id"] if index == 0 else f"{row['id']}#{index + 1}"
        _check_part(f"{where}, {ref}", part, row, known, problems)
        found.append(_statement(row, part, ref, index == 0, numbers[index], known, problems))
    return found


def _shared_out(
    row: Row, parts: list[Coding], where: str, problems: Problems
) -> list[dict[str, Any]]:
    """Which part carries which numbers; every number of the row is carried by one at least."""
    given = row["numbers"]
    if not any("numbers" in part for part in parts):
        return [given if index == 0 else {} for index in range(len(parts))]
    named = [part.get("numbers", []) for part in parts]
    problems.same(f"{where}, numbers", given, {name for names in named for name in names})
    return [{name: given[name] for name in names if name in given} for names in named]


def _check_part(where: str, part: Coding, row: Row, known: Sources, problems: Problems) -> None:
    problems.fields(where, part, "stance", _PART)
    if ("options" in part) == ("none" in part):
        problems.add(f"{where}: a statement has options, or a reason why it has none")
    if "options" in part and not part["options"]:
        problems.add(f"{where}: the list of options is empty; give the reason as `none`")
    issue = part.get("issue", row["issue"])
    problems.known(where, "issue", issue, known.agenda)
    if issue not in known.agenda:
        return
    for name in part.get("options", []):
        problems.known(where, f"option of {issue}", name, known.agenda[issue].option_ids)
    if "bound" in part and not known.agenda[issue].ordered:
        problems.add(f"{where}: a bound on {issue}, whose options are in no order")
    if "bound" in part and len(part["options"]) != 1:
        problems.add(f"{where}: a bound is one option")
    problems.known(where, "party", part.get("party"), known.persons)
    problems.known(where, "stance", part.get("stance"), STANCES)


def _statement(
    row: Row,
    part: Coding,
    ref: str,
    first: bool,
    numbers: dict[str, Any],
    known: Sources,
    problems: Problems,
) -> Statement:
    party = part.get("party", known.by_compiled[row["party"]])
    speaker, last = _speaker(row, part, ref, known, problems)
    chain = _outlets(row, known, problems)
    if last is not None:
        chain = [*chain, last]
    known.outlets |= {link.name for link in chain if link.kind == "outlet"}
    url = known.take("addresses", row["url"]) if not _is_web(row["url"]) else row["url"]
    if url is None:
        problems.add(f"sources.yaml, addresses: {row['url']!r} is not coded")
    return identified(
        Statement(
            id="",
            speaker=speaker,
            stance=part["stance"],
            attribution=Attribution(chain=tuple(chain)),
            extractor=HAND_ENTERED,
            party=party,
            issue=part.get("issue", row["issue"]),
            options=tuple(part.get("options", [])),
            bound=part.get("bound"),
            proviso=part.get("proviso"),
            hedged=part.get("hedged", False),
            negated=part.get("negated", False),
            url=url,
            paraphrase=row["text_paraphrase"],
            said_on=row["event_date"],
            said_on_basis="stated" if row["event_date"] else "unknown",
            published=row["date"],
            published_basis=_BASES[row["date_basis"]],
            numbers=numbers,
            coding=_codes(row, part, speaker, first),
            ref=ref,
        )
    )


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _codes(row: Row, part: Coding, speaker: str, first: bool) -> dict[str, str | int]:
    """What the compilers coded or wrote, and why there is no option. Their firmness is a judgement
    of the row, so a further part has it only where the coding says so."""
    firmness = row["firmness_suggested_1to5"] if first or part.get("coded") else None
    codes = {
        "stance": row["stance"],
        "plover": row["plover_suggested"],
        "firmness_1to5": firmness,
        "attribution": row["attribution"],
        "outlet": row["outlet"],
        "via": row["via"],
        "speaker": row["speaker"] if row["speaker"] != speaker else None,
        "no_option": part.get("none"),
    }
    return {name: code for name, code in codes.items() if code is not None}


# --- who said it, through whom -------------------------------------------------------------------


def _speaker(
    row: Row, part: Coding, ref: str, known: Sources, problems: Problems
) -> tuple[str, Link | None]:
    """Name of the speaker and the last link of the chain; no link for an outlet's own word."""
    where = f"parties.yaml, speakers, {row['speaker']!r} ({ref})"
    entry = known.take("speakers", row["speaker"])
    kind_of_link = known.take("attributions", row["attribution"])
    if entry is None or kind_of_link is None:
        problems.add(
            f"{where}: this speaker or its attribution {row['attribution']!r} is not coded"
        )
        return row["speaker"], None
    problems.fields(where, entry, "", "kind name link parts")
    if "speaker" in part or "parts" in entry:
        return _part_speaker(row, part, entry, where, known, problems)
    kind, name = entry.get("kind", "person"), entry.get("name", row["speaker"])
    if kind not in _NAMED:
        problems.add(f"{where}: {kind!r} is not one of {', '.join(_NAMED)}")
    if kind == "outlet":
        if row["attribution"] not in ("fact", "analyst"):
            problems.add(f"{where}: an outlet's own word is not {row['attribution']!r}")
        return name, Link(name=name, kind="unknown") if "name" in entry else None
    if kind == "unnamed":
        kind_of_link = "anonymous"
    if kind == "person":
        problems.known(where, "person", name, known.persons[known.by_compiled[row["party"]]])
    if (kind_of_link == "anonymous") != (kind == "unnamed") and "link" not in entry:
        problems.add(f"{where}: {kind!r} does not go with {row['attribution']!r}")
    return name, Link(name=name, kind=entry.get("link", kind_of_link))


def _part_speaker(
    row: Row, part: Coding, entry: Coding, where: str, known: Sources, problems: Problems
) -> tuple[str, Link]:
    name = part.get("speaker")
    if name is None:
        problems.add(f"{where}: the part does not say which of them speaks")
        return row["speaker"], Link(name=row["speaker"])
    if "parts" in entry:
        problems.known(where, "speaker of the row", name, entry["parts"])
    party = part.get("party", known.by_compiled[row["party"]])
    if name in known.persons.get(party, ()):
        return name, Link(name=name, kind="official")
    other = known.take("part_speakers", name)
    if other is None:
        problems.add(f"{where}: {name!r} is no person of {party!r} and no part_speaker")
        return name, Link(name=name)
    return name, Link(name=name, kind=other["link"])


def _outlets(row: Row, known: Sources, problems: Problems) -> list[Link]:
    """The outlet read, then what it cites; a name that follows itself is given once."""
    links = [_link(item, None) for item in known.take("outlets", row["outlet"]) or [row["outlet"]]]
    if row["outlet_note"]:
        links[0] = Link(name=links[0].name, kind=links[0].kind, note=row["outlet_note"])
    if row["via"]:
        entry = known.take("via", row["via"])
        if entry is None:
            problems.add(f"sources.yaml, via: {row['via']!r} is not coded")
            return links
        problems.fields(f"sources.yaml, via, {row['via']!r}", entry, "links", "beside")
        beside = f"named side by side as {row['via']!r}" if entry.get("beside") else None
        links += [_link(item, beside) for item in entry["links"]]
    return [link for i, link in enumerate(links) if i == 0 or link.name != links[i - 1].name]


def _link(item: str | Coding, note: str | None) -> Link:
    if isinstance(item, str):
        return Link(name=item, kind="outlet", note=note)
    return Link(**{"note": note, **item})
