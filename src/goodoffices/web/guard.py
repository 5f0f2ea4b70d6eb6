"""What stands before every route: the right host, the right origin, sizes, and strict headers.

Rejects what a page of another origin could make a browser send, whether or not it has a session:
a name that leads here by rebinding, a request that another site caused, a body beyond the limit.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from goodoffices.web.faults import Refused, error_response

POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
    " object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SAFE = ("GET", "HEAD", "OPTIONS")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
MAX_BODY = 1_000_000
"""Bytes of a body, other than that of an upload."""


class Guard:
    """ASGI middleware. `hosts` are the names under which the server answers, None for any."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Iterable[str] | None,
        max_upload: int,
        secure: bool = False,
    ) -> None:
        self.app = app
        self.hosts = None if hosts is None else frozenset(host.lower() for host in hosts)
        self.max_upload, self.secure = max_upload, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with the size of the body watched and the headers set."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = self._limit(scope, headers)
        refusal = self._refusal(scope, headers, limit)
        dressed = self._dressed(send)
        if refusal is not None:
            status, kind, message = refusal
            await error_response(status, kind, message)(scope, receive, dressed)
            return
        await self.app(scope, _counted(receive, limit), dressed)

    def _limit(self, scope: Scope, headers: Headers) -> int:
        upload = headers.get("content-type", "").startswith("multipart/form-data")
        return self.max_upload if upload else MAX_BODY

    def _refusal(self, scope: Scope, headers: Headers, limit: int) -> tuple[int, str, str] | None:
        host = headers.get("host", "")
        if self.hosts is not None and _name(host) not in self.hosts:
            return 421, "WrongHost", "this server does not answer under that name"
        site = headers.get("sec-fetch-site")
        unsafe = scope["method"] not in SAFE
        of_api = scope["path"].startswith("/api")
        if site not in (None, "same-origin", "none") and (unsafe or of_api):
            return 403, "CrossSite", "another site caused this request; it was refused"
        origin = headers.get("origin")
        if unsafe and origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return 403, "CrossSite", "the request comes from another origin; it was refused"
        length = headers.get("content-length", "0")
        if not length.isdigit():
            return 400, "BadRequest", "the length of the body is not a number"
        if int(length) > limit:
            return 413, "TooLarge", _too_large(limit)
        return None

    def _dressed(self, send: Send) -> Send:
        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, text in HEADERS.items():
                    headers.setdefault(name, text)
                if self.secure:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        return wrapped


def _name(host: str) -> str:
    """The host without its port."""
    return (urlsplit(f"//{host}").hostname or "").lower()


def _counted(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def wrapped() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise Refused(413, "TooLarge", _too_large(limit))
        return message

    return wrapped


def _too_large(limit: int) -> str:
    return f"the body is larger than {limit:,} bytes"
