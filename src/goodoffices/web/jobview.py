"""A job as it is shown to whoever ordered it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

JobState = Literal["waiting", "running", "done", "cancelled", "failed"]
JobKind = Literal["reports", "extraction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job as it stands. `found` counts what was new; `faults` say what could not be read;
    `skipped` counts reports that the extractor had been through before."""

    id: str
    case: str
    kind: JobKind
    state: JobState
    by: str
    done: int
    total: int
    found: int
    known: int
    faults: tuple[str, ...]
    message: str
    begun: str
    ended: str | None
    skipped: int = 0
