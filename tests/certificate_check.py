"""A checker of certificates: slow, and from the negotiation alone. It knows nothing of the product
but the values of the model and the one tolerance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Proviso, RedLine, Terms

TOLERANCE = Fraction(1, 10**9)
Box = dict[str, list[str]]
"""Issue -> options still open."""


class NotAProof(AssertionError):
    """The certificate does not show what it claims."""


def demand(condition: bool, why: str) -> None:
    if not condition:
        raise NotAProof(why)


def check(
    held: Negotiation,
    certificate: Mapping[str, Any],
    *,
    rules: bool = False,
    reading: str = "favourable",
    allowed: Terms | None = None,
) -> int:
    """Raise NotAProof unless the printed certificate proves that its claims collide; its steps.

    `rules`: it is about rules of the world, and nothing else may be used.
    """
    claims, steps = certificate["claims"], certificate["steps"]
    whole = {i.id: list((allowed or {}).get(i.id, i.option_ids)) for i in held.issues}
    usable = {*claims, *(() if rules else (p.id for p in held.provisos if p.party is None))}
    visited: set[int] = set()

    def follow(number: int, box: Box) -> None:
        demand(number not in visited, "a step is used twice")
        visited.add(number)
        step = steps[number]
        kinds = [kind for kind in ("split", "crossed", "short") if step[kind]]
        demand(len(kinds) == 1, f"step {number} must be of one kind")
        if step["split"]:
            issue = step["split"]
            demand(sorted(step["branches"]) == sorted(box[issue]), "options are left out")
            for option, following in step["branches"].items():
                follow(following, {**box, issue: [option]})
        elif step["crossed"]:
            demand(step["crossed"] in usable, "a claim that may not be used")
            demand(crosses(held, step["crossed"], box), "some package does not cross the claim")
        else:
            demand(set(step["short"]) <= usable, "a claim that may not be used")
            demand(all(weight > 0 for weight in step["short"].values()), "a weight below 1")
            demand(short(held, step["short"], certificate["units"], box, whole, reading),
                   "the sum can be reached")  # fmt: skip

    follow(0, whole)
    demand(visited == set(range(len(steps))), "steps that belong nowhere")
    return len(steps)


def crosses(held: Negotiation, name: str, box: Box) -> bool:
    """Whether every package of the box crosses the claim."""
    every: list[RedLine | Proviso] = [*held.red_lines, *held.provisos]
    claim = next(claim for claim in every if claim.id == name)
    if isinstance(claim, RedLine):
        return all(set(box[issue]) <= set(names) for issue, names in claim.rejects.items())
    triggered = all(set(box[issue]) <= set(names) for issue, names in claim.if_.items())
    return triggered and any(not set(box[i]) & set(names) for i, names in claim.then.items())


def short(
    held: Negotiation,
    weights: Mapping[str, int],
    units: Mapping[str, str],
    box: Box,
    whole: Box,
    reading: str,
) -> bool:
    """Whether no package of the box brings the weighted sum of gains to what is needed."""
    needed = 0
    sums: dict[str, dict[str, int]] = {
        issue: dict.fromkeys(names, 0) for issue, names in box.items()
    }
    hopeful = reading == "favourable"
    for name, weight in weights.items():
        entry = next(e for e in held.preferences if f"reservation:{e.party}" == name)
        unit = Fraction(units[name])
        threshold = ends(entry.reservation)[0 if hopeful else 1] - TOLERANCE
        for issue, names in whole.items():
            gain = {o: end(entry.weights[issue], entry.scores[issue][o], hopeful) for o in names}
            least = min(gain.values())
            threshold -= least
            for option, worth in gain.items():
                steps = (worth - least) / unit
                demand(steps.denominator == 1, "a gain that is no multiple of the unit")
                if option in box[issue]:
                    sums[issue][option] += weight * int(steps)
        needed += weight * math.ceil(threshold / unit)
    return sum(max(row.values()) for row in sums.values()) < needed


def ends(quantity: Any) -> tuple[Fraction, Fraction]:
    low, high = quantity if isinstance(quantity, (tuple, list)) else (quantity, quantity)
    return Fraction(repr(low)), Fraction(repr(high))


def end(weight: Any, score: Any, hopeful: bool) -> Fraction:
    corners = [w * s for w in ends(weight) for s in ends(score)]
    return max(corners) if hopeful else min(corners)
