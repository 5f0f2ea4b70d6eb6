"""A large case in a store: each view, the first time and again, and after a verdict.

python -m benchmarks.large_store --statements 100000 --reports 10000
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from starlette.testclient import TestClient

from goodoffices.codec import identified
from goodoffices.model.case import HAND_ENTERED, Case
from goodoffices.model.evidence import (
    Attribution,
    Link,
    Report,
    Review,
    Stance,
    Statement,
    span_of,
)
from goodoffices.store import Store
from goodoffices.web import accounts
from goodoffices.web.app import create_app
from goodoffices.web.serve import settle
from goodoffices.web.shared import SharedDesk
from goodoffices.workspace.homes import FolderHome
from goodoffices.workspace.moving import pack_of, put_in_store

ROOT = Path(__file__).resolve().parents[1]
STANCES: tuple[Stance, ...] = ("asks", "offers", "accepts", "resists", "rejects", "conditional")
VIEWS = (
    "",
    "/matrix",
    "/matrix?as_of=2025-12-01",
    "/evidence?party=ru",
    "/evidence?limit=100",
    "/reports",
    "/reports?q=envoy",
    "/candidates",
    "/drafts",
    "/agreement",
    "/timeline",
    "/sources",
    "/corroboration",
    "/contradictions",
    "/process",
    "/briefing?format=json",
)
AFTER = (
    "",
    "/matrix",
    "/evidence?party=ru",
    "/candidates",
    "/agreement",
    "/timeline",
    "/sources",
    "/corroboration",
    "/contradictions",
    "/briefing?format=json",
)
FILE, CASE, TOKEN = "large.sqlite", "large", "token"


def grown(case: Case, statements: int, reports: int, seed: int = 1) -> Case:
    """The case with so many statements read in so many reports, a tenth of them undecided."""
    chance = random.Random(seed)
    outlets = [f"Outlet {number}" for number in range(200)]
    texts: list[Report] = []
    found: list[Statement] = []
    reviews: list[Review] = []
    each = max(1, statements // reports)
    for number in range(reports):
        day = f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        lines = [
            f"Sentence {number}-{n} of what an envoy is reported to have said." for n in range(each)
        ]
        text = "\n".join(lines)
        report = Report(
            id=f"r-{number:016x}",
            text=text,
            sha256=f"{number:064x}",
            title=f"Report {number}",
            outlet=chance.choice(outlets),
            published=day,
            published_basis="stated",
        )
        texts.append(report)
        start = 0
        for line in lines:
            issue = chance.choice(case.issues)
            party = chance.choice(case.parties[:8])
            speaker = party.persons[0].name if party.persons else party.name
            made = identified(
                Statement(
                    id="",
                    speaker=speaker,
                    party=party.id,
                    issue=issue.id,
                    options=(_held(chance, party.id, issue.option_ids),),
                    stance=_stance(chance, party.id, issue.id),
                    attribution=Attribution(
                        chain=(
                            Link(name=report.outlet or "", kind="outlet", mode="direct"),
                            Link(name=speaker, kind="official"),
                        )
                    ),
                    extractor="rules",
                    span=span_of(report, start, start + len(line)),
                    said_on=day,
                    said_on_basis="stated",
                    published=day,
                    published_basis="stated",
                )
            )
            start += len(line) + 1
            found.append(made)
            if chance.random() < 0.9:
                reviews.append(
                    Review(
                        id=f"rv-{len(found):020x}",
                        subject=made.id,
                        verdict="accepted" if chance.random() < 0.8 else "rejected",
                        by="bench",
                        at="2026-01-01T00:00:00Z",
                    )
                )
    kept = tuple(s for s in case.statements if s.extractor == HAND_ENTERED)
    return replace(case, reports=tuple(texts), statements=(*kept, *found), reviews=tuple(reviews))


def _held(chance: random.Random, party: str, options: tuple[str, ...]) -> str:
    """The option that a party speaks of: nearly always the same one."""
    if chance.random() < 0.02:
        return chance.choice(options)
    return options[sum(map(ord, party)) % len(options)]


def _stance(chance: random.Random, party: str, issue: str) -> Stance:
    """What a party says of it: nearly always the same."""
    if chance.random() < 0.02:
        return chance.choice(STANCES)
    return STANCES[sum(map(ord, party + issue)) % len(STANCES)]


def built(folder: Path, statements: int, reports: int) -> Store:
    store = Store.create(folder / FILE)
    pack = pack_of(FolderHome(ROOT / "examples" / "ukraine-2025"))
    put_in_store(pack, store, CASE, by="bench")
    large = grown(pack.case, statements, reports)
    with store.begin(by="bench") as t:
        t.append_reports(CASE, large.reports)
        t.append_statements(CASE, large.statements)
        t.append_reviews(CASE, large.reviews)
        t.add_user("anna", "Anna", None)
        t.set_administrator("anna", True)
        t.set_role(CASE, "anna", "lead")
        t.add_session(accounts.digest_of(TOKEN), "anna", seconds=36000)
    return store


def timed(browser: TestClient, address: str) -> tuple[float, float]:
    begun, used = time.perf_counter(), time.process_time()
    answer = browser.get(f"/api/cases/{CASE}{address}")
    assert answer.status_code == 200, answer.text[:300]
    return (time.perf_counter() - begun) * 1000, (time.process_time() - used) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--alone", help="one view, with nothing computed before it")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the store for the next time")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        kept = given.keep or here
        if not (kept / FILE).exists():
            begun = time.perf_counter()
            kept.mkdir(parents=True, exist_ok=True)
            built(kept, given.statements, given.reports)
            print(f"built in {time.perf_counter() - begun:.0f} s")
        if kept != here:
            shutil.copy(kept / FILE, here / FILE)
        _measured(Store.open(here / FILE), given.alone)


def _measured(store: Store, alone: str | None) -> None:
    desk = SharedDesk(store, secure=False)
    browser = TestClient(create_app(desk, hosts=None), base_url="http://desk.example")
    browser.cookies.set(accounts.cookie_name(False), TOKEN)
    begun, used = time.perf_counter(), time.process_time()
    desk.load()  # as the server does before it answers; what is computed later is computed here
    settle()
    print(
        f"read into memory in {time.perf_counter() - begun:.1f} s,"
        f" {time.process_time() - used:.1f} s of CPU"
    )
    print(f"{'view':28} {'first':>9} {'(CPU)':>9} {'again':>9}   ms")
    for view in VIEWS if alone is None else (alone,):
        first, again = timed(browser, view), timed(browser, view)
        print(f"{view or '/':28} {first[0]:9.0f} {first[1]:9.0f} {again[0]:9.1f}", flush=True)
    if alone is None:
        _judged(browser)
        _edited(browser)


def _judged(browser: TestClient) -> None:
    """The views after a verdict, without anything in between."""
    for view in AFTER:
        items = browser.get(f"/api/cases/{CASE}/candidates").json()["items"]
        begun, used = time.perf_counter(), time.process_time()
        verdict = {"key": items[0]["id"], "statement": items[0]["id"], "verdict": "accepted"}
        done = browser.post(f"/api/cases/{CASE}/reviews", json=verdict)
        assert done.status_code == 200, done.text
        write = (time.perf_counter() - begun) * 1000, (time.process_time() - used) * 1000
        _told(f"a verdict, then {view}", write, timed(browser, view))


def _edited(browser: TestClient) -> None:
    """The views after an edit of the agenda: a party has another name, an issue another question.

    The names of the party are looked up again everywhere; of the issue nothing holds.
    """
    for view in AFTER:
        agenda = browser.get(f"/api/cases/{CASE}/agenda").json()
        parties, issues = agenda["parties"], agenda["issues"]
        parties[0]["name"] += "."
        issues[0]["question"] += "?"
        begun, used = time.perf_counter(), time.process_time()
        change = {"revision": agenda["revision"], "parties": parties, "issues": issues}
        done = browser.put(f"/api/cases/{CASE}/agenda", json=change)
        assert done.status_code == 200, done.text
        write = (time.perf_counter() - begun) * 1000, (time.process_time() - used) * 1000
        _told(f"an edit, then {view}", write, timed(browser, view))


def _told(what: str, write: tuple[float, float], read: tuple[float, float]) -> None:
    print(
        f"{what:40} written {write[0]:6.0f} ms ({write[1]:5.0f} CPU),"
        f" answered {read[0]:6.0f} ms ({read[1]:5.0f} CPU)",
        flush=True,
    )


if __name__ == "__main__":
    main()
