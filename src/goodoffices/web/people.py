"""Accounts made and changed from the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.store import Store
from goodoffices.web import accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What an account is to have: None leaves it as it is. `roles` by case."""

    name: str | None = None
    password: str | None = None
    administrator: bool | None = None
    disabled: bool | None = None
    roles: tuple[tuple[str, str], ...] = ()


def set_account(where: str, user: str, grant: Grant, *, by: str) -> bool:
    """Make an account, or change one that is there; whether it was made. All of it or nothing.

    Raises InputError for a password or name that will not do, UnknownName for a case or role.
    """
    store = Store.open(where)
    made = accounts.hashed(grant.password) if grant.password is not None else None
    with store.begin(by=by) as t:
        new = user not in {known.id for known in t.users()}
        name = grant.name or (user if new else None)
        if name is not None:
            accounts.check_name(t, name, of=user)
        if new:
            t.add_user(user, name or user, made)
        else:
            if name is not None:
                t.rename_user(user, name)
            if made is not None:
                t.set_password(user, made)
        if grant.disabled is not None:
            t.set_disabled(user, grant.disabled)
        if grant.administrator is not None:
            t.set_administrator(user, grant.administrator)
        for case, role in grant.roles:
            t.set_role(case, user, role)
    return new
