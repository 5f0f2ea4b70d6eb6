"""A case of a store kept in memory by a server: only what is new is read; each sees their part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import RLock
from typing import TypeVar

from goodoffices.model.case import Case
from goodoffices.model.plan import ConflictPlan
from goodoffices.store import Store, Transaction
from goodoffices.workspace.cases import Workspace
from goodoffices.workspace.clearing import cleared, cleared_plans
from goodoffices.workspace.homes import StoreHome
from goodoffices.workspace.snapshot import Snapshot

T = TypeVar("T")
VIEWS = 16
"""Snapshots kept of one revision: one for each set of compartments that somebody is cleared for."""


class StoredCase:
    """A case of a store for many readers, safe between threads and between servers."""

    def __init__(self, store: Store, name: str) -> None:
        self.store, self.name = store, name
        self._lock = RLock()
        self._case = Case(title="")
        self._revision = -1
        self._plans: Mapping[str, ConflictPlan] = {}
        self._compartments: Mapping[str, frozenset[str]] = {}
        self._snapshots: dict[frozenset[str], Snapshot] = {}
        self._before: dict[frozenset[str], Snapshot] = {}

    @property
    def revision(self) -> int:
        """The revision that is in memory."""
        return self._revision

    def snapshot(
        self, t: Transaction, clearances: frozenset[str], now: int | None = None
    ) -> Snapshot:
        """The case as somebody with these clearances may see it, as of this unit of work.

        `now` is the revision of the case in it, where the caller has asked already.
        """
        if now is None:
            now = t.revision(self.name)
        with self._lock:
            if now > self._revision:
                self._read(t)
            return self._seen(clearances)

    def _read(self, t: Transaction) -> None:
        """Read what is new. The compartments with it, of the same moment."""
        changes = t.changes_since(self.name, self._revision)
        case = changes.agenda if self._revision < 0 and changes.agenda else self._case
        compartments = t.compartments(self.name)
        self._keep(changes.applied(case), changes.revision, compartments)

    def _keep(self, case: Case, revision: int, compartments: Mapping[str, frozenset[str]]) -> None:
        home = StoreHome(self.store, self.name, "")
        self._plans = {name: home.plan(name) for name in home.conflicts()}
        self._case, self._revision, self._compartments = case, revision, compartments
        self._before, self._snapshots = self._snapshots, {}

    def _seen(self, clearances: frozenset[str]) -> Snapshot:
        every = frozenset(name for names in self._compartments.values() for name in names)
        key = clearances & every
        if key not in self._snapshots:
            while len(self._snapshots) >= VIEWS:
                del self._snapshots[next(iter(self._snapshots))]
            hidden = [report for report, names in self._compartments.items() if names - key]
            case = cleared(self._case, hidden)
            self._snapshots[key] = Snapshot(
                case,
                str(self._revision),
                plans=self._plans if case is self._case else cleared_plans(self._plans, case),
                whole=case is self._case,
                before=self._before.get(key),
                compartments={r: n for r, n in self._compartments.items() if not n - key},
            )
        return self._snapshots[key]

    def write(
        self,
        by: str,
        change: Callable[[Workspace], T],
        compartments: tuple[str, ...] = (),
    ) -> T:
        """Let `change` write to the whole case in somebody's name; new reports go into these
        compartments at once. What it gives."""
        with self._lock:
            with self.store.reading() as t:
                if t.revision(self.name) > self._revision:
                    self._read(t)
            home = StoreHome(self.store, self.name, by, compartments=compartments)
            home.revision = self._revision
            workspace = Workspace.holding(home, self._case)
            given = change(workspace)
            if home.revision > self._revision:
                with self.store.reading() as t:
                    self._read(t)
            return given
