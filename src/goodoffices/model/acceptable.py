"""The one definition of acceptable. Every analysis goes through this file.

Party p accepts package x when no red line of p is crossed, every proviso of p holds, and
u_p(x) >= reservation_p, within the one tolerance. With intervals the answer is accepts, rejects or
depends, never a midpoint. A party of whom nothing is known is unknown, not willing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from goodoffices.model.agenda import Package
from goodoffices.model.exact import ZERO, Interval, exceeds, interval, reaches
from goodoffices.model.negotiation import RESERVATION, Negotiation
from goodoffices.model.stakes import Proviso, RedLine, Terms

Answer = Literal["accepts", "rejects", "depends", "unknown"]


def holds(terms: Terms, package: Package) -> bool:
    """Whether the package has one of the listed options on every named issue."""
    return all(package[issue] in options for issue, options in terms.items())


def crossed(line: RedLine, package: Package) -> bool:
    """Whether the package crosses the red line."""
    return holds(line.rejects, package)


def broken(proviso: Proviso, package: Package) -> bool:
    """Whether the package meets the condition of the proviso but not what it asks for."""
    return holds(proviso.if_, package) and not holds(proviso.then, package)


def utility(negotiation: Negotiation, party: str, package: Package) -> Interval | None:
    """Exact utility: the sum of weight x score as given; None without preferences."""
    entry = negotiation.preferences_of.get(party)
    if entry is None:
        return None
    total = ZERO
    for issue in negotiation.issues:
        score = entry.scores[issue.id][package[issue.id]]
        total = total + interval(entry.weights[issue.id]) * interval(score)
    return total


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A party's answer to a package: the claims it crosses for sure, those that depend."""

    answer: Answer
    crossed: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    utility: Interval | None = None


def acceptance(negotiation: Negotiation, party: str, package: Package) -> Acceptance:
    """How `party` answers `package`, and by which claims."""
    if not negotiation.known(party):
        return Acceptance(answer="unknown")
    failing = [line.id for line in negotiation.red_lines_of(party) if crossed(line, package)]
    failing += [item.id for item in negotiation.provisos_of(party) if broken(item, package)]
    unsure: list[str] = []
    gain = utility(negotiation, party, package)
    if gain is not None:
        threshold = interval(negotiation.preferences_of[party].reservation)
        if not reaches(gain.high, threshold.low):
            failing.append(RESERVATION + party)
        elif not reaches(gain.low, threshold.high):
            unsure.append(RESERVATION + party)
    answer: Answer = "rejects" if failing else "depends" if unsure else "accepts"
    return Acceptance(
        answer=answer,
        crossed=tuple(sorted(failing)),
        depends=tuple(unsure),
        utility=gain,
    )


def rules_broken(negotiation: Negotiation, package: Package) -> tuple[str, ...]:
    """Ids of the rules of the world that the package breaks."""
    return tuple(sorted(rule.id for rule in negotiation.provisos_of(None) if broken(rule, package)))


def zone_answer(negotiation: Negotiation, parties: tuple[str, ...], package: Package) -> Answer:
    """Whether the package is in the zone of possible agreement of `parties`.

    rejects where a rule of the world is broken or one of them rejects; accepts where all accept;
    otherwise depends, or unknown where nothing is known of one of them.
    """
    if rules_broken(negotiation, package):
        return "rejects"
    answers = {acceptance(negotiation, party, package).answer for party in parties}
    order: tuple[Answer, ...] = ("rejects", "unknown", "depends")
    return next((answer for answer in order if answer in answers), "accepts")


def dominates(left: tuple[Interval, ...], right: tuple[Interval, ...]) -> bool:
    """Whether `left` is at least as good for every party and better for one, for certain."""
    return all(reaches(a.low, b.high) for a, b in zip(left, right, strict=True)) and any(
        exceeds(a.low, b.high) for a, b in zip(left, right, strict=True)
    )
