"""How a route is declared: its path, who may use it, what it is told and what it answers.

A handler is a plain function from an opened case (or a caller) and checked parameters to a frozen
value. Everything else (who asks, what they may see, sizes, JSON, faults) is done here, once, so
that no route can forget it.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from fastapi import FastAPI, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from goodoffices.codec import structure
from goodoffices.errors import InvalidCase
from goodoffices.web.access import Asked, Desk, Opened
from goodoffices.web.answers import Answer, answer, send
from goodoffices.web.faults import Refused, response_to
from goodoffices.web.shapes import ErrorAnswer

MAX_FILES, MAX_FIELDS = 500, 20

Needs = Literal["nothing", "session", "reader", "analyst", "lead", "administrator"]
"""Who may use a route: anybody; whoever is signed in; who has at least this role in the case."""

Method = Literal["GET", "POST", "PUT", "DELETE"]

AsOf = Annotated[
    str | None,
    Query(description="Count what was said by the end of this day: 2025-12-29, 2025-12 or 2025."),
]
Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most.")]
After = Annotated[str | None, Query(description="Begin behind this one, as `next` named it.")]


Handler = Callable[..., Any]
H = TypeVar("H", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One route.

    `kept`: the answer depends on the case and the parameters alone. `form`: the body may be a form
    with files instead of JSON.
    """

    method: Method
    path: str
    handler: Handler
    needs: Needs
    answer: Any
    body: Any = None
    form: bool = False
    status: int = 200
    kept: bool = False
    media: tuple[str, ...] = ()

    @property
    def of_case(self) -> bool:
        """Whether the route is about one case."""
        return "{case}" in self.path

    @property
    def name(self) -> str:
        """The name under which clients know the operation."""
        return self.handler.__name__


@dataclass
class Routes:
    """The routes that one module declares."""

    listed: list[Route] = field(default_factory=list)

    def get(
        self,
        path: str,
        needs: Needs,
        answer: Any,
        *,
        kept: bool = False,
        media: tuple[str, ...] = (),
    ) -> Callable[[H], H]:
        """Declare a route that changes nothing."""
        return self._add("GET", path, needs=needs, answer=answer, kept=kept, media=media)

    def post(
        self,
        path: str,
        needs: Needs,
        answer: Any,
        *,
        body: Any = None,
        form: bool = False,
        status: int = 200,
    ) -> Callable[[H], H]:
        """Declare a route that adds something, or asks a question too long for an address."""
        told: dict[str, Any] = {"body": body, "form": form, "status": status}
        return self._add("POST", path, needs=needs, answer=answer, **told)

    def put(self, path: str, needs: Needs, answer: Any, *, body: Any) -> Callable[[H], H]:
        """Declare a route that sets something."""
        return self._add("PUT", path, needs=needs, answer=answer, body=body)

    def delete(self, path: str, needs: Needs, answer: Any) -> Callable[[H], H]:
        """Declare a route that takes something away."""
        return self._add("DELETE", path, needs=needs, answer=answer)

    def _add(self, method: Method, path: str, **given: Any) -> Callable[[H], H]:
        def keep(handler: H) -> H:
            self.listed.append(Route(method=method, path=f"/api{path}", handler=handler, **given))
            return handler

        return keep


def add(app: FastAPI, desk: Desk | None, route: Route) -> None:
    """Put a route on the server; without a desk it can only be described."""
    app.add_api_route(
        route.path,
        _endpoint(desk, route),
        methods=[route.method],
        name=route.name,
        operation_id=route.name,
        status_code=route.status,
        description=inspect.getdoc(route.handler),
        response_model=None,
        responses=_responses(route),
        openapi_extra=_body_schema(route),
    )


Endpoint = Callable[..., Awaitable[Response]]


def _endpoint(desk: Desk | None, route: Route) -> Endpoint:
    """The function that the framework calls: it finds out who asks, and never raises."""

    async def serve(request: Request, **given: Any) -> Response:
        assert desk is not None
        try:
            if route.body is None:
                return await run_in_threadpool(_answered, desk, route, request, given)
            context = await run_in_threadpool(admitted, desk, route, request)
            if route.form and is_form(request):
                async with request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS) as form:
                    return await run_in_threadpool(_done, route, context, given, form)
            body = await _read_body(request, route)
            return await run_in_threadpool(_done, route, context, given, body)
        except Exception as fault:
            return response_to(fault, request)

    hints = typing.get_type_hints(route.handler, include_extras=True)
    own = list(inspect.signature(route.handler).parameters.values())
    skipped = 1 + (route.body is not None)  # the context, and the body
    asked = [
        parameter.replace(annotation=hints[parameter.name], kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in own[skipped:]
    ]
    named = {parameter.name for parameter in asked}
    for name in _path_names(route.path):
        if name not in named:
            kind = inspect.Parameter.KEYWORD_ONLY
            asked.append(inspect.Parameter(name, kind, annotation=str))
    first = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    serve.__signature__ = inspect.Signature([first, *asked])  # type: ignore[attr-defined]
    serve.__name__ = route.name
    return serve


def _path_names(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def admitted(desk: Desk, route: Route, request: Request) -> Asked:
    """Who asks, and the case as they may see it; before anything else. Raises Refused."""
    if not route.of_case:
        caller = desk.caller(request) if route.needs != "nothing" else desk.guest(request)
        if route.needs == "administrator":
            caller.must_administer()
        return Asked(caller=caller, desk=desk, request=request)
    case = request.path_params["case"]
    caller, role, snapshot, cleared = desk.admit(request, case, route.needs)
    return Opened(
        caller=caller,
        desk=desk,
        request=request,
        id=case,
        role=role,
        snapshot=snapshot,
        cleared=cleared,
    )


def _answered(desk: Desk, route: Route, request: Request, given: dict[str, Any]) -> Response:
    return _done(route, admitted(desk, route, request), given)


def _done(route: Route, context: Asked, given: dict[str, Any], *told: Any) -> Response:
    """The handler's value as a response; kept where it depends on nothing else."""
    request = context.request
    if route.of_case:
        given.pop("case")
    if route.kept and isinstance(context, Opened):
        key = ("answer", route.path, tuple(sorted(given.items())))
        ready = context.snapshot.memory.once(key, lambda: answer(route.handler(context, **given)))
        return send(ready, request)
    value = route.handler(context, *told, **given)
    if isinstance(value, Response):
        return value
    if isinstance(value, Answer):
        return send(value, request)
    sent = send(answer(value), request)
    if sent.status_code == 200:
        sent.status_code = route.status
    return sent


def is_form(request: Request) -> bool:
    """Whether the body is a form with files."""
    return request.headers.get("content-type", "").lower().startswith("multipart/form-data")


async def _read_body(request: Request, route: Route) -> Any:
    """The body as a value of the declared type. Raises InvalidCase with every fault."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(415, "WrongType", "the body must be application/json")
    try:
        data = msgspec.json.decode(await request.body())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise InvalidCase([f"the body is not JSON: {fault}"]) from None
    value, faults = structure(route.body, data)
    if faults:
        raise InvalidCase([f"{_place(fault.path)}{fault.message}" for fault in faults])
    return value


def _place(path: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in path) + ": " if path else ""


# --- what OpenAPI says of a route ----------------------------------------------------------------


def ref(cls: type) -> dict[str, str]:
    """Where the description of a type is."""
    return {"$ref": f"#/components/schemas/{cls.__name__}"}


def _responses(route: Route) -> dict[int | str, dict[str, Any]]:
    refused = {"application/json": {"schema": ref(ErrorAnswer)}}
    content: dict[str, Any] = {
        media: {"schema": {"type": "string", "format": "binary"}} for media in route.media
    }
    if route.answer is not None:
        content["application/json"] = {"schema": ref(route.answer)}
    codes = {422: "What was sent does not hold together."}
    if route.needs != "nothing":
        codes |= {401: "Nobody is signed in.", 403: "Whoever asks may not do this."}
    if route.needs == "administrator":
        codes[409] = "There are no accounts in single-user mode."
    if "{" in route.path:
        codes[404] = "There is no such case, or nothing of that name in it."
    if route.form:
        codes[400] = "The form cannot be taken apart, or has too many parts."
    if route.method != "GET":
        codes |= {
            409: "Somebody else has changed it first.",
            413: "Too large.",
            415: "Of a type that is not read.",
        }
    if route.path == "/api/session" and route.method == "POST":
        codes |= {401: "The name or the password is not right.", 429: "Too many attempts; wait."}
    if route.path == "/api/session/provider":
        codes[503] = "The provider does not answer."
    if route.status == 202 or route.name == "put_password":
        codes[429] = "Too much at once; wait."
    found: dict[int | str, dict[str, Any]] = {
        code: {"description": words, "content": refused} for code, words in codes.items()
    }
    found[route.status] = (
        {"description": "Done.", "content": content} if content else {"description": "Done."}
    )
    return found


def _body_schema(route: Route) -> dict[str, Any] | None:
    if route.body is None:
        return None
    content: dict[str, Any] = {"application/json": {"schema": ref(route.body)}}
    if route.form:
        files = {"type": "array", "items": {"type": "string", "format": "binary"}}
        names = {"type": "array", "items": {"type": "string"}}
        fields = {"files": files, "compartments": names}
        content["multipart/form-data"] = {
            "schema": {"type": "object", "properties": fields, "required": ["files"]}
        }
    return {"requestBody": {"required": True, "content": content}}
