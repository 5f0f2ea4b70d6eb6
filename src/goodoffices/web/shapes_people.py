"""What is said of people and their rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

MemberRole = Literal["reader", "analyst", "lead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """The name of an account and its password."""

    user: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogInWays:
    """How one may sign in: with a password always; `provider` is what to call the provider of the
    organisation's own through which one may as well, None where there is none."""

    provider: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """Where the browser is to go next."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut:
    """Signed out here; `to` is where to sign out of the provider as well, None for nowhere."""

    done: bool
    to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """It is done."""

    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordOrder:
    """The password as it is, and the new one, of at least twelve characters."""

    current: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """An account: what to sign in with, the name that signs, and a first password.

    Without a password it can be signed in to through a provider alone.
    """

    id: str
    name: str
    password: str | None = None
    administrator: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UserChange:
    """What to set; what is left out stays."""

    name: str | None = None
    password: str | None = None
    disabled: bool | None = None
    administrator: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserView:
    """An account."""

    id: str
    name: str
    administrator: bool
    disabled: bool
    created_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Users:
    """Every account, by id."""

    items: tuple[UserView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case: its title, and its id (made of the title where none is given)."""

    title: str
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody with a role in a case. Clearances are those that the reader may hear of."""

    user: str
    name: str
    role: MemberRole
    clearances: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """Who has a role in a case."""

    items: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberOrder:
    """A role, or None to take it away, with the compartments to be cleared for."""

    role: MemberRole | None
    clearances: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompartmentNames:
    """Names of compartments."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompartmentOrder:
    """The compartments of a report; whoever reads it must be cleared for all of them."""

    compartments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One entry of the audit log; `hash` chains it to the one before."""

    seq: int
    at: str
    by: str
    action: str
    detail: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Entries, the newest first. `next` is what to ask `before` for the next page."""

    items: tuple[AuditLine, ...]
    next: int | None
