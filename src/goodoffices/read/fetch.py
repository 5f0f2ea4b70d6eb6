"""Fetch one page from an address that the user named. Nothing else in the product uses the network.

Only http and https; addresses of private networks, of this machine and the like are refused, on
every redirect again, at the moment of connecting (so that no name can point elsewhere in between).
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import urljoin, urlsplit

from goodoffices.errors import UnreadableDocument

MAX_BYTES = 50_000_000
MAX_REDIRECTS = 5
TIMEOUT = 20.0  # seconds for connecting, and for each read
AGENT = "goodoffices (a desk reading one page)"


def is_address(source: str) -> bool:
    """Whether a source is a web address rather than a file."""
    return source.lower().startswith(("http://", "https://"))


def fetch(url: str, *, allow_private: bool = False) -> tuple[bytes, str]:
    """The bytes at an address, and the address after redirects.

    Raises UnreadableDocument for anything that is not a document at a public address, larger than
    50 MB, or not there.
    """
    for _ in range(MAX_REDIRECTS + 1):
        status, location, body = _get(url, allow_private)
        if status not in (301, 302, 303, 307, 308) or not location:
            break
        url = urljoin(url, location)
    else:
        raise UnreadableDocument(url, f"more than {MAX_REDIRECTS} redirects")
    if status != 200:
        raise UnreadableDocument(url, f"the server answered with status {status}")
    return body, url


def _get(url: str, allow_private: bool) -> tuple[int, str | None, bytes]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UnreadableDocument(url, "only http and https addresses can be read")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection = _connection(parts.scheme, parts.hostname, parts.port, allow_private)
        try:
            connection.request("GET", path, headers={"User-Agent": AGENT, "Accept": "*/*"})
            answer = connection.getresponse()
            body = answer.read(MAX_BYTES + 1) if answer.status == 200 else b""
            location = answer.getheader("Location")
        finally:
            connection.close()
    except PrivateAddress as fault:
        raise UnreadableDocument(url, str(fault)) from None
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise UnreadableDocument(url, f"the address could not be read ({fault})") from fault
    if len(body) > MAX_BYTES:
        raise UnreadableDocument(url, f"larger than {MAX_BYTES // 1_000_000} MB")
    return answer.status, location, body


class PrivateAddress(OSError):
    """A name that leads to this machine or to a private network."""


def _connection(
    scheme: str, host: str, port: int | None, allow_private: bool
) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, port, timeout=TIMEOUT, context=context
        )
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    if not allow_private:
        connection._create_connection = _connect_public  # type: ignore[attr-defined]
    return connection


def _connect_public(
    address: tuple[str, int], timeout: float = TIMEOUT, source_address: None = None
) -> socket.socket:
    """Connect to a public address of the host, having looked at each one it resolves to."""
    host, port = address
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_, place in found:
        if not ipaddress.ip_address(place[0]).is_global:
            raise PrivateAddress(f"{host} is an address of a private network or of this machine")
    fault: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _, place in found:
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(timeout)
        try:
            connection.connect(place)
        except OSError as refused:
            connection.close()
            fault = refused
        else:
            return connection
    raise fault
