"""Logging in through a provider of the organisation's own, after OpenID Connect Core 1.0.

    settings   what the administrator of the server has configured
    provider   what the provider says of itself, and its keys
    tokens     whether an ID token is what it must be
    entry      the way there and back: state, nonce and PKCE, and whose account it is

Needs the extra `oidc`. A case folder, which is served to one user, is never reached this way.
"""
