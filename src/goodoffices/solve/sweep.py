"""The same function over many pieces of work: in this process, or on several cores.

The answers come in the order of the pieces, whatever worked on them, so nothing depends on the
number of workers. Workers are given values and give back values; the function and the pieces must
be picklable. A worker that is killed loses nothing: what it had is done again.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import wait
from threading import Thread
from typing import TypeVar

from goodoffices.errors import AnalysisError, InputError

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")

AHEAD = 3  # pieces given out beyond those at work, a worker
ATTEMPTS = 3  # times a piece is tried when workers end under it


def cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system tells
        return os.cpu_count() or 1


def sweep(
    function: Callable[[Piece], Answer], pieces: Iterable[Piece], *, workers: int = 1
) -> Iterator[Answer]:
    """`function` of each piece, in order. Pieces are taken from the iterable as they are needed.

    `workers` is how many processes work; 1 is this process alone, 0 all cores. What the function
    raises is raised here. Raises AnalysisError where workers end again and again on the same piece,
    for instance for want of memory.
    """
    if workers < 0:
        raise InputError(f"the number of workers is 0 (all cores) or more, not {workers}")
    workers = workers or cores()
    if workers == 1:
        yield from map(function, pieces)
        return
    yield from _pooled(function, iter(pieces), workers)


def _pooled(
    function: Callable[[Piece], Answer], pieces: Iterator[Piece], workers: int
) -> Iterator[Answer]:
    waiting: deque[Piece] = deque()  # given out and not answered, in order
    attempts = 0
    while True:
        with ProcessPoolExecutor(
            workers, mp_context=_context(), initializer=_end_with_parent
        ) as pool:
            try:
                running: deque[Future[Answer]] = deque(
                    pool.submit(function, piece) for piece in waiting
                )
                while True:
                    for piece in islice(pieces, workers * AHEAD - len(running)):
                        waiting.append(piece)
                        running.append(pool.submit(function, piece))
                    if not running:
                        return
                    answer = running[0].result()
                    running.popleft()
                    waiting.popleft()
                    attempts = 0
                    yield answer
            except BrokenProcessPool as fault:
                attempts += 1
                if attempts == ATTEMPTS:
                    raise AnalysisError(
                        f"worker processes ended {ATTEMPTS} times on the same piece of work;"
                        " try with fewer workers, or one"
                    ) from fault
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _end_with_parent() -> None:
    """Let this worker end when the process that it works for is gone; it would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _context() -> multiprocessing.context.BaseContext:
    known = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in known else "spawn")
