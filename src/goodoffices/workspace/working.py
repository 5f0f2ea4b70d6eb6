"""Steps of long work that can be done in another process: from plain values to plain values."""

from __future__ import annotations

from pathlib import Path

from goodoffices.model.case import Case
from goodoffices.model.evidence import Report, Statement
from goodoffices.read.documents import Read, read_all
from goodoffices.workspace.cases import now
from goodoffices.workspace.filling import candidates_in, from_address


def read_spooled(path: Path, name: str) -> tuple[Read, ...]:
    """What is in an upload that waits on the disk; its name is a hint to its kind, no more."""
    return tuple(read_all(path, name=name, retrieved=now()))


def fetch_and_read(url: str) -> tuple[Read, ...]:
    """What is at an address."""
    return tuple(from_address(url, at=now()))


def find_candidates(
    reports: tuple[Report, ...], agenda: Case, extractor: str
) -> tuple[Statement, ...]:
    """The candidates in some reports, by an agenda without evidence. Raises as the extractor."""
    return tuple(s for report in reports for s in candidates_in(report, agenda, extractor))
