"""What is negotiated: parties, issues, options, drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from goodoffices.model.dates import Date
from goodoffices.model.table import freeze_fields

Role = Literal["principal", "mediator", "host", "guarantor", "ally", "ratifier", "observer"]
ROLES: tuple[str, ...] = get_args(Role)
RatificationRule = Literal["parliament", "referendum", "unanimity", "majority", "signature"]

Package = Mapping[str, str]
"""One option for each issue: issue id -> option id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who speaks for a party. `authority` 1 can bind it; larger numbers bind less.

    1 head of state or government, 2 minister or chief negotiator, 3 envoy or spokesperson,
    4 other official. `since` and `until` bound the time in office.
    """

    name: str
    aliases: tuple[str, ...] = ()
    office: str | None = None
    authority: int = 3
    since: Date | None = None
    until: Date | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "aliases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A side, a mediator, or somebody whose consent or help is needed.

    A principal's consent makes a zone of possible agreement. A ratifier carries its `rule`.
    """

    id: str
    name: str
    role: Role = "principal"
    aliases: tuple[str, ...] = ()
    rule: RatificationRule | None = None
    persons: tuple[Person, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "aliases", "persons")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to settle an issue. `value` makes a numeric issue comparable, in the issue's unit."""

    id: str
    label: str
    value: float | int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A question with the options named so far.

    `ordered` says that neighbours in the list are near in substance; `order_basis` says whose
    order it is. `status_quo` is the option that holds while nothing is agreed.
    """

    id: str
    question: str
    options: tuple[Option, ...]
    ordered: bool = False
    order_basis: str | None = None
    unit: str | None = None
    status_quo: str | None = None
    group: str | None = None
    links: tuple[str, ...] = ()
    negotiable: bool = True
    note: str | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "options", "links")

    def option(self, option_id: str) -> Option:
        """The option of that id. Raises KeyError."""
        for option in self.options:
            if option.id == option_id:
                return option
        raise KeyError(option_id)

    @property
    def option_ids(self) -> tuple[str, ...]:
        """Ids of the options in declared order."""
        return tuple(option.id for option in self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One wording inside a bracket, and who sponsors it."""

    term: str
    options: tuple[str, ...] = ()
    sponsors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze_fields(self, "options", "sponsors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """Text not agreed: the alternatives side by side, each with its sponsors."""

    alternatives: tuple[Alternative, ...]

    def __post_init__(self) -> None:
        freeze_fields(self, "alternatives")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One term of a draft. `options` are the ways to settle `issue` that the term allows.

    No options: the term speaks to the issue without settling it. `consent` names parties whose
    consent the term needs beyond the principals; they may not be in the room.
    """

    id: str
    issue: str
    term: str
    options: tuple[str, ...] = ()
    number: int | None = None
    consent: tuple[str, ...] = ()
    bracket: Bracket | None = None
    numbers: Mapping[str, float | int | str | tuple[float | int, ...]] = field(default_factory=dict)
    url: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "options", "consent", "numbers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A version of the text. It allows a set of packages: an issue without a clause stays open.

    `drafters` are party ids; `drafted_by` and `published_by` are the record in words, with whatever
    dispute there is. `completeness` says how much of the text was read.
    """

    id: str
    title: str
    date: Date
    drafters: tuple[str, ...] = ()
    drafted_by: str | None = None
    published_by: str | None = None
    status: str | None = None
    completeness: str | None = None
    follows: str | None = None
    clauses: tuple[Clause, ...] = ()

    def __post_init__(self) -> None:
        freeze_fields(self, "drafters", "clauses")
