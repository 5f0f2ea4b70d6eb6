"""The provider that the administrator of the server has configured.

configured()  from the environment, else from the file `goodoffices/oidc.toml` of the user's own
              configuration folder; None where neither names a provider

The secret is in no message and no `repr`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from goodoffices.errors import InputError
from goodoffices.read.llm.settings import config_folder, from_file
from goodoffices.web.serve import is_loopback

PREFIX = "GOODOFFICES_OIDC_"
FILE = "oidc.toml"
YES, NO = ("true", "yes", "1"), ("false", "no", "0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One provider.

    `user_claim` is the claim of the ID token that names the account. `label` is what the page calls
    the provider. With `new_accounts`, whoever the provider knows gets an account without any role.
    `address` is where browsers reach this server, for a server that cannot tell by itself.
    `ca` is a file of certificates to trust beside the system's. `skew` is in seconds: how far the
    clocks of both may be apart.
    """

    issuer: str
    client: str
    user_claim: str
    secret: str = field(default="", repr=False)
    label: str = ""
    scopes: str = "openid profile email"
    new_accounts: bool = False
    address: str = ""
    ca: str = ""
    skew: int = 60

    @property
    def name(self) -> str:
        """What to call the provider."""
        return self.label or urlsplit(self.issuer).hostname or self.issuer


def configured() -> Settings | None:
    """The configured provider. Raises InputError with every fault."""
    path = config_folder() / FILE
    given = from_file(path, _FIELDS)
    own = {
        name: value
        for name in _FIELDS
        if (value := os.environ.get(PREFIX + name.upper(), "").strip())
    }
    if "issuer" in own and own["issuer"] != given.get("issuer"):
        given.pop("secret", None)  # a secret goes only to the provider that it was written beside
    merged: dict[str, Any] = {**given, **own}
    if not merged:
        return None
    faults = [
        f"{name} is missing (set {PREFIX}{name.upper()}, or write it into {path})"
        for name in ("issuer", "client", "user_claim")
        if not merged.get(name)
    ]
    values = {name: _checked(name, value, faults) for name, value in merged.items()}
    if faults:
        raise InputError("the configuration of the log-in provider: " + "; ".join(faults))
    return Settings(**values)


def _checked(name: str, value: object, faults: list[str]) -> Any:
    try:
        return _FIELDS[name](value)
    except ValueError as fault:
        faults.append(f"{name} {fault}")
        return None


def safe_address(value: object) -> str:
    """An address without query that is reached over TLS, or on this machine.

    Raises ValueError.
    """
    try:
        parts = urlsplit(_text(value))
        port = parts.port
    except ValueError:
        raise ValueError("is not an address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise ValueError("must begin with https://")
    if "@" in parts.netloc or parts.fragment:
        raise ValueError("must hold no name, password or fragment")
    if not all(33 <= ord(letter) < 127 for letter in parts.geturl()):
        raise ValueError("must be plain ASCII")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError("must begin with https:// unless it is on this machine")
    return parts.geturl()


def _issuer(value: object) -> str:
    address = safe_address(value)
    if "?" in address:
        raise ValueError("must have no query")
    return address


def _own_address(value: object) -> str:
    parts = urlsplit(safe_address(value))
    if parts.path not in ("", "/") or parts.query:
        raise ValueError("must be a scheme and a host only, such as https://desk.example")
    return f"{parts.scheme}://{parts.netloc}"


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= 2_000:
        raise ValueError("must be a line of text")
    return value


def _scopes(value: object) -> str:
    names = _text(value).split()
    if "openid" not in names:
        raise ValueError("must hold openid")
    return " ".join(names)


def _ca(value: object) -> str:
    if not Path(_text(value)).is_file():
        raise ValueError("is not a file that can be read")
    return str(value)


def _choice(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in (*YES, *NO):
        return value.lower() in YES
    raise ValueError("must be true or false")


def _skew(value: object) -> int:
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit()) or int(text) > 300:
        raise ValueError("must be a number of seconds from 0 to 300")
    return int(text)


_FIELDS: Mapping[str, Callable[[object], Any]] = {
    "issuer": _issuer,
    "client": _text,
    "secret": _text,
    "user_claim": _text,
    "label": _text,
    "scopes": _scopes,
    "new_accounts": _choice,
    "address": _own_address,
    "ca": _ca,
    "skew": _skew,
}
