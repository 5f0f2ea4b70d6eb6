"""Files read and written: nothing half-written, nothing outside the folder."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from goodoffices.errors import InvalidCase, Problem, StaleWrite


def refuse(file: str, message: str, line: int = 0) -> InvalidCase:
    """One fault of one file."""
    return InvalidCase([Problem(file, line, message)])


def _reason(fault: OSError) -> str:
    return fault.strerror or str(fault)


def read_bytes(path: Path, file: str, *, limit: int = 1 << 30) -> bytes:
    """The bytes of a regular file. Raises InvalidCase naming `file`; never waits on a pipe."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refuse(file, "a file is needed here, not a folder")
        if not stat.S_ISREG(status.st_mode):
            raise refuse(file, "not a regular file")
        if status.st_size > limit:
            raise refuse(file, f"the file has {status.st_size:,} bytes; at most {limit:,} are read")
        return path.read_bytes()
    except FileNotFoundError:
        raise refuse(file, "there is no such file") from None
    except (OSError, ValueError) as fault:
        reason = _reason(fault) if isinstance(fault, OSError) else str(fault)
        raise refuse(file, f"cannot be read: {reason}") from fault


def contained(root: Path, path: Path) -> bool:
    """Whether `path`, links followed, lies in the folder `root`."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


@dataclass(slots=True)
class _Change:
    """One file to replace or remove: the new contents and the old ones under hidden names."""

    target: Path
    new: Path | None = None
    old: Path | None = None


def write_files(
    root: Path,
    files: Mapping[str, bytes | None],
    *,
    before: Mapping[str, bytes] | None = None,
) -> tuple[Path, ...]:
    """Write files below `root`, each in one step; None removes a file. Returns those changed.

    All contents are on disk under hidden names before the first file is replaced, so a full disk
    changes nothing; where a replacement fails, those already made are undone without writing.
    `before` holds what the files held when the change was worked out: raises StaleWrite where one
    holds something else by now, InvalidCase where something cannot be written.
    """
    changes: list[_Change] = []
    file = ""
    try:
        for file, content in files.items():
            target = root / file
            if target.is_symlink() and contained(root, target):
                target = target.resolve()
            if before is not None and _held(target) != before.get(file):
                raise StaleWrite(f"{file} was changed by somebody else meanwhile; read it again")
            changes.append(change := _Change(target))
            if content is not None:
                target.parent.mkdir(parents=True, exist_ok=True)
                change.new = _stage(target, content)
            change.old = _second_name(target)
        _replace(changes)
        return tuple(change.target for change in changes)
    except OSError as fault:
        raise refuse(file, f"cannot be written: {_reason(fault)}") from fault
    finally:
        for change in changes:
            for hidden in (change.new, change.old):
                if hidden is not None:
                    with contextlib.suppress(OSError):
                        hidden.unlink(missing_ok=True)


def _held(target: Path) -> bytes | None:
    return target.read_bytes() if target.exists() else None


def _hidden(target: Path, suffix: str) -> tuple[int, Path]:
    handle, name = tempfile.mkstemp(
        dir=target.parent, prefix=f".{target.name[:60]}.", suffix=suffix
    )
    return handle, Path(name)


def _stage(target: Path, content: bytes) -> Path:
    """The content on disk beside its target, with the permissions that the target has."""
    handle, hidden = _hidden(target, ".new")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        mode = target.stat().st_mode if target.exists() else 0o666 & ~_umask()
        hidden.chmod(stat.S_IMODE(mode))
    except BaseException:
        with contextlib.suppress(OSError):
            hidden.unlink(missing_ok=True)
        raise
    return hidden


def _second_name(target: Path) -> Path | None:
    """The file as it is, under a hidden name, to go back to; a link, so it takes no space."""
    if not target.exists():
        return None
    handle, hidden = _hidden(target, ".old")
    os.close(handle)
    try:
        hidden.unlink()
        os.link(target, hidden)
    except OSError:  # a file system without links
        shutil.copy2(target, hidden)
    return hidden


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _replace(changes: list[_Change]) -> None:
    """Put every new file in place; go back to the old ones where one fails."""
    done: list[_Change] = []
    try:
        for change in changes:
            if change.new is None:
                change.target.unlink(missing_ok=True)
            else:
                os.replace(change.new, change.target)
            done.append(change)
    except OSError:
        for change in reversed(done):
            with contextlib.suppress(OSError):
                if change.old is None:
                    change.target.unlink(missing_ok=True)
                else:
                    os.replace(change.old, change.target)
        raise
    for folder in {change.target.parent for change in changes}:
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every system can sync a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
