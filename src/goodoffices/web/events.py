"""One stream of server-sent events for each browser: jobs, and cases that have changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Literal

from goodoffices.web.answers import encoded
from goodoffices.web.faults import Refused
from goodoffices.web.jobview import JobView

STREAMS = 12
"""Streams that one user may have open: tabs of a browser."""
QUEUED = 200
"""Events that wait for a browser; one that falls further behind is cut off and begins again."""
HEARTBEAT = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One event. `job` comes with the job as it stands, `case` with its id and new revision."""

    type: Literal["hello", "job", "case"]
    job: JobView | None = None
    case: str | None = None
    revision: str | None = None


@dataclass(eq=False)
class Stream:
    """What waits for one browser. `sees` says whether its user may hear of a case."""

    owner: str
    sees: Callable[[str], bool]
    holds: Callable[[], bool]
    queue: asyncio.Queue[EventView | None] = field(
        default_factory=lambda: asyncio.Queue(maxsize=QUEUED)
    )


class Events:
    """The open streams. Told from any thread; read in the server's loop."""

    def __init__(self) -> None:
        self._streams: set[Stream] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def watched(self) -> bool:
        """Whether anybody listens."""
        return bool(self._streams)

    def tell_job(self, job: JobView, owner: str) -> None:
        """Tell the owner of a job how it stands."""
        self._tell(EventView(type="job", job=job), lambda stream: stream.owner == owner)

    def tell_case(self, case: str, revision: str) -> None:
        """Tell everybody who may see a case that it has changed."""
        event = EventView(type="case", case=case, revision=revision)
        self._tell(event, lambda stream: stream.sees(case))

    def _tell(self, event: EventView, wanted: Callable[[Stream], bool]) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._put, event, wanted)

    def _put(self, event: EventView, wanted: Callable[[Stream], bool]) -> None:
        for stream in list(self._streams):
            if not wanted(stream):
                continue
            try:
                stream.queue.put_nowait(event)
            except asyncio.QueueFull:
                self._streams.discard(stream)
                stream.queue.get_nowait()
                stream.queue.put_nowait(None)

    def open(self, owner: str, sees: Callable[[str], bool], holds: Callable[[], bool]) -> Stream:
        """A new stream. Raises Refused (429) for one user's too many."""
        self._loop = asyncio.get_running_loop()
        if sum(1 for stream in self._streams if stream.owner == owner) >= STREAMS:
            raise Refused(429, "TooMany", f"at most {STREAMS} streams for one user")
        stream = Stream(owner, sees, holds)
        self._streams.add(stream)
        return stream

    async def read(self, stream: Stream) -> AsyncIterator[bytes]:
        """The bytes of the stream until the browser goes or the session ends."""
        try:
            yield _line(EventView(type="hello"))
            while True:
                try:
                    event = await asyncio.wait_for(stream.queue.get(), HEARTBEAT)
                except TimeoutError:
                    if not await asyncio.to_thread(stream.holds):
                        return
                    yield b": still here\n\n"
                    continue
                if event is None:
                    return
                yield _line(event)
        finally:
            self._streams.discard(stream)

    def close(self) -> None:
        """End every stream."""
        for stream in list(self._streams):
            if self._loop is not None and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(_end, stream)


def _end(stream: Stream) -> None:
    while stream.queue.full():
        stream.queue.get_nowait()
    stream.queue.put_nowait(None)


def _line(event: EventView) -> bytes:
    return b"event: " + event.type.encode() + b"\ndata: " + encoded(event) + b"\n\n"
