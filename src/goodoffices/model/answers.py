"""Values of the analyses: what `Finding.value` holds. See the reference, "Analyses"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from goodoffices.model.acceptable import Answer
from goodoffices.model.agenda import Package
from goodoffices.model.certificate import Certificate
from goodoffices.model.stakes import Quantity
from goodoffices.model.table import Table, freeze_fields

Exists = Literal["depends"] | bool
Utilities = Mapping[str, Quantity]
"""Party id -> utility, a number or (low, high); parties without preferences are missing."""

Goal = Literal["zone", "all", "one"]
"""What an amendment is to reach: the zone, more for all, or more for one and less for nobody."""

Shares = Literal["least", "equal"]
"""How shares of the greatest gain are compared: the least is to be greatest, or all most equal."""

Rule = Literal["nash", "kalai-smorodinsky", "egalitarian", "utilitarian"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Whether a package exists that every consenting party accepts under the rules of the world.

    `exists` is "depends" where it hangs on intervals, or on parties of whom nothing is known
    (`unknown`); the packages shown are then those that are accepted under the most favourable
    reading. `count` is the exact number of packages in the zone where it can be had, else None.
    `count_at_least` is a number that is proven not to be above it. `rules` names rules of the world
    that exclude every package between them. Not `proven`, time or effort ended before the question
    was settled; `exists` is then "depends", too. `certificate`, where asked for, shows why no
    package is in the zone.
    """

    exists: Exists
    packages: tuple[Package, ...]
    count: int | None
    parties: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    count_at_least: int | None = None
    proven: bool = True
    certificate: Certificate | None = None

    def __post_init__(self) -> None:
        freeze_fields(self, "packages")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyVerdict:
    """A party's answer to a package, or to all the packages that a draft allows.

    For a draft: rejects where the party accepts none of the allowed packages; accepts where it
    accepts all of them; otherwise depends. `crossed` are claims that every allowed package
    crosses, or, where each alone could be avoided but not all together, a minimal set that
    collides (`together` is then true); `avoidable` are claims that some allowed package crosses.
    """

    answer: Answer
    crossed: tuple[str, ...] = ()
    avoidable: tuple[str, ...] = ()
    together: bool = False
    utility: Quantity | None = None
    reservation: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One issue on which a party asks for something, and whether a draft meets it.

    met: every option that the draft's term allows is asked for by the party; partly: some of them
    is; unmet: none is; silent: the draft does not settle the issue.
    """

    party: str
    issue: str
    asked: tuple[str, ...]
    terms: tuple[str, ...]
    met: Literal["met", "partly", "unmet", "silent"]
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """Verdict per party, and how far the text leans: the share of each party's asks that it meets.

    `leaning` is None for a party of whom no ask is known. `asks` holds the rows behind the shares.
    """

    parties: Mapping[str, PartyVerdict]
    leaning: Mapping[str, float | None]
    asks: tuple[Ask, ...] = ()
    rules: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze_fields(self, "parties", "leaning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """Minimal conflict sets: claims that no package satisfies together, and no fewer of them.

    Smallest first, claim ids sorted inside a set. `complete` says that no other set exists. Of the
    first `in_order` sets it is proven that no set that is missing is smaller than any of them; the
    others are minimal, too, and were found before time or effort ended.
    `rules` as in `Zone`: where the rules of the world exclude every package, no claim is to blame.
    `certificates[i]`, where asked for, shows why the claims of `sets[i]` collide; None where the
    proof is too long. With `rules` the one certificate is that of the rules.
    """

    sets: tuple[tuple[str, ...], ...]
    complete: bool
    in_order: int
    parties: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    certificates: tuple[Certificate | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Concession:
    """Claims whose giving up opens the zone, none of them to spare, and one package it opens.

    `gets`: what each party of the negotiation then gets: its utility, and the claims on record that
    the package crosses (those given up, or those of parties whose consent is not asked).
    """

    claims: tuple[str, ...]
    cost: float | int
    opens: Package
    gets: Mapping[str, PartyVerdict] = Table()

    def __post_init__(self) -> None:
        freeze_fields(self, "opens", "gets")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concessions:
    """Minimal concession sets, cheapest first, of equal cost the smallest.

    `complete` says that no other set exists. Of the first `in_order` sets it is proven that no set
    that is missing is cheaper than any of them, or as cheap and smaller; the others are minimal,
    too, and were found before time or effort ended.
    """

    sets: tuple[Concession, ...]
    complete: bool
    in_order: int
    parties: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bargain:
    """Packages that a bargaining solution picks, all ties kept, with the utilities of each.

    `utilities[i]` belongs to `packages[i]`. `disagreement` is the point that gains are measured
    from: the reservation values unless others were given. Empty where there is no zone. `proven`:
    nothing scores higher; `complete`: no tie is missing. `score` is the product of gains, the least
    gain, the least share or the sum of gains, as the rule has it, and no package exceeds `bound`.
    `binding`, where asked for: claims without any one of which the score would be higher, all of
    them where `binding_complete`. `rules` as in `Zone`.
    """

    rule: Rule
    packages: tuple[Package, ...]
    utilities: tuple[Mapping[str, float], ...]
    disagreement: Mapping[str, float]
    proven: bool
    complete: bool = True
    score: float | None = None
    bound: float | None = None
    binding: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    binding_complete: bool = True

    def __post_init__(self) -> None:
        freeze_fields(self, "packages", "utilities", "disagreement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """Packages that no other package dominates; those of equal utility are all kept.

    `utilities[i]` belongs to `packages[i]`. `complete` says that none was left out.
    """

    packages: tuple[Package, ...]
    utilities: tuple[Utilities, ...]
    complete: bool
    epsilon: float = 0.0
    parties: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze_fields(self, "packages", "utilities")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One term changed. `before` are the options that the text allowed; `effects` what the change
    gives each party, (low, high) where that is not one number."""

    issue: str
    before: tuple[str, ...]
    after: str
    effects: Utilities

    def __post_init__(self) -> None:
        freeze_fields(self, "before", "effects")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A package near a text: what changes, what each party then gets, which claims it settles.

    `shift` is the number of steps on ordered issues, 1 for a change on any other.
    """

    changes: tuple[Change, ...]
    package: Package
    utilities: Utilities
    settles: tuple[str, ...] = ()
    shift: int = 0

    def __post_init__(self) -> None:
        freeze_fields(self, "changes", "package", "utilities", "settles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendments:
    """Amendments of a text that reach `goal`, nearest first; `complete`: no nearer one is missing.

    `before` are the utilities of the text, ranges where it leaves something open; `crossed` the
    claims and rules that its package fails. `rules` as in `Zone`.
    """

    amendments: tuple[Amendment, ...]
    goal: Goal
    complete: bool
    before: Utilities
    crossed: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze_fields(self, "amendments", "before", "crossed", "rules")


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """The zone as the record stands (`before`) and as it would be (`exists`) without the claims
    `lifted` and with other `reservations`.

    `package` is one of the zone supposed, with its `utilities` and, per party, the claims of the
    record that it crosses, for certain or depending on intervals (`crossed`); None where there is
    none: `conflict` is then one minimal conflict set that is left. `rules` as in `Zone`. `words`
    say what was supposed and what follows.
    """

    before: Exists
    exists: Exists
    lifted: tuple[str, ...]
    reservations: Mapping[str, Quantity]
    package: Package | None
    utilities: Utilities
    crossed: Mapping[str, tuple[str, ...]]
    conflict: tuple[str, ...]
    parties: tuple[str, ...]
    rules: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze_fields(self, "reservations", "package", "utilities", "crossed")
