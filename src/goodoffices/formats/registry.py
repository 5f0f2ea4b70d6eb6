"""Formats by name and by suffix."""

from __future__ import annotations

from pathlib import Path

from goodoffices.formats import negotiation_file
from goodoffices.model.negotiation import Negotiation


def read_negotiation(path: Path) -> Negotiation:
    """A negotiation from a file in any readable format."""
    return negotiation_file.load(Path(path))
