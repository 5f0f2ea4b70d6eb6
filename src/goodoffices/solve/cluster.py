"""The same function over many pieces on a cluster of Dask: the seam of `sweep` beyond one machine.

Dask (BSD-3) is an optional extra. Its scheduler gives a piece to another worker where one is lost,
so a worker that is killed loses nothing but the piece that it was at.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from goodoffices.errors import AnalysisError, InputError, MissingExtra

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")

AHEAD = 4
"""Pieces given out for each worker."""


def over_cluster(
    function: Callable[[Piece], Answer], pieces: Iterable[Piece], address: str
) -> Iterator[Answer]:
    """`function` of each piece, in order, by the workers of the scheduler at `address`.

    The function and the pieces must be picklable, and the package installed on the workers. What
    the function raises is raised here. Raises MissingExtra without Dask, InputError where no
    scheduler answers, AnalysisError where workers are lost again and again on the same piece.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError as fault:
        raise MissingExtra("distributed", "cluster", "work on a cluster") from fault
    try:
        client: Any = Client(address, timeout="20s", set_as_default=False)
    except (OSError, ValueError) as fault:
        raise InputError(f"no Dask scheduler answers at {address} ({fault})") from fault
    with client:
        waiting = iter(pieces)
        running: deque[Any] = deque()
        try:
            while True:
                wanted = max(1, len(client.nthreads())) * AHEAD - len(running)
                for piece in islice(waiting, max(0, wanted)):  # less where a worker was lost
                    running.append(client.submit(function, piece, pure=False))
                if not running:
                    return
                answer: Answer = running[0].result()
                running.popleft()
                yield answer
        except KilledWorker as fault:
            raise AnalysisError(
                "workers of the cluster were lost again and again on the same piece of work;"
                " try with more memory for each, or smaller pieces"
            ) from fault
        finally:
            client.cancel(list(running))
