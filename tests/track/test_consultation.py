"""Who had a part in which draft, and whether it was public by then."""

from __future__ import annotations

from typing import Any

import pytest

from builders import case, statement
from goodoffices.model.agenda import Draft
from goodoffices.model.process import Consultation, Sourcing
from goodoffices.track.consultation import before_public, consultation, public_on


def draft(**more: Any) -> Draft:
    given: dict[str, Any] = {"id": "D1", "title": "First text", "date": "2030-01-05"}
    return Draft(**(given | more))


def part(sight: str, party: str = "south", **more: Any) -> Consultation:
    given: dict[str, Any] = {"id": f"{sight}-{party}", "draft": "D1", "party": party}
    return Consultation(sight=sight, **(given | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("record", "day"),
    [
        (None, None),
        ("  ", None),
        ("none; press accounts from 2030-01-09", None),
        ("Not published", None),
        ("the Gazette", "2030-01-05"),
        ("the Gazette 2030-01-09, the Mirror 2030-01-08", "2030-01-08"),
        ("the Gazette, 2030-02", "2030-02"),
        ("file 2030-99-99 of the Gazette", "2030-01-05"),
    ],
)
def test_when_a_draft_became_public(record: str | None, day: str | None) -> None:
    assert public_on(draft(published_by=record)) == day


@pytest.mark.parametrize(
    ("seen", "public", "answer"),
    [
        ("2030-01-04", "2030-01-05", True),
        ("2030-01-06", "2030-01-05", False),
        ("2030-01-05", "2030-01-05", None),
        ("2030-01", "2030-01-05", None),
        ("2030-01", "2030-02-05", True),
        ("2030-02", "2030-01", False),
        (None, "2030-01-05", None),
        ("2030-01-05", None, None),
    ],
)
def test_before_the_text_was_public(
    seen: str | None, public: str | None, answer: bool | None
) -> None:
    assert before_public(seen, public) is answer


def test_each_part_is_told_once_and_drafters_have_a_row() -> None:
    told = statement("north", "width", "reports", on="2030-01-03")
    entries = (
        part("shown", date="2030-01-03", sourcing=Sourcing(evidence=(told.id,), basis="a readout")),
        part("excluded", "north", note="had no part"),
        part("drafted", "med", date="2030-01-02"),
    )
    text = draft(published_by="the Gazette 2030-01-04", drafters=("med", "south"))
    rows = consultation(case(told, drafts=(text,), consultations=entries))
    assert [(r.party, r.sight, r.date, r.before_public) for r in rows] == [
        ("south", "drafted", None, True),
        ("north", "excluded", None, None),
        ("med", "drafted", "2030-01-02", True),
        ("south", "shown", "2030-01-03", True),
    ]
    assert {row.public_on for row in rows} == {"2030-01-04"}
    shown = rows[-1]
    assert (shown.evidence, shown.basis) == ((told.id,), "a readout")
    assert rows[0].basis == "the record of the draft"


def test_nothing_is_known_before_its_date() -> None:
    early = statement("north", "width", "reports", on="2030-01-03")
    late = statement("north", "width", "reports", on="2030-02-01")
    entries = (
        part("shown", date="2030-03-01"),
        part("handed", sourcing=Sourcing(evidence=(late.id,))),
        part("consulted", sourcing=Sourcing(evidence=(late.id, early.id))),
        part("excluded", "north"),
    )
    whole = case(early, late, drafts=(draft(),), consultations=entries)

    def sights(as_of: str | None) -> list[str]:
        return sorted(row.sight for row in consultation(whole, as_of=as_of))

    assert sights("2030-01-04") == []
    assert sights("2030-01-05") == ["consulted", "excluded"]
    assert sights("2030-02-01") == ["consulted", "excluded", "handed"]
    assert sights(None) == ["consulted", "excluded", "handed", "shown"]
    (row,) = (r for r in consultation(whole, as_of="2030-01-05") if r.sight == "consulted")
    assert row.evidence == (early.id,)


def test_order_changes_nothing() -> None:
    entries = (part("shown", date="2030-01-01"), part("excluded", "north"), part("handed", "med"))
    texts = (draft(drafters=("med",)), draft(id="D2", date="2030-01-01", drafters=("north",)))
    rows = consultation(case(drafts=texts, consultations=entries))
    assert rows == consultation(case(drafts=texts[::-1], consultations=entries[::-1]))
    assert [row.draft for row in rows] == ["D2", "D1", "D1", "D1", "D1"]
