"""CPU seconds of each analysis of agreement on generated negotiations.

    python -m benchmarks.agreement [--repeat N]

Prints a table: one row an instance and analysis, with the median of N runs (3 by default) and what
was found. Instances are drawn from fixed seeds.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from goodoffices.analyse.bargain import bargain
from goodoffices.analyse.concessions import concessions
from goodoffices.analyse.conflicts import conflicts
from goodoffices.analyse.pareto import pareto
from goodoffices.analyse.verdicts import verdicts
from goodoffices.analyse.zopa import zopa
from goodoffices.model.agenda import Clause, Draft, Issue, Option, Party
from goodoffices.model.answers import Rule
from goodoffices.model.negotiation import Negotiation
from goodoffices.model.stakes import Preferences, Proviso, RedLine, Terms

RULES: tuple[Rule, ...] = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")


def negotiation(
    seed: int,
    *,
    issues: int,
    options: int,
    claims: int,
    contested: int,
    parties: int = 4,
    valued: int = 0,
    digits: int = 2,
    reservation: float = 0.6,
) -> Negotiation:
    """Claims on one to three of the `contested` issues; `valued` parties weigh all issues."""
    rng = random.Random(seed)
    agenda = tuple(
        Issue(
            id=f"i{k:02}",
            question=f"Question {k}?",
            options=tuple(Option(id=f"o{j}", label=f"Way {j}") for j in range(options)),
        )
        for k in range(issues)
    )
    sides = tuple(Party(id=f"p{k}", name=f"Party {k}") for k in range(parties))

    def terms(most: int, share: float) -> Terms:
        named = rng.sample(agenda[:contested], rng.randint(1, most))
        width = max(1, round(options * share))
        return {issue.id: tuple(rng.sample(issue.option_ids, width)) for issue in named}

    lines, provisos = [], []
    for k in range(claims):
        party = sides[k % parties].id
        if k % 3:
            lines.append(RedLine(id=f"rl{k:02}", party=party, rejects=terms(2, 0.6)))
        else:
            provisos.append(
                Proviso(id=f"pv{k:02}", party=party, if_=terms(2, 0.5), then=terms(1, 0.3))
            )
    provisos += [
        Proviso(id=f"w{k}", party=None, if_=terms(1, 0.3), then=terms(1, 0.5)) for k in range(4)
    ]

    def preferences(party: str) -> Preferences:
        raw = [rng.random() + 0.1 for _ in agenda]
        weights = {i.id: round(w / sum(raw), digits + 2) for i, w in zip(agenda, raw, strict=True)}
        scores = {i.id: {o: round(rng.random(), digits) for o in i.option_ids} for i in agenda}
        return Preferences(party=party, weights=weights, scores=scores, reservation=reservation)

    return Negotiation(
        title=f"Generated from seed {seed}",
        parties=sides,
        issues=agenda,
        red_lines=tuple(lines),
        provisos=tuple(provisos),
        preferences=tuple(preferences(side.id) for side in sides[:valued]),
    )


def a_draft(held: Negotiation, seed: int) -> Draft:
    """A draft that settles three issues in four."""
    rng = random.Random(seed)
    return Draft(
        id="d1",
        title="Generated",
        date="2030",
        clauses=tuple(
            Clause(id=i.id, issue=i.id, term="", options=(rng.choice(i.option_ids),))
            for i in held.issues
            if rng.random() < 0.75
        ),
    )


def large(seed: int, **more: Any) -> Negotiation:
    """49 issues of 4 options and 30 claims."""
    return negotiation(seed, **({"issues": 49, "options": 4, "claims": 30, "contested": 49} | more))


SOLVED: dict[str, Callable[[], Negotiation]] = {
    "30 claims, a zone": lambda: large(1),
    "30 claims on 12 issues": lambda: large(2, contested=12),
    "30 claims on 8 issues": lambda: large(5, contested=8),
    "30 claims, 2 reservations": lambda: large(1, valued=2, reservation=0.75),
    "30 claims on 12 issues, 2 reservations": lambda: large(
        3, contested=12, valued=2, reservation=0.7
    ),
    "30 claims, 2 reservations, 16 digits": lambda: large(1, valued=2, reservation=0.75, digits=16),
    "30 claims, 4 reservations": lambda: large(1, valued=4, reservation=0.7),
    "30 claims, 4 reservations, on the edge": lambda: large(1, valued=4, reservation=0.62),
}


def listable(parties: int) -> Negotiation:
    """10 issues and 786,432 packages, none ruled out, every party with preferences."""
    held = negotiation(
        6, issues=10, options=4, claims=0, contested=9, parties=parties, valued=parties
    )
    narrow = {issue.id: issue.option_ids[:3] for issue in held.issues[9:]}
    last = replace(held.issues[9], options=held.issues[9].options[:3])
    preferences = tuple(
        replace(
            entry,
            reservation=0,
            scores={
                issue: {o: s for o, s in scores.items() if o in narrow.get(issue, (o,))}
                for issue, scores in entry.scores.items()
            },
        )
        for entry in held.preferences
    )
    return replace(held, issues=(*held.issues[:9], last), preferences=preferences, provisos=())


LISTED: dict[str, Callable[[], Negotiation]] = {
    f"786,432 packages, {parties} parties": partial(listable, parties) for parties in (2, 3, 5)
}


def measured(call: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """Median CPU seconds and the answer."""
    seconds, answer = [], None
    for _ in range(repeat):
        before = time.process_time()
        answer = call()
        seconds.append(time.process_time() - before)
    return statistics.median(seconds), answer


def rows(repeat: int) -> list[tuple[str, str, float, str]]:
    """Instance, analysis, CPU seconds, what was found."""
    table = []

    def add(name: str, analysis: str, call: Callable[[], Any], say: Callable[[Any], str]) -> None:
        seconds, answer = measured(call, repeat)
        table.append((name, analysis, seconds, say(answer)))
        print(f"{name:40} {analysis:26} {seconds:8.3f}  {say(answer)}", flush=True)

    for name, build in SOLVED.items():
        held = build()
        draft = a_draft(held, 1)
        for analysis, call, say in (
            ("zopa", partial(zopa, held), _zone),
            ("verdicts", partial(verdicts, held, draft=draft), _answers),
            ("conflicts", partial(conflicts, held), _sets),
            ("concessions", partial(concessions, held), _sets),
        ):
            add(name, analysis, call, say)
    for name, build in LISTED.items():
        held = build()
        for rule in RULES:
            add(name, f"bargain {rule}", partial(bargain, held, rule=rule), _many)
        add(name, "pareto", partial(pareto, held), _many)
    return table


def _zone(value: Any) -> str:
    count = "none" if value.count is None else f"{value.count:.3g}"
    return f"{value.exists}, count {count}"


def _answers(value: Any) -> str:
    return ", ".join(verdict.answer for verdict in value.parties.values())


def _sets(value: Any) -> str:
    return f"{len(value.sets)} sets, {'complete' if value.complete else 'not complete'}"


def _many(value: Any) -> str:
    return f"{len(value.packages)} packages"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="CPU seconds of the analyses of agreement")
    parser.add_argument("--repeat", type=int, default=3)
    repeat = parser.parse_args().repeat
    zopa(large(1))  # loads the solver, so that no row pays for it
    print(f"{'instance':40} {'analysis':26} {'CPU s':>8}  found")
    rows(repeat)
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
