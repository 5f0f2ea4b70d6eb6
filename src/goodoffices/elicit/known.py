"""What was worked out before, kept for the next elicitation of the same case on another day."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar

from goodoffices.elicit.assumptions import Assumptions
from goodoffices.elicit.standings import Authorities, OptionStanding, Weighed, weigh
from goodoffices.model.agenda import Party
from goodoffices.model.case import Case
from goodoffices.model.elicited import Step
from goodoffices.model.evidence import Statement
from goodoffices.model.sources import sources_of
from goodoffices.model.stakes import Position

Cell = tuple[str, str]
Found = tuple[Position | None, tuple[Step, ...], Mapping[str, OptionStanding]]
T = TypeVar("T")
MOST = 5000
"""Things that are kept beside positions."""
KEPT = 8
"""Sets of statements that are kept of each cell: as many days, or verdicts, ago."""


class Known:
    """Positions by the statements that they rest on, and statements as they were weighed.

    A position depends on its statements, the agenda, the names of sources and the assumptions: it
    holds for every case in which those are the same values. The ids of statements are digests of
    their content, so the same ids are the same statements. Safe between threads: at worst
    something is worked out twice.
    """

    def __init__(self, case: Case, assumptions: Assumptions) -> None:
        self._ground, self._assumptions = _ground(case), assumptions
        self._statements = case.statements
        self.sources = sources_of(case)
        self._weighed: dict[str, Weighed] = {}
        self._authorities: Authorities = {}
        self._cells: dict[Cell, dict[tuple[str, ...], Found]] = {}
        self._kept: dict[Hashable, tuple[tuple[str, ...], Any]] = {}

    def fits(self, case: Case, assumptions: Assumptions | None = None) -> bool:
        """Whether what is known holds for this case, under these assumptions."""
        same = all(a is b for a, b in zip(self._ground, _ground(case), strict=True))
        if not same or (assumptions is not None and assumptions != self._assumptions):
            return False
        return self._explains(case)

    def _explains(self, case: Case) -> bool:
        """Whether the statements that are new cite outlets by known names only: a new name can
        change what an older one means."""
        held = len(self._statements)
        if case.statements is self._statements:
            return True
        if len(case.statements) < held or case.statements[held - 1 : held] != self._statements[-1:]:
            return False
        if not all(self.sources.explains(new) for new in case.statements[held:]):
            return False
        self._statements = case.statements
        return True

    def weighed(self, statement: Statement, party: Party) -> Weighed:
        """A statement of a party as the rules compare it."""
        found = self._weighed.get(statement.id)
        if found is None:
            found = weigh(statement, party, self._assumptions, self._authorities)
            self._weighed[statement.id] = found
        return found

    def kept(self, key: Hashable, ids: tuple[str, ...], make: Callable[[], T]) -> T:
        """What `make` gave last under this key for the same statements."""
        held = self._kept.get(key)
        if held is not None and held[0] == ids:
            found: T = held[1]
            return found
        made = make()
        if len(self._kept) >= MOST:
            self._kept.pop(next(iter(self._kept)), None)
        self._kept[key] = (ids, made)
        return made

    def position(self, cell: Cell, items: Sequence[Weighed], make: Callable[[], Found]) -> Found:
        """What `make` gives for these statements, without a date."""
        key = tuple(item.statement.id for item in items)
        kept = self._cells.setdefault(cell, {})
        found = kept.get(key)
        if found is None:
            found = make()
            if len(kept) >= KEPT:
                kept.pop(next(iter(kept)), None)
            kept[key] = found
        return found


def _ground(case: Case) -> tuple[object, ...]:
    return (case.parties, case.issues, case.vocabulary, case.drafts, case.reports)
