"""Findings in words for a terminal: what a person wants to know first, then the detail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from goodoffices.brief.words import (
    Claim,
    claim_id,
    claim_noun,
    concession_words,
    conflict_words,
    plain_text,
)
from goodoffices.cli.rates import rate_rows
from goodoffices.cli.terminal import fitted, listed, safe, wrapped
from goodoffices.codec import plain, to_json
from goodoffices.model.agenda import Package
from goodoffices.model.answers import (
    Amendments,
    Bargain,
    Concessions,
    Conflicts,
    Frontier,
    PartyVerdict,
    Supposition,
    Utilities,
    Verdicts,
    Zone,
)
from goodoffices.model.finding import Finding
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Quantity

ANSWERS = {
    "accepts": "no claim on record is crossed (accepts)",
    "rejects": "claims on record are crossed (rejects)",
    "depends": "it depends on what is open (depends)",
    "unknown": "nothing that binds it is on record (unknown)",
}
"""An answer follows from the record; it is not a statement of the party."""

STOPPED = (
    "The search ended before that (by limit, work, time or Ctrl-C): nothing follows from this."
)
SHOWN = 5  # rows of a long list; --json has them all


class Speaker:
    """Puts ids of one negotiation into words."""

    def __init__(self, negotiation: Negotiation) -> None:
        self.negotiation = negotiation
        claims: list[Claim] = [
            *negotiation.red_lines,
            *negotiation.provisos,
            *negotiation.preferences,
        ]
        self.claims = {claim_id(claim): claim for claim in claims}

    def party(self, name: str) -> str:
        """Name of a party."""
        return self.negotiation.party_by_id[name].name

    def parties(self, names: Iterable[str]) -> str:
        """Names of parties in a sentence."""
        return listed(self.party(name) for name in names)

    def noun(self, claim: str) -> Any:
        """A claim as a thing."""
        return claim_noun(
            self.claims[claim], self.negotiation.party_by_id, self.negotiation.issue_by_id
        )

    def claim(self, claim: str) -> str:
        """A claim as text, with its id."""
        return f"{plain_text(self.noun(claim))} [{claim}]"

    def package(self, package: Package, only: Iterable[str] | None = None) -> list[str]:
        """A package line by line: issue and the label of its option."""
        wanted = package if only is None else [name for name in package if name in set(only)]
        rows = []
        for name in wanted:
            issue = self.negotiation.issue_by_id[name]
            label = issue.option(package[name]).label
            rows.append(wrapped(f"{name}: {label}", indent="      ", first="    "))
        return rows

    def touched(self) -> set[str]:
        """Issues that some claim names, or all where preferences weigh every issue."""
        if self.negotiation.preferences:
            return set(self.negotiation.issue_by_id)
        named: set[str] = set()
        for line in self.negotiation.red_lines:
            named |= set(line.rejects)
        for proviso in self.negotiation.provisos:
            named |= {*proviso.if_, *proviso.then}
        return named


def shown(finding: Finding[Any], negotiation: Negotiation | None) -> str:
    """The finding in words; a finding of a kind not known here as JSON."""
    for kind, words in _WORDS.items():
        if isinstance(finding.value, kind) and negotiation is not None:
            return "\n".join(words(finding.value, Speaker(negotiation)))
    if finding.analysis == "rates":
        return "\n".join(rate_rows(finding.value))
    if isinstance(finding.value, tuple):
        return "\n".join(_rows(finding.value)) or "Nothing found."
    return to_json(plain(finding.value)).decode().rstrip()


def _rules(rules: Iterable[str], speak: Speaker) -> list[str]:
    given = [speak.claim(rule) for rule in rules]
    if not given:
        return []
    head = "The rules of the world exclude every package between them:"
    return [wrapped(head), *(wrapped(item, indent="    ", first="  - ") for item in given)]


def zone_words(zone: Zone, speak: Speaker) -> list[str]:
    """The verdict on the zone, and a package or two."""
    who = speak.parties(zone.parties)
    if zone.rules:
        return ["No agreement is possible.", *_rules(zone.rules, speak)]
    if zone.exists is False:
        lines = [f"No agreement is possible: no package is acceptable to {who} together."]
        return [wrapped(lines[0]), "Ask why:  goodoffices analyse CASE conflicts"]
    if not zone.proven:
        return [wrapped(f"Whether agreement is possible between {who} was not settled. {STOPPED}")]
    if zone.exists is True:
        lines = [wrapped(f"Agreement is possible between {who}.{_how_many(zone)}")]
    else:
        unknown = ""
        if zone.unknown:
            names = speak.parties(zone.unknown)
            unknown = f" No red line, condition or preference is known of {names}."
        text = f"Whether agreement is possible between {who} depends on what is not known."
        lines = [wrapped(text + unknown)]
    for place, package in enumerate(zone.packages[:2], 1):
        lines += [f"  Package {place} (issues that a claim names):"]
        lines += speak.package(package, speak.touched())
    if len(zone.packages) > 2:
        lines.append(f"  {len(zone.packages) - 2} more with --json.")
    return lines


def _how_many(zone: Zone) -> str:
    if zone.count is not None:
        return f" Packages in the zone: {zone.count:,}."
    if not zone.count_at_least:
        return ""
    at_least = f" Packages in the zone: at least {zone.count_at_least:,}"
    return f"{at_least}, counted one by one or in groups; the exact number was not found."


def conflicts_words(conflicts: Conflicts, speak: Speaker) -> list[str]:
    """Each minimal conflict set as a sentence."""
    if conflicts.rules:
        return _rules(conflicts.rules, speak)
    if not conflicts.sets and not conflicts.complete:
        return [wrapped(f"Whether any claims collide was not settled. {STOPPED}")]
    if not conflicts.sets:
        return ["No claims collide: a zone of agreement exists."]
    lines = _sets_heading(conflicts, "minimal conflict set", "smaller")
    for place, claims in enumerate(conflicts.sets[:SHOWN], 1):
        words = plain_text(conflict_words([speak.noun(claim) for claim in claims]))
        lines.append(wrapped(f"{words} [{', '.join(claims)}]", indent="   ", first=f"{place}. "))
    return [*lines, *_more(len(conflicts.sets))]


def concessions_words(concessions: Concessions, speak: Speaker) -> list[str]:
    """Each concession set as a sentence, with its cost."""
    if concessions.rules:
        return _rules(concessions.rules, speak)
    if not concessions.sets:
        return [wrapped(f"No set of concessions was found. {STOPPED}")]
    lines = _sets_heading(concessions, "minimal concession set", "cheaper")
    for place, entry in enumerate(concessions.sets[:SHOWN], 1):
        words = plain_text(concession_words([speak.noun(claim) for claim in entry.claims]))
        ids = f" [{', '.join(entry.claims)}]" if entry.claims else ""
        text = f"Cost {entry.cost:g}. {words}{ids}"
        lines.append(wrapped(text, indent="   ", first=f"{place}. "))
        gets = {n: got.utility for n, got in entry.gets.items() if got.utility is not None}
        if gets:
            lines.append(wrapped(_then(gets, speak), indent="   ", first="   "))
    return [*lines, *_more(len(concessions.sets))]


def _heading(count: int, what: str, complete: bool) -> str:
    many = what if count == 1 else what + "s"
    return f"{count} {many}." if complete else f"{count} {many} found; there may be more."


def _sets_heading(found: Conflicts | Concessions, what: str, before: str) -> list[str]:
    """How many sets, whether there are others, and for how many the order is not proven."""
    count, in_order = len(found.sets), found.in_order
    said = _heading(count, what, found.complete)
    if in_order < count:
        said += f" The search ended before it was proven that none is {before}"
        said += f" than {_last(count - in_order)}." if in_order else "."
    return [wrapped(said)]


def _last(count: int) -> str:
    return "the last of these" if count == 1 else f"the last {count} of these"


def _more(count: int) -> list[str]:
    return [f"{count - SHOWN} more with --json."] if count > SHOWN else []


def verdicts_words(verdicts: Verdicts, speak: Speaker) -> list[str]:
    """Each party's answer, what it crosses, and how far the text leans."""
    lines: list[str] = []
    for name, verdict in verdicts.parties.items():
        share = verdicts.leaning.get(name)
        leaning = "" if share is None else f"; {share:.0%} of its known asks met"
        lines.append(wrapped(f"{speak.party(name)}: {ANSWERS[verdict.answer]}{leaning}"))
        lines += _crossed(verdict, speak)
    return [*lines, *_rules(verdicts.rules, speak)]


def _crossed(verdict: PartyVerdict, speak: Speaker) -> list[str]:
    head = "  cannot all be kept: " if verdict.together else "  crosses: "
    rows = [wrapped(speak.claim(claim), indent="    ", first=head) for claim in verdict.crossed]
    rows += [
        wrapped(speak.claim(claim), indent="    ", first="  may cross: ")
        for claim in verdict.avoidable
    ]
    return rows


def bargain_words(bargain: Bargain, speak: Speaker) -> list[str]:
    """The packages that the rule picks, with what each party gets."""
    if bargain.rules:
        return _rules(bargain.rules, speak)
    if not bargain.packages and not bargain.proven:
        return [wrapped(f"No package was found. {STOPPED}")]
    if not bargain.packages:
        return ["No agreement is possible, so there is nothing to pick."]
    ties = "" if len(bargain.packages) == 1 else f" ({len(bargain.packages)} packages tie)"
    base = ", ".join(f"{speak.party(name)} {u:g}" for name, u in bargain.disagreement.items())
    lines = [wrapped(f"{bargain.rule}{ties}; gains are measured from: {base or 'nothing'}.")]
    if not bargain.proven:
        best = "" if bargain.bound is None else f" No package scores above {bargain.bound:g}"
        mine = (
            "" if bargain.score is None or not best else f"; the one shown scores {bargain.score:g}"
        )
        lines.append(wrapped(f"Not proven to be the best.{best}{mine}{'.' if best else ''}"))
    lines += _with_utilities(bargain.packages, bargain.utilities, speak)
    if bargain.binding:
        lines.append("Without any one of these claims the score would be higher:")
        lines += [
            wrapped(speak.claim(name), indent="    ", first="  - ") for name in bargain.binding
        ]
    return lines


def frontier_words(frontier: Frontier, speak: Speaker) -> list[str]:
    """The packages that nothing dominates."""
    if not frontier.packages and not frontier.complete:
        return [wrapped(f"No undominated package was found. {STOPPED}")]
    if not frontier.packages:
        return ["No package satisfies the claims, so there is no frontier."]
    lines = [_heading(len(frontier.packages), "undominated package", frontier.complete)]
    if frontier.epsilon:
        few = (
            f"These stand for all: no package of the zone gives a party more than one of them and "
            f"{frontier.epsilon:g}."
        )
        lines = [f"{len(frontier.packages)} packages.", wrapped(few)]
    return [*lines, *_with_utilities(frontier.packages, frontier.utilities, speak)]


def _with_utilities(
    packages: tuple[Package, ...], utilities: tuple[Utilities, ...], speak: Speaker
) -> list[str]:
    lines: list[str] = []
    for place, (package, gains) in enumerate(zip(packages, utilities, strict=True), 1):
        if place > SHOWN:
            return [*lines, *_more(len(packages))]
        gained = ", ".join(f"{speak.party(name)} {_quantity(gain)}" for name, gain in gains.items())
        lines += [f"  {place}. {gained}", *speak.package(package)]
    return lines


def _then(utilities: Utilities, speak: Speaker) -> str:
    gained = ", ".join(f"{speak.party(n)} {_quantity(u)}" for n, u in utilities.items())
    return f"Then: {gained}"


def _quantity(quantity: Quantity) -> str:
    if isinstance(quantity, tuple):
        return f"{quantity[0]:g} to {quantity[1]:g}"
    return f"{quantity:g}"


def amendments_words(found: Amendments, speak: Speaker) -> list[str]:
    """The nearest amendments: what changes, and what each party gains or loses by it."""
    if found.rules:
        return _rules(found.rules, speak)
    if not found.amendments and not found.complete:
        return [wrapped(f"No amendment was found that reaches the goal. {STOPPED}")]
    if not found.amendments:
        return ["No amendment reaches the goal."]
    lines = [_heading(len(found.amendments), "amendment", found.complete)]
    for place, entry in enumerate(found.amendments[:SHOWN], 1):
        if not entry.changes:
            lines.append(f"{place}. Nothing need change; only what is open is settled.")
        for change in entry.changes:
            issue = speak.negotiation.issue_by_id[change.issue]
            before = listed((issue.option(name).label for name in change.before), last="or")
            text = f"{issue.question} From {before} to {issue.option(change.after).label}."
            lines.append(wrapped(text, indent="   ", first=f"{place}. "))
            effects = (f"{speak.party(n)} {_signed(e)}" for n, e in change.effects.items())
            if effect := ", ".join(effects):
                lines.append(wrapped(f"By this: {effect}", indent="     ", first="     "))
        if entry.utilities:
            lines.append(wrapped(_then(entry.utilities, speak), indent="   ", first="   "))
        if entry.settles:
            settled = f"No longer crossed: {', '.join(entry.settles)}"
            lines.append(wrapped(settled, indent="   ", first="   "))
    return [*lines, *_more(len(found.amendments))]


def _signed(quantity: Quantity) -> str:
    if isinstance(quantity, tuple):
        return f"{quantity[0]:+g} to {quantity[1]:+g}"
    return f"{quantity:+g}"


def supposition_words(found: Supposition, speak: Speaker) -> list[str]:
    """What was supposed, what follows, and a package that it opens."""
    lines = [wrapped(text, indent="  ") for text in found.words]
    named = [*found.lifted, *found.conflict]
    named += [claim for claims in found.crossed.values() for claim in claims]
    different = dict.fromkeys(named)
    lines += [wrapped(speak.claim(claim), indent="    ", first="  - ") for claim in different]
    lines += _rules(found.rules, speak)
    if found.package is not None:
        lines.append("A package of that zone (issues that a claim names):")
        lines += speak.package(found.package, speak.touched())
        if found.utilities:
            lines.append(wrapped(_then(found.utilities, speak)))
    return lines


_WORDS: dict[type, Callable[[Any, Speaker], list[str]]] = {
    Zone: zone_words,
    Conflicts: conflicts_words,
    Concessions: concessions_words,
    Verdicts: verdicts_words,
    Bargain: bargain_words,
    Frontier: frontier_words,
    Amendments: amendments_words,
    Supposition: supposition_words,
}


def _rows(rows: tuple[Any, ...]) -> list[str]:
    """Rows of a question to the evidence: one paragraph each, its fields in order."""
    lines = []
    for row in rows:
        fields = plain(row)
        head = [
            str(fields.pop(key)) for key in ("topic", "draft", "party", "issue") if key in fields
        ]
        lines.append(safe(" | ".join(head)))
        lines += [
            wrapped(f"{key}: {_flat(item)}", indent="      ", first="    ")
            for key, item in fields.items()
        ]
    return lines


def _flat(item: Any) -> str:
    if isinstance(item, dict):
        return ", ".join(f"{key} {_flat(part)}" for key, part in item.items())
    if isinstance(item, list):
        return "; ".join(_flat(part) for part in item)
    return str(item)


def summary(gathered: Any) -> str:
    """What a briefing comes to, in a few lines: the zone, the first conflict, the concession."""
    speak = Speaker(gathered.elicited.negotiation)
    title = f"{gathered.case.title}, as of {gathered.as_of or 'all that is known'}"
    lines = [safe(title), "=" * min(len(title), 79), *zone_words(gathered.zone.value, speak)[:1]]
    conflicts, concessions = gathered.conflicts.value, gathered.concessions.value
    if conflicts.sets:
        lines += ["", *conflicts_words(conflicts, speak)[:4]]
    if conflicts.sets and concessions.sets:
        lines += ["", *concessions_words(concessions, speak)[:3]]
    lines += ["", "Drafts (share of known asks met):"]
    for name, finding in gathered.verdicts.items():
        draft = gathered.case.draft_by_id[name]
        shares = "  ".join(
            f"{speak.party(party)} {share:.0%}"
            for party in gathered.elicited.negotiation.principals
            if (share := finding.value.leaning.get(party)) is not None
        )
        lines.append(safe(f"  {draft.date:<10} {fitted(draft.title, 38)} {shares}"))
    return "\n".join(lines)
