"""What a job was ordered to do, as plain values; and where orders are kept while they wait."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec

from goodoffices.errors import GoodOfficesError
from goodoffices.store import KeptJob, Store
from goodoffices.web.answers import encoded
from goodoffices.web.jobview import JobView

SERVER = "the server"
"""Who writes how jobs stand."""
LEASE = 60
"""Seconds after which the jobs of a server that is not heard of are taken up by another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Documents to read, by name; addresses to fetch; or reports to look through, `again` those
    that the extractor has been through as well."""

    compartments: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    extractor: str | None = None
    reports: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A job that another server left: its order, how it stood, and how many pieces were done."""

    view: JobView
    owner: str
    order: Order
    place: int


class Shelf(Protocol):
    """Where jobs are kept while they wait and go on."""

    def add(self, view: JobView, owner: str, order: Order, documents: Iterable[Path]) -> None:
        """Keep a job that was ordered."""

    def set(self, view: JobView, place: int) -> None:
        """How a job stands, and which of its pieces is the first that is not done."""

    def forget(self, names: Iterable[str]) -> None:
        """Take jobs out."""


class Nowhere:
    """Jobs of a server that keeps them in memory alone."""

    def add(self, view: JobView, owner: str, order: Order, documents: Iterable[Path]) -> None:
        """Nothing is kept."""

    def set(self, view: JobView, place: int) -> None:
        """Nothing is kept."""

    def forget(self, names: Iterable[str]) -> None:
        """Nothing is kept."""


class StoreShelf:
    """Jobs kept in a store, each under the server that works on it."""

    def __init__(self, store: Store) -> None:
        self.store, self.server = store, this_server()

    def add(self, view: JobView, owner: str, order: Order, documents: Iterable[Path]) -> None:
        """Keep a job with the documents that wait; on disk when this returns."""
        job = KeptJob(
            id=view.id, case=view.case, owner=owner, what=encoded(order), shown=encoded(view)
        )
        with self.store.begin(by=SERVER) as t:
            contents = (path.read_bytes() for path in documents)
            t.put_job(job, contents, server=self.server, seconds=LEASE)

    def set(self, view: JobView, place: int) -> None:
        """How a job stands; on disk when this returns."""
        with self.store.begin(by=SERVER) as t:
            t.set_job(view.id, shown=encoded(view), place=place)

    def forget(self, names: Iterable[str]) -> None:
        """Take jobs out."""
        with self.store.begin(by=SERVER) as t:
            t.forget_jobs(names)

    def renew(self) -> None:
        """Go on with what is ours."""
        with self.store.begin(by=SERVER) as t:
            t.renew_jobs(self.server, seconds=LEASE)

    def take(self) -> tuple[Taken, ...]:
        """The jobs that a server left which is gone, oldest first; from now on they are ours."""
        with self.store.begin(by=SERVER) as t:
            found = t.take_jobs(self.server, is_gone, seconds=LEASE)
        return tuple(
            Taken(
                view=msgspec.json.decode(job.shown, type=JobView),
                owner=job.owner,
                order=msgspec.json.decode(job.what, type=Order),
                place=job.place,
            )
            for job in found
        )

    def document(self, job: str, place: int, target: Path) -> None:
        """Write a document that waits to be read. Raises GoodOfficesError where it is not kept."""
        with self.store.reading() as t:
            data = t.document(job, place)
        if data is None:
            raise GoodOfficesError("the document is not kept any more; send it again")
        target.write_bytes(data)


def this_server() -> str:
    """This process as others can tell whether it is still there: machine, process, its start."""
    return f"{socket.gethostname()} {os.getpid()} {_started(os.getpid())}"


def is_gone(server: str) -> bool:
    """Whether a server was a process of this machine and is one no more."""
    host, _, rest = server.rpartition(" ")[0].rpartition(" ")
    started = server.rpartition(" ")[2]
    if host != socket.gethostname() or not rest.isdigit():
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return started != _started(int(rest))


def _started(process: int) -> str:
    """When a process began, as this machine counts; the same word for all where it cannot tell."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return "-"
