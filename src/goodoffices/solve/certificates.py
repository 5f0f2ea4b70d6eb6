"""Proofs of `proof` in the words of a negotiation: issues, options and claims by their ids."""

from __future__ import annotations

from collections.abc import Iterable

from goodoffices.model.agenda import Package
from goodoffices.model.certificate import Certificate, Step
from goodoffices.model.negotiation import RESERVATION, Negotiation
from goodoffices.solve.cpsat import Clock
from goodoffices.solve.engine import Engine
from goodoffices.solve.proof import Completed, OutOfReach, Proof, collision
from goodoffices.solve.space import Reading, Space, reservation_unit


def certificate(
    negotiation: Negotiation,
    space: Space,
    claims: Iterable[str],
    reading: Reading,
    *,
    minimal: bool = False,
    clock: Clock | None = None,
) -> Certificate | None:
    """A certificate that no package satisfies these claims under the rules; None: none that short.

    `space` is the negotiation under `reading`. With `minimal` it also shows, claim by claim, a
    package that satisfies the others; they must be a minimal conflict set. Raises OutOfTime.
    """
    held = tuple(claims)
    proof = collision(space, held, clock=clock)
    if proof is None:
        return None
    steps = _steps(space, proof)
    parties = [name.removeprefix(RESERVATION) for name in held if name.startswith(RESERVATION)]
    units = {
        RESERVATION + party: str(
            reservation_unit(space, negotiation.preferences_of[party], reading)
        )
        for party in parties
    }
    without: dict[str, Package] = {}
    if minimal:
        engine = Engine(space, clock=clock)
        for name in held:
            chosen = engine.satisfy(other for other in held if other != name)
            if chosen is not None:
                without[name] = space.package(chosen)
    return Certificate(claims=held, steps=steps, units=units, without=without)


def of_rules(
    negotiation: Negotiation, space: Space, rules: Iterable[str], *, clock: Clock | None = None
) -> Certificate | None:
    """As `certificate`, that these rules of the world exclude every package between them."""
    held = space.rules_as_claims()
    return certificate(negotiation, held, rules, "favourable", minimal=True, clock=clock)


def _steps(space: Space, proof: Proof) -> tuple[Step, ...]:
    """The steps of a proof, each branch after the split it belongs to."""
    steps: list[Step] = []

    def write(node: Proof) -> int:
        number = len(steps)
        steps.append(Step())
        if isinstance(node, Completed):
            ban = next(
                claim.bans[node.ban]
                for claim in (*space.rules, *space.claims)
                if claim.id == node.claim
            )
            beyond = node.claim.startswith(RESERVATION) and not ban.parts
            steps[number] = Step(short={node.claim: 1}) if beyond else Step(crossed=node.claim)
        elif isinstance(node, OutOfReach):
            steps[number] = Step(short=dict(node.weights))
        else:
            names = space.options[node.issue]
            branches = {
                name: write(branch) for name, branch in zip(names, node.branches, strict=True)
            }
            steps[number] = Step(split=space.issues[node.issue], branches=branches)
        return number

    write(proof)
    return tuple(steps)
