"""Shifts through time, told as the slow way tells them: the case elicited for every day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goodoffices.elicit.elicit import elicit
from goodoffices.formats.case_folder import read_case
from goodoffices.model.case import Case
from goodoffices.model.evidence import Review
from goodoffices.model.stakes import Judgement, Position
from goodoffices.model.tracks import Shift
from goodoffices.track.shifts import history
from goodoffices.workspace.snapshot import Snapshot
from goodoffices.workspace.views.timeline import shifts_between, timeline
from support import EXAMPLES


@pytest.fixture(scope="module", params=["ukraine-2025", "strait-accord"])
def case(request: pytest.FixtureRequest) -> Case:
    return read_case(EXAMPLES / request.param)


def _plain(shift: Shift) -> tuple[object, ...]:
    """A shift as far as a timeline tells of it: standings and evidence."""
    before, after = shift.before, shift.after
    return (
        shift.on,
        shift.issue,
        shift.party,
        (before.standings, before.evidence, before.note) if before else None,
        (after.standings, after.evidence, after.note),
        shift.evidence,
    )


def _place(row: tuple[object, ...]) -> list[str]:
    return [str(part) for part in row[:3]]


def _slow(case: Case, since: str | None, until: str | None) -> list[tuple[object, ...]]:
    found = history(case, lambda day: elicit(case, as_of=day).positions, since=since, until=until)
    return sorted((_plain(shift) for shift in found), key=_place)


def _quick(case: Case, since: str | None, until: str | None) -> list[tuple[object, ...]]:
    found = shifts_between(Snapshot(case, "1"), since, until)
    return sorted((_plain(shift) for shift in found), key=_place)


def _with_judged_positions(case: Case) -> Case:
    """The case with positions that an analyst set for a time, with and without evidence."""
    days = sorted({s.date for s in case.statements if s.date and len(s.date) == 10})
    issue = next(issue for issue in case.issues if len(issue.options) > 1)
    made = [
        Judgement(
            value=Position(
                party=party.id,
                issue=issue.id,
                standings=dict.fromkeys(issue.option_ids, "refused"),
            ),
            by="x",
            at="2026-01-01",
            why="heard",
            since=days[len(days) // 3],
            until=days[2 * len(days) // 3] if number else None,
        )
        for number, party in enumerate(case.parties[:3])
    ]
    return replace(case, judgements=(*case.judgements, *made))


def test_quick_and_slow_tell_the_same_shifts(case: Case) -> None:
    days = sorted({s.date for s in case.statements if s.date})
    middle = days[len(days) // 2]
    assert _quick(case, None, None) == _slow(case, None, None)
    assert _quick(case, middle, None) == _slow(case, middle, None)
    assert _quick(case, days[1], middle) == _slow(case, days[1], middle)


def test_also_where_an_analyst_set_positions(case: Case) -> None:
    judged = _with_judged_positions(case)
    assert _quick(judged, None, None) == _slow(judged, None, None)
    assert len(_quick(judged, None, None)) != len(_quick(case, None, None))


def test_what_is_kept_of_a_case_gives_way_to_what_a_verdict_changes(case: Case) -> None:
    first = Snapshot(case, "1")
    timeline(first)
    counted = [s for s in case.statements if s.party and s.issue and s.date][::5]
    reviews = tuple(
        Review(id=f"rv-{n}", subject=s.id, verdict="rejected", by="x", at="2026-01-01")
        for n, s in enumerate(counted)
    )
    after = replace(case, reviews=(*case.reviews, *reviews))
    found = shifts_between(Snapshot(after, "2", before=first), None, None)
    assert sorted(map(_plain, found), key=_place) == _slow(after, None, None)
    quick = timeline(Snapshot(after, "2", before=first))
    assert quick == timeline(Snapshot(after, "2"))
    assert quick != timeline(first)


def test_of_many_statements_behind_a_shift_the_newest_are_named(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {event.id: event for event in timeline(Snapshot(case, "1")).events}
    assert all(event.more == 0 for event in whole.values())
    monkeypatch.setattr("goodoffices.workspace.views.timeline.SHOWN", 1)
    cut = timeline(Snapshot(case, "1")).events
    assert {event.id for event in cut} == whole.keys()
    for event in cut:
        full = whole[event.id].evidence
        if event.kind != "shift":
            assert (event.evidence, event.more) == (full, 0)
            continue
        assert event.evidence == full[-1:]
        assert event.more == max(0, len(full) - 1)
    assert any(event.more for event in cut)
