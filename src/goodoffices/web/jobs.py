"""Long work in the background: with progress, to be cancelled and taken up again.

Documents are read, and statements looked for, in a process of their own: a hostile document can
neither hold up the server nor bring it down. What is done is kept piece by piece, so that taking a
job up again goes on where it stopped.
"""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Event, RLock
from typing import Any, Literal, TypeVar

from goodoffices.errors import GoodOfficesError
from goodoffices.web.faults import Refused, not_found
from goodoffices.web.worker import Worker
from goodoffices.workspace import now

log = logging.getLogger("goodoffices.web")
T = TypeVar("T")
JobState = Literal["waiting", "running", "done", "cancelled", "failed"]
JobKind = Literal["reports", "extraction"]

REMEMBERED = 200
"""Jobs that are remembered, the oldest ended ones forgotten first."""
PIECE_SECONDS = 120.0
"""How long one document may take."""
MOST_FAULTS = 100
"""Faults that a job remembers, the newest."""
AT_ONCE = 20
"""Jobs that one user may have waiting or running."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job as it stands. `found` counts what was new; `faults` say what could not be read."""

    id: str
    case: str
    kind: JobKind
    state: JobState
    by: str
    done: int
    total: int
    found: int
    known: int
    faults: tuple[str, ...]
    message: str
    begun: str
    ended: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of a piece was new, how much was known, and what to know of it."""

    new: int
    known: int
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One step of a job: what is computed in another process, and what is then done with it here.

    `size` counts documents.
    """

    compute: Callable[..., Any]
    arguments: tuple[Any, ...]
    keep: Callable[[Any], Kept]
    name: str
    size: int = 1


@dataclass
class _Job:
    view: JobView
    owner: str
    pieces: list[Piece]
    stop: Event = field(default_factory=Event)


Told = Callable[[JobView, str], None]
"""Called with a job that has changed, and the name of whose it is."""


class Jobs:
    """The jobs of a server, done one after another. Safe between threads."""

    def __init__(self, tell: Told, *, seconds: float = PIECE_SECONDS) -> None:
        self._tell = tell
        self._worker = Worker(seconds=seconds)
        self._jobs: OrderedDict[str, _Job] = OrderedDict()
        self._lock = RLock()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs")

    # --- from outside ----------------------------------------------------------------------------

    def begin(
        self, *, case: str, kind: JobKind, by: str, owner: str, pieces: list[Piece]
    ) -> JobView:
        """Put a job in the queue. Raises Refused (429) for one user's too many."""
        with self._lock:
            busy = [job for job in self._jobs.values() if job.owner == owner and _open(job)]
            if len(busy) >= AT_ONCE:
                raise Refused(429, "TooMany", f"at most {AT_ONCE} jobs at once; wait for one")
            view = JobView(
                id=secrets.token_hex(8),
                case=case,
                kind=kind,
                state="waiting",
                by=by,
                done=0,
                total=sum(piece.size for piece in pieces),
                found=0,
                known=0,
                faults=(),
                message="waiting",
                begun=now(),
                ended=None,
            )
            job = _Job(view, owner, pieces)
            self._jobs[view.id] = job
            self._forget()
        self._queue(job)
        return view

    def of(self, owner: str) -> tuple[JobView, ...]:
        """The jobs of one user, the newest first."""
        with self._lock:
            return tuple(j.view for j in reversed(self._jobs.values()) if j.owner == owner)

    def one(self, name: str, owner: str) -> JobView:
        """One of them. Raises Refused (404), also for the job of another user."""
        return self._held(name, owner).view

    def cancel(self, name: str, owner: str) -> JobView:
        """Stop a job after the piece at hand; what it did stays. Raises Refused."""
        job = self._held(name, owner)
        with self._lock:
            if _open(job):
                job.stop.set()
                if job.view.state == "waiting":
                    self._change(job, state="cancelled", message="cancelled", ended=now())
            return job.view

    def resume(self, name: str, owner: str) -> JobView:
        """Go on with a job that was cancelled or failed. Raises Refused."""
        job = self._held(name, owner)
        with self._lock:
            if job.view.state not in ("cancelled", "failed") or not job.pieces:
                raise Refused(
                    409, "NotStopped", "only a job that was stopped can be taken up again"
                )
            job.stop = Event()
            self._change(job, state="waiting", message="waiting", ended=None)
        self._queue(job)
        return job.view

    def close(self) -> None:
        """Stop everything; what was done stays."""
        with self._lock:
            for job in self._jobs.values():
                job.stop.set()
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._worker.stop()

    # --- inside ----------------------------------------------------------------------------------

    def _held(self, name: str, owner: str) -> _Job:
        with self._lock:
            job = self._jobs.get(name)
        if job is None or job.owner != owner:
            raise not_found("there is no such job")
        return job

    def _forget(self) -> None:
        ended = [name for name, job in self._jobs.items() if not _open(job)]
        for name in ended[: max(0, len(self._jobs) - REMEMBERED)]:
            del self._jobs[name]

    def _queue(self, job: _Job) -> None:
        self._tell(job.view, job.owner)
        self._thread.submit(self._run, job)

    def _change(self, job: _Job, **fields: Any) -> None:
        with self._lock:
            job.view = replace(job.view, **fields)
        self._tell(job.view, job.owner)

    def _run(self, job: _Job) -> None:
        if job.stop.is_set():
            return
        self._change(job, state="running", message="running")
        try:
            for piece in self._left(job):
                self._do(job, piece)
        except Exception as fault:
            known = isinstance(fault, GoodOfficesError)
            if not known:
                log.error("job %s failed", job.view.id, exc_info=fault)
            message = str(fault) if known else "a fault of the program; the server's log says more"
            self._change(job, state="failed", message=message, ended=now())
            return
        stopped = bool(job.pieces)
        word: JobState = "cancelled" if stopped else "done"
        self._change(job, state=word, message=word, ended=now())

    def _left(self, job: _Job) -> Iterator[Piece]:
        """The pieces still to do; one is taken away when it is done, not before."""
        while job.pieces and not job.stop.is_set():
            yield job.pieces[0]
            with self._lock:
                finished = job.pieces.pop(0)
            self._change(job, done=job.view.done + finished.size)

    def _do(self, job: _Job, piece: Piece) -> None:
        try:
            computed = self._worker.compute(piece.compute, *piece.arguments)
        except (GoodOfficesError, OSError) as fault:
            faults = (*job.view.faults, f"{piece.name}: {fault}")
            self._change(job, faults=faults[-MOST_FAULTS:])
            return
        kept = piece.keep(computed)
        self._change(
            job,
            found=job.view.found + kept.new,
            known=job.view.known + kept.known,
            faults=(*job.view.faults, *kept.faults)[-MOST_FAULTS:],
        )


def _open(job: _Job) -> bool:
    return job.view.state in ("waiting", "running")
