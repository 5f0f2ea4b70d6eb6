"""Every assumption of the elicitation, named, with its default."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from goodoffices.errors import InvalidCase, did_you_mean
from goodoffices.model.stakes import Standing

STANDING_OF_STANCE: dict[str, Standing] = {
    "asks": "asked",
    "offers": "acceptable",
    "accepts": "acceptable",
    "conditional": "acceptable",
    "resists": "resisted",
    "rejects": "refused",
    "red_line": "refused",
}
"""Rule 2. Stances that are missing here (reports, denies, no_comment) settle no standing."""

FOR: frozenset[Standing] = frozenset({"asked", "acceptable"})
AGAINST: frozenset[Standing] = frozenset({"resisted", "refused"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """Parameters of the rule. See docs/explanation/elicitation.md for what each one does."""

    include_candidates: bool = False
    older_asks_stay_acceptable: bool = True
    bounds_imply_rest: bool = True
    order_implies: bool = True
    stated_red_lines_bind: bool = True
    rejections_bind: bool = False
    authority_document: int = 2
    authority_unlisted: int = 3
    authority_unnamed: int = 5
    firmness_red_line: float = 1.0
    firmness_rejects: float = 0.8
    firmness_asks: float = 0.7
    firmness_resists: float = 0.5
    firmness_accepts: float = 0.5
    firmness_offers: float = 0.4
    firmness_conditional: float = 0.4
    firmness_hedged_factor: float = 0.75
    firmness_per_repetition: float = 0.05
    firmness_per_origin: float = 0.05
    firmness_bonus_limit: float = 0.1

    def base_firmness(self, stance: str) -> float:
        """Firmness of a stance by its wording alone."""
        return float(getattr(self, f"firmness_{stance}"))


def assumptions_from(given: dict[str, Any]) -> Assumptions:
    """Assumptions with some of them set. Raises InvalidCase for every unknown or ill-typed name."""
    known = {field.name: field for field in fields(Assumptions)}
    faults = []
    for name, setting in given.items():
        if name not in known:
            faults.append(f"unknown assumption {name!r}{did_you_mean(name, known)}")
            continue
        wanted = type(known[name].default)
        allowed = (int, float) if wanted is float else (wanted,)
        if not isinstance(setting, allowed) or (isinstance(setting, bool) and wanted is not bool):
            faults.append(f"assumption {name!r} needs a {wanted.__name__}, not {setting!r}")
    if faults:
        raise InvalidCase(faults)
    return Assumptions(**given)
