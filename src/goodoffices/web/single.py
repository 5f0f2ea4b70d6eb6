"""One folder, one user, this machine: nobody signs in, and nobody else can reach it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from starlette.requests import Request

from goodoffices.errors import GoodOfficesError, UnknownName
from goodoffices.read.documents import Read
from goodoffices.web.access import Caller, Opened
from goodoffices.web.desk import Office, warm
from goodoffices.web.routing import Needs
from goodoffices.web.shapes import CaseHead, Mode, RoleName
from goodoffices.workspace import Added, Workspace
from goodoffices.workspace.editing import agenda_mark
from goodoffices.workspace.homes import FolderHome
from goodoffices.workspace.opened import OpenCase
from goodoffices.workspace.snapshot import Snapshot
from goodoffices.workspace.views.summary import counts

T = TypeVar("T")


def slug(name: str) -> str:
    """A name as it can stand in an address."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "case"


class SingleDesk(Office):
    """A case folder, served to whoever sits at this machine."""

    mode: Mode = "single"

    def __init__(self, path: Path, *, by: str) -> None:
        super().__init__()
        self.case = OpenCase(path)
        self.id = slug(path.resolve().name)
        self._told = self.case.snapshot().revision
        self._caller = Caller(name=by, user=None, mode="single", administrator=True)

    def guest(self, request: Request) -> Caller:
        """The one user."""
        return self._caller

    def caller(self, request: Request) -> Caller:
        """The one user."""
        return self._caller

    def admit(
        self, request: Request, case: str, needs: Needs
    ) -> tuple[Caller, RoleName, Snapshot, frozenset[str]]:
        """The one user, and the one case."""
        return (self._caller, *self.open(self._caller, case, needs))

    def open(
        self, caller: Caller, case: str, needs: Needs
    ) -> tuple[RoleName, Snapshot, frozenset[str]]:
        """The one case. Raises UnknownName for any other."""
        if case != self.id:
            raise UnknownName("case", case, (self.id,))
        return "administrator", self.case.snapshot(), frozenset()

    def holds(self, request: Request, caller: Caller) -> bool:
        """Nobody signs out."""
        return True

    def sees(self, caller: Caller, case: str) -> bool:
        """The one case is the user's to see."""
        return case == self.id

    def write(self, opened: Opened, change: Callable[[Workspace], T]) -> T:
        """Write to the folder."""
        given, snapshot = self.case.write(change)
        self._told = snapshot.revision
        self.events.tell_case(self.id, snapshot.revision)
        return given

    def keep(
        self,
        opened: Opened,
        read: tuple[Read, ...],
        compartments: tuple[str, ...],
    ) -> Added:
        """Put reports into the folder, which has no compartments."""
        return self.write(opened, lambda workspace: workspace.keep(read))

    def home(self, opened: Opened) -> FolderHome:
        """The folder."""
        return FolderHome(self.case.path)

    def agenda(self, opened: Opened) -> str:
        """The mark of the agenda."""
        snapshot = self.case.snapshot()
        return snapshot.memory.once("agenda", lambda: agenda_mark(snapshot.case))

    def again(self, opened: Opened) -> Snapshot:
        """The case as it is now."""
        return self.case.snapshot()

    def warm(self) -> None:
        """Prepare the first views of the case."""
        warm(self.case.snapshot())

    def look(self) -> None:
        """Tell of what the terminal has written."""
        with contextlib.suppress(GoodOfficesError, OSError):  # the next request will say it
            revision = self.case.snapshot().revision
            if revision != self._told:
                self._told = revision
                self.events.tell_case(self.id, revision)

    def heads(self, caller: Caller) -> tuple[CaseHead, ...]:
        """The one case."""
        snapshot = self.case.snapshot()
        head = CaseHead(
            id=self.id,
            title=snapshot.case.title,
            role="administrator",
            revision=snapshot.revision,
            counts=counts(snapshot.case),
        )
        return (head,)
