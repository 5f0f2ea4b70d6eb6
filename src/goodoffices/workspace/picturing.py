"""Pictures of values, as files."""

from __future__ import annotations

from pathlib import Path

from goodoffices.brief.conflict_figure import state_graph
from goodoffices.formats.disk import write_files
from goodoffices.model.graph import ConflictGraph


def draw_conflict(conflict: ConflictGraph, target: Path) -> None:
    """Write the graph of states and the tableau as SVG. Raises TooLarge beyond 512 states."""
    raw = state_graph(conflict).encode("utf-8")
    write_files(target.parent, {target.name: raw})
