"""The waist: everything that an analysis may know is in this one value."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from goodoffices.errors import InputError, InvalidCase, UnknownName, did_you_mean
from goodoffices.model.agenda import Issue, Package, Party
from goodoffices.model.dates import Date, bounds
from goodoffices.model.stakes import Preferences, Proviso, Quantity, RedLine, Terms
from goodoffices.model.table import freeze_fields

RESERVATION = "reservation:"
"""Prefix of the claim that a party's utility reaches its reservation value."""


@dataclass(frozen=True, kw_only=True)
class Negotiation:
    """Parties, issues, and what the parties hold to, checked on construction.

    Raises InvalidCase naming every fault: unknown or repeated ids, missing scores, negative
    weights, reversed intervals, empty red lines.
    """

    title: str
    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    preferences: tuple[Preferences, ...] = ()
    red_lines: tuple[RedLine, ...] = ()
    provisos: tuple[Proviso, ...] = ()
    as_of: Date | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "parties", "issues", "preferences", "red_lines", "provisos")
        if faults := [message for _, message in negotiation_faults(self)]:
            raise InvalidCase(faults)

    def __getstate__(self) -> dict[str, object]:
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    @cached_property
    def party_by_id(self) -> Mapping[str, Party]:
        """Parties by id."""
        return {party.id: party for party in self.parties}

    @cached_property
    def issue_by_id(self) -> Mapping[str, Issue]:
        """Issues by id."""
        return {issue.id: issue for issue in self.issues}

    @cached_property
    def preferences_of(self) -> Mapping[str, Preferences]:
        """Preferences by party; a party without any is missing."""
        return {entry.party: entry for entry in self.preferences}

    @property
    def principals(self) -> tuple[str, ...]:
        """Ids of the parties whose consent makes an agreement, unless others are named."""
        return tuple(party.id for party in self.parties if party.role == "principal")

    @property
    def package_count(self) -> int:
        """Number of packages: the product of the numbers of options."""
        return math.prod(len(issue.options) for issue in self.issues)

    def consenting(self, parties: Iterable[str] | None = None) -> tuple[str, ...]:
        """The parties asked for consent: those named, or the principals.

        Raises UnknownName, and InputError where nobody is asked: that nobody objects is no zone.
        """
        asked = self.principals if parties is None else tuple(dict.fromkeys(parties))
        if not asked:
            raise InputError("nobody's consent is asked: no party is a principal and none is named")
        for party in asked:
            if party not in self.party_by_id:
                raise UnknownName("party", party, self.party_by_id)
        return tuple(party.id for party in self.parties if party.id in asked)

    def red_lines_of(self, party: str) -> tuple[RedLine, ...]:
        """Red lines of a party."""
        return tuple(line for line in self.red_lines if line.party == party)

    def provisos_of(self, party: str | None) -> tuple[Proviso, ...]:
        """Provisos of a party; of None, the rules of the world."""
        return tuple(proviso for proviso in self.provisos if proviso.party == party)

    def known(self, party: str) -> bool:
        """Whether anything is known that binds the party; if not it is unknown, not willing."""
        return bool(
            party in self.preferences_of or self.red_lines_of(party) or self.provisos_of(party)
        )


def check_package(negotiation: Negotiation, package: Package) -> None:
    """Raise InvalidCase unless the package settles every issue with one of its options."""
    faults = [
        f"the package does not settle issue {issue.id!r}"
        for issue in negotiation.issues
        if issue.id not in package
    ]
    for issue_id, option in package.items():
        issue = negotiation.issue_by_id.get(issue_id)
        if issue is None:
            faults.append(
                f"unknown issue {issue_id!r}{did_you_mean(issue_id, negotiation.issue_by_id)}"
            )
        elif option not in issue.option_ids:
            faults.append(
                f"issue {issue_id!r} has no option {option!r}"
                f"{did_you_mean(option, issue.option_ids)}"
            )
    if faults:
        raise InvalidCase(faults)


MOST_CLAIMS = 10_000
"""Red lines, provisos and rules of one negotiation; far more than anybody has had to weigh."""

Place = tuple[str, int]
"""Where a fault lies: the list it is in, and the position there; ("", 0) for the whole."""

_WHOLE: Place = ("", 0)


def negotiation_faults(negotiation: Negotiation) -> list[tuple[Place, str]]:
    """Every fault of a negotiation with its place, so that a reader of files can name the line.

    Of more claims than can be weighed nothing else is said: there could be millions of faults.
    """
    claims = len(negotiation.red_lines) + len(negotiation.provisos)
    if claims > MOST_CLAIMS:
        return [(_WHOLE, too_many_claims(claims))]
    return [
        *_repeated_ids(negotiation),
        *_issue_faults(negotiation),
        *_claim_faults(negotiation),
        *_preference_faults(negotiation),
        *_date_faults(negotiation),
    ]


def too_many_claims(number: int) -> str:
    """What is wrong with that many."""
    given = f"{number:,} red lines and provisos are given; at most {MOST_CLAIMS:,} can be weighed"
    return f"{given} together: leave out those that others imply"


Faults = Iterator[tuple[Place, str]]


def _date_faults(negotiation: Negotiation) -> Faults:
    if negotiation.as_of is not None:
        try:
            bounds(negotiation.as_of)
        except ValueError as fault:
            yield _WHOLE, f"as_of: {fault}"


def _repeated_ids(negotiation: Negotiation) -> Faults:
    if not negotiation.parties:
        yield _WHOLE, "a negotiation needs at least one party"
    if not negotiation.issues:
        yield _WHOLE, "a negotiation needs at least one issue"
    claim_ids = [line.id for line in negotiation.red_lines]
    claim_ids += [proviso.id for proviso in negotiation.provisos]
    for kind, ids in (
        ("party id", [party.id for party in negotiation.parties]),
        ("issue id", [issue.id for issue in negotiation.issues]),
        ("preferences for party", [entry.party for entry in negotiation.preferences]),
        ("red line or proviso id", claim_ids),
    ):
        for name, count in Counter(ids).items():
            if count > 1:
                yield _WHOLE, f"{kind} {name!r} is given {count} times"
            if not name:
                yield _WHOLE, f"an empty {kind}"
            elif kind == "red line or proviso id" and name.startswith(RESERVATION):
                yield _WHOLE, f"{kind} {name!r}: ids that begin with {RESERVATION!r} are reserved"


def _issue_faults(negotiation: Negotiation) -> Faults:
    for index, issue in enumerate(negotiation.issues):
        place = ("issues", index)
        if not issue.options:
            yield place, f"issue {issue.id!r} has no options"
        for name, count in Counter(issue.option_ids).items():
            if count > 1:
                yield place, f"issue {issue.id!r} has option {name!r} {count} times"
        if issue.status_quo is not None and issue.status_quo not in issue.option_ids:
            hint = did_you_mean(issue.status_quo, issue.option_ids)
            yield place, f"issue {issue.id!r}: status quo {issue.status_quo!r} is no option{hint}"


def _terms_faults(negotiation: Negotiation, what: str, terms: Terms) -> Iterator[str]:
    if not terms:
        yield f"{what} names no issue"
    for issue_id, options in terms.items():
        issue = negotiation.issue_by_id.get(issue_id)
        if issue is None:
            hint = did_you_mean(issue_id, negotiation.issue_by_id)
            yield f"{what}: unknown issue {issue_id!r}{hint}"
            continue
        if not options:
            yield f"{what} names no option of issue {issue_id!r}"
        for option in options:
            if option not in issue.option_ids:
                hint = did_you_mean(option, issue.option_ids)
                yield f"{what}: issue {issue_id!r} has no option {option!r}{hint}"


def _party_fault(negotiation: Negotiation, what: str, party: str) -> Iterator[str]:
    if party not in negotiation.party_by_id:
        yield f"{what}: unknown party {party!r}{did_you_mean(party, negotiation.party_by_id)}"


def _number_fault(what: str, number: object, *, least: float | None = None) -> Iterator[str]:
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        yield f"{what} is not a number"
    elif not math.isfinite(number):
        yield f"{what} is {number}; a finite number is needed"
    elif least is not None and number < least:
        yield f"{what} is {number}; it must not be below {least:g}"


def _claim_faults(negotiation: Negotiation) -> Faults:
    for index, line in enumerate(negotiation.red_lines):
        what = f"red line {line.id!r}"
        for message in (
            *_party_fault(negotiation, what, line.party),
            *_terms_faults(negotiation, what, line.rejects),
            *_number_fault(f"{what}: cost", line.cost, least=0),
        ):
            yield ("red_lines", index), message
    for index, proviso in enumerate(negotiation.provisos):
        what = f"proviso {proviso.id!r}"
        for message in (
            *(() if proviso.party is None else _party_fault(negotiation, what, proviso.party)),
            *_terms_faults(negotiation, f"{what}, if", proviso.if_),
            *_terms_faults(negotiation, f"{what}, then", proviso.then),
            *_number_fault(f"{what}: cost", proviso.cost, least=0),
        ):
            yield ("provisos", index), message


def _quantity_faults(what: str, quantity: Quantity, *, least: float | None = None) -> Iterator[str]:
    ends: tuple[object, ...] = quantity if isinstance(quantity, tuple) else (quantity, quantity)
    if len(ends) != 2:
        yield f"{what} must be a number or an interval [low, high]"
        return
    faults = [message for bound in ends for message in _number_fault(what, bound, least=least)]
    yield from dict.fromkeys(faults)
    if not faults and isinstance(quantity, tuple) and quantity[0] > quantity[1]:
        yield f"{what}: the interval [{quantity[0]}, {quantity[1]}] is reversed"


def _preference_faults(negotiation: Negotiation) -> Faults:
    for index, entry in enumerate(negotiation.preferences):
        what = f"preferences of {entry.party!r}"
        for message in (
            *_party_fault(negotiation, what, entry.party),
            *_score_faults(negotiation, what, entry),
            *_quantity_faults(f"{what}: reservation", entry.reservation),
            *_number_fault(f"{what}: reservation_cost", entry.reservation_cost, least=0),
        ):
            yield ("preferences", index), message


def _score_faults(negotiation: Negotiation, what: str, entry: Preferences) -> Iterator[str]:
    for table, name in ((entry.weights, "weight"), (entry.scores, "score")):
        for issue_id in table:
            if issue_id not in negotiation.issue_by_id:
                hint = did_you_mean(issue_id, negotiation.issue_by_id)
                yield f"{what}: {name} for unknown issue {issue_id!r}{hint}"
    for issue in negotiation.issues:
        if issue.id not in entry.weights:
            yield f"{what}: no weight for issue {issue.id!r}"
        else:
            yield from _quantity_faults(
                f"{what}: weight of {issue.id!r}", entry.weights[issue.id], least=0
            )
        scores = entry.scores.get(issue.id, {})
        for option in issue.option_ids:
            if option not in scores:
                yield f"{what}: no score for option {option!r} of issue {issue.id!r}"
            else:
                yield from _quantity_faults(
                    f"{what}: score of {option!r} of {issue.id!r}", scores[option]
                )
        for option in scores:
            if option not in issue.option_ids:
                hint = did_you_mean(option, issue.option_ids)
                yield f"{what}: score for unknown option {option!r} of {issue.id!r}{hint}"
