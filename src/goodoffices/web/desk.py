"""What every desk shares: jobs, the stream of events, a place for uploads, and how to end."""

from __future__ import annotations

import logging
import shutil
import tempfile
from pathlib import Path
from threading import Event, Thread

from goodoffices.errors import GoodOfficesError
from goodoffices.web.events import Events
from goodoffices.web.jobs import Jobs
from goodoffices.web.orders import Shelf
from goodoffices.web.worker import Worker
from goodoffices.workspace.snapshot import Snapshot
from goodoffices.workspace.views.agreement import agreement
from goodoffices.workspace.views.briefing import briefing
from goodoffices.workspace.views.drafts import drafts
from goodoffices.workspace.views.matrix import matrix
from goodoffices.workspace.views.reports import candidates
from goodoffices.workspace.views.timeline import timeline

log = logging.getLogger("goodoffices.web")

RENDERING = 120.0
"""Seconds that a briefing may take to be set."""
LOOK_EVERY = 2.0
"""Seconds between looks for what another program has written."""


class Office:
    """The parts of a desk that do not depend on where cases are kept."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self.events = Events()
        self.jobs = Jobs(self.events.tell_job, shelf=shelf)
        self.renderer = Worker(seconds=RENDERING)
        self._spool: Path | None = None
        self._ended = Event()
        self._watch: Thread | None = None

    @property
    def spool(self) -> Path:
        """A folder of our own where uploads wait to be read."""
        if self._spool is None:
            self._spool = Path(tempfile.mkdtemp(prefix="goodoffices-"))
        return self._spool

    def warm(self) -> None:
        """Compute what everybody asks for first, before somebody does."""

    def load(self) -> None:
        """Read what is served, so that nobody waits for it later."""

    def begin(self) -> None:
        """Read the cases; then begin to look for what other programs write."""
        try:
            self.load()
        except (GoodOfficesError, OSError) as fault:  # whoever asks for it will be told
            log.warning("could not read every case: %s", fault)
        self._watch = Thread(target=self._look_on, name="watch", daemon=True)
        self._watch.start()

    def watch_jobs(self) -> None:
        """Say that our jobs go on, and take up what others left."""

    def look(self) -> None:
        """Tell those who listen of cases that have changed."""

    def _look_on(self) -> None:
        try:
            self.warm()
        except Exception as fault:  # whoever asks for it will be told
            log.warning("could not prepare the first views: %s", fault)
        while not self._ended.wait(LOOK_EVERY):
            if self.events.watched:
                self.look()
            try:
                self.watch_jobs()
            except (GoodOfficesError, OSError) as fault:
                log.warning("could not look after the jobs: %s", fault)

    def close(self) -> None:
        """Stop jobs, end streams, take away uploads that wait."""
        self._ended.set()
        self.events.close()
        self.jobs.close()
        self.renderer.stop()
        if self._spool is not None:
            shutil.rmtree(self._spool, ignore_errors=True)
            self._spool = None


def warm(snapshot: Snapshot) -> None:
    """Compute the first views of a case; the solvers are loaded by it as well."""
    matrix(snapshot)
    agreement(snapshot)
    drafts(snapshot)
    timeline(snapshot)
    candidates(snapshot)
    if snapshot.has_agenda:
        briefing(snapshot)
