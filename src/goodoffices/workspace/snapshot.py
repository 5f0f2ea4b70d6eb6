"""A case at one revision, with what was computed from it kept while the revision lasts.

A snapshot never changes what it holds; whoever writes to the case makes a new one. Several threads
may ask at once: what two of them want is computed by the first, and the second waits for it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from goodoffices.analyse.what_if import WhatIfSession
from goodoffices.brief.material import Material
from goodoffices.brief.register import Register
from goodoffices.brief.view import View
from goodoffices.elicit.assumptions import Assumptions
from goodoffices.elicit.conflict import conflict_of
from goodoffices.elicit.elicit import elicit
from goodoffices.elicit.known import Known
from goodoffices.errors import InputError, UnknownName
from goodoffices.model.agenda import Draft
from goodoffices.model.case import Case
from goodoffices.model.dates import Date, bounds
from goodoffices.model.elicited import Elicited
from goodoffices.model.finding import Finding
from goodoffices.model.graph import ConflictGraph
from goodoffices.model.plan import ConflictPlan
from goodoffices.track.kept import Keeps
from goodoffices.workspace.running import run

T = TypeVar("T")
KEPT = 256
"""Computed things that a snapshot keeps, the oldest in use dropped first."""


@dataclass
class _Kept:
    lock: Lock = field(default_factory=Lock)
    value: Any = None
    ready: bool = False


class Memory:
    """Keeps what was computed, by key, up to a number of things. Safe between threads."""

    def __init__(self, size: int = KEPT) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = Lock()

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gave the first time it was asked for under this key.

        A fault is not kept: the next one who asks tries again.
        """
        with self._lock:
            entry = self._kept.setdefault(key, _Kept())
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        with entry.lock:
            if not entry.ready:
                entry.value = make()
                entry.ready = True
            value: T = entry.value
            return value

    def __len__(self) -> int:
        return len(self._kept)


class Snapshot:
    """A case at one revision, which changes with every write.

    `whole` is False where the case is what somebody may see of it and something was left out.
    `before` is the snapshot that this one follows, from which positions that stay the same are had.
    `compartments` are those that each report lies in; reports in none are missing.
    """

    def __init__(
        self,
        case: Case,
        revision: str,
        *,
        plans: Mapping[str, ConflictPlan] | None = None,
        whole: bool = True,
        before: Snapshot | None = None,
        compartments: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self.case, self.revision, self.whole = case, revision, whole
        self.compartments: Mapping[str, frozenset[str]] = compartments or {}
        self.plans: Mapping[str, ConflictPlan] = plans or {}
        self.memory = Memory()
        self.known: Known = before.known.followed_by(case) if before else Known(case, Assumptions())

    # --- dates and names -------------------------------------------------------------------------

    def date(self, text: str | None, name: str = "as_of") -> Date | None:
        """A date as written, None for nothing. Raises InputError for anything else."""
        if not text:
            return None
        try:
            bounds(text)
        except ValueError as fault:
            raise InputError(f"{name}: {fault}") from None
        return text

    def draft(self, name: str) -> Draft:
        """The draft of that id. Raises UnknownName."""
        if name not in self.case.draft_by_id:
            raise UnknownName("draft", name, self.case.draft_by_id)
        return self.case.draft_by_id[name]

    def kept_on(self, as_of: Date | None) -> Keeps:
        """What keeps the parts of an answer on a date that follow from statements on one issue,
        beyond this revision."""

        def keeps(key: Hashable, ids: tuple[str, ...], make: Callable[[], T]) -> T:
            return self.known.kept((key, as_of), ids, make)

        return keeps

    # --- what is computed ------------------------------------------------------------------------

    @property
    def has_agenda(self) -> bool:
        """Whether there is something to elicit: a party, and an issue up for agreement."""
        case = self.case
        return bool(case.parties) and any(issue.negotiable for issue in case.issues)

    def held(self, as_of: Date | None) -> Elicited | None:
        """Positions and the negotiation on a date; None while the agenda is empty."""
        if not self.has_agenda:
            return None
        self.sort_out()
        return self.memory.once(
            ("held", as_of), lambda: elicit(self.case, as_of=as_of, known=self.known)
        )

    def sort_out(self) -> None:
        """Find out which statements count, once however many ask for something at once."""
        self.memory.once("counted", lambda: self.case.accepted_by_cell)

    def needed(self, as_of: Date | None) -> Elicited:
        """As `held`. Raises InputError for an empty agenda."""
        held = self.held(as_of)
        if held is None:
            raise InputError(
                f"the case {self.case.title!r} names no parties or no issues up for agreement yet"
            )
        return held

    def view(self, as_of: Date | None) -> View:
        """What finds words for positions and claims on a date."""

        def make() -> View:
            material = Material(case=self.case, as_of=as_of, elicited=self.held(as_of))
            return View(material=material, register=Register(self.case))

        return self.memory.once(("view", as_of), make)

    def finding(
        self, analysis: str, as_of: Date | None, *, draft: str | None = None, **parameters: Any
    ) -> Finding[Any]:
        """The answer of one analysis on what was elicited.

        Raises UnknownName for an analysis, draft, party or parameter that is not known.
        """

        def make() -> Finding[Any]:
            held = self.needed(as_of)
            return run(
                analysis,
                held.negotiation,
                offered={"positions": held.positions},
                draft=self.draft(draft) if draft else None,
                parameters=parameters,
            )

        given = tuple(sorted((key, repr(value)) for key, value in parameters.items()))
        return self.memory.once(("finding", analysis, as_of, draft, given), make)

    def what_if(self, as_of: Date | None, parties: tuple[str, ...] | None = None) -> WhatIfSession:
        """The zone on a date, ready to be asked with claims lifted and reservations moved."""
        return self.memory.once(
            ("what-if", as_of, parties),
            lambda: WhatIfSession(self.needed(as_of).negotiation, parties),
        )

    def conflict(self, name: str) -> ConflictGraph:
        """The conflict (graph model) of that name. Raises UnknownName."""
        if name not in self.plans:
            raise UnknownName("conflict", name, self.plans)
        return self.memory.once(
            ("conflict", name), lambda: conflict_of(self.case, self.plans[name])
        )
