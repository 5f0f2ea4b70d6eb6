"""Claims, which are what can collide, as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from goodoffices.brief.view import View
from goodoffices.brief.words import plain_text
from goodoffices.codec import plain
from goodoffices.model.finding import Finding
from goodoffices.model.stakes import Preferences, Proviso, Quantity, RedLine, Terms
from goodoffices.workspace.views.matrix import Signed, issues_of, signed


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A red line, a proviso, a reservation value, or (`rule`) a rule of the world.

    A red line has `rejects`; a proviso and a rule have `condition` and `requires`. `words` is a
    clause, `noun` names the claim as a thing. Without `judged` it is as the party stated it.
    """

    id: str
    kind: Literal["red line", "proviso", "rule", "reservation"]
    party: str | None
    words: str
    noun: str
    issues: tuple[str, ...]
    rejects: Terms
    condition: Terms
    requires: Terms
    reservation: Quantity | None
    firmness: float | None
    cost: float | int
    judged: Signed | None
    evidence: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRef:
    """Which analysis gave an answer, of which version, on which input, with which parameters."""

    analysis: str
    version: str
    negotiation: str
    parameters: Mapping[str, Any]


def claim_views(view: View, names: Iterable[str] | None = None) -> tuple[ClaimView, ...]:
    """The claims of those names, or all, in the order of the negotiation."""
    wanted = None if names is None else set(names)
    return tuple(_claim(view, name) for name in view.claims if wanted is None or name in wanted)


def _claim(view: View, name: str) -> ClaimView:
    claim = view.claims[name]
    reservation = claim.reservation if isinstance(claim, Preferences) else None
    cost = claim.reservation_cost if isinstance(claim, Preferences) else claim.cost
    kind: Literal["red line", "proviso", "rule", "reservation"] = "proviso"
    if isinstance(claim, RedLine):
        kind = "red line"
    elif isinstance(claim, Preferences):
        kind = "reservation"
    elif claim.party is None:
        kind = "rule"
    return ClaimView(
        id=name,
        kind=kind,
        party=claim.party,
        words=plain_text(view.claim_clause(name)),
        noun=plain_text(view.claim_noun(name)),
        issues=issues_of(claim),
        rejects=claim.rejects if isinstance(claim, RedLine) else {},
        condition=claim.if_ if isinstance(claim, Proviso) else {},
        requires=claim.then if isinstance(claim, Proviso) else {},
        reservation=reservation,
        firmness=None if isinstance(claim, Preferences) else claim.firmness,
        cost=cost,
        judged=signed(view.judged_claims.get(name)),
        evidence=claim.evidence,
        note=claim.note,
    )


def finding_ref(finding: Finding[Any]) -> FindingRef:
    """A finding without its value."""
    return FindingRef(
        analysis=finding.analysis,
        version=finding.version,
        negotiation=finding.negotiation,
        parameters=plain(finding.parameters),
    )
