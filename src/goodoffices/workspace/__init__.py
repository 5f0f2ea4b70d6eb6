"""The only place where reading, elicitation, tracking, analysis and briefing meet."""

from goodoffices.workspace.cases import Added, Extracted, Progress, Workspace, now
from goodoffices.workspace.running import (
    analyse_conflict,
    analyse_negotiation,
    analyses,
    conflict_analyses,
)

__all__ = [
    "Added",
    "Extracted",
    "Progress",
    "Workspace",
    "analyse_conflict",
    "analyse_negotiation",
    "analyses",
    "conflict_analyses",
    "now",
]
