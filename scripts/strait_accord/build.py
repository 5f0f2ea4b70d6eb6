"""Build the fictional case from its ten documents, the way a desk would.

    python scripts/strait_accord/build.py [FOLDER]

The agenda, the drafts, the process and the judgements are written by hand in `case/`; the reports
are read from examples/strait-accord-documents and the statements extracted from them by the product
itself. `readings.yaml` holds what the case editors read in the reports: a candidate that says the
same is accepted, one that says something else on the same words is amended, and a claim that no
candidate stands for is entered by hand. What is not read there stays undecided, for the reader to
review. The same documents give the same case.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from goodoffices.codec import canonical, identified
from goodoffices.formats.case_folder import append_reviews, append_statements, read_case, write_case
from goodoffices.model.case import HAND_ENTERED, Case
from goodoffices.model.evidence import (
    Attribution,
    Link,
    Report,
    Review,
    Span,
    Statement,
    span_of,
)
from goodoffices.read.attribution import extract
from goodoffices.read.copies import mark_copies
from goodoffices.read.documents import read_document

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
DOCUMENTS, TARGET = EXAMPLES / "strait-accord-documents", EXAMPLES / "strait-accord"
HANDWRITTEN = HERE / "case"
EDITORS, READ_ON, RETRIEVED = "case editors", "2024-03-25T09:00:00Z", "2024-03-25T08:00:00Z"

CODED = ("party", "issue", "stance", "options", "bound", "proviso", "negated", "numbers")
"""Fields of a statement that a reading fixes; one that it does not name is at its default."""


NOT_CLAIM = ("key", "in", "quote", "why", "reject")


@dataclass(frozen=True)
class Reading:
    """What the editors read at one place: the words, and the claim they make of them."""

    key: str
    reports: tuple[str, ...]
    quote: str
    fields: Mapping[str, Any]
    why: str | None = None
    reject: bool = False


def readings() -> tuple[Reading, ...]:
    """The readings of `readings.yaml`, in its order."""
    found = []
    for entry in yaml.safe_load((HERE / "readings.yaml").read_text(encoding="utf-8")):
        fields = {k: v for k, v in entry.items() if k not in NOT_CLAIM}
        reports = entry["in"] if isinstance(entry["in"], list) else [entry["in"]]
        found.append(
            Reading(
                entry["key"],
                tuple(f"{number:02d}-" for number in reports),
                entry["quote"],
                fields,
                entry.get("why"),
                entry.get("reject", False),
            )
        )
    return tuple(found)


def reports_by_name() -> dict[str, Report]:
    """The documents as reports, by file name, with copies marked."""
    names = sorted(path.name for path in DOCUMENTS.iterdir())
    read = [read_document(DOCUMENTS / name, retrieved=RETRIEVED) for name in names]
    return dict(zip(names, mark_copies(read), strict=True))


def place_of(reading: Reading, report: Report) -> Span:
    """Where a report holds the words of a reading, whatever its line breaks."""
    pattern = r"\s+".join(re.escape(word) for word in reading.quote.split())
    found = list(re.finditer(pattern, report.text))
    if len(found) != 1:
        raise SystemExit(f"reading {reading.key!r}: {len(found)} places in report {report.id}")
    return span_of(report, found[0].start(), found[0].end())


def candidate_at(
    reading: Reading, place: Span, candidates: list[Statement], used: set[str]
) -> Statement | None:
    """The candidate that stands for the words of a reading: the nearest in meaning, then in extent.

    A candidate that shares the words but neither party nor issue is about something else.
    """

    def near(statement: Statement) -> tuple[int, int, str]:
        agree = sum(getattr(statement, k) == v for k, v in coded(reading).items())
        extent = statement.span.end - statement.span.start if statement.span else 0
        return (-agree, extent, statement.id)

    over = [
        s
        for s in candidates
        if s.id not in used
        and s.span is not None
        and s.span.report == place.report
        and s.span.start < place.end
        and place.start < s.span.end
        and (
            reading.reject
            or s.party == reading.fields.get("party")
            or s.issue == reading.fields.get("issue")
        )
    ]
    return min(over, key=near, default=None)


def coded(reading: Reading) -> dict[str, Any]:
    """The fields that a reading fixes, as a statement holds them."""
    given = {
        "party": None,
        "issue": None,
        "options": (),
        "bound": None,
        "negated": False,
        **{k: v for k, v in reading.fields.items() if k in CODED},
    }
    given["options"] = tuple(given["options"])
    extra = {k: reading.fields[k] for k in ("speaker", "said_on", "hedged") if k in reading.fields}
    if "said_on" in extra:
        extra["said_on_basis"] = "inferred"
    if "chain" in reading.fields:
        links = [Link(name=name, kind=kind) for name, kind in reading.fields["chain"]]
        extra["attribution"] = Attribution(chain=tuple(links))
    return {**given, **extra}


def as_read(reading: Reading, candidate: Statement, persons: frozenset[str]) -> Statement:
    """The candidate as the editors read it. A speaker whom they name is not unnamed."""
    fields = coded(reading)
    chain = candidate.attribution.chain
    named = fields.get("speaker") in persons and "attribution" not in fields
    if named and (not chain or chain[-1].kind in ("anonymous", "unknown")):
        last = Link(name=fields["speaker"], kind="official")
        fields["attribution"] = Attribution(chain=(*chain[:-1], last))
    return identified(replace(candidate, extractor="review", **fields))


def entered(reading: Reading, place: Span, report: Report, persons: frozenset[str]) -> Statement:
    """A statement for which there is no candidate, entered by hand on the words of the report."""
    fields = coded(reading)
    speaker = fields.pop("speaker", None)
    if speaker in persons and "attribution" not in fields:
        outlet = Link(name=report.outlet or "unknown", kind="outlet")
        fields["attribution"] = Attribution(chain=(outlet, Link(name=speaker, kind="official")))
    if speaker is None or "attribution" not in fields:
        raise SystemExit(
            f"reading {reading.key!r} has no candidate in {report.id}; say its speaker and chain"
        )
    return identified(
        Statement(
            id="",
            speaker=speaker,
            span=place,
            extractor=HAND_ENTERED,
            published=report.published,
            published_basis=report.published_basis,
            language=report.language,
            **fields,
        )
    )


def judged(
    reports: Mapping[str, Report], candidates: list[Statement], persons: frozenset[str]
) -> tuple[list[Statement], list[Review], dict[str, list[str]]]:
    """Statements that the editors add, their reviews, and the ids that each reading leads to."""
    added: dict[str, Statement] = {}
    reviews: list[Review] = []
    used: set[str] = set()
    ids: dict[str, list[str]] = {}
    for reading in readings():
        for name, report in reports.items():
            if not name.startswith(reading.reports):
                continue
            place = place_of(reading, report)
            candidate = candidate_at(reading, place, candidates, used)
            if reading.reject:
                if candidate is None:
                    continue  # nobody claims it, so there is nothing to reject
                used.add(candidate.id)
                reviews.append(_review(candidate, "rejected", None, reading.why))
                continue
            if candidate is None:
                statement = entered(reading, place, report, persons)
                added[statement.id] = statement
                ids.setdefault(reading.key, []).append(statement.id)
                continue
            used.add(candidate.id)
            wanted = as_read(reading, candidate, persons)
            same = wanted.id == candidate.id
            if not same:
                added[wanted.id] = wanted
            verdict = "accepted" if same else "amended"
            reviews.append(_review(candidate, verdict, None if same else wanted.id, reading.why))
            ids.setdefault(reading.key, []).append(wanted.id)
    return list(added.values()), reviews, ids


def _review(subject: Statement, verdict: str, replacement: str | None, why: str | None) -> Review:
    content = canonical([subject.id, verdict, EDITORS, READ_ON])
    return Review(
        id="rv-" + sha256(content).hexdigest()[:20],
        subject=subject.id,
        verdict=verdict,  # type: ignore[arg-type]
        by=EDITORS,
        at=READ_ON,
        note=why,
        replacement=replacement,
    )


def with_evidence(text: str, ids: Mapping[str, list[str]], name: str) -> str:
    """Hand-written text with `<key>` in place of evidence become the ids of that reading."""

    def resolved(match: re.Match[str]) -> str:
        if match[1] not in ids:
            raise SystemExit(f"{name}: there is no reading {match[1]!r}")
        return ", ".join(ids[match[1]])

    return re.sub(r"<([a-z0-9-]+)>", resolved, text)


def handwritten() -> Iterator[tuple[str, str]]:
    """Files written by hand: name in the case folder, text."""
    for path in sorted(HANDWRITTEN.rglob("*.yaml")):
        yield str(path.relative_to(HANDWRITTEN)), path.read_text(encoding="utf-8")


def build(target: Path) -> Case:
    """Build the case into an empty folder."""
    files = dict(handwritten())
    target.mkdir(parents=True, exist_ok=True)
    (target / "case.yaml").write_text(files["case.yaml"], encoding="utf-8")
    agenda = read_case(target)
    reports = reports_by_name()
    write_case(replace(agenda, reports=tuple(reports.values())), target)
    _keep_originals(reports, target)
    candidates = [
        statement
        for report in reports.values()
        for statement in extract(
            report,
            parties=agenda.parties,
            issues=agenda.issues,
            vocabulary=agenda.vocabulary,
        )
    ]
    candidates = list({statement.id: statement for statement in candidates}.values())
    persons = frozenset(person.name for party in agenda.parties for person in party.persons)
    added, reviews, ids = judged(reports, candidates, persons)
    append_statements(target, [*candidates, *added])
    append_reviews(target, reviews)
    for name, text in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(with_evidence(text, ids, name), encoding="utf-8")
    return read_case(target)


def _keep_originals(reports: Mapping[str, Report], target: Path) -> None:
    """Documents whose text was taken out of a format are kept beside it, as `add` keeps them."""
    folder = target / "reports" / "originals"
    for name, report in reports.items():
        if report.text.encode() != (DOCUMENTS / name).read_bytes():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(DOCUMENTS / name, folder / f"{report.id}{Path(name).suffix}")


def main(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as place:
        fresh = Path(place) / "case"
        case = build(fresh)
        if target.exists():
            shutil.rmtree(target)
        shutil.move(fresh, target)
    verdicts = [review.verdict for review in case.reviews]
    print(
        f"{target}: {len(case.reports)} reports, {len(case.statements)} statements,"
        f" {verdicts.count('accepted')} accepted, {verdicts.count('amended')} amended,"
        f" {sum(s.extractor == HAND_ENTERED for s in case.statements)} entered by hand"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=TARGET)
    asked = parser.parse_args()
    if asked.folder.exists() and not (asked.folder / "case.yaml").is_file():
        parser.error(f"{asked.folder} is there and is no case: it would be replaced")
    main(asked.folder)
