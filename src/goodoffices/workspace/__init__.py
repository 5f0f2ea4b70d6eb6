"""The only place where reading, elicitation, tracking, analysis and briefing meet."""

from goodoffices.analyse.what_if import WhatIfSession
from goodoffices.workspace.cases import Workspace, now
from goodoffices.workspace.filling import Added, Extracted, Progress
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
    "WhatIfSession",
    "Workspace",
    "analyse_conflict",
    "analyse_negotiation",
    "analyses",
    "conflict_analyses",
    "now",
]
