"""The agreement engine against its peers: `python -m benchmarks.engine [--quick] [--negmas]`.

Processor seconds of one core on seeded instances: median and worst. Every table is printed in
Markdown. Long: `--quick` takes some minutes.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.instances import SIZES, negotiation, tightest
from goodoffices.analyse.bargain import bargain
from goodoffices.analyse.concessions import concessions
from goodoffices.analyse.conflicts import conflicts
from goodoffices.analyse.improve import improve
from goodoffices.analyse.pareto import pareto
from goodoffices.analyse.zopa import zopa
from goodoffices.model.answers import Rule
from goodoffices.model.exact import interval
from goodoffices.model.negotiation import Negotiation
from goodoffices.solve.cover import Cover
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.duals import conflict_masks
from goodoffices.solve.oracle import Oracle
from goodoffices.solve.pareto_front import front
from goodoffices.solve.solutions import Table, solve, table
from goodoffices.solve.space import space
from goodoffices.solve.warm import warm
from goodoffices.solve.what_if import WhatIf

RULES: tuple[Rule, ...] = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")


def drawn(size: str, seed: int, share: float, *, claims: bool = True) -> Negotiation:
    issues, options, parties, number = SIZES[size]
    return negotiation(
        seed,
        issues=issues,
        options=options,
        parties=parties,
        claims=number if claims else 0,
        reservation=share,
    )


def rows_of(held: Negotiation) -> Table:
    zone = space(held, held.principals, reading="unfavourable")
    origin = {e.party: interval(e.reservation).low for e in held.preferences}
    return table(held, zone, origin, "unfavourable")


def timed(function: Callable[[], Any]) -> tuple[Any, float]:
    before = time.process_time()
    return function(), time.process_time() - before


class Times:
    """Seconds of one kind of question."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.open = 0

    def add(self, seconds: float, *, answered: bool = True) -> None:
        self.seconds.append(seconds)
        self.open += not answered

    def __str__(self) -> str:
        if not self.seconds:
            return "-"
        median, worst = statistics.median(self.seconds), max(self.seconds)
        cut = f", {self.open} of {len(self.seconds)} cut" if self.open else ""
        return f"{shown(median)} ({shown(worst)}{cut})"


def shown(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


def line(*cells: object) -> None:
    print("|", " | ".join(map(str, cells)), "|", flush=True)


def head(title: str, *cells: str) -> None:
    print(f"\n### {title}\n")
    line(*cells)
    line(*("---" for _ in cells))


def edge(size: str, seed: int, seconds: float) -> tuple[float, float]:
    """The greatest share at which a zone was found, and the least beyond it that was refuted."""
    least_refuted = 1.0

    def feasible(held: Negotiation) -> bool | None:
        nonlocal least_refuted
        zone = space(held, held.principals)
        try:
            answer = Oracle(zone, clock=Clock(seconds)).satisfy((1 << len(zone.claims)) - 1)
        except OutOfTime:
            return None
        if answer is None:
            share = float(held.title.split()[-1])
            least_refuted = min(least_refuted, share)
        return answer is not None

    base = drawn(size, seed, 0)

    def ask(held: Negotiation) -> bool | None:
        from dataclasses import replace

        first = held.preferences[0]
        best = sum(float(first.weights[i]) * max(map(float, first.scores[i].values()))  # type: ignore[arg-type]
                   for i in first.weights)  # fmt: skip
        share = float(first.reservation) / best  # type: ignore[arg-type]
        return feasible(replace(held, title=f"share {share}"))

    return tightest(base, ask), least_refuted


def verdicts(sizes: dict[str, int], cut: float) -> dict[tuple[str, int], tuple[float, float]]:
    head(
        "Zone verdict",
        "instance",
        "reservations",
        "zone",
        "zone with five packages and count",
        "CP-SAT",
        "ratio of medians",
    )
    edges = {(size, seed): edge(size, seed, 5) for size, n in sizes.items() for seed in range(n)}
    kinds: dict[str, Callable[[tuple[float, float]], float]] = {
        "loose (half of the best)": lambda e: 0.5,
        "1 % inside the edge": lambda e: e[0] * 0.99,
        "at the edge (0.1 %)": lambda e: e[0],
        "beyond it, proven": lambda e: e[1],
    }
    for size, number in sizes.items():
        for kind, share in kinds.items():
            bare, full, peer = Times(), Times(), Times()
            for seed in range(number):
                held = drawn(size, seed, share(edges[size, seed]))

                def verdict(held: Negotiation = held) -> object:
                    zone = space(held, held.principals)
                    oracle = Oracle(zone, clock=Clock(cut))
                    try:
                        return oracle.satisfy(oracle.all) is not None
                    except OutOfTime:
                        return None

                answer, seconds = timed(verdict)
                bare.add(seconds, answered=answer is not None)
                _, seconds = timed(lambda held=held: zopa(held))  # type: ignore[misc]
                full.add(seconds)
                zone = space(held, held.principals)
                other, seconds = timed(lambda zone=zone: peers.cpsat_verdict(zone, cut))  # type: ignore[misc]
                peer.add(seconds, answered=other is not None)
                assert answer is None or other is None or answer == other
            ratio = statistics.median(peer.seconds) / statistics.median(bare.seconds)
            line(size, kind, bare, full, peer, f"{ratio:.0f}")
    return edges


def collisions(sizes: dict[str, int], edges: dict[tuple[str, int], tuple[float, float]]) -> None:
    head(
        "Conflict and concession sets",
        "instance",
        "reservations",
        "one conflict set",
        "conflict sets",
        "concession sets",
        "how many",
    )
    limits = {"28x4": None, "40x5": 20, "60x8": 10}
    for size, number in sizes.items():
        for kind, factor in (("1 % beyond the edge", 1.01), ("6 % beyond the edge", 1.06)):
            one, all_, given, counts = Times(), Times(), Times(), []
            for seed in range(number):
                held = drawn(size, seed, min(0.98, edges[size, seed][1] * factor))
                zone = space(held, held.principals)

                def first(zone: Any = zone) -> object:
                    try:
                        return next(conflict_masks(Oracle(zone, clock=Clock(20))), None)
                    except OutOfTime:
                        return None

                def some(zone: Any = zone) -> object:
                    oracle = Oracle(zone, clock=Clock(20))
                    found = oracle.ask(oracle.all)
                    return oracle.shrunk(found) if isinstance(found, int) else None

                del first
                _, seconds = timed(some)
                one.add(seconds)
                limit = limits[size]
                found, seconds = timed(
                    lambda held=held, limit=limit: conflicts(  # type: ignore[misc]
                        held, limit=limit, effort=None if limit is None else 20
                    )
                )
                all_.add(seconds, answered=limit is not None or found.complete)
                opened, seconds = timed(
                    lambda held=held, limit=limit: concessions(  # type: ignore[misc]
                        held, limit=limit, effort=None if limit is None else 20
                    )
                )
                given.add(seconds)
                counts.append(f"{len(found.sets)}/{len(opened.sets)}")
            wanted = "all" if limits[size] is None else f"first {limits[size]}"
            line(size, kind, one, f"{wanted}: {all_}", f"{wanted}: {given}", " ".join(counts))


def bargains(sizes: dict[str, int], cut: float) -> None:
    head(
        "Bargaining solutions, proven (reservations at half of the best, red lines and provisos)",
        "instance",
        "rule",
        "this engine",
        "CP-SAT",
        "SCIP",
        "HiGHS",
    )
    for size, number in sizes.items():
        for rule in RULES:
            mine = Times()
            others = {name: Times() for name in ("CP-SAT", "SCIP", "HIGHS")}
            gaps = []
            for seed in range(number):
                held = drawn(size, seed, 0.5)
                rows = rows_of(held)
                found, seconds = timed(lambda r=rows: solve(r, rule, clock=Clock(cut)))  # type: ignore[misc]
                mine.add(seconds, answered=found.proven)
                if not found.proven and found.bound:
                    gaps.append(float(1 - (found.score or Fraction(0)) / found.bound))
                if rule not in ("egalitarian", "utilitarian"):
                    continue
                for name, times in others.items():
                    if name == "CP-SAT":
                        ask = lambda r=rows: peers.cpsat(r, rule, cut)  # noqa: E731
                    else:
                        ask = lambda r=rows, n=name: peers.mip(r, rule, n, cut)  # noqa: E731
                    try:
                        (proven, score), seconds = timed(ask)
                    except RuntimeError:
                        continue
                    times.add(seconds, answered=proven)
                    if proven and found.proven and score is not None and found.score is not None:
                        assert abs(score - float(found.score)) < 1e-5, (name, score, found.score)
            note = f"; gap {max(gaps):.1%}" if gaps else ""
            line(size, rule, f"{mine}{note}", *others.values())


def frontiers() -> None:
    head(
        "Frontiers (no red lines)", "packages", "parties", "points", "this engine", "listing, numpy"
    )
    shapes = [(6, 10, 3, True), (6, 10, 5, True), (20, 10, 2, False), (28, 4, 3, False)]
    for issues, options, parties, listed in shapes:
        mine, peer, points = Times(), Times(), []
        for seed in range(3):
            held = negotiation(seed, issues=issues, options=options, parties=parties)
            rows = rows_of(held)
            found, seconds = timed(lambda r=rows: front(r, clock=Clock(), most=10**7))  # type: ignore[misc]
            mine.add(seconds)
            points.append(len(found.points))
            if listed and (parties < 5 or seed == 0):
                other, seconds = timed(lambda r=rows: peers.listed_frontier(r))  # type: ignore[misc]
                peer.add(seconds)
                assert other == len(found.points)
        line(f"{options}^{issues}", parties, "/".join(map(str, points)), mine, peer)
    head("Few for all: 28 x 4, 5 parties", "epsilon", "packages", "seconds, proven")
    rows = rows_of(drawn("28x4", 0, 0.0, claims=False))
    for epsilon in ("0.1", "0.05", "0.04"):
        found, seconds = timed(lambda e=epsilon: Cover(rows, Clock(60)).within(Fraction(e)))  # type: ignore[misc]
        line(epsilon, len(found), shown(seconds))
    found, seconds = timed(lambda: pareto(drawn("28x4", 0, 0.0, claims=False)))
    line(f"{found.epsilon:.4f} (chosen)", len(found.packages), shown(seconds))


def what_if(sizes: dict[str, int], edges: dict[tuple[str, int], tuple[float, float]]) -> None:
    head("What if: verdict after one change", "instance", "reservations", "claim lifted",
         "reservation moved")  # fmt: skip
    for size, number in sizes.items():
        for kind, factor in (("2 % inside the edge", 0.98), ("2 % beyond", 1.02)):
            lifted, moved = Times(), Times()
            for seed in range(number):
                held = drawn(size, seed, min(0.98, edges[size, seed][0] * factor))
                context, rng = WhatIf(held), random.Random(seed)
                context.zone(why=False)
                ids = [claim.id for claim in (*held.red_lines, *held.provisos)]
                for _ in range(20):
                    claim, entry = rng.choice(ids), rng.choice(held.preferences)
                    _, seconds = timed(lambda: context.zone(lifted=[claim], why=False))
                    lifted.add(seconds)
                    value = round(float(entry.reservation) * rng.uniform(0.9, 1.03), 4)  # type: ignore[arg-type]
                    try:
                        _, seconds = timed(
                            lambda: context.zone(
                                reservations={entry.party: value},
                                why=False,
                                time_limit=5,
                            )
                        )
                        moved.add(seconds)
                    except OutOfTime:
                        moved.add(5.0, answered=False)
            line(size, kind, lifted, moved)


def amendments(sizes: dict[str, int]) -> None:
    head("Ten nearest amendments of a package drawn at random", "instance", "into the zone",
         "better for all", "better for one")  # fmt: skip
    for size, number in sizes.items():
        cells = []
        for goal in ("zone", "all", "one"):
            times = Times()
            for seed in range(number):
                held = drawn(size, seed, 0.5)
                rng = random.Random(seed)
                package = {issue.id: rng.choice(issue.option_ids) for issue in held.issues}
                found, seconds = timed(
                    lambda held=held, package=package, goal=goal: improve(  # type: ignore[misc]
                        held, package=package, goal=goal, time_limit=20
                    )
                )
                times.add(seconds, answered=found.complete)
            cells.append(times)
        line(size, *cells)


def growth() -> None:
    head("Growth: 4 options, 5 parties, 1 % inside the edge", "issues", "zone", "nash",
         "egalitarian")  # fmt: skip
    for issues in (8, 14, 20, 28, 40, 60):
        zone, nash, least = Times(), Times(), Times()
        for seed in range(3):
            held = negotiation(
                seed, issues=issues, options=4, parties=5, claims=issues, reservation=0.5
            )
            at, seconds = timed(lambda held=held: space(held, held.principals))  # type: ignore[misc]
            _, more = timed(lambda at=at: Oracle(at).satisfy((1 << len(at.claims)) - 1))  # type: ignore[misc]
            zone.add(seconds + more)
            rows = rows_of(held)
            nash.add(timed(lambda r=rows: solve(r, "nash", clock=Clock(20)))[1])  # type: ignore[misc]
            least.add(timed(lambda r=rows: solve(r, "egalitarian", clock=Clock(20)))[1])  # type: ignore[misc]
        line(issues, zone, nash, least)


def negmas() -> None:
    head("NegMAS: frontier by listing", "packages", "parties", "points", "NegMAS", "this engine")
    with tempfile.TemporaryDirectory() as folder:
        environment = peers.negmas_environment(Path(folder, "env"))
        if environment is None:
            line("not to be had here", "-", "-", "-", "-")
            return
        for issues, options, parties in ((4, 10, 2), (4, 10, 3), (5, 10, 3)):
            held = negotiation(0, issues=issues, options=options, parties=parties)
            points, seconds = peers.negmas_frontier(held, environment)
            rows = rows_of(held)
            found, mine = timed(lambda r=rows: front(r, clock=Clock(), most=10**7))  # type: ignore[misc]
            line(f"{options}^{issues}", parties, f"{points} ({len(found.points)})", shown(seconds),
                 shown(mine))  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two instances of each size, not six")
    parser.add_argument("--negmas", action="store_true", help="install NegMAS in a throw-away venv")
    given = parser.parse_args()
    warm()
    many = {"28x4": 2, "40x5": 2, "60x8": 1} if given.quick else {"28x4": 6, "40x5": 5, "60x8": 3}
    for rule in RULES:  # loads the compiled code
        bargain(drawn("28x4", 99, 0.5), rule=rule)
    list(islice(conflict_masks(Oracle(space(h := drawn("28x4", 99, 0.9), h.principals))), 1))
    improve(h, package={issue.id: issue.option_ids[0] for issue in h.issues})
    front(rows_of(negotiation(0, issues=4, options=3, parties=3)), clock=Clock(), most=10**6)
    edges = verdicts(many, 10)
    collisions(many, edges)
    bargains(many, 5)
    frontiers()
    what_if(many, edges)
    amendments(many)
    growth()
    if given.negmas:
        negmas()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\nPeak memory of the whole run, peers included: {peak} MB")


if __name__ == "__main__":
    main()
