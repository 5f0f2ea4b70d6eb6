"""One question to a chat-completions endpoint: bounded in time and size, tried again, no redirects.

    ask(settings, messages)  -> Answer

Raises `NoAnswer` where no further question makes sense (key refused, no such model, a redirect, not
reachable after all tries). What came but cannot be used is an `Answer` with the reason.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import msgspec

from goodoffices.errors import PluginError
from goodoffices.read.llm.settings import Settings, is_near

TRIES = 5
PAUSE = 1.0  # seconds before the second try; doubled for each further one
LONGEST_PAUSE = 60.0  # that a server may ask for
MAX_BYTES = 4_000_000
_LATER = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})


class NoAnswer(PluginError):
    """The endpoint does not answer, or refuses: asking about other reports would not help."""

    def __init__(self, settings_place: str, reason: str) -> None:
        self.place, self.why = settings_place, reason
        super().__init__("extractors/llm", f"{settings_place}: {reason}")

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.place, self.why))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The text that the model wrote, or why what came cannot be used."""

    content: str = ""
    unusable: str = ""


class _Late(Exception):
    """Try again: what happened, and how long the server asks to wait."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        self.reason, self.wait = reason, wait
        super().__init__(reason)


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Completion(msgspec.Struct):
    choices: list[_Choice]


def ask(settings: Settings, messages: list[dict[str, str]], response_format: Any) -> Answer:
    """The answer to these messages, in at most `TRIES` tries."""
    body: dict[str, Any] = {
        "model": settings.model,
        "messages": messages,
        "temperature": 0,
        settings.tokens_field: settings.max_tokens,
    }
    if response_format is not None:
        body["response_format"] = response_format
    data = msgspec.json.encode(body)
    reason = ""
    for attempt in range(TRIES):
        try:
            return _once(settings, data)
        except _Late as late:
            reason = late.reason
            if attempt + 1 < TRIES:
                time.sleep(max(PAUSE * 2**attempt, min(late.wait, LONGEST_PAUSE)))
    raise NoAnswer(settings.place, f"{reason}, {TRIES} times; what was answered is kept")


def _once(settings: Settings, data: bytes) -> Answer:
    parts = urlsplit(settings.url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "goodoffices",
    }
    if settings.key:
        headers["Authorization"] = f"Bearer {settings.key}"
    connection = _connection(settings)
    expired = threading.Event()
    clock: threading.Timer | None = None
    try:
        connection.connect()
        # A socket's time-out holds for each read; a server that drips is ended by the clock.
        clock = threading.Timer(settings.timeout, _end, (connection.sock, expired))
        clock.daemon = True
        clock.start()
        connection.request("POST", target, body=data, headers=headers)
        answer = connection.getresponse()
        text = answer.read(MAX_BYTES + 1)
    except ssl.SSLCertVerificationError as fault:
        raise NoAnswer(settings.place, f"its certificate is not valid ({fault.reason})") from None
    except (OSError, http.client.HTTPException, ValueError) as fault:
        if expired.is_set() or isinstance(fault, TimeoutError):
            raise _Late(f"no whole answer in {settings.timeout:g} seconds") from None
        # The words of the fault may quote what was sent; its kind says enough.
        told = getattr(fault, "strerror", None) or type(fault).__name__
        raise _Late(f"the connection failed ({told})") from None
    finally:
        if clock is not None:
            clock.cancel()
        connection.close()
    if expired.is_set():
        raise _Late(f"no whole answer in {settings.timeout:g} seconds")
    return _understood(settings, answer, text, bool(not answer.length or len(text) > MAX_BYTES))


def _end(sock: socket.socket, expired: threading.Event) -> None:
    expired.set()
    with contextlib.suppress(OSError):
        # The plain socket's method also on a TLS socket: the other thread is inside the TLS one.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _connection(settings: Settings) -> http.client.HTTPConnection:
    """Not connected yet; https through the proxy that the user's environment names, if any."""
    parts = urlsplit(settings.url)
    host, port, limit = parts.hostname or "", parts.port, settings.timeout
    if parts.scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=limit)
    context = ssl.create_default_context()
    proxy = "" if is_near(host) or proxy_bypass(host) else getproxies().get("https", "")
    through = urlsplit(proxy if "//" in proxy else f"//{proxy}")
    if not through.hostname:
        return http.client.HTTPSConnection(host, port, timeout=limit, context=context)
    connection = http.client.HTTPSConnection(
        through.hostname, through.port or 8080, timeout=limit, context=context
    )
    connection.set_tunnel(host, port or 443)
    return connection


def _understood(
    settings: Settings, answer: http.client.HTTPResponse, text: bytes, whole: bool
) -> Answer:
    status = answer.status
    if status in _LATER:
        raise _Late(f"status {status}", _seconds(answer.getheader("Retry-After")))
    if 300 <= status < 400:
        raise NoAnswer(settings.place, "it redirects elsewhere, which is not followed")
    if status != 200:
        raise NoAnswer(settings.place, f"status {status}{_told(settings, text)}")
    if len(text) > MAX_BYTES:
        return Answer(unusable=f"the answer is larger than {MAX_BYTES // 1_000_000} MB")
    if not whole:
        raise _Late("the answer broke off")
    kind = (answer.getheader("Content-Type") or "").split(";")[0].strip().lower()
    if kind != "application/json":
        return Answer(unusable="the answer is not declared as JSON")
    try:
        choices = msgspec.json.decode(text, type=_Completion).choices
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return Answer(unusable="the answer is not a chat completion")
    if not choices or not choices[0].message.content:
        return Answer(unusable="the answer is empty")
    if choices[0].finish_reason == "length":
        return Answer(unusable=f"the answer was cut at {settings.max_tokens:,} tokens")
    return Answer(content=choices[0].message.content)


def _seconds(value: str | None) -> float:
    return float(value) if value and value.isascii() and value.isdigit() and len(value) < 9 else 0.0


def _told(settings: Settings, text: bytes) -> str:
    """What a refusing server says, on one short line, without the key."""
    said = text[:2_000].decode("utf-8", "replace")
    if settings.key:
        said = said.replace(settings.key, "***")
    line = " ".join("".join(c if c.isprintable() else " " for c in said).split())[:300]
    return f": {line}" if line else ""
