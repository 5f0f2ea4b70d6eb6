"""Reports, statements, reviews: only added to, whatever is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, delete, func, select, update

from goodoffices.codec import statement_id
from goodoffices.errors import InvalidCase, Problem, StaleWrite, UnknownName
from goodoffices.model.case import Case
from goodoffices.model.evidence import Report, Review, Statement
from goodoffices.store.agenda import AgendaPart
from goodoffices.store.schema import reports, reviews, standing, statements
from goodoffices.store.unit import chunks
from goodoffices.store.values import (
    MAX_KEY,
    NO_DATE,
    REPORT,
    ledger_row,
    record_of,
    review_from,
)

Line = bytes | None
"""A line of a ledger as it was written, or None where this program would write the same."""


class EvidencePart(AgendaPart):
    """What comes into a case and never goes out of it."""

    def append_reports(self, case: str, given: Iterable[Report]) -> int:
        """Add reports; returns how many were new. Of one that is there the record may change.

        Raises InvalidCase for another text under the id of a report that is there, and for a
        report that cannot be kept; then nothing is written.
        """
        number, items = self.case_number(case), {report.id: report for report in given}
        texts = {name: _text(report) for name, report in items.items()}
        known = self._texts_of(number, items)
        problems = [
            Problem(f"reports/{name}.txt", 0, "the text of a report is never edited")
            for name, digest in known.items()
            if digest != (items[name].sha256, texts[name])
        ]
        problems += [
            Problem("reports", 0, f"the id {name[:40]!r} has more than {MAX_KEY} characters")
            for name in items
            if len(name) > MAX_KEY
        ]
        if problems:
            raise InvalidCase(problems)
        self._write(case, {(REPORT, name): record_of(report) for name, report in items.items()})
        fresh = [report for name, report in items.items() if name not in known]
        if fresh:
            revision = self._touch(number)
            self._add(reports, [_report_row(number, revision, r, texts[r.id]) for r in fresh])
        for name in known:
            row = (reports.c.case_no == number, reports.c.id == name)
            day = items[name].published or NO_DATE
            self.connection.execute(
                update(reports).where(*row, reports.c.published != day).values(published=day)
            )
        return len(fresh)

    def _texts_of(self, number: int, names: Iterable[str]) -> dict[str, tuple[str, bytes]]:
        found: dict[str, tuple[str, bytes]] = {}
        for piece in chunks(names):
            query = select(reports.c.id, reports.c.sha256, reports.c.text).where(
                reports.c.case_no == number, reports.c.id.in_(piece)
            )
            found |= {r.id: (r.sha256, bytes(r.text)) for r in self.connection.execute(query)}
        return found

    def append_statements(
        self, case: str, given: Sequence[Statement], lines: Sequence[Line] | None = None
    ) -> int:
        """Add statements to the ledger; returns how many were new.

        One whose id is there already is passed over, so reading twice changes nothing. Raises
        InvalidCase where an id does not fit its content or names a report that is not there; then
        nothing is written.
        """
        number = self.case_number(case)
        known = self._known(statements, number, {item.id for item in given})
        wanted = {item.span.report for item in given if item.span}
        lacking = wanted - self._known(reports, number, wanted)
        problems = [
            f"the id {item.id!r} does not fit the content of the statement"
            for item in given
            if item.id != statement_id(item)
        ]
        problems += [f"unknown report {name!r}" for name in sorted(lacking)]
        if problems:
            raise InvalidCase(Problem("statements.jsonl", 0, text) for text in problems)
        rows: list[dict[str, Any]] = []
        for item, line in zip(given, lines or [None] * len(given), strict=True):
            if item.id in known:
                continue
            known.add(item.id)
            rows.append(
                {
                    "case_no": number,
                    "id": item.id,
                    "report": item.span.report if item.span else None,
                    "start": item.span.start if item.span else None,
                    "issue": item.issue,
                    "party": item.party,
                    "data": ledger_row(item),
                    "line": line,
                }
            )
        self._append(statements, number, rows)
        return len(rows)

    def _known(self, table: Table, number: int, names: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for piece in chunks(names):
            query = select(table.c.id).where(table.c.case_no == number, table.c.id.in_(piece))
            found |= set(self.connection.execute(query).scalars())
        return found

    def _append(self, table: Table, number: int, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        query = select(func.max(table.c.place)).where(table.c.case_no == number)
        place = self.connection.execute(query).scalar()
        start = 0 if place is None else place + 1
        revision = self._touch(number)
        for offset, row in enumerate(rows):
            row |= {"place": start + offset, "revision": revision}
        self._add(table, rows)

    def append_reviews(
        self,
        case: str,
        given: Sequence[Review],
        lines: Sequence[Line] | None = None,
        *,
        seen: int | None = None,
    ) -> int:
        """Add reviews; returns how many were new.

        A review with the id of an earlier one takes its place, for instance withdrawn; one that
        says the same as the line of its id that holds is passed over, so that sending twice does
        nothing twice. `seen` is the revision that the reviewer looked at: raises StaleWrite where
        somebody else decided on the statement after it. Raises UnknownName for a statement that
        is not in the ledger.
        """
        number = self.case_number(case)
        self._check_subjects(number, given)
        if seen is not None:
            for item in given:
                self._refuse_decided(number, item, seen)
        latest = self._latest(number, {item.id for item in given})
        rows: list[dict[str, Any]] = []
        touched: set[str] = set()
        for item, line in zip(given, lines or [None] * len(given), strict=True):
            data = ledger_row(item)
            if lines is None and item.id in latest and latest[item.id] == (item.subject, data):
                continue
            touched |= {item.subject, latest.get(item.id, (item.subject, b""))[0]}
            latest[item.id] = (item.subject, data)
            rows.append(
                {
                    "case_no": number,
                    "id": item.id,
                    "subject": item.subject,
                    "data": data,
                    "line": line,
                }
            )
        self._append(reviews, number, rows)
        for piece in chunks(sorted(touched)):
            self._settle(number, piece)
        return len(rows)

    def _check_subjects(self, number: int, given: Sequence[Review]) -> None:
        named = {item.subject for item in given}
        named |= {item.replacement for item in given if item.replacement}
        if missing := named - self._known(statements, number, named):
            raise UnknownName("statement", min(missing))

    def _latest(self, number: int, names: set[str]) -> dict[str, tuple[str, bytes]]:
        """For each review id the subject and content of its last line."""
        return {
            row.id: (row.subject, bytes(row.data))
            for piece in chunks(names)
            for row in self.connection.execute(
                select(reviews.c.id, reviews.c.subject, reviews.c.data)
                .where(reviews.c.case_no == number, reviews.c.id.in_(piece))
                .order_by(reviews.c.place)
            )
        }

    def _refuse_decided(self, number: int, review: Review, seen: int) -> None:
        query = (
            select(reviews.c.data)
            .where(
                reviews.c.case_no == number,
                reviews.c.subject == review.subject,
                reviews.c.revision > seen,
            )
            .order_by(reviews.c.place.desc())
        )
        for row in self.connection.execute(query):
            other = review_from(bytes(row.data))
            if other.by == review.by:
                continue
            at = other.withdrawn_at or other.at
            did = "took back a verdict on" if other.withdrawn_at else f"{other.verdict}"
            raise StaleWrite(
                f"{other.by} {did} this statement meanwhile (at {at}); look at it again",
                changed_by=[other.by],
                at=at,
                what=[review.subject],
            )

    def _settle(self, number: int, subjects: Sequence[str]) -> None:
        """Work out again which verdicts hold on these statements."""
        query = select(reviews.c.id).where(
            reviews.c.case_no == number, reviews.c.subject.in_(subjects)
        )
        mine = set(self.connection.execute(query).scalars())
        rows = [
            (place, review_from(data))
            for piece in chunks(mine)
            for place, data in self.connection.execute(
                select(reviews.c.place, reviews.c.data).where(
                    reviews.c.case_no == number, reviews.c.id.in_(piece)
                )
            )
        ]
        held = verdicts(sorted(rows, key=lambda row: row[0]))
        gone = (standing.c.case_no == number, standing.c.statement.in_(subjects))
        self.connection.execute(delete(standing).where(*gone))
        self._add(
            standing,
            [{"case_no": number, **held[name]} for name in subjects if name in held],
        )


def verdicts(rows: Sequence[tuple[int, Review]]) -> dict[str, dict[str, Any]]:
    """The rows of `standing` that reviews with their places come to, by statement."""
    place = {id(review): where for where, review in rows}
    standing_now = Case(title="", reviews=tuple(review for _, review in rows)).standing_review
    return {
        subject: {
            "statement": subject,
            "verdict": review.verdict,
            "review": place[id(review)],
            "replacement": review.replacement,
        }
        for subject, review in standing_now.items()
    }


def _text(report: Report) -> bytes:
    try:
        return report.text.encode()
    except UnicodeError as fault:
        raise InvalidCase([f"the text of report {report.id} cannot be kept: {fault}"]) from fault


def _report_row(number: int, revision: int, report: Report, text: bytes) -> Mapping[str, Any]:
    return {
        "case_no": number,
        "id": report.id,
        "revision": revision,
        "published": report.published or NO_DATE,
        "sha256": report.sha256,
        "text": text,
    }
