"""A case kept in memory by a server: read once, read again when somebody else has written to it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from threading import RLock
from time import monotonic
from typing import TypeVar

from goodoffices.formats.plan_file import plans, read_plan
from goodoffices.model.plan import ConflictPlan
from goodoffices.workspace.cases import Workspace
from goodoffices.workspace.homes import FolderHome
from goodoffices.workspace.snapshot import Snapshot

T = TypeVar("T")
REST = 0.1
"""Seconds for which a folder is not looked at again, or longer where looking takes long."""


class OpenCase:
    """A case folder for many readers and one writer at a time, safe between threads.

    The terminal may write to the folder as well: each reader looks whether a file has changed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = RLock()
        self._mark = ""
        self._rest_until = 0.0
        self._snapshot: Snapshot | None = None
        self.snapshot()

    def snapshot(self) -> Snapshot:
        """The case as it is now. Raises InvalidCase where the folder cannot be read."""
        held = self._snapshot
        if held is not None and monotonic() < self._rest_until:
            return held
        with self._lock:
            return self._looked()

    def _looked(self) -> Snapshot:
        """The case as it is on the disk; read again only where a file has changed."""
        begun = monotonic()
        mark = _mark(self.path)
        self._rest_until = monotonic() + max(REST, 20 * (monotonic() - begun))
        if self._snapshot is None or mark != self._mark:
            self._read(Workspace(self.path), mark)
        assert self._snapshot is not None
        return self._snapshot

    def write(self, change: Callable[[Workspace], T]) -> tuple[T, Snapshot]:
        """Let `change` write, alone; what it gives, and the case afterwards."""
        with self._lock:
            workspace = Workspace.holding(FolderHome(self.path), self._looked().case)
            given = change(workspace)
            self._read(workspace, _mark(self.path))
            assert self._snapshot is not None
            return given, self._snapshot

    def _read(self, workspace: Workspace, mark: str) -> None:
        self._snapshot = Snapshot(
            workspace.case, mark, plans=_plans(self.path), before=self._snapshot
        )
        self._mark = mark


def _plans(path: Path) -> dict[str, ConflictPlan]:
    return {name: read_plan(path, name) for name in plans(path)}


def _mark(path: Path) -> str:
    """What tells one state of the folder from another: names, sizes and times of its files."""
    found = hashlib.blake2b(digest_size=8)
    for folder in (path, path / "drafts", path / "reports", path / "conflicts"):
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except FileNotFoundError:
            continue
        for entry in entries:
            if not entry.name.startswith(".") and entry.is_file():
                about = entry.stat()
                found.update(
                    f"{folder.name}/{entry.name} {about.st_size} {about.st_mtime_ns}\n".encode()
                )
    return found.hexdigest()
