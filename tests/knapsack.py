"""A question that no search answers in a lifetime: to hit a sum of many long numbers exactly."""

from __future__ import annotations

import random

from builders import issue
from goodoffices.model.agenda import Party
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences


def unanswerable(issues: int = 40) -> Negotiation:
    """Two parties whose gains always add up to the same, and who together need a little less.

    What one has more the other has less, so both reservation values leave a gap of a few units in
    a range of 10 ** 11: whether some package falls into it is a subset-sum problem of 4 ** 40
    combinations.
    """
    rng = random.Random(5)
    agenda = tuple(issue(f"i{k:02}", "w", "x", "y", "z") for k in range(issues))
    mine = {i.id: {o: rng.randrange(10**9) for o in i.option_ids} for i in agenda}
    theirs = {i: {o: 10**9 - n for o, n in row.items()} for i, row in mine.items()}
    middle = issues * 10**9 // 2
    ones = dict.fromkeys(mine, 1)
    return Negotiation(
        title="A gap",
        parties=(Party(id="a", name="A"), Party(id="b", name="B")),
        issues=agenda,
        preferences=(
            Preferences(party="a", weights=ones, scores=mine, reservation=middle),
            Preferences(party="b", weights=ones, scores=theirs, reservation=middle),
        ),
    )
