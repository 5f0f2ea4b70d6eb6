"""The server: CPU of a page load, what-if, sizes; and many users at once for some minutes.

python -m benchmarks.workbench                      one user on the shipped case
python -m benchmarks.workbench --load --seconds 300 fifty users on a store, in their own mix
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx2

ROOT = Path(__file__).resolve().parents[1]
CASE = "ukraine-2025"
PASSWORD = "correct horse battery"
FIRST_VIEW = ("/api/me", "/api/cases/{c}", "/api/cases/{c}/matrix")
"""What the page asks for before it draws the matrix."""
READS = (
    ("/api/cases/{c}/matrix", 6),
    ("/api/cases/{c}/matrix?as_of={d}", 6),
    ("/api/cases/{c}/evidence?party=ru&issue={i}", 10),
    ("/api/cases/{c}/evidence?as_of={d}&limit=50", 3),
    ("/api/cases/{c}", 4),
    ("/api/cases/{c}/drafts", 3),
    ("/api/cases/{c}/drafts/{t}", 3),
    ("/api/cases/{c}/agreement?as_of={d}", 3),
    ("/api/cases/{c}/timeline", 2),
    ("/api/cases/{c}/sources", 2),
    ("/api/cases/{c}/process", 2),
    ("/api/cases/{c}/contradictions", 1),
    ("/api/cases/{c}/corroboration?limit=50", 1),
    ("/api/cases/{c}/genealogy?issue={i}", 1),
)


class Server:
    """A server of its own, and what it costs."""

    def __init__(self, what: str, *, by: str = "bench") -> None:
        command = [
            sys.executable,
            "-c",
            "from goodoffices.cli import main; main()",
            "serve",
            what,
            "--port",
            "0",
        ]
        if Path(what).is_dir():
            command += ["--by", by]
        self.log = tempfile.NamedTemporaryFile("w+", suffix=".log")  # noqa: SIM115
        self.process = subprocess.Popen(command, stderr=self.log, text=True)
        line = ""
        while "http://" not in line:
            time.sleep(0.1)
            line = Path(self.log.name).read_text()
            if self.process.poll() is not None:
                raise SystemExit(line)
        self.address = line.split("on ")[1].split("/ ")[0].strip()

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks: int = os.sysconf("SC_CLK_TCK")
        return (int(fields[11]) + int(fields[12])) / ticks

    def memory(self) -> float:
        """Megabytes in memory."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        said = Path(self.log.name).read_text().splitlines()[1:]
        print(f"the server said {len(said)} lines", *said[:20], sep="\n  ")


def alone(loads: int = 200) -> None:
    """One user on the shipped case: CPU a load, what-if, sizes."""
    server = Server(str(ROOT / "examples" / CASE))
    try:
        with httpx2.Client(base_url=server.address, timeout=60) as browser:
            paths = [path.format(c=CASE) for path in FIRST_VIEW]
            size = 0
            for path in paths:  # warm
                size += len(gzip.compress(browser.get(path).content, 5))
            before = server.cpu()
            for _ in range(loads):
                for path in paths:
                    browser.get(path)
            cost = (server.cpu() - before) / loads * 1000
            print(f"first view: {cost:.1f} ms of CPU a load, {size / 1000:.0f} kB compressed")
            for path, _ in READS:
                _sized(browser, path)
            _what_if(browser)
            _changed(browser)
    finally:
        server.stop()


def _filled(path: str, chance: random.Random, known: dict[str, list[str]]) -> str:
    named = {key: chance.choice(values) for key, values in known.items()}
    return path.format(**named)


def _known(summary: dict[str, Any]) -> dict[str, list[str]]:
    held = summary["summary"]
    return {
        "c": [summary["id"]],
        "d": held["dates"],
        "i": [issue["id"] for issue in held["issues"]],
        "t": [draft["id"] for draft in held["drafts"]],
    }


def _sized(browser: httpx2.Client, path: str) -> None:
    known = _known(browser.get(f"/api/cases/{CASE}").json())
    address = _filled(path, random.Random(1), known)
    begun = time.perf_counter()
    body = browser.get(address).content
    first = time.perf_counter() - begun
    times = []
    for _ in range(20):
        begun = time.perf_counter()
        browser.get(address)
        times.append(time.perf_counter() - begun)
    packed = len(gzip.compress(body, 5))
    again = statistics.median(times) * 1000
    print(f"{address:72} {first * 1000:7.1f} ms, again {again:5.1f} ms, {packed / 1000:6.1f} kB")


def _claims(agreement: dict[str, Any]) -> list[str]:
    """Claims of those whose consent is asked."""
    return [c["id"] for c in agreement["claims"] if c["party"] in agreement["parties"]]


def _what_if(browser: httpx2.Client) -> None:
    answer = browser.get(f"/api/cases/{CASE}/agreement").json()
    names = _claims(answer)
    chance = random.Random(3)
    times = []
    for _ in range(100):
        lift = chance.sample(names, chance.randint(1, 4))
        begun = time.perf_counter()
        told = browser.post(f"/api/cases/{CASE}/what-if", json={"lift": lift})
        times.append((time.perf_counter() - begun) * 1000)
        assert told.status_code == 200, told.text
    print(
        f"what-if: median {statistics.median(times):.1f} ms, slowest of {len(times)}"
        f" {max(times):.1f} ms"
    )


def _changed(browser: httpx2.Client) -> None:
    """The first what-if and matrix on a day that nobody asked for before."""
    days = browser.get(f"/api/cases/{CASE}").json()["summary"]["dates"]
    for day in days[-3:]:
        begun = time.perf_counter()
        browser.post(f"/api/cases/{CASE}/what-if", json={"as_of": day, "lift": []})
        what_if = time.perf_counter() - begun
        begun = time.perf_counter()
        browser.get(f"/api/cases/{CASE}/matrix", params={"as_of": day})
        matrix = time.perf_counter() - begun
        found = f"what-if {what_if * 1000:.0f} ms, matrix {matrix * 1000:.0f} ms"
        print(f"on {day} for the first time: {found}")


# --- many at once --------------------------------------------------------------------------------


def _team(folder: Path, users: int) -> str:
    from goodoffices.store import Store
    from goodoffices.web.accounts import hashed
    from goodoffices.workspace.homes import FolderHome
    from goodoffices.workspace.moving import pack_of, put_in_store

    where = folder / "load.sqlite"
    store = Store.create(where)
    put_in_store(pack_of(FolderHome(ROOT / "examples" / CASE)), store, CASE, by="bench")
    made = hashed(PASSWORD)
    with store.begin(by="bench") as t:
        t.add_user("admin", "Admin", made)
        t.set_administrator("admin", True)
        for number in range(users):
            t.add_user(f"user{number}", f"User {number}", made)
            t.set_role(CASE, f"user{number}", "analyst")
    return str(where)


async def _user(
    address: str,
    number: int,
    began: asyncio.Barrier,
    seconds: float,
    times: dict[str, list[float]],
    faults: list[str],
) -> None:
    """One user: looks about, opens cells, asks what if, and now and then judges."""
    chance = random.Random(number)
    weights = [weight for _, weight in READS]
    limits = httpx2.Limits(max_connections=4)
    async with httpx2.AsyncClient(base_url=address, timeout=120, limits=limits) as browser:
        told = await browser.post(
            "/api/session", json={"user": f"user{number}", "password": PASSWORD}
        )
        if told.status_code != 200:
            faults.append(f"signing in: {told.status_code} {told.text[:100]}")
        summary = (await browser.get(f"/api/cases/{CASE}")).json()
        known = _known(summary)
        names = _claims((await browser.get(f"/api/cases/{CASE}/agreement")).json())
        await began.wait()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            turn = chance.random()
            begun = time.perf_counter()
            if turn < 0.08:
                kind = "what-if"
                body = {"lift": chance.sample(names, 2)}
                answer = await browser.post(f"/api/cases/{CASE}/what-if", json=body)
            elif turn < 0.09:
                kind = "write"
                answer = await _judge(browser, number, chance)
            else:
                kind = "read"
                path = chance.choices([path for path, _ in READS], weights)[0]
                answer = await browser.get(_filled(path, chance, known))
            times.setdefault(kind, []).append((time.perf_counter() - begun) * 1000)
            if answer.status_code not in (200, 409):
                faults.append(f"{answer.status_code} {answer.request.url} {answer.text[:200]}")
            await asyncio.sleep(chance.expovariate(1 / 1.5))


async def _judge(browser: httpx2.AsyncClient, number: int, chance: random.Random) -> Any:
    """A verdict on some statement, then taken back by the next one on it."""
    items = (await browser.get(f"/api/cases/{CASE}/evidence?limit=200")).json()["items"]
    one = chance.choice(items)
    verdict = {
        "key": f"{number}-{chance.random()}",
        "statement": one["id"],
        "verdict": "accepted",
        "standing": one["review"]["id"] if one["review"] else None,
    }
    return await browser.post(f"/api/cases/{CASE}/reviews", json=verdict)


async def _crowd(address: str, users: int, seconds: float, server: Server) -> None:
    times: dict[str, list[float]] = {}
    faults: list[str] = []
    memory: list[float] = []
    used: list[float] = []
    began = asyncio.Barrier(users + 1)

    async def watch() -> None:
        await began.wait()
        used.append(server.cpu())
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            memory.append(server.memory())
            await asyncio.sleep(max(1.0, seconds / 30))

    everybody = (_user(address, n, began, seconds, times, faults) for n in range(users))
    await asyncio.gather(watch(), *everybody)
    total = sum(map(len, times.values()))
    print(f"{users} users, {seconds:.0f} s: {total} requests, {len(faults)} faults")
    for fault in faults[:5]:
        print("  ", fault)
    for kind, found in sorted(times.items()):
        found.sort()
        at = [found[min(len(found) - 1, int(len(found) * part))] for part in (0.5, 0.95, 0.99)]
        print(f"{kind:8} {len(found):6}: p50 {at[0]:.0f}, p95 {at[1]:.0f}, p99 {at[2]:.0f} ms")
    print("memory, MB:", " ".join(f"{item:.0f}" for item in memory))
    print(f"CPU: {(server.cpu() - used[0]) / seconds:.2f} of one processor")


def crowd(users: int, seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(_team(Path(folder), users))
        try:
            asyncio.run(_crowd(server.address, users, seconds, server))
        finally:
            server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--load", action="store_true")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300)
    given = parser.parse_args()
    if given.load:
        crowd(given.users, given.seconds)
    else:
        alone()


if __name__ == "__main__":
    main()
