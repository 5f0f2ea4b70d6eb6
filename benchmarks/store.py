"""How long a store takes with a large case: 10,000 reports, 100,000 statements, 40,000 reviews.

    python -m benchmarks.store [DATABASE] [--reports N]

Prints seconds on the clock and of this process for each step. Without DATABASE a file of SQLite in
a temporary folder is used.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from goodoffices.codec import identified
from goodoffices.formats.case_folder import read_case
from goodoffices.model.case import Case
from goodoffices.model.evidence import Attribution, Link, Report, Review, Statement, span_of
from goodoffices.store import Store

ROOT = Path(__file__).resolve().parents[1]
PER_REPORT = 10


def large_case(reports: int, seed: int = 1) -> Case:
    """A case with the agenda of the shipped one and generated evidence."""
    agenda = read_case(ROOT / "examples" / "strait-accord")
    chance = random.Random(seed)
    words = [word for report in agenda.reports for word in report.text.split()]
    made: list[Report] = []
    said: list[Statement] = []
    judged: list[Review] = []
    for number in range(reports):
        text = " ".join(chance.choices(words, k=400)) + f" {number}"
        report = Report(
            id=f"r-{number:06}",
            text=text,
            sha256=sha256(text.encode()).hexdigest(),
            title=" ".join(chance.choices(words, k=6)),
            outlet=f"Outlet {number % 40}",
            published=f"2024-{1 + number % 12:02}-{1 + number % 28:02}",
            published_basis="stated",
            language="en",
        )
        made.append(report)
        for place in range(PER_REPORT):
            said.append(_statement(chance, agenda, report, place * 200))
            if chance.random() < 0.4:
                verdict = chance.choice(["accepted", "rejected"])
                judged.append(
                    Review(
                        id=f"rv-{number}-{place}",
                        subject=said[-1].id,
                        verdict=verdict,  # type: ignore[arg-type]
                        by=chance.choice(["ada", "ben"]),
                        at="2024-12-31T00:00:00Z",
                    )
                )
    return dataclasses.replace(
        agenda,
        reports=tuple(made),
        statements=tuple(said),
        reviews=tuple(judged),
        judgements=(),
        contradictions=(),
        meetings=(),
        consultations=(),
        conditions=(),
    )


def _statement(chance: random.Random, agenda: Case, report: Report, start: int) -> Statement:
    issue = chance.choice(agenda.issues)
    chain = (Link(name=report.outlet or "", kind="outlet", mode="direct"), Link(name="an aide"))
    return identified(
        Statement(
            id="",
            speaker=f"Speaker {chance.randrange(50)}",
            stance=chance.choice(["asks", "rejects", "accepts"]),
            attribution=Attribution(chain=chain),
            extractor="rules",
            party=chance.choice(agenda.parties).id,
            issue=issue.id,
            options=(chance.choice(issue.option_ids),),
            span=span_of(report, start, start + 120),
            published=report.published,
            published_basis="published",
            language="en",
        )
    )


def put(store: Store, case: Case, name: str) -> None:
    """Put a case into a store in one unit of work."""
    with store.begin(by="ada") as t:
        t.create_case(case.title, name)
        t.save_agenda(name, case, t.revision(name))
        t.append_reports(name, case.reports)
        t.append_statements(name, case.statements)
        t.append_reviews(name, case.reviews)


def timed(what: str, work: Callable[[], Any], times: int = 1) -> Any:
    """Do it so many times and print the median."""
    walls, shares, found = [], [], None
    for _ in range(times):
        wall, own = time.perf_counter(), time.process_time()
        found = work()
        walls.append(time.perf_counter() - wall)
        shares.append(time.process_time() - own)
    wall, own = sorted(walls)[times // 2], sorted(shares)[times // 2]
    print(f"{what:<44} {wall * 1000:10.1f} ms {own * 1000:10.1f} ms of this process")
    return found


def main() -> None:
    """Fill a store and ask it everything that a page asks."""
    parser = argparse.ArgumentParser()
    parser.add_argument("database", nargs="?")
    parser.add_argument("--reports", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(given.database or Path(folder) / "large.sqlite")
        case = timed("make the case (not the store's work)", lambda: large_case(given.reports))
        print(f"{len(case.reports)} reports, {len(case.statements)} statements,", end=" ")
        print(f"{len(case.reviews)} reviews")
        timed("write all of it in one unit of work", lambda: put(store, case, "large"))
        if store.place.path:
            print(f"{store.place.path.stat().st_size / 1e6:.0f} MB")
        ask(store, case)


def ask(store: Store, case: Case) -> None:
    """The questions of a page and of its server."""

    def reading(question: Callable[[Any], Any]) -> Callable[[], Any]:
        def work() -> Any:
            with store.reading() as t:
                return question(t)

        return work

    issue, party = case.issues[0].id, case.parties[0].id
    middle = case.statements[len(case.statements) // 2].id
    again = timed("read the whole case", reading(lambda t: t.read_case("large")))
    assert again == case
    seen = timed("revision", reading(lambda t: t.revision("large")), 9)
    timed("changes: none", reading(lambda t: t.changes_since("large", seen)), 9)
    timed("counts", reading(lambda t: t.counts("large")), 3)
    timed("counts, cleared for nothing", reading(lambda t: t.counts("large", cleared=())), 3)
    first = timed("statements: first 100", reading(lambda t: t.statements("large")), 9)
    timed(
        "statements: 100 of an issue and a party",
        reading(lambda t: t.statements("large", issue=issue, party=party)),
        9,
    )
    timed(
        "statements: 100 of a party, from the middle",
        reading(lambda t: t.statements("large", party=party, after=middle)),
        9,
    )
    report = case.reports[len(case.reports) // 2].id
    timed("statements of a report", reading(lambda t: t.statements("large", report=report)), 9)
    waiting = timed("candidates: first 100", reading(lambda t: t.candidates("large")), 9)
    timed(
        "candidates: the next 100",
        reading(lambda t: t.candidates("large", after=waiting[-1].id)),
        9,
    )
    last = case.statements[-1].id
    timed("candidates: the last", reading(lambda t: t.candidates("large", after=last)), 9)
    timed(
        "candidates: first 100, cleared for nothing",
        reading(lambda t: t.candidates("large", cleared=())),
        9,
    )
    numbers = iter(range(10**6))

    def review() -> None:
        number = next(numbers)
        made = Review(
            id=f"rv-new-{number}",
            subject=first[number].id,
            verdict="accepted",
            by="ada",
            at="2025-01-01T00:00:00Z",
        )
        with store.begin(by="ada") as t:
            t.append_reviews("large", [made], seen=seen)

    timed("write one review", review, 21)
    changes = timed("changes: those reviews", reading(lambda t: t.changes_since("large", seen)), 9)
    timed("apply them to the case in memory", lambda: changes.applied(case), 9)
    fresh = changes.applied(case)
    timed("  and work out what stands", lambda: fresh.standing_review)
    agenda = dataclasses.replace(case, note="edited")

    def save() -> None:
        with store.begin(by="ada") as t:
            t.save_agenda("large", agenda, t.revision("large"))

    timed("save an agenda", save)
    timed("verify everything", reading(lambda t: t.verify()))


if __name__ == "__main__":
    main()
