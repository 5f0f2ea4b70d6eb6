"""Measures stances in political news by many hands: places in the PolNeAR corpus, marked for it.

    PYTHONPATH=tests python -m scripts.attribution.evaluate_news CORPUS [--only NAME] [--wrong]

CORPUS is the folder that holds the corpus' part `train`; it is third-party text and not kept here.
Marks are in tests/data/polnear: document, places and a stance. Half A is looked at to improve the
rules, of half B only the sums are. `given` reads the words that the corpus marks as source, cue and
content; the extractors find their own. `--wrong` lists what is read otherwise in A. What each
stance means is in docs/explanation/gold.md.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from scripts.attribution.corpus import Document, Marked, documents, labels
from scripts.attribution.stances_read import Read, nearest, right

from goodoffices import plugins
from goodoffices.model.evidence import Report, Statement
from goodoffices.read.attribution import statements_of
from goodoffices.read.tagging.claims import tagged_claims
from goodoffices.read.tagging.passages import Passage

MARKS = Path(__file__).resolve().parents[2] / "tests" / "data" / "polnear"
NAMES = ("given", "rules", "accurate")
HALVES = ("A", "B")


@dataclass(frozen=True, kw_only=True)
class NewsRead(Read):
    """What was read of a marked content; where it stands and how it was drawn."""

    document: str
    half: str
    drawn: str


@dataclass(frozen=True)
class _Given:
    """A tagger that labels the words that are marked, whatever they are."""

    document: Document

    def tags(self, passage: Passage) -> list[int]:
        return labels(self.document, passage)


def listed(name: str = "marks.json") -> dict[str, dict[str, Any]]:
    """Document -> its half and its marks, as written."""
    marks: dict[str, dict[str, Any]] = json.loads((MARKS / name).read_text(encoding="utf-8"))
    return marks


def present(corpus: Path) -> bool:
    """Whether the part of the corpus that the marks point into is in that folder."""
    return (corpus / "train" / "attributions").is_dir() and (corpus / "train" / "text").is_dir()


def read_news(corpus: Path, name: str) -> list[NewsRead]:
    """The marked contents as the extractor of that name reads them, or `given` their words."""
    marks = listed()
    return [
        read
        for document in documents(corpus, "train")
        if document.name in marks
        for read in _read(document, marks[document.name], name)
    ]


def _read(document: Document, entry: dict[str, Any], name: str) -> Iterator[NewsRead]:
    report = Report(id="text", text=document.text, sha256="", language="en")
    if name != "given":
        found = tuple(plugins.load("extractors", name)(report))
    for mark in entry["marks"]:
        if name == "given":
            found = _given(document, report, mark)
        place = (mark["content"][0][0], mark["content"][-1][1])
        words = " ... ".join(document.text[a:b] for a, b in mark["content"])
        yield NewsRead(
            words=words, marked=mark["stance"], found=nearest(found, place),
            document=document.name, half=entry["half"], drawn=mark["drawn"],
        )  # fmt: skip


def _given(document: Document, report: Report, mark: dict[str, Any]) -> tuple[Statement, ...]:
    """What is read where this attribution alone is labelled."""
    pieces = (tuple(map(tuple, mark[role])) for role in ("source", "cue", "content"))
    alone = Document(document.name, document.outlet, document.text, (Marked(*pieces),))
    find: Callable[..., Any] = partial(tagged_claims, _Given(alone))
    return statements_of(report, find=find)


def agreement() -> tuple[int, float, float]:
    """Marks that were made twice, the share that are alike, and Cohen's kappa."""
    first, second = (
        [m["stance"] for entry in listed(name).values() for m in entry["marks"]]
        for name in ("pass_1.json", "pass_2.json")
    )
    alike = sum(a == b for a, b in zip(first, second, strict=True)) / len(first)
    one, other = Counter(first), Counter(second)
    chance = sum(one[stance] * other[stance] for stance in one) / len(first) ** 2
    return len(first), alike, (alike - chance) / (1 - chance)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--only", choices=NAMES, action="append")
    parser.add_argument("--wrong", action="store_true")
    asked = parser.parse_args()
    if not present(asked.corpus):
        parser.error(
            f"no PolNeAR corpus in {asked.corpus}: it needs the folders train/text and"
            " train/attributions, from the repository networkdynamics/PolNeAR"
        )
    print("marked twice: {}, alike {:.2f}, kappa {:.2f}".format(*agreement()))
    for name in asked.only or NAMES:
        read = read_news(asked.corpus, name)
        for half in HALVES:
            of_half = [r for r in read if r.half == half]
            _table(name, half, of_half)
            if asked.wrong and half == "A":
                for r in of_half:
                    if r.found != r.marked:
                        print(f"    {r.marked} read as {r.found}: {r.document}: {r.words}")


def _table(name: str, half: str, read: list[NewsRead]) -> None:
    for drawn in ("near", "random", "all"):
        part = [r for r in read if drawn in (r.drawn, "all")]
        found = sum(r.found is not None for r in part)
        print(f"| `{name}` | {half} | {drawn} | {len(part)} | {found} | {right(part):.2f} |")
    held = Counter((r.marked, r.found) for r in read if r.found)
    for stance, marked in Counter(r.marked for r in read if r.found).most_common():
        others = ", ".join(f"{n} {b}" for (a, b), n in held.most_common() if a == stance and b != a)
        print(f"    {stance}: {held[stance, stance]} of {marked}; else {others or 'none'}")


if __name__ == "__main__":
    main()
