"""The provider that the administrator of the server has configured.

configured()  from the environment, else from the file `goodoffices/oidc.toml` of the user's own
              configuration folder; None where neither names a provider

The secret is in no message and no `repr`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from goodoffices import configuration
from goodoffices.configuration import (
    Checks,
    checked,
    config_folder,
    line_of_text,
    secure_address,
)
from goodoffices.errors import InputError
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
    merged = configuration.configured(FILE, PREFIX, _FIELDS, beside=("issuer", "secret"))
    if not merged:
        return None
    faults = [
        f"{name} is missing (set {PREFIX}{name.upper()}, or write it into {config_folder() / FILE})"
        for name in ("issuer", "client", "user_claim")
        if not merged.get(name)
    ]
    values = checked(merged, _FIELDS, faults)
    if faults:
        raise InputError("the configuration of the log-in provider: " + "; ".join(faults))
    return Settings(**values)


def safe_address(value: object) -> str:
    """An address that is reached over TLS, or on this machine. Raises ValueError."""
    return secure_address(value, is_loopback, where="this machine").geturl()


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


def _scopes(value: object) -> str:
    names = line_of_text(value).split()
    if "openid" not in names:
        raise ValueError("must hold openid")
    return " ".join(names)


def _ca(value: object) -> str:
    if not Path(line_of_text(value)).is_file():
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


_FIELDS: Checks = {
    "issuer": _issuer,
    "client": line_of_text,
    "secret": line_of_text,
    "user_claim": line_of_text,
    "label": line_of_text,
    "scopes": _scopes,
    "new_accounts": _choice,
    "address": _own_address,
    "ca": _ca,
    "skew": _skew,
}
