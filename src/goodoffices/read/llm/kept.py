"""Answers kept on this machine by their content, so that nothing is paid for twice.

One file for each request in the user's cache folder, readable by the user alone. It appears whole
or not at all; one that is damaged counts as absent.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

import msgspec

from goodoffices.configuration import cache_folder
from goodoffices.read.llm.client import Answer


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    content: str = ""
    unusable: str = ""


def kept(key: str) -> Answer | None:
    """The answer kept under a key (a digest in hexadecimal), or None."""
    try:
        entry = msgspec.json.decode(_path(key).read_bytes(), type=_Entry)
    except (OSError, msgspec.DecodeError, RecursionError, UnicodeError):
        return None
    return Answer(content=entry.content, unusable=entry.unusable)


def keep(key: str, answer: Answer) -> None:
    """Keep an answer. Raises OSError where the folder cannot be written."""
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    data = msgspec.json.encode(_Entry(content=answer.content, unusable=answer.unusable))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def forget(key: str) -> None:
    """Keep nothing under a key."""
    _path(key).unlink(missing_ok=True)


def _path(key: str) -> Path:
    return cache_folder() / "llm" / key[:2] / f"{key}.json"
