"""Where a statement was first had from, however many outlets passed it on.

Forty outlets repeating one leak have one origin. The rule:

1. A statement on the record (its last link is an official or a document) originates with the
   speaker on the day it was said: every outlet that carries the same speech shares that origin.
2. A statement of an unnamed source originates with the outlet that spoke to the source, the last
   named link before it; what that outlet is told by "people familiar" on one day is one origin.
3. Otherwise it originates with the last link of the chain.

Outlets are resolved through the case's vocabulary, so that "the Post" and "Washington Post" are
one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goodoffices.model.evidence import Statement

OutletNames = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, order=True)
class OriginKey:
    """Identity of an origin: its kind, its name, and the day where the rule asks for one."""

    kind: str
    name: str
    day: str | None


def outlet_name(written: str, outlets: OutletNames) -> str:
    """The name under which an outlet is kept, for a name as written."""
    wanted = _plain(written)
    for name, aliases in outlets.items():
        if wanted == _plain(name) or any(wanted == _plain(alias) for alias in aliases):
            return name
    return written


def _plain(name: str) -> str:
    return " ".join(name.casefold().removeprefix("the ").split())


def origin_of(statement: Statement, outlets: OutletNames) -> OriginKey:
    """The origin of a statement by the rule above."""
    chain = statement.attribution.chain
    last = chain[-1] if chain else None
    if last is None:
        return OriginKey("unknown", _plain(statement.speaker), statement.date)
    if last.kind in ("official", "document"):
        return OriginKey(last.kind, _plain(statement.speaker), statement.date)
    if last.kind == "anonymous":
        named = next((link for link in reversed(chain[:-1]) if link.kind != "anonymous"), last)
        return OriginKey("anonymous", _plain(outlet_name(named.name, outlets)), statement.date)
    return OriginKey(last.kind, _plain(outlet_name(last.name, outlets)), statement.date)


def independent_origins(
    statements: Iterable[Statement], outlets: OutletNames
) -> tuple[OriginKey, ...]:
    """The distinct origins of the statements, sorted."""
    return tuple(
        sorted(
            {origin_of(statement, outlets) for statement in statements},
            key=lambda key: (key.kind, key.name, key.day or ""),
        )
    )


def single_anonymous(statements: Iterable[Statement], outlets: OutletNames) -> bool:
    """Whether one unnamed source is all there is."""
    keys = independent_origins(statements, outlets)
    return len(keys) == 1 and keys[0].kind == "anonymous"
