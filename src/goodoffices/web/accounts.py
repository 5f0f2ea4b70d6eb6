"""Passwords, sessions and throttled log-in, over the accounts that a store keeps.

Passwords are hashed by Argon2id with the library's parameters (RFC 9106, low memory). A session is
a random token in a cookie; the store keeps its digest alone, so that who reads the store cannot
take over a session.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from goodoffices.errors import InputError, UnknownName
from goodoffices.store import Access, Session, Store, Transaction, User
from goodoffices.web.faults import Refused, not_signed_in

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SERVER = "server"
"""In whose name the server itself writes: sessions and attempts."""
HOLDS = 12 * 3600
"""Seconds for which a session holds at most."""
IDLE = 2 * 3600
"""Seconds without a request after which a session has ended."""
NOTED = 300
"""Seconds after which the use of a session is noted again."""
SHORTEST, LONGEST = 12, 1000
WINDOW = 900
"""Seconds for which a failed log-in counts."""
TRIES, TRIES_FROM, TRIES_ALL = 5, 200, 50
"""Attempts within the window: failed ones for one account from one address, all from one address,
failed ones for one account from everywhere. Beyond these, all are refused until some are old."""
BY_PROVIDER = "provider."
"""Begins the token of a session that a log-in through a provider opened."""

_hashing = BoundedSemaphore(2)  # each takes 64 MB


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


def hashed(password: str) -> str:
    """The hash of a password. Raises InputError for one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"a password has {SHORTEST} to {LONGEST} characters")
    with _hashing:
        return _hasher().hash(password)


@cache
def _nobody() -> str:
    """A hash that no password fits: looked at where there is no account, it takes as long."""
    return _hasher().hash(secrets.token_hex())


def fits(held: str | None, password: str) -> bool:
    """Whether a password is the one that was hashed; as slow where there is no hash."""
    from argon2.exceptions import InvalidHashError, VerificationError

    with _hashing:
        try:
            found = _hasher().verify(held or _nobody(), password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return found and held is not None


# --- sessions ------------------------------------------------------------------------------------


def cookie_name(secure: bool) -> str:
    """Over TLS under a name that no other host can set."""
    return "__Host-goodoffices" if secure else "goodoffices"


def digest_of(token: str) -> str:
    """What the store keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def set_cookie(response: Response, token: str, *, secure: bool) -> None:
    """Give the browser its token, which no script can read."""
    response.set_cookie(
        cookie_name(secure),
        token,
        max_age=HOLDS,
        path="/",
        secure=secure,
        httponly=True,
        samesite="strict",
    )


def clear_cookie(response: Response, *, secure: bool) -> None:
    """Take the token back."""
    response.delete_cookie(
        cookie_name(secure), path="/", secure=secure, httponly=True, samesite="strict"
    )


def token_in(request: Request, *, secure: bool) -> str | None:
    """The digest of the token that the browser sent."""
    token = request.cookies.get(cookie_name(secure))
    return digest_of(token) if token else None


def access_in(t: Transaction, token: str | None, case: str | None = None) -> Access:
    """What a token opens, also in a case. Raises Refused (401) where it opens no session."""
    found = t.access(token, case) if token else None
    if found is None:
        raise not_signed_in()
    if _age(found.session.seen_at) > IDLE:
        raise not_signed_in("the session has ended; sign in again")
    return found


def must_note(session: Session) -> bool:
    """Whether the use of the session is to be noted."""
    return _age(session.seen_at) > NOTED


def _age(at: str) -> float:
    """Seconds since; a clock that went backwards makes nothing older."""
    then = datetime.fromisoformat(at.replace("Z", "+00:00"))
    return max(timedelta(0), datetime.now(UTC) - then).total_seconds()


# --- log-in --------------------------------------------------------------------------------------


def sign_in(store: Store, user: str, password: str, address: str) -> tuple[str, User]:
    """A new session: its token, and who it is for.

    Raises Refused: 401 for a wrong name or password (never saying which) and for a closed account,
    429 where too many attempts failed.
    """
    user = user.strip()[:100]
    subjects = {f"{user} from {address}": TRIES, f"from {address}": TRIES_FROM, user: TRIES_ALL}
    note_attempts(store, subjects)
    with store.reading() as t:
        found = _user(t, user)
    right = fits(found.password if found else None, password)
    if found is None or not right or found.disabled:
        raise not_signed_in("the name or the password is not right")
    token = secrets.token_urlsafe(32)
    with store.begin(by=SERVER) as t:
        for subject in (f"{user} from {address}", user):
            t.clear_attempts(subject)
        t.add_session(digest_of(token), found.id, seconds=HOLDS)
    return token, found


def sign_in_by(store: Store, user: User) -> str:
    """A new session for somebody whom a provider vouches for: its token."""
    token = BY_PROVIDER + secrets.token_urlsafe(32)
    with store.begin(by=SERVER) as t:
        t.add_session(digest_of(token), user.id, seconds=HOLDS)
    return token


def note_attempts(store: Store, subjects: Mapping[str, int]) -> None:
    """Note an attempt on each of these subjects. Raises Refused (429) beyond their limits."""
    with store.begin(by=SERVER) as t:
        t.sweep(attempts_older_than=WINDOW)
        for subject, most in subjects.items():
            if t.attempts_within(subject, seconds=WINDOW) >= most:
                raise Refused(
                    429,
                    "TooMany",
                    f"too many failed attempts; wait {WINDOW // 60} minutes and try again",
                    {"Retry-After": str(WINDOW)},
                )
        for subject in subjects:  # noted before the password is looked at, however fast they come
            t.add_attempt(subject)


def _user(t: Transaction, name: str) -> User | None:
    try:
        return t.user(name)
    except UnknownName:
        return None


# --- names ---------------------------------------------------------------------------------------


def check_name(t: Transaction, name: str, *, of: str | None = None) -> None:
    """Raise InputError for a name that nobody can sign with, or that another account bears.

    Verdicts and judgements are signed with it, so two people may not share one.
    """
    if not name.strip() or len(name) > 200 or not name.isprintable() or name != name.strip():
        raise InputError("name: 1 to 200 printable characters are needed, no space at the ends")
    taken = {user.name.casefold() for user in t.users() if user.id != of} | {SERVER}
    if name.casefold() in taken:
        raise InputError(
            f"name: another account signs as {name!r}; choose one that tells them apart"
        )


def check_compartment(name: str) -> None:
    """Raise InputError for what cannot name a compartment."""
    if not name.strip() or len(name) > 80 or not name.isprintable():
        raise InputError(f"a compartment has a name of 1 to 80 printable characters, not {name!r}")
