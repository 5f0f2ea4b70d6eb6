"""Measures the extractors on texts marked by hand: the gold set, the unseen set, two real reports.

    PYTHONPATH=tests python -m scripts.attribution.evaluate_gold [--unseen | --real REPORTS]
        [--missed NAME]

What is marked, and how, is in docs/explanation/gold.md. `--missed` lists every statement that the
extractor of that name misses, every one that it has too many, and every other code of those found.
REPORTS is the folder of the two real reports, which are third-party text and not kept here.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from goldset import FIELDS, FOLDER, REAL, UNSEEN, Mark, agreement, agrees, as_mark, load, paired
from goodoffices import plugins
from goodoffices.formats.case_folder import read_case
from goodoffices.model.case import Case
from goodoffices.model.evidence import Report
from goodoffices.read.documents import read_document
from marking import overlap

Marks = tuple[Mark, ...]
NAMES = ("rules", "fast", "accurate")
KINDS = ("news", "feature", "official")
EXAMPLES = FOLDER.parents[2] / "examples"
CASES = {
    FOLDER: EXAMPLES / "strait-accord",
    UNSEEN: UNSEEN,
    REAL: EXAMPLES / "ukraine-2025",
}
REPORTS = {"real-1": "000_b1b712f3a6c91e37.txt", "real-2": "002_fda977d28606739d.txt"}


@dataclass(frozen=True)
class Measured:
    """Marked and found statements, and the pairs of them on the same content."""

    marked: int = 0
    found: int = 0
    pairs: tuple[tuple[Mark, Mark], ...] = ()
    missed: tuple[tuple[str, Mark], ...] = ()
    extra: tuple[tuple[str, Mark], ...] = ()
    why: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Measured) -> Measured:
        return Measured(
            self.marked + other.marked,
            self.found + other.found,
            self.pairs + other.pairs,
            self.missed + other.missed,
            self.extra + other.extra,
            self.why + other.why,
        )

    @property
    def precision(self) -> float:
        return len(self.pairs) / self.found

    @property
    def recall(self) -> float:
        return len(self.pairs) / self.marked

    @property
    def spoken(self) -> int:
        """Pairs that agree on the speaker too."""
        return sum(agrees("speaker", a, b) for a, b in self.pairs)

    def share(self, name: str) -> float:
        """Of the pairs, the share that agree in a field."""
        return sum(agrees(name, a, b) for a, b in self.pairs) / len(self.pairs)


@cache
def _case(folder: Path) -> Case:
    return read_case(CASES[folder])


def measure(name: str, kinds: Iterable[str] = KINDS, folder: Path = FOLDER) -> dict[str, Measured]:
    """Kind of text -> what the extractor of that name finds in the texts of that kind."""
    measured = {kind: Measured() for kind in kinds}
    for text, marks in load(folder=folder).items():
        kind = text.rpartition("-")[0]
        if kind in measured:
            report = read_document(folder / f"{text}.txt")
            measured[kind] += _measured(name, _case(folder), text, report, marks)
    return measured


def real(reports: Path, name: str = "marks.json") -> tuple[dict[str, Report], dict[str, Marks]]:
    """The two real reports and their marks, with persons under the names that the case has."""
    read = {text: read_document(reports / file) for text, file in REPORTS.items()}
    texts = {text: report.text for text, report in read.items()}
    known = {
        alias.casefold(): person.name
        for party in _case(REAL).parties
        for person in party.persons
        for alias in (person.name, *person.aliases)
    }

    def named(mark: Mark) -> Mark:
        chain = tuple((kind, known.get(link.casefold(), link)) for kind, link in mark.chain)
        return replace(mark, chain=chain, speaker=chain[-1][1])

    marks = load(name, REAL, texts)
    return read, {text: tuple(map(named, entries)) for text, entries in marks.items()}


def measure_real(name: str, reports: Path) -> dict[str, Measured]:
    """Each real report -> what the extractor of that name finds in it."""
    read, marks = real(reports)
    return {t: _measured(name, _case(REAL), t, read[t], marks[t]) for t in REPORTS}


def _measured(name: str, case: Case, text: str, report: Report, marks: Marks) -> Measured:
    extract = plugins.load("extractors", name)
    keywords = {"parties": case.parties, "issues": case.issues, "vocabulary": case.vocabulary}
    return _compared(text, report, marks, [as_mark(s, report) for s in extract(report, **keywords)])


def _compared(text: str, report: Report, marks: Marks, found: list[Mark]) -> Measured:
    pairs = paired(marks, found)
    held, used = [a for a, _ in pairs], [b for _, b in pairs]
    missed = tuple((text, mark) for mark in marks if mark not in held)
    extra = tuple((text, mark) for mark in found if mark not in used)
    why = Counter(_reason(report.text, mark, found) for _, mark in missed)
    return Measured(len(marks), len(found), tuple(pairs), missed, extra, why)


def _reason(text: str, mark: Mark, found: list[Mark]) -> str:
    """What kind of statement was missed: told from the mark and from what was found near it."""
    start, end = mark.content
    if any(overlap(mark.content, other.content) > 0 for other in found):
        near = [m for m in found if overlap(mark.content, m.content) > 0]
        if any(m.content[0] <= start and end <= m.content[1] for m in near):
            return "inside a longer one that was found"
        return "other words of it were found"
    if mark.stance == "no_comment":
        return "silence"
    if start < text.find("\n\n") and "\n" not in text[:end]:
        return "headline"
    if end - start < 25:
        return "a short object (that position, five, the account)"
    turn = text.rfind("\n", 0, start)
    if ":" in text[turn : turn + 30] or mark.chain[-1][1].startswith("Ministry"):
        return "the issuer's own voice, without a cue"
    return "no cue known"


def lines(name: str, measured: dict[str, Measured]) -> list[str]:
    """The table of one extractor, a line for each kind and one for all."""
    total = sum(measured.values(), Measured())
    return [
        f"| `{name}` | {kind} | {m.marked} | {m.found} | {m.precision:.2f} | {m.recall:.2f} |"
        f" {m.spoken / m.found:.2f} | {m.spoken / m.marked:.2f} | "
        + " | ".join(f"{m.share(field):.2f}" for field in FIELDS)
        + " |"
        for kind, m in [*measured.items(), ("all", total)]
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", choices=NAMES)
    parser.add_argument("--only", choices=NAMES, action="append")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--unseen", action="store_true")
    which.add_argument("--real", type=Path, metavar="REPORTS")
    asked = parser.parse_args()

    def measured(name: str) -> dict[str, Measured]:
        if asked.real:
            return measure_real(name, asked.real)
        return measure(name, folder=UNSEEN if asked.unseen else FOLDER)

    if asked.missed:
        _list(sum(measured(asked.missed).values(), Measured()), _words_of(asked))
        return
    if not asked.unseen:
        for figure, share in agreement(*_passes(asked.real)).items():
            print(f"agreement of the two passes, {figure}: {share:.2f}")
    print("| extractor | texts | marked | found | precision | recall | with speaker: precision |"
          " recall | " + " | ".join(FIELDS) + " |")  # fmt: skip
    total = {}
    for name in asked.only or NAMES:
        found = measured(name)
        total[name] = sum(found.values(), Measured())
        print("\n".join(lines(name, found)))
    for name, of_all in total.items():
        print(
            f"missed by {name}:", ", ".join(f"{n} {what}" for what, n in of_all.why.most_common())
        )


def _passes(reports: Path | None) -> tuple[dict[str, Marks], dict[str, Marks]]:
    if reports:
        return real(reports, "pass_1.json")[1], real(reports, "pass_2.json")[1]
    return load("pass_1.json"), load("pass_2.json")


def _words_of(asked: argparse.Namespace) -> dict[str, str]:
    if asked.real:
        return {text: report.text for text, report in real(asked.real)[0].items()}
    folder = UNSEEN if asked.unseen else FOLDER
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}


def _list(total: Measured, texts: dict[str, str]) -> None:
    for what, entries in (("missed", total.missed), ("extra", total.extra)):
        for text, mark in entries:
            words = texts[text][slice(*mark.content)]
            print(f"{what} {text}: {mark.speaker}, {mark.stance}: {words!r}")
    for marked, found in total.pairs:
        for name in FIELDS:
            if not agrees(name, marked, found):
                print(f"{name} {marked.speaker} {marked.content}:"
                      f" {getattr(marked, name)} read as {getattr(found, name)}")  # fmt: skip


if __name__ == "__main__":
    main()
