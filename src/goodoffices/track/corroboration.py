"""How many independent origins stand behind each claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from goodoffices.model.case import Case
from goodoffices.model.dates import Date
from goodoffices.model.evidence import Statement
from goodoffices.model.origins import origins, single_anonymous
from goodoffices.model.sources import fold, sources_of
from goodoffices.model.tracks import Corroboration
from goodoffices.track.counted import FAMILY, by_issue, ids_of, in_time, place_in
from goodoffices.track.kept import Keeps, anew

ClaimKey = tuple[str, str, str, tuple[str, ...], str, bool, str]


def claim_key(statement: Statement) -> ClaimKey | None:
    """What a statement claims: party, issue, family of stance, options, bound, negation.

    None where it claims nothing of a party on an issue. A statement that names no option could say
    anything about the issue; it is the same claim as another only where the words are the same.
    """
    family = FAMILY.get(statement.stance)
    if family is None or statement.party is None or statement.issue is None:
        return None
    words = "" if statement.options else fold(statement.text)
    options = tuple(sorted(set(statement.options)))
    return (
        statement.party,
        statement.issue,
        family,
        options,
        statement.bound or "",
        statement.negated,
        words,
    )


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim, and the accepted statements that make it."""

    key: ClaimKey
    statements: tuple[Statement, ...]


def claimed(case: Case, *, as_of: Date | None = None) -> tuple[Claimed, ...]:
    """Every claim with its statements, in the order of the agenda."""
    return tuple(claim for _, items in by_issue(case, as_of) for claim in _claimed(case, items))


def _claimed(case: Case, statements: Iterable[Statement]) -> list[Claimed]:
    """The claims of statements, each statement once, in the order of the agenda."""
    claims: dict[ClaimKey, dict[str, Statement]] = defaultdict(dict)
    for statement in statements:
        key = claim_key(statement)
        if key is not None:
            claims[key][statement.id] = statement
    ordered = sorted(claims, key=lambda key: (place_in(case, key[0], key[1]), key))
    return [Claimed(key, tuple(s for _, s in sorted(claims[key].items()))) for key in ordered]


def corroborated(
    case: Case, claim: Claimed, events: Mapping[str, str] | None = None
) -> Corroboration:
    """A claim with its independent origins; `events` as for `corroboration`."""
    party, issue, family, options, bound, negated, _ = claim.key
    found = origins(claim.statements, sources_of(case))
    limit = f" {bound.replace('_', ' ')}" if bound else ""
    return Corroboration(
        party=party,
        issue=issue,
        stance=f"{'not ' if negated else ''}{family}{limit}",
        options=options,
        origins=found,
        independent=len(found),
        single_anonymous=single_anonymous(found),
        evidence=in_time(claim.statements),
        events=_events(claim.statements, events or {}),
    )


def corroboration(
    case: Case, *, as_of: Date | None = None, events: Mapping[str, str] | None = None
) -> tuple[Corroboration, ...]:
    """Every claim with its independent origins (`goodoffices.model.origins` states the rule).

    A claim is one party's stance on options of one issue: asks, offers and accepts support an
    option; resists, rejects and red_line oppose it. Only accepted statements made by `as_of`
    count. `stance` is the family, with "not " before it for a negated claim and " at most" or
    " at least" after it for a limit. `events` says of each report which event it tells of, and
    makes the number of events known. In the order of the agenda; evidence in order of time.
    """
    return tuple(corroborated(case, claim, events) for claim in claimed(case, as_of=as_of))


def unnamed_alone(
    case: Case, *, as_of: Date | None = None, kept: Keeps = anew
) -> tuple[Corroboration, ...]:
    """Those of `corroboration` that rest on one unnamed source and nothing else.

    `kept` saves looking again where the statements on an issue are what they were.
    """
    found: list[Corroboration] = []
    for issue, items in by_issue(case, as_of):
        found += kept(("unnamed", issue), ids_of(items), partial(_unnamed_alone, case, items))
    return tuple(found)


def _unnamed_alone(case: Case, statements: Iterable[Statement]) -> tuple[Corroboration, ...]:
    sources = sources_of(case)
    waiting = (  # where anybody is on record the origins need not be told apart
        claim
        for claim in _claimed(case, statements)
        if not any(sources.voice(statement).on_record for statement in claim.statements)
    )
    found = (corroborated(case, claim) for claim in waiting)
    return tuple(claim for claim in found if claim.single_anonymous)


def _events(statements: Iterable[Statement], events: Mapping[str, str]) -> int | None:
    """Of how many events the reports tell that the statements were read in."""
    return (
        len({events[s.span.report] for s in statements if s.span and s.span.report in events})
        or None
    )
