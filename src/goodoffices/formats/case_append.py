"""Add lines to the ledgers of a case: whole lines, on disk before the call returns."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from goodoffices.codec import plain, statement_id
from goodoffices.errors import InvalidCase, Problem
from goodoffices.formats.case_read import ledger_lines
from goodoffices.formats.disk import contained, read_bytes, refuse
from goodoffices.model.evidence import Review, Statement


class _Named(msgspec.Struct):
    id: str


def append_statements(path: Path, statements: Iterable[Statement]) -> int:
    """Add statements to statements.jsonl of a case folder; returns how many were new.

    One whose id is there already is passed over, so reading twice changes nothing. Raises
    InvalidCase where an id does not fit its content or the ledger is broken; then nothing is added.
    """
    given = list(statements)
    problems = [
        Problem(
            "statements.jsonl", 0, f"the id {item.id!r} does not fit the content of the statement"
        )
        for item in given
        if item.id != statement_id(item)
    ]
    if problems:
        raise InvalidCase(problems)
    return _append(Path(path), "statements.jsonl", given, once=True)


def append_reviews(path: Path, reviews: Iterable[Review]) -> int:
    """Add reviews to reviews.jsonl of a case folder; returns how many.

    A review with the id of an earlier one takes its place, for instance withdrawn. Raises
    InvalidCase where the ledger is broken; then nothing is added.
    """
    return _append(Path(path), "reviews.jsonl", list(reviews), once=False)


def _append(root: Path, name: str, entries: list[Any], *, once: bool) -> int:
    if not (root / "case.yaml").is_file():
        raise refuse("case.yaml", f"{root} is not a case folder: it has no file case.yaml")
    lines = _lines(entries, name)
    target = root / name
    if not contained(root, target):
        raise refuse(name, "this link leads out of the case folder")
    try:
        with locked(target) as handle:
            return _add(handle, target, name, lines, once=once)
    except OSError as fault:
        raise refuse(name, f"cannot be written: {fault.strerror or fault}") from fault


@contextlib.contextmanager
def locked(target: Path) -> Any:
    """A handle that adds to the file, held by one process at a time where the system can."""
    handle = os.open(
        target, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NONBLOCK", 0), 0o666
    )
    try:
        try:
            import fcntl
        except ImportError:  # a system without it
            pass
        else:
            with contextlib.suppress(OSError):  # some network drives have no locks
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _lines(entries: list[Any], name: str) -> list[tuple[str, bytes]]:
    """Each entry as a line, with its id. Raises InvalidCase for text that UTF-8 cannot hold."""
    try:
        return [(entry.id, msgspec.json.encode(plain(entry)) + b"\n") for entry in entries]
    except (UnicodeError, msgspec.MsgspecError, OverflowError) as fault:
        raise refuse(name, f"an entry holds something that no file can: {fault}") from fault


def _add(
    handle: int, target: Path, name: str, lines: list[tuple[str, bytes]], *, once: bool
) -> int:
    raw = read_bytes(target, name)
    mended = _missing_line_end(raw, name)
    known = _ids(raw, name) if once else set()
    added: list[bytes] = []
    for entry, line in lines:
        if once and entry in known:
            continue
        known.add(entry)
        added.append(line)
    if added:
        write_whole(handle, mended + b"".join(added), len(raw))
    return len(added)


def _missing_line_end(raw: bytes, name: str) -> bytes:
    """The line end that the last line lacks. Raises InvalidCase where that line is cut off."""
    if not raw or raw.endswith(b"\n"):
        return b""
    last = raw.rpartition(b"\n")[2]
    _, problems = ledger_lines(last, name)
    if problems:
        line = raw.count(b"\n") + 1
        raise InvalidCase([Problem(name, line, problem.message) for problem in problems])
    return b"\n"


def _ids(raw: bytes, name: str) -> set[str]:
    decoder = msgspec.json.Decoder(_Named)
    ids = set()
    for number, line in enumerate(raw.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            ids.add(decoder.decode(line).id)
        except (ValueError, RecursionError) as fault:
            message = f"the line is not readable: {fault}"
            raise refuse(name, message, number) from None
    return ids


def write_whole(handle: int, payload: bytes, size: int) -> None:
    """Write all of it and wait for the disk; take back what was written where that fails."""
    try:
        view = memoryview(payload)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(handle, size)
        raise
