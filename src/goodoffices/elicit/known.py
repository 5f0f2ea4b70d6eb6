"""What was worked out before, kept for the next elicitation of the same case on another day."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from goodoffices.elicit.assumptions import Assumptions
from goodoffices.elicit.standings import Authorities, OptionStanding, Weighed, weigh
from goodoffices.model.agenda import Draft, Issue, Party
from goodoffices.model.case import Case, Vocabulary
from goodoffices.model.elicited import Step
from goodoffices.model.evidence import Report, Statement
from goodoffices.model.sources import keep_sources, sources_of
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

    def __init__(self, case: Case, assumptions: Assumptions, *, after: Known | None = None) -> None:
        self._ground, self._assumptions = _ground(case), assumptions
        self._statements = case.statements
        self.sources = sources_of(case)
        self._weighed: dict[str, Weighed] = {}
        self._authorities: Authorities = {}
        self._cells: dict[Cell, dict[tuple[str, ...], Found]] = {}
        self._kept: dict[Hashable, _Kept] = {}
        if after is not None and after._assumptions == assumptions:
            self._take_over(after)

    def followed_by(self, case: Case) -> Known:
        """What is known of a case that comes after: this where it fits, else what of it holds."""
        return self if self.fits(case) else Known(case, self._assumptions, after=self)

    def _take_over(self, before: Known) -> None:
        """Keep what an edit of the agenda, or a report that came, has nothing to do with."""
        # Taken before the names are compared: what another thread adds later may rest on more.
        weighed = tuple(before._weighed.items())
        cells = {cell: dict(kept) for cell, kept in tuple(before._cells.items())}
        others = tuple(before._kept.items())
        as_were = _unchanged(before, self)
        self._weighed.update((k, w) for k, w in weighed if w.statement.party in as_were.persons)
        self._cells.update((cell, kept) for cell, kept in cells.items() if as_were.holds(cell))
        self._kept.update((k, f) for k, f in others if f.rests_on and as_were.holds(f.rests_on))

    def fits(self, case: Case, assumptions: Assumptions | None = None) -> bool:
        """Whether what is known holds for this case, under these assumptions."""
        same = all(a is b for a, b in zip(self._ground, _ground(case), strict=True))
        if not same or (assumptions is not None and assumptions != self._assumptions):
            return False
        if not self._explains(case):
            return False
        keep_sources(case, self.sources)
        return True

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

    def weighed(self, statements: Sequence[Statement], party: Party) -> list[Weighed]:
        """Statements of a party as the rules compare them."""
        held = self._weighed
        for statement in statements:
            if statement.id not in held:
                held[statement.id] = weigh(statement, party, self._assumptions, self._authorities)
        return [held[statement.id] for statement in statements]

    def kept(
        self,
        key: Hashable,
        ids: tuple[str, ...],
        make: Callable[[], T],
        *,
        rests_on: Cell | None = None,
    ) -> T:
        """What `make` gave last under this key for the same statements.

        `rests_on` names the cell whose party and issue are, beside the statements, all that it
        follows from; without one it is not kept once the agenda changes.
        """
        held = self._kept.get(key)
        if held is not None and held.ids == ids:
            found: T = held.made
            return found
        made = make()
        if len(self._kept) >= MOST:
            self._kept.pop(next(iter(self._kept)), None)
        self._kept[key] = _Kept(ids, made, rests_on)
        return made

    def position(self, cell: Cell, items: Sequence[Weighed], make: Callable[[], Found]) -> Found:
        """What `make` gives for these statements, without a date."""
        key = tuple([item.statement.id for item in items])
        kept = self._cells.setdefault(cell, {})
        found = kept.get(key)
        if found is None:
            found = make()
            if len(kept) >= KEPT:
                kept.pop(next(iter(kept)), None)
            kept[key] = found
        return found


class _Kept(NamedTuple):
    ids: tuple[str, ...]
    made: Any
    rests_on: Cell | None


class _Ground(NamedTuple):
    """What positions follow from beside statements; the same values, or it may not hold."""

    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    vocabulary: Vocabulary
    drafts: tuple[Draft, ...]
    reports: tuple[Report, ...]


def _ground(case: Case) -> _Ground:
    return _Ground(case.parties, case.issues, case.vocabulary, case.drafts, case.reports)


class _Unchanged(NamedTuple):
    """Parties whose persons are the same, those whose positions too, and issues."""

    persons: frozenset[str]
    parties: frozenset[str]
    issues: frozenset[str]

    def holds(self, cell: Cell) -> bool:
        return cell[0] in self.parties and cell[1] in self.issues


def _unchanged(before: Known, after: Known) -> _Unchanged:
    """A position rests on its issue, on the persons of its party, and on whom the names mean by
    which its statements cite their sources."""
    persons = {party.id: party.persons for party in before._ground.parties}
    same = {p.id for p in after._ground.parties if persons.get(p.id) == p.persons}
    were = {issue.id: issue for issue in before._ground.issues}
    issues = {issue.id for issue in after._ground.issues if were.get(issue.id) == issue}
    others = before.sources.read_otherwise(after.sources)
    parties = same if others is not None else set()
    return _Unchanged(frozenset(same), frozenset(parties - (others or set())), frozenset(issues))
