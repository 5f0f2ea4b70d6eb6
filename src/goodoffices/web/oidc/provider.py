"""What a provider says of itself, and its keys: fetched when needed, kept for a while.

Answers come from one configured provider over TLS. They are checked all the same: nothing is
followed elsewhere, no answer is larger than a megabyte, and each has seconds to arrive.
"""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode, urlsplit

from goodoffices.web.oidc.settings import Settings, safe_address
from goodoffices.web.serve import is_loopback

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

MAX_BYTES = 1_000_000
PATIENCE = 10.0
"""Seconds for one answer."""
KEPT = 3600.0
"""Seconds for which the provider's description and keys are kept."""
REST = 30.0
"""Seconds after which the keys may be fetched anew because a token was signed by an unknown one."""
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint")


class ProviderFault(Exception):
    """The provider did not answer, or not with what it must."""


class Provider:
    """One provider, for all threads of the server."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = Lock()
        self._opener = _opener(settings)
        self._told: Mapping[str, Any] = {}
        self._told_until = 0.0
        self._keys: KeySet | None = None
        self._keys_until = 0.0
        self._anew_at = -REST

    def endpoint(self, name: str) -> str | None:
        """An address of the provider, such as `token_endpoint`. Raises ProviderFault."""
        with self._lock:
            return self._description().get(name)

    def tells_issuer(self) -> bool:
        """Whether the provider says with every answer who it is (RFC 9207)."""
        with self._lock:
            found = self._description().get("authorization_response_iss_parameter_supported")
            return found is True

    def keys(self, *, anew: bool = False) -> KeySet:
        """The keys that the provider signs with.

        With `anew`, fetched again even if some are kept, but not more often than every half minute.
        Raises ProviderFault.
        """
        from joserfc.jwk import KeySet

        with self._lock:
            now = monotonic()
            late = anew and now - self._anew_at >= REST
            if late:
                self._anew_at = now
            if self._keys is None or late or now >= self._keys_until:
                answer = self._ask(str(self._description()["jwks_uri"]))
                self._keys = KeySet(_signing_keys(answer))
                self._keys_until = now + KEPT
            return self._keys

    def redeem(self, code: str, verifier: str, redirect: str) -> str:
        """The ID token for a code. Raises ProviderFault, also where the code is refused."""
        settings = self.settings
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "client_id": settings.client,
            "code_verifier": verifier,
        }
        headers = {}
        with self._lock:
            told = self._description()
        methods = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if settings.secret and "client_secret_basic" in methods:
            pair = f"{quote_plus(settings.client)}:{quote_plus(settings.secret)}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        elif settings.secret:
            form["client_secret"] = settings.secret
        answer = self._ask(str(told["token_endpoint"]), form, headers)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise ProviderFault("its answer holds no ID token")
        return token

    def _description(self) -> Mapping[str, Any]:
        if self._told and monotonic() < self._told_until:
            return self._told
        issuer = self.settings.issuer
        told = self._ask(issuer.rstrip("/") + "/.well-known/openid-configuration")
        if told.get("issuer") != issuer:
            raise ProviderFault(
                f"it calls itself {str(told.get('issuer'))[:200]!r}, not {issuer!r}; the setting"
                " issuer must be what it calls itself, to the letter"
            )
        for name in ENDPOINTS:
            if name == "end_session_endpoint" and name not in told:
                continue
            try:
                safe_address(told.get(name))
            except ValueError as fault:
                raise ProviderFault(f"its {name} {fault}") from None
        self._told, self._told_until = told, monotonic() + KEPT
        return told

    def _ask(
        self,
        address: str,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """The JSON object at an address. Raises ProviderFault."""
        request = urllib.request.Request(
            address,
            data=None if form is None else urlencode(form).encode(),
            headers={"Accept": "application/json", "User-Agent": "goodoffices", **(headers or {})},
        )
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                body = _body(answer)
        except urllib.error.HTTPError as fault:
            with fault:
                raise ProviderFault(f"it answered {fault.code}{_said(fault)}") from None
        except ssl.SSLCertVerificationError as fault:
            raise ProviderFault(f"its certificate is not valid ({fault.reason})") from None
        except (OSError, http.client.HTTPException, ValueError) as fault:
            reason = getattr(fault, "reason", None) or fault
            raise ProviderFault(f"the connection failed ({reason})") from None
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            raise ProviderFault("its answer is not JSON") from None
        if not isinstance(found, dict):
            raise ProviderFault("its answer is not a JSON object")
        return found


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing: what leads elsewhere is an answer like any other, and refused."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _opener(settings: Settings) -> urllib.request.OpenerDirector:
    context = ssl.create_default_context()
    if settings.ca:
        context.load_verify_locations(settings.ca)
    handlers: list[urllib.request.BaseHandler] = [
        _Stay(),
        urllib.request.HTTPSHandler(context=context),
    ]
    if is_loopback(urlsplit(settings.issuer).hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)


def _body(answer: Any) -> bytes:
    """All of an answer that is neither too large nor too slow. Raises ProviderFault."""
    end = monotonic() + PATIENCE
    body = bytearray()
    while piece := answer.read1(65_536):
        body += piece
        if len(body) > MAX_BYTES:
            raise ProviderFault(f"its answer is larger than {MAX_BYTES:,} bytes")
        if monotonic() > end:
            raise ProviderFault(f"no whole answer in {PATIENCE:g} seconds")
    return bytes(body)


def _said(fault: urllib.error.HTTPError) -> str:
    """The error that a provider names in a refusal (RFC 6749, section 5.2): a word, on one line."""
    try:
        word = json.loads(fault.read(10_000)).get("error")
    except (ValueError, AttributeError, RecursionError, OSError):
        return ""
    return f" ({word})" if isinstance(word, str) and word.isprintable() and len(word) < 80 else ""


def _signing_keys(answer: Mapping[str, Any]) -> list[Any]:
    """The public keys of a set that signatures can be checked with. Raises ProviderFault."""
    from joserfc.errors import JoseError
    from joserfc.jwk import import_key

    listed = answer.get("keys")
    found = []
    for entry in listed if isinstance(listed, list) else ():
        if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
            continue
        if entry.get("kty") not in ("RSA", "EC"):
            continue
        try:
            found.append(import_key(entry))
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    if not found:
        raise ProviderFault("it publishes no key that an ID token could be checked with")
    return found
