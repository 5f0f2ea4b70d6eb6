"""Routes about people: signing in, accounts, roles, compartments, the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from goodoffices.errors import InputError, UnknownName
from goodoffices.store import Transaction
from goodoffices.web import accounts
from goodoffices.web.access import Asked, Opened
from goodoffices.web.accounts import check_compartment, check_name
from goodoffices.web.answers import encoded
from goodoffices.web.faults import not_allowed
from goodoffices.web.routing import Limit, Routes
from goodoffices.web.shapes import Me
from goodoffices.web.shapes_people import (
    Audit,
    AuditLine,
    CompartmentNames,
    CompartmentOrder,
    Done,
    Member,
    MemberOrder,
    Members,
    NewCase,
    NewUser,
    PasswordOrder,
    SignedOut,
    SignIn,
    UserChange,
    Users,
    UserView,
)
from goodoffices.web.signing import end_old_session, leave_provider, shared_desk
from goodoffices.web.who import me

routes = Routes()


@contextmanager
def _writing(at: Asked) -> Iterator[Transaction]:
    with shared_desk(at).store.begin(by=at.caller.name) as t:
        yield t


# --- signing in ----------------------------------------------------------------------------------


@routes.post("/session", "nothing", Me, body=SignIn)
def sign_in(at: Asked, given: SignIn) -> Response:
    """Sign in with name and password; the session is in a cookie that no script can read."""
    desk = shared_desk(at)
    client = at.request.client
    address = client.host if client else "unknown"
    token, user = accounts.sign_in(desk.store, given.user, given.password, address)
    end_old_session(desk, at.request)
    answer = Me(
        name=user.name,
        user=user.id,
        mode="shared",
        administrator=user.administrator,
        version=me(at).version,
    )
    response = Response(encoded(answer), media_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    accounts.set_cookie(response, token, secure=desk.secure)
    return response


@routes.delete("/session", "nothing", SignedOut)
def sign_out(at: Asked) -> Response:
    """Sign out. Who was not signed in is not, either."""
    desk = shared_desk(at)
    token = accounts.token_in(at.request, secure=desk.secure)
    if token is not None:
        with desk.store.begin(by=accounts.SERVER) as t:
            t.end_session(token)
    answer = SignedOut(done=True, to=leave_provider(desk, at.request))
    response = Response(encoded(answer), media_type="application/json")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    accounts.clear_cookie(response, secure=desk.secure)
    return response


@routes.put("/me/password", "session", Done, body=PasswordOrder)
def put_password(at: Asked, order: PasswordOrder) -> Done:
    """Set another password; every session of the account ends."""
    desk = shared_desk(at)
    name = at.caller.user or ""
    # The same throttle as for signing in: this must not be a way around it.
    client = at.request.client
    token, _ = accounts.sign_in(
        desk.store, name, order.current, client.host if client else "unknown"
    )
    made = accounts.hashed(order.new)
    with _writing(at) as t:
        t.end_session(accounts.digest_of(token))
        t.set_password(name, made)
    return Done(done=True)


# --- accounts ------------------------------------------------------------------------------------


@routes.get("/users", "administrator", Users)
def get_users(at: Asked) -> Users:
    """Every account."""
    with shared_desk(at).store.reading() as t:
        found = t.users()
    return Users(
        items=tuple(
            UserView(
                id=user.id,
                name=user.name,
                administrator=user.administrator,
                disabled=user.disabled,
                created_at=user.created_at,
            )
            for user in found
        )
    )


@routes.post("/users", "administrator", Users, body=NewUser, status=201)
def post_user(at: Asked, new: NewUser) -> Users:
    """A new account, with no role in any case."""
    made = accounts.hashed(new.password) if new.password is not None else None
    with _writing(at) as t:
        check_name(t, new.name)
        t.add_user(new.id, new.name, made)
        t.set_administrator(new.id, new.administrator)
    return get_users(at)


@routes.put("/users/{user}", "administrator", Users, body=UserChange)
def put_user(at: Asked, change: UserChange, user: str) -> Users:
    """Rename an account, set its password, close or open it, make it administrator or not."""
    made = accounts.hashed(change.password) if change.password is not None else None
    if user == at.caller.user and (change.disabled or change.administrator is False):
        raise InputError("nobody closes or demotes the account they are signed in with")
    with _writing(at) as t:
        t.user(user)
        if change.name is not None:
            check_name(t, change.name, of=user)
            t.rename_user(user, change.name)
        if made is not None:
            t.set_password(user, made)
        if change.disabled is not None:
            t.set_disabled(user, change.disabled)
        if change.administrator is not None:
            t.set_administrator(user, change.administrator)
    return get_users(at)


# --- cases and members ---------------------------------------------------------------------------


@routes.post("/cases", "administrator", NewCase, body=NewCase, status=201)
def post_case(at: Asked, new: NewCase) -> NewCase:
    """A new, empty case."""
    with _writing(at) as t:
        name = t.create_case(new.title, new.id)
    return NewCase(title=new.title, id=name)


@routes.get("/cases/{case}/members", "lead", Members)
def get_members(at: Opened) -> Members:
    """Who has which role in the case, and the compartments they are cleared for."""
    if at.caller.user is None:
        return Members(items=())
    with shared_desk(at).store.reading() as t:
        found = [
            Member(
                user=user,
                name=t.user(user).name,
                role=role,  # type: ignore[arg-type]
                clearances=tuple(sorted(_told(at, t.clearances(at.id, user)))),
            )
            for user, role in t.members(at.id).items()
        ]
    return Members(items=tuple(found))


def _told(at: Opened, names: frozenset[str]) -> frozenset[str]:
    """Names of compartments that the caller may hear of."""
    return names if at.caller.administrator else names & at.cleared


@routes.put("/cases/{case}/members/{user}", "lead", Members, body=MemberOrder)
def put_member(at: Opened, order: MemberOrder, user: str) -> Members:
    """Give somebody a role in the case, or take it away, and set their clearances.

    A lead clears others for what the lead is cleared for; an administrator for anything.
    """
    desk = shared_desk(at)
    if not at.caller.administrator:
        at.must_be_cleared(order.clearances)
        if user == at.caller.user:
            raise not_allowed("nobody sets a role or clearance of their own")
    for name in order.clearances:
        check_compartment(name)
    with desk.store.begin(by=at.caller.name) as t:
        t.user(user)
        kept = frozenset() if at.caller.administrator else t.clearances(at.id, user) - at.cleared
        t.set_role(at.id, user, order.role)
        t.set_clearances(at.id, user, kept | set(order.clearances) if order.role else ())
    return get_members(at)


@routes.get("/cases/{case}/compartments", "reader", CompartmentNames)
def get_compartments(at: Opened) -> CompartmentNames:
    """The compartments of the case that the caller is cleared for."""
    return CompartmentNames(items=tuple(sorted(at.cleared)))


@routes.put("/cases/{case}/reports/{report}/compartments", "lead", Done, body=CompartmentOrder)
def put_compartments(at: Opened, order: CompartmentOrder, report: str) -> Done:
    """Put a report, and with it its statements, into compartments; into none opens it to all."""
    desk = shared_desk(at)
    if report not in at.snapshot.case.report_by_id:
        raise UnknownName("report", report)
    at.must_be_cleared(order.compartments)
    with desk.store.begin(by=at.caller.name) as t:
        t.set_compartments(at.id, report, order.compartments)
    return Done(done=True)


# --- audit ---------------------------------------------------------------------------------------


@routes.get("/cases/{case}/audit", "lead", Audit)
def get_audit(
    at: Opened,
    before: Annotated[int | None, Query(ge=1, le=2**62, description="Entries before this.")] = None,
    limit: Limit = 100,
) -> Audit:
    """Who did what, the newest first. A case folder keeps no audit log."""
    if at.caller.user is None:
        return Audit(items=(), next=None)
    with shared_desk(at).store.reading() as t:
        found = t.log(at.id, before=before, limit=limit)
    seen = [entry for entry in found if _may_read(at, entry.action, entry.detail)]
    items = tuple(
        AuditLine(seq=e.seq, at=e.at, by=e.by, action=e.action, detail=e.detail, hash=e.hash)
        for e in seen
    )
    return Audit(items=items, next=found[-1].seq if len(found) == limit else None)


def _may_read(at: Opened, action: str, detail: dict[str, object]) -> bool:
    """Whether an entry names no compartment or report that is closed to the caller."""
    if action not in ("compartments set", "clearances set"):
        return True
    named: set[str] = set()
    for key in ("compartments", "before"):
        names = detail.get(key)
        named |= set(names) if isinstance(names, list) else set()
    report = detail.get("report")
    hidden = isinstance(report, str) and report not in at.snapshot.case.report_by_id
    return not hidden and (at.caller.administrator or named <= at.cleared)
