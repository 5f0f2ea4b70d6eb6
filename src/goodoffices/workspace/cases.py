"""A case, open for work.

Everything a user does goes through here, whether from the terminal, a page or a notebook. A
`Workspace` holds the case as last read and its home, a folder or a database; what it writes is on
disk before it returns.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goodoffices import plugins
from goodoffices.codec import identified
from goodoffices.elicit import known as known_before
from goodoffices.elicit.assumptions import Assumptions
from goodoffices.elicit.conflict import conflict_of
from goodoffices.elicit.consequence import consequence, ranked
from goodoffices.elicit.elicit import elicit
from goodoffices.errors import (
    InputError,
    UnknownName,
    UnreadableDocument,
)
from goodoffices.formats.case_folder import new_case
from goodoffices.model.agenda import Draft
from goodoffices.model.case import Case, LearnedTerm, waiting_statements
from goodoffices.model.dates import Date, bounds, happened_by
from goodoffices.model.elicited import Consequence, Elicited
from goodoffices.model.evidence import Report, Review, Statement
from goodoffices.model.finding import Finding
from goodoffices.model.graph import ConflictGraph
from goodoffices.model.plan import ConflictPlan
from goodoffices.read.content import Note
from goodoffices.read.documents import Known, Read
from goodoffices.track.repeats import repeats
from goodoffices.workspace.applying import applied
from goodoffices.workspace.filling import (
    Added,
    Consent,
    Extracted,
    Progress,
    add,
    extract,
    original_name,
)
from goodoffices.workspace.homes import CaseHome, FolderHome, home_of, names_store
from goodoffices.workspace.questions import QUESTIONS, ask
from goodoffices.workspace.running import run

if TYPE_CHECKING:
    from goodoffices.read.learning import ProposedTerm


def silent(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def now() -> str:
    """The time in UTC to the second, as reviews record it."""
    return datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


class Workspace:
    """A case, open for work.

    `where` is a case folder, a store with one case, or `STORE#CASE`; a store is a file of SQLite or
    the address of a PostgreSQL database. What is written to a store is signed `by` somebody, this
    account if nobody is named. A `lazy` one reads the case when it is first asked for, so that a
    large one can be added to without being held. Raises InputError where there is no case.
    """

    def __init__(
        self,
        where: Path | str | CaseHome,
        case: str | None = None,
        *,
        by: str | None = None,
        lazy: bool = False,
    ) -> None:
        self.home = home_of(where, case, by) if isinstance(where, (Path, str)) else where
        self._case: Case | None = None
        self._held: tuple[Case, Elicited | None] | None = None
        self._known: known_before.Known | None = None
        self._behind = False
        if not lazy:
            self.case = self.home.read()

    @classmethod
    def create(cls, path: Path | str, title: str) -> Workspace:
        """A new case folder with commented files, or a case in a store with the same; a store that
        is a file is made where there is none. Raises InputError where something is there."""
        if names_store(path):
            from goodoffices.workspace.moving import new_in_store

            return cls(new_in_store(path, title).where)
        new_case(Path(path), title)
        return cls(path)

    @classmethod
    def holding(cls, home: CaseHome, case: Case) -> Workspace:
        """A workspace on a home whose case was read before."""
        workspace = cls.__new__(cls)
        workspace.home, workspace.case = home, case
        workspace._held = workspace._known = None
        return workspace

    @property
    def path(self) -> Path:
        """The case folder. Raises InputError for a case in a database."""
        if not isinstance(self.home, FolderHome):
            raise InputError(f"{self.home.where} is a case in a database and has no folder")
        return self.home.path

    @property
    def case(self) -> Case:
        """The case as last read or written here."""
        if self._case is None:
            self._case = self.home.read()
        elif self._behind:
            self._case = self.home.refresh(self._case)
        self._behind = False
        return self._case

    @case.setter
    def case(self, case: Case) -> None:
        self._case, self._behind = case, False

    def refresh(self) -> None:
        """Read what others wrote since."""
        self.case = self.home.refresh(self.case)

    # --- reports in ------------------------------------------------------------------------------

    def add(self, sources: Iterable[Path | str], *, progress: Progress = silent) -> Added:
        """Read files, folders and web addresses into the case. The same bytes twice are one report.

        A message, a feed, a mailbox, a web archive or a table gives a report for each thing in it.
        A document that cannot be read is listed among the failures; the others are added, in
        batches, and where the program is killed the same call goes on from there.
        """
        added = add(self.home.filling(), sources, at=now(), progress=progress)
        self._behind = True
        return added

    def keep(self, read: Iterable[Read]) -> Added:
        """Put what was read into the case, the reports with the bytes they were taken from."""
        from goodoffices.read.copies import mark_copies

        known = self.case.report_by_id
        fresh: dict[str, Report] = {}
        again: dict[str, Report] = {}
        failures: list[UnreadableDocument] = []
        notes: list[Note] = []
        originals: dict[str, bytes] = {}
        for found in read:
            if isinstance(found, UnreadableDocument):
                failures.append(found)
            elif isinstance(found, Note):
                notes.append(found)
            elif isinstance(found, Known):
                again[found.id] = known[found.id]
            elif (report := found.report).id in known or report.id in fresh:
                again[report.id] = known.get(report.id) or fresh[report.id]
            else:
                fresh[report.id] = report
                if name := original_name(found):
                    originals[name] = found.data
        if fresh:
            marked = mark_copies((*self.case.reports, *fresh.values()))
            after = dataclasses.replace(self.case, reports=tuple(marked))
            self.case = self.home.write(self.case, after, originals)
        new = tuple(self.case.report_by_id[name] for name in fresh)
        return Added(
            new=new,
            known=tuple(again.values()),
            failures=tuple(failures),
            notes=tuple(notes),
            copies=sum(report.copy_of is not None for report in new),
        )

    def save(self, case: Case) -> None:
        """Write a case that was edited; in a folder, what stays the same keeps every byte.

        Raises InvalidCase naming every fault, and StaleWrite where it was changed meanwhile.
        """
        self.case = self.home.write(self.case, case, {})

    # --- candidate statements --------------------------------------------------------------------

    def extract(
        self,
        extractor: str | None = None,
        *,
        again: bool = False,
        workers: int = 1,
        progress: Progress = silent,
        consent: Consent | None = None,
    ) -> Extracted:
        """Candidate statements out of the reports, added to the ledger in batches.

        Without a name the extractor is the accurate one for a few reports and the fast one for
        many. What is there already is left alone, so that extracting twice changes nothing;
        reports that this extractor has been through, with the same parties, issues and vocabulary,
        are not read `again` unless that is asked for. `workers` is how many processes work, 0 as
        many as there are cores; the statements do not depend on it. An extractor that sends texts
        to another machine does so only where `consent`, called with what would be sent, is true.
        Two extractors joined by a plus vote. Raises UnknownName for an extractor that is not
        registered, PluginError for one that breaks its contract, InputError without consent.
        """
        extracted = extract(
            self.home.filling(),
            extractor,
            again=again,
            workers=workers,
            progress=progress,
            consent=consent,
        )
        self._behind = True
        return extracted

    def take(
        self, candidates: Iterable[Statement], key: str, seen: Sequence[str]
    ) -> tuple[Statement, ...]:
        """Add the candidates of an extractor to the ledger as `extract` does, and note which
        reports they were found in: `seen` as the case's filling gives their fingerprints, under a
        `journal_key`. Returns those that were added."""
        from goodoffices.read.voting import told_anew

        found = tuple(candidates)
        reports = {one.span.report for one in found if one.span}
        said = (s for s in self.case.statements if s.span and s.span.report in reports)
        new, _ = told_anew(found, said)
        self.case = self.home.take(self.case, new, key, seen)
        return new

    # --- review ----------------------------------------------------------------------------------

    def candidates(self) -> tuple[Statement, ...]:
        """Statements with words of a report that nobody has decided on.

        Report by report, the oldest first and those without a date last, in order of the text.
        """
        return waiting_statements(self.case)

    def ranked(self) -> tuple[Consequence, ...]:
        """The candidates in order of what accepting each would change, the greatest change first;
        `goodoffices.elicit.consequence` defines the order."""
        held, known = self._elicited_now()
        return ranked(self.case, self.candidates(), held, known)

    def consequence(self, statement: Statement) -> Consequence:
        """What accepting one candidate would change now."""
        return consequence(self.case, statement, *self._elicited_now())

    def _elicited_now(self) -> tuple[Elicited | None, known_before.Known]:
        """What follows from the case as it is, None while its agenda is empty; and what of it
        holds after the next verdict."""
        held = self._known
        known = (
            held.followed_by(self.case) if held else known_before.Known(self.case, Assumptions())
        )
        self._known = known
        if self._held is None or self._held[0] is not self.case:
            agenda = self.case.parties and any(issue.negotiable for issue in self.case.issues)
            self._held = self.case, elicit(self.case, known=known) if agenda else None
        return self._held[1], known

    def decide(
        self,
        statement: Statement,
        verdict: str,
        *,
        by: str,
        note: str | None = None,
        replacement: Statement | None = None,
        at: str | None = None,
        name: str | None = None,
        copies: Iterable[str] = (),
    ) -> Review:
        """Record a verdict; on disk when this returns. An amendment brings its replacement.

        `name` is the id of the review where the caller has made one. The verdict is applied to the
        statements `copies` as well, each with a review of its own that `follows` this one; they
        must be candidates that say the same in copies of the report (`goodoffices.track.repeats`).
        Raises UnknownName for a statement that is not in the ledger and InputError for an amendment
        without replacement, a replacement without amendment, or copies that are none; StaleWrite
        where in a store somebody else decided on a statement since the case was last read.
        """
        others = self._copies(statement, tuple(copies))
        if (verdict == "amended") != (replacement is not None):
            raise InputError("an amendment, and only an amendment, needs a replacement")
        review = Review(
            id=name or "",
            subject=statement.id,
            verdict=verdict,  # type: ignore[arg-type]
            by=by,
            at=at or now(),
            note=note,
        )
        if replacement is not None:
            replacement = identified(dataclasses.replace(replacement, extractor="review"))
            if replacement.id == statement.id:
                raise InputError("the replacement says the same as the statement")
        made = applied(review, statement, others, replacement, len(self.case.reviews))
        known = self.case.statement_by_id
        fresh = {s.id: s for _, s in made if s is not None and s.id not in known}
        self.case = self.home.append(self.case, tuple(fresh.values()), [r for r, _ in made])
        return made[0][0]

    def _copies(self, statement: Statement, copies: tuple[str, ...]) -> list[Statement]:
        """The statements of these ids. Raises UnknownName, and InputError for those that do not
        say the same in a copy, or were decided on."""
        known = self.case.statement_by_id
        for name in (statement.id, *copies):
            if name not in known:
                raise UnknownName("statement", name, known)
        if not copies:
            return []
        there = repeats(self.case, (statement, *self.candidates())).get(statement.id, ())
        for name in copies:
            if name not in there:
                raise InputError(
                    f"statement {name} does not wait for review in a copy of the same report, or"
                    " does not say the same: decide on it by itself"
                )
        return [known[name] for name in dict.fromkeys(copies)]

    def withdraw(self, review: Review, *, at: str | None = None) -> Review:
        """Take a verdict back: a further line with the same id, and the first one stays.

        Those that follow it, applied to copies with it, are taken back with it.
        """
        standing = self.case.standing_review.values()
        following = [other for other in standing if other.follows == review.id]
        signed = at or now()
        withdrawn = [dataclasses.replace(one, withdrawn_at=signed) for one in (review, *following)]
        self.case = self.home.append(self.case, (), withdrawn)
        return withdrawn[0]

    # --- words from amendments -------------------------------------------------------------------

    def proposed_terms(self) -> tuple[ProposedTerm, ...]:
        """Words that amendments propose for the vocabulary (`goodoffices.read.learning`)."""
        from goodoffices.read.learning import proposed_terms

        return proposed_terms(self.case)

    def learn(self, term: ProposedTerm, accept: bool, *, by: str, at: str | None = None) -> None:
        """Accept a proposed term into the vocabulary, or reject it for good; no statement changes.

        Raises StaleWrite where the agenda was changed meanwhile.
        """
        from goodoffices.workspace.learning import decided_on

        self.save(decided_on(self.case, term, accept, by=by, at=at or now()))

    def forget(self, words: str, *, at: str | None = None) -> tuple[LearnedTerm, ...]:
        """Take back what was decided on these words; what that was. Raises UnknownName."""
        from goodoffices.workspace.learning import withdrawn

        case, gone = withdrawn(self.case, words, at=at or now())
        self.save(case)
        return gone

    # --- questions -------------------------------------------------------------------------------

    def elicited(self, as_of: Date | None = None, **assumptions: Any) -> Elicited:
        """Positions and the negotiation on a date. Raises InputError for an empty agenda."""
        _check_agenda(self.case)
        return elicit(self.case, as_of=as_of, **assumptions)

    def draft(self, name: str) -> Draft:
        """The draft of that id. Raises UnknownName."""
        if name not in self.case.draft_by_id:
            raise UnknownName("draft", name, self.case.draft_by_id)
        return self.case.draft_by_id[name]

    def analyse(
        self,
        analysis: str,
        held: Elicited | None = None,
        *,
        draft: str | None = None,
        **parameters: Any,
    ) -> Finding[Any]:
        """Run one analysis on what was elicited; on all the evidence if nothing is given.

        Raises UnknownName for an analysis, draft, party or parameter that is not known.
        """
        known = plugins.names("analyses")
        if analysis not in known:
            raise UnknownName("analysis", analysis, (*known, *QUESTIONS))
        held = held or self.elicited()
        return run(
            analysis,
            held.negotiation,
            offered={"positions": held.positions},
            draft=self.draft(draft) if draft else None,
            parameters=parameters,
        )

    def ask(
        self,
        question: str,
        *,
        draft: str | None = None,
        as_of: Date | None = None,
        assumptions: Mapping[str, Any] | None = None,
        **parameters: Any,
    ) -> Finding[Any]:
        """Put one question to the evidence, on a date.

        Raises UnknownName for a question, draft, issue or parameter that is not known.
        """
        if question not in QUESTIONS:
            raise UnknownName("question", question, QUESTIONS)
        if question == "shifts":
            _check_agenda(self.case)
        given = {**parameters, **({"draft": draft} if draft else {})}
        return ask(self.case, question, as_of, dict(assumptions or {}), given)

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Names of the conflicts (graph model) that are kept with the case."""
        return self.home.conflicts()

    def conflict(self, name: str | None = None) -> ConflictGraph:
        """A conflict made from its plan; the name may be left out where there is one.

        Raises UnknownName, and InvalidCase for faults in the file.
        """
        if name is None:
            if len(self.conflicts) != 1:
                held = ", ".join(self.conflicts) or "none; see the reference, 'Stability'"
                raise InputError(f"say which conflict: --set conflict=NAME (there: {held})")
            name = self.conflicts[0]
        return conflict_of(self.case, self.home.plan(name))

    def conflict_plan(self, name: str) -> ConflictPlan:
        """What a conflict asks, and of which draft. Raises UnknownName."""
        return self.home.plan(name)

    def drafts_by(self, as_of: Date | None) -> tuple[Draft, ...]:
        """Drafts that existed on the date, oldest first."""
        there = [draft for draft in self.case.drafts if happened_by(draft.date, as_of)]
        return tuple(sorted(there, key=lambda draft: (*bounds(draft.date), draft.id)))


def _check_agenda(case: Case) -> None:
    lacking = []
    if not case.parties:
        lacking.append("parties")
    if not any(issue.negotiable for issue in case.issues):
        lacking.append("issues with options")
    if lacking:
        raise InputError(
            f"the case {case.title!r} names no {' and no '.join(lacking)} yet: add them to"
            " case.yaml, where comments show how"
        )
