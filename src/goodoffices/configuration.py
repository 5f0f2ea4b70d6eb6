"""What the user has configured on this machine: files of their own, and the environment.

    configured(...)   settings out of both, each checked
    secure_address()  an address that may be sent secrets

Never from a case. What a setting holds is in no message: it may be a secret.
"""

from __future__ import annotations

import os
import stat
import sys
import tomllib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from goodoffices.errors import InputError, did_you_mean

LONGEST = 2_000
"""Characters of a setting at most."""

Checks = Mapping[str, Callable[[object], Any]]
"""By setting: what makes a value of what is written, or raises ValueError with what it must be."""


def configured(
    file: str, prefix: str, checks: Checks, *, beside: tuple[str, str]
) -> dict[str, Any]:
    """Settings as they are written: in the environment, else in a file of the user's own.

    `beside` are an address and the secret that goes to it: where the environment names another
    address, the secret of the file is left out. Raises InputError for a file that others can read,
    that is no TOML, or that sets what has no check.
    """
    given = _from_file(config_folder() / file, checks)
    own = {
        name: value
        for name in checks
        if (value := os.environ.get(prefix + name.upper(), "").strip())
    }
    address, secret = beside
    if address in own and own[address] != given.get(address):
        given.pop(secret, None)  # a secret goes only to the address that it was written beside
    return {**given, **own}


def checked(given: Mapping[str, Any], checks: Checks, faults: list[str]) -> dict[str, Any]:
    """The values of settings; what is wrong with them is added to `faults`."""
    values = {}
    for name, value in given.items():
        try:
            values[name] = checks[name](value)
        except (ValueError, TypeError) as fault:
            faults.append(f"{name} {fault}")
    return values


def config_folder() -> Path:
    """The folder of this program's configuration in the user's own."""
    return _user_folder("XDG_CONFIG_HOME", "APPDATA", ".config")


def cache_folder() -> Path:
    """The folder of what this program may keep and lose in the user's own."""
    return _user_folder("XDG_CACHE_HOME", "LOCALAPPDATA", ".cache")


def _user_folder(variable: str, windows: str, usual: str) -> Path:
    named = os.environ.get(windows if sys.platform == "win32" else variable, "")
    base = Path(named) if os.path.isabs(named) else Path.home() / usual
    return base / "goodoffices"


def _from_file(path: Path, known: Collection[str]) -> dict[str, Any]:
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


def line_of_text(value: object) -> str:
    """A setting that is a line of text. Raises ValueError."""
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= LONGEST:
        raise ValueError("must be a line of text")
    return value


def secure_address(value: object, near: Callable[[str], bool], *, where: str) -> SplitResult:
    """The parts of an address that is reached over TLS, or at a host that is `near`.

    `where` says in words which hosts are. Raises ValueError.
    """
    try:
        parts = urlsplit(line_of_text(value))
        port = parts.port
    except ValueError:
        raise ValueError("is not an address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise ValueError("must begin with https://")
    if "@" in parts.netloc or parts.fragment:
        raise ValueError(
            "must hold no name, password or fragment; these have settings of their own"
        )
    if not all(33 <= ord(letter) < 127 for letter in parts.geturl()):
        raise ValueError("must be plain ASCII")
    if parts.scheme == "http" and not near(parts.hostname):
        raise ValueError(f"must begin with https:// unless it is on {where}")
    return parts
