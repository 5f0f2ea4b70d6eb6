"""The endpoint that the user has configured: address, model, key, prices.

    settings()  from the environment, else from the file `goodoffices/llm.toml` of the user's own
                configuration folder; never from a case

A key is in no message and no `repr`.
"""

from __future__ import annotations

import ipaddress
import os
import stat
import sys
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from goodoffices.errors import InputError, did_you_mean

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
    path = config_folder() / FILE
    given = from_file(path, _FIELDS)
    own = {
        name: value
        for name in _FIELDS
        if (value := os.environ.get(PREFIX + name.upper(), "").strip())
    }
    if "url" in own and own["url"] != given.get("url"):
        given.pop("key", None)  # a key goes only to the address that it was written beside
    merged: dict[str, Any] = {**given, **own}
    missing = [name for name in ("url", "model") if not merged.get(name)]
    if missing:
        names = " and ".join(PREFIX + name.upper() for name in missing)
        raise InputError(
            f"no language model is configured: set {names}, or write them into {path}"
            ' (url = "https://...", model = "...", key = "...")'
        )
    faults: list[str] = []
    values = {name: _checked(name, value, faults) for name, value in merged.items()}
    if faults:
        raise InputError("the configuration of the language model: " + "; ".join(faults))
    return Settings(**values)


def config_folder() -> Path:
    """The folder of this program's configuration in the user's own."""
    return _user_folder("XDG_CONFIG_HOME", "APPDATA", ".config")


def cache_folder() -> Path:
    """The folder in which answers are kept."""
    return _user_folder("XDG_CACHE_HOME", "LOCALAPPDATA", ".cache") / "llm"


def _user_folder(variable: str, windows: str, usual: str) -> Path:
    named = os.environ.get(windows if sys.platform == "win32" else variable, "")
    base = Path(named) if os.path.isabs(named) else Path.home() / usual
    return base / "goodoffices"


def from_file(path: Path, known: Collection[str]) -> dict[str, Any]:
    """The settings in a file of the user's own; nothing where there is no such file.

    Raises InputError for a file that others can read, that is no TOML, or that sets what is not
    `known`.
    """
    try:
        with path.open("rb") as stream:
            if os.name == "posix" and os.fstat(stream.fileno()).st_mode & (
                stat.S_IRWXG | stat.S_IRWXO
            ):
                raise InputError(f"{path} can be read by others; run  chmod 600 {path}")
            given = tomllib.load(stream)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        where = str(fault)[-40:] if "(at " in str(fault) else ""
        raise InputError(f"{path} is not valid TOML {where}".rstrip()) from None
    except OSError as fault:
        raise InputError(f"{path} cannot be read ({fault.strerror})") from None
    for name in given:
        if name not in known:
            raise InputError(f"{path}: unknown setting {name!r}{did_you_mean(name, known)}")
    return given


def _checked(name: str, value: object, faults: list[str]) -> Any:
    try:
        return _FIELDS[name](value)
    except (ValueError, TypeError) as fault:
        faults.append(f"{name} {fault}")
        return None


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > 2_000:
        raise ValueError("must be a line of text")
    return value


def _key(value: object) -> str:
    if not isinstance(value, str) or not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError("must be plain characters without spaces")  # and is never shown
    return value


def _url(value: object) -> str:
    try:
        parts = urlsplit(_text(value))
        port = parts.port
    except ValueError:
        raise ValueError("is not an address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise ValueError("must begin with https://")
    if "@" in parts.netloc or parts.fragment:
        raise ValueError("must hold no name, password or fragment; a key has its own setting")
    if not all(33 <= ord(letter) < 127 for letter in parts.geturl()):
        raise ValueError("must be plain ASCII")
    if parts.scheme == "http" and not is_near(parts.hostname):
        raise ValueError("must begin with https:// unless it is on this machine or network")
    return _with_path(parts)


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


_FIELDS: Mapping[str, Callable[[object], Any]] = {
    "url": _url,
    "model": _text,
    "key": _key,
    "price_in": _price,
    "price_out": _price,
    "currency": _text,
    "format": _one_of(*FORMATS),
    "tokens_field": _one_of("max_tokens", "max_completion_tokens"),
    "max_tokens": lambda value: int(_between(256, 200_000)(value)),
    "timeout": _between(0.1, 3_600),
}
