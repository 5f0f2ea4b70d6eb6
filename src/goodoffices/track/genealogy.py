"""What became of the term of an issue from draft to draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goodoffices.errors import UnknownName
from goodoffices.model.agenda import Clause, Draft
from goodoffices.model.allowed import draft_terms
from goodoffices.model.case import Case
from goodoffices.model.dates import Date, earliest, happened_by
from goodoffices.model.sources import fold
from goodoffices.model.tracks import Change, TermVersion

_WHOLE = re.compile(r"\s*(all|full|fully|complete|completely|entire|whole)\b", re.I)


def read_whole(draft: Draft) -> bool:
    """Whether the silence of a draft on an issue means that the draft has no such term.

    It does where nothing is said about gaps, or where `completeness` begins by saying that all,
    the full, complete, entire or whole text was read. What was not read may still be there.
    """
    return draft.completeness is None or _WHOLE.match(draft.completeness) is not None


def in_order(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Drafts by date and id, none before the draft it follows."""
    left = sorted(drafts, key=lambda draft: (earliest(draft.date), draft.id))
    waiting = {draft.id for draft in left}
    ordered: list[Draft] = []
    while left:
        ready = next((d for d in left if d.follows not in waiting), left[0])
        left.remove(ready)
        waiting.discard(ready.id)
        ordered.append(ready)
    return tuple(ordered)


def predecessors(drafts: Sequence[Draft]) -> Mapping[str, str | None]:
    """For each draft the one it is compared with: the one it follows, else the last by date."""
    ordered = in_order(drafts)
    known = {draft.id for draft in ordered}
    found: dict[str, str | None] = {}
    for place, draft in enumerate(ordered):
        by_date = ordered[place - 1].id if place else None
        named = draft.follows in known and draft.follows != draft.id
        found[draft.id] = draft.follows if named else by_date
    return found


@dataclass(frozen=True, slots=True)
class _Term:
    """The clauses of one draft on one issue: allowed options, wording."""

    draft: str
    options: tuple[str, ...]
    terms: tuple[str, ...]
    urls: tuple[str, ...]

    def same(self, other: _Term) -> bool:
        """Whether both allow the same options; where neither settles any, whether both say it."""
        if self.options or other.options:
            return set(self.options) == set(other.options)
        return sorted(map(fold, self.terms)) == sorted(map(fold, other.terms))


def genealogy(
    case: Case, *, issue: str | None = None, as_of: Date | None = None
) -> tuple[TermVersion, ...]:
    """The term of an issue, or of every issue, in each draft, and its change since the one before.

    A draft is compared with the one it follows, or else with the last before it by date. What a
    term allows decides, not its wording: `same` and `changed` compare allowed options, and wording
    only where neither draft settles the issue. `dropped` needs a draft that was read whole
    (`read_whole`); a draft read in part says nothing about an issue it is silent on, and the next
    one is compared with the last that spoke. `since` names the draft compared with.

    Raises UnknownName for an issue that the case does not have.
    """
    if issue is not None and issue not in case.issue_by_id:
        raise UnknownName("issue", issue, case.issue_by_id)
    drafts = in_order([draft for draft in case.drafts if happened_by(draft.date, as_of)])
    before = predecessors(drafts)
    terms = {draft.id: draft_terms(draft) for draft in drafts}
    wanted = [item.id for item in case.issues] if issue is None else [issue]
    rows: list[TermVersion] = []
    for name in wanted:
        spoken = {
            draft.id: term
            for draft in drafts
            if (term := _term(draft, name, terms[draft.id].get(name, ())))
        }
        for draft in drafts:
            row = _version(draft, name, spoken, _line(draft.id, before), case.draft_by_id)
            if row is not None:
                rows.append(row)
    return tuple(rows)


def _line(draft: str, before: Mapping[str, str | None]) -> tuple[str, ...]:
    """The drafts before this one on its line, nearest first."""
    line: list[str] = []
    at = before[draft]
    while at is not None and at not in line and at != draft:
        line.append(at)
        at = before[at]
    return tuple(line)


def _version(
    draft: Draft,
    issue: str,
    spoken: Mapping[str, _Term],
    line: Sequence[str],
    drafts: Mapping[str, Draft],
) -> TermVersion | None:
    term = spoken.get(draft.id)
    telling = [name for name in line if name in spoken or read_whole(drafts[name])]
    last = next((name for name in telling if name in spoken), None)
    held_before = bool(telling) and telling[0] in spoken
    if term is None:
        if not held_before or not read_whole(draft):
            return None
        change: Change = "dropped"
    elif last is None:
        change = "first"
    elif not held_before:
        change = "returned"
    else:
        change = "same" if term.same(spoken[last]) else "changed"
    return TermVersion(
        issue=issue,
        draft=draft.id,
        date=draft.date,
        drafters=draft.drafters,
        terms=term.terms if term else (),
        options=term.options if term else (),
        change=change,
        since=last,
        urls=term.urls if term else (),
    )


def _term(draft: Draft, issue: str, options: tuple[str, ...]) -> _Term | None:
    clauses = [clause for clause in draft.clauses if clause.issue == issue]
    if not clauses:
        return None
    urls = dict.fromkeys(clause.url for clause in clauses if clause.url)
    return _Term(draft.id, options, tuple(map(_wording, clauses)), tuple(urls))


def _wording(clause: Clause) -> str:
    if clause.bracket is None:
        return clause.term
    inside = " | ".join(
        item.term + (f" ({', '.join(item.sponsors)})" if item.sponsors else "")
        for item in clause.bracket.alternatives
    )
    return f"{clause.term} [{inside}]"
