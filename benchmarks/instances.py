"""Seeded negotiations of the sizes that the measurements speak of.

Scores are decimals of two places, weights of four, so that everything is exact. Each party leans
to one end of most issues, with noise, as parties to a conflict do; red lines and provisos range
over one to three issues. `tightness` scales the reservation values: 1 is the greatest common share
of the way from nothing to its best that an engine could give every party at once.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from goodoffices.model.agenda import Issue, Option, Party
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences, Proviso, RedLine

SIZES = {"28x4": (28, 4, 5, 30), "40x5": (40, 5, 8, 45), "60x8": (60, 8, 12, 65)}
"""Name -> issues, options, parties, red lines and provisos."""

EDGES = {
    "28x4": {0: 735, 1: 783, 2: 779, 3: 777, 4: 757, 5: 743, 7: 790, 8: 771, 9: 735},
    "40x5": {0: 713, 1: 699, 2: 704, 3: 723, 4: 748},
    "60x8": {0: 708, 1: 700, 2: 688, 3: 713, 4: 702, 5: 710, 6: 708, 7: 689, 9: 716},
}
"""Name -> seed -> the least share, in 1/1000, at which there is no zone; 1/1000 below it is one.

Both were found by this engine, up to 356,000 nodes at 60 x 8. Seeds whose red lines collide by
themselves are left out.
"""


def negotiation(
    seed: int,
    *,
    issues: int,
    options: int,
    parties: int,
    claims: int = 0,
    reservation: float = 0.0,
    rules: int = 0,
    digits: int = 2,
) -> Negotiation:
    """A negotiation with every party's reservation at `reservation` of its own best.

    Scores have so many digits, weights two more.
    """
    rng = random.Random(f"{seed}/{issues}/{options}/{parties}")
    agenda = tuple(
        Issue(
            id=f"i{k:02}",
            question=f"Question {k}?",
            ordered=True,
            options=tuple(Option(id=f"o{j:02}", label=f"Way {j}", value=j) for j in range(options)),
        )
        for k in range(issues)
    )
    people = tuple(Party(id=f"p{k:02}", name=f"Party {k}") for k in range(parties))
    held = tuple(_preferences(rng, party.id, agenda, digits) for party in people)
    lines, provisos = _claims(rng, agenda, held, claims)
    world = tuple(
        Proviso(
            id=f"w{k:02}",
            party=None,
            if_=_terms(rng, (rng.choice(agenda),), None),
            then=_terms(rng, (rng.choice(agenda),), None),
        )
        for k in range(rules)
    )
    drawn = Negotiation(
        title=f"{issues} issues of {options} options, {parties} parties, seed {seed}",
        parties=people,
        issues=agenda,
        preferences=held,
        red_lines=lines,
        provisos=(*provisos, *world),
    )
    return with_reservation(drawn, reservation)


def _preferences(
    rng: random.Random, party: str, agenda: tuple[Issue, ...], digits: int
) -> Preferences:
    raw = [rng.random() ** 2 + 0.05 for _ in agenda]
    weights = {i.id: round(w / sum(raw), digits + 2) for i, w in zip(agenda, raw, strict=True)}
    scores = {}
    for issue in agenda:
        last = max(1, len(issue.options) - 1)
        up = rng.random() < 0.5
        row = []
        for place in range(len(issue.options)):
            lean = place / last if up else 1 - place / last
            row.append(round(min(1.0, max(0.0, 0.6 * lean + 0.4 * rng.random())), digits))
        scores[issue.id] = dict(zip(issue.option_ids, row, strict=True))
    return Preferences(party=party, weights=weights, scores=scores, reservation=0)


def _terms(
    rng: random.Random, agenda: tuple[Issue, ...], disliked: Preferences | None
) -> dict[str, tuple[str, ...]]:
    """Some options of each issue; those that somebody likes least, where somebody is given."""
    found = {}
    for issue in sorted(agenda, key=lambda issue: issue.id):
        ids = list(issue.option_ids)
        some = rng.randint(1, max(1, 3 * len(ids) // 5))
        if disliked is None:
            chosen = rng.sample(ids, some)
        else:
            scores = disliked.scores[issue.id]
            chosen = sorted(ids, key=lambda option: float(scores[option]))[:some]  # type: ignore[arg-type]
        found[issue.id] = tuple(sorted(chosen))
    return found


def _claims(
    rng: random.Random, agenda: tuple[Issue, ...], held: tuple[Preferences, ...], number: int
) -> tuple[tuple[RedLine, ...], tuple[Proviso, ...]]:
    """Red lines on what a party likes least, alone or together; provisos between two issues."""
    lines, provisos = [], []
    for k in range(number):
        entry = rng.choice(held)
        cost = rng.choice((1, 1, 1, 2, 3))
        if rng.random() < 0.7:
            named = rng.sample(agenda, rng.choice((1, 1, 1, 2, 2, 3)))
            rejects = _terms(rng, tuple(named), entry)
            lines.append(RedLine(id=f"rl{k:02}", party=entry.party, rejects=rejects, cost=cost))
        else:
            first, second = rng.sample(agenda, 2)
            provisos.append(
                Proviso(
                    id=f"pv{k:02}",
                    party=entry.party,
                    if_=_terms(rng, (first,), entry),
                    then=_terms(rng, (second,), None),
                    cost=cost,
                )
            )
    return tuple(lines), tuple(provisos)


def with_reservation(drawn: Negotiation, share: float) -> Negotiation:
    """Every party's reservation at that share of the best it could get, to six places."""
    held = []
    for entry in drawn.preferences:
        weights: Any = entry.weights
        scores: Any = entry.scores
        best = sum(float(weights[i]) * max(map(float, scores[i].values())) for i in weights)
        held.append(replace(entry, reservation=round(share * best, 6)))
    return replace(drawn, preferences=tuple(held))


def tightest(drawn: Negotiation, feasible: Callable[[Negotiation], bool | None]) -> float:
    """The greatest share, to 1/1000, at which `feasible` still says yes (bisection)."""
    low, high = 0, 1000
    while high - low > 1:
        middle = (low + high) // 2
        if feasible(with_reservation(drawn, middle / 1000)):
            low = middle
        else:
            high = middle
    return low / 1000
