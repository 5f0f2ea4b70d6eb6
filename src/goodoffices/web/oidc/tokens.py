"""Whether an ID token is what it must be (OpenID Connect Core 1.0, section 3.1.3.7)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from time import time
from typing import TYPE_CHECKING, Any

from goodoffices.web.oidc.settings import Settings

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures by a public key alone: neither `none`, nor one that our own secret could make."""


class TokenRefused(Exception):
    """An ID token that is not to be believed, and why."""


class UnknownKey(TokenRefused):
    """No key at hand has signed the token; a newer one may have."""


def claims_of(token: str, keys: KeySet, settings: Settings, nonce: str) -> Mapping[str, Any]:
    """The claims of an ID token that holds. Raises TokenRefused with the first fault."""
    claims = _signed(token, keys)
    client, now, skew = settings.client, time(), settings.skew
    if claims.get("iss") != settings.issuer:
        raise TokenRefused(f"it is from {_shown(claims.get('iss'))}")
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if client not in audiences:
        raise TokenRefused(f"it is for {_shown(audience)}")
    authorised = claims.get("azp", client if len(audiences) == 1 else None)
    if authorised != client:
        raise TokenRefused(f"it was given to {_shown(authorised)}")
    if _moment(claims, "exp") <= now - skew:
        raise TokenRefused("it has expired; if this happens every time, compare the two clocks")
    for name in ("iat", *(["nbf"] if "nbf" in claims else [])):
        if _moment(claims, name) > now + skew:
            raise TokenRefused(f"its {name} lies in the future; compare the two clocks")
    told = claims.get("nonce")
    if not isinstance(told, str) or not hmac.compare_digest(told.encode(), nonce.encode()):
        raise TokenRefused("its nonce is not the one of this log-in")
    if not isinstance(claims.get("sub"), str) or not claims["sub"]:
        raise TokenRefused("it names nobody (sub)")
    return claims


def _signed(token: str, keys: KeySet) -> Mapping[str, Any]:
    from joserfc import jwt
    from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError

    try:
        return jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
    except (InvalidKeyIdError, BadSignatureError) as fault:
        raise UnknownKey(f"its signature does not hold ({type(fault).__name__})") from None
    except (JoseError, ValueError, TypeError, KeyError) as fault:
        raise TokenRefused(f"it cannot be checked ({type(fault).__name__})") from None


def _moment(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if not isinstance(value, (int, float)):
        raise TokenRefused(f"its {name} is not a time")
    return value


def _shown(value: object) -> str:
    return repr(value)[:200]
