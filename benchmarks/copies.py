"""How well and how fast copies are found, beside MinHash LSH as others offer it.

    python -m benchmarks.copies [--reports 3000 10000 30000] [--peer]

On the generated archive (`benchmarks.archive`), where the truth is known. A pair of copy and
original is right where the report copies that very article, or another copy of it. The peer is
`datasketch` (MinHash LSH with 128 permutations over the same shingles, at several thresholds), if
it is installed. Both get the reports in one order by day, shuffled within it.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from benchmarks.archive import Article, articles
from goodoffices.model.evidence import Report
from goodoffices.read.copies import find_copies
from goodoffices.read.sketches import shingles_of


def reports_of(given: Sequence[Article]) -> list[Report]:
    """The articles as reports, in their order."""
    return [
        Report(
            id=f"r-{number:08}",
            text=article.fields["text"],
            sha256=hashlib.sha256(article.fields["text"].encode()).hexdigest(),
            outlet=article.fields["outlet"],
            published=article.fields["published"],
            published_basis="metadata",
        )
        for number, article in enumerate(given)
    ]


def score(given: Sequence[Article], pairs: dict[str, str]) -> tuple[float, float]:
    """Precision of the pairs found and recall of the copies there are."""
    truth = [number if a.copy_of is None else a.copy_of for number, a in enumerate(given)]
    right = sum(truth[int(one[2:])] == truth[int(other[2:])] for one, other in pairs.items())
    copies = sum(article.copy_of is not None for article in given)
    return right / max(1, len(pairs)), right / copies


def ours(reports: Sequence[Report]) -> dict[str, str]:
    return {copy.report: copy.of for copy in find_copies(reports)}


def peer(reports: Sequence[Report], threshold: float) -> dict[str, str]:
    library: Any = import_module("datasketch")
    ordered = sorted(reports, key=lambda report: report.published or "")
    index = library.MinHashLSH(threshold=threshold, num_perm=128)
    found: dict[str, str] = {}
    for report in ordered:
        hashed = library.MinHash(num_perm=128, hashfunc=int)
        hashed.update_batch([int(digest) & 0xFFFFFFFF for digest in shingles_of(report.text)])
        near = [name for name in index.query(hashed) if name not in found]
        if near:
            found[report.id] = min(near)
        else:
            index.insert(report.id, hashed)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="*", default=[3_000, 10_000, 30_000])
    parser.add_argument("--peer", action="store_true")
    chosen = parser.parse_args()
    print("method            reports  copies  precision  recall  CPU s  per 1,000  peak MB")
    for size in chosen.reports:
        given = list(articles(size))
        reports = reports_of(given)
        random.Random(size).shuffle(reports)  # on one day, anybody may come first
        copies = sum(article.copy_of is not None for article in given)
        methods: dict[str, Callable[[Sequence[Report]], dict[str, str]]] = {"sketches": ours}
        if chosen.peer:
            for threshold in (0.3, 0.4, 0.5, 0.6):
                methods[f"LSH {threshold}"] = partial(peer, threshold=threshold)
        for name, method in methods.items():
            start = time.process_time()
            pairs = method(reports)
            spent = time.process_time() - start
            precision, recall = score(given, pairs)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{name:<16} {size:>8,} {copies:>7,} {precision:>10.4f} {recall:>7.4f}"
                  f" {spent:>6.1f} {1000 * spent / size:>10.2f} {peak:>8,}")  # fmt: skip


if __name__ == "__main__":
    main()
