"""Compile everything now: `python -m goodoffices.solve.warm`, after installing."""

from __future__ import annotations

import os
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

from goodoffices.model.agenda import Issue, Option, Party
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences, RedLine


def warm() -> bool:
    """Compile by asking one small question of each kind; whether there is a compiler."""
    os.environ["GOODOFFICES_JIT"] = "on"
    from goodoffices.solve import jit

    if jit._key() is None:
        return False
    if jit.ready():
        return True
    _forget()
    _ask_everything()
    jit.mark_ready()
    return True


def _forget() -> None:
    """Remove machine code of other versions: numba looks at one file, not at what it calls."""
    for stale in (Path(__file__).parent / "__pycache__").glob("*kernel.*.nb?"):
        with suppress(OSError):
            stale.unlink()


def _ask_everything() -> None:
    from goodoffices.solve.arrays import Search
    from goodoffices.solve.cover import Cover
    from goodoffices.solve.cpsat import Clock
    from goodoffices.solve.duals import Minimal
    from goodoffices.solve.exchange import Exchange
    from goodoffices.solve.finding import Kind
    from goodoffices.solve.oracle import Oracle
    from goodoffices.solve.pareto_front import front
    from goodoffices.solve.solutions import solve, table
    from goodoffices.solve.space import space

    held = _small()
    zone = space(held, held.principals)
    list(Minimal(Oracle(zone), Kind([1] * len(zone.claims), conflicts=True)))
    oracle = Oracle(zone)
    search = Search(oracle.problem)
    search.go(1)
    Exchange(search).within(1e-5, Clock())
    origin = {party: Fraction(0) for party in held.principals}
    rows = table(held, zone.limited_to(()), origin, "favourable")
    solve(rows, "nash", clock=Clock())
    fine = table(_small(1.00000000001), zone.limited_to(()), origin, "favourable")
    for some in (rows, fine):
        if found := front(some, clock=Clock(), most=100):
            found.outdone()
    Cover(rows, Clock()).within(Fraction(1, 10))


def _small(weight: float = 1) -> Negotiation:
    """Two parties who want the opposite, and a red line."""
    issues = tuple(
        Issue(
            id=f"i{k}",
            question="?",
            options=tuple(Option(id=f"o{j}", label=f"{j}") for j in range(3)),
        )
        for k in range(3)
    )
    parties = (Party(id="a", name="A"), Party(id="b", name="B"))
    preferences = tuple(
        Preferences(
            party=party.id,
            weights={issue.id: weight for issue in issues},
            scores={i.id: {f"o{j}": j if up else 2 - j for j in range(3)} for i in issues},
            reservation=4,
        )
        for party, up in zip(parties, (True, False), strict=True)
    )
    line = RedLine(id="r", party="a", rejects={"i0": ("o0",), "i1": ("o0",)})
    return Negotiation(
        title="Small", parties=parties, issues=issues, preferences=preferences, red_lines=(line,)
    )


if __name__ == "__main__":
    warm()
