"""The agreement engine: how long it takes, beside its peers, in one run.

    python -m benchmarks.engine [--quick] [--only NAME,...] [--write PAGE]

CPU seconds of one core on seeded instances: median and worst. Tables are Markdown; `--write` puts
them between the marks of a page. NegMAS is installed into an environment that is thrown away.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.frontiers import frontiers
from benchmarks.instances import EDGES, SIZES, negotiation, tightest
from benchmarks.measuring import Report, Times, shown, timed
from goodoffices.analyse.bargain import bargain
from goodoffices.analyse.concessions import concessions
from goodoffices.analyse.conflicts import conflicts
from goodoffices.analyse.improve import improve
from goodoffices.errors import SolverFailed
from goodoffices.model.answers import Goal, Rule
from goodoffices.model.exact import interval
from goodoffices.model.negotiation import Negotiation
from goodoffices.solve.cpsat import Clock, OutOfTime
from goodoffices.solve.oracle import Oracle
from goodoffices.solve.solutions import Table, solve, table
from goodoffices.solve.space import space
from goodoffices.solve.warm import warm
from goodoffices.workspace import WhatIfSession

RULES: tuple[Rule, ...] = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")
Edges = dict[tuple[str, int], tuple[float, float]]

ASKED: dict[str, dict[str, float]] = {
    "28x4": {"zone": 0.010, "conflict": 0.025, "sets": 1, "bargain": 0.05,
             "kalai-smorodinsky": 0.05, "what-if": 0.005, "improve": 0.020},
    "40x5": {"zone": 0.030, "conflict": 0.1, "sets": 2, "bargain": 0.3, "kalai-smorodinsky": 1,
             "what-if": 0.020, "improve": 0.060},
    "60x8": {"zone": 0.5, "conflict": 1, "sets": 10, "bargain": 5, "kalai-smorodinsky": 5,
             "what-if": 0.2, "improve": 60},
}  # fmt: skip
"""Seconds in the median that each size is to be answered in."""

SLOW = ("listing", "first_call", "negmas")
"""Tables that are left out of a quick run."""

FIRST: dict[str, int | None] = {"28x4": None, "40x5": 20, "60x8": 10}
"""Conflict and concession sets that are asked for; None: all."""

WORK = {"28x4": 4.0, "40x5": 8.0, "60x8": 25.0}
"""Work after which sets are given as far as they were found: 0.5 to 2 make a second of CPU."""

KINDS: dict[str, Callable[[tuple[float, float]], float]] = {
    "loose (half of the best)": lambda edge: 0.5,
    "1 % inside the edge": lambda edge: edge[0] * 0.99,
    "just beyond it": lambda edge: edge[1],
    "6 % beyond it": lambda edge: min(0.98, edge[1] * 1.06),
}


NEAR = (
    ("1 % inside the edge", -1, 0.99),
    ("just inside it", -1, 1.0),
    ("at the edge", 0, 1.0),
    ("0.5 % beyond it", 0, 1.005),
    ("1 % beyond it", 0, 1.01),
    ("2 % beyond it", 0, 1.02),
    ("6 % beyond it", 0, 1.06),
)
"""Name, 1/1000 to add to the edge, factor."""


def drawn(size: str, seed: int, share: float, *, claims: int | None = None) -> Negotiation:
    """A negotiation of a size with every reservation value at a share of the party's best."""
    issues, options, parties, number = SIZES[size]
    return negotiation(
        seed,
        issues=issues,
        options=options,
        parties=parties,
        claims=number if claims is None else claims,
        reservation=share,
    )


def rows_of(held: Negotiation) -> Table:
    """The parties' gains over their reservation values."""
    zone = space(held, held.principals, reading="unfavourable")
    origin = {e.party: interval(e.reservation).low for e in held.preferences}
    return table(held, zone, origin, "unfavourable")


def edge(size: str, seed: int, seconds: float, claims: int | None = None) -> tuple[float, float]:
    """The greatest share at which a zone was found, and the least beyond it that was refuted."""
    refuted = 1.0

    def ask(held: Negotiation) -> bool | None:
        nonlocal refuted
        first: Any = held.preferences[0]
        best = sum(first.weights[i] * max(first.scores[i].values()) for i in first.weights)
        share = first.reservation / best
        found = verdict(held, seconds)
        if found is False:
            refuted = min(refuted, share)
        return found

    return tightest(drawn(size, seed, 0, claims=claims), ask), refuted


def verdict(held: Negotiation, seconds: float) -> bool | None:
    """Whether a zone exists; None: out of time."""
    zone = space(held, held.principals)
    oracle = Oracle(zone, clock=Clock(None, seconds))
    try:
        return not isinstance(oracle.ask(oracle.all), int)
    except OutOfTime:
        return None


def one_conflict(held: Negotiation, seconds: float) -> bool:
    """Find one minimal conflict set, if claims collide; whether there was time."""
    oracle = Oracle(space(held, held.principals), clock=Clock(None, seconds))
    try:
        found = oracle.ask(oracle.all)
        if isinstance(found, int):
            oracle.shrunk(found)
    except OutOfTime:
        return False
    return True


def questions(report: Report, sizes: dict[str, int], edges: Edges, cut: float) -> None:
    """Every kind of question on every size, loose and tight."""
    report.head(
        "The questions of a working day",
        "Median and worst, beside what was asked of the median. The edge is the greatest share of "
        "its own best that a reservation value can have for all parties with a zone left, found by "
        "bisection; just beyond it is the least share for which it was proven that there is none. "
        "All sets are asked for at 28 x 4, the first 20 of each at 40 x 5, the first 10 at 60 x 8. "
        "How many conflict and concession sets were found; all are minimal, and in order unless a "
        "number says for how many that was proven before the work allowed was done.",
        ("issues x options", "reservation values", "zone", "one conflict set", "conflict sets",
         "concession sets", "how many"),
    )  # fmt: skip
    for size, number in sizes.items():
        asked = ASKED[size]
        for kind, share in KINDS.items():
            zone, one, all_, given = Times(), Times(), Times(), Times()
            counts = list[str]()
            for seed in range(number):
                held = drawn(size, seed, share(edges[size, seed]))
                answer, seconds = timed(lambda h=held: verdict(h, cut))
                zone.add(seconds, answered=answer is not None)
                if "beyond" not in kind:
                    continue
                answer, seconds = timed(lambda h=held: one_conflict(h, cut))
                one.add(seconds, answered=bool(answer))
                limit, sets = FIRST[size], list[str]()
                for times, ask in ((all_, conflicts), (given, concessions)):
                    call: Callable[..., Any] = ask
                    found, seconds = timed(
                        lambda h=held, c=call, n=limit: c(h, limit=n, effort=WORK[size])
                    )
                    done = found.complete or (limit is not None and len(found.sets) >= limit)
                    times.add(seconds, answered=done)
                    few = found.in_order < len(found.sets)
                    proven = f" ({found.in_order} in order)" if few else ""
                    sets.append(f"{len(found.sets)}{proven}")
                counts.append("/".join(sets))
            cells = [zone.against(asked["zone"]), one.against(asked["conflict"])]
            cells += [times.against(asked["sets"]) for times in (all_, given)]
            report.row(size, kind, *cells, ", ".join(counts))


def near_the_edge(report: Report, seeds: int, cut: float) -> None:
    """Verdict and one conflict set, at fixed distances from edges that are known exactly."""
    report.head(
        "Near the edge",
        "Shares of the best as in `EDGES` of `benchmarks/instances.py`: at the edge is the least "
        "share, in 1/1000, at which there is no zone, just inside it 1/1000 less. "
        f"Answers are cut at {4 * cut:g} s worth of work.",
        ("issues x options", "instances", "reservation values", "zone", "one conflict set"),
    )
    for size, known in EDGES.items():
        asked, chosen = ASKED[size], list(known.items())[:seeds]
        for kind, shift, factor in NEAR:
            zone, one = Times(), Times()
            for seed, least in chosen:
                held = drawn(size, seed, min(0.98, (least + shift) / 1000 * factor))
                answer, seconds = timed(lambda h=held: verdict(h, 4 * cut))
                zone.add(seconds, answered=answer is not None)
                if "inside" not in kind:
                    answer, seconds = timed(lambda h=held: one_conflict(h, 4 * cut))
                    one.add(seconds, answered=bool(answer))
            cells = zone.against(asked["zone"]), one.against(asked["conflict"])
            report.row(size, len(chosen), kind, *cells)


def many_claims(report: Report, seeds: int) -> None:
    """The ten smallest conflict sets among many claims."""
    report.head(
        "The ten smallest conflict sets at 77 claims",
        "28 x 4 with 5 parties: 72 red lines and provisos, 5 reservation values, which are next to "
        "nothing where red lines collide by themselves.",
        ("reservation values", "ten smallest", "found"),
    )
    for factor in (1.005, 1.01, 1.02, 1.06, 1.2):
        times, counts = Times(), []
        for seed in range(seeds):
            share = edge("28x4", seed, 1, claims=72)[1] * factor
            held = drawn("28x4", seed, min(0.98, share), claims=72)
            found, seconds = timed(lambda h=held: conflicts(h, limit=10, effort=20))
            times.add(seconds, answered=found.complete or len(found.sets) == 10)
            counts.append(str(len(found.sets)))
        report.row(
            f"{100 * (factor - 1):.3g} % beyond the edge", times.against(0.6), " ".join(counts)
        )


def bargains(report: Report, sizes: dict[str, int], edges: Edges, cut: float) -> None:
    """The four solutions under all claims."""
    report.head(
        "Bargaining solutions, proven",
        f"Under red lines, provisos and reservation values, cut at {cut:g} s by the clock. Where "
        "that was too little, the best is shown with the greatest gap to what was proven.",
        ("issues x options", "reservation values", *RULES),
    )
    for size, number in sizes.items():
        for kind in list(KINDS)[:2]:
            cells = []
            for rule in RULES:
                times, gaps = Times(), []
                for seed in range(number):
                    rows = rows_of(drawn(size, seed, KINDS[kind](edges[size, seed])))
                    found, seconds = timed(lambda r=rows, u=rule: solve(r, u, clock=Clock(cut)))
                    times.add(seconds, answered=found.proven)
                    if not found.proven and found.bound and found.score is not None:
                        gaps.append(float(1 - found.score / found.bound))
                limit = ASKED[size][rule if rule in ASKED[size] else "bargain"]
                note = f"; gap {max(gaps):.2%}" if gaps else ""
                told = times.against(limit) if size != "60x8" else f"{times} of {shown(cut)}"
                cells.append(told + note)
            report.row(size, kind, *cells)


def what_if(report: Report, sizes: dict[str, int], edges: Edges, cut: float) -> None:
    """One claim lifted, one reservation value moved, in a context that is kept."""
    report.head(
        "What if",
        "A `WhatIfSession` asked ten times each: another claim lifted, another reservation value "
        "moved to between 0.9 and 1.03 of what it was; the verdict, the package and its words; "
        "in the last column with the conflict set that is left.",
        ("issues x options", "reservation values", "lifted", "moved", "moved, with a conflict set"),
    )
    for size, number in sizes.items():
        limit = ASKED[size]["what-if"]
        for kind, share in KINDS.items():
            lifted, moved, told = Times(), Times(), Times()
            for seed in range(number):
                held = drawn(size, seed, share(edges[size, seed]))
                session, rng = WhatIfSession(held, effort=cut), random.Random(seed)
                try:
                    session.ask(why=False)
                except SolverFailed:
                    continue
                ids = [claim.id for claim in (*held.red_lines, *held.provisos)]
                for _ in range(10):
                    claim = rng.choice(ids)
                    _asked(lifted, lambda s=session, c=claim: s.ask([c], why=False))
                    entry: Any = rng.choice(held.preferences)
                    for times, why in ((moved, False), (told, True)):
                        value = round(entry.reservation * rng.uniform(0.9, 1.03), 4)
                        at = {entry.party: value}
                        _asked(times, lambda s=session, a=at, w=why: s.ask(
                            reservations=a, why=w))  # fmt: skip
            report.row(size, kind, lifted.against(limit), moved.against(limit), told)


def _asked(times: Times, ask: Callable[[], Any]) -> None:
    def answer() -> bool:
        try:
            ask()
        except SolverFailed:
            return False
        return True

    done, seconds = timed(answer)
    times.add(seconds, answered=done)


def amendments(report: Report, sizes: dict[str, int], cut: float) -> None:
    """The ten nearest amendments, from a package drawn at random and from one nearly efficient."""
    report.head(
        "Ten nearest amendments",
        "`improve`, reservation values at half of the best. Nearly efficient: the package of the "
        "greatest sum, with three issues settled otherwise.",
        ("issues x options", "from", "into the zone", "better for all", "for one, none worse",
         "the last, diverse"),
    )  # fmt: skip
    goals: tuple[tuple[Goal, bool], ...] = (("zone", False), ("all", False), ("one", False),
                                            ("one", True))  # fmt: skip
    for size, number in sizes.items():
        for start in ("drawn at random", "nearly efficient"):
            cells = []
            for goal, diverse in goals:
                times = Times()
                for seed in range(number):
                    held, rng = drawn(size, seed, 0.5), random.Random(seed)
                    package = {issue.id: rng.choice(issue.option_ids) for issue in held.issues}
                    if start == "nearly efficient":
                        best = bargain(held, rule="utilitarian", effort=cut).packages
                        some = rng.sample(list(package), 3)
                        chosen = best[0] if best else package
                        package = {**chosen, **{issue: package[issue] for issue in some}}
                    found, seconds = timed(
                        lambda h=held, p=package, g=goal, d=diverse: improve(
                            h, package=p, goal=g, diverse=d, effort=4 * cut
                        )
                    )
                    times.add(seconds, answered=found.complete)
                cells.append(times if diverse else times.against(ASKED[size]["improve"]))
            report.row(size, start, *cells)


def growth(report: Report, seeds: int) -> None:
    """From 8 to 60 issues."""
    report.head(
        "Growth",
        "4 options, 5 parties, as many red lines and provisos as issues, reservation values at 0.6 "
        "of the best.",
        ("issues", "packages", "zone", "nash", "kalai-smorodinsky", "egalitarian"),
    )
    for issues in (8, 14, 20, 28, 40, 60):
        cells = [Times() for _ in range(4)]
        for seed in range(seeds):
            held = negotiation(
                seed, issues=issues, options=4, parties=5, claims=issues, reservation=0.6
            )
            cells[0].add(timed(lambda h=held: verdict(h, 10))[1])
            rows = rows_of(held)
            for times, rule in zip(cells[1:], RULES[:3], strict=True):
                found, seconds = timed(lambda r=rows, u=rule: solve(r, u, clock=Clock(None, 5)))
                times.add(seconds, answered=found.proven)
        report.row(issues, f"{4.0**issues:.1g}", *cells)


def load_everything() -> None:
    """Compile and load, so that no row pays for it."""
    warm()
    held = drawn("28x4", 99, 0.9)
    for rule in RULES:
        bargain(drawn("28x4", 99, 0.5), rule=rule)
    conflicts(held, limit=2)
    concessions(held, limit=2)
    improve(held, package={issue.id: issue.option_ids[0] for issue in held.issues})
    WhatIfSession(held).ask(reservations={held.principals[0]: 0.1})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few instances, without NegMAS")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables into a page")
    parser.add_argument("--only", metavar="NAME,...", help="some of the tables, by function")
    given = parser.parse_args()
    from benchmarks import beside

    report, quick = Report(), given.quick
    sizes = {"28x4": 2, "40x5": 1} if quick else {"28x4": 4, "40x5": 3, "60x8": 3}
    cut, seeds = (2.0, 1) if quick else (5.0, 2)

    @cache
    def edges() -> Edges:
        every = [(size, seed) for size, number in sizes.items() for seed in range(number)]
        return {at: edge(*at, 1 if quick else 2) for at in every}

    tables: dict[str, Callable[[], None]] = {
        "questions": lambda: questions(report, sizes, edges(), cut),
        "bargains": lambda: bargains(report, sizes, edges(), cut),
        "what_if": lambda: what_if(report, sizes, edges(), cut),
        "frontiers": lambda: frontiers(report, seeds),
        "amendments": lambda: amendments(report, sizes, cut),
        "near_the_edge": lambda: near_the_edge(report, 2 if quick else 9, cut),
        "many_claims": lambda: many_claims(report, 2 if quick else 8),
        "growth": lambda: growth(report, seeds),
        "solvers": lambda: beside.solvers(report, sizes, edges(), cut),
        "listing": lambda: beside.listing(report),
        "first_call": lambda: beside.first_call(report),
        "negmas": lambda: beside.negmas(report),
    }
    wanted = given.only.split(",") if given.only else list(tables)
    load_everything()
    for name in wanted:
        if not quick or given.only or name not in SLOW:
            tables[name]()
            if given.write:
                report.write(given.write)


if __name__ == "__main__":
    main()
