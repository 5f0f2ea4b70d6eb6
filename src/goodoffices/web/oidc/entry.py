"""The way to the provider and back: authorisation code flow with PKCE (RFC 7636), state and nonce.

A log-in that has begun is a random token in a cookie of the browser that began it, and nothing
else: state, nonce and verifier are made of it by a keyed hash, each under a label of its own. So
the answer is taken from that browser alone, once, within ten minutes, and by any server of the
store.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from time import time
from typing import Any
from urllib.parse import urlencode

from goodoffices.errors import InputError, UnknownName
from goodoffices.store import Store, User
from goodoffices.web import accounts
from goodoffices.web.oidc.provider import Provider, ProviderFault
from goodoffices.web.oidc.settings import Settings
from goodoffices.web.oidc.tokens import TokenRefused, UnknownKey, claims_of

RETURN = "/log-in/return"
"""Where the provider sends browsers back to."""
HOLDS = 600
"""Seconds within which a log-in that has begun must end."""


class EntryRefused(Exception):
    """A log-in through the provider that failed. `code` chooses the words that the page shows."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def begun_token() -> str:
    """What the browser keeps of a log-in that begins."""
    return f"{int(time())}.{secrets.token_urlsafe(32)}"


def derived(token: str, label: str) -> str:
    """The state, nonce or verifier of a log-in: 43 characters, as PKCE wants them."""
    digest = hmac.digest(token.encode(), f"goodoffices {label}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def address_of(provider: Provider, token: str, redirect: str) -> str:
    """Where to send the browser. Raises EntryRefused."""
    verifier = derived(token, "verifier")
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    query = {
        "response_type": "code",
        "client_id": provider.settings.client,
        "redirect_uri": redirect,
        "scope": provider.settings.scopes,
        "state": derived(token, "state"),
        "nonce": derived(token, "nonce"),
        "code_challenge": challenge.rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    return _with_query(_endpoint(provider, "authorization_endpoint") or "", query)


def leave_address(provider: Provider, back: str) -> str | None:
    """Where to sign out of the provider as well; None where it offers no such place."""
    try:
        there = _endpoint(provider, "end_session_endpoint")
    except EntryRefused:
        return None  # signing out here must not wait for the provider
    query = {"client_id": provider.settings.client, "post_logout_redirect_uri": back}
    return _with_query(there, query) if there else None


def _endpoint(provider: Provider, name: str) -> str | None:
    try:
        return provider.endpoint(name)
    except ProviderFault as fault:
        raise EntryRefused("provider", f"the provider cannot be used: {fault}") from None


def _with_query(address: str, query: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"


def claims_from(
    provider: Provider, token: str | None, answer: Mapping[str, str], redirect: str
) -> Mapping[str, Any]:
    """What the provider says of whoever comes back. Raises EntryRefused."""
    state = answer.get("state", "")
    if token is None or not hmac.compare_digest(state.encode(), derived(token, "state").encode()):
        raise EntryRefused("state", "the answer is not to a log-in that this browser began")
    begun = token.partition(".")[0]
    if not begun.isdigit() or not abs(time() - int(begun)) <= HOLDS:
        raise EntryRefused("late", f"the log-in was not ended within {HOLDS // 60} minutes")
    try:
        if answer.get("iss", provider.settings.issuer if not provider.tells_issuer() else None) != (
            provider.settings.issuer
        ):
            raise EntryRefused("token", "the answer names another provider")
        if "error" in answer:
            raise EntryRefused("denied", f"the provider refused: {answer['error'][:80]!r}")
        if not answer.get("code"):
            raise EntryRefused("token", "the answer holds no code")
        signed = provider.redeem(answer["code"], derived(token, "verifier"), redirect)
        nonce = derived(token, "nonce")
        try:
            return claims_of(signed, provider.keys(), provider.settings, nonce)
        except UnknownKey:
            return claims_of(signed, provider.keys(anew=True), provider.settings, nonce)
    except ProviderFault as fault:
        raise EntryRefused("provider", f"the provider cannot be used: {fault}") from None
    except TokenRefused as fault:
        raise EntryRefused("token", f"the ID token was refused: {fault}") from None


def user_of(store: Store, settings: Settings, claims: Mapping[str, Any]) -> User:
    """The account of whoever the provider says it is. Raises EntryRefused."""
    claim = settings.user_claim
    name = claims.get(claim)
    if not isinstance(name, str) or name != name.strip() or not name.isprintable() or not name:
        there = ", ".join(sorted(str(known)[:40] for known in claims))
        raise EntryRefused("token", f"the ID token has no claim {claim!r}; it has {there}")
    if claim == "email" and claims.get("email_verified") is not True:
        raise EntryRefused("unverified", f"the provider has not verified the address {name!r}")
    try:
        with store.reading() as t:
            found = t.user(name)
    except UnknownName:
        if not settings.new_accounts:
            raise EntryRefused("unknown", f"there is no account {name!r}") from None
        found = _made(store, name, claims)
    if found.disabled:
        raise EntryRefused("closed", f"the account {name!r} is closed")
    return found


def _made(store: Store, user: str, claims: Mapping[str, Any]) -> User:
    """A new account with no role in any case, under a name that nobody else signs with."""
    given = claims.get("name")
    names = [str(given).strip(), f"{str(given).strip()} ({user})"] if given else []
    fault: InputError | None = None
    for name in (*names, user):
        try:
            with store.begin(by=accounts.SERVER) as t:
                accounts.check_name(t, name)
                t.add_user(user, name)
                return t.user(user)
        except InputError as refusal:
            fault = refusal
    raise EntryRefused("unknown", f"no account can be made for {user[:200]!r}: {fault}")
