"""Filling a case from sources of any size: reports in, candidate statements out, in batches.

Neither holds more than a batch of texts and a sketch of each report. What a batch wrote is whole
and on disk; where the program is killed, the next call goes on from there, with nothing doubled or
lost.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from goodoffices.codec import canonical, plain, statement_id
from goodoffices.errors import InputError, PluginError, SpanMismatch, UnreadableDocument
from goodoffices.model.case import Case
from goodoffices.model.evidence import Report, Statement, check_span
from goodoffices.read.content import Note
from goodoffices.read.documents import Document, Known, Read, files_in, read_all
from goodoffices.read.fetch import fetch, is_address
from goodoffices.read.outside import Refused, Sending, outside_of
from goodoffices.version import __version__

BATCH = 200  # reports written together
PIECE = 25  # reports that one worker is given

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, how many there are."""

Consent = Callable[[Sending], bool]
"""Called before texts are sent to another machine, with what would be sent; whether to send it."""

Item = TypeVar("Item")


class Filling(Protocol):
    """What filling needs of the place where a case is. What is written is on disk, and whole."""

    def begun(self) -> contextlib.AbstractContextManager[bool]:
        """Hold the case for filling; true where an earlier one left copies to be marked."""

    def agenda(self) -> Case:
        """The case without reports and ledgers."""

    def report_ids(self) -> list[str]:
        """Ids of the reports, sorted."""

    def reports(self, names: Iterable[str]) -> Iterator[Report]:
        """Reports, one after another."""

    def put(self, reports: Sequence[Report], originals: Mapping[str, bytes]) -> None:
        """Write new reports."""

    def mark(self, copy_of: Mapping[str, str | None]) -> None:
        """Set of which report each is a copy."""

    def marked(self, names: Sequence[str]) -> None:
        """Note that the copies among these reports are marked."""

    def statement_ids(self, reports: set[str]) -> set[str]:
        """Ids of the statements read out of these reports."""

    def said_in(self, names: Sequence[str]) -> list[Statement]:
        """The statements read out of these reports before."""

    def extracted(self, key: str) -> set[str]:
        """Fingerprints of the reports that an extractor has been through."""

    def fingerprints(self, names: Iterable[str]) -> dict[str, str]:
        """Reports as an extractor knows them, by id."""

    def take(self, key: str, statements: Sequence[Statement], seen: Sequence[str]) -> None:
        """Add statements, and note which reports were gone through."""

    def ledger_size(self) -> int:
        """Where the ledger of statements ends now."""

    def statements_from(self, start: int) -> Iterator[Statement]:
        """The statements added since the ledger ended there."""


class Later(Sequence[Item], Generic[Item]):
    """A sequence whose items are read when they are asked for, so that many take no room."""

    def __init__(self, size: int, read: Callable[[], Iterator[Item]]) -> None:
        self._size, self._read = size, read

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Item]:
        return islice(self._read(), self._size)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        """One item, or a tuple of several."""
        if isinstance(place, slice):
            return tuple(self)[place]
        wanted = place + self._size if place < 0 else place
        if not 0 <= wanted < self._size:
            raise IndexError(place)
        return next(islice(self, wanted, None))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, kw_only=True)
class Added:
    """What became of the sources: new reports, those already there, failures, and notes.

    `copies` is how many of the new ones repeat another report.
    """

    new: Sequence[Report]
    known: Sequence[Report]
    failures: tuple[UnreadableDocument, ...]
    notes: tuple[Note, ...] = ()
    copies: int = 0


@dataclass(frozen=True, kw_only=True)
class Extracted:
    """Candidate statements found: those new to the ledger.

    `reports` is how many reports the case has, `read` how many of them were gone through now, by
    the `extractor` of that name; `poorly` how many of these are in each language other than
    English, of whose statements few are found by the extractors that work here. `refused` is what
    came back from another machine and was not taken. `repeated` were left out, because another
    extractor had found the same in nearly the same words (`goodoffices.read.voting.told_anew`).
    """

    new: Sequence[Statement]
    found: int
    reports: int
    read: int
    extractor: str
    poorly: dict[str, int]
    refused: Refused = field(default_factory=Refused)
    repeated: int = 0


# --- reports in ----------------------------------------------------------------------------------


def add(filling: Filling, sources: Iterable[Path | str], *, at: str, progress: Progress) -> Added:
    """Read files, folders and addresses into a case; `at` is the time now."""
    from goodoffices.read.sketches import Sketch, sketch

    new: dict[str, None] = {}
    again: dict[str, None] = {}
    failures: list[UnreadableDocument] = []
    notes: list[Note] = []
    sketches: dict[str, Sketch] = {}
    with filling.begun() as owing:
        filling.agenda()  # a case with faults is not added to
        known = set(filling.report_ids())
        batch: dict[str, Document] = {}
        documents = _documents(sources, failures, known, at)
        for done, (name, read) in enumerate(documents):
            for found in read():
                progress(f"reading {Path(name).name} ({len(new):,} new)", done, len(documents))
                if isinstance(found, UnreadableDocument):
                    failures.append(found)
                elif isinstance(found, Note):
                    notes.append(found)
                elif isinstance(found, Known):
                    again[found.id] = None
                else:
                    known.add(found.report.id)
                    new[found.report.id] = None
                    sketches[found.report.id] = sketch(found.report)
                    batch[found.report.id] = found
                    if len(batch) == BATCH:
                        _put(filling, batch)
        _put(filling, batch)
        copies = 0
        if new or owing:
            progress("looking for copies", len(documents), len(documents))
            copies = len(mark(filling, sketches).keys() & new.keys())
    return Added(
        new=Later(len(new), lambda: filling.reports(new)),
        known=Later(len(again), lambda: filling.reports(again)),
        failures=tuple(failures),
        notes=tuple(notes),
        copies=copies,
    )


def _put(filling: Filling, batch: dict[str, Document]) -> None:
    """Write a batch, and begin another."""
    named = {original_name(found): found.data for found in batch.values()}
    originals = {name: data for name, data in named.items() if name}
    if batch:
        filling.put([found.report for found in batch.values()], originals)
    batch.clear()


def mark(filling: Filling, sketches: Mapping[str, object]) -> dict[str, str]:
    """Mark the copies among all reports, of which some are sketched; each with its original."""
    from goodoffices.read.copies import copies_among
    from goodoffices.read.sketches import Sketch, sketch

    held: list[Sketch] = []
    marked: dict[str, str] = {}
    names = filling.report_ids()
    for report in filling.reports(name for name in names if name not in sketches):
        held.append(sketch(report))
        if report.copy_of is not None:
            marked[report.id] = report.copy_of
    held += [one for name in names if isinstance(one := sketches.get(name), Sketch)]
    found = copies_among(held, lambda name: next(filling.reports([name])).text)
    of = {copy.report: copy.of for copy in found}
    changed = iter([name for name in names if of.get(name) != marked.get(name)])
    while piece := tuple(islice(changed, BATCH)):
        filling.mark({name: of.get(name) for name in piece})
    filling.marked(names)
    return of


def _documents(
    sources: Iterable[Path | str],
    failures: list[UnreadableDocument],
    known: set[str],
    at: str,
) -> list[tuple[str, Callable[[], Iterable[Read]]]]:
    """The files and addresses behind the sources, each with how to read what is in it."""
    found: list[tuple[str, Callable[[], Iterable[Read]]]] = []
    for source in sources:
        text = str(source)
        if is_address(text):
            found.append((text, partial(from_address, text, known, at)))
        else:
            for path in map(str, files_in([Path(source)], failures)):
                read = partial(read_all, Path(path), name=path, retrieved=at, known=known)
                found.append((path, read))
    return found


def from_address(url: str, known: Container[str] = (), at: str | None = None) -> Iterable[Read]:
    """What is at an address of the web, fetched `at` a time. Private networks are refused."""
    try:
        data, final, charset, cut = fetch(url)
    except UnreadableDocument as failure:
        return [failure]
    return read_all(data, name=url, retrieved=at, url=final, charset=charset, cut=cut, known=known)


_SUFFIXES = {
    "text/plain": ".txt",
    "text/html": ".html",
    "application/pdf": ".pdf",
    "message/rfc822": ".eml",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/jsonl": ".json",
    "text/csv": ".json",
}


def original_name(found: Document) -> str | None:
    """The file for the bytes that a report was read from; None where they are its text."""
    if found.report.text.encode() == found.data:
        return None
    return found.report.id + _SUFFIXES.get(found.report.media_type, ".docx")


# --- candidate statements ------------------------------------------------------------------------


def extract(
    filling: Filling,
    extractor: str | None,
    *,
    again: bool,
    workers: int,
    progress: Progress,
    consent: Consent | None = None,
) -> Extracted:
    """Candidate statements out of the reports that the extractor has not been through.

    Where none is named it is the one that is usual for so many reports. Raises InputError where
    texts would be sent to another machine without consent.
    """
    from goodoffices.read.trained import poorly_read, usual
    from goodoffices.read.voting import extractor as named
    from goodoffices.read.voting import told_anew
    from goodoffices.solve.sweep import sweep

    extractor = extractor or usual(len(filling.report_ids()))
    outside = outside_of(named(extractor))  # an unknown name is told before anything is held
    signature = outside.signature() if outside else extractor
    with filling.begun() as owing:
        case = filling.agenda()
        if owing:
            mark(filling, {})
        key = journal_key(case, signature)
        names = filling.report_ids()
        seen = set() if again else filling.extracted(key)
        prints = filling.fingerprints(names)
        waiting = [name for name in names if prints[name] not in seen]
        start, found, new, repeated, done = filling.ledger_size(), 0, 0, 0, 0
        pieces = [tuple(waiting[at : at + PIECE]) for at in range(0, len(waiting), PIECE)]
        poorly: Counter[str] = Counter()
        refused = Refused()
        declared = _declared(case)
        if outside:
            sending = outside.sending(filling.reports(waiting), again=again, **declared)
            _agreed(sending, consent)

        def given() -> Iterator[tuple[Report, ...]]:
            for piece in pieces:
                reports = tuple(filling.reports(piece))
                poorly.update(poorly_read(reports))
                yield reports

        batch: list[Statement] = []
        read: list[str] = []
        for piece, statements in zip(
            pieces,
            sweep(partial(_extracted, extractor, case, bool(outside)), given(), workers=workers),
            strict=True,
        ):
            progress(f"extracting ({new:,} statements)", done, len(waiting))
            done += len(piece)
            if outside:
                for report in filling.reports(piece):
                    refused = refused.plus(outside.refused(report, **declared))
            found += len(statements)
            fresh, again_said = told_anew(statements, filling.said_in(piece))
            new, repeated = new + len(fresh), repeated + again_said
            batch += fresh
            read += [prints[name] for name in piece]
            if len(read) >= BATCH:
                filling.take(key, batch, read)
                batch, read = [], []
        filling.take(key, batch, read)
    return Extracted(
        new=Later(new, lambda: filling.statements_from(start)),
        found=found,
        reports=len(names),
        read=len(waiting),
        extractor=extractor,
        poorly={} if outside else dict(sorted(poorly.items())),
        refused=refused,
        repeated=repeated,
    )


def journal_key(case: Case, extractor: str) -> str:
    """What stands in the journal of a case for an extractor, and for all that it goes by beside
    the reports: a digest of its name, and one of everything, with a space between."""
    agenda = replace(Case(title=""), parties=case.parties, issues=case.issues,
                     vocabulary=case.vocabulary)  # fmt: skip
    whole = sha256(canonical([extractor, __version__, plain(agenda)])).hexdigest()
    return f"{sha256(extractor.encode()).hexdigest()[:16]} {whole}"


def _declared(case: Case) -> dict[str, Any]:
    """What an extractor is told of a case."""
    return {"parties": case.parties, "issues": case.issues, "vocabulary": case.vocabulary}


def _agreed(sending: Sending, consent: Consent | None) -> None:
    """Raise InputError where something would be sent and nobody has agreed to it."""
    if sending.requests and (consent is None or not consent(sending)):
        raise InputError(f"nothing was sent: sending texts to {sending.to} was not agreed to")


def stays_here(extractor: str) -> Callable[..., Iterable[Statement]]:
    """The extractor of that name. Raises InputError for one that sends texts, UnknownName."""
    from goodoffices.read.voting import extractor as named

    function: Callable[..., Iterable[Statement]] = named(extractor)
    if outside_of(function):
        raise InputError(
            f"the extractor {extractor!r} sends texts to another machine, which can only be agreed"
            f" to on the command line: goodoffices extract CASE --with {extractor}"
        )
    return function


def _extracted(
    extractor: str, case: Case, agreed: bool, reports: Sequence[Report]
) -> list[Statement]:
    """The statements of some reports; run by a worker."""
    found = (candidates_in(report, case, extractor, agreed=agreed) for report in reports)
    return [item for statements in found for item in statements]


def candidates_in(
    report: Report, case: Case, extractor: str, *, agreed: bool = False
) -> tuple[Statement, ...]:
    """The candidates that an extractor finds in one report.

    `agreed` says that the user agreed to sending the report elsewhere. Raises UnknownName for an
    extractor that is not registered, InputError for one that would send without that, PluginError
    for one that gives what would spoil the ledger.
    """
    from goodoffices.read.voting import extractor as named

    function = named(extractor) if agreed else stays_here(extractor)
    found = tuple(function(report, **_declared(case)))
    for statement in found:
        _check_candidate(statement, report, case, extractor)
    return found


def _check_candidate(statement: Statement, report: Report, case: Case, extractor: str) -> None:
    """Raise PluginError for a candidate that would spoil the ledger."""
    issue = case.issue_by_id.get(statement.issue or "")
    faults = []
    if statement.span is None:
        faults.append("it has no span")
    else:
        try:
            check_span(statement.span, report)
        except SpanMismatch as fault:
            faults.append(str(fault))
    if statement.party is not None and statement.party not in case.party_by_id:
        faults.append(f"unknown party {statement.party!r}")
    if statement.issue is not None and issue is None:
        faults.append(f"unknown issue {statement.issue!r}")
    if any(issue is None or option not in issue.option_ids for option in statement.options):
        faults.append("options that are not of its issue")
    if statement.id != statement_id(statement):
        faults.append("an id that is not of its content")
    if faults:
        raise PluginError(f"extractors/{extractor}", f"gave a statement with {'; '.join(faults)}")
