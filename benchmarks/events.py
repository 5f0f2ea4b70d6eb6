"""How well reports about one event are found, by B-cubed, on the generated archive.

    python -m benchmarks.events [--reports 2000 8000] [--seed 5]

The archive is generated (`benchmarks.archive`), and so is what is true of it; no public set of
reports about events was used. Seed 11 served to choose the method, other seeds are held out.
B-cubed (Bagga and Baldwin 1998, "Entity-based cross-document coreferencing using the vector space
model"): of each report, the share of those put with it that belong with it, and the share of those
that belong with it that were put with it; means over the reports.
"""

from __future__ import annotations

import argparse
import dataclasses
import time
from collections import Counter
from collections.abc import Mapping

from benchmarks.archive import articles
from benchmarks.copies import reports_of
from goodoffices.read.copies import mark_copies
from goodoffices.track.events import events


def b_cubed(found: Mapping[str, str], truth: Mapping[str, int]) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""
    both = Counter((found[name], truth[name]) for name in truth)
    put, belong = Counter(found[name] for name in truth), Counter(truth.values())
    precision = sum(n * n / put[group] for (group, _), n in both.items()) / len(truth)
    recall = sum(n * n / belong[event] for (_, event), n in both.items()) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="*", default=[2_000, 8_000])
    parser.add_argument("--seed", type=int, default=5)
    given = parser.parse_args()
    print("reports  events  found  precision  recall     F1  CPU ms a report")
    for size in given.reports:
        archive = list(articles(size, given.seed))
        reports = mark_copies(
            [dataclasses.replace(report, copy_of=None) for report in reports_of(archive)]
        )
        truth = {r.id: article.event for r, article in zip(reports, archive, strict=True)}
        start = time.process_time()
        found = events(reports)
        spent = 1000 * (time.process_time() - start) / size
        precision, recall, mean = b_cubed(found, truth)
        print(f"{size:>7,} {len(set(truth.values())):>7,} {len(set(found.values())):>6,}"
              f" {precision:>10.3f} {recall:>7.3f} {mean:>6.3f} {spent:>16.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
