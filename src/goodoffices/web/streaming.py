"""The stream of events as a route."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from goodoffices.web.access import Desk
from goodoffices.web.faults import response_to

PATH = "/api/events"


def endpoint(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    """The function that answers with the stream."""

    async def get_events(request: Request) -> Response:
        try:
            caller = await run_in_threadpool(desk.caller, request)
            # Looks up which cases the caller may hear of, before anything happens to one of them.
            await run_in_threadpool(desk.holds, request, caller)
            stream = desk.events.open(
                caller.owner,
                sees=lambda case: desk.sees(caller, case),
                holds=lambda: desk.holds(request, caller),
            )
        except Exception as fault:
            return response_to(fault, request)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(
            desk.events.read(stream), media_type="text/event-stream", headers=headers
        )

    return get_events
