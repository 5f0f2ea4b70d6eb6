"""Signing in through a provider of the organisation's own, and out of it again."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from goodoffices.store import User
from goodoffices.web import accounts
from goodoffices.web.access import Asked, Desk
from goodoffices.web.answers import encoded
from goodoffices.web.faults import Refused
from goodoffices.web.oidc import entry
from goodoffices.web.routing import Routes
from goodoffices.web.shapes_people import LogInWays, Onward
from goodoffices.web.shared import SharedDesk

if TYPE_CHECKING:
    from goodoffices.web.oidc.provider import Provider

log = logging.getLogger("goodoffices.web")
routes = Routes()


def shared_desk(at: Asked) -> SharedDesk:
    """The desk of a store. Raises Refused (409) in single-user mode."""
    if not isinstance(at.desk, SharedDesk):
        raise Refused(
            409,
            "SingleUser",
            "a case folder is served to one user without accounts; serve a database for a team",
        )
    return at.desk


def end_old_session(desk: SharedDesk, request: Request) -> None:
    """End the session that the browser still has: another one begins."""
    old = accounts.token_in(request, secure=desk.secure)
    if old is not None:
        with desk.store.begin(by=accounts.SERVER) as t:
            t.end_session(old)


@routes.get("/log-in", "nothing", LogInWays)
def get_log_in(at: Asked) -> LogInWays:
    """How one may sign in here."""
    provider = at.desk.provider if isinstance(at.desk, SharedDesk) else None
    return LogInWays(provider=provider.settings.name if provider else None)


@routes.post("/session/provider", "nothing", Onward)
def begin_log_in(at: Asked) -> Response:
    """Begin to sign in through the provider: where to send the browser."""
    desk = shared_desk(at)
    if desk.provider is None:
        raise Refused(409, "NoProvider", "no log-in provider is configured on this server")
    token = entry.begun_token()
    try:
        to = entry.address_of(desk.provider, token, _return_address(desk.provider, at.request))
    except entry.EntryRefused as fault:
        log.warning("log-in through %s: %s", desk.provider.settings.name, fault)
        raise Refused(503, "ProviderFault", str(fault)) from None
    response = Response(encoded(Onward(to=to)), media_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    # Lax: the way back begins at another site. It is the only cookie that is sent then.
    response.set_cookie(
        _cookie(desk.secure),
        token,
        max_age=entry.HOLDS,
        path="/",
        secure=desk.secure,
        httponly=True,
        samesite="lax",
    )
    return response


def come_back(desk: Desk, request: Request) -> Response:
    """The browser comes back from the provider: signed in, or told why not."""
    if not isinstance(desk, SharedDesk) or desk.provider is None:
        return _onward("/")
    try:
        user = _vouched(desk, desk.provider, request)
        end_old_session(desk, request)
        session = accounts.sign_in_by(desk.store, user)
    except entry.EntryRefused as fault:
        log.warning("log-in through %s: %s", desk.provider.settings.name, fault)
        response = _onward(f"/?log-in={fault.code}")
    except Refused:
        response = _onward("/?log-in=many")
    else:
        response = _onward("/")
        accounts.set_cookie(response, session, secure=desk.secure)
    response.delete_cookie(
        _cookie(desk.secure), path="/", secure=desk.secure, httponly=True, samesite="lax"
    )
    return response


def _vouched(desk: SharedDesk, provider: Provider, request: Request) -> User:
    """The account of whoever comes back. Raises EntryRefused, and Refused (429)."""
    client = request.client
    accounts.note_attempts(
        desk.store, {f"from {client.host if client else 'unknown'}": accounts.TRIES_FROM}
    )
    token = request.cookies.get(_cookie(desk.secure))
    redirect = _return_address(provider, request)
    claims = entry.claims_from(provider, token, request.query_params, redirect)
    return entry.user_of(desk.store, provider.settings, claims)


def leave_provider(desk: SharedDesk, request: Request) -> str | None:
    """Where to sign out of the provider, for a session that it vouched for."""
    token = request.cookies.get(accounts.cookie_name(desk.secure), "")
    if desk.provider is None or not token.startswith(accounts.BY_PROVIDER):
        return None
    return entry.leave_address(desk.provider, f"{_address(desk.provider, request)}/")


def _return_address(provider: Provider, request: Request) -> str:
    return _address(provider, request) + entry.RETURN


def _address(provider: Provider, request: Request) -> str:
    """Where browsers reach this server. The guard has let no other host pass."""
    secure = request.app.state.desk.secure
    scheme = "https" if secure else "http"
    return provider.settings.address or f"{scheme}://{request.headers.get('host', '')}"


def _cookie(secure: bool) -> str:
    return f"{accounts.cookie_name(secure)}-entry"


def _onward(to: str) -> Response:
    return Response(status_code=303, headers={"Location": to, "Cache-Control": "no-store"})
