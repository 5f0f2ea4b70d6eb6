"""Running the server."""

from __future__ import annotations

import gc
import importlib.util
import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goodoffices.errors import InputError, MissingExtra

if TYPE_CHECKING:
    from goodoffices.web.oidc.provider import Provider


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address or name."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises InputError where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that asyncio turns off the delay of small pieces on what is accepted.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as fault:
        listener.close()
        raise InputError(
            f"cannot listen on {host}:{port} ({fault.strerror}); choose another --port"
        ) from None
    listener.listen()  # who comes while a large case is being read waits, and is not refused
    listener.set_inheritable(True)
    return listener


def single(path: Path, *, by: str, host: str) -> Any:
    """The application for one folder. Raises InputError for a host others could reach."""
    from goodoffices.web.app import create_app
    from goodoffices.web.single import SingleDesk

    if not is_loopback(host):
        raise InputError(
            f"a case folder is served without log-in and therefore only to this machine; {host} can"
            " be reached by others. Serve a database with accounts instead (see the how-to guide)"
        )
    return create_app(SingleDesk(path, by=by))


def shared(where: str, *, host: str, names: tuple[str, ...], secure: bool) -> Any:
    """The application for a store with accounts. `names` are those that it answers under.

    Raises InputError where there is no store, where nobody could administer it, and for a host that
    others can reach when passwords would cross the network without TLS. Raises MissingExtra where
    a log-in provider is configured and cannot be spoken to.
    """
    from goodoffices.store import Store
    from goodoffices.web.app import create_app
    from goodoffices.web.guard import LOOPBACK
    from goodoffices.web.shared import SharedDesk

    if not is_loopback(host) and not secure:
        raise InputError(
            f"{host} can be reached by others, and passwords must not cross a network in the clear:"
            " put a proxy with TLS in front and say so with --tls-proxy (see the how-to guide)"
        )
    if secure and not names:
        raise InputError("say with --name under which name browsers reach the proxy")
    store = Store.open(where)
    with store.reading() as t:
        if not any(user.administrator and not user.disabled for user in t.users()):
            raise InputError(
                f"{store} has no administrator yet; make one with"
                f"  goodoffices store user {store} NAME --administrator"
            )
    known = (*names, *LOOPBACK) if is_loopback(host) else names
    desk = SharedDesk(store, secure=secure, provider=_provider())
    return create_app(desk, hosts=known, secure=secure)


def _provider() -> Provider | None:
    """The log-in provider that is configured. Raises InputError and MissingExtra."""
    from goodoffices.web.oidc.provider import Provider
    from goodoffices.web.oidc.settings import configured

    settings = configured()
    if settings is None:
        return None
    if importlib.util.find_spec("joserfc") is None:
        raise MissingExtra("joserfc", "oidc", f"logging in through {settings.name}")
    return Provider(settings)


def settle() -> None:
    """Leave what was loaded out of the search for garbage in circles, and search seldom.

    A case of a hundred thousand statements is millions of values that refer to one another by id
    only; going through them again and again took a third of the time of every answer.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def server(
    app: Any, *, log_level: str = "warning", begun: Callable[[], None] = lambda: None
) -> Any:
    """A server for the application; it ends the streams of events when it is told to stop.

    `begun` is called when it is ready to answer.
    """
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            begun()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.desk.events.close()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        app,
        log_level=log_level,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
        timeout_keep_alive=75,  # longer than a reader pauses, and than proxies wait
    )
    return Server(config)


def run(app: Any, listener: socket.socket) -> None:
    """Serve until interrupted."""
    server(app, begun=settle).run(sockets=[listener])
