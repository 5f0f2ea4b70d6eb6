"""A process that computes for the server, so that it can be stopped, or die, without harm."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Lock
from typing import TypeVar

from goodoffices.errors import AnalysisError

T = TypeVar("T")
STARTING = 120.0
"""Seconds that the process may take to start, which count for nobody."""


class WorkFailed(AnalysisError):
    """Work that was not done: it took too long, or brought its process down."""


class Worker:
    """One process, started when it is first needed, and anew after it had to be stopped."""

    def __init__(self, *, seconds: float) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None

    def compute(self, function: Callable[..., T], *arguments: object) -> T:
        """What the function gives in the other process; what it raises is raised here.

        Raises WorkFailed where that takes too long or brings the process down.
        """
        try:
            waiting: Future[T] = self._started().submit(function, *arguments)
            return waiting.result(timeout=self._seconds)
        except TimeoutError:
            self.stop()
            raise WorkFailed(f"not done within {self._seconds:g} seconds") from None
        except BrokenProcessPool:
            self.stop()
            raise WorkFailed("it brought down the process that worked on it") from None

    def _started(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(max_workers=1, mp_context=context)
                self._pool.submit(_ready).result(timeout=STARTING)
            return self._pool

    def stop(self) -> None:
        """End the process at once."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is None:
            return
        processes = list((pool._processes or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()


def _ready() -> None:
    """What the process is asked first."""
