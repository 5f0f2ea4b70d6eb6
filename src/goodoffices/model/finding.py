"""An answer together with everything that produced it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from goodoffices.model.table import freeze_fields

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Generic[T]):
    """The value of an analysis, with its version, the digest of its input and its parameters."""

    analysis: str
    version: str
    negotiation: str
    value: T
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze_fields(self, "parameters")
