"""Who may do what: users, roles, compartments, sessions, attempts.

Nothing is decided here: the caller hashes passwords, makes tokens and checks roles. What is
granted and taken away goes into the audit log.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, get_args

from sqlalchemy import and_, bindparam, delete, func, insert, select, update

from goodoffices.errors import InputError, UnknownName
from goodoffices.store.queries import QueryPart
from goodoffices.store.schema import (
    administrators,
    attempts,
    cases,
    clearances,
    compartments,
    reports,
    roles,
    sessions,
    users,
)
from goodoffices.store.unit import stamp

Role = Literal["reader", "analyst", "lead"]
ROLES: tuple[str, ...] = get_args(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who may log in. `password` is the hash that the caller gave, or None."""

    id: str
    name: str
    password: str | None
    disabled: bool
    administrator: bool
    created_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A log-in that holds until `expires_at`."""

    token: str
    user: str
    created_at: str
    seen_at: str
    expires_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a token opens: whose session it is, and in one case the role and clearances.

    `revision` is that of the case, None where there is no such case or none was asked about.
    """

    session: Session
    user: User
    revision: int | None = None
    role: str | None = None
    clearances: frozenset[str] = frozenset()


_HOLDS = (
    sessions.c.token == bindparam("held"),
    sessions.c.expires_at > bindparam("now"),
    sessions.c.created_at <= bindparam("now"),  # the clock went back: rather log in again
    users.c.disabled == 0,
)
_ACCESS = (
    select(
        sessions,
        *(users.c[name].label(f"user_{name}") for name in ("name", "password", "created_at")),
        administrators.c.user.label("admin"),
        cases.c.revision,
        roles.c.role,
        clearances.c.compartment,
    )
    .select_from(
        sessions.join(users, sessions.c.user == users.c.id)
        .join(administrators, administrators.c.user == users.c.id, isouter=True)
        .join(cases, cases.c.id == bindparam("case"), isouter=True)
        .join(
            roles,
            and_(roles.c.user == users.c.id, roles.c.case_no == cases.c.number),
            isouter=True,
        )
        .join(
            clearances,
            and_(clearances.c.user == users.c.id, clearances.c.case_no == cases.c.number),
            isouter=True,
        )
    )
    .where(*_HOLDS)
)
"""All that a server asks at each request, as one question."""


class AccountsPart(QueryPart):
    """Accounts of a store."""

    def access(self, token: str, case: str | None = None) -> Access | None:
        """What a token opens, also in a case; None where it opens no session.

        A session opens nothing once it has expired or its account is closed.
        """
        given = {"held": token, "now": self.now, "case": case or ""}
        rows = self.connection.execute(_ACCESS, given).all()
        if not rows:
            return None
        row = rows[0]
        return Access(
            session=Session(
                token=row.token,
                user=row.user,
                created_at=row.created_at,
                seen_at=row.seen_at,
                expires_at=row.expires_at,
            ),
            user=User(
                id=row.user,
                name=row.user_name,
                password=row.user_password,
                disabled=False,
                administrator=row.admin is not None,
                created_at=row.user_created_at,
            ),
            revision=row.revision,
            role=row.role,
            clearances=frozenset(r.compartment for r in rows if r.compartment is not None),
        )

    # --- users ---

    def users(self) -> tuple[User, ...]:
        """Everybody, by id."""
        return tuple(self._users())

    def user(self, user_id: str) -> User:
        """One of them. Raises UnknownName."""
        for user in self._users(user_id):
            return user
        known = self.connection.execute(select(users.c.id)).scalars()
        raise UnknownName("user", user_id, list(known))

    def _users(self, user_id: str | None = None) -> Iterable[User]:
        query = (
            select(users, administrators.c.user.label("admin"))
            .join_from(users, administrators, users.c.id == administrators.c.user, isouter=True)
            .order_by(users.c.id)
        )
        if user_id is not None:
            query = query.where(users.c.id == user_id)
        for row in self.connection.execute(query):
            yield User(
                id=row.id,
                name=row.name,
                password=row.password,
                disabled=bool(row.disabled),
                administrator=row.admin is not None,
                created_at=row.created_at,
            )

    def add_user(self, user_id: str, name: str, password: str | None = None) -> None:
        """A new user with no role anywhere. Raises InputError where the id is taken or empty."""
        self._writer()
        if not user_id.strip() or len(user_id) > 100:
            raise InputError("the id of a user has 1 to 100 characters")
        if self.connection.execute(select(users.c.id).where(users.c.id == user_id)).first():
            raise InputError(f"there is a user {user_id!r} already")
        row = {"id": user_id, "name": name, "password": password, "disabled": 0}
        self._add(users, [{**row, "created_at": self.now}])
        self._note(None, "user added", {"user": user_id, "name": name})

    def set_password(self, user: str, password: str | None) -> None:
        """Another hash; all sessions of the user end. Raises UnknownName."""
        self._change_user(user, "password changed", {"password": password})
        self.end_sessions(user)

    def rename_user(self, user: str, name: str) -> None:
        """Another name to show. Raises UnknownName."""
        self._change_user(user, "user renamed", {"name": name}, {"name": name})

    def set_disabled(self, user: str, disabled: bool) -> None:
        """Close an account, or open it again; all sessions of the user end."""
        action = "user disabled" if disabled else "user enabled"
        self._change_user(user, action, {"disabled": int(disabled)})
        self.end_sessions(user)

    def _change_user(
        self, user: str, action: str, fields: dict[str, Any], told: dict[str, Any] | None = None
    ) -> None:
        self.user(user)
        self._note(None, action, {"user": user, **(told or {})})
        self.connection.execute(update(users).where(users.c.id == user).values(**fields))

    # --- roles ---

    def set_administrator(self, user: str, on: bool) -> None:
        """Make somebody administrator of the whole store, or no longer. Raises UnknownName."""
        if self.user(user).administrator == on:
            return
        self._note(None, "administrator made" if on else "administrator removed", {"user": user})
        if on:
            self._add(administrators, [{"user": user}])
        else:
            self.connection.execute(delete(administrators).where(administrators.c.user == user))

    def set_role(self, case: str, user: str, role: str | None) -> None:
        """Give somebody a role in a case, or take it away with None; raises UnknownName."""
        number = self.case_number(case)
        self.user(user)
        if role is not None and role not in ROLES:
            raise UnknownName("role", role, ROLES)
        where = (roles.c.case_no == number, roles.c.user == user)
        before = self.connection.execute(select(roles.c.role).where(*where)).scalar()
        if before == role:
            return
        self._note(number, "role set", {"user": user, "role": role, "before": before})
        self.connection.execute(delete(roles).where(*where))
        if role is not None:
            self._add(roles, [{"case_no": number, "user": user, "role": role}])

    def members(self, case: str) -> dict[str, str]:
        """Roles in a case by user."""
        where = roles.c.case_no == self.case_number(case)
        query = select(roles.c.user, roles.c.role).where(where).order_by(roles.c.user)
        return {row.user: row.role for row in self.connection.execute(query)}

    def roles_of(self, user: str) -> dict[str, str]:
        """Roles of a user by case."""
        query = (
            select(cases.c.id, roles.c.role)
            .join_from(roles, cases, roles.c.case_no == cases.c.number)
            .where(roles.c.user == user)
            .order_by(cases.c.id)
        )
        return {row.id: row.role for row in self.connection.execute(query)}

    # --- compartments ---

    def compartments(self, case: str) -> dict[str, frozenset[str]]:
        """Compartments by report; reports in none are left out."""
        where = compartments.c.case_no == self.case_number(case)
        found: dict[str, set[str]] = {}
        for row in self.connection.execute(select(compartments).where(where)):
            found.setdefault(row.report, set()).add(row.name)
        return {report: frozenset(names) for report, names in sorted(found.items())}

    def set_compartments(self, case: str, report: str, names: Iterable[str]) -> None:
        """Put a report, and with it its statements, into compartments; into none opens it."""
        number, wanted = self.case_number(case), sorted(set(names))
        if not self._known(reports, number, [report]):
            raise UnknownName("report", report)
        where = (compartments.c.case_no == number, compartments.c.report == report)
        before = sorted(
            self.connection.execute(select(compartments.c.name).where(*where)).scalars()
        )
        if before == wanted:
            return
        self._touch(number)  # whoever keeps the case in memory must look again
        told = {"report": report, "compartments": wanted, "before": before}
        self._note(number, "compartments set", told)
        self.connection.execute(delete(compartments).where(*where))
        rows = [{"case_no": number, "report": report, "name": name} for name in wanted]
        self._add(compartments, rows)

    def clearances(self, case: str, user: str) -> frozenset[str]:
        """Compartments of a case that a user may see."""
        number = self.case_number(case)
        query = select(clearances.c.compartment).where(
            clearances.c.case_no == number, clearances.c.user == user
        )
        return frozenset(self.connection.execute(query).scalars())

    def set_clearances(self, case: str, user: str, names: Iterable[str]) -> None:
        """Set which compartments of a case a user may see. Raises UnknownName."""
        number, wanted = self.case_number(case), sorted(set(names))
        self.user(user)
        before = sorted(self.clearances(case, user))
        if before == wanted:
            return
        told = {"user": user, "compartments": wanted, "before": before}
        self._note(number, "clearances set", told)
        where = (clearances.c.case_no == number, clearances.c.user == user)
        self.connection.execute(delete(clearances).where(*where))
        rows = [{"case_no": number, "user": user, "compartment": name} for name in wanted]
        self._add(clearances, rows)

    # --- sessions ---

    def add_session(self, token: str, user: str, *, seconds: int) -> Session:
        """A session that holds for so long. `token` is a digest of what the browser is given.

        Raises UnknownName for a user that is not there and InputError for a closed account.
        """
        self._writer()
        if self.user(user).disabled:
            raise InputError(f"the account of {user!r} is closed")
        expires = stamp(self._clock() + timedelta(seconds=seconds))
        made = Session(
            token=token, user=user, created_at=self.now, seen_at=self.now, expires_at=expires
        )
        fields = ("token", "user", "created_at", "seen_at", "expires_at")
        self.connection.execute(
            insert(sessions).values(**{name: getattr(made, name) for name in fields})
        )
        self._note(None, "logged in", {"user": user})
        return made

    def session(self, token: str) -> Session | None:
        """The session of a token, unless it has expired or its account is closed."""
        found = self.access(token)
        return None if found is None else found.session

    def touch_session(self, token: str, *, seconds: int | None = None) -> None:
        """Note that a session was used; with `seconds` it holds for so long from now."""
        self._writer()
        fields = {"seen_at": self.now}
        if seconds is not None:
            fields["expires_at"] = stamp(self._clock() + timedelta(seconds=seconds))
        query = update(sessions).where(sessions.c.token == token).values(**fields)
        self.connection.execute(query)

    def end_session(self, token: str) -> None:
        """Log out."""
        self._writer()
        self.connection.execute(delete(sessions).where(sessions.c.token == token))

    def end_sessions(self, user: str) -> None:
        """Log a user out everywhere."""
        self._writer()
        self.connection.execute(delete(sessions).where(sessions.c.user == user))

    def sweep(self, *, attempts_older_than: int) -> None:
        """Take out sessions that have expired, and attempts older than so many seconds."""
        self._writer()
        old = stamp(self._clock() - timedelta(seconds=attempts_older_than))
        self.connection.execute(delete(sessions).where(sessions.c.expires_at <= self.now))
        self.connection.execute(delete(attempts).where(attempts.c.at < old))

    # --- attempts ---

    def add_attempt(self, subject: str) -> None:
        """Note a failed log-in of an account or an address, as the caller names it."""
        self._writer()
        last = self.connection.execute(select(func.max(attempts.c.number))).scalar()
        self._add(attempts, [{"number": (last or 0) + 1, "subject": subject, "at": self.now}])

    def attempts_within(self, subject: str, *, seconds: int) -> int:
        """How many failed log-ins of a subject were noted in the last seconds."""
        since = stamp(self._clock() - timedelta(seconds=seconds))
        query = select(func.count()).where(attempts.c.subject == subject, attempts.c.at > since)
        return int(self.connection.execute(query).scalar_one())

    def clear_attempts(self, subject: str) -> None:
        """Forget failed log-ins, once one succeeded."""
        self._writer()
        self.connection.execute(delete(attempts).where(attempts.c.subject == subject))
