"""Generators of whole domain objects, for seeded loops and for hypothesis.

`a_negotiation(rng)` and its kin draw from a `random.Random`; the strategies of the same names in
the plural hand them hypothesis's own, so that a failing example shrinks and is replayed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from goodoffices.model.agenda import (
    Alternative,
    Bracket,
    Clause,
    Draft,
    Issue,
    Option,
    Package,
    Party,
    Role,
)
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import (
    Position,
    Preferences,
    Proviso,
    Quantity,
    RedLine,
    Standing,
    Terms,
)

T = TypeVar("T")

_STANDINGS: tuple[Standing, ...] = ("asked", "acceptable", "resisted", "refused", "unknown")

COSTS: tuple[float | int, ...] = (0, 0, 1, 1, 1, 2, 0.5, 0.1, 0.2, 0.3)
WEIGHTS: tuple[Quantity, ...] = (0, 0.1, 0.2, 0.3, 0.7, 1, 3, (0.1, 0.3), (0, 1))
SCORES: tuple[Quantity, ...] = (0, 0.1, 0.2, 0.5, 1, 1, -1, -0.4, (0.2, 0.6), (-0.5, 0.5), 1 / 3)
RESERVATIONS: tuple[Quantity, ...] = (0, 0.3, 0.5, 0.6, 1, -1, (0.2, 0.8), (-0.5, 0.3), 1 / 3)


def _some(
    rng: random.Random, items: tuple[str, ...], *, most: int | None = None
) -> tuple[str, ...]:
    """At least one of `items`, in their order."""
    number = rng.randint(1, min(len(items), most or len(items)))
    chosen = set(rng.sample(items, number))
    return tuple(item for item in items if item in chosen)


def some_terms(rng: random.Random, issues: tuple[Issue, ...], *, most: int = 3) -> Terms:
    """Options of one to `most` issues."""
    by_id = {issue.id: issue for issue in issues}
    named = _some(rng, tuple(by_id), most=most)
    return {issue: _some(rng, by_id[issue].option_ids) for issue in named}


def some_issues(rng: random.Random, *, most: int = 4, options: int = 3) -> tuple[Issue, ...]:
    """Issues of one option or more."""
    return tuple(
        Issue(
            id=f"i{k}",
            question=f"Question {k}?",
            group=rng.choice((None, "land", "law")),
            options=tuple(
                Option(id=f"o{j}", label=f"Way {j}") for j in range(rng.randint(1, options))
            ),
        )
        for k in range(rng.randint(1, most))
    )


def _preferences(
    rng: random.Random, party: str, issues: tuple[Issue, ...], *, intervals: bool
) -> Preferences:
    def pick(choices: tuple[Quantity, ...]) -> Quantity:
        sure = tuple(choice for choice in choices if not isinstance(choice, tuple))
        return rng.choice(choices if intervals else sure)

    return Preferences(
        party=party,
        weights={issue.id: pick(WEIGHTS) for issue in issues},
        scores={issue.id: {name: pick(SCORES) for name in issue.option_ids} for issue in issues},
        reservation=pick(RESERVATIONS),
        reservation_cost=rng.choice(COSTS),
    )


def _fine(rng: random.Random, party: str, issues: tuple[Issue, ...]) -> Preferences:
    digits = rng.choice((3, 5, 8, 17))
    weights = {issue.id: round(rng.random(), digits) for issue in issues}
    scores = {
        issue.id: {name: round(rng.random(), digits) for name in issue.option_ids}
        for issue in issues
    }
    chosen = [rng.choice(issue.option_ids) for issue in issues]
    reached = sum(
        (
            Fraction(repr(weights[issue.id])) * Fraction(repr(scores[issue.id][name]))
            for issue, name in zip(issues, chosen, strict=True)
        ),
        Fraction(0),
    )
    return Preferences(
        party=party,
        weights=weights,
        scores=scores,
        reservation=float(reached) + rng.choice((0, 0, 2e-9, -2e-9)),
        reservation_cost=rng.choice(COSTS),
    )


def a_negotiation(
    rng: random.Random,
    *,
    intervals: bool = True,
    preferences: float = 0.5,
    most_issues: int = 4,
    most_claims: int = 7,
    rules: int = 2,
    fine: bool = False,
) -> Negotiation:
    """A small negotiation with whatever makes an analysis stumble.

    Red lines redundant, nested and over several issues; provisos that chain; rules of the world,
    also contradictory ones; issues of one option; zero weights and costs, negative scores, ties;
    parties without preferences or of whom nothing is known. `fine`: numbers of up to seventeen
    digits, and reservation values that some package just reaches or just misses.
    """
    issues = some_issues(rng, most=most_issues)
    roles: tuple[Role, ...] = ("principal", "principal", "principal", "mediator", "ratifier")
    parties = tuple(
        Party(id=f"p{k}", name=f"Party {k}", role=rng.choice(roles) if k else "principal")
        for k in range(rng.randint(1, 3))
    )
    ids = tuple(party.id for party in parties)
    lines: list[RedLine] = []
    provisos: list[Proviso] = []
    for number in range(rng.randint(0, most_claims)):
        party, cost = rng.choice(ids), rng.choice(COSTS)
        kind = rng.random()
        if kind < 0.15 and lines:  # the same again, or a part of it: redundant or nested
            rejects = dict(rng.choice(lines).rejects)
            issue = rng.choice(tuple(rejects))
            rejects[issue] = _some(rng, rejects[issue])
            lines.append(RedLine(id=f"c{number}", party=party, rejects=rejects, cost=cost))
        elif kind < 0.6:
            rejects = dict(some_terms(rng, issues))
            lines.append(RedLine(id=f"c{number}", party=party, rejects=rejects, cost=cost))
        else:
            if provisos and rng.random() < 0.4:
                condition: Terms = rng.choice(provisos).then  # a chain
            else:
                condition = some_terms(rng, issues, most=2)
            provisos.append(
                Proviso(
                    id=f"c{number}",
                    party=party,
                    if_=condition,
                    then=some_terms(rng, issues, most=2),
                    cost=cost,
                )
            )
    provisos.extend(
        Proviso(
            id=f"w{number}",
            party=None,
            if_=some_terms(rng, issues, most=2),
            then=some_terms(rng, issues, most=2),
        )
        for number in range(rng.randint(0, rules))
    )
    held = tuple(
        _fine(rng, party, issues) if fine else _preferences(rng, party, issues, intervals=intervals)
        for party in ids
        if rng.random() < preferences
    )
    return Negotiation(
        title="Drawn at random",
        parties=parties,
        issues=issues,
        preferences=held,
        red_lines=tuple(lines),
        provisos=tuple(provisos),
    )


def a_package(rng: random.Random, negotiation: Negotiation) -> Package:
    """One option for every issue."""
    return {issue.id: rng.choice(issue.option_ids) for issue in negotiation.issues}


def a_draft(rng: random.Random, negotiation: Negotiation) -> Draft:
    """A draft with open issues, brackets, clauses that settle nothing, issues met twice."""
    parties = tuple(party.id for party in negotiation.parties)
    clauses: list[Clause] = []
    for number in range(rng.randint(0, len(negotiation.issues) + 1)):
        issue = rng.choice(negotiation.issues)
        options = _some(rng, issue.option_ids) if rng.random() < 0.8 else ()
        bracket = None
        if rng.random() < 0.3:
            bracket = Bracket(
                alternatives=tuple(
                    Alternative(
                        term=f"wording {k}",
                        options=_some(rng, issue.option_ids) if rng.random() < 0.9 else (),
                        sponsors=(rng.choice(parties),),
                    )
                    for k in range(2)
                )
            )
        clauses.append(
            Clause(
                id=f"k{number}", issue=issue.id, term="As agreed.", options=options, bracket=bracket
            )
        )
    return Draft(id="d1", title="A draft", date="2025-11-20", clauses=tuple(clauses))


def some_positions(rng: random.Random, negotiation: Negotiation) -> tuple[Position, ...]:
    """Positions of some parties on some issues."""
    return tuple(
        Position(
            party=party.id,
            issue=issue.id,
            standings={name: rng.choice(_STANDINGS) for name in issue.option_ids},
        )
        for party in negotiation.parties
        for issue in negotiation.issues
        if rng.random() < 0.5
    )


def _drawn(build: Callable[[random.Random], T]) -> SearchStrategy[T]:
    return st.randoms(use_true_random=False).map(build)


def negotiations(
    *, intervals: bool = True, preferences: float = 0.5
) -> SearchStrategy[Negotiation]:
    """Small negotiations; see `a_negotiation`."""
    return _drawn(lambda rng: a_negotiation(rng, intervals=intervals, preferences=preferences))


def drafts() -> SearchStrategy[tuple[Negotiation, Draft]]:
    """A small negotiation and a draft of it."""

    def build(rng: random.Random) -> tuple[Negotiation, Draft]:
        negotiation = a_negotiation(rng)
        return negotiation, a_draft(rng, negotiation)

    return _drawn(build)
