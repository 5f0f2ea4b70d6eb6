"""A store served to many: each request finds out anew who asks and what they may see."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TypeVar
from uuid import uuid4

from starlette.requests import Request

from goodoffices.errors import GoodOfficesError, UnknownName
from goodoffices.read.documents import Read
from goodoffices.store import Store, Transaction, User
from goodoffices.web.access import ROLES, Caller, Opened, enough
from goodoffices.web.accounts import SERVER, access_in, must_note, token_in
from goodoffices.web.desk import Office, warm
from goodoffices.web.faults import Refused, not_allowed, not_found
from goodoffices.web.intake import pieces_of
from goodoffices.web.oidc.provider import Provider
from goodoffices.web.orders import LEASE, StoreShelf, Taken
from goodoffices.web.routing import Needs
from goodoffices.web.shapes import CaseHead, Mode, RoleName
from goodoffices.workspace import Added, Workspace
from goodoffices.workspace.editing import agenda_mark
from goodoffices.workspace.homes import StoreHome
from goodoffices.workspace.snapshot import Snapshot
from goodoffices.workspace.stored import StoredCase
from goodoffices.workspace.views.summary import Counts, counts

T = TypeVar("T")


class SharedDesk(Office):
    """The cases of a store, each to those who have a role in it.

    `secure` says that browsers reach the server over TLS, and the cookie of a session is sent over
    nothing else. `provider` vouches for people who have an account, beside their passwords.
    """

    mode: Mode = "shared"

    def __init__(self, store: Store, *, secure: bool, provider: Provider | None = None) -> None:
        self.shelf = StoreShelf(store)
        super().__init__(self.shelf)
        self.store, self.secure, self.provider = store, secure, provider
        self._looked_after = 0.0
        self._cases: dict[str, StoredCase] = {}
        self._lock = Lock()
        self._told: dict[str, int] = {}
        self._visible: dict[str, frozenset[str]] = {}

    # --- who asks --------------------------------------------------------------------------------

    def guest(self, request: Request) -> Caller:
        """Nobody in particular: for the few routes that need no session."""
        return Caller(name="", user=None, mode="shared")

    def caller(self, request: Request) -> Caller:
        """Whoever the session belongs to. Raises Refused (401)."""
        with self.store.reading() as t:
            caller, late = self._caller(t, request)
        self._note_use(late)
        return caller

    def _note_use(self, late: str | None) -> None:
        if late is not None:
            with self.store.begin(by=SERVER) as t:
                t.touch_session(late)

    def _caller(self, t: Transaction, request: Request) -> tuple[Caller, str | None]:
        found = access_in(t, token_in(request, secure=self.secure))
        return _signed(found.user), found.session.token if must_note(found.session) else None

    def holds(self, request: Request, caller: Caller) -> bool:
        """Whether the session still holds; and which cases it may hear of is looked up again."""
        try:
            with self.store.reading() as t:
                now, _ = self._caller(t, request)
                assert now.user is not None
                self._visible[now.user] = self._cases_of(t, t.user(now.user))
                return now.user == caller.user
        except (GoodOfficesError, OSError):
            return False

    def sees(self, caller: Caller, case: str) -> bool:
        """Whether the caller had a role in the case when that was last looked up."""
        return case in self._visible.get(caller.user or "", ())

    # --- cases -----------------------------------------------------------------------------------

    def _case(self, name: str) -> StoredCase:
        with self._lock:
            return self._cases.setdefault(name, StoredCase(self.store, name))

    @staticmethod
    def _cases_of(t: Transaction, user: User) -> frozenset[str]:
        return frozenset(t.cases() if user.administrator else t.roles_of(user.id))

    def _role(self, t: Transaction, caller: Caller, case: str) -> RoleName:
        """The caller's role. Raises Refused (404) where there is none, or no such case."""
        user = t.user(caller.user or "")
        held = "administrator" if user.administrator else t.roles_of(user.id).get(case)
        if held is None or user.disabled or case not in t.cases():
            raise not_found(f"there is no case {case!r} that you may see")
        return next(role for role in ROLES if role == held)

    def open(
        self, caller: Caller, case: str, needs: Needs
    ) -> tuple[RoleName, Snapshot, frozenset[str]]:
        """The role, the case without what the caller is not cleared for, and the clearances."""
        with self.store.reading() as t:
            role = _enough(self._role(t, caller, case), needs)
            clearances = t.clearances(case, caller.user or "")
            return role, self._case(case).snapshot(t, clearances), clearances

    def admit(
        self, request: Request, case: str, needs: Needs
    ) -> tuple[Caller, RoleName, Snapshot, frozenset[str]]:
        """As `caller` and `open`, by one question to the store: every request begins with it."""
        with self.store.reading() as t:
            found = access_in(t, token_in(request, secure=self.secure), case)
            held = "administrator" if found.user.administrator else found.role
            if held is None or found.revision is None:
                raise not_found(f"there is no case {case!r} that you may see")
            role = _enough(held, needs)
            snapshot = self._case(case).snapshot(t, found.clearances, found.revision)
        self._note_use(found.session.token if must_note(found.session) else None)
        return _signed(found.user), role, snapshot, found.clearances

    def again(self, opened: Opened) -> Snapshot:
        """The case as it is now, as the caller may see it."""
        return self.open(opened.caller, opened.id, "reader")[1]

    def heads(self, caller: Caller) -> tuple[CaseHead, ...]:
        """The cases that the caller has a role in."""
        found = []
        with self.store.reading() as t:
            names = self._cases_of(t, t.user(caller.user or ""))
        for name in sorted(names):
            try:
                role, snapshot, _ = self.open(caller, name, "reader")
            except Refused:  # taken away in between
                continue
            found.append(
                CaseHead(
                    id=name,
                    title=snapshot.case.title,
                    role=role,
                    revision=snapshot.revision,
                    counts=_counts(snapshot),
                )
            )
        return tuple(found)

    # --- writing ---------------------------------------------------------------------------------

    def write(
        self,
        opened: Opened,
        change: Callable[[Workspace], T],
        compartments: tuple[str, ...] = (),
    ) -> T:
        """Write in the caller's name, if the role still allows it: a job may have waited."""
        with self.store.reading() as t:
            if not enough(self._role(t, opened.caller, opened.id), "analyst"):
                raise not_allowed("your role in this case does not allow it any more")
        case = self._case(opened.id)
        given = case.write(opened.caller.name, change, compartments)
        self._tell(opened.id, case.revision)
        return given

    def keep(
        self,
        opened: Opened,
        read: tuple[Read, ...],
        compartments: tuple[str, ...],
    ) -> Added:
        """Put reports into the case and, at the same moment, into their compartments."""
        return self.write(opened, lambda workspace: workspace.keep(read), compartments)

    def home(self, opened: Opened) -> StoreHome:
        """The case in the store."""
        return StoreHome(self.store, opened.id, opened.caller.name)

    def agenda(self, opened: Opened) -> str:
        """The mark of the agenda, of all of it."""

        def mark(workspace: Workspace) -> str:
            return agenda_mark(workspace.case)

        return self._case(opened.id).write(opened.caller.name, mark)

    # --- jobs ------------------------------------------------------------------------------------

    def watch_jobs(self) -> None:
        """Now and then: say that our jobs go on, and go on with those that others left."""
        if monotonic() < self._looked_after:
            return
        self._looked_after = monotonic() + LEASE / 3
        if self.jobs.busy:
            self.shelf.renew()
        for taken in self.shelf.take():
            try:
                pieces = pieces_of(self._again(taken), taken.order, partial(self._document, taken))
            except GoodOfficesError as fault:
                self.jobs.give_up(taken, str(fault))
            else:
                self.jobs.take_up(taken, pieces)

    def _again(self, taken: Taken) -> Opened:
        """The case as whoever ordered a job may see it now. Raises Refused, UnknownName."""
        with self.store.reading() as t:
            user = t.user(taken.owner)
        caller = _signed(user)
        role, snapshot, cleared = self.open(caller, taken.view.case, "analyst")
        return Opened(
            caller=caller,
            desk=self,
            request=Request({"type": "http", "headers": []}),
            id=taken.view.case,
            role=role,
            snapshot=snapshot,
            cleared=cleared,
        )

    def _document(self, taken: Taken, place: int) -> Path:
        path = self.spool / uuid4().hex
        self.shelf.document(taken.view.id, place, path)
        return path

    # --- watching --------------------------------------------------------------------------------

    def _tell(self, case: str, revision: int) -> None:
        if self._told.get(case, -1) < revision:
            self._told[case] = revision
            self.events.tell_case(case, str(revision))

    def load(self) -> None:
        """Read every case."""
        with self.store.reading() as t:
            names = tuple(t.cases())
            # What is written from now on is told, also before anybody has listened once.
            self._told = {name: t.revision(name) for name in names} | self._told
        for name in names:
            self._whole(name)
        self.watch_jobs()

    def warm(self) -> None:
        """Prepare the first views of every case for those who may see all of it."""
        with self.store.reading() as t:
            names = tuple(t.cases())
        for name in names:
            warm(self._whole(name))

    def _whole(self, name: str) -> Snapshot:
        with self.store.reading() as t:
            every = frozenset(n for found in t.compartments(name).values() for n in found)
            return self._case(name).snapshot(t, every)

    def look(self) -> None:
        """Tell of what other servers and the terminal have written."""
        try:
            with self.store.reading() as t:
                now = {name: t.revision(name) for name in t.cases()}
        except (GoodOfficesError, UnknownName):  # the next request will say it
            return
        for name, revision in now.items():
            self._tell(name, revision)


def _signed(user: User) -> Caller:
    return Caller(name=user.name, user=user.id, mode="shared", administrator=user.administrator)


def _enough(held: str, needs: Needs) -> RoleName:
    """The role held. Raises Refused (403) where it is not enough."""
    role = next(role for role in ROLES if role == held)
    if not enough(role, needs):
        raise not_allowed(f"this needs the role of {needs}; you are {role} in this case")
    return role


def _counts(snapshot: Snapshot) -> Counts:
    return snapshot.memory.once("counts", lambda: counts(snapshot.case))
