"""Reports about one event: not the same text, but the same happening told by several outlets.

The method, which is the same every time and takes the reports in order of day and id:

1. A report is its words, without function words, and its runs of `RUN` words within a sentence,
   with them: what is quoted is told alike by all. Names (words in capitals within a sentence) count
   `NAME` times as much. A term that no other report of these days has is left out.
2. A term weighs more the fewer reports it is in: tf-idf with 1 + log tf and log(N / df)
   (Salton and Buckley 1988, "Term-weighting approaches in automatic text retrieval"). The
   `TERMS` heaviest terms of a report stand for it, scaled to length 1.
3. A report joins the event with which its mean similarity (the cosine, over the reports of the
   event) is greatest, if that is at least `ALIKE` and the last report of the event is at most
   `DAYS` days older; otherwise it begins an event. The mean keeps an event from growing along a
   chain of reports of which the first and the last have nothing in common.
4. Copies are of the event of their original, whatever their day. A report without a day is an
   event of its own: that it tells of the same happening cannot be known.

It tells events apart by what is rare in the reports given, so it is as good as the reports are many
and of different things: with fewer than `FEW` too much is put together for their number to be told.
Figures are in docs/explanation/reading.md.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from heapq import nlargest
from zlib import crc32

from goodoffices.model.dates import earliest
from goodoffices.model.evidence import Report

NAME = 2.0
RUN = 4
TERMS = 150
ALIKE = 0.18
DAYS = 3
FEW = 50

_WORD = re.compile(r"[^\W_]+|[.!?\n]")
_LETTERS = 40_000  # characters of a report that are looked at: the news is at its head
_EMPTY = frozenset(  # function words
    re.findall(
        r"\w+",
        """
        a about after again all also am an and any are as at be been before being but by can could
        did do does for from had has have he her his how i if in into is it its more most no not of
        on one only or other our out over said say says she so some such than that the their them
        then there these they this those to told up was we were what when where which while who
        will with would you
        """,
    )
)


def events(reports: Iterable[Report]) -> dict[str, str]:
    """For each report the event that it tells of, named by the first report about it.

    The order of the reports does not matter.
    """
    given = {report.id: report for report in sorted(reports, key=lambda report: report.id)}
    originals = [r for r in given.values() if r.copy_of not in given or r.copy_of is None]
    dated = sorted((r for r in originals if r.published), key=lambda r: (_day(r), r.id))
    found = {report.id: report.id for report in originals}
    found |= _clustered(dated)
    for report in given.values():
        if report.id not in found:
            found[report.id] = found.get(report.copy_of or "", report.id)
    return {name: found[name] for name in given}


def countable(reports: Sequence[Report]) -> bool:
    """Whether there are enough reports for the number of their events to be worth telling."""
    return len(reports) >= FEW


def _day(report: Report) -> date:
    return earliest(report.published or "")


def _clustered(reports: Sequence[Report]) -> dict[str, str]:
    """The events of dated reports in order."""
    counts = [_terms(report.text) for report in reports]
    days = [_day(report) for report in reports]
    holders: dict[int, list[int]] = defaultdict(list)
    for number, terms in enumerate(counts):
        for term in terms:
            holders[term].append(number)
    open_events = _Open()
    found = {}
    for number, report in enumerate(reports):
        weighed = []
        for term, often in counts[number].items():
            where = holders[term]
            if _near(where, number, days):
                rarity = math.log(len(reports) / len(where))
                weighed.append(((1 + math.log(often)) * rarity, term))
        found[report.id] = open_events.put(report.id, days[number], _scaled(weighed))
    return found


def _terms(text: str) -> dict[int, float]:
    """Terms of a text, by a digest of theirs, with how often they are there; names count more."""
    found: dict[int, float] = defaultdict(float)
    run: list[str] = []
    for raw in _WORD.findall(text[:_LETTERS]):
        if raw in ".!?\n":
            run = []
            continue
        word = raw.casefold()
        if word not in _EMPTY:
            found[crc32(word.encode("utf-8", "replace"))] += NAME if run and raw[0].isupper() else 1
        run.append(word)
        if len(run) >= RUN:
            found[crc32(" ".join(run[-RUN:]).encode("utf-8", "replace"))] += 1
    return dict(found)


def _near(where: Sequence[int], number: int, days: Sequence[date]) -> bool:
    """Whether the report before or after this one in the list is within `DAYS` days of it."""
    at = bisect_left(where, number)
    beside = [where[i] for i in (at - 1, at + 1) if 0 <= i < len(where)]
    return any(abs((days[number] - days[other]).days) <= DAYS for other in beside)


def _scaled(weighed: Iterable[tuple[float, int]]) -> list[tuple[int, float]]:
    """The heaviest terms, scaled to length 1."""
    heaviest = nlargest(TERMS, weighed)
    length = math.sqrt(sum(weight * weight for weight, _ in heaviest)) or 1.0
    return [(term, weight / length) for weight, term in heaviest]


class _Open:
    """Events that a report may still join."""

    def __init__(self) -> None:
        self.sums: dict[str, dict[int, float]] = {}
        self.sizes: Counter[str] = Counter()
        self.last: dict[str, date] = {}
        self.holders: dict[int, set[str]] = defaultdict(set)

    def put(self, report: str, day: date, vector: list[tuple[int, float]]) -> str:
        """The event that a report joins or begins."""
        self._close(day)
        alike: dict[str, float] = defaultdict(float)
        for term, weight in vector:
            for event in self.holders.get(term, ()):
                alike[event] += weight * self.sums[event][term]
        best = max(alike, key=lambda e: (round(alike[e] / self.sizes[e], 9), e), default=None)
        if best is None or alike[best] / self.sizes[best] < ALIKE:
            best = report
            self.sums[best] = defaultdict(float)
        for term, weight in vector:
            self.sums[best][term] += weight
            self.holders[term].add(best)
        self.sizes[best] += 1
        self.last[best] = day
        return best

    def _close(self, day: date) -> None:
        """Let go of events that are too old for a report of that day."""
        for event in [e for e, last in self.last.items() if (day - last).days > DAYS]:
            for term in self.sums.pop(event):
                self.holders[term].discard(event)
                if not self.holders[term]:
                    del self.holders[term]
            del self.last[event], self.sizes[event]
