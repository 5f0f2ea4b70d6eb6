"""Who asks, which case they open, and how much of it they may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar, get_args

from starlette.requests import Request

from goodoffices.read.documents import Read
from goodoffices.web.events import Events
from goodoffices.web.faults import not_allowed
from goodoffices.web.jobs import Jobs
from goodoffices.web.shapes import CaseHead, Mode, RoleName
from goodoffices.web.worker import Worker
from goodoffices.workspace import Added, Workspace
from goodoffices.workspace.homes import CaseHome
from goodoffices.workspace.snapshot import Snapshot

if TYPE_CHECKING:
    from goodoffices.web.routing import Needs

T = TypeVar("T")
RESTS_ON_EVIDENCE = frozenset(("meetings", "consultations", "conditions", "contradictions"))
ROLES: tuple[RoleName, ...] = get_args(RoleName)
"""Roles in a case, the least first: whoever has one may do what the ones before it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks. `user` is None in single-user mode, and for whoever has not signed in."""

    name: str
    user: str | None
    mode: Mode
    administrator: bool = False

    @property
    def owner(self) -> str:
        """Whose jobs and streams these are."""
        return self.user or ""

    def must_administer(self) -> None:
        """Raise Refused for anybody but an administrator."""
        if not self.administrator:
            raise not_allowed("this needs an administrator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that is about no case in particular."""

    caller: Caller
    desk: Desk
    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Asked):
    """A case as one caller sees it: reports that the caller is not cleared for are not in it."""

    id: str
    role: RoleName
    snapshot: Snapshot
    cleared: frozenset[str] = frozenset()

    def may(self, needs: RoleName) -> bool:
        """Whether the role of the caller is at least this one."""
        return enough(self.role, needs)

    def must_see_whole(self, parts: Iterable[str]) -> None:
        """Raise Refused where parts that rest on evidence are to be set by who cannot see all."""
        named = sorted(set(parts) & RESTS_ON_EVIDENCE)
        if named and not self.snapshot.whole:
            raise not_allowed(
                f"{' and '.join(named)}: entries there may rest on reports in compartments that you"
                " are not cleared for, and would be lost; somebody who sees all of it must do this"
            )

    def must_be_cleared(self, compartments: Iterable[str]) -> None:
        """Raise Refused for a compartment that the caller is not cleared for."""
        for name in compartments:
            if name not in self.cleared:
                raise not_allowed(f"you are not cleared for the compartment {name!r}")


class Desk(Protocol):
    """Where cases are served from: one folder for one user, or a store for many."""

    mode: Mode
    jobs: Jobs
    events: Events
    renderer: Worker

    @property
    def spool(self) -> Path:
        """A folder where uploads wait to be read."""

    def begin(self) -> None:
        """Called when the server begins."""

    def close(self) -> None:
        """Called when the server ends."""

    def guest(self, request: Request) -> Caller:
        """Whoever asks, signed in or not."""

    def caller(self, request: Request) -> Caller:
        """Whoever asks. Raises Refused (401) for nobody."""

    def admit(
        self, request: Request, case: str, needs: Needs
    ) -> tuple[Caller, RoleName, Snapshot, frozenset[str]]:
        """`caller` and `open` at once."""

    def open(
        self, caller: Caller, case: str, needs: Needs
    ) -> tuple[RoleName, Snapshot, frozenset[str]]:
        """The caller's role in the case, the case as the caller may see it, and the clearances.

        Raises Refused: 404 for a case that is not there or not the caller's to see, 403 for a role
        that is not enough.
        """

    def holds(self, request: Request, caller: Caller) -> bool:
        """Whether whoever asked is still signed in."""

    def sees(self, caller: Caller, case: str) -> bool:
        """Whether the caller may hear of a case."""

    def write(self, opened: Opened, change: Callable[[Workspace], T]) -> T:
        """Let `change` write to the whole case, alone, in the name of the caller."""

    def keep(
        self,
        opened: Opened,
        read: tuple[Read, ...],
        compartments: tuple[str, ...],
    ) -> Added:
        """Put reports into the case and its compartments."""

    def home(self, opened: Opened) -> CaseHome:
        """Where the case is; what is written there is written in the name of the caller."""

    def agenda(self, opened: Opened) -> str:
        """What tells the agenda as it is now from any other."""

    def again(self, opened: Opened) -> Snapshot:
        """The case as it is now, as the caller may see it."""

    def heads(self, caller: Caller) -> tuple[CaseHead, ...]:
        """The cases that the caller may see."""


def enough(role: RoleName, needs: Needs) -> bool:
    """Whether a role may do what needs another."""
    return needs not in ROLES or ROLES.index(role) >= ROLES.index(needs)
