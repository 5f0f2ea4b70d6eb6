"""Every refusal in one shape, with the status that fits."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from goodoffices.errors import (
    AnalysisError,
    GoodOfficesError,
    InputError,
    InvalidCase,
    MissingExtra,
    Problem,
    StaleWrite,
    TooLarge,
    UnknownName,
)
from goodoffices.web.answers import encoded
from goodoffices.web.shapes import ErrorAnswer, ErrorDetail, ProblemAnswer

log = logging.getLogger("goodoffices.web")
FEW = 40
"""Known names that are listed; more than these help nobody."""


class Refused(GoodOfficesError):
    """A request that is refused before anything of a case is looked at."""

    def __init__(
        self, status: int, kind: str, message: str, headers: dict[str, str] | None = None
    ) -> None:
        self.status, self.kind, self.headers = status, kind, headers or {}
        super().__init__(message)


def not_signed_in(message: str = "sign in first") -> Refused:
    """401."""
    return Refused(401, "NotSignedIn", message)


def not_allowed(message: str) -> Refused:
    """403."""
    return Refused(403, "NotAllowed", message)


def not_found(message: str) -> Refused:
    """404."""
    return Refused(404, "NotFound", message)


def error_response(
    status: int,
    kind: str,
    message: str,
    *,
    problems: Iterable[Problem] = (),
    known: Iterable[str] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    """A refusal as an answer."""
    names = tuple(known)
    listed = tuple(ProblemAnswer(file=p.file, line=p.line, message=p.message) for p in problems)
    detail = ErrorDetail(
        kind=kind,
        message=message,
        problems=listed,
        known=names if len(names) <= FEW else (),
    )
    return Response(
        encoded(ErrorAnswer(error=detail)),
        status_code=status,
        media_type="application/json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def response_to(fault: Exception, request: Request) -> Response:
    """The answer to an exception. What nobody foresaw is logged and tells the reader nothing."""
    kind, message = type(fault).__name__, str(fault)
    if isinstance(fault, Refused):
        return error_response(fault.status, fault.kind, message, headers=fault.headers)
    if isinstance(fault, HTTPException):  # of a form that cannot be taken apart
        return error_response(fault.status_code, "BadRequest", str(fault.detail))
    if isinstance(fault, InvalidCase):
        return error_response(422, kind, message, problems=fault.problems)
    if isinstance(fault, UnknownName):
        in_path = fault.name in request.path_params.values()
        return error_response(404 if in_path else 422, kind, message, known=fault.known)
    if isinstance(fault, StaleWrite):
        return error_response(409, kind, message)
    if isinstance(fault, (InputError, TooLarge)):
        return error_response(422, kind, message)
    if isinstance(fault, AnalysisError):
        return error_response(503, kind, message)
    if isinstance(fault, MissingExtra):
        return error_response(501, kind, message)
    log.error("%s %s failed", request.method, request.url.path, exc_info=fault)
    return error_response(
        500,
        "Fault",
        "this is a fault of the program; nothing was written. The server's log says more.",
    )
