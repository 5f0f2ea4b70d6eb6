"""Values of the analyses as `analyse --json` prints them: mappings, lists, texts and numbers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from goodoffices.errors import InputError
from goodoffices.model.answers import (
    Amendments,
    Bargain,
    Concessions,
    Conflicts,
    Frontier,
    PartyVerdict,
    Supposition,
    Verdicts,
    Zone,
)
from goodoffices.model.stability import (
    Coalitions,
    Evolution,
    Inverse,
    Profiles,
    Reasons,
    Stability,
)

_BESIDE_PARTIES = ("leaning", "asks", "rules")


def printed(value: Any) -> Any:
    """The printed form of an answer; a value of another kind is returned as it is.

    Raises InputError for verdicts on a party whose id is a key that stands beside the parties.
    """
    printer = _PRINTERS.get(type(value))
    return value if printer is None else printer(value)


def _zone(value: Zone) -> dict[str, Any]:
    return {
        "exists": value.exists,
        "packages": [dict(package) for package in value.packages],
        "count": value.count,
        "parties": list(value.parties),
        "unknown": list(value.unknown),
        "rules": list(value.rules),
        "count_at_least": value.count_at_least,
        "proven": value.proven,
        "certificate": _every_field(value.certificate),
    }


def _quantity(quantity: Any) -> Any:
    return list(quantity) if isinstance(quantity, tuple) else quantity


def _gets(verdict: PartyVerdict) -> dict[str, Any]:
    return {
        "answer": verdict.answer,
        "crossed": list(verdict.crossed),
        "utility": _quantity(verdict.utility),
        "reservation": _quantity(verdict.reservation),
    }


def _verdicts(value: Verdicts) -> dict[str, Any]:
    if taken := [name for name in _BESIDE_PARTIES if name in value.parties]:
        raise InputError(f"a party cannot have the id {taken[0]!r} in printed verdicts; rename it")
    rows: dict[str, Any] = {
        party: {
            **_gets(verdict),
            "avoidable": list(verdict.avoidable),
            "together": verdict.together,
        }
        for party, verdict in value.parties.items()
    }
    rows["leaning"] = dict(value.leaning)
    rows["asks"] = [
        {
            "party": ask.party,
            "issue": ask.issue,
            "group": ask.group,
            "asked": list(ask.asked),
            "terms": list(ask.terms),
            "met": ask.met,
        }
        for ask in value.asks
    ]
    rows["rules"] = list(value.rules)
    return rows


def _conflicts(value: Conflicts) -> dict[str, Any]:
    return {
        "sets": [list(claims) for claims in value.sets],
        "complete": value.complete,
        "in_order": value.in_order,
        "parties": list(value.parties),
        "rules": list(value.rules),
        "certificates": [_every_field(one) for one in value.certificates],
    }


def _concessions(value: Concessions) -> dict[str, Any]:
    return {
        "sets": [
            {
                "claims": list(entry.claims),
                "cost": entry.cost,
                "opens": dict(entry.opens),
                "gets": {party: _gets(verdict) for party, verdict in entry.gets.items()},
            }
            for entry in value.sets
        ],
        "complete": value.complete,
        "in_order": value.in_order,
        "parties": list(value.parties),
        "rules": list(value.rules),
    }


def _bargain(value: Bargain) -> dict[str, Any]:
    return {
        "rule": value.rule,
        "packages": [dict(package) for package in value.packages],
        "utilities": [dict(utilities) for utilities in value.utilities],
        "disagreement": dict(value.disagreement),
        "proven": value.proven,
        "complete": value.complete,
        "score": value.score,
        "bound": value.bound,
        "binding": list(value.binding),
        "binding_complete": value.binding_complete,
        "rules": list(value.rules),
    }


def _frontier(value: Frontier) -> dict[str, Any]:
    return {
        "packages": [dict(package) for package in value.packages],
        "utilities": [
            {party: _quantity(utility) for party, utility in utilities.items()}
            for utilities in value.utilities
        ],
        "complete": value.complete,
        "epsilon": value.epsilon,
        "parties": list(value.parties),
    }


def _every_field(value: Any) -> Any:
    """All fields, those at their default too, so that a reader can rely on the keys."""
    if dataclasses.is_dataclass(value):
        return {f.name: _every_field(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: _every_field(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_every_field(item) for item in value]
    return value


def _amendments(value: Amendments) -> dict[str, Any]:
    before = {party: _quantity(utility) for party, utility in value.before.items()}
    return {
        "amendments": [
            {
                "changes": [
                    {
                        "issue": change.issue,
                        "from": list(change.before),
                        "to": change.after,
                        "effects": {p: _quantity(effect) for p, effect in change.effects.items()},
                    }
                    for change in entry.changes
                ],
                "package": dict(entry.package),
                "utilities": {
                    "before": before,
                    "after": {p: _quantity(utility) for p, utility in entry.utilities.items()},
                },
                "settles": list(entry.settles),
                "shift": entry.shift,
            }
            for entry in value.amendments
        ],
        "goal": value.goal,
        "complete": value.complete,
        "crossed": list(value.crossed),
        "rules": list(value.rules),
    }


_PRINTERS: dict[type, Callable[[Any], Any]] = {
    **dict.fromkeys(
        (Coalitions, Evolution, Inverse, Profiles, Reasons, Stability, Supposition), _every_field
    ),
    Amendments: _amendments,
    Zone: _zone,
    Verdicts: _verdicts,
    Conflicts: _conflicts,
    Concessions: _concessions,
    Bargain: _bargain,
    Frontier: _frontier,
}
