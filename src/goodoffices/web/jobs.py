"""Long work in the background: with progress, to be cancelled and taken up again.

Documents are read, and statements looked for, in a process of their own: a hostile document can
neither hold up the server nor bring it down. What is done is kept piece by piece, so that taking a
job up again goes on where it stopped; where there is a shelf, also after the server was killed.
"""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, RLock
from typing import Any, TypeVar

from goodoffices.errors import GoodOfficesError
from goodoffices.web.faults import Refused, not_found
from goodoffices.web.jobview import JobKind, JobState, JobView
from goodoffices.web.orders import Nowhere, Order, Shelf, Taken
from goodoffices.web.worker import Worker
from goodoffices.workspace import now

log = logging.getLogger("goodoffices.web")
T = TypeVar("T")
REMEMBERED = 200
"""Jobs that are remembered, the oldest ended ones forgotten first."""
PIECE_SECONDS = 120.0
"""How long one document may take."""
MOST_FAULTS = 100
"""Faults that a job remembers, the newest."""
STOPPING = "stopping"
"""What is said of a job that is to stop after the piece at hand."""
AT_ONCE = 20
"""Jobs that one user may have waiting or running."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of a piece was new, how much was known, and what to know of it; and how many of its
    documents there was no need to read."""

    new: int
    known: int
    faults: tuple[str, ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One step of a job: what is computed in another process, and what is then done with it here.

    `size` counts documents. `arguments` may be a function that gives them when it is their turn.
    """

    compute: Callable[..., Any]
    arguments: tuple[Any, ...] | Callable[[], tuple[Any, ...]]
    keep: Callable[[Any], Kept]
    name: str
    size: int = 1

    def given(self) -> tuple[Any, ...]:
        """The arguments."""
        return self.arguments() if callable(self.arguments) else self.arguments


@dataclass
class _Job:
    view: JobView
    owner: str
    pieces: list[Piece]
    place: int = 0
    lock: Any = field(default_factory=RLock)
    stop: Event = field(default_factory=Event)


Told = Callable[[JobView, str], None]
"""Called with a job that has changed, and the name of whose it is."""


class Jobs:
    """The jobs of a server, done one after another. Safe between threads."""

    def __init__(
        self, tell: Told, *, seconds: float = PIECE_SECONDS, shelf: Shelf | None = None
    ) -> None:
        self._tell = tell
        self._shelf: Shelf = shelf or Nowhere()
        self._closed = False
        self._worker = Worker(seconds=seconds)
        self._jobs: OrderedDict[str, _Job] = OrderedDict()
        self._lock = RLock()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs")

    # --- from outside ----------------------------------------------------------------------------

    def begin(
        self,
        *,
        case: str,
        kind: JobKind,
        by: str,
        owner: str,
        pieces: list[Piece],
        order: Order | None = None,
        documents: Iterable[Path] = (),
    ) -> JobView:
        """Put a job in the queue. Raises Refused (429) for one user's too many.

        With its `order`, and the `documents` that it reads, it is kept on the shelf.
        """
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
            forgotten = self._forget()
        try:
            if forgotten:
                self._shelf.forget(forgotten)
            if order is not None:
                self._shelf.add(view, owner, order, documents)
        except Exception:
            with self._lock:
                del self._jobs[view.id]
            raise
        self._queue(job)
        return view

    def take_up(self, taken: Taken, pieces: list[Piece]) -> None:
        """Go on with a job that another server left, unless it had ended; `pieces` are all of it.

        One that was stopped waits to be resumed.
        """
        job = _Job(taken.view, taken.owner, pieces[taken.place :], taken.place)
        with self._lock:
            self._jobs[taken.view.id] = job
        if job.view.message == STOPPING:
            self._change(job, state="cancelled", message="cancelled", ended=now())
        elif _open(job):
            job.view = replace(job.view, state="waiting", message="waiting")
            self._queue(job)

    def give_up(self, taken: Taken, fault: str) -> None:
        """A job that another server left and that cannot be gone on with."""
        job = _Job(taken.view, taken.owner, [], taken.place)
        with self._lock:
            self._jobs[taken.view.id] = job
        if _open(job):
            self._change(job, state="failed", message=fault, ended=now())

    @property
    def busy(self) -> bool:
        """Whether any job waits or goes on."""
        with self._lock:
            return any(_open(job) for job in self._jobs.values())

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
        with job.lock:
            if _open(job):
                job.stop.set()
                if job.view.state == "waiting":
                    self._change(job, state="cancelled", message="cancelled", ended=now())
                else:
                    self._change(job, message=STOPPING)
            return job.view

    def resume(self, name: str, owner: str) -> JobView:
        """Go on with a job that was cancelled or failed. Raises Refused."""
        job = self._held(name, owner)
        with job.lock:
            if job.view.state not in ("cancelled", "failed") or not job.pieces:
                raise Refused(
                    409, "NotStopped", "only a job that was stopped can be taken up again"
                )
            job.stop = Event()
            self._change(job, state="waiting", message="waiting", ended=None)
        self._queue(job)
        return job.view

    def close(self) -> None:
        """Stop everything; what was done stays, and what is on the shelf stays as it stands."""
        self._closed = True
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

    def _forget(self) -> list[str]:
        """Forget the oldest of too many; their names."""
        ended = [name for name, job in self._jobs.items() if not _open(job)]
        forgotten = ended[: max(0, len(self._jobs) - REMEMBERED)]
        for name in forgotten:
            del self._jobs[name]
        return forgotten

    def _queue(self, job: _Job) -> None:
        self._tell(job.view, job.owner)
        self._thread.submit(self._run, job)

    def _change(self, job: _Job, **fields: Any) -> None:
        """Note how a job stands, on the shelf before anybody is told."""
        with job.lock:
            view = replace(job.view, **fields)
            self._shelf.set(view, job.place)
            job.view = view
        self._tell(view, job.owner)

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
            if self._closed:
                return
            message = str(fault) if known else "a fault of the program; the server's log says more"
            self._change(job, state="failed", message=message, ended=now())
            return
        stopped = bool(job.pieces)
        if stopped and self._closed:  # it goes on when the server is started again
            return
        word: JobState = "cancelled" if stopped else "done"
        self._change(job, state=word, message=word, ended=now())

    def _left(self, job: _Job) -> Iterator[Piece]:
        """The pieces still to do; one is taken away when it is done, not before."""
        while job.pieces and not job.stop.is_set():
            yield job.pieces[0]

    def _do(self, job: _Job, piece: Piece) -> None:
        """Do a piece, and note that it is done."""
        try:
            computed = self._worker.compute(piece.compute, *piece.given())
        except (GoodOfficesError, OSError) as fault:
            if self._closed:
                return
            kept = Kept(0, 0, (f"{piece.name}: {fault}",))
        else:
            kept = piece.keep(computed)
        with job.lock:
            job.pieces.pop(0)
            job.place += 1
        self._change(
            job,
            done=job.view.done + piece.size,
            found=job.view.found + kept.new,
            known=job.view.known + kept.known,
            skipped=job.view.skipped + kept.skipped,
            faults=(*job.view.faults, *kept.faults)[-MOST_FAULTS:],
        )


def _open(job: _Job) -> bool:
    return job.view.state in ("waiting", "running")
