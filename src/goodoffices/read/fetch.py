"""Fetch one page or feed from an address that the user named; nothing else here uses the network.

Only http and https; addresses of private networks, of this machine and the like are refused, on
every redirect again, at the moment of connecting (so that no name can point elsewhere in between).
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import time
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from goodoffices.errors import UnreadableDocument
from goodoffices.read.kinds import HEAD, is_feed

MAX_BYTES = 50_000_000
MAX_FEED_BYTES = 15_000_000
MAX_SECONDS = 120.0  # for one document, however slowly it comes
MAX_REDIRECTS = 5
TIMEOUT = 20.0  # seconds for connecting, and for each read
AGENT = "goodoffices (a desk reading one page)"


def is_address(source: str) -> bool:
    """Whether a source is a web address rather than a file."""
    return source.lower().startswith(("http://", "https://"))


class Answer(NamedTuple):
    """What an address gave: the bytes, the address after redirects, the declared encoding.

    `cut` says why the bytes are only the beginning; that is so for feeds that do not end.
    """

    data: bytes
    url: str
    charset: str | None = None
    cut: str | None = None


def fetch(url: str, *, allow_private: bool = False) -> Answer:
    """What is at an address, after at most `MAX_REDIRECTS` redirects.

    Raises UnreadableDocument for anything that is not a document at a public address, larger than
    50 MB, slower than two minutes, or not there. A feed beyond these limits is cut instead.
    """
    for _ in range(MAX_REDIRECTS + 1):
        status, location, answer = _get(url, allow_private)
        if status not in (301, 302, 303, 307, 308) or not location:
            break
        url = urljoin(url, location)
    else:
        raise UnreadableDocument(url, f"more than {MAX_REDIRECTS} redirects")
    if status != 200:
        raise UnreadableDocument(url, f"the server answered with status {status}")
    return answer


_KEPT = "/%:=&?~#+!$,;'@()*[]"  # what an address may hold unquoted


def _get(url: str, allow_private: bool) -> tuple[int, str | None, Answer]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as fault:
        raise UnreadableDocument(url, f"the address is not one ({fault})") from fault
    if parts.scheme not in ("http", "https") or not host:
        raise UnreadableDocument(url, "only http and https addresses can be read")
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_KEPT)
    headers = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
    try:
        connection = _connection(parts.scheme, host, port, allow_private)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body, cut = _body(answer, url) if answer.status == 200 else (b"", None)
            location = answer.getheader("Location")
            kind = answer.getheader("Content-Type") or ""
        finally:
            connection.close()
    except PrivateAddress as fault:
        raise UnreadableDocument(url, str(fault)) from None
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise UnreadableDocument(url, f"the address could not be read ({fault})") from fault
    charset = re.search(r"charset\s*=\s*\"?([\w.:-]{2,40})", kind[:200], re.I)
    return answer.status, location, Answer(body, url, charset[1] if charset else None, cut)


def _body(answer: http.client.HTTPResponse, url: str) -> tuple[bytes, str | None]:
    """The bytes, and why there are more of them where a feed was cut. Raises UnreadableDocument."""
    end = time.monotonic() + MAX_SECONDS
    body = bytearray()
    while piece := answer.read1(1 << 16):
        body += piece
        late = time.monotonic() > end
        if late or len(body) > MAX_FEED_BYTES:
            if is_feed(bytes(body[:HEAD])):
                size = f"{MAX_FEED_BYTES / 1e6:g} MB"
                return bytes(body[:MAX_FEED_BYTES]), (
                    f"the feed did not end in {MAX_SECONDS:g} seconds"
                    if late
                    else f"the feed is longer than {size}"
                )
            if late:
                raise UnreadableDocument(url, f"it did not end in {MAX_SECONDS:g} seconds")
            if len(body) > MAX_BYTES:
                raise UnreadableDocument(url, f"larger than {MAX_BYTES // 1_000_000} MB")
    if answer.length:
        raise UnreadableDocument(url, "the answer broke off before its end; try again")
    return bytes(body), None


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


def _public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address, and the one that it wraps (NAT64, 6to4, Teredo), is of the public net."""
    if not address.is_global or address.is_multicast:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return True
    wrapped = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        wrapped.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return all(_public(inner) for inner in wrapped if inner is not None)


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _connect_public(
    address: tuple[str, int], timeout: float = TIMEOUT, source_address: None = None
) -> socket.socket:
    """Connect to a public address of the host, having looked at each one it resolves to."""
    host, port = address
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_, place in found:
        if not _public(ipaddress.ip_address(place[0])):
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
