"""The endpoint that the user has configured: address, model, key, prices.

    settings()  from the environment, else from the file `goodoffices/llm.toml` of the user's own
                configuration folder; never from a case

A key is in no message and no `repr`.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from goodoffices.configuration import (
    Checks,
    checked,
    config_folder,
    configured,
    line_of_text,
    secure_address,
)
from goodoffices.errors import InputError

PREFIX = "GOODOFFICES_LLM_"
FILE = "llm.toml"
FORMATS = ("json_schema", "json_object", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One endpoint. Prices are per million tokens; times in seconds."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    price_in: float | None = None
    price_out: float | None = None
    currency: str = "USD"
    format: str = "json_schema"
    tokens_field: str = "max_tokens"
    max_tokens: int = 16_000
    timeout: float = 300.0

    @property
    def place(self) -> str:
        """Where it is, for people: without a query."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}{parts.path}"


def settings() -> Settings:
    """The configured endpoint. Raises InputError with every fault, and where nothing is set."""
    merged = configured(FILE, PREFIX, _FIELDS, beside=("url", "key"))
    missing = [name for name in ("url", "model") if not merged.get(name)]
    if missing:
        names = " and ".join(PREFIX + name.upper() for name in missing)
        raise InputError(
            f"no language model is configured: set {names}, or write them into"
            f" {config_folder() / FILE}"
            ' (url = "https://...", model = "...", key = "...")'
        )
    faults: list[str] = []
    values = checked(merged, _FIELDS, faults)
    if faults:
        raise InputError("the configuration of the language model: " + "; ".join(faults))
    return Settings(**values)


def _key(value: object) -> str:
    if not isinstance(value, str) or not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError("must be plain characters without spaces")  # and is never shown
    return value


def _url(value: object) -> str:
    return _with_path(secure_address(value, is_near, where="this machine or network"))


def _with_path(parts: SplitResult) -> str:
    path = parts.path.rstrip("/")
    if not path.endswith("/chat/completions"):
        path += "/chat/completions"
    return parts._replace(path=path).geturl()


def is_near(host: str) -> bool:
    """Whether a host is this machine, or an address (not a name) of a private network."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def _price(value: object) -> float:
    number = _number(value)
    if not 0 <= number < 1e6:
        raise ValueError("must be a price for a million tokens, 0 or more")
    return number


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError("must be a number")
    try:
        return float(value)
    except ValueError:
        raise ValueError("must be a number") from None


def _between(low: float, high: float) -> Callable[[object], float]:
    def check(value: object) -> float:
        number = _number(value)
        if not low <= number <= high:
            raise ValueError(f"must be between {low:g} and {high:g}")
        return number

    return check


def _one_of(*choices: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return str(value)

    return check


_FIELDS: Checks = {
    "url": _url,
    "model": line_of_text,
    "key": _key,
    "price_in": _price,
    "price_out": _price,
    "currency": line_of_text,
    "format": _one_of(*FORMATS),
    "tokens_field": _one_of("max_tokens", "max_completion_tokens"),
    "max_tokens": lambda value: int(_between(256, 200_000)(value)),
    "timeout": _between(0.1, 3_600),
}
