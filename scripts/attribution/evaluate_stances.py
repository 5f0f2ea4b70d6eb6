"""Measures the stances that the extractors read in short texts marked for it.

    PYTHONPATH=tests python -m scripts.attribution.evaluate_stances [--only NAME] [--wrong]

The texts are in tests/data/stances: `dev` is looked at to improve the rules, of `held` only the
sums are. `--wrong` lists the stances of `dev` that are read otherwise. What each stance means is in
docs/explanation/gold.md.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from scripts.attribution.stances_read import Read, nearest, right

from goodoffices import plugins
from goodoffices.model.agenda import Party, Person
from goodoffices.model.evidence import Report

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "data" / "stances"
NAMES = ("rules", "fast", "accurate")
FIRM = ("accepts", "rejects", "red_line")


@dataclass(frozen=True, kw_only=True)
class TextRead(Read):
    """What was read of a marked content, and whether it stands in a sentence or a longer text."""

    kind: str


def read_texts(part: str, name: str) -> list[TextRead]:
    """The marked contents of a part (`dev` or `held`) as the extractor of that name reads them."""
    extract = plugins.load("extractors", name)
    listed = json.loads((FOLDER / "parties.json").read_text(encoding="utf-8"))
    read = []
    for line in (FOLDER / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        text, places = _without_brackets(entry["text"])
        parties = [
            Party(id=party, name=party, persons=tuple(Person(name=person) for person in persons))
            for party, persons in listed[entry["matter"]].items()
        ]
        report = Report(id="text", text=text, sha256="", language="en")
        found = list(extract(report, parties=parties))
        for place, marked in zip(places, entry["stances"], strict=True):
            words, stance = text[slice(*place)], nearest(found, place)
            read.append(TextRead(words=words, marked=marked, found=stance, kind=entry["kind"]))
    return read


def _without_brackets(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without the brackets around its contents, and the places of these."""
    parts = re.split(r"[\[\]]", marked)
    places, at = [], 0
    for number, part in enumerate(parts):
        if number % 2:
            places.append((at, at + len(part)))
        at += len(part)
    return "".join(parts), places


def firm(read: list[TextRead], stance: str) -> tuple[int, int, int]:
    """How often the stance was read rightly, how often at all, how often it is marked there."""
    found = [r for r in read if r.found]
    said = [r for r in found if r.found == stance]
    return (
        sum(r.marked == stance for r in said),
        len(said),
        sum(r.marked == stance for r in found),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=NAMES, action="append")
    parser.add_argument("--wrong", action="store_true")
    asked = parser.parse_args()
    for name in asked.only or NAMES:
        for part in ("dev", "held"):
            read = read_texts(part, name)
            _table(name, part, read)
            if asked.wrong and part == "dev":
                for r in read:
                    if r.found != r.marked:
                        print(f"    {r.kind}: {r.marked} read as {r.found}: {r.words}")


def _table(name: str, part: str, read: list[TextRead]) -> None:
    kinds = Counter("sentence" if r.kind == "sentence" else "text" for r in read)
    for kind in (*kinds, "all"):
        of_kind = [
            r for r in read if kind == "all" or (r.kind == "sentence") == (kind == "sentence")
        ]
        found = sum(r.found is not None for r in of_kind)
        print(
            f"| `{name}` | {part} | {kind} | {len(of_kind)} | {found} | {right(of_kind):.2f} | "
            + " | ".join("{} of {} ({})".format(*firm(of_kind, stance)) for stance in FIRM)
            + " |"
        )


if __name__ == "__main__":
    main()
