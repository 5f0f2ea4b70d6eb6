"""Routes by which reports come in and candidates are looked for: long work, done as jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path, PurePosixPath, PureWindowsPath
from uuid import uuid4

from starlette.datastructures import FormData, UploadFile

from goodoffices.errors import InputError, InvalidCase, UnknownName
from goodoffices.model.case import Case
from goodoffices.model.evidence import Report, Statement
from goodoffices.read.documents import Read
from goodoffices.read.fetch import is_address
from goodoffices.read.trained import usual
from goodoffices.web.access import Asked, Opened
from goodoffices.web.jobs import Kept, Piece
from goodoffices.web.jobview import JobView
from goodoffices.web.orders import Order
from goodoffices.web.routing import Routes
from goodoffices.web.shapes_writing import Addresses, ExtractionOrder, JobList
from goodoffices.workspace.filling import journal_key, stays_here
from goodoffices.workspace.working import fetch_and_read, find_candidates, read_spooled

routes = Routes()

SUFFIXES = (
    *(".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".eml", ".mbox", ".mbx"),
    *(".xml", ".rss", ".atom", ".rdf", ".csv", ".tsv", ".jsonl", ".ndjson", ".warc", ".warc.gz"),
)
LARGEST = 50_000_000
"""Bytes of one document."""
BATCH = 10
"""Reports that are looked through before what was found is written."""
MOST_ADDRESSES = 100


@routes.post("/cases/{case}/reports", "analyst", JobView, body=Addresses, form=True, status=202)
def post_reports(at: Opened, told: Addresses | FormData) -> JobView:
    """Add documents: files in a form (field `files`), or addresses to fetch. Answers with a job."""
    if isinstance(told, Addresses):
        return _begun(at, _fetched(at, told))
    compartments = tuple(str(name) for name in told.getlist("compartments") if name)
    at.must_be_cleared(compartments)
    files = _acceptable(told)
    paths = [_spooled(at, file) for file in files]
    order = Order(compartments=compartments, documents=tuple(_name(file) for file in files))
    return _begun(at, order, paths)


def _begun(at: Opened, order: Order, documents: Sequence[Path] = ()) -> JobView:
    return at.desk.jobs.begin(
        case=at.id,
        kind="extraction" if order.extractor else "reports",
        by=at.caller.name,
        owner=at.caller.owner,
        pieces=pieces_of(at, order, lambda place: documents[place]),
        order=order,
        documents=documents,
    )


def pieces_of(at: Opened, order: Order, document: Callable[[int], Path]) -> list[Piece]:
    """The pieces of a job, in order; `document` gives the file that waits at a place, when it is
    its turn."""
    if order.extractor is not None:
        return _looking(at, order, order.extractor)
    keep = partial(_keep, at, order.compartments)
    if order.addresses:
        return [
            Piece(compute=fetch_and_read, arguments=(url,), keep=partial(keep, None), name=url)
            for url in order.addresses
        ]
    return [_reading(keep, partial(document, place), n) for place, n in enumerate(order.documents)]


def _reading(
    keep: Callable[[Path | None, tuple[Read, ...]], Kept], document: Callable[[], Path], name: str
) -> Piece:
    """Read one document."""
    read: list[Path] = []

    def given() -> tuple[Path, str]:
        read.append(document())
        return read[-1], name

    return Piece(
        compute=read_spooled,
        arguments=given,
        keep=lambda found: keep(read[-1], found),
        name=name,
    )


def _fetched(at: Opened, told: Addresses) -> Order:
    at.must_be_cleared(told.compartments)
    if not 1 <= len(told.urls) <= MOST_ADDRESSES:
        raise InputError(f"urls: 1 to {MOST_ADDRESSES} addresses are needed")
    if wrong := [url for url in told.urls if not is_address(url) or len(url) > 2000]:
        raise InvalidCase([f"urls: {url[:100]!r} is not an address of the web" for url in wrong])
    return Order(compartments=told.compartments, addresses=told.urls)


def _acceptable(form: FormData) -> list[UploadFile]:
    files = [item for item in form.getlist("files") if isinstance(item, UploadFile)]
    if not files:
        raise InputError("files: no file was sent")
    faults = []
    for file in files:
        name = _name(file)
        if not name.lower().endswith(SUFFIXES):
            faults.append(f"{name}: only {', '.join(SUFFIXES)} are read")
        elif (file.size or 0) > LARGEST:
            faults.append(f"{name}: larger than {LARGEST // 1_000_000} MB")
    if faults:
        raise InvalidCase(faults)
    return files


def _name(file: UploadFile) -> str:
    """The last part of the name that the browser gave; only ever shown, never opened."""
    given = PureWindowsPath(PurePosixPath(file.filename or "").name).name
    return "".join(c for c in given if c.isprintable())[:200] or "document"


def _spooled(at: Opened, file: UploadFile) -> Path:
    path = at.desk.spool / uuid4().hex
    with path.open("wb") as target:
        while block := file.file.read(1 << 20):
            target.write(block)
    return path


def _keep(
    at: Opened, compartments: tuple[str, ...], path: Path | None, read: tuple[Read, ...]
) -> Kept:
    """Put what was read of one document into the case."""
    added = at.desk.keep(at, read, compartments)
    if path is not None:
        path.unlink(missing_ok=True)
    said = tuple(str(item) for item in (*added.failures, *added.notes))
    return Kept(len(added.new), len(added.known), said)


@routes.post("/cases/{case}/extractions", "analyst", JobView, body=ExtractionOrder, status=202)
def post_extraction(at: Opened, order: ExtractionOrder) -> JobView:
    """Look for candidate statements in reports that the extractor has not been through, or in all
    of them `again`. Answers with a job."""
    case = at.snapshot.case
    for name in order.reports or ():
        if name not in case.report_by_id:
            raise UnknownName("report", name)
    names = tuple(report.id for report in case.reports) if order.reports is None else order.reports
    if not names:
        raise InputError("the case has no reports yet; add some first")
    extractor = order.extractor or usual(len(case.reports))
    stays_here(extractor)
    return _begun(at, Order(extractor=extractor, reports=names, again=order.again))


def _looking(at: Opened, order: Order, extractor: str) -> list[Piece]:
    """Look through reports, some at a time, by the agenda as it is now."""
    case = at.snapshot.case
    agenda = Case(
        title=case.title, parties=case.parties, issues=case.issues, vocabulary=case.vocabulary
    )
    key = journal_key(agenda, extractor)

    @cache
    def seen() -> set[str]:
        """What the extractor had been through when the first report came to its turn."""
        return set() if order.again else at.desk.home(at).filling().extracted(key)

    found = []
    for start in range(0, len(order.reports), BATCH):
        names = order.reports[start : start + BATCH]
        batch = tuple(case.report_by_id[name] for name in names if name in case.report_by_id)
        there = tuple(report.id for report in batch)
        name = (batch[0].title if batch else None) or names[0]
        piece = _looking_through(at, there, agenda, extractor, key, seen)
        found.append(replace(piece, name=name, size=len(names)))
    return found


def _looking_through(
    at: Opened,
    names: tuple[str, ...],
    agenda: Case,
    extractor: str,
    key: str,
    seen: Callable[[], set[str]],
) -> Piece:
    """Look through those of some reports that are not `seen`."""
    prints: dict[str, str] = {}

    def given() -> tuple[tuple[Report, ...], Case, str]:
        prints.clear()
        filling = at.desk.home(at).filling()
        # Before the reports: one that is changed in between will be read again.
        held = filling.fingerprints(names)
        prints.update((name, one) for name, one in held.items() if one not in seen())
        return tuple(filling.reports(prints)), agenda, extractor

    def keep(found: tuple[Statement, ...]) -> Kept:
        skipped = len(names) - len(prints)
        if not prints:
            return Kept(0, 0, skipped=skipped)
        read = tuple(prints.values())
        new = at.desk.write(at, lambda workspace: len(workspace.take(found, key, read)))
        return Kept(new, len(found) - new, skipped=skipped)

    return Piece(compute=find_candidates, arguments=given, keep=keep, name="")


# --- jobs ----------------------------------------------------------------------------------------


@routes.get("/jobs", "session", JobList)
def get_jobs(at: Asked) -> JobList:
    """The jobs of whoever asks."""
    return JobList(items=at.desk.jobs.of(at.caller.owner))


@routes.get("/jobs/{job}", "session", JobView)
def get_job(at: Asked, job: str) -> JobView:
    """One job."""
    return at.desk.jobs.one(job, at.caller.owner)


@routes.delete("/jobs/{job}", "session", JobView)
def cancel_job(at: Asked, job: str) -> JobView:
    """Stop a job after the document at hand; what it did stays."""
    return at.desk.jobs.cancel(job, at.caller.owner)


@routes.post("/jobs/{job}/resume", "session", JobView)
def resume_job(at: Asked, job: str) -> JobView:
    """Go on with a job that was stopped, where it stopped."""
    return at.desk.jobs.resume(job, at.caller.owner)
