"""What accepting a candidate would change, and the order of review that follows from it.

The one definition of it. Candidates count for nothing until they are accepted, so rejecting one
changes nothing: an answer is worth what accepting would change. By rank, the greatest first:

1. `zone`: a stated red line comes or goes, and with it the last option of the issue that no red
   line refuses. An issue without such an option is a conflict set that is seen without solving.
2. `binds`: a stated red line comes, goes, or refuses other options. What binds is all that a zone
   or a conflict set is made of, so a candidate of a lower rank changes no zone by itself.
3. `first`: nothing that counts is on record of the party on the issue.
4. `contest`: the evidence on the position begins, or ceases, to disagree.
5. `position`: an option gets another standing.
6. `source`: the position stays, but rests on one unnamed source, and this is a named one.
7. `support`: the position stays, and the candidate says the same: it adds to firmness.
8. `nothing`: whatever is decided, the positions stay as they are; the reason says why.

Within a rank, those that would be the first of that rank on their party and issue come before the
second ones, so that a reviewer who stops early has touched many positions; then the candidates are
in the order given. Everything follows from the rule of elicitation (docs/explanation/
elicitation.md) without a date, and from no solver.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from goodoffices.elicit.assumptions import Assumptions
from goodoffices.elicit.claims import newly_stated
from goodoffices.elicit.known import Known
from goodoffices.elicit.standings import (
    OptionStanding,
    Sayings,
    Weighed,
    agrees,
    hear,
    heard_at,
    in_order,
    with_implied,
)
from goodoffices.model.agenda import Issue
from goodoffices.model.case import Case
from goodoffices.model.elicited import CONSEQUENCES, Consequence, ConsequenceKind, Elicited
from goodoffices.model.evidence import Statement
from goodoffices.model.stakes import Position, RedLine

Cell = tuple[str, str]
Standings = Mapping[str, OptionStanding]


def ranked(
    case: Case,
    candidates: Sequence[Statement],
    held: Elicited | None,
    known: Known | None = None,
) -> tuple[Consequence, ...]:
    """The candidates in the order of this module, each with what accepting it would change.

    `held` is what was elicited from the case without a date, None where its agenda is empty; then
    all are of rank `nothing`. With `known`, cells whose statements are those of the last time are
    not worked out again.
    """
    found = _consequences(case, candidates, held, known)
    place = {name: at for at, name in enumerate(CONSEQUENCES)}
    seen: Counter[tuple[str, Cell]] = Counter()
    keys = []
    for at, (statement, one) in enumerate(zip(candidates, found, strict=True)):
        alike = (one.kind, (statement.party or "", statement.issue or ""))
        keys.append((place[one.kind], seen[alike], at))
        seen[alike] += 1
    return tuple(found[key[-1]] for key in sorted(keys))


def consequence(
    case: Case, candidate: Statement, held: Elicited | None, known: Known | None = None
) -> Consequence:
    """What accepting one candidate would change."""
    return _consequences(case, [candidate], held, known)[0]


def _consequences(
    case: Case, candidates: Sequence[Statement], held: Elicited | None, known: Known | None
) -> list[Consequence]:
    cells: dict[Cell, list[Statement]] = defaultdict(list)
    found: dict[str, Consequence] = {}
    decided = _decided(case, candidates)
    for statement in candidates:
        if reason := _aside(case, statement, held, decided):
            found[statement.id] = Consequence(statement=statement.id, kind="nothing", reason=reason)
        else:
            cells[statement.party or "", statement.issue or ""].append(statement)
    if held is not None and cells:
        record = _Record(case, held, known or Known(case, Assumptions()), cells)
        for cell, statements in cells.items():
            found |= {one.statement: one for one in record.cell(cell, statements)}
    return [found[statement.id] for statement in candidates]


def _decided(case: Case, candidates: Iterable[Statement]) -> set[tuple[str, int, int]]:
    """Places in reports at which somebody decided on a statement."""
    wanted = {item.span.report for item in candidates if item.span}
    places = set()
    for name in case.standing_review:
        span = case.statement_by_id[name].span if name in case.statement_by_id else None
        if span is not None and span.report in wanted:
            places.add((span.report, span.start, span.end))
    return places


def _aside(
    case: Case, statement: Statement, held: Elicited | None, decided: set[tuple[str, int, int]]
) -> str | None:
    """Why a candidate cannot change a position, before anything is worked out; None if it can."""
    span = statement.span
    if held is None:
        return "the case names no parties or no issues up for agreement yet"
    if span is not None and (span.report, span.start, span.end) in decided:
        return "these very words were decided on before, in another reading"
    if statement.party not in case.party_by_id:
        return "it names no party of the case"
    if statement.issue not in case.issue_by_id:
        return "it names no issue of the case"
    return None


class _Record:
    """What counts in the cells that candidates are about."""

    def __init__(self, case: Case, held: Elicited, known: Known, cells: Iterable[Cell]) -> None:
        self.case, self.known, self.assumptions = case, known, Assumptions()
        self.positions = {(p.party, p.issue): p for p in held.positions}
        self.judged = {
            (j.value.party, j.value.issue): j.by
            for j in held.judgements
            if isinstance(j.value, Position)
        }
        self.lines = held.negotiation.red_lines
        judged = [j.value for j in held.judgements]
        self.judged_lines = [line for line in judged if isinstance(line, RedLine)]
        self.cited = {item for j in case.judgements for item in j.value.evidence}
        counted = case.accepted_by_cell
        self.counted = {cell: self.weighed(cell, counted.get(cell, ())) for cell in cells}

    def weighed(self, cell: Cell, statements: Sequence[Statement]) -> list[Weighed]:
        return self.known.weighed(statements, self.case.party_by_id[cell[0]])

    def cell(self, cell: Cell, candidates: Sequence[Statement]) -> Iterable[Consequence]:
        """The consequences of the candidates on one party and issue."""
        issue = self.case.issue_by_id[cell[1]]
        items = self.counted[cell]
        fresh = self.weighed(cell, candidates)
        counted = (item.statement.id for item in items)
        ids = (*counted, "", *(item.statement.id for item in fresh))  # whichever are which
        work = partial(_heard, items, fresh, issue, self.assumptions)
        before, after = self.known.kept(("consequence", cell), ids, work, rests_on=cell)
        for item, standings in zip(fresh, after, strict=True):
            yield self._one(cell, issue, item, before, standings)

    def _one(
        self, cell: Cell, issue: Issue, item: Weighed, before: Standings, after: Standings
    ) -> Consequence:
        bound = self._binding(cell, issue, before, after)
        if bound is not None:
            kind, options, reason = bound
        elif cell in self.judged:
            kind, options = "nothing", ()
            reason = f"the position was set by {self.judged[cell]}, and stays"
        else:
            kind, options, reason = self._standing(cell, issue, item, before, after)
        return Consequence(statement=item.statement.id, kind=kind, options=options, reason=reason)

    # --- what binds ------------------------------------------------------------------------------

    def _binding(
        self, cell: Cell, issue: Issue, before: Standings, after: Standings
    ) -> _Found | None:
        if before is after:
            return None
        had, has = (self._refused(cell, standings) for standings in (before, after))
        if had == has:
            return None
        changed = tuple(o for o in issue.option_ids if (o in had) != (o in has))
        party = self.case.party_by_id[cell[0]].name
        gone = [o for o in changed if o in had]
        come = [o for o in changed if o in has]
        parts = (
            [f"a red line of {party} would be on record: {_labels(issue, come)}"] if come else []
        )
        if gone:
            parts.append(f"a red line of {party} would be gone: {_labels(issue, gone)}")
        free_before, free_after = (self._free(cell, issue, refused) for refused in (had, has))
        if bool(free_before) == bool(free_after):
            return "binds", changed, "; ".join(parts)
        if free_after:
            parts.append(f"then {_labels(issue, free_after)} would be open again")
        else:
            parts.append("then red lines would refuse every option of the issue")
        return "zone", changed, "; ".join(parts)

    def _refused(self, cell: Cell, standings: Standings) -> frozenset[str]:
        """Options that the stated red line of the cell refuses."""
        fresh = newly_stated(
            self.case, cell, standings, self.cited, self.judged_lines, self.assumptions
        )
        return frozenset(s.option for s in fresh)

    def _free(self, cell: Cell, issue: Issue, refused: frozenset[str]) -> list[str]:
        """Options of the issue that no red line on it alone refuses, when that of the cell does."""
        taken = set(refused)
        for line in self.lines:
            judged = line in self.judged_lines
            if set(line.rejects) == {issue.id} and (judged or line.party != cell[0]):
                taken |= set(line.rejects[issue.id])
        return [option for option in issue.option_ids if option not in taken]

    # --- what stands -----------------------------------------------------------------------------

    def _standing(
        self, cell: Cell, issue: Issue, item: Weighed, before: Standings, after: Standings
    ) -> _Found:
        party = self.case.party_by_id[cell[0]].name
        same = before is after  # as for most: they are overtaken by what was said since
        changed = tuple(
            o for o in issue.option_ids if not same and _word(before, o) != _word(after, o)
        )
        said = Sayings(issue, self.assumptions).of(item.statement)
        if not said:
            return "nothing", (), _silent(item.statement)
        if not before:
            return "first", changed, f"it would be the first on record of {party} on this issue"
        if not same and _contested(before) != (would := _contested(after)):
            reason = (
                f"it speaks against what is on record of {party} on this issue"
                if would
                else f"it would end the disagreement in what is on record of {party}"
            )
            return "contest", changed, reason
        if changed:
            moves = [
                f"{issue.option(o).label}: {_word(before, o)} to {_word(after, o)}" for o in changed
            ]
            return "position", changed, f"the position of {party} would change ({'; '.join(moves)})"
        if not agrees(said, after):
            return "nothing", (), "what is on record since, or of greater authority, outweighs it"
        position = self.positions.get(cell)
        if position and position.single_anonymous and not item.statement.attribution.anonymous:
            reason = f"the position of {party} rests on one unnamed source; this one is named"
            return "source", (), reason
        return "support", (), f"it says what is on record of {party} already"


def _contested(standings: Standings) -> bool:
    return any(standing.contested_by for standing in standings.values())


_Found = tuple[ConsequenceKind, tuple[str, ...], str]


def _heard(
    items: Sequence[Weighed], fresh: Sequence[Weighed], issue: Issue, assumptions: Assumptions
) -> tuple[Standings, Sequence[Standings]]:
    """The standings by `items`, and those with each one of `fresh` as well.

    What comes before a fresh one in the order is heard once, not again for each. Where a fresh one
    changes nothing its standings are the very same.
    """
    sayings, items = Sayings(issue, assumptions), in_order(items)
    so_far: list[dict[str, OptionStanding]] = [{}]
    for item in items:
        standings = dict(so_far[-1])
        hear(standings, item, sayings)
        so_far.append(standings)
    keys = [heard_at(item) for item in items]
    after = []
    for item in fresh:
        at = bisect_left(keys, heard_at(item))
        standings = dict(so_far[at])
        hear(standings, item, sayings)
        after.append(_onward(standings, items, at, so_far, sayings))
    before = with_implied(so_far[-1], issue, assumptions)
    return before, [
        before if standings is so_far[-1] else with_implied(standings, issue, assumptions)
        for standings in after
    ]


def _onward(
    standings: dict[str, OptionStanding],
    items: Sequence[Weighed],
    at: int,
    so_far: Sequence[dict[str, OptionStanding]],
    sayings: Sayings,
) -> dict[str, OptionStanding]:
    """The standings once the items from `at` on are heard too.

    A statement is mostly overtaken by the next ones: where the standings are again those that the
    items come to without it, the rest is known.
    """
    for place in range(at, len(items)):
        heard = place - at
        if (heard < _NEAR or heard % _NEAR == 0) and standings == so_far[place]:
            return so_far[-1]
        hear(standings, items[place], sayings)
    return standings


_NEAR = 16
"""How many items after a statement are looked at one by one for whether it is overtaken."""


def _word(standings: Standings, option: str) -> str:
    return standings[option].standing if option in standings else "unknown"


def _labels(issue: Issue, options: Iterable[str]) -> str:
    return ", ".join(issue.option(option).label for option in options)


def _silent(statement: Statement) -> str:
    """Why a statement settles no standing."""
    if statement.negated:
        return "a negated claim settles no standing"
    if not statement.options:
        return "it names no option of the issue"
    return f"the stance {statement.stance!r} settles no standing"
