"""The application: every route on one desk, behind the guard."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from goodoffices.errors import Problem
from goodoffices.web import administration, briefing, intake, reading, signing, streaming, writing
from goodoffices.web.access import Desk
from goodoffices.web.answers import answer, send
from goodoffices.web.faults import error_response, response_to
from goodoffices.web.guard import LOOPBACK, Guard
from goodoffices.web.oidc.entry import RETURN
from goodoffices.web.openapi import describe
from goodoffices.web.pages import STATIC, Pages
from goodoffices.web.routing import Route, add, admitted

MAX_UPLOAD = 200_000_000
"""Bytes of an upload, all its files together."""


def every_route() -> tuple[Route, ...]:
    """All that the server answers under /api."""
    parts = (reading, briefing, writing, intake, signing, administration)
    return tuple(route for part in parts for route in part.routes.listed)


def create_app(
    desk: Desk,
    *,
    hosts: Iterable[str] | None = LOOPBACK,
    static: Path = STATIC,
    max_upload: int = MAX_UPLOAD,
    secure: bool = False,
) -> FastAPI:
    """The server as an ASGI application.

    `hosts` are the names under which it answers, None for any; `secure` says that it is reached
    over TLS only.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        desk.begin()
        yield
        desk.close()

    app = FastAPI(
        title="Good Offices", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan
    )
    app.state.desk = desk
    routes = every_route()
    for route in routes:
        add(app, desk, route)
    described = answer(describe(app, routes))

    def get_openapi(request: Request) -> Response:
        return send(described, request)

    def get_return(request: Request) -> Response:
        return signing.come_back(desk, request)

    app.add_route(RETURN, get_return, methods=["GET"], include_in_schema=False)
    app.add_route(streaming.PATH, streaming.endpoint(desk), include_in_schema=False)
    app.add_route("/api/openapi.json", get_openapi, include_in_schema=False)
    app.add_route("/{path:path}", Pages(static).__call__, methods=["GET"], include_in_schema=False)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)
    app.add_middleware(Guard, hosts=hosts, max_upload=max_upload, secure=secure)
    return app


def document() -> dict[str, Any]:
    """The OpenAPI document, without a desk behind the routes."""
    app = FastAPI(openapi_url=None)
    routes = every_route()
    for route in routes:
        add(app, None, route)
    return describe(app, routes)


async def _not_valid(request: Request, fault: Exception) -> Response:
    """What does not fit the parameters of a route, told to those who may use it."""
    assert isinstance(fault, RequestValidationError)
    name = request.scope["route"].operation_id
    route = next(route for route in every_route() if route.name == name)
    try:
        await run_in_threadpool(admitted, request.app.state.desk, route, request)
    except Exception as refusal:
        return response_to(refusal, request)
    problems = [
        Problem("", 0, f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}")
        for one in fault.errors()
    ]
    message = "; ".join(problem.message for problem in problems)
    return error_response(422, "InvalidCase", message, problems=problems)


def _http(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    kinds = {404: "NotFound", 405: "WrongMethod"}
    kind = kinds.get(fault.status_code, "BadRequest")
    headers = dict(fault.headers or {})
    return error_response(fault.status_code, kind, str(fault.detail), headers=headers)


def _unforeseen(request: Request, fault: Exception) -> Response:
    return response_to(fault, request)
