"""Conflicts (graph model): would a draft hold once it is signed?"""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.model.graph import DecisionMaker, Move
from goodoffices.model.stability import Reasons, Stability
from goodoffices.workspace.running import analyse_conflict
from goodoffices.workspace.snapshot import Snapshot
from goodoffices.workspace.views.claims import FindingRef, finding_ref

SHOWN = 512
"""States that are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictHead:
    """A conflict that the case holds, and the draft that it is about."""

    name: str
    title: str
    draft: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictList:
    """The conflicts of the case."""

    items: tuple[ConflictHead, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """A conflict: who decides on what, which states are stable, and why the agreement is or is not.

    `agreement` is the state in which everybody keeps the draft; `reasons` are about it.
    """

    head: ConflictHead
    moves: tuple[Move, ...]
    decision_makers: tuple[DecisionMaker, ...]
    agreement: str | None
    stability: Stability
    reasons: Reasons | None
    findings: tuple[FindingRef, ...]
    note: str | None


def conflict_list(snapshot: Snapshot) -> ConflictList:
    """The conflicts of the case by name."""
    return ConflictList(items=tuple(_head(snapshot, name) for name in sorted(snapshot.plans)))


def _head(snapshot: Snapshot, name: str) -> ConflictHead:
    plan = snapshot.plans[name]
    return ConflictHead(name=name, title=plan.title, draft=plan.draft)


def conflict(snapshot: Snapshot, name: str) -> ConflictView:
    """One conflict with its equilibria. Raises UnknownName."""
    graph = snapshot.conflict(name)
    stability = snapshot.memory.once(
        ("stability", name), lambda: analyse_conflict("stability", graph, limit=SHOWN)
    )
    reasons = None
    if graph.status_quo is not None:
        reasons = snapshot.memory.once(
            ("reasons", name), lambda: analyse_conflict("reasons", graph, state=graph.status_quo)
        )
    findings = (stability, *((reasons,) if reasons else ()))
    return ConflictView(
        head=_head(snapshot, name),
        moves=graph.moves,
        decision_makers=graph.decision_makers,
        agreement=graph.status_quo,
        stability=stability.value,
        reasons=reasons.value if reasons else None,
        findings=tuple(finding_ref(finding) for finding in findings),
        note=graph.note,
    )
