"""What an extractor that sends texts to another machine has to say before it does.

    outside_of(function)  its side towards the outside, or None where everything stays here

An extractor that sends anything is an object with the methods of `Outside` beside being callable.
Whoever calls it for a user asks for the `Sending` first, shows it, and has the user's consent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, runtime_checkable

from goodoffices.model.agenda import Issue, Party
from goodoffices.model.case import Vocabulary
from goodoffices.model.evidence import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What would leave this machine, and an estimate of what it costs.

    `reports` have still to be sent, in so many `requests`; `answered` are kept from before and cost
    nothing. `characters` are those of the texts. Tokens are estimates, of what is sent (texts,
    instructions, names of the case) and of what comes back. `cost` is in `currency`, None where no
    prices are configured.
    """

    to: str
    model: str
    reports: int = 0
    requests: int = 0
    answered: int = 0
    characters: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What came back and was not taken: statements by reason, answers that could not be used.

    `unusable` gives for a report the reason why (part of) its answer could not be read.
    """

    statements: Mapping[str, int] = field(default_factory=dict)
    unusable: Mapping[str, str] = field(default_factory=dict)

    def plus(self, other: Refused) -> Refused:
        """Both together."""
        counts = dict(self.statements)
        for reason, count in other.statements.items():
            counts[reason] = counts.get(reason, 0) + count
        return replace(self, statements=counts, unusable={**self.unusable, **other.unusable})


@runtime_checkable
class Outside(Protocol):
    """The side of an extractor towards another machine."""

    def signature(self) -> str:
        """Its name with whatever else its answers depend on, the model for instance."""

    def sending(
        self,
        reports: Iterable[Report],
        *,
        parties: Iterable[Party] = (),
        issues: Iterable[Issue] = (),
        vocabulary: Vocabulary | None = None,
        again: bool = False,
    ) -> Sending:
        """What reading these reports would send; sends nothing.

        With `again`, answers kept from before that could not be used are asked for again.
        """

    def refused(
        self,
        report: Report,
        *,
        parties: Iterable[Party] = (),
        issues: Iterable[Issue] = (),
        vocabulary: Vocabulary | None = None,
    ) -> Refused:
        """What was not taken of the answer on a report that was read; sends nothing."""


def outside_of(function: object) -> Outside | None:
    """The side of an extractor towards another machine; None where there is none."""
    return function if isinstance(function, Outside) else None
