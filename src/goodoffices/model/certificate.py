"""Why no package satisfies some claims: a proof that anybody can check with pencil and paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goodoffices.model.agenda import Package
from goodoffices.model.table import Table, freeze_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step, about the packages with the options that the steps before it settled. One of:

    `split`: an issue, with the number of the step that follows for each of its options
    (`branches`); `crossed`: a claim or rule that all these packages cross; `short`: reservation
    claims with whole weights, whose weighted sum of utilities none of these packages brings to
    what is needed (`Certificate.units`).
    """

    split: str | None = None
    branches: Mapping[str, int] = Table()
    crossed: str | None = None
    short: Mapping[str, int] = Table()

    def __post_init__(self) -> None:
        freeze_fields(self, "branches", "short")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A proof, from step 0, that no package satisfies `claims` under the rules of the world.

    `units`: what the gains of a party (weight x score, less the least on the issue) are whole
    multiples of, as a fraction; utilities in a step `short` are counted in it, and what is needed
    is rounded up to a whole number of it. `without`: for a minimal set, and each claim of it, a
    package that satisfies all the others.
    """

    claims: tuple[str, ...]
    steps: tuple[Step, ...]
    units: Mapping[str, str] = Table()
    without: Mapping[str, Package] = Table()

    def __post_init__(self) -> None:
        freeze_fields(self, "claims", "steps", "units", "without")
