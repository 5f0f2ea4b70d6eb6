"""Values of the analyses of a conflict (graph model). See the reference, "Stability"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from goodoffices.model.table import freeze_fields

Concept = Literal["nash", "gmr", "smr", "seq", "sseq"]
CONCEPTS: tuple[Concept, ...] = ("nash", "gmr", "smr", "seq", "sseq")
CoalitionConcept = Literal["nash", "gmr", "smr", "seq"]
By = Literal["moves", "improvements"]

States = tuple[str, ...]
"""States as the moves taken, Y or N in declared order; `-` in a coalesced state: either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """Stable states and equilibria per concept, sorted; states in the order of their numbers.

    Lists longer than the limit asked for are cut, `complete` is then False and `counts` (per
    concept, the exact number of equilibria) and `count` (of states) still hold. `stable` is per
    decision maker. `assumed` names entries whose order is not known and was taken as written.
    `coalesced` says which states each coalesced state stands for.
    """

    states: States
    count: int
    equilibria: Mapping[str, States]
    counts: Mapping[str, int]
    stable: Mapping[str, Mapping[str, States]]
    complete: bool = True
    assumed: tuple[str, ...] = ()
    coalesced: Mapping[str, States] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze_fields(self, "states", "equilibria", "counts", "stable", "assumed", "coalesced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One decision maker moves, to `to`."""

    by: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deterrent:
    """What the others would do to an improvement, and whether there is a way out of it.

    `path` is a shortest legal sequence of the others; `escape` the best state, better than the one
    that was left, to which the decision maker can then move; None where there is none.
    """

    path: tuple[Step, ...]
    escape: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """A state that the decision maker would rather be in and can move to, and what deters it.

    `deterrents` has an entry per concept (gmr, smr, seq, sseq) under which it is deterred.
    """

    to: str
    deterrents: Mapping[str, Deterrent]

    def __post_init__(self) -> None:
        freeze_fields(self, "deterrents")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a state is stable or not for one decision maker: under which concepts it is, and what
    each improvement from it would meet."""

    state: str
    decision_maker: str
    stable: tuple[Concept, ...]
    improvements: tuple[Improvement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """The reasons for the states asked for, or for all."""

    rows: tuple[Reason, ...]
    equilibria: Mapping[str, States]

    def __post_init__(self) -> None:
        freeze_fields(self, "rows", "equilibria")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A state that can be reached, a shortest legal way to it, and the concepts it satisfies."""

    state: str
    path: tuple[Step, ...]
    equilibrium: tuple[Concept, ...] = ()
    end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evolution:
    """Where a conflict can go from `start`, nearest first; `end`: nobody can or would move on."""

    start: str
    by: By
    arrivals: tuple[Arrival, ...]
    start_equilibrium: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoalitionMove:
    """States that a coalition can reach together and that every member prefers."""

    state: str
    members: tuple[str, ...]
    improvements: tuple[tuple[str, tuple[Step, ...]], ...]
    stable: tuple[CoalitionConcept, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coalitions:
    """Equilibria that no coalition would leave, and what unsettles the others.

    `equilibria` holds, per concept, states stable for every coalition, single decision makers
    included; `moves` the coalitions that have an improvement from a state asked for.
    """

    equilibria: Mapping[str, States]
    moves: tuple[CoalitionMove, ...]
    coalitions: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        freeze_fields(self, "equilibria", "moves", "coalitions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One condition for stability: the agreement must be at least as good as `improvement`, or as
    every state of one of the `answers` by which the others would deter it."""

    improvement: str
    answers: tuple[States, ...]
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reordering:
    """An order of priorities that makes the state stable, at the fewest reversed pairs.

    `reversed` lists the pairs that change places: (raised, lowered).
    """

    priorities: tuple[str, ...]
    reversed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What has to be true of one decision maker's preferences for a state to be stable for it.

    `reorderings` are the smallest ones (empty where the state is stable already, or where no order
    of the priorities does; `proven` False: the search was cut short). `lowered`, for a ranking:
    smallest sets of states that would have to be no better than the state. `rankings` counts the
    strict rankings of all states that make it stable, where that was asked for, of `of`.
    """

    decision_maker: str
    stable: bool
    needs: tuple[Need, ...]
    reorderings: tuple[Reordering, ...] = ()
    lowered: tuple[States, ...] = ()
    possible: bool = True
    proven: bool = True
    rankings: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inverse:
    """For a state and a concept: what each decision maker's preferences would have to be.

    `together` says whether the state is an equilibrium once every first reordering is made; None
    where some decision maker has none.
    """

    state: str
    concept: Concept
    equilibrium: bool
    targets: tuple[Target, ...]
    together: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """Share of preference profiles, of those that agree with what is known, per state and concept.

    `exact`: all `profiles` were examined; otherwise `draws` of them, drawn evenly with `seed`, and
    `standard_error` is the largest of any share.
    """

    shares: Mapping[str, Mapping[str, float]]
    per_decision_maker: Mapping[str, Mapping[str, Mapping[str, float]]]
    profiles: int
    draws: int
    exact: bool
    standard_error: float
    seed: int | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "shares", "per_decision_maker")
