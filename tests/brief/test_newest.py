"""The newest of many statements, against sorting them all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from builders import statement
from goodoffices.brief.sections.process import newest_of
from goodoffices.model.dates import latest
from goodoffices.model.evidence import Statement

DATES = st.sampled_from(
    [None, "2030", "2030-12", "2030-12-31", "2030-11-30", "2030-11", "2030-11-29/2030-12-31"]
)


def by_sorting(statements: list[Statement], number: int) -> list[Statement]:
    def key(one: Statement) -> tuple[str, str]:
        return (latest(one.date).isoformat() if one.date else "", one.id)

    return sorted(statements, key=key)[-number:]


@given(st.lists(DATES, max_size=12), st.integers(1, 6))
def test_the_newest_are_the_last_in_order_of_time(dates: list[str | None], most: int) -> None:
    said = [
        statement("north", "width", "asks", "w2", on=on, paraphrase=f"{n}")
        for n, on in enumerate(dates)
    ]
    assert newest_of(said, most) == by_sorting(said, most)
