"""Questions to a case: whole, what is new, a page of statements, what waits for review."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from goodoffices.errors import UnknownName
from goodoffices.model.case import Case
from goodoffices.model.evidence import Report, Review, Statement
from goodoffices.store.evidence import EvidencePart
from goodoffices.store.schema import (
    compartments,
    entries,
    reports,
    reviews,
    standing,
    statements,
)
from goodoffices.store.unit import chunks
from goodoffices.store.values import (
    AGENDA,
    AGENDA_KINDS,
    REPORT,
    report_from,
    review_from,
    statement_from,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What was written to a case after a revision. `agenda` is None where it stayed the same."""

    revision: int
    agenda: Case | None = None
    reports: tuple[Report, ...] = ()
    statements: tuple[Statement, ...] = ()
    reviews: tuple[Review, ...] = ()

    def applied(self, case: Case) -> Case:
        """The case as it is now, out of the case as it was."""
        fields: dict[str, Any] = {}
        if self.agenda is not None:
            fields = {name: getattr(self.agenda, name) for name in AGENDA}
        if self.reports:
            found = {**case.report_by_id, **{report.id: report for report in self.reports}}
            fields["reports"] = tuple(found[name] for name in sorted(found))
        if self.statements:
            fields["statements"] = (*case.statements, *self.statements)
        if self.reviews:
            fields["reviews"] = (*case.reviews, *self.reviews)
        return replace(case, **fields) if fields else case


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much a case holds; `waiting` candidates have no verdict yet."""

    reports: int
    statements: int
    reviews: int
    waiting: int


class QueryPart(EvidencePart):
    """What can be asked of a case."""

    def read_case(self, case: str) -> Case:
        """All of a case. For one that is read again and again see `changes_since`."""
        changed = self.changes_since(case, -1)
        assert changed.agenda is not None
        return changed.applied(changed.agenda)

    def changes_since(self, case: str, revision: int) -> Changes:
        """What was written after a revision: every newer row, the whole agenda if edited."""
        with _no_collection():
            return self._changes(case, revision)

    def _changes(self, case: str, revision: int) -> Changes:
        number = self.case_number(case)
        edited = select(entries.c.kind, entries.c.key).where(
            entries.c.case_no == number,
            entries.c.revision > revision,
            entries.c.superseded.is_(None),
        )
        now = self.revision(case)
        if now == revision:
            return Changes(revision=now)
        touched = self.connection.execute(
            edited.where(entries.c.kind.in_((*AGENDA_KINDS, REPORT)))
        ).all()
        records = {row.key for row in touched if row.kind == REPORT}
        return Changes(
            revision=now,
            agenda=self.agenda(case) if len(records) < len(touched) else None,
            reports=self._reports(number, None if revision < 0 else records),
            statements=self._ledger(statements, statement_from, number, revision),
            reviews=self._ledger(reviews, review_from, number, revision),
        )

    def report_ids(self, case: str) -> list[str]:
        """Ids of the reports of a case, sorted."""
        query = select(reports.c.id).where(reports.c.case_no == self.case_number(case))
        return list(self.connection.execute(query.order_by(reports.c.id)).scalars())

    def reports(self, case: str, names: Collection[str]) -> tuple[Report, ...]:
        """Some reports of a case, by id."""
        return self._reports(self.case_number(case), names)

    def statement_ids(self, case: str, names: Collection[str]) -> set[str]:
        """Ids of the statements that were read out of some reports."""
        number, found = self.case_number(case), set()
        for piece in chunks(names):
            query = select(statements.c.id).where(
                statements.c.case_no == number, statements.c.report.in_(piece)
            )
            found |= set(self.connection.execute(query).scalars())
        return found

    def statements_in(self, case: str, names: Collection[str]) -> list[Statement]:
        """The statements that were read out of some reports."""
        number, found = self.case_number(case), []
        for piece in chunks(names):
            query = self.statement_rows(number, None, None, None, None)
            rows = self.connection.execute(query.where(statements.c.report.in_(piece)))
            found += [statement_from(row.data) for row in rows]
        return found

    def _reports(self, number: int, names: Collection[str] | None) -> tuple[Report, ...]:
        if names is not None and not names:
            return ()
        query = self.report_rows(number).order_by(reports.c.id)
        if names is not None:
            query = query.where(reports.c.id.in_(names))
        with self.connection.execute(query.execution_options(yield_per=500)) as rows:
            return tuple(report_from(data, text) for data, text in rows)

    @staticmethod
    def report_rows(number: int) -> Select[Any]:
        """Records and texts of the reports of a case."""
        record = and_(
            entries.c.case_no == reports.c.case_no,
            entries.c.kind == REPORT,
            entries.c.key == reports.c.id,
            entries.c.superseded.is_(None),
        )
        query = select(entries.c.data, reports.c.text).join_from(reports, entries, record)
        return query.where(reports.c.case_no == number)

    def _ledger(self, table: Any, build: Any, number: int, revision: int) -> tuple[Any, ...]:
        query = select(table.c.data).where(table.c.case_no == number)
        if revision >= 0:
            query = query.where(table.c.revision > revision)
        query = query.order_by(table.c.place).execution_options(yield_per=2000)
        with self.connection.execute(query) as rows:
            return tuple(build(data) for (data,) in rows)

    def ledger_lines(self, case: str, ledger: str) -> tuple[bytes | None, ...]:
        """The lines of `statements` or `reviews` as they were written in the folder that they came
        from; None where this program would write the same."""
        table = {"statements": statements, "reviews": reviews}[ledger]
        query = select(table.c.line).where(table.c.case_no == self.case_number(case))
        return tuple(self.connection.execute(query.order_by(table.c.place)).scalars())

    # --- pages of a large case ---

    def statements(
        self,
        case: str,
        *,
        issue: str | None = None,
        party: str | None = None,
        report: str | None = None,
        after: str | None = None,
        limit: int = 100,
        cleared: Collection[str] | None = None,
    ) -> tuple[Statement, ...]:
        """A page of the ledger in its order, behind the statement `after`.

        `cleared` names the compartments that the reader may see; None sees everything.
        """
        number = self.case_number(case)
        query = self.statement_rows(number, issue, party, report, cleared)
        if after is not None:
            query = query.where(statements.c.place > self._row(number, after).place)
        rows = self.connection.execute(query.order_by(statements.c.place).limit(limit))
        return tuple(statement_from(row.data) for row in rows)

    @staticmethod
    def statement_rows(
        number: int,
        issue: str | None,
        party: str | None,
        report: str | None,
        cleared: Collection[str] | None,
    ) -> Select[Any]:
        """The statements that all the given names fit."""
        query = select(statements.c.data).where(statements.c.case_no == number)
        for column, name in (("issue", issue), ("party", party), ("report", report)):
            if name is not None:
                query = query.where(statements.c[column] == name)
        if cleared is not None:
            query = query.where(~_hidden(cleared))
        return query

    def _row(self, number: int, name: str) -> Any:
        """Place of a statement. Raises UnknownName."""
        query = select(statements.c.place, statements.c.report, statements.c.start).where(
            statements.c.case_no == number, statements.c.id == name
        )
        row = self.connection.execute(query).first()
        if row is None:
            raise UnknownName("statement", name)
        return row

    def candidates(
        self,
        case: str,
        *,
        report: str | None = None,
        after: str | None = None,
        limit: int = 100,
        cleared: Collection[str] | None = None,
    ) -> tuple[Statement, ...]:
        """A page of the statements with words of a report that nobody has decided on.

        Report by report, the oldest first and those without a date last, in order of the text;
        behind the statement `after`.
        """
        number = self.case_number(case)
        query = self.candidate_rows(number, report, cleared)
        if after is not None:
            row = self._row(number, after)
            day = select(reports.c.published).where(
                reports.c.case_no == number, reports.c.id == row.report
            )
            place = (self.connection.execute(day).scalar(), row.report, row.start, after)
            order = (reports.c.published, reports.c.id, statements.c.start, statements.c.id)
            query = query.where(reports.c.published >= place[0], _behind(order, place))
        rows = self.connection.execute(
            query.order_by(
                reports.c.published, reports.c.id, statements.c.start, statements.c.id
            ).limit(limit)
        )
        return tuple(statement_from(row.data) for row in rows)

    @staticmethod
    def candidate_rows(
        number: int, report: str | None = None, cleared: Collection[str] | None = None
    ) -> Select[Any]:
        """The statements with a span that have no verdict and replace nothing."""
        inside = and_(
            statements.c.case_no == reports.c.case_no, statements.c.report == reports.c.id
        )
        decided = exists().where(
            standing.c.case_no == statements.c.case_no, standing.c.statement == statements.c.id
        )
        replacing = exists().where(
            standing.c.case_no == statements.c.case_no, standing.c.replacement == statements.c.id
        )
        query = (
            select(statements.c.data)
            # An outer join, so that SQLite begins at the reports in their order: it would rather
            # begin at the statements, all of them, and sort.
            .join_from(reports, statements, inside, isouter=True)
            .where(reports.c.case_no == number, func.coalesce(statements.c.place, -1) >= 0)
            .where(~decided, ~replacing)
        )
        if report is not None:
            query = query.where(reports.c.id == report)
        if cleared is not None:
            query = query.where(~_hidden(cleared))
        return query

    def counts(self, case: str, *, cleared: Collection[str] | None = None) -> Counts:
        """How much the case holds, as far as the reader may see it."""
        number = self.case_number(case)
        whole = select(func.count()).select_from(reports).where(reports.c.case_no == number)
        said = self.statement_rows(number, None, None, None, cleared)
        judged = select(func.count()).select_from(reviews).where(reviews.c.case_no == number)
        if cleared is not None:
            whole = whole.where(~_hidden(cleared, reports.c.id, reports.c.case_no))
            seen = exists(said.where(statements.c.id == reviews.c.subject).correlate(reviews))
            judged = judged.where(seen)
        waiting = self.candidate_rows(number, None, cleared)

        def many(query: Select[Any]) -> int:
            return int(self.connection.execute(query).scalar_one())

        return Counts(
            reports=many(whole),
            statements=many(said.with_only_columns(func.count())),
            reviews=many(judged),
            waiting=many(waiting.with_only_columns(func.count())),
        )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the search for garbage in circles, which takes two thirds of the time of making a
    hundred thousand values and finds none: they refer to one another by id only."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _hidden(
    cleared: Collection[str], report: Any = statements.c.report, case: Any = statements.c.case_no
) -> ColumnElement[bool]:
    """Whether a report lies in a compartment that the reader is not cleared for."""
    return exists().where(
        compartments.c.case_no == case,
        compartments.c.report == report,
        compartments.c.name.not_in(tuple(cleared)),
    )


def _behind(order: tuple[Any, ...], place: tuple[Any, ...]) -> ColumnElement[bool]:
    """Whether a row comes after a place in an order of several columns."""
    return or_(
        *(
            and_(*(order[i] == place[i] for i in range(at)), order[at] > place[at])
            for at in range(len(order))
        )
    )
