"""A provider of log-ins on this machine, which can be told to misbehave.

It speaks OpenID Connect over HTTP: discovery, authorisation with PKCE, token, keys, end of session.
It is written from the standards alone and shares no code with what it tests.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

Json = dict[str, Any]
CLIENT, SECRET = "good-offices", "the secret of the client"


@dataclass
class Provider:
    """What it does; a test changes what it wants to be wrong."""

    issuer: str = ""
    key: Any = field(default_factory=lambda: _rsa("first"))
    published: list[Any] = field(default_factory=list)
    """Keys to publish; the one that signs where there are none."""
    person: Json = field(default_factory=lambda: {"sub": "0001", "preferred_username": "lead"})
    change_claims: Callable[[Json], Json] = field(default=lambda claims: claims)
    change_description: Callable[[Json], Json] = field(default=lambda told: told)
    sign: Callable[[Provider, Json], str] | None = None
    answer: Json | None = None
    """What the way back says in place of a code."""
    change_query: Callable[[Json], Json] = field(default=lambda query: query)
    asks_first: bool = False
    """Whether it shows a page with a button, as a real one does, before it sends anybody back."""
    codes: dict[str, Json] = field(default_factory=dict)
    asked: list[Json] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    status: int = 200

    def description(self) -> Json:
        return self.change_description(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/end",
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            }
        )

    def keys(self) -> Json:
        return {"keys": [key.as_dict(private=False) for key in self.published or [self.key]]}

    def authorise(self, query: Json) -> str:
        """Where to send the browser back to."""
        self.asked.append(query)
        back = {"state": query["state"]}
        if self.answer is not None:
            back |= self.answer
        else:
            back["code"] = secrets.token_urlsafe(12)
            self.codes[back["code"]] = query
        return f"{query['redirect_uri']}?{urlencode(self.change_query(back))}"

    def redeem(self, form: Json, authorisation: str) -> tuple[int, Json]:
        """The token for a code, once."""
        pair = f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()
        if authorisation != f"Basic {base64.b64encode(pair).decode()}":
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or asked["redirect_uri"] != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = self.change_claims(
            {
                "iss": self.issuer,
                "aud": CLIENT,
                "exp": now + 300,
                "iat": now,
                "nonce": asked["nonce"],
                **self.person,
            }
        )
        token = self.sign(self, claims) if self.sign else signed(self, claims)
        return 200, {"access_token": "unused", "token_type": "Bearer", "id_token": token}


def _rsa(kid: str) -> Any:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


def new_key(kid: str) -> Any:
    """Another key to sign with."""
    return _rsa(kid)


def elliptic_key(kid: str) -> Any:
    """A key of the other kind."""
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig"})


def signed(provider: Provider, claims: Json) -> str:
    """Signed as it should be."""
    key = provider.key
    algorithm = "ES256" if key.key_type == "EC" else "RS256"
    return jwt.encode({"alg": algorithm, "kid": key.kid}, claims, key)


def unsigned(provider: Provider, claims: Json) -> str:
    """With no signature at all, which `alg` admits."""
    return f"{_part({'alg': 'none', 'kid': provider.key.kid})}.{_part(claims)}."


def signed_with_the_secret(provider: Provider, claims: Json) -> str:
    """By the client's own secret, which others may know."""
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), ["HS256"])


def signed_with_the_public_key(provider: Provider, claims: Json) -> str:
    """By the public key as if it were a secret: the classic confusion of algorithms."""
    import hmac

    text = provider.key.as_pem(private=False)
    body = f"{_part({'alg': 'HS256', 'kid': provider.key.kid})}.{_part(claims)}"
    mark = hmac.digest(text, body.encode(), "sha256")
    return f"{body}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"


def signed_by_another(provider: Provider, claims: Json) -> str:
    """By a key that bears the name of the published one."""
    other = _rsa(provider.key.kid)
    return jwt.encode({"alg": "RS256", "kid": other.kid}, claims, other)


def with_a_key_of_its_own(provider: Provider, claims: Json) -> str:
    """By a key that the token brings along."""
    other = _rsa("own")
    header = {"alg": "RS256", "kid": "own", "jwk": other.as_dict(private=False)}
    return jwt.encode(header, claims, other)


def _part(value: Json) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, _flat(urlsplit(self.path).query)
        provider = self.provider
        provider.seen.append(path)
        if path == "/.well-known/openid-configuration":
            self._json(provider.status, provider.description())
        elif path == "/keys":
            self._json(200, provider.keys())
        elif path == "/authorize" and provider.asks_first and "yes" not in query:
            fields = "".join(
                f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
                for name, value in {**query, "yes": "1"}.items()
            )
            self._page(f"<form>{fields}<button>Yes, it is me</button></form>")
        elif path == "/authorize":
            self._onward(provider.authorise(query))
        elif path == "/end":
            self._onward(query["post_logout_redirect_uri"])
        else:
            self._json(404 if path != "/favicon.ico" else 200, {})

    def do_POST(self) -> None:
        self.provider.seen.append(urlsplit(self.path).path)
        form = _flat(self.rfile.read(int(self.headers["Content-Length"])).decode())
        status, answer = self.provider.redeem(form, self.headers.get("Authorization", ""))
        self._json(status, answer)

    def _json(self, status: int, value: Json) -> None:
        self._send(status, "application/json", json.dumps(value).encode())

    def _page(self, body: str) -> None:
        text = f'<!doctype html><html lang="en"><title>Provider</title><body>{body}</body></html>'
        self._send(200, "text/html", text.encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _onward(self, to: str) -> None:
        self.send_response(302)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def _flat(text: str) -> Json:
    return {name: values[0] for name, values in parse_qs(text).items()}


@contextmanager
def provided(host: str = "127.0.0.1") -> Iterator[Provider]:
    """A provider that runs; `host` is the name under which it knows itself."""
    provider = Provider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    provider.issuer = f"http://{host}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join(timeout=20)
        server.server_close()
