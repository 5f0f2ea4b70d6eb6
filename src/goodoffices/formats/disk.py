"""Files read and written: nothing half-written, nothing outside the folder."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from goodoffices.errors import InvalidCase, Problem


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


def write_files(root: Path, files: Mapping[str, bytes | None]) -> tuple[Path, ...]:
    """Write files below `root`, each in one step; None removes a file. Returns those changed.

    All contents are on disk under temporary names before the first file is replaced, so a full
    disk changes nothing. Raises InvalidCase; where a replacement fails, those made are undone.
    """
    staged: list[tuple[Path, Path | None]] = []
    file = ""
    try:
        for file, content in files.items():
            target = root / file
            if content is None:
                staged.append((target, None))
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.append((target, _stage(target, content)))
        return _replace(staged)
    except OSError as fault:
        raise refuse(file, f"cannot be written: {_reason(fault)}") from fault
    finally:
        for _, temporary in staged:
            if temporary is not None:
                with contextlib.suppress(OSError):
                    temporary.unlink(missing_ok=True)


def _stage(target: Path, content: bytes) -> Path:
    prefix = f".{target.name[:60]}."
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=prefix, suffix=".new")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        mode = target.stat().st_mode if target.exists() else 0o666 & ~_umask()
        temporary.chmod(stat.S_IMODE(mode))
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _replace(staged: list[tuple[Path, Path | None]]) -> tuple[Path, ...]:
    """Put every staged file in place; undo what was done where one fails."""
    done: list[tuple[Path, bytes | None]] = []
    try:
        for target, temporary in staged:
            before = target.read_bytes() if target.exists() else None
            if temporary is None:
                target.unlink(missing_ok=True)
            else:
                os.replace(temporary, target)
            done.append((target, before))
    except OSError:
        for target, before in reversed(done):
            with contextlib.suppress(OSError):
                target.unlink() if before is None else target.write_bytes(before)
        raise
    for folder in {target.parent for target, _ in staged}:
        _sync_folder(folder)
    return tuple(target for target, _ in staged)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every system can sync a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
